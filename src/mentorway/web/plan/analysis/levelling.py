"""Dates on which nobody has too much to do: searched, kept as plain facts, and shown beside the plan.

A proposal knows lines by their numbers and sentences as facts, so that every reader has it in their language.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentorway.schedule.levelling import Levelled, Moved, Search, Status, levelled
from mentorway.schedule.loads import Loads
from mentorway.web.core.wording import kept
from mentorway.web.plan.analysis.baselines import days_words, span
from mentorway.web.plan.analysis.dates import laid
from mentorway.web.plan.analysis.outlook import month_of, named_plan, number
from mentorway.web.plan.analysis.saying import said
from mentorway.web.plan.models import Bound, Item, Levelling, ProjectPartner
from mentorway.web.plan.queries.items import Rows

UNITS: Final = 30.0  # of the solver for each minute, which it takes on two free cores
MINUTE: Final = 60
Watch = Callable[[float], bool]


def proposal(
    rows: Rows, partners: Sequence[ProjectPartner], search: Levelling, today: dt.date, watch: Watch
) -> dict[str, Any]:
    """Search as long as was chosen, and return what is proposed as facts; ``watch`` says whether to go on."""
    plan = named_plan(laid(rows.project, rows=rows), partners)
    wish = Search(UNITS * search.minutes, seconds=MINUTE * search.minutes, watch=watch)
    found = levelled(plan, search.persons, today=today, search=wish)
    moved = [one for one in found.moved if int(one.key) in rows.by_pk]
    ends_before = {one.key: one.before.finish for one in moved}
    finishes = {key: one.finish for key, one in found.dates.items()}
    return {
        "status": found.status.value,
        "moved": [_facts(one) for one in moved],
        "sets": {one.key: one.after.start.isoformat() for one in moved if _is_set(rows, one)},
        "messages": [kept(one) for one in found.messages[: len(found.before.messages) + 1]],
        "over": [_over(found.before), _over(found.after)],
        "months": _months(found),
        "ends": [
            max(ends_before.get(key, finish) for key, finish in finishes.items()).isoformat(),
            max(finishes.values()).isoformat(),
        ],
    }


def _facts(one: Moved) -> list[Any]:
    days = (one.before.start, one.before.finish, one.after.start, one.after.finish)
    return [int(one.key), *(day.isoformat() for day in days), one.days]


def _is_set(rows: Rows, one: Moved) -> bool:
    return one.after.start != one.before.start and may_move(rows, rows.by_pk[int(one.key)])


def may_move(rows: Rows, item: Item) -> bool:
    """Return whether a first day can be set for a line: it takes time, has not begun, and no fixed day."""
    begun = item.started or item.finished or item.done
    fixed = item.bound == Bound.STARTS_ON
    return not (item.is_moment or not item.days or begun or fixed or rows.parts.get(item.pk))


def _over(found: Loads) -> float:
    return sum(one.over for one in found.weeks)


def _months(found: Levelled) -> dict[str, list[str]]:
    """By partner the months in which it still has too much to do."""
    months: dict[str, dict[str, None]] = defaultdict(dict)
    for one in found.after.over:
        months[one.partner][month_of(one.week).isoformat()] = None
    return {partner: list(days) for partner, days in months.items()}


def moves_in(search: Levelling) -> dict[int, dt.date]:
    """Return the first days that a proposal sets, by line."""
    sets: Mapping[str, str] = (search.value or {}).get("sets", {})
    return {int(pk): dt.date.fromisoformat(day) for pk, day in sets.items()}


@dataclass(frozen=True)
class Shift:
    """A line that moves so that nobody has too much to do; ``item`` is None where it is gone."""

    item: Item | None
    before: str
    after: str
    words: str


@dataclass(frozen=True)
class Shown:
    """A proposal in words, beside what was planned; ``proved`` where no dates are better."""

    shifts: Sequence[Shift]
    messages: Sequence[str]
    ends: tuple[dt.date, dt.date]
    over: tuple[str, str]
    proved: bool
    best_found: bool
    moves: int
    is_stale: bool


def shown(rows: Rows, search: Levelling) -> Shown:
    """Return a proposal for a page; it is stale where the plan was changed since the search began."""
    value: Mapping[str, Any] = search.value or {}
    before, after = (dt.date.fromisoformat(day) for day in value["ends"])
    messages = [said(one) for one in value["messages"]]
    over, still = value["over"]
    return Shown(
        [_shift(rows, *facts) for facts in value["moved"]],
        [*messages, *_still(value["months"]), *_too_late(after, rows.project.ends_on)],
        (before, after),
        (number(over), number(still)),
        value["status"] == Status.PROVED,
        value["status"] == Status.BEST_FOUND,
        len(value["sets"]),
        search.revision != rows.project.revision,
    )


def _shift(rows: Rows, pk: int, *facts: Any) -> Shift:
    first, last, new_first, new_last = (dt.date.fromisoformat(day) for day in facts[:4])
    words = days_words(facts[4]) if facts[4] else _("begins later, ends on the same day")
    return Shift(rows.by_pk.get(pk), span(first, last), span(new_first, new_last), words)


def _still(months: Mapping[str, Sequence[str]]) -> list[str]:
    text = _("%(partner)s still has too much to do on some days in these months: %(months)s.")
    return [
        text
        % {
            "partner": partner,
            "months": ", ".join(date_format(dt.date.fromisoformat(day), "YEAR_MONTH_FORMAT") for day in days),
        }
        for partner, days in months.items()
    ]


def _too_late(end: dt.date, last: dt.date) -> list[str]:
    if end <= last:
        return []
    text = _("That is after the last day of the project, %(day)s. More people or less work would help.")
    return [text % {"day": date_format(last)}]
