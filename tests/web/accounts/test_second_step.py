"""Who must sign in with a second step, from when on, and what happens before and after."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.utils import timezone
from tests.conftest import make_member, make_user

from mentorway.web.accounts import actions, second_step
from mentorway.web.accounts.models import UserSession
from mentorway.web.core.models import AuditEntry

pytestmark = pytest.mark.django_db
PROFILE = "/account/profile/"
STEPS = "/account/2fa/"


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.MENTORWAY_SECOND_STEP = frozenset({"coordinator", "staff"})
    settings.MENTORWAY_SECOND_STEP_DAYS = 0


@pytest.mark.parametrize("who", ["coordinator", "staff"])
def test_who_must_is_led_to_where_it_is_set_up(client, who):
    user = make_user(is_staff=True) if who == "staff" else make_member(role="coordinator")
    client.force_login(user)
    assert client.get(PROFILE)["Location"] == STEPS
    assert client.post(PROFILE, {"name": "X"})["Location"] == STEPS
    page = client.get(STEPS).content.decode()
    assert "Your role needs a second step" in page


@pytest.mark.parametrize("role", ["member", "admin"])
def test_who_need_not_goes_on(client, role):
    client.force_login(make_member(role=role))
    assert client.get(PROFILE).status_code == 200


@pytest.mark.parametrize(
    "way", ["/account/2fa/", "/account/logout/", "/account/email/", "/account/reauthenticate/"]
)
def test_the_way_there_is_open(client, way):
    client.force_login(make_user(is_staff=True))
    assert client.get(way).status_code in (200, 302)
    assert client.get(way).headers.get("Location", "") != STEPS or way == STEPS


def test_who_has_one_goes_on(client):
    user = make_user(is_staff=True)
    totp.TOTP.activate(user, totp.generate_totp_secret())
    client.force_login(user)
    assert client.get(PROFILE).status_code == 200


def test_recovery_codes_alone_are_no_second_step(client):
    user = make_user(is_staff=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    client.force_login(user)
    assert client.get(PROFILE)["Location"] == STEPS


def test_there_is_time_to_set_it_up_and_a_notice(client, settings):
    settings.MENTORWAY_SECOND_STEP_DAYS = 14
    user = make_user(is_staff=True)
    client.force_login(user)
    page = client.get(PROFILE)
    assert page.status_code == 200
    assert "your role needs a second step" in page.content.decode()
    user.refresh_from_db()
    assert user.second_step_by == timezone.localdate() + dt.timedelta(days=14)
    assert "your role needs a second step" not in client.get(PROFILE).content.decode()


def test_the_time_ends(client, settings):
    settings.MENTORWAY_SECOND_STEP_DAYS = 14
    user = make_user(is_staff=True)
    actions.expect_second_step(user, by=timezone.localdate())
    client.force_login(user)
    assert client.get(PROFILE)["Location"] == STEPS
    assert second_step.is_missing(user)


def test_the_time_of_who_only_comes_by_programs_begins_and_ends(settings):
    settings.MENTORWAY_SECOND_STEP_DAYS = 14
    user = make_user(is_staff=True)
    assert not second_step.is_missing(user)
    user.refresh_from_db()
    assert user.second_step_by == timezone.localdate() + dt.timedelta(days=14)
    actions.expect_second_step(user, by=timezone.localdate())
    assert second_step.is_missing(user)


def test_a_shorter_time_shortens_what_was_given(client, settings):
    user = make_user(is_staff=True)
    actions.expect_second_step(user, by=timezone.localdate() + dt.timedelta(days=300))
    client.force_login(user)
    assert client.get(PROFILE)["Location"] == STEPS


def test_an_installation_may_ask_nobody(client, settings, django_assert_num_queries):
    settings.MENTORWAY_SECOND_STEP = frozenset()
    user = make_user(is_staff=True)
    with django_assert_num_queries(0):
        assert not second_step.is_missing(user)


def test_it_is_asked_of_the_database_once(django_assert_num_queries):
    user = make_member(role="coordinator")
    with django_assert_num_queries(1):
        assert second_step.standing(user).lacks


def test_a_lost_second_step_is_taken_away_and_told(client, django_capture_on_commit_callbacks):
    user, boss = make_user(), make_user(is_staff=True)
    totp.TOTP.activate(user, totp.generate_totp_secret())
    client.force_login(user)
    with django_capture_on_commit_callbacks() as letters:
        actions.take_second_step(user, by=boss)
    assert not Authenticator.objects.filter(user=user).exists()
    assert not UserSession.objects.filter(user=user).exists()
    assert AuditEntry.objects.filter(kind="second_step_taken").count() == 1
    assert len(letters) == 1
