"""No log tells what only one person may know."""

import io
import logging

import pytest
from django.conf import settings
from django.urls import reverse
from gunicorn.config import Config
from tests.web.study.filling_making import make_device, make_study

from mentorway.web.core.logs import Secrets, hidden
from mentorway.web.management.serving import logger_class
from mentorway.web.study.respondent import drafts, receiving
from mentorway.web.study.views import filling

LINK = "q7Jx-2mVbT0aYw9LkP4sZc1RfH8nUdEo"
CODE = "abcd-efgh-jkmn-pqrs"


@pytest.fixture
def written(monkeypatch):
    """What the handler that the settings make writes."""
    handler = next(
        one
        for one in logging.getLogger().handlers
        if any(isinstance(sieve, Secrets) for sieve in one.filters)
    )
    stream = io.StringIO()
    monkeypatch.setattr(handler, "stream", stream)
    return stream


def told(name, text, *args):
    """Return what is left of a sentence in the log of this name."""
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, text, args, None)
    assert Secrets().filter(record)
    return record.getMessage()


def fail(*args, **_more):
    raise RuntimeError(f"Nothing goes with {args} of vilma@example.org")


@pytest.mark.django_db
@pytest.mark.parametrize("link", [LINK, "short-link"])
def test_an_unexpected_failure_on_a_persons_page_does_not_tell_the_link(client, monkeypatch, written, link):
    monkeypatch.setattr(drafts, "opened", fail)
    client.raise_request_exception = False
    address = reverse("study:overview", args=[link])
    assert client.get(address, {"to": "review-of-vilma"}).status_code == 500
    log = written.getvalue()
    assert "ERROR django.request: Internal Server Error: /study/d/…/overview/\n" in log
    assert "RuntimeError: Nothing goes with ('…',) of …" in log
    assert [word for word in (link, "vilma") if word in log] == []


@pytest.mark.django_db
def test_an_unexpected_failure_of_a_devices_page_does_not_tell_its_key(client, monkeypatch, written):
    key, _device = make_device(make_study())
    monkeypatch.setattr(receiving, "listed", fail)
    client.raise_request_exception = False
    assert client.get(reverse("study:odk_list", args=[key])).status_code == 500
    assert "Internal Server Error: /study/odk/…/formList\n" in written.getvalue()
    assert key not in written.getvalue()


@pytest.mark.django_db
def test_an_unexpected_failure_on_the_page_of_a_code_does_not_tell_the_code(client, monkeypatch, written):
    monkeypatch.setattr(filling.drafts, "is_begun", fail)
    monkeypatch.setattr("mentorway.web.study.respondent.doors.by_code", fail)
    client.raise_request_exception = False
    assert client.get(reverse("study:coded", args=[CODE])).status_code == 500
    assert "Internal Server Error: /study/c/…/\n" in written.getvalue()
    assert CODE not in written.getvalue()


@pytest.mark.django_db
def test_a_mistyped_address_with_a_link_does_not_tell_the_link(client, written):
    assert client.get(f"/study/d/{LINK}/overvieww/").status_code == 404
    assert written.getvalue().endswith("WARNING django.request: Not Found: /study/d/…/…/\n")


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        (f"Not Found: /study/d/{LINK}/send/", "Not Found: /study/d/…/send/"),
        (f"Not Found: /study/c/{CODE}/", "Not Found: /study/c/…/"),
        ("Not Found: /study/12/waves/", "Not Found: /study/12/waves/"),
        ("Not Found: /account/password/reset/key/4-cw2-abc/", "Not Found: /account/password/reset/key/…/"),
        ("Not Found: /static/css/app.css", "Not Found: /static/css/app.css"),
        (
            f'"GET /study/odk/kkk/formList?a=b HTTP/1.1" 200 "https://m.ex.org/study/d/{LINK}/?k=1" "Moz/5"',
            '"GET /study/odk/…/formList?… HTTP/1.1" 200 "https://m.ex.org/study/d/…/?…" "Moz/5"',
        ),
        ("Error handling request (no URI read)", "Error handling request (no URI read)"),
    ],
)
@pytest.mark.parametrize("name", ["django.request", "django.security.X", "django.server", "gunicorn.error"])
def test_of_an_address_only_words_of_ours_and_short_numbers_are_told(name, sentence, left):
    assert told(name, sentence) == left


def test_values_of_a_sentence_are_looked_at_too():
    assert told("django.request", "%s: %s", "Not Found", f"/study/d/{LINK}/") == "Not Found: /study/d/…/"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("sent to vilma@example.org.", "sent to …."),
        (f"no draft for {LINK}", "no draft for …"),
        (f"code {CODE}", "code …"),
        ("f 0f4b2d6e-8c1a-4f3e-9b7d-2a5c6e8f0a1b", "f …"),
        ("key 3f9a1c5e7b2d4f60819a2b3c4d5e6f708192a3b4c5d6e7f8", "key …"),
        ("/srv/mentorway/src/views/filling.py, line 12", "/srv/mentorway/src/views/filling.py, line 12"),
        ("django.core.exceptions.MultipleObjectsReturned", "django.core.exceptions.MultipleObjectsReturned"),
    ],
)
def test_what_looks_like_a_secret_is_told_in_no_log(text, left):
    assert (hidden(text), told("mentorway.web.study", text)) == (left, left)


def test_gunicorn_keeps_secrets_too(capsys):
    log = logger_class(Config())
    log.error("Error handling request %s", f"/study/d/{LINK}/send/")
    assert capsys.readouterr().err.endswith("Error handling request /study/d/…/send/\n")


def test_no_letter_is_sent_about_a_failure():
    assert logging.getLogger("django").handlers == []
    assert (settings.ADMINS, settings.LOGGING["loggers"]["django"]["handlers"]) == ([], [])
