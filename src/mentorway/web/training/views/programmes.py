"""The list of programmes, and what can be done with each as a whole."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import access, attachments, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT
from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.methodology.analysis.methodology_changes import Change
from mentorway.web.training import exports, queries, rules
from mentorway.web.training.actions import drafting
from mentorway.web.training.actions import programmes as actions
from mentorway.web.training.actions.drafting import StaleError
from mentorway.web.training.actions.editions import faults_of
from mentorway.web.training.analysis.changes import whole_differences
from mentorway.web.training.analysis.parts import described
from mentorway.web.training.analysis.reading import in_lists, matrix, modules_of
from mentorway.web.training.analysis.whole import content_of, references
from mentorway.web.training.analysis.words import AREAS
from mentorway.web.training.forms.programmes import (
    DescriptionForm,
    NewProgrammeForm,
    ProgrammeFileForm,
    initial_of,
)
from mentorway.web.training.models import DAYS_IN_BIN, REVISIONS_KEPT, File, Programme
from mentorway.web.training.views import door


@require_safe
def programmes(request: MemberRequest) -> HttpResponse:
    words = paging.words_of(request)
    listed = paging.paged(request, queries.programmes_of(request.user, words), chosen={"q": words})
    context = {
        **listed,
        "rows": in_lists(listed["page"], get_language() or "en"),
        "words": words,
        "has_partner": queries.partners_to_own(request.user).exists(),
        "has_deleted": queries.deleted_of(request.user).exists(),
    }
    return render(request, "training/programmes.html", context)


def create(request: MemberRequest) -> HttpResponse:
    partners = queries.partners_to_own(request.user)
    form = NewProgrammeForm(request.POST or None, partners=partners)
    if form.is_valid() and carried_out(form, actions.create, request.user, **form.asked()):
        return redirect(_newest(request))
    return render(request, "training/new.html", {"form": form, "has_partner": bool(partners)})


def _newest(request: MemberRequest) -> str:
    row = queries.newest_of(request.user)
    return reverse("training:overview", args=[row.pk]) if row else reverse("home")


def take_in(request: MemberRequest) -> HttpResponse:
    partners = queries.partners_to_own(request.user)
    form = ProgrammeFileForm(request.POST or None, request.FILES or None, partners=partners)
    is_wanted = form.is_valid() and not form.cleaned_data["look_only"]
    if is_wanted and carried_out(form, actions.take_in, request.user, **form.asked()):
        messages.success(request, _("The file is read. Look through its modules."))
        return redirect(_newest(request))
    context = {
        "form": form,
        "reading": form.reading,
        "has_partner": bool(partners),
        "is_only_looked_at": form.is_bound and form.is_valid(),
    }
    return render(request, "training/import.html", context)


@require_safe
def overview(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    frame = door.frame(request.user, row)
    cited = references(row, request.user)
    modules = [
        (one, [each for each in cited if each.row.module == one.facts["key"]])
        for one in modules_of(frame["shown"].content)
    ]
    context = {
        **frame,
        "modules": modules,
        "whole": described(row.content),
        "faults": faults_of(row) if row.content["modules"] else [],
        "last": queries.last_change(row),
    }
    return render(request, "training/overview.html", context)


@require_safe
def coverage(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    frame = door.frame(request.user, row)
    rows = matrix(frame["shown"].content)
    used = {area for one in rows for area in one.areas}
    modules, missing = modules_of(frame["shown"].content), [AREAS[area] for area in AREAS if area not in used]
    context = {
        **frame,
        "rows": rows,
        "modules": modules,
        "is_complete": not missing and not any(one.gaps for one in modules),
        "whole": described(row.content),
        "areas": [(label, sum(area in one.areas for one in rows)) for area, label in AREAS.items()],
        "missing": missing,
        "cited": _cited(row, request, frame["shown"].content),
    }
    return render(request, "training/coverage.html", context)


def _cited(row: Programme, request: MemberRequest, content: dict[str, object]) -> list[object]:
    """Return what is cited, each once, with the modules that answer it."""
    modules: list[dict[str, str]] = content["modules"]  # type: ignore[assignment]
    titles = {one["key"]: one["title"] for one in modules}
    found: dict[tuple[str, str], tuple[object, list[tuple[str, str]]]] = {}
    for one in references(row, request.user):
        if one.row.module in titles:
            where = found.setdefault((one.kind, one.title), (one, []))
            where[1].append((one.row.module, titles[one.row.module]))
    return list(found.values())


@require_safe
def download(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    return exports.plain(row.title, content_of(row)).response()


@require_safe
def file(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    row = access.fetch(request.user, File.objects, programme=pk, pk=which)
    return attachments.served(row.path, name=row.name, media_type=row.media_type)  # type: ignore[return-value]


@require_safe
def history(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    context = {
        **door.frame(request.user, row),
        "revisions": queries.revisions_of(row),
        "last": queries.last_change(row),
        "kept": REVISIONS_KEPT,
    }
    return render(request, "training/history.html", context)


@require_POST
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.work(request, pk)
    revision = request.POST.get("revision", "")
    try:
        gone = drafting.undo(row, request.user, revision=int(revision) if revision.isdecimal() else 0)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The last change is undone."))
        for title in gone:
            text = _("“%(title)s” is gone for good, so it is not cited again.")
            messages.warning(request, text % {"title": title})
    return redirect("training:overview", pk)


def describe(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.work(request, pk)
    in_charge = rules.may_dispose(request.user, row)
    form = DescriptionForm(request.POST or None, initial=initial_of(row), in_charge=in_charge)
    conflict: list[Change] = []
    if form.is_valid():
        try:
            done = carried_out(form, drafting.describe, row, request.user, **form.asked())
        except StaleError as stale:
            done, theirs = False, stale.theirs or {}
            conflict = whole_differences(theirs, form.texts())
            data = request.POST.copy()
            data["was"] = fingerprint_of(theirs)
            form = DescriptionForm(data, in_charge=in_charge)
            if not conflict:
                form.add_error(None, str(stale))
        if done:
            messages.success(request, _("The changes are saved."))
            return redirect("training:overview", pk)
    context = {**door.frame(request.user, row), "form": form, "conflict": conflict}
    return render(request, "training/description.html", context, status=CONFLICT if conflict else 200)


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Programme.objects, may=rules.may_dispose, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.delete, row):
        messages.success(request, _("%(title)s is deleted.") % {"title": row})
        return redirect("training:programmes")
    context = {**door.frame(request.user, row), "form": form, "days": DAYS_IN_BIN}
    return render(request, "training/deletion.html", context)


@require_safe
def deleted(request: MemberRequest) -> HttpResponse:
    found = queries.deleted_of(request.user)
    rows = [(row, rules.may_dispose(request.user, row)) for row in found]
    return render(request, "training/deleted.html", {"rows": rows, "days": DAYS_IN_BIN})


def restore(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Programme.bin, may=rules.may_dispose, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.restore, row):
        messages.success(request, _("%(title)s is back.") % {"title": row})
        return redirect("training:overview", pk)
    return render(request, "training/restoration.html", {"form": form, "programme": row})
