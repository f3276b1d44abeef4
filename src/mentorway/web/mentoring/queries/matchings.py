"""Who can be matched now, what stands between people, and the matchings of a round."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F, QuerySet

from mentorway.web.mentoring.models import (
    Answer,
    FairnessFacts,
    KeptApart,
    Matching,
    MatchingState,
    Person,
    Place,
    Relation,
    Round,
    Side,
)
from mentorway.web.mentoring.queries import relations
from mentorway.web.methodology.models import Version

SHOWABLE = (MatchingState.DRAFT, MatchingState.CONFIRMED)


def questions_to(whole: Round, side: str) -> Version | None:
    """The published questions of one side of a round, without their files."""
    asked = whole.mentee_questions_id if side == Side.MENTEE else whole.mentor_questions_id
    return Version.objects.only("form_hash").filter(pk=asked).first() if asked else None


def today_in(whole: Round) -> dt.date:
    """The day on the clock of a round."""
    return dt.datetime.now(whole.zone).date()


def people_of(whole: Round) -> list[Person]:
    """Everybody of a round, in the order in which they came."""
    return list(whole.people.order_by("pk"))


def available(whole: Round) -> set[int]:
    """Who can be matched today, as far as the profile and being away go."""
    return set(whole.people.available_on(today_in(whole)).values_list("pk", flat=True))


def taken(whole: Round) -> tuple[set[int], dict[int, int]]:
    """The mentees with a mentor or a proposal, and how many seats of each mentor are filled."""
    return relations.mentees_taken(whole), relations.seats_filled(whole)


def kept_apart(whole: Round) -> list[tuple[str, str]]:
    """Who must not become a pair, by what people are known by on both sides."""
    rows = KeptApart.objects.filter(round=whole).select_related("mentee", "mentor").order_by("pk")
    return [(one.mentee.key, one.mentor.key) for one in rows]


def working(whole: Round) -> list[tuple[str, str]]:
    """Mentee and mentor of each proposal and pair that is open, by what people are known by on both sides."""
    rows = whole.relations.open().prefetch_related("places__person").order_by("pk")
    return [
        (mentee.person.key, mentor.person.key)
        for one in rows
        for mentee, mentor in _pairs(one)
        if mentee.is_open
    ]


def declined(whole: Round) -> set[tuple[int, int]]:
    """The pairs that were proposed and that one of the two declined, by row."""
    said_no = Place.objects.filter(relation__round=whole, answer=Answer.DECLINED)
    rows = whole.relations.filter(pk__in=said_no.values("relation")).prefetch_related("places")
    return {
        (mentee.person_id, mentor.person_id)
        for one in rows
        for mentee, mentor in _pairs(one)
        if Answer.DECLINED in (mentee.answer, mentor.answer)
    }


def _pairs(relation: Relation) -> list[tuple[Place, Place]]:
    """Each mentee of a relationship with each of its mentors."""
    places = list(relation.places.all())
    mentees, mentors = ([one for one in places if one.side == side] for side in (Side.MENTEE, Side.MENTOR))
    return [(mentee, mentor) for mentee in mentees for mentor in mentors]


def facts_of(whole: Round) -> dict[int, FairnessFacts]:
    """What people agreed to have counted, by person."""
    rows = FairnessFacts.objects.filter(person__round=whole)
    return {one.person_id: one for one in rows}


def names_of(whole: Round) -> dict[int, str]:
    """What everybody of a round is called; who was erased is not there any more."""
    return dict(whole.people.values_list("pk", "name"))


def keys_of(whole: Round) -> dict[int, str]:
    """By what everybody of a round is known on both sides."""
    return {one.pk: one.key for one in whole.people.only("pk", "email")}


def named(whole: Round, who: Iterable[int]) -> list[Person]:
    """Some people of a round, by name."""
    return list(whole.people.filter(pk__in=set(who)).order_by("name", "pk"))


def matchings_of(whole: Round) -> QuerySet[Matching]:
    """The matchings of a round, the newest first."""
    return whole.matchings.select_related("by").order_by("-number")


def listed(whole: Round) -> QuerySet[Matching]:
    """The matchings of a round with their ``figures``, without the pairs, which may be thousands."""
    rows = matchings_of(whole).annotate(figures=F("found__figures"))
    return rows.defer("found", "asked", "trouble")


def newest(whole: Round) -> Matching | None:
    """The newest matching of a round that has pairs."""
    return matchings_of(whole).filter(state__in=SHOWABLE).first()


def with_number(whole: Round, number: int) -> Matching | None:
    """The matching with this number, if it has pairs."""
    return matchings_of(whole).filter(state__in=SHOWABLE, number=number).first()
