"""Signing in, signing up, one's own details and language."""

import ast
import re
from pathlib import Path

import allauth
import django
import polib
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from tests.conftest import PASSWORD, make_user

from mentorway.web.accounts import allauth_texts
from mentorway.web.accounts.models import User

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _fresh_start():
    cache.clear()


def signed_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


def test_a_person_signs_in_with_address_and_password(client):
    user = make_user()
    client.post(LOGIN, {"login": user.email.upper(), "password": PASSWORD})
    assert signed_in(client)


def test_a_wrong_password_is_refused_and_the_sixth_try_stopped(client):
    user = make_user()
    for _try in range(6):
        response = client.post(LOGIN, {"login": user.email, "password": "wrong"})
    refusal = gettext("Too many failed login attempts. Try again later.")
    assert refusal in response.content.decode()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert not signed_in(client)


def test_asking_for_codes_is_limited_too(client):
    user = make_user()
    for _try in range(5):
        Client().post("/account/login/code/", {"email": user.email})
    assert len(mail.outbox) == 3


def test_a_code_by_letter_signs_in(client):
    user = make_user()
    client.post("/account/login/code/", {"email": user.email})
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mail.outbox[0].body, re.MULTILINE).group(1)
    client.post("/account/login/code/confirm/", {"code": code})
    assert signed_in(client)


def test_a_stranger_to_the_house_learns_nothing_from_asking_for_a_code(client):
    known, unknown = make_user().email, "nobody@example.org"
    answers = [client.post("/account/login/code/", {"email": email}) for email in (known, unknown)]
    assert len({(one.status_code, one.headers["Location"]) for one in answers}) == 1


def test_a_second_step_is_asked_of_who_set_it_up(client):
    user = make_user()
    totp.TOTP.activate(user, totp.generate_totp_secret())
    response = client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert (response.headers["Location"], signed_in(client)) == (reverse("mfa_authenticate"), False)


def test_a_new_person_confirms_the_address_before_signing_in(client):
    secret = "a long enough secret"  # noqa: S105
    fields = {"email": "New@Example.org", "name": "New", "password1": secret, "password2": secret}
    client.post("/account/signup/", fields)
    user = User.objects.get()
    assert (user.email, user.name, signed_in(client)) == ("new@example.org", "New", False)
    link = re.search(r"http://\S+(/account/confirm-email/\S+)", mail.outbox[0].body).group(1)
    client.post(link)
    client.post(LOGIN, {"login": user.email, "password": secret})
    assert signed_in(client)


def test_a_short_password_is_refused(client):
    client.post(
        "/account/signup/",
        {"email": "a@example.org", "name": "A", "password1": "short", "password2": "short"},
    )
    assert not User.objects.exists()


def test_details_are_kept_and_pages_follow_the_language(client):
    user = make_user()
    client.force_login(user)
    client.post(reverse("accounts:profile"), {"name": "Ąžuolas", "language": "lt"})
    user.refresh_from_db()
    assert (user.name, user.language) == ("Ąžuolas", "lt")
    assert '<html lang="lt">' in client.get("/").content.decode()


def test_a_name_cannot_be_emptied(client):
    user = make_user(name="Before")
    client.force_login(user)
    text = client.post(reverse("accounts:profile"), {"name": "", "language": "en"}).content.decode()
    user.refresh_from_db()
    assert (user.name, 'aria-invalid="true"' in text, "Before" in text) == ("Before", True, True)


@pytest.mark.parametrize("language", ["en", "lt", "lv", "sv", "fi"])
def test_a_visitor_chooses_a_language_and_stays_on_the_page(client, language):
    response = client.post(reverse("accounts:language"), {"language": language, "next": "/account/login/"})
    assert response.headers["Location"] == "/account/login/"
    page = client.get("/account/login/").content.decode()
    assert f'<html lang="{language}">' in page
    menu = re.search(r'<form class="menu-sheet".*?</form>', page, re.DOTALL)[0]
    assert re.findall(r">([^<>]+)</button>", menu) == ["English", "Lietuvių", "Latviešu", "Svenska", "Suomi"]


def test_a_language_that_we_do_not_speak_changes_nothing(client):
    user = make_user()
    client.force_login(user)
    client.post(reverse("accounts:language"), {"language": "de", "next": "/"})
    user.refresh_from_db()
    assert user.language == "en"


def test_the_switch_does_not_send_people_elsewhere(client):
    response = client.post(reverse("accounts:language"), {"language": "lt", "next": "https://evil.example/"})
    assert response.headers["Location"] == "/"


def test_two_people_cannot_share_an_address():
    make_user(email="one@example.org")
    with pytest.raises(ValidationError, match="here already"):
        make_user(email="ONE@example.org")


def test_every_text_that_we_say_for_others_is_still_theirs():
    books = [
        Path(allauth.__file__).parent / "locale/lv/LC_MESSAGES/django.po",
        Path(django.__file__).parent / "contrib/auth/locale/en/LC_MESSAGES/django.po",
    ]
    theirs = {entry.msgid for book in books for entry in polib.pofile(str(book)) if not entry.obsolete}
    calls = ast.walk(ast.parse(Path(allauth_texts.__file__).read_text("utf-8")))
    ours = [call.args[0].value for call in calls if isinstance(call, ast.Call)]
    assert len(ours) > 150
    assert [text for text in ours if text not in theirs] == []


def test_letters_greet_plainly_and_say_whose_they_are(client):
    client.post("/account/login/code/", {"email": make_user().email})
    body = mail.outbox[0].body
    assert (body.startswith("Hello,\n"), "Mentorway\n" in body, "Hello from" in body) == (True, True, False)


def test_keys_are_listed_and_renamed(client):
    user = make_user()
    data = {"name": "Blue key", "credential": {}}
    key = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)
    client.force_login(user)
    text = client.get(reverse("mfa_list_webauthn")).content.decode()
    assert ("Blue key" in text, "Not used yet" in text) == (True, True)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    edit = reverse("mfa_edit_webauthn", args=[key.pk])
    assert "Blue key" in client.get(edit).content.decode()
    client.post(edit, {"name": "Green key"})
    key.refresh_from_db()
    assert key.wrap().name == "Green key"


def test_english_dates_name_the_day_first_and_count_24_hours():
    moment = timezone.datetime(2026, 11, 25, 17, 26, tzinfo=timezone.get_default_timezone())
    with translation.override("en"):
        written = [date_format(moment, form) for form in ("DATE_FORMAT", "DATETIME_FORMAT")]
    assert written == ["25 November 2026", "25 November 2026, 17:26"]


def test_the_password_comes_before_the_link_of_who_forgot_it(client):
    page = client.get("/account/login/").content.decode()
    assert 0 < page.index('type="password"') < page.index(reverse("account_reset_password"))
