"""What the translations of an activity want from a person now; its own ``needs.py`` asks."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core import once
from mentorway.web.core.needs import Need
from mentorway.web.core.whether import is_any
from mentorway.web.translation import queries
from mentorway.web.translation.analysis.board import State, waiting_for
from mentorway.web.translation.models import Language, Stage
from mentorway.web.translation.owners import Owner


def needs_in(owner: Owner[Any], user: User) -> Iterator[Need]:
    """Texts that wait for one's translation, review or decision."""
    if not once.answer("translates", user.pk, lambda: is_any(queries.every_part_of, user)):
        return
    rows = owner.rows.visible_to(user)
    parts: dict[Language, set[str]] = {}
    for assignment in queries.assignments_of(user, rows):
        parts.setdefault(assignment.language, set()).add(assignment.part)
    theirs: dict[int, list[Language]] = {}
    for language in parts:
        theirs.setdefault(language.document_id, []).append(language)
    for row in sorted(rows.filter(document__in=theirs), key=str):
        texts = owner.texts(row)
        for language in theirs[row.document_id]:
            address = reverse(owner.named("board"), args=[row.pk, language.code])
            about = {"title": str(row), "language": language.name}
            counts = _counted(waiting_for(user, language, parts[language], texts))
            for state, sentence in _sentences(counts, about):
                yield Need(sentence, f"{address}?state={state}", urgent=state == State.STALE)


def _counted(waiting: Mapping[str, tuple[str, bool]]) -> Counter[str]:
    """Return how many texts wait, by stage, and how many of them are stale."""
    stages = Counter(stage for stage, _stale in waiting.values())
    stages[State.STALE.value] = sum(stale for _stage, stale in waiting.values())
    return stages


def _sentences(waiting: Mapping[str, int], about: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    said = {
        Stage.OPEN.value: _("Translate %(title)s into %(language)s (%(count)d left)."),
        Stage.DRAFTED.value: _("Review the %(language)s translation of %(title)s (%(count)d left)."),
        Stage.REVIEWED.value: _("Adjudicate the %(language)s translation of %(title)s (%(count)d left)."),
        State.STALE.value: _("Source texts of %(title)s have changed: check %(language)s (%(count)d left)."),
    }
    for state, sentence in said.items():
        if waiting.get(state):
            yield state, sentence % {**about, "count": waiting[state]}
