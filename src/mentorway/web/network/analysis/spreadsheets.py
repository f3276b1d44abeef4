"""A spreadsheet that somebody sent, opened as a table, whatever its rows are about."""

import tempfile
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway import answers as intake
from mentorway.answers import Limits
from mentorway.cells import unguarded
from mentorway.wording import InvalidInputError, Message, shown

MEGABYTE: Final = 1_000_000
ENDINGS: Final = (".csv", ".tsv", ".txt", ".xlsx")
NO_ROWS: Final = "has a header and no rows"  # what the reader of answers says, in words about answers


def check_size(size: int | None, limits: Limits) -> None:
    """Refuse a file that is too large, before it is read."""
    if (size or 0) > limits.bytes:
        raise ValidationError(
            _("The file has more than %(most)d MB, which is the most that is taken.")
            % {"most": limits.bytes // MEGABYTE}
        )


def opened(content: bytes, name: str, limits: Limits) -> Any:
    """Return the table in a file, or refuse it with a sentence."""
    if not name.lower().endswith(ENDINGS):
        raise InvalidInputError(
            Message(
                "“%(file)s” is neither CSV nor Excel. Save the table as .csv or .xlsx.", {"file": shown(name)}
            )
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _safe(name)
        path.write_bytes(content)
        return _table(path, limits)


def text_of(cell: str | None) -> str:
    """Return what a cell says, without what was put before it to keep it from being a formula."""
    return unguarded((cell or "").replace("\x00", "").strip())


def _table(path: Path, limits: Limits) -> Any:
    try:
        return intake.read_table(path, limits=limits)
    except InvalidInputError as refusal:
        if NO_ROWS not in refusal.message.text:
            raise
        raise InvalidInputError(Message("The file has headings and no row with anything in it.")) from refusal


def _safe(name: str) -> str:
    """Return a name for the file on disk that keeps its ending; sentences about the file show it."""
    cleaned = "".join(letter if letter.isalnum() or letter in " .-_" else "_" for letter in name)[-80:]
    return cleaned.lstrip(". ") or "table.csv"
