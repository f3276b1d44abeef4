"""Power before a study: the questions, the answers, and what is kept of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.methodology import exports, rules
from mentorway.web.methodology.actions import power as actions
from mentorway.web.methodology.analysis import power_curve, power_sentences
from mentorway.web.methodology.analysis.power import Asked, Found, Kind, asked_of, found_of
from mentorway.web.methodology.forms.power import PowerForm
from mentorway.web.methodology.models import PowerAnalysis
from mentorway.web.methodology.translated import methodology_frame
from mentorway.web.methodology.views import methodology_door as door


@require_safe
def power(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    kept = [(one, *_sentences(one)) for one in row.power_analyses.select_related("by")]
    context = {**methodology_frame(request.user, row), "kept": kept, "kinds": Kind.choices}
    return render(request, "methodology/power_list.html", context)


def _sentences(row: PowerAnalysis) -> tuple[str, str]:
    asked, found = asked_of(row.asked), found_of(row.found)
    return power_sentences.looked_for(asked), power_sentences.answer(asked, found)


def new_power(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    frame = methodology_frame(request.user, row)
    kind = request.GET.get("kind", "")
    if kind not in Kind.values:
        return render(request, "methodology/power_kinds.html", {**frame, "kinds": Kind.choices})
    keeping = "keep" in request.POST
    if keeping and not frame["at_work"]:
        raise PermissionDenied
    form = PowerForm(request.POST or None, kind=kind, may_keep=frame["at_work"], keeping=keeping)
    if form.is_valid() and form.found and keeping:
        asked, found = form.found
        facts = {"title": form.cleaned_data["title"], "asked": asked, "found": found}
        if carried_out(form, actions.keep, row, request.user, **facts):
            messages.success(request, _("The power analysis is kept in the methodology."))
            return redirect("methodology:methodology:power", pk)
    shown = shown_of(*form.found) if form.is_bound and form.found else {}
    context = {**frame, "form": form, "kind": Kind(kind), **shown}
    return render(request, "methodology/power_form.html", context)


def shown_of(asked: Asked, found: Found) -> dict[str, Any]:
    """Return what a page shows of a result."""
    heads, rows = power_sentences.table(asked, found)
    return {
        "looked_for": power_sentences.looked_for(asked),
        "answer": power_sentences.answer(asked, found),
        "further": power_sentences.further(asked, found),
        "warnings": power_sentences.warnings(found),
        "facts": list(power_sentences.facts(asked)),
        "heads": heads,
        "rows": rows,
        "curve": power_curve.drawn(asked, found),
        "effect_name": power_sentences.EFFECTS[asked.kind],
        "of_effect": asked.wanted == "effect",
    }


def _analysis(request: MemberRequest, pk: int, which: int, may: Any = None) -> PowerAnalysis:
    row = door.look(request, pk) if may is None else door.work(request, pk)
    found: PowerAnalysis = access.fetch(request.user, row.power_analyses.select_related("by"), pk=which)
    return found


@require_safe
def power_analysis(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    kept = _analysis(request, pk, which)
    frame = methodology_frame(request.user, kept.methodology)
    shown = shown_of(asked_of(kept.asked), found_of(kept.found))
    return render(request, "methodology/power_analysis.html", {**frame, "kept": kept, **shown})


@require_safe
def power_file(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    return exports.power(_analysis(request, pk, which)).response()


def remove_power(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    kept = _analysis(request, pk, which, rules.may_work)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove, kept):
        messages.success(request, _("%(title)s is removed.") % {"title": kept})
        return redirect("methodology:methodology:power", pk)
    frame = methodology_frame(request.user, kept.methodology)
    return render(request, "methodology/power_removal.html", {**frame, "form": form, "kept": kept})
