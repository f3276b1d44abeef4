"""What the installation counts about itself, for Prometheus; nothing that is counted is about a person.

Several processes count into one folder (PROMETHEUS_MULTIPROC_DIR, set by ``serve``), and whoever is asked
adds it all up. What one counted that is gone goes on in one set of files (`bury`), so that the folder does
not grow with every process. Without that folder, each process tells of itself.
"""

import fcntl
import logging
import os
import platform
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

import mentorway
from mentorway.web.core.guarding import METHODS

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
SUMMED: Final = ("counter", "histogram", "summary")  # what a process leaves; a gauge goes with it
GONE: Final = "gone"  # stands in the names of files where those of a process have its number
ROOM: Final = 2**20  # bytes for what all processes together counted of one kind
UNREADABLE: Final = (OSError, RuntimeError, ValueError, struct.error)
LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
PASSED_ON: Final = ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Real-IP")
OWN: Final = CollectorRegistry()
logger = logging.getLogger(__name__)
REQUESTS: Final = Histogram(
    "mentorway_request_seconds",
    "How long requests took, by the name of the view.",
    ["view", "method", "status"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0),
    registry=OWN,
)
TASKS: Final = Histogram(
    "mentorway_task_seconds",
    "How long work took that pages do not wait for, by name and how it ended.",
    ["task", "outcome"],
    buckets=(0.1, 1.0, 10.0, 60.0, 600.0, 3600.0),
    registry=OWN,
)
DATABASE_ERRORS: Final = Counter(
    "mentorway_database_errors", "Errors of the database, by class.", ["error"], registry=OWN
)
LOGINS_FAILED: Final = Counter("mentorway_logins_failed", "Attempts to sign in that failed.", registry=OWN)
LETTERS: Final = Counter(
    "mentorway_letters", "Letters handed to the mail server, or not.", ["outcome"], registry=OWN
)


def request_ended(view: str, method: str, status: int, seconds: float) -> None:
    """Count a request; an address that is no page of ours has no name."""
    known = method if method in METHODS else "OTHER"
    REQUESTS.labels(view or "none", known, f"{status // 100}xx").observe(seconds)


def task_ended(name: str, outcome: str, seconds: float) -> None:
    """Count a task."""
    TASKS.labels(name, outcome).observe(seconds)


def database_failed(error: BaseException) -> None:
    """Count an error of the database; other errors are passed over."""
    if isinstance(error, DatabaseError):
        DATABASE_ERRORS.labels(type(error).__name__).inc()


def login_failed() -> None:
    """Count an attempt to sign in that failed."""
    LOGINS_FAILED.inc()


def may_read(request: HttpRequest) -> bool:
    """Whether ``request`` holds the token, or, where none is set, comes from this very machine.

    What a web server in front passes on comes from this machine too, so it needs the token.
    """
    token = settings.MENTORWAY_METRICS_TOKEN
    if token:
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")
    is_passed_on = settings.BEHIND_PROXY or any(name in request.headers for name in PASSED_ON)
    return not is_passed_on and request.META.get("REMOTE_ADDR") in LOOPBACK


def text(*more: Collector) -> bytes:
    """Return all that was counted, by all processes, and what ``more`` finds now, as Prometheus reads it."""
    now = CollectorRegistry()
    for one in more:
        now.register(one)
    return _counted() + generate_latest(now)


def _counted() -> bytes:
    if not os.environ.get(FOLDER):
        return generate_latest(OWN)
    counted = CollectorRegistry()
    MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    with _held(fcntl.LOCK_SH):
        return generate_latest(counted)


def bury(pid: int) -> None:
    """Add what a process counted that is gone to what all before it counted, and remove its files.

    The parent of all web processes does it: whatever fails here is said, and nobody stops answering for it.
    """
    if not os.environ.get(FOLDER):
        return
    try:
        with _held(fcntl.LOCK_EX) as folder:
            for file in folder.glob(f"*_{pid}.db"):
                _move_over(file, folder)
    except OSError:
        logger.exception("What a process counted cannot be put with the rest.")


def _move_over(file: Path, folder: Path) -> None:
    try:
        _add_up(file, folder)
    except UNREADABLE:
        logger.exception("What a process counted cannot be read.")
    file.unlink(missing_ok=True)


def _add_up(file: Path, folder: Path) -> None:
    kind = file.name.partition("_")[0]
    if kind not in SUMMED:
        return
    counted = list(MmapedDict.read_all_values_from_file(file))  # type: ignore[no-untyped-call]
    sums = folder / f"{kind}_{GONE}.db"
    _make_room(sums)
    whole = MmapedDict(str(sums))  # type: ignore[no-untyped-call]
    try:
        for key, value, _at, _where in counted:
            before, _at = whole.read_value(key)  # type: ignore[no-untyped-call]
            whole.write_value(key, before + value, 0.0)  # type: ignore[no-untyped-call]
    finally:
        whole.close()  # type: ignore[no-untyped-call]


def _make_room(sums: Path) -> None:
    """Take the room on the disk that is written to: where there is none, writing would end the process."""
    with sums.open("ab") as file:
        os.posix_fallocate(file.fileno(), 0, max(sums.stat().st_size, ROOM))


@contextmanager
def _held(how: int) -> Iterator[Path]:
    """Let nobody read while files are put together, so that nothing is counted twice or not at all."""
    folder = Path(os.environ[FOLDER])
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, how)
        yield folder


def build() -> dict[str, str]:
    """Return what runs here."""
    return {"version": mentorway.__version__, "python": platform.python_version()}
