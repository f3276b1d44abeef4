"""From a draft to published versions, and what can be done with these."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.methodology import exports, queries
from mentorway.web.methodology.actions import keeping
from mentorway.web.methodology.actions import publishing as actions
from mentorway.web.methodology.analysis import drafts
from mentorway.web.methodology.analysis.changes import changes
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.methodology.forms.questionnaires import CopyForm, PublishForm
from mentorway.web.methodology.models import Version
from mentorway.web.methodology.views import door


def publish(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.work(request, pk)
    form = PublishForm(request.POST or None, initial={"revision": row.revision})
    if form.is_valid() and carried_out(form, actions.publish, row, request.user, **form.cleaned_data):
        messages.success(request, _("The version is published. It will not change any more."))
        return redirect("methodology:versions", pk)
    row.refresh_from_db()
    found = actions.look(row)
    form = form if form.is_bound else PublishForm(initial={"revision": row.revision})
    context = {**door.frame(request.user, row), "form": form, "found": found, "revision": row.revision}
    return render(request, "methodology/publish.html", context)


@require_safe
def versions(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    context = {**door.frame(request.user, row), "versions": queries.versions_of(row)}
    return render(request, "methodology/versions.html", context)


def _version(request: MemberRequest, pk: int, number: int) -> Version:
    rows = Version.objects.select_related("questionnaire__partner", "published_by")
    return access.fetch(request.user, rows, questionnaire=pk, number=number)


@require_safe
def version(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    row = _version(request, pk, number)
    before = queries.version_before(row)
    context = {
        **door.frame(request.user, row.questionnaire),
        "version": row,
        "form": form_of(row),
        "before": before,
        "changes": changes(drafts.found(before.workbook), drafts.found(row.workbook)) if before else [],
    }
    return render(request, "methodology/version.html", context)


@require_safe
def version_file(request: MemberRequest, pk: int, number: int, kind: str) -> HttpResponse:
    file = exports.of_version(_version(request, pk, number), kind)
    if file is None:
        raise Http404
    return file.response()


def copy(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    row = _version(request, pk, number)
    partners = queries.partners_to_own(request.user)
    title = _("%(title)s (copy)") % {"title": row.questionnaire.title[:180]}
    form = CopyForm(request.POST or None, partners=partners, initial={"title": title})
    if form.is_valid() and carried_out(form, keeping.copy, row, request.user, **form.cleaned_data):
        messages.success(request, _("The new questionnaire is made."))
        newest = queries.newest_of(request.user)
        return redirect("methodology:draft", newest.pk if newest else pk)
    context = {**door.frame(request.user, row.questionnaire), "form": form, "version": row}
    return render(request, "methodology/copy.html", {**context, "has_partner": bool(partners)})


def copy_back(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    door.work(request, pk)
    row = _version(request, pk, number)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, keeping.copy_back, row, request.user):
        messages.success(request, _("The draft is what the version was. You can undo that."))
        return redirect("methodology:draft", pk)
    context = {**door.frame(request.user, row.questionnaire), "form": form, "version": row}
    return render(request, "methodology/copy_back.html", context)
