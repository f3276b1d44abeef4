"""Where somebody is signed in, and how that ends."""

import datetime as dt
import runpy

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.conftest import PASSWORD, make_user

from mentorway.web.accounts import actions, devices, personal, visits
from mentorway.web.accounts.models import UserSession
from mentorway.web.accounts.sessions import SessionStore, addresses_in, mark_of

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 "
    "Safari/537.36 Edg/126.0"
)
PAGE = "/account/sessions/"


def come(user, agent=FIREFOX, password=PASSWORD):
    """Return a browser in which the person has signed in."""
    client = Client(HTTP_USER_AGENT=agent)
    client.post("/account/login/", {"login": user.email, "password": password})
    return client


def signed_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (SAFARI, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        ("curl/8.5", "A browser that we do not know"),
        ("", "A browser that we do not know"),
        ("Firefox/1" + "x" * 100_000, "Firefox"),
        ("<script>alert(1)</script> Android", "Android"),
    ],
)
def test_browsers_are_called_as_people_call_them(agent, words):
    assert devices.in_words(devices.device_of(agent)) == words


def test_the_page_shows_each_browser_and_which_is_this_one():
    user = make_user()
    here, _there = come(user), come(user, SAFARI)
    page = here.get(PAGE).content.decode()
    assert page.index("Firefox on Linux") < page.index("Safari on iPhone")
    assert page.count("This browser") == 1
    assert page.count("Sign out there") == 1


def test_who_is_signed_in_nowhere_else_is_told_so():
    assert "You are signed in nowhere else." in come(make_user()).get(PAGE).content.decode()


def test_another_browser_is_signed_out():
    user = make_user()
    here, there = come(user), come(user, SAFARI)
    row = UserSession.objects.get(device="safari iphone")
    here.post(reverse("accounts:end_session", args=[row.token]))
    assert (signed_in(here), signed_in(there)) == (True, False)


def test_all_other_browsers_are_signed_out():
    user, other = make_user(), make_user()
    here, *there, stranger = come(user), come(user, SAFARI), come(user, EDGE), come(other)
    here.post(reverse("accounts:end_sessions"))
    assert signed_in(here)
    assert [signed_in(one) for one in there] == [False, False]
    assert signed_in(stranger)


def test_nobody_ends_the_session_of_somebody_else():
    one, other = come(make_user()), make_user()
    theirs = come(other)
    row = UserSession.objects.get(user=other)
    assert one.post(reverse("accounts:end_session", args=[row.token])).status_code == 404
    assert signed_in(theirs)


def test_a_session_that_is_over_is_not_shown():
    user = make_user()
    here, _there = come(user), come(user, SAFARI)
    UserSession.objects.filter(device="safari iphone").update(expire_date=timezone.now() - dt.timedelta(1))
    assert "Safari" not in here.get(PAGE).content.decode()


def test_a_new_password_signs_out_everywhere_else():
    user = make_user()
    here, there = come(user), come(user, SAFARI)
    new = "another long secret"
    here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert (signed_in(here), signed_in(there)) == (True, False)
    assert UserSession.objects.filter(user=user).count() == 1


def test_who_may_not_sign_in_any_more_is_signed_out():
    user = make_user()
    there = come(user)
    actions.deactivate(user, by=None)
    assert not signed_in(there)
    assert not signed_in(come(user))
    actions.activate(user, by=None)
    assert signed_in(come(user))


def test_sessions_that_wait_for_a_code_end_too():
    user, other = make_user(), make_user()
    for one in (user, other):
        Client().post("/account/login/code/", {"email": one.email})
    assert UserSession.objects.filter(waits=mark_of(user.email.upper())).count() == 1
    assert actions.sign_out_everywhere(user) == 1
    assert [one.waits for one in UserSession.objects.all()] == [mark_of(other.email)]


def test_who_has_no_address_is_found_without_those_of_others():
    user = make_user()
    come(user)
    come(make_user())
    assert [one.user for one in UserSession.objects.about(user, [mark_of("")])] == [user]


def test_sessions_are_kept_as_long_as_the_installation_sets(settings):
    settings.SESSION_COOKIE_AGE = 30 * 24 * 3600
    (kept,) = (
        one for one in runpy.run_path(personal.__file__)["PERSONAL"] if one.model == "accounts.UserSession"
    )
    assert kept.retention.days == 30


def test_sessions_that_are_over_go_too_and_are_not_counted():
    user = make_user()
    come(user)
    come(user)
    over = UserSession.objects.filter(user=user).first()
    UserSession.objects.filter(pk=over.pk).update(expire_date=timezone.now() - dt.timedelta(days=1))
    assert actions.sign_out_everywhere(user) == 1
    assert not UserSession.objects.filter(user=user).exists()


def test_no_session_of_others_is_opened_to_find_ones_own(django_assert_num_queries, monkeypatch):
    user = make_user()
    come(user)
    for _number in range(5):
        come(make_user())
    monkeypatch.setattr(UserSession, "get_decoded", lambda _self: pytest.fail("a session was opened"))
    with django_assert_num_queries(3):  # addresses; counting; deleting
        assert actions.sign_out_everywhere(user) == 1


def test_a_visit_is_written_down_once_a_day(django_assert_num_queries):
    user = make_user()
    here = come(user)
    UserSession.objects.update(seen=None)
    here.get(PAGE)
    assert UserSession.objects.get(user=user).seen is None  # the day stands in the session already
    assert UserSession.objects.get(user=user).get_decoded()["seen"] == timezone.now().date().isoformat()


def test_a_session_ends_after_its_longest_time(settings, monkeypatch):
    here = come(make_user())
    later = timezone.now() + dt.timedelta(days=settings.MENTORWAY_SESSION_LONGEST_DAYS + 1)
    UserSession.objects.update(expire_date=later + dt.timedelta(days=1))
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert not signed_in(here)


def test_no_address_of_a_computer_is_kept():
    user = make_user()
    client = Client(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="198.51.100.77")
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    row = UserSession.objects.get(user=user)
    assert "198.51.100.77" not in str(row.get_decoded())
    assert "Gecko" not in str(row.get_decoded())


@pytest.mark.parametrize("kept", [{"since": "nonsense", "seen": 7}, {"_auth_user_id": "x"}, {}])
def test_a_session_with_nonsense_in_it_is_kept_all_the_same(kept):
    store = SessionStore()
    store.update(kept)
    store.save()
    assert UserSession.objects.get(pk=store.session_key).user is None


def test_addresses_are_found_however_deep():
    kept = {
        "a": [{"email": "x@example.org"}],
        "next": "/way?mail=y@example.org",
        "text": "write to z@example.org",
    }
    assert list(addresses_in(kept)) == ["x@example.org"]


# Letters
def letters_after(user, settings, client):
    settings.MENTORWAY_TELL_NEW_DEVICES = True
    mail.outbox.clear()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    return [one.subject for one in mail.outbox]


def test_a_new_browser_is_told_by_letter_and_a_known_one_is_not(settings, django_capture_on_commit_callbacks):
    user, client = make_user(), Client(HTTP_USER_AGENT=FIREFOX)
    with django_capture_on_commit_callbacks(execute=True) as first:
        letters_after(user, settings, client)
    client.post("/account/logout/")
    with django_capture_on_commit_callbacks(execute=True) as again:
        letters_after(user, settings, client)
    assert (len(first), len(again)) == (1, 0)
    assert visits.KNOWN in client.cookies


def test_a_cookie_of_nonsense_makes_nobody_known(settings, django_capture_on_commit_callbacks):
    user, client = make_user(), Client(HTTP_USER_AGENT=FIREFOX)
    client.cookies[visits.KNOWN] = "nonsense"
    with django_capture_on_commit_callbacks() as found:
        letters_after(user, settings, client)
    assert len(found) == 1
