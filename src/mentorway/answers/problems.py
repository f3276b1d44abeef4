"""What is wrong or doubtful in the answers, as a list for people."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentorway.answers.origin import Origin
    from mentorway.wording import Message

MOST_SHOWN = 200


class Severity(StrEnum):
    """Whether the answers can be used as they are."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong or doubtful.

    ``row`` is the row's number as the file counts, the header being row 1 (cases of .sav and .parquet count
    from 1); when ``count`` rows are alike, it is the first of them.
    """

    severity: Severity
    message: Message
    column: str | None = None
    row: int | None = None
    value: str | None = None
    count: int = 1


@dataclass
class Findings:
    """The first problems of each severity; the rest are counted."""

    origin: Origin
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    left_out: int = 0

    def error(
        self, message: Message, column: str | None = None, row: int | None = None,
        value: str | None = None, count: int = 1,
    ) -> None:  # fmt: skip
        """Keep what makes the answers unusable."""
        self._keep(self.errors, Problem(Severity.ERROR, message, column, row, value, count))

    def warn(
        self, message: Message, column: str | None = None, row: int | None = None,
        value: str | None = None, count: int = 1,
    ) -> None:  # fmt: skip
        """Keep what is doubtful."""
        self._keep(self.warnings, Problem(Severity.WARNING, message, column, row, value, count))

    def _keep(self, kept: list[Problem], problem: Problem) -> None:
        if len(kept) < MOST_SHOWN:
            kept.append(problem)
        else:
            self.left_out += 1

    def chosen(self) -> tuple[tuple[Problem, ...], int]:
        """Return the problems to show, errors first, and how many are left out."""
        found = [*self.errors, *self.warnings]
        return tuple(found[:MOST_SHOWN]), self.left_out + max(0, len(found) - MOST_SHOWN)
