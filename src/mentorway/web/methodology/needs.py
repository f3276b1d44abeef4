"""What questionnaires and their translations want from a person now."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.methodology import queries, rules
from mentorway.web.methodology.actions import publishing
from mentorway.web.methodology.analysis import drafts
from mentorway.web.methodology.analysis.board import State, state_of
from mentorway.web.methodology.analysis.texts import Text, texts_of
from mentorway.web.methodology.models import Language, Questionnaire, Stage


def needs_of(user: User) -> list[Need]:
    """Texts that wait for one's translation, review or decision; questionnaires that can be published."""
    return [*_to_translate(user), *_to_publish(user)]


def _to_translate(user: User) -> Iterator[Need]:
    parts: dict[int, tuple[Language, set[str]]] = {}
    for assignment in queries.assignments_of(user):
        parts.setdefault(assignment.language_id, (assignment.language, set()))[1].add(assignment.part)
    cache: dict[int, list[Text]] = {}
    for language, mine in parts.values():
        questionnaire = language.questionnaire
        texts = cache.get(questionnaire.pk)
        if texts is None:
            texts = cache[questionnaire.pk] = _texts(questionnaire)
        yield from _of_language(user, language, mine, texts)


def _texts(questionnaire: Questionnaire) -> list[Text]:
    source = str(queries.source_of(questionnaire))
    return texts_of(drafts.found(questionnaire.workbook), source)


def _of_language(user: User, language: Language, parts: set[str], texts: list[Text]) -> Iterator[Need]:
    stages = queries.stages_in(language)
    handed = queries.handed_in_by(user, language)
    waiting: dict[str, int] = {}
    for text in texts:
        stage = stages.get((language.pk, text.key), (Stage.OPEN.value, ""))[0]
        stale = state_of(text, language.pk, stages) == State.STALE
        if rules.waits_for(parts, stage, handed_in=text.key in handed, stale=stale):
            waiting[stage] = waiting.get(stage, 0) + 1
            waiting[State.STALE.value] = waiting.get(State.STALE.value, 0) + stale
    about = {"title": language.questionnaire.title, "language": language.name}
    url = reverse("methodology:board", args=[language.questionnaire_id, language.code])
    for state, sentence in _sentences(waiting, about):
        yield Need(sentence, f"{url}?state={state}", urgent=state == State.STALE)


def _sentences(waiting: dict[str, int], about: dict[str, str]) -> Iterator[tuple[str, str]]:
    said = {
        Stage.OPEN.value: _("Translate %(title)s into %(language)s (%(count)d left)."),
        Stage.DRAFTED.value: _("Review the %(language)s translation of %(title)s (%(count)d left)."),
        Stage.REVIEWED.value: _("Adjudicate the %(language)s translation of %(title)s (%(count)d left)."),
        State.STALE.value: _("Source texts of %(title)s have changed: check %(language)s (%(count)d left)."),
    }
    for state, sentence in said.items():
        if waiting.get(state):
            yield state, sentence % {**about, "count": waiting[state]}


def _to_publish(user: User) -> Iterator[Need]:
    for questionnaire in queries.finished_by(user):
        _workbook, left = publishing.whole(questionnaire)
        if left:
            continue
        yield Need(
            _("%(title)s is translated: it can be published.") % {"title": questionnaire.title},
            reverse("methodology:publish", args=[questionnaire.pk]),
        )
