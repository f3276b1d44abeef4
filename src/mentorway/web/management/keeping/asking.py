"""What the commands ask for and say alike; a passphrase never stands on a command line."""

import errno
import getpass
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.core.management.base import CommandError, OutputWrapper

from mentorway.web.management.keeping.refusing import KeepingError

VARIABLE: Final = "MENTORWAY_PASSPHRASE"
SECONDS_BETWEEN: Final = 2.0


def add_passphrase(parser: ArgumentParser) -> None:
    """Let a command take a passphrase from a file, from the environment or from the keyboard."""
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="FILE",
        help=f"a file whose first line is the passphrase (or set {VARIABLE}, or {VARIABLE}_FILE)",
    )  # fmt: skip
    parser.add_argument(
        "--ask-passphrase", action="store_true", help="ask for the passphrase at the keyboard"
    )


def passphrase_of(options: dict[str, Any], *, twice: bool = False) -> str:
    """Return the passphrase, or nothing where none is given."""
    named = options.get("passphrase_file") or os.environ.get(f"{VARIABLE}_FILE")
    if options.get("ask_passphrase"):
        return _typed(twice=twice)
    if not named:
        return os.environ.get(VARIABLE, "")
    lines = Path(named).read_text("utf-8").splitlines()
    if not lines or not lines[0]:
        raise KeepingError(f"{named} holds no passphrase.")
    return lines[0]


def _typed(*, twice: bool) -> str:
    if not sys.stdin.isatty():
        raise KeepingError("There is no keyboard to ask at. Use --passphrase-file.")
    said = getpass.getpass("Passphrase: ")
    if twice and getpass.getpass("Once more: ") != said:
        raise KeepingError("The two were not the same.")
    return said


@contextmanager
def refusals() -> Iterator[None]:
    """Say what went wrong as one sentence for the console."""
    try:
        yield
    except KeepingError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(_of_system(error)) from error


def _of_system(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return f"There is no room left ({error.strerror}). What had been begun was removed again."
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}. What had been begun was removed again."


def progress_on(out: OutputWrapper, verbosity: int) -> Callable[[str], None] | None:
    """Return what says every few seconds which part is being written or read; every part with -v 2."""
    if not verbosity:
        return None
    last, count = time.monotonic(), 0

    def say(name: str) -> None:
        nonlocal last, count
        count += 1
        if verbosity > 1 or time.monotonic() - last > SECONDS_BETWEEN:
            out.write(f"{count}  {name}")
            out.flush()
            last = time.monotonic()

    return say


def size_in_words(size: int) -> str:
    """Return a size for people.

    >>> size_in_words(900), size_in_words(5_400_000)
    ('900 bytes', '5.4 MB')
    """
    thousand = 1000
    if size < thousand:
        return f"{size} bytes"
    value, units = size / thousand, ("kB", "MB", "GB", "TB")
    for unit in units:
        if value < thousand or unit == units[-1]:
            break
        value /= thousand
    return f"{value:.1f} {unit}"
