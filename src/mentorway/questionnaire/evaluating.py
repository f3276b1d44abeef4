"""The one judge of answers: relevance, calculations, types, choices, constraints, what is required."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Final

from mentorway.questionnaire.definition import Form, Kind, Question, Texts, in_language
from mentorway.questionnaire.engine import Compiled, Engine, Item, Workspace, engine_of
from mentorway.questionnaire.filling import filled
from mentorway.questionnaire.limits import LONGEST_VALUE
from mentorway.questionnaire.reading import EMPTY, Answer, Fault, FaultKind, Read, Value, read_answer
from mentorway.questionnaire.rules import bounded, chosen, runs
from mentorway.questionnaire.signatures import NUMBER
from mentorway.questionnaire.situation import Situation, in_situation, text_of
from mentorway.wording import InvalidInputError, Message, listed, shown

LONGEST_ANSWER: Final = 5_000
MOST_UNKNOWN: Final = 20
EXACT: Final = 10**15
AUTHORS: Final = "%(text)s"


@dataclass(frozen=True)
class Context:
    """What is fixed for a response, so that it is judged alike whenever it is looked at.

    `now` is when the response was begun, in the time zone of the study; `seed` is random and stored with the
    response: `random()`, `uuid()` and shuffled choices follow from it. `kept` are the texts of computed
    questions from an earlier judgement (`Judgement.kept`), for `once(…)`. `strict` makes an answer to a
    question that is not asked a fault; else it is left out at the end, as people go back and change their
    mind.
    """

    now: dt.datetime
    seed: str
    language: str
    kept: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    longest: int = LONGEST_ANSWER

    def __post_init__(self) -> None:
        """Refuse a moment without a zone: today would be a matter of luck."""
        if self.now.tzinfo is None:
            raise InvalidInputError(
                Message("The moment when the response was begun has no time zone. Give it the study's zone.")
            )


@dataclass(frozen=True)
class State:
    """One question under these answers.

    `text` is what expressions see, `value` is typed; both are empty when the question is not relevant.
    `choices` are the values that may be chosen, in the order to show them; None when nothing is chosen.
    """

    relevant: bool
    required: bool = False
    text: str = ""
    value: Value | None = None
    choices: tuple[str, ...] | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """What the answers amount to."""

    form: Form
    context: Context
    states: Mapping[str, State]
    groups: Mapping[str, bool]
    unknown: tuple[Fault, ...] = ()
    hidden: tuple[str, ...] = ()

    @cached_property
    def faults(self) -> Mapping[str, tuple[Fault, ...]]:
        """What is wrong, by question; unknown names under the empty name."""
        found = {name: state.faults for name, state in self.states.items() if state.faults}
        return {"": self.unknown, **found} if self.unknown else found

    @property
    def complete(self) -> bool:
        """Whether nothing is wrong and nothing required is missing."""
        return not self.faults

    @property
    def missing(self) -> tuple[str, ...]:
        """The required questions that have no answer."""
        return tuple(
            name
            for name, found in self.faults.items()
            if any(fault.kind is FaultKind.REQUIRED for fault in found)
        )

    @property
    def wrong(self) -> tuple[str, ...]:
        """The questions whose answer cannot stand; the empty name stands for unknown ones."""
        return tuple(
            name
            for name, found in self.faults.items()
            if any(fault.kind is not FaultKind.REQUIRED for fault in found)
        )

    @property
    def values(self) -> dict[str, Value]:
        """The typed values of relevant questions that have one."""
        return {name: state.value for name, state in self.states.items() if state.value is not None}

    @property
    def stored(self) -> dict[str, str | int | float | list[str]]:
        """The values as JSON holds them: dates and times as ISO texts, decimals as numbers."""
        return {name: _stored(value) for name, value in self.values.items()}

    @property
    def kept(self) -> dict[str, str]:
        """The texts of computed questions, for `Context.kept`."""
        return {
            name: state.text
            for name, state in self.states.items()
            if state.text and self.form.by_name[name].computed
        }


def judge(form: Form, answers: Mapping[str, Answer], context: Context) -> Judgement:
    """Judge the answers so far: the only place where it is decided what may be stored.

    Parameters
    ----------
    form : Form
        A published version.
    answers : mapping of str to str, number, list of str, or None
        By question name. Those for computed questions are not looked at.
    context : Context
        What is fixed for the response.

    Returns
    -------
    Judgement
        The state of every question, in the order of the workbook. It changes nothing: keep the answers as
        they came in the draft, and store `Judgement.stored` at completion.

    Raises
    ------
    InvalidInputError
        The form has no such language.

    Examples
    --------
    >>> from mentorway.questionnaire.definition import Language
    >>> age = Question("age", "/data/age", Kind.INTEGER, constraint=". >= 18")
    >>> form = Form("f", "1", "F", "data", (Language("English", "en"),), "en", (age,))
    >>> context = Context(dt.datetime(2026, 5, 1, 12, 0, tzinfo=dt.UTC), "seed", "en")
    >>> judge(form, {"age": "21"}, context).stored
    {'age': 21}
    >>> print(judge(form, {"age": "7"}, context).faults["age"][0].message)
    “7” is not allowed here. Read the question and its hint again, and change the answer.
    """
    form.language(context.language)
    engine = engine_of(form)
    with engine.workspace() as space, in_situation(situation_of(form, context)):
        return _Judge(engine, space, answers, context).judgement()


def situation_of(form: Form, context: Context) -> Situation:
    """Return what the functions may know."""
    return Situation(context.now, context.seed, context.language, form.default_language, form.lists_by_name)


class _Judge:
    def __init__(
        self, engine: Engine, space: Workspace, answers: Mapping[str, Answer], context: Context
    ) -> None:
        self.engine = engine
        self.elements = space.elements
        self.answers = answers
        self.context = context
        self.relevant: dict[str, bool] = {"": True}
        self.reads: dict[str, Read] = {}
        self.hidden: list[str] = []

    def judgement(self) -> Judgement:
        form = self.engine.form
        for name, text in self.context.kept.items():
            question = form.by_name.get(name)
            if question is not None and question.computed:
                self.elements[question.path].text = text
        for item in self.engine.items:
            self._settle(item)
        states = {item.question.name: self._state(item) for item in self.engine.in_rows if item.question}
        groups = {group.path: self.relevant[group.path] for group in form.groups}
        return Judgement(form, self.context, states, groups, self._unknown(), tuple(self.hidden))

    def _settle(self, item: Item) -> None:
        """Find out whether it is relevant, and put its value where expressions find it."""
        question = item.question
        element = self.elements.get(item.path)
        relevant = self.relevant[item.parent]
        fault = None
        if relevant and item.relevant is not None:
            relevant, fault = runs(item.relevant, element, item.path, default=True)
        self.relevant[item.path] = relevant
        if question is None or element is None:
            return
        read = self._read(question, item.calculation, element) if relevant else EMPTY
        if fault is not None:
            read = Read(fault=fault)
        element.text = read.text
        self.reads[item.path] = read
        if not relevant and question.asked and self.answers.get(question.name) not in (None, "", []):
            self.hidden.append(question.name)

    def _read(self, question: Question, calculation: Compiled | None, element: object) -> Read:
        if not question.computed:
            answer = self.answers.get(question.name)
            return (
                EMPTY
                if answer is None
                else read_answer(
                    question, answer, longest=self.context.longest, zone=self.context.now.tzinfo or dt.UTC
                )
            )
        if calculation is not None:
            return _calculated(question, calculation, element)
        if question.kind is Kind.META:
            return _meta(question, self.context.now)
        if question.default and question.kind is not Kind.NOTE:
            return read_answer(question, question.default, longest=LONGEST_VALUE, zone=dt.UTC)
        return EMPTY

    def _state(self, item: Item) -> State:
        question = item.question
        if question is None or not self.relevant[item.path]:
            faults = (NOT_ASKED,) if question and self.context.strict and question.name in self.hidden else ()
            return State(relevant=False, faults=faults)
        read = self.reads[item.path]
        if question.computed:
            return State(
                relevant=True,
                text=read.text,
                value=read.value,
                choices=self._choices(item) if question.choices else None,
                faults=(read.fault,) if read.fault else (),
            )
        return self._answered(item, question, read)

    def _answered(self, item: Item, question: Question, read: Read) -> State:
        required = self._required(item)
        choices = self._choices(item) if question.choices else None
        fault = read.fault
        value = read.value
        if fault is None and value is not None:
            if choices is not None:
                fault, value = chosen(question, value, choices)
            fault = fault or bounded(question, value) or self._constraint(item, read)
        elif fault is None and required:
            fault = Fault(FaultKind.REQUIRED, self._said(question, question.required_messages) or NEEDED)
        if fault is not None:
            return State(relevant=True, required=required, text=read.text, choices=choices, faults=(fault,))
        return State(relevant=True, required=required, text=read.text, value=value, choices=choices)

    def _required(self, item: Item) -> bool:
        if item.required is None:
            return False
        required, _ = runs(item.required, self.elements[item.path], item.path, default=False)
        return bool(required)

    def _choices(self, item: Item) -> tuple[str, ...]:
        question = item.question
        found = self.engine.form.lists_by_name.get(question.choices) if question else None
        if found is None:
            return ()
        if item.choice_filter is None:
            return found.offered
        element = self.elements[item.path]
        nodes, _ = runs(item.choice_filter, element, item.path, default=[])
        offered = set(found.offered)
        names = dict.fromkeys(node.findtext("name") for node in nodes if not isinstance(node, str))
        values = [name for name in names if name in offered]
        if item.choice_filter.seed is not None:
            seed, _ = runs(
                replace(item.choice_filter, run=item.choice_filter.seed), element, item.path, default=""
            )
            random.Random(f"{self.context.seed}|{item.path}|{seed}").shuffle(values)  # noqa: S311 - repeatable
        return tuple(values)

    def _constraint(self, item: Item, read: Read) -> Fault | None:
        if item.constraint is None:
            return None
        holds, fault = runs(item.constraint, self.elements[item.path], item.path, default=True)
        if holds or fault is not None or item.question is None:
            return fault
        message = self._said(item.question, item.question.constraint_messages) or Message(
            "“%(answer)s” is not allowed here. Read the question and its hint again, and change the answer.",
            {"answer": shown(read.text)},
        )
        return Fault(FaultKind.CONSTRAINT, message)

    def _said(self, question: Question, texts: Texts) -> Message | None:
        form = self.engine.form
        text = in_language(texts, self.context.language, form.default_language)
        words = filled(self.engine, text, question.path, self.elements)
        return Message(AUTHORS, {"text": words}) if words else None

    def _unknown(self) -> tuple[Fault, ...]:
        by_name = self.engine.form.by_name
        names = [str(name) for name in self.answers if name not in by_name]
        if not names:
            return ()
        message = Message(
            "The answers name “%(names)s”, and the questionnaire has no such question. Check the names "
            "and the "
            "version of the questionnaire.",
            {"names": listed(names, MOST_UNKNOWN)},
        )
        return (Fault(FaultKind.UNKNOWN, message),)


NEEDED: Final = Message("This question needs an answer.")
NOT_ASKED: Final = Fault(
    FaultKind.HIDDEN,
    Message("This question is not asked after the other answers. Leave it out, or change the other answers."),
)


def _calculated(question: Question, calculation: Compiled, element: object) -> Read:
    found, fault = runs(calculation, element, question.path, default="")
    text = text_of(found)
    if fault is None and len(text) > LONGEST_VALUE:
        fault = Fault(
            FaultKind.RULE,
            Message(
                "The value computed for “%(name)s” is longer than %(limit)d letters. Shorten the "
                "answers, or tell "
                "the author of the questionnaire.",
                {"name": question.name, "limit": LONGEST_VALUE},
            ),
        )
    if fault is not None:
        return Read(fault=fault)
    if not text:
        return EMPTY
    if question.kind is Kind.CALCULATE:
        return Read(text, _typed(text, calculation.kind))
    return read_answer(question, text, longest=LONGEST_VALUE, zone=dt.UTC)


def _typed(text: str, kind: str) -> Value:
    if kind != NUMBER:
        return text
    try:
        number = Decimal(text)
    except ArithmeticError:
        return text
    return int(number) if number == number.to_integral_value() and abs(number) < EXACT else number


def _meta(question: Question, now: dt.datetime) -> Read:
    if question.preload == "today":
        return Read(now.date().isoformat(), now.date())
    return Read(now.isoformat(timespec="milliseconds"), now)


def _stored(value: Value) -> str | int | float | list[str]:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value


def initial_answers(form: Form, context: Context) -> dict[str, str]:
    """Return the answers that a new response starts with: the defaults of the workbook."""
    form.language(context.language)
    engine = engine_of(form)
    first = {
        question.name: question.default for question in form.questions if question.asked and question.default
    }
    with engine.workspace() as space, in_situation(situation_of(form, context)):
        for question in form.questions:
            if question.default:
                space.elements[question.path].text = question.default
        for item in engine.in_rows:
            if item.default is None or item.question is None:
                continue
            found, fault = runs(item.default, space.elements[item.path], item.path, default="")
            text = text_of(found)
            if fault is None and text and len(text) <= context.longest:
                space.elements[item.path].text = text
                first[item.question.name] = text
    return {name: text for name, text in first.items() if form.by_name[name].asked}
