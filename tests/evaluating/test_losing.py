"""Who was lost: LaLonde's people with ends taken away against R, shifts against direct fits, small groups."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evaluating.filling import TABLES, filled_by_arm
from mentorway.evaluating.losing import Lost, WhatIf, lost
from mentorway.evaluating.people import Arm, Level, Measured, Outcome, People, Wave
from mentorway.evaluating.what_if import TITLES, Ends, Row, Tipping, holds, rows_of, tipping_of
from mentorway.evidence.effectiveness.pooling import pooled
from mentorway.evidence.effectiveness.regression import regression
from mentorway.evidence.effectiveness.rows import rows
from mentorway.wording import Message

HERE = Path(__file__).parents[1] / "oracles"
R = json.loads((HERE / "evaluating_effects.json").read_text())["lost"]
with (HERE / "lalonde.csv").open() as file:
    JOBS = list(csv.DictReader(file))
CLOSE = {"rel": 1e-5}


def people_of(before, after, took, *, better=True, facts=None):
    n = len(took)
    waves = {Wave.BEFORE: np.asarray(before, dtype=float), Wave.AFTER: np.asarray(after, dtype=float)}
    measured = Measured(Outcome("k", "Confidence", Level.LEARNING, -1e6, 1e6, better), waves)
    arms = tuple(Arm.PROGRAMME if one else Arm.COMPARISON for one in took)
    none = ("",) * n
    names = tuple(f"p{place}" for place in range(n))
    return People(names, none, arms, none, none, (measured,), facts or {}), measured


def found_of(*args, seed=1, **more):
    found = lost(*people_of(*args, **more), rng=np.random.default_rng(seed))
    assert isinstance(found, Lost)
    return found


def drawn(n=60, gain=0.6, share=0.2, seed=3, **more):
    rng = np.random.default_rng(seed)
    took = np.repeat([1, 0], n)
    before = rng.normal(size=2 * n)
    after = 0.6 * before + 0.7 * rng.normal(size=2 * n) + gain * took
    gone = rng.uniform(size=2 * n) < share
    return found_of(before, np.where(gone, np.nan, after), took, **more)


def jobs():
    before, end, took = (np.array([float(one[name]) for one in JOBS]) for name in ("re75", "re78", "treat"))
    gone = (np.arange(1, 615) % 5 == 0) | ((took == 1) & (before > 3000))
    return found_of(before, np.where(gone, np.nan, end), took)


def three(row):
    return [row.value, row.low, row.high]


def test_complete_cases_and_no_change_of_lalonde_equal_r():
    found = jobs()
    for question, name in ((found.change, "change"), (found.effect, "effect")):
        by = {row.key: row for row in question.rows}
        assert three(by["complete"]) == pytest.approx(R[name], **CLOSE)
        assert three(by["no_change"]) == pytest.approx(R[f"{name}_stayed"], **CLOSE)


def test_how_unlike_those_who_left_were_equals_r():
    assert jobs().unlike[0].difference == pytest.approx(R["unlike"], **CLOSE)


def test_losses_are_counted_by_arm_and_unequal_shares_said():
    found = jobs()
    assert [(one.arm, one.began, one.stayed) for one in found.arms] == [
        (Arm.PROGRAMME, 185, 123),
        (Arm.COMPARISON, 429, 344),
    ]
    assert found.differential.value == pytest.approx(62 / 185 - 85 / 429)
    assert "34 of 100 people of the programme and 20 of 100" in str(found.sentences[0])
    assert "in: Confidence." in str(found.sentences[1])


def test_every_supposition_is_answered_and_the_conclusion_judged():
    found = drawn()
    for question in (found.change, found.effect):
        assert [row.key for row in question.rows] == ["complete", "imputed", "no_change", "worse"]
        assert all(row.low < row.value < row.high for row in question.rows)
        assert "holds under all 4" in str(question.holds)


def test_what_is_filled_in_at_random_leaves_the_effect_about_where_it_was():
    rows_found = drawn(200, share=0.3).effect.rows
    assert rows_found[1].value == pytest.approx(rows_found[0].value, abs=0.05)


def test_worse_is_lower_where_higher_is_better_and_higher_where_lower_is():
    up, down = drawn().change.rows, drawn(better=False).change.rows
    assert up[3].value < up[1].value
    assert down[3].value > down[1].value


def ends_of(seed=5, n=40, gain=0.8, down=-1):
    rng = np.random.default_rng(seed)
    before = rng.normal(size=n)
    after = np.where(np.arange(n) < n // 4, np.nan, before + rng.normal(size=n) + gain)
    filled = np.where(np.isnan(after), before + rng.normal(size=(7, n)) + gain, after)

    def fit(ends, who):
        return regression(rows((ends - before)[who], {}), kind="classical").coefficients[0]

    return Ends(fit, before, after, filled, np.isnan(after), float(before.std(ddof=1)), down, 0.95)


def directly(ends, delta):
    """Shift the tables, fit each, pool: without the curve."""
    each = [ends.fit(table + delta * ends.sd * ends.moved, ends.known | True) for table in ends.filled]
    return pooled([one.value for one in each], [one.error for one in each], df=each[0].df)


@pytest.mark.parametrize("delta", [-2.3, -0.5, 0.0, 1.7])
def test_the_curve_equals_fitting_shifted_tables(delta):
    ends = ends_of()
    ours, theirs = ends.curve.at(delta), directly(ends, delta)
    assert [ours.value, ours.low, ours.high, ours.df] == pytest.approx(
        [theirs.value, theirs.low, theirs.high, theirs.df]
    )


@pytest.mark.parametrize(
    ("gain", "down", "word"), [(0.8, -1, "worse"), (-0.8, -1, "better"), (-0.8, 1, "worse")]
)
def test_at_the_tipping_point_the_interval_touches_nothing(gain, down, word):
    ends = ends_of(gain=gain, down=down)
    tip = tipping_of(ends)
    assert isinstance(tip, Tipping)
    at = directly(ends, tip.delta)
    assert min(abs(at.low), abs(at.high)) == pytest.approx(0, abs=1e-9)
    assert np.sign(tip.delta) == -np.sign(gain)
    assert word in str(tip.sentence)
    assert tip.points == pytest.approx(tip.delta * ends.sd)


def test_a_change_that_chance_explains_needs_no_shift_and_a_huge_one_has_no_tipping_point():
    assert "no shift is needed" in str(tipping_of(ends_of(gain=0.0)))
    assert "Even if those who left ended 3" in str(tipping_of(ends_of(gain=9.0)))


def test_the_row_of_those_worse_is_the_curve_at_half_a_standard_deviation():
    ends = ends_of()
    assert rows_of(ends)[3].value == pytest.approx(directly(ends, -0.5).value)


def test_nobody_lost_leaves_one_row_and_says_so():
    found = drawn(share=0.0)
    assert [row.key for row in found.change.rows] == ["complete"]
    assert "Nobody left the programme" in str(found.effect.tipping)
    assert found.unlike == ()
    assert found.overall == 0


def test_without_a_source_of_chance_nothing_is_filled_and_the_rest_is_told():
    rng = np.random.default_rng(1)
    before = rng.normal(size=30)
    table = people_of(before, np.where(np.arange(30) < 6, np.nan, before + 1 + rng.normal(size=30)), [1] * 30)
    found = lost(*table)
    assert [row.why_not is None for row in found.change.rows] == [True, False, True, False]
    assert "source of chance" in str(found.change.tipping)
    assert "no comparison group" in str(found.effect)


def test_fewer_than_five_who_left_are_not_described():
    rng = np.random.default_rng(1)
    before = rng.normal(size=20)
    found = found_of(before, np.where(np.arange(20) < 4, np.nan, before + 1), [1] * 20)
    assert isinstance(found.unlike, Message)
    assert "fewer than 5 people" in str(found.unlike)


def test_a_fact_that_hardly_anyone_who_left_has_is_not_shown():
    rng = np.random.default_rng(1)
    before = rng.normal(size=40)
    after = np.where(np.arange(40) < 8, np.nan, before + rng.normal(size=40))
    age = np.where(np.arange(40) < 5, np.nan, 40.0 + np.arange(40))
    found = found_of(before, after, [1] * 40, facts={"age": age, "years": np.arange(40.0)})
    assert [one.name for one in found.unlike] == ["Confidence", "years"]


def test_fewer_than_ten_who_stayed_are_not_asked_what_if():
    found = found_of(np.arange(12.0), [np.nan] * 4 + [5.0, 6, 4, 8, 9, 7, 3, 2], [1] * 12)
    assert "too few to ask what if" in str(found.change)


def test_fewer_than_five_in_an_arm_have_no_share_shown():
    found = found_of(np.arange(14.0), np.append(np.nan, np.arange(13.0)), [1] * 10 + [0] * 4)
    assert [one.share is None for one in found.arms] == [False, True]
    assert (found.arms[1].stayed, found.overall, found.differential) == (None, None, None)


def test_unequal_losses_that_chance_explains_are_said_as_such():
    rng = np.random.default_rng(1)
    before = rng.normal(size=60)
    gone = np.isin(np.arange(60), [1, 2, 3, 4, 5, 6, 40, 41])
    found = found_of(before, np.where(gone, np.nan, before + rng.normal(size=60)), [1] * 30 + [0] * 30)
    assert "20 of 100 people of the programme were lost, and 7 of 100" in str(found.sentences[0])


@pytest.mark.parametrize(("before", "after"), [([1.0, 2, 3, 4], [2.0, 3, 4, 5]), ([1.0] * 6, [np.nan] * 6)])
def test_too_few_or_nobody_at_the_end_is_a_message(before, after):
    assert "too few" in str(lost(*people_of(before, after, [1] * len(before))))


def test_without_a_start_or_an_end_nobody_is_seen_to_be_lost():
    table, measured = people_of([1.0] * 6, [2.0] * 6, [1] * 6)
    assert "are needed to see who was lost" in str(lost(table, measured, later=Wave.FOLLOW_UP))


def test_a_start_that_never_varies_fills_nothing_and_says_why():
    ends = np.append(np.full(5, np.nan), np.random.default_rng(1).normal(size=15))
    found = found_of([3.0] * 20, ends, [1] * 20)
    assert isinstance(found.change, WhatIf)
    assert "nobody differs" in str(found.change.rows[1].why_not)


def test_the_same_source_of_chance_gives_the_same_answer():
    assert drawn(seed=4).effect == drawn(seed=4).effect


def test_tables_keep_what_is_known_and_facts_help():
    rng = np.random.default_rng(1)
    before = rng.normal(size=60)
    after = np.where(np.arange(60) < 12, np.nan, before + rng.normal(size=60))
    table, _ = people_of(before, after, [1] * 60, facts={"age": rng.normal(size=60), "same": np.ones(60)})
    found = filled_by_arm(table, before, after, rng)[Arm.PROGRAMME]
    assert found.shape == (TABLES, 60)
    assert (found[:, 12:] == after[12:]).all()
    assert not np.isnan(found).any()


@pytest.mark.parametrize(
    ("intervals", "said"),
    [
        ([(0.1, 1.0)], "nothing to set beside it"),
        ([(0.1, 1.0), (0.2, 1.1)], "holds under all 2"),
        ([(-0.1, 1.0), (-0.2, 1.1)], "Under none of the 2"),
        ([(0.1, 1.0), (-0.2, 1.1)], "only 1 of 2"),
        ([(-1.0, -0.1), (-2.0, -0.3)], "holds under all 2"),
    ],
)
def test_whether_the_conclusion_holds_is_said(intervals, said):
    found = tuple(Row("complete", TITLES["complete"], (a + b) / 2, a, b, 20) for a, b in intervals)
    assert said in str(holds(found))
