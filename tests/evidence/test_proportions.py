"""Shares and tables against R, and differences against the published examples."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorway.evidence.comparisons.proportions import (
    chi_square,
    clopper_pearson,
    difference,
    fisher_exact,
    wilson,
)
from mentorway.wording import InvalidInputError

ORACLES = json.loads((Path(__file__).parents[1] / "oracles" / "proportions.json").read_text())
counts = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize("oracle", ORACLES["shares"])
def test_intervals_of_a_share_equal_r(oracle):
    given_ = oracle["successes"], oracle["n"]
    for interval, theirs in ((wilson, "wilson"), (clopper_pearson, "exact")):
        found = interval(*given_, confidence=oracle["confidence"])
        assert [found.low, found.high] == pytest.approx(oracle[theirs], rel=1e-9, abs=1e-12)
        assert found.value == oracle["successes"] / oracle["n"]


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_the_examples_of_newcombe(first, second, low, high):
    """Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10."""
    found = difference(first, second)
    assert [found.low, found.high] == pytest.approx([low, high], abs=0.00005)


@given(counts, counts, st.floats(0.5, 0.999))
def test_a_difference_turned_round_changes_sign_and_stays_within_one(first, second, confidence):
    there = difference(first, second, confidence=confidence)
    back = difference(second, first, confidence=confidence)
    assert [there.low, there.high] == pytest.approx([-back.high, -back.low], abs=1e-12)
    assert -1 - 1e-12 <= there.low <= there.value <= there.high <= 1 + 1e-12


@given(counts, st.floats(0.5, 0.999))
def test_both_intervals_hold_the_share_and_mirror_its_counterpart(count, confidence):
    successes, n = count
    for interval in (wilson, clopper_pearson):
        found = interval(successes, n, confidence=confidence)
        mirrored = interval(n - successes, n, confidence=confidence)
        assert 0 <= found.low <= found.value <= found.high <= 1
        assert found.low == pytest.approx(1 - mirrored.high, abs=1e-10)


@pytest.mark.parametrize("oracle", ORACLES["fisher"])
def test_fishers_test_equals_r(oracle):
    found = fisher_exact(oracle["table"])
    assert [found.p, found.p_greater, found.p_less] == pytest.approx(
        [oracle["p"], oracle["greater"], oracle["less"]], rel=1e-8
    )


def test_an_empty_cell_leaves_no_odds_ratio_and_says_so():
    found = fisher_exact([[5, 0], [2, 3]])
    assert found.odds_ratio is None
    assert "odds ratio cannot" in str(found.warnings[0])


def test_margins_that_allow_one_table_only_prove_nothing():
    found = fisher_exact([[0, 0], [4, 5]])
    assert (found.p, found.p_greater, found.p_less) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize("oracle", ORACLES["chi_square"])
def test_the_chi_square_test_equals_r(oracle):
    found = chi_square(oracle["table"])
    assert (found.statistic, found.p) == pytest.approx((oracle["statistic"], oracle["p"]), rel=1e-9)
    assert found.df == oracle["df"]
    assert found.expected == pytest.approx(np.array(oracle["expected"]), rel=1e-12)


@pytest.mark.parametrize(
    ("table", "warned"),
    [
        ([[20, 10], [10, 20]], []),
        ([[3, 1], [1, 3]], ["4 of 4 cells"]),
        ([[8, 2], [20, 20]], ["1 of 4 cells"]),
        ([[10, 20, 30], [6, 9, 17]], []),
        ([[30, 30, 30, 3], [30, 30, 30, 3]], ["2 of 8 cells"]),
        ([[30, 30, 30, 30, 30, 2], [30, 30, 30, 30, 30, 2]], []),
        ([[30, 30, 30, 30, 30, 0], [30, 30, 30, 30, 30, 1]], ["2 of 12 cells"]),
    ],
)
def test_chi_square_warns_where_too_few_are_expected(table, warned):
    found = chi_square(table).warnings
    assert len(found) == len(warned)
    assert all(text in str(one) for text, one in zip(warned, found, strict=True))


def test_cramers_v_is_one_where_answers_follow_from_groups_and_none_where_they_do_not():
    assert chi_square([[10, 0, 0], [0, 10, 0], [0, 0, 10]]).cramers_v == pytest.approx(1)
    assert chi_square([[10, 20], [20, 40]]).cramers_v == 0


@pytest.mark.parametrize(
    ("successes", "n", "said"),
    [
        (0, 0, "Nobody answered"),
        (3, 2, "3 out of 2 came"),
        (-1, 2, "-1 out of 2 came"),
        (0.5, 2, "whole numbers"),
        (float("nan"), 2, "whole numbers"),
    ],
)
def test_counts_that_cannot_be_have_no_share(successes, n, said):
    for interval in (wilson, clopper_pearson):
        with pytest.raises(InvalidInputError, match=said):
            interval(successes, n)


@pytest.mark.parametrize("confidence", [0, 1, 95, float("nan")])
def test_confidence_lies_between_0_and_1(confidence):
    with pytest.raises(InvalidInputError, match="between 0 and 1"):
        wilson(1, 2, confidence=confidence)


@pytest.mark.parametrize(
    ("test", "table", "said"),
    [
        (fisher_exact, [[1, 2, 3], [1, 2, 3]], "two rows and two columns"),
        (fisher_exact, [[0, 0], [0, 0]], "nobody was counted"),
        (chi_square, [[1.5, 2], [1, 2]], "whole numbers"),
        (chi_square, [[1, -2], [1, 2]], "below zero"),
        (chi_square, [[1, np.nan], [1, 2]], "none missing"),
        (chi_square, [1, 2], "whole numbers"),
        (chi_square, [[1, 2]], "at least two groups"),
        (chi_square, [[0, 2], [0, 3]], "is empty"),
    ],
)
def test_what_is_no_table_to_test_is_refused(test, table, said):
    with pytest.raises(InvalidInputError, match=said):
        test(table)
