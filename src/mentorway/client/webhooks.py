"""Messages of an installation: whether one really comes from it, by the scheme of Standard Webhooks.

Each message carries ``webhook-id``, ``webhook-timestamp`` (seconds since 1970) and ``webhook-signature``: a
list of ``v1,`` with HMAC-SHA256 of ``id.timestamp.body`` in base64; two while the secret is exchanged.

References
----------
Standard Webhooks, https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any, Final

PREFIX: Final = "whsec_"
VERSION: Final = "v1"
TOLERANCE: Final = 300  # seconds that the clocks of both sides may differ
FEWEST_BYTES, MOST_BYTES = 24, 64  # of a secret, as the scheme says


class NotOursError(ValueError):
    """A message that must not be believed; the sentence says why."""


def key_of(secret: str) -> bytes:
    """Return the key in a secret.

    Parameters
    ----------
    secret : str
        ``whsec_`` and 24 to 64 bytes in base64; the beginning may be missing.

    Returns
    -------
    bytes
        What the signature is reckoned with.

    Raises
    ------
    ValueError
        It is no secret of this scheme.

    Examples
    --------
    >>> len(key_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
    24
    """
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("The secret is no base64. Copy it whole, with “whsec_” in front.") from error
    if not FEWEST_BYTES <= len(key) <= MOST_BYTES:
        raise ValueError(f"The secret has {len(key)} bytes, and {FEWEST_BYTES} to {MOST_BYTES} are needed.")
    return key


def sign(secret: str, message: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a message.

    Parameters
    ----------
    secret : str
        As the page showed it once.
    message : str
        What stands in ``webhook-id``.
    timestamp : int
        Seconds since 1970, as in ``webhook-timestamp``.
    body : bytes
        What was sent, byte by byte.

    Returns
    -------
    str
        ``v1,`` and the signature in base64.

    Raises
    ------
    ValueError
        It is no secret of this scheme.

    Examples
    --------
    The example of the specification's own libraries:

    >>> secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    >>> sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    signed = b".".join((message.encode(), str(timestamp).encode(), body))
    digest = hmac.new(key_of(secret), signed, hashlib.sha256).digest()
    return f"{VERSION},{base64.b64encode(digest).decode()}"


def verify(
    headers: Mapping[str, str],
    body: bytes,
    secret: str,
    tolerance: float = TOLERANCE,
    *,
    now: float | None = None,
) -> Any:
    """Return what a message says, if it comes from who holds the secret, and now.

    Parameters
    ----------
    headers : mapping
        Those of the request; large and small letters are the same.
    body : bytes
        What came, byte by byte: not what a framework made of it.
    secret : str
        As the page showed it once.
    tolerance : float
        Seconds that the message may be older, or newer, than ``now``.
    now : float, optional
        Seconds since 1970; the clock, if left out.

    Returns
    -------
    object
        The body, read as JSON.

    Raises
    ------
    NotOursError
        A header is missing, the time is too far away, no signature fits, or the body is no JSON.
    ValueError
        It is no secret of this scheme.

    Examples
    --------
    >>> secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    >>> headers = {
    ...     "Webhook-Id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    ...     "Webhook-Timestamp": "1614265330",
    ...     "Webhook-Signature": "v1,old= v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    ... }
    >>> verify(headers, body, secret, now=1614265400)
    {'test': 2432232314}
    """
    found = {name.lower(): value for name, value in headers.items()}
    message, signatures = _header(found, "webhook-id"), _header(found, "webhook-signature")
    timestamp = _time_of(_header(found, "webhook-timestamp"))
    away = (time.time() if now is None else now) - timestamp
    if abs(away) > tolerance:
        raise NotOursError(f"The message is {away:.0f} seconds old, and at most {tolerance:.0f} are allowed.")
    wanted = sign(secret, message, timestamp, body).encode()
    # All are compared, each as long as the others, so that the time tells nothing.
    fits = [hmac.compare_digest(wanted, one.encode()) for one in signatures.split(" ")]
    if not any(fits):
        raise NotOursError("No signature fits: it comes from somebody else, or was changed on the way.")
    try:
        return json.loads(body)
    except ValueError as error:
        raise NotOursError("The body is no JSON.") from error


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name, "").strip()
    if not value:
        raise NotOursError(f"The header {name} is missing.")
    return value


def _time_of(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 12):  # noqa: PLR2004 - until the year 33658
        raise NotOursError(f"The header webhook-timestamp is {text[:20]!r}, and whole seconds are needed.")
    return int(text)
