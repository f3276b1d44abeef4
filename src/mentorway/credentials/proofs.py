"""The proof of a credential: Data Integrity with the cryptosuite eddsa-rdfc-2022."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidSignature

from mentorway.credentials import base58
from mentorway.credentials.documents import Document, canonical
from mentorway.credentials.keys import SigningKey, public_key
from mentorway.wording import InvalidInputError, Message

SUITE: Final = "eddsa-rdfc-2022"
PROOF: Final = "DataIntegrityProof"
PURPOSE: Final = "assertionMethod"
FREE: Final = ("created", "verificationMethod", "proofValue")


def signed(document: Document, key: SigningKey, *, method: str, at: dt.datetime) -> dict[str, Any]:
    """Return a credential with its proof.

    Parameters
    ----------
    document : mapping
        The credential without a proof; every term in it must be known.
    key : SigningKey
        The issuer's key.
    method : str
        How the issuer's document names the key: ``did:web:example.org#z6Mk…``.
    at : datetime
        When it is signed, with its time zone.

    Returns
    -------
    dict
        The credential and ``proof``.

    Raises
    ------
    InvalidInputError
        It has a proof already, or a term that is not known.

    References
    ----------
    W3C (2025), Data Integrity EdDSA Cryptosuites v1.0, section 3.2, https://www.w3.org/TR/vc-di-eddsa/.
    """
    if "proof" in document:
        raise InvalidInputError(Message("The credential has a proof already. Sign it as it was made."))
    options = {
        "type": PROOF,
        "cryptosuite": SUITE,
        "created": moment(at),
        "verificationMethod": method,
        "proofPurpose": PURPOSE,
    }
    signature = key.private.sign(_hashed(document, options))
    return {**document, "proof": {**options, "proofValue": base58.written(signature)}}


def moment(at: dt.datetime) -> str:
    """Return a moment as credentials write it, in UTC.

    >>> moment(dt.datetime(2026, 5, 4, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=3))))
    '2026-05-04T05:30:00Z'
    """
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def holds(document: Mapping[str, Any], multikey: str) -> bool:
    """Say whether the proof of a credential was made with the private part of a key, of just this content.

    Parameters
    ----------
    document : mapping
        A credential with ``proof``.
    multikey : str
        The public key.

    Returns
    -------
    bool

    Raises
    ------
    InvalidInputError
        There is no proof of the kind that is known here, or a term is not known.
    """
    proof = document.get("proof")
    if not isinstance(proof, Mapping) or not _is_known(proof):
        raise InvalidInputError(
            Message("The credential has no proof of the kind %(suite)s.", {"suite": SUITE})
        )
    bare = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    signature = base58.read(str(proof.get("proofValue", "")))
    try:
        public_key(multikey).verify(signature, _hashed(bare, options))
    except InvalidSignature:
        return False
    return True


def _is_known(proof: Mapping[str, Any]) -> bool:
    """Whether a proof says just what is understood here, and no more: neither an end nor a reader."""
    wanted = {"type": PROOF, "cryptosuite": SUITE, "proofPurpose": PURPOSE}
    return set(proof) == {*wanted, *FREE} and all(proof[name] == value for name, value in wanted.items())


def _hashed(document: Document, options: Mapping[str, Any]) -> bytes:
    about = {**options, "@context": document.get("@context", [])}
    return hashlib.sha256(canonical(about)).digest() + hashlib.sha256(canonical(document)).digest()
