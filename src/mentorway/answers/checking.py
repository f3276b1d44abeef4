"""Everything that is wrong or doubtful in the answers, by row and column, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mentorway.answers import patterns
from mentorway.answers.coding import Grouped, label
from mentorway.answers.columns import look_at_item, look_for_columns
from mentorway.answers.facts import Facts, further, look_at_facts, look_at_weights, usable_column
from mentorway.answers.groups import MOST_GROUPS, look_at_groups, look_within_groups
from mentorway.answers.origin import origin_of
from mentorway.answers.problems import Findings, Problem, Severity
from mentorway.wording import Message, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from mentorway.answers.codebook import Codebook

__all__ = ["Examined", "Preview", "Problem", "Severity", "check", "examine"]

HEAD = 10
FEWEST_ITEMS = 3


@dataclass(frozen=True)
class Preview:
    """What is in the file, and what is wrong with it: errors first."""

    rows: int
    columns: tuple[str, ...]
    groups: tuple[tuple[str, int], ...]
    group_missing: int
    head: tuple[tuple[str, ...], ...]
    problems: tuple[Problem, ...]
    problems_left_out: int

    @property
    def usable(self) -> bool:
        """Whether nothing is so wrong that the answers cannot be stored."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True)
class Examined:
    """The preview, and the answers as they were understood."""

    preview: Preview
    codes: Mapping[str, NDArray[np.int16]]
    groups: Grouped
    facts: Facts


def check(
    table: pa.Table,
    codebook: Codebook,
    *,
    group: str,
    facts: Sequence[str] = (),
    weight: str | None = None,
) -> Preview:
    """Look at the answers and say everything that is wrong with them.

    Parameters
    ----------
    table : pyarrow.Table
        The answers, from `read_table`.
    codebook : Codebook
        Which columns are items, and their coding.
    group : str
        The column that says which group each row belongs to.
    facts : sequence of str
        Further columns that sort people: sector, organisation, wave. A row may have nothing there.
    weight : str, optional
        The column that says how much each person counts: numbers above 0.

    Returns
    -------
    Preview
        At most 200 problems, errors first, and how many more there are. Values that are alike in
        one column are one problem with a count.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from mentorway.answers.codebook import Codebook, Item
    >>> book = Codebook((Item("E1", "E", "Talks", reverse=False, low=1, high=5),))
    >>> answers = pa.table({"country": ["LT", "LT", "LV"], "E1": ["4", "7", "2"]})
    >>> preview = check(answers, book, group="country")
    >>> preview.usable, preview.problems[0].column, preview.problems[0].row
    (False, 'E1', 3)
    """
    return examine(table, codebook, group=group, facts=facts, weight=weight).preview


def examine(
    table: pa.Table,
    codebook: Codebook,
    *,
    group: str,
    facts: Sequence[str] = (),
    weight: str | None = None,
) -> Examined:
    """Check the answers and keep them as they were understood."""
    found = Findings(origin_of(table))
    for note in found.origin.notes:
        found.warn(note)
    present = look_for_columns(table, codebook, group, found)
    codes = {item.name: look_at_item(table, item, found) for item in present}
    groups = look_at_groups(table, group, found)
    items = {item.name for item in codebook.items}
    known = look_at_facts(table, further(facts, group), items, found)
    weights = _weights(table, (weight, {*items, *facts, group}), groups, found)
    _look_at_scales(codebook, codes, found)
    look_within_groups(codebook, codes, groups, found)
    _look_at_rows(codes, groups, found)
    return Examined(_preview(table, groups, found), codes, groups, Facts(known, weights))


def _weights(
    table: pa.Table, wanted: tuple[str | None, set[str]], groups: Grouped, found: Findings
) -> NDArray[np.float64] | None:
    weight, taken = wanted
    if weight is None or not usable_column(table, weight, taken, found):
        return None
    return look_at_weights(table.column(weight), weight, groups, found)


def _preview(table: pa.Table, groups: Grouped, found: Findings) -> Preview:
    counts = np.bincount(groups.places, minlength=len(groups.names) + 1).tolist()
    sizes = sorted(zip(groups.names, counts, strict=False), key=lambda pair: (-pair[1], pair[0]))
    head = table.slice(0, HEAD)
    cells = [[label(value, {}) or "" for value in column.to_pylist()] for column in head.columns]
    problems, left_out = found.chosen()
    return Preview(
        rows=table.num_rows,
        columns=tuple(table.column_names),
        groups=tuple(sizes[:MOST_GROUPS]),
        group_missing=counts[-1],
        head=tuple(zip(*cells, strict=True)),
        problems=problems,
        problems_left_out=left_out,
    )


def _look_at_scales(codebook: Codebook, codes: Mapping[str, NDArray[np.int16]], found: Findings) -> None:
    for scale, items in codebook.scales().items():
        if len(items) < FEWEST_ITEMS:
            found.warn(
                Message(
                    "The scale “%(scale)s” has fewer than three items: no factor model can be fitted to it, "
                    "so its groups cannot be compared.",
                    {"scale": shown(scale)},
                )
            )
        present = [item for item in items if item.name in codes]
        for item in present:
            if patterns.constant(codes[item.name]):
                found.error(
                    Message(
                        "Everyone who answered “%(item)s” gave the same answer, or no one did. It "
                        "says nothing about "
                        "differences: take it out of the codebook.",
                        {"item": shown(item.name)},
                    ),
                    item.name,
                )
        for first, second in patterns.twins(present, codes):
            found.warn(
                Message(
                    "The items “%(first)s” and “%(second)s” have the same answers in every row (or "
                    "exactly opposite "
                    "ones), so no factor model can use both. Was one column copied? Take one out of "
                    "the codebook.",
                    {"first": shown(first.name), "second": shown(second.name)},
                ),
                second.name,
            )


def _look_at_rows(codes: Mapping[str, NDArray[np.int16]], groups: Grouped, found: Findings) -> None:
    empty, repeated = patterns.suspicious_rows(codes, groups)
    for rows, message in (
        (
            empty,
            Message(
                "Row %(row)d has no answer to any item.",
                {"row": found.origin.row(int(empty[0])) if empty.size else 0, "count": int(empty.size)},
                plural="%(count)d rows have no answer to any item; the first is row %(row)d.",
                count=int(empty.size),
            ),
        ),
        (
            repeated,
            Message(
                "Row %(row)d repeats another row's answers to all items. Was a questionnaire sent or "
                "saved twice?",
                {
                    "row": found.origin.row(int(repeated[0])) if repeated.size else 0,
                    "count": int(repeated.size),
                },
                plural="%(count)d rows repeat another row's answers to all items; the first is row %(row)d. "
                "Were questionnaires sent or saved twice?",
                count=int(repeated.size),
            ),
        ),
    ):
        if rows.size:
            found.warn(message, row=found.origin.row(int(rows[0])), count=int(rows.size))
