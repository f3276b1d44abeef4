"""A page of a questionnaire as people see it: its questions with their answers, choices and faults.

Who shows a questionnaire asks ``blocks_of`` for what stands on a page, shows it with the tag ``questions`` of
``questionnaires`` (templates in ``templates/questionnaire``), and reads what was sent with ``sent``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from mentorway.questionnaire import (
    Bounds,
    Form,
    Judgement,
    Kind,
    Page,
    Question,
    choices_of,
    hint_of,
    label_of,
)
from mentorway.questionnaire.reading import Answer
from mentorway.web.core.wording import said

PREFIX = "q_"
MOST_STEPS = 11
INPUTS = {Kind.DATE: "date", Kind.TIME: "time", Kind.DATETIME: "datetime-local"}
HEAD = "label"  # the appearance of a question that only shows its choices
LONG = frozenset({"multiline"})
ROWS = frozenset({"list-nolabel", "likert"})  # pyxform makes the first of every question of a table-list
IN_ROWS = frozenset({Kind.SELECT_ONE, Kind.SELECT_MULTIPLE})
MOST_COLUMNS = 11


class Sent(Protocol):
    """What a browser sends: Django's QueryDict."""

    def get(self, name: str, default: Any = ...) -> Any: ...
    def getlist(self, name: str) -> list[str]: ...


@dataclass(frozen=True)
class Option:
    """One choice; ``place`` is its rank, from 1, when choices are put in order."""

    value: str
    label: str
    chosen: bool
    place: str = ""


@dataclass(frozen=True)
class Field:
    """One question as it is shown."""

    name: str  # of the inputs
    kind: str
    label: str
    hint: str
    required: bool
    faults: tuple[str, ...]
    value: str
    options: tuple[Option, ...] = ()
    input: str = "text"
    long: bool = False
    compact: bool = False

    @property
    def described_by(self) -> str:
        """The ids of the hint and the fault, for screen readers."""
        ids = [f"{self.name}-h"] * bool(self.hint) + [f"{self.name}-f"] * bool(self.faults)
        return " ".join(ids)

    @property
    def places(self) -> range:
        """The ranks that can be given."""
        return range(1, len(self.options) + 1)


@dataclass(frozen=True)
class Block:
    """A heading, one question, or questions in rows that share their choices.

    Rows that follow a heading at once are one table with it: ``label`` and ``hint`` are those of all rows.
    """

    kind: str  # heading, field, rows
    label: str = ""
    hint: str = ""
    field: Field | None = None
    fields: tuple[Field, ...] = ()
    head: tuple[Option, ...] = ()


def blocks_of(
    judgement: Judgement, page: Page, answers: Mapping[str, Answer], *, faults: bool = False
) -> list[Block]:
    """Return what stands on a page under these answers; ``faults`` says whether what is wrong is shown."""
    return _joined(_blocks(judgement, page, answers, faults=faults))


def _joined(blocks: Iterator[Block]) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        if block.kind == "rows" and found and found[-1].kind == "heading":
            heading = found.pop()
            found.append(replace(block, label=heading.label, hint=heading.hint))
        else:
            found.append(block)
    return found


def _blocks(
    judgement: Judgement, page: Page, answers: Mapping[str, Answer], *, faults: bool
) -> Iterator[Block]:
    form = judgement.form
    rows: list[Field] = []
    here = ""
    questions = [form.by_name[name] for name in page.questions if _shown(judgement, name)]
    for question in questions:
        if question.group != here:
            yield from _rows(rows)
            rows = []
            here = question.group
            yield from _heading(judgement, form, here)
        field = _field(judgement, question, answers.get(question.name), faults=faults)
        if not _in_rows(question, field):
            yield from _rows(rows)
            rows = []
            yield Block("field", field=field)
            continue
        if rows and not _alike(rows[-1], field):
            yield from _rows(rows)
            rows = []
        rows.append(field)
    yield from _rows(rows)


def _shown(judgement: Judgement, name: str) -> bool:
    """Whether a question is on the page; what spreadsheets add above rows is made here."""
    question = judgement.form.by_name[name]
    heading = judgement.form.headings.get(question.group) is question
    return judgement.states[name].relevant and HEAD not in question.appearances and not heading


def _rows(fields: list[Field]) -> Iterator[Block]:
    if fields:
        yield Block("rows", fields=tuple(fields), head=fields[0].options)


def _heading(judgement: Judgement, form: Form, path: str) -> Iterator[Block]:
    group = form.groups_by_path.get(path)
    label = label_of(judgement, group) if group else ""
    if group and label:
        yield Block("heading", label=label, hint=hint_of(judgement, group))


def _in_rows(question: Question, field: Field) -> bool:
    fits = question.kind in IN_ROWS and 0 < len(field.options) <= MOST_COLUMNS
    return fits and bool(ROWS & question.appearances)


def _alike(first: Field, second: Field) -> bool:
    """Whether two questions can be rows of one table."""
    values = [[one.value for one in field.options] for field in (first, second)]
    return first.kind == second.kind and values[0] == values[1]


def _field(judgement: Judgement, question: Question, answer: Answer, *, faults: bool) -> Field:
    state = judgement.states[question.name]
    wrong = tuple(said(fault.message) for fault in state.faults) if faults else ()
    computed = question.computed and question.kind is not Kind.NOTE
    bounds = question.bounds
    return Field(
        name=f"{PREFIX}{question.name}",
        kind="computed" if computed else ("range" if bounds else question.kind.value),
        label=label_of(judgement, question),
        hint=hint_of(judgement, question),
        required=state.required,
        faults=wrong,
        value=state.text if computed else _text(answer),
        options=_options(judgement, question, answer) if question.choices else _steps(bounds, answer),
        input=INPUTS.get(question.kind, "text"),
        long=bool(LONG & question.appearances),
        compact="minimal" in question.appearances,
    )


def _text(answer: Answer) -> str:
    return (
        answer
        if isinstance(answer, str)
        else ""
        if answer is None or isinstance(answer, list)
        else str(answer)
    )


def _options(judgement: Judgement, question: Question, answer: Answer) -> tuple[Option, ...]:
    picked = (
        answer.split()
        if isinstance(answer, str)
        else list(answer)
        if isinstance(answer, list | tuple)
        else []
    )
    ranks = {value: str(place) for place, value in enumerate(picked, start=1)}
    return tuple(
        Option(value, label, value in picked, ranks.get(value, ""))
        for value, label in choices_of(judgement, question)
    )


def _steps(bounds: Bounds | None, answer: Answer) -> tuple[Option, ...]:
    """Return the numbers of a short scale; long ones are written."""
    if bounds is None or not bounds.step:
        return ()
    count = round(abs(bounds.end - bounds.start) / abs(bounds.step)) + 1
    if not 1 < count <= MOST_STEPS:
        return ()
    step = abs(bounds.step) if bounds.end > bounds.start else -abs(bounds.step)
    values = (f"{round(bounds.start + place * step, 9):g}" for place in range(count))
    return tuple(Option(value, value, value == _text(answer)) for value in values)


def sent(form: Form, page: Page, data: Sent) -> dict[str, Answer]:
    """Return what was sent for the questions of a page; a question that was not sent has no answer."""
    asked = [
        form.by_name[name]
        for name in page.questions
        if form.by_name[name].asked and HEAD not in form.by_name[name].appearances
    ]
    return {question.name: _sent(form, question, data) for question in asked}


def _sent(form: Form, question: Question, data: Sent) -> Answer:
    name = f"{PREFIX}{question.name}"
    if question.kind is Kind.SELECT_MULTIPLE:
        return data.getlist(name)
    if question.kind is Kind.RANK:
        known = form.lists_by_name[question.choices].offered if question.choices in form.lists_by_name else ()
        given = [(str(data.get(f"{name}.{value}", "")), value) for value in known]
        places: dict[int, str] = {}
        for place, value in given:
            if place.isdecimal() and len(place) < 4:  # noqa: PLR2004 - no list is as long
                places.setdefault(int(place), value)
        return [value for _place, value in sorted(places.items())]
    return str(data.get(name, ""))
