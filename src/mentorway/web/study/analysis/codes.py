"""Codes that people are given, and codes that they get: random, and short enough to write down.

A one-time code is made from its row's serial and the secret of the installation, so that a letter can be
written again and a sheet printed again, and a copy of the database alone opens nothing.
"""

import hashlib
import secrets
import uuid
from typing import Any

from django.utils.crypto import salted_hmac

from mentorway.web.study.models import AccessCode

SALT = "mentorway.study.code"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
GROUP = 4
LENGTH = 16
ANSWER_LENGTH = 12


def hash_of(secret: str) -> str:
    """Return the fingerprint by which a code or key is found; how people write it does not matter.

    >>> hash_of("ABCD-efgh ") == hash_of("abcdefgh")
    True
    """
    plain = "".join(letter for letter in secret.lower() if letter.isalnum() or letter == "_")
    return hashlib.sha256(plain.encode()).hexdigest()


def one_time_code(serial: uuid.UUID) -> str:
    """Return the code that belongs to a serial: sixteen letters (79 bits) in four groups."""
    digest = salted_hmac(SALT, serial.hex, algorithm="sha256").digest()
    number = int.from_bytes(digest, "big")
    letters = []
    for _place in range(LENGTH):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    return grouped("".join(letters))


def new_code(**fields: Any) -> AccessCode:
    """Return a new one-time code, not yet saved."""
    serial = uuid.uuid4()
    return AccessCode(serial=serial, token_hash=hash_of(one_time_code(serial)), **fields)


def respondent_code() -> str:
    """Return a random code for one person's answers: twelve letters in three groups."""
    return grouped("".join(secrets.choice(LETTERS) for _place in range(ANSWER_LENGTH)))


def device_key() -> str:
    """Return a random key for a device."""
    return secrets.token_hex(24)


def grouped(letters: str) -> str:
    """Return letters in groups that are easy to copy by hand.

    >>> grouped("abcdefgh")
    'abcd-efgh'
    """
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def tidy(code: str) -> str:
    """Return a code as it is kept, however it was typed.

    >>> tidy(" ABCD efgh2345 ")
    'abcd-efgh-2345'
    """
    return grouped("".join(letter for letter in code.lower() if letter.isalnum()))
