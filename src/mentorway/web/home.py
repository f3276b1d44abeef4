"""The first page: what Mentorway is, and for people signed in what needs them now."""

from importlib import import_module
from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mentorway.web import flow
from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.network.models import Partner
from mentorway.web.pilots.models import Cohort
from mentorway.web.pilots.queries.people import participations_of
from mentorway.web.practices.models import Practice


def home(request: HttpRequest) -> HttpResponse:
    user = request.user
    needs = needs_of(user) if isinstance(user, User) else []
    belongs = isinstance(user, User) and (user.is_staff or user.memberships.exists())
    context = {
        "flow": flow.FLOW,
        "needs": needs,
        "belongs": belongs,
        "shows_partners": Partner.objects.public().exists(),
        "shows_practices": Practice.objects.public().exists(),
        "shows_cohorts": Cohort.objects.open_to_all().exists(),
        "takes_part": isinstance(user, User) and participations_of(user).exists(),
    }
    return render(request, "home.html", context)


def needs_of(user: User) -> list[Need]:
    """What needs ``user`` now: every activity may say so in its ``needs.py``."""
    found: list[Need] = []
    for activity in flow.built():
        if find_spec(f"{activity.module}.needs"):
            found.extend(import_module(f"{activity.module}.needs").needs_of(user))
    return sorted(found, key=lambda need: not need.urgent)
