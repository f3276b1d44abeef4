"""Sessions that know whose they are, so that a person's are found without opening anybody else's.

Beside the sealed content stand columns made from it: who is signed in, whose address waits for a code, since
when, the day of the last visit, and with which browser. No address of a computer is kept.
"""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from mentorway.web.accounts.models import UserSession
from mentorway.web.core import audit

SINCE: Final = "since"  # when who is signed in did so
SEEN: Final = "seen"  # the day of the last visit
DEVICE: Final = "device"  # browser and system, as words of ours


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[UserSession]:
        return UserSession

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        if key == SESSION_KEY:  # who signs in is here: the first page does not write it down again
            now = timezone.now()
            super().__setitem__(SEEN, now.date().isoformat())
            super().__setitem__(SINCE, now.isoformat())

    def create_model_instance(self, data: Mapping[str, Any]) -> UserSession:
        row: UserSession = super().create_model_instance(data)  # type: ignore[arg-type, assignment]
        row.token = uuid.UUID(audit.fingerprint("session", row.session_key)[:32])
        whose = str(data.get(SESSION_KEY, ""))
        row.user_id = int(whose) if whose.isdecimal() else None
        row.waits = "" if row.user_id else mark_of(next(addresses_in(data), ""))
        row.since = _moment(data.get(SINCE))
        row.seen = _day(data.get(SEEN))
        row.device = str(data.get(DEVICE, ""))[:40]
        return row


def mark_of(address: str) -> str:
    """Return by what sessions that wait for a code of ``address`` are found; only this installation can."""
    return audit.fingerprint("address", address.casefold()) if address else ""


def addresses_in(kept: Any) -> Iterator[str]:
    """Yield the e-mail addresses in what a session keeps, however deep."""
    if isinstance(kept, Mapping):
        for value in kept.values():
            yield from addresses_in(value)
    elif isinstance(kept, list | tuple):
        for value in kept:
            yield from addresses_in(value)
    elif isinstance(kept, str) and "@" in kept and " " not in kept and "/" not in kept:
        yield kept


def _moment(told: object) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(str(told))
    except ValueError:
        return timezone.now()


def _day(told: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(told))
    except ValueError:
        return None
