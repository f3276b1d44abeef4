"""How often something may be asked: one table of channels, counted for all processes together.

Each channel lets ``times`` attempts through at once and gives one back every ``seconds / times``. Of each who
asks, one number is kept under a keyed fingerprint: until when their attempts reach. It lies in a small file
of its own beside an SQLite database, so that counting never waits for, or holds up, those who write there;
in PostgreSQL in a table that is not logged, so that counting waits for no disk. An attempt that is let
through costs one statement, one that is refused two.

A clock that jumps back makes nobody wait longer than their channel does: what reaches further than that is
from another time, and counting starts again.
"""

import ipaddress
import logging
import math
import os
import re
import sqlite3
import threading
import time
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rate:
    """So many ``times`` within so many ``seconds``."""

    times: int
    seconds: int


MINUTE, HOUR = 60, 3600

# Who is meant by «each» stands with every channel. Whole classes and offices share one address, so what
# counts by address is generous where nothing can be guessed, and tight where something can.
RATES: Final[Mapping[str, Rate]] = MappingProxyType(
    {
        # Ways in. allauth counts wrong passwords, codes and letters for each account besides: see settings.
        "sign_in": Rate(120, 5 * MINUTE),  # each address: passwords and codes; a school signs in at once
        "sign_up": Rate(60, HOUR),  # each address: new accounts
        "sign_in_elsewhere": Rate(60, 5 * MINUTE),  # each address: steps of signing in with an organisation
        "bearer_guess": Rate(20, 5 * MINUTE),  # each address: tokens that were refused; only these count
        # Programs
        "api": Rate(600, MINUTE),  # each token: what programs and directories ask in somebody's name
        "api_writes": Rate(120, MINUTE),  # each token: what programs change
        "api_visitor": Rate(120, MINUTE),  # each address: what the API says without a token
        "openrosa": Rate(600, MINUTE),  # each address: a day of fieldwork is sent in one go in the evening
        "federation": Rate(120, 10 * MINUTE),  # each address: packages of sums
        "webhook_test": Rate(10, 10 * MINUTE),  # each person: letting us ask an address of their choice
        # People who answer or take part, and have no account
        "respondent": Rate(1200, MINUTE),  # each address: beginning to answer; a school begins at once
        "answering": Rate(120, MINUTE),  # each person who has begun: pages of their questionnaire
        "access_code": Rate(30, 5 * MINUTE),  # each address: codes that were wrong; only these count
        "secret_page": Rate(600, MINUTE),  # each address: pages of people of a cohort or round
        "secret_guess": Rate(30, 10 * MINUTE),  # each address: secret addresses that do not exist
        # Readers
        "public_page": Rate(600, MINUTE),  # each address: what everybody may read
        "public_search": Rate(60, MINUTE),  # each address: searching what everybody may read
        "feed": Rate(120, MINUTE),  # each address: feeds, embedded pieces and lists for programs
        "public_file": Rate(120, MINUTE),  # each address: files and pictures that are made when asked for
        "letters": Rate(10, 10 * MINUTE),  # each address: asking for letters, which sends one
        "verifying": Rate(60, MINUTE),  # each address: whether a certificate is real
        # People who are signed in
        "upload": Rate(60, 10 * MINUTE),  # each person: files that are read
        "computed": Rate(60, 10 * MINUTE),  # each person: files that are computed when asked for, such as PDF
        "invite": Rate(300, HOUR),  # each person: people brought in, each of whom gets a letter
        "second_step_reset": Rate(10, HOUR),  # each person: taking a second step from somebody who lost it
        # The installation
        "health": Rate(600, MINUTE),  # each address: programs that watch
    }
)

MICRO: Final = 1_000_000
_TABLE: Final = "core_attempt"
# due: the moment until which attempts reach. One more fits as long as it then reaches no further than a
# window from now; what reaches further already was counted by a clock that has jumped back since.
_COUNT: Final = f"""
INSERT INTO {_TABLE} (key, due) VALUES (:key, :first)
ON CONFLICT (key) DO UPDATE SET due = CASE
    WHEN {_TABLE}.due > :now AND {_TABLE}.due <= :last THEN {_TABLE}.due + :step ELSE :first END
WHERE {_TABLE}.due <= :room OR {_TABLE}.due > :last
RETURNING due
"""  # noqa: S608 - the name of the table is ours
_LOOK: Final = f"SELECT due FROM {_TABLE} WHERE key = :key"  # noqa: S608
_CLEAR: Final = f"DELETE FROM {_TABLE} WHERE due < :now OR due > :last"  # noqa: S608
_CLEAR_EVERY: Final = 1000  # attempts in one process
LONGEST: Final = max(rate.seconds for rate in RATES.values())
PATIENCE: Final = 0.5  # seconds; whoever cannot be counted by then is let through
_MAKE: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=OFF",
    f"CREATE TABLE IF NOT EXISTS {_TABLE} (key TEXT PRIMARY KEY, due INTEGER NOT NULL) WITHOUT ROWID",
)

_mine = threading.local()
_attempts = count(1)


def spent(channel: str, who: str) -> int:
    """Count an attempt of ``who`` and return 0, or the seconds to wait where there are too many.

    Where counting itself fails, the attempt is let through and the log says so: a full disk must not lock
    everybody out.
    """
    times = _Times.of(channel)
    values = times.values(_key(channel, who))
    try:
        if next(_attempts) % _CLEAR_EVERY == 0:
            _ask(_CLEAR, {"now": times.now, "last": times.now + LONGEST * MICRO}, reads=False)
        counted = _ask(_COUNT, values)
        return 0 if counted is not None else times.wait(_ask(_LOOK, values))
    except (sqlite3.Error, DatabaseError) as error:
        logger.warning("An attempt on %s was not counted: %s", channel, error)
        return 0


def waiting(channel: str, who: str) -> int:
    """Return the seconds that ``who`` has to wait, or 0; nothing is counted.

    For channels on which only failures count: look first, and call ``spent`` when it failed.
    """
    times = _Times.of(channel)
    try:
        return times.wait(_ask(_LOOK, {"key": _key(channel, who)}))
    except (sqlite3.Error, DatabaseError) as error:
        logger.warning("Attempts on %s could not be looked up: %s", channel, error)
        return 0


def forget(channel: str, who: str) -> None:
    """Forget the attempts of ``who``: they were right after all."""
    _ask(f"DELETE FROM {_TABLE} WHERE key = :key", {"key": _key(channel, who)}, reads=False)  # noqa: S608


def forget_all() -> None:
    """Forget every attempt."""
    _ask(f"DELETE FROM {_TABLE}", {}, reads=False)  # noqa: S608


def address(request: HttpRequest) -> str:
    """Return from where a request comes, as limits count it.

    In IPv6 the network of a house (/64), as who has one has countless addresses. A proxy that does not say
    for whom it asks counts as one who asks.
    """
    try:
        found = str(get_adapter(request).get_client_ip(request))
        number = ipaddress.ip_address(found)
    except (PermissionDenied, ImproperlyConfigured, ValueError):
        return f"proxy {request.META.get('REMOTE_ADDR', '')}"
    if isinstance(number, ipaddress.IPv6Address):
        own = number.ipv4_mapped
        return str(own or ipaddress.IPv6Network((number, 64), strict=False))
    return found


@dataclass(frozen=True)
class _Times:
    """A moment, and what a channel allows around it, in millionths of a second."""

    now: int
    step: int
    window: int

    @classmethod
    def of(cls, channel: str) -> "_Times":
        rate = RATES[channel]
        step = max(rate.seconds * MICRO // (rate.times * settings.MENTORWAY_LIMITS_TIMES), 1)
        return cls(int(time.time() * MICRO), step, rate.seconds * MICRO)

    def values(self, key: str) -> dict[str, str | int]:
        """What the statements need."""
        return {
            "key": key,
            "now": self.now,
            "step": self.step,
            "first": self.now + self.step,
            "last": self.now + self.window,
            "room": self.now + self.window - self.step,
        }

    def wait(self, due: int | None) -> int:
        """Return the seconds until there is room again."""
        if due is None or due > self.now + self.window:
            return 0
        return max(math.ceil((due + self.step - self.now - self.window) / MICRO), 0)


def _key(channel: str, who: str) -> str:
    return blake2b(f"{channel}\n{who}".encode(), digest_size=16, key=_secret()).hexdigest()


@cache
def _secret() -> bytes:
    return blake2b(f"limits {settings.SECRET_KEY}".encode(), digest_size=32).digest()


def _ask(statement: str, values: Mapping[str, str | int], *, reads: bool = True) -> int | None:
    """Return the first number of the first row that the statement gives, or None."""
    if connection.vendor == "sqlite":
        return _asked_in_own_file(statement, values)
    # Within a transaction a statement that fails must not break what else is in it.
    apart = transaction.atomic() if connection.in_atomic_block else nullcontext()
    with apart, connection.cursor() as cursor:
        cursor.execute(_for_postgresql(statement), values)
        row = cursor.fetchone() if reads else None
    return None if row is None else int(row[0])


@cache
def _for_postgresql(statement: str) -> str:
    return re.sub(r":(\w+)", r"%(\1)s", statement)


def _asked_in_own_file(statement: str, values: Mapping[str, str | int]) -> int | None:
    try:
        row = _own_file().execute(statement, values).fetchone()
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:  # the power went while it was written: nothing in it is worth keeping
        _mine.__dict__.clear()
        for ending in ("", "-wal", "-shm"):
            _own_path().with_name(_own_path().name + ending).unlink(missing_ok=True)
        raise
    return None if row is None else int(row[0])


def _own_path() -> Path:
    return Path(settings.MENTORWAY_DATA) / "limits.sqlite3"


def _own_file() -> sqlite3.Connection:
    """Return this thread's connection; a process that was forked opens its own."""
    whose = (os.getpid(), _own_path())
    if getattr(_mine, "whose", None) != whose:
        file = sqlite3.connect(_own_path(), timeout=PATIENCE, isolation_level=None)
        for statement in _MAKE:
            file.execute(statement)
        _mine.file, _mine.whose = file, whose
    found: sqlite3.Connection = _mine.file
    return found
