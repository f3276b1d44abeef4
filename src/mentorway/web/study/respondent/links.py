"""Secrets that people hold: links to what they have begun, codes of what they have sent.

Only fingerprints are stored. What is made again from a code or a person depends on the secret of the
installation, which is not in the database.
"""

import base64
import hashlib
import secrets
from typing import Final

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from mentorway.web.study.analysis.codes import LETTERS, grouped

LINK_BYTES: Final = 24
ANSWER_LETTERS: Final = 12
_keys = Signer(salt="mentorway.study.sending")


def fingerprint(link: str) -> str:
    """Return what is stored in the place of a link.

    >>> len(fingerprint("a link"))
    64
    """
    return hashlib.sha256(link.encode()).hexdigest()


def new_link() -> str:
    """Return the secret of a link that nobody can guess."""
    return secrets.token_urlsafe(LINK_BYTES)


def link_for(*parts: object) -> str:
    """Return the link that always belongs to the same right to answer, so that it leads back to its draft."""
    digest = salted_hmac("mentorway.study.link", "|".join(map(str, parts)), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:LINK_BYTES]).decode()


def new_key() -> str:
    """Return a key that makes sending twice the same as sending once. It has nothing to do with the link."""
    return _keys.sign(secrets.token_urlsafe(16))


def answer_code(key: str) -> str:
    """Return the code by which a person finds their answers again; a key that is not ours gives a new one."""
    try:
        _keys.unsign(key)
    except BadSignature:
        key = secrets.token_urlsafe(32)
    digest = salted_hmac("mentorway.study.answer", key, algorithm="sha256").digest()
    number = int.from_bytes(digest, "big")
    letters = []
    for _place in range(ANSWER_LETTERS):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    return grouped("".join(letters))
