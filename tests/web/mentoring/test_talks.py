"""Meetings of a pair: planned, changed, said to have taken place, written down, cancelled; for calendars."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from tests.web.mentoring.making import DAY, begin, join, make_round, pair, propose

from mentorway.web.mentoring.actions import talks
from mentorway.web.mentoring.actions.relations import withdraw
from mentorway.web.mentoring.models import Mode, Place, RelationState, RoundState, Side, Talk, TalkState
from mentorway.web.mentoring.queries import talks as queries

pytestmark = pytest.mark.django_db
VILNIUS = ZoneInfo("Europe/Vilnius")
FACTS = {"minutes": 45, "mode": Mode.ONLINE, "place": "Room 7", "link": "https://meet.example.org/x"}


def url(name, place, *more):
    return reverse(f"mentoring:{name}", args=[place.person.link, place.relation_id, *more])


def text(response):
    return " ".join(response.content.decode().split())


def soon(days=3):
    return (timezone.now() + days * DAY).astimezone(VILNIUS).date()


def when(days=3, **more):
    return {"day": soon(days), "begins": dt.time(15, 30), **FACTS, **more}


def enclosed(letter):
    part = letter.attachments[0]
    return (
        part.get_content_type(),
        part.get_param("method"),
        Calendar.from_ical(part.get_payload(decode=True)),
    )


def sent(book, *args, capture, **kwargs):
    mail.outbox.clear()
    with capture(execute=True):
        found = book(*args, **kwargs)
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    return found, list(mail.outbox)


def test_planning_sends_everybody_a_letter_with_a_file_for_the_calendar(django_capture_on_commit_callbacks):
    mentee, mentor = pair()
    mentor.person.language, mentor.person.time_zone = "fi", "Europe/Stockholm"
    mentor.person.save()
    talk, letters = sent(talks.book, mentee, capture=django_capture_on_commit_callbacks, **when())
    assert sorted(one.to[0] for one in letters) == sorted([mentee.person.email, mentor.person.email])
    kind, method, calendar = enclosed(letters[0])
    event = calendar.walk("VEVENT")[0]
    assert (kind, method, str(calendar["method"])) == ("text/calendar", "REQUEST", "REQUEST")
    assert (str(event["uid"]), event["sequence"]) == (f"{talk.token}@mentorway", 0)
    bodies = {one.to[0]: one.body for one in letters}
    assert "15:30 (Europe/Vilnius)" in bodies[mentee.person.email]
    assert "14.30 (Europe/Stockholm)" in bodies[mentor.person.email]
    assert all("Room 7" not in body for body in bodies.values())


def test_a_change_grows_the_sequence_and_a_cancellation_takes_it_out(django_capture_on_commit_callbacks):
    mentee, mentor = pair()
    talk = talks.book(mentee, **when())
    capture = django_capture_on_commit_callbacks
    same, letters = sent(talks.change, talk, mentor, sequence=0, capture=capture, **when())
    assert (same.sequence, letters) == (0, [])
    row, letters = sent(talks.change, talk, mentor, sequence=0, capture=capture, **when(minutes=60))
    assert (row.sequence, len(letters), enclosed(letters[0])[1]) == (1, 2, "REQUEST")
    _none, letters = sent(talks.cancel, row, mentee, capture=capture)
    _kind, method, calendar = enclosed(letters[0])
    event = calendar.walk("VEVENT")[0]
    assert (method, event["sequence"], str(event["status"])) == ("CANCEL", 2, "CANCELLED")
    assert str(event["uid"]) == f"{talk.token}@mentorway"


def test_who_changes_what_was_changed_meanwhile_is_told(django_capture_on_commit_callbacks):
    mentee, mentor = pair()
    talk = talks.book(mentee, **when())
    talks.change(talk, mentor, sequence=0, **when(4))
    with pytest.raises(ValidationError, match="changed this meeting meanwhile"):
        talks.change(talk, mentee, sequence=0, **when(5))
    with pytest.raises(ValidationError, match="at that time already"):
        talks.book(mentee, **when(4, begins=dt.time(16)))


@pytest.mark.parametrize(("days", "words"), [(-1, "has passed"), (900, "two years ahead")])
def test_days_that_nobody_means_are_refused(days, words):
    mentee, _mentor = pair()
    with pytest.raises(ValidationError, match=words):
        talks.book(mentee, **when(days))


def test_a_time_that_the_clock_never_shows_is_refused():
    mentee, _mentor = pair()
    year = timezone.now().year + 1
    night = max(dt.date(year, 3, day) for day in range(25, 32) if dt.date(year, 3, day).weekday() == 6)
    with pytest.raises(ValidationError, match="does not exist there"):
        talks.book(mentee, **when() | {"day": night, "begins": dt.time(3, 30)})
    talk = talks.book(mentee, **when() | {"day": night, "begins": dt.time(4, 30)})
    assert talk.starts.astimezone(dt.UTC).hour == 1  # summer time already


def test_in_the_hour_that_comes_twice_a_meeting_stays_where_it_is():
    mentee, _mentor = pair()
    year = timezone.now().year + 1
    night = max(dt.date(year, 10, day) for day in range(25, 32) if dt.date(year, 10, day).weekday() == 6)
    second = dt.datetime.combine(night, dt.time(3, 30), VILNIUS).replace(fold=1).astimezone(dt.UTC)
    talk = Talk.objects.create(relation=mentee.relation, starts=second)
    facts = when() | {"day": night, "begins": dt.time(3, 30)}
    assert talks.change(talk, mentee, sequence=0, **facts).starts == second


def test_the_pages_plan_change_and_cancel(client):
    mentee, mentor = pair()
    assert "No meeting yet" in text(client.get(url("own_talks", mentee)))
    sent = {"sequence": 0, "day": soon().isoformat(), "begins": "15:30", "minutes": 45, "mode": "online"}
    refused = client.post(url("own_talk_new", mentee), {**sent, "minutes": "2", "link": "nonsense"})
    assert (refused.status_code, Talk.objects.count()) == (200, 0)
    client.post(url("own_talk_new", mentee), {**sent, "place": "<b>Café</b>"})
    talk = Talk.objects.get()
    page = text(client.get(url("own_talks", mentor)))
    assert ("&lt;b&gt;Café" in page, "15:30 (Europe/Vilnius)" in page) == (True, True)
    client.post(url("own_talk", mentor, talk.pk), {**sent, "begins": "16:00"})
    talk.refresh_from_db()
    assert (talk.sequence, talk.place) == (1, "")
    assert "Nobody has to say why" in text(client.get(url("own_talk_cancel", mentor, talk.pk)))
    client.post(url("own_talk_cancel", mentor, talk.pk))
    assert Talk.objects.get().state == TalkState.CANCELLED
    assert "Cancelled" in text(client.get(url("own_talk", mentee, talk.pk)))


def test_writing_down_that_people_have_met_is_one_short_form(client):
    mentee, mentor = pair(days_ago=10)
    sent = {"day": soon(-2).isoformat(), "minutes": 30, "mode": "phone"}
    client.post(url("own_talk_log", mentee), sent)
    talk = Talk.objects.get()
    assert (talk.state, talk.minutes, talk.mode) == (TalkState.HELD, 30, Mode.PHONE)
    assert talk.starts.astimezone(VILNIUS).date() == soon(-2)
    page = text(client.post(url("own_talk_log", mentor), sent))
    assert ("on your list already" in page, "We met more than once that day" in page) == (True, True)
    client.post(url("own_talk_log", mentor), {**sent, "again": "on"})
    assert Talk.objects.count() == 2


@pytest.mark.parametrize(("days", "words"), [(1, "still to come"), (-11, "had not begun yet")])
def test_nobody_has_met_tomorrow_or_before_the_pair_began(client, days, words):
    mentee, _mentor = pair(days_ago=10)
    sent = {"day": soon(days).isoformat(), "minutes": 30, "mode": "phone"}
    assert words in text(client.post(url("own_talk_log", mentee), sent))
    assert not Talk.objects.exists()


def test_a_planned_meeting_that_is_over_is_asked_about(client):
    mentee, mentor = pair(days_ago=10)
    talk = Talk.objects.create(relation=mentee.relation, starts=timezone.now() - DAY)
    ahead = Talk.objects.create(relation=mentee.relation, starts=timezone.now() + DAY)
    assert "Did it take place?" in text(client.get(url("own_talks", mentor)))
    for _twice in range(2):
        client.post(url("own_talk_held", mentor, talk.pk))
    page = client.post(url("own_talk_held", mentor, ahead.pk), follow=True)
    assert "has not begun yet" in text(page)
    talk.refresh_from_db()
    ahead.refresh_from_db()
    assert (talk.state, ahead.state) == (TalkState.HELD, TalkState.PLANNED)
    assert "Did it take place?" not in text(client.get(url("own_talks", mentor)))


def test_what_took_place_can_be_corrected_and_taken_back(client, django_capture_on_commit_callbacks):
    mentee, mentor = pair(days_ago=10)
    talk = talks.log(mentee, day=soon(-2), minutes=30, mode=Mode.ROOM)
    sent = {"day": soon(-3).isoformat(), "minutes": 90, "mode": "online"}
    client.post(url("own_talk", mentor, talk.pk), sent)
    talk.refresh_from_db()
    assert (talk.starts.astimezone(VILNIUS).date(), talk.minutes) == (soon(-3), 90)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("own_talk_cancel", mentor, talk.pk))
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    talk.refresh_from_db()
    assert (talk.state, mail.outbox) == (TalkState.CANCELLED, [])


def test_calendars_read_one_meeting_and_all_of_the_pair(client):
    mentee, _mentor = pair()
    talk = talks.book(mentee, **when())
    off = talks.book(mentee, **when(5))
    talks.cancel(off, mentee)
    one = client.get(url("own_talk_file", mentee, talk.pk))
    feed = client.get(url("own_calendar", mentee))
    assert (one["Content-Type"], feed["X-Robots-Tag"]) == ("text/calendar; charset=utf-8", "noindex")
    events = Calendar.from_ical(feed.content).walk("VEVENT")
    assert sorted(str(one["status"]) for one in events) == ["CANCELLED", "CONFIRMED"]
    assert events[0]["summary"] == "Mentoring: Leena Laine"
    assert mentee.person.link.encode() not in feed.content
    assert len(Calendar.from_ical(one.content).walk("VEVENT")) == 1


def test_after_the_end_meetings_are_read_but_not_written(client):
    mentee, mentor = pair(days_ago=10)
    talk, held = talks.book(mentee, **when()), talks.log(mentee, day=soon(-2), minutes=30, mode=Mode.ROOM)
    withdraw(mentee.relation, state=RelationState.ACTIVE, ending="planned")
    page = text(client.get(url("own_talks", mentee)))
    assert ("Took place" in page, "Plan a meeting" in page, "Did it take place" in page) == (
        True,
        False,
        False,
    )
    assert client.get(url("own_talk", mentor, held.pk)).status_code == 200
    for name in ("own_talk_new", "own_talk_log"):
        assert client.get(url(name, mentee)).status_code == 404
    answers = [
        client.post(url(name, mentee, held.pk)) for name in ("own_talk", "own_talk_held", "own_talk_cancel")
    ]
    assert [one.status_code for one in answers] == [404, 404, 404]
    with pytest.raises(ValidationError, match="over already"):
        talks.book(mentee, **when())
    feed = Calendar.from_ical(client.get(url("own_calendar", mentee)).content)
    states = {str(one["uid"]): str(one["status"]) for one in feed.walk("VEVENT")}
    assert states[f"{talk.token}@mentorway"] == "CANCELLED"


def test_other_pairs_and_people_find_nothing(client):
    mentee, _mentor = pair()
    other, _other_mentor = pair(mentee.relation.round)
    talk = talks.book(other, **when())
    for name in ("own_talk", "own_talk_cancel", "own_talk_file"):
        assert client.get(url(name, mentee, talk.pk)).status_code == 404
    assert client.post(url("own_talk_held", mentee, talk.pk)).status_code == 404
    crossed = reverse("mentoring:own_talks", args=[mentee.person.link, other.relation_id])
    assert client.get(crossed).status_code == 404
    feed = reverse("mentoring:own_calendar", args=["wrong-link", other.relation_id])
    assert client.get(feed).status_code == 404


def test_a_proposal_has_no_meetings_yet(client):
    whole = make_round()
    relation = propose(whole, join(whole, Side.MENTOR), join(whole))
    place = relation.places.first()
    assert client.get(url("own_talks", place)).status_code == 404


def group():
    whole = make_round(state=RoundState.RUNNING)
    mentor = join(whole, Side.MENTOR, "Leena Laine", seats=3)
    relation = propose(whole, mentor, join(whole, name="Eeva Ek"), join(whole, name="Bo Berg", email=""))
    begin(relation, days_ago=10)
    return list(relation.places.order_by("pk"))


def test_in_a_group_everybody_with_an_address_is_told(django_capture_on_commit_callbacks):
    mentor, eeva, _bo = group()
    _talk, letters = sent(talks.book, mentor, capture=django_capture_on_commit_callbacks, **when())
    assert sorted(one.to[0] for one in letters) == sorted([mentor.person.email, eeva.person.email])
    body = next(one.body for one in letters if one.to == [mentor.person.email])
    assert "Eeva Ek, Bo Berg" in body


def test_who_has_left_a_group_sees_none_of_its_meetings(client):
    mentor, eeva, _bo = group()
    talk = talks.book(mentor, **when())
    Place.objects.filter(pk=eeva.pk).update(is_open=False, left=timezone.now())
    assert "15:30" not in text(client.get(url("own_talks", eeva)))
    assert client.get(url("own_talk", eeva, talk.pk)).status_code == 404
    assert b"VEVENT" not in client.get(url("own_calendar", eeva)).content


def test_nothing_is_written_in_the_example(client):
    mentee, _mentor = pair(make_round(state=RoundState.RUNNING, is_example=True))
    sent = {"sequence": 0, "day": soon().isoformat(), "begins": "15:30", "minutes": 45, "mode": "online"}
    assert "nothing can be changed here" in text(client.post(url("own_talk_new", mentee), sent))
    assert not Talk.objects.exists()


def test_a_pair_has_no_meetings_without_end(monkeypatch):
    monkeypatch.setattr(talks, "MOST_MEETINGS", 1)
    mentee, _mentor = pair()
    talks.book(mentee, **when())
    with pytest.raises(ValidationError, match="at most 1 meetings"):
        talks.book(mentee, **when(5))


def test_those_who_run_a_round_can_count_with_one_query_each(django_assert_num_queries):
    mentee, _mentor = pair(days_ago=10)
    relation, now = mentee.relation, timezone.now()
    for days in (4, 2):
        talks.log(mentee, day=soon(-days), minutes=30 + days, mode=Mode.ROOM)
    for days, state in ((-1, TalkState.PLANNED), (2, TalkState.PLANNED), (1, TalkState.CANCELLED)):
        Talk.objects.create(relation=relation, starts=now + days * DAY, state=state)
    whole = relation.round
    with django_assert_num_queries(3):
        last, counted, ahead = queries.last_held(whole), queries.counts(whole), queries.next_planned(whole)
    assert last[relation.pk].astimezone(VILNIUS).date() == soon(-2)
    assert counted == {relation.pk: (2, 66)}
    assert ahead == {relation.pk: now + 2 * DAY}
