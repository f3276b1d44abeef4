"""Whether a certificate is genuine: by its number, or by its badge, judged offline."""

import json
from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.utils import timezone

from mentorway.credentials.keys import did_web
from mentorway.credentials.verifying import Checked, Trust, Verdict, checked
from mentorway.web.pilots.analysis.signing import host, list_address, signed_list
from mentorway.web.pilots.models import Certificate
from mentorway.web.pilots.models.certificates import NUMBER_LETTERS
from mentorway.web.pilots.queries import certificates as queries

GROUP: Final = 5
UNKNOWN_A_MINUTE: Final = 300
BADGES_A_MINUTE: Final = 120
KEPT_SECONDS: Final = 120
NAMED: Final = "name"


class BusyError(Exception):
    """Too much was asked within this minute."""


def _count(what: str, most: int) -> None:
    """Slow down whoever asks too much; it counts for the installation, as nobody's address is looked at."""
    minute = f"pilots-{what}-{timezone.now():%Y%m%d%H%M}"
    cache.add(minute, 0, KEPT_SECONDS)
    try:
        count = cache.incr(minute)
    except ValueError:  # it was forgotten meanwhile
        return
    if count > most:
        raise BusyError


def tidy(number: str) -> str:
    """Return a number as it is kept, however somebody has typed it.

    >>> tidy(" acdef ghjkl-mnpqr tuvwx ")
    'ACDEF-GHJKL-MNPQR-TUVWX'
    """
    letters = "".join(letter for letter in number.upper() if letter.isascii() and letter.isalnum())
    letters = letters[: NUMBER_LETTERS + 1]
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def looked_up(number: str) -> Certificate | None:
    """Return the certificate that everybody may see under a number.

    Unknown numbers, those that their holder hides and those of somebody who was deleted are the same: None.

    Raises
    ------
    BusyError
        Too many that are not known were asked for within a minute.
    """
    found = queries.public_with(tidy(number))
    if found is None:
        _count("unknown", UNKNOWN_A_MINUTE)
    return found


@dataclass(frozen=True)
class Judged:
    """The verdict on a badge, whether it names this site, and the name of its learner."""

    found: Checked
    is_ours: bool
    learner: str

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong with it, and nothing stayed unsure."""
        return self.found.verdict is Verdict.GOOD and not self.found.unsure

    @property
    def is_strange(self) -> bool:
        """Whether it is signed by somebody whom this site does not know."""
        return self.found.verdict is Verdict.STRANGER and not self.is_ours


def judged(text: str) -> Judged:
    """Judge a badge by the keys of this site and its lists of what was taken back; nothing is fetched.

    Raises
    ------
    BusyError
        Too many badges were checked within a minute: each costs some time.
    """
    _count("badges", BADGES_A_MINUTE)
    issuer = did_web(host())
    lists = {list_address(one.number): signed_list(one) for one in queries.status_lists()}
    found = checked(text, Trust({issuer: queries.published_keys()}, lists), now=timezone.now())
    facts = _read(text) if found.verdict is not Verdict.UNREADABLE else {}
    return Judged(found, _issuer_of(facts) == issuer, _learner_of(facts))


def _read(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found


def _issuer_of(facts: dict[str, Any]) -> str:
    issuer = facts.get("issuer", {})
    return str(issuer.get("id", "")) if isinstance(issuer, dict) else ""


def _learner_of(facts: dict[str, Any]) -> str:
    """Return the name that a badge gives its learner; it has been read already, so that it has its form."""
    subject = facts.get("credentialSubject", {})
    names = subject.get("identifier", []) if isinstance(subject, dict) else []
    for one in names if isinstance(names, list) else []:
        if isinstance(one, dict) and one.get("identityType") == NAMED:
            return str(one.get("identityHash", ""))
    return ""
