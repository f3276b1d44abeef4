"""Keys that sign credentials: made, kept sealed, published as documents that say who signs with them."""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from mentorway.credentials import base58
from mentorway.wording import InvalidInputError, Message, shown

ED25519: Final = b"\xed\x01"  # the multicodec mark of a public key
SEED_BYTES: Final = 32
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
MULTIKEY: Final = "https://w3id.org/security/multikey/v1"
DID: Final = "https://www.w3.org/ns/did/v1"


@dataclass(frozen=True)
class SigningKey:
    """A private key with its public one; `repr` shows only the public part."""

    private: Ed25519PrivateKey

    def __repr__(self) -> str:
        return f"SigningKey({self.multikey})"

    @staticmethod
    def made() -> SigningKey:
        """Return a new key."""
        return SigningKey(Ed25519PrivateKey.generate())

    @staticmethod
    def of_seed(seed: bytes) -> SigningKey:
        """Return the key of a seed of 32 bytes."""
        return SigningKey(Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def multikey(self) -> str:
        """The public key as others write it: ``z6Mk…``."""
        return base58.written(ED25519 + self.private.public_key().public_bytes_raw())

    @property
    def did_key(self) -> str:
        """An issuer's name that is the key itself: it needs no address, and cannot be rotated."""
        return f"did:key:{self.multikey}"

    @property
    def method(self) -> str:
        """How a proof names the key under `did_key`."""
        return f"{self.did_key}#{self.multikey}"

    def sealed(self, secret: bytes) -> str:
        """Return the private key encrypted (scrypt, AES-256-GCM) under a secret of the installation."""
        salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
        box = AESGCM(_stretched(secret, salt)).encrypt(nonce, self.private.private_bytes_raw(), b"")
        return base64.urlsafe_b64encode(salt + nonce + box).decode()

    @staticmethod
    def unsealed(sealed: str, secret: bytes) -> SigningKey:
        """Return the key that `sealed` has encrypted.

        Raises
        ------
        InvalidInputError
            The secret is another one, or what was kept is damaged.

        Examples
        --------
        >>> key = SigningKey.of_seed(bytes(32))
        >>> SigningKey.unsealed(key.sealed(b"secret"), b"secret").multikey == key.multikey
        True
        """
        try:
            data = base64.urlsafe_b64decode(sealed.encode())
            salt, nonce = data[:SALT_BYTES], data[SALT_BYTES : SALT_BYTES + NONCE_BYTES]
            box = data[SALT_BYTES + NONCE_BYTES :]
            seed = AESGCM(_stretched(secret, salt)).decrypt(nonce, box, b"")
        except (ValueError, InvalidTag) as error:
            raise InvalidInputError(
                Message(
                    "The key that signs certificates cannot be opened: the secret of the installation is "
                    "another one than when it was made, or the key is damaged. "
                    "Restore the secret from the backup."
                )
            ) from error
        return SigningKey.of_seed(seed)


def _stretched(secret: bytes, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**14, r=8, p=1).derive(secret)


def public_key(multikey: str) -> Ed25519PublicKey:
    """Return the public key that others write as ``z6Mk…``.

    Raises
    ------
    InvalidInputError
        It is no Ed25519 key.

    Examples
    --------
    >>> key = SigningKey.of_seed(bytes(32))
    >>> public_key(key.multikey).public_bytes_raw() == key.private.public_key().public_bytes_raw()
    True
    """
    data = base58.read(multikey)
    if not data.startswith(ED25519) or len(data) != len(ED25519) + SEED_BYTES:
        raise InvalidInputError(
            Message("“%(key)s” is no Ed25519 key. Take it as it was issued.", {"key": shown(multikey)})
        )
    return Ed25519PublicKey.from_public_bytes(data[len(ED25519) :])


def did_web(host: str) -> str:
    """Return an issuer's name that is an address of the web.

    >>> did_web("example.org:8000")
    'did:web:example.org%3A8000'
    """
    return f"did:web:{quote(host, safe='.-')}"


def issuer_document(host: str, keys: Sequence[str]) -> dict[str, Any]:
    """Return what an issuer publishes at ``/.well-known/did.json``.

    Parameters
    ----------
    host : str
        The site's name, with its port where it has one.
    keys : sequence of str
        Its public keys (`SigningKey.multikey`), old ones too, so that what they signed can still be verified.

    Returns
    -------
    dict
        A DID document.

    References
    ----------
    W3C, Controlled Identifiers v1.0; did:web Method Specification.

    Examples
    --------
    >>> issuer_document("example.org", ["z6MkA"])["assertionMethod"]
    ['did:web:example.org#z6MkA']
    """
    name = did_web(host)
    return {
        "@context": [DID, MULTIKEY],
        "id": name,
        "verificationMethod": [
            {"id": f"{name}#{key}", "type": "Multikey", "controller": name, "publicKeyMultibase": key}
            for key in keys
        ],
        "assertionMethod": [f"{name}#{key}" for key in keys],
    }
