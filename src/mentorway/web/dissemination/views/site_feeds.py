"""The feed of news and results. Who asks too often is asked to wait; nobody's address is kept."""

import secrets
import time
from collections import Counter
from hashlib import blake2b
from threading import Lock
from typing import Final

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.dissemination.analysis import site_feed as analysis
from mentorway.web.dissemination.analysis.site_entries import stories
from mentorway.web.dissemination.queries import site as queries
from mentorway.web.dissemination.views import site_door as door

ENTRIES, CLAIMS = 10, 10
A_MINUTE: Final = 60
MOST_A_MINUTE: Final = 60
MOST_ADDRESSES: Final = 20_000
LATER: Final = 429


class _Asking:
    """How often each address asked in this minute, in memory only, under a key that ends with the minute."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._minute, self._key, self._asked = -1, b"", Counter[bytes]()

    def is_too_often(self, address: str) -> bool:
        """Count one more of an address, and say whether that is too many."""
        minute = int(time.time() // A_MINUTE)
        with self._lock:
            if minute != self._minute or len(self._asked) > MOST_ADDRESSES:
                self._minute, self._key, self._asked = minute, secrets.token_bytes(32), Counter()
            mark = blake2b(address.encode(), key=self._key, digest_size=16).digest()
            self._asked[mark] += 1
            return self._asked[mark] > MOST_A_MINUTE


asking = _Asking()


@door.public
def feed(request: HttpRequest, language: str) -> HttpResponse:
    if asking.is_too_often(_address_of(request)):
        text = _(
            "You ask for this feed more often than once a second. Wait a minute; once an hour is enough."
        )
        answer = HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=LATER)
        answer.headers["Retry-After"] = str(A_MINUTE)
        return answer
    items = _items(language)
    answer = HttpResponse(analysis.feed(items, language), content_type=analysis.MEDIA_TYPE)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return door.changed_at(answer, analysis.changed(items))


def _items(language: str) -> list[analysis.Item]:
    """Return what is new, the newest first; the example is no news."""
    now = timezone.now()
    rows = stories(queries.entries_of(queries.newest_entries(now)[:ENTRIES], now), language)
    named = door.named_in(rows, language)
    found = door.readings(queries.claims_of(queries.newest_claims()[:CLAIMS]), language)
    items = [analysis.of_story(one, named) for one in rows]
    items += [analysis.of_claim(one, language) for one in found]
    return sorted(items, key=lambda one: (one.updated, one.mark), reverse=True)


def _address_of(request: HttpRequest) -> str:
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:  # a proxy that does not say for whom it asks
        return ""
