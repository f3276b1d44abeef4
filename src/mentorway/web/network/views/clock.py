"""Moments are shown by the clock of the reader: that of the country of their first partner."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from mentorway.web.core.zones import UTC, LateZone, zone_of
from mentorway.web.network.queries.partners import country_of


def by_the_clock_of_the_reader(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Show moments by the clock of who asks; it is looked up when a page shows a first moment."""

    def answered(request: HttpRequest) -> HttpResponse:
        with timezone.override(LateZone(lambda: _clock_of(request))):
            return answer(request)

    return answered


def _clock_of(request: HttpRequest) -> ZoneInfo:
    if not request.user.is_authenticated:
        return ZoneInfo(UTC)
    country = country_of(request.user)
    return zone_of(country) if country else ZoneInfo(UTC)
