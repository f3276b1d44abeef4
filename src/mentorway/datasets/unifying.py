"""Versions of one questionnaire → one layout."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from mentorway.datasets.layout import Labels, Layout, Measure, Option, Type, Variable, whole_type
from mentorway.questionnaire import Choice, Form, Kind, Question, Texts, plain
from mentorway.wording import InvalidInputError, Message

TYPES: Final[Mapping[Kind, Type]] = {
    Kind.TEXT: Type.TEXT, Kind.INTEGER: Type.INT64, Kind.DECIMAL: Type.FLOAT64, Kind.DATE: Type.DATE,
    Kind.TIME: Type.TIME, Kind.DATETIME: Type.MOMENT, Kind.SELECT_ONE: Type.TEXT,
    Kind.SELECT_MULTIPLE: Type.INT8, Kind.RANK: Type.INT16, Kind.ACKNOWLEDGE: Type.TEXT,
    Kind.CALCULATE: Type.TEXT, Kind.META: Type.MOMENT,
}  # fmt: skip
SCALES: Final = frozenset(
    {Type.INT16, Type.INT32, Type.INT64, Type.FLOAT64, Type.DATE, Type.TIME, Type.MOMENT}
)
ORDERED: Final = "likert"
MISSING: Final = "missing"  # a column of the choices sheet
YES: Final = frozenset({"yes", "true", "true()", "1"})


@dataclass(frozen=True)
class Administrative:
    """A column about the response that is no answer: its code, version, organisation, wave, and so on.

    `kind` says what it holds: text, integer, decimal, date, time, dateTime or select_one with `options`.
    """

    name: str
    labels: Labels = field(default_factory=dict)
    kind: Kind = Kind.TEXT
    options: tuple[Option, ...] = ()


def layout_of(
    forms: Sequence[Form],
    administrative: Sequence[Administrative] = (),
    *,
    missing: Mapping[str, Sequence[int]] | None = None,
    zone: str = "UTC",
) -> Layout:
    """Return the columns for responses to these versions of one questionnaire.

    Parameters
    ----------
    forms : sequence of Form
        The published versions, the oldest first. The newest gives the order and the texts; what only older
        ones have stays, at the end.
    administrative : sequence of Administrative
        Columns that the caller adds, in front.
    missing : mapping of str to sequence of int, optional
        Numbers that stand for no answer, by question, as -99. Choices say so in the choices sheet: yes in a
        column called “missing”.
    zone : str
        The time zone of the study, in which dates with a time are stored.

    Returns
    -------
    Layout
        Notes are left out, calculations are text, a question with several choices has a column for each.

    Raises
    ------
    InvalidInputError
        There is no form, or a question has different types in different versions.
    """
    if not forms:
        raise InvalidInputError(Message("There is no questionnaire to lay out. Publish one first."))
    if zone not in _zones():
        raise InvalidInputError(
            Message("There is no time zone “%(zone)s”. Write one as in Europe/Riga.", {"zone": zone})
        )
    newest = forms[-1]
    lists = _Lists()
    named: dict[str, list[tuple[Form, Question]]] = {}
    for form in reversed(forms):
        for question in form.questions:
            if question.kind is not Kind.NOTE:
                named.setdefault(question.name, []).append((form, question))
    questions = [_question(versions, newest, lists, (missing or {})) for versions in named.values()]
    _refuse_twice([each.name for each in administrative])
    return Layout(
        title=newest.title,
        languages=_languages(forms),
        default_language=newest.default_language,
        variables=(*(_administrative(each, lists) for each in administrative), *questions),
        options=lists.found,
        forms=tuple(dict.fromkeys(form.hash for form in forms)),
        zone=zone,
    )


@cache
def _zones() -> frozenset[str]:
    """Return the time zones of this machine, whose files are read for it."""
    return frozenset(available_timezones())


class _Lists:
    """The option lists so far, each once."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[Option, ...]] = {}
        self._keys: dict[str, str] = {}

    def key(self, name: str, options: Iterable[Option]) -> str:
        """Return the key of a list, which is its name unless another list has it."""
        options = tuple(options)
        said = json.dumps([vars(each) for each in options], sort_keys=True)
        if said not in self._keys:
            key, number = name, 1
            while key in self.found:
                number += 1
                key = f"{name}_{number}"
            self._keys[said] = key
            self.found[key] = options
        return self._keys[said]


def _refuse_twice(names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise InvalidInputError(
                Message("The column “%(name)s” is added twice. Give each a name of its own.", {"name": name})
            )


def _languages(forms: Sequence[Form]) -> tuple[tuple[str, str], ...]:
    found = {each.code: each.name for form in reversed(forms) for each in form.languages}
    return tuple(found.items())


def _administrative(each: Administrative, lists: _Lists) -> Variable:
    kind = TYPES[each.kind]
    return Variable(
        name=each.name,
        kind=each.kind,
        type=kind,
        labels=dict(each.labels),
        options=lists.key(each.name, each.options) if each.options else "",
        about=True,
        measure=Measure.SCALE if kind in SCALES else Measure.NOMINAL,
    )


def _question(
    versions: list[tuple[Form, Question]],
    newest: Form,
    lists: _Lists,
    missing: Mapping[str, Sequence[int]],
) -> Variable:
    """Put the versions of one question together, the newest first."""
    _, question = versions[0]
    for form, older in versions[1:]:
        if older.kind is not question.kind:
            raise InvalidInputError(
                Message(
                    "“%(name)s” is %(new)s in one version of the questionnaire and %(old)s in version "
                    "“%(version)s”, so their answers do not fit into one column. Export the versions apart.",
                    {
                        "name": question.name,
                        "new": question.kind.value,
                        "old": older.kind.value,
                        "version": form.version,
                    },
                )
            )
    kind = _type([each for _, each in versions])
    return Variable(
        name=question.name,
        kind=question.kind,
        type=kind,
        labels=_labels(each.labels for _, each in versions),
        options=lists.key(question.choices, _options(versions, newest)) if question.choices else "",
        measure=_measure(question, kind),
        missing=tuple(missing.get(question.name, ())),
    )


def _type(versions: list[Question]) -> Type:
    question = versions[0]
    if question.kind is Kind.META and all(each.preload == "today" for each in versions):
        return Type.DATE
    if question.kind is Kind.INTEGER and all(each.bounds for each in versions):
        ends = [end for each in versions if each.bounds for end in (each.bounds.start, each.bounds.end)]
        return whole_type(min(ends), max(ends))
    return TYPES[question.kind]


def _measure(question: Question, kind: Type) -> Measure:
    if question.kind is Kind.SELECT_ONE:
        return Measure.ORDINAL if ORDERED in question.appearances else Measure.NOMINAL
    return Measure.SCALE if kind in SCALES else Measure.NOMINAL


def _labels(versions: Iterable[Texts]) -> Labels:
    """Return the texts of each language, the newest that there are."""
    found: dict[str, str] = {}
    for texts in versions:
        for code, text in texts.items():
            said = " ".join(plain(text).split())
            if said:
                found.setdefault(code, said)
    return found


def _options(versions: list[tuple[Form, Question]], newest: Form) -> Iterable[Option]:
    found: dict[str, list[Choice]] = {}
    offered: set[str] = set()
    for form, question in versions:
        choices = form.lists_by_name.get(question.choices)
        if choices is None:
            continue
        if form is newest:
            offered = set(choices.offered)
        for value, choice in ((each.value, choices.by_value[each.value]) for each in choices.choices):
            if choice not in found.setdefault(value, []):
                found[value].append(choice)
    for value, same in found.items():
        yield Option(
            value=value,
            labels=_labels(each.labels for each in same),
            retired=value not in offered,
            missing=any(each.columns.get(MISSING, "").lower() in YES for each in same),
        )
