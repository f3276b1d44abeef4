"""All pairs of groups against R (TukeyHSD, ptukey) and rstatix."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from mentorway.evidence.comparisons.after import dunn, games_howell, tukey_kramer
from mentorway.evidence.comparisons.checking import histograms_of, moments_of
from mentorway.evidence.comparisons.groups import student_t, welch_t
from mentorway.evidence.comparisons.multiplicity import Adjustment
from mentorway.evidence.comparisons.ranks import kruskal_wallis
from mentorway.evidence.comparisons.studentised import beyond, critical
from mentorway.wording import InvalidInputError

ORACLES = json.loads((Path(__file__).parents[1] / "oracles" / "comparisons.json").read_text())
MANY = pytest.mark.parametrize("oracle", ORACLES["many"])


def of(groups):
    taken = histograms_of(groups)
    found = moments_of(taken.scores, taken.counts)
    return found.n, found.mean, found.sd


@MANY
@pytest.mark.parametrize(("compare", "name"), [(tukey_kramer, "tukey"), (games_howell, "games_howell")])
def test_pairs_of_means_equal_r(oracle, compare, name):
    found = compare(*of(oracle["groups"])).pairs
    for pair, theirs in zip(found, oracle[name], strict=True):
        assert pair.difference == pytest.approx(theirs["difference"], abs=1e-12)
        assert [pair.low, pair.high] == pytest.approx([theirs["low"], theirs["high"]], rel=1e-5, abs=1e-6)
        assert pair.p == pytest.approx(theirs["p"], abs=1e-6)
        assert pair.df == pytest.approx(theirs.get("df", pair.df))


@MANY
@pytest.mark.parametrize(
    ("adjustment", "name"),
    [
        (Adjustment.NONE, "p"),
        (Adjustment.HOLM, "holm"),
        (Adjustment.BENJAMINI_HOCHBERG, "benjamini_hochberg"),
    ],
)
def test_dunns_pairs_equal_rstatix(oracle, adjustment, name):
    found = dunn(histograms_of(oracle["groups"]).counts, adjustment=adjustment).pairs
    assert [pair.statistic for pair in found] == pytest.approx(oracle["dunn"]["z"])
    assert [pair.p for pair in found] == pytest.approx(oracle["dunn"]["p"])
    assert [pair.adjusted for pair in found] == pytest.approx(oracle["dunn"][name])


@pytest.mark.parametrize("groups", [2, 3, 10, 27])
@pytest.mark.parametrize("df", [1.0, 2.5, 20.0, 1e4])
@pytest.mark.parametrize("statistic", [0.5, 3.5, 40.0])
def test_the_studentised_range_equals_scipy(groups, df, statistic):
    theirs = stats.studentized_range.sf(statistic, groups, df)
    assert beyond(statistic, groups, df) == pytest.approx(theirs, abs=1e-8)


@pytest.mark.parametrize("df", [1.0, 1.4, 30.0, 1e5, 1e9])
@pytest.mark.parametrize("statistic", [1e-6, 0.3, 2.0, 4.0])
def test_the_range_of_two_means_is_students_t(df, statistic):
    expected = 2 * stats.t.sf(statistic / math.sqrt(2), df)
    assert beyond(statistic, 2, df) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("groups", "df"), [(2, 1.0), (3, 20.0), (27, 3.0), (150, 1e6)])
@pytest.mark.parametrize("confidence", [0.05, 0.95, 0.999])
def test_the_critical_range_is_passed_as_often_as_it_should(groups, df, confidence):
    found = critical(confidence, groups, df)
    assert beyond(found, groups, df) == pytest.approx(1 - confidence, abs=1e-9)
    assert beyond(0.0, groups, df) == 1.0


@pytest.mark.long
def test_all_pairs_of_many_countries_are_compared():
    rng = np.random.default_rng(1)
    sample = rng.integers(30, 300, 27), rng.normal(3, 0.3, 27), rng.uniform(0.7, 1.2, 27)
    assert len(games_howell(*sample).pairs) == 351


def test_of_two_groups_there_is_one_pair_with_the_p_of_the_t_test():
    sample = [9, 14], [3.1, 3.9], [0.7, 1.2]
    for compare, test in ((tukey_kramer, student_t), (games_howell, welch_t)):
        (pair,) = compare(*sample).pairs
        theirs = test(*sample)
        assert [pair.difference, pair.error] == pytest.approx([theirs.difference, theirs.error])
        assert [pair.p, pair.low, pair.high] == pytest.approx([theirs.p, theirs.low, theirs.high], abs=1e-6)


def test_of_two_groups_dunn_is_kruskal_and_wallis():
    table = [[1, 3, 5, 3, 1], [0, 1, 3, 5, 4]]
    (pair,) = dunn(table).pairs
    assert pair.statistic**2 == pytest.approx(kruskal_wallis(table).statistic)
    assert pair.adjusted == pytest.approx(kruskal_wallis(table).p)


def test_intervals_leave_out_0_exactly_where_p_is_below_five_per_cent():
    sample = [10, 12, 8, 30], [3.1, 3.9, 2.9, 3.4], [0.8, 0.7, 1.0, 0.5]
    for compare in (tukey_kramer, games_howell):
        for pair in compare(*sample).pairs:
            assert (pair.p < 0.05) == (pair.low > 0 or pair.high < 0)


@pytest.mark.parametrize("apart", [0.0, 1e-9, 5.0, 1e6])
def test_p_values_lie_between_0_and_1_however_far_groups_are_apart(apart):
    sample = [3, 200, 40000], [0.0, apart, 2 * apart], [1.0, 1.0, 2.0]
    for compare in (tukey_kramer, games_howell):
        assert all(0 <= pair.p <= 1 for pair in compare(*sample).pairs)


def test_groups_of_one_count_in_tukeys_comparison_only():
    sample = [1, 5, 6], [2, 3, 4], [np.nan, 1, 1]
    assert len(tukey_kramer(*sample).pairs) == 3
    with pytest.raises(InvalidInputError, match="group 1 has 1"):
        games_howell(*sample)


def test_pairs_without_spread_have_no_test_and_say_so():
    found = games_howell([3, 4, 5], [2, 3, 4], [0, 0, 1])
    assert [pair.p is None for pair in found.pairs] == [True, False, False]
    assert found.pairs[0].low == found.pairs[0].high == -1.0
    assert "Their pairs have no test" in str(found.warnings[0])
    flat = tukey_kramer([3, 4], [2, 3], [0, 0])
    assert flat.pairs[0].p is None
    assert "Their pairs have no test" in str(flat.warnings[0])


def test_ranks_that_are_all_tied_have_no_pairs_to_tell_apart():
    found = dunn([[3, 0], [4, 0], [1, 0]])
    assert [(pair.difference, pair.adjusted) for pair in found.pairs] == [(0.0, None)] * 3
    assert "no order to compare" in str(found.warnings[0])


@pytest.mark.parametrize(
    ("compare", "given_", "options", "said"),
    [
        (tukey_kramer, ([5], [1], [1]), {}, "at least 2 groups; 1 came"),
        (tukey_kramer, ([5, 5], [1, 1], [1, 1]), {"confidence": 1}, "between 0 and 1"),
        (games_howell, ([5], [1], [1]), {}, "at least 2 groups; 1 came"),
        (games_howell, ([5, 5], [1, 1], [1, 1]), {"confidence": 0}, "between 0 and 1"),
        (dunn, ([[5, 5]],), {}, "at least 2 groups; 1 came"),
        (dunn, ([[5, 5], [0, 0]],), {}, "Group 2 is empty"),
    ],
)
def test_what_has_no_pairs_is_refused(compare, given_, options, said):
    with pytest.raises(InvalidInputError, match=said):
        compare(*given_, **options)
