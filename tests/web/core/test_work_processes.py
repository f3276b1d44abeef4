"""Workers in processes of their own: one is killed, one is stopped, and no work is lost."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

PATIENCE = 150
ENQUEUE = "from tests.web.core.work_sleeping import sleepy; sleepy.enqueue({!r}, {})"


@pytest.fixture
def data(django_db_setup, tmp_path):
    """A data folder with a database of its own."""
    if django_db_setup is None:
        pytest.skip("another database than SQLite is in use")
    shutil.copy(django_db_setup, tmp_path / "mentorway.sqlite3")
    return tmp_path


def manage(data, *arguments):
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    environ = {**inherited, "MENTORWAY_DATA": str(data)}
    return subprocess.Popen([sys.executable, "manage.py", *arguments], env=environ)  # noqa: S603


def worker(data, *more):
    return manage(
        data, "work", "--interval", "0.1", "--beat", "0.2", "--lease", "2", "--first-plans", "9999", *more
    )


def comes(path, process):
    """Wait until a file is there."""
    deadline = time.monotonic() + PATIENCE
    while not path.exists() and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.05)
    return path.exists()


def status(data):
    with sqlite3.connect(data / "mentorway.sqlite3", timeout=20) as connection:
        return connection.execute("SELECT status FROM django_tasks_database_dbtaskresult").fetchone()[0]


@pytest.mark.long
def test_what_a_killed_worker_had_in_hand_is_done_by_another(data):
    assert manage(data, "shell", "-v0", "-c", ENQUEUE.format(str(data), 600)).wait(PATIENCE) == 0
    first = worker(data)
    assert comes(data / "begun-0", first)
    first.kill()
    first.wait()
    assert status(data) == "RUNNING"
    second = worker(data)
    try:
        assert comes(data / "ended", second)
    finally:
        second.terminate()
        second.wait(60)
    assert sorted(path.name for path in data.glob("begun-*")) == ["begun-0", "begun-1"]
    assert status(data) == "SUCCESSFUL"


@pytest.mark.long
def test_a_worker_that_is_stopped_gives_back_what_takes_too_long(data):
    assert manage(data, "shell", "-v0", "-c", ENQUEUE.format(str(data), 600)).wait(PATIENCE) == 0
    first = worker(data, "--patience", "0.5")
    assert comes(data / "begun-0", first)
    first.send_signal(signal.SIGTERM)
    assert first.wait(60) == 0
    assert (status(data), (data / "ended").exists()) == ("READY", False)
    with sqlite3.connect(data / "mentorway.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM core_worker").fetchone() == (0,)
