"""The columns of the file against the items of the codebook."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from mentorway.answers.coding import Fault, Faulty, coded
from mentorway.wording import Message, listed, shown

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from mentorway.answers.codebook import Codebook, Item
    from mentorway.answers.problems import Findings

MOST_ALIKE_SOUGHT = 50


def look_for_columns(table: pa.Table, codebook: Codebook, group: str, found: Findings) -> list[Item]:
    """Return the items that have one column; say which have none or several."""
    names = table.column_names
    counts = {name: names.count(name) for name in {group, *(item.name for item in codebook.items)}}
    if group in {item.name for item in codebook.items}:
        found.error(
            Message(
                "The column “%(column)s” is an item of the codebook and cannot be the group too.",
                {"column": shown(group)},
            ),
            group,
        )
    if not counts[group]:
        found.error(
            Message(
                "There is no column “%(group)s” for the groups. The columns are: %(columns)s.",
                {"group": shown(group), "columns": listed(names)},
            ),
            group,
        )
    lacking = [item.name for item in codebook.items if not counts[item.name]]
    _say_lacking(lacking, names, len(codebook.items), found)
    for name in [group, *(item.name for item in codebook.items if item.name != group)]:
        if counts[name] > 1:
            found.error(
                Message(
                    "%(count)d columns are named “%(column)s”. Rename or remove all but one.",
                    {"count": counts[name], "column": shown(name)},
                ),
                name,
                count=counts[name],
            )
    used = {group, *(item.name for item in codebook.items)}
    others = sorted({name for name in names if name and name not in used and names.count(name) > 1})
    if others:
        found.warn(
            Message(
                "Several columns have the same name; they are not used: %(columns)s.",
                {"columns": listed(others)},
            )
        )
    return [item for item in codebook.items if counts[item.name] == 1]


def _say_lacking(lacking: list[str], names: list[str], items: int, found: Findings) -> None:
    if len(names) == 1 and lacking:
        found.error(
            Message(
                "The file has one column only: “%(column)s”. Was the delimiter found? "
                "Use a comma, semicolon, tab or vertical bar between the cells.",
                {"column": shown(names[0])},
            ),
            names[0],
        )
    elif lacking and len(lacking) == items:
        found.error(
            Message(
                "None of the %(count)d items of the codebook is a column of the file. The codebook's items: "
                "%(items)s. The file's columns: %(columns)s. Make the names the same.",
                {"count": items, "items": listed(lacking), "columns": listed(names)},
            ),
            count=items,
        )
    else:
        for place, name in enumerate(lacking):
            near = _near(name, names) if place < MOST_ALIKE_SOUGHT else []
            found.error(_lacking(name, near), name)


def _near(name: str, names: list[str]) -> list[str]:
    folded = {other.casefold(): other for other in names if other}
    return [
        folded[close] for close in difflib.get_close_matches(name.casefold(), list(folded), n=3, cutoff=0.7)
    ]


def _lacking(name: str, near: list[str]) -> Message:
    if near:
        return Message(
            "The item “%(item)s” of the codebook is not a column of the file. Similar columns: %(near)s.",
            {"item": shown(name), "near": listed(near)},
        )
    return Message(
        "The item “%(item)s” of the codebook is not a column of the file. "
        "Add the column, or take the item out of the codebook.",
        {"item": shown(name)},
    )


def look_at_item(table: pa.Table, item: Item, found: Findings) -> NDArray[np.int16]:
    """Return the item's answers; say which cells are none."""
    answers = coded(table.column(item.name), item)
    for faulty in answers.faults:
        rows = [str(found.origin.row(row)) for row in faulty.rows]
        values: dict[str, str | int] = {
            "column": shown(item.name),
            "value": shown(faulty.value),
            "rows": ", ".join(rows) + (", …" if faulty.count > len(rows) else ""),
            "count": faulty.count,
            "low": item.low,
            "high": item.high,
        }
        say = found.warn if faulty.fault is Fault.NO_ANSWER else found.error
        message = _faulty(faulty, values)
        say(message, item.name, found.origin.row(faulty.rows[0]), shown(faulty.value), faulty.count)
    return answers.codes


def _faulty(faulty: Faulty, values: dict[str, str | int]) -> Message:
    if faulty.fault is Fault.OUTSIDE:
        return Message(
            "Column %(column)s, row %(rows)s: the value “%(value)s” is outside the scale from "
            "%(low)d to %(high)d. "
            "Correct it, or name it as a missing code in the codebook.",
            values,
            plural="Column %(column)s, %(count)d rows (%(rows)s): the value “%(value)s” is outside "
            "the scale from "
            "%(low)d to %(high)d. Correct it, or name it as a missing code in the codebook.",
            count=faulty.count,
        )
    if faulty.fault is Fault.BROKEN:
        return Message(
            "Column %(column)s, row %(rows)s: “%(value)s” is not a whole number. Answers are whole "
            "numbers from "
            "%(low)d to %(high)d.",
            values,
            plural="Column %(column)s, %(count)d rows (%(rows)s): “%(value)s” is not a whole number. "
            "Answers are whole numbers from %(low)d to %(high)d.",
            count=faulty.count,
        )
    if faulty.fault is Fault.NO_ANSWER:
        return Message(
            "Column %(column)s, row %(rows)s: “%(value)s” is taken as no answer.",
            values,
            plural="Column %(column)s, %(count)d rows (%(rows)s): “%(value)s” is taken as no answer.",
            count=faulty.count,
        )
    return Message(
        "Column %(column)s, row %(rows)s: “%(value)s” is text where a whole number from %(low)d to "
        "%(high)d is needed. "
        "Export the answers as numbers.",
        values,
        plural="Column %(column)s, %(count)d rows (%(rows)s): “%(value)s” is text where a whole "
        "number from %(low)d to "
        "%(high)d is needed. Export the answers as numbers.",
        count=faulty.count,
    )
