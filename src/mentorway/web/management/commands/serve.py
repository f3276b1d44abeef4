"""Set the installation up and serve it: web server and workers, until Ctrl-C."""

import os
import shutil
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
from mentorway.web.core import checks, later, metrics
from mentorway.web.core.work.models import Worker
from mentorway.web.management import settling
from mentorway.web.management.serving import web_command
from mentorway.web.network.example import people
from mentorway.web.network.models import Partner

TICK = 0.5
BACKGROUND = 2  # so that a long comparison keeps nobody else waiting
PATIENCE = 15.0
AFTER_THE_FIRST_PAGE = 4.0  # seconds: until then the machine is for who looks at it
COUNTED = "counted"


class Command(BaseCommand):
    help = "Migrate, load the example programme into an empty installation, and serve."
    requires_system_checks = ()  # those of an installation are asked below, before anything is done

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.MENTORWAY_PUBLIC.port or 8000)
        parser.add_argument("--bind", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--workers", type=int, default=2, help="web processes (default: %(default)s)")
        parser.add_argument("--no-example", action="store_true", help="leave an empty installation empty")

    def handle(self, *, port: int, bind: str, workers: int, no_example: bool, **options: Any) -> None:
        if port not in range(1, 65536):
            raise CommandError(f"--port is {port}. Write a number from 1 to 65535.")
        del options
        self._check()
        self._settle(example=not no_example)
        environ = environment_of(port)
        self._greet(environ["MENTORWAY_PUBLIC_URL"])
        sys.exit(Children(commands_of(bind, port, workers), environ).watch())

    def _check(self) -> None:
        """Refuse what cannot go well, all of it at once; warn of the rest."""
        found = checks.problems()
        for warning in found.warnings:
            self.stderr.write(self.style.WARNING(f"Warning: {warning}"))
        if found.errors:
            raise CommandError("This installation is not served:\n- " + "\n- ".join(found.errors))

    def _settle(self, *, example: bool) -> None:
        """Set up what this version needs, unless that was done before."""
        if settling.State.now(example=example).is_noted():
            take_back()
            return
        set_up()
        if example and not Partner.objects.filter(is_example=False).exists():
            self.stdout.write("Loading the example programme …")
            self.stdout.flush()
            call_command("load_example", verbosity=0)
        later.note(settling.addresses())
        settling.State.now(example=example).note()

    def _greet(self, address: str) -> None:
        self.stdout.write(self.style.SUCCESS(f"\nMentorway is at {address}"))
        if User.objects.filter(email=people.COORDINATOR, is_active=True).exists():
            self.stdout.write(f"Sign in as {people.COORDINATOR} · {people.password()}")
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
    take_back()


def take_back() -> None:
    """Take back what an earlier start left undone, where nobody else can be doing it."""
    if connection.vendor == "sqlite":
        call_command("reap_tasks", older_than=0, verbosity=0)
        Worker.objects.all().delete()


def environment_of(port: int) -> dict[str, str]:
    """Return the environment of all processes; the folder in which they count is emptied."""
    counted = settings.MENTORWAY_DATA / COUNTED
    shutil.rmtree(counted, ignore_errors=True)
    counted.mkdir(mode=0o700)
    return {
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",  # else each thread keeps what it gave back to itself
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
        "MENTORWAY_PUBLIC_URL": os.environ.get("MENTORWAY_PUBLIC_URL") or f"http://localhost:{port}",
        later.FILE: str(settling.addresses()),
        metrics.FOLDER: str(counted),
    }


def commands_of(bind: str, port: int, workers: int) -> list[list[str]]:
    """Return the command lines of all processes that make up a served installation."""
    return [web_command(bind, port, workers), *(worker_command() for _number in range(BACKGROUND))]


def worker_command() -> list[str]:
    """Return the command line of a process that does what pages do not wait for."""
    return [sys.executable, "-m", "django", "work", "--interval", "0.5", "--verbosity", "0"]


class Children:
    """The processes that make up a served installation: all of them run, or none."""

    def __init__(self, commands: list[list[str]], environ: dict[str, str]) -> None:
        self._stopping = False
        self._environ = environ
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        # Sessions of their own, so that Ctrl-C reaches them through us only.
        self._processes = [self._start(commands[0])]
        self._later = list(commands[1:])

    def _start(self, command: list[str]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(command, env=self._environ, start_new_session=True)  # noqa: S603 - ours

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self._stopping = True

    def watch(self) -> int:
        """Wait until asked to stop (0) or until one of them ends by itself (1)."""
        began = time.monotonic()
        try:
            while not self._stopping:
                if any(process.poll() is not None for process in self._processes):
                    return 1
                if self._later and time.monotonic() - began > AFTER_THE_FIRST_PAGE:
                    self._processes.append(self._start(self._later.pop(0)))
                time.sleep(TICK)
        finally:
            self._stop()
        return 0

    def _stop(self) -> None:
        for process in self._processes:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in self._processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
