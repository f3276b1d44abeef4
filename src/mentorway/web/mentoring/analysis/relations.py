"""Proposals and relationships as people read them: on the own page, in lists, in files."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentorway.web.core.tables import Cell
from mentorway.web.core.wording import said
from mentorway.web.mentoring.analysis.results import percent_of
from mentorway.web.mentoring.models import Answer, Place, Relation, RelationState, Side


@dataclass(frozen=True)
class Other:
    """Somebody else in a proposal, and why they were brought together with the reader."""

    place: Place
    reasons: list[str]


@dataclass(frozen=True)
class Row:
    """A relationship in a list for those who run the round."""

    relation: Relation
    mentors: list[Place]
    mentees: list[Place]

    @property
    def places(self) -> list[Place]:
        """Everybody in it, the mentor first."""
        return [*self.mentors, *self.mentees]

    @property
    def score(self) -> str:
        """How well it fits, in percent."""
        return percent_of(self.mentors[0].score if self.mentors else None)

    @property
    def answered(self) -> int:
        """How many have accepted a proposal."""
        return sum(1 for one in self.places if one.answer == Answer.ACCEPTED)


def members(relation: Relation) -> list[Place]:
    """Return the places in a relationship; who has left a group that goes on is not in it any more."""
    return [one for one in relation.places.all() if one.left is None]


def row_of(relation: Relation) -> Row:
    """Return a relationship with its people by side."""
    places = members(relation)
    mentors = [one for one in places if one.side == Side.MENTOR]
    return Row(relation, mentors, [one for one in places if one.side == Side.MENTEE])


def stage_of(place: Place, now: dt.datetime) -> str:
    """Return what the own page of a place is about: proposed, active, ended or declined."""
    if not place.is_open:
        worked = place.relation.began is not None and place.answer == Answer.ACCEPTED
        return str(RelationState.ENDED if worked else RelationState.DECLINED)
    is_proposed = place.relation.state == RelationState.PROPOSED
    if is_proposed and place.relation.answer_until < now:
        return str(RelationState.DECLINED)
    return place.relation.state


def others_of(place: Place) -> list[Other]:
    """Return the other people of an open place, each with the reasons that concern both."""
    rows = [one for one in members(place.relation) if one.person_id != place.person_id]
    return [Other(one, _reasons(place, one)) for one in rows]


def _reasons(place: Place, other: Place) -> list[str]:
    if place.side == other.side:
        return []
    mentee = place if place.side == Side.MENTEE else other
    return [said(one) for one in mentee.why.get("reasons", [])]


def table_of(rows: Iterable[Relation]) -> tuple[list[str], list[list[Cell]]]:
    """Return relationships as a table for spreadsheets; who declined is nobody's business."""
    header = [
        _("Mentor"),
        _("Mentees"),
        _("State"),
        _("Proposed"),
        _("To be answered by"),
        _("Begun"),
        _("Planned end"),
        _("Ended"),
        _("How it ended"),
    ]
    return header, [_cells(row_of(one)) for one in rows]


def _cells(row: Row) -> list[Cell]:
    one, zone = row.relation, row.relation.round.zone
    moments = (one.proposed, one.answer_until, one.began)
    days = [moment.astimezone(zone).date().isoformat() if moment else "" for moment in moments]
    return [
        _names(row.mentors),
        _names(row.mentees),
        one.get_state_display(),
        *days,
        one.ends_on.isoformat() if one.ends_on else "",
        one.ended.astimezone(zone).date().isoformat() if one.ended else "",
        one.get_ending_display(),
    ]


def _names(places: Iterable[Place]) -> str:
    return ", ".join(one.person.name for one in places)


def day_in_words(day: dt.date) -> str:
    """Return a day as it stands in letters."""
    return date_format(day, "DATE_FORMAT")
