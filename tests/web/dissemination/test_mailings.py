"""Letters to readers: to whom they go, in which language, when, and never twice."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.web.dissemination import making as claims_making
from tests.web.dissemination import outreach_making as making

from mentorway.web.core.models import AuditEntry
from mentorway.web.dissemination.actions import mailings as actions
from mentorway.web.dissemination.actions import subscribing
from mentorway.web.dissemination.analysis import mailings as analysis
from mentorway.web.dissemination.models import Mailing, Subscriber

pytestmark = pytest.mark.django_db
FINNISH = {"subject": "Uutta", "body": "Paljon on tapahtunut."}
NIGHT = making.NOON.replace(hour=2)


@pytest.fixture(autouse=True)
def _letters_leave_at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture(autouse=True)
def _it_is_day(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: making.NOON)


@pytest.fixture
def coordinator(client):
    found = make_member(role="coordinator")
    client.force_login(found)
    return found


@pytest.fixture
def done(django_capture_on_commit_callbacks):
    def carried_out(action, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return action(*args, **kwargs)

    return carried_out


def release(done, mailing, user=None):
    done(actions.release, mailing, user or mailing.created_by, revision=mailing.revision)
    mailing.refresh_from_db()


def test_a_letter_goes_to_confirmed_readers_of_its_kind_in_their_language(done):
    texts = {"en": {"subject": "News", "body": "Much."}, "fi": FINNISH}
    mailing = making.make_mailing(texts=texts)
    for language, kinds in (("fi", ["news"]), ("sv", ["news", "event"]), ("en", ["event"])):
        making.make_reader(language, kinds, email=f"{language}@example.org")
    asked = making.make_reader(email="asked@example.org", standing="asked", confirmed=None)
    release(done, mailing)
    assert {letter.to[0]: letter.subject for letter in mail.outbox} == {
        "fi@example.org": "Uutta",
        "sv@example.org": "News",
    }
    assert asked.email not in str([letter.to for letter in mail.outbox])
    assert (mailing.recipients, mailing.sent) == (2, making.NOON)


def test_each_letter_has_its_own_way_to_leave_that_works(done):
    mailing = making.make_mailing()
    for _each in range(2):
        making.make_reader()
    release(done, mailing)
    addresses = [letter.extra_headers["List-Unsubscribe"] for letter in mail.outbox]
    assert len(set(addresses)) == 2
    for letter, address in zip(mail.outbox, addresses, strict=True):
        assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert address.strip("<>") in letter.body
    assert subscribing.leave(re.search(r"leave/([\w-]+)/", addresses[0])[1]) is True
    assert Subscriber.objects.count() == 1


def test_the_way_to_leave_is_pressed_by_a_program_without_a_page(done, client):
    making.make_reader()
    release(done, making.make_mailing())
    address = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = re.sub(r"^https?://[^/]+", "", address)
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, Subscriber.objects.count()) == (200, 0)


def test_a_letter_is_sent_in_batches_and_to_nobody_twice(done, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 2)
    mailing = making.make_mailing()
    for language in ("en", "en", "en", "fi", "fi"):
        making.make_reader(language)
    release(done, mailing)
    assert (mailing.recipients, mailing.sent, len(mail.outbox)) == (2, None, 2)
    assert done(actions.send_waiting, making.NOON) == 3
    assert done(actions.send_waiting, making.NOON) == 0
    mailing.refresh_from_db()
    assert mailing.sent is not None
    to = [letter.to[0] for letter in mail.outbox]
    assert (len(to), len(set(to)), mailing.recipients) == (5, 5, 5)


def test_who_comes_or_confirms_after_the_release_does_not_get_it(done, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 1)
    mailing = making.make_mailing()
    for _each in range(2):
        making.make_reader()
    release(done, mailing)
    making.make_reader(confirmed=making.NOON + dt.timedelta(minutes=5))
    Subscriber.objects.order_by("pk")[1].delete()
    done(actions.send_waiting, making.NOON + dt.timedelta(hours=1))
    mailing.refresh_from_db()
    assert (mailing.recipients, mailing.sent is not None) == (1, True)


def test_nobody_gets_a_letter_at_night(done, monkeypatch):
    mailing = making.make_mailing()
    making.make_reader("lt")
    monkeypatch.setattr(timezone, "now", lambda: NIGHT)
    release(done, mailing)
    assert (mail.outbox, mailing.sent, mailing.released) == ([], None, NIGHT)
    assert analysis.progress_of(mailing, NIGHT).asleep == ["lt"]
    done(actions.send_waiting, making.NOON)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(("hour", "quiet"), [(5, True), (6, False), (17, False), (18, True)])
def test_night_is_by_the_clock_of_the_reader(hour, quiet):
    assert analysis.is_quiet("fi", making.NOON.replace(hour=hour)) is quiet  # Helsinki: two hours later


def test_only_the_chosen_languages_get_it(done):
    mailing = making.make_mailing(languages=["lv"])
    for language in ("lv", "fi"):
        making.make_reader(language)
    release(done, mailing)
    assert [letter.to[0] for letter in mail.outbox] == [Subscriber.objects.get(language="lv").email]


def test_what_was_sent_stays_and_is_not_sent_again(done):
    mailing = making.make_mailing()
    making.make_reader()
    release(done, mailing)
    with pytest.raises(ValidationError, match="sent already"):
        release(done, mailing)
    with pytest.raises(ValidationError, match="sent already"):
        actions.change(mailing, revision=1, kind="news", subject_en="Other", body_en="Other")
    assert len(mail.outbox) == 1


def test_a_letter_for_nobody_or_half_written_is_refused(done):
    mailing = making.make_mailing()
    with pytest.raises(ValidationError, match="reach nobody"):
        release(done, mailing)
    making.make_reader()
    half = making.make_mailing(texts={"en": {"subject": "A", "body": "B"}, "fi": {"subject": "C"}})
    with pytest.raises(ValidationError, match="fi"):
        release(done, half)
    empty = making.make_mailing(texts={"en": {"subject": "Only a subject"}})
    with pytest.raises(ValidationError, match="subject and a text"):
        release(done, empty)
    assert mail.outbox == []


def test_the_log_says_how_many_and_not_who(done):
    making.make_reader(email="secret@example.org")
    release(done, making.make_mailing())
    entry = AuditEntry.objects.get()
    assert (entry.kind, entry.facts) == ("letter_sent", {"count": 1})
    assert "secret" not in str(vars(entry))


def test_a_letter_that_is_stopped_goes_to_nobody_more(done, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 1)
    mailing = making.make_mailing()
    for _each in range(3):
        making.make_reader()
    release(done, mailing)
    actions.stop(mailing)
    assert done(actions.send_waiting, making.NOON) == 0
    assert len(mail.outbox) == 1


def test_a_letter_is_tried_out_by_who_writes_it_in_their_language(done):
    mailing = making.make_mailing(texts={"en": {"subject": "News", "body": "Much."}, "fi": FINNISH})
    user = make_member(role="coordinator", language="fi")
    making.make_reader()
    assert done(actions.try_out, mailing, user) == "fi"
    assert [letter.to for letter in mail.outbox] == [[user.email]]
    assert "Uutta" in mail.outbox[0].subject
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_publications_stand_in_the_letter_with_their_address(done):
    entry = claims_making.make_shown_entry(slug="big-news")
    mailing = making.make_mailing()
    mailing.entries.add(entry)
    making.make_reader("lt")
    release(done, mailing)
    assert f"{entry}\n" in mail.outbox[0].body
    assert "/lt/news/big-news/" in mail.outbox[0].body


def test_invented_readers_and_letters_are_never_sent(done):
    making.make_reader(is_example=True)
    making.make_reader()
    release(done, making.make_mailing())
    assert len(mail.outbox) == 1
    with pytest.raises(ValidationError, match="example"):
        release(done, making.make_mailing(is_example=True))


def test_a_letter_is_written_looked_at_and_sent_in_the_browser(client, coordinator):
    making.make_reader("fi")
    facts = {"kind": "news", "language": "en", "subject": "<b>New</b>", "body": "See https://example.org/x"}
    client.post(reverse("dissemination:new_mailing"), facts)
    mailing = Mailing.objects.get()
    page = client.get(reverse("dissemination:mailing", args=[mailing.pk])).content.decode()
    assert "&lt;b&gt;New&lt;/b&gt;" in page
    assert "suomi: 1 reader" in page
    client.post(reverse("dissemination:release_mailing", args=[mailing.pk]), {"revision": mailing.revision})
    page = client.get(reverse("dissemination:mailing", args=[mailing.pk])).content.decode()
    assert "1 reader got it." in page


def test_what_two_people_wrote_is_put_together(client, coordinator):
    mailing = making.make_mailing(coordinator)
    address = reverse("dissemination:change_mailing", args=[mailing.pk])
    base = re.search(r'name="base" value="([^"]*)"', client.get(address).content.decode())[1]
    base = base.replace("&quot;", '"')
    sent = {"revision": 1, "kind": "news", "subject_en": "What is new", "body_en": "Much has happened."}
    actions.change(mailing, revision=1, kind="event", subject_en="What is new", body_en="Much has happened.")
    client.post(address, {**sent, "base": base, "body_en": "Very much has happened."})
    mailing.refresh_from_db()
    assert (mailing.kind, mailing.texts["en"]["body"]) == ("event", "Very much has happened.")
    answer = client.post(address, {**sent, "base": base, "body_en": "Nothing has happened."})
    assert answer.status_code == 409
    assert "Somebody has changed this meanwhile" in answer.content.decode()


def test_half_a_language_is_refused_with_words(client, coordinator):
    mailing = making.make_mailing(coordinator)
    sent = {"revision": 1, "kind": "news", "subject_en": "A", "body_en": "B", "subject_fi": "C"}
    page = client.post(reverse("dissemination:change_mailing", args=[mailing.pk]), sent).content.decode()
    assert "Write both the subject and the text in this language, or neither." in page
