"""Units: how they are read, multiplied and said."""

from fractions import Fraction

import pytest

from mentorway.indicators import read_unit
from mentorway.wording import InvalidInputError


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("EUR per person", "EUR per person"),
        ("€ / person", "EUR per person"),
        ("euros per hour per person", "EUR per h per person"),
        ("points^2", "points^2"),
        ("people", "people"),
        ("", "1"),
        ("%", "%"),
        ("meetings per month", "meetings per month"),
        ("h × people", "h × people"),
    ],
)
def test_units_are_read_and_said(text, said):
    assert read_unit(text).said == said


def test_a_unit_over_itself_is_a_plain_number():
    assert read_unit("min").over(read_unit("h")).is_plain_number
    assert read_unit("min").over(read_unit("h")).factor == Fraction(1, 60)


def test_equal_units_have_the_same_hash():
    assert len({read_unit("€ / h"), read_unit("EUR per hour")}) == 1


@pytest.mark.parametrize("text", ["EUR per", "EUR h", "per per h", "EUR + h", "a2", "×"])
def test_what_is_no_unit_is_refused(text):
    with pytest.raises(InvalidInputError) as caught:
        read_unit(text)
    assert str(caught.value) == (
        f"The unit “{text}” cannot be read. Write words joined by “per” or “×”, as EUR per person."
    )


def test_a_long_unit_is_refused():
    with pytest.raises(InvalidInputError, match="61 letters"):
        read_unit("x" * 61)
