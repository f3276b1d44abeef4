"""The limits of work that other tests set do fail when there is more work."""

import sys

import pytest
from tests.counting import TooMuchWorkError, at_most


def test_what_takes_few_calls_is_let_be():
    with at_most(50) as counted:
        len("a")
    assert 1 <= counted.number <= 20
    assert sys.getprofile() is None


def test_what_would_go_on_for_ever_is_ended():
    def again():
        while True:
            len("a")

    with pytest.raises(TooMuchWorkError, match="More than 1000 calls"), at_most(1000):
        again()
    assert sys.getprofile() is None
