"""Calendars read the files, and read the right time in them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from mentorway.web.core.calendar import CalendarEvent, CalendarPerson, calendar_file

VILNIUS = ZoneInfo("Europe/Vilnius")
CHANGED = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)

PEOPLE = {
    "organizer": CalendarPerson("Ąžuolo mokykla; kiti,\n“ir”: 'visi'", "no-reply@example.org"),
    "attendee": CalendarPerson("Aino", "aino@example.org"),
}


def make_event(**fields):
    values = {
        "uid": "meeting-7@example.org",
        "summary": "Pirmas susitikimas",
        "starts": dt.datetime(2026, 3, 2, 9, tzinfo=VILNIUS),
        "ends": dt.datetime(2026, 3, 2, 10, tzinfo=VILNIUS),
        "changed": CHANGED,
    }
    return CalendarEvent(**{**values, **fields})


def read(*events, **options):
    return Calendar.from_ical(calendar_file(events, **options))


def test_everything_about_a_date_is_read_back():
    event = make_event(
        sequence=3, status="TENTATIVE", location="Vilnius; salė 2, \\ kairėje", description="a\nb",
        url="https://example.org/m/7",
    )  # fmt: skip
    calendar = read(event, name="Mentorystė")
    found = calendar.events[0]
    assert {name: str(calendar[name]) for name in ("VERSION", "METHOD", "X-WR-CALNAME")} == {
        "VERSION": "2.0", "METHOD": "PUBLISH", "X-WR-CALNAME": "Mentorystė",
    }  # fmt: skip
    said = ("UID", "SEQUENCE", "STATUS", "SUMMARY", "LOCATION", "DESCRIPTION", "URL")
    assert [str(found[name]) for name in said] == [
        "meeting-7@example.org", "3", "TENTATIVE", "Pirmas susitikimas", "Vilnius; salė 2, \\ kairėje",
        "a\nb", "https://example.org/m/7",
    ]  # fmt: skip
    assert (found["DTSTAMP"].dt, found["DTSTART"].dt, found["DTEND"].dt) == (
        CHANGED,
        event.starts,
        event.ends,
    )


def test_a_cancelled_date_says_so():
    calendar = read(make_event(sequence=4, **PEOPLE), method="CANCEL")
    assert (calendar["METHOD"], calendar.events[0]["STATUS"]) == ("CANCEL", "CANCELLED")


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_what_goes_by_letter_names_who_invites_and_who_is_invited(method):
    calendar = read(make_event(**PEOPLE), method=method)
    [event] = calendar.events
    found = [(str(event[name]), event[name].params) for name in ("ORGANIZER", "ATTENDEE")]
    assert (str(calendar["METHOD"]), found) == (
        method,
        [
            ("mailto:no-reply@example.org", {"CN": "Ąžuolo mokykla; kiti, “ir”: 'visi'"}),
            (
                "mailto:aino@example.org",
                {"CN": "Aino", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"},
            ),
        ],
    )


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
@pytest.mark.parametrize("missing", ["organizer", "attendee"])
def test_what_goes_by_letter_without_people_is_refused(method, missing):
    with pytest.raises(ValueError, match="who invites"):
        calendar_file([make_event(**{**PEOPLE, missing: None})], method=method)


def test_a_file_to_keep_names_nobody():
    [event] = read(make_event(**PEOPLE)).events
    assert ("ORGANIZER" in event, "ATTENDEE" in event) == (False, False)


def test_a_name_cannot_add_lines_or_parameters_of_its_own():
    sly = CalendarPerson('A\r\nATTENDEE:x";RSVP=TRUE', "a@example.org")
    [event] = read(make_event(organizer=sly, attendee=sly), method="REQUEST").events
    assert (str(event["ATTENDEE"]), event["ATTENDEE"].params["RSVP"]) == ("mailto:a@example.org", "FALSE")
    assert event["ORGANIZER"].params == {"CN": 'A ATTENDEE:x";RSVP=TRUE'}


def test_whole_days_end_on_the_day_after():
    event = read(make_event(starts=dt.date(2026, 3, 2), ends=dt.date(2026, 3, 3))).events[0]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (dt.date(2026, 3, 2), dt.date(2026, 3, 4))


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [(dt.date(2026, 3, 29), 2, 3), (dt.date(2026, 10, 25), 3, 2)],
)
def test_the_clock_may_change_during_a_date(day, before, after):
    starts = dt.datetime(day.year, day.month, day.day, 1, tzinfo=VILNIUS)
    event = read(make_event(starts=starts, ends=starts.replace(hour=9))).events[0]
    offsets = [event[name].dt.utcoffset() // dt.timedelta(hours=1) for name in ("DTSTART", "DTEND")]
    assert (offsets, event["DTEND"].dt.hour) == ([before, after], 9)


def test_the_zone_is_explained_once():
    calendar = read(make_event(), make_event(uid="b"))
    assert [str(zone["TZID"]) for zone in calendar.timezones] == ["Europe/Vilnius"]


def test_lines_are_folded_at_75_octets_between_letters():
    summary = "Lietuvių ir latvių mentorystės susitikimas Ąžuolų gatvėje " * 4
    lines = calendar_file([make_event(summary=summary)]).split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert [line.decode() for line in lines if line.startswith(b" ")] != []
    assert str(read(make_event(summary=summary)).events[0]["SUMMARY"]) == summary


def test_a_text_cannot_add_lines_of_its_own():
    calendar = read(make_event(summary="a\r\nATTENDEE:x", uid="u\r\nBEGIN:VALARM"))
    assert [sorted(calendar.events[0].keys()), len(calendar.walk("VALARM"))] == [
        ["DTEND", "DTSTAMP", "DTSTART", "LAST-MODIFIED", "SEQUENCE", "STATUS", "SUMMARY", "UID"], 0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (dt.date(2026, 3, 2), dt.datetime(2026, 3, 2, 9, tzinfo=VILNIUS)),
        (dt.datetime(2026, 3, 2, 9), dt.datetime(2026, 3, 2, 10)),  # noqa: DTZ001
    ],
)
def test_a_date_without_a_certain_length_is_refused(starts, ends):
    with pytest.raises(ValueError, match="meeting-7"):
        calendar_file([make_event(starts=starts, ends=ends)])


def test_no_dates_are_an_empty_calendar():
    assert read().events == []
