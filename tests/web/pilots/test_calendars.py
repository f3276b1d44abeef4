"""Calendars read the meetings of a cohort, and those that a member leads or plans, at a secret address."""

import datetime as dt
import logging

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from tests.conftest import make_member, make_partner
from tests.web.pilots import making

from mentorway.web.pilots.actions import cohorts
from mentorway.web.pilots.actions import meetings as actions
from mentorway.web.pilots.models import CalendarLink, Cohort

pytestmark = pytest.mark.django_db
DAY = making.DAY
WINTER, SUMMER = dt.datetime(2026, 3, 23, 15, tzinfo=dt.UTC), dt.datetime(2026, 3, 30, 14, tzinfo=dt.UTC)


@pytest.fixture
def partner():
    return make_partner()


@pytest.fixture
def member(partner):
    return make_member(partner)


@pytest.fixture
def cohort(partner, member):
    return making.make_cohort(partner, member, time_zone="Europe/Helsinki")


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


def read(response):
    return Calendar.from_ical(response.content)


def feed_of(user):
    return reverse("pilots:calendar", args=[actions.renew_calendar(user).link])


def names(response):
    return [str(one["SUMMARY"]).partition(" · ")[0] for one in read(response).events]


def test_meetings_keep_the_clock_of_the_place_when_it_is_changed(seen, cohort):
    making.make_meeting(cohort, WINTER)
    making.make_meeting(cohort, SUMMER)
    calendar = read(seen.get(reverse("pilots:cohort_calendar", args=[cohort.pk])))
    assert [f"{one['DTSTART'].dt:%d %b %H:%M %Z}" for one in calendar.events] == [
        "23 Mar 17:00 EET",
        "30 Mar 17:00 EEST",
    ]
    assert {one["DTSTART"].params["TZID"] for one in calendar.events} == {"Europe/Helsinki"}
    assert [str(one["TZID"]) for one in calendar.timezones] == ["Europe/Helsinki"]


def test_a_meeting_keeps_its_sign_and_grows_its_number_with_each_change(seen, cohort):
    row = making.make_meeting(cohort, timezone.now() + DAY, place="Room 4", note="The key is under the mat.")
    address = reverse("pilots:cohort_calendar", args=[cohort.pk])
    first = read(seen.get(address)).events[0]
    actions.cancel(row, why="Illness")
    answer = seen.get(address)
    last = read(answer).events[0]
    assert str(first["UID"]) == str(last["UID"]) == f"{row.token}@mentorway"
    assert [(int(one["SEQUENCE"]), str(one["STATUS"])) for one in (first, last)] == [
        (0, "CONFIRMED"),
        (1, "CANCELLED"),
    ]
    assert "Illness" in str(last["DESCRIPTION"])
    assert "under the mat" not in answer.text
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_address_is_made_once_and_can_be_renewed(seen, member):
    page = reverse("pilots:calendar_link")
    assert "Make an address" in seen.get(page).text
    assert not CalendarLink.objects.exists()
    seen.post(page)
    first = CalendarLink.objects.get().link
    assert first in seen.get(page).text
    old = reverse("pilots:calendar", args=[first])
    assert seen.get(old).status_code == 200
    seen.post(page)
    assert seen.get(old).status_code == 404
    assert CalendarLink.objects.get().link != first
    assert len(first) > 30


def test_a_member_reads_what_they_lead_and_what_their_partners_plan(client, cohort, member):
    elsewhere = making.make_cohort(title="Elsewhere")
    making.make_meeting(cohort, title="Of the partner")
    making.make_meeting(elsewhere, title="Led by the member", facilitator=member)
    making.make_meeting(elsewhere, title="Of others")
    assert sorted(names(client.get(feed_of(member)))) == ["Led by the member", "Of the partner"]


def test_neither_the_example_nor_what_is_deleted_or_long_over_is_read(client, cohort, partner, member):
    example = making.make_cohort(partner, member, edition=cohort.edition)
    making.make_meeting(example, title="Invented")
    Cohort.objects.filter(pk=example.pk).update(is_example=True)
    gone = making.make_cohort(partner, member, edition=cohort.edition)
    making.make_meeting(gone, title="Deleted")
    cohorts.delete(gone)
    making.make_meeting(cohort, timezone.now() - 400 * DAY, title="Long over")
    making.make_meeting(cohort, timezone.now() + DAY, title="Coming")
    assert names(client.get(feed_of(member))) == ["Coming"]


def test_the_address_needs_no_sign_in_and_is_kept_from_others(client, cohort, member):
    making.make_meeting(cohort)
    answer = client.get(feed_of(member))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.post(feed_of(member)).status_code == 405


def test_an_address_that_is_no_secret_is_not_found_and_not_logged(client, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = client.get(reverse("pilots:calendar", args=["guessed-by-somebody"]))
    assert answer.status_code == 404
    assert "guessed-by-somebody" not in caplog.text


def test_who_left_reads_nothing_any_more(client, cohort, member):
    making.make_meeting(cohort)
    address = feed_of(member)
    assert len(names(client.get(address))) == 1
    member.memberships.all().delete()
    assert names(client.get(address)) == []
    member.is_active = False
    member.save(update_fields=["is_active"])
    assert client.get(address).status_code == 404


def test_a_feed_speaks_the_language_of_its_reader(client, cohort, member):
    making.make_meeting(cohort, facilitator_name="Eeva")
    assert "Facilitator: Eeva" in str(read(client.get(feed_of(member))).events[0]["DESCRIPTION"])


def test_many_meetings_are_read_with_few_questions(client, cohort, member, django_assert_max_num_queries):
    for number in range(60):
        making.make_meeting(cohort, timezone.now() + number * DAY)
    address = feed_of(member)
    with django_assert_max_num_queries(6):
        assert len(names(client.get(address))) == 60
