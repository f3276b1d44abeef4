"""Which questions stand on a page together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from mentorway.questionnaire.definition import Form, Group, Output, Page, Question, Texts
from mentorway.questionnaire.engine import Engine, Item
from mentorway.questionnaire.evaluating import Judgement

FULL: Final = 12  # questions on a page, unless a field-list has more


@dataclass
class _Open:
    questions: list[Question] = field(default_factory=list)
    dynamic: bool = False


def paged(engine: Engine) -> tuple[Page, ...]:
    """Return the pages of a form.

    A page ends before and after a group at the top and a field-list, when it is full, and before a question
    whose relevance, choices or texts depend on an answer of the page. So a page never changes while it is
    filled in, except within a field-list.
    """
    form = engine.form
    sources = _sources(engine)
    pages: list[_Open] = [_Open()]
    before: tuple[str, str] = ("", "")
    for question in form.questions:
        if not question.visible:
            continue
        block = _block(form, question)
        page = pages[-1]
        depends = bool(sources[question.path] & {each.path for each in page.questions})
        inside = bool(block[1]) and block == before
        full = len(page.questions) >= FULL
        if page.questions and not inside and (block != before or full or depends):
            pages.append(_Open())
        elif depends:
            page.dynamic = True
        pages[-1].questions.append(question)
        before = block
    kept = [page for page in pages if page.questions]
    return tuple(
        Page(number, tuple(each.name for each in page.questions), _shared(form, page.questions), page.dynamic)
        for number, page in enumerate(kept, start=1)
    )


def open_pages(judgement: Judgement) -> tuple[Page, ...]:
    """Return the pages that have a question to show under these answers."""
    return tuple(
        page
        for page in judgement.form.pages
        if any(judgement.states[name].relevant for name in page.questions)
    )


def _block(form: Form, question: Question) -> tuple[str, str]:
    """Return the group at the top and the outermost field-list that a question stands in."""
    around = list(_around(form, question))
    together = [group.path for group in around if group.together]
    return around[-1].path if around else "", together[-1] if together else ""


def _around(form: Form, row: Question | Group) -> Iterator[Group]:
    """Yield the groups around a row, the innermost first."""
    path = row.group
    while path:
        group = form.groups_by_path[path]
        yield group
        path = group.group


def _shared(form: Form, questions: list[Question]) -> str:
    shared: list[str] | None = None
    for question in questions:
        paths = [group.path for group in _around(form, question)]
        shared = paths if shared is None else [path for path in shared if path in paths]
    return shared[0] if shared else ""


def _sources(engine: Engine) -> dict[str, frozenset[str]]:
    """Return the answers that decide how each question is shown, through calculations too."""
    found: dict[str, frozenset[str]] = {}
    values: dict[str, frozenset[str]] = {}
    for item in engine.items:
        question = item.question
        relevance = _through(item.relevant.depends if item.relevant else (), values)
        relevance |= found.get(item.parent, frozenset())
        if question is None:
            found[item.path] = relevance
            continue
        computed = _through(item.calculation.depends, values) if item.calculation else frozenset()
        values[item.path] = relevance | computed | ({item.path} if question.asked else frozenset())
        found[item.path] = relevance | computed
    for item in engine.items:
        if item.question is not None:
            shown = item.choice_filter.depends if item.choice_filter else frozenset()
            found[item.path] |= _through(shown | _in_texts(engine, item), values)
    return found


def _through(depends: Iterable[str], values: dict[str, frozenset[str]]) -> frozenset[str]:
    none: frozenset[str] = frozenset()
    return none.union(*(values.get(path, frozenset({path})) for path in depends))


def _in_texts(engine: Engine, item: Item) -> frozenset[str]:
    question = item.question
    if question is None:
        return frozenset()
    texts: list[tuple[Texts, str]] = [(question.labels, item.path), (question.hints, item.path)]
    found = engine.form.lists_by_name.get(question.choices)
    texts += [(choice.labels, "") for choice in found.choices] if found else []
    none: frozenset[str] = frozenset()
    return none.union(
        *(
            compiled.depends
            for each, here in texts
            for text in each.values()
            for part in text
            if isinstance(part, Output) and (compiled := engine.output(part.expression, here)) is not None
        )
    )
