"""Files that are there whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mentorway.wording import InvalidInputError, Message, shown

Progress = Callable[[int], None]  # rows so far; an exception from it cancels


@dataclass(frozen=True)
class Written:
    """A file that was written, and what a person should know about it."""

    path: Path
    rows: int
    notes: tuple[Message, ...] = ()


@contextlib.contextmanager
def temporary_in(folder: Path, name: str) -> Iterator[Path]:
    """Yield a path in the folder to write to; whatever is left there afterwards is removed.

    Raises
    ------
    InvalidInputError
        The file, called `name` in the sentence, cannot be written.
    """
    temporary = folder / f".{uuid.uuid4().hex}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield temporary
    except OSError as error:
        raise InvalidInputError(
            Message(
                "The file “%(file)s” could not be written: %(reason)s. Nothing was kept. "
                "Look whether the disk is full or the folder may not be written to.",
                {"file": shown(name), "reason": shown(error)},
            )
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def placing(path: Path) -> Iterator[Path]:
    """Yield a temporary path, and move the file into place when nothing failed."""
    with temporary_in(path.parent, path.name) as temporary:
        yield temporary
        os.replace(temporary, path)  # noqa: PTH105 - the one call that is atomic everywhere


def silent(_rows: int) -> None:
    """Tell nobody."""
