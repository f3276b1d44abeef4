"""What a person has answered so far → what the one judge says of it, page by page.

The questionnaire library judges; here it is only asked, and its findings are put where people see them.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.utils.formats import date_format, get_format

from mentorway.questionnaire import (
    Answer,
    Context,
    Form,
    Judgement,
    Kind,
    Page,
    Question,
    choices_of,
    judge,
    label_of,
    open_pages,
)
from mentorway.web.core.wording import said
from mentorway.web.methodology.analysis import pages

LONGEST: Final = 20_000  # letters of one answer that a draft keeps; the judge refuses far shorter ones
MOST: Final = 500  # choices of one answer that a draft keeps
UNKEPT = re.compile("[\x00\ud800-\udfff]")  # what no database keeps
DAY: Final = len("2026-05-31")


class Sitting(Protocol):
    """What is fixed for one filling: a draft."""

    language: str
    answers: Any

    @property
    def begun(self) -> dt.datetime: ...
    @property
    def seed(self) -> str: ...
    @property
    def kept(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one answer, the question it is about, and the input where it is put right."""

    label: str
    text: str
    field: str


@dataclass(frozen=True)
class Given:
    """One question and its answer in words, for looking at it once more."""

    label: str
    answer: str


def context_of(sitting: Sitting) -> Context:
    """Return what the judge holds fixed."""
    return Context(sitting.begun, sitting.seed, sitting.language, kept=sitting.kept)


def judged(form: Form, sitting: Sitting) -> Judgement:
    """Judge everything that was answered so far."""
    return judge(form, sitting.answers, context_of(sitting))


def kept_short(answer: Answer) -> Answer:
    """Return an answer as a draft keeps it: as it came, without what no table can hold.

    >>> kept_short(chr(0) + "Oulu")
    'Oulu'
    """
    if isinstance(answer, str):
        return UNKEPT.sub("", answer)[:LONGEST]
    if isinstance(answer, list | tuple):
        return [UNKEPT.sub("", str(each))[:LONGEST] for each in answer[:MOST]]
    return answer


def storable(judgement: Judgement) -> dict[str, Any]:
    """Return what is kept for good: no moment of the filling is finer than a day."""
    by_name = judgement.form.by_name
    return {
        name: str(value)[:DAY] if by_name[name].kind is Kind.META else value
        for name, value in judgement.stored.items()
    }


def way(judgement: Judgement) -> list[Page]:
    """Return the pages that these answers lead over."""
    return [page for page in open_pages(judgement) if any(_seen(judgement, name) for name in page.questions)]


def page_after(judgement: Judgement, number: int) -> Page | None:
    """Return the next page on the way; None at its end."""
    return next((page for page in way(judgement) if page.number > number), None)


def page_before(judgement: Judgement, number: int) -> Page | None:
    """Return the page before on the way; None at its beginning."""
    return next((page for page in reversed(way(judgement)) if page.number < number), None)


def where_to_go_on(judgement: Judgement) -> Page | None:
    """Return the first page that still wants something; None when only sending is left."""
    for page in way(judgement):
        asked = asked_on(judgement, page)
        if any(judgement.states[name].faults for name in asked):
            return page
        if asked and not any(judgement.states[name].text for name in asked):
            return page
    return None


def wrong_among(judgement: Judgement, names: Sequence[str]) -> list[Wrong]:
    """Return what is wrong with the answers to these questions, in their order."""
    by_name = judgement.form.by_name
    return [
        Wrong(label_of(judgement, by_name[name]), said(fault.message), f"{pages.PREFIX}{name}")
        for name in names
        for fault in judgement.states[name].faults
    ]


def asked_on(judgement: Judgement, page: Page) -> list[str]:
    """Return the questions of a page that people are asked there, under these answers."""
    return [name for name in page.questions if _seen(judgement, name) and judgement.form.by_name[name].asked]


def _seen(judgement: Judgement, name: str) -> bool:
    question = judgement.form.by_name[name]
    return judgement.states[name].relevant and question.visible and pages.HEAD not in question.appearances


def given_on(judgement: Judgement, page: Page) -> list[Given]:
    """Return the questions of a page with their answers in words."""
    by_name = judgement.form.by_name
    return [
        Given(label_of(judgement, by_name[name]), _in_words(judgement, by_name[name]))
        for name in asked_on(judgement, page)
    ]


def _in_words(judgement: Judgement, question: Question) -> str:
    state = judgement.states[question.name]
    if not state.text or question.kind is Kind.ACKNOWLEDGE:
        return "✓" if state.text else ""
    if not question.choices:
        return _typed(state.text, question.kind)
    labels = dict(choices_of(judgement, question))
    value = state.value if state.value is not None else state.text.split()
    picked = value if isinstance(value, list) else [str(value)]
    words = [labels.get(value, value) for value in picked]
    if question.kind is Kind.RANK:
        return "\n".join(f"{place}. {word}" for place, word in enumerate(words, start=1))
    return "\n".join(words)


def _typed(text: str, kind: Kind) -> str:
    """Return what was typed as people read it: a day in words, a time without seconds and zone, a comma."""
    if kind is Kind.TIME:
        return text[: len("08:30")]
    if kind in (Kind.DATE, Kind.DATETIME):
        return _with_day(text)
    return text.replace(".", str(get_format("DECIMAL_SEPARATOR"))) if kind is Kind.DECIMAL else text


def _with_day(text: str) -> str:
    try:
        day = dt.date.fromisoformat(text[:DAY])
    except ValueError:  # wrong, and shown as it came
        return text
    return f"{date_format(day, 'DATE_FORMAT')} {text[DAY + 1 : len('2026-05-31 08:30')]}".rstrip()
