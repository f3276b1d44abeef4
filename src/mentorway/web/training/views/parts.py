"""The modules of a programme, and what is in them: shown, added, changed, moved and removed."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT
from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.methodology.analysis.methodology_changes import Change
from mentorway.web.training import queries
from mentorway.web.training.actions import drafting as actions
from mentorway.web.training.actions import files
from mentorway.web.training.actions.drafting import StaleError
from mentorway.web.training.analysis import parts
from mentorway.web.training.analysis.changes import differences, title_of
from mentorway.web.training.analysis.parts import Facts, said_outcome
from mentorway.web.training.analysis.reading import minutes_of, module_gaps, outcome_gaps, timed
from mentorway.web.training.analysis.whole import references
from mentorway.web.training.analysis.words import AREAS, ASSESSMENTS, MATERIALS
from mentorway.web.training.forms.written import EMPTY, Written
from mentorway.web.training.models import Programme
from mentorway.web.training.views import door

CHOSEN: Mapping[str, Mapping[str, Any]] = {"materials": MATERIALS, "assessments": ASSESSMENTS}
NEW: Mapping[str, str | Promise] = {
    "modules": gettext_lazy("New module"),
    "outcomes": gettext_lazy("New learning outcome"),
    "sessions": gettext_lazy("New session"),
    "materials": gettext_lazy("New material"),
    "assessments": gettext_lazy("New assessment"),
}
CHANGED: Mapping[str, str | Promise] = {
    "modules": gettext_lazy("Change the module"),
    "outcomes": gettext_lazy("Change the learning outcome"),
    "sessions": gettext_lazy("Change the session"),
    "materials": gettext_lazy("Change the material"),
    "assessments": gettext_lazy("Change the assessment"),
}
REMOVED: Mapping[str, str | Promise] = {
    "modules": gettext_lazy("Remove the module"),
    "outcomes": gettext_lazy("Remove the learning outcome"),
    "sessions": gettext_lazy("Remove the session"),
    "materials": gettext_lazy("Remove the material"),
    "assessments": gettext_lazy("Remove the assessment"),
}


@require_safe
def module(request: MemberRequest, pk: int, module: str) -> HttpResponse:
    row = door.look(request, pk)
    frame = door.frame(request.user, row)
    found = door.module_of(frame["shown"].content, module)
    skills = {one.esco: one.name for one in queries.skills()}
    context = {
        **frame,
        "module": found,
        "minutes": sum(map(minutes_of, found["sessions"])),
        "outcomes": [
            (
                one,
                [AREAS[area] for area in one["areas"]],
                [(each, skills.get(each, each)) for each in one["esco"]],
            )
            for one in found["outcomes"]
        ],
        "sessions": [(one, minutes_of(one)) for one in found["sessions"]],
        "materials": [(one, MATERIALS[one["kind"]]) for one in found["materials"]],
        "assessments": [(one, ASSESSMENTS[one["kind"]]) for one in found["assessments"]],
        "material_kinds": MATERIALS.items(),
        "assessment_kinds": ASSESSMENTS.items(),
        "gaps": module_gaps(found, outcome_gaps(parts.described(frame["shown"].content))),
        "cited": [one for one in references(row, request.user) if one.row.module == module],
        "last": queries.last_change(row),
    }
    return render(request, "training/module.html", context)


@require_safe
def part(request: MemberRequest, pk: int, module: str, kind: str, key: str) -> HttpResponse:
    row = door.look(request, pk)
    frame = door.frame(request.user, row)
    content = frame["shown"].content
    facts = door.part_of(content, kind, module, key)
    names = dict(parts.choices_of(content)["outcomes"])
    context = {**frame, "module": door.module_of(content, module), "facts": facts, "kind": kind}
    if kind == "sessions":
        context |= {"steps": timed(content, facts), "minutes": minutes_of(facts)}
    elif kind == "materials":
        context |= {"said": MATERIALS[facts["kind"]], "file": queries.file_of(row, facts["sha256"])}
    elif kind == "assessments":
        context |= {
            "said": ASSESSMENTS[facts["kind"]],
            "outcomes": [names.get(one, one) for one in facts["outcomes"]],
            "level": facts["pass_level"] + 1,
        }
    else:
        raise Http404
    return render(request, f"training/{kind[:-1]}.html", context)


def add(request: MemberRequest, pk: int, kind: str, module: str = "") -> HttpResponse:
    row = door.work(request, pk)
    if kind not in EMPTY or (kind == parts.MODULE) == bool(module):
        raise Http404
    draft = door.draft_with(request, row, parts.MODULE, (module, module)) if module else row.content
    start = {**EMPTY[kind]}
    if kind in CHOSEN:
        wanted = request.GET.get("kind", "")
        start["kind"] = wanted if wanted in CHOSEN[kind] else next(iter(CHOSEN[kind]))
    written = _asked(request, Written(kind, start, _options(draft, kind, module, start)))

    def carry() -> None:
        facts = _with_file(row, request, written)
        actions.add(row, request.user, kind=kind, module=module, facts=facts)

    if _is_done(request, written, carry):
        messages.success(request, _("The changes are saved."))
        return redirect(_back(pk, kind, module))
    return _form_page(request, row, (kind, module, NEW[kind]), written)


def change(request: MemberRequest, pk: int, kind: str, module: str, key: str = "") -> HttpResponse:
    row = door.work(request, pk)
    draft = door.draft_with(request, row, kind, (module, key or module))
    facts = door.part_of(draft, kind, module, key or module)
    written = _asked(request, Written(kind, facts, _options(draft, kind, module, facts)))
    conflict: list[Change] = []

    def carry() -> None:
        wish = _with_file(row, request, written)
        was = written.form.cleaned_data["was"]
        actions.change(row, request.user, kind=kind, where=(module, wish), was=was)

    try:
        done = _is_done(request, written, carry)
    except StaleError as stale:
        done, theirs = False, stale.theirs or {}
        conflict = differences(kind, theirs, written.facts(), draft) if theirs else []
        data = request.POST.copy()
        data["was"] = fingerprint_of(theirs)
        written = written.take(data)
        if not conflict:
            written.form.add_error(None, str(stale))
    if done:
        messages.success(request, _("The changes are saved."))
        return redirect(_back(pk, kind, module, key))
    return _form_page(request, row, (kind, module, CHANGED[kind]), written, conflict)


def _asked(request: MemberRequest, written: Written) -> Written:
    if request.method != "POST":
        return written.ask()
    return (
        written.with_more_rows(request.POST)
        if "more" in request.POST
        else written.take(request.POST, request.FILES)
    )


def _is_done(request: MemberRequest, written: Written, carry: Callable[[], None]) -> bool:
    if request.method != "POST" or "more" in request.POST or not written.is_valid():
        return False
    return carried_out(written.form, carry)


def _with_file(row: Programme, request: MemberRequest, written: Written) -> Facts:
    """Return what was said; a file that came with it is kept, and named by its fingerprint."""
    facts = written.facts()
    file = written.form.cleaned_data.get("file")
    if file:
        kept = files.add(row, request.user, file=file, caption=facts["title"])
        facts |= {"sha256": kept.sha256, "address": kept.name}
    return facts


def _options(draft: Facts, kind: str, module: str, facts: Facts) -> dict[str, Any]:
    """Return what can be chosen in a part: of its module, and what it names already from elsewhere."""
    if kind == "outcomes":
        return {"skills": [(one.esco, one.name) for one in queries.skills()]}
    if kind not in ("sessions", "assessments"):
        return {}
    found = door.module_of(draft, module)
    rows = [facts, *facts.get("steps", ())]
    named = {key for one in rows for name in ("outcomes", "materials") for key in one.get(name, ())}
    own = {
        "outcomes": [(one["key"], said_outcome(one)) for one in found["outcomes"]],
        "materials": [(one["key"], one["title"]) for one in found["materials"]],
    }
    return {
        name: [*own[name], *(each for each in everything if each[0] in named and each not in own[name])]
        for name, everything in parts.choices_of(draft).items()
    }


def _form_page(
    request: MemberRequest,
    row: Programme,
    what: tuple[str, str, str | Promise],
    written: Written,
    conflict: list[Change] | None = None,
) -> HttpResponse:
    kind, module, heading = what
    home = parts.module_of(row.content, module)
    context = {
        **door.frame(request.user, row),
        "heading": heading,
        "written": written,
        "conflict": conflict or [],
        "module": home,
        "back": _back(row.pk, kind, module if home else ""),
    }
    status = CONFLICT if conflict else 200
    return render(request, "training/part_form.html", context, status=status)


def remove(request: MemberRequest, pk: int, kind: str, module: str, key: str = "") -> HttpResponse:
    row = door.work(request, pk)
    facts = door.part_of(row.content, kind, module, key or module)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    where = {"kind": kind, "module": module, "key": facts["key"]}
    if form.is_valid() and carried_out(form, actions.remove, row, request.user, **where):
        messages.success(request, _("%(title)s is removed.") % {"title": title_of(facts)})
        return redirect(_back(pk, kind, "" if kind == parts.MODULE else module))
    context = {
        **door.frame(request.user, row),
        "form": form,
        "name": title_of(facts),
        "heading": REMOVED[kind],
        "back": _back(pk, kind, module),
    }
    return render(request, "training/part_removal.html", context)


@require_POST
def move(request: MemberRequest, pk: int, kind: str, module: str, key: str = "") -> HttpResponse:
    row = door.work(request, pk)
    facts = door.part_of(row.content, kind, module, key or module)
    actions.move(row, request.user, kind=kind, where=(module, facts["key"]), up="up" in request.POST)
    return redirect(_back(pk, kind, "" if kind == parts.MODULE else module))


def _back(pk: int, kind: str, module: str, key: str = "") -> str:
    """Return the page to which one comes back: that of the part, of the module or of the programme."""
    if kind in ("sessions", "materials", "assessments") and key:
        return reverse("training:part", args=[pk, module, kind, key])
    if module:
        return reverse("training:module", args=[pk, module])
    return reverse("training:overview", args=[pk])
