"""Asking for letters: nothing tells who is known, nobody gets any unasked, who leaves is gone."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.web.dissemination import outreach_making as making

from mentorway.web.core.models import AuditEntry
from mentorway.web.dissemination.actions import subscribing
from mentorway.web.dissemination.analysis.readers import consent, consent_hash, hash_of
from mentorway.web.dissemination.models import Standing, Subscriber

pytestmark = pytest.mark.django_db
ADDRESS = "reader@example.org"


@pytest.fixture(autouse=True)
def _letters_leave_at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def ask(django_capture_on_commit_callbacks):
    def asked(email=ADDRESS, language="en", kinds=("news",)):
        with django_capture_on_commit_callbacks(execute=True):
            subscribing.ask(email, language, kinds)

    return asked


def secret_in(letter):
    return re.search(r"/letters/(?:confirm|leave)/([\w-]+)/", letter.body)[1]


def test_who_asks_gets_a_question_in_their_language_and_no_letters_yet(ask):
    ask(language="fi", kinds=["news", "event", "nonsense"])
    row = Subscriber.objects.get()
    assert (row.standing, row.language, row.kinds) == (Standing.ASKED, "fi", ["news", "event"])
    assert (len(mail.outbox), mail.outbox[0].to) == (1, [ADDRESS])
    assert "/fi/letters/confirm/" in mail.outbox[0].body
    assert consent("fi") in mail.outbox[0].body
    assert row.consent_hash == consent_hash("fi")
    assert list(Subscriber.objects.confirmed()) == []


def test_the_secret_is_kept_by_its_fingerprint_only(ask):
    ask()
    secret = secret_in(mail.outbox[0])
    row = Subscriber.objects.get()
    assert row.secret_hash == hash_of(secret)
    assert all(secret not in str(value) for value in vars(row).values())


def test_who_confirms_gets_letters_and_may_do_it_twice(ask):
    ask()
    secret = secret_in(mail.outbox[0])
    first = subscribing.confirm(secret)
    second = subscribing.confirm(secret)
    assert first.standing == Standing.CONFIRMED
    assert first.confirmed == second.confirmed


@pytest.mark.parametrize("secret", ["", "x", "\x00", "é" * 500, "a" * 43])
def test_a_secret_of_nobody_opens_nothing(secret):
    assert subscribing.confirm(secret) is None
    assert subscribing.leave(secret) is False


def test_who_leaves_is_deleted_at_once(ask):
    ask()
    secret = secret_in(mail.outbox[0])
    subscribing.confirm(secret)
    assert subscribing.leave(secret) is True
    assert Subscriber.objects.count() == 0
    assert subscribing.confirm(secret) is None


def test_an_address_is_written_to_once_an_hour_however_it_is_written(ask):
    ask()
    ask(email="READER@Example.ORG ")
    assert len(mail.outbox) == 1
    Subscriber.objects.update(asked=timezone.now() - dt.timedelta(minutes=61))
    ask(kinds=["material"])
    assert len(mail.outbox) == 2
    assert Subscriber.objects.get().kinds == ["material"]
    assert secret_in(mail.outbox[0]) == secret_in(mail.outbox[1])


def test_a_stranger_changes_nothing_of_who_gets_letters_already(ask):
    making.make_reader(email=ADDRESS, kinds=["news"], language="lv")
    ask(language="fi", kinds=["event"])
    row = Subscriber.objects.get()
    assert (row.standing, row.language, row.kinds) == (Standing.CONFIRMED, "lv", ["news"])
    assert "/lv/letters/leave/" in mail.outbox[0].body
    assert "/letters/confirm/" not in mail.outbox[0].body


def test_everybody_is_refused_alike_once_very_many_have_asked(ask, monkeypatch):
    monkeypatch.setattr(subscribing, "MOST_AN_HOUR", 2)
    ask("a@example.org")
    ask("b@example.org")
    for email in ("a@example.org", "c@example.org"):
        with pytest.raises(ValidationError, match="try again in an hour"):
            ask(email)
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    "email", ["", "reader", "a@b", "a b@example.org", "x@example.org\nBcc: y@example.org"]
)
def test_what_is_no_address_is_refused(ask, email):
    with pytest.raises(ValidationError):
        ask(email)
    assert Subscriber.objects.count() == 0


def test_a_language_and_something_to_hear_of_are_needed(ask):
    for more in ({"language": "de"}, {"kinds": []}, {"kinds": ["nonsense"]}):
        with pytest.raises(ValidationError):
            ask(**more)
    assert mail.outbox == []


def test_who_does_not_confirm_in_a_week_is_forgotten_and_cannot_confirm(ask):
    ask()
    secret = secret_in(mail.outbox[0])
    ask("other@example.org")
    Subscriber.objects.filter(email=ADDRESS).update(asked=timezone.now() - dt.timedelta(days=8))
    assert subscribing.confirm(secret) is None
    assert subscribing.forget(timezone.now()) == 1
    assert [row.email for row in Subscriber.objects.all()] == ["other@example.org"]


def test_who_gets_letters_is_not_forgotten():
    making.make_reader(asked=timezone.now() - dt.timedelta(days=900))
    assert subscribing.forget(timezone.now()) == 0


def test_a_coordinator_sees_numbers_and_no_addresses(client):
    making.make_reader("sv", ["news", "event"], email="aurora@example.org")
    client.force_login(make_member(role="coordinator"))
    page = client.get(reverse("dissemination:readers")).content.decode()
    assert "<strong>1</strong> reader gets letters." in page
    assert "aurora" not in page


def test_an_address_is_removed_on_request_and_the_log_names_nobody(client):
    making.make_reader(email="gone@example.org")
    client.force_login(make_member(role="coordinator"))
    page = client.post(reverse("dissemination:find_reader"), {"email": "nobody@example.org"})
    assert "Nobody with this address" in page.content.decode()
    found = client.post(reverse("dissemination:find_reader"), {"email": "GONE@example.org"})
    client.post(found.headers["Location"])
    assert Subscriber.objects.count() == 0
    entry = AuditEntry.objects.get()
    assert entry.kind == "data_erased"
    assert "gone" not in str(vars(entry))
