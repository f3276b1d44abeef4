"""Keys of nodes: made, kept in a file that only its owner reads, known by a fingerprint to read aloud."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from mentorway.federation.refusing import Reason, RefusedError
from mentorway.wording import InvalidInputError, Message, shown

KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
OTHERS_MAY: Final = 0o077
GROUPS, DIGITS = 6, 5
LARGEST_FILE: Final = 10_000
HEX_DIGITS: Final = 64


@dataclass(frozen=True)
class NodeKey:
    """The private key of a node; `repr` shows only the public part."""

    private: Ed25519PrivateKey

    def __repr__(self) -> str:
        return f"NodeKey({self.public})"

    @staticmethod
    def made() -> NodeKey:
        """Return a new key."""
        return NodeKey(Ed25519PrivateKey.generate())

    @staticmethod
    def of_seed(seed: bytes) -> NodeKey:
        """Return the key of a seed of 32 bytes, for tests and examples."""
        return NodeKey(Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def public(self) -> str:
        """The public key as documents name it."""
        return encoded(self.private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> str:
        """Return the signature of a message."""
        return encoded(self.private.sign(message))


def encoded(data: bytes) -> str:
    """Return bytes as text that can stand in a document."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: object, size: int) -> bytes:
    """Return the bytes that `encoded` made a text of; another spelling of the same bytes is refused."""
    try:
        data = base64.urlsafe_b64decode(f"{text}=" if size % 3 == 2 else f"{text}==")  # noqa: PLR2004
    except (ValueError, binascii.Error):
        data = b""
    if len(data) != size or encoded(data) != text:
        raise RefusedError(
            Reason.MALFORMED,
            Message(
                "“%(text)s” is no key or signature of this protocol. Ask for it again.", {"text": shown(text)}
            ),
        )
    return data


def check_signature(public: str, signature: object, message: bytes) -> None:
    """Refuse a signature that this key did not make of this message.

    Raises
    ------
    RefusedError
        It is another key's signature, or of another message.
    """
    key = Ed25519PublicKey.from_public_bytes(decoded(public, KEY_BYTES))
    try:
        key.verify(decoded(signature, SIGNATURE_BYTES), message)
    except InvalidSignature as error:
        raise RefusedError(
            Reason.WRONG_SIGNATURE,
            Message(
                "The signature does not belong to this file and this key: the file was changed after it was "
                "signed, or somebody else signed it. Ask the sender for it again."
            ),
        ) from error


def fingerprint(public: str) -> str:
    """Return the digits by which two people compare a key on the telephone, in any language.

    Parameters
    ----------
    public : str
        A public key (`NodeKey.public`).

    Returns
    -------
    str
        Six groups of five digits: 99 bits of the key's SHA-256, compared as a whole, so that nobody finds
        another key for them.

    Examples
    --------
    >>> fingerprint(NodeKey.of_seed(bytes(32)).public)
    '26406 88712 02780 84053 10760 22384'
    """
    number = int.from_bytes(hashlib.sha256(decoded(public, KEY_BYTES)).digest())
    digits = f"{number % 10 ** (GROUPS * DIGITS):0{GROUPS * DIGITS}d}"
    return " ".join(digits[place : place + DIGITS] for place in range(0, len(digits), DIGITS))


def write_key(key: NodeKey, path: Path, passphrase: str = "") -> None:
    """Write a private key into a new file that only its owner may read.

    Parameters
    ----------
    key : NodeKey
        What to keep.
    path : Path
        A file that is not there yet: a key is never written over.
    passphrase : str, optional
        What the file is encrypted with.

    Raises
    ------
    InvalidInputError
        There is such a file already, or it cannot be written.
    """
    sealed = serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else None
    data = key.private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        sealed or serialization.NoEncryption(),
    )
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except FileExistsError as error:
        raise InvalidInputError(
            Message(
                "“%(file)s” is there already. A key is never written over: choose another name.",
                {"file": shown(path.name)},
            )
        ) from error
    except OSError as error:
        raise InvalidInputError(
            Message(
                "The key “%(file)s” could not be written: %(reason)s.",
                {"file": shown(path.name), "reason": shown(error.strerror or error)},
            )
        ) from error


def read_key(path: Path, passphrase: str = "") -> NodeKey:
    """Read a private key.

    Parameters
    ----------
    path : Path
        What `write_key` wrote.
    passphrase : str, optional
        What the file was encrypted with.

    Returns
    -------
    NodeKey

    Raises
    ------
    InvalidInputError
        There is no such key, others may read the file, or the passphrase is another one.
    """
    name = shown(path.name)
    try:
        if path.stat().st_mode & OTHERS_MAY:
            raise InvalidInputError(
                Message(
                    "Others may read the key “%(file)s”. Take that away (chmod 600), and if somebody may "
                    "have "
                    "read it, make a new key and revoke this one.",
                    {"file": name},
                )
            )
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE)
    except OSError as error:
        raise InvalidInputError(
            Message(
                "The key “%(file)s” cannot be read: %(reason)s.",
                {"file": name, "reason": shown(error.strerror or error)},
            )
        ) from error
    return _unsealed(data, passphrase, name)


def _unsealed(data: bytes, passphrase: str, name: str) -> NodeKey:
    sealed = b"ENCRYPTED" in data
    try:
        key = serialization.load_pem_private_key(data, passphrase.encode() if sealed else None)
    except (ValueError, TypeError) as error:
        text = (
            "The key “%(file)s” cannot be opened: the passphrase is another one, or the file is damaged."
            if sealed
            else "“%(file)s” holds no key of a node."
        )
        raise InvalidInputError(Message(text, {"file": name})) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise InvalidInputError(Message("“%(file)s” holds no key of a node.", {"file": name}))
    return NodeKey(key)
