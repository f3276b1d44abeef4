"""Sending a package by HTTPS: to one address, its certificate checked, to no machine inside the house."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult

from mentorway.federation.canonical import read
from mentorway.outward import Limits, NotReachedError, Trouble, parts_of, post
from mentorway.wording import InvalidInputError, Message, shown

SECONDS: Final = 30.0
STEPS: Final = 10  # as many times as long for everything: a large package takes minutes on a slow line
MOST_ANSWER: Final = 100_000
TYPE: Final = "application/json"
NOT_YET, EXPIRED = 9, 10  # as OpenSSL numbers what is wrong with certificates
OTHER_HOST = (62, 64)  # another name, another number
OK, CREATED, TOO_MANY, SERVER = 200, 201, 429, 500


class UnreachableError(InvalidInputError):
    """It did not arrive for now; sending again later may help."""


@dataclass(frozen=True)
class Way:
    """How packages are sent.

    Parameters
    ----------
    ca_file : Path, optional
        Certificates to trust besides those of the system.
    allow_private : bool
        Whether machines inside the house and plain HTTP are allowed: for trying it out only.
    seconds : float
        How long to wait for each step; ten times as long for everything.
    """

    ca_file: Path | None = None
    allow_private: bool = False
    seconds: float = SECONDS


def send(address: str, data: bytes, way: Way) -> bytes:
    """Send a package and return what was answered: the receipt, as it came.

    No proxy is asked, no redirection followed, and no machine reached but the one that was looked up and
    found to be a public one.

    Parameters
    ----------
    address : str
        Where to, as the call says: ``https://…``.
    data : bytes
        The signed package.
    way : Way
        What is trusted.

    Returns
    -------
    bytes

    Raises
    ------
    UnreachableError
        Nobody answered, or they are too busy: try again later.
    InvalidInputError
        The address is none, its certificate is not right, or the package was refused; the message says why.
    """
    parts = _parts(address, way)
    host = parts.hostname or ""
    limits = Limits(way.seconds, way.seconds * STEPS, MOST_ANSWER + 1, way.allow_private, _believed(way))
    try:
        answer = post(parts, {"Content-Type": TYPE, "Accept": TYPE}, data, limits)
    except NotReachedError as error:
        raise _not_reached(error, host) from error
    return _answered(answer.status, answer.body, host)


def _parts(address: str, way: Way) -> SplitResult:
    """Return the parts of an address to which something may be sent, without looking it up."""
    parts = parts_of(address, allow_private=True)
    is_plain = address.isascii() and address.isprintable() and " " not in address
    if parts is None or parts.query or parts.fragment or not is_plain:
        raise InvalidInputError(
            Message("“%(address)s” is no address to send to.", {"address": shown(address)})
        )
    if parts.scheme != "https" and not way.allow_private:
        raise InvalidInputError(
            Message(
                "“%(address)s” is not an https address, so others could read and change what is sent.",
                {"address": shown(address)},
            )
        )
    return parts


def _believed(way: Way) -> ssl.SSLContext | None:
    """Whose certificates are believed besides those that the system does, if any."""
    if way.ca_file is None:
        return None
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(cafile=way.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise InvalidInputError(
            Message(
                "“%(file)s” holds no certificates that can be trusted.", {"file": shown(way.ca_file.name)}
            )
        ) from error
    return context


def _not_reached(error: NotReachedError, host: str) -> InvalidInputError:
    """Say why nothing arrived; only what may be otherwise later is sent again."""
    if error.trouble is Trouble.INWARD:
        return InvalidInputError(
            Message(
                "“%(host)s” is a machine inside the house (%(address)s), and nothing is sent there. If this "
                "is a trial, the settings can allow it.",
                {"host": shown(host), "address": error.about},
            )
        )
    if isinstance(error.__cause__, ssl.SSLCertVerificationError):
        return InvalidInputError(_certificate(error.__cause__, host))
    return UnreachableError(
        Message(
            "%(host)s could not be reached: %(reason)s. The package is not lost: it can be sent again.",
            {"host": shown(host), "reason": shown(error.about or error.trouble)},
        )
    )


def _certificate(error: ssl.SSLCertVerificationError, host: str) -> Message:
    values = {"host": shown(host)}
    if error.verify_code == EXPIRED:
        text = (
            "The certificate of %(host)s has expired, so nobody can tell whether it is the right machine. "
            "Nothing was sent. Tell the coordinator to renew it."
        )
    elif error.verify_code == NOT_YET:
        text = (
            "The certificate of %(host)s is not valid yet, by the clock here. Nothing was sent. Look at the "
            "clocks on both sides."
        )
    elif error.verify_code in OTHER_HOST:
        text = (
            "The certificate is of another machine than %(host)s. Nothing was sent. Check the address of the "
            "call with the coordinator."
        )
    else:
        text = (
            "Nobody who is trusted here has signed the certificate of %(host)s (%(reason)s). Nothing was "
            "sent. If the coordinator has an authority of their own, name its file in the settings."
        )
        values["reason"] = shown(error.verify_message)
    return Message(text, values)


def _answered(status: int, answer: bytes, host: str) -> bytes:
    if status in (OK, CREATED):
        if len(answer) > MOST_ANSWER:
            raise InvalidInputError(
                Message("What %(host)s answered is no receipt: it is too long.", {"host": shown(host)})
            )
        return answer
    said = _said(answer)
    if status >= SERVER or status == TOO_MANY:
        raise UnreachableError(
            Message(
                "%(host)s cannot take the package now (%(status)d). It is not lost: it can be sent again.",
                {"host": shown(host), "status": status},
            )
        )
    raise InvalidInputError(
        Message(
            "%(host)s refused the package (%(status)d): %(said)s",
            {"host": shown(host), "status": status, "said": said or "–"},
        )
    )


def _said(answer: bytes) -> str:
    """What the other side says, if it follows the protocol."""
    try:
        value = read(answer[:MOST_ANSWER])
    except InvalidInputError:
        return ""
    text = value.get("message") if isinstance(value, dict) else None
    return "".join(one if one.isprintable() else "�" for one in text[:400]) if isinstance(text, str) else ""
