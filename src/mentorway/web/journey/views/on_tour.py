"""Where somebody is on a tour: kept in the session, and read for the bar on every page.

A cookie without content says that there may be a tour at all: without it no page opens the session for one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from mentorway.web.journey.analysis.tours import TOURS, Step, Stop, Tour

KEY: Final = "tour"
COOKIE: Final = "on_tour"
PLACE: Final = "tour"  # of the bar: whoever goes on by keyboard is there again


@dataclass(frozen=True)
class Here:
    """The step that somebody is at: which one of how many, and how many are left out for them."""

    tour: Tour
    stop: Stop
    place: int
    total: int

    @property
    def step(self) -> Step:
        """What is told at this step."""
        return self.tour.steps[self.stop.number]

    @property
    def left_out(self) -> int:
        """How many steps of the tour this person cannot go to."""
        return len(self.tour.steps) - self.total

    @property
    def is_first(self) -> bool:
        """Whether nothing comes before."""
        return self.place == 1

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after."""
        return self.place == self.total


def read(request: HttpRequest) -> Here | None:
    """Return where somebody is; None without a tour, or where this version knows no such step."""
    if COOKIE not in request.COOKIES:
        return None
    kept: Any = request.session.get(KEY)
    try:
        tour, stops, at = TOURS[kept["tour"]], kept["stops"], kept["at"]
        place = [number for number, _url in stops].index(at)
        url = str(stops[place][1])
        return Here(tour, Stop(at, url), place + 1, len(stops)) if at < len(tour.steps) else None
    except (KeyError, TypeError, ValueError):
        return None


def go(request: HttpRequest, tour: Tour, stops: Sequence[Stop], stop: Stop) -> HttpResponse:
    """Keep that somebody is at a step now, and take them there."""
    request.session[KEY] = {
        "tour": tour.key,
        "at": stop.number,
        "stops": [[one.number, one.url] for one in stops],
    }
    answer = redirect(f"{stop.url}#{PLACE}")
    answer.set_cookie(COOKIE, "1", httponly=True, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE))
    return answer


def end(request: HttpRequest, url: str) -> HttpResponse:
    """Forget the tour, and stay where it was."""
    request.session.pop(KEY, None)
    answer = redirect(url)
    answer.delete_cookie(COOKIE, samesite="Lax")
    return answer
