"""The own page: what is next, the seat, the calendar, and the device that knows its person."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.core.signing import get_cookie_signer
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from tests.conftest import make_member, make_user
from tests.web.pilots.making import enrol, make_cohort, make_meeting

from mentorway.web.pilots.actions import people as doing
from mentorway.web.pilots.actions import seats
from mentorway.web.pilots.analysis import devices
from mentorway.web.pilots.models import Attendance, CohortState, Participant
from mentorway.web.pilots.queries import people as queries

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def url(name, person):
    return reverse(f"pilots:{name}", args=[person.link])


def again(person):
    return Participant.objects.select_related("cohort").get(pk=person.pk)


def feed(person):
    return reverse("pilots:own_calendar", args=[queries.feed_sign(person)])


@pytest.fixture
def person():
    return enrol(make_cohort())


def test_a_wrong_link_and_one_of_a_deleted_cohort_are_not_found(client, person):
    assert client.get(reverse("pilots:own", args=["nobody"])).status_code == 404
    type(person.cohort).objects.filter(pk=person.cohort_id).update(deleted=timezone.now())
    for name in ("own", "own_data", "own_data_file", "own_settings", "own_delete", "own_withdraw"):
        assert client.get(url(name, person)).status_code == 404


def test_own_pages_keep_their_address_to_themselves(client, person):
    for name in ("own", "own_data", "own_data_file", "own_settings", "own_delete", "own_withdraw"):
        answer = client.get(url(name, person))
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"


def test_the_page_shows_what_is_next(client, person):
    now = timezone.now()
    make_meeting(person.cohort, now + DAY, title="Listening", place="Room 7", link="https://example.org/join")
    make_meeting(
        person.cohort, now + 2 * DAY, title="Off", cancelled=now, cancelled_why="The house is closed."
    )
    make_meeting(person.cohort, now - DAY, title="Past evening", note="Bring the key")
    page = text(client.get(url("own", person)))
    for said in ("Listening", "Room 7", "https://example.org/join", "The house is closed.", "Not marked yet"):
        assert said in page
    assert "Bring the key" not in page
    assert "You were at 0 of 2 meetings." in page
    assert "A quiz" in page
    assert feed(person) in page


def test_where_nothing_is_planned_and_no_work_asked_for_nothing_is_said_to_be_done(client, person):
    page = text(client.get(url("own", person)))
    assert ("You were at 0 of 0" in page, "<h3>Work</h3>" in page) == (False, False)
    type(person.cohort).objects.filter(pk=person.cohort_id).update(required=["a-quiz"])
    assert "<h3>Work</h3> <p>Not passed yet:</p>" in text(client.get(url("own", person)))


def test_once_the_training_is_over_nothing_is_left_to_do_and_no_meeting_to_come(client, person):
    said = ("A quiz", "You have nothing to do.", "Next meetings", "My code at meetings")
    page = text(client.get(url("own", person)))
    assert [words in page for words in said] == [True, False, True, True]
    type(person.cohort).objects.filter(pk=person.cohort_id).update(state="finished")
    page = text(client.get(url("own", person)))
    assert [words in page for words in said] == [False, True, False, False]


def test_attendance_says_what_can_still_be_reached(client, person):
    now = timezone.now()
    past = make_meeting(person.cohort, now - DAY)
    for number in range(1, 5):
        make_meeting(person.cohort, now + number * DAY)
    Attendance.objects.create(meeting=past, participant=person, presence="absent", source="hand", marked=now)
    assert "80 percent are needed, and you can still reach them." in text(client.get(url("own", person)))
    type(person.cohort).objects.filter(pk=person.cohort_id).update(attendance_percent=90)
    assert "You can still reach 80 percent" in text(client.get(url("own", person)))


@pytest.mark.parametrize("standing", ["applied", "waiting", "declined", "withdrawn", "lapsed"])
def test_who_does_not_take_part_reads_no_room_and_no_link(client, standing):
    person = enrol(make_cohort(), standing=standing)
    make_meeting(person.cohort, timezone.now() + DAY, place="Room 7", link="https://example.org/join")
    page = text(client.get(url("own", person)))
    assert "Room 7" not in page
    assert "https://example.org/join" not in page
    assert b"BEGIN:VEVENT" not in client.get(feed(person)).content


def test_the_place_in_line_is_told(client):
    cohort = make_cohort(seats=1)
    now = timezone.now()
    enrol(cohort, standing="waiting", waiting_since=now - DAY)
    person = enrol(cohort, standing="waiting", waiting_since=now)
    assert "You are on the waiting list, at place 2" in text(client.get(url("own", person)))


def offered(hours):
    cohort = make_cohort(seats=1, entry="chosen", state=CohortState.OPEN)
    until = timezone.now() + dt.timedelta(hours=hours)
    return enrol(cohort, standing="offered", offer_until=until)


def test_an_offer_is_shown_with_its_end_and_taken(client):
    person = offered(5)
    assert "There is a seat for you" in text(client.get(url("own", person)))
    assert client.post(url("own_offer", person), {"answer": "accept"}).url == url("own", person)
    assert again(person).standing == "enrolled"


def test_an_offer_is_left_to_others_and_the_person_comes_back(client):
    person = offered(5)
    client.post(url("own_offer", person), {"answer": "decline"})
    assert again(person).standing == "withdrawn"
    assert "I want to take part" in text(client.get(url("own", person)))
    client.post(url("own_offer", person), {"answer": "again"})
    assert again(person).standing == "applied"


def test_opening_the_page_after_the_end_of_an_offer_lets_it_lapse(client):
    person = offered(-1)
    page = text(client.get(url("own", person)))
    assert "The seat that was held for you was given on" in page
    assert again(person).standing == "lapsed"
    client.post(url("own_offer", person), {"answer": "accept"})
    assert again(person).standing == "lapsed"


def test_a_refusal_is_said_on_the_page(client, person):
    page = text(client.post(url("own_offer", person), {"answer": "decline"}, follow=True))
    assert "No seat is held for you." in page
    assert client.post(url("own_offer", person), {"answer": "nonsense"}).status_code == 404
    assert client.get(url("own_offer", person)).status_code == 405


def test_withdrawing_asks_first(client, person):
    assert "Give up your seat?" in text(client.get(url("own_withdraw", person)))
    assert again(person).standing == "enrolled"
    client.post(url("own_withdraw", person))
    assert again(person).standing == "withdrawn"
    assert "nothing to withdraw from" in text(client.get(url("own_withdraw", person)))


def test_a_cancelled_training_says_why(client, person):
    type(person.cohort).objects.filter(pk=person.cohort_id).update(
        state="cancelled", cancelled_why="Too few people."
    )
    assert "Too few people." in text(client.get(url("own", person)))


# Calendar


def events(client, person):
    answer = client.get(feed(person))
    assert answer["Content-Type"].startswith("text/calendar")
    return {str(one["uid"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_the_calendar_keeps_uids_and_tells_cancelled_meetings(client, person):
    meeting = make_meeting(person.cohort, timezone.now() + DAY)
    before = events(client, person)
    type(meeting).objects.filter(pk=meeting.pk).update(
        sequence=3, cancelled=timezone.now(), cancelled_why="Ill"
    )
    after = events(client, person)
    assert list(before) == list(after) == [f"{meeting.token}@mentorway"]
    one = after[f"{meeting.token}@mentorway"]
    assert (one["status"], one["sequence"]) == ("CANCELLED", 3)


def test_the_calendar_keeps_the_hour_on_both_sides_of_the_change_of_clocks(client, person):
    summer = dt.datetime(2026, 10, 24, 15, tzinfo=dt.UTC)
    for starts in (summer, summer + DAY + dt.timedelta(hours=1)):
        make_meeting(person.cohort, starts)
    shown = sorted(one["dtstart"].dt.replace(tzinfo=None) for one in events(client, person).values())
    assert [f"{one:%d %H:%M}" for one in shown] == ["24 18:00", "25 18:00"]


def test_the_calendar_opens_nothing_else_and_ends_with_the_link(
    client, person, django_capture_on_commit_callbacks
):
    make_meeting(person.cohort, timezone.now() + DAY, note="For me only")
    old = feed(person)
    answer = client.get(old)
    assert person.link not in old
    assert person.link not in answer.content.decode()
    assert "For me only" not in answer.content.decode()
    doing.renew_link(again(person))
    assert client.get(old).status_code == 404
    assert client.get(feed(again(person))).status_code == 200


@pytest.mark.parametrize("sign", ["1", "x-1", "99999999999999999999-aa", "²-a", "-", "1-"])
def test_a_calendar_that_never_was_is_not_found(client, sign):
    assert client.get(reverse("pilots:own_calendar", args=[sign])).status_code == 404


# Devices


def request_with(rf, client, user=None):
    request = rf.get("/")
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    request.user = user or type("Nobody", (), {"is_authenticated": False})()
    return request


def test_the_device_knows_who_opened_the_own_page(client, rf, person):
    assert devices.remembered(request_with(rf, client), person.cohort) is None
    client.get(url("own", person))
    assert devices.remembered(request_with(rf, client), person.cohort) == person
    cookie = client.cookies[devices.NAME % person.cohort_id]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/pilots/")


def test_the_device_knows_one_person_for_each_cohort(client, rf, person):
    other = enrol(make_cohort(person.cohort.partner, person.cohort.created_by))
    for one in (person, other):
        client.get(url("own", one))
    request = request_with(rf, client)
    assert [devices.remembered(request, one.cohort) for one in (person, other)] == [person, other]


def test_a_sign_that_somebody_made_up_is_worth_nothing(client, rf, person):
    name = devices.NAME % person.cohort_id
    client.cookies[name] = person.link
    assert devices.remembered(request_with(rf, client), person.cohort) is None
    client.cookies[name] = get_cookie_signer(salt="another").sign(person.link)
    assert devices.remembered(request_with(rf, client), person.cohort) is None


def test_a_sign_ends_with_the_link(client, rf, person):
    client.get(url("own", person))
    doing.renew_link(again(person))
    assert devices.remembered(request_with(rf, client), person.cohort) is None


def test_the_device_forgets(client, rf, person):
    client.get(url("own", person))
    assert "Forget me on this device" in text(client.get(url("own_data", person)))
    answer = client.post(url("forget_device", person))
    assert answer.url == url("own_data", person)
    assert "This device does not know you." in text(client.get(answer.url))
    assert devices.remembered(request_with(rf, client), person.cohort) is None


def test_who_is_signed_in_with_the_verified_address_is_known(client, rf):
    user, stranger = make_user(email="aino@example.org"), make_user()
    person = enrol(make_cohort(), email="Aino@example.org")
    assert devices.remembered(request_with(rf, client, user), person.cohort) == person
    assert devices.remembered(request_with(rf, client, stranger), person.cohort) is None
    EmailAddress.objects.filter(user=user).update(verified=False)
    assert devices.remembered(request_with(rf, client, user), person.cohort) is None


# My trainings


def test_a_member_finds_their_own_trainings_and_is_joined_to_them(client):
    user = make_member(email="aino@example.org")
    person, other = enrol(make_cohort(), email="aino@example.org"), enrol(make_cohort(title="Another"))
    client.force_login(user)
    page = text(client.get(reverse("pilots:mine")))
    assert url("own", person) in page
    assert other.link not in page
    assert again(person).user == user
    Participant.objects.filter(pk=person.pk).update(email="")
    assert url("own", person) in text(client.get(reverse("pilots:mine")))


def test_what_somebody_else_has_linked_is_not_taken_over(client):
    owner = make_member()
    person = enrol(make_cohort(), email="aino@example.org", user=owner)
    client.force_login(make_member(email="aino@example.org"))
    assert person.link not in text(client.get(reverse("pilots:mine")))
    assert again(person).user == owner


def test_without_trainings_the_page_says_how_they_come_here(client):
    user = make_member()
    client.force_login(user)
    page = text(client.get(reverse("pilots:mine")))
    assert "You take part in no training yet" in page
    assert user.email in page


def test_a_late_press_gets_a_word_and_no_seat(client):
    person = offered(5)
    seats.let_lapse(timezone.now() + dt.timedelta(hours=6))
    page = text(client.post(url("own_offer", person), {"answer": "accept"}, follow=True))
    assert "The time in which the seat was held for you is over." in page
    assert again(person).standing == "lapsed"
