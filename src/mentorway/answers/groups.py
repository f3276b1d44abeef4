"""The groups: who is in them, and whether they are large and varied enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mentorway.answers import patterns
from mentorway.answers.coding import Grouped, grouped
from mentorway.wording import Message, listed, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from mentorway.answers.codebook import Codebook
    from mentorway.answers.problems import Findings

MOST_GROUPS = 500
LONGEST_NAME = 100


def look_at_groups(table: pa.Table, group: str, found: Findings) -> Grouped:
    """Return which group each row is in; say what is wrong with the groups."""
    if table.column_names.count(group) != 1:
        return Grouped((), np.zeros(table.num_rows, dtype=np.int64))
    groups = grouped(table.column(group), found.origin.labels.get(group, {}))
    blank = np.flatnonzero(groups.places == len(groups.names))
    if not groups.names:
        found.error(Message("The column “%(group)s” is empty in every row.", {"group": shown(group)}), group)
    elif blank.size:
        row = found.origin.row(int(blank[0]))
        values: dict[str, str | int] = {"group": shown(group), "row": row, "count": int(blank.size)}
        found.warn(
            Message(
                "Row %(row)d has nothing in the column “%(group)s” and will be left out.",
                values,
                plural="%(count)d rows have nothing in the column “%(group)s” and will be left out; "
                "the first is row %(row)d.",
                count=int(blank.size),
            ),
            group,
            row,
            count=int(blank.size),
        )
    _look_at_names(groups, group, found)
    return groups


def _look_at_names(groups: Grouped, group: str, found: Findings) -> None:
    if len(groups.names) > MOST_GROUPS:
        found.error(
            Message(
                "The column “%(group)s” has %(count)d different values, and at most %(most)d groups "
                "can be compared. "
                "Choose a column that names groups, not people.",
                {"group": shown(group), "count": len(groups.names), "most": MOST_GROUPS},
            ),
            group,
        )
    elif len(groups.names) == 1:
        found.warn(
            Message(
                "There is one group only, “%(name)s”: its scales can be described, but nothing can "
                "be compared.",
                {"name": shown(groups.names[0])},
            ),
            group,
        )
    if len(groups.names) <= MOST_GROUPS:
        _look_for_long_names(groups, group, found)
    folded: dict[str, str] = {}
    for name in groups.names[:MOST_GROUPS]:
        other = folded.setdefault(name.casefold(), name)
        if other != name:
            found.warn(
                Message(
                    "The groups “%(first)s” and “%(second)s” differ in capital letters only and "
                    "count as two groups. "
                    "Write them the same when they are one.",
                    {"first": shown(other), "second": shown(name)},
                ),
                group,
                value=shown(name),
            )


def _look_for_long_names(groups: Grouped, group: str, found: Findings) -> None:
    for place, name in enumerate(groups.names):
        if len(name) > LONGEST_NAME:
            rows = np.flatnonzero(groups.places == place)
            row = found.origin.row(int(rows[0]))
            found.error(
                Message(
                    "Row %(row)d has a name of %(length)d letters in the column “%(group)s”, and the name of "
                    "a group has at most %(most)d. Shorten it, or choose a column that names groups.",
                    {"row": row, "length": len(name), "group": shown(group), "most": LONGEST_NAME},
                ),
                group,
                row,
                value=shown(name),
                count=int(rows.size),
            )


def look_within_groups(
    codebook: Codebook, codes: Mapping[str, NDArray[np.int16]], groups: Grouped, found: Findings
) -> None:
    """Warn of groups that are too small or answer too much alike to be compared."""
    if not 0 < len(groups.names) <= MOST_GROUPS:
        return
    sizes = np.bincount(groups.places, minlength=len(groups.names) + 1)[:-1]
    single = [name for name, size in zip(groups.names, sizes, strict=True) if size == 1]
    if single:
        found.warn(
            Message(
                "A group of one person cannot be compared: %(groups)s.",
                {"groups": listed(single), "count": len(single)},
                plural="%(count)d groups have one person each and cannot be compared: %(groups)s.",
                count=len(single),
            ),
            count=len(single),
        )
    for scale, items in codebook.scales().items():
        small = [
            f"{shown(name)} ({size})"
            for name, size in zip(groups.names, sizes.tolist(), strict=True)
            if 1 < size <= len(items)
        ]
        if small:
            found.warn(
                Message(
                    "The scale “%(scale)s” has %(items)d items, and these groups have no more people "
                    "than that: "
                    "%(groups)s. They can be described, not compared.",
                    {"scale": shown(scale), "items": len(items), "groups": listed(small)},
                )
            )
        present = {item.name: codes[item.name] for item in items if item.name in codes}
        _look_for_agreement(present, groups, sizes, found)


def _look_for_agreement(
    codes: Mapping[str, NDArray[np.int16]], groups: Grouped, sizes: NDArray[np.int64], found: Findings
) -> None:
    """Warn of items without differences in a group that is large enough to be compared."""
    for name, places in patterns.constant_within(codes, groups):
        alike = [groups.names[place] for place in places if sizes[place] > len(codes)]
        if alike and not patterns.constant(codes[name]):
            found.warn(
                Message(
                    "In %(groups)s, everyone who answered “%(item)s” gave the same answer, or no one did.",
                    {"item": shown(name), "groups": listed(alike)},
                ),
                name,
            )
