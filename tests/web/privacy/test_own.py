"""The page «Your data»: what is kept, taking it, asking, deleting, receipts."""

import datetime as dt
import io
import json
import re
import zipfile

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from tests.conftest import PASSWORD, make_member, make_partner, make_user
from tests.web.pilots.making import enrol, make_cohort

from mentorway.web.accounts.models import User
from mentorway.web.core import audit
from mentorway.web.core.models import AuditEntry
from mentorway.web.pilots.models import Participant
from mentorway.web.privacy.models import Act, Hold, Receipt, Request, Right

pytestmark = pytest.mark.django_db
OWN, TAKE, DELETE, ASK = (f"privacy:{name}" for name in ("own", "take", "delete", "ask"))


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def person(client):
    """Somebody who has just proved who they are, and takes part in a pilot."""
    user = make_user(name="Aino Ek")
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return user


def hold(user, **more):
    values = {"reason": "The audit of the grant needs it.", "until": timezone.now().date() + dt.timedelta(30)}
    return Hold.objects.create(person=user, **{**values, **more})


def test_the_page_says_what_is_kept_for_what_and_who_sees_it(client, person):
    enrol(make_cohort(), email=person.email, user=person, agreed_to="a" * 64)
    found = text(client.get(reverse(OWN)))
    for said in (
        "Your application to a training, and how you take part",
        "people of the partner that runs it",
        "Contract, article 6(1)(b)",
        "What you were told when you applied to",
        "aaaaaaaaaaaaaaaa…",
    ):
        assert said in found


def test_who_takes_part_nowhere_sees_only_the_account(client, person):
    found = text(client.get(reverse(OWN)))
    assert "Your account: name, e-mail address" in found
    assert "Your application to a training" not in found
    assert "You have agreed to nothing that is noted here." in found


def test_the_menu_of_every_page_leads_to_it(client, person):
    assert f'href="{reverse(OWN)}"' in text(client.get(reverse("home")))


def test_everything_is_taken_as_one_file_with_a_receipt_and_a_line_in_the_log(client, person):
    enrol(make_cohort(), email=person.email, user=person, motivation="To learn to listen")
    answer = client.post(reverse(TAKE))
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        told = json.loads(archive.read("my-data.json"))
        page = archive.read("my-data.html").decode()
    rows = {one["table"]: one["rows"] for one in told["tables"]}
    assert rows["pilots.Participant"][0]["motivation"] == "To learn to listen"
    assert "To learn to listen" in page
    row = Receipt.objects.get()
    assert (row.act, told["receipt"]) == (Act.TOLD, row.number)
    line = AuditEntry.objects.get(hash=row.audit)
    assert (line.kind, line.about) == ("data_told", audit.fingerprint("user", person.pk))


def test_after_proving_who_they_are_people_come_to_a_page_with_the_file_and_do_not_stay_at_the_question(
    client,
):
    client.force_login(make_user())
    to_prove = client.get(reverse(TAKE)).url
    answer = client.post(to_prove, {"password": PASSWORD})
    assert answer.url == reverse(TAKE)
    assert "Download all of it" in text(client.get(answer.url))
    assert not Receipt.objects.exists()
    assert client.post(reverse(TAKE)).getvalue().startswith(b"PK")


def test_the_page_in_the_file_has_no_names_of_tables_and_no_codes(client, person):
    audit.record(
        audit.Done.ROLE_CHANGED, about=audit.fingerprint("user", person.pk), role="coordinator", rows=2
    )
    audit.record(
        audit.Done.DATA_TOLD, about=audit.fingerprint("user", person.pk), tables={"accounts.User": 1}
    )
    answer = client.post(reverse(TAKE))
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        page = archive.read("my-data.html").decode()
        assert "accounts.User" in archive.read("my-data.json").decode()
    assert "The role of a person was changed" in page
    assert "Data was given to the person" in page
    for raw in (
        "data_told",
        "role_changed",
        "accounts.User",
        "coordinator<",
        ": coordinator\n",
        "expire_date",
    ):
        assert raw not in page, raw


def test_deleting_says_activity_by_activity_what_goes_and_what_stays(client, person):
    enrol(make_cohort(), email=person.email, user=person)
    found = client.get(reverse(DELETE)).content.decode()
    assert "<table" not in found
    work = re.search(r"Your application to a training.*?</dd>", found, re.DOTALL)
    assert work is not None
    assert "Is deleted." in work.group()
    assert found.count("<details") >= 2


def test_a_screen_left_open_gives_nothing_away(client):
    user = make_user()
    client.force_login(user)
    for name in (TAKE, DELETE):
        answer = client.post(reverse(name))
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("account_reauthenticate"))
    assert User.objects.filter(pk=user.pk).exists()
    assert not Receipt.objects.exists()


def test_deleting_shows_first_what_happens_then_deletes_and_gives_a_receipt(client, person):
    enrol(make_cohort(), email=person.email, user=person)
    found = text(client.get(reverse(DELETE)))
    assert "Your application to a training, and how you take part" in found
    answer = client.post(reverse(DELETE))
    row = Receipt.objects.get()
    assert answer.url == reverse("privacy:receipt", args=[row.number])
    assert not User.objects.filter(pk=person.pk).exists()
    assert not Participant.objects.exists()
    assert row.counts["pilots.Participant"] == 1
    assert client.get(reverse(OWN)).status_code == 302  # signed out
    found = text(client.get(answer.url))
    assert row.number in found
    assert person.email not in found
    assert "Aino" not in found


def test_after_proving_who_they_are_the_deletion_goes_on_by_itself(client):
    user = make_user()
    client.force_login(user)
    to_prove = client.post(reverse(DELETE)).url
    answer = client.post(to_prove, {"password": PASSWORD})
    assert answer.url == reverse("privacy:receipt", args=[Receipt.objects.get().number])
    assert not User.objects.filter(pk=user.pk).exists()


def test_a_hold_on_everything_is_said_with_reason_and_day_and_nothing_goes(client, person):
    hold(person)
    for page in (OWN, DELETE):
        assert "The audit of the grant needs it." in text(client.get(reverse(page)))
    found = text(client.post(reverse(DELETE)))
    assert "Nothing can be deleted until" in found
    assert User.objects.filter(pk=person.pk).exists()


def test_a_hold_on_one_table_keeps_it_with_the_account_and_the_rest_goes(client, person):
    enrol(make_cohort(), email=person.email, user=person)
    Request.objects.create(person=person, right=Right.QUESTION, text="Why?", due=timezone.now().date())
    member = make_member(name="Runs it")
    cohort = make_cohort(user=member)
    cohort.contact = person.email
    cohort.save()
    until = hold(person, models_held=["pilots.Attendance"]).until
    client.post(reverse(DELETE))
    row = Receipt.objects.get()
    assert {"model": "pilots.Participant", "until": f"{until}"} in row.stays
    assert Participant.objects.filter(user=person).exists()
    cohort.refresh_from_db()
    assert cohort.contact == ""
    assert client.get(reverse(OWN)).status_code == 200  # still there, to see what waits


def test_a_hold_that_is_over_or_lifted_keeps_nothing(client, person):
    hold(person, until=timezone.now().date() - dt.timedelta(1))
    hold(person, lifted=timezone.now())
    client.post(reverse(DELETE))
    assert not User.objects.filter(pk=person.pk).exists()
    assert not Hold.objects.exists()


def test_the_last_one_in_charge_of_a_partner_must_first_find_another(client):
    partner = make_partner(name="Turku")
    user = make_member(partner, role="admin")
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert "You are the only one in charge of Turku." in text(client.get(reverse(DELETE)))
    assert "You are the only one in charge of Turku." in text(client.post(reverse(DELETE)))
    make_member(partner, role="admin")
    client.post(reverse(DELETE))
    assert not User.objects.filter(pk=user.pk).exists()


def test_what_is_asked_goes_to_those_who_answer_without_its_text(
    client, person, mailoutbox, django_capture_on_commit_callbacks
):
    coordinator = make_member(role="coordinator")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse(ASK), {"right": Right.CORRECTION, "text": "My name is spelt Eck."})
    row = Request.objects.get()
    assert row.due == timezone.now().date() + dt.timedelta(days=30)
    assert "My name is spelt Eck." in text(client.get(reverse(OWN)))
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    (letter,) = mailoutbox
    assert letter.to == [coordinator.email]
    assert "Eck" not in letter.body
    assert person.email not in letter.body


@pytest.mark.parametrize(
    "sent", [{"text": ""}, {"right": "question", "text": " "}, {"right": "wish", "text": "x"}]
)
def test_an_incomplete_question_is_not_kept(client, person, sent):
    answer = client.post(reverse(ASK), sent)
    assert (answer.status_code, Request.objects.count()) == (200, 0)
    assert "errorlist" in text(answer)


def test_nobody_floods_those_who_answer(client, person):
    for number in range(11):
        answer = client.post(reverse(ASK), {"right": Right.QUESTION, "text": f"Question {number}"})
    assert Request.objects.count() == 10
    assert "You have 10 questions without an answer." in text(answer)


def test_answers_of_others_are_not_shown(client, person):
    Request.objects.create(
        person=make_user(), right=Right.QUESTION, text="Something private", due=timezone.now().date()
    )
    assert "Something private" not in text(client.get(reverse(OWN)))


def test_a_receipt_that_was_never_given_is_not_found(client):
    assert client.get(reverse("privacy:receipt", args=["AAAAA-AAAAA-AAAAA-AAAAA"])).status_code == 404
