"""What is not the fault of who asks, nor of the program: a full disk, a database that is away."""

import errno
import logging
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.guarding import PROGRAMS
from mentorway.web.core.personal import Text
from mentorway.web.core.problems import problem

AWAY: Final = 503
NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
POSTGRESQL_FULL: Final = "53100"  # disk_full, as PostgreSQL numbers its errors
POSTGRESQL_AWAY: Final = ("08", "57P0", "53300")  # how those begin that tell of the connection
SQLITE_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
PRIMARY: Final = 0xFF  # of the code of an error of SQLite, what does not tell of its kind in detail
logger = logging.getLogger(__name__)


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    if isinstance(error, sqlite3.Error):
        return (getattr(error, "sqlite_errorcode", 0) & PRIMARY) == sqlite3.SQLITE_FULL
    return getattr(error, "sqlstate", None) == POSTGRESQL_FULL


def _is_away(error: BaseException) -> bool:
    if isinstance(error, sqlite3.Error):
        return (getattr(error, "sqlite_errorcode", 0) & PRIMARY) in SQLITE_BUSY
    if not type(error).__module__.startswith("psycopg"):
        return False
    state = getattr(error, "sqlstate", None)
    if state:
        return str(state).startswith(POSTGRESQL_AWAY)
    return any(one.__name__ == "OperationalError" for one in type(error).__mro__)


@dataclass(frozen=True)
class Reason:
    """Why nothing can be done just now, in words, and when it is worth trying again."""

    title: Text
    text: Text
    minutes: int
    logged: str
    is_so: Callable[[BaseException], bool]


REASONS: Final = (
    Reason(
        _("There is no room left here"),
        _(
            "The disk of this installation is full, so what you did last was not saved. Go back, keep what "
            "you wrote, and send it again in a few minutes; those who run the installation are told in "
            "its log."
        ),
        5,
        "There is no room left on the disk.",
        _is_full,
    ),
    Reason(
        _("The database does not answer just now"),
        _("What you did last was not saved. Go back, keep what you wrote, and send it again in a minute."),
        1,
        "The database does not answer.",
        _is_away,
    ),
)


def reason(error: BaseException | None) -> Reason | None:
    """Return why ``error``, or what led to it, is nobody's fault; None if it is ours.

    >>> str(reason(OSError(errno.ENOSPC, "No space left on device")).title)
    'There is no room left here'
    >>> reason(OSError(errno.EACCES, "No"))
    """
    found = list(causes(error))
    return next((one for one in REASONS if any(one.is_so(cause) for cause in found)), None)


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what led to it; an error of the database stands on that of its driver."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def answer(request: HttpRequest, error: BaseException, why: Reason) -> HttpResponse:
    """Say so, to people and to programs; asks nothing of the database."""
    logger.critical(why.logged, exc_info=error)
    if request.path.startswith(PROGRAMS):
        found: HttpResponse = problem(AWAY, str(why.title))
    else:
        found = HttpResponse(render_to_string("errors/503.html", {"why": why}), status=AWAY)
        found["Cache-Control"] = "no-store"
    found["Retry-After"] = str(why.minutes * 60)
    found._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - Django's own: once is enough
    return found
