"""Dates and times as OpenRosa counts them."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorway.questionnaire.dates import (
    days_of,
    days_of_moment,
    moment_at,
    moment_of,
    number_of,
    time_of,
    written,
)

ZONE = dt.timezone(dt.timedelta(hours=-3, minutes=-30))


@pytest.mark.parametrize(
    "text",
    ["2024-13-01", "2024-02-30", "0000-01-01", "2024-02-29T25:00", "2024-02-29T10:00+99:00", "25:00",
    "10:60", "abc", "1e5"],
)  # fmt: skip
def test_what_is_no_date_is_no_number(text):
    assert math.isnan(days_of(text, dt.UTC))


@given(st.datetimes(dt.datetime(1, 1, 2), dt.datetime(9999, 12, 30), timezones=st.just(ZONE)))  # noqa: DTZ001
def test_a_moment_comes_back_from_its_text_and_from_its_days(moment):
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert moment_of(written(moment), dt.UTC) == moment
    again = moment_at(days_of_moment(moment, ZONE), ZONE)
    assert abs(again - moment) < dt.timedelta(milliseconds=2)


@pytest.mark.parametrize("days", [1e12, -1e12, math.inf])
def test_days_beyond_the_calendar_are_no_moment(days):
    assert moment_at(days, dt.UTC) is None


def test_a_moment_that_another_zone_cannot_have_is_no_number():
    first = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
    assert math.isnan(days_of_moment(first, ZONE))


def test_zones_are_read_in_every_spelling():
    assert {time_of(f"10:00{zone}").utcoffset() for zone in ("+02", "+0200", "+02:00")} == {
        dt.timedelta(hours=2)
    }
    assert time_of("10:00-02:30").utcoffset() == -dt.timedelta(hours=2, minutes=30)
    assert days_of("2024-02-29T22:00Z", dt.timezone(dt.timedelta(hours=2))) == days_of("2024-03-01", dt.UTC)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_number_written_out_is_read_back(number):
    assert number_of(f"{number:.20f}") == pytest.approx(number)
