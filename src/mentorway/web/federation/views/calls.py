"""What we ask of others, what came, and putting it together."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.comparison.queries import partners_to_own
from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.wording import in_words
from mentorway.web.federation import queries
from mentorway.web.federation.actions import calls as actions
from mentorway.web.federation.actions import receiving
from mentorway.web.federation.analysis import calls as analysis
from mentorway.web.federation.forms.calls import CallForm
from mentorway.web.federation.forms.documents import PackageForm
from mentorway.web.federation.models import Call, Received
from mentorway.web.federation.views.door import document, for_coordinators, frame

ON_A_PAGE = 20


@require_safe
@for_coordinators
def calls(request: MemberRequest) -> HttpResponse:
    context = {**frame(), **paging.paged(request, queries.calls()), "today": timezone.localdate()}
    return render(request, "federation/calls/calls.html", context)


@for_coordinators
def make(request: MemberRequest) -> HttpResponse:
    partners = partners_to_own(request.user)
    choices: dict[str, Any] = {"partners": partners, "datasets": queries.answers_of(request.user)}
    form = CallForm(request.POST or None, request.FILES or None, **choices)
    if form.is_valid() and carried_out(form, _make, request, form):
        messages.success(request, _("The call is signed. Give its file to the nodes."))
        return redirect("federation:calls")
    context = {**frame(), "form": form, "has_partner": partners.exists()}
    return render(request, "federation/calls/make.html", context)


def _make(request: MemberRequest, form: CallForm) -> None:
    data = form.cleaned_data
    with in_words():
        if data["dataset"]:
            scales, _by = analysis.scales_of(data["dataset"])
        else:
            scales = analysis.scales_in(data["codebook"].name, data["codebook"].read())
    lacking = [name for name in form.wanted() if name not in scales]
    if lacking:
        text = _("There is no scale “%(scale)s”. The scales are: %(scales)s.")
        raise ValidationError(text % {"scale": lacking[0], "scales": ", ".join(scales)})
    actions.make(
        request.user, partner=data["partner"], terms=form.terms(), scales=scales, wanted=form.wanted()
    )


@require_safe
@for_coordinators
def call(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Call.objects.select_related("dataset", "partner", "by"), pk=pk)
    newest = list(queries.newest_of(row))
    last = queries.last_gathering(row)
    there = {one.pk for one in last.packages.all()} if last else set()
    context = {
        **frame(),
        **paging.paged(request, queries.packages_of(row), size=ON_A_PAGE),
        "row": row,
        "call": analysis.of_call(row),
        "newest": newest,
        "silent": queries.silent(row),
        "gatherings": queries.gatherings_of(row),
        "is_newer": bool(newest) and {one.pk for one in newest} != there,
        "today": timezone.localdate(),
    }
    return render(request, "federation/calls/call.html", context)


@require_safe
@for_coordinators
def call_file(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Call.objects, pk=pk)
    return document(row.slug, row.document)


@for_coordinators
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Call.objects, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.withdraw, row):
        messages.success(request, _("The call is taken back."))
        return redirect("federation:call", pk)
    return render(request, "federation/calls/withdraw.html", {**frame(), "form": form, "row": row})


@for_coordinators
def together(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Call.objects, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.put_together, row, request.user):
        messages.success(
            request, _("The sums are put together. Analyses of them are repeated by themselves.")
        )
        return redirect("federation:call", pk)
    context = {
        **frame(),
        "form": form,
        "row": row,
        "newest": queries.newest_of(row),
        "silent": queries.silent(row),
    }
    return render(request, "federation/calls/together.html", context)


@for_coordinators
def bring(request: MemberRequest) -> HttpResponse:
    form = PackageForm(request.POST or None, request.FILES or None)
    if form.is_valid() and carried_out(form, _bring, request, form):
        return redirect("federation:calls")
    return render(request, "federation/calls/bring.html", {**frame(), "form": form})


def _bring(request: MemberRequest, form: PackageForm) -> None:
    with in_words():
        came = receiving.take(form.document(), way=Received.Way.FILE, user=request.user)
    text = _("This package was here already.") if came.again else _("The package is taken: %(package)s.")
    messages.success(request, text % {"package": came.row})


@require_safe
@for_coordinators
def receipt(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Received.objects.select_related("node", "call"), pk=pk)
    return document(f"receipt-{row.node.slug}-{row.number}", row.receipt)
