"""Programme beside comparison: LaLonde's training, chickwts and sleep against R; what small studies get."""

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorway.evaluating.assumptions import ASSUMED, TITLES, Key
from mentorway.evaluating.detecting import Detectable, detectable
from mentorway.evaluating.effects import SideBySide, Way, agreement, side_by_side
from mentorway.evaluating.people import Arm, Level, Measured, Outcome, People, Wave
from mentorway.evidence.comparisons.groups import anova, paired_t, welch_anova
from mentorway.evidence.effectiveness.regression import regression
from mentorway.evidence.effectiveness.rows import rows
from mentorway.wording import InvalidInputError, Message

HERE = Path(__file__).parents[1] / "oracles"
R = json.loads((HERE / "evaluating_effects.json").read_text())
PUBLISHED = json.loads((HERE / "effects.json").read_text())
with (HERE / "lalonde.csv").open() as file:
    JOBS = list(csv.DictReader(file))
FACTS = ("age", "educ", "black", "hispan", "married", "nodegree", "re74")
CLOSE = {"rel": 1e-5}


def people_of(before, after, took, *, facts=None, organisation=None):
    """A table of one outcome; `took` is 1 for the programme."""
    n = len(took)
    waves = {Wave.AFTER: np.asarray(after, dtype=float)}
    if before is not None:
        waves[Wave.BEFORE] = np.asarray(before, dtype=float)
    measured = Measured(Outcome("k", "Confidence", Level.LEARNING, -1e6, 1e6), waves)
    arms = tuple(Arm.PROGRAMME if one else Arm.COMPARISON for one in took)
    none = ("",) * n
    names = tuple(f"p{place}" for place in range(n))
    told = {name: np.asarray(column, dtype=float) for name, column in (facts or {}).items()}
    table = People(names, none, arms, none, organisation or none, (measured,), told)
    return table, measured


def compared(*args, rng=None, **more):
    found = side_by_side(*people_of(*args, **more), rng=rng)
    assert isinstance(found, SideBySide)
    return found


def jobs(organisation=None):
    names = ("treat", "age", "educ", "married", "nodegree", "re74", "re75", "re78")
    data = {name: np.array([float(one[name]) for one in JOBS]) for name in names}
    data |= {race: np.array([float(one["race"] == race) for one in JOBS]) for race in ("black", "hispan")}
    facts = {name: data[name] for name in FACTS}
    return compared(data["re75"], data["re78"], data["treat"], facts=facts, organisation=organisation)


def drawn(n=40, effect=0.5, seed=1, **more):
    rng = np.random.default_rng(seed)
    took = np.repeat([1, 0], n)
    before = rng.normal(size=2 * n)
    after = 0.6 * before + 0.8 * rng.normal(size=2 * n) + effect * took
    return compared(before, after, took, **more)


def numbers(way):
    return [way.value, way.error, way.low, way.high]


@pytest.mark.parametrize("key", [Key.CHANGES, Key.COVARIANCE])
def test_changes_and_covariance_of_lalonde_equal_r(key):
    theirs = R[key.value]
    assert numbers(jobs().of(key)) == pytest.approx(
        [theirs["value"], theirs["error"], theirs["low"], theirs["high"]], **CLOSE
    )


def test_the_error_of_changes_is_that_clustered_by_person():
    assert jobs().of(Key.CHANGES).error == pytest.approx(R["changes"]["person"], **CLOSE)


@pytest.mark.parametrize("key", [Key.CHANGES, Key.COVARIANCE])
def test_errors_by_organisation_equal_clubsandwich(key):
    found = jobs(tuple(f"o{place % 30}" for place in range(614)))
    theirs = R[f"{key.value}_org"]
    assert found.organisations == 30
    assert numbers(found.of(key)) == pytest.approx(
        [theirs["value"], theirs["error"], theirs["low"], theirs["high"]], **CLOSE
    )


def test_weighted_effects_of_lalonde_equal_r_and_their_errors_those_of_stacked_equations_widened():
    found = jobs()
    for key, error, columns in (
        (Key.BALANCING, PUBLISHED["ebal"]["stacked"], 10),
        (Key.PROPENSITY, PUBLISHED["ATT"]["error"], 10),
    ):
        worth = R[key.value]["worth"]
        assert found.of(key).value == pytest.approx(R[key.value]["value"], **CLOSE)
        assert found.of(key).error == pytest.approx(error * math.sqrt(worth / (worth - columns)), **CLOSE)


def test_the_ways_of_lalonde_agree_that_chance_is_not_ruled_out_but_in_one():
    found = jobs()
    assert [one.told_apart for one in found.ways] == [0, 1, 0, 0]
    assert str(found.agree).startswith(
        "All 4 ways say that those who took part did better (+299.40 to +1548.24"
    )


def test_two_feeds_of_chickwts_equal_welch_in_r():
    weight, feed = np.array(R["chickwts"]["weight"]), np.array(R["chickwts"]["feed"])
    some = np.isin(feed, ("casein", "horsebean"))
    found = compared(None, weight[some], feed[some] == "casein").of(Key.AFTER_ONLY)
    theirs = R["chickwts"]
    assert [*numbers(found), found.p] == pytest.approx(
        [theirs["value"], theirs["error"], theirs["low"], theirs["high"], theirs["p"]], **CLOSE
    )


def test_all_feeds_of_chickwts_equal_anova_and_welch_in_r():
    weight, feed = np.array(R["chickwts"]["weight"]), np.array(R["chickwts"]["feed"])
    groups = [weight[feed == one] for one in np.unique(feed)]
    moments = [
        [len(one) for one in groups],
        [one.mean() for one in groups],
        [one.std(ddof=1) for one in groups],
    ]
    for ours, theirs in ((anova(*moments), "anova"), (welch_anova(*moments), "welch")):
        assert [ours.statistic, ours.p] == pytest.approx(R["chickwts"][theirs], **CLOSE)


def test_the_two_drugs_of_sleep_equal_welch_in_r():
    theirs = R["sleep"]
    found = compared(None, theirs["one"] + theirs["two"], [1] * 10 + [0] * 10).of(Key.AFTER_ONLY)
    assert [*numbers(found), found.p] == pytest.approx(
        [theirs["value"], theirs["error"], theirs["low"], theirs["high"], theirs["p"]], **CLOSE
    )


def test_the_mean_slope_of_sleepstudy_equals_lm_of_each_person_and_the_mixed_model():
    theirs = R["sleepstudy"]
    days, reaction = np.array(theirs["days"]), np.array(theirs["reaction"])
    subject = np.array(theirs["subject"])
    slopes = np.array(
        [
            regression(rows(reaction[subject == one], {"days": days[subject == one]})).of("days").value
            for one in np.unique(subject)
        ]
    )
    found = paired_t(len(slopes), float(slopes.mean()), float(slopes.std(ddof=1)))
    assert [found.difference, found.error, found.low, found.high] == pytest.approx(
        [theirs["mean"], theirs["error"], theirs["low"], theirs["high"]], **CLOSE
    )
    assert [found.difference, found.error] == pytest.approx(theirs["mixed"], **CLOSE)
    assert round(found.difference, 3) == 10.467


def test_the_smallest_effect_equals_power_t_test_times_what_the_start_leaves():
    assert detectable((40, 40), correlation=0.55) == pytest.approx(R["power"], **CLOSE)


def test_people_who_belong_together_are_worth_fewer():
    rng = np.random.default_rng(2)
    where = np.repeat(np.arange(20), 10)
    took = (where < 10).astype(int)
    before = rng.normal(size=200)
    after = before + rng.normal(size=20)[where] + rng.normal(size=200)
    found = compared(before, after, took, organisation=tuple(f"o{one}" for one in where))
    assert found.organisations == 20
    assert found.detectable.design > 3
    assert found.of(Key.CHANGES).error > 1.5 * compared(before, after, took).of(Key.CHANGES).error


def test_six_organisations_are_compared_by_changing_their_signs_and_nothing_is_drawn():
    rng = np.random.default_rng(5)
    where = np.repeat(np.arange(6), 10)
    before = rng.normal(size=60)
    after = before + rng.normal(size=60) + 2.0 * (where < 3)
    told = tuple(f"o{one}" for one in where)
    first, second = (compared(before, after, where < 3, organisation=told) for _ in range(2))
    assert first.of(Key.CHANGES) == second.of(Key.CHANGES)
    assert first.of(Key.CHANGES).p == 2 / 64
    assert "6 clusters are very few" in str(first.of(Key.CHANGES).cautions[0])


def test_one_organisation_in_an_arm_cannot_be_told_from_the_programme():
    found = drawn(20, organisation=("a",) * 20 + ("b", "c") * 10)
    assert found.organisations is None
    assert "fewer than two organisations" in str(found.cautions[0])


def test_five_to_nine_in_an_arm_are_dealt_anew_and_nothing_else_is_said():
    found = drawn(8, effect=3.0)
    assert [one.key for one in found.ways] == [Key.DEALING]
    assert found.ways[0].low > 0
    assert found.ways[0].p <= 0.05
    assert "8 people in the smaller group are too few" in str(found.cautions[-1])


def test_a_small_arm_beside_a_large_one_needs_a_source_of_chance():
    took = [1] * 9 + [0] * 100
    scores = np.random.default_rng(3).normal(size=(2, 109))
    assert "source of chance" in str(compared(*scores, took).ways[0].why_not)
    given_one = compared(*scores, took, rng=np.random.default_rng(4)).ways[0]
    assert given_one.low < given_one.value < given_one.high


@pytest.mark.parametrize(
    ("before", "after", "took", "said"),
    [
        ([1, 2, 3, 4, 5], [2, 3, 4, 5, 5], [1, 1, 1, 1, 1], "there is no comparison group"),
        ([1] * 8, [2] * 8, [1, 1, 1, 1, 1, 0, 0, 0], "5 people of the programme and 3 of the comparison"),
        ([1] * 4, [np.nan, np.nan, 2, 3], [1, 1, 0, 0], "known of 0 people of the programme and of 2"),
    ],
)
def test_what_cannot_be_compared_is_a_message(before, after, took, said):
    found = side_by_side(*people_of(before, after, took))
    assert isinstance(found, Message)
    assert said in str(found)


def test_without_a_wave_after_nothing_is_compared():
    table, measured = people_of([1.0, 2], [1.0, 2], [1, 0])
    only = Measured(measured.outcome, {Wave.BEFORE: measured.waves[Wave.BEFORE]})
    assert "nobody was asked at the end" in str(side_by_side(table, only))


def test_without_a_wave_before_the_ends_are_described_and_it_is_said():
    found = compared(None, np.random.default_rng(1).normal(size=40), [1] * 20 + [0] * 20)
    why = [one.why_not is None for one in found.ways]
    assert why == [False, False, False, False, True]
    assert "Nobody was asked before" in str(found.of(Key.CHANGES).why_not)
    assert found.detectable.correlation == 0


def test_people_who_never_differ_get_reasons_and_no_interval():
    found = compared([3] * 20, [4] * 10 + [3] * 10, [1] * 10 + [0] * 10)
    assert found.sd is None
    assert found.of(Key.CHANGES).value == 1
    assert found.of(Key.CHANGES).g is None
    assert found.of(Key.CHANGES).low is None
    assert found.of(Key.COVARIANCE).why_not is not None


def test_groups_without_overlap_are_refused_by_the_weights_and_not_by_the_others():
    before = np.concatenate([np.linspace(5, 6, 20), np.linspace(1, 2, 20)])
    noise = np.random.default_rng(1).normal(size=40)
    found = compared(before, before + noise, [1] * 20 + [0] * 20)
    assert [one.why_not is None for one in found.ways] == [True, True, False, False]


def test_facts_that_few_have_or_that_are_too_many_are_left_out_and_named():
    rng = np.random.default_rng(1)
    facts = {name: rng.normal(size=40) for name in ("age", "years", "visits")}
    facts["years"][:20] = np.nan
    facts["same"] = np.ones(40)
    found = drawn(20, facts=facts)
    assert ["years" in str(one) for one in found.cautions] == [True, False]
    assert "visits. The first ones given were taken" in str(found.cautions[1])


def test_somebody_without_a_fact_is_left_out_of_the_ways_that_allow_for_it():
    facts = {"age": np.append(np.nan, np.random.default_rng(1).normal(size=79))}
    found = drawn(40, facts=facts)
    assert [one.n_programme for one in found.ways] == [40, 39, 39, 39]


def test_a_fact_of_the_same_name_as_the_outcome_does_not_replace_the_start():
    fact = np.random.default_rng(9).normal(size=80)
    one, other = (drawn(40, facts={name: fact}).of(Key.COVARIANCE) for name in ("Confidence", "age"))
    assert one.value == pytest.approx(other.value)


def test_a_fact_of_one_person_alone_is_refused_without_telling_who():
    found = drawn(40, facts={"member": np.eye(80)[3]})
    assert "Somebody alone has a value" in str(found.of(Key.COVARIANCE).why_not)


def test_standardised_effects_are_over_the_spread_before():
    found = drawn()
    one = found.of(Key.COVARIANCE)
    assert one.g / one.value == pytest.approx((1 - 3 / (4 * 78 - 1)) / found.sd, rel=1e-4)
    assert one.g_low < one.g < one.g_high


def way(value, low, high):
    return Way(Key.CHANGES, TITLES[Key.CHANGES], 20, 20, ASSUMED[Key.CHANGES], value, low, high)


@pytest.mark.parametrize(
    ("ways", "higher", "said"),
    [
        ([], True, "None of the ways could be computed"),
        ([(1, 0.5, 1.5)], True, "did better than the others, by +1.00 points"),
        ([(1, 0.5, 1.5)], False, "did worse than the others, by +1.00 points"),
        ([(1, 0.5, 1.5), (2, 1, 3)], True, "All 2 ways agree: those who took part did better"),
        ([(-1, -1.5, -0.5), (-2, -3, -1)], True, "All 2 ways agree: those who took part did worse"),
        ([(1, 0.5, 1.5), (2, -1, 3)], True, "did better (+1.00 to +2.00 points), but only 1 of them"),
        ([(-1, -1.5, -0.5), (-2, -3, 1)], True, "did worse (-2.00 to -1.00 points), but only 1 of them"),
        ([(1, 0.5, 1.5), (-2, -3, 1)], True, "The ways disagree, from -2.00 to +1.00 points"),
        ([(1, -0.5, 1.5), (-2, -3, 1)], True, "None of 2 ways tells"),
        ([(1, None, None)], True, "does not tell the difference from chance"),
    ],
)
def test_whether_the_ways_agree_is_said(ways, higher, said):
    assert said in str(agreement([way(*one) for one in ways], higher_is_better=higher))


@pytest.mark.parametrize("confidence", [0.0, 1.0])
def test_confidence_out_of_range_is_refused(confidence):
    with pytest.raises(InvalidInputError, match="between 0 and 1"):
        side_by_side(*people_of([1, 2], [2, 3], [1, 0]), confidence=confidence)


@pytest.mark.parametrize("wrong", [{"correlation": 1.0}, {"design": 0.5}])
def test_designs_that_cannot_be_are_refused(wrong):
    with pytest.raises(InvalidInputError, match="design effect is at least 1"):
        detectable((10, 10), **wrong)


def test_every_way_has_a_title_and_says_what_it_takes_for_granted():
    assert set(TITLES) == set(ASSUMED) == set(Key)


@settings(max_examples=25, deadline=None)
@given(shift=st.floats(-5, 5), stretch=st.floats(0.1, 10), seed=st.integers(0, 50))
def test_moving_and_stretching_a_scale_moves_no_standardised_effect(shift, stretch, seed):
    rng = np.random.default_rng(seed)
    before, noise, took = rng.normal(size=40), rng.normal(size=40), [1] * 20 + [0] * 20
    after = 0.5 * before + noise
    one = compared(before, after, took)
    other = compared(shift + stretch * before, shift + stretch * after, took)
    assert [a.g for a in one.ways] == pytest.approx([b.g for b in other.ways], rel=1e-6, abs=1e-6)


def test_the_ways_hold_their_level_and_their_intervals_the_effect():
    """A small form of benchmarks/evaluating_coverage.py: 200 studies of 20 in each arm, one of five lost."""
    rng, held, false = np.random.default_rng(11), [], []
    took = np.repeat([1, 0], 20)
    for _ in range(200):
        before = rng.normal(size=40)
        after = 0.6 * before + 0.8 * rng.normal(size=40)
        gone = rng.uniform(size=40) < 1 / (1 + np.exp(1.5 + 0.8 * before))
        found = compared(before, np.where(gone, np.nan, after), took)
        ways = [one for one in found.ways if one.low is not None]
        held.append(np.mean([one.low < 0 < one.high for one in ways]))
        false.append(np.mean([one.p <= 0.05 for one in ways]))
    assert 0.92 < np.mean(held) < 0.99
    assert np.mean(false) < 0.08


def test_what_could_be_found_is_a_message_where_it_cannot_be_reckoned():
    assert isinstance(drawn(20).detectable, Detectable)
