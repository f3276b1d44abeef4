"""The first visitor waits for nothing, and what is done for that changes nothing."""

import signal
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connections
from django.utils import timezone
from tests.web.study.filling_making import make_study, make_version

from mentorway.web.management import serving, warming
from mentorway.web.methodology.analysis import forms
from mentorway.web.study.models import Draft, Response, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(monkeypatch):
    """How often all connections were closed; the one of the test stays open."""
    times = []
    monkeypatch.setattr(connections, "close_all", lambda: times.append(1))
    return times


def test_every_language_is_visited_and_no_connection_stays_open(closed):
    from mentorway.web.wsgi import application  # noqa: PLC0415

    seen = []

    def watched(environ, start):
        def noted(status, headers, *more):
            seen.append((environ["HTTP_ACCEPT_LANGUAGE"], environ["REQUEST_METHOD"], status))
            return start(status, headers, *more)

        return application(environ, noted)

    warming.warm(watched)
    assert [language for language, _method, _status in seen[::4]] == [code for code, _n in settings.LANGUAGES]
    assert {status for _language, _method, status in seen} <= {"200 OK", "404 Not Found", "302 Found"}
    assert closed == [1]


def test_warming_changes_nothing(closed):
    from mentorway.web.wsgi import application  # noqa: PLC0415

    make_study()
    warming.warm(application)
    assert (Draft.objects.count(), Response.objects.count(), closed) == (0, 0, [1])
    assert cache.get(f"study-codes-{timezone.now():%Y%m%d%H%M}") is None


def test_questionnaires_that_are_asked_now_are_compiled(closed, django_assert_num_queries):
    asked, other = make_study(), make_study(make_version(), state=State.DRAFT)
    forms._form.cache_clear()
    warming.warm(lambda _environ, _start: [])
    with django_assert_num_queries(0):
        forms.form_of(asked.version)
    with django_assert_num_queries(1):
        forms.form_of(other.version)
    assert closed == [1]


def test_a_database_that_does_not_answer_yet_stops_nobody(closed, caplog):
    def down(_environ, _start):
        raise DatabaseError("no server")

    warming.warm(down)
    assert "The database does not answer yet" in caplog.text
    assert closed == [1]


def test_the_web_server_loads_everything_before_it_forks():
    command = serving.web_command("127.0.0.1", 8123, 3)
    assert command == [
        *(sys.executable, "-m", "gunicorn", "mentorway.web.wsgi"),
        *(
            "--config",
            "python:mentorway.web.management.serving",
            "--bind",
            "127.0.0.1:8123",
            "--workers",
            "3",
        ),
    ]
    patient = "mentorway.web.management.patient.Worker"
    assert (serving.preload_app, serving.worker_class, serving.threads) == (True, patient, 4)


class Server:
    """Gunicorn's parent process as far as it is told something: it does one thing after another."""

    def __init__(self, workers):
        self.cfg = self
        self.workers, self.told = workers, []

    def signal(self, number, _frame):
        self.told.append(number)


def test_the_next_process_comes_once_the_replaced_one_is_gone(monkeypatch):
    """Gunicorn counts a process that was asked to end until it is gone, and would make none in its place."""
    monkeypatch.setattr(serving, "generations", serving.Generations())
    monkeypatch.setattr("mentorway.web.core.metrics.bury", lambda _pid: None)
    server, gone = Server(2), SimpleNamespace(pid=1)
    serving.generations.to_replace = server.workers
    more, fewer = signal.SIGTTIN, signal.SIGTTOU
    for still in (1, 0):
        serving.nworkers_changed(server, 3, 2)
        assert server.told.pop() == fewer
        serving.nworkers_changed(server, 2, 3)
        serving.child_exit(server, gone)
        assert server.told == [more] * still
        server.told.clear()
    serving.nworkers_changed(server, 3, 2)
    assert server.told == []
