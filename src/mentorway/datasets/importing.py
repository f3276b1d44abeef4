"""Old responses from a spreadsheet → answers that `questionnaire.judge` can look at.

Nothing is decided here: a cell is turned into the value of a choice, a date or a list where that is
certain, and else left out with a problem that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from mentorway.datasets.layout import Layout, Option, Variable
from mentorway.datasets.recognising import Answer, Words, date_text, folded, number_text
from mentorway.questionnaire import Kind
from mentorway.wording import InvalidInputError, Message, shown

CHOICE_MARKS: Final = ("__", "/", ":", "[")
YES: Final = frozenset({"1", "yes", "true", "x", "taip", "jā", "ja", "kyllä", "✓", "✔"})
NO: Final = frozenset({"0", "no", "false", "ne", "nē", "nej", "ei", "-"})
SKIPPED: Final = frozenset({Kind.CALCULATE, Kind.META})
Row = tuple[int, Mapping[str, str]]  # the number of the row, and its cells by column


@dataclass(frozen=True)
class Target:
    """The question that a column holds; with `choice`, one of its choices, as yes or no or as a place."""

    question: str
    choice: str = ""


@dataclass(frozen=True)
class RowProblem:
    """What could not be understood, and where."""

    row: int
    column: str
    message: Message


@dataclass(frozen=True)
class ImportedRow:
    """One old response: `answers` go to `judge`, `others` are the columns that belong to no question."""

    number: int
    answers: Mapping[str, Answer]
    others: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[RowProblem, ...] = ()


def suggest_mapping(header: Sequence[str], layout: Layout) -> dict[str, Target]:
    """Return what the columns seem to hold, for a person to correct.

    Parameters
    ----------
    header : sequence of str
        The names of the columns.
    layout : Layout
        The study's columns.

    Returns
    -------
    dict of str to Target
        By column; those that are not recognised are left out. A column is recognised by the name of its
        question, by its whole label in any language, or as `question__choice`, `question/choice` or
        `question[choice]`. Capitals, accents composed or not, and spaces do not matter.
    """
    known = _known(layout)
    found: dict[str, Target] = {}
    for column in header:
        target = known.get(folded(column))
        if target is not None and target not in found.values():
            found[column] = target
    return found


def _known(layout: Layout) -> dict[str, Target]:
    named: dict[str, Target] = {}
    labelled: dict[str, set[Target]] = {}
    for variable in _importable(layout):
        target = Target(variable.name)
        named[folded(variable.name)] = target
        for label in variable.labels.values():
            labelled.setdefault(folded(label), set()).add(target)
        for option in layout.options_of(variable) if variable.spread else ():
            one = Target(variable.name, option.value)
            for mark in CHOICE_MARKS:
                end = "]" if mark == "[" else ""
                for word in (option.value, *option.labels.values()):
                    named.setdefault(folded(f"{variable.name}{mark}{word}{end}"), one)
    for column in layout.columns:
        if not column.variable.about and column.choice is not None:
            named.setdefault(folded(column.name), Target(column.variable.name, column.choice.value))
    alone = {label: next(iter(targets)) for label, targets in labelled.items() if len(targets) == 1}
    return {**alone, **named}


def _importable(layout: Layout) -> list[Variable]:
    return [each for each in layout.questions.values() if each.kind not in SKIPPED]


def read_rows(rows: Iterable[Row], mapping: Mapping[str, Target], layout: Layout) -> Iterator[ImportedRow]:
    """Yield the answers of each row, ready for `judge`, and what could not be understood in it.

    Parameters
    ----------
    rows : iterable of tuple of int and mapping of str to str
        Number and cells, as `questionnaire.Sheet.records` yields them.
    mapping : mapping of str to Target
        From `suggest_mapping`, corrected by a person.
    layout : Layout
        The study's columns.

    Yields
    ------
    ImportedRow
        A choice is recognised by its value or by its label in any language. A cell that is not understood is
        left out of the answers and told in the problems.

    Raises
    ------
    InvalidInputError
        The mapping names a question or a choice that the questionnaire does not have.
    """
    _refuse_unknown(mapping, layout)
    words = {name: Words(layout.options_of(each)) for name, each in layout.questions.items() if each.options}
    for number, cells in rows:
        yield _Row(number, layout, mapping, words).read(cells)


def _refuse_unknown(mapping: Mapping[str, Target], layout: Layout) -> None:
    known = {each.name: each for each in _importable(layout)}
    for column, target in mapping.items():
        variable = known.get(target.question)
        values = {each.value for each in layout.options_of(variable)} if variable else set()
        if variable is None or (target.choice and target.choice not in values):
            raise InvalidInputError(
                Message(
                    "The column “%(column)s” is said to hold “%(question)s”, which the questionnaire does "
                    "not ask. Choose one of its questions, or leave the column out.",
                    {
                        "column": shown(column),
                        "question": shown(f"{target.question} {target.choice}".strip()),
                    },
                )
            )


class _Row:
    def __init__(
        self, number: int, layout: Layout, mapping: Mapping[str, Target], words: Mapping[str, Words]
    ) -> None:
        self.number = number
        self.layout = layout
        self.mapping = mapping
        self.words = words
        self.answers: dict[str, Answer] = {}
        self.parts: dict[str, dict[str, int]] = {}
        self.problems: list[RowProblem] = []

    def read(self, cells: Mapping[str, str]) -> ImportedRow:
        others: dict[str, str] = {}
        for column, cell in cells.items():
            target = self.mapping.get(column)
            text = cell.strip()
            if target is None:
                others[column] = text
            elif text and target.choice:
                self._part(column, target, text)
            elif text:
                self._whole(column, self.layout.questions[target.question], text)
        for name, parts in self.parts.items():
            self.answers.setdefault(name, self._together(self.layout.questions[name], parts))
        return ImportedRow(self.number, self.answers, others, tuple(self.problems))

    def _together(self, variable: Variable, parts: Mapping[str, int]) -> list[str]:
        order = [each.value for each in self.layout.options_of(variable) if parts.get(each.value)]
        return sorted(order, key=lambda value: parts[value]) if variable.kind is Kind.RANK else order

    def _part(self, column: str, target: Target, text: str) -> None:
        variable = self.layout.questions[target.question]
        said = folded(text)
        number = number_text(text)
        if variable.kind is Kind.RANK and re.fullmatch(r"[0-9]{1,3}", number):
            place: int | None = int(number)
        elif said in YES or said in NO or number in ("0", "1"):
            place = 1 if said in YES or number == "1" else 0
        else:
            place = 1 if self.words[variable.name].find(text) == target.choice else None
        if place is None:
            self._problem(
                column,
                Message(
                    "“%(text)s” does not say whether this choice was made. Write 1 or 0.",
                    {"text": shown(text)},
                ),
            )
        else:
            self.parts.setdefault(target.question, {})[target.choice] = place

    def _whole(self, column: str, variable: Variable, text: str) -> None:
        found: Answer = text
        if variable.kind is Kind.SELECT_ONE:
            found = self._choice(column, variable, text)
        elif variable.spread:
            found = self._choices(column, variable, text)
        elif variable.kind in (Kind.INTEGER, Kind.DECIMAL):
            found = number_text(text)
        elif variable.kind in (Kind.DATE, Kind.DATETIME):
            found = date_text(text, day_only=variable.kind is Kind.DATE)
            if found is None:
                self._problem(
                    column,
                    Message(
                        "It is not certain which day “%(text)s” is. Write year, month and day, as in "
                        "2026-05-31.",
                        {"text": shown(text)},
                    ),
                )
        elif variable.kind is Kind.ACKNOWLEDGE:
            found = "OK" if folded(text) in YES or folded(text) == "ok" else text
        if found is not None:
            self.answers[variable.name] = found

    def _choice(self, column: str, variable: Variable, text: str) -> str | None:
        words = self.words.get(variable.name) or Words(())
        found = words.find(text) or words.find(number_text(text))
        if found is None:
            self._not_a_choice(column, variable, text)
        return found

    def _choices(self, column: str, variable: Variable, text: str) -> list[str] | None:
        words = self.words.get(variable.name) or Words(())
        found = words.find_all(text)
        if found is None:
            self._not_a_choice(column, variable, text)
        return found

    def _not_a_choice(self, column: str, variable: Variable, text: str) -> None:
        options: Sequence[Option] = self.layout.options_of(variable)
        said = ", ".join(shown(each.value) for each in options[:10]) + (", …" if len(options) > 10 else "")  # noqa: PLR2004
        about = {"text": shown(text), "name": shown(variable.name), "values": said}
        if variable.name in self.words and self.words[variable.name].ambiguous(text):
            message = Message(
                "“%(text)s” is the label of several choices of “%(name)s”. Write the value: %(values)s.",
                about,
            )
        else:
            message = Message(
                "“%(text)s” is none of the choices of “%(name)s”, neither as a value nor as a label. "
                "The values are: %(values)s.",
                about,
            )
        self._problem(column, message)

    def _problem(self, column: str, message: Message) -> None:
        self.problems.append(RowProblem(self.number, column, message))
