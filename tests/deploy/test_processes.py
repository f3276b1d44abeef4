"""The processes of a deployment without containers: two web servers, two workers, one database."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from tests.web.postgres_server import databases

from mentorway.web.management.serving import web_command

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(
        not os.environ.get("MENTORWAY_DRILL"),
        reason="takes minutes and a PostgreSQL server; `make restore-drill`",
    ),
]
PATIENCE = 300


@pytest.fixture
def environ(tmp_path):
    """What the processes are told: an empty database, secrets through files, an empty data folder."""
    with databases() as made:
        secret = tmp_path / "database-url"
        secret.write_text(f"{made()}\n")
        inherited = {
            key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "MENTORWAY_DATA"}
        }
        yield {
            **inherited,
            "DATABASE_URL_FILE": str(secret),
            "MENTORWAY_DATA": str(tmp_path / "data"),
            "MENTORWAY_PUBLIC_URL": "https://mentoring.example.org",
            "MENTORWAY_BEHIND_PROXY": "1",
            "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
            "OPENBLAS_NUM_THREADS": "1",
        }


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def started(command, environ):
    with subprocess.Popen(command, env=environ) as process:  # noqa: S603
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(90)


def is_ready(port, environ):
    run = subprocess.run(
        [sys.executable, "-m", "mentorway.web.management.healthy"],
        env={**environ, "MENTORWAY_HEALTH_PORT": str(port)}, capture_output=True, check=False,
    )  # fmt: skip
    return run.returncode == 0


def wait_for(what):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(1)
    return False


def page(port, path):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        headers={"Host": "mentoring.example.org", "X-Forwarded-Proto": "https"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        return answer.status, answer.headers


def test_two_set_up_at_once_then_two_serve_and_two_work(environ):
    setups = [subprocess.Popen([sys.executable, "-m", "django", "set_up"], env=environ) for _one in range(2)]
    assert [one.wait(PATIENCE * 3) for one in setups] == [0, 0], "both end well, one after the other"
    ports = [free_port(), free_port()]
    worker = [sys.executable, "-m", "django", "work"]
    with (
        started(web_command("127.0.0.1", ports[0], 1), environ),
        started(web_command("127.0.0.1", ports[1], 1), environ) as second,
        started(worker, environ) as first_worker,
        started(worker, environ) as second_worker,
    ):
        assert wait_for(lambda: all(is_ready(port, environ) for port in ports))
        for port in ports:
            status, headers = page(port, "/account/login/")
            assert status == 200
            assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
            assert "default-src 'self'" in headers["Content-Security-Policy"]
        order = (
            "from mentorway.web.core.tasks import send_letter; send_letter.enqueue('a@example.org', 's', 'b')"
        )
        subprocess.run(  # noqa: S603
            [sys.executable, "-m", "django", "shell", "-v", "0", "-c", order], env=environ, check=True
        )
        address = Path(environ["DATABASE_URL_FILE"]).read_text().strip()
        with psycopg.connect(address, autocommit=True) as database:
            states = (
                "SELECT status FROM django_tasks_database_dbtaskresult WHERE task_path LIKE '%send_letter'"
            )
            assert wait_for(lambda: database.execute(states).fetchall() == [("SUCCESSFUL",)])
        second.send_signal(signal.SIGTERM)
        assert second.wait(90) == 0
        assert page(ports[0], "/account/login/")[0] == 200, "the other goes on"
        assert (first_worker.poll(), second_worker.poll()) == (None, None)
        with pytest.raises(urllib.error.URLError):
            page(ports[1], "/health/")
