"""The one place where rows of a round become people, criteria and rules of the library.

People are told to the library by a mark that holds their number, never by name or address: what is kept of
a matching then names nobody who was erased. ``told`` puts the names in when a sentence is read.
"""

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext as _

from mentorway.matching import profiles
from mentorway.matching.availability import LONGEST, Period, Slot, Week
from mentorway.matching.fitting import Fitting
from mentorway.matching.profiles import Criterion, Design, Kind, Relations, Rule, RuleKind
from mentorway.web.core.wording import found, said
from mentorway.web.mentoring.analysis import criteria as asking
from mentorway.web.mentoring.analysis.criteria import Question, Questions
from mentorway.web.mentoring.models import Person, Round, Side
from mentorway.web.mentoring.queries import matchings as queries
from mentorway.web.network.analysis.partners import language_name
from mentorway.web.network.models import Country
from mentorway.wording import Message

MARK: Final = re.compile(r"⟦(\d+)⟧")
Pairs = tuple[tuple[int, int], ...]
SETS: Final = (Kind.WANTED, Kind.OVERLAP)
CHOSEN: Final = (RuleKind.LANGUAGE, RuleKind.HOURS, RuleKind.ORGANISATION, RuleKind.COUNTRY)


@dataclass(frozen=True)
class Sizes:
    """What groups look like: how many mentees, and at most how many of one organisation or country."""

    smallest: int = 3
    largest: int = 5
    per_organisation: int | None = None
    per_country: int | None = None


@dataclass(frozen=True)
class Stay:
    """What is added to the score of each pair of an earlier matching; ``number`` is that of the matching."""

    bonus: int
    number: int
    pairs: Pairs


@dataclass(frozen=True)
class Asked:
    """What a matching is made by: criteria and rules as a round keeps them, pairs to keep and to take out.

    ``sizes`` are for groups; ``stay`` is for matching again.
    """

    criteria: Sequence[Mapping[str, Any]]
    rules: Sequence[Mapping[str, Any]]
    keep: Pairs = ()
    out: Pairs = ()
    sizes: Sizes | None = None
    stay: Stay | None = None


@dataclass(frozen=True)
class Present:
    """Who is in a round now: who can be matched, the seats that are free, and how many stand outside."""

    whole: Round
    people: list[Person]
    mentees: list[Person]
    mentors: list[Person]
    seats: list[int]
    taken: int
    waiting: int

    @property
    def pairs(self) -> int:
        """How many pairs there are to look at."""
        return len(self.mentees) * len(self.mentors)

    @cached_property
    def marks(self) -> dict[str, str]:
        """The mark of everybody by what they are known by on both sides: that of their first row."""
        marks: dict[str, str] = {}
        for one in self.people:
            marks.setdefault(one.key, f"⟦{one.pk}⟧")
        return marks


def present_in(whole: Round) -> Present:
    """Return who can be matched in a round now; pairs and proposals that are open keep their seats."""
    people, there = queries.people_of(whole), queries.available(whole)
    have, filled = queries.taken(whole)
    ready = [one for one in people if one.pk in there]
    mentees = [one for one in ready if one.side == Side.MENTEE and one.pk not in have]
    free = [(one, one.seats - filled.get(one.pk, 0)) for one in ready if one.side == Side.MENTOR]
    here = [(one, seats) for one, seats in free if seats > 0]
    waiting = sum(one.left is None and one.pk not in there for one in people)
    taken = sum(one.side == Side.MENTEE and one.pk in have for one in people)
    return Present(
        whole, people, mentees, [one for one, _seats in here], [seats for _one, seats in here], taken, waiting
    )


def fingerprint(present: Present) -> str:
    """Return what changes as soon as anything changes by which people are matched."""
    mentees = [(_facts(one), 1) for one in present.mentees]
    mentors = [(_facts(one), seats) for one, seats in zip(present.mentors, present.seats, strict=True)]
    managers = sorted(_managers(present).items())
    apart = sorted(map(sorted, queries.kept_apart(present.whole)))
    whole = [present.whole.starts_on.isoformat(), present.whole.ends_on.isoformat()]
    text = json.dumps([mentees, mentors, managers, apart, whole], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _facts(one: Person) -> list[Any]:
    return [
        one.pk,
        one.key,
        one.organisation,
        one.country,
        one.languages,
        one.time_zone,
        one.week,
        one.answers,
    ]


@dataclass(frozen=True)
class Laid:
    """People and decisions as the library takes them, and which row stands at which place."""

    present: Present
    asked: Asked
    fitting: Fitting

    @cached_property
    def places(self) -> tuple[dict[int, int], dict[int, int]]:
        """Where each mentee and each mentor stands, by row."""
        sides = (self.present.mentees, self.present.mentors)
        first, second = ({one.pk: place for place, one in enumerate(people)} for people in sides)
        return first, second

    @property
    def locks(self) -> Pairs:
        """The pairs to keep, by place."""
        mentees, mentors = self.places
        return tuple((mentees[mentee], mentors[mentor]) for mentee, mentor in self.asked.keep)

    @property
    def before(self) -> Pairs:
        """The pairs of an earlier matching that are to stay if they can, by place."""
        mentees, mentors = self.places
        rows = self.asked.stay.pairs if self.asked.stay else ()
        there = [pair for pair in rows if pair[0] in mentees and pair[1] in mentors]
        return tuple((mentees[mentee], mentors[mentor]) for mentee, mentor in there)

    def missing(self) -> list[int]:
        """Return who is to be kept in a pair and cannot be matched now."""
        mentees, mentors = self.places
        gone = [mentee for mentee, _mentor in self.asked.keep if mentee not in mentees]
        return [*gone, *(mentor for _mentee, mentor in self.asked.keep if mentor not in mentors)]


def laid(present: Present, asked: Asked) -> Laid:
    """Lay out the people of a round for the library.

    Raises
    ------
    InvalidInputError
        A criterion or rule cannot be used.
    """
    plan = design_of(present, asked)
    questions = asking.both_sides(present.whole)
    spellings: dict[str, str] = {}
    mentees, mentors = (
        [
            profiles.Person(
                present.marks[one.key],
                profiles.Side(one.side),
                _answers(one, asked.criteria, questions, spellings),
            )
            for one in people
        ]
        for people in (present.mentees, present.mentors)
    )
    return Laid(present, asked, Fitting(mentees, mentors, plan))


def design_of(present: Present, asked: Asked) -> Design:
    """Return the decisions for the library; line of management and keeping apart always hold.

    Who mentors somebody in this round does not become their mentee: that is kept apart too.
    """
    questions = asking.both_sides(present.whole)
    by_row = {one.pk: present.marks[one.key] for one in present.people}
    conflicts = [
        (present.marks[first], present.marks[second])
        for first, second in (*queries.kept_apart(present.whole), *queries.working(present.whole))
        if first in present.marks and second in present.marks
    ]
    conflicts += [(by_row[one], by_row[other]) for one, other in asked.out if {one, other} <= by_row.keys()]
    return Design(
        tuple(_criterion(row, questions) for row in asked.criteria),
        (*_rules(asked.rules), Rule(RuleKind.LINE), Rule(RuleKind.CONFLICT)),
        Relations(_managers(present), frozenset(conflicts)),
        _period(present.whole),
    )


def _period(whole: Round) -> Period:
    last = min(whole.ends_on, whole.starts_on + dt.timedelta(days=LONGEST - 1))
    return Period(whole.starts_on, last)


def _managers(present: Present) -> dict[str, str]:
    """Who leads whom, also by way of people who are not in the round."""
    marks = present.marks
    return {marks[one]: marks.get(boss, boss) for one, boss in managers_of(present.people).items()}


def managers_of(people: Iterable[Person]) -> dict[str, str]:
    """Return who is directly above whom, by what people are known by; the first row of somebody counts."""
    managers: dict[str, str] = {}
    for one in people:
        boss = one.manager_email.strip().lower()
        if boss:
            managers.setdefault(one.key, boss)
    return managers


def _rules(rows: Iterable[Mapping[str, Any]]) -> Iterable[Rule]:
    for row in rows:
        kind = RuleKind(row["kind"])
        if kind in CHOSEN:
            yield Rule(kind, asking.LOOKS_AT[kind], float(row.get("least") or 0), bool(row.get("strict")))


def criterion_from(whole: Round, row: Mapping[str, Any]) -> Criterion:
    """Return a criterion of a round for the library.

    Raises
    ------
    InvalidInputError
        It cannot be reckoned with.
    """
    return _criterion(row, asking.both_sides(whole))


def _criterion(row: Mapping[str, Any], questions: tuple[Questions, Questions]) -> Criterion:
    kind, name = Kind(row["kind"]), _called(row)
    labels = _labels(row, questions)
    asked = questions[0].get(row["question"])
    order = tuple(asked.choices) if asked and kind is Kind.ORDERED else tuple(row.get("order") or ())
    serves = row.get("serves")
    return Criterion(
        key=row["key"],
        title=row["title"],
        kind=kind,
        weight=int(row["weight"]),
        question=name,
        span=float(row.get("span") or 1),
        lead=float(row.get("lead") or 0),
        order=tuple(labels.get(value, value) for value in order),
        enough=float(row.get("enough") or 1),
        serves=profiles.Side(serves) if serves else None,
    )


def _called(row: Mapping[str, Any]) -> str:
    """Under which name the answers to a criterion are given: its own, so that both sides may differ."""
    asked, other = row["question"], row.get("counterpart") or row["question"]
    return str(asked if asked == other and asked in asking.built_in() else row["key"])


def _labels(row: Mapping[str, Any], questions: tuple[Questions, Questions]) -> dict[str, str]:
    """What the values that can be chosen are called in reasons; two of one name keep their values too."""
    first, second = _pair_of(row, questions)
    labels = {**(second.choices if second else {}), **(first.choices if first else {})}
    twice = Counter(labels.values())
    return {value: text if twice[text] == 1 else f"{text} ({value})" for value, text in labels.items()}


def _pair_of(
    row: Mapping[str, Any], questions: tuple[Questions, Questions]
) -> tuple[Question | None, Question | None]:
    return questions[0].get(row["question"]), questions[1].get(row.get("counterpart") or row["question"])


def _answers(
    person: Person,
    criteria: Iterable[Mapping[str, Any]],
    questions: tuple[Questions, Questions],
    spellings: dict[str, str],
) -> dict[str, profiles.Answer]:
    found = dict(_always(person, spellings))
    for row in criteria:
        name = _called(row)
        if name not in found:
            asked = row["question"] if person.side == Side.MENTEE else row.get("counterpart")
            answer = _answer(person, asked or row["question"], Kind(row["kind"]), _labels(row, questions))
            if answer is not None:
                found[name] = answer
    return found


def _always(person: Person, spellings: dict[str, str]) -> Iterable[tuple[str, profiles.Answer]]:
    """Return what everybody is asked; an organisation counts as the same however it is spelt."""
    if person.languages:
        yield asking.LANGUAGES, frozenset(language_name(code) for code in person.languages)
    if person.week:
        yield asking.WEEK, Week(person.time_zone, tuple(Slot(*one) for one in person.week))
    if organisation := " ".join(person.organisation.split()):
        yield asking.ORGANISATION, spellings.setdefault(organisation.casefold(), organisation)
    if person.country:
        yield asking.COUNTRY, str(Country(person.country).label)


def _answer(person: Person, name: str, kind: Kind, labels: Mapping[str, str]) -> profiles.Answer | None:
    """Return a stored answer in the shape that comparing needs; one in another shape counts as skipped."""
    value = person.answers.get(name)
    if kind is Kind.CLOSE:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or value is None:
            return None
        return int(value) if float(value).is_integer() else float(value)  # a sentence says 5, not 5.0
    chosen = value.split() if isinstance(value, str) else value
    if not isinstance(chosen, list) or not chosen:
        return None
    named = [labels.get(one, str(one)) for one in chosen]
    if kind in SETS:
        return frozenset(named)
    return named[0] if len(named) == 1 else None


def told(message: Message | Mapping[str, Any] | None, names: Mapping[int, str]) -> str:
    """Return a sentence in the reader's language with the names of people as they are now."""
    if not message:
        return ""
    one = message if isinstance(message, Message) else found(message)
    return said(Message(one.text, _named(one.values, names), plural=one.plural, count=one.count))


def _named(values: Mapping[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    def name(mark: re.Match[str]) -> str:
        return names.get(int(mark[1])) or _("somebody who was deleted")

    return {key: MARK.sub(name, one) if isinstance(one, str) else one for key, one in values.items()}
