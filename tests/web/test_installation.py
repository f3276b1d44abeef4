"""The installation as a whole: headers, database, errors, deployment check."""

import os
import subprocess
import sys

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.conftest import make_user

CSP = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
}


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/", "/account/login/", "/nowhere/"])
def test_every_page_forbids_foreign_and_inline_code(client, url):
    header = client.get(url).headers["Content-Security-Policy"]
    assert {part.strip() for part in header.split(";") if part.strip()} == CSP


@pytest.mark.django_db
def test_no_page_has_inline_styles_or_handlers(client):
    text = client.get("/account/login/").content.decode()
    assert [mark for mark in ("style=", "onclick=", "<style", "javascript:") if mark in text] == []


@pytest.mark.django_db
def test_sqlite_is_tuned_for_several_people():
    if connection.vendor != "sqlite":
        pytest.skip("another database is in use")
    with connection.cursor() as cursor:
        pragmas = ("synchronous", "busy_timeout", "cache_size", "temp_store", "foreign_keys")
        got = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas}
    wanted = {
        "synchronous": 1,
        "busy_timeout": 20000,
        "cache_size": -20000,
        "temp_store": 2,
        "foreign_keys": 1,
    }
    assert got == wanted
    assert connection.transaction_mode == "IMMEDIATE"


def run_manage(folder, *arguments, **environ):
    command = [sys.executable, "manage.py", *arguments]
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    env = {**inherited, "MENTORWAY_DATA": str(folder), **environ}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.mark.long
def test_an_https_installation_passes_the_deployment_check(tmp_path):
    run = run_manage(
        tmp_path,
        *("check", "--deploy", "--fail-level", "WARNING"),
        MENTORWAY_PUBLIC_URL="https://mentoring.example.org",
        MENTORWAY_BEHIND_PROXY="1",
        EMAIL_URL="smtp+tls://mail.example.org",
    )
    assert (run.returncode, run.stderr) == (0, "System check identified no issues (0 silenced).\n") or (
        run.returncode,
        run.stdout,
    ) == (0, "System check identified no issues (0 silenced).\n")


def test_a_new_installation_writes_ahead(tmp_path):
    run = run_manage(
        tmp_path, "shell", "-v0", "-c",
        "from django.db import connection as c; k = c.cursor(); "
        "print(k.execute('PRAGMA journal_mode').fetchone()[0])",
    )  # fmt: skip
    assert run.stdout.strip() == "wal", run.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "status", "words"), [("/nowhere/", 404, "There is no such page for you"), ("/health/", 200, "ok")]
)
def test_what_is_not_there_is_said_in_words(client, url, status, words):
    response = client.get(url)
    assert (response.status_code, words in response.content.decode()) == (status, True)


@pytest.mark.django_db
def test_a_form_without_its_token_saves_nothing():
    client, user = Client(enforce_csrf_checks=True), make_user(name="Before")
    client.force_login(user)
    response = client.post(reverse("accounts:profile"), {"name": "After", "language": "en"})
    user.refresh_from_db()
    assert (response.status_code, user.name) == (403, "Before")
    assert "The form was open for too long" in response.content.decode()


@pytest.mark.django_db
def test_our_own_failure_is_admitted_without_details(client, monkeypatch):
    client.raise_request_exception = False

    def fail(user):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("mentorway.web.home.needs_of", fail)
    client.force_login(make_user())
    text = client.get("/").content.decode()
    assert ("Something went wrong on our side" in text, "secret detail" in text) == (True, False)


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
