"""Problems as they are found, with their cells."""

from __future__ import annotations

from mentorway.questionnaire.workbook import Problem, Severity, Workbook
from mentorway.wording import Message

MOST: int = 500


class Notes:
    """Collects problems; the address of a cell is looked up here."""

    def __init__(self, workbook: Workbook) -> None:
        """Start with none."""
        self._workbook = workbook
        self._errors: list[Problem] = []
        self._warnings: list[Problem] = []

    def error(self, message: Message, sheet: str = "", row: int = 0, column: str = "") -> None:
        """Note what makes the questionnaire unfit to be published."""
        if len(self._errors) < MOST:
            self._errors.append(self._problem(Severity.ERROR, message, sheet, row, column))

    def warn(self, message: Message, sheet: str = "", row: int = 0, column: str = "") -> None:
        """Note what is doubtful."""
        if len(self._warnings) < MOST:
            self._warnings.append(self._problem(Severity.WARNING, message, sheet, row, column))

    def found(self) -> tuple[Problem, ...]:
        """Return the problems, errors first."""
        return (*self._errors, *self._warnings)

    def _problem(self, severity: Severity, message: Message, sheet: str, row: int, column: str) -> Problem:
        cell = self._workbook.sheet(sheet).address(row, column) if sheet else ""
        return Problem(severity, message, sheet, row, column, cell or (f"A{row}" if row else ""))
