"""What one of two people is told, and what is left of somebody who was erased."""

import datetime as dt
import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.conftest import make_member, make_partner, make_user
from tests.web import register_making as making

from mentorway.web.accounts import actions
from mentorway.web.accounts.models import User, UserSession
from mentorway.web.accounts.sessions import SessionStore
from mentorway.web.core.personal import Kept, register
from mentorway.web.network.models import Acceptance
from mentorway.web.practices.models import Practice
from mentorway.web.study.analysis import keys
from mentorway.web.study.models import Mode, Response, Study

APPS = (
    *("core", "accounts", "translation", "network", "practices"),
    *("methodology", "study", "comparison", "training"),
)


@pytest.fixture
def two(db, settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path
    partner, one, other = making.make_two()
    making.make_all(partner, one, other)
    return one, other


def of_these_apps():
    kept = [one for one in register().values() if isinstance(one, Kept)]
    return [one for one in kept if one.model.partition(".")[0] in APPS]


def told_to(user, kept):
    person = making.person_of(user)
    return [kept.told(row) for row in kept.found(person)] if kept.found else []


def test_every_table_finds_what_is_about_a_person_and_tells_nothing_of_the_other(two):
    one, other = two
    told = {kept.model: json.dumps(told_to(one, kept), default=str) for kept in of_these_apps() if kept.found}
    assert [model for model, text in told.items() if text == "[]"] == []
    strange = (other.name, other.name.split()[1], other.email, other.email.partition("@")[0])
    assert {model: text for model, text in told.items() if any(word in text for word in strange)} == {}


def test_what_is_told_are_plain_values(two):
    plain = (str, int, float, bool, dict, list, dt.date, type(None))
    for kept in of_these_apps():
        for row in told_to(two[0], kept):
            assert [name for name, value in row.items() if not isinstance(value, plain)] == [], kept.model


def dumped():
    """Return all that the tables of these activities hold, row by row."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            for row in model._base_manager.values():
                yield model._meta.label, json.dumps(row, default=str, ensure_ascii=False)


def holding(*words):
    return sorted(
        {label for label, row in dumped() if any(word.casefold() in row.casefold() for word in words)}
    )


def erase_all(user):
    """Erase as the privacy part does: what comes later in the flow first, the account last."""
    person = making.person_of(user)
    counts = {}
    for kept in reversed(of_these_apps()):
        if kept.erase and kept.model != "accounts.User":
            counts[kept.model] = kept.erase(person)
    counts["accounts.User"] = register()["accounts.User"].erase(person)
    return counts


SIGNED_FOR_GOOD = ["network.Acceptance"]


def test_nothing_names_who_was_erased_but_the_signature_under_an_agreement(two):
    one, _other = two
    words = (one.name, one.email)
    assert len(holding(*words)) > 10
    erase_all(one)
    assert holding(*words) == SIGNED_FOR_GOOD
    assert holding("Unseen words") == []


def test_what_the_other_did_is_all_there_after_one_was_erased(two):
    one, other = two
    before = {kept.model: len(told_to(other, kept)) for kept in of_these_apps()}
    erase_all(one)
    assert {kept.model: len(told_to(other, kept)) for kept in of_these_apps()} == before


def test_erasing_counts_what_it_forgot(two):
    one, _other = two
    found = {kept.model: len(told_to(one, kept)) for kept in of_these_apps() if kept.erase}
    counts = erase_all(one)
    differs = {model: (found[model], counts[model]) for model in counts if counts[model] != found[model]}
    assert differs == {"core.AuditEntry": (1, 0)}


def test_a_published_practice_stays_without_the_name_of_who_wrote_it(two):
    one, _other = two
    practice = Practice.objects.filter(created_by=one).first()
    Practice.objects.filter(pk=practice.pk).update(state="published", published=timezone.now())
    erase_all(one)
    left = Practice.shown.get(pk=practice.pk)
    assert (left.title, left.created_by) == (practice.title, None)
    assert list(left.revisions.values_list("by", flat=True)) == [None]


def test_anonymous_answers_are_found_by_nobody(two):
    one, _other = two
    Response.objects.update(pseudonym="", mode=Mode.ANONYMOUS)
    assert told_to(one, register()["study.Response"]) == []


def test_answers_under_a_pseudonym_are_not_found_once_the_key_is_destroyed_and_looking_makes_no_key(two):
    one, _other = two
    for study in Study.objects.all():
        keys.destroy(study)
    assert told_to(one, register()["study.Response"]) == []
    assert [keys.key_path(study).exists() for study in Study.objects.all()] == [False, False]


def test_a_consent_is_told_with_the_fingerprint_of_the_text_that_was_agreed_to(two):
    person = making.person_of(two[0])
    [consent] = register()["study.Response"].consents(person)
    assert (consent.text_hash, consent.language, consent.at) == (making.MARK, "en", making.DAY)


def test_who_signed_on_paper_for_somebody_else_does_not_read_their_name(two):
    one, other = two
    Acceptance.objects.filter(by=one).update(signatory=other.name, on_paper=True)
    [told] = told_to(one, register()["network.Acceptance"])
    assert "signatory" not in told


def test_somebody_of_the_same_name_is_told_nothing_of_a_person(two):
    one, _other = two
    double = make_user(name=one.name)
    found = {kept.model: len(told_to(double, kept)) for kept in of_these_apps()}
    lines = {"translation.Event", "practices.MaterialEvent"}  # that say who was asked; told without the names
    assert {model for model, count in found.items() if count} - lines == {"accounts.User"}


# The account itself
def test_an_account_goes_with_its_sessions_addresses_and_second_steps(db, client):
    user = make_member(role="member")
    client.force_login(user)
    Authenticator.objects.create(user=user, type="totp", data={})
    actions.erase(user)
    left = (User, EmailAddress, Authenticator, UserSession)
    assert [model.objects.count() for model in left] == [0, 0, 0, 0]


def test_a_session_in_which_an_address_waits_for_a_code_goes_too(db):
    user, other = make_user(), make_user()
    for email in (user.email.upper(), other.email):
        session = SessionStore()
        session["account_login"] = {"email": email}
        session.save()
    assert actions.sign_out_everywhere(user) == 1
    assert [one.get_decoded()["account_login"]["email"] for one in UserSession.objects.all()] == [other.email]


def test_the_only_one_in_charge_of_a_partner_stays_until_somebody_else_is(db):
    partner = make_partner(name="Elm School")
    user = make_member(partner, "admin")
    make_member(partner, "member")
    with pytest.raises(ValidationError, match="You are the only one in charge of Elm School"):
        actions.erase(user)
    assert User.objects.filter(pk=user.pk).exists()
    make_member(partner, "admin")
    actions.erase(user)
    assert not User.objects.filter(pk=user.pk).exists()


def test_a_partner_in_the_bin_needs_nobody_in_charge(db):
    partner = make_partner(deleted=timezone.now())
    user = make_member(partner, "admin")
    actions.erase(user)
    assert not User.objects.filter(pk=user.pk).exists()
