"""Letters to a cohort: to many, about meetings, reminders, and who is asked for feedback."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from tests.conftest import make_member
from tests.web.pilots.making import enrol, make_cohort, make_meeting
from tests.web.study.filling_making import make_study

from mentorway.web.pilots.actions import feedback, letters, meeting_letters, reminding
from mentorway.web.pilots.actions.letters import Written
from mentorway.web.pilots.analysis.letters import filled
from mentorway.web.pilots.models import Cohort, Letter, Meeting, Participant, Standing
from mentorway.web.study.models import Invitation

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NOON = dt.datetime(2027, 3, 26, 10, tzinfo=dt.UTC)  # two days before clocks change; 12:00 in Vilnius
NIGHT = dt.datetime(2027, 3, 26, 22, tzinfo=dt.UTC)


@pytest.fixture
def posted(django_capture_on_commit_callbacks):
    """Do something, let the worker send what waits, and return the letters by address."""

    def do(doing, *args):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            doing(*args)
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
        return {letter.to[0]: letter for letter in mail.outbox}

    return do


@pytest.fixture
def cohort():
    return make_cohort(title="Mentors of spring", contact="Rasa, rasa@example.org")


def coming(cohort, days=3, **more):
    return make_meeting(cohort, timezone.now() + days * DAY, **more)


def calendars_of(letter):
    return [Calendar.from_ical(part.get_payload(decode=True)) for part in letter.attachments]


def write(cohort, **more):
    facts = {"audience": "enrolled", "subject": "News", "body": "Dear {name}, {next meeting}.", "key": "one"}
    return letters.write(cohort, make_member(cohort.partner), Written(**{**facts, **more}))


def test_everybody_who_takes_part_gets_a_letter_of_their_own(cohort, posted):
    first = enrol(cohort, "Aino Ek", email="a@example.org")
    enrol(cohort, "Bert Lind", email="b@example.org", language="sv")
    enrol(cohort, "Waiting", standing=Standing.WAITING)
    enrol(cohort, "No Letters", wants_letters=False)
    enrol(cohort, "No Address", email="")
    meeting = coming(cohort, title="Second evening")
    got = posted(lambda: write(cohort))
    assert sorted(got) == ["a@example.org", "b@example.org"]
    assert f"Dear Aino Ek, {meeting.title}" in got["a@example.org"].body
    assert reverse("pilots:own", args=[first.link]) in got["a@example.org"].body
    assert reverse("pilots:stop_letters", args=[first.link]) in got["a@example.org"].body
    assert first.link not in got["b@example.org"].body
    assert "rasa@example.org" in got["b@example.org"].body
    assert Letter.objects.get().count == 2


def test_pressing_twice_sends_once(cohort, posted):
    enrol(cohort, email="a@example.org")
    assert list(posted(lambda: write(cohort))) == ["a@example.org"]
    assert posted(lambda: write(cohort)) == {}
    assert Letter.objects.count() == 1


def test_a_letter_to_nobody_is_refused_and_not_kept(cohort):
    with pytest.raises(ValidationError, match="reach nobody"):
        write(cohort, audience="waiting")
    assert not Letter.objects.exists()


def test_a_name_in_curly_brackets_is_not_read_again(cohort):
    person = enrol(cohort, "{cohort} {next meeting}")
    assert filled("Dear {name} of {cohort}", person, [], timezone.now()) == (
        "Dear {cohort} {next meeting} of Mentors of spring"
    )


def test_the_page_shows_the_letter_before_it_goes(cohort, client, posted):
    enrol(cohort, "Aino Ek", email="a@example.org")
    client.force_login(make_member(cohort.partner))
    url = reverse("pilots:new_letter", args=[cohort.pk])
    sent = {"audience": "enrolled", "subject": "News", "body": "Dear {name}", "key": "k"}
    looked = client.post(url, sent)
    assert "Dear Aino Ek" in looked.content.decode()
    assert '<h3 id="preview" tabindex="-1" autofocus>' in looked.content.decode()
    assert not Letter.objects.exists()
    got = posted(lambda: client.post(url, {**sent, "send": "1"}))
    assert got["a@example.org"].subject == "News"
    page = client.get(reverse("pilots:letters", args=[cohort.pk])).content.decode()
    assert "1 receiver" in page


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("letters", "Letters"),
        ("works", "Work"),
        ("triads", "Practice in threes"),
        ("form_triads", "Form groups"),
        ("certificates", "Certificates"),
        ("terms", "What the certificates say"),
        ("plan_meetings", "Plan sessions"),
        ("new_meeting", "Add a meeting"),
    ],
)
def test_pages_of_one_cohort_are_told_apart_by_their_titles(cohort, client, name, title):
    client.force_login(make_member(cohort.partner, role="admin"))
    page = client.get(reverse(f"pilots:{name}", args=[cohort.pk])).content.decode()
    titled = " ".join(page.partition("<title>")[2].partition("</title>")[0].split())
    assert titled == f"{title} · Mentors of spring · Mentorway"


@pytest.mark.parametrize(("field", "text"), [("subject", "  "), ("body", "\n"), ("audience", "all")])
def test_an_empty_letter_is_refused_in_words(cohort, client, field, text):
    enrol(cohort)
    client.force_login(make_member(cohort.partner))
    sent = {"audience": "enrolled", "subject": "News", "body": "Text", "key": "k", "send": "1", field: text}
    page = client.post(reverse("pilots:new_letter", args=[cohort.pk]), sent)
    assert page.context["form"].errors[field]
    assert not Letter.objects.exists()


@pytest.mark.parametrize("field", ["subject", "body"])
def test_a_word_in_brackets_that_stands_for_nothing_is_refused(cohort, client, field):
    enrol(cohort)
    client.force_login(make_member(cohort.partner))
    sent = {"audience": "enrolled", "subject": "{cohort}", "body": "{name}", "key": "k", "send": "1"}
    page = client.post(reverse("pilots:new_letter", args=[cohort.pk]), {**sent, field: "Hei {nimi}"})
    assert "{nimi} would be sent as it stands here" in page.context["form"].errors[field][0]
    assert not Letter.objects.exists()


def test_meetings_are_told_once_and_changes_once_more(cohort, posted):
    person = enrol(cohort, email="a@example.org")
    meeting = coming(cohort, title="Second evening", place="Room 5")
    make_meeting(cohort, timezone.now() - 3 * DAY, title="Over")
    got = posted(meeting_letters.announce, cohort)
    letter = got["a@example.org"]
    assert letter.subject == "Meetings: Mentors of spring"
    assert "Room 5" in letter.body
    assert "Over" not in letter.body
    [calendar] = calendars_of(letter)
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["SEQUENCE"], event["UID"]) == (
        "PUBLISH",
        0,
        f"{meeting.token}@mentorway",
    )
    assert posted(meeting_letters.announce, cohort) == {}
    Meeting.objects.filter(pk=meeting.pk).update(sequence=1, place="Room 6")
    got = posted(meeting_letters.announce, cohort)
    assert got["a@example.org"].subject == "Meetings changed: Mentors of spring"
    [event] = calendars_of(got["a@example.org"])[0].walk("VEVENT")
    assert (event["SEQUENCE"], event["LOCATION"]) == (1, "Room 6")
    assert person.notices.get(meeting=meeting).sequence == 1


def test_a_cancelled_meeting_leaves_calendars_and_nobody_hears_of_it_who_never_knew(cohort, posted):
    enrol(cohort, email="a@example.org")
    meeting = coming(cohort)
    posted(meeting_letters.announce, cohort)
    enrol(cohort, email="late@example.org")
    Meeting.objects.filter(pk=meeting.pk).update(
        sequence=1, cancelled=timezone.now(), cancelled_why="The trainer is ill."
    )
    got = posted(meeting_letters.announce, cohort)
    assert list(got) == ["a@example.org"]
    assert "The trainer is ill." in got["a@example.org"].body
    [calendar] = calendars_of(got["a@example.org"])
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)


def test_the_example_writes_to_nobody(cohort, posted):
    enrol(cohort, email="a@example.org")
    coming(cohort)
    Cohort.objects.filter(pk=cohort.pk).update(is_example=True)
    cohort.refresh_from_db()
    assert posted(meeting_letters.announce, cohort) == {}


def at(moment, **more):
    cohort = make_cohort(starts_on=moment.date(), ends_on=moment.date() + 60 * DAY, remind_days=2, **more)
    return cohort, make_meeting(cohort, moment + dt.timedelta(hours=40), title="First evening")


def test_people_are_reminded_once_by_day(posted):
    cohort, meeting = at(NOON)
    enrol(cohort, email="a@example.org")
    assert posted(reminding.remind, NIGHT) == {}
    got = posted(reminding.remind, NOON)
    assert "First evening" in got["a@example.org"].subject
    assert "Europe/Vilnius" in got["a@example.org"].body
    assert posted(reminding.remind, NOON) == {}
    assert meeting.notices.get().reminded == NOON


def test_nobody_is_reminded_of_what_is_far_cancelled_or_in_the_bin(posted):
    for change in ({"starts": NOON + 9 * DAY, "ends": NOON + 10 * DAY}, {"cancelled": NOON}):
        cohort, meeting = at(NOON)
        enrol(cohort)
        Meeting.objects.filter(pk=meeting.pk).update(**change)
    cohort, _meeting = at(NOON)
    enrol(cohort)
    Cohort.objects.filter(pk=cohort.pk).update(deleted=NOON)
    assert posted(reminding.remind, NOON) == {}


def test_a_reminder_names_the_work_that_is_missing(posted):
    cohort, _meeting = at(NOON, required=["a-quiz"])
    enrol(cohort, email="a@example.org")
    assert "- A quiz" in posted(reminding.remind, NOON)["a@example.org"].body


def test_letters_stop_with_one_press_and_not_by_looking(cohort, client):
    person = enrol(cohort)
    url = reverse("pilots:stop_letters", args=[person.link])
    assert client.get(url).status_code == 200
    assert Participant.objects.get(pk=person.pk).wants_letters
    assert "You get no more letters" in client.post(url, follow=True).content.decode()
    assert not Participant.objects.get(pk=person.pk).wants_letters


def test_those_who_take_part_are_invited_to_the_questions_once(cohort):
    study = make_study(partner=cohort.partner)
    wave = study.waves.first()
    enrol(cohort, email="a@example.org")
    enrol(cohort, "No Letters", wants_letters=False)
    with pytest.raises(ValidationError, match="Choose first"):
        feedback.invite(cohort)
    feedback.choose(cohort, wave=wave)
    assert feedback.invite(cohort) == 1
    assert feedback.invite(cohort) == 0
    assert list(Invitation.objects.values_list("email", flat=True)) == ["a@example.org"]


def test_questions_of_another_partner_cannot_be_chosen(cohort, client):
    wave = make_study().waves.first()
    with pytest.raises(ValidationError):
        feedback.choose(cohort, wave=wave)
    client.force_login(make_member(cohort.partner))
    client.post(reverse("pilots:feedback", args=[cohort.pk]), {"wave": wave.pk})
    assert Cohort.objects.get(pk=cohort.pk).feedback is None
