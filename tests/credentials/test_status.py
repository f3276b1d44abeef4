import base64
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorway.credentials import status
from mentorway.wording import InvalidInputError


@given(revoked=st.sets(st.integers(0, status.BITS - 1), max_size=30))
def test_what_was_taken_back_and_nothing_else_is_in_the_list(revoked):
    text = status.encoded(revoked)
    around = {place + step for place in revoked for step in (-1, 0, 1)} & set(range(status.BITS))
    assert {place for place in around if status.is_revoked(text, place)} == revoked


def test_an_empty_list_has_its_full_length():
    packed = base64.urlsafe_b64decode(status.encoded([])[1:] + "==")
    assert gzip.decompress(packed) == bytes(16 * 1024)


def test_the_leftmost_bit_is_place_0():
    packed = base64.urlsafe_b64decode(status.encoded([0])[1:] + "==")
    assert gzip.decompress(packed)[0] == 0b1000_0000


@pytest.mark.parametrize("index", [-1, status.BITS])
def test_a_place_beyond_the_list_is_refused(index):
    with pytest.raises(InvalidInputError, match="131072"):
        status.encoded([index])
    with pytest.raises(InvalidInputError, match="131072"):
        status.is_revoked(status.encoded([]), index)


def packed(data, mark="u"):
    return mark + base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "u",
        "u!!!",
        "uäö",
        status.encoded([])[1:],
        packed(gzip.compress(bytes(16 * 1024)), "z"),
        packed(gzip.compress(bytes(16 * 1024 - 1))),
        packed(gzip.compress(bytes(16 * 1024))[:-9]),
        packed(gzip.compress(bytes(50_000_000))),
        packed(bytes(16 * 1024)),
    ],
    ids=["empty", "mark", "letters", "other", "no mark", "z", "short", "torn", "bomb", "not packed"],
)
def test_a_list_that_cannot_be_read_is_refused(text):
    with pytest.raises(InvalidInputError, match="cannot be read"):
        status.is_revoked(text, 0)


def test_places_are_given_by_chance_and_never_twice():
    given_out = set()
    for _ in range(300):
        index = status.free_index(given_out)
        assert index not in given_out
        given_out.add(index)
    assert max(given_out) > status.BITS // 2 > min(given_out)
    assert given_out != set(range(300))


def test_a_list_that_is_half_full_takes_no_more():
    with pytest.raises(InvalidInputError, match="new list"):
        status.free_index(range(status.BITS // 2 + 1))
