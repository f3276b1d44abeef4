"""Applying: what everybody reads, what is taken, and what nobody learns about others."""

import datetime as dt
import re
import uuid

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_user
from tests.web.pilots.making import enrol, make_cohort, make_meeting

from mentorway.web.pilots.actions import applying
from mentorway.web.pilots.analysis import intake
from mentorway.web.pilots.models import CohortState, Entry, Participant

pytestmark = pytest.mark.django_db
FACTS = {
    "name": "Aino Ek",
    "email": "aino@example.org",
    "organisation": "Museum",
    "motivation": "To listen better.",
    "wishes": "",
    "language": "en",
    "agrees": "on",
}


@pytest.fixture
def cohort():
    return make_cohort(state=CohortState.OPEN, is_listed=True, seats=2, contact="Eva, eva@example.org")


def text(response):
    """What a page says, without the token that differs each time."""
    page = re.sub(r"[0-9A-Za-z]{64}(?=[\"&])", "", response.content.decode())
    return re.sub(r"\s+", " ", page)


def url(name, cohort):
    return reverse(f"pilots:{name}", args=[cohort.token])


def sent(cohort, **more):
    fingerprint = intake.fingerprint_of(intake.agreement_of(cohort))
    return {**FACTS, "text": fingerprint, **more}


def post(client, cohort, **more):
    return client.post(url("apply", cohort), sent(cohort, **more))


def letters():
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    return mail.outbox


def test_only_listed_cohorts_that_take_applications_are_in_the_list(client, cohort):
    hidden = make_cohort(state=CohortState.OPEN, title="Hidden cohort")
    running = make_cohort(is_listed=True, title="Running cohort")
    over = make_cohort(
        state=CohortState.OPEN,
        is_listed=True,
        title="Late cohort",
        apply_until=timezone.now() - dt.timedelta(minutes=1),
    )
    page = text(client.get(reverse("pilots:open")))
    assert url("apply", cohort) in page
    assert all(one.title not in page for one in (hidden, running, over))
    assert "2 seats are free" in page


def test_an_empty_list_says_so(client):
    assert "No training takes applications now" in text(client.get(reverse("pilots:open")))


def test_a_search_finds_title_and_says_when_nothing_is_found(client, cohort):
    type(cohort).objects.filter(pk=cohort.pk).update(search_text="mentors of spring")
    assert url("apply", cohort) in text(client.get(reverse("pilots:open"), {"q": "spring"}))
    assert "Nothing found" in text(client.get(reverse("pilots:open"), {"q": "zebra"}))


def test_the_page_says_what_it_is_and_what_is_stored_for_how_long(client, cohort):
    make_meeting(cohort, timezone.now() + dt.timedelta(days=3), place="Room 7", link="https://example.org/x")
    page = text(client.get(url("apply", cohort)))
    assert "2 seats are free. Who comes first has a seat" in page
    assert "deleted 180 days after the last day" in page
    assert "Eva, eva@example.org" in page
    assert "First evening" in page
    assert "https://example.org/x" not in page
    assert "Room 7" not in page


def test_the_page_is_honest_about_the_waiting_list(client, cohort):
    enrol(cohort)
    enrol(cohort)
    enrol(cohort, standing="waiting")
    page = text(client.get(url("apply", cohort)))
    assert "All seats are taken, and 1 person waits" in page
    assert "for 48 hours" in page


def test_an_application_is_stored_with_the_fingerprint_of_what_was_agreed_to(
    client, cohort, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = post(client, cohort, email="Aino@Example.org")
    assert answer.url == url("applied", cohort)
    person = cohort.people.get()
    assert (person.name, person.email, person.standing) == ("Aino Ek", "aino@example.org", "enrolled")
    assert person.agreed_to == intake.fingerprint_of(intake.agreement_of(cohort))
    assert person.user is None
    assert f"/pilots/p/{person.link}/" in letters()[0].body
    assert person.link not in text(client.get(answer.url))


def test_without_agreement_nothing_is_stored_and_nothing_written_is_lost(client, cohort):
    page = text(client.post(url("apply", cohort), {**sent(cohort), "agrees": ""}))
    assert "Without your agreement the application cannot be stored." in page
    assert "To listen better." in page
    assert cohort.people.count() == 0


def test_who_read_another_text_is_asked_to_read_again(client, cohort):
    page = text(post(client, cohort, text="0" * 64))
    assert "has changed since you opened this page" in page
    assert 'name="agrees"' in page
    assert "checked" not in page
    assert cohort.people.count() == 0
    assert post(client, cohort).status_code == 302


def test_applying_twice_looks_the_same_and_changes_nothing(
    client, cohort, django_capture_on_commit_callbacks
):
    enrol(cohort, "Bert Lind", email="aino@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        again = post(client, cohort, email="AINO@example.org")
    fresh = post(client, cohort, email="new@example.org")
    assert (again.status_code, again.url) == (fresh.status_code, fresh.url)
    assert text(client.get(again.url)) == text(client.get(fresh.url))
    person = cohort.people.get(email="aino@example.org")
    assert (person.name, person.motivation) == ("Bert Lind", "")
    assert "you are there already" in letters()[0].body


def test_a_stranger_cannot_fill_a_mailbox(client, cohort, django_capture_on_commit_callbacks):
    enrol(cohort, email="aino@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(applying.LETTERS_A_DAY + 3):
            assert post(client, cohort).status_code == 302
    assert len(letters()) == applying.LETTERS_A_DAY


def test_too_many_applications_are_slowed_down_and_nothing_written_is_lost(client, cohort, monkeypatch):
    monkeypatch.setattr(applying, "APPLICATIONS_AN_HOUR", 1)
    assert post(client, cohort, email="one@example.org").status_code == 302
    refused = post(client, cohort, email="two@example.org")
    assert refused.status_code == 429
    assert "What you wrote is still here" in text(refused)
    assert "To listen better." in text(refused)
    assert cohort.people.count() == 1
    cache.clear()


@pytest.mark.parametrize("name", ["\u200b\u200d", " \u3164 ", "\u2800", "\u202e\u202c", "  "])
def test_a_name_of_which_nothing_can_be_seen_is_refused(client, cohort, name):
    page = text(post(client, cohort, name=name))
    assert "Write the name." in page or "This field is required." in page
    assert cohort.people.count() == 0


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Sol 🌞 Ruiz", "Sol 🌞 Ruiz"),
        ("نور الهدى", "نور الهدى"),
        ("  Ana \n Maria ", "Ana Maria"),
        ("Anna\u202emoc.live", "Annamoc.live"),
        ("👩‍🏫", "👩‍🏫"),
    ],
)
def test_names_of_every_writing_are_kept(client, cohort, name, kept):
    assert post(client, cohort, name=name).status_code == 302
    assert cohort.people.get().name == kept


def test_a_name_is_shown_as_text_in_its_own_direction(client, cohort):
    person = enrol(cohort, "<b>نور</b>")
    page = client.get(reverse("pilots:own", args=[person.link])).content.decode()
    assert "<b>نور</b>" not in page
    assert "&lt;b&gt;نور&lt;/b&gt;" in page


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a b@example.org"])
def test_an_address_that_cannot_be_one_is_refused(client, cohort, email):
    assert post(client, cohort, email=email).status_code == 200
    assert cohort.people.count() == 0


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (CohortState.PREPARED, "Applications are not open yet"),
        (CohortState.RUNNING, "Applications are closed"),
        (CohortState.CANCELLED, "This training does not take place"),
    ],
)
def test_a_cohort_that_takes_no_applications_says_so_and_takes_none(client, state, said):
    cohort = make_cohort(state=state)
    assert said in text(client.get(url("apply", cohort)))
    assert said in text(post(client, cohort))
    assert cohort.people.count() == 0


def test_a_cohort_in_the_bin_the_example_and_one_that_never_was_are_not_found(client):
    gone = make_cohort(state=CohortState.OPEN, deleted=timezone.now())
    shown = make_cohort(state=CohortState.OPEN, is_example=True)
    for token in (gone.token, shown.token, uuid.uuid4()):
        for name in ("apply", "applied"):
            assert client.get(reverse(f"pilots:{name}", args=[token])).status_code == 404


def test_who_is_signed_in_is_joined_to_their_account_only_by_a_verified_address(client, cohort):
    user = make_user(email="aino@example.org")
    client.force_login(user)
    assert "aino@example.org" in text(client.get(url("apply", cohort)))
    post(client, cohort)
    post(client, cohort, email="friend@example.org")
    found = dict(Participant.objects.values_list("email", "user"))
    assert found == {"aino@example.org": user.pk, "friend@example.org": None}


def test_where_people_are_chosen_the_page_says_so(client):
    cohort = make_cohort(state=CohortState.OPEN, entry=Entry.CHOSEN)
    assert "Participants are chosen among the applications" in text(client.get(url("apply", cohort)))
    post(client, cohort)
    assert cohort.people.get().standing == "applied"


def test_every_language_has_a_text_of_its_own(client, cohort):
    client.get(url("apply", cohort))
    assert len(intake.agreement_of(cohort)) == 5
