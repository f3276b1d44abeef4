"""From questionnaires to the columns of one wide table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from mentorway.questionnaire import Kind

FARTHEST_INT16: Final = 32_767
FARTHEST_INT32: Final = 2_147_483_647
DIGITS: Final = 9  # a code with more is kept as text: it names something rather than counts

Labels = Mapping[str, str]  # language code → text


class Type(StrEnum):
    """What a column holds, as Parquet names it."""

    INT8 = "int8"
    INT16 = "int16"
    INT32 = "int32"
    INT64 = "int64"
    FLOAT64 = "float64"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"  # in the zone of the study
    TEXT = "text"


NUMBERS: Final = frozenset({Type.INT8, Type.INT16, Type.INT32, Type.INT64, Type.FLOAT64})


class Measure(StrEnum):
    """What may be computed with a column, as SPSS names it."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    SCALE = "scale"


@dataclass(frozen=True)
class Option:
    """One permitted value.

    `retired` is no longer offered; `missing` stands for no answer, as “do not know” does.
    """

    value: str
    labels: Labels = field(default_factory=dict)
    retired: bool = False
    missing: bool = False


@dataclass(frozen=True)
class Variable:
    """A question, or an administrative value: what responses hold under `name`."""

    name: str
    kind: Kind
    type: Type
    labels: Labels = field(default_factory=dict)
    options: str = ""  # a key of `Layout.options`
    about: bool = False  # administrative: about the response, not an answer
    measure: Measure = Measure.NOMINAL
    missing: tuple[int, ...] = ()  # numbers that stand for no answer

    @property
    def spread(self) -> bool:
        """Whether it has one column for each choice."""
        return self.kind in (Kind.SELECT_MULTIPLE, Kind.RANK)


@dataclass(frozen=True)
class Column:
    """One column of the table; a variable with several choices has one for each."""

    name: str
    variable: Variable
    type: Type
    choice: Option | None = None

    @property
    def measure(self) -> Measure:
        """What may be computed with it."""
        if self.choice is None:
            return self.variable.measure
        return Measure.ORDINAL if self.variable.kind is Kind.RANK else Measure.NOMINAL


@dataclass(frozen=True)
class Layout:
    """The columns of a study's table, their texts in every language, and the forms they come from.

    `forms` are the hashes of the versions, oldest first; `languages` pairs of code and name.
    """

    title: str
    languages: tuple[tuple[str, str], ...]
    default_language: str
    variables: tuple[Variable, ...]
    options: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    forms: tuple[str, ...] = ()
    zone: str = "UTC"

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns in order: administrative ones first, then the questions as they are asked."""
        return tuple(_columns(self))

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def questions(self) -> Mapping[str, Variable]:
        """The questions by name."""
        return {each.name: each for each in self.variables if not each.about}

    def columns_of(self, variable: Variable) -> tuple[Column, ...]:
        """Return the columns of one variable."""
        return self._by_variable[variable.about, variable.name]

    @cached_property
    def _by_variable(self) -> Mapping[tuple[bool, str], tuple[Column, ...]]:
        found: dict[tuple[bool, str], tuple[Column, ...]] = {}
        for column in self.columns:
            key = (column.variable.about, column.variable.name)
            found[key] = (*found.get(key, ()), column)
        return found

    def options_of(self, variable: Variable) -> tuple[Option, ...]:
        """Return the permitted values of a variable; none when it has no list."""
        return self.options.get(variable.options, ())

    def text(self, labels: Labels, language: str) -> str:
        """Return a text in a language, else in the default language, else in any, else the empty text."""
        return labels.get(language) or labels.get(self.default_language) or next(iter(labels.values()), "")

    def label(self, column: Column, language: str) -> str:
        """Return what a column is called; for a choice the question and the choice."""
        question = self.text(column.variable.labels, language) or column.variable.name
        if column.choice is None:
            return question
        return f"{question}: {self.text(column.choice.labels, language) or column.choice.value}"

    def codes(self, variable: Variable) -> Mapping[str, int] | None:
        """Return the permitted values as numbers, when all of them are.

        >>> likert = Variable("q", Kind.SELECT_ONE, Type.TEXT, options="agree")
        >>> options = {"agree": (Option("1"), Option("2"))}
        >>> Layout("T", (), "", (likert,), options).codes(likert)
        {'1': 1, '2': 2}
        """
        numbers = {each.value: _whole(each.value) for each in self.options_of(variable)}
        found = {value: number for value, number in numbers.items() if number is not None}
        return found if found and len(found) == len(numbers) else None

    def to_json(self) -> str:
        """Return the layout as canonical JSON: the same layout is always the same text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> Layout:
        """Return the layout that `to_json` wrote."""
        raw: dict[str, Any] = json.loads(text)
        return Layout(
            title=raw["title"],
            languages=tuple((code, name) for code, name in raw["languages"]),
            default_language=raw["default_language"],
            variables=tuple(_variable(each) for each in raw["variables"]),
            options={key: tuple(Option(**each) for each in found) for key, found in raw["options"].items()},
            forms=tuple(raw["forms"]),
            zone=raw["zone"],
        )


def _variable(raw: dict[str, Any]) -> Variable:
    return Variable(
        **{
            **raw,
            "kind": Kind(raw["kind"]),
            "type": Type(raw["type"]),
            "measure": Measure(raw["measure"]),
            "missing": tuple(raw["missing"]),
        }
    )


def _whole(text: str) -> int | None:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > DIGITS or str(int(text)) != text:
        return None
    return int(text)


def whole_type(low: float, high: float) -> Type:
    """Return the smallest type that holds these whole numbers.

    >>> whole_type(1, 10).value, whole_type(0, 40_000).value
    ('int16', 'int32')
    """
    farthest = max(abs(low), abs(high))
    if farthest <= FARTHEST_INT16:
        return Type.INT16
    return Type.INT32 if farthest <= FARTHEST_INT32 else Type.INT64


def _columns(layout: Layout) -> Iterator[Column]:
    """Name the columns: questions keep their names, what would clash gives way; capitals do not count."""
    taken: set[str] = set()
    questions = [each for each in layout.variables if not each.about]
    about = [each for each in layout.variables if each.about]
    names = {each.name: unique(each.name, taken) for each in questions if not each.spread}
    about_names = {each.name: unique(_free(each.name, taken), taken) for each in about}
    for each in about:
        yield Column(about_names[each.name], each, each.type)
    for each in questions:
        if not each.spread:
            yield Column(names[each.name], each, each.type)
            continue
        for option in layout.options_of(each):
            yield Column(unique(f"{each.name}__{option.value}", taken), each, each.type, option)


def _free(name: str, taken: set[str]) -> str:
    return f"response_{name}" if name.lower() in taken else name


def unique(name: str, taken: set[str]) -> str:
    """Return the name, with a number behind it when it is taken, and take it.

    >>> taken = {"a"}
    >>> unique("A", taken), unique("a", taken)
    ('A_2', 'a_3')
    """
    found, number = name, 1
    while found.lower() in taken:
        number += 1
        found = f"{name}_{number}"
    taken.add(found.lower())
    return found
