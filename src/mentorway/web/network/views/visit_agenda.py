"""The agenda of a visit: its points, in their order."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.network.actions import visit_people as actions
from mentorway.web.network.analysis import visits as analysis
from mentorway.web.network.forms import visit_people as forms
from mentorway.web.network.models import AgendaItem, Visit
from mentorway.web.network.rules import visits as rules
from mentorway.web.network.views.visit_door import asked, done_at_once, filled, frame


def agenda(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the points with their times, and take in another."""
    row = access.fetch(request.user, Visit.objects, may=rules.may_change, pk=pk)
    form = forms.PointForm(request.POST or None)
    if form.is_valid() and carried_out(form, actions.add_point, row, **form.cleaned_data):
        messages.success(request, _("“%(title)s” is on the agenda.") % {"title": form.cleaned_data["title"]})
        return redirect("network:visit_agenda", pk)
    context = {**frame(request, row), "form": form, "agenda": analysis.agenda(row, row.agenda.all())}
    return render(request, "network/visit_agenda.html", context)


def change_point(request: MemberRequest, pk: int) -> HttpResponse:
    item = access.fetch(request.user, AgendaItem.objects, may=rules.may_change_point, pk=pk)
    form = forms.PointForm(request.POST or None, instance=item)
    back = _back(item)
    if form.is_valid() and carried_out(form, actions.change_point, item, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect(back)
    return filled(request, item.visit, form, _("Change a point of the agenda"), back=back)


@require_POST
def move_point(request: MemberRequest, pk: int, way: str) -> HttpResponse:
    item = access.fetch(request.user, AgendaItem.objects, may=rules.may_change_point, pk=pk)
    done = _("The agenda is in another order.")
    return done_at_once(request, lambda: actions.move_point(item, up=way == "up"), done, _back(item))


def remove_point(request: MemberRequest, pk: int) -> HttpResponse:
    item = access.fetch(request.user, AgendaItem.objects, may=rules.may_change_point, pk=pk)
    done = _("“%(title)s” is off the agenda.") % {"title": item}
    more = {"done": done, "back": _back(item), "item": item}
    return asked(request, item.visit, "point_removal", lambda: actions.remove_point(item), **more)


def _back(item: AgendaItem) -> str:
    return reverse("network:visit_agenda", args=[item.visit_id])
