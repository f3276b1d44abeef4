"""Whether columns of a table can be answers and weights: one look at all rows before anything is summed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mentorway.moments.cells import Block
from mentorway.moments.engines.answers import Answers, Column, Table
from mentorway.moments.reading import not_weights, not_whole_numbers, outside
from mentorway.wording import InvalidInputError, Message, shown

ITEMS_AT_ONCE = 100
EXACT = 2**53  # up to here floating-point numbers hold every whole number
MOST = 2**63
LARGEST = 1.7976931348623157e308


def given(column: Column) -> Column:
    """The column with nothing where floating point has «not a number»."""
    import ibis  # noqa: PLC0415 - see `connect`

    kind = column.type()
    return ibis.ifelse(column.isnan(), ibis.null(kind), column) if kind.is_floating() else column


def check_answers(answers: Answers, blocks: Sequence[Block]) -> None:
    """Refuse answers that are not whole numbers or outside their scale, as reading a file does."""
    items = list(dict.fromkeys(item for block in blocks for item in block.items))
    spans: dict[str, tuple[int, int] | None] = {}
    for start in range(0, len(items), ITEMS_AT_ONCE):
        spans |= _spans(answers, items[start : start + ITEMS_AT_ONCE])
    for block in blocks:
        for place, item in enumerate(block.items):
            for value in spans[item] or ():
                if not block.low <= value <= block.high:
                    raise outside(block, place, value)


def _spans(answers: Answers, items: Sequence[str]) -> dict[str, tuple[int, int] | None]:
    """Lowest and highest answer to each item; None where there is none."""
    asked: dict[str, Column] = {}
    for place, item in enumerate(items):
        column = answers.table[item]
        if not (column.type().is_numeric() or column.type().is_boolean()):
            raise not_whole_numbers(item)
        asked |= _asked(given(column), place)
    found: dict[str, Any] = answers.ask(answers.table.agg(**asked)).to_pylist()[0]
    spans: dict[str, tuple[int, int] | None] = {}
    for place, item in enumerate(items):
        low, high = found[f"low_{place}"], found[f"high_{place}"]
        if low is None:
            spans[item] = None
        elif found.get(f"broken_{place}") or low < -MOST or high >= MOST:
            raise not_whole_numbers(item)
        else:
            spans[item] = (int(low), int(high))
    return spans


def _asked(column: Column, place: int) -> dict[str, Column]:
    import ibis  # noqa: PLC0415

    kind = column.type()
    if kind.is_boolean():
        column = column.cast("int64")
    asked = {f"low_{place}": column.min(), f"high_{place}": column.max()}
    if kind.is_floating() or kind.is_decimal():
        split = ibis.ifelse(column.cast("int64") != column, 1, 0)
        asked[f"broken_{place}"] = ibis.ifelse(column.between(-EXACT, EXACT), split, 0).sum()
    return asked


def check_weights(answers: Answers, people: Table, name: str) -> None:
    """Refuse a weight that is not a number above 0 for somebody who is looked at."""
    import ibis  # noqa: PLC0415

    kind = answers.table[name].type()
    if not (kind.is_numeric() or kind.is_boolean()):
        raise not_weights(name)
    weight = people[name].cast("float64")
    wrong = ibis.ifelse((weight > 0) & (weight <= LARGEST), 0, 1)  # an absent weight is neither
    count = int(answers.ask(people.agg(wrong=wrong.sum())).to_pylist()[0]["wrong"] or 0)
    if count:
        raise InvalidInputError(
            Message(
                "Column %(column)s: the weight of %(count)d person is not a number above 0. Every weight "
                "must be; leave out people who should not count.",
                {"column": shown(name), "count": count},
                plural="Column %(column)s: the weights of %(count)d people are not numbers above 0. Every "
                "weight must be; leave out people who should not count.",
                count=count,
            )
        )
