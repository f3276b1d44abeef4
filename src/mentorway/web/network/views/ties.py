"""Pages of who works with whom."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.network import exports
from mentorway.web.network.actions import ties as actions
from mentorway.web.network.analysis import graph
from mentorway.web.network.analysis import ties_read as reading
from mentorway.web.network.forms.ties import LookForm
from mentorway.web.network.models import NetworkFinding
from mentorway.web.network.queries import ties as queries
from mentorway.web.network.rules import ties as rules


@require_safe
def ties(request: MemberRequest) -> HttpResponse:
    newest = queries.findings_of(request.user).first()
    if newest is not None:
        return redirect("network:finding", newest.token)
    return render(request, "network/ties_none.html", {"may_look": rules.may_look(request.user)})


@require_safe
def finding(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, NetworkFinding.objects, token=token)
    context = {
        "finding": row,
        "read": reading.read(row.ties, row.result),
        "drawing": graph.drawn(row.ties, row.result),
        "kinds": reading.kinds(row.kinds),
        "may_look": rules.may_look(request.user),
        "has_others": queries.findings_of(request.user).exclude(pk=row.pk).exists(),
    }
    return render(request, "network/finding.html", context)


@require_safe
def findings(request: MemberRequest) -> HttpResponse:
    context = paging.paged(request, queries.findings_of(request.user))
    return render(request, "network/findings.html", {**context, "may_look": rules.may_look(request.user)})


def look(request: MemberRequest) -> HttpResponse:
    if not rules.may_look(request.user):
        raise PermissionDenied
    form = LookForm(request.POST or None)
    if form.is_valid() and carried_out(form, actions.look, request.user, **form.cleaned_data):
        messages.success(request, _("The network was looked at anew."))
        return redirect("network:ties")
    return render(request, "network/look.html", {"form": form})


@require_safe
def finding_file(request: MemberRequest, token: UUID, kind: str) -> HttpResponse:
    row = access.fetch(request.user, NetworkFinding.objects, token=token)
    return exports.finding(row, kind)
