"""A file of partners: read, looked through page by page, taken in or forgotten."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.network import exports
from mentorway.web.network.actions import importing as actions
from mentorway.web.network.analysis import importing as analysis
from mentorway.web.network.forms.importing import FIELD, AlikeForm, ChoicesForm, UploadForm
from mentorway.web.network.forms.partners import RemovalForm
from mentorway.web.network.models import PartnerImport
from mentorway.web.network.queries import importing as queries
from mentorway.web.network.rules import partners as rules

ON_A_PAGE = 50


def read_file(request: MemberRequest) -> HttpResponse:
    if not rules.may_coordinate(request.user):
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid() and carried_out(form, actions.read, request.user, **form.cleaned_data):
        return redirect("network:import", queries.waiting_for(request.user)[0].pk)
    waiting = queries.waiting_for(request.user).defer("rows")
    return render(request, "network/import_upload.html", {"form": form, "waiting": waiting})


@require_safe
def template(request: MemberRequest, kind: str) -> HttpResponse:
    if not rules.may_coordinate(request.user):
        raise PermissionDenied
    return exports.import_template(kind)


def look_through(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, PartnerImport.objects, may=rules.may_coordinate, pk=pk)
    verdict = paging.choice_of(request, "verdict", [one.value for one in analysis.Verdict])
    rows = [one for one in row.rows if not verdict or one["verdict"] == verdict]
    paged = paging.paged(request, rows, chosen={"verdict": verdict}, size=ON_A_PAGE)
    page = paged["page"]
    form = ChoicesForm(request.POST or None, rows=page.object_list)
    if form.is_valid() and carried_out(form, actions.decide, row, form.asked()):
        messages.success(request, _("What you chose is kept. Nothing is taken in yet."))
        number = page.next_page_number() if page.has_next() else page.number
        return redirect(f"{request.path}?{paged['query']}page={number}")
    context = {
        **paged,
        "import": row,
        "form": form,
        "rows": [(one, form[f"{FIELD}{one['row']}"]) for one in page.object_list],
        "verdict": verdict,
        "counts": analysis.counted(row.rows),
        "total": len(row.rows),
        "undecided": analysis.undecided(row.rows),
        "unread": analysis.undecided(one for one in row.rows if one["verdict"] == analysis.Verdict.PROBLEM),
        "open_alike": analysis.undecided(one for one in rows) if verdict else 0,
        "chosen": analysis.chosen(row.rows),
    }
    return render(request, "network/import.html", context)


@require_POST
def decide_alike(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, PartnerImport.objects, may=rules.may_coordinate, pk=pk)
    form = AlikeForm(request.POST)
    if form.is_valid() and carried_out(form, actions.decide_alike, row, **form.cleaned_data):
        messages.success(request, _("What you chose is kept. Nothing is taken in yet."))
    return redirect("network:import", pk)


@require_POST
def take_in(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, PartnerImport.objects, may=rules.may_coordinate, pk=pk)
    form = RemovalForm(request.POST)
    if form.is_valid() and carried_out(form, actions.take_in, row, request.user):
        messages.success(request, _("The file is taken in."))
        return redirect(f"{reverse('network:partners')}?sort=newest")
    messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect("network:import", pk)


@require_POST
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, PartnerImport.objects, may=rules.may_coordinate, pk=pk)
    actions.discard(row)
    messages.success(request, _("The file is forgotten. Nothing of it was taken in."))
    return redirect("network:import_partners")
