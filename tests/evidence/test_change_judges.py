"""Intraclass correlations against psych, and limits of agreement against lm, in R."""

import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.psychometrics.icc import judge_correlations
from mentorway.evidence.psychometrics.limits_of_agreement import limits_of_agreement
from mentorway.wording import InvalidInputError

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "effects.json").read_text())
ORDER = ("any_one", "agreement_one", "consistency_one", "any_mean", "agreement_mean", "consistency_mean")
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


@pytest.mark.parametrize("name", ["drawn", "pair"])
def test_all_six_and_their_intervals_equal_psych(name):
    oracle = ORACLE["icc"][name]
    found = judge_correlations(oracle["ratings"])
    for ours, theirs in (("value", "value"), ("low", "low"), ("high", "high"), ("f", "f"), ("p", "p")):
        assert [getattr(getattr(found, one), ours) for one in ORDER] == pytest.approx(
            oracle[theirs], rel=1e-8
        )


def test_the_table_of_shrout_and_fleiss_gives_their_numbers():
    found = judge_correlations(SHROUT_FLEISS)
    assert [round(getattr(found, one).value, 2) for one in ORDER] == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]


def test_a_stricter_judge_matters_for_agreement_and_not_for_consistency():
    table = np.array(SHROUT_FLEISS, dtype=float)
    stricter = table - [0, 0, 3, 0]
    found, other = judge_correlations(table), judge_correlations(stricter)
    assert other.consistency_one.value == pytest.approx(found.consistency_one.value)
    assert other.agreement_one.value != pytest.approx(found.agreement_one.value, rel=0.01)


@pytest.mark.parametrize(
    ("ratings", "said"),
    [
        ([[1, 2]], "at least two people"),
        ([1, 2, 3], "at least two people"),
        ([[1, float("nan")], [2, 3]], "A rating is missing"),
        ([[1, 2], [2, 3], [4, 5]], "differ by the same throughout"),
        ([[3, 3], [3, 3]], "give everyone the same"),
        ([[1, 2], [2, 1]], "give everyone the same"),
    ],
)
def test_ratings_without_an_intraclass_correlation_are_explained(ratings, said):
    with pytest.raises(InvalidInputError, match=said):
        judge_correlations(ratings)


def test_confidence_is_a_share():
    with pytest.raises(InvalidInputError, match="not 95"):
        judge_correlations(SHROUT_FLEISS, confidence=95)


def test_limits_of_agreement_equal_r():
    change, r = ORACLE["change"], ORACLE["limits"]
    found = limits_of_agreement(change["pre"], change["post"])
    assert [found.mean, found.mean_low, found.mean_high] == pytest.approx(r["mean"], rel=1e-9)
    assert [found.lower, found.upper] == pytest.approx(r["limits"], rel=1e-9)
    assert found.slope == pytest.approx(r["slope"], rel=1e-8)
    assert found.upper_high - found.upper == pytest.approx(r["edge"], rel=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "options", "said"),
    [
        ([1, 2], [1, 2], {}, "at least three people"),
        ([1, 2, 3], [1, 2], {}, "Two measurements"),
        ([1, 2, float("nan")], [1, 2, 3], {}, "none missing"),
        ([1, 2, 3], [1, 2, 4], {"share": 95}, "between 0 and 1"),
    ],
)
def test_measurements_without_limits_are_explained(first, second, options, said):
    with pytest.raises(InvalidInputError, match=said):
        limits_of_agreement(first, second, **options)


def test_measurements_whose_mean_never_varies_have_no_slope():
    assert limits_of_agreement([1, 2, 3], [3, 2, 1]).slope is None
