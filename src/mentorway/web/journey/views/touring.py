"""A guided tour is begun, goes on, goes back, and ends. It is kept in the session, also of visitors."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.accounts.models import User
from mentorway.web.journey.analysis.tours import TOURS, Stop, stops
from mentorway.web.journey.analysis.ways import Reader
from mentorway.web.journey.views import on_tour
from mentorway.web.journey.views.on_tour import Here

NEXT, PREVIOUS = "next", "previous"
WAYS: Final = (NEXT, PREVIOUS)


@login_not_required
@never_cache
@require_safe
def tours(request: HttpRequest) -> HttpResponse:
    """Show every tour with its steps, and which of them the reader can go to."""
    reader = _reader(request)
    found = []
    for one in TOURS.values():
        open_ones = {stop.number for stop in stops(one, reader)}
        steps = [(step, number in open_ones) for number, step in enumerate(one.steps)]
        found.append((one, steps, len(open_ones)))
    return render(request, "journey/tours.html", {"tours": found})


@login_not_required
@never_cache
@require_POST
def start_tour(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a tour at its first step that can be gone to."""
    if key not in TOURS:
        raise Http404
    found = stops(TOURS[key], _reader(request))
    if not found:
        messages.info(request, _("You cannot open any page of this tour as you are here now."))
        return redirect("journey:tours")
    return on_tour.go(request, TOURS[key], found, found[0])


@login_not_required
@never_cache
@require_POST
def move_tour(request: HttpRequest, way: str) -> HttpResponse:
    """Go one step on or back; after the last one the tour is over."""
    if way not in WAYS:
        raise Http404
    here = on_tour.read(request)
    if here is None:
        return redirect("journey:tours")
    found = stops(here.tour, _reader(request))
    stop = _beside(here, found, way)
    if stop is None:
        messages.success(request, _("That was the whole tour."))
        return on_tour.end(request, reverse("journey:story"))
    return on_tour.go(request, here.tour, found, stop)


@login_not_required
@never_cache
@require_POST
def leave_tour(request: HttpRequest) -> HttpResponse:
    """End the tour where somebody is."""
    here = on_tour.read(request)
    return on_tour.end(request, here.stop.url if here else reverse("journey:tours"))


def _beside(here: Here, found: list[Stop], way: str) -> Stop | None:
    """Return the step beside the one where somebody is; before the first there is the first itself."""
    if way == NEXT:
        return next((one for one in found if one.number > here.stop.number), None)
    before = [one for one in found if one.number < here.stop.number]
    return before[-1] if before else next(iter(found), None)


def _reader(request: HttpRequest) -> Reader:
    return Reader(request.user if isinstance(request.user, User) else None)
