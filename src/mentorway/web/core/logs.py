"""Keep out of every log what only one person may know: links, codes, keys of devices, e-mail addresses.

Addresses are written with the words that our own routes have, and with short numbers; any other part of them,
and whatever follows a question mark, becomes “…”. So a link is not told even where a letter of it is wrong.

With MENTORWAY_LOGS=json each record is one line of JSON, which holds less: the sentence of the program
without the values in it, and of an error its class and where it happened, without its text.
"""

import datetime as dt
import functools
import json
import logging
import re
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.urls import URLPattern, URLResolver, get_resolver

HIDDEN: Final = "…"
OF_REQUESTS: Final = ("django.request", "django.security", "django.server", "django.csrf", "gunicorn")
ADDRESS = re.compile(r"""(?<![\w:/.])(https?://[^/\s"'?#]+)?(/[^\s"'?#]*)(\?[^\s"']*)?""")
NUMBER = re.compile(r"\d{1,9}")
EMAIL = re.compile(r"""[^\s@<>"'(),;:/=]+@[^\s@<>"'(),;:/]+\.\w+""")
TOKEN = re.compile(
    r"""
    (?<![\w-])(?:
        [0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}     # a UUID
        | (?:[0-9A-Za-z]{4}-){2,}[0-9A-Za-z]{4}                  # a code as it is printed
        | (?=[\w-]*[0-9])(?=[\w-]*[A-Za-z])[\w-]{24,}            # what nobody can guess
    )(?![\w-])
    """,
    re.VERBOSE,
)
STRANGE_HOST: Final = "django.security.DisallowedHost"
QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
PLAIN_WORD = re.compile(r"[a-z_]{1,12}|\d{1,9}|")
SHORTEST: Final = 4  # letters of a value that is looked for in a traceback


class Secrets(logging.Filter):
    """Let every record pass, without its secrets."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the sentence and the traceback of a record."""
        values = _captured(getattr(record, "request", None))
        record.template = hidden(_unquoted(record, str(record.msg)), values)
        text = _unquoted(record, record.getMessage())
        if record.name.startswith(OF_REQUESTS):
            text = ADDRESS.sub(_without_secrets, text)
        record.msg, record.args = hidden(text, values), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = hidden(_unquoted(record, record.exc_text), values)
        return True


FACTS: Final = ("request_id", "view", "method", "status", "ms", "user", "task", "task_id")
_about: ContextVar[dict[str, Any] | None] = ContextVar("about", default=None)


@contextmanager
def about(**facts: Any) -> Iterator[dict[str, Any]]:
    """Say of which request or task the lines are that are written meanwhile."""
    token = _about.set(facts)
    try:
        yield facts
    finally:
        _about.reset(token)


def tell(**facts: Any) -> None:
    """Add to what the lines that are written meanwhile are about."""
    known = _about.get()
    if known is not None:
        known.update(facts)


class Json(logging.Formatter):
    """One record as one line of JSON; put after `Secrets`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: when, how bad, which log, the sentence, what it is about, the error if any."""
        line = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": getattr(record, "template", "") or hidden(str(record.msg)),
        }
        known = {**(_about.get() or {}), **{name: getattr(record, name, None) for name in ("status", "ms")}}
        line |= {name: known[name] for name in FACTS if known.get(name) not in (None, "")}
        line |= _error_of(record)
        return json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)


def _error_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return the class of an error and where it was raised; its text may be about somebody."""
    kind, error, _frames = record.exc_info or (None, None, None)
    if kind is None or error is None:
        return {}
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": f"{kind.__module__}.{kind.__qualname__}",
        "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def hidden(text: str, values: Iterable[str] = ()) -> str:
    """Return a text without ``values``, without e-mail addresses, and without what looks like a secret.

    >>> hidden("No draft for q7Jx-2mVbT0aYw9LkP4sZc1RfH8nUdEo of vilma@example.org")
    'No draft for … of …'
    """
    for value in values:
        text = text.replace(value, HIDDEN)
    return TOKEN.sub(HIDDEN, EMAIL.sub(HIDDEN, text))


def _unquoted(record: logging.LogRecord, text: str) -> str:
    """Return a text without what it quotes, where that is what a stranger sent: the name of a host."""
    return QUOTED.sub(HIDDEN, text) if record.name == STRANGE_HOST else text


def _captured(request: Any) -> list[str]:
    """Return texts that stand in the address of a request or came with it; numbers are no secrets."""
    match = getattr(request, "resolver_match", None)
    found = [*match.args, *match.kwargs.values()] if match else []
    values = {str(value) for value in found if not isinstance(value, int)} | _sent(request)
    return sorted((value for value in values if len(value) >= SHORTEST), key=len, reverse=True)


def _sent(request: Any) -> set[str]:
    """Return what people wrote, after the question mark and in forms, and how who is signed in is called."""
    inside = getattr(request, "__dict__", {})
    try:
        asked = getattr(request, "GET", None)
    except SuspiciousOperation:  # more fields than are read: then nothing of ours has read them either
        asked = None
    sent = [one for one in (asked, inside.get("_post")) if one is not None]
    values = {value for one in sent for name in one for value in one.getlist(name) if isinstance(value, str)}
    person = inside.get("_cached_user")
    own = {str(getattr(person, name, "")) for name in ("name", "email")}
    # A single common word would be hidden wherever it stands in a path or a program.
    return {value for value in values | own if not PLAIN_WORD.fullmatch(value)}


def _without_secrets(found: re.Match[str]) -> str:
    host, path, query = (part or "" for part in found.groups())
    return f"{host}{_told(path)}{'?' + HIDDEN if query else ''}"


def _told(path: str) -> str:
    try:
        static, words = settings.STATIC_URL, _words()
    except Exception:  # noqa: BLE001 - before Django is set up, or when it cannot be: then no word is ours
        static, words = None, frozenset()
    if static and path.startswith(static):
        return path
    parts = path.split("/")
    return "/".join(part if not part or part in words or NUMBER.fullmatch(part) else HIDDEN for part in parts)


@functools.cache
def _words() -> frozenset[str]:
    """Return the words that stand in our routes."""
    return frozenset(word for route in _routes(get_resolver().url_patterns) for word in _literal(route))


def _routes(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        yield str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns)


def _literal(route: str) -> Iterator[str]:
    r"""Yield the parts of a route that are the same in every address.

    >>> list(_literal("d/<str:link>/overview/")), list(_literal("^confirm-email/(?P<key>[-:\\w]+)/$"))
    (['d', 'overview'], ['confirm-email'])
    """
    for part in route.strip("^$").replace(r"\Z", "").split("/"):
        word = part.replace("\\", "")
        if re.fullmatch(r"[\w.-]+", word):
            yield word
