from itertools import combinations, pairwise

import numpy as np
import pyarrow as pa
import pytest
from tests.comparing.making import example, example_snapshot, make_codebook, make_snapshot, make_table

from mentorway.answers import store
from mentorway.comparing import Plan, compare, licensing, ways
from mentorway.comparing.progress import READING, Steps
from mentorway.evidence.psychometrics.factors.models import FactorModel, GroupMoments, Level, Release
from mentorway.evidence.psychometrics.invariance.ladder import ladder
from mentorway.evidence.psychometrics.invariance.licence import Verdict
from mentorway.moments import Block, reduce_answers
from mentorway.wording import InvalidInputError

LARGE = {"SE": 400, "LT": 420}


def test_every_pair_of_the_eight_countries_has_a_verdict_with_a_reason():
    for scale in (*example().scales, example().several_factors):
        pairs = [(one.first, one.second) for one in scale.licences]
        assert pairs == list(combinations(example().groups, 2))
        assert all(one.reasons for one in scale.licences)


def test_groups_of_fewer_than_fifty_are_described_but_never_compared():
    small = {group.name for group in example().scales[0].groups if group.complete < 50}
    assert small == {"EE", "IS", "LT", "LV"}
    for scale in example().scales:
        touched = [one for one in scale.licences if small & {one.first, one.second}]
        assert {one.verdict for one in touched} == {Verdict.NONE}
        assert not any(small & {one.first, one.second} for one in scale.mean_differences)
        assert all(group.alpha is not None for group in scale.groups if group.name == "EE")


def test_the_ladder_of_a_pair_is_that_of_its_moments():
    items = tuple(f"E{number}" for number in range(1, 11))
    block = Block("E", items, reverse=(False, True) * 5, low=1, high=5)
    (found,) = reduce_answers(example_snapshot().path, [block], group="country")
    pair = [
        GroupMoments(cell.key, cell.complete, cell.mean, cell.covariance)
        for cell in found.cells
        if cell.key in ("DK", "SE")
    ]
    expected = ladder(pair, FactorModel.one_factor("E", items)).fit_at(Level.SCALAR)
    two = compare(example_snapshot(), Plan(scales=("Extraversion",), groups=("DK", "SE")))
    assert two.scales[0].ladder.fit_at(Level.SCALAR).indices == expected.indices
    whole = [one for one in example().scales[0].mean_differences if (one.first, one.second) == ("DK", "SE")]
    assert list(two.scales[0].mean_differences) == whole


def test_answers_alike_in_both_groups_are_licensed_and_a_moved_question_is_not(tmp_path):
    alike = compare(make_snapshot(LARGE, {"A": 6}, tmp_path))
    assert alike.scales[0].licences[0].verdict is Verdict.MEANS
    moved = compare(make_snapshot(LARGE, {"A": 6}, tmp_path, shift={("LT", "A2"): 0.6}))
    (licence,) = moved.scales[0].licences
    assert licence.verdict is Verdict.ASSOCIATIONS
    assert "A2" in str(licence.reasons[-1])
    assert moved.scales[0].mean_differences == ()


def test_the_moved_question_set_free_gives_partial_means(tmp_path):
    snapshot = make_snapshot(LARGE, {"A": 6}, tmp_path, shift={("LT", "A2"): 0.6})
    found = compare(snapshot, Plan(releases={"A": (Release("intercept", "A2"),)}))
    assert found.scales[0].licences[0].verdict is Verdict.PARTIAL_MEANS
    assert len(found.scales[0].mean_differences) == 1


def test_several_scales_of_large_groups_share_one_model(tmp_path):
    found = compare(make_snapshot({"SE": 150, "LT": 150}, {"A": 4, "B": 4, "C": 3}, tmp_path))
    together = found.several_factors
    assert [fit.level for fit in together.ladder.fits] == list(Level)
    assert [name for name, _items in together.ladder.fits[0].model.factors] == ["A", "B", "C"]
    assert together.licences[0].verdict is Verdict.MEANS
    assert compare(make_snapshot({"SE": 9}, {"A": 4}, tmp_path)).several_factors is None


def test_one_group_is_described_and_not_compared(tmp_path):
    found = compare(make_snapshot({"SE": 80}, {"A": 4}, tmp_path))
    scale = found.scales[0]
    assert (scale.licences, scale.ladder) == ((), None)
    assert "one group only" in str(scale.ladder_note)
    assert scale.groups[0].alpha.value > 0.5


def test_a_group_of_one_person_has_no_numbers_that_cannot_be(tmp_path):
    found = compare(make_snapshot({"SE": 80, "LT": 1}, {"A": 4}, tmp_path))
    alone = next(group for group in found.scales[0].groups if group.name == "LT")
    assert (alone.alpha, alone.omega, alone.fit) == (None, None, None)
    assert np.isnan(alone.sd)
    assert alone.warnings


def test_a_group_in_which_nobody_answered_everything_says_so(tmp_path):
    codebook = make_codebook({"A": 3})
    table = make_table({"SE": 60, "LT": 60}, codebook)
    first = [
        None if name == "LT" else value
        for name, value in zip(table["country"].to_pylist(), table["A1"].to_pylist(), strict=True)
    ]
    table = table.set_column(1, "A1", pa.array(first))
    found = compare(store(table, codebook, group="country", folder=tmp_path))
    silent = next(group for group in found.scales[0].groups if group.name == "LT")
    assert (silent.complete, silent.missing_share) == (0, pytest.approx(1 / 3))
    assert [str(one) for one in silent.warnings] == ["Nobody answered every item."]


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (lambda first, _second: [*first[:80], *([3] * 80)], "everyone gave the same answer to item A1"),
        (lambda _first, second: second, "repeat each other exactly"),
    ],
    ids=["constant", "collinear"],
)
def test_what_a_model_cannot_use_is_the_reason_people_read(tmp_path, spoilt, said):
    codebook = make_codebook({"A": 3})
    table = make_table({"SE": 80, "LT": 80}, codebook)
    new = spoilt(table["A1"].to_pylist(), table["A2"].to_pylist())
    found = compare(
        store(table.set_column(1, "A1", pa.array(new)), codebook, group="country", folder=tmp_path)
    )
    (licence,) = found.scales[0].licences
    assert licence.verdict is Verdict.NONE
    assert said in str(licence.reasons[0])
    assert "fewer than two groups" in str(found.scales[0].ladder_note)


def test_a_scale_of_two_items_is_described_and_not_modelled(tmp_path):
    found = compare(make_snapshot(LARGE, {"A": 2}, tmp_path))
    scale = found.scales[0]
    assert scale.groups[0].alpha is not None
    assert "needs at least 3" in str(scale.licences[0].reasons[0])


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan(scales=("Courage",)), "no scale “Courage”"),
        (Plan(groups=("SE", "XX")), "no group “XX”"),
        (Plan(releases={"Openness": (Release("loading", "E1"),)}), "Item E1 cannot be set free"),
        (Plan(releases={"Courage": ()}), "no scale “Courage”"),
    ],
)
def test_a_plan_that_names_what_is_not_there_is_refused(plan, said):
    with pytest.raises(InvalidInputError, match=said):
        compare(example_snapshot(), plan)


def test_more_than_forty_groups_are_refused_and_a_choice_of_them_is_not(tmp_path):
    snapshot = make_snapshot({f"G{number:02d}": 3 for number in range(41)}, {"A": 3}, tmp_path)
    with pytest.raises(InvalidInputError, match="41 groups, and at most 40"):
        compare(snapshot)
    assert compare(snapshot, Plan(groups=("G01", "G02"))).groups == ("G01", "G02")


def test_progress_rises_to_one_and_what_it_raises_ends_the_work(tmp_path):
    told = []
    snapshot = make_snapshot(LARGE, {"A": 3, "B": 3}, tmp_path)
    compare(snapshot, progress=lambda share, step: told.append((share, str(step))))
    shares = [share for share, _step in told]
    assert all(before <= after for before, after in pairwise(shares))
    assert shares[-1] == pytest.approx(1)
    assert {step for _share, step in told} >= {"Adding up the answers", "Comparing A", "Comparing B"}

    def stop(share, step):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare(snapshot, progress=stop)


def test_a_step_is_told_before_its_work_and_every_iteration_can_end_it(tmp_path, monkeypatch):
    told, begun = [], []
    snapshot = make_snapshot(LARGE, {"A": 3, "B": 3}, tmp_path)

    def joint(groups, model, releases=(), **more):
        if len(model.factors) == 2:
            begun.append(told[-1])
            before = len(told)
            found = ladder(groups, model, releases, **more)
            assert len(told) - before >= sum(one.iterations for one in found.fits)
            return found
        return ladder(groups, model, releases, **more)

    monkeypatch.setattr(ways, "ladder", joint)
    compare(snapshot, progress=lambda share, step: told.append(str(step)))
    assert begun == ["Comparing all scales together"] * 2

    def stop(share, step):
        if str(step) == "Comparing all scales together" and len(asked) > 2:
            raise KeyboardInterrupt
        asked.append(str(step) == "Comparing all scales together")

    asked = []
    with pytest.raises(KeyboardInterrupt):
        compare(snapshot, progress=stop)


def test_what_would_take_too_long_is_left_out_and_said(tmp_path, monkeypatch):
    snapshot = make_snapshot({"SE": 150, "LT": 150, "LV": 150}, {"A": 4, "B": 4}, tmp_path)
    monkeypatch.setattr(licensing, "MOST_IN_A_LADDER", 1e3)
    monkeypatch.setattr(licensing, "MOST_IN_PAIRS", 1e3)
    found = compare(snapshot)
    for scale in (*found.scales, found.several_factors):
        assert scale.ladder is None
        assert "would take too long (groups: 3, items:" in str(scale.ladder_note)
    assert [len(scale.licences) for scale in found.scales] == [3, 3]
    assert {one.verdict for scale in found.scales for one in scale.licences} == {Verdict.MEANS}
    assert not any(scale.warnings for scale in found.scales)
    together = found.several_factors
    assert together.licences == ()
    (warning,) = together.warnings
    assert "not judged with all scales together" in str(warning)
    assert "(pairs: 3, items: 8)" in str(warning)


@pytest.mark.parametrize(
    ("groups", "scales", "ladder_fits", "pairs_fit"),
    [
        (8, [10] * 5, True, True),
        (40, [10] * 5, True, False),
        (40, [12] * 10, False, False),
        (40, [10], True, True),
    ],
)
def test_what_takes_too_long_is_known_before_it_begins(groups, scales, ladder_fits, pairs_fit):
    factors = tuple((f"F{f}", tuple(f"F{f}-{i}" for i in range(n))) for f, n in enumerate(scales))
    model = FactorModel(tuple(item for _name, items in factors for item in items), factors)
    rng = np.random.default_rng(1)
    one = rng.normal(size=(400, len(model.items)))
    moments = [GroupMoments(str(g), 400, one.mean(axis=0), np.cov(one.T, bias=True)) for g in range(groups)]
    steps = Steps(lambda share, step: None, 1)
    asked = licensing.Licensing(model, (), ways.by_moments(moments), Plan(), steps, READING)
    assert (groups * asked._work() <= licensing.MOST_IN_A_LADDER) == ladder_fits
    assert (asked._too_many_pairs() is None) == pairs_fit
