"""Asking a computer outside that somebody has named: never one of our own network.

A name is looked up once, every number behind it is judged, and the connection goes to a number that was
judged; so a name that leads elsewhere a moment later leads nowhere. Redirects are not followed, no proxy of
the environment is asked, and there is an end to how long and how much is listened to.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from threading import Timer
from typing import Final
from urllib.parse import SplitResult, urlsplit

PORTS: Final = {"https": 443, "http": 80}
# Services of clouds that computers reach from inside at numbers that look public, and what Python 3.11 takes
# for public though it is none.
INSIDE: Final = (ipaddress.ip_network("168.63.129.16/32"), ipaddress.ip_network("192.0.0.0/24"))
NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
Number = ipaddress.IPv4Address | ipaddress.IPv6Address


class Trouble(StrEnum):
    """Why nothing was answered."""

    UNKNOWN = "unknown"
    INWARD = "inward"
    TLS = "tls"
    TIMEOUT = "timeout"
    CONNECTION = "connection"


class NotReachedError(Exception):
    """Nobody was asked, or nobody answered; `about` says which number, or what the system said."""

    def __init__(self, trouble: Trouble, about: str = "") -> None:
        """Keep why."""
        super().__init__(f"{trouble}: {about}" if about else str(trouble))
        self.trouble = trouble
        self.about = about


@dataclass(frozen=True)
class Limits:
    """What is allowed.

    Parameters
    ----------
    step : float
        Seconds for each step: connecting, the next bytes.
    whole : float
        Seconds for everything together.
    most : int
        How many bytes of an answer are read.
    allow_private : bool
        Whether computers of our own network are asked, too.
    context : SSLContext, optional
        Whom to believe, if not whom the system does.
    """

    step: float
    whole: float
    most: int
    allow_private: bool = False
    context: ssl.SSLContext | None = None


@dataclass(frozen=True)
class Answer:
    """What was answered, as far as it was read."""

    status: int
    body: bytes


def is_outside(number: Number) -> bool:
    """Whether a number is one of the public internet, and not of our own network in disguise.

    Parameters
    ----------
    number : IPv4Address or IPv6Address
        What a name leads to.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_outside(ipaddress.ip_address("93.184.216.34")), is_outside(ipaddress.ip_address("::ffff:10.0.0.1"))
    (True, False)
    """
    if isinstance(number, ipaddress.IPv6Address):
        hidden = number.ipv4_mapped or number.sixtofour
        if hidden is None and number in NAT64:
            hidden = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if hidden is not None:
            return is_outside(hidden)
    is_ours = number.is_multicast or number.is_reserved or any(number in one for one in INSIDE)
    return number.is_global and not is_ours


def numbers_behind(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Return the numbers of a computer; one that is inside refuses all.

    Parameters
    ----------
    host, port : str, int
        Its name, and where it listens.
    allow_private : bool
        Whether numbers inside are right, too.

    Returns
    -------
    list of str

    Raises
    ------
    NotReachedError
        Nobody has this name, or one of its numbers is not public.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotReachedError(Trouble.UNKNOWN, _said(error)) from error
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not numbers:
        raise NotReachedError(Trouble.UNKNOWN)
    for one in [] if allow_private else numbers:
        if not is_outside(ipaddress.ip_address(one.partition("%")[0])):
            raise NotReachedError(Trouble.INWARD, one)
    return numbers


def parts_of(url: str, *, allow_private: bool) -> SplitResult | None:
    """Return the parts of an address that can be asked; None for what is none.

    Parameters
    ----------
    url : str
        What somebody has named.
    allow_private : bool
        Whether plain HTTP is right, too.

    Returns
    -------
    SplitResult or None
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    allowed = {"https", "http"} if allow_private else {"https"}
    if parts.scheme not in allowed or not parts.hostname or parts.username or parts.password or port == 0:
        return None
    return parts


def post(parts: SplitResult, headers: Mapping[str, str], body: bytes, limits: Limits) -> Answer:
    """Send to an address, and return what was answered.

    Parameters
    ----------
    parts : SplitResult
        From `parts_of`.
    headers : mapping of str to str
        What is said besides.
    body : bytes
        What is sent.
    limits : Limits
        What is allowed.

    Returns
    -------
    Answer
        Of whatever status; at most `limits.most` bytes of it.

    Raises
    ------
    NotReachedError
        Nobody was asked, or nobody answered in time.
    """
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    numbers = numbers_behind(host, port, allow_private=limits.allow_private)
    door = _Pinned(parts, numbers, limits)
    watch = _Watch(door, limits.whole)
    watch.start()
    try:
        answer = _exchanged(door, _path(parts), headers, body)
        found = Answer(answer.status, answer.read(limits.most))
    except ssl.SSLCertVerificationError as error:
        raise NotReachedError(Trouble.TLS, error.verify_message) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        is_late = watch.over or isinstance(error, TimeoutError)
        raise NotReachedError(Trouble.TIMEOUT if is_late else Trouble.CONNECTION, _said(error)) from error
    finally:
        watch.cancel()
        door.close()
    if watch.over:  # what came is not whole
        raise NotReachedError(Trouble.TIMEOUT)
    return found


class _Pinned(http.client.HTTPConnection):
    """A connection to a number that was judged, in the name that was asked for: in Host, SNI, certificate."""

    def __init__(self, parts: SplitResult, numbers: Sequence[str], limits: Limits) -> None:
        port = parts.port or PORTS[parts.scheme]
        super().__init__(parts.hostname or "", port, timeout=limits.step)
        self.numbers = numbers
        self.ends = time.monotonic() + limits.whole
        self.step = limits.step
        self.default_port = PORTS[parts.scheme]
        self.context = (limits.context or ssl.create_default_context()) if parts.scheme == "https" else None

    def connect(self) -> None:
        self.sock = self._opened()
        self._left()  # whoever watches the time may have looked before there was a socket
        if self.context is not None:
            # Whoever watches the time must find the socket while hands are shaken, however slowly.
            self.sock = self.context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def _opened(self) -> socket.socket:
        """Connect to the first of the numbers that takes a connection."""
        *others, last = self.numbers
        for number in others:
            seconds = self._left()
            with contextlib.suppress(OSError):
                return socket.create_connection((number, self.port), seconds)
        return socket.create_connection((last, self.port), self._left())

    def _left(self) -> float:
        """Return the seconds that the next step may take."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, self.step)


class _Watch(Timer):
    """Breaks a connection off when the time for everything is over, however slowly the other side talks."""

    daemon = True

    def __init__(self, door: _Pinned, seconds: float) -> None:
        super().__init__(seconds, self.give_up)
        self.door = door
        self.over = False

    def give_up(self) -> None:
        self.over = True
        with contextlib.suppress(OSError, TypeError):  # there may be no socket yet
            # Below TLS: a socket of TLS would first forget its keys, and send what comes then in the open.
            socket.socket.shutdown(self.door.sock, socket.SHUT_RDWR)


def _exchanged(door: _Pinned, path: str, headers: Mapping[str, str], body: bytes) -> http.client.HTTPResponse:
    """Send, and wait for an answer, which may come before all was sent: so too much is refused."""
    door.connect()
    # Broken off while writing: the answer that says why may be here already. If it is not, reading fails.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        door.request("POST", path, body, {**headers, "Connection": "close"})
    return door.getresponse()


def _path(parts: SplitResult) -> str:
    return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def _said(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
