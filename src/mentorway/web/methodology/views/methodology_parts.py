"""Constructs, indicators and quality rules: looking at one, adding, changing, moving, removing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core.access import MemberRequest, there
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT
from mentorway.web.methodology.actions import methodology_parts as actions
from mentorway.web.methodology.actions.methodology_parts import StaleError
from mentorway.web.methodology.analysis.methodologies import Facts, content_of
from mentorway.web.methodology.analysis.methodology_changes import Change, differences, named
from mentorway.web.methodology.analysis.methodology_checks import coverage_of, known_to
from mentorway.web.methodology.analysis.methodology_presets import PRESETS, preset
from mentorway.web.methodology.analysis.methodology_reading import (
    by_level,
    drawn,
    measured,
    read_in,
    scale_choices,
)
from mentorway.web.methodology.analysis.methodology_sources import measured_scales, questions
from mentorway.web.methodology.analysis.methodology_texts import texts_of
from mentorway.web.methodology.forms import methodology_parts as forms
from mentorway.web.methodology.forms.fields import read_of
from mentorway.web.methodology.forms.methodology_parts import Written, initial_of
from mentorway.web.methodology.models import Methodology
from mentorway.web.methodology.views import methodology_door as door

MOST_SOURCES = 500


@dataclass(frozen=True)
class Section:
    """One of the three lists: its forms, its words, and where its pages stand."""

    kind: str
    tab: str
    page: str
    form: type[forms.PartForm]
    rows: tuple[str, type[forms.RowForm]] | None
    new: str | Promise
    changed: str | Promise
    removed: str | Promise


SECTIONS: Mapping[str, Section] = {
    "constructs": Section(
        "constructs",
        "overview",
        "overview",
        forms.ConstructForm,
        ("measures", forms.MeasureForm),
        gettext_lazy("New construct"),
        gettext_lazy("Change the construct"),
        gettext_lazy("Remove the construct"),
    ),
    "indicators": Section(
        "indicators",
        "indicators",
        "indicators",
        forms.IndicatorForm,
        ("quantities", forms.QuantityForm),
        gettext_lazy("New indicator"),
        gettext_lazy("Change the indicator"),
        gettext_lazy("Remove the indicator"),
    ),
    "quality_rules": Section(
        "quality_rules",
        "rules",
        "rules",
        forms.RuleForm,
        None,
        gettext_lazy("New quality rule"),
        gettext_lazy("Change the quality rule"),
        gettext_lazy("Remove the quality rule"),
    ),
}


def _shown(row: Methodology, content: Facts) -> Any:
    return read_in(row, content, texts_of(content), get_language() or "en")


@require_safe
def indicators(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    content = content_of(row)
    known, shown = known_to(row, content), _shown(row, content)
    context = {
        **door.frame(request.user, row),
        "shown": shown,
        "levels": by_level(shown.content, known),
        "coverage": coverage_of(shown.content, known),
    }
    return render(request, "methodology/methodology_indicators.html", context)


@require_safe
def rules(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    context = {
        **door.frame(request.user, row),
        "shown": _shown(row, content_of(row)),
        "presets": [(name, known["name"]) for name, known in PRESETS.items()],
    }
    return render(request, "methodology/methodology_rules.html", context)


@require_safe
def construct(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    row = door.look(request, pk)
    content = content_of(row)
    shown = _shown(row, content)
    facts = _facts_of(shown.content, "constructs", key)
    scales = {f"{key}/{one['scale']}" for one in facts["measures"]}
    using = [
        one
        for one in shown.content["indicators"]
        if one["construct"] == key or any(each["source"] in scales for each in one["quantities"])
    ]
    context = {
        **door.frame(request.user, row),
        "shown": shown,
        "facts": facts,
        "measures": measured(facts, content),
        "using": using,
    }
    return render(request, "methodology/methodology_construct.html", context)


@require_safe
def indicator(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    row = door.look(request, pk)
    content = content_of(row)
    shown = _shown(row, content)
    facts = _facts_of(shown.content, "indicators", key)
    constructs = {one["key"]: one["name"] for one in shown.content["constructs"]}
    context = {
        **door.frame(request.user, row),
        "shown": shown,
        "facts": facts,
        "drawn": drawn(facts, known_to(row, content)),
        "construct": constructs.get(facts["construct"], ""),
    }
    return render(request, "methodology/methodology_indicator.html", context)


def _facts_of(content: Mapping[str, Any], kind: str, key: str) -> Facts:
    return there(next((one for one in content[kind] if one["key"] == key), None))


def add(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    row = door.work(request, pk)
    content = content_of(row)
    start = preset(request.GET.get("preset", "")) if kind == "quality_rules" else {}
    start = start or ({"level": request.GET.get("level", "")} if kind == "indicators" else {})
    written = _asked(request, _written(row, content, kind, start))

    def carry(facts: Facts) -> None:
        actions.add(row, request.user, kind=kind, facts=facts)

    if _is_done(request, written, carry):
        messages.success(request, _("The changes are saved."))
        return _back(pk, kind)
    return _form_page(request, row, content, (kind, written, []))


def change(request: MemberRequest, pk: int, kind: str, key: str) -> HttpResponse:
    row = door.work(request, pk)
    content = content_of(row)
    facts = _facts_of(content, kind, key)
    written = _asked(request, _written(row, content, kind, initial_of(kind, facts)))
    taken: list[str] = []

    def carry(wish: Facts) -> None:
        was = written.form.read()
        taken.extend(actions.change(row, request.user, kind=kind, facts=wish, was=was))

    try:
        done = _is_done(request, written, carry)
    except StaleError as stale:
        return _clash_page(request, row, (kind, key, written), stale)
    if done:
        messages.success(request, _("The changes are saved."))
        door.tell_taken(request, named(taken))
        return _back(pk, kind)
    return _form_page(request, row, content, (kind, written, []), key)


def _clash_page(
    request: MemberRequest, row: Methodology, asked: tuple[str, str, Written], stale: StaleError
) -> HttpResponse:
    """Show what both wrote put together, mine where they clash, and what they wrote there."""
    (kind, key, written), both, content = asked, stale.together, content_of(row)
    conflict: list[Change] = []
    if both is None or stale.theirs is None:
        written.form.add_error(None, str(stale))
    else:
        theirs = {**both.facts, **{name: stale.theirs[name] for name in both.clashes}}
        conflict = differences(kind, theirs, both.facts)
        start = {**initial_of(kind, both.facts), **read_of(stale.theirs)}
        written = _written(row, content, kind, start).ask()
    return _form_page(request, row, content, (kind, written, conflict), key)


def _asked(request: HttpRequest, written: Written) -> Written:
    if request.method != "POST":
        return written.ask()
    return written.with_more_rows(request.POST) if "more" in request.POST else written.take(request.POST)


def _is_done(request: HttpRequest, written: Written, carry: Callable[[Facts], None]) -> bool:
    if request.method != "POST" or "more" in request.POST or not written.is_valid():
        return False
    return carried_out(written.form, carry, written.facts())


def _written(row: Methodology, content: Facts, kind: str, start: Facts) -> Written:
    section = SECTIONS[kind]
    options: dict[str, Any] = {"form": {"taken": [one["key"] for one in content[kind]]}}
    if kind == "indicators":
        options["form"]["constructs"] = [(one["key"], one["name"]) for one in content["constructs"]]
    if kind == "constructs":
        options["rows"] = {"scales": scale_choices(known_to(row, content), start)}
    return Written(section.form, section.rows, start=start, options=options)


def _form_page(
    request: MemberRequest,
    row: Methodology,
    content: Facts,
    asked: tuple[str, Written, list[Change]],
    key: str = "",
) -> HttpResponse:
    kind, written, conflict = asked
    section = SECTIONS[kind]
    context = {
        **door.frame(request.user, row),
        "section": section,
        "heading": section.changed if key else section.new,
        "written": written,
        "conflict": conflict,
        "back": f"methodology:methodology:{section.page}",
        "sources": [*measured_scales(content), *questions(row)][:MOST_SOURCES]
        if kind == "indicators"
        else [],
    }
    status = CONFLICT if conflict else 200
    return render(request, "methodology/methodology_part_form.html", context, status=status)


def remove(request: MemberRequest, pk: int, kind: str, key: str) -> HttpResponse:
    row = door.work(request, pk)
    content = content_of(row)
    facts = _facts_of(content, kind, key)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove, row, request.user, kind=kind, key=key):
        messages.success(request, _("%(title)s is removed.") % {"title": facts["name"]})
        return _back(pk, kind)
    section = SECTIONS[kind]
    context = {
        **door.frame(request.user, row),
        "form": form,
        "facts": facts,
        "section": section,
        "back": f"methodology:methodology:{section.page}",
    }
    return render(request, "methodology/methodology_part_removal.html", context)


@require_POST
def move(request: MemberRequest, pk: int, kind: str, key: str) -> HttpResponse:
    row = door.work(request, pk)
    actions.move(row, request.user, kind=kind, key=key, up="up" in request.POST)
    return _back(pk, kind)


def _back(pk: int, kind: str) -> HttpResponse:
    return redirect(f"methodology:methodology:{SECTIONS[kind].page}", pk)
