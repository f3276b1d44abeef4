"""Public holidays of four countries beside another library and beside what their laws say.

workalendar says what tests/oracles/public_holidays.json holds. The laws: Finland, church holidays and
1 May, 6 December, with the eves that the Annual Holidays Act (162/2005, 4 §) does not count as working days;
Sweden, 1989:253 and the Annual Leave Act (1977:480, 3 a §); Latvia, law of 3 October 1990 on holidays (1) and
Labour Law 133 (4); Lithuania, Labour Code 123.
"""

import datetime as dt
import json
from pathlib import Path

import pytest

from mentorway.schedule.calendars import calendar_of_country, public_holidays

ORACLE = Path(__file__).parents[1] / "oracles" / "public_holidays.json"
COUNTRIES = ("FI", "SE", "LV", "LT")
YEARS = range(2024, 2029)
DAY = dt.timedelta(days=1)
# Latvia's government moves days between a holiday and a weekend to a Saturday, year by year: off, worked.
MOVED = {
    "2024-12-23": "2024-12-14",
    "2024-12-30": "2024-12-28",
    "2025-05-02": "2025-05-10",
    "2025-11-17": "2025-11-08",
    "2026-01-02": "2026-01-17",
    "2026-06-22": "2026-06-27",
}
FIXED = {
    "FI": ["01-01", "01-06", "05-01", "12-06", "12-24", "12-25", "12-26"],
    "SE": ["01-01", "01-06", "05-01", "06-06", "12-24", "12-25", "12-26", "12-31"],
    "LV": ["01-01", "05-01", "05-04", "06-23", "06-24", "11-18", "12-24", "12-25", "12-26", "12-31"],
    "LT": [
        *("01-01", "02-16", "03-11", "05-01", "06-24", "07-06", "08-15"),
        *("11-01", "11-02", "12-24", "12-25", "12-26"),
    ],
}
FROM_EASTER = {"FI": [-2, 1, 39], "SE": [-2, 1, 39], "LV": [-2, 1], "LT": [1]}


def easter(year):
    """Return Easter Sunday by the anonymous rule of 1876 (Nature 13:487)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return dt.date(year, f // 31, f % 31 + 1)


def by_law(country, year):
    """Return the days off of a year that the law names, but for Sundays."""
    found = {dt.date.fromisoformat(f"{year}-{day}") for day in FIXED[country]}
    found |= {easter(year) + count * DAY for count in FROM_EASTER[country]}
    if country in {"FI", "SE"}:
        midsummer = next(
            dt.date(year, 6, day) for day in range(20, 27) if dt.date(year, 6, day).weekday() == 5
        )
        found |= {midsummer - DAY, midsummer}
        # All Saints' Day is a Saturday and closes no other day.
    if country == "LV":
        for month, number in ((5, 4), (11, 18)):
            day = dt.date(year, month, number)
            found.add(day + max(7 - day.weekday(), 0) * DAY if day.weekday() > 4 else day)
    return found


def weekdays_off(days):
    return {day for day in days if day.weekday() < 5}


def ours(country):
    calendar = calendar_of_country(country, YEARS[0], YEARS[-1])
    first, last = dt.date(YEARS[0], 1, 1), dt.date(YEARS[-1], 12, 31)
    every = (first + count * DAY for count in range((last - first).days + 1))
    return {day for day in every if day.weekday() < 5 and not calendar.works_on(day)}, calendar.worked


def moved(country):
    pairs = MOVED.items() if country == "LV" else ()
    return {dt.date.fromisoformat(day) for day, _ in pairs}, {dt.date.fromisoformat(day) for _, day in pairs}


@pytest.mark.parametrize("country", COUNTRIES)
def test_working_days_are_those_of_another_library_but_for_days_that_latvia_moves(country):
    found = json.loads(ORACLE.read_text())["holidays"][country]
    theirs = weekdays_off(dt.date.fromisoformat(day) for day in found)
    off, worked = moved(country)
    assert ours(country) == (theirs | off, worked)
    assert not theirs & off


@pytest.mark.parametrize("country", COUNTRIES)
def test_working_days_are_those_of_the_law(country):
    off, _worked = moved(country)
    assert ours(country)[0] == weekdays_off(day for year in YEARS for day in by_law(country, year)) | off


def test_days_that_only_one_library_names_are_sundays():
    """Latvia's Mother's Day and Pentecost are named here and not there; nobody works then anyway."""
    theirs = json.loads(ORACLE.read_text())["holidays"]
    for country in COUNTRIES:
        days = {one.day for one in public_holidays(country, YEARS[0], YEARS[-1]).holidays} - moved(country)[0]
        other = {dt.date.fromisoformat(day) for day in theirs[country]}
        assert {day.weekday() for day in days ^ other} <= {6}
        assert other - days == set()
