"""How much a questionnaire may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mentorway.wording import InvalidInputError, Message

MEGABYTE: Final = 1_000_000
MOST_LISTED: Final = 10  # names in one sentence

LONGEST_EXPRESSION: Final = 20_000
MOST_TOKENS: Final = 6_000
DEEPEST_EXPRESSION: Final = 100
MOST_WORK: Final = 200_000  # nodes that one expression may visit
MOST_FORM_WORK: Final = 2_000_000  # nodes that all expressions of a form may visit
LONGEST_VALUE: Final = 20_000  # letters that a calculation may give
MOST_ATTACHED_ROWS: Final = 5_000  # rows of one attached table


@dataclass(frozen=True)
class Limits:
    """The largest workbook that is read, and what its reading may cost."""

    bytes: int = 5 * MEGABYTE
    unzipped: int = 50 * MEGABYTE
    sheets: int = 50
    rows: int = 30_000
    columns: int = 300
    cells: int = 1_000_000
    letters: int = 20_000  # in one cell
    questions: int = 3_000
    seconds: int = 60
    memory: int = 1_500 * MEGABYTE

    def admit_size(self, size: int) -> None:
        """Refuse a file that is empty or too large."""
        if size > self.bytes:
            raise InvalidInputError(
                Message(
                    "The file has %(size).1f MB, and a questionnaire may have at most %(limit).1f MB. "
                    "Remove pictures and sheets that are not part of the questionnaire.",
                    {"size": size / MEGABYTE, "limit": self.bytes / MEGABYTE},
                )
            )
        if size == 0:
            raise InvalidInputError(Message("The file is empty. Choose the file with the questionnaire."))

    def admit_unzipped(self, size: int) -> None:
        """Refuse a packed file that unfolds to more than may be held."""
        if size > self.unzipped:
            raise InvalidInputError(
                Message(
                    "Unpacked, the file has more than %(limit).1f MB, which is the most that can be read. "
                    "Remove pictures and sheets that are not part of the questionnaire.",
                    {"limit": self.unzipped / MEGABYTE},
                )
            )
