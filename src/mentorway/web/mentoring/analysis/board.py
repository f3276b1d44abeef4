"""How relationships are doing, from facts that may be seen: state, dates, counts. Nobody is judged by it."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mentorway.web.core.folding import fold, terms
from mentorway.web.core.tables import Cell
from mentorway.web.mentoring.models import Relation, RelationState, Round, Side
from mentorway.web.mentoring.queries import board as queries
from mentorway.web.mentoring.queries.board import Member

QUIET, VERY_QUIET, SILENT = 21, 35, 49  # days without a meeting
SOON: Final = 14  # days before the planned end


class Standing(models.TextChoices):
    """How a relationship is doing, in one word; what needs somebody first."""

    SILENT = "silent", pgettext_lazy("pair", "Silent")
    VERY_QUIET = "very_quiet", pgettext_lazy("pair", "Very quiet")
    QUIET = "quiet", pgettext_lazy("pair", "Quiet")
    ENDING = "ending", pgettext_lazy("pair", "Ending soon")
    PAUSED = "paused", pgettext_lazy("pair", "Paused")
    FRESH = "fresh", pgettext_lazy("pair", "Just begun")
    WELL = "well", pgettext_lazy("pair", "Doing well")


COLOURS: Final[Mapping[str, str]] = {
    Standing.SILENT: "badge-bad",
    Standing.VERY_QUIET: "badge-care",
    Standing.QUIET: "badge-care",
    Standing.ENDING: "badge-note",
    Standing.PAUSED: "",
    Standing.FRESH: "badge-note",
    Standing.WELL: "badge-good",
}


class Order(models.TextChoices):
    """In which order the board is read."""

    DAYS = "days", gettext_lazy("Longest without a meeting first")
    NAME = "name", gettext_lazy("By the name of the mentor")
    BEGUN = "begun", gettext_lazy("Begun last first")
    ENDS = "ends", gettext_lazy("Ending first")
    HELD = "held", gettext_lazy("Fewest meetings first")


@dataclass(frozen=True)
class Row:
    """One relationship on the board; a group of several mentees is one."""

    pk: int
    mentors: list[Member]
    mentees: list[Member]
    standing: Standing
    began: dt.date
    age: int
    held: int
    minutes: int
    last: dt.date | None
    days: int
    coming: dt.datetime | None
    agreed: dt.date | None
    goals: int
    paused_until: dt.date | None
    ends_on: dt.date | None

    @property
    def colour(self) -> str:
        """The class of the badge; the word stands in it too."""
        return COLOURS[self.standing]

    @property
    def hours(self) -> float:
        """How long all meetings took together."""
        return self.minutes / 60

    @property
    def by_name(self) -> tuple[str, str]:
        """The names as they are sorted."""
        return fold(named(self.mentors)), fold(named(self.mentees))


@dataclass(frozen=True)
class SilentMentor:
    """A mentor none of whose pairs has met for some time, and for how many days."""

    mentor: Member
    pairs: int
    days: int


def named(people: Iterable[Member]) -> str:
    """Return names in one line."""
    return ", ".join(one.name for one in people)


def rows_of(whole: Round, today: dt.date) -> list[Row]:
    """Return every relationship at work of a round, in a number of queries that does not grow with them."""
    known, found = queries.members_of(whole), queries.counted(whole)
    return [_row(one, known.get(one.pk, []), found, (whole, today)) for one in queries.at_work(whole)]


def _row(
    relation: Relation, people: list[Member], found: queries.Counted, when: tuple[Round, dt.date]
) -> Row:
    (whole, today), which = when, relation.pk
    began = _day(relation.began, whole) or today
    last = _day(found.last.get(which), whole)
    age, days = _since(began, today), _since(max(last or began, began), today)
    held, minutes = found.held.get(which, (0, 0))
    return Row(
        pk=which,
        mentors=[one for one in people if one.side == Side.MENTOR],
        mentees=[one for one in people if one.side == Side.MENTEE],
        standing=_standing(relation, age, days, today),
        began=began,
        age=age,
        held=held,
        minutes=minutes,
        last=last,
        days=days,
        coming=found.coming.get(which),
        agreed=_day(found.agreed.get(which), whole),
        goals=found.goals.get(which, 0),
        paused_until=relation.paused_until if relation.state == RelationState.PAUSED else None,
        ends_on=relation.ends_on,
    )


def _day(moment: dt.datetime | None, whole: Round) -> dt.date | None:
    return moment.astimezone(whole.zone).date() if moment else None


def _since(day: dt.date, today: dt.date) -> int:
    return max(0, (today - day).days)


def _standing(relation: Relation, age: int, days: int, today: dt.date) -> Standing:
    """Return the one word: a pause explains silence, and long silence matters more than a near end."""
    if relation.state == RelationState.PAUSED:
        return Standing.PAUSED
    if days >= VERY_QUIET:
        return Standing.SILENT if days >= SILENT else Standing.VERY_QUIET
    if relation.ends_on is not None and (relation.ends_on - today).days <= SOON:
        return Standing.ENDING
    if days >= QUIET:
        return Standing.QUIET
    return Standing.FRESH if age < QUIET else Standing.WELL


def standings_of(rows: Iterable[Row]) -> list[tuple[Standing, int]]:
    """Return how many relationships stand how, those that need somebody first."""
    counts = Counter(one.standing for one in rows)
    return [(one, counts[one]) for one in Standing if counts[one]]


def chosen(rows: Iterable[Row], *, words: str = "", standing: str = "", order: str = "") -> list[Row]:
    """Return the relationships that stand so, with people of these names, in an order."""
    found = [one for one in rows if not standing or one.standing == standing]
    wanted = terms(words)
    if wanted:
        found = [one for one in found if all(word in " ".join(one.by_name) for word in wanted)]
    found.sort(key=lambda one: (one.by_name, one.pk))
    match order:
        case Order.NAME:
            pass
        case Order.BEGUN:
            found.sort(key=lambda one: one.began, reverse=True)
        case Order.ENDS:
            found.sort(key=lambda one: one.ends_on or dt.date.max)
        case Order.HELD:
            found.sort(key=lambda one: one.held)
        case _:
            found.sort(key=lambda one: (one.standing == Standing.PAUSED, -one.days))
    return found


def silent_mentors(rows: Iterable[Row]) -> list[SilentMentor]:
    """Return the mentors all of whose pairs are quiet, the longest first; pairs that pause are left out."""
    pairs: defaultdict[Member, list[int]] = defaultdict(list)
    for row in rows:
        if row.standing != Standing.PAUSED:
            for mentor in row.mentors:
                pairs[mentor].append(row.days)
    found = [SilentMentor(one, len(days), min(days)) for one, days in pairs.items() if min(days) >= QUIET]
    return sorted(found, key=lambda one: (-one.days, fold(one.mentor.name), one.mentor.pk))


def table_of(rows: Sequence[Row], whole: Round) -> tuple[list[str], list[list[Cell]]]:
    """Return the board as a table for spreadsheets."""
    header = [
        _("Mentor"),
        _("Mentees"),
        _("How it is doing"),
        _("Begun"),
        _("Days since it began"),
        _("Meetings held"),
        _("Minutes held"),
        _("Last meeting"),
        _("Days without a meeting"),
        _("Next meeting"),
        _("Agreement accepted by all on"),
        _("Goals with fixed levels"),
        _("Paused until"),
        _("Planned end"),
    ]
    return header, [_cells(one, whole) for one in rows]


def _cells(row: Row, whole: Round) -> list[Cell]:
    return [
        named(row.mentors),
        named(row.mentees),
        str(row.standing.label),
        row.began,
        row.age,
        row.held,
        row.minutes,
        row.last,
        row.days,
        _day(row.coming, whole),
        row.agreed,
        row.goals,
        row.paused_until,
        row.ends_on,
    ]
