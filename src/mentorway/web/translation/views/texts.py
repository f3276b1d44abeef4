"""The board of texts, and the page where one text is worked on."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.accounts.models import User
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.translation import queries
from mentorway.web.translation.actions import translating
from mentorway.web.translation.analysis.board import (
    Line,
    State,
    chosen,
    lines_of,
    progress_of,
    state_of,
    waiting_for,
)
from mentorway.web.translation.analysis.differences import pieces
from mentorway.web.translation.analysis.texts import Text
from mentorway.web.translation.forms import DecisionForm, DraftForm, ReasonForm, RemarkForm, ReviewForm
from mentorway.web.translation.models import TRANSLATORS, Part, Stage
from mentorway.web.translation.views import door
from mentorway.web.translation.views.door import AnyOwner, Desk

ON_A_PAGE = 50


def _filtered(request: MemberRequest, lines: list[Line]) -> dict[str, Any]:
    state = request.GET.get("state", "")
    state = state if state in State.values else ""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
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
def whole_board(request: MemberRequest, owner: AnyOwner, pk: int) -> HttpResponse:
    row = door.look(request, owner, pk)
    languages, stages = queries.targets_of(row.document), queries.stages_of(row.document)
    lines = lines_of(owner.texts(row), [language.pk for language in languages], stages)
    found = _filtered(request, lines)
    context = {
        **door.frame(request.user, owner, row),
        **found,
        "languages": [(language, progress_of(lines, place)) for place, language in enumerate(languages)],
        "rows": [(line.text, list(zip(languages, line.states, strict=True))) for line in found["page"]],
    }
    return render(request, "translation/whole_board.html", context)


@require_safe
def board(request: MemberRequest, owner: AnyOwner, pk: int, code: str) -> HttpResponse:
    desk = door.desk(request, owner, pk, code)
    language = desk.language
    lines = lines_of(desk.texts(), [language.pk], queries.stages_in(language))
    parts = queries.parts_of(request.user, language)
    context = {
        **desk.frame(request.user),
        **_filtered(request, lines),
        "progress": progress_of(lines, 0),
        "parts": [Part(part).label for part in sorted(parts)],
        "adjudicates": Part.ADJUDICATOR in parts,
        "people": queries.people_with_parts(language, list(Part)),
        "drafted": queries.drafted_by(request.user, language) if parts & set(TRANSLATORS) else 0,
    }
    return render(request, "translation/board.html", context)


@require_safe
def text(request: MemberRequest, owner: AnyOwner, pk: int, code: str, digest: str) -> HttpResponse:
    desk = door.desk(request, owner, pk, code)
    texts = desk.texts()
    return _page(request, desk, texts, door.text(texts, digest))


def _page(
    request: MemberRequest, desk: Desk, texts: list[Text], here: Text, **bound: forms.Form
) -> HttpResponse:
    language = desk.language
    work = queries.work_on(request.user, language, here.key)
    translation = work.translation
    parts = queries.parts_of(request.user, language)
    context = {
        **desk.frame(request.user),
        "text": here,
        "work": work,
        "state": state_of(here, language.pk, queries.stages_in(language)),
        "diff": pieces(translation.source, here.source) if translation else [],
        "history": queries.history_of(
            request.user, language, here.key, drafts_too=bool(translation and translation.stage != Stage.OPEN)
        ),
        "variants": queries.variants_of(language, here.key),
        **_around(texts, here, waiting_for(request.user, language, parts, texts)),
        **_forms(parts, work),
        **bound,
        "parts": parts,
        "may_remark": door.remarks(request.user, desk),
    }
    return render(request, "translation/text.html", context)


def _around(texts: list[Text], here: Text, waiting: Collection[str]) -> dict[str, Any]:
    """Return the texts before and after, and the next one that waits."""
    place = texts.index(here)
    after = [*texts[place + 1 :], *texts[:place]]
    return {
        "number": place + 1,
        "count": len(texts),
        "before": texts[place - 1] if place else None,
        "after": texts[place + 1] if place + 1 < len(texts) else None,
        "next": next((one for one in after if one.key in waiting), None),
    }


def _forms(parts: set[str], work: queries.Work) -> dict[str, Any]:
    """Return the forms for what somebody with these parts may do with the text now."""
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
    return found


@dataclass(frozen=True)
class Step:
    """One step of the work on a text: who may do it, and what is done with which form."""

    name: str
    form: type[forms.Form]
    action: Callable[..., Any]
    may: Callable[[User, Desk], bool] = door.takes_part
    prefix: str | None = None
    decides: bool = False  # whether an adjudicated text may come, change or go


def _page_of(step: Step) -> Callable[..., HttpResponse]:
    """Return the page that carries out one step of the work on a text, and shows the text again."""

    @require_POST
    def page(request: MemberRequest, owner: AnyOwner, pk: int, code: str, digest: str) -> HttpResponse:
        desk = door.desk(request, owner, pk, code, step.may)
        texts = desk.texts()
        here = door.text(texts, digest)
        form = step.form(request.POST, prefix=step.prefix)
        action = desk.followed(step.action) if step.decides else step.action
        if form.is_valid() and carried_out(
            form, action, desk.language, request.user, text=here, **form.cleaned_data
        ):
            messages.success(request, _("The changes are saved."))
            return desk.to("text", digest)
        return _page(request, desk, texts, here, **{step.name: form})

    return page


text_draft = _page_of(Step("draft_form", DraftForm, translating.save_draft))
text_review = _page_of(Step("review_form", ReviewForm, translating.review, prefix="review"))
text_decide = _page_of(
    Step("decision_form", DecisionForm, translating.adjudicate, prefix="decision", decides=True)
)
text_reopen = _page_of(Step("reason_form", ReasonForm, translating.reopen, prefix="reason", decides=True))
text_remark = _page_of(Step("remark_form", RemarkForm, translating.remark, door.remarks, "remark"))
