import numpy as np
import pytest

from mentorway.disclosure.adding import table_of
from mentorway.disclosure.rules import Rules
from mentorway.disclosure.tables import Dimension, History, Measure, Release, Shares, Table
from mentorway.wording import InvalidInputError

ROLE = Dimension("role", ("mentor", "mentee")).with_total("all")


def made(counts=(12, 20, 32), **more):
    return Table("T", (ROLE,), np.array(counts), **more)


REFUSED = {
    "the shape differs": (lambda: made((1, 2)), r"the shape \(2,\); its categories need \(3,\)"),
    "a count is negative": (lambda: made((-1, 2, 1)), "whole numbers from 0"),
    "a count is a fraction": (lambda: made((0.5, 1.5, 2.0)), "whole numbers from 0"),
    "a count is missing": (lambda: made((np.nan, 1.5, 2.0)), "whole numbers from 0"),
    "a sum is wrong": (lambda: made((1, 2, 4)), "all of role is 4, but its parts add up to 3"),
    "a mask has numbers": (lambda: made(shown=np.array([1, 0, 1])), "a yes or no for each cell"),
    "people are where nobody can be": (
        lambda: made(impossible=np.array([True, False, False])),
        "people in a cell where nobody can be",
    ),
    "percentages of nothing": (lambda: made(shares=(Shares("country"),)), "not of country"),
    "rounding to zero": (lambda: made(rounded=0), "at least 1, not 0"),
    "no dimension": (lambda: Table("T", (), np.array(3)), "not none"),
    "categories twice": (lambda: Dimension("role", ("a", "a")), "categories that differ"),
    "a sum of nothing known": (lambda: Dimension("role", ("a",), {"b": ("c",)}), "not c"),
    "sums in a circle": (
        lambda: Dimension("role", ("a",), {"b": ("c",), "c": ("b",)}),
        "contain each other",
    ),
    "a category in somebody's words": (lambda: Dimension("why", ("x" * 121,)), "free text"),
    "a measure beyond its scale": (
        lambda: made(measures=(Measure("score", np.array([70.0, 20, 90]), 1, 5),)),
        "beyond what that many people can have",
    ),
    "a measure without its end": (
        lambda: made(measures=(Measure("score", np.array([12.0, 20, 32]), 1, np.inf),)),
        "a least and a most",
    ),
    "sums of another shape": (
        lambda: made(measures=(Measure("score", np.array([12.0]), 1, 5),)),
        "a number for each",
    ),
    "an unknown cell": (lambda: table_of("T", {("boss",): 3}, [ROLE]), "no cell boss"),
    "a label twice": (lambda: History((Release("May", ()), Release("May", ()))), "the label May"),
    "a table twice": (lambda: Release("May", (made(), made())), "the name T"),
    "a rule of nobody": (lambda: Rules(width=1), "width is a whole number of at least 2, not 1"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_that(name):
    make, said = REFUSED[name]
    with pytest.raises(InvalidInputError, match=said):
        make()


def test_counts_are_kept_apart_from_the_array_they_came_in():
    counts = np.array([12, 20, 32])
    table = made(counts)
    counts[0] = 99
    assert table.counts.tolist() == [12, 20, 32]
    with pytest.raises(ValueError, match="read-only"):
        table.counts[0] = 1
