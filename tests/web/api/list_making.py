"""Lists that programs read of one thing, or of what is nobody's own: how each grows by a row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.api.webhook_making import make_webhook
from tests.web.evaluation import decisions_making
from tests.web.evaluation import making as evaluating
from tests.web.mentoring import making as mentoring
from tests.web.methodology import methodology_making
from tests.web.pilots import certifying
from tests.web.pilots import making as piloting
from tests.web.plan import making as planning
from tests.web.training import making as training

from mentorway.web.api.models import Delivery
from mentorway.web.core.happenings import tell
from mentorway.web.practices.models import Challenge, ChallengeFinding


@dataclass(frozen=True)
class Growing:
    """A list, who reads it, and what makes it longer by one."""

    path: str
    reader: Any
    grow: Callable[[int], Any]


def _partners():
    return Growing("network/partners/", make_member(), lambda _number: make_partner())


def _challenges():
    def grow(number):
        Challenge.objects.create(
            slug=f"more-{number}", names={"en": f"More {number}"}, position=1000 + number
        )

    return Growing("practices/challenges/", make_member(), grow)


def _counts():
    def grow(number):
        ChallengeFinding.objects.create(result={}, fingerprint=f"{number:064d}", version="1")

    return Growing("practices/challenge-counts/", make_member(), grow)


def _copy(edition, number):
    """Keep a version once more under another number: what stands in it changes nothing for lists."""
    row = type(edition).objects.get(pk=edition.pk)
    row.pk, row.number = None, number
    if hasattr(row, "changed_because"):
        row.changed_because = "It was tried."
    row.save()


def _methodology_versions():
    row = methodology_making.make_methodology()
    first = methodology_making.publish(row)

    def grow(number):
        _copy(first, number + 1)

    return Growing(f"methodology/methodologies/{row.pk}/versions/", row.created_by, grow)


def _programme_versions():
    row = training.make_programme()
    first = training.publish(row)

    def grow(number):
        _copy(first, number + 1)

    return Growing(f"training/programmes/{row.pk}/versions/", row.created_by, grow)


def _cohort_list(part):
    def made():
        cohort = certifying.make_certified()

        def grow(number):
            if part == "meetings":
                piloting.make_meeting(cohort)
                return
            person = certifying.complete(cohort, f"Person {number}")
            if part == "certificates":
                certifying.certify(person)

        return Growing(f"pilots/cohorts/{cohort.pk}/{part}/", cohort.created_by, grow)

    return made


def _pairs():
    whole = mentoring.make_round(state="running")
    return Growing(
        f"mentoring/rounds/{whole.pk}/pairs/", whole.created_by, lambda _number: mentoring.pair(whole)
    )


def _matchings():
    whole = mentoring.make_round()
    return Growing(
        f"mentoring/rounds/{whole.pk}/matchings/",
        whole.created_by,
        lambda _number: mentoring.make_matching(whole),
    )


def _results():
    whole = evaluating.make_evaluation()
    return Growing(
        f"evaluation/evaluations/{whole.pk}/results/",
        whole.created_by,
        lambda number: decisions_making.make_result(whole, number),
    )


def _lines():
    project = planning.make_project()

    def grow(number):
        planning.line(project, f"Line {number}", lead=project.partner)

    return Growing(f"plan/projects/{project.pk}/lines/", project.created_by, grow)


def _person_days():
    project = planning.make_project()

    def grow(number):
        planning.effort(planning.line(project, f"Line {number}"), project.partner, 3)

    return Growing(f"plan/projects/{project.pk}/person-days/", project.created_by, grow)


def _happenings():
    project = planning.make_project()
    return Growing("api/happenings/", project.created_by, lambda _number: tell("plan.changed", project))


def _webhooks():
    user = make_member()
    return Growing("api/webhooks/", user, lambda number: make_webhook(user, name=f"Chat {number}"))


def _messages():
    hook, _secret = make_webhook()

    def grow(_number):
        Delivery.objects.create(webhook=hook, name="plan.changed", next_at=timezone.now())

    return Growing(f"api/webhooks/{hook.pk}/messages/", hook.user, grow)


LISTS = {
    "api/happenings/": _happenings,
    "api/webhooks/": _webhooks,
    "api/webhooks/{pk}/messages/": _messages,
    "evaluation/evaluations/{pk}/results/": _results,
    "mentoring/rounds/{pk}/matchings/": _matchings,
    "mentoring/rounds/{pk}/pairs/": _pairs,
    "methodology/methodologies/{pk}/versions/": _methodology_versions,
    "network/partners/": _partners,
    **{
        f"pilots/cohorts/{{pk}}/{part}/": _cohort_list(part)
        for part in ("attendance", "certificates", "meetings", "people")
    },
    "plan/projects/{pk}/lines/": _lines,
    "plan/projects/{pk}/person-days/": _person_days,
    "practices/challenge-counts/": _counts,
    "practices/challenges/": _challenges,
    "training/programmes/{pk}/versions/": _programme_versions,
}
