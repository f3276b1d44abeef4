"""Weekly hours: blocks of a grid as people choose them, and spans of minutes as they are kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

Week = list[list[int]]
DAYS: Final = range(7)
HOUR: Final = 60
BLOCK: Final = 2 * HOUR
BEGINNINGS: Final = range(6 * HOUR, 22 * HOUR, BLOCK)
SLOTS: Final = tuple(f"{day}-{begins}" for day in DAYS for begins in BEGINNINGS)


@dataclass(frozen=True)
class Cell:
    """One block of one day; ``label`` is what a screen reader says of it."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Row:
    """The same block on all days."""

    title: str
    cells: Sequence[Cell]


def week_of(slots: Collection[str]) -> Week:
    """Return the spans that blocks make, neighbours of one day as one.

    >>> week_of(["0-480", "0-360", "0-720", "6-1200"])
    [[0, 360, 600], [0, 720, 840], [6, 1200, 1320]]
    """
    found: Week = []
    for slot in sorted(SLOTS.index(one) for one in slots if one in SLOTS):
        day, begins = (int(part) for part in SLOTS[slot].split("-"))
        if found and found[-1][0] == day and found[-1][2] == begins:
            found[-1][2] = begins + BLOCK
        else:
            found.append([day, begins, begins + BLOCK])
    return found


def slots_of(week: Any) -> list[str]:
    """Return the blocks of which at least half is in the spans that are kept.

    >>> slots_of([[0, 360, 600], [1, 1020, 1140]])
    ['0-360', '0-480', '1-960', '1-1080']
    """
    found = []
    for slot in SLOTS:
        day, begins = (int(part) for part in slot.split("-"))
        shared = sum(
            max(0, min(ends, begins + BLOCK) - max(starts, begins)) for on, starts, ends in week if on == day
        )
        if shared >= BLOCK // 2:
            found.append(slot)
    return found


def days() -> list[tuple[str, str]]:
    """Return the days of a week, short and in full."""
    return [(str(WEEKDAYS_ABBR[day]), str(WEEKDAYS[day])) for day in DAYS]


def grid(chosen: Collection[str]) -> list[Row]:
    """Return the grid with these blocks chosen."""
    return [_row(begins, chosen) for begins in BEGINNINGS]


def _row(begins: int, chosen: Collection[str]) -> Row:
    title = f"{clock(begins)}–{clock(begins + BLOCK)}"
    values = [(f"{day}-{begins}", str(WEEKDAYS[day])) for day in DAYS]
    return Row(title, [Cell(value, f"{day} {title}", value in chosen) for value, day in values])


def clock(minute: int) -> str:
    """Return a minute of a day as a clock shows it.

    >>> clock(390)
    '06:30'
    """
    return f"{minute // HOUR:02}:{minute % HOUR:02}"


def in_words(week: Any) -> str:
    r"""Return weekly hours as people read them, a day in each line.

    >>> in_words([[0, 360, 600], [0, 720, 840], [6, 1200, 1320]])
    'Monday 06:00–10:00, 12:00–14:00\nSunday 20:00–22:00'
    """
    lines = []
    for day in DAYS:
        spans = [f"{clock(starts)}–{clock(ends)}" for on, starts, ends in week if on == day]
        if spans:
            facts = {"day": WEEKDAYS[day], "times": ", ".join(spans)}
            lines.append(_("%(day)s %(times)s") % facts)
    return "\n".join(lines)


def hours_in(week: Any) -> float:
    """Return how many hours a week hold.

    >>> hours_in([[0, 360, 600], [6, 1200, 1320]])
    6.0
    """
    minutes: int = sum(ends - starts for _day, starts, ends in week)
    return minutes / HOUR
