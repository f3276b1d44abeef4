"""What an installation can be told to do."""

import datetime as dt
import os
import signal
import socket
import stat
import subprocess
import sys
import time

import polib
import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from mentorway.web.accounts.models import User
from mentorway.web.core.tasks import is_repeatable, repeatable, send_letter, task
from mentorway.web.management.commands.compile_translations import compile_if_newer
from mentorway.web.management.commands.reap_tasks import reap
from mentorway.web.management.commands.serve import commands_of
from mentorway.web.network.example import people
from mentorway.web.network.example.people import password, password_path
from mentorway.web.network.models import Membership, Partner


@repeatable
@task()
def harmless():
    """Do nothing, as often as one likes."""


def running(work, attempts):
    result = work.enqueue(*(["a@example.org", "s", "b"] if work is send_letter else []))
    row = DBTaskResult.objects.get(pk=result.id)
    for number in range(attempts):
        row.claim(f"worker {number}")
    return row


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("work", "attempts", "then"),
    [(harmless, 1, "READY"), (harmless, 3, "FAILED"), (send_letter, 1, "FAILED")],
)
def test_a_task_whose_worker_died_is_taken_back(work, attempts, then):
    row = running(work, attempts)
    assert reap(timezone.now()) == 1
    row.refresh_from_db()
    assert row.status == then


@pytest.mark.django_db
def test_a_task_within_the_limit_is_left_alone():
    row = running(harmless, 1)
    assert reap(timezone.now() - dt.timedelta(hours=1)) == 0
    row.refresh_from_db()
    assert row.status == TaskResultStatus.RUNNING


def test_a_letter_is_not_sent_twice():
    assert (is_repeatable(harmless), is_repeatable(send_letter)) == (True, False)


def test_a_catalogue_is_compiled_when_it_is_newer(tmp_path):
    book = polib.POFile()
    book.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    book.append(polib.POEntry(msgid="Save", msgstr="Įrašyti"))
    source = tmp_path / "django.po"
    book.save(str(source))
    assert [compile_if_newer(source), compile_if_newer(source)] == [True, False]
    assert polib.mofile(str(source.with_suffix(".mo")))[0].msgstr == "Įrašyti"


@pytest.mark.django_db
def test_the_example_network_is_loaded_once():
    for _time in range(2):
        people.load("some long password")
    assert (Partner.objects.count(), User.objects.count(), Membership.objects.count()) == (4, 6, 4)
    assert {partner.is_example for partner in Partner.objects.all()} == {True}


def test_the_example_password_is_drawn_once_and_kept_from_others(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path
    assert password() == password()
    assert (len(password()) >= 12, stat.S_IMODE(password_path().stat().st_mode)) == (True, 0o600)


def test_a_command_refuses_an_impossible_port():
    from django.core.management.base import CommandError  # noqa: PLC0415

    with pytest.raises(CommandError, match="from 1 to 65535"):
        call_command("serve", port=70000)


def test_a_long_comparison_keeps_nobody_else_waiting():
    commands = commands_of("127.0.0.1", 8000, 1)
    assert [command.count("work") for command in commands] == [0, 1, 1]


def answers(port):
    url = f"http://127.0.0.1:{port}/health/"
    probe = f"from urllib.request import urlopen; print(urlopen({url!r}, timeout=5).read().decode(), end='')"
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)  # noqa: S603
    return run.stdout == "ok\n"


@pytest.mark.long
@pytest.mark.enable_socket
def test_serve_sets_up_answers_and_stops_cleanly(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--no-example", "--workers", "1"]
    environ = {**os.environ, "MENTORWAY_DATA": str(tmp_path), "MENTORWAY_PUBLIC_URL": ""}
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:  # noqa: S603
        deadline = time.monotonic() + 500  # it migrates, and the machine may be busy
        while not answers(port) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.3)
        answered = answers(port)
        process.send_signal(signal.SIGINT)
        output, _none = process.communicate(timeout=30)
    assert (answered, process.returncode, b"Traceback" in output) == (True, 0, False), output.decode()
