"""What shows that an activity was done."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import attachments
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.dissemination.actions import outreach as actions
from mentorway.web.dissemination.forms.outreach import ActionFileForm
from mentorway.web.dissemination.views import outreach_door as own


def add(request: MemberRequest, pk: int) -> HttpResponse:
    row = own.write(request, pk)
    form = ActionFileForm(request.POST or None, request.FILES or None)
    if form.is_valid() and carried_out(form, actions.add_file, row, request.user, **form.cleaned_data):
        messages.success(request, _("The file is there."))
        return redirect("dissemination:action", pk)
    context = {**own.action_frame(request, row), "form": form, "most": actions.MOST_FILES}
    return render(request, "dissemination/outreach/add_file.html", context)


@require_safe
def file(request: MemberRequest, pk: int, which: int) -> HttpResponseBase:
    row = own.file_of(request, own.look(request, pk), which)
    return attachments.served(row.path, name=row.name, media_type=row.media_type, inline=True)


def remove(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    action = own.write(request, pk)
    row = own.file_of(request, action, which)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove_file, row):
        messages.success(request, _("The file is removed."))
        return redirect("dissemination:action", pk)
    context = {**own.action_frame(request, action), "form": form, "file": row}
    return render(request, "dissemination/outreach/remove_file.html", context)
