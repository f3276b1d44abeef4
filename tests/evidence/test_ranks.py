"""Ranks against R, coin and the definitions, with ties and without overlap."""

import json
import math
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mentorway.evidence.comparisons.checking import histograms_of
from mentorway.evidence.comparisons.dominance import brunner_munzel, cliffs_delta, hodges_lehmann
from mentorway.evidence.comparisons.ranks import kruskal_wallis, mann_whitney, ranked
from mentorway.wording import InvalidInputError

ORACLES = json.loads((Path(__file__).parents[1] / "oracles" / "comparisons.json").read_text())
UNHURRIED = settings(deadline=None)
PAIRS = pytest.mark.parametrize("oracle", ORACLES["pairs"].values(), ids=ORACLES["pairs"])
some = st.lists(st.integers(1, 5), min_size=2, max_size=9)


def counts(*groups):
    return histograms_of(groups).counts


def close(value):
    return pytest.approx(value, rel=1e-9, abs=1e-12)


@PAIRS
def test_mann_and_whitneys_test_equals_r_and_coin(oracle):
    table = counts(oracle["x"], oracle["y"])
    found = mann_whitney(table)
    assert [found.u, found.p] == close([oracle["u"], oracle["p_auto"]])
    assert mann_whitney(table, method="normal").p == close(oracle["p_normal"])
    if oracle["p_exact"] is not None:
        assert mann_whitney(table, method="exact").p == close(oracle["p_exact"])


@given(some, some)
@settings(max_examples=30, deadline=None)
def test_the_exact_p_is_the_share_of_all_ways_to_deal_people_out(first, second):
    ranks = stats.rankdata([*first, *second])
    middle = len(first) * (len(ranks) + 1) / 2
    sums = np.array([sum(chosen) for chosen in combinations(ranks.tolist(), len(first))])
    share = np.mean(np.abs(sums - middle) >= abs(ranks[: len(first)].sum() - middle) - 1e-9)
    found = mann_whitney(counts(first, second), method="exact")
    assert found.p is None if len({*first, *second}) == 1 else found.p == close(share)


@given(some, some)
@UNHURRIED
def test_turning_groups_or_scores_round_changes_no_p(first, second):
    table = counts(first, second)
    for method in ("exact", "normal"):
        ways = [mann_whitney(one, method=method) for one in (table, table[::-1], table[:, ::-1])]
        assert [way.p for way in ways[1:]] == [pytest.approx(ways[0].p)] * 2
        assert ways[0].u + ways[1].u == len(first) * len(second)


def test_a_difference_of_nothing_has_a_p_of_one():
    found = mann_whitney([[2, 1, 2], [2, 1, 2]])
    assert (found.z, found.p, found.exact) == (0.0, 1.0, False)


def test_many_people_are_ranked_without_overflow():
    found = mann_whitney([[2_000_000, 3_000_000], [2_000_500, 2_999_500]])
    assert found.z == pytest.approx(0.3222, abs=1e-3)


@pytest.mark.parametrize("oracle", ORACLES["many"])
def test_kruskal_and_wallis_equal_r_and_effectsize(oracle):
    found, theirs = kruskal_wallis(counts(*oracle["groups"])), oracle["kruskal"]
    assert [found.statistic, found.p, found.epsilon_squared] == close(
        [theirs["statistic"], theirs["p"], theirs["epsilon"]]
    )
    assert found.df == len(oracle["groups"]) - 1


def test_ranks_share_the_middle_of_ties():
    found = ranked(counts([3, 1, 1], [2, 3]))
    assert found.of_scores.tolist() == [1.5, 3.0, 4.5]
    assert found.variance == close(np.var(stats.rankdata([3, 1, 1, 2, 3]), ddof=1))


@PAIRS
def test_cliffs_delta_equals_the_matrix_of_all_pairs(oracle):
    found, theirs = cliffs_delta(counts(oracle["x"], oracle["y"])), oracle["cliff"]
    assert [found.value, found.error] == close([theirs["delta"], theirs["error"]])
    assert [found.low, found.high] == close(theirs["interval"])
    assert [found.superiority, found.superiority_low] == close([(found.value + 1) / 2, (found.low + 1) / 2])


def test_delta_and_its_scatter_of_the_example_of_hogarty_and_kromrey():
    """Hogarty & Kromrey (1999), SUGI 24, paper 238, print these three spreads; the error is made of them."""
    rows, columns, cells = 0.2669753, 0.447, 1.0055556
    found = cliffs_delta(counts([10, 10, 20, 20, 20, 30, 30, 30, 40, 50], [10, 20, 30, 40, 40, 50]))
    assert found.value == -0.25
    error = math.sqrt((36 * 9 * rows + 100 * 5 * columns - 45 * cells) / (60 * 45))
    assert found.error == pytest.approx(error, rel=1e-7)


@given(some, some)
@UNHURRIED
def test_delta_changes_sign_with_the_groups_and_its_interval_holds_it(first, second):
    there, back = cliffs_delta(counts(first, second)), cliffs_delta(counts(second, first))
    assert [there.value, there.low, there.high] == pytest.approx([-back.value, -back.high, -back.low])
    assert -1 <= there.low <= there.value <= there.high <= 1
    assert mann_whitney(counts(first, second)).u / len(first) / len(second) == close(there.superiority)


def test_the_intervals_hold_the_true_delta_about_as_often_as_they_say():
    rng = np.random.default_rng(3)
    first, second = np.array([0.05, 0.1, 0.25, 0.35, 0.25]), np.array([0.15, 0.25, 0.3, 0.2, 0.1])
    true = first @ np.sign(np.subtract.outer(range(5), range(5))) @ second
    held, draws = np.zeros(2), 1000
    for _ in range(draws):
        table = [rng.multinomial(15, first), rng.multinomial(60, second)]
        delta, share = cliffs_delta(table), brunner_munzel(table)
        held += delta.low < true < delta.high, share.low < (1 + true) / 2 < share.high
    assert (held / draws > 0.92).all()
    assert (held / draws < 0.98).all()


def test_groups_that_do_not_overlap_have_an_interval_of_the_smaller_group_and_say_so():
    found = cliffs_delta([[0, 0, 4, 6], [5, 3, 0, 0]])
    z = stats.norm.ppf(0.975)
    assert (found.value, found.high, found.superiority) == (1.0, 1.0, 1.0)
    assert found.low == close((8 - z**2) / (8 + z**2))
    assert "do not overlap" in str(found.warnings[0])
    assert cliffs_delta([[5, 3, 0, 0], [0, 0, 4, 6]]).high == close(-found.low)


@PAIRS
def test_brunner_and_munzels_test_equals_its_definition(oracle):
    found, theirs = brunner_munzel(counts(oracle["x"], oracle["y"])), oracle["brunner"]
    assert [found.superiority, found.statistic, found.df, found.p] == close(
        [theirs["share"], theirs["statistic"], theirs["df"], theirs["p"]]
    )
    assert [found.low, found.high] == close(np.clip(theirs["interval"], 0, 1).tolist())


def test_the_pain_scores_of_brunner_and_munzel():
    """Brunner & Munzel (2000), as corrected by Neubert & Brunner (2007); printed by R's lawstat 3.6."""
    treated = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1]
    control = [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]
    found = brunner_munzel(counts(control, treated))
    assert [found.superiority, found.statistic, found.df, found.p] == pytest.approx(
        [0.788961, 3.1375, 17.683, 0.005786], rel=5e-5
    )
    assert [found.low, found.high] == pytest.approx([0.5952169, 0.9827052], abs=5e-8)


@given(some, some)
@UNHURRIED
def test_brunner_and_munzels_test_equals_scipy(first, second):
    found = brunner_munzel(counts(first, second))
    if found.statistic is None:
        assert found.superiority in (0.0, 0.5, 1.0)
        assert "there is no test" in str(found.warnings[0])
    else:
        theirs = stats.brunnermunzel(second, first)
        assert [found.statistic, found.p] == pytest.approx([theirs.statistic, theirs.pvalue], abs=1e-9)


@PAIRS
def test_hodges_and_lehmanns_estimate_equals_r(oracle):
    taken = histograms_of([oracle["x"], oracle["y"]])
    found = hodges_lehmann(taken.scores, taken.counts)
    assert found.value == close(oracle["hodges_lehmann"])
    if oracle["hodges_interval"] is not None:
        assert [found.low, found.high] == close(oracle["hodges_interval"])


@given(some, some)
@UNHURRIED
def test_the_estimate_is_the_median_of_all_differences(first, second):
    taken = histograms_of([first, second])
    found = hodges_lehmann(taken.scores, taken.counts)
    assert found.value == np.median(np.subtract.outer(first, second))
    assert found.low <= found.value <= found.high


def test_large_groups_narrow_the_interval_and_tiny_ones_say_that_it_cannot_be_sure():
    large = hodges_lehmann(np.arange(100), [np.full(100, 3), np.full(100, 2)])
    assert large.value == 0.0
    assert -8 <= large.low < 0 < large.high <= 8
    tiny = hodges_lehmann([1, 2, 3, 4], [[1, 0, 1, 0], [0, 1, 0, 1]])
    assert (tiny.low, tiny.high) == (-3.0, 1.0)
    assert "too few people" in str(tiny.warnings[0])


def test_scores_that_are_all_the_same_have_no_order_and_say_so():
    for found in (mann_whitney([[3], [4]]), kruskal_wallis([[3, 0], [4, 0], [1, 0]])):
        assert found.p is None
        assert "no order to compare" in str(found.warnings[0])
    delta = cliffs_delta([[3], [4]])
    assert (delta.value, delta.superiority) == (0.0, 0.5)
    assert -1 < delta.low < 0 < delta.high < 1
    assert brunner_munzel([[3], [4]]).p is None
    assert kruskal_wallis([[1], [1]]).mean_ranks.tolist() == [1.5, 1.5]


def test_one_person_in_a_group_has_a_rank_but_no_scatter():
    assert mann_whitney([[1, 0, 0, 0], [0, 1, 1, 1]]).p == close(0.5)
    for measure in (cliffs_delta, brunner_munzel):
        with pytest.raises(InvalidInputError, match="group 1 has 1"):
            measure([[1, 0], [2, 2]])


@pytest.mark.parametrize(
    ("test", "given_", "options", "said"),
    [
        (mann_whitney, ([[1, 2]] * 3,), {}, "exactly 2 groups; 3 came"),
        (mann_whitney, ([[1, 2], [0, 0]],), {}, "Group 2 is empty"),
        (mann_whitney, ([[1, 2], [0, -1]],), {}, "below zero"),
        (mann_whitney, ([[1, 2], [2, 1]],), {"method": "guess"}, "“guess” is no way"),
        (mann_whitney, ([[100, 1], [100, 0]],), {"method": "exact"}, "up to 200 people; 201 came"),
        (kruskal_wallis, ([[1, 2]],), {}, "at least 2 groups; 1 came"),
        (cliffs_delta, ([1, 2],), {}, "A table holds counts"),
        (cliffs_delta, (3,), {}, "A table holds counts"),
        (cliffs_delta, ([[2, 2]] * 3,), {}, "exactly 2 groups"),
        (brunner_munzel, ([[2, 2]] * 2,), {"confidence": 1}, "between 0 and 1"),
        (hodges_lehmann, ([1, 2], [[2, 2]] * 3), {}, "exactly 2 groups"),
        (hodges_lehmann, ([1, math.nan], [[2, 2]] * 2), {}, "rising order"),
    ],
)
def test_what_has_no_ranks_is_refused(test, given_, options, said):
    with pytest.raises(InvalidInputError, match=said):
        test(*given_, **options)
