"""After a backup was put back, everybody who was erased since is erased again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model

from mentorway.web.accounts.models import User
from mentorway.web.core import audit, tombstones
from mentorway.web.core.audit import Done
from mentorway.web.core.personal import Kept, register
from mentorway.web.core.turns import writing
from mentorway.web.privacy.actions import erasing, leftovers
from mentorway.web.privacy.analysis.going import ACCOUNT

BATCH = 1000


@dataclass
class Replayed:
    """How many were erased again, and what could not be."""

    accounts: int = 0
    rows: int = 0
    letters: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How much there was to do."""
        return self.accounts + self.rows + self.letters


def replay(copies: Sequence[Path] = ()) -> Replayed:
    """Erase again what the file of erasures, and other ``copies`` of it, say; doing it twice does no harm."""
    tombstones.take_over(copies)
    known, done = tombstones.graves(), Replayed()
    for row in _back(ACCOUNT, known):
        _erase_account(row, done)
    for label in known.rows:
        if label != ACCOUNT:
            _erase_rows(label, known, done)
    done.letters = leftovers.forget_letters_to(known)
    if done.total:
        audit.record(Done.ERASURES_REPLAYED, accounts=done.accounts, rows=done.rows, letters=done.letters)
    return done


def _back(label: str, known: tombstones.Graves) -> list[Any]:
    """Return the rows of a table that were erased and have come back."""
    if not known.rows.get(label):
        return []
    try:
        model = apps.get_model(label)
    except LookupError:  # a table of a newer version than the backup
        return []
    return [row for row in model._base_manager.iterator(BATCH) if known.hold(row)]  # noqa: SLF001


def _erase_account(user: User, done: Replayed) -> None:
    try:
        erasing.erase(user)
    except ValidationError as refusal:
        done.refused.append(f"{ACCOUNT} {user.pk}: {' '.join(refusal.messages)}")
    else:
        done.accounts += 1


def _erase_rows(label: str, known: tombstones.Graves, done: Replayed) -> None:
    kept = register().get(label)
    again = kept.again if isinstance(kept, Kept) and kept.again is not None else _delete
    for row in _back(label, known):
        try:
            with writing():
                again(row)
        except ValidationError as refusal:
            done.refused.append(f"{label} {row.pk}: {' '.join(refusal.messages)}")
        else:
            done.rows += 1


def _delete(row: Model) -> None:
    row.delete()
