"""Joining: what everybody reads, what is taken, and what nobody learns about others."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_user
from tests.web.mentoring.making import join, make_round

from mentorway.web.mentoring.actions import joining
from mentorway.web.mentoring.analysis.joining import agreement_of
from mentorway.web.mentoring.models import RoundState, Side
from mentorway.web.pilots.analysis.intake import fingerprint_of

pytestmark = pytest.mark.django_db
FACTS = {
    "side": "mentee",
    "name": "Aino Ek",
    "email": "aino@example.org",
    "organisation": "Museum",
    "country": "FI",
    "language": "en",
    "agrees": "on",
}


@pytest.fixture
def whole():
    cache.clear()
    return make_round(contact="Eva, eva@example.org", purpose="For new teachers.")


def text(response):
    page = re.sub(r"[0-9A-Za-z]{64}(?=[\"&])", "", response.content.decode())
    return re.sub(r"\s+", " ", page)


def url(name, whole):
    return reverse(f"mentoring:{name}", args=[whole.token])


def post(client, whole, **more):
    sent = {**FACTS, "text": fingerprint_of(agreement_of(whole)), **more}
    return client.post(url("join", whole), sent)


def letters():
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    return mail.outbox


def test_the_page_says_what_it_is_and_what_is_stored(client, whole):
    page = text(client.get(url("join", whole)))
    assert "For new teachers." in page
    assert "Eva, eva@example.org" in page
    assert "Your e-mail address is shown to them only when both of you have accepted." in page


@pytest.mark.parametrize(("side", "chosen"), [("mentor", "mentor"), ("mentee", "mentee"), ("boss", None)])
def test_the_address_can_choose_the_side(client, whole, side, chosen):
    page = client.get(url("join", whole), {"side": side}).content.decode()
    found = re.search(r'name="side" value="(\w+)"[^>]*checked', page)
    assert (found and found[1]) == chosen


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (RoundState.PREPARED, "Joining is not open yet"),
        (RoundState.CANCELLED, "does not take place"),
        (RoundState.FINISHED, "Joining is closed"),
    ],
)
def test_nobody_joins_a_round_that_is_not_open(client, state, said):
    whole = make_round(state=state)
    assert said in text(client.get(url("join", whole)))
    assert said in text(post(client, whole))
    assert whole.people.count() == 0


def test_nobody_joins_after_the_last_moment(client):
    whole = make_round(join_until=timezone.now() - dt.timedelta(minutes=1))
    assert "Joining is closed" in text(post(client, whole))
    assert whole.people.count() == 0


@pytest.mark.parametrize("more", [{"is_example": True}, {"deleted": timezone.now()}])
def test_an_example_and_a_deleted_round_have_no_page_to_join(client, more):
    whole = make_round()
    type(whole).objects.filter(pk=whole.pk).update(**more)
    assert client.get(url("join", whole)).status_code == 404


def test_who_joins_is_stored_with_the_text_agreed_to_and_gets_the_link(
    client, whole, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = post(client, whole, email="Aino@Example.org", name="  Aino \n Ek ")
    assert answer.url == url("joined", whole)
    person = whole.people.get()
    assert (person.name, person.email, person.side) == ("Aino Ek", "aino@example.org", Side.MENTEE)
    assert (person.time_zone, person.profiled, person.user) == ("Europe/Helsinki", None, None)
    assert person.agreed_to == fingerprint_of(agreement_of(whole))
    assert f"/mentoring/p/{person.link}/" in letters()[0].body
    assert person.link not in text(client.get(answer.url))


def test_one_can_be_on_both_sides(client, whole):
    assert post(client, whole).status_code == 302
    assert post(client, whole, side="mentor").status_code == 302
    assert sorted(whole.people.values_list("side", flat=True)) == ["mentee", "mentor"]


def test_joining_twice_looks_the_same_and_changes_nothing(client, whole, django_capture_on_commit_callbacks):
    join(whole, name="Bert Lind", email="aino@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        again = post(client, whole, email="AINO@example.org")
    fresh = post(client, whole, email="new@example.org")
    assert (again.status_code, again.url) == (fresh.status_code, fresh.url)
    assert whole.people.get(email="aino@example.org").name == "Bert Lind"
    assert "you are there already" in letters()[0].body


def test_a_stranger_cannot_fill_a_mailbox(client, whole, django_capture_on_commit_callbacks):
    join(whole, email="aino@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(joining.LETTERS_A_DAY + 2):
            assert post(client, whole).status_code == 302
    assert len(letters()) == joining.LETTERS_A_DAY


def test_too_many_at_once_are_slowed_down_and_nothing_written_is_lost(client, whole, monkeypatch):
    monkeypatch.setattr(joining, "JOINED_AN_HOUR", 1)
    assert post(client, whole, email="one@example.org").status_code == 302
    refused = post(client, whole, email="two@example.org")
    assert refused.status_code == 429
    assert "two@example.org" in text(refused)
    assert whole.people.count() == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"agrees": ""}, "Without your agreement you cannot join."),
        ({"text": "0" * 64}, "has changed since you opened this page"),
        ({"side": "boss"}, "Select a valid choice"),
        ({"side": ""}, "This field is required."),
        ({"name": "\u200b"}, "Write the name."),
        ({"email": "nobody"}, "valid email address"),
        ({"country": "XX"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(client, whole, more, said):
    page = post(client, whole, **more)
    assert said in text(page)
    assert "Museum" in text(page)
    assert whole.people.count() == 0


def test_a_member_with_this_verified_address_is_linked(client, whole):
    user = make_user(email="aino@example.org")
    client.force_login(user)
    post(client, whole)
    post(client, whole, email="other@example.org")
    assert [one.user for one in whole.people.order_by("pk")] == [user, None]
