import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.credentials.making import KEY, OTHER_KEY

from mentorway.credentials import base58
from mentorway.credentials.keys import SigningKey, did_web, issuer_document, public_key
from mentorway.wording import InvalidInputError


def test_a_sealed_key_opens_with_its_secret_only():
    sealed = KEY.sealed(b"secret of the installation")
    assert SigningKey.unsealed(sealed, b"secret of the installation").multikey == KEY.multikey
    with pytest.raises(InvalidInputError, match="backup"):
        SigningKey.unsealed(sealed, b"another secret")


def test_a_key_is_sealed_differently_each_time_and_shows_nothing_of_itself():
    first, second = KEY.sealed(b"s"), KEY.sealed(b"s")
    assert first != second
    assert bytes(range(32)) not in base64.urlsafe_b64decode(first)
    assert repr(KEY) == f"SigningKey({KEY.multikey})"


@pytest.mark.parametrize("sealed", ["", "abc", "äöå", "A" * 100, "A" * 101])
def test_a_damaged_seal_is_refused_with_what_to_do(sealed):
    with pytest.raises(InvalidInputError, match="backup"):
        SigningKey.unsealed(sealed, b"s")


def test_one_bit_that_is_turned_in_a_sealed_key_is_noticed():
    data = bytearray(base64.urlsafe_b64decode(KEY.sealed(b"s")))
    for place in (0, 16, 28, len(data) - 1):
        damaged = bytearray(data)
        damaged[place] ^= 1
        with pytest.raises(InvalidInputError):
            SigningKey.unsealed(base64.urlsafe_b64encode(damaged).decode(), b"s")


def test_the_issuers_document_names_every_key_old_ones_too():
    document = issuer_document("mentorway.example.org", [OTHER_KEY.multikey, KEY.multikey])
    assert document["id"] == "did:web:mentorway.example.org"
    methods = document["verificationMethod"]
    assert [one["publicKeyMultibase"] for one in methods] == [OTHER_KEY.multikey, KEY.multikey]
    assert [one["id"] for one in methods] == document["assertionMethod"]
    assert {one["controller"] for one in methods} == {document["id"]}
    assert len({one["id"] for one in methods}) == 2


@pytest.mark.parametrize(
    ("host", "name"),
    [("example.org", "did:web:example.org"), ("localhost:8000", "did:web:localhost%3A8000")],
)
def test_a_port_is_written_as_did_web_wants_it(host, name):
    assert did_web(host) == name


def test_the_key_of_the_specification_is_read_and_written():
    """Data Integrity EdDSA Cryptosuites v1.0, test vectors: the public key of its key pair."""
    published = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    secret = base58.read("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")
    assert secret[:2] == b"\x80\x26"
    assert SigningKey.of_seed(secret[2:]).multikey == published
    assert public_key(published).public_bytes_raw() == base58.read(published)[2:]


@pytest.mark.parametrize(
    "text",
    ["", "z", "zz6Mk", "6Mkr", "z0OIl", "z" + "1" * 500, "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ"],
)
def test_what_is_no_key_is_refused(text):
    with pytest.raises(InvalidInputError):
        public_key(text)


@given(data=st.binary(max_size=90))
def test_bytes_come_back_from_base58(data):
    assert base58.read(base58.written(data)) == data
