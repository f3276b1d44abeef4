"""The story of the example, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorway.web.accounts.models import User
from mentorway.web.journey import rules
from mentorway.web.journey.analysis.cast import cast
from mentorway.web.journey.analysis.story import story as tell
from mentorway.web.journey.analysis.tours import TOURS
from mentorway.web.journey.queries import example as queries
from mentorway.web.network.example import people


@login_not_required
@require_safe
def story(request: HttpRequest) -> HttpResponse:
    """Tell of the example in chapters, with the ways to its pages that the reader may open."""
    user = request.user if isinstance(request.user, User) else None
    inside = user is not None and queries.belongs(user)
    chapters = tell()
    context = {
        "chapters": [(one, one.open_to(inside=inside)) for one in chapters],
        "is_there": any(one.is_there for one in chapters),
        "missing": [one.title for one in chapters if not one.is_there],
        "inside": inside,
        "cast": cast(looks_in=user is not None and rules.may_look_in(user)),
        "tells_sign_in": (user is not None and user.is_staff) or not people.real_partners_exist(),
        "may_reset": user is not None and rules.may_reset(user),
        "tours": TOURS.values(),
    }
    return render(request, "journey/story.html", context)
