"""The vocabulary: everybody reads it, coordinators change it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.practices.actions import topics as actions
from mentorway.web.practices.forms import topics as forms
from mentorway.web.practices.models import Topic
from mentorway.web.practices.queries import practices as queries
from mentorway.web.practices.rules import practices as rules
from mentorway.web.practices.views.practice_door import answered


@require_safe
def topics(request: MemberRequest) -> HttpResponse:
    context = {
        "groups": queries.vocabulary(request.user),
        "may_coordinate": rules.may_coordinate(request.user),
    }
    return render(request, "practices/topics.html", context)


def add_topic(request: MemberRequest) -> HttpResponse:
    if not rules.may_coordinate(request.user):
        raise PermissionDenied
    form = forms.TopicForm(answered(request))
    del form.fields["is_retired"]
    if form.is_valid() and carried_out(form, actions.add, **form.values):
        messages.success(request, _("The topic can be chosen now."))
        return redirect("practices:topics")
    return render(request, "practices/topic.html", {"form": form})


def topic(request: MemberRequest, slug: str) -> HttpResponse:
    row = access.fetch(request.user, Topic.objects, may=rules.may_coordinate, slug=slug)
    form = forms.TopicForm(answered(request), initial=forms.topic_initial(row))
    if form.is_valid():
        retired = form.cleaned_data["is_retired"]
        if carried_out(form, actions.change, row, is_retired=retired, **form.values):
            messages.success(request, _("The changes are saved."))
            return redirect("practices:topics")
    return render(request, "practices/topic.html", {"form": form, "topic": row})
