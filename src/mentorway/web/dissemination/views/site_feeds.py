"""The feed of news and results. How often it may be asked stands with the other channels: core/limits."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from mentorway.web.dissemination.analysis import site_feed as analysis
from mentorway.web.dissemination.analysis.site_entries import stories
from mentorway.web.dissemination.queries import site as queries
from mentorway.web.dissemination.views import site_door as door

ENTRIES, CLAIMS = 10, 10


@door.public
def feed(_request: HttpRequest, language: str) -> HttpResponse:
    items = _items(language)
    answer = HttpResponse(analysis.feed(items, language), content_type=analysis.MEDIA_TYPE)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return door.changed_at(answer, analysis.changed(items))


def _items(language: str) -> list[analysis.Item]:
    """Return what is new, the newest first; the example is no news."""
    now = timezone.now()
    rows = stories(queries.entries_of(queries.newest_entries(now)[:ENTRIES], now, files=False), language)
    named = door.named_in(rows, language)
    found = door.readings(queries.claims_of(queries.newest_claims()[:CLAIMS]), language)
    items = [analysis.of_story(one, named) for one in rows]
    items += [analysis.of_claim(one, language) for one in found]
    return sorted(items, key=lambda one: (one.updated, one.mark), reverse=True)
