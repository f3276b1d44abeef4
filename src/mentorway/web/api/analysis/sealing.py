"""Secrets of webhooks: made, and kept encrypted with a key that comes from the secret of the installation."""

import base64
import secrets
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from mentorway.client.webhooks import PREFIX

BYTES: Final = 32
PURPOSE: Final = b"mentorway.api.webhooks"


class UnreadableSecretError(Exception):
    """A secret was sealed with another key: the secret of the installation has changed."""


def new_secret() -> str:
    """Return a secret as Standard Webhooks writes it.

    >>> new_secret()[:6], len(new_secret())
    ('whsec_', 50)
    """
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def sealed(secret: str) -> str:
    """Return a secret as it is stored; sealing it twice never gives the same."""
    return _box().encrypt(secret.encode()).decode()


def opened(stored: str) -> str:
    """Return a secret that was sealed here."""
    try:
        return _box().decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise UnreadableSecretError from error


def _box() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))
