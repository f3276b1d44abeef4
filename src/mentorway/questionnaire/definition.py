"""The compiled form: what a questionnaire asks, as plain values that can be stored and compared."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, Final

from mentorway.wording import InvalidInputError, Message


class Kind(StrEnum):
    """What a question asks for, and what its typed answer is."""

    TEXT = "text"  # str
    INTEGER = "integer"  # int
    DECIMAL = "decimal"  # Decimal
    DATE = "date"  # datetime.date
    TIME = "time"  # datetime.time
    DATETIME = "dateTime"  # datetime.datetime, with its offset
    SELECT_ONE = "select_one"  # str
    SELECT_MULTIPLE = "select_multiple"  # list[str], in the order of the choices
    RANK = "rank"  # list[str], every choice, first place first
    ACKNOWLEDGE = "acknowledge"  # "OK"
    NOTE = "note"  # nothing is asked; with choices, it heads the columns of a grid
    CALCULATE = "calculate"  # int or Decimal when the expression gives a number, else str; not shown
    META = "meta"  # datetime or date: start, end, today; not shown


RETIRED: Final = "retired"  # the column of the choices sheet
KEPT: Final = 64  # forms read from JSON that stay in memory
SELECTS = frozenset({Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK})
LISTS = frozenset({Kind.SELECT_MULTIPLE, Kind.RANK})
UNSEEN = frozenset({Kind.CALCULATE, Kind.META})
HEADING = re.compile(r"generated_table_list_label_\d+")  # the note that pyxform makes of a table-list's label


@dataclass(frozen=True)
class Output:
    """A place in a text that shows an answer or a computed value."""

    expression: str


Text = tuple[str | Output, ...]
Texts = Mapping[str, Text]  # language code → text


@dataclass(frozen=True)
class Language:
    """A language of the texts; a form without language columns has one, whose code is empty."""

    name: str
    code: str


@dataclass(frozen=True)
class Choice:
    """One permitted value, its labels, and the columns that choice filters look at."""

    value: str
    labels: Texts = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def retired(self) -> bool:
        """Whether it is kept for answers given before, and no longer offered."""
        return self.columns.get(RETIRED, "").lower() in ("yes", "true", "true()", "1")


@dataclass(frozen=True)
class ChoiceList:
    """A named list of choices."""

    name: str
    choices: tuple[Choice, ...]

    @cached_property
    def by_value(self) -> Mapping[str, Choice]:
        """The choices by their value; the first one wins where a value is there twice."""
        return {choice.value: choice for choice in reversed(self.choices)}

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The values that may be chosen: those that are not retired."""
        return tuple(dict.fromkeys(choice.value for choice in self.choices if not choice.retired))


@dataclass(frozen=True)
class Bounds:
    """The numbers a `range` question offers."""

    start: float
    end: float
    step: float


@dataclass(frozen=True)
class Question:
    """One row of the survey sheet that has a value, or a note.

    Expressions are as the XForm has them: absolute paths, OpenRosa functions. `required` is an expression
    too; ``""`` and ``"false()"`` mean no, ``"true()"`` yes.
    """

    name: str
    path: str
    kind: Kind
    group: str = ""  # the path of the group it stands in; "" at the top
    labels: Texts = field(default_factory=dict)
    hints: Texts = field(default_factory=dict)
    relevant: str = ""
    required: str = ""
    required_messages: Texts = field(default_factory=dict)
    constraint: str = ""
    constraint_messages: Texts = field(default_factory=dict)
    calculation: str = ""
    default: str = ""
    default_expression: str = ""
    read_only: bool = False
    appearance: str = ""
    choices: str = ""  # the name of a list
    choice_filter: str = ""  # the whole node-set expression when the list is filtered or shuffled
    bounds: Bounds | None = None
    preload: str = ""  # what a META question holds: start, end or today

    @property
    def computed(self) -> bool:
        """Whether the value is ours to set: an answer that is sent for it is not looked at."""
        return bool(self.calculation) or self.read_only or self.kind in UNSEEN or self.kind is Kind.NOTE

    @property
    def asked(self) -> bool:
        """Whether a person answers it."""
        return not self.computed

    @property
    def visible(self) -> bool:
        """Whether it is on a page."""
        return self.kind not in UNSEEN

    @property
    def appearances(self) -> frozenset[str]:
        """The words of its appearance."""
        return frozenset(self.appearance.split())


@dataclass(frozen=True)
class Group:
    """A group of questions and groups."""

    name: str
    path: str
    group: str = ""
    labels: Texts = field(default_factory=dict)
    relevant: str = ""
    appearance: str = ""

    @property
    def together(self) -> bool:
        """Whether its questions stay on one page."""
        return "field-list" in self.appearance.split() or "table-list" in self.appearance.split()


@dataclass(frozen=True)
class Page:
    """Questions that are shown together.

    `dynamic` means that a question on the page depends on another one on it (only within a field-list): show
    the page again when an answer makes a question relevant that was not shown.
    """

    number: int
    questions: tuple[str, ...]
    group: str = ""  # the path of the innermost group that holds the whole page
    dynamic: bool = False


@dataclass(frozen=True)
class Form:
    """One immutable version of a questionnaire.

    Questions and groups are in the order of the workbook.
    """

    name: str
    version: str
    title: str
    root: str
    languages: tuple[Language, ...]
    default_language: str
    questions: tuple[Question, ...]
    groups: tuple[Group, ...] = ()
    lists: tuple[ChoiceList, ...] = ()
    pages: tuple[Page, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, Question]:
        """The questions by name."""
        return {question.name: question for question in self.questions}

    @cached_property
    def groups_by_path(self) -> Mapping[str, Group]:
        """The groups by path."""
        return {group.path: group for group in self.groups}

    @cached_property
    def headings(self) -> Mapping[str, Question]:
        """The notes that hold the label and hint of a group, by its path: groups whose questions are rows."""
        return {
            question.group: question
            for question in self.questions
            if question.kind is Kind.NOTE and question.group and HEADING.fullmatch(question.name)
        }

    @cached_property
    def lists_by_name(self) -> Mapping[str, ChoiceList]:
        """The choice lists by name."""
        return {each.name: each for each in self.lists}

    @cached_property
    def hash(self) -> str:
        """SHA-256 of everything in the form: two forms are alike exactly when this is."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def language(self, code: str) -> Language:
        """Return the language with this code, or refuse it.

        Raises
        ------
        InvalidInputError
            The form has no such language.
        """
        for language in self.languages:
            if language.code == code:
                return language
        raise InvalidInputError(
            Message(
                "The questionnaire has no language “%(code)s”. It has: %(languages)s. Choose one of these.",
                {
                    "code": code[:20],
                    "languages": ", ".join(each.code or each.name for each in self.languages),
                },
            )
        )

    def to_json(self) -> str:
        """Return the form as canonical JSON: the same form is always the same text."""
        return json.dumps(
            asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        )

    @staticmethod
    def from_json(text: str) -> Form:
        """Return the form that `to_json` wrote; the last ones read are kept."""
        return _stored(text)


def in_language(texts: Texts, code: str, default: str) -> Text:
    """Return the text in a language, else in the default language, else the empty text.

    >>> in_language({"en": ("Yes",)}, "lt", "en")
    ('Yes',)
    """
    return texts.get(code) or texts.get(default) or ()


def plain(text: Text) -> str:
    """Return a text with the places for answers left out as an ellipsis.

    >>> plain(("Hello ", Output("/data/name"), "!"))
    'Hello …!'
    """
    return "".join(part if isinstance(part, str) else "…" for part in text)


@lru_cache(maxsize=KEPT)
def _stored(text: str) -> Form:
    raw = json.loads(text)
    return Form(
        **{
            **raw,
            "languages": tuple(Language(**each) for each in raw["languages"]),
            "questions": tuple(_question(each) for each in raw["questions"]),
            "groups": tuple(_with_texts(Group(**each)) for each in raw["groups"]),
            "lists": tuple(_list(each) for each in raw["lists"]),
            "pages": tuple(Page(**{**each, "questions": tuple(each["questions"])}) for each in raw["pages"]),
        }
    )


def _question(raw: dict[str, Any]) -> Question:
    bounds = Bounds(**raw["bounds"]) if raw["bounds"] else None
    question = Question(**{**raw, "kind": Kind(raw["kind"]), "bounds": bounds})
    return replace(
        question,
        labels=_texts(question.labels),
        hints=_texts(question.hints),
        required_messages=_texts(question.required_messages),
        constraint_messages=_texts(question.constraint_messages),
    )


def _with_texts(group: Group) -> Group:
    return replace(group, labels=_texts(group.labels))


def _list(raw: dict[str, Any]) -> ChoiceList:
    choices = (Choice(each["value"], _texts(each["labels"]), each["columns"]) for each in raw["choices"])
    return ChoiceList(raw["name"], tuple(choices))


def _texts(raw: Mapping[str, Any]) -> Texts:
    return {
        code: tuple(part if isinstance(part, str) else Output(part["expression"]) for part in text)
        for code, text in raw.items()
    }
