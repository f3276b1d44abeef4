"""What programs read of mentoring: rounds, matchings, and of relationships what their board shows.

What belongs to a pair (agreements, goals, notes, meetings, words of goodbye) is nowhere here: no model that
holds it is read.
"""

import datetime as dt
from typing import Any, Literal

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.resources import Filter, Listing, Window, Words, one_of, paged, told_as
from mentorway.web.mentoring import rules
from mentorway.web.mentoring.analysis import board, results
from mentorway.web.mentoring.models import Matching, Round, RoundState
from mentorway.web.mentoring.queries import matchings as matching_queries
from mentorway.web.mentoring.queries import rounds as queries
from mentorway.web.network.resources import PartnerRef, partner_ref

router = Router(tags=["Mentoring"])


class RoundRow(Schema):
    """A time in which mentees and mentors of one partner are matched and work together."""

    id: int
    title: str
    partner: PartnerRef
    country: str
    state: str
    starts_on: dt.date
    ends_on: dt.date
    mentees: int
    mentors: int
    is_example: bool
    page: str


class RoundSide(Schema):
    """How many people of one side there are."""

    joined: int
    complete: int
    away: int
    in_all: int


class RoundDetail(RoundRow):
    """A round with numbers about its people and pairs."""

    purpose: str
    time_zone: str
    join_until: dt.datetime | None
    answer_days: int
    cancelled_why: str
    people: dict[str, RoundSide]
    proposed: int
    at_work: int


class PairPerson(Schema):
    """Who is in a relationship."""

    id: int
    name: str


class PairRow(Schema):
    """How a relationship is doing, from facts that may be seen: state, dates, counts."""

    id: int
    mentors: list[PairPerson]
    mentees: list[PairPerson]
    standing: str
    began: dt.date
    held: int
    minutes: int
    last: dt.date | None
    days_without: int
    next: dt.datetime | None
    agreed: dt.date | None = Field(description="When all had accepted their agreement; not what it says.")
    goals: int = Field(description="How many goals have fixed levels; not which.")
    paused_until: dt.date | None
    ends_on: dt.date | None


class MatchingRow(Schema):
    """One way of bringing the people of a round together."""

    id: int
    number: int
    way: str
    state: str
    seed: int
    pairs: int | None
    mean_score: float | None
    people_hash: str
    library_version: str
    at: dt.datetime
    confirmed: dt.datetime | None
    page: str


class MatchedPair(Schema):
    """A pair of a matching, and how well it fits, of 1000."""

    mentee: PairPerson
    mentor: PairPerson
    score: int
    is_kept: bool


class MatchingDetail(MatchingRow):
    """A matching with its pairs; none while it is computed."""

    found: list[MatchedPair]


def _row(row: Any) -> RoundRow:
    return told_as(RoundRow, row, partner=partner_ref(row.partner), page=page("mentoring:round", row.pk))


@router.get("/rounds/", response=Listing[RoundRow])
def rounds(
    request: MemberRequest, window: Query[Window], q: Words = "", state: RoundState | None = None
) -> Listing[RoundRow]:
    """Mentoring rounds that you may see."""
    return paged(request, queries.rounds_of(request.user, q, state or ""), window, _row)


@router.get("/rounds/{int:pk}/", response=RoundDetail)
def mentoring_round(request: MemberRequest, pk: int) -> RoundDetail:
    """One round, with numbers about its people and pairs."""
    row = one_of(queries.rounds_of(request.user), pk=pk)
    numbers = queries.pairs_of(row)
    return told_as(
        RoundDetail,
        row,
        **_row(row).dict(),
        people={side: RoundSide(**one) for side, one in queries.figures_of(row).items()},
        proposed=numbers["proposed"],
        at_work=numbers["at_work"],
    )


def _met(request: MemberRequest, pk: int) -> Round:
    """Return a round whose people the person may see; others are refused."""
    row: Round = access.fetch(request.user, Round.objects, may=rules.may_see_people, pk=pk)
    return row


class PairFilter(Filter):
    """Which relationships are wanted, and in which order."""

    standing: board.Standing | None = None
    order: Literal["days", "name", "begun", "ends", "held"] = "days"


def _pair(row: board.Row) -> PairRow:
    return told_as(
        PairRow,
        row,
        mentors=[PairPerson(id=one.pk, name=one.name) for one in row.mentors],
        mentees=[PairPerson(id=one.pk, name=one.name) for one in row.mentees],
        days_without=row.days,
        next=row.coming,
    )


@router.get("/rounds/{int:pk}/pairs/", response=Listing[PairRow])
def pairs(
    request: MemberRequest, pk: int, window: Query[Window], wanted: Query[PairFilter]
) -> Listing[PairRow]:
    """How the pairs of one round are doing, for those who run it."""
    whole = _met(request, pk)
    rows = board.rows_of(whole, timezone.localdate(timezone=whole.zone))
    found = board.chosen(rows, words=wanted.q, standing=wanted.standing or "", order=wanted.order)
    return paged(request, found, window, _pair)


def _matching(row: Any) -> MatchingRow:
    """Return a matching in words; its figures were read apart from the pairs with all their reasons."""
    figures = row.figures or {}
    return told_as(
        MatchingRow,
        row,
        pairs=figures.get("pairs"),
        mean_score=figures.get("mean"),
        page=page("mentoring:matching", row.round_id, row.number),
    )


@router.get("/rounds/{int:pk}/matchings/", response=Listing[MatchingRow])
def matchings(request: MemberRequest, pk: int, window: Query[Window]) -> Listing[MatchingRow]:
    """The matchings of one round, for those who run it."""
    return paged(request, matching_queries.listed(_met(request, pk)), window, _matching)


@router.get("/rounds/{int:pk}/matchings/{int:number}/", response=MatchingDetail)
def matching(request: MemberRequest, pk: int, number: int) -> MatchingDetail:
    """One matching with its pairs, for those who run the round."""
    whole = _met(request, pk)
    row: Any = access.fetch(request.user, Matching.objects, round=whole.pk, number=number)
    row.round, row.figures = whole, row.found.get("figures")
    shown = row.state in matching_queries.SHOWABLE
    found = results.pairs_of(row, results.names_in(row)) if shown else []
    return MatchingDetail(
        **_matching(row).dict(),
        found=[
            MatchedPair(
                mentee=PairPerson(id=one.mentee, name=one.mentee_name),
                mentor=PairPerson(id=one.mentor, name=one.mentor_name),
                score=one.score,
                is_kept=one.is_kept,
            )
            for one in found
        ],
    )
