"""Written answers → material on challenges: of which question, with whose consent, and what stays here.

What goes over is the text with its country, sector and language. No key, no code, no day and no order goes
with it. In a group of fewer than three answers, only what its writer allowed to quote goes over.
"""

import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from mentorway.datasets import Layout, Variable
from mentorway.questionnaire import Kind
from mentorway.web.practices.analysis.material_privacy import traces
from mentorway.web.practices.analysis.material_reading import tidy
from mentorway.web.practices.models import LANGUAGES, Quoting
from mentorway.web.study import queries
from mentorway.web.study.analysis import tables
from mentorway.web.study.models import Study

FEWEST = 3
MARK = 16
Place = tuple[str, str]


@dataclass(frozen=True)
class Answer:
    """What one person wrote, and what they allowed. Nothing here tells who it was."""

    country: str
    sector: str
    language: str
    text: str
    quoting: str

    @property
    def place(self) -> Place:
        return self.country, self.sector


@dataclass(frozen=True)
class Found:
    """What would go over, the groups of which something stays, and what the challenges cannot read."""

    given: Sequence[Answer]
    small: Sequence[Place]
    foreign: int

    @property
    def places(self) -> list[tuple[Place, int]]:
        return sorted(Counter(one.place for one in self.given).items())

    @property
    def allowed(self) -> dict[str, int]:
        counts = Counter(one.quoting for one in self.given)
        return {value: counts[value] for value in Quoting.values}

    @property
    def personal(self) -> int:
        """How many hold what looks like personal data."""
        return sum(bool(traces(one.text)) for one in self.given)


def open_questions(study: Study) -> list[tuple[str, str]]:
    """Return the questions that people answer in their own words: name and label."""
    layout = _layout(study)
    return _named(study, layout, [one for one in layout.questions.values() if one.kind is Kind.TEXT])


def consent_questions(study: Study) -> list[tuple[str, str]]:
    """Return the questions whose choices are called as consent to quote is: never, inside, public."""
    layout = _layout(study)
    fitting = []
    for one in layout.questions.values():
        values = {option.value for option in layout.options_of(one)}
        if one.kind is Kind.SELECT_ONE and values and values <= set(Quoting.values):
            fitting.append(one)
    return _named(study, layout, fitting)


def _layout(study: Study) -> Layout:
    return tables.layout_for(study, [study.version], with_texts=True)


def _named(study: Study, layout: Layout, rows: Iterable[Variable]) -> list[tuple[str, str]]:
    language = study.languages[0] if study.languages else ""
    return [(one.name, layout.text(one.labels, language) or one.name) for one in rows]


def speaks_nothing(study: Study) -> bool:
    """Whether answers do not say their language: the questionnaire has no columns of languages."""
    return "" in study.languages


def look(study: Study, *, question: str, quoting: str = "", language: str = "") -> Found:
    """Return what would go over; ``language`` is that of answers which do not say theirs."""
    answers, foreign = [], 0
    for country, sector, spoken, text, allowed in queries.written_answers(study, question, quoting):
        words = tidy(str(text))
        code = (spoken or language).split("-", maxsplit=1)[0].lower()
        if words and code in LANGUAGES:
            quoted = allowed if allowed in Quoting.values else Quoting.NEVER.value
            answers.append(Answer(country, sector, code, words, quoted))
        elif words:
            foreign += 1
    given, small = parted(answers)
    return Found(given, small, foreign)


def parted(answers: Sequence[Answer]) -> tuple[list[Answer], list[Place]]:
    """Return what may go over, and the groups that are so small that something of them stays.

    >>> lone = Answer("FI", "business", "fi", "Kiire.", "never")
    >>> open_ = Answer("LV", "business", "lv", "Laiks.", "public")
    >>> given, small = parted([lone, open_])
    >>> [one.text for one in given], small
    (['Laiks.'], [('FI', 'business')])
    """
    counts = Counter(one.place for one in answers)

    def may_go(one: Answer) -> bool:
        return counts[one.place] >= FEWEST or one.quoting != Quoting.NEVER

    given = [one for one in answers if may_go(one)]
    return given, sorted({one.place for one in answers if not may_go(one)})


def mark_of(study: Study, question: str) -> str:
    """Return the sign by which it is known that the answers to a question went over; it opens no door."""
    return hashlib.sha256(f"{study.token.hex}/{question}".encode()).hexdigest()[:MARK]


def origin_of(study: Study, question: str) -> str:
    """Return what the history of each material says of where it came from."""
    return f"{Truncator(study.title).chars(110)} · {question[:60]} · {mark_of(study, question)}"


def title_of(study: Study, question: str) -> str:
    """Return what the materials are called, each with its number behind."""
    label = dict(open_questions(study)).get(question, question)
    return f"{Truncator(study.title).chars(70)} · {Truncator(label).chars(110)}"


def rows_of(title: str, answers: Iterable[Answer]) -> list[dict[str, Any]]:
    """Return the rows of the materials, in an order that says nothing."""
    shuffled = list(answers)
    random.SystemRandom().shuffle(shuffled)
    return [
        {
            "title": f"{title} · {number}",
            "text": one.text,
            "country": one.country,
            "sector": one.sector,
            "language": one.language,
            "who": "",
            "date": "",
            "people": 1,
            "quoting": one.quoting,
        }
        for number, one in enumerate(shuffled, start=1)
    ]
