"""Reads across the other activities: the things that show what is done, with what can be counted in them."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mentorway.web.accounts.models import User
from mentorway.web.evaluation.models import Evaluation, Stage
from mentorway.web.mentoring.models import RelationState, Round
from mentorway.web.methodology.models import Methodology
from mentorway.web.network.models import Agreement, Visit
from mentorway.web.pilots.models import Certificate, Cohort, Meeting, Participant, Standing
from mentorway.web.plan.models import Evidence, Item, Project
from mentorway.web.practices.models import Practice
from mentorway.web.study.models import Event, Response, Study, What
from mentorway.web.study.models import Status as Answered
from mentorway.web.training.models import Programme

MODELS: Mapping[str, Any] = {
    "agreement": Agreement,
    "visit": Visit,
    "practice": Practice,
    "methodology": Methodology,
    "study": Study,
    "programme": Programme,
    "cohort": Cohort,
    "round": Round,
    "evaluation": Evaluation,
}
FIELDS: Mapping[str, tuple[str, ...]] = {
    "agreement": ("state", "starts", "ends", "held"),
    "visit": ("state", "starts", "time_zone"),
    "practice": ("state", "published"),
    "methodology": (),
    "study": ("state", "minimum"),
    "programme": (),
    "cohort": ("state", "starts_on", "ends_on"),
    "round": ("state", "ends_on"),
    "evaluation": (),
}


def model_of(source: str) -> Any:
    """The table of a kind of evidence."""
    return MODELS[source]


def evidence_in(project: Project) -> list[Evidence]:
    """What lines of a project rest on."""
    rows = Evidence.objects.filter(item__project=project, item__removed=None)
    return list(rows.order_by("item", "pk"))


def evidence_of(item: Item) -> list[Evidence]:
    """What one line rests on."""
    return list(item.evidence.order_by("pk"))


def one_of(item: Item, which: int) -> Evidence | None:
    """One thing that a line rests on, by its number in the table."""
    return item.evidence.filter(pk=which).first()


def rests_on(item: Item, source: str, thing: int) -> bool:
    """Whether a line rests on a thing already."""
    return item.evidence.filter(**{source: thing}).exists()


def things(source: str, which: Collection[int], now: dt.datetime) -> dict[int, Any]:
    """Things of one kind by their number, with what is to be known of them: one query."""
    model = model_of(source)
    rows = model.objects.filter(pk__in=which).order_by()
    return {row.pk: row for row in _counted(source, rows, now).only("title", "deleted", *FIELDS[source])}


def to_choose(user: User, source: str, words: str = "") -> QuerySet[Any]:
    """What a person may see of one kind, without examples."""
    rows = model_of(source).objects.visible_to(user).filter(is_example=False)
    found: QuerySet[Any] = (rows.matching(words) if words else rows).only("title")
    return found


def opened_by(user: User, source: str, which: Collection[int]) -> set[int]:
    """Which things of one kind a person may open."""
    rows = model_of(source).objects.visible_to(user).filter(pk__in=which)
    return set(rows.order_by().values_list("pk", flat=True))


def by_source(rows: Iterable[Evidence]) -> dict[str, set[int]]:
    """The numbers of things, by kind."""
    found: dict[str, set[int]] = {}
    for row in rows:
        found.setdefault(row.source, set()).add(getattr(row, f"{row.source}_id"))
    return found


def _counted(source: str, rows: Any, now: dt.datetime) -> Any:
    if source in ("methodology", "programme"):
        return rows.annotate(published_at=Min("editions__published"))
    if source == "evaluation":
        return rows.annotate(found_at=Max("results__finished", filter=Q(results__stage=Stage.DONE)))
    if source == "round":
        ended = Q(relations__state=RelationState.ENDED)
        begun = Q(relations__state__in=[RelationState.ACTIVE, RelationState.PAUSED]) | ended
        return rows.annotate(begun=Count("relations", filter=begun), ended=Count("relations", filter=ended))
    if source == "study":
        answers = Response.objects.filter(wave__study=OuterRef("pk"), status=Answered.COMPLETE)
        closed = Event.objects.filter(study=OuterRef("pk"), what=What.CLOSED).order_by("-day").values("day")
        return rows.annotate(answers=_count(answers), closed_on=Subquery(closed[:1]))
    if source == "cohort":
        people = Participant.objects.filter(cohort=OuterRef("pk"), standing=Standing.ENROLLED)
        whole = Certificate.objects.filter(cohort=OuterRef("pk"), is_partial=False, revoked=None)
        meetings = Meeting.objects.filter(cohort=OuterRef("pk"), cancelled=None)
        return rows.annotate(
            people_in=_count(people),
            certified=_count(whole),
            planned=_count(meetings),
            held_so_far=_count(meetings.filter(ends__lte=now)),
        )
    return rows


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many rows there are, without grouping what they belong to."""
    counted = rows.order_by().annotate(many=Func(F("pk"), function="COUNT")).values("many")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def named(row: Evidence) -> str:
    """How the thing is called."""
    which = getattr(row, f"{row.source}_id")
    return str(model_of(row.source).objects.filter(pk=which).values_list("title", flat=True).first() or "–")
