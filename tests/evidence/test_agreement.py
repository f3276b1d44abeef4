"""Agreement of two coders against irr and vcd, and of many against irr and Krippendorff's own example."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mentorway.evidence.psychometrics.agreement import agreement, kappa
from mentorway.evidence.psychometrics.coder_alpha import Metric, krippendorff
from mentorway.wording import InvalidInputError

ORACLES = json.loads((Path(__file__).parents[1] / "oracles" / "agreement.json").read_text())
PAIRS = pytest.mark.parametrize("oracle", ORACLES["pairs"], ids=lambda oracle: oracle["name"])
CODES = pytest.mark.parametrize("oracle", ORACLES["codes"], ids=lambda oracle: oracle["name"])
METRICS = pytest.mark.parametrize("metric", list(Metric))
WAYS = pytest.mark.parametrize(
    ("weights", "irr", "vcd"),
    [
        ("none", "unweighted", "plain"),
        ("linear", "equal", "Equal-Spacing"),
        ("quadratic", "squared", "Fleiss-Cohen"),
    ],
)
UNHURRIED = settings(deadline=None)
labels = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=2, max_size=40)
codings = st.integers(2, 5).flatmap(
    lambda coders: st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 5)), min_size=coders, max_size=coders),
        min_size=1,
        max_size=15,
    )
)


@PAIRS
@WAYS
def test_kappa_and_its_test_equal_irr(oracle, weights, irr, vcd):
    found = kappa(oracle["first"], oracle["second"], categories=oracle["levels"], weights=weights)
    theirs = oracle[irr]
    assert [found.value, found.z] == pytest.approx([theirs["value"], theirs["z"]], rel=1e-10)
    assert found.p == pytest.approx(theirs["p"], rel=1e-8, abs=1e-15)


@PAIRS
@WAYS
def test_kappa_and_its_interval_equal_vcd(oracle, weights, irr, vcd):
    found = kappa(oracle["first"], oracle["second"], categories=oracle["levels"], weights=weights)
    theirs = oracle[vcd]
    assert [found.error, found.low, min(found.high, 1)] == pytest.approx(
        [theirs["error"], theirs["low"], theirs["high"]], rel=1e-10
    )


@PAIRS
def test_percent_agreement_equals_irr(oracle):
    assert agreement(oracle["first"], oracle["second"]).share == pytest.approx(oracle["share"], rel=1e-12)


def test_adjusted_kappa_and_agreement_on_yes_and_no_by_hand():
    """40 twice yes, 9 and 6 once, 45 twice no."""
    pairs = [("yes", "yes")] * 40 + [("yes", "no")] * 9 + [("no", "yes")] * 6 + [("no", "no")] * 45
    found = agreement(*zip(*pairs, strict=True), categories=["yes", "no"])
    assert found.table.tolist() == [[40, 9], [6, 45]]
    assert found.share == 0.85
    assert found.adjusted == pytest.approx(2 * 0.85 - 1)
    assert (found.prevalence, found.bias) == (-0.05, 0.03)
    assert (found.positive, found.negative) == (80 / 95, 90 / 105)


@given(labels)
@UNHURRIED
def test_kappa_of_two_categories_follows_from_prevalence_bias_and_its_adjusted_form(pairs):
    """Byrt, Bishop and Carlin: kappa = (PABAK - PI² + BI²) / (1 - PI² + BI²)."""
    first, second = zip(*((a > 2, b > 2) for a, b in pairs), strict=True)
    whole = agreement(first, second, categories=[True, False])
    found = kappa(first, second, categories=[True, False])
    assume(found.value is not None)
    off = whole.bias**2 - whole.prevalence**2
    assert found.value == pytest.approx((whole.adjusted + off) / (1 + off), abs=1e-12)


@given(labels, st.sampled_from(["none", "linear", "quadratic"]))
@UNHURRIED
def test_kappa_does_not_care_who_is_first_nor_which_end_is_up(pairs, weights):
    first, second = zip(*pairs, strict=True)
    ways = [
        kappa(first, second, categories=[1, 2, 3, 4], weights=weights),
        kappa(second, first, categories=[4, 3, 2, 1], weights=weights),
    ]
    assert (ways[0].value is None) == (ways[1].value is None)
    assume(ways[0].value is not None)
    assert ways[0].value == pytest.approx(ways[1].value, abs=1e-12)
    assert (ways[0].error is None) == (ways[1].error is None)
    assert ways[0].error is None or ways[0].error == pytest.approx(ways[1].error, abs=1e-9)
    assert -1 <= ways[0].value <= 1


def test_all_in_one_category_leave_kappa_undefined_and_say_so():
    found = kappa(["a"] * 5, ["a"] * 5, categories=["a", "b"])
    assert (found.value, found.low, found.z, found.observed) == (None, None, None, 1.0)
    assert "kappa is undefined" in str(found.warnings[0])
    whole = agreement(["a"] * 5, ["a"] * 5)
    assert (whole.share, whole.adjusted, whole.specific, whole.prevalence) == (1.0, None, (1.0,), None)
    assert (whole.positive, whole.negative) == (None, None)
    assert "kappa is undefined" in str(whole.warnings[0])


@pytest.mark.parametrize(
    ("first", "second", "weights"),
    [("aaaa", "aabb", "none"), ([1, 2], [2, 3], "linear"), ("ab", "bb", "quadratic")],
)
def test_use_that_fixes_the_agreement_gives_a_kappa_of_zero_without_interval(first, second, weights):
    found = kappa(first, second, weights=weights)
    assert (found.value, found.error, found.low, found.p) == (0.0, None, None, None)
    assert "already fixes how far they agree" in str(found.warnings[0])


def test_rare_disagreement_in_many_units_keeps_its_errors():
    found = kappa([1] * 10**5 + [2, 2, 1], [1] * 10**5 + [2, 1, 2])
    assert found.value == pytest.approx(0.5, abs=1e-4)
    assert found.error == pytest.approx(0.306, abs=0.001)


def test_perfect_agreement_warns_that_its_interval_has_no_width():
    found = kappa([1, 2, 1], [1, 2, 1])
    assert (found.value, found.error, found.low, found.high) == (1.0, 0.0, 1.0, 1.0)
    assert "no width" in str(found.warnings[0])


def test_a_category_that_nobody_used_widens_the_steps_and_has_no_agreement_of_its_own():
    first, second = [1, 2, 1, 2], [1, 2, 2, 2]
    wide = kappa(first, second, categories=[1, 2, 3], weights="linear")
    assert wide.observed == pytest.approx((3 + 0.5) / 4)
    assert agreement(first, second, categories=[1, 2, 3]).specific[2] is None


def test_units_that_one_coder_left_out_are_counted_and_left_out():
    found = agreement(np.array([1.0, np.nan, 2.0]), [1, 2, None])
    assert (found.units, found.left_out, found.categories) == (1, 2, (1.0,))


def test_categories_come_sorted_numbers_first():
    assert agreement([10, "b", 9], ["a", "b", 9]).categories == (9, 10, "a", "b")


@pytest.mark.parametrize(
    ("first", "second", "options", "said"),
    [
        ([1, 2], [1], {}, "first has 2 and the second 1"),
        ([1, None], [None, 2], {}, "No unit was coded by both"),
        ([], [], {}, "No unit was coded by both"),
        ([1], [3], {"categories": [1, 2]}, "“3” is not among"),
        ([3], [1], {"categories": [1, 2]}, "“3” is not among"),
        ([1, 2], [1, 2], {"weights": "cubic"}, "“cubic” is no way"),
        ([1, 2], [1, 2], {"confidence": 1}, "between 0 and 1"),
    ],
)
def test_what_two_coders_cannot_be_compared_on_is_refused(first, second, options, said):
    with pytest.raises(InvalidInputError, match=said):
        kappa(first, second, **options)


@CODES
@METRICS
def test_alpha_of_any_metric_equals_irr(oracle, metric):
    assert krippendorff(oracle["codes"], metric).value == pytest.approx(oracle[metric.value], rel=1e-10)


@pytest.mark.parametrize(
    ("metric", "published"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_the_worked_example_of_krippendorff(metric, published):
    found = krippendorff(ORACLES["codes"][0]["codes"], Metric(metric))
    assert found.value == pytest.approx(published, abs=0.0005)
    assert (found.coders, found.units, found.values) == (4, 11, 40)  # the last unit has one value only


def by_definition(units, distance):
    """Every pair of values, as it is written: within units by size less one, and over all."""
    paired = [[v for v in unit if v is not None] for unit in units]
    paired = [unit for unit in paired if len(unit) > 1]
    pool = [v for unit in paired for v in unit]
    counts = {v: pool.count(v) for v in pool}
    observed = sum(distance(a, b, counts) / (len(unit) - 1) for unit in paired for a in unit for b in unit)
    expected = sum(distance(a, b, counts) for a in pool for b in pool)
    return observed / len(pool), expected / (len(pool) * (len(pool) - 1))


def ordinal(a, b, counts):
    low, high = sorted((a, b))
    between = sum(n for value, n in counts.items() if low <= value <= high)
    return (between - (counts[a] + counts[b]) / 2) ** 2 if a != b else 0.0


DISTANCES = {
    Metric.NOMINAL: lambda a, b, _: float(a != b),
    Metric.ORDINAL: ordinal,
    Metric.INTERVAL: lambda a, b, _: float((a - b) ** 2),
    Metric.RATIO: lambda a, b, _: ((a - b) / (a + b)) ** 2 if a + b else 0.0,
}


@given(codings)
@UNHURRIED
@METRICS
def test_both_disagreements_are_those_of_the_definition(metric, units):
    assume(any(sum(v is not None for v in unit) > 1 for unit in units))
    found = krippendorff(list(zip(*units, strict=True)), metric)
    observed, expected = by_definition(units, DISTANCES[metric])
    assert [found.observed, found.expected] == pytest.approx([observed, expected], rel=1e-9, abs=1e-12)
    assert found.value is None or found.value == pytest.approx(1 - observed / expected, abs=1e-9)
    assert (found.value is None) == (expected == 0)


@METRICS
def test_the_interval_holds_alpha_comes_from_the_seed_and_narrows_with_units(metric):
    codes = ORACLES["codes"][1]["codes"]
    once, again = (krippendorff(codes, metric, rng=np.random.default_rng(3)) for _ in range(2))
    more = krippendorff([4 * one for one in codes], metric, rng=np.random.default_rng(3))
    assert once == again
    assert once.low < once.value < once.high
    assert more.high - more.low < 0.7 * (once.high - once.low)
    assert once.resamples == 2000


def test_many_units_are_resampled_in_parts_and_pin_alpha_down():
    rng = np.random.default_rng(2)
    first = rng.integers(1, 6, 3000)
    found = krippendorff([first, np.where(rng.random(3000) < 0.75, first, 3)], Metric.INTERVAL, rng=rng)
    assert found.resamples == 2000
    assert found.low < found.value < found.high < found.low + 0.04


@METRICS
def test_a_resample_weighs_units_as_if_they_were_repeated(metric):
    """Units drawn twice are the same as a table with these units twice."""
    codes = np.array(ORACLES["codes"][0]["codes"], dtype=float)

    class Chosen:
        def multinomial(self, units, shares, size):
            return np.tile([3, 0, 2, 1, 0, 1, 0, 2, 0, 1, 1], (size, 1))

    found = krippendorff(codes, metric, rng=Chosen(), resamples=2)
    repeated = np.repeat(codes[:, :11], [3, 0, 2, 1, 0, 1, 0, 2, 0, 1, 1], axis=1)
    assert found.low == found.high == pytest.approx(krippendorff(repeated, metric).value, abs=1e-12)


@METRICS
def test_one_value_for_all_leaves_alpha_undefined_and_says_so(metric):
    found = krippendorff([[0.1] * 7, [0.1] * 7, [None] + [0.1] * 6], metric, rng=np.random.default_rng(1))
    assert (found.value, found.low, found.observed, found.expected) == (None, None, 0.0, 0.0)
    assert "alpha is undefined" in str(found.warnings[0])


@METRICS
def test_resamples_of_one_value_only_are_left_out_and_counted(metric):
    found = krippendorff([[1, 1, 1, 2], [1, 1, 1, 2]], metric, rng=np.random.default_rng(1))
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)
    assert 1200 < found.resamples < 1500  # 1 - (3/4)⁴ - (1/4)⁴ of them have both values
    assert "all values were the same" in str(found.warnings[0])


def test_a_single_unit_has_an_alpha_but_no_interval():
    found = krippendorff([["a", "a"], ["b", None]], rng=np.random.default_rng(1))
    assert (found.value, found.low, found.units) == (0.0, None, 1)
    assert "no interval" in str(found.warnings[0])


@pytest.mark.parametrize(
    ("codes", "options", "said"),
    [
        ([[1, 2, 3]], {}, "at least two coders; 1 came"),
        ([], {}, "at least two coders; 0 came"),
        ([[1, 2], [1]], {}, "same units"),
        ([[1, None], [None, 2]], {}, "No unit was coded by two"),
        ([[], []], {}, "No unit was coded by two"),
        ([["a", 1], ["b", 2]], {"metric": Metric.ORDINAL}, "Code “a” is no number"),
        ([[np.inf, 1], [1, 2]], {"metric": Metric.INTERVAL}, "Code “inf” is no number"),
        ([[-1, 1], [1, 2]], {"metric": Metric.RATIO}, "below zero"),
        ([[1, 1], [1, 2]], {"confidence": 0}, "between 0 and 1"),
        ([[1, 1], [1, 2]], {"resamples": 0}, "at least one resample"),
    ],
)
def test_what_cannot_have_an_alpha_is_refused(codes, options, said):
    with pytest.raises(InvalidInputError, match=said):
        krippendorff(codes, **options)
