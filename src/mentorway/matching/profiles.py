"""Who is to be matched, what counts, and what must hold: people, criteria and rules as plain values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from mentorway.matching.availability import Period, Week
from mentorway.wording import N_, InvalidInputError, Message, shown

Answer = str | float | frozenset[str] | Week

HEAVIEST = 100
MOST_CRITERIA = 40  # so that weighted sums stay exact in single precision
MOST_PEOPLE = 1_000_000


class Side(StrEnum):
    """On which side of a pair somebody stands."""

    MENTEE = "mentee"
    MENTOR = "mentor"


class Kind(StrEnum):
    """How two answers are compared; each gives 0 (nothing fits) to 1 (all fits)."""

    SAME = "same"  # one choice each: the same or not
    OVERLAP = "overlap"  # sets: shared out of all that either named
    WANTED = "wanted"  # sets: what the mentee wants that the mentor offers
    CLOSE = "close"  # numbers: how near
    ORDERED = "ordered"  # one of ordered choices each: how near
    AVAILABILITY = "availability"  # hours a week both have time


class RuleKind(StrEnum):
    """What must hold for two people to be a pair."""

    ONESELF = "oneself"  # always kept: nobody mentors themselves
    LANGUAGE = "language"  # at least one in common
    LINE = "line"  # neither is above the other, however far up
    CONFLICT = "conflict"  # the two are not on the list of those to keep apart
    HOURS = "hours"  # enough hours a week in common
    ORGANISATION = "organisation"  # not the same
    COUNTRY = "country"  # the same


SHAPES: Mapping[Kind, type] = MappingProxyType(
    {
        Kind.SAME: str,
        Kind.OVERLAP: frozenset,
        Kind.WANTED: frozenset,
        Kind.CLOSE: float,
        Kind.ORDERED: str,
        Kind.AVAILABILITY: Week,
    }
)
RULE_SHAPES: Mapping[RuleKind, type] = MappingProxyType(
    {
        RuleKind.LANGUAGE: frozenset,
        RuleKind.HOURS: Week,
        RuleKind.ORGANISATION: str,
        RuleKind.COUNTRY: str,
    }
)
NEEDED: Mapping[type, str] = MappingProxyType(
    {
        str: N_("“%(question)s” of “%(person)s” must be one choice, as a text."),
        frozenset: N_("“%(question)s” of “%(person)s” must be a set of choices."),
        float: N_("“%(question)s” of “%(person)s” must be a number."),
        Week: N_("“%(question)s” of “%(person)s” must be weekly times with a time zone."),
    }
)


@dataclass(frozen=True)
class Person:
    """Somebody who is to be matched; a question that is missing in `answers` was not answered.

    The same person on both sides has the same `id` on both. `name` is what
    sentences call them, the id if it is empty.
    """

    id: str
    side: Side
    answers: Mapping[str, Answer]
    name: str = ""

    @property
    def called(self) -> str:
        """What sentences call them."""
        return shown(self.name or self.id)


@dataclass(frozen=True)
class Criterion:
    """What counts for a good pair, and how much.

    Parameters
    ----------
    key, title : str
        A short name, and what people read.
    kind : Kind
    weight : int
        From 0 to 100.
    question : str
        Which answer of the mentee is compared.
    counterpart : str, optional
        Which answer of the mentor; the same question if left out.
    span : float, optional
        For numbers: the difference at which nothing fits any more.
    lead : float, optional
        For numbers and ordered choices: how far (or how many steps) the mentor is best ahead.
    order : tuple of str, optional
        For ordered choices: all of them, lowest first.
    enough : float, optional
        For availability: shared hours a week that are as good as more.
    serves : Side, optional
        Whose interest it is; both if left out.

    Raises
    ------
    InvalidInputError
        A weight, span, order or number of hours cannot be used.
    """

    key: str
    title: str
    kind: Kind
    weight: int
    question: str
    counterpart: str = ""
    span: float = 1.0
    lead: float = 0.0
    order: tuple[str, ...] = ()
    enough: float = 1.0
    serves: Side | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be reckoned with."""
        if not 0 <= self.weight <= HEAVIEST or self.weight != int(self.weight):
            text = N_("The weight of “%(criterion)s” is a whole number from 0 to 100; it is %(weight)s.")
            raise InvalidInputError(
                Message(text, {"criterion": shown(self.title), "weight": str(self.weight)})
            )
        if self.kind is Kind.ORDERED and (len(self.order) < 2 or len(set(self.order)) < len(self.order)):  # noqa: PLR2004
            text = N_("“%(criterion)s” needs at least two choices in their order, each once.")
            raise InvalidInputError(Message(text, {"criterion": shown(self.title)}))
        if not _positive(self.span) or not _positive(self.enough) or not math.isfinite(self.lead):
            text = N_(
                "“%(criterion)s” needs a difference and hours above 0; they are %(span)s and %(hours)s."
            )
            values = {"criterion": shown(self.title), "span": str(self.span), "hours": str(self.enough)}
            raise InvalidInputError(Message(text, values))

    def asked(self, side: Side) -> str:
        """The question that is compared on one side."""
        return self.counterpart or self.question if side is Side.MENTOR else self.question


@dataclass(frozen=True)
class Rule:
    """What must hold for two people to be a pair, whatever the score.

    Where an answer is missing the rule cannot be checked: the pair is allowed, and the explanation says so,
    unless `strict` forbids it. `question` is needed for languages, hours, organisation and country; `least`
    are hours a week.
    """

    kind: RuleKind
    question: str = ""
    least: float = 0.0
    strict: bool = False

    def __post_init__(self) -> None:
        """Refuse a rule without what it needs."""
        if self.kind in RULE_SHAPES and not self.question:
            text = N_("The rule “%(rule)s” needs the question that it looks at.")
            raise InvalidInputError(Message(text, {"rule": self.kind.value}))
        if self.kind is RuleKind.HOURS and not _positive(self.least):
            text = N_("The fewest shared hours a week must be above 0; they are %(hours)s.")
            raise InvalidInputError(Message(text, {"hours": str(self.least)}))


@dataclass(frozen=True)
class Relations:
    """Who leads whom, and who is to be kept apart: by the ids of people, also such as are not matched."""

    managers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    conflicts: frozenset[tuple[str, str]] = frozenset()

    def above(self, person: str) -> frozenset[str]:
        """Everybody above somebody, however far up; a circle is gone round once.

        >>> sorted(Relations({"ann": "bo", "bo": "cia", "cia": "ann"}).above("ann"))
        ['bo', 'cia']
        """
        found: set[str] = set()
        boss = self.managers.get(person)
        while boss is not None and boss not in found and boss != person:
            found.add(boss)
            boss = self.managers.get(boss)
        return frozenset(found)


@dataclass(frozen=True)
class Design:
    """What the coordinator decided: criteria with weights, rules, and dates for which time is compared."""

    criteria: tuple[Criterion, ...]
    rules: tuple[Rule, ...] = ()
    relations: Relations = field(default_factory=Relations)
    period: Period | None = None

    def __post_init__(self) -> None:
        """Refuse what is given twice, and time without dates."""
        _once([criterion.key for criterion in self.criteria], N_("The criterion “%(name)s” comes twice."))
        _once([rule.kind.value for rule in self.rules], N_("The rule “%(name)s” comes twice."))
        if len(self.criteria) > MOST_CRITERIA:
            text = N_(
                "There are %(found)d criteria, and at most %(most)d can be used. Keep those that matter."
            )
            raise InvalidInputError(Message(text, {"found": len(self.criteria), "most": MOST_CRITERIA}))
        if not any(criterion.weight for criterion in self.criteria):
            raise InvalidInputError(Message("At least one criterion needs a weight above 0."))
        timed = any(one.kind is Kind.AVAILABILITY for one in self.criteria)
        if self.period is None and (timed or self.rule(RuleKind.HOURS) is not None):
            raise InvalidInputError(
                Message("To compare when people have time, give the first and the last day.")
            )

    def rule(self, kind: RuleKind) -> Rule | None:
        """The rule of this kind, if it is kept."""
        return next((rule for rule in self.rules if rule.kind is kind), None)


def checked(people: Sequence[Person], side: Side, design: Design) -> tuple[Person, ...]:
    """Return people after making sure that all stand on one side and every answer has the shape it needs.

    Parameters
    ----------
    people : sequence of Person
    side : Side
    design : Design

    Returns
    -------
    tuple of Person

    Raises
    ------
    InvalidInputError
        Somebody comes twice or stands on the other side, an answer has another shape than its criterion or
        rule needs, or a choice is not among the ordered ones.

    Examples
    --------
    >>> design = Design((Criterion("topic", "Topic", Kind.SAME, 10, "topic"),))
    >>> len(checked([Person("ann", Side.MENTEE, {"topic": "maths"})], Side.MENTEE, design))
    1
    """
    if len(people) > MOST_PEOPLE:
        text = N_("There are %(found)d people on one side, and at most %(most)d can be matched.")
        raise InvalidInputError(Message(text, {"found": len(people), "most": MOST_PEOPLE}))
    _once([person.id for person in people], N_("“%(name)s” comes twice on the same side."))
    for person in people:
        if person.side is not side:
            text = N_("“%(person)s” stands on the wrong side: mentees and mentors are given apart.")
            raise InvalidInputError(Message(text, {"person": shown(person.id)}))
        for criterion in design.criteria:
            _check_answer(person, criterion.asked(side), SHAPES[criterion.kind])
            _check_choice(person, criterion)
        for rule in design.rules:
            if rule.kind in RULE_SHAPES:
                _check_answer(person, rule.question, RULE_SHAPES[rule.kind])
    return tuple(people)


def _check_answer(person: Person, question: str, shape: type) -> None:
    answer = person.answers.get(question)
    if answer is None:
        return
    if shape is float:
        fits = isinstance(answer, int | float) and not isinstance(answer, bool) and math.isfinite(answer)
    else:
        fits = isinstance(answer, shape)
    if not fits:
        values = {"question": shown(question), "person": shown(person.id)}
        raise InvalidInputError(Message(NEEDED[shape], values))


def _check_choice(person: Person, criterion: Criterion) -> None:
    answer = person.answers.get(criterion.asked(person.side))
    if criterion.kind is Kind.ORDERED and answer is not None and answer not in criterion.order:
        text = N_("“%(person)s” answered “%(answer)s” to “%(criterion)s”, which is not among its choices.")
        values = {"person": shown(person.id), "answer": shown(answer), "criterion": shown(criterion.title)}
        raise InvalidInputError(Message(text, values))


def _once(names: Iterable[str], text: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InvalidInputError(Message(text, {"name": shown(name)}))
        seen.add(name)


def _positive(value: float) -> bool:
    return math.isfinite(value) and value > 0
