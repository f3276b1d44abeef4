"""Which certificates were taken back: one bit each in a published list (W3C's Bitstring Status List)."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import secrets
import zlib
from collections.abc import Collection
from typing import Any, Final

from mentorway.credentials.badges import Names
from mentorway.credentials.documents import CREDENTIALS
from mentorway.credentials.keys import SigningKey
from mentorway.credentials.proofs import moment, signed
from mentorway.wording import InvalidInputError, Message

BITS: Final = 131_072  # the fewest that hide who is meant
MOST_BYTES: Final = 1_000_000
PURPOSE: Final = "revocation"
FRESH: Final = dt.timedelta(days=30)  # an older list says nothing: somebody may keep one from before


def free_index(taken: Collection[int]) -> int:
    """Return a place in the list that nobody has, by chance: places in a row would tell who came when.

    Parameters
    ----------
    taken : collection of int
        Places that are given out already.

    Returns
    -------
    int
        From 0 to 131,071.

    Raises
    ------
    InvalidInputError
        More than half of the list is given out: begin a new one.

    Examples
    --------
    >>> 0 <= free_index({1, 2}) < 131_072
    True
    """
    if len(taken) * 2 > BITS:
        raise InvalidInputError(
            Message("The list of certificates is half full. Begin a new list for those that follow.")
        )
    while True:
        index = secrets.randbelow(BITS)
        if index not in taken:
            return index


def encoded(revoked: Collection[int]) -> str:
    """Return the list as it is published: bits packed by gzip, in base64url with a “u” in front.

    >>> is_revoked(encoded({7, 131_071}), 7), is_revoked(encoded({7}), 8)
    (True, False)
    """
    bits = bytearray(BITS // 8)
    for index in revoked:
        _refuse_beyond(index, BITS)
        bits[index // 8] |= 0x80 >> index % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def is_revoked(text: str, index: int) -> bool:
    """Say whether a certificate was taken back.

    Parameters
    ----------
    text : str
        The ``encodedList`` of a status list.
    index : int
        The certificate's place.

    Returns
    -------
    bool

    Raises
    ------
    InvalidInputError
        The list cannot be read, is too short, or does not reach so far.
    """
    bits = _unpacked(text)
    _refuse_beyond(index, len(bits) * 8)
    return bool(bits[index // 8] & (0x80 >> index % 8))


def _refuse_beyond(index: int, bits: int) -> None:
    if not 0 <= index < bits:
        raise InvalidInputError(
            Message(
                "The list of what was taken back has %(bits)d places, and the certificate "
                "is number %(index)d.",
                {"bits": bits, "index": index},
            )
        )


def _unpacked(text: str) -> bytes:
    try:
        packed = base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        bits = unpacker.decompress(packed, MOST_BYTES)
    except (ValueError, zlib.error) as error:
        raise InvalidInputError(UNREADABLE) from error
    if not text.startswith("u") or not unpacker.eof or len(bits) * 8 < BITS:
        raise InvalidInputError(UNREADABLE)
    return bits


UNREADABLE: Final = Message("The list of what was taken back cannot be read. Fetch it again from the issuer.")


def status_credential(
    address: str, revoked: Collection[int], key: SigningKey, *, names: Names, at: dt.datetime
) -> dict[str, Any]:
    """Return the signed list of what was taken back.

    Parameters
    ----------
    address : str
        Where it is published.
    revoked : collection of int
        The places of certificates that were taken back.
    key, names, at
        Who signs it, and when.

    Returns
    -------
    dict
        A verifiable credential.

    References
    ----------
    W3C (2025), Bitstring Status List v1.0, https://www.w3.org/TR/vc-bitstring-status-list/.
    """
    document = {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": names.issuer,
        "validFrom": moment(at),
        "validUntil": moment(at + FRESH),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": PURPOSE,
            "encodedList": encoded(revoked),
        },
    }
    return signed(document, key, method=names.method, at=at)
