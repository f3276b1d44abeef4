"""The list of projects, and each as a whole."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT, conflict_of
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.network.forms.choosing import Offer
from mentorway.web.network.models import Partner
from mentorway.web.plan import rules
from mentorway.web.plan.actions import items as writing
from mentorway.web.plan.actions import projects as actions
from mentorway.web.plan.analysis import projects as analysis
from mentorway.web.plan.forms.projects import NewProjectForm, ProjectForm
from mentorway.web.plan.models import DAYS_IN_BIN, Project
from mentorway.web.plan.queries import projects as queries
from mentorway.web.plan.views import door

STANDINGS = ("running", "coming", "over")


@require_safe
def projects(request: MemberRequest) -> HttpResponse:
    words, today = paging.words_of(request), timezone.localdate()
    standing = paging.choice_of(request, "standing", STANDINGS)
    rows = queries.projects_of(request.user, words, standing, today)
    context = {
        **paging.paged(request, rows, chosen={"q": words, "standing": standing}),
        "words": words,
        "standing": standing,
        "today": today,
        "is_chosen": bool(words or standing),
        "has_partner": queries.partners_to_lead(request.user).exists(),
        "has_deleted": queries.deleted_of(request.user).exists(),
    }
    return render(request, "plan/projects/list.html", context)


def create(request: MemberRequest) -> HttpResponse:
    leads = queries.partners_to_lead(request.user)
    if not leads:
        return render(request, "plan/projects/new.html")
    form = NewProjectForm(
        request.POST or None,
        leads=leads,
        offer=Offer.of(Partner.objects.listed_to(request.user).order_by("name"), leads),
        initial=analysis.beginnings(timezone.localdate()),
    )
    made: list[Project] = []
    if form.is_valid() and carried_out(form, lambda: made.append(_begin(request, form))):
        messages.success(request, _("The project is there. Look at its lines and make them yours."))
        return redirect("plan:project", made[0].pk)
    return render(request, "plan/projects/new.html", {"form": form})


def _begin(request: MemberRequest, form: NewProjectForm) -> Project:
    facts = {**form.cleaned_data}
    begins = facts.pop("begins")
    return writing.begin(request.user, begins=begins, **facts)


@require_safe
def overview(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.look(request, pk)
    context = {**door.frame(request.user, project), "overview": analysis.overview_of(project)}
    return render(request, "plan/projects/overview.html", context)


def change(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.plan(request, pk)
    standing = actions.Standing(queries.facts_number(project))
    initial = {**analysis.facts_of(project), "revision": standing.revision}
    form = ProjectForm(settled(request.POST), initial=initial)
    kept = queries.kept_of_project(project, analysis.snapshot_of(project))
    merge = form.is_valid() and conflict_of(form, standing, kept)
    frame = door.frame(request.user, project)
    if merge:
        context = {**frame, "merge": MergeForm(merge, form)}
        return render(request, "plan/projects/merge.html", context, status=CONFLICT)
    if form.is_valid() and carried_out(form, actions.change, project, request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("plan:project", pk)
    return render(request, "plan/projects/change.html", {**frame, "form": form})


def use_template(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.plan(request, pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, writing.use_template, project, request.user):
        messages.success(request, _("The lines are there. Make them yours."))
        return redirect("plan:items", pk)
    return render(request, "plan/projects/template.html", {**door.frame(request.user, project), "form": form})


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.dispose(request, pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.delete, project):
        messages.success(request, _("%(title)s is deleted.") % {"title": project})
        return redirect("plan:projects")
    context = {**door.frame(request.user, project), "form": form, "days": DAYS_IN_BIN}
    return render(request, "plan/projects/delete.html", context)


@require_safe
def deleted(request: MemberRequest) -> HttpResponse:
    found = paging.paged(request, queries.deleted_of(request.user))
    rows = [(row, rules.may_dispose(request.user, row)) for row in found["page"]]
    return render(request, "plan/projects/deleted.html", {**found, "rows": rows, "days": DAYS_IN_BIN})


def restore(request: MemberRequest, pk: int) -> HttpResponse:
    project = access.fetch(request.user, Project.bin, may=rules.may_dispose, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.restore, project):
        messages.success(request, _("%(title)s is back.") % {"title": project})
        return redirect("plan:project", pk)
    return render(request, "plan/projects/restore.html", {"form": form, "project": project})
