"""Alignment: what it recovers, how sure it is, and where it cannot be asked."""

from dataclasses import replace

import numpy as np
import pytest
from tests.evidence.making import LOADINGS, exact, moved, one_factor

from mentorway.evidence.psychometrics.alignment import aligning as alignment
from mentorway.evidence.psychometrics.alignment import input as alignment_input
from mentorway.evidence.psychometrics.alignment.aligning import AlignmentPlan, Way, align
from mentorway.evidence.psychometrics.alignment.climb import frame_of, least
from mentorway.evidence.psychometrics.alignment.differences import aligned_differences
from mentorway.evidence.psychometrics.alignment.input import Separate, separate_estimates
from mentorway.evidence.psychometrics.alignment.loss import aligned_at
from mentorway.evidence.psychometrics.alignment.scale import scale_of
from mentorway.evidence.psychometrics.alignment.sets import Thresholds, shared_by
from mentorway.evidence.psychometrics.factors.models import ConvergenceError, FactorModel, GroupMoments
from mentorway.evidence.psychometrics.factors.scoring import unheeded
from mentorway.evidence.psychometrics.factors.structure import fit
from mentorway.evidence.psychometrics.incomplete.missing import patterns_of
from mentorway.wording import InvalidInputError

LEVELS = (0.0,) * 6
TRUE = (0.0, 0.4, -0.3, 0.7, 0.1)
NAMES = ("LT", "LV", "SE", "FI", "DK")


def five(n=500):
    """Five groups that differ in a few loadings and intercepts, without a remainder."""
    loadings = [LOADINGS, LOADINGS, moved(LOADINGS, 1, 0.6), LOADINGS, LOADINGS]
    levels = [LEVELS, moved(LEVELS, 3, 0.8), LEVELS, LEVELS, moved(LEVELS, 5, -0.7)]
    return [
        exact(name, n, loadings=own, intercepts=np.array(level), mean=mean)
        for name, own, level, mean in zip(NAMES, loadings, levels, TRUE, strict=True)
    ]


def test_groups_that_differ_in_nothing_but_their_means_are_aligned_exactly():
    found = align([exact(name, mean=mean) for name, mean in zip(NAMES, TRUE, strict=True)], one_factor())
    assert [one.mean for one in found.groups] == pytest.approx(TRUE, abs=1e-6)
    assert [one.variance for one in found.groups] == pytest.approx([1.0] * 5, abs=1e-6)
    assert found.share == 0
    assert found.groups[2].loadings == pytest.approx(LOADINGS, abs=1e-6)
    intercepts = [one for one in found.parameters if one.kind == "intercept"]
    assert [one.r_squared for one in intercepts] == pytest.approx([1.0] * 6)
    assert all(np.isnan(one.r_squared) for one in found.parameters if one.kind == "loading")


def test_a_few_large_differences_hardly_move_the_means():
    found = align(five(), one_factor(), AlignmentPlan(epsilon=1e-4))
    assert [one.mean for one in found.groups] == pytest.approx(TRUE, abs=0.02)
    differing = {(one.kind, one.item, one.differing) for one in found.parameters if one.differing}
    assert differing == {
        ("loading", "t2", ("SE",)),
        ("intercept", "t4", ("LV",)),
        ("intercept", "t6", ("DK",)),
    }


def test_a_sharper_loss_comes_closer_to_the_truth():
    errors = [
        max(
            abs(one.mean - mean)
            for one, mean in zip(align(five(), one_factor(), plan).groups, TRUE, strict=True)
        )
        for plan in (AlignmentPlan(epsilon=0.1), AlignmentPlan(epsilon=1e-3), AlignmentPlan(epsilon=1e-5))
    ]
    assert errors == sorted(errors, reverse=True)


@pytest.mark.long
def test_known_means_are_recovered_from_samples_as_often_as_their_errors_say():
    rng = np.random.default_rng(2014)
    truth, inside, gaps = five(), 0, []
    for _ in range(40):
        groups = [drawn_like(rng, group) for group in truth]
        found = align(groups, one_factor(), AlignmentPlan(epsilon=0.01))
        for group, mean in zip(found.groups[1:], TRUE[1:], strict=True):
            inside += abs(group.mean - mean) <= 1.96 * group.mean_error
            gaps.append(group.mean - mean)
    assert inside >= 0.88 * 160  # 0.95 expected, 160 intervals
    assert abs(np.mean(gaps)) < 0.03


def drawn_like(rng, group):
    """Return the moments of a sample of as many people."""
    rows = rng.multivariate_normal(group.mean, group.covariance, size=group.n)
    return GroupMoments(group.name, group.n, rows.mean(axis=0), np.cov(rows.T, bias=True))


def test_slopes_and_curvatures_are_those_of_the_loss():
    rng = np.random.default_rng(1)
    weights = 1 - np.eye(4)
    raw = rng.normal(1, 0.2, (4, 3)), rng.normal(3, 0.5, (4, 3))
    x, step = rng.normal(0, 0.3, 8), 1e-6
    here = aligned_at(x, raw, weights, 0.01)

    def across(direction, what):
        ends = [what(aligned_at(x + side * direction, raw, weights, 0.01)) for side in (step, -step)]
        return (ends[0] - ends[1]) / 2 / step

    slopes = [across(one, lambda at: at.value) for one in np.eye(8)]
    assert here.slope() == pytest.approx(slopes, abs=1e-7)
    assert here.curvature() == pytest.approx(
        np.array([across(one, lambda at: at.slope()) for one in np.eye(8)]), abs=1e-7
    )


def test_means_change_with_each_groups_own_estimates_as_aligning_again_shows():
    separate, _ = separate_estimates(
        [drawn_like(np.random.default_rng(4), one) for one in five()], one_factor()
    )

    def solved(own):
        frame = frame_of(own, 0.01, 0)
        return scale_of(own, least(frame, (0, None), unheeded).at, frame.basis, 0)

    here, step = solved(separate), 1e-4
    for group, item in ((0, 0), (2, 1), (4, 5)):
        for kind, place in (("loadings", item), ("intercepts", 6 + item)):
            ends = []
            for side in (step, -step):
                values = getattr(separate, kind).copy()
                values[group, item] += side
                ends.append(solved(replace(separate, **{kind: values})))
            means, logs = (
                (getattr(ends[0], part) - getattr(ends[1], part)) / 2 / step for part in ("means", "logs")
            )
            assert here.moved[:5, group, place] == pytest.approx(means, abs=1e-4)
            assert here.moved[5:, group, place] == pytest.approx(logs, abs=1e-4)
            change = (ends[0].intercepts - ends[1].intercepts)[:, 2] / 2 / step
            assert here.changes("intercept", 2)[:, group, place] == pytest.approx(change, abs=1e-4)


def test_the_order_of_groups_does_not_matter_and_the_reference_only_moves_the_scale():
    groups = five()
    first = align(groups, one_factor())
    turned = align(groups[::-1], one_factor(), AlignmentPlan(reference="LT"))
    assert [one.mean for one in turned.groups[::-1]] == pytest.approx(
        [one.mean for one in first.groups], abs=1e-6
    )
    other = align(groups, one_factor(), AlignmentPlan(reference="SE"))
    assert other.groups[2].mean == 0.0
    assert other.groups[2].variance == 1.0
    assert other.reference == "SE"
    assert other.loss == pytest.approx(first.loss, rel=0.03)  # which mean is 0 matters a little


def test_an_item_turned_round_keeps_its_negative_loading():
    groups = [
        exact(name, loadings=moved(LOADINGS, 0, -2.0), mean=mean)
        for name, mean in zip(NAMES, TRUE, strict=True)
    ]
    found = align(groups, one_factor())
    assert [abs(one.mean) for one in found.groups] == pytest.approx(np.abs(TRUE), abs=1e-6)


def test_answers_with_holes_are_aligned_too():
    rng = np.random.default_rng(8)
    groups = []
    for name, mean in zip(NAMES, TRUE, strict=True):
        rows = (mean + rng.normal(size=(600, 1))) * np.array(LOADINGS) + rng.normal(size=(600, 6))
        rows[rng.random(rows.shape) < 0.1] = np.nan
        groups.append(patterns_of(name, rows))
    found = align(groups, one_factor())
    assert [one.mean for one in found.groups] == pytest.approx(TRUE, abs=0.2)
    assert found.groups[0].n == groups[0].n


def test_many_differences_are_warned_of():
    rng = np.random.default_rng(3)
    groups = [
        exact(
            name,
            2000,
            loadings=np.abs(np.array(LOADINGS) + rng.normal(0, 0.4, 6)),
            intercepts=rng.normal(0, 1.5, 6),
        )
        for name in NAMES
    ]
    found = align(groups, one_factor())
    assert found.share > 0.25
    assert any("should not be trusted without a simulation" in str(one) for one in found.warnings)


def test_a_structure_that_fits_badly_is_warned_of():
    rng = np.random.default_rng(3)
    groups = []
    for name in NAMES:
        factors = rng.normal(size=(400, 2))
        rows = (
            np.repeat(factors, 3, axis=1)
            + 0.2 * factors.sum(axis=1, keepdims=True)
            + rng.normal(size=(400, 6))
        )
        groups.append(GroupMoments(name, 400, rows.mean(axis=0), np.cov(rows.T, bias=True)))
    found = align(groups, one_factor())
    assert any("own models fit badly" in str(one) for one in found.warnings)


def test_free_means_of_groups_with_equal_loadings_are_not_held_in_place():
    groups = [exact(name, mean=mean) for name, mean in zip(NAMES, TRUE, strict=True)]
    with pytest.raises(ConvergenceError, match="choose the fixed alignment"):
        align(groups, one_factor(), AlignmentPlan(way=Way.FREE))


def test_drawn_starts_come_from_the_generator_alone():
    plan = AlignmentPlan(starts=4)
    found = [align(five(), one_factor(), plan, rng=np.random.default_rng(1)) for _ in range(2)]
    assert (found[0].starts, found[0].loss) == (6, found[1].loss)
    assert align(five(), one_factor(), plan).starts == 2


def test_the_work_can_be_ended_from_outside():
    class Enough(Exception):  # noqa: N818 - it is no error
        pass

    def stop():
        raise Enough

    with pytest.raises(Enough):
        align(five(), one_factor(), heed=stop)


def test_fifty_groups_are_aligned():
    rng = np.random.default_rng(50)
    means = rng.normal(0, 0.4, 50)
    means[0] = 0.0
    groups = [drawn_like(rng, exact(f"G{place}", 400, mean=mean)) for place, mean in enumerate(means)]
    found = align(groups, one_factor())
    assert np.corrcoef([one.mean for one in found.groups], means)[0, 1] > 0.98


def test_one_group_and_two_scales_are_refused():
    with pytest.raises(InvalidInputError, match="at least two groups; 1 came"):
        align([exact("LT")], one_factor())
    items = one_factor().items
    with pytest.raises(InvalidInputError, match="one scale at a time; 2 came"):
        align(five(), FactorModel(items, (("a", items[:3]), ("b", items[3:]))))


def test_an_unknown_reference_and_a_loss_that_is_not_smooth_are_refused():
    with pytest.raises(InvalidInputError, match="Group XX cannot be the reference"):
        align(five(), one_factor(), AlignmentPlan(reference="XX"))
    with pytest.raises(InvalidInputError, match="epsilon above 0"):
        align(five(), one_factor(), AlignmentPlan(epsilon=0))


def test_too_few_people_are_refused():
    with pytest.raises(InvalidInputError, match="more people than items"):
        align([exact("LT", 6), exact("SE")], one_factor())


def test_groups_that_share_a_value_are_told_from_those_that_do_not():
    values = np.array([1.0, 1.02, 0.98, 1.5, 1.52])
    found = shared_by(values, 1e-4 * np.eye(5), np.array([1.0, 1.0, 1.0, 9.0, 9.0]), Thresholds())
    assert found.members.tolist() == [True, True, True, False, False]
    assert found.average == pytest.approx(1.0)
    assert (found.p[3:] < 0.001).all()


def test_groups_without_uncertainty_share_what_is_equal():
    found = shared_by(np.ones(3), np.zeros((3, 3)), np.ones(3), Thresholds())
    assert (found.members.all(), found.average) == (True, 1.0)


def test_a_lost_climb_is_explained():
    wild = Separate(
        ("a", "b", "c"),
        ("LT", "SE"),
        np.ones(2),
        np.full((2, 3), np.nan),
        np.zeros((2, 3)),
        np.zeros((2, 6, 6)),
    )
    with pytest.raises(ConvergenceError, match="did not settle from any start"):
        least(frame_of(wild, 0.01, 0), (0, None), unheeded)


def test_free_means_that_are_hardly_held_in_place_are_warned_of():
    found = align([replace(group, n=20) for group in five()], one_factor(), AlignmentPlan(way=Way.FREE))
    assert found.groups[0].mean_error > 0.5
    assert any(str(one).startswith("The means of these groups are hardly known") for one in found.warnings)


def test_a_best_place_that_one_start_alone_reached_is_warned_of(monkeypatch):
    def lonely(frame, random, heed):
        return replace(least(frame, random, heed), starts=9, agreeing=1)

    monkeypatch.setattr(alignment, "least", lonely)
    (warning,) = align(five(), one_factor()).warnings
    assert str(warning).startswith("Only one of 9 starts led to the best alignment")


def test_groups_in_two_ways_are_refused():
    rows = np.random.default_rng(13).normal(size=(50, 6))
    with pytest.raises(InvalidInputError, match="Give all groups in one way"):
        align([exact("LT"), patterns_of("SE", rows)], one_factor())


def test_a_group_whose_factor_has_no_variance_is_named(monkeypatch):
    monkeypatch.setattr(alignment_input, "fit", with_changed("factor_covariance", -0.01))
    with pytest.raises(InvalidInputError, match="In group LT the items have nothing in common"):
        align(five(), one_factor())


def test_a_configural_model_that_cannot_be_is_refused(monkeypatch):
    monkeypatch.setattr(alignment_input, "fit", with_changed("uniquenesses", -1.0))
    with pytest.raises(ConvergenceError, match="did not settle"):
        align(five(), one_factor())


def with_changed(part, times):
    """Return a way to fit whose estimates are changed afterwards."""

    def changed(groups, model):
        found = fit(groups, model)
        own = tuple(replace(one, **{part: times * getattr(one, part)}) for one in found.groups)
        return replace(found, groups=own)

    return changed


def test_differences_between_means_are_tested_pair_by_pair():
    found = align(five(), one_factor())
    told = aligned_differences(found)
    assert len(told) == 10
    assert (told[0].first, told[0].second, told[0].error) == (
        "LT",
        "LV",
        pytest.approx(found.groups[1].mean_error),
    )
    last = told[-1]  # FI and DK, neither of them the reference
    assert last.difference == pytest.approx(found.groups[4].mean - found.groups[3].mean)
    assert last.low < last.difference < last.high
    assert all(one.adjusted >= one.p for one in told)


def test_the_error_of_a_difference_is_that_of_the_group_once_the_other_is_the_reference():
    groups = [exact(name, 400, mean=mean) for name, mean in zip(NAMES, TRUE, strict=True)]
    here = {(one.first, one.second): one for one in aligned_differences(align(groups, one_factor()))}
    other = align(groups, one_factor(), AlignmentPlan(reference="LV"))
    for name, place in (("SE", 2), ("FI", 3)):
        assert here["LV", name].difference == pytest.approx(other.groups[place].mean, abs=1e-6)
        assert here["LV", name].error == pytest.approx(other.groups[place].mean_error, rel=1e-3)
