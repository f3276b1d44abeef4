"""Sending to the addresses of webhooks: `mentorway.outward` as the settings of webhooks allow it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult

from django.conf import settings

from mentorway import outward
from mentorway.outward import PORTS, NotReachedError
from mentorway.web.api.models import Trouble

__all__ = ["PORTS", "Answer", "NotReachedError", "numbers_behind", "parts_of", "post"]

TIMEOUT: Final = 10.0  # seconds for everything together
MOST_READ: Final = 1024  # bytes of an answer, which nobody looks at
AGENT: Final = "Mentorway-Webhooks/1"
GOOD: Final = range(200, 300)
REDIRECTS: Final = range(300, 400)


@dataclass(frozen=True)
class Answer:
    """What came of asking: a status, and what was wrong, if anything."""

    status: int | None
    trouble: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it was taken."""
        return not self.trouble


def parts_of(url: str) -> SplitResult | None:
    """Return the parts of an address that can be asked; None for what is none."""
    return outward.parts_of(url, allow_private=settings.MENTORWAY_WEBHOOKS_ALLOW_PRIVATE)


def numbers_behind(host: str, port: int) -> list[str]:
    """Return the numbers of a computer; one that is inside refuses all (`NotReachedError`)."""
    return outward.numbers_behind(host, port, allow_private=settings.MENTORWAY_WEBHOOKS_ALLOW_PRIVATE)


def post(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Send ``body`` to an address and return what came of it; never raises for what others do."""
    parts = parts_of(url)
    if parts is None:
        return Answer(None, Trouble.UNKNOWN)
    limits = outward.Limits(TIMEOUT, TIMEOUT, MOST_READ, settings.MENTORWAY_WEBHOOKS_ALLOW_PRIVATE)
    try:
        answer = outward.post(parts, {**headers, "User-Agent": AGENT}, body, limits)
    except NotReachedError as error:
        return Answer(None, Trouble(error.trouble))
    return _judged(answer.status)


def _judged(status: int) -> Answer:
    if status in GOOD:
        return Answer(status)
    return Answer(status, Trouble.REDIRECT if status in REDIRECTS else Trouble.STATUS)
