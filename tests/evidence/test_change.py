"""Change of the same people against R: reliable change, paired change, the then-test, changed signs."""

import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.effectiveness.attrition import attrition
from mentorway.evidence.effectiveness.paired_change import paired_change, response_shift, sign_flips
from mentorway.evidence.effectiveness.reliable_change import Scale, clinical_change, cutoffs, reliable_change
from mentorway.wording import InvalidInputError

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "effects.json").read_text())["change"]
PRE, POST, THEN = (np.array(ORACLE[name], dtype=float) for name in ("pre", "post", "then"))
WAYS = [
    ("jacobson-truax", "jt", Scale(7.5, 0.8)),
    ("edwards-nunnally", "en", Scale(7.5, 0.8, mean=41)),
    ("hageman-arrindell", "ha", Scale(float(PRE.std(ddof=1)), 0.8)),
]


@pytest.mark.parametrize(("method", "theirs", "scale"), WAYS)
def test_reliable_change_equals_clinicalsignificance(method, theirs, scale):
    found = reliable_change(PRE, POST, scale, method=method)
    assert found.index == pytest.approx(ORACLE[theirs]["index"], rel=1e-10, abs=1e-12)
    assert [found.better, found.unchanged, found.worse] == ORACLE[theirs]["counts"]


@pytest.mark.parametrize(("method", "theirs", "scale"), WAYS)
def test_where_lower_is_better_the_better_are_worse(method, theirs, scale):
    other = Scale(scale.sd, scale.reliability, scale.mean, higher_is_better=False)
    found = reliable_change(PRE, POST, other, method=method)
    assert [found.worse, found.unchanged, found.better] == ORACLE[theirs]["counts"]


def test_the_worked_example_of_jacobson_and_truax():
    """32.5 before, 47.5 after, spread 7.5, reliability 0.80: 3.16."""
    assert reliable_change([32.5], [47.5], Scale(7.5, 0.80)).index == pytest.approx([3.16], abs=0.005)


def test_points_needed_are_where_the_count_changes():
    needed = reliable_change([0], [0], Scale(7.5, 0.8)).needed
    found = reliable_change([0, 0, 0], [needed + 0.01, needed - 0.01, -needed - 0.01], Scale(7.5, 0.8))
    assert found.change.tolist() == [1, 0, -1]


def test_cutoffs_equal_clinicalsignificance_either_way_up():
    """But for b, which is two spreads of the norm from its mean; there it is of those who need help."""
    up = cutoffs(38, 7, norm_mean=60, norm_sd=9)
    down = cutoffs(38, 7, norm_mean=20, norm_sd=9, higher_is_better=False)
    for found, theirs in ((up, ORACLE["cutoffs"]), (down, ORACLE["down"])):
        assert [found.a, found.c] == pytest.approx([theirs[0], theirs[2]])
    assert (up.b, down.b, cutoffs(38, 7).b) == (60 - 18, 20 + 18, None)


def test_recovered_is_reliably_better_and_over_the_cutoff():
    before, after = [30, 30, 50, 44, 50, 30], [50, 42, 62, 46, 30, 30]
    found = reliable_change(before, after, Scale(7.5, 0.8))
    kinds = clinical_change(before, after, found, cutoff=45)
    assert kinds.people == ("recovered", "improved", "improved", "unchanged", "deteriorated", "unchanged")
    assert (kinds.recovered, kinds.improved, kinds.unchanged, kinds.deteriorated) == (1, 2, 2, 1)


def test_a_scale_of_low_reliability_is_said():
    assert "below 0.7" in str(reliable_change([1], [2], Scale(1, 0.6)).warnings[0])


@pytest.mark.parametrize(
    ("before", "after", "scale", "method", "said"),
    [
        ([1, 2], [1], Scale(1, 0.8), "jacobson-truax", "“after” has 1 numbers, but there are 2 people"),
        ([1], [float("nan")], Scale(1, 0.8), "jacobson-truax", "“after” has no number"),
        ([1], [2], Scale(0, 0.8), "jacobson-truax", "above 0"),
        ([1], [2], Scale(1, 1.0), "jacobson-truax", "below 1"),
        ([1], [2], Scale(1, 0.8), "edwards-nunnally", "needs the mean"),
        ([1], [2], Scale(1, 0.8), "hageman-arrindell", "at least three people; 1 came"),
        ([1, 2, 3], [2, 3, 4.1], Scale(1, 0.8), "hageman-arrindell", "no more than the error"),
        ([1], [2], Scale(1, 0.8), "guess", "“guess”"),
        ([], [], Scale(1, 0.8), "jacobson-truax", "column of numbers"),
    ],
)
def test_what_gives_no_reliable_change_is_explained(before, after, scale, method, said):
    with pytest.raises(InvalidInputError, match=said):
        reliable_change(before, after, scale, method=method)


@pytest.mark.parametrize(
    ("options", "said"),
    [({"norm_mean": 60}, "one of them is missing"), ({"norm_mean": 20, "norm_sd": 9}, "which way is up")],
)
def test_norms_that_cannot_be_are_explained(options, said):
    with pytest.raises(InvalidInputError, match=said):
        cutoffs(38, 7, **options)
    with pytest.raises(InvalidInputError, match="above 0"):
        cutoffs(38, 0)


def test_paired_change_equals_the_paired_t_test():
    found = paired_change(PRE, POST).change
    assert [found.difference, found.low, found.high, found.p] == pytest.approx(ORACLE["paired"], rel=1e-8)


def test_g_of_scores_and_of_changes_are_alike_where_spreads_are():
    """With one spread before and after, both divide by it: Lakens' g_rm and g_av agree."""
    rng = np.random.default_rng(1)
    before = rng.normal(size=200)
    after = before[::-1] + 0.5
    found = paired_change(before, after)
    assert found.g_rm.value == pytest.approx(found.g_av.value, rel=1e-9)


def test_people_who_all_score_the_same_have_no_correlation():
    found = paired_change([3, 3, 3], [4, 5, 4])
    assert (found.correlation, found.g_rm) == (None, None)


def test_the_then_test_equals_paired_t_tests_and_its_parts_add_up():
    found = response_shift(PRE, THEN, POST)
    for part in ("recalibration", "adjusted"):
        test = getattr(found, part).change
        assert [test.difference, test.low, test.high, test.p] == pytest.approx(ORACLE[part], rel=1e-7)
    assert found.conventional.change.difference == pytest.approx(
        found.recalibration.change.difference + found.adjusted.change.difference
    )
    assert found.correlation == pytest.approx(np.corrcoef(PRE, THEN)[0, 1])


def test_a_pair_of_people_is_too_few_for_change():
    with pytest.raises(InvalidInputError, match="at least three of them; 2 came"):
        paired_change([1, 2], [2, 3])


def test_every_change_of_signs_equals_r():
    found = sign_flips((POST - PRE)[:11])
    assert (found.p, found.ways, found.every) == (ORACLE["flips"], 2048, True)


def test_drawn_signs_come_near_to_all_of_them_and_never_to_zero():
    rng = np.random.default_rng(2)
    changes = rng.normal(0.3, 1, 20)
    exact = sign_flips(changes).p
    drawn = sign_flips(np.append(changes, [0.0]), draws=4999, rng=rng)
    assert drawn.p == pytest.approx(exact, abs=0.03)
    assert sign_flips(np.arange(1, 31), draws=99, rng=rng).p == 0.01


def test_more_than_twenty_people_need_a_source_of_chance():
    with pytest.raises(InvalidInputError, match="source of chance"):
        sign_flips(np.ones(21))


def test_losses_are_counted_by_group_and_those_lost_are_compared():
    rng = np.random.default_rng(3)
    group = np.repeat(["mentored", "others"], 50)
    stayed = (rng.uniform(size=100) < np.where(group == "mentored", 0.9, 0.6)).astype(float)
    age = rng.normal(40, 10, 100) + 8 * stayed
    found = attrition(stayed, group, {"age": age})
    assert [(one.group, one.began) for one in found.groups] == [("mentored", 50), ("others", 50)]
    assert found.groups[1].lost == pytest.approx(1 - stayed[50:].mean())
    assert found.differential.value == pytest.approx(found.groups[0].lost - found.groups[1].lost)
    assert found.unlike[0].before > 0.25
    assert "“age”" in str(found.warnings[0])


def test_without_losses_nobody_is_unlike():
    found = attrition([1, 1, 1], ["a", "b", "c"], {"age": [1, 2, 3]})
    assert (found.overall, found.differential, found.unlike) == (0.0, None, ())


@pytest.mark.parametrize("stayed", [[0, 0], [2, 1]])
def test_losses_of_everyone_are_refused(stayed):
    with pytest.raises(InvalidInputError, match="somebody has to have stayed"):
        attrition(stayed, ["a", "b"])


def test_people_who_all_change_alike_have_a_change_without_a_size():
    found = paired_change([0.1, 0.1, 0.1], [0.3, 0.3, 0.3])
    assert found.change.difference == pytest.approx(0.2)
    assert (found.g_av.value, found.g_rm, found.change.p) == (None, None, None)
