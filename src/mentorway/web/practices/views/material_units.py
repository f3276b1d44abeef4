"""A text divided into passages: look, join, part, leave out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.practices.actions import material_units as actions
from mentorway.web.practices.analysis import material_units as analysis
from mentorway.web.practices.forms import material as forms
from mentorway.web.practices.models import Material
from mentorway.web.practices.queries import material as queries
from mentorway.web.practices.rules import material as rules
from mentorway.web.practices.views.material_door import asked, frame

ON_A_PAGE = 40
DOING = {"join": actions.join, "part": actions.part, "drop": actions.drop}


def material_units(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Material.objects, may=rules.may_divide, token=token)
    form = forms.UnitForm(request.POST or None)
    if form.is_valid():
        what, place = form.asked
        if carried_out(form, DOING[what], row, request.user, place):
            number = request.GET.get("page", "")
            query = f"?page={number}" if number.isdecimal() else ""
            return redirect(f"{reverse('practices:material_units', args=[token])}{query}#at-{place}")
    page = paging.paged(request, queries.passages_of(row), size=ON_A_PAGE)
    spans = [(one.first, one.last) for one in queries.passages_of(row)]
    context = {
        **frame(request, row),
        **page,
        "form": form,
        "units": [(one, analysis.pieces(row.text, (one.first, one.last))) for one in page["page"]],
        "last": spans[-1][0] if spans else None,
        "left_out": analysis.left_out(row.text, spans) if spans else 0,
    }
    return render(request, "practices/material_units.html", context)


def propose_units(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Material.objects, may=rules.may_divide, token=token)
    units = reverse("practices:material_units", args=[token])
    if request.method == "POST" and not row.passages.exists():
        form = ConfirmationForm(request.POST)
        if form.is_valid() and carried_out(form, actions.propose, row, request.user):
            return redirect(units)
        messages.error(request, " ".join(map(str, form.non_field_errors())))
        return redirect("practices:material", token)
    return asked(
        request,
        row,
        "proposing",
        lambda: actions.propose(row, request.user),
        done=_("The text is divided as the rules propose."),
        next=units,
        back=units,
    )
