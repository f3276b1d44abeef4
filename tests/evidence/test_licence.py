"""Every rule of the licence, on moments made so that this rule decides."""

from dataclasses import replace

import numpy as np
import pytest
from tests.evidence.making import LOADINGS, exact, moved, one_factor

from mentorway.evidence.psychometrics.factors.models import GroupMoments, Level, Release
from mentorway.evidence.psychometrics.invariance.ladder import Ladder, Step, ladder
from mentorway.evidence.psychometrics.invariance.licence import (
    DEFAULT,
    Limits,
    Rules,
    Verdict,
    judge,
    refused,
    too_few,
)
from mentorway.wording import Message

LEVELS = (Level.CONFIGURAL, Level.METRIC, Level.SCALAR)
MOVED = moved((0.0,) * 6, 1, 0.9)


def verdict_on(first, second, releases=(), rules=DEFAULT):
    return judge(ladder([first, second], one_factor(), releases, levels=LEVELS), releases, rules)


def test_what_works_alike_in_both_groups_is_licensed_for_means():
    found = verdict_on(exact("LT"), exact("SE", mean=0.5))
    assert (found.verdict, found.cautious) == (Verdict.MEANS, False)


def test_a_moved_intercept_leaves_associations_and_names_the_item():
    found = verdict_on(exact("LT"), exact("SE", intercepts=MOVED))
    assert found.verdict is Verdict.ASSOCIATIONS
    assert "Look first at item t2" in str(found.reasons[-1])


def test_a_moved_loading_leaves_the_form_and_names_the_item():
    found = verdict_on(exact("LT"), exact("SE", loadings=moved(LOADINGS, 3, 1.2)))
    assert found.verdict is Verdict.FORM
    assert "Look first at item t4" in str(found.reasons[-1])


def test_the_moved_item_set_free_gives_partial_means_and_is_named():
    found = verdict_on(exact("LT"), exact("SE", intercepts=MOVED), (Release("intercept", "t2"),))
    assert found.verdict is Verdict.PARTIAL_MEANS
    assert "With t2 free to differ" in str(found.reasons[-1])


def test_means_that_would_rest_on_one_item_are_not_licensed():
    releases = tuple(Release("intercept", f"t{number}") for number in range(2, 7))
    found = verdict_on(exact("LT"), exact("SE"), releases)
    assert found.verdict is Verdict.ASSOCIATIONS
    assert "only 1 item is held equal, and 2 are needed" in str(found.reasons[-1])


def test_a_freed_error_variance_takes_nothing_from_the_means():
    found = verdict_on(exact("LT"), exact("SE"), (Release("uniqueness", "t2"),))
    assert found.verdict is Verdict.MEANS


def test_a_structure_that_fits_badly_forbids_everything():
    two_factors = np.kron([[1.0, 0.3], [0.3, 1.0]], np.full((3, 3), 1.0)) + 0.5 * np.eye(6)
    group = GroupMoments("LT", 400, np.zeros(6), two_factors)
    found = verdict_on(group, replace(group, name="SE"))
    assert found.verdict is Verdict.NONE
    assert "fits badly" in str(found.reasons[0])


@pytest.mark.parametrize("rules", [Rules(cfi=1.1), Rules(srmr=-0.1), Rules(rmsea=-0.1)])
def test_each_index_of_the_structure_can_forbid_it(rules):
    assert verdict_on(exact("LT"), exact("SE"), rules=rules).verdict is Verdict.NONE


def test_an_rmsea_that_may_be_good_or_bad_makes_the_licence_cautious():
    together = np.zeros((6, 6))
    together[0, 1] = together[1, 0] = 0.3  # two items share more than the factor
    pair = [replace(exact(name), covariance=exact(name).covariance + together) for name in ("LT", "SE")]
    loosest = ladder(pair, one_factor(), levels=LEVELS).fits[0].indices
    between = Rules(rmsea=(loosest.rmsea_low + loosest.rmsea) / 2)
    found = verdict_on(*pair, rules=between)
    assert loosest.rmsea_low < between.rmsea < loosest.rmsea
    assert (found.verdict, found.cautious) == (Verdict.MEANS, True)
    assert any("fits only so-so" in str(reason) for reason in found.reasons)


@pytest.mark.parametrize(
    ("sizes", "named"), [((49, 400), ["LT"]), ((400, 49), ["SE"]), ((3, 4), ["LT", "SE"])]
)
def test_a_group_that_is_too_small_gets_no_licence_and_no_model(sizes, named):
    found = too_few((exact("LT", sizes[0]), exact("SE", sizes[1])), 6)
    assert (found.verdict, found.too_few, len(found.reasons)) == (Verdict.NONE, True, len(named))
    assert all(f"In group {name}" in str(reason) for name, reason in zip(named, found.reasons, strict=True))


def test_fifty_people_are_enough_for_few_items_and_too_few_for_many():
    pair = exact("LT", 50), exact("SE", 50)
    assert too_few(pair, 16) is None
    assert too_few(pair, 17) is not None


def test_between_fifty_and_a_hundred_people_the_licence_is_cautious():
    found = verdict_on(exact("LT", 99), exact("SE"))
    assert (found.verdict, found.cautious) == (Verdict.MEANS, True)
    assert "Group LT has 99 people" in str(found.reasons[-1])
    assert not verdict_on(exact("LT", 100), exact("SE", 150)).cautious


def with_step(level, **costs):
    """Return a ladder of two large groups in which one step costs what is said."""
    found = ladder([exact("LT"), exact("SE")], one_factor(), levels=LEVELS)
    steps = tuple(replace(step, **costs) if step.tighter is level else step for step in found.steps)
    return replace(found, steps=steps)


@pytest.mark.parametrize(
    ("level", "costs", "verdict"),
    [
        (Level.METRIC, {"cfi": -0.0101}, Verdict.FORM),
        (Level.METRIC, {"cfi": -0.0099}, Verdict.MEANS),
        (Level.METRIC, {"rmsea": 0.0151, "p": 0.049}, Verdict.FORM),
        (Level.METRIC, {"rmsea": 0.0151, "p": 0.051}, Verdict.MEANS),
        (Level.METRIC, {"srmr": 0.0301, "p": 0.001}, Verdict.FORM),
        (Level.METRIC, {"srmr": 0.0299, "p": 0.001}, Verdict.MEANS),
        (Level.SCALAR, {"cfi": -0.0101, "p": 0.9}, Verdict.ASSOCIATIONS),
        (Level.SCALAR, {"srmr": 0.0101, "p": 0.001}, Verdict.ASSOCIATIONS),
        (Level.SCALAR, {"srmr": 0.0101, "p": 0.2}, Verdict.MEANS),
    ],
)
def test_the_limits_of_each_step(level, costs, verdict):
    assert judge(with_step(level, **costs)).verdict is verdict


def test_a_rise_that_chance_can_explain_is_said_as_a_caution():
    found = judge(with_step(Level.METRIC, rmsea=0.02, p=0.2))
    assert found.cautious
    assert "chance alone can do that (p = 0.200)" in str(found.reasons[-1])


@pytest.mark.parametrize("sizes", [(150, 150), (900, 400)], ids=["small", "unequal"])
def test_small_and_unequal_groups_have_stricter_limits(sizes):
    found = ladder([exact("LT", sizes[0]), exact("SE", sizes[1])], one_factor(), levels=LEVELS)
    costly = replace(found, steps=(replace(found.steps[0], cfi=-0.007), *found.steps[1:]))
    assert judge(costly).verdict is Verdict.FORM
    equal = ladder([exact("LT"), exact("SE")], one_factor(), levels=LEVELS)
    same = replace(equal, steps=(replace(equal.steps[0], cfi=-0.007), *equal.steps[1:]))
    assert judge(same).verdict is Verdict.MEANS


def test_a_model_that_does_not_settle_leaves_what_came_before_and_says_why():
    found = with_step(Level.METRIC)
    why = Message("It did not settle.")
    stopped = Ladder(found.fits[:1], (), (), why)
    assert (judge(stopped).verdict, judge(stopped).reasons[-1]) == (Verdict.FORM, why)
    half = Ladder(found.fits[:2], found.steps[:1], (), why)
    assert (judge(half).verdict, judge(half).reasons[-1]) == (Verdict.ASSOCIATIONS, why)


def test_rules_can_be_changed():
    strict = Rules(limits=Limits(cfi=-1.0, rmsea=-1.0, srmr_metric=-1.0, srmr_scalar=-1.0))
    assert verdict_on(exact("LT"), exact("SE"), rules=strict).verdict is Verdict.FORM


def test_what_no_model_can_say_is_refused_with_the_reason():
    why = Message("Item t1 does not vary.")
    assert refused("LT", "SE", why).reasons == (why,)


def test_a_step_is_the_difference_of_its_models():
    found = ladder([exact("LT"), exact("SE", intercepts=MOVED)], one_factor(), levels=LEVELS)
    last = found.steps[-1]
    assert isinstance(last, Step)
    assert last.chi_square == found.fits[2].indices.chi_square - found.fits[1].indices.chi_square
    assert last.p < 1e-10


def test_associations_that_would_rest_on_one_item_are_not_licensed():
    releases = tuple(Release("loading", f"t{number}") for number in range(2, 7))
    found = verdict_on(exact("LT"), exact("SE"), releases)
    assert found.verdict is Verdict.FORM
    assert "the weight of only 1 item is held equal, and 2 are needed" in str(found.reasons[-1])


def test_a_loading_set_free_is_named_where_associations_and_means_are_licensed():
    other = exact("SE", loadings=moved(LOADINGS, 3, 1.2))
    found = verdict_on(exact("LT"), other, (Release("loading", "t4"),))
    assert found.verdict is Verdict.PARTIAL_MEANS
    assert all("With t4 free to differ" in str(reason) for reason in found.reasons[-2:])


@pytest.mark.parametrize(
    ("level", "verdict"),
    [
        (Level.CONFIGURAL, Verdict.NONE),
        (Level.METRIC, Verdict.FORM),
        (Level.SCALAR, Verdict.ASSOCIATIONS),
    ],
)
def test_a_factor_variance_below_zero_ends_the_climb_where_it_comes_up(level, verdict):
    found = with_step(Level.METRIC)
    why = Message("The factor varies less than not at all.")
    fits = tuple(
        replace(
            one,
            warnings=(why,),
            groups=tuple(replace(g, factor_covariance=-g.factor_covariance) for g in one.groups),
        )
        if one.level is level
        else one
        for one in found.fits
    )
    licence = judge(replace(found, fits=fits))
    assert (licence.verdict, licence.reasons[-1]) == (verdict, why)


def test_an_impossible_error_variance_makes_the_licence_cautious_and_is_said_once():
    found = with_step(Level.METRIC)
    why = Message("An error variance is below zero.")
    licence = judge(replace(found, fits=tuple(replace(one, warnings=(why,)) for one in found.fits)))
    assert (licence.verdict, licence.cautious) == (Verdict.MEANS, True)
    assert licence.reasons.count(why) == 1


def test_of_a_form_that_is_refused_no_near_miss_is_told():
    found = judge(with_step(Level.METRIC, rmsea=0.02, p=0.2), rules=Rules(cfi=1.1))
    assert (found.verdict, len(found.reasons)) == (Verdict.NONE, 1)
