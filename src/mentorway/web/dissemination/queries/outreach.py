"""Reads across what partners do to be heard, goals, and results that are used."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from mentorway.web.accounts.models import User
from mentorway.web.core.search import matching
from mentorway.web.dissemination.models import (
    Action,
    ActionFile,
    Channel,
    Claim,
    Entry,
    Goal,
    KeyResult,
    Kind,
    State,
    Subscriber,
    TargetGroup,
)
from mentorway.web.dissemination.models.outreach import ActionQuerySet
from mentorway.web.network.models import Partner
from mentorway.web.network.models.partners import belonging_to

DONE, OPEN, LATE = "done", "open", "late"
STATES: Final = (DONE, OPEN, LATE)
GATHERINGS: Final = (Channel.EVENT, Channel.CONFERENCE)
PRINTED: Final = (Channel.ARTICLE, Channel.PRESS)


def actions_of(user: User, chosen: Mapping[str, str], today: dt.date) -> ActionQuerySet:
    """What ``user`` may see of the plan and log: by words, partner, channel, country and state."""
    rows = Action.objects.visible_to(user)
    rows = matching(rows, chosen.get("q", ""), "title", "remark")
    state = chosen.get("state", "")
    if state == DONE:
        rows = rows.done()
    elif state == OPEN:
        rows = rows.open()
    elif state == LATE:
        rows = rows.late(today)
    for name in ("partner", "channel", "country"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    rows = rows.select_related("partner").annotate(day=Coalesce("done_on", "planned_on"))
    return rows.order_by("is_example", "-day", "-pk")


def actions_in_year(user: User, year: int) -> ActionQuerySet:
    """What is planned for a year or was done in it, by the day."""
    rows = Action.objects.visible_to(user).annotate(day=Coalesce("done_on", "planned_on"))
    return rows.filter(day__year=year).select_related("partner").order_by("day", "pk")


def years_of(user: User) -> list[int]:
    """The years in which something is planned or was done."""
    rows = Action.objects.visible_to(user).annotate(day=Coalesce("done_on", "planned_on"))
    return sorted({day.year for day in rows.order_by().values_list("day", flat=True)})


def whole(rows: ActionQuerySet) -> ActionQuerySet:
    """The same rows with all that a table of them tells."""
    return rows.select_related("partner", "entry").prefetch_related("target_groups", "files")


def done_between(partners: Iterable[Partner], first: dt.date, last: dt.date) -> ActionQuerySet:
    """What these partners did on these days, both included, the first first; the example left out."""
    rows = Action.objects.real().done_between(first, last).filter(partner__in=list(partners))
    return whole(rows).order_by("done_on", "pk")


def partners_with_actions(user: User) -> QuerySet[Partner]:
    """Partners that have planned or done something that ``user`` may see."""
    rows = Action.objects.visible_to(user).order_by().values("partner")
    return Partner.objects.filter(pk__in=rows).order_by("name", "pk")


def countries_of(user: User) -> list[str]:
    """The countries in which something is planned or was done."""
    rows = Action.objects.visible_to(user).exclude(country="")
    return list(rows.order_by("country").values_list("country", flat=True).distinct())


def partners_to_act_for(user: User) -> QuerySet[Partner]:
    """The partners in whose name ``user`` may plan and log."""
    return belonging_to(user).order_by("name", "pk")


def entries_to_name(user: User) -> QuerySet[Entry]:
    """Publications that an activity may be about."""
    return Entry.objects.visible_to(user).filter(is_example=False).order_by("-changed", "-pk")


def groups() -> QuerySet[TargetGroup]:
    """Every target group in its order."""
    return TargetGroup.objects.order_by("position", "pk")


def files_of(action: Action) -> QuerySet[ActionFile]:
    """What shows that it was done, as it came."""
    return action.files.select_related("added_by").order_by("added", "pk")


def late_of(user: User, today: dt.date) -> ActionQuerySet:
    """What the partners of ``user`` planned and did not do, although its day is over."""
    rows = Action.objects.real().late(today).filter(partner__in=belonging_to(user))
    return rows.order_by("planned_on", "pk")


def goals_of(user: User) -> QuerySet[Goal]:
    """What is wanted, by the last day."""
    return Goal.objects.visible_to(user).order_by("until", "indicator", "pk")


def done_until(day: dt.date) -> ActionQuerySet:
    """Everything that was done until a day, the example left out."""
    return Action.objects.real().done().filter(done_on__lte=day)


def people_in_log(day: dt.date) -> tuple[int, int]:
    """How many people the log says were reached until a day, and at how many activities they were counted."""
    rows = done_until(day).filter(reached__isnull=False)
    return int(rows.aggregate(sum=Sum("reached"))["sum"] or 0), rows.count()


def _events_apart(day: dt.date) -> QuerySet[Entry]:
    """Events on the public site that were over on a day and are in no line of the log."""
    rows = Entry.objects.filter(kind=Kind.EVENT, deleted=None, is_example=False, state=State.PUBLISHED)
    over = rows.annotate(over=Coalesce(F("ends"), F("starts"))).filter(over__date__lte=day)
    return over.exclude(pk__in=done_until(day).exclude(entry=None).values("entry"))


def people_at_events(day: dt.date) -> int:
    """How many people came to events that are in no line of the log."""
    return int(_events_apart(day).aggregate(sum=Sum("came"))["sum"] or 0)


def events_until(day: dt.date) -> int:
    """How many events there were until a day: those of the log, and those of the site that are not in it."""
    return done_until(day).filter(channel__in=GATHERINGS).count() + _events_apart(day).count()


def articles_until(day: dt.date) -> int:
    """How many articles and pieces in the press there were until a day."""
    return done_until(day).filter(channel__in=PRINTED).count()


def countries_until(day: dt.date) -> int:
    """In how many countries something was done until a day."""
    return done_until(day).exclude(country="").order_by().values("country").distinct().count()


def readers_until(day: dt.date) -> int:
    """How many of those who get letters now had confirmed until a day."""
    return Subscriber.objects.confirmed().filter(confirmed__date__lte=day).count()


def key_results_of(user: User) -> QuerySet[KeyResult]:
    """Results that others use or shall use; the example comes last."""
    rows = KeyResult.objects.visible_to(user).select_related("partner")
    return rows.order_by("is_example", "title", "pk")


def claims_under(results: Sequence[KeyResult]) -> dict[int, list[Claim]]:
    """The claims on which each result rests, as far as everybody may read them; one object for each claim."""
    ties = KeyResult.claims.through.objects.filter(keyresult__in=results)
    pairs = ties.values_list("keyresult_id", "claim_id")
    of_claim: dict[int, list[int]] = {}
    for result, claim in pairs:
        of_claim.setdefault(claim, []).append(result)
    under: dict[int, list[Claim]] = {row.pk: [] for row in results}
    found = Claim.objects.public().filter(pk__in=of_claim)
    for row in found.select_related("partner").order_by("slug"):
        for result in of_claim[row.pk]:
            under[result].append(row)
    return under


def claims_to_rest_on(result: KeyResult | None = None) -> QuerySet[Claim]:
    """The claims on which a result may rest: those that are published, and those that it names already."""
    rows = Q(state=State.PUBLISHED, is_example=False)
    if result is not None and result.pk:
        rows |= Q(key_results=result.pk)
    return Claim.objects.public().filter(rows).distinct().order_by("slug")
