"""The first page: what Mentorway is, and for people signed in what needs them now and where they are most."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mentorway.web import flow
from mentorway.web.accounts.models import User
from mentorway.web.core.needs import needs_of
from mentorway.web.core.once import gathering
from mentorway.web.journey.analysis.places import first_steps, spots_of
from mentorway.web.journey.queries.places import standing_of
from mentorway.web.network.models import Partner
from mentorway.web.pilots.models import Cohort
from mentorway.web.pilots.queries.people import participations_of
from mentorway.web.practices.models import Practice


def home(request: HttpRequest) -> HttpResponse:
    context = {
        "flow": flow.FLOW,
        "shows_partners": Partner.objects.public().exists(),
        "shows_practices": Practice.objects.public().exists(),
        "shows_cohorts": Cohort.objects.open_to_all().exists(),
    }
    if isinstance(request.user, User):
        context |= _of_person(request.user)
    return render(request, "home.html", context)


def _of_person(user: User) -> dict[str, Any]:
    """Return what needs a person first, then where they are most, or their first steps."""
    with gathering():  # both ask the same facts
        standing = standing_of(user)
        spots = spots_of(user, standing, timezone.now())
        takes_part = participations_of(user).exists()
        is_elsewhere = not standing.belongs and (takes_part or bool(spots))  # mentees need no partner
        steps = [] if is_elsewhere else first_steps(standing)
        return {
            "needs": needs_of(user),
            "belongs": user.is_staff or standing.belongs or bool(spots),
            "takes_part": takes_part,
            "spots": spots,
            "steps": steps if any(not one.is_done for one in steps) else [],
        }
