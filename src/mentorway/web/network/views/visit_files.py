"""Photos and papers of a visit."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, attachments
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.network import exports
from mentorway.web.network.actions import visit_files as actions
from mentorway.web.network.analysis import visit_pictures
from mentorway.web.network.forms.agreements import FileForm
from mentorway.web.network.forms.visits import CaptionForm
from mentorway.web.network.models import Visit, VisitFile
from mentorway.web.network.rules import visits as rules
from mentorway.web.network.views.visit_door import asked, filled


def attach(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.may_contribute, pk=pk)
    form = FileForm(request.POST or None, request.FILES or None)
    form.fields["caption"].help_text = CaptionForm.base_fields["caption"].help_text
    if form.is_valid() and carried_out(form, actions.attach, row, request.user, **form.cleaned_data):
        messages.success(request, _("The file is kept with the visit."))
        return redirect(_back(pk))
    return filled(request, row, form, _("Attach a file"), back=_back(pk), sends_file=True)


@require_safe
def file(request: MemberRequest, pk: int) -> HttpResponseBase:
    row = access.fetch(request.user, VisitFile.objects, pk=pk)
    return attachments.served(row.path, name=row.name, media_type=row.media_type, inline=True)


@require_safe
def picture(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a picture small, for the page of the visit."""
    row = access.fetch(request.user, VisitFile.objects, pk=pk)
    if not visit_pictures.is_picture(row.media_type):
        raise Http404
    try:
        content = attachments.read(row.path)
    except (FileNotFoundError, ValueError):
        raise Http404 from None
    return exports.picture(visit_pictures.small(content))


def caption(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, VisitFile.objects, may=rules.may_change_file, pk=pk)
    data = request.POST if request.method == "POST" else None
    form = CaptionForm(data, initial={"caption": row.caption})
    if form.is_valid() and carried_out(form, actions.change_caption, row, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect(_back(row.visit_id))
    return filled(request, row.visit, form, row.name, back=_back(row.visit_id))


def remove(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, VisitFile.objects, may=rules.may_change_file, pk=pk)
    more = {"done": _("The file is removed."), "back": _back(row.visit_id), "file": row}
    return asked(request, row.visit, "file_removal", lambda: actions.remove(row), **more)


def _back(visit: int) -> str:
    return f"{reverse('network:visit', args=[visit])}#files"
