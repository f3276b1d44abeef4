import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from mentorway.schedule.calendars import (
    WorkingDays,
    add_working_days,
    calendar_from,
    calendar_of_country,
    days_later,
    next_working_day,
    previous_working_day,
    public_holidays,
    working_days,
)
from mentorway.schedule.plan import Calendar
from mentorway.wording import InvalidInputError

DAYS = some.dates(dt.date(2024, 1, 1), dt.date(2029, 12, 31))
NORDIC = calendar_of_country("SE", 2024, 2029)


# National days, and Ascension, which falls on 14 May in 2026; Christmas Eve is a day off in Finland.
@pytest.mark.parametrize(
    ("country", "off", "open_day"),
    [
        ("SE", dt.date(2026, 6, 6), dt.date(2026, 6, 8)),
        ("FI", dt.date(2026, 12, 24), dt.date(2026, 12, 23)),
        ("EE", dt.date(2026, 2, 24), dt.date(2026, 2, 25)),
        ("LV", dt.date(2026, 11, 18), dt.date(2026, 11, 17)),
        ("LT", dt.date(2026, 3, 11), dt.date(2026, 3, 12)),
        ("IS", dt.date(2026, 6, 17), dt.date(2026, 6, 18)),
        ("NO", dt.date(2026, 5, 14), dt.date(2026, 5, 15)),
        ("DK", dt.date(2026, 5, 14), dt.date(2026, 5, 15)),
    ],
)
def test_each_country_has_its_own_days_off(country, off, open_day):
    calendar = calendar_of_country(country, 2026, 2026)
    assert (calendar.works_on(off), calendar.works_on(open_day)) == (False, True)


def test_a_day_off_that_was_moved_is_worked_on_the_other_day():
    calendar = calendar_of_country("LV", 2026, 2026)
    assert (calendar.works_on(dt.date(2026, 1, 2)), calendar.works_on(dt.date(2026, 1, 17))) == (False, True)


def test_names_come_in_the_language_asked_for_and_else_in_the_countrys_own():
    def name(language):
        return public_holidays("SE", 2026, 2026, language=language).holidays[0].name

    assert (name("en_US"), name("sv"), name("lt")) == ("New Year's Day", "Nyårsdagen", "Nyårsdagen")


def test_holidays_are_kept_from_call_to_call():
    assert public_holidays("FI", 2026, 2027) is public_holidays("FI", 2026, 2027)


@pytest.mark.parametrize(("country", "region"), [("XX", ""), ("DE", "ZZ"), ("", ""), ("<b>", "")])
def test_an_unknown_country_is_refused(country, region):
    with pytest.raises(InvalidInputError, match="No public holidays are known for"):
        public_holidays(country, 2026, 2026, region=region)


@pytest.mark.parametrize(("first", "last"), [(2027, 2026), (1800, 2026), (2026, 9999)])
def test_years_out_of_order_or_far_away_are_refused(first, last):
    with pytest.raises(InvalidInputError, match=f"not from {first} to {last}"):
        public_holidays("SE", first, last)


def test_days_from_a_list_are_off_unless_they_are_worked():
    first, second = dt.date(2026, 11, 2), dt.date(2026, 11, 3)
    calendar = calendar_from([first, second], worked=[second])
    assert (calendar.works_on(first), calendar.works_on(second)) == (False, True)


def test_a_calendar_of_no_weekday_is_refused():
    with pytest.raises(InvalidInputError, match="at least one weekday"):
        calendar_from([], weekdays=[])


def slowly(calendar, day, count):
    step = dt.timedelta(days=1 if count >= 0 else -1)
    while not calendar.works_on(day):
        day += step
    for _ in range(abs(count)):
        day += step
        while not calendar.works_on(day):
            day += step
    return day


@settings(deadline=None)  # tables are built once
@given(DAYS, some.integers(-400, 400), some.sampled_from([Calendar(), NORDIC, Calendar(frozenset({2}))]))
def test_working_days_are_added_as_one_counts_them(day, count, calendar):
    assert add_working_days(calendar, day, count) == slowly(calendar, day, count)


@settings(deadline=None)  # tables are built once
@given(DAYS, DAYS)
def test_the_days_between_are_those_that_are_worked(day, other):
    first, last = sorted((day, other))
    span = (first + dt.timedelta(days=number) for number in range((last - first).days))
    count = sum(map(NORDIC.works_on, span))
    assert days_later(NORDIC, day, other) == (count if day <= other else -count)


@settings(deadline=None)  # tables are built once
@given(DAYS)
def test_next_and_previous_are_the_nearest_working_days(day):
    assert next_working_day(NORDIC, day) == slowly(NORDIC, day, 0)
    before = day
    while not NORDIC.works_on(before):
        before -= dt.timedelta(days=1)
    assert previous_working_day(NORDIC, day) == before


def test_many_days_are_turned_into_indices_and_back_at_once():
    table = WorkingDays(NORDIC, dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    days = np.arange("2026-01-01", "2027-01-01", dtype="datetime64[D]")
    indices = table.indices(days)
    assert indices.tolist() == [table.index(day) for day in days.tolist()]
    open_days = np.array([NORDIC.works_on(day) for day in days.tolist()])
    assert table.dates(indices[open_days]).tolist() == days[open_days].tolist()
    assert indices[open_days].tolist() == list(range(open_days.sum()))


def test_a_span_without_any_working_day_is_refused():
    with pytest.raises(InvalidInputError, match="no working day from 2026-11-28 to 2026-11-29"):
        WorkingDays(Calendar(), dt.date(2026, 11, 28), dt.date(2026, 11, 29))


def test_days_outside_of_a_table_are_refused():
    table = WorkingDays(Calendar(), dt.date(2026, 11, 2), dt.date(2026, 11, 30))
    for ask in (
        lambda: table.index(dt.date(2027, 1, 1)),
        lambda: table.date(99),
        lambda: table.dates([0, -1]),
        lambda: table.indices(["2020-01-01"]),
    ):
        with pytest.raises(InvalidInputError, match="outside"):
            ask()


def test_a_table_is_kept_from_call_to_call():
    day = dt.date(2026, 11, 2)
    assert working_days(Calendar(), day, day) is working_days(Calendar(), day, day + dt.timedelta(days=3))


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_the_edges_of_the_calendar_of_the_world_are_no_trap(day):
    assert abs((next_working_day(Calendar(frozenset(range(7))), day) - day).days) == 0
