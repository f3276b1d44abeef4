"""The self-assessment as it is read: means, the level that is reached, and what is missing to the next.

Overall is the mean of the means of the six standards. A statement that nobody has answered counts as 0.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from mentorway.figures import figure
from mentorway.web.core.tables import Cell
from mentorway.web.mentoring.analysis.standards_facts import Fact, facts_of
from mentorway.web.mentoring.analysis.standards_words import STANDARDS, Standard, Statement
from mentorway.web.mentoring.models import Round, StandardAnswer
from mentorway.web.mentoring.queries import standards as queries

CYCLE: Final = 365  # days of the whole cycle that comes first


@dataclass(frozen=True)
class Level:
    """A level with its marks in percent: overall, and in each standard."""

    name: str | Promise
    overall: int
    each: int


LEVELS: Final = (
    Level(gettext_lazy("Bronze"), 70, 60),
    Level(gettext_lazy("Silver"), 80, 70),
    Level(gettext_lazy("Gold"), 90, 80),
)


@dataclass(frozen=True)
class Answered:
    """A statement with what was answered, and what the data show."""

    statement: Statement
    answer: StandardAnswer | None
    fact: Fact | None

    @property
    def percent(self) -> int:
        """How far it is met; nothing answered counts as 0."""
        return self.answer.percent if self.answer else 0


@dataclass(frozen=True)
class Assessed:
    """A standard with its statements and their mean."""

    standard: Standard
    statements: list[Answered]

    @property
    def mean(self) -> Fraction:
        """How far the standard is met."""
        return Fraction(sum(one.percent for one in self.statements), len(self.statements))

    @property
    def percent(self) -> str:
        """The mean as it is read."""
        return in_percent(self.mean)

    @property
    def open(self) -> int:
        """How many statements nobody has answered."""
        return sum(1 for one in self.statements if one.answer is None)


@dataclass(frozen=True)
class Assessment:
    """The whole self-assessment of a round."""

    standards: list[Assessed]

    @property
    def overall(self) -> Fraction:
        """The mean of the means of the standards."""
        return sum((one.mean for one in self.standards), Fraction()) / len(self.standards)

    @property
    def percent(self) -> str:
        """The overall mean as it is read."""
        return in_percent(self.overall)

    @property
    def open(self) -> int:
        """How many statements nobody has answered."""
        return sum(one.open for one in self.standards)

    @property
    def total(self) -> int:
        """How many statements there are."""
        return sum(len(one.statements) for one in self.standards)

    @property
    def level(self) -> Level | None:
        """The highest level whose marks are all reached."""
        reached = [one for one in LEVELS if not self.missing(one)]
        return reached[-1] if reached else None

    @property
    def next(self) -> Level | None:
        """The level after the one that is reached."""
        return next((one for one in LEVELS if self.missing(one)), None)

    @property
    def to_next(self) -> list[str]:
        """What is missing to the next level, in sentences."""
        return self.missing(self.next) if self.next else []

    def missing(self, level: Level) -> list[str]:
        """Return what is missing to a level, in sentences; nothing where it is reached."""
        found = []
        if self.overall < level.overall:
            text = _("Overall: %(percent)s of %(mark)s.")
            found.append(text % {"percent": self.percent, "mark": in_percent(Fraction(level.overall))})
        for one in self.standards:
            if one.mean < level.each:
                facts = {
                    "standard": one.standard.title,
                    "percent": one.percent,
                    "mark": in_percent(Fraction(level.each)),
                }
                found.append(_("%(standard)s: %(percent)s of %(mark)s.") % facts)
        return found


def in_percent(mean: Fraction) -> str:
    """Return a mean of percents as it is read: rounded down, so that no mark seems reached that is not."""
    tenths = int(mean * 10)
    return f"{figure(tenths / 10, 1 if tenths % 10 else 0, get_language() or 'en')}\u00a0%"


def assessment_of(whole: Round, now: dt.datetime) -> Assessment:
    """Return the self-assessment of a round with what the data show."""
    answers, facts = queries.answers_of(whole), facts_of(whole, now)
    return Assessment([assessed(one, answers, facts) for one in STANDARDS])


def assessed(
    standard: Standard, answers: Mapping[str, StandardAnswer], facts: Mapping[str, Fact]
) -> Assessed:
    """Return one standard with its answers and facts."""
    rows = [Answered(one, answers.get(one.key), facts.get(one.key)) for one in standard.statements]
    return Assessed(standard, rows)


def cycle_in_words(whole: Round, today: dt.date) -> str:
    """Return how long the round has run, beside the cycle of twelve months that EMCC asks for first."""
    days = max(0, (min(today, whole.ends_on) - whole.starts_on).days + 1)
    if days >= CYCLE:
        return _("EMCC asks for one whole cycle of twelve months first. This round has run that long.")
    text = ngettext(
        "EMCC asks for one whole cycle of twelve months first. This round has run for %(count)d day.",
        "EMCC asks for one whole cycle of twelve months first. This round has run for %(count)d days.",
        days,
    )
    return text % {"count": days}


def table_of(assessment: Assessment) -> tuple[list[str], list[list[Cell]]]:
    """Return the self-assessment as a table for spreadsheets, one row for each statement."""
    header = [
        _("Standard"),
        _("Statement"),
        _("Met, in percent"),
        _("What shows it"),
        _("Answered"),
        _("What the data show"),
        _("Percent that the data suggest"),
    ]
    return header, _lines(assessment.standards)


def _lines(standards: Sequence[Assessed]) -> list[list[Cell]]:
    return [
        [
            str(one.standard.title),
            str(row.statement.text),
            row.answer.percent if row.answer else None,
            row.answer.evidence if row.answer else "",
            row.answer.at.date() if row.answer else None,
            row.fact.text if row.fact else "",
            row.fact.percent if row.fact else None,
        ]
        for one in standards
        for row in one.statements
    ]
