"""Partners that may be one: listed, compared, merged or told apart, and taken apart again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.network.actions import merging as actions
from mentorway.web.network.analysis import doubles as analysis
from mentorway.web.network.analysis.holding import in_words
from mentorway.web.network.forms.doubles import MergingForm
from mentorway.web.network.forms.partners import RemovalForm
from mentorway.web.network.models import DAYS_IN_BIN, Partner, PartnerMerge
from mentorway.web.network.queries import doubles as queries
from mentorway.web.network.rules import partners as rules
from mentorway.web.network.views.asking import asked


@require_safe
def doubles(request: MemberRequest) -> HttpResponse:
    if not rules.may_coordinate(request.user):
        raise PermissionDenied
    found = analysis.of_rows(queries.to_compare(), queries.told_apart())
    paged = paging.paged(request, found)
    keys = {key for one in paged["page"] for key in (one.first, one.second)}
    partners = queries.partners_by_key(keys)
    pairs = [(one, partners[one.first], partners[one.second]) for one in paged["page"]]
    context = {**paged, "pairs": pairs, "merges": queries.merges_seen_by(request.user)}
    return render(request, "network/doubles.html", context)


def compare(request: MemberRequest, pk: int, other: int) -> HttpResponse:
    kept = access.fetch(request.user, Partner.directory, may=rules.may_coordinate, pk=pk)
    double = access.fetch(request.user, Partner.directory, may=rules.may_coordinate, pk=other)
    if pk == other:
        raise Http404
    form = MergingForm(request.POST or None, kept=kept, double=double)
    if form.is_valid() and carried_out(form, actions.merge, kept, double, request.user, **form.asked()):
        text = _("%(double)s is merged into %(partner)s.")
        messages.success(request, text % {"double": double, "partner": kept})
        return redirect("network:partner", pk)
    context = {
        "form": form,
        "kept": kept,
        "double": double,
        "sides": [{**one, "holding": in_words(one["holding"])} for one in queries.sides(kept, double)],
        "days": DAYS_IN_BIN,
    }
    return render(request, "network/doubles_compare.html", context)


@require_POST
def apart(request: MemberRequest, pk: int, other: int) -> HttpResponse:
    first = access.fetch(request.user, Partner.directory, may=rules.may_coordinate, pk=pk)
    second = access.fetch(request.user, Partner.directory, may=rules.may_coordinate, pk=other)
    form = RemovalForm(request.POST)
    if pk == other:
        raise Http404
    if form.is_valid() and carried_out(form, actions.tell_apart, first, second, request.user):
        messages.success(request, _("The two stay two, and are not shown here again."))
    return redirect("network:doubles")


def undo(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, PartnerMerge.objects, pk=pk)
    return asked(
        request,
        lambda: actions.undo(row, request.user),
        template="network/merge_undoing.html",
        context={"row": row, "next": reverse("network:partner", args=[row.double_id])},
        done=_("%(double)s and %(partner)s are two partners again.")
        % {"double": row.double, "partner": row.kept},
    )
