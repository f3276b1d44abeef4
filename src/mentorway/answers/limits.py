"""How much a file may hold, asked before it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mentorway.wording import InvalidInputError, Message, shown

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 1_000_000
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Limits:
    """The largest file, and the largest table in it, that is read.

    ``unzipped`` bounds what a packed file (.gz, .xlsx, .sav, .parquet) may unfold to.

    >>> Limits().bytes
    500000000
    """

    bytes: int = 500 * MEGABYTE
    unzipped: int = 1000 * MEGABYTE
    rows: int = 5_000_000
    columns: int = 5_000

    def admit_file(self, path: Path) -> int:
        """Return the size of the file, or refuse it before a byte is read."""
        if path.is_dir():
            raise InvalidInputError(
                Message("“%(file)s” is a folder. Name the file in it.", {"file": shown(path.name or path)})
            )
        if not path.is_file():
            raise InvalidInputError(Message("There is no file “%(file)s”.", {"file": shown(path.name)}))
        size = path.stat().st_size
        if size > self.bytes:
            raise InvalidInputError(
                Message(
                    "The file “%(file)s” has %(size).1f MB, and at most %(limit).1f MB can be read. "
                    "Keep only the columns and rows you need, or save it as Parquet, which is smaller.",
                    {
                        "file": shown(path.name),
                        "size": size / MEGABYTE,
                        "limit": self.bytes / MEGABYTE,
                    },
                )
            )
        if size == 0:
            raise InvalidInputError(Message("The file “%(file)s” is empty.", {"file": shown(path.name)}))
        return size

    def admit_unzipped(self, size: int, file: str) -> None:
        """Refuse a packed file that unfolds to more than may be held; ``file`` is its name."""
        if size > self.unzipped:
            raise InvalidInputError(
                Message(
                    "Unpacked, “%(file)s” has more than %(limit).1f MB, which is the most that can be read. "
                    "Keep only the columns and rows you need.",
                    {"file": shown(file), "limit": self.unzipped / MEGABYTE},
                )
            )

    def admit_shape(self, rows: int, columns: int, file: str) -> None:
        """Refuse a table with too many rows or columns; ``file`` is its name."""
        if rows > self.rows:
            raise InvalidInputError(
                Message(
                    "“%(file)s” has more than %(limit)d rows, which is the most that can be read.",
                    {"file": shown(file), "limit": self.rows},
                )
            )
        if columns > self.columns:
            raise InvalidInputError(
                Message(
                    "“%(file)s” has %(columns)d columns, and at most %(limit)d can be read. "
                    "Keep the columns of the codebook and of the groups.",
                    {"file": shown(file), "columns": columns, "limit": self.columns},
                )
            )


def unturned(text: str) -> str:
    r"""Return a text without the signs that nobody sees and that turn the direction of what follows.

    >>> unturned("S\u202eE")
    'SE'
    """
    return TURNING.sub("", text)
