"""What a change of a line would move, before it is saved."""

import copy
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from mentorway.schedule.critical import Dates
from mentorway.schedule.what_if import Move, moves_between
from mentorway.web.plan.analysis.baselines import days_words, span
from mentorway.web.plan.analysis.dates import checked, dates_of, laid
from mentorway.web.plan.analysis.items import lateness, take_over
from mentorway.web.plan.models import Bound, Item
from mentorway.web.plan.queries.items import Rows, in_order

MOVES_SHOWN: Final = 200


@dataclass(frozen=True)
class Moved:
    """A line that a change would move, in words."""

    item: Item
    before: str
    after: str
    days: int
    words: str


@dataclass(frozen=True)
class Effect:
    """What a change would do to the plan.

    ``critical`` are lines that the end would newly depend on, ``late`` says which would newly be late.
    """

    moves: Sequence[Moved]
    more: int
    end_before: dt.date
    end_after: dt.date
    end_days: int
    critical: Sequence[Item]
    late: Sequence[str]


def effect_of(rows: Rows, item: Item, facts: Mapping[str, Any]) -> Effect:
    """Return what would move if a line were as ``facts`` say; InvalidInputError if that is impossible."""
    other = copy.copy(item)
    take_over(other, facts)
    lines = in_order(other if one.pk == item.pk else one for one in rows.items)
    changed = replace(rows, items=tuple(lines))
    before = dates_of(rows.project, rows=rows)
    after = checked(rows.project, plan=laid(rows.project, rows=changed))
    was, late = set(before.critical), lateness(rows, before)
    moves = moves_between(before, after)
    return Effect(
        [_moved(changed.by_pk[int(move.key)], move) for move in moves[:MOVES_SHOWN]],
        max(len(moves) - MOVES_SHOWN, 0),
        before.finish,
        after.finish,
        (after.finish - before.finish).days,
        [
            changed.by_pk[int(key)]
            for key in after.critical
            if key not in was and _decides(changed, after, key)
        ],
        [why for pk, why in lateness(changed, after).items() if pk not in late],
    )


def _decides(rows: Rows, dates: Dates, key: str) -> bool:
    """Return whether the end depends on a line; one of a fixed day has no float and may decide nothing."""
    return rows.by_pk[int(key)].bound != Bound.STARTS_ON or key in dates.chain


def _moved(item: Item, move: Move) -> Moved:
    days = move.finish_days or move.start_days
    before, after = (span(one.start, one.finish) for one in (move.before, move.after))
    return Moved(item, before, after, days, days_words(days))
