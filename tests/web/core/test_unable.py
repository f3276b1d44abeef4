"""A full disk, a database that is away: whoever asks hears that they can try again; nothing half is left."""

import errno
import os
import sqlite3

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import DatabaseError, OperationalError
from django.test import Client
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.api.asking import ROOT, headers, token_for, told
from tests.web.comparison.making import form_of

from mentorway.web.comparison.models import Dataset
from mentorway.web.core import attachments
from mentorway.web.core.unable import REASONS, reason

FULL, AWAY = REASONS
NO_ROOM = OSError(errno.ENOSPC, "No space left on device", "/secret/place")


def full_sqlite(folder):
    """Return what SQLite itself says when a file may not grow any more."""
    database = sqlite3.connect(folder / "full.sqlite3")
    database.execute("CREATE TABLE kept (content BLOB)")
    database.execute("PRAGMA max_page_count = 4")
    try:
        database.execute("INSERT INTO kept VALUES (zeroblob(1000000))")
    except sqlite3.OperationalError as error:
        return error
    finally:
        database.close()
    raise AssertionError("SQLite has room")


def of_django(cause):
    """Return an error of a driver as Django raises it."""
    error = OperationalError(*cause.args)
    error.__cause__ = cause
    return error


def raising(error):
    def raises(*_args, **_more):
        raise error

    return raises


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.fixture
def member(db, visitor):
    person = make_member(make_partner())
    visitor.force_login(person)
    return person


def test_sqlite_says_that_it_is_full(tmp_path):
    error = full_sqlite(tmp_path)
    assert (str(error), reason(error), reason(of_django(error))) == (
        "database or disk is full", FULL, FULL,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (psycopg.errors.DiskFull("could not extend file"), FULL),
        (of_django(psycopg.errors.DiskFull("could not extend file")), FULL),
        (psycopg.errors.UniqueViolation("twice"), None),
        (OSError(errno.ENOSPC, "No space left on device"), FULL),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), FULL),
        (OSError(errno.EACCES, "Permission denied"), None),
        (OSError("database or disk is full"), None),
        (DatabaseError("database or disk is full"), None),
        (sqlite3.OperationalError("database is locked"), None),
        (RuntimeError("No space left on device"), None),
        (None, None),
        (psycopg.OperationalError("server closed the connection unexpectedly"), AWAY),
        (of_django(psycopg.OperationalError("connection refused")), AWAY),
        (psycopg.errors.ConnectionTimeout("connection timeout expired"), AWAY),
        (psycopg.errors.AdminShutdown("terminating connection"), AWAY),
        (psycopg.errors.CannotConnectNow("the database system is starting up"), AWAY),
        (psycopg.errors.TooManyConnections("sorry, too many clients already"), AWAY),
        (psycopg.errors.QueryCanceled("canceling statement due to timeout"), None),
        (psycopg.errors.SerializationFailure("could not serialize access"), None),
        (OperationalError("server closed the connection unexpectedly"), None),
    ],
)
def test_only_the_kind_of_an_error_says_that_it_is_nobodys_fault(error, why):
    assert reason(error) is why


def test_a_database_of_sqlite_that_others_hold_is_away(tmp_path):
    holding = sqlite3.connect(tmp_path / "held.sqlite3")
    holding.execute("BEGIN EXCLUSIVE")
    waiting = sqlite3.connect(tmp_path / "held.sqlite3", timeout=0)
    with pytest.raises(sqlite3.OperationalError) as caught:
        waiting.execute("CREATE TABLE kept (content BLOB)")
    assert reason(caught.value) is AWAY


def test_what_led_to_an_error_counts_unless_it_was_left_out():
    led, left_out = RuntimeError("led"), RuntimeError("left out")
    led.__context__ = left_out.__context__ = NO_ROOM
    left_out.__suppress_context__ = True
    assert (reason(led), reason(left_out)) == (FULL, None)


def test_people_read_in_their_language_that_there_is_no_room(visitor, member, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr("mentorway.web.home.needs_of", raising(of_django(full_sqlite(tmp_path))))
    answer = visitor.get("/", headers={"accept-language": "lv"})
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "300", "no-store")
    assert ("503</p>" in page, '<html lang="' in page, "full.sqlite3" in page) == (True, True, False)
    loud = [one.levelname for one in caplog.records if one.levelno >= 40]
    assert loud == ["CRITICAL"]


def test_people_read_that_the_database_is_away(visitor, member, monkeypatch):
    monkeypatch.setattr("mentorway.web.home.needs_of", raising(of_django(psycopg.OperationalError("lost"))))
    answer = visitor.get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "The database does not answer just now" in answer.content.decode()


def test_other_errors_are_still_our_fault(visitor, member, monkeypatch):
    monkeypatch.setattr("mentorway.web.home.needs_of", raising(OSError(errno.EACCES, "Permission denied")))
    answer = visitor.get("/")
    assert (answer.status_code, answer.has_header("Retry-After")) == (500, False)


def test_a_file_that_finds_no_room_while_it_comes_leaves_nothing(visitor, member, settings, monkeypatch):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", raising(NO_ROOM))
    answer = visitor.post(reverse("comparison:upload"), form_of(member.memberships.get().partner))
    assert (answer.status_code, Dataset.objects.count()) == (503, 0)
    assert "/secret/place" not in answer.content.decode()


def test_a_kept_file_that_finds_no_room_is_not_half_there(tmp_path, settings, monkeypatch):
    settings.MENTORWAY_DATA = tmp_path
    monkeypatch.setattr(os, "fsync", raising(NO_ROOM))
    found = attachments.checked(SimpleUploadedFile("a.txt", b"words"))
    with pytest.raises(OSError, match="No space"):
        attachments.keep(found, "network")
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


@pytest.mark.django_db
def test_programs_get_a_problem_with_the_time_to_wait(visitor, monkeypatch, caplog):
    monkeypatch.setattr("mentorway.web.api.views.programs.call", raising(NO_ROOM))
    answer = visitor.get(f"{ROOT}pages/network:partners/", headers=headers(token_for(make_member())))
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert (told(answer)["status"], answer["Retry-After"]) == (503, "300")
    assert [one.levelname for one in caplog.records if one.levelno >= 40] == ["CRITICAL"]


@pytest.mark.django_db
def test_programs_get_a_problem_also_where_it_happens_before_the_api(visitor, monkeypatch):
    monkeypatch.setattr("mentorway.web.core.channels.AskedTooOftenMiddleware.__call__", raising(NO_ROOM))
    answer = visitor.get(f"{ROOT}network/partners/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
