"""Factor models and invariance of ordinal items: what must hold of them, and what they refuse."""

from dataclasses import replace

import numpy as np
import pytest

from mentorway.evidence.psychometrics.factors.models import ConvergenceError, FactorModel, Level, Release
from mentorway.evidence.psychometrics.factors.scoring import unheeded
from mentorway.evidence.psychometrics.invariance.ladder import mean_differences
from mentorway.evidence.psychometrics.invariance.licence import Verdict, judge
from mentorway.evidence.psychometrics.ordinal.categorical_answers import (
    CategoricalGroup,
    categorical_group,
    merge_rare,
)
from mentorway.evidence.psychometrics.ordinal.categorical_moments import categorical_sample
from mentorway.evidence.psychometrics.ordinal.fitting import ordinal_fit
from mentorway.evidence.psychometrics.ordinal.ladder import ordinal_difference, ordinal_ladder
from mentorway.wording import InvalidInputError

ITEMS = ("a", "b", "c", "d", "e")
MODEL = FactorModel.one_factor("trust", ITEMS)
CUTS = (-1.2, -0.3, 0.5, 1.4)
LOADINGS = np.array([1.0, 0.8, 1.2, 0.9, 1.1])


def answers(seed, people=600, *, cuts=CUTS, loadings=LOADINGS, **moved):
    """Return answers from 1 on; `mean` moves the factor, `shift` what lies behind item c."""
    rng = np.random.default_rng(seed)
    behind = (rng.normal(size=(people, 1)) + moved.get("mean", 0)) * loadings + rng.normal(
        size=(people, len(ITEMS))
    )
    behind[:, 2] += moved.get("shift", 0)
    return 1 + np.digitize(behind, cuts)


def two(first=1, second=2, **second_options):
    return [
        categorical_group("LT", answers(first)),
        categorical_group("LV", answers(second, **second_options)),
    ]


@pytest.fixture(scope="module")
def alike():
    return ordinal_ladder(two(mean=0.4), MODEL)


def test_people_who_answer_alike_may_stand_in_one_pattern():
    rows = answers(3)
    group = categorical_group("LT", rows)
    spread_out = CategoricalGroup("LT", (rows - 1).astype(np.int16), np.ones(len(rows)))
    one, other = (categorical_sample([found], ITEMS) for found in (group, spread_out))
    assert len(group.counts) < len(rows)
    assert other.statistics == pytest.approx(one.statistics, abs=1e-12)
    assert other.gamma == pytest.approx(one.gamma, abs=1e-9)


def test_the_covariance_of_statistics_is_their_spread_over_samples():
    samples = [
        categorical_sample([categorical_group("LT", answers(seed, 500, cuts=(-0.5, 1)))], ITEMS)
        for seed in range(100)
    ]
    spread = np.var([found.statistics[0] for found in samples], axis=0)
    said = np.mean([np.diag(found.gamma[0]) for found in samples], axis=0) / 500
    assert np.sqrt(said) == pytest.approx(np.sqrt(spread), rel=0.3)
    assert np.mean(np.sqrt(said / spread)) == pytest.approx(1, abs=0.07)


def test_both_parameterisations_are_one_model():
    sample = categorical_sample(two(shift=0.3), ITEMS)
    for level in Level:
        delta, theta = (
            ordinal_fit(sample, MODEL, (level, ()), parameterization=name) for name in ("delta", "theta")
        )
        assert theta.plain.chi_square == pytest.approx(delta.plain.chi_square, rel=1e-9)
        assert theta.fit.indices.chi_square == pytest.approx(delta.fit.indices.chi_square, rel=1e-6)
        assert theta.fit.indices.df == delta.fit.indices.df


def test_the_order_of_people_and_groups_changes_nothing():
    groups = two(mean=0.3)
    rng = np.random.default_rng(4)
    shuffled = [categorical_group("LT", rng.permutation(answers(1))), groups[1]]
    plan = (Level.METRIC, ())
    ahead, again, back = (ordinal_fit(found, MODEL, plan) for found in (groups, shuffled, groups[::-1]))
    assert again.plain.chi_square == pytest.approx(ahead.plain.chi_square, rel=1e-9)
    assert back.plain.chi_square == pytest.approx(ahead.plain.chi_square, rel=1e-6)


def test_turning_a_scale_round_turns_only_thresholds_and_means():
    sample = categorical_sample([categorical_group("LT", answers(5))], ITEMS)
    turned = categorical_sample([categorical_group("LT", 6 - answers(5))], ITEMS)
    ahead, back = (ordinal_fit(found, MODEL) for found in (sample, turned))
    assert back.fit.groups[0].loadings == pytest.approx(ahead.fit.groups[0].loadings, abs=1e-6)
    for one, other in zip(ahead.thresholds[0], back.thresholds[0], strict=True):
        assert other.values == pytest.approx(-one.values[::-1], abs=1e-9)


def test_estimates_of_a_large_sample_are_those_it_was_drawn_with():
    found = ordinal_fit([categorical_group("LT", answers(6, 40_000))], MODEL, parameterization="theta")
    group = found.fit.groups[0]
    assert group.loadings[:, 0] == pytest.approx(LOADINGS, abs=0.05)
    assert group.factor_covariance[0, 0] == pytest.approx(1, abs=0.06)
    assert np.abs(group.loadings[1:, 0] - LOADINGS[1:]) == pytest.approx(0, abs=4 * 0.03)
    cuts = np.array([one.values for one in found.thresholds[0]])
    assert cuts == pytest.approx(np.broadcast_to(CUTS, (5, 4)), abs=0.06)


def test_degrees_of_freedom_are_those_of_wu_and_estabrook(alike):
    # thresholds and loadings equal: 20 + 4 fewer, 10 intercepts and scales more; then 5 intercepts for a mean
    assert [found.plain.df for found in alike.fits] == [10, 24, 28, 33]
    assert [step.df for step in alike.ladder.steps] == [14, 4, 5]


def test_three_categories_tell_nothing_of_equal_thresholds():
    groups = [categorical_group(name, answers(seed, cuts=(-0.5, 1))) for name, seed in (("LT", 1), ("LV", 2))]
    configural, metric = ordinal_ladder(groups, MODEL, levels=(Level.CONFIGURAL, Level.METRIC)).fits
    assert metric.plain.df - configural.plain.df == len(ITEMS) - 1  # loadings alone


def test_with_two_categories_loadings_and_thresholds_are_tested_together():
    groups = [
        categorical_group(name, answers(seed, 1500, cuts=(0.6,))) for name, seed in (("LT", 1), ("LV", 2))
    ]
    found = ordinal_ladder(groups, MODEL, levels=(Level.CONFIGURAL, Level.METRIC, Level.SCALAR))
    assert [step.df for step in found.ladder.steps] == [3, 0]  # 9 fewer, 5 scales and a mean more
    assert found.fits[2].plain.chi_square == pytest.approx(found.fits[1].plain.chi_square, rel=1e-9)
    assert np.isnan(found.ladder.steps[1].p)


def test_groups_that_differ_only_in_level_may_be_compared_in_their_means(alike):
    licence = judge(alike.ladder)
    assert licence.verdict is Verdict.MEANS
    (difference,) = mean_differences(alike.ladder.fits[2])
    assert (
        difference.low
        < 0.4 * np.sqrt(alike.ladder.fits[2].groups[0].factor_covariance[0, 0])
        < difference.high
    )
    assert difference.standardised == pytest.approx(0.4, abs=0.15)


def test_an_item_that_is_harder_in_one_group_is_found_and_may_be_released():
    groups = two(shift=1.0)
    held = ordinal_ladder(groups, MODEL)
    assert judge(held.ladder).verdict is Verdict.ASSOCIATIONS
    tests = [t for t in held.ladder.score_tests if t.kind == "intercept" and t.group is None]
    assert max(tests, key=lambda test: test.chi_square).item == "c"
    release = (Release("intercept", "c"),)
    freed = ordinal_ladder(groups, MODEL, release)
    assert judge(freed.ladder, release).verdict is Verdict.PARTIAL_MEANS


def test_a_score_test_says_about_how_much_chi_square_would_fall():
    groups = two(shift=0.25)
    sample = categorical_sample(groups, ITEMS)
    scalar = ordinal_fit(sample, MODEL, (Level.SCALAR, ()))
    freed = ordinal_fit(sample, MODEL, (Level.SCALAR, (Release("intercept", "c"),)))
    said = next(t for t in scalar.fit.score_tests if t.item == "c" and t.group is None)
    asked = ordinal_difference(freed, scalar)
    assert said.df == asked.df == 1
    assert said.chi_square == pytest.approx(asked.chi_square, rel=0.25)
    moved = next(t for t in scalar.fit.score_tests if t.item == "c" and t.group == "LV")
    assert moved.expected_change == pytest.approx(freed.fit.groups[1].intercepts[2], rel=0.35)


def test_score_tests_of_models_that_hold_are_chi_squares():
    found = []
    for seed in range(25):
        groups = two(1000 + seed, 2000 + seed, people=400)
        fit = ordinal_fit(groups, MODEL, (Level.METRIC, ()))
        found += [test.chi_square for test in fit.fit.score_tests if test.group is None]
    assert len(found) == 25 * len(ITEMS)
    assert np.mean(found) == pytest.approx(1, abs=0.45)


def test_adjusted_chi_squares_of_models_that_hold_have_the_mean_of_their_degrees_of_freedom():
    found = [ordinal_fit([categorical_group("LT", answers(3000 + k, 400))], MODEL) for k in range(60)]
    for indices in ("fit", "mean"):
        values = [(one.fit.indices if indices == "fit" else one.mean_adjusted).chi_square for one in found]
        assert np.mean(values) == pytest.approx(5, abs=1.3)


def test_a_released_loading_has_no_equal_value(alike):
    release = (Release("loading", "a"), Release("loading", "b"))
    found = ordinal_fit(two(mean=0.4), MODEL, (Level.METRIC, release))
    first, second = found.fit.groups
    assert first.loadings[2, 0] == second.loadings[2, 0] == 1  # the first item that is held equal
    assert first.loadings[1, 0] != second.loadings[1, 0]
    assert found.plain.df == alike.fits[1].plain.df - 2


def test_what_heed_raises_ends_the_work():
    def stop():
        raise TimeoutError

    with pytest.raises(TimeoutError):
        ordinal_ladder(two(), MODEL, heed=stop)
    assert ordinal_ladder(two(), MODEL, levels=(Level.CONFIGURAL,), heed=unheeded).ladder.stopped is None


def test_an_item_against_the_others_gets_a_negative_loading():
    rows = answers(7)
    rows[:, 0] = 6 - rows[:, 0]
    found = ordinal_fit([categorical_group("LT", rows)], MODEL)
    assert (found.fit.groups[0].loadings[1:, 0] < 0).all()


def test_a_first_item_with_hardly_any_tie_does_not_block_the_search():
    weak = ordinal_fit(
        [categorical_group("LT", answers(8, loadings=np.array([0.05, 0.8, 1.2, 0.9, 1.1])))], MODEL
    )
    firm = FactorModel(ITEMS, (("trust", ("c", "a", "b", "d", "e")),))
    other = ordinal_fit(
        [categorical_group("LT", answers(8, loadings=np.array([0.05, 0.8, 1.2, 0.9, 1.1])))], firm
    )
    assert weak.plain.chi_square == pytest.approx(other.plain.chi_square, rel=1e-6)


@pytest.mark.parametrize("seed", [1, 9, 25])
def test_a_looser_model_never_fits_worse(seed):
    # two categories: scales behind the items are known badly, and a search can lose its way
    rng = np.random.default_rng(seed)
    items, groups = tuple("abcdef"), []
    for name in ("LT", "LV", "FI"):
        loadings = rng.uniform(0.1, 1.4, 6) * np.where(rng.random(6) < 0.2, rng.uniform(0.2, 1.5), 1)
        behind = rng.normal(size=(300, 1)) * loadings + rng.normal(size=(300, 6)) * rng.uniform(0.7, 1.4)
        groups.append(categorical_group(name, 1 + (behind + rng.normal(size=6) * 0.3 > 0)))
    found = ordinal_ladder(groups, FactorModel.one_factor("trust", items))
    chi_squares = [fit.plain.chi_square for fit in found.fits]
    assert chi_squares == pytest.approx(sorted(chi_squares), rel=1e-6)
    assert (found.ladder.stopped is None) == (len(found.fits) == len(Level))


def test_a_negative_error_variance_is_said():
    rng = np.random.default_rng(9)
    for _ in range(200):
        behind = rng.normal(size=(60, 1)) + rng.normal(size=(60, 3)) * np.array([0.3, 1.5, 1.5])
        model = FactorModel.one_factor("trust", ["a", "b", "c"])
        found = ordinal_fit([categorical_group("LT", 1 + np.digitize(behind, [-0.5, 0.5]))], model)
        if found.fit.groups[0].uniquenesses.min() < 0:
            assert "negative error variance" in str(found.fit.warnings[-1])
            return
    pytest.fail("no sample had one")


def test_fewer_people_than_statistics_are_said():
    found = categorical_sample([categorical_group("LT", answers(10, 17, cuts=(-0.4, 0.6)))], ITEMS)
    assert found.statistics.shape == (1, 20)
    assert "17 people for 20 thresholds and correlations" in str(found.warnings[-1])


def test_items_that_have_nothing_in_common_do_not_settle():
    rows = 1 + np.indices((3,) * 5).reshape(5, -1).T  # every pattern once
    with pytest.raises(ConvergenceError, match="did not settle"):
        ordinal_fit([categorical_group("LT", rows)], MODEL)


def swapped(rows, place, value, by):
    rows = rows.copy()
    rows[rows[:, place] == value, place] = by
    return rows


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (swapped(answers(2), 1, 5, 4), "In group LV nobody chose category 5 of item b"),
        (swapped(answers(2), 1, 3, 4), "In group LV nobody chose category 3 of item b"),
        (np.where(np.arange(5) == 3, 2, answers(2)), "everyone gave the same answer to item d"),
        (answers(2)[:5], "needs more people than items"),
        (answers(2)[:, :4], "do not belong to the 5 items"),
        (np.where(np.arange(5) == 3, answers(2)[:, :1], answers(2)), "only a correlation of -1 or 1"),
    ],
)
def test_groups_that_cannot_be_compared_are_refused_with_the_reason(rows, said):
    groups = [categorical_group("LT", answers(1)), categorical_group("LV", rows)]
    with pytest.raises(InvalidInputError, match=said):
        ordinal_ladder(groups, MODEL)


@pytest.mark.parametrize("rows", [[[1, 2], [np.nan, 1]], [[1.5, 2]], [[0, 2]], [], [1, 2], [[1, 10**6]]])
def test_answers_that_are_no_categories_are_refused(rows):
    with pytest.raises(InvalidInputError, match=r"LT|categories"):
        categorical_group("LT", rows)


def test_categories_that_a_group_lacks_can_be_merged_in_all_groups():
    groups = [categorical_group("LT", answers(1)), categorical_group("LV", swapped(answers(2), 1, 5, 4))]
    merged = merge_rare(groups, ITEMS)
    assert [str(one) for one in merged.said] == [
        "Item b keeps 4 of 5 categories: categories 4–5 count as one."
    ]
    assert sum(group.people for group in merged.groups) == 1200
    assert categorical_sample(merged.groups, ITEMS).categories.tolist() == [5, 4, 5, 5, 5]


def test_merging_stops_where_each_group_has_enough_people():
    merged = merge_rare(two(), ITEMS, fewest=60)
    for group in merged.groups:
        for column in group.patterns.T:
            assert np.bincount(column, weights=group.counts).min() >= 60


def test_one_group_is_no_comparison():
    with pytest.raises(InvalidInputError, match="at least two groups; 1 came"):
        ordinal_ladder([categorical_group("LT", answers(1))], MODEL)
    with pytest.raises(InvalidInputError, match="no groups"):
        ordinal_ladder([], MODEL)


def test_fits_of_different_answers_cannot_be_tested_against_each_other():
    looser = ordinal_fit(two(), MODEL, (Level.METRIC, ()))
    other = ordinal_fit(two(3, 4), MODEL, (Level.SCALAR, ()))
    with pytest.raises(InvalidInputError, match="different answers"):
        ordinal_difference(looser, other)
    tighter = ordinal_fit(two(), MODEL, (Level.SCALAR, ()))
    with pytest.raises(InvalidInputError, match="looser one first"):
        ordinal_difference(tighter, looser)


@pytest.mark.parametrize(
    ("model", "releases", "said"),
    [
        (FactorModel.one_factor("trust", ["a", "b"]), (), "at least 3"),
        (replace(MODEL, factors=(("trust", ITEMS[:4]),)), (), "item e is not"),
        (MODEL, (Release("loading", "x"),), "cannot be set free"),
        (MODEL, tuple(Release("intercept", item) for item in ITEMS), "nothing in common"),
    ],
)
def test_models_that_cannot_be_asked_are_refused(model, releases, said):
    with pytest.raises(InvalidInputError, match=said):
        ordinal_ladder(two(), model, releases)


def test_statistics_of_other_items_are_refused():
    sample = categorical_sample(two(), ITEMS)
    with pytest.raises(InvalidInputError, match="5 items came"):
        ordinal_fit(sample, FactorModel.one_factor("trust", ITEMS[:4]))


def test_an_unknown_parameterisation_is_refused():
    with pytest.raises(InvalidInputError, match="Choose delta or theta"):
        ordinal_fit(two(), MODEL, parameterization="gamma")
