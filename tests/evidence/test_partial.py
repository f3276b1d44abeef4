"""The search for partial invariance: what it finds, where it stops, and what other answers confirm."""

import numpy as np
import pytest
from tests.evidence.making import LOADINGS, drawn, exact, moved, one_factor

from mentorway.evidence.comparisons.multiplicity import Adjustment
from mentorway.evidence.psychometrics.factors.models import (
    ConvergenceError,
    FactorModel,
    GroupMoments,
    Level,
    Release,
)
from mentorway.evidence.psychometrics.factors.structure import fit
from mentorway.evidence.psychometrics.incomplete.missing import patterns_of
from mentorway.evidence.psychometrics.invariance import partial_confirmation
from mentorway.evidence.psychometrics.invariance.ladder import Step
from mentorway.evidence.psychometrics.invariance.licence import DEFAULT, Verdict, judge
from mentorway.evidence.psychometrics.invariance.partial import fitting_of, partial_invariance
from mentorway.evidence.psychometrics.invariance.partial_confirmation import confirmed
from mentorway.evidence.psychometrics.invariance.partial_search import Search, searched
from mentorway.evidence.psychometrics.invariance.partial_trail import (
    Difference,
    Direction,
    Ending,
    SearchRules,
    step_sentence,
)
from mentorway.wording import InvalidInputError, Message

LEVELS = (0.0,) * 6
BACKWARD = SearchRules(direction=Direction.BACKWARD)


def test_groups_that_do_not_differ_have_nothing_set_free():
    found = partial_invariance([exact("LT"), exact("SE", mean=0.4)], one_factor())
    assert (found.releases, found.warnings) == ((), ())
    assert [(one.level, one.ending, len(one.family)) for one in found.searches] == [
        (Level.METRIC, Ending.HOLDS, 6),
        (Level.SCALAR, Ending.HOLDS, 6),
    ]


@pytest.mark.parametrize("rules", [SearchRules(), BACKWARD], ids=["forward", "backward"])
def test_the_item_that_gives_the_factor_its_unit_can_be_found_as_well(rules):
    pair = [exact("LT"), exact("SE", loadings=moved(LOADINGS, 0, 0.7), intercepts=moved(LEVELS, 4, 0.9))]
    found = partial_invariance(pair, one_factor(), rules=(rules, DEFAULT))
    assert found.releases == (Release("loading", "t1"), Release("intercept", "t5"))
    assert judge(found.ladder, found.releases).verdict is Verdict.PARTIAL_MEANS


def test_a_step_says_what_was_done_in_a_whole_sentence():
    pair = [exact("LT"), exact("SE", intercepts=moved(LEVELS, 4, 0.9))]
    step = partial_invariance(pair, one_factor()).searches[1].steps[0]
    assert str(step.sentence).startswith(
        "Step 1: people with the same level answer item t5 differently in the groups (chi-square "
    )
    assert step.before.cfi < -DEFAULT.limits.cfi < step.after.cfi
    assert step.tests[0].release == step.taken.release


def test_backward_leaves_free_what_forward_sets_free_in_samples_with_clear_differences():
    rng = np.random.default_rng(17)
    pair = [drawn(rng, "LT", 800), drawn(rng, "SE", 800, loadings=moved(LOADINGS, 2, -0.8))]
    ways = [
        partial_invariance(pair, one_factor(), rules=(rules, DEFAULT)) for rules in (SearchRules(), BACKWARD)
    ]
    assert [way.searches[0].releases for way in ways] == [(Release("loading", "t3"),)] * 2
    held = [step.taken.release.item for step in ways[1].searches[0].steps]
    assert "t3" not in held
    assert len(held) == 3  # six items, two held from the beginning, one left free
    assert str(ways[1].searches[0].steps[0].sentence).startswith("Step 1: the weight of item ")


def test_no_more_than_half_of_a_scale_is_set_free():
    levels = (0.0, 0.0, 1.0, -1.2, 0.9, -1.4)
    found = partial_invariance([exact("LT"), exact("SE", intercepts=levels)], one_factor())
    search = found.searches[1]
    assert (search.ending, search.within, len(search.releases)) == (Ending.LIMIT, False, 3)
    assert str(search.sentence).startswith("The search for equal levels ended outside the rules: more items")
    assert judge(found.ladder, found.releases).verdict is Verdict.ASSOCIATIONS


def test_two_items_of_a_scale_stay_equal_counting_what_was_given_free():
    given = (Release("loading", "t1"), Release("intercept", "t2"), Release("loading", "t3"))
    levels = (0.0, 0.0, 0.0, 0.0, 0.9, -1.2)
    found = partial_invariance([exact("LT"), exact("SE", intercepts=levels)], one_factor(), given)
    assert given[1] not in found.searches[1].family
    assert [one.item for one in found.searches[1].releases] == ["t6"]
    assert found.searches[1].ending is Ending.LIMIT


def test_loadings_outside_the_rules_leave_the_intercepts_unsearched():
    loadings = (1.0, 0.8, 0.2, 2.0, 0.3, 1.8)
    found = partial_invariance([exact("LT"), exact("SE", loadings=loadings)], one_factor())
    assert [one.level for one in found.searches] == [Level.METRIC]
    assert found.searches[0].ending is Ending.LIMIT


def test_what_every_item_has_a_little_of_is_not_given_to_one():
    rng = np.random.default_rng(5)
    strict = SearchRules(chance=1e-12)
    loadings = (1.3, 0.6, 1.5, 0.7, 1.4, 0.5)
    pair = [drawn(rng, "LT", 300), drawn(rng, "SE", 300, loadings=loadings)]
    found = partial_invariance(pair, one_factor(), rules=(strict, DEFAULT))
    assert (found.searches[0].ending, found.releases) == (Ending.CHANCE, ())


def test_holm_never_sets_free_more_than_benjamini_and_hochberg():
    for seed in range(6):
        rng = np.random.default_rng(seed)
        loadings = (1.2, 0.7, 1.0, 1.2, 0.9, 0.9)
        pair = [drawn(rng, "LT", 250), drawn(rng, "SE", 250, loadings=loadings)]
        ways = [
            partial_invariance(pair, one_factor(), rules=(SearchRules(adjustment=way), DEFAULT)).searches[0]
            for way in (Adjustment.HOLM, Adjustment.BENJAMINI_HOCHBERG)
        ]
        assert len(ways[0].steps) <= len(ways[1].steps)
        for way in ways:
            assert all(step.taken.adjusted >= step.taken.p for step in way.steps)


def test_answers_with_holes_are_searched_too():
    rng = np.random.default_rng(3)
    groups = []
    for name, level in (("LT", 0.0), ("SE", 0.9)):
        rows = rng.normal(size=(500, 1)) * np.array(LOADINGS) + rng.normal(size=(500, 6))
        rows[:, 3] += level
        rows[rng.random(rows.shape) < 0.1] = np.nan
        groups.append(patterns_of(name, rows))
    found = partial_invariance(groups, one_factor())
    assert found.releases == (Release("intercept", "t4"),)
    assert confirmed(found, groups).holds


def halves(seed, levels):
    """Two halves of the same two groups; the second one's levels are given for each half."""
    rng = np.random.default_rng(seed)
    found = []
    for own in levels:
        other = drawn(rng, "SE", 400)
        shifted = type(other)("SE", other.n, other.mean + np.array(own), other.covariance)
        found.append([drawn(rng, "LT", 400), shifted])
    return found


def test_other_answers_confirm_a_difference_that_is_there():
    first, second = halves(1, [moved(LEVELS, 3, 0.8)] * 2)
    found = partial_invariance(first, one_factor())
    told = confirmed(found, second)
    assert [one.release for one in told.tests] == [Release("intercept", "t4")]
    assert told.tests[0].adjusted < 1e-6
    assert told.holds
    assert str(told.sentences[0]) == "The other answers confirm that these items differ: t4."
    assert judge(told.ladder, found.releases).verdict is Verdict.PARTIAL_MEANS


def test_other_answers_do_not_confirm_what_is_only_in_the_first():
    first, second = halves(1, [moved(LEVELS, 3, 0.8), moved(LEVELS, 5, 0.9)])
    told = confirmed(partial_invariance(first, one_factor()), second)
    assert told.tests[0].adjusted > 0.05
    assert told.missed[0].release == Release("intercept", "t6")
    assert not told.holds
    assert [str(one).split(":")[0] for one in told.sentences] == [
        "The other answers do not confirm that these items differ",
        "In the other answers these items differ too, though the search left them equal",
        "In the other answers, what is held equal costs more than the rules allow.",
    ]


def test_a_search_that_set_something_free_warns_of_chance():
    first, _ = halves(1, [moved(LEVELS, 3, 0.8)] * 2)
    assert [str(one)[:28] for one in partial_invariance(first, one_factor()).warnings] == [
        "Which items differ was found"
    ]


def test_the_work_can_be_ended_from_outside():
    class Enough(Exception):  # noqa: N818 - it is no error
        pass

    def stop():
        raise Enough

    with pytest.raises(Enough):
        partial_invariance([exact("LT"), exact("SE")], one_factor(), heed=stop)


def test_one_group_has_nothing_to_compare():
    with pytest.raises(InvalidInputError, match="at least two groups; 1 came"):
        partial_invariance([exact("LT")], one_factor())


def test_groups_in_two_ways_are_refused():
    rows = np.random.default_rng(1).normal(size=(50, 6))
    with pytest.raises(InvalidInputError, match="Give all groups in one way"):
        partial_invariance([exact("LT"), patterns_of("SE", rows)], one_factor())


@pytest.mark.parametrize(
    "rules", [SearchRules(chance=0), SearchRules(most_free=2), SearchRules(fewest_equal=0)]
)
def test_rules_that_nothing_can_follow_are_refused(rules):
    with pytest.raises(InvalidInputError, match="The search needs a chance between 0 and 1"):
        partial_invariance([exact("LT"), exact("SE")], one_factor(), rules=(rules, DEFAULT))


def test_too_few_people_and_too_few_items_are_refused():
    with pytest.raises(InvalidInputError, match="more people than items"):
        partial_invariance([exact("LT", 6), exact("SE")], one_factor())
    with pytest.raises(InvalidInputError, match="at least 3"):
        partial_invariance([exact("LT"), exact("SE")], FactorModel.one_factor("trust", ["a", "b"]))


def test_other_groups_confirm_nothing():
    found = partial_invariance([exact("LT"), exact("SE")], one_factor())
    with pytest.raises(InvalidInputError, match="The search was in the groups LT, SE, and these are LT, FI"):
        confirmed(found, [exact("LT"), exact("FI")])


@pytest.mark.parametrize("rules", [SearchRules(), BACKWARD], ids=["forward", "backward"])
def test_a_model_that_does_not_settle_is_said_not_to(rules):
    pair = [exact("LT"), exact("SE")]

    def lost(plan, start):
        raise ConvergenceError(Message("The model did not settle."))

    looser = fit(pair, one_factor(), Level.METRIC)
    found = searched(Search(lost, looser, Level.SCALAR, (), (rules, DEFAULT)))
    assert (found.ending, found.within, found.cost, found.releases) == (Ending.UNSETTLED, False, None, ())
    assert "did not settle" in str(found.sentence)


def test_a_scale_whose_strongest_item_may_not_be_freed_has_no_weaker_one_freed_instead():
    items = tuple(f"t{number}" for number in range(1, 8))
    model = FactorModel(items, (("trust", items[:3]), ("hope", items[3:])))
    pair = [two_factors("LT", (0.0,) * 7), two_factors("SE", (0.0, 0.9, -0.9, 0.0, 0.0, 0.7, 0.0))]
    found = partial_invariance(pair, model)
    free = {one.item for one in found.releases}
    assert len(free & set(items[:3])) == 1
    assert free & set(items[3:]) == {"t6"}
    assert found.searches[1].ending is Ending.LIMIT


def two_factors(name, levels):
    """Moments that a model of two factors implies."""
    loadings = np.zeros((7, 2))
    loadings[:3, 0] = loadings[3:, 1] = 1.0
    psi = np.array([[1.0, 0.4], [0.4, 1.0]])
    return GroupMoments(name, 500, 3 + np.array(levels), loadings @ psi @ loadings.T + np.eye(7))


def test_backward_stops_at_the_limit_as_well():
    levels = (0.0, 0.0, 1.0, -1.2, 0.9, -1.4)
    found = partial_invariance(
        [exact("LT"), exact("SE", intercepts=levels)], one_factor(), rules=(BACKWARD, DEFAULT)
    )
    search = found.searches[1]
    assert (search.ending, search.within, len(search.releases)) == (Ending.LIMIT, False, 4)
    assert str(found.searches[0].steps[0].sentence).startswith("Step 1: the weight of item ")


def test_backward_says_what_still_costs_too_much():
    rng = np.random.default_rng(5)
    loadings = (1.3, 0.6, 1.5, 0.7, 1.4, 0.5)
    pair = [drawn(rng, "LT", 300), drawn(rng, "SE", 300, loadings=loadings)]
    rules = SearchRules(direction=Direction.BACKWARD, chance=1e-12)
    search = partial_invariance(pair, one_factor(), rules=(rules, DEFAULT)).searches[0]
    assert (search.ending, search.releases, search.within) == (Ending.DEAR, (), False)
    assert str(search.sentence).startswith("All weights that differ beyond chance are free")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("loading", "Step 2: item t3 weighs differently in the groups "),
        ("intercept", "Step 2: people with the same level answer item t3 differently in the groups "),
    ],
)
def test_a_p_value_that_is_not_tiny_is_said(kind, said):
    cost = Step(Level.METRIC, Level.SCALAR, 9.0, 1, 0.0027, -0.012, 0.0, 0.0)
    taken = Difference(Release(kind, "t3"), 9.0, 1, 0.0027, 0.0162)
    expected = said + "(chi-square 9.0 with 1 df, p = 0.016 corrected for 6 tests). "
    assert str(step_sentence(2, taken, (cost, cost), 6)).startswith(expected)


def test_a_search_that_set_nothing_free_is_confirmed_with_nothing_to_test():
    pair = [exact("LT"), exact("SE", mean=0.4)]
    told = confirmed(partial_invariance(pair, one_factor()), pair)
    assert (told.tests, told.holds, len(told.missed)) == ((), True, 12)
    assert len(told.sentences) == 1


def test_other_answers_on_which_nothing_settles_confirm_nothing(monkeypatch):
    first, second = halves(1, [moved(LEVELS, 3, 0.8)] * 2)
    found = partial_invariance(first, one_factor())

    def hardly(groups, heed):
        by = fitting_of(groups, heed)

        def fit_by(plan, start):
            if plan[1] is not Level.CONFIGURAL:
                raise ConvergenceError(Message("The model did not settle."))
            return by(plan, start)

        return fit_by

    monkeypatch.setattr(partial_confirmation, "fitting_of", hardly)
    told = confirmed(found, second)
    assert not told.holds
    assert [one.adjusted for one in told.tests] == [1.0] * len(found.releases)
    assert told.missed == ()
