"""Counts how often something public is opened: a day, a page, a language, and nothing about who opened it.

Counts wait in memory, so that reading writes nothing; each process adds its own to the table from time to
time and when it ends. What a process counted since then is lost if it is killed.
"""

import atexit
import logging
import re
import time
from collections import Counter
from collections.abc import Mapping
from threading import Lock
from typing import Final

from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone

from mentorway.web.core.turns import writing
from mentorway.web.dissemination.models import LANGUAGES, Reach

EVERY: Final = 30.0  # seconds between two writings
LONGEST_PAGE: Final = 120
MOST_WAITING: Final = 5000  # pages whose counts wait; what is more is not counted until they are written
# Programs that open pages by themselves say so, by custom, with one of these words.
ROBOTS: Final = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|archiver|preview|fetch|monitor|uptime|headless|lighthouse|validator"
    r"|scanner|facebookexternalhit|feed|rss|curl|wget|python|java/|go-http|okhttp|axios|node|ruby|perl|libwww"
    r"|httpclient",
    re.IGNORECASE,
)
log = logging.getLogger(__name__)
_waiting: Counter[tuple[str, str, str]] = Counter()
_lock = Lock()
_written = time.monotonic()


def is_robot(agent: str) -> bool:
    """Whether a program says of itself that no person sits before it; who says nothing is none either."""
    return not agent.strip() or ROBOTS.search(agent) is not None


def is_counted(headers: Mapping[str, str]) -> bool:
    """Whether a person seems to have asked who has not asked to be left out; none of it is kept.

    >>> is_counted({"User-Agent": "Mozilla/5.0"}), is_counted({"User-Agent": "Mozilla/5.0", "DNT": "1"})
    (True, False)
    """
    is_ahead = "prefetch" in f"{headers.get('Sec-Purpose', '')} {headers.get('Purpose', '')}".lower()
    is_left_out = headers.get("DNT") == "1" or headers.get("Sec-GPC") == "1"
    return not (is_ahead or is_left_out or is_robot(headers.get("User-Agent", "")))


def opened(page: str, language: str) -> bool:
    """Count that a page was opened; return whether it was counted.

    ``page`` is its address below the language: ``front``, ``results/partners/``.
    """
    if language not in LANGUAGES:
        return False
    key = (timezone.now().date().isoformat(), page[:LONGEST_PAGE], language)
    with _lock:
        if key not in _waiting and len(_waiting) >= MOST_WAITING:
            return False
        _waiting[key] += 1
        is_due = time.monotonic() - _written >= EVERY
    if is_due:
        flush()
    return True


def flush() -> int:
    """Add to the table what waits; return of how many pages that was. What cannot be written waits on."""
    global _written  # noqa: PLW0603 - when this process last wrote
    with _lock:
        taken = dict(_waiting)
        _waiting.clear()
        _written = time.monotonic()
    if not taken:
        return 0
    try:
        with writing():
            for (day, page, language), count in taken.items():
                _add({"day": day, "page": page, "language": language}, count)
    except DatabaseError:
        log.warning("Counts of opened pages could not be written; they wait.")
        with _lock:
            _waiting.update(taken)
        return 0
    return len(taken)


def _add(place: Mapping[str, str], count: int) -> None:
    row, is_new = Reach.objects.get_or_create(**place, defaults={"count": count})
    if not is_new:
        Reach.objects.filter(pk=row.pk).update(count=F("count") + count)


def _at_the_end() -> None:
    """Write what waits when the process ends; a database that is gone by then is no fault."""
    try:
        flush()
    except Exception as error:  # noqa: BLE001 - nobody is left who could do anything about it
        log.debug("Counts of opened pages were lost at the end: %s", error)


atexit.register(_at_the_end)
