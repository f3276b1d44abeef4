"""Set the installation up and serve it: web server and workers, until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from mentorway.web.accounts.models import User
from mentorway.web.management.commands import load_example
from mentorway.web.management.serving import web_command
from mentorway.web.network.models import Partner

TICK = 0.5
BACKGROUND = 2  # so that a long comparison keeps nobody else waiting
REAP_EVERY = 60.0
DUE_EVERY = 3600.0
DUE_FIRST = 60.0  # after the start, when the first people have their pages
PATIENCE = 15.0


class Command(BaseCommand):
    help = "Migrate, load the example programme into an empty installation, and serve."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.MENTORWAY_PUBLIC.port or 8000)
        parser.add_argument("--bind", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--workers", type=int, default=2, help="web processes (default: %(default)s)")
        parser.add_argument("--no-example", action="store_true", help="leave an empty installation empty")

    def handle(self, *, port: int, bind: str, workers: int, no_example: bool, **options: Any) -> None:
        if port not in range(1, 65536):
            raise CommandError(f"--port is {port}. Write a number from 1 to 65535.")
        del options
        set_up()
        if not no_example and not Partner.objects.filter(is_example=False).exists():
            self.stdout.write("Loading the example programme …")
            self.stdout.flush()
            call_command("load_example", verbosity=0)
        environ = {
            "OPENBLAS_NUM_THREADS": "1",
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
        }
        if "MENTORWAY_PUBLIC_URL" not in os.environ:
            environ["MENTORWAY_PUBLIC_URL"] = f"http://localhost:{port}"
        self._greet(environ.get("MENTORWAY_PUBLIC_URL", ""))
        children = Children(commands_of(bind, port, workers), environ)
        sys.exit(children.watch())

    def _greet(self, address: str) -> None:
        self.stdout.write(self.style.SUCCESS(f"\nMentorway is at {address}"))
        if User.objects.filter(email=load_example.COORDINATOR).exists():
            self.stdout.write(f"Sign in as {load_example.COORDINATOR} · {load_example.password()}")
        if folder := getattr(settings, "EMAIL_FILE_PATH", None):
            self.stdout.write(f"No mail server is set (EMAIL_URL): letters are written to {folder}")
        self.stdout.write("Stop with Ctrl-C.\n")
        self.stdout.flush()


def set_up() -> None:
    """Bring tables, translations and static files up to this version."""
    call_command("compile_translations", verbosity=0)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if connection.vendor == "sqlite":
        call_command("reap_tasks", older_than=0, verbosity=0)


def commands_of(bind: str, port: int, workers: int) -> list[list[str]]:
    """Return the command lines of all processes that make up a served installation."""
    return [web_command(bind, port, workers), *(worker_command() for _number in range(BACKGROUND))]


def worker_command() -> list[str]:
    """Return the command line of a process that does what pages do not wait for."""
    options = ("--queue-name", "*", "--interval", "0.5", "--no-startup-delay", "--no-reload")
    return [sys.executable, "-m", "django", "db_worker", *options, "--verbosity", "0"]


def due_command() -> list[str]:
    """Return the command line of what is done once an hour, and then ends."""
    return [sys.executable, "-m", "django", "do_due_work", "--verbosity", "0"]


class Children:
    """The processes that make up a served installation: all of them run, or none."""

    def __init__(self, commands: list[list[str]], environ: dict[str, str]) -> None:
        self._stopping = False
        self._environ = environ
        self._due: subprocess.Popen[bytes] | None = None
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        # Sessions of their own, so that Ctrl-C reaches them through us only.
        self._processes = [self._start(command) for command in commands]

    def _start(self, command: list[str]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(command, env=self._environ, start_new_session=True)  # noqa: S603 - ours

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self._stopping = True

    def watch(self) -> int:
        """Wait until asked to stop (0) or until one of them ends by itself (1)."""
        reaped, worked = time.monotonic(), time.monotonic() - DUE_EVERY + DUE_FIRST
        try:
            while not self._stopping:
                if any(process.poll() is not None for process in self._processes):
                    return 1
                if time.monotonic() - worked > DUE_EVERY and not self._is_busy():
                    self._due, worked = self._start(due_command()), time.monotonic()
                if time.monotonic() - reaped > REAP_EVERY:
                    call_command("reap_tasks", verbosity=0)
                    reaped = time.monotonic()
                time.sleep(TICK)
        finally:
            self._stop()
        return 0

    def _is_busy(self) -> bool:
        """Whether the due work of the hour before is still being done; its process is cleared away."""
        return self._due is not None and self._due.poll() is None

    def _stop(self) -> None:
        processes = [*self._processes, *([self._due] if self._due else [])]
        for process in processes:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
