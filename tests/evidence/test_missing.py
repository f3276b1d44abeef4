"""Answers with holes: what is refused, and what must hold whatever the numbers are."""

from dataclasses import replace

import numpy as np
import pytest

from mentorway.evidence.psychometrics.factors.layout import layout
from mentorway.evidence.psychometrics.factors.models import (
    ConvergenceError,
    FactorModel,
    GroupMoments,
    Level,
    Release,
)
from mentorway.evidence.psychometrics.factors.structure import fit
from mentorway.evidence.psychometrics.incomplete.fiml import fit_incomplete, ladder_incomplete
from mentorway.evidence.psychometrics.incomplete.holes import holed, observed_information
from mentorway.evidence.psychometrics.incomplete.missing import (
    IncompleteGroup,
    Pattern,
    check_patterns,
    item_sums,
    patterns_of,
)
from mentorway.evidence.psychometrics.incomplete.saturated import saturated
from mentorway.evidence.psychometrics.invariance.ladder import ladder, mean_differences
from mentorway.wording import InvalidInputError

ITEMS = tuple("abcdef")
ONE = FactorModel.one_factor("trust", ITEMS)
TWO = FactorModel(ITEMS, (("trust", ITEMS[:3]), ("hope", ITEMS[3:])))
PAIR = ("a", "b")


def answers(seed, people=200, holes=0.15):
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(people, 1)) + rng.normal(size=(people, 6)) + 3
    rows[rng.random(rows.shape) < holes] = np.nan
    return rows


def refusal(groups, items=PAIR):
    with pytest.raises(InvalidInputError) as refused:
        check_patterns(groups, items)
    return str(refused.value)


def pattern(observed, n, mean, covariance):
    return Pattern(np.array(observed), n, np.array(mean, dtype=float), np.array(covariance, dtype=float))


FULL = pattern([True, True], 9, [1, 2], [[1, 0.5], [0.5, 1]])


def test_people_are_gathered_by_what_they_answered_and_those_without_answers_are_left_out():
    group = patterns_of("LT", np.array([[1, np.nan], [np.nan, np.nan], [3, 4], [5, np.nan]]))
    assert group.n == 3
    assert [(one.observed.tolist(), one.n) for one in group.patterns] == [
        ([True, True], 1),
        ([True, False], 2),
    ]
    assert group.patterns[1].mean.tolist() == [3.0]
    assert group.patterns[1].covariance.tolist() == [[4.0]]


def test_a_group_without_any_answer_has_no_people():
    group = patterns_of("LT", np.full((5, 2), np.nan))
    assert group.patterns == ()
    assert refusal([group]) == (
        "Group LT has 0 people with answers, and the scale has 2 items. "
        "The model needs more people than items."
    )


@pytest.mark.parametrize("rows", [np.zeros(4), np.array([[1.0, np.inf]])])
def test_rows_that_are_no_table_of_numbers_are_refused(rows):
    with pytest.raises(InvalidInputError, match="must be a table of numbers"):
        patterns_of("LT", rows)


def test_no_groups_are_refused():
    assert refusal([]) == "There are no groups to fit a model to. Choose at least one."


def test_a_pattern_with_nobody_is_refused():
    group = IncompleteGroup("LT", (FULL, replace(FULL, n=0)))
    assert refusal([group]) == "A pattern of group LT has nobody in it. Leave it out."


@pytest.mark.parametrize(
    "wrong",
    [
        replace(FULL, observed=np.array([True, False])),
        replace(FULL, observed=np.array([True, True, True])),
        replace(FULL, observed=np.array([1, 1])),
        pattern([False, False], 3, [], np.zeros((0, 0))),
        replace(FULL, mean=np.array([1.0, np.nan])),
        replace(FULL, covariance=np.array([[1.0, 0.5], [0.1, 1.0]])),
    ],
)
def test_a_pattern_that_does_not_belong_to_the_items_is_refused(wrong):
    assert "does not belong to the 2 items of the model" in refusal([IncompleteGroup("LT", (FULL, wrong))])


def test_an_item_that_nobody_answered_is_refused():
    group = IncompleteGroup("LT", (pattern([True, False], 9, [1], [[1]]),))
    assert refusal([group]) == "In group LT nobody answered item b. Leave out the item or the group."


def test_an_item_that_everyone_answered_alike_is_refused():
    rows = np.array([[1.0, 2.0], [2.0, 2.0], [np.nan, 2.0]])
    assert refusal([patterns_of("LT", rows)]) == (
        "In group LT everyone gave the same answer to item b. Leave out the item or the group."
    )


def test_items_that_nobody_answered_together_are_refused():
    rows = np.array([[1.0, np.nan], [2.0, np.nan], [np.nan, 3.0], [np.nan, 5.0]])
    assert refusal([patterns_of("LT", rows)]) == (
        "In group LT nobody answered both a and b, so how they go together cannot be known. "
        "Leave out one of them or the group."
    )


@pytest.mark.long
def test_items_that_repeat_each_other_are_refused():
    rows = answers(1, 60)
    rows[:, 5] = 2 * rows[:, 0]
    with pytest.raises(ConvergenceError, match="leave too much open"):
        saturated(patterns_of("LT", rows), ITEMS)


def test_one_group_has_no_ladder():
    with pytest.raises(InvalidInputError, match="at least two groups; 1 came"):
        ladder_incomplete([patterns_of("LT", answers(1))], ONE)


def test_items_by_themselves_are_known_from_all_who_answered_them():
    rows = answers(2)
    sums = item_sums(patterns_of("LT", rows))
    assert sums.n == pytest.approx((~np.isnan(rows)).sum(axis=0))
    assert sums.mean == pytest.approx(np.nanmean(rows, axis=0))
    assert sums.variance == pytest.approx(np.nanvar(rows, axis=0))


def test_without_holes_the_saturated_model_is_the_sample():
    rows = answers(3, holes=0)
    found = saturated(patterns_of("LT", rows), ITEMS)
    assert found.mean == pytest.approx(rows.mean(axis=0), abs=1e-12)
    assert found.covariance == pytest.approx(np.cov(rows.T, bias=True), abs=1e-12)


def test_where_only_the_last_item_has_holes_the_saturated_model_is_a_regression():
    rows = answers(4, holes=0)[:, :2]
    rows[rows[:, 0] > 3.5, 1] = np.nan
    whole = rows[~np.isnan(rows[:, 1])]
    slope = np.cov(whole.T, bias=True)[0, 1] / whole[:, 0].var()
    found = saturated(patterns_of("LT", rows), PAIR)
    expected = whole[:, 1].mean() + slope * (rows[:, 0].mean() - whole[:, 0].mean())
    assert found.mean[1] == pytest.approx(expected, abs=1e-8)
    assert found.covariance[0, 1] == pytest.approx(slope * rows[:, 0].var(), abs=1e-7)


def test_many_holes_need_few_cycles():
    found = saturated(patterns_of("LT", answers(5, 400, 0.6)), ITEMS)
    assert found.iterations < 60


def test_without_holes_the_ladder_is_that_of_complete_answers():
    rows = {name: answers(seed, holes=0) for name, seed in (("LT", 6), ("LV", 7))}
    moments = [GroupMoments(n, len(x), x.mean(axis=0), np.cov(x.T, bias=True)) for n, x in rows.items()]
    ours = ladder_incomplete([patterns_of(name, x) for name, x in rows.items()], TWO)
    theirs = ladder(moments, TWO)
    for mine, other in zip(ours.fits, theirs.fits, strict=True):
        assert mine.indices.chi_square == pytest.approx(other.indices.chi_square, rel=1e-7)
        assert (mine.indices.cfi, mine.indices.tli) == pytest.approx((other.indices.cfi, other.indices.tli))
        assert mine.indices.srmr == pytest.approx(other.indices.srmr, rel=1e-5)
        for one, two in zip(mine.groups, other.groups, strict=True):
            assert one.loadings == pytest.approx(two.loadings, abs=1e-5)
            assert one.loading_errors == pytest.approx(two.loading_errors, rel=0.15)


def test_a_pattern_may_come_in_parts():
    rows = answers(8)
    whole = fit_incomplete([patterns_of("LT", rows)], ONE)
    parts = patterns_of("LT", rows[:90]).patterns + patterns_of("LT", rows[90:]).patterns
    found = fit_incomplete([IncompleteGroup("LT", parts[::-1])], ONE)
    assert found.indices.chi_square == pytest.approx(whole.indices.chi_square, rel=1e-8)
    assert found.groups[0].loading_errors == pytest.approx(whole.groups[0].loading_errors, abs=1e-7)


def test_what_is_left_out_by_chance_does_not_move_the_means_apart():
    rows = {name: answers(seed, 500) for name, seed in (("LT", 9), ("LV", 10))}
    rows["LV"] += 0.5
    rows["LV"][rows["LV"][:, 0] > 4, 1] = np.nan  # depends only on an answer that is there
    found = fit_incomplete([patterns_of(name, x) for name, x in rows.items()], ONE, Level.SCALAR)
    difference = mean_differences(found)[0]
    assert abs(difference.difference - 0.5) < 2 * difference.error


def test_released_parameters_differ():
    groups = [patterns_of(name, answers(seed)) for name, seed in (("LT", 11), ("LV", 12))]
    found = fit_incomplete(groups, ONE, Level.SCALAR, [Release("intercept", "c")])
    equal = found.groups[0].intercepts == pytest.approx(found.groups[1].intercepts)
    assert not equal
    assert found.groups[0].intercepts[0] == found.groups[1].intercepts[0]


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("model", [ONE, TWO])
def test_slope_and_observed_information_are_derivatives_of_the_likelihood(level, model):
    cells = holed([patterns_of(name, answers(seed, 80)) for name, seed in (("LT", 13), ("LV", 14))])
    slots = layout(2, model, level, ())
    rng = np.random.default_rng(15)
    theta = 0.5 + 0.3 * rng.random((2, slots.slots))
    theta[:, slots.intercept_start : slots.mean_start] += 2
    theta[:, : slots.items] += 1
    if slots.with_means:
        theta[0, slots.mean_start :] = 0
    here = cells.evaluate(slots, theta)
    found, score = observed_information(cells, slots, here), cells.curvature(slots, here).score
    step = 1e-5
    for group in range(2):
        fixed = slots.mean_start if slots.with_means and group == 0 else slots.slots
        for slot in range(fixed):
            up, down = theta.copy(), theta.copy()
            up[group, slot] += step
            down[group, slot] -= step
            above, below = cells.evaluate(slots, up), cells.evaluate(slots, down)
            slope = (below.half_chi_square - above.half_chi_square) / 2 / step
            assert score[group, slot] == pytest.approx(slope, rel=1e-4, abs=1e-4)
            fall = (cells.curvature(slots, below).score - cells.curvature(slots, above).score) / 2 / step
            assert found[group, slot, :fixed] == pytest.approx(fall[group, :fixed], rel=1e-4, abs=1e-4)


def test_the_same_answers_give_the_same_estimates_as_complete_cases_where_few_are_missing():
    rows = answers(16, 400, 0)
    rows[0, 2] = np.nan
    whole = rows[1:]
    complete = fit([GroupMoments("LT", len(whole), whole.mean(axis=0), np.cov(whole.T, bias=True))], ONE)
    found = fit_incomplete([patterns_of("LT", rows)], ONE)
    assert found.groups[0].loadings == pytest.approx(complete.groups[0].loadings, abs=0.03)


def test_what_heed_raises_ends_the_work():
    class EnoughError(Exception):
        pass

    def heed():
        raise EnoughError

    groups = [patterns_of(name, answers(seed)) for name, seed in (("LT", 17), ("LV", 18))]
    with pytest.raises(EnoughError):
        ladder_incomplete(groups, ONE, heed=heed)
