"""What belongs to a partner all over Mentorway, in plain words."""

from collections.abc import Mapping
from typing import Any, Final

from django.apps import apps
from django.utils.translation import ngettext_lazy

# By the model, what people work with first: apps later in the flow are named here and not imported.
WORDS: Final[Mapping[str, Any]] = {
    "network.Agreement": ngettext_lazy("%(count)d agreement", "%(count)d agreements", "count"),
    "network.Party": ngettext_lazy(
        "%(count)d place in an agreement", "%(count)d places in agreements", "count"
    ),
    "network.Acceptance": ngettext_lazy(
        "%(count)d answer to an agreement", "%(count)d answers to agreements", "count"
    ),
    "network.Visit": ngettext_lazy("%(count)d visit or meeting", "%(count)d visits and meetings", "count"),
    "network.VisitPartner": ngettext_lazy(
        "%(count)d place at a visit", "%(count)d places at visits", "count"
    ),
    "network.Attendee": ngettext_lazy("%(count)d person at a visit", "%(count)d people at visits", "count"),
    "practices.Practice": ngettext_lazy("%(count)d good practice", "%(count)d good practices", "count"),
    "practices.Material": ngettext_lazy("%(count)d material", "%(count)d materials", "count"),
    "methodology.Methodology": ngettext_lazy("%(count)d methodology", "%(count)d methodologies", "count"),
    "methodology.Instrument": ngettext_lazy("%(count)d instrument", "%(count)d instruments", "count"),
    "methodology.Questionnaire": ngettext_lazy(
        "%(count)d questionnaire", "%(count)d questionnaires", "count"
    ),
    "study.Study": ngettext_lazy("%(count)d study", "%(count)d studies", "count"),
    "study.Target": ngettext_lazy(
        "%(count)d row of a sampling plan", "%(count)d rows of sampling plans", "count"
    ),
    "study.AccessCode": ngettext_lazy("%(count)d one-time code", "%(count)d one-time codes", "count"),
    "study.Invitation": ngettext_lazy("%(count)d invitation", "%(count)d invitations", "count"),
    "study.Response": ngettext_lazy(
        "%(count)d answered questionnaire", "%(count)d answered questionnaires", "count"
    ),
    "study.Draft": ngettext_lazy(
        "%(count)d questionnaire being answered", "%(count)d questionnaires being answered", "count"
    ),
    "comparison.Dataset": ngettext_lazy("%(count)d set of answers", "%(count)d sets of answers", "count"),
    "federation.Call": ngettext_lazy("%(count)d call for sums", "%(count)d calls for sums", "count"),
    "training.Programme": ngettext_lazy(
        "%(count)d training programme", "%(count)d training programmes", "count"
    ),
    "pilots.Cohort": ngettext_lazy("%(count)d cohort", "%(count)d cohorts", "count"),
    "mentoring.Round": ngettext_lazy("%(count)d mentoring round", "%(count)d mentoring rounds", "count"),
    "evaluation.Evaluation": ngettext_lazy("%(count)d evaluation", "%(count)d evaluations", "count"),
    "dissemination.Claim": ngettext_lazy("%(count)d claim", "%(count)d claims", "count"),
    "dissemination.Entry": ngettext_lazy("%(count)d publication", "%(count)d publications", "count"),
    "dissemination.Action": ngettext_lazy(
        "%(count)d dissemination activity", "%(count)d dissemination activities", "count"
    ),
    "dissemination.KeyResult": ngettext_lazy(
        "%(count)d result that is used", "%(count)d results that are used", "count"
    ),
    "plan.Project": ngettext_lazy("%(count)d project", "%(count)d projects", "count"),
    "plan.ProjectPartner": ngettext_lazy(
        "%(count)d place in a project", "%(count)d places in projects", "count"
    ),
    "plan.Item": ngettext_lazy("%(count)d line of a plan", "%(count)d lines of plans", "count"),
    "plan.Effort": ngettext_lazy("%(count)d planned effort", "%(count)d planned efforts", "count"),
    "plan.Budget": ngettext_lazy("%(count)d line of a budget", "%(count)d lines of budgets", "count"),
    "plan.Worked": ngettext_lazy(
        "%(count)d report of person-days", "%(count)d reports of person-days", "count"
    ),
    "plan.Spent": ngettext_lazy(
        "%(count)d report of money spent", "%(count)d reports of money spent", "count"
    ),
}


def in_words(holding: Mapping[str, int]) -> list[str]:
    """Return what belongs to a partner, a few words for each kind, such as “2 agreements”."""
    known = list(WORDS)
    models = sorted(holding, key=lambda one: (known.index(one) if one in WORDS else len(known), one))
    return [_said(model, holding[model]) for model in models]


def _said(model: str, count: int) -> str:
    if model in WORDS:
        return str(WORDS[model] % {"count": count})
    return f"{apps.get_model(model)._meta.verbose_name_plural}: {count}"  # noqa: SLF001 - Django's own name
