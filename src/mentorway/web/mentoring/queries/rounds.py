"""Reads across rounds: the list, what is in the bin, numbers about people, questions to choose from."""

from collections.abc import Mapping
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from mentorway.web.accounts.models import User
from mentorway.web.mentoring.models import (
    Matching,
    MatchingState,
    Person,
    Place,
    RelationState,
    Round,
    RoundRevision,
    RoundState,
    Side,
)
from mentorway.web.mentoring.queries.people import today_in
from mentorway.web.methodology.models import Questionnaire, Version
from mentorway.web.network.models import Partner

UNDER_WAY = (RoundState.RUNNING, RoundState.OPEN, RoundState.PREPARED)
HEAVY = ("form_json", "xform", "workbook", "file")
NAMED = ("number", "questionnaire__title")  # what a version is called by
HERE = Q(people__left=None)


def rounds_of(user: User, words: str = "", state: str = "") -> QuerySet[Round]:
    """What ``user`` may see, with how many take part: under way first, then the last to begin."""
    found = Round.objects.visible_to(user).matching(words)
    if state:
        found = found.filter(state=state)
    rank = Case(
        *(When(state=one, then=Value(place)) for place, one in enumerate(UNDER_WAY)),
        default=Value(len(UNDER_WAY)),
        output_field=IntegerField(),
    )
    return (
        found.select_related("partner")
        .defer("criteria", "rules", "search_text")
        .annotate(
            mentees=Count("people", filter=HERE & Q(people__side=Side.MENTEE)),
            mentors=Count("people", filter=HERE & Q(people__side=Side.MENTOR)),
            rank=rank,
        )
        .order_by("rank", "-starts_on", "-pk")
    )


def deleted_of(user: User) -> QuerySet[Round]:
    """What ``user`` may still bring back."""
    return Round.bin.visible_to(user).select_related("partner").order_by("-deleted")


def revisions_since(whole: Round, number: int) -> QuerySet[RoundRevision]:
    """Revision ``number`` and those after it."""
    return whole.revisions.select_related("by").filter(number__gte=number)


def figures_of(whole: Round) -> dict[str, dict[str, int]]:
    """How many of each side take part, have told their profile and are away: numbers only."""
    away = Q(is_away=True) & (Q(away_until=None) | Q(away_until__gte=today_in(whole)))
    sides = whole.people.present().order_by().values("side")
    rows = sides.annotate(
        joined=Count("pk"),
        complete=Count("pk", filter=Q(profiled__isnull=False)),
        away=Count("pk", filter=away),
        in_all=Coalesce(Sum("seats"), 0),
    )
    none = {"joined": 0, "complete": 0, "away": 0, "in_all": 0}
    found: dict[str, Mapping[str, Any]] = {row["side"]: row for row in rows}
    return {side: {name: int(found.get(side, none)[name]) for name in none} for side in map(str, Side.values)}


def pairs_of(whole: Round) -> dict[str, int]:
    """How many proposals wait for an answer, and how many pairs or groups are at work."""
    return {
        "proposed": whole.relations.filter(state=RelationState.PROPOSED).count(),
        "at_work": whole.relations.at_work().count(),
    }


def mentees_to_match(whole: Round) -> int:
    """How many mentees could be matched now: neither mentor nor proposal, profile told, not away."""
    ready = whole.people.available_on(today_in(whole)).filter(side=Side.MENTEE)
    return ready.exclude(pk__in=_placed()).count()


def newest_draft(whole: Round) -> Matching | None:
    """The newest matching, if it is a draft that nobody has confirmed."""
    found = whole.matchings.defer("found").order_by("-number").first()
    return found if found and found.state == MatchingState.DRAFT else None


def _placed() -> QuerySet[Place, Any]:
    return Place.objects.filter(is_open=True).values("person")


def with_people_to_match(user: User) -> QuerySet[Round]:
    """The rounds of one's own partners in which mentees and mentors wait, each with how many mentees."""
    ready = Person.objects.present().filter(round=OuterRef("pk"), profiled__isnull=False, is_away=False)
    waiting = ready.filter(side=Side.MENTEE).exclude(pk__in=_placed()).order_by().values("round")
    count = Coalesce(Subquery(waiting.annotate(count=Count("pk")).values("count")), 0)
    rows = Round.objects.visible_to(user).filter(
        Exists(ready.filter(side=Side.MENTOR)),
        is_example=False,
        partner__in=user.memberships.values("partner"),
        state__in=(RoundState.OPEN, RoundState.RUNNING),
    )
    return rows.annotate(count=count).filter(count__gt=0).order_by("starts_on", "pk")


def questions_to_choose(user: User, whole: Round | None = None) -> QuerySet[Version]:
    """The published versions that ``user`` may see, and those that the round has already."""
    seen = Questionnaire.objects.visible_to(user)
    chosen = (whole.mentee_questions_id, whole.mentor_questions_id) if whole else ()
    wanted = Q(questionnaire__in=seen) | Q(pk__in=[one for one in chosen if one])
    rows = Version.objects.filter(wanted).select_related("questionnaire").only(*NAMED)
    return rows.order_by("questionnaire__title", "questionnaire", "-number")


def questions_of(whole: Round) -> dict[str, Version | None]:
    """The questions to each side, to be named on a page."""
    wanted = {Side.MENTEE: whole.mentee_questions_id, Side.MENTOR: whole.mentor_questions_id}
    rows = Version.objects.select_related("questionnaire").defer(*HEAVY)
    known = rows.in_bulk([one for one in wanted.values() if one])
    return {str(side): known.get(pk) if pk else None for side, pk in wanted.items()}


def published_as(partner: Partner, titles: set[str], *, is_example: bool = False) -> list[Version]:
    """The published versions of questionnaires of a partner with one of these titles, the newest first.

    Those of the example are for rounds of the example, and no others are.
    """
    rows = Version.objects.filter(
        questionnaire__partner=partner,
        questionnaire__title__in=titles,
        questionnaire__is_example=is_example,
        questionnaire__deleted=None,
    )
    return list(rows.defer("xform", "workbook", "file").order_by("-pk")[:5])
