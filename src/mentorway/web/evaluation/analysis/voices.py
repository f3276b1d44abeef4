"""What people wrote: by theme, counted by people; quotes only where their writers agreed, and never of few.

An answer goes to a page under a key that is reckoned from its own for one question and leads nowhere else.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from mentorway.datasets import Layout, Variable
from mentorway.evaluating.people import FEWEST_SHOWN
from mentorway.questionnaire import Kind
from mentorway.web.core.folding import fold, terms
from mentorway.web.core.tables import Cell
from mentorway.web.evaluation.models import Evaluation, Speakers, Theme, VoiceQuestion
from mentorway.web.evaluation.queries import voices as queries
from mentorway.web.practices.analysis.material_privacy import traces
from mentorway.web.study.analysis import tables
from mentorway.web.study.models import Study

SALT: Final = "mentorway.evaluation.voices"
KEY_LETTERS: Final = 20
PERCENT: Final = 100
FEWEST: Final = FEWEST_SHOWN
NEW, READ, QUOTED = "new", "read", "quoted"
SHOWS: Final = (NEW, READ, QUOTED)


@dataclass(frozen=True)
class ThemeCount:
    """How many people speak of a theme at a question; None where they are fewer than may be counted.

    ``of`` is how many wrote an answer to the question, None where those are too few.
    """

    speakers: str
    question: str
    theme: str
    meaning: str
    people: int | None
    of: int | None

    @property
    def percent(self) -> int | None:
        """The share of those who wrote an answer."""
        if self.people is None or not self.of:
            return None
        return round(PERCENT * self.people / self.of)


@dataclass(frozen=True)
class Quote:
    """What somebody wrote who agreed to be quoted, under its themes."""

    speakers: str
    question: str
    themes: tuple[str, ...]
    text: str
    language: str


@dataclass(frozen=True)
class Answer:
    """What one person wrote, with the themes that it speaks of; ``response`` is for actions only."""

    key: str
    response: uuid.UUID
    person: str
    text: str
    language: str
    themes: frozenset[int]
    is_read: bool
    is_quoted: bool
    is_allowed: bool


@dataclass(frozen=True, eq=False)
class Voice:
    """An open question with all answers to it."""

    row: VoiceQuestion
    label: str
    consent: str
    known: Sequence[Theme]
    answers: tuple[Answer, ...]

    @property
    def speakers(self) -> str:
        """Whose words they are."""
        return str(self.row.get_speakers_display())

    @property
    def is_of_mentees(self) -> bool:
        """Whether mentees speak, so that mentors could be recognised too."""
        return self.row.speakers == Speakers.MENTEES

    @cached_property
    def people(self) -> int:
        """How many people wrote an answer."""
        return len({one.person for one in self.answers})

    @property
    def is_shown(self) -> bool:
        """Whether there are so many that nobody is recognised by being one of them."""
        return self.people >= FEWEST

    @cached_property
    def read(self) -> int:
        """How many answers were read."""
        return sum(one.is_read for one in self.answers)

    @cached_property
    def counts(self) -> Mapping[int, int]:
        """How many people speak of each theme."""
        return {
            theme.pk: len({one.person for one in self.answers if theme.pk in one.themes})
            for theme in self.known
        }

    @cached_property
    def themes(self) -> tuple[ThemeCount, ...]:
        """The themes counted, those of most people first."""
        order = sorted(self.known, key=lambda one: (-self.counts[one.pk], one.title))
        shown = [one for one in order if self._is_counted(one.pk)]
        few = [one for one in order if not self._is_counted(one.pk)]
        few.sort(key=lambda one: one.title)  # the order of small numbers would tell them
        of = self.people if self.is_shown else None
        return tuple(
            ThemeCount(
                self.speakers,
                self.label,
                one.title,
                one.meaning,
                self.counts[one.pk] if self._is_counted(one.pk) else None,
                of,
            )
            for one in (*shown, *few)
        )

    def _is_counted(self, theme: int) -> bool:
        return self.counts.get(theme, 0) >= FEWEST

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotes that were chosen and may be shown, in the order of their random keys."""
        return tuple(
            Quote(self.speakers, self.label, self.titles(one), one.text, one.language)
            for one in self.answers
            if one.is_quoted and not self.hindrance(one)
        )

    def titles(self, answer: Answer) -> tuple[str, ...]:
        """The themes of an answer of which enough people speak."""
        own = [one for one in self.known if one.pk in answer.themes and self._is_counted(one.pk)]
        return tuple(one.title for one in own)

    def hindrance(self, answer: Answer) -> str:
        """Return why an answer cannot be quoted, or nothing."""
        if not self.row.consent:
            return _("Nobody was asked whether they may be quoted, so nobody is.")
        if not answer.is_allowed:
            return _("Who wrote this did not agree to be quoted.")
        if not self.is_shown or not self.titles(answer):
            text = _(
                "A quote stands under a theme of which at least %(fewest)d people speak; this answer has "
                "none."
            )
            return text % {"fewest": FEWEST}
        if traces(answer.text):
            return _("It holds what looks like an address, a telephone number or a personal code.")
        return ""

    def answer(self, key: str) -> Answer | None:
        """Return the answer with this key."""
        return next((one for one in self.answers if one.key == key), None)

    def chosen(self, words: str = "", show: str = "") -> list[Answer]:
        """Return answers in which every word stands, and of those the ones that are asked for."""
        wanted = terms(words)
        return [
            one
            for one in self.answers
            if _fits(one, show) and (not wanted or all(term in fold(one.text) for term in wanted))
        ]

    def quotable(self, words: str = "") -> list[Answer]:
        """Return answers that can be quoted, those that are first."""
        found = [one for one in self.chosen(words) if not self.hindrance(one)]
        return sorted(found, key=lambda one: not one.is_quoted)


def _fits(one: Answer, show: str) -> bool:
    if show == QUOTED:
        return one.is_quoted
    return not show or one.is_read == (show == READ)


def voices_of(evaluation: Evaluation, themes: Sequence[Theme]) -> list[Voice]:
    """Return every open question that is read."""
    rows = queries.questions_of(evaluation)
    layouts = {row.speakers: _layout(row.study) for row in rows if row.study is not None}
    return [_voice(row, themes, layouts.get(row.speakers)) for row in rows]


def all_of(evaluation: Evaluation) -> list[Voice]:
    """Return every open question that is read, with every theme."""
    return voices_of(evaluation, queries.themes_of(evaluation))


def themes_of(voices: Iterable[Voice]) -> tuple[ThemeCount, ...]:
    """Return every theme of every question, those of most people first."""
    return tuple(one for voice in voices for one in voice.themes)


def quotes_of(voices: Iterable[Voice]) -> tuple[Quote, ...]:
    """Return the quotes that were chosen and may still be shown."""
    return tuple(one for voice in voices for one in voice.quotes)


def voice_of(question: VoiceQuestion) -> Voice:
    """Return one open question."""
    study = question.study
    layout = _layout(study) if study else None
    return _voice(question, queries.themes_of(question.evaluation), layout)


def _voice(row: VoiceQuestion, themes: Sequence[Theme], layout: Layout | None) -> Voice:
    coded = queries.coded_of(row)
    nothing: queries.Sorted = (frozenset(), False)
    answers = []
    for one in queries.written_at(row):
        own, quoted = coded.get(one.response, nothing)
        answers.append(
            Answer(
                key=key_of(row, one.response),
                response=one.response,
                person=one.person,
                text=one.text,
                language=one.language,
                themes=own,
                is_read=one.response in coded,
                is_quoted=quoted,
                is_allowed=bool(row.consent) and one.allowed == row.yes,
            )
        )
    label, consent = row.question, ""
    study = row.study
    if layout is not None and study is not None:
        label = _label(layout, study, row.question)
        consent = _consent(layout, study, row)
    return Voice(row, label, consent, themes, tuple(answers))


def key_of(question: VoiceQuestion, response: uuid.UUID) -> str:
    """Return the key of an answer on pages about a question."""
    return salted_hmac(SALT, f"{question.pk}:{response}").hexdigest()[:KEY_LETTERS]


def _layout(study: Study) -> Layout:
    return tables.layout_for(study, [study.version], with_texts=True)


def _language(study: Study) -> str:
    return study.languages[0] if study.languages else ""


def _label(layout: Layout, study: Study, name: str) -> str:
    found = layout.questions.get(name)
    return (layout.text(found.labels, _language(study)) if found else "") or name


def _consent(layout: Layout, study: Study, row: VoiceQuestion) -> str:
    found = layout.questions.get(row.consent)
    if found is None:
        return row.consent and f"{row.consent}: {row.yes}"
    return next((text for value, text in _answers(layout, study, found) if value == row.yes), row.consent)


def _answers(layout: Layout, study: Study, question: Variable) -> list[tuple[str, str]]:
    """Return the answers to a closed question, each with the question before it."""
    language = _language(study)
    asked = layout.text(question.labels, language) or question.name
    return [
        (option.value, f"{asked} – {layout.text(option.labels, language) or option.value}")
        for option in layout.options_of(question)
    ]


def open_questions(study: Study) -> list[tuple[str, str]]:
    """Return the questions that people answer in their own words: name and label."""
    layout = _layout(study)
    rows = [one for one in layout.questions.values() if one.kind is Kind.TEXT]
    return [(one.name, _label(layout, study, one.name)) for one in rows]


def permissions(study: Study) -> list[tuple[str, str]]:
    """Return answers that may allow quoting: of questions with one choice of several, as `name=answer`."""
    layout = _layout(study)
    rows = [one for one in layout.questions.values() if one.kind is Kind.SELECT_ONE]
    return [(f"{one.name}={value}", text) for one in rows for value, text in _answers(layout, study, one)]


def themes_table(counts: Iterable[ThemeCount]) -> tuple[list[str], list[list[Cell]]]:
    """Return themes as a table for spreadsheets."""
    few = _("fewer than %(fewest)d") % {"fewest": FEWEST}
    header = [
        _("Whose words"),
        _("Question"),
        _("Theme"),
        _("What belongs to it"),
        _("People who speak of it"),
        _("People who wrote an answer"),
    ]
    return header, [
        [
            one.speakers,
            one.question,
            one.theme,
            one.meaning,
            few if one.people is None else one.people,
            few if one.of is None else one.of,
        ]
        for one in counts
    ]


def quotes_table(quotes: Iterable[Quote]) -> tuple[list[str], list[list[Cell]]]:
    """Return quotes as a table for spreadsheets."""
    header = [_("Whose words"), _("Question"), _("Themes"), _("Quote")]
    return header, [[one.speakers, one.question, ", ".join(one.themes), one.text] for one in quotes]
