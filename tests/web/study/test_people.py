"""Whom a study asks: lists, letters, hours, reminders, codes."""

import datetime as dt
import mailbox
import re
from email.message import EmailMessage

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from tests.conftest import make_member
from tests.web.study.making import make_invitations, make_people, make_study

from mentorway.web.core.zones import ZONES
from mentorway.web.study import tasks
from mentorway.web.study.actions import inviting
from mentorway.web.study.analysis import letters, links, people, places
from mentorway.web.study.analysis.codes import one_time_code
from mentorway.web.study.models import AccessCode, Contact, Invitation, Mode, Wave

pytestmark = pytest.mark.django_db
MONDAY_NOON = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)  # 13:00 in Helsinki
MONDAY_NIGHT = dt.datetime(2026, 5, 4, 18, tzinfo=dt.UTC)  # 21:00 in Helsinki, 18:00 in Reykjavik
SATURDAY = dt.datetime(2026, 5, 9, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def wave():
    return make_study(mode=Mode.CODE).waves.get()


@pytest.fixture
def usual():
    return people.Usual("en", "FI", "education", None, ["en", "lt"], {"museum": 7})


def send(wave, now):
    """Let the letters go out as if it were `now`."""
    Wave.objects.filter(pk=wave.pk).update(sending=True, next_run=now)
    return tasks.run_letters(wave.pk, now, now)


# The list


def test_a_list_is_read_with_and_without_a_header(usual):
    bare = people.read(
        "a@example.org\nAnna <b@example.org>\n\nc@example.org,Carl,lt,LT,business,Museum", usual, known=()
    )
    assert [(one.email, one.name, one.country, one.partner) for one in bare.people] == [
        ("a@example.org", "", "FI", None),
        ("b@example.org", "Anna", "FI", None),
        ("c@example.org", "Carl", "LT", 7),
    ]
    named = people.read("name;e-mail;country\nAnna;A@Example.org;Lithuania", usual, known=())
    assert [(one.email, one.name, one.country) for one in named.people] == [("a@example.org", "Anna", "LT")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not an address", "not an e-mail address"),
        ("b@example.org,B,ru", "not asked in “ru”"),
        ("b@example.org,B,en,Atlantis", "no country “Atlantis”"),
        ("b@example.org,B,en,LT,army", "neither education nor business"),
        ("b@example.org,B,en,LT,business,Nowhere", "no partner “Nowhere”"),
        ("A@EXAMPLE.org", "stands in row 1"),
    ],
)
def test_every_problem_is_told_with_its_row(usual, line, said):
    found = people.read(f"a@example.org,\n{line}", usual, known=())
    assert [(one.row, said in one.what) for one in found.troubles] == [(2, True)]
    assert len(found.people) == 1


def test_who_is_invited_already_is_told(usual):
    found = people.read("a@example.org\nb@example.org", usual, known={"b@example.org"})
    assert [one.email for one in found.people] == ["a@example.org"]
    assert [(one.row, one.text) for one in found.troubles] == [(2, "b@example.org")]


def test_ten_thousand_rows_are_read_and_what_is_more_is_said(usual):
    found = people.read("\n".join(f"p{number}@example.org" for number in range(10_002)), usual, known=())
    assert (len(found.people), found.troubles[0].row) == (10_000, 10_001)


def test_nothing_is_kept_before_the_list_was_looked_at(client, wave):
    client.force_login(make_member(wave.study.partner))
    url = reverse("study:invite", args=[wave.pk])
    sent = {"text": "a@example.org\nwrong", "language": "en", "country": "LV", "sector": "business"}
    page = client.post(url, sent).content.decode()
    assert ("Add 1 person" in page, "not an e-mail address" in page) == (True, True)
    assert not Invitation.objects.exists()
    client.post(url, {**sent, "do": "add"})
    row = Invitation.objects.get()
    assert (row.email, row.country, row.code.country) == ("a@example.org", "LV", "LV")


def test_what_a_list_holds_is_shown_in_words_and_one_lands_there(client, wave):
    client.force_login(make_member(wave.study.partner))
    sent = {"text": "a@example.org", "language": "en", "country": "FI", "sector": "education"}
    page = client.post(reverse("study:invite", args=[wave.pk]), sent).content.decode()
    assert re.findall(r"<td>(.*?)</td>", page)[-3:] == ["English", "Finland", "Education"]
    assert '<h2 id="preview" tabindex="-1" autofocus>' in page


def test_people_are_asked_in_the_language_of_who_invites_unless_said_otherwise(client, wave):
    client.force_login(make_member(wave.study.partner))
    answer = client.get(reverse("study:invite", args=[wave.pk]), headers={"accept-language": "lt"})
    assert answer.context["form"]["language"].value() == "lt"


def test_an_open_study_gives_no_codes():
    make_invitations(make_study(mode=Mode.ANONYMOUS).waves.get(), 3)
    assert (Invitation.objects.count(), AccessCode.objects.count()) == (3, 0)


def test_ten_thousand_invitations_are_listed_with_few_queries(client, wave, django_assert_max_num_queries):
    inviting.invite(wave, people=make_people(10_000))
    client.force_login(make_member(wave.study.partner))
    with django_assert_max_num_queries(16):
        page = client.get(reverse("study:people", args=[wave.pk]), {"page": 7}).content.decode()
    assert page.count('<th scope="row">') == 50
    with django_assert_max_num_queries(16):
        found = client.get(reverse("study:people", args=[wave.pk]), {"q": "p9999", "state": "queued"})
    assert "p9999@example.org" in found.content.decode()


def test_no_page_says_who_has_answered(client, wave):
    make_invitations(wave, 2)
    client.force_login(make_member(wave.study.partner))

    def shown():
        page = client.get(reverse("study:people", args=[wave.pk])).content.decode()
        return re.sub(r'"csrfmiddlewaretoken" value="\w+"|X-CSRFToken[^}]+', "", page)

    before = shown()
    AccessCode.objects.filter(pk=Invitation.objects.first().code_id).update(used=True)
    assert shown() == before


def test_a_person_is_taken_off_with_the_unused_code(client, wave):
    first, second = make_invitations(wave, 2)
    AccessCode.objects.filter(pk=second.code_id).update(used=True)
    client.force_login(make_member(wave.study.partner))
    for row in (first, second):
        client.post(reverse("study:take_back", args=[row.pk]))
    assert (Invitation.objects.count(), list(AccessCode.objects.values_list("used", flat=True))) == (
        0,
        [True],
    )


# Letters


def test_a_letter_is_in_the_language_of_the_person_and_leads_to_their_code(wave):
    row = make_invitations(wave, 1, language="lt")[0]
    wave.study.letter = {"lt": "Labas rytas."}
    wave.study.save()
    assert send(wave, MONDAY_NOON) == 1
    letter = mail.outbox[0]
    assert (letter.to, "Labas rytas." in letter.body) == ([row.email], True)
    assert one_time_code(row.code.serial) in letter.body
    assert links.unsubscribe_link(row) in letter.extra_headers["List-Unsubscribe"]
    row.refresh_from_db()
    assert (row.state, row.sent_on) == (Contact.SENT, MONDAY_NOON.date())


def test_an_open_link_is_that_of_the_persons_row():
    study = make_study(mode=Mode.ANONYMOUS)
    make_invitations(study.waves.get(), 1)
    send(study.waves.get(), MONDAY_NOON)
    assert str(study.targets.get().token) in mail.outbox[0].body


def test_without_a_row_in_the_plan_no_letter_leads_nowhere():
    study = make_study(mode=Mode.ANONYMOUS)
    row = make_invitations(study.waves.get(), 1, country="LV")[0]
    assert send(study.waves.get(), MONDAY_NOON) == 0
    row.refresh_from_db()
    assert (row.state, mail.outbox) == (Contact.BOUNCED, [])


@pytest.mark.parametrize("now", [MONDAY_NIGHT, SATURDAY, MONDAY_NIGHT + dt.timedelta(hours=10.5)])
def test_nobody_is_written_to_at_night_or_at_weekends(wave, now):
    make_invitations(wave, 2)
    assert (send(wave, now), mail.outbox) == (0, [])
    wave.refresh_from_db()
    assert not places.is_quiet("FI", wave.next_run)
    assert wave.next_run - now <= 2 * DAY
    assert set(Invitation.objects.values_list("state", flat=True)) == {Contact.QUEUED}


def test_the_clock_is_that_of_each_country(wave):
    make_invitations(wave, 1, country="FI")
    inviting.invite(wave, people=[make_people(2, country="IS")[1]])
    assert send(wave, MONDAY_NIGHT) == 1
    assert mail.outbox[0].to == ["p1@example.org"]


@pytest.mark.parametrize("country", sorted(ZONES))
def test_the_next_moment_is_never_quiet(country):
    for hours in range(0, 24 * 8, 5):
        moment = MONDAY_NOON + dt.timedelta(hours=hours)
        assert not places.is_quiet(country, places.next_moment(country, moment))


def test_a_plan_that_was_replaced_sends_nothing(wave):
    make_invitations(wave, 1)
    Wave.objects.filter(pk=wave.pk).update(sending=True, next_run=MONDAY_NOON + DAY)
    assert (tasks.run_letters(wave.pk, MONDAY_NOON, MONDAY_NOON), mail.outbox) == (0, [])


def test_nothing_is_sent_when_stopped_closed_or_over(wave):
    make_invitations(wave, 1)
    inviting.stop_sending(wave)
    assert tasks.run_letters(wave.pk, MONDAY_NOON, MONDAY_NOON) == 0
    wave.closes = MONDAY_NOON.date() - DAY
    wave.save()
    assert send(wave, MONDAY_NOON) == 0
    wave.study.state = "closed"
    wave.study.save()
    with pytest.raises(ValidationError):
        inviting.start_sending(wave)


@pytest.mark.parametrize(
    ("countries", "first"),
    [
        (["FI"], dt.datetime(2026, 5, 11, 5, tzinfo=dt.UTC)),  # 8:00 in Helsinki
        (["IS", "SE"], dt.datetime(2026, 5, 11, 6, tzinfo=dt.UTC)),  # 8:00 in Stockholm
        ([], None),
    ],
)
def test_on_a_saturday_the_letters_are_planned_for_monday_at_once(wave, monkeypatch, countries, first):
    for row, country in zip(make_invitations(wave, len(countries)), countries, strict=True):
        Invitation.objects.filter(pk=row.pk).update(country=country)
    monkeypatch.setattr(tasks.timezone, "now", lambda: SATURDAY)
    inviting.start_sending(wave)
    wave.refresh_from_db()
    assert (wave.sending, wave.next_run) == (True, first)


def test_reminders_wait_end_and_pass_over_who_has_used_the_code(wave):
    rows = make_invitations(wave, 2)
    send(wave, MONDAY_NOON)
    AccessCode.objects.filter(pk=rows[0].code_id).update(used=True)
    counts = [send(wave, MONDAY_NOON + days * DAY) for days in (1, 6, 7, 8, 14, 21, 28)]
    assert counts == [0, 0, 1, 0, 1, 0, 0]
    assert [letter.to[0] for letter in mail.outbox[2:]] == [rows[1].email] * 2
    rows[1].refresh_from_db()
    assert (rows[1].state, rows[1].reminders) == (Contact.REMINDED, 2)


def test_who_answers_between_asking_and_sending_gets_no_reminder(wave, monkeypatch):
    row = make_invitations(wave, 1)[0]
    send(wave, MONDAY_NOON)
    due = list(Invitation.objects.to_remind(dt.date(2027, 1, 1), 2).select_related("code"))
    AccessCode.objects.update(used=True)
    monkeypatch.setattr(tasks, "_due", lambda _wave, _now: iter(due))
    assert (send(wave, MONDAY_NOON + 7 * DAY), len(mail.outbox)) == (0, 1)
    row.refresh_from_db()
    assert row.state == Contact.SENT


@pytest.mark.parametrize("state", [Contact.BOUNCED, Contact.UNSUBSCRIBED])
def test_letters_that_came_back_or_are_not_wanted_are_not_repeated(wave, state):
    make_invitations(wave, 1)
    Invitation.objects.update(state=state)
    assert (send(wave, MONDAY_NOON), send(wave, MONDAY_NOON + 30 * DAY), mail.outbox) == (0, 0, [])


def test_a_post_office_that_is_closed_is_tried_again(wave, settings):
    make_invitations(wave, 1)
    settings.EMAIL_BACKEND = "tests.web.study.post.Closed"
    assert send(wave, MONDAY_NOON) == 0
    row = Invitation.objects.get()
    wave.refresh_from_db()
    assert (row.state, row.sent_on, wave.next_run) == (Contact.QUEUED, None, MONDAY_NOON + tasks.PATIENCE)


def test_an_address_that_the_post_refuses_is_not_tried_again(wave, settings):
    make_invitations(wave, 1)
    settings.EMAIL_BACKEND = "tests.web.study.post.Refusing"
    assert send(wave, MONDAY_NOON) == 0
    assert Invitation.objects.get().state == Contact.BOUNCED


def test_many_letters_are_sent_in_portions_with_few_queries(wave, django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr(tasks, "LETTERS_AT_ONCE", 20)
    make_invitations(wave, 50)
    with django_assert_max_num_queries(60):
        assert send(wave, MONDAY_NOON) == 20
    wave.refresh_from_db()
    assert [tasks.run_letters(wave.pk, wave.next_run, MONDAY_NOON)] == [20]


def test_the_link_at_the_end_of_a_letter_stops_further_ones(client, wave):
    row = make_invitations(wave, 1)[0]
    path = links.unsubscribe_link(row).split("localhost:8000")[-1]
    assert client.get(path).status_code == 200
    row.refresh_from_db()
    assert row.state == Contact.QUEUED
    assert "no more letters" in client.post(path).content.decode()
    row.refresh_from_db()
    assert row.state == Contact.UNSUBSCRIBED
    assert client.get(reverse("study:unsubscribe", args=["made-up"])).status_code == 404


def test_came_back_is_marked_by_hand_and_taken_back(client, wave):
    row = make_invitations(wave, 1)[0]
    client.force_login(make_member(wave.study.partner))
    for state in (Contact.BOUNCED, Contact.QUEUED):
        client.post(reverse("study:mark", args=[row.pk]))
        row.refresh_from_db()
        assert row.state == state


RETURNED = """\
From: MAILER-DAEMON@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; P0@example.org
Action: failed
Status: 5.1.1

--b--
"""


def test_a_mailbox_tells_what_came_back(wave, tmp_path, capsys):
    make_invitations(wave, 2)
    box = mailbox.mbox(tmp_path / "box")
    box.add(RETURNED.encode())
    other = EmailMessage()
    other["Subject"] = "p1@example.org says hello"
    other.set_content("Hello")
    box.add(other.as_bytes())
    box.close()
    call_command("read_bounces", str(tmp_path / "box"))
    assert sorted(Invitation.objects.values_list("email", "state")) == [
        ("p0@example.org", "bounced"),
        ("p1@example.org", "queued"),
    ]
    assert "1" in capsys.readouterr().out


def test_starting_and_stopping_is_asked_first(client, wave):
    make_invitations(wave, 1)
    client.force_login(make_member(wave.study.partner))
    url = reverse("study:sending", args=[wave.pk])
    assert "Start sending letters?" in client.get(url).content.decode()
    client.post(url)
    wave.refresh_from_db()
    assert (wave.sending, wave.next_run is not None) == (True, True)
    client.post(url)
    wave.refresh_from_db()
    assert (wave.sending, wave.next_run) == (False, None)


def test_the_usual_letter_says_who_asks_and_what_is_promised(wave):
    for mode in Mode:
        wave.study.mode = mode
        reader = letters.Reader("en", wave.study.clock, "https://x", "Anna")
        text = letters.text_of(wave, reader, again=True)
        assert ("Hello Anna," in text, str(wave.study.partner) in text, "https://x" in text) == (True,) * 3
