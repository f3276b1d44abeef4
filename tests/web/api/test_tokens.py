"""Tokens: made by who has just said who they are, shown once, never more than the person, dead when told."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.conftest import PASSWORD, make_member, make_user
from tests.web.api.asking import ROOT, ask, headers, token_for, told

from mentorway.web.api.actions import tokens as actions
from mentorway.web.api.models import ApiToken
from mentorway.web.api.rules.scopes import PEOPLE, is_allowed, scopes_of
from mentorway.web.core import limits
from mentorway.web.core.models import AuditEntry
from mentorway.web.privacy.actions import forgetting

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_member()


@pytest.fixture
def signed_in(person):
    """A browser in which the person has just given their password."""
    client = Client()
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def wanted(**more):
    return {"name": "Figures", "days": "30", "network": "read", **more}


def me(secret):
    return Client().get(f"{ROOT}me/", headers=headers(secret))


def test_a_token_is_made_shown_once_and_told_by_letter(signed_in, person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = signed_in.post(reverse("api:new_token"), wanted(plan="write"))
    secret = re.search(r'value="(mentorway_[^"]+)"', page.content.decode())[1]
    assert "no-store" in page.headers["Cache-Control"]
    assert told(me(secret))["scopes"] == ["network:read", "plan:write"]
    row = ApiToken.objects.get(user=person)
    assert secret not in f"{row.__dict__}"
    assert secret not in signed_in.get(reverse("api:tokens")).content.decode()
    assert [one.kind for one in AuditEntry.objects.filter(kind="token_made")] == ["token_made"]


def test_who_has_not_said_lately_who_they_are_is_asked(client, person):
    client.force_login(person)
    answer = client.post(reverse("api:new_token"), wanted())
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "x" * 81}, {"days": "400"}, {"days": "x"}, {"network": ""}, {"network": "all"}],
)
def test_a_token_that_cannot_be_is_not_made(signed_in, wrong):
    page = signed_in.post(reverse("api:new_token"), wanted(**wrong))
    assert "errorlist" in page.content.decode()
    assert not ApiToken.objects.exists()


def test_nobody_gives_what_they_may_not_give_themselves(signed_in, person):
    signed_in.post(reverse("api:new_token"), wanted(**{PEOPLE: "on"}))
    assert PEOPLE not in ApiToken.objects.get().scopes
    assert PEOPLE in scopes_of(make_member(role="coordinator"))


def test_there_is_a_most(person):
    for _each in range(actions.MOST):
        token_for(person, "network:read")
    with pytest.raises(actions.ValidationError, match="the most"):
        token_for(person, "network:read")


def test_a_revoked_token_opens_nothing(signed_in, person):
    secret = token_for(person)
    row = ApiToken.objects.get()
    assert me(secret).status_code == 200
    signed_in.get(reverse("api:revoke_token", args=[row.pk]))
    assert me(secret).status_code == 200
    signed_in.post(reverse("api:revoke_token", args=[row.pk]))
    signed_in.post(reverse("api:revoke_token", args=[row.pk]))
    assert me(secret).status_code == 401
    assert AuditEntry.objects.filter(kind="token_revoked").count() == 1


def test_a_token_that_is_over_opens_nothing(person):
    secret = token_for(person)
    ApiToken.objects.update(expires=timezone.now() - dt.timedelta(seconds=1))
    assert me(secret).status_code == 401


def test_a_token_of_somebody_who_may_not_sign_in_opens_nothing(person):
    secret = token_for(person)
    person.is_active = False
    person.save()
    assert me(secret).status_code == 401


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic x",
        "Bearer mentorway_",
        "Bearer mentorway_%(prefix)s_wrong",
        "Bearer x%(secret)s",
        "Bearer %(secret)sx",
        "Bearer \xe4\xe4",
        "Token %(secret)s",
    ],
)
def test_what_is_no_token_opens_nothing(person, said):
    secret = token_for(person)
    shown = said % {"secret": secret, "prefix": ApiToken.objects.get().prefix}
    answer = Client().get(f"{ROOT}me/", headers={"authorization": shown})
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_being_signed_in_opens_nothing(client, person):
    client.force_login(person)
    assert client.get(f"{ROOT}me/").status_code == 401


def test_only_the_day_of_use_is_kept(person):
    me(token_for(person))
    assert ApiToken.objects.get().used == timezone.now().date()


def test_who_may_write_may_read_and_nothing_else():
    user = make_user()
    assert is_allowed(user, ["plan:write"], "plan:read")
    assert not is_allowed(user, ["plan:read"], "plan:write")
    assert not is_allowed(user, ["plan:write"], "network:read")
    assert not is_allowed(user, [PEOPLE], PEOPLE)
    assert is_allowed(make_user(is_staff=True), [PEOPLE], PEOPLE)


def test_a_scope_that_was_right_once_ends_with_the_role():
    coordinator = make_member(role="coordinator")
    assert is_allowed(coordinator, [PEOPLE], PEOPLE)
    coordinator.memberships.update(role="member")
    assert not is_allowed(coordinator, [PEOPLE], PEOPLE)


def test_tokens_go_long_after_their_end(person):
    token_for(person)
    token_for(person)
    first = ApiToken.objects.last()
    ApiToken.objects.filter(pk=first.pk).update(expires=timezone.now() - dt.timedelta(days=91))
    forgetting.run(timezone.now())
    assert list(ApiToken.objects.filter(pk=first.pk)) == []
    assert ApiToken.objects.count() == 1


def test_who_asks_too_often_is_told_for_how_long_to_wait(person, monkeypatch):
    secret = token_for(person)
    monkeypatch.setattr(limits, "spent", lambda channel, who: 7 if channel == "api" else 0)
    answer = me(secret)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


def test_guessing_tokens_is_slowed_down(monkeypatch):
    monkeypatch.setattr(limits, "spent", lambda channel, who: 9 if channel == "bearer_guess" else 0)
    assert me("mentorway_guess_guess").status_code == 429


def test_programs_speak_the_language_of_their_person(person):
    person.language = "fi"
    person.save()
    _status, said = ask(person, "nothing-here/")
    finnish = Client().get(f"{ROOT}me/", headers=headers(token_for(person))).headers["Content-Language"]
    assert (said["status"], finnish) == (404, "fi")


def test_head_and_options_are_answered(person):
    secret = token_for(person)
    head = Client().head(f"{ROOT}me/", headers=headers(secret))
    assert (head.status_code, head.content) == (200, b"")
    options = Client().options(f"{ROOT}me/", headers=headers(secret))
    assert (options.status_code, options.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
    wrong = Client().delete(f"{ROOT}me/", headers=headers(secret))
    assert (wrong.status_code, told(wrong)["status"]) == (405, 405)
    assert "Access-Control-Allow-Origin" not in wrong.headers


def test_nothing_of_it_is_kept_on_the_way(person):
    assert me(token_for(person)).headers["Cache-Control"] == "no-store"
    assert not mail.outbox
