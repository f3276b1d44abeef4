"""Calendars in the XML of Microsoft Project: weekdays, and exceptions, one by one or recurring."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from mentorway.schedule import mspdi_terms as terms
from mentorway.schedule.mspdi_recurring import DAILY, rank, recurring
from mentorway.schedule.mspdi_terms import below, named
from mentorway.schedule.plan import ALWAYS, Calendar
from mentorway.wording import N_, InvalidInputError, Message, Value, shown

STANDARD = "Standard"
LONGEST_NAME = 51  # Project refuses longer ones
MOST_DAYS = 200_000  # that exceptions of a calendar may reach over, all together
MOST_CALENDARS = 100
DAY = dt.timedelta(days=1)
HALVES = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
EXCEPTION, SUNDAY = 0, 1

RECURRING = N_("Days off that recur in a way of their own are not read in the calendars %(where)s.")
WEEKS = N_("Weeks with their own working days are not read in the calendars %(where)s.")
SHORT_DAYS = N_("Days with fewer hours count as whole days in the calendars %(where)s.")
OF_PEOPLE = N_("Days off of single people are not read: %(where)s.")


@dataclass
class Losses:
    """What could not be kept: sentences with the names of what they concern."""

    found: dict[str, list[str]] = field(default_factory=dict)

    def add(self, sentence: str, where: str) -> None:
        """Note a loss; sentences that are true several times name all places."""
        places = self.found.setdefault(sentence, [])
        if where not in places:
            places.append(where)


def names_of(calendars: Mapping[str, Calendar]) -> dict[str, str]:
    """Names that Project takes: not empty, not too long, no two alike.

    >>> names_of({"": Calendar(), "standard": Calendar()})
    {'': 'Standard 2', 'standard': 'standard'}
    """
    found: dict[str, str] = {}
    used: set[str] = set()
    for key in sorted({ALWAYS, *calendars}, key=lambda one: (one == ALWAYS, one)):
        wanted = " ".join(terms.plain(key).split())[:LONGEST_NAME] or STANDARD
        name, count = wanted, 1
        while name.lower() in used:
            count += 1
            name = f"{wanted[: LONGEST_NAME - 5]} {count}"
        used.add(name.lower())
        found[key] = name
    return {key: found[key] for key in sorted(found)}


def write_calendar(parent: etree._Element, uid: int, name: str, calendar: Calendar) -> None:
    """Add a calendar; exceptions stand there twice, for programs before 2007 and after."""
    made = below(parent, "Calendar")
    for title, value in (("UID", uid), ("Name", name), ("IsBaseCalendar", 1), ("BaseCalendarUID", -1)):
        below(made, title, value)
    days = below(made, "WeekDays")
    for number in range(SUNDAY, 8):
        works = (number - 2) % 7 in calendar.weekdays
        _working(below(days, "WeekDay"), works=works, kind=number)
    periods = list(_periods(calendar))
    for first, last, works in periods:
        _working(below(days, "WeekDay"), works=works, kind=EXCEPTION, period=(first, last))
    if periods:
        found = below(made, "Exceptions")
        for first, last, works in periods:
            _exception(below(found, "Exception"), first, last, works=works)


def _periods(calendar: Calendar) -> Iterator[tuple[dt.date, dt.date, bool]]:
    """Days in a row that are all off or all worked, in order."""
    days = dict.fromkeys(calendar.holidays, False) | dict.fromkeys(calendar.worked, True)
    first: dt.date | None = None
    for day in sorted(days):
        first = first or day
        if days.get(_after(day)) != days[day] or day == dt.date.max:
            yield first, day, days[day]
            first = None


def _after(day: dt.date) -> dt.date:
    return day + DAY if day < dt.date.max else day


def _working(
    made: etree._Element, *, works: bool, kind: int, period: tuple[dt.date, dt.date] | None = None
) -> None:
    below(made, "DayType", kind)
    below(made, "DayWorking", int(works))
    if period:
        _period(made, *period)
    if works:
        _times(made)


def _exception(made: etree._Element, first: dt.date, last: dt.date, *, works: bool) -> None:
    below(made, "EnteredByOccurrences", 0)
    _period(made, first, last)
    below(made, "Occurrences", (last - first).days + 1)
    below(made, "Name", first.isoformat())
    below(made, "Type", DAILY)
    below(made, "DayWorking", int(works))
    if works:
        _times(made)


def _period(parent: etree._Element, first: dt.date, last: dt.date) -> None:
    made = below(parent, "TimePeriod")
    below(made, "FromDate", f"{first.isoformat()}T00:00:00")
    below(made, "ToDate", f"{last.isoformat()}T23:59:00")


def _times(parent: etree._Element) -> None:
    times = below(parent, "WorkingTimes")
    for start, end in HALVES:
        one = below(times, "WorkingTime")
        below(one, "FromTime", start)
        below(one, "ToTime", end)


def read_calendars(root: etree._Element, losses: Losses) -> tuple[dict[str, Calendar], dict[int, str]]:
    """Calendars by key, and keys by UID; the project's own calendar has the key of `ALWAYS`.

    Raises
    ------
    InvalidInputError
        A date or number is none, or a calendar has no working day or far too many exceptions.
    """
    found = {terms.integer(one, "UID", -1): one for one in terms.listed_in(root, "Calendars", "Calendar")}
    main = terms.integer(root, "CalendarUID", 1)
    calendars: dict[str, Calendar] = {}
    keys: dict[int, str] = {}
    for uid, one in found.items():
        base = terms.integer(one, "BaseCalendarUID", -1)
        is_base = terms.flag(one, "IsBaseCalendar", default=base not in found)
        if uid != main and not is_base:
            if terms.listed_in(one, "Exceptions", "Exception") or list(_exceptional_weekdays(one)):
                losses.add(OF_PEOPLE, shown(terms.text(one, "Name") or str(uid)))
            continue
        name = terms.text(one, "Name") or str(uid)
        keys[uid] = ALWAYS if uid == main else _free(name, calendars)
        calendars[keys[uid]] = _calendar(one, found.get(base), losses)
        if len(calendars) > MOST_CALENDARS:  # those of people are not counted
            values: dict[str, Value] = {"line": terms.line_of(one), "most": MOST_CALENDARS}
            raise InvalidInputError(Message("Line %(line)d: a plan has at most %(most)d calendars.", values))
    calendars.setdefault(ALWAYS, Calendar())
    return calendars, keys


def _free(name: str, used: Mapping[str, Calendar]) -> str:
    key, count = name, 1
    while key in used:
        count += 1
        key = f"{name} {count}"
    return key


def _calendar(one: etree._Element, base: etree._Element | None, losses: Losses) -> Calendar:
    name = shown(terms.text(one, "Name") or STANDARD)
    weekdays = _weekdays(one, _weekdays(base, set(range(5))) if base is not None else set(range(5)))
    days: dict[dt.date, bool] = {}
    count = 0
    for part in (base, one) if base is not None else (one,):
        _note_losses(part, name, losses)
        for element, period in _all_exceptions(part):
            works = terms.flag(element, "DayWorking")
            for day in _days_of(element, period, (name, losses)):
                count += 1
                if day:
                    days[day] = works
                if count > MOST_DAYS:
                    raise _too_many(element, name)
    return Calendar(
        frozenset(weekdays),
        frozenset(day for day, works in days.items() if not works),
        frozenset(day for day, works in days.items() if works),
    )


def _weekdays(one: etree._Element, default: set[int]) -> set[int]:
    found = set(default)
    for day in terms.listed_in(one, "WeekDays", "WeekDay"):
        kind = terms.integer(day, "DayType", EXCEPTION)
        if SUNDAY <= kind <= 7:  # noqa: PLR2004 - Saturday
            works = terms.flag(day, "DayWorking")
            (found.add if works else found.discard)((kind - 2) % 7)
    return found


def _exceptional_weekdays(one: etree._Element) -> Iterator[etree._Element]:
    for day in terms.listed_in(one, "WeekDays", "WeekDay"):
        if terms.integer(day, "DayType", EXCEPTION) == EXCEPTION:
            yield day


def _all_exceptions(one: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Exceptions with their periods; of two on one day the later one wins."""
    new = sorted(terms.listed_in(one, "Exceptions", "Exception"), key=rank)
    for element in (*_exceptional_weekdays(one), *new):
        for period in named(element, "TimePeriod"):
            yield element, period


def _too_many(element: etree._Element, name: str) -> InvalidInputError:
    return InvalidInputError(
        Message(
            "Line %(line)d: the exceptions of the calendar %(name)s reach over more than %(most)d days.",
            {"line": terms.line_of(element), "name": name, "most": MOST_DAYS},
        )
    )


def _days_of(
    element: etree._Element, period: etree._Element, where: tuple[str, Losses]
) -> Iterator[dt.date | None]:
    """The days of an exception, and None for days that are looked at and are none."""
    first, last = terms.first_day(period, "FromDate"), terms.last_day(period, "ToDate")
    if not first:
        return
    span = range(first.toordinal(), max(last or first, first).toordinal() + 1)
    days = recurring(element, span)
    if days is None:
        name, losses = where
        losses.add(RECURRING, name)
    else:
        yield from days


def _note_losses(one: etree._Element, name: str, losses: Losses) -> None:
    if terms.listed_in(one, "WorkWeeks", "WorkWeek"):
        losses.add(WEEKS, name)
    hours = [_hours(day) for day in _with_hours(one)]
    if hours and min(hours) < max(hours):
        losses.add(SHORT_DAYS, name)


def _with_hours(one: etree._Element) -> Sequence[etree._Element]:
    found = (*terms.listed_in(one, "WeekDays", "WeekDay"), *terms.listed_in(one, "Exceptions", "Exception"))
    return [day for day in found if terms.listed_in(day, "WorkingTimes", "WorkingTime")]


def _hours(day: etree._Element) -> float:
    total = 0.0
    for one in terms.listed_in(day, "WorkingTimes", "WorkingTime"):
        start, end = (_time(one, name) for name in ("FromTime", "ToTime"))
        total += (end - start) % 24 or 24
    return total


def _time(one: etree._Element, name: str) -> float:
    try:
        found = dt.time.fromisoformat(terms.text(one, name) or "00:00:00")
    except ValueError as error:
        values: dict[str, Value] = {"line": terms.line_of(one), "came": shown(terms.text(one, name))}
        raise InvalidInputError(
            Message("Line %(line)d: “%(came)s” is no time of the day.", values)
        ) from error
    return found.hour + found.minute / 60
