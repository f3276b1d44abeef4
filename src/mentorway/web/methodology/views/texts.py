"""The board of texts, and the page where one text is worked on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.accounts.models import User
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.methodology import queries, rules
from mentorway.web.methodology.actions import translating
from mentorway.web.methodology.analysis.board import Line, State, chosen, lines_of, progress_of, state_of
from mentorway.web.methodology.analysis.changes import pieces
from mentorway.web.methodology.analysis.texts import Text
from mentorway.web.methodology.forms.translating import (
    DecisionForm,
    DraftForm,
    ReasonForm,
    RemarkForm,
    ReviewForm,
)
from mentorway.web.methodology.models import TRANSLATORS, Language, Part, Stage
from mentorway.web.methodology.views import door

ON_A_PAGE = 50


def _filtered(request: MemberRequest, lines: list[Line]) -> dict[str, Any]:
    state = request.GET.get("state", "")
    state = state if state in State.values else ""
    words = door.words_of(request)
    kept = chosen(lines, state=state, words=words)
    query = {name: value for name, value in (("q", words), ("state", state)) if value}
    return {
        "page": Paginator(kept, ON_A_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "states": State.choices,
        "words": words,
        "query": f"{urlencode(query)}&" if query else "",
        "total": len(lines),
    }


@require_safe
def whole_board(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    languages = queries.targets_of(row)
    lines = lines_of(door.texts(row), [language.pk for language in languages], queries.stages_of(row))
    found = _filtered(request, lines)
    context = {
        **door.frame(request.user, row),
        **found,
        "languages": [(language, progress_of(lines, place)) for place, language in enumerate(languages)],
        "rows": [(line.text, list(zip(languages, line.states, strict=True))) for line in found["page"]],
    }
    return render(request, "methodology/whole_board.html", context)


@require_safe
def board(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    language = door.target(request, pk, code)
    lines = lines_of(door.texts(language.questionnaire), [language.pk], queries.stages_in(language))
    parts = queries.parts_of(request.user, language)
    context = {
        **door.frame(request.user, language.questionnaire),
        **_filtered(request, lines),
        "language": language,
        "progress": progress_of(lines, 0),
        "parts": [Part(part).label for part in sorted(parts)],
        "adjudicates": Part.ADJUDICATOR in parts,
        "people": queries.people_with_parts(language, list(Part)),
        "drafted": queries.drafted_by(request.user, language) if parts & set(TRANSLATORS) else 0,
    }
    return render(request, "methodology/board.html", context)


@require_safe
def text(request: MemberRequest, pk: int, code: str, digest: str) -> HttpResponse:
    language = door.target(request, pk, code)
    texts = door.texts(language.questionnaire)
    return _page(request, language, texts, door.text(texts, digest))


def _page(
    request: MemberRequest, language: Language, texts: list[Text], here: Text, **bound: forms.Form
) -> HttpResponse:
    work = queries.work_on(request.user, language, here.key)
    translation = work.translation
    stages = queries.stages_in(language)
    context = {
        **door.frame(request.user, language.questionnaire),
        "language": language,
        "text": here,
        "work": work,
        "state": state_of(here, language.pk, stages),
        "diff": pieces(translation.source, here.source) if translation else [],
        "history": queries.history_of(
            request.user, language, here.key, drafts_too=bool(translation and translation.stage != Stage.OPEN)
        ),
        "variants": queries.variants_of(language, here.key),
        **_around(texts, here, _waiting(request, language, texts, stages)),
        **_forms(request, language, work, bound),
    }
    return render(request, "methodology/text.html", context)


def _waiting(request: MemberRequest, language: Language, texts: list[Text], stages: Any) -> set[str]:
    """Return the keys of the texts that wait for the person."""
    parts = queries.parts_of(request.user, language)
    handed = queries.handed_in_by(request.user, language)
    found = set()
    for one in texts:
        stage = stages.get((language.pk, one.key), (Stage.OPEN.value, ""))[0]
        stale = state_of(one, language.pk, stages) == State.STALE
        if rules.waits_for(parts, stage, handed_in=one.key in handed, stale=stale):
            found.add(one.key)
    return found


def _around(texts: list[Text], here: Text, waiting: set[str]) -> dict[str, Any]:
    """Return the texts before and after, and the next one that waits."""
    place = here.place
    after = [*texts[place + 1 :], *texts[:place]]
    return {
        "number": place + 1,
        "count": len(texts),
        "before": texts[place - 1] if place else None,
        "after": texts[place + 1] if place + 1 < len(texts) else None,
        "next": next((one for one in after if one.key in waiting), None),
    }


def _forms(
    request: MemberRequest, language: Language, work: queries.Work, bound: dict[str, forms.Form]
) -> dict[str, Any]:
    """Return the forms for what the person may do with the text now."""
    parts = queries.parts_of(request.user, language)
    row = work.translation
    stage = row.stage if row else Stage.OPEN
    found: dict[str, Any] = {"remark_form": RemarkForm(prefix="remark")}
    if stage == Stage.OPEN and parts & set(TRANSLATORS):
        initial = {"written": work.mine.text if work.mine else "", "hand_in": True}
        found["draft_form"] = DraftForm(initial=initial)
    if row and stage in (Stage.DRAFTED, Stage.REVIEWED) and Part.REVIEWER in parts:
        first = row.review or (work.drafts[0].text if work.drafts else "")
        found["review_form"] = ReviewForm(initial={"written": first, "comment": row.comment}, prefix="review")
    if row and stage in (Stage.REVIEWED, Stage.AGREED) and Part.ADJUDICATOR in parts:
        found["decision_form"] = DecisionForm(
            initial={"written": row.agreed or row.review}, prefix="decision"
        )
    if row and stage != Stage.OPEN and parts & {Part.REVIEWER, Part.ADJUDICATOR}:
        found["reason_form"] = ReasonForm(prefix="reason")
    may_remark = rules.may_remark(request.user, language)
    return {**found, **bound, "parts": parts, "may_remark": may_remark}


@dataclass(frozen=True)
class Step:
    """One step of the work on a text: who may do it, and what is done with which form."""

    name: str
    form: type[forms.Form]
    action: Callable[..., Any]
    may: Callable[[User, Any], bool] = rules.may_take_part
    prefix: str | None = None


def _step(request: MemberRequest, step: Step, pk: int, code: str, digest: str) -> HttpResponse:
    """Carry out one step of the work on a text, and show the text again."""
    language = door.target(request, pk, code, step.may)
    texts = door.texts(language.questionnaire)
    here = door.text(texts, digest)
    form = step.form(request.POST, prefix=step.prefix)
    if form.is_valid() and carried_out(
        form, step.action, language, request.user, text=here, **form.cleaned_data
    ):
        messages.success(request, _("The changes are saved."))
        return redirect("methodology:text", pk, code, digest)
    return _page(request, language, texts, here, **{step.name: form})


@require_POST
def text_draft(request: MemberRequest, pk: int, code: str, digest: str) -> HttpResponse:
    return _step(request, Step("draft_form", DraftForm, translating.save_draft), pk, code, digest)


@require_POST
def text_review(request: MemberRequest, pk: int, code: str, digest: str) -> HttpResponse:
    step = Step("review_form", ReviewForm, translating.review, prefix="review")
    return _step(request, step, pk, code, digest)


@require_POST
def text_decide(request: MemberRequest, pk: int, code: str, digest: str) -> HttpResponse:
    step = Step("decision_form", DecisionForm, translating.adjudicate, prefix="decision")
    return _step(request, step, pk, code, digest)


@require_POST
def text_reopen(request: MemberRequest, pk: int, code: str, digest: str) -> HttpResponse:
    step = Step("reason_form", ReasonForm, translating.reopen, prefix="reason")
    return _step(request, step, pk, code, digest)


@require_POST
def text_remark(request: MemberRequest, pk: int, code: str, digest: str) -> HttpResponse:
    step = Step("remark_form", RemarkForm, translating.remark, rules.may_remark, "remark")
    return _step(request, step, pk, code, digest)
