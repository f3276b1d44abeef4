"""The list of methodologies, and what can be done with each as a whole."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT
from mentorway.web.methodology import exports, queries, rules
from mentorway.web.methodology.actions import methodologies as actions
from mentorway.web.methodology.actions.methodology_parts import StaleError
from mentorway.web.methodology.analysis.methodologies import content_of
from mentorway.web.methodology.analysis.methodology_changes import Change, named, whole_differences
from mentorway.web.methodology.analysis.methodology_checks import coverage_of, faults_of, known_to
from mentorway.web.methodology.analysis.methodology_reading import by_level, in_lists, measured, read_in
from mentorway.web.methodology.analysis.methodology_texts import texts_of
from mentorway.web.methodology.forms.fields import read_of
from mentorway.web.methodology.forms.methodologies import (
    CopyMethodologyForm,
    MethodologyFileForm,
    MethodologyForm,
    NewMethodologyForm,
    initial_of,
)
from mentorway.web.methodology.models import DAYS_IN_BIN, Methodology
from mentorway.web.methodology.views import methodology_door as door


@require_safe
def home(_request: MemberRequest) -> HttpResponse:
    """The activity begins with what is measured; questions and instruments follow from it."""
    return redirect("methodology:methodology:list")


@require_safe
def methodologies(request: MemberRequest) -> HttpResponse:
    words = paging.words_of(request)
    listed = paging.paged(request, queries.methodologies_of(request.user, words), chosen={"q": words})
    context = {
        **listed,
        "rows": in_lists(listed["page"], get_language() or "en"),
        "words": words,
        "has_partner": queries.partners_to_own(request.user).exists(),
        "has_deleted": queries.deleted_methodologies_of(request.user).exists(),
    }
    return render(request, "methodology/methodology_list.html", context)


def create(request: MemberRequest) -> HttpResponse:
    partners = queries.partners_to_own(request.user)
    form = NewMethodologyForm(request.POST or None, partners=partners)
    if form.is_valid() and carried_out(form, actions.create, request.user, **form.asked()):
        return redirect(_newest(request))
    return render(request, "methodology/methodology_new.html", {"form": form, "has_partner": bool(partners)})


def _newest(request: MemberRequest) -> str:
    row = queries.newest_methodology_of(request.user)
    return reverse("methodology:methodology:overview", args=[row.pk]) if row else reverse("home")


def take_in(request: MemberRequest) -> HttpResponse:
    partners = queries.partners_to_own(request.user)
    form = MethodologyFileForm(request.POST or None, request.FILES or None, partners=partners)
    is_wanted = form.is_valid() and not form.cleaned_data["look_only"]
    if is_wanted and carried_out(form, actions.take_in, request.user, **form.asked()):
        messages.success(request, _("The file is read. Look through its indicators."))
        return redirect(_newest(request))
    context = {
        "form": form,
        "reading": form.reading,
        "has_partner": bool(partners),
        "is_only_looked_at": form.is_bound and form.is_valid(),
    }
    return render(request, "methodology/methodology_import.html", context)


@require_safe
def overview(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    content = content_of(row)
    known = known_to(row, content)
    shown = read_in(row, content, texts_of(content), get_language() or "en")
    context = {
        **door.frame(request.user, row),
        "shown": shown,
        "constructs": [(one, measured(one, content)) for one in shown.content["constructs"]],
        "levels": by_level(shown.content, known),
        "coverage": coverage_of(shown.content, known),
        "faults": faults_of(content, known),
    }
    return render(request, "methodology/methodology_overview.html", context)


@require_safe
def download(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    row = door.look(request, pk)
    file = exports.methodology_file(row.title, content_of(row), kind)
    if file is None:
        raise Http404
    return file.response()


def copy(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    partners = queries.partners_to_own(request.user)
    form = CopyMethodologyForm(request.POST or None, partners=partners)
    if form.is_valid() and carried_out(form, actions.copy, row, request.user, **form.cleaned_data):
        messages.success(request, _("The methodology is copied. Change it into your own."))
        return redirect(_newest(request))
    context = {**door.frame(request.user, row), "form": form, "has_partner": bool(partners)}
    return render(request, "methodology/methodology_copy.html", context)


def describe(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.work(request, pk)
    in_charge = rules.may_dispose(request.user, row)
    form = MethodologyForm(request.POST or None, initial=initial_of(row), in_charge=in_charge)
    conflict: list[Change] = []
    taken: list[str] = []

    def carry(**asked: Any) -> None:
        taken.extend(actions.describe(row, request.user, **asked))

    try:
        done = form.is_valid() and carried_out(form, carry, **form.asked())
    except StaleError as stale:
        done = False
        form, conflict = _clash(form, stale)
    if done:
        messages.success(request, _("The changes are saved."))
        door.tell_taken(request, named(taken))
        return redirect("methodology:methodology:overview", pk)
    context = {**door.frame(request.user, row), "form": form, "conflict": conflict}
    status = CONFLICT if conflict else 200
    return render(request, "methodology/methodology_description.html", context, status=status)


def _clash(form: MethodologyForm, stale: StaleError) -> tuple[MethodologyForm, list[Change]]:
    """Return a form with what both wrote, mine where they clash, and what they wrote there."""
    both, theirs = stale.together, stale.theirs
    if both is None or theirs is None:
        form.add_error(None, str(stale))
        return form, []
    kept = {"is_shared": form.cleaned_data.get("is_shared"), **read_of(theirs)}
    again = MethodologyForm(initial={**both.facts, **kept}, in_charge="is_shared" in form.fields)
    return again, whole_differences(
        {**both.facts, **{name: theirs[name] for name in both.clashes}}, both.facts
    )


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Methodology.objects, may=rules.may_dispose, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.delete, row):
        messages.success(request, _("%(title)s is deleted.") % {"title": row})
        return redirect("methodology:methodology:list")
    context = {**door.frame(request.user, row), "form": form, "days": DAYS_IN_BIN}
    return render(request, "methodology/methodology_deletion.html", context)


@require_safe
def deleted(request: MemberRequest) -> HttpResponse:
    found = queries.deleted_methodologies_of(request.user)
    rows = [(row, rules.may_dispose(request.user, row)) for row in found]
    return render(request, "methodology/methodology_deleted.html", {"rows": rows, "days": DAYS_IN_BIN})


def restore(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Methodology.bin, may=rules.may_dispose, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.restore, row):
        messages.success(request, _("%(title)s is back.") % {"title": row})
        return redirect("methodology:methodology:overview", pk)
    return render(request, "methodology/methodology_restoration.html", {"form": form, "methodology": row})
