"""Who takes part in a project."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.network.forms.choosing import Offer
from mentorway.web.plan.actions import projects as actions
from mentorway.web.plan.analysis import projects as analysis
from mentorway.web.plan.forms.projects import AddPartnerForm, ShortForm
from mentorway.web.plan.models import Project, ProjectPartner
from mentorway.web.plan.queries import projects as queries
from mentorway.web.plan.views import door


@require_safe
def partners(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.look(request, pk)
    context = {**door.frame(request.user, project), "rows": queries.partners_of(project)}
    return render(request, "plan/projects/partners.html", context)


def add(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.plan(request, pk)
    offer = Offer.of(queries.partners_to_add(request.user, project), queries.partners_to_lead(request.user))
    form = AddPartnerForm(request.POST or None, offer=offer)
    if form.is_valid() and carried_out(form, actions.add_partner, project, request.user, **form.cleaned_data):
        messages.success(request, _("The partner takes part."))
        return redirect("plan:partners_of", pk)
    context = {**door.frame(request.user, project), "form": form, "has_others": bool(offer.few)}
    return render(request, "plan/projects/add_partner.html", {**context, "is_whole": offer.is_whole})


def _row(project: Project, which: int) -> ProjectPartner:
    found = queries.partner_of(project, which)
    if found is None:
        raise Http404
    found.project = project
    return found


def change(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    project = door.plan(request, pk)
    row = _row(project, which)
    form = ShortForm(request.POST or None, initial={"short": row.short})
    if form.is_valid() and carried_out(form, actions.change_partner, row, request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("plan:partners_of", pk)
    context = {**door.frame(request.user, project), "form": form, "row": row}
    return render(request, "plan/projects/change_partner.html", context)


def remove(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    project = door.plan(request, pk)
    row = _row(project, which)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove_partner, row, request.user):
        messages.success(request, _("%(partner)s takes part no more.") % {"partner": row.partner})
        return redirect("plan:partners_of", pk)
    context = {
        **door.frame(request.user, project),
        "form": form,
        "row": row,
        "leads": row.partner_id == project.partner_id,
        "stopping": analysis.work_in_words(queries.work_of(project, row.partner_id)),
    }
    return render(request, "plan/projects/remove_partner.html", context)
