"""Data Integrity EdDSA Cryptosuites v1.0, appendix B.1 (https://www.w3.org/TR/vc-di-eddsa/): its numbers."""

import datetime as dt
import hashlib

import pytest
from tests.credentials.making import AT, KEY, OTHER_KEY, made

from mentorway.credentials import base58, documents
from mentorway.credentials.documents import CREDENTIALS, canonical
from mentorway.credentials.keys import SigningKey
from mentorway.credentials.proofs import holds, signed
from mentorway.wording import InvalidInputError

EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"  # noqa: S105 - published
PUBLIC = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
SIGNED_AT = dt.datetime(2023, 2, 24, 23, 36, 38, tzinfo=dt.UTC)
PROOF_HASH = "bea7b7acfbad0126b135104024a5f1733e705108f42d59668b05c0c50004c6b0"
DOCUMENT_HASH = "517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017"
PROOF_VALUE = "z2YwC8z3ap7yx1nZYCg4L3j3ApHsF8kgPdSb5xoS1VR7vPG3F561B52hYnQF9iseabecm3ijx4K1FBTQsCZahKZme"
ALUMNI = {
    "@context": [CREDENTIALS, EXAMPLES],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
WORDS = {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}


@pytest.fixture
def _examples_are_known(monkeypatch):
    pinned = documents.context
    known = {EXAMPLES: WORDS}
    monkeypatch.setattr(documents, "context", lambda address: known.get(address) or pinned(address))


def test_the_hash_of_the_proof_is_that_of_the_specification():
    options = {
        "@context": [CREDENTIALS],
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2023-02-24T23:36:38Z",
        "verificationMethod": f"did:key:{PUBLIC}#{PUBLIC}",
        "proofPurpose": "assertionMethod",
    }
    assert hashlib.sha256(canonical(options)).hexdigest() == PROOF_HASH


@pytest.mark.usefixtures("_examples_are_known")
def test_the_hash_of_the_document_and_its_signature_are_those_of_the_specification():
    key = SigningKey.of_seed(base58.read(SECRET)[2:])
    assert key.multikey == PUBLIC
    assert hashlib.sha256(canonical(ALUMNI)).hexdigest() == DOCUMENT_HASH
    found = signed(ALUMNI, key, method=key.method, at=SIGNED_AT)
    assert found["proof"]["proofValue"] == PROOF_VALUE
    assert holds(found, PUBLIC)


def test_a_signature_holds_for_its_key_only():
    assert holds(made(), KEY.multikey)
    assert not holds(made(), OTHER_KEY.multikey)


def test_what_is_signed_is_not_signed_again():
    with pytest.raises(InvalidInputError, match="already"):
        signed(made(), KEY, method=KEY.method, at=AT)


def test_the_same_content_and_moment_give_the_same_proof():
    assert made() == made()
