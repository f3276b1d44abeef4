"""Help where it is needed: what each activity is for, how to begin, and what people ask."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mentorway.web import flow
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.helping import Help


@require_safe
def contents(request: MemberRequest) -> HttpResponse:
    helps = flow.modules("helps")
    activities = [(one, helps[one.app].HELP) for one in flow.built() if one.app in helps]
    return render(request, "help/contents.html", {"activities": activities})


@require_safe
def activity(request: MemberRequest, app: str) -> HttpResponse:
    helps = flow.modules("helps")
    if app not in helps:
        raise Http404
    listed = [one for one in flow.built() if one.app in helps]
    place = next(number for number, one in enumerate(listed) if one.app == app)
    context = {
        "activity": listed[place],
        "help": helps[app].HELP,
        "steps": steps_of(helps[app].HELP),
        "before": listed[place - 1] if place else None,
        "after": listed[place + 1] if place + 1 < len(listed) else None,
    }
    return render(request, "help/activity.html", context)


def steps_of(found: Help) -> list[tuple[str, str]]:
    """Return the steps, each with the address of its page or nothing."""
    return [(str(step.text), reverse(step.page) if step.page else "") for step in found.steps]
