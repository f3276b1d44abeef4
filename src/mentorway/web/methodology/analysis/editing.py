"""The draft as its editor shows it: one line for each question, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from mentorway.questionnaire import Problem, Severity, lint
from mentorway.questionnaire.workbook import SURVEY, Workbook
from mentorway.web.methodology.analysis import conditions, drafts, lists
from mentorway.web.methodology.analysis.drafts import Row, header

INNER = 6  # deeper groups are not moved further in


@dataclass(frozen=True)
class Line:
    """One question or group as the list of questions shows it."""

    row: Row
    label: str
    kind: str
    choices: tuple[str, ...]
    shown_if: tuple[str, str, bool] | None
    expression: str
    required: bool
    problems: tuple[Problem, ...]

    @property
    def depth(self) -> int:
        return min(self.row.depth, INNER)

    @property
    def is_group(self) -> bool:
        return self.row.kind.kind in ("begin", "repeat")


def lines_of(draft: Workbook, language: str) -> list[Line]:
    """Return the questions and groups of a draft, each with what is wrong with it."""
    label = header("label", language)
    known = lists.all_lines(draft, language)
    rows = drafts.rows_of(draft)
    labels = _labels(rows, known, label)
    wrong = _problems(draft)
    return [_line(row, label, known, labels, wrong) for row in rows if row.kind.kind != "end"]


def _line(
    row: Row,
    label: str,
    known: Mapping[str, list[lists.Line]],
    labels: Mapping[str, tuple[str, Mapping[str, str]]],
    wrong: Mapping[int, list[Problem]],
) -> Line:
    relevant = row.cells.get("relevant", "")
    kind = row.kind.kind
    return Line(
        row,
        row.cells.get(label, ""),
        "begin_group" if kind == "begin" else kind,
        tuple(line.label or line.value for line in known.get(row.kind.list, ()) if not line.retired),
        conditions.in_words(relevant, labels),
        relevant,
        row.cells.get("required", "").lower() not in ("", "no", "false", "false()"),
        tuple(wrong.get(row.number, ())),
    )


def _labels(
    rows: list[Row], known: Mapping[str, list[lists.Line]], label: str
) -> dict[str, tuple[str, Mapping[str, str]]]:
    choices = {name: {line.value: line.label for line in those} for name, those in known.items()}
    return {
        row.name: (row.cells.get(label) or row.name, choices.get(row.kind.list, {}))
        for row in rows
        if row.name
    }


def _problems(draft: Workbook) -> dict[int, list[Problem]]:
    found: dict[int, list[Problem]] = {}
    for problem in errors_of(draft):
        if problem.sheet == SURVEY:
            found.setdefault(problem.row, []).append(problem)
    return found


def errors_of(draft: Workbook) -> list[Problem]:
    """Return what makes a draft unfit to be published, as far as its cells show it."""
    if not drafts.rows_of(draft):
        return []
    return [problem for problem in lint(drafts.bare(draft)) if problem.severity is Severity.ERROR]


def places(draft: Workbook, language: str) -> list[tuple[str, str]]:
    """Return where a new question can go: after which row."""
    label = header("label", language)
    return [
        (row.mark, conditions.shortened(row.cells.get(label) or row.name))
        for row in drafts.rows_of(draft)
        if row.kind.kind != "end"
    ]
