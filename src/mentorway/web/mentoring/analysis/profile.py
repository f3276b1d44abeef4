"""A person's profile: what is asked, what was answered, in words, and what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorway.questionnaire import Answer, Context, Form, Judgement, initial_answers, judge
from mentorway.web.mentoring.analysis import profile_hours
from mentorway.web.mentoring.models import Person, Side
from mentorway.web.mentoring.queries import profile as queries
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.methodology.analysis.pages import Block, Sent, blocks_of, sent
from mentorway.web.network.analysis.partners import language_name
from mentorway.web.study.analysis.judging import (
    Given,
    Wrong,
    asked_on,
    given_on,
    kept_short,
    way,
    wrong_among,
)

TALKED: Final = ("en", "lt", "lv", "sv", "fi", "ru", "de", "pl", "uk", "et")


@dataclass(frozen=True)
class Sheet:
    """The questions of the person's side with the answers as they came, and what the judge says of them."""

    judgement: Judgement
    answers: dict[str, Answer]

    @property
    def names(self) -> list[str]:
        """The questions that are asked under these answers."""
        return [name for page in way(self.judgement) for name in asked_on(self.judgement, page)]

    @property
    def wrong(self) -> list[Wrong]:
        """What is wrong or missing, question by question."""
        return wrong_among(self.judgement, self.names)

    @property
    def given(self) -> list[Given]:
        """The questions that were answered, in words."""
        pages = way(self.judgement)
        return [one for page in pages for one in given_on(self.judgement, page) if one.answer]

    def blocks(self, *, faults: bool) -> list[Block]:
        """Return what the page shows; ``faults`` says whether what is wrong is shown too."""
        pages = way(self.judgement)
        return [one for page in pages for one in blocks_of(self.judgement, page, self.answers, faults=faults)]

    def came_up(self, shown: str) -> bool:
        """Whether an answer has brought a question that was not among those shown, and has no answer yet."""
        known = set(shown.split())
        return any(name not in known and not self.judgement.states[name].text for name in self.names)


def sheet_of(person: Person, data: Sent | None = None) -> Sheet | None:
    """Return the questions with what is stored, or with what was sent; None where nothing more is asked."""
    version = queries.questions_to(person)
    if version is None:
        return None
    form = form_of(version)
    context = _context(person, form)
    answers = _stored(person, form, context) if data is None else _sent(form, data)
    return Sheet(judge(form, answers, context), answers)


def _context(person: Person, form: Form) -> Context:
    """Return what the judge holds fixed: when and where the person joined, and how they read."""
    offered = {language.code for language in form.languages}
    wanted = next((one for one in (get_language(), person.language) if one in offered), None)
    begun = person.joined.astimezone(person.round.zone)
    return Context(begun, str(person.pk), wanted or form.default_language)


def _stored(person: Person, form: Form, context: Context) -> dict[str, Answer]:
    if not person.answers:
        return dict(initial_answers(form, context))
    return {name: _as_sent(value) for name, value in person.answers.items() if name in form.by_name}


def _as_sent(value: Any) -> Answer:
    """Return a stored value as a browser would send it.

    >>> _as_sent(7.0), _as_sent(2.5), _as_sent(["a"])
    ('7', '2.5', ['a'])
    """
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return value if isinstance(value, list) else str(value)


def _sent(form: Form, data: Sent) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for page in form.pages:
        found |= sent(form, page, data)
    return {name: kept_short(answer) for name, answer in found.items()}


def gaps_in(person: Person, sheet: Sheet | None) -> list[Wrong]:
    """Return what must still be told before the person can be matched; empty if the profile is complete."""
    found = []
    if not person.languages:
        found.append(Wrong(_("Languages to talk in"), _("Choose at least one."), "id_languages"))
    if not person.week:
        found.append(Wrong(_("Weekly hours"), _("Choose at least one."), "id_week"))
    return [*found, *(sheet.wrong if sheet else [])]


def language_choices(more: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Return the languages to talk in that are offered, and those that somebody has chosen already."""
    codes = [*TALKED, *(code for code in more if code not in TALKED)]
    return [(code, language_name(code)) for code in codes]


def in_words(person: Person, sheet: Sheet | None) -> list[Given]:
    """Return a profile as people read it: what everybody is asked, then the questions of the side."""
    found = [
        Given(_("Languages to talk in"), ", ".join(language_name(code) for code in person.languages)),
        Given(_("Time zone"), person.time_zone),
        Given(_("Weekly hours"), profile_hours.in_words(person.week)),
        Given(_("What the other one reads about you before you meet"), person.about),
    ]
    if person.side == Side.MENTOR:
        found.append(Given(_("Mentees at most"), str(person.seats)))
    return [one for one in [*found, *(sheet.given if sheet else [])] if one.answer]
