"""Whom publications are meant for, as coordinators name it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.dissemination.actions import target_groups as actions
from mentorway.web.dissemination.analysis import entries as analysis
from mentorway.web.dissemination.forms.entries import TargetGroupForm
from mentorway.web.dissemination.models import TargetGroup
from mentorway.web.dissemination.queries import entries as queries
from mentorway.web.dissemination.views import door, entry_door


@require_safe
def groups(request: MemberRequest) -> HttpResponse:
    entry_door.coordinates(request)
    rows = analysis.groups_in(queries.target_groups(), get_language() or "en")
    context = {**door.frame(request.user), "groups": rows}
    return render(request, "dissemination/entries/groups.html", context)


def add(request: MemberRequest) -> HttpResponse:
    entry_door.coordinates(request)
    return _saved(request, TargetGroup(), {"position": queries.target_groups().count() + 1})


def change(request: MemberRequest, which: int) -> HttpResponse:
    entry_door.coordinates(request)
    group = access.fetch(request.user, TargetGroup.objects, pk=which)
    names = {f"name_{code}": texts.get("name", "") for code, texts in group.texts.items()}
    return _saved(request, group, {**names, "position": group.position})


def _saved(request: MemberRequest, group: TargetGroup, initial: dict[str, Any]) -> HttpResponse:
    form = TargetGroupForm(request.POST or None, initial=initial)
    if form.is_valid() and carried_out(form, actions.save, group, **form.cleaned_data):
        messages.success(request, _("The target group is saved."))
        return redirect("dissemination:target_groups")
    context = {**door.frame(request.user), "form": form, "group": group if group.pk else None}
    return render(request, "dissemination/entries/group.html", context)


def remove(request: MemberRequest, which: int) -> HttpResponse:
    entry_door.coordinates(request)
    group = access.fetch(request.user, TargetGroup.objects, pk=which)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove, group):
        messages.success(request, _("The target group is removed."))
        return redirect("dissemination:target_groups")
    context = {**door.frame(request.user), "form": form, "group": group}
    return render(request, "dissemination/entries/group_removal.html", context)
