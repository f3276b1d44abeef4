"""Keep out of every log what only one person may know: links, codes, keys of devices, e-mail addresses.

Addresses are written with the words that our own routes have, and with short numbers; any other part of them,
and whatever follows a question mark, becomes “…”. So a link is not told even where a letter of it is wrong.
"""

import functools
import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.conf import settings
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
SHORTEST: Final = 4  # letters of a value that is looked for in a traceback


class Secrets(logging.Filter):
    """Let every record pass, without its secrets."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the sentence and the traceback of a record."""
        values = _captured(getattr(record, "request", None))
        text = record.getMessage()
        if record.name.startswith(OF_REQUESTS):
            text = ADDRESS.sub(_without_secrets, text)
        record.msg, record.args = hidden(text, values), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = hidden(record.exc_text, values)
        return True


def hidden(text: str, values: Iterable[str] = ()) -> str:
    """Return a text without ``values``, without e-mail addresses, and without what looks like a secret.

    >>> hidden("No draft for q7Jx-2mVbT0aYw9LkP4sZc1RfH8nUdEo of vilma@example.org")
    'No draft for … of …'
    """
    for value in values:
        text = text.replace(value, HIDDEN)
    return TOKEN.sub(HIDDEN, EMAIL.sub(HIDDEN, text))


def _captured(request: Any) -> list[str]:
    """Return the texts that stand in the address of a request; numbers are no secrets."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return []
    values = [str(value) for value in (*match.args, *match.kwargs.values()) if not isinstance(value, int)]
    return sorted((value for value in values if len(value) >= SHORTEST), key=len, reverse=True)


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
