"""When a question is shown: the simple conditions people choose, and the expressions they become."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorway.questionnaire.workbook import Workbook
from mentorway.web.methodology.analysis import drafts, lists

ONE = re.compile(r"\s*\$\{([^}]+)\}\s*(=|!=)\s*('[^']*'|\"[^\"]*\")\s*")
SEVERAL = re.compile(
    r"\s*(not\s*\(\s*)?selected\s*\(\s*\$\{([^}]+)\}\s*,\s*('[^']*'|\"[^\"]*\")\s*\)\s*(\))?\s*"
)
MOST_QUESTIONS = 80
BESIDE = 40  # letters of the question that stand beside a choice


@dataclass(frozen=True)
class Condition:
    """A choice was made in a question, or was not."""

    question: str
    value: str
    chosen: bool = True

    @property
    def answer(self) -> str:
        """What stands for the choice in a form."""
        return f"{self.question}={self.value}"


def expression(condition: Condition, *, several: bool) -> str:
    """Return the expression of a condition.

    >>> expression(Condition("city", "oslo"), several=False)
    "${city} = 'oslo'"
    >>> expression(Condition("city", "oslo", chosen=False), several=True)
    "not(selected(${city}, 'oslo'))"
    """
    quote = '"' if "'" in condition.value else "'"
    value = f"{quote}{condition.value}{quote}"
    if several:
        picked = f"selected(${{{condition.question}}}, {value})"
        return picked if condition.chosen else f"not({picked})"
    return f"${{{condition.question}}} {'=' if condition.chosen else '!='} {value}"


def simple(text: str) -> Condition | None:
    """Return the condition that an expression is, when it is a simple one.

    >>> simple("selected(${city}, 'oslo')")
    Condition(question='city', value='oslo', chosen=True)
    >>> simple("${age} > 17") is None
    True
    """
    one = ONE.fullmatch(text)
    if one:
        return Condition(one[1].strip(), one[3][1:-1], one[2] == "=")
    several = SEVERAL.fullmatch(text)
    if several and bool(several[1]) == bool(several[4]):
        return Condition(several[2].strip(), several[3][1:-1], not several[1])
    return None


@dataclass(frozen=True)
class Offer:
    """An earlier question whose choices can decide."""

    name: str
    label: str
    several: bool
    choices: tuple[tuple[str, str], ...]


def offers(workbook: Workbook, language: str, before: str = "") -> list[Offer]:
    """Return the questions with choices that stand before the row with a mark, the nearest last."""
    column = drafts.header("label", language)
    known = lists.all_lines(workbook, language)
    found: list[Offer] = []
    for row in drafts.rows_of(workbook):
        if row.mark == before and before:
            break
        if row.kind.kind in ("select_one", "select_multiple") and row.name and row.kind.list in known:
            choices = tuple((line.value, line.label or line.value) for line in known[row.kind.list])
            several = row.kind.kind == "select_multiple"
            found.append(Offer(row.name, row.cells.get(column, "") or row.name, several, choices))
    return found[-MOST_QUESTIONS:]


def grouped(found: Sequence[Offer]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the offers as the choices of a select."""
    return [
        (
            shortened(offer.label),
            [
                (f"{offer.name}={value}", f"{label} ({shortened(offer.label, BESIDE)})")
                for value, label in offer.choices
            ],
        )
        for offer in found
    ]


def in_words(text: str, labels: Mapping[str, tuple[str, Mapping[str, str]]]) -> tuple[str, str, bool] | None:
    """Return, for a simple condition, the question's label, the choice's, and whether it must be chosen."""
    condition = simple(text)
    if condition is None or condition.question not in labels:
        return None
    label, choices = labels[condition.question]
    return shortened(label), choices.get(condition.value, condition.value), condition.chosen


def shortened(text: str, most: int = 60) -> str:
    """Return a text short enough for a list.

    >>> shortened("a" * 70, most=5)
    'aaaa…'
    """
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
