"""How a question reaches an installation: over HTTP, or as a test likes."""

import http.client
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

SECONDS: Final = 60.0
PIECE: Final = 65_536
KNOWN: Final = ("http", "https")


@dataclass(frozen=True)
class Question:
    """What is asked."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True)
class Answer:
    """What is answered; ``pieces`` can be read once."""

    status: int
    headers: Mapping[str, str]
    pieces: Iterator[bytes]


class BrokenLineError(OSError):
    """Nobody answered, or the answer broke off: the same may be asked again."""


Carrier = Callable[[Question], Answer]


def over_http(question: Question) -> Answer:
    """Ask over HTTP, or HTTPS with certificates checked.

    Raises
    ------
    ValueError
        The address is not one of HTTP or HTTPS.
    BrokenLineError
        Nobody answered, or the answer broke off.
    OSError
        The certificate is not one to trust.
    """
    parts = urlsplit(question.url)
    if parts.scheme not in KNOWN or not parts.hostname:
        raise ValueError(
            f"An address of an installation begins with https://, but this one is {question.url!r}."
        )
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname, parts.port, timeout=SECONDS)
    try:
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        line.request(question.method, target, question.body, dict(question.headers))
        found = line.getresponse()
    except ssl.SSLCertVerificationError:
        line.close()
        raise
    except (OSError, http.client.HTTPException) as error:
        line.close()
        raise BrokenLineError(f"{question.url} does not answer: {error!r}") from error
    except BaseException:
        line.close()
        raise
    return Answer(
        found.status, {name.lower(): value for name, value in found.getheaders()}, _pieces(found, line)
    )


def _pieces(found: http.client.HTTPResponse, line: http.client.HTTPConnection) -> Iterator[bytes]:
    try:
        while piece := _piece(found):
            yield piece
        if found.length:  # http.client takes a short answer for a whole one
            raise BrokenLineError(f"The answer broke off: {found.length} bytes are missing.")
    finally:
        line.close()


def _piece(found: http.client.HTTPResponse) -> bytes:
    try:
        return found.read(PIECE)
    except (OSError, http.client.HTTPException) as error:
        raise BrokenLineError(f"The answer broke off: {error!r}") from error
