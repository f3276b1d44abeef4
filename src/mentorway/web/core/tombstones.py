"""Who was erased, so that it is done again after a backup was put back: a file that is only ever added to.

It holds no names: each line is a keyed fingerprint of a row (its table, its number and the moment it was
made) or of an e-mail address. A number alone is not enough: after a backup the database gives it out again.
"""

import datetime as dt
import hashlib
import hmac
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

NAME: Final = "erased.jsonl"
ADDRESS: Final = "address"
# By what a row without a moment of its own is told from a later one with the same number.
IDENTITIES: Final = ("email", "name")


@dataclass(frozen=True)
class Graves:
    """What was erased: marks of rows by table, and when each address was erased last."""

    rows: dict[str, set[str]] = field(default_factory=dict)
    addresses: dict[str, dt.datetime] = field(default_factory=dict)

    def hold(self, row: models.Model) -> bool:
        """Whether this row was erased and has come back."""
        return mark_of(row) in self.rows.get(row._meta.label, ())  # noqa: SLF001 - Django's own name

    def erased_on(self, address: str) -> dt.datetime | None:
        """When what was known of an address was erased last, if ever."""
        return self.addresses.get(address_mark(address))


def place() -> Path:
    """Return where the file lies."""
    folder: Path = settings.MENTORWAY_DATA
    return folder / NAME


def bury(*rows: models.Model, addresses: Iterable[str] = ()) -> None:
    """Remember rows, and addresses, that are being erased; call it before they are deleted.

    It is written once the transaction is kept, so that nothing is remembered that was not erased.
    """
    for row in rows:
        bury_marks(row._meta.label, [mark_of(row)])  # noqa: SLF001 - Django's own name
    bury_marks(ADDRESS, sorted({address_mark(one) for one in addresses if one}))


def bury_marks(kind: str, marks: Iterable[str]) -> None:
    """Remember rows of a table by marks that were taken while they were there."""
    at = timezone.now().isoformat()
    lines = [{"kind": kind, "mark": mark, "at": at} for mark in marks]
    if lines:
        transaction.on_commit(lambda: _add(lines))


def mark_of(row: models.Model) -> str:
    """Return by what a row is known after it is gone."""
    return _keyed(f"{row._meta.label}:{row.pk}:{_born(row)}")  # noqa: SLF001 - Django's own name


def address_mark(address: str) -> str:
    """Return by what an e-mail address is known after it is gone."""
    return _keyed(f"{ADDRESS}:{address.strip().lower()}")


def graves() -> Graves:
    """Read everything that was erased."""
    found = Graves()
    for kind, mark, at in _lines(place()):
        if kind != ADDRESS:
            found.rows.setdefault(kind, set()).add(mark)
        elif mark not in found.addresses or found.addresses[mark] < at:
            found.addresses[mark] = at
    return found


def take_over(copies: Iterable[Path]) -> None:
    """Add to the file here what only other copies of it know."""
    here = set(_lines(place()))
    news = {line for path in copies for line in _lines(path)} - here
    lines = [{"kind": kind, "mark": mark, "at": at.isoformat()} for kind, mark, at in sorted(news, key=str)]
    if lines:
        _add(lines)


def _keyed(text: str) -> str:
    key = hashlib.sha256(b"tombstones" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _born(row: models.Model) -> str:
    """Return what a later row with the same number would not have: the moment it was made, or its name."""
    for column in row._meta.fields:  # noqa: SLF001 - Django's own name
        made = getattr(column, "auto_now_add", False) or column.name == "date_joined"
        if made and isinstance(column, models.DateTimeField):
            moment: dt.datetime = getattr(row, column.attname)
            return moment.astimezone(dt.UTC).isoformat()
    known = (str(getattr(row, name, "") or "").strip().lower() for name in IDENTITIES)
    return next((one for one in known if one), "")


def _add(lines: list[dict[str, str]]) -> None:
    """Add lines at the end in one go, and see that they are on the disk."""
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    handle = os.open(place(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(handle).st_size
        broken = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        os.write(handle, (b"\n" if broken else b"") + text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def _lines(path: Path) -> Iterable[tuple[str, str, dt.datetime]]:
    """Yield the lines of a copy; one that was cut off when the power went is passed over."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for text in file:
            try:
                line: dict[str, Any] = json.loads(text)
                yield str(line["kind"]), str(line["mark"]), dt.datetime.fromisoformat(line["at"])
            except (ValueError, KeyError, TypeError):
                continue
