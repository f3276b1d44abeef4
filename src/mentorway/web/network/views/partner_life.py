"""A partner is shown to everybody, deleted, brought back."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.network.actions import partners as actions
from mentorway.web.network.analysis.holding import in_words
from mentorway.web.network.models import DAYS_IN_BIN, Partner
from mentorway.web.network.queries import doubles as doubles_queries
from mentorway.web.network.queries import partners as queries
from mentorway.web.network.rules import partners as rules
from mentorway.web.network.views.asking import asked


def show(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Partner.objects, may=rules.may_turn, pk=pk)
    done = (
        _("%(partner)s is shown to members of the network only.")
        if row.is_public
        else _("%(partner)s is shown to everybody now.")
    )
    return asked(
        request,
        lambda: actions.show(row, is_public=not row.is_public),
        template="network/partner_showing.html",
        context={"partner": row, "next": reverse("network:partner", args=[pk])},
        done=done % {"partner": row},
    )


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Partner.objects, may=rules.may_coordinate, pk=pk)
    return asked(
        request,
        lambda: actions.delete(row),
        template="network/partner_deletion.html",
        context={
            "partner": row,
            "days": DAYS_IN_BIN,
            "holding": in_words(queries.holding_on(row)),
            "people": queries.people_of(row).count(),
            "next": reverse("network:partners"),
        },
        done=_("%(partner)s is in the bin.") % {"partner": row},
    )


def restore(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Partner.bin, pk=pk, merged_into=None)
    return asked(
        request,
        lambda: actions.restore(row),
        template="network/partner_restoration.html",
        context={"partner": row, "next": reverse("network:partner", args=[pk])},
        done=_("%(partner)s is in the network.") % {"partner": row},
    )


@require_safe
def deleted(request: MemberRequest) -> HttpResponse:
    if not rules.may_coordinate(request.user):
        raise PermissionDenied
    context = {
        **paging.paged(request, queries.deleted_of(request.user)),
        "merges": doubles_queries.merges_seen_by(request.user),
        "days": DAYS_IN_BIN,
    }
    return render(request, "network/partners_deleted.html", context)
