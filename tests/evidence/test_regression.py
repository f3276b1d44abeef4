"""Least squares and its errors against sandwich and clubSandwich in R, from rows and from sums."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorway.evidence.effectiveness.cluster_sums import cluster_sums, clustered_regression, joined
from mentorway.evidence.effectiveness.controlled import Setting, ancova, difference_in_differences
from mentorway.evidence.effectiveness.joint_test import joint_test
from mentorway.evidence.effectiveness.regression import combination, regression, wald
from mentorway.evidence.effectiveness.rows import rows
from mentorway.wording import InvalidInputError

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "regression.json").read_text())
DATA = {name: np.array(column) for name, column in ORACLE["data"].items()}
COLUMNS = {name: DATA[name] for name in ("treat", "age", "pre")}
BOTH = pytest.mark.parametrize("which", ["plain", "weighted"])


def taken(which="plain"):
    weights = DATA["w"] if which == "weighted" else None
    return rows(DATA["y"], COLUMNS, weights=weights, clusters=DATA["cluster"])


@BOTH
@pytest.mark.parametrize(
    ("kind", "theirs"),
    [
        (kind, kind.replace("CR1", "CR1S"))
        for kind in ("classical", "HC0", "HC1", "HC2", "HC3", "CR0", "CR1", "CR2")
    ],
)
def test_errors_equal_sandwich_and_clubsandwich(which, kind, theirs):
    found = regression(taken(which), kind=kind)
    assert [one.error for one in found.coefficients] == pytest.approx(ORACLE[which][theirs], rel=1e-9)


@BOTH
def test_coefficients_and_fit_equal_lm(which):
    found = regression(taken(which), kind="classical")
    assert found.values == pytest.approx(ORACLE[which]["values"], rel=1e-9)
    assert [found.r_squared, found.sigma] == pytest.approx(
        [ORACLE[which]["r2"], ORACLE[which]["sigma"]], rel=1e-9
    )


@BOTH
def test_bias_reduced_errors_their_freedom_and_intervals_equal_clubsandwich(which):
    found, theirs = regression(taken(which)), ORACLE[which]
    assert found.kind == "CR2"
    assert found.covariance == pytest.approx(np.array(theirs["CR2full"]), rel=1e-8)
    for name in ("df", "p", "low", "high"):
        assert [getattr(one, name) for one in found.coefficients] == pytest.approx(theirs[name], rel=1e-8)


@BOTH
def test_wald_test_equals_the_naive_f_of_clubsandwich(which):
    found, theirs = wald(regression(taken(which)), ["age", "pre"]), ORACLE[which]["wald"]
    assert [found.statistic, found.df2, found.p] == pytest.approx(
        [theirs["F"], theirs["df"], theirs["p"]], rel=1e-8
    )


@BOTH
@pytest.mark.parametrize(("place", "names"), [(0, ["age", "pre"]), (1, ["treat", "age", "pre"])])
def test_the_joint_test_equals_hotellings_of_clubsandwich(which, place, names):
    found, theirs = joint_test(taken(which), names), ORACLE[which]["htz"][place]
    assert [found.statistic, found.df2, found.p] == pytest.approx(
        [theirs["F"], theirs["df"], theirs["p"]], rel=1e-7
    )


def test_the_joint_test_of_one_column_is_the_square_of_its_t():
    one = regression(taken()).of("age")
    found = joint_test(taken(), ["age"])
    assert (found.statistic, found.df2, found.p) == pytest.approx((one.t**2, one.df, one.p))


def test_a_joint_test_needs_columns_and_clusters_enough():
    with pytest.raises(InvalidInputError, match="at least one column"):
        joint_test(taken(), [])
    with pytest.raises(InvalidInputError, match="no column “income”"):
        joint_test(taken(), ["income"])
    few = rows(DATA["y"], COLUMNS, clusters=np.where(DATA["cluster"] < 5, 0, 1))
    with pytest.raises(InvalidInputError, match="too few clusters to test 3 columns"):
        joint_test(few, ["treat", "age", "pre"])


@BOTH
@pytest.mark.parametrize("kind", ["CR0", "CR1"])
def test_sums_of_clusters_give_what_rows_give(which, kind):
    whole = regression(taken(which), kind=kind)
    found = clustered_regression(cluster_sums(taken(which)), kind=kind)
    assert found.covariance == pytest.approx(whole.covariance, rel=1e-9)
    assert [one.value for one in found.coefficients] == pytest.approx(whole.values, rel=1e-9)
    assert (found.n, found.clusters) == (whole.n, whole.clusters) == (120, 9)


def test_sums_made_in_two_places_give_what_they_give_together():
    first = DATA["cluster"] < 5
    parts = [
        cluster_sums(
            rows(
                DATA["y"][one],
                {name: column[one] for name, column in COLUMNS.items()},
                clusters=DATA["cluster"][one],
            )
        )
        for one in (first, ~first)
    ]
    assert clustered_regression(joined(parts)).covariance == pytest.approx(
        clustered_regression(cluster_sums(taken())).covariance, rel=1e-10
    )


@given(st.integers(0, 10**6), st.integers(1, 4))
@settings(deadline=None, max_examples=30)
def test_with_everyone_a_cluster_of_their_own_cr2_is_hc2(seed, columns):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(25, columns))
    given_ = rows(
        rng.normal(size=25), {f"x{place}": x[:, place] for place in range(columns)}, clusters=range(25)
    )
    assert regression(given_, kind="CR2").covariance == pytest.approx(
        regression(given_, kind="HC2").covariance, rel=1e-8, abs=1e-12
    )


def test_a_cluster_larger_than_its_columns_costs_no_matrix_of_its_people():
    rng = np.random.default_rng(1)
    n = 40_000
    given_ = rows(rng.normal(size=n), {"x": rng.normal(size=n)}, clusters=rng.integers(0, 12, n))
    found = regression(given_)
    assert found.of("x").error == pytest.approx(regression(given_, kind="CR1").of("x").error, rel=0.1)


def test_covariance_analysis_equals_r():
    found = ancova(DATA["y"], {"pre": DATA["pre"], "age": DATA["age"]}, DATA["group"], reference="a")
    theirs = ORACLE["ancova"]
    assert found.groups == ("a", "b", "c")
    assert [one.value for one in found.means] == pytest.approx(theirs["means"], rel=1e-9)
    assert [one.error for one in found.means] == pytest.approx(theirs["mean_errors"], rel=1e-9)
    assert [one.value for one in found.differences] == pytest.approx(theirs["differences"], rel=1e-8)
    assert [one.error for one in found.differences] == pytest.approx(theirs["errors"], rel=1e-9)
    assert found.slopes.statistic == pytest.approx(theirs["slopes"], rel=1e-8)


def test_any_group_can_be_the_one_compared_with():
    found = ancova(DATA["y"], {"pre": DATA["pre"]}, DATA["group"], reference="c")
    assert [one.name for one in found.differences] == ["a", "b"]
    assert found.means[0].name == "c"
    assert found.means[1].value - found.means[0].value == pytest.approx(found.differences[0].value)


def test_slopes_that_differ_are_said():
    rng = np.random.default_rng(2)
    start, group = rng.normal(size=200), np.repeat(["a", "b"], 100)
    end = start * np.where(group == "a", 0.1, 1.0) + rng.normal(size=200) * 0.3
    found = ancova(end, {"start": start}, group, reference="a")
    assert "the difference depends on the start" in str(found.warnings[0])


def test_difference_in_differences_equals_clubsandwich():
    found = difference_in_differences(
        DATA["y"], DATA["treat"], ORACLE["later"], setting=Setting(clusters=DATA["cluster"])
    )
    theirs = ORACLE["did"]
    assert [found.effect.value, found.effect.error, found.effect.df, found.effect.p] == pytest.approx(
        [theirs["value"], theirs["error"], theirs["df"], theirs["p"]], rel=1e-8
    )
    change = found.means[:, 1] - found.means[:, 0]
    assert change[1] - change[0] == pytest.approx(theirs["value"])
    assert found.people.sum() == 120


def test_a_sum_of_coefficients_has_the_error_of_the_sum():
    found = regression(taken(), kind="HC3")
    both = combination(found, [0, 1, 0, 1], "both")
    assert both.error**2 == pytest.approx(
        found.covariance[1, 1] + found.covariance[3, 3] + 2 * found.covariance[1, 3]
    )


@pytest.mark.parametrize(
    ("clusters", "kind", "said"),
    [
        (6, "CR2", "very few"),
        (20, "CR2", "are few"),
        (35, "CR1", "a little too small"),
        (35, "CR2", None),
        (45, "CR1", None),
    ],
)
def test_few_clusters_are_said(clusters, kind, said):
    rng = np.random.default_rng(3)
    found = regression(
        rows(rng.normal(size=180), {"x": rng.normal(size=180)}, clusters=np.arange(180) % clusters), kind=kind
    )
    assert [said in str(one) for one in found.warnings] == ([True] if said else [])


def test_a_person_of_weight_zero_changes_nothing():
    weights = np.concatenate([np.ones(120), [0.0]])
    more = {name: np.append(column, 99.0) for name, column in COLUMNS.items()}
    found = regression(rows(np.append(DATA["y"], 99), more, weights=weights), kind="HC1")
    assert found.covariance == pytest.approx(regression(rows(DATA["y"], COLUMNS), kind="HC1").covariance)


GOOD = {"y": [1.0, 2, 4, 3, 5, 7], "a": [0.0, 1, 2, 3, 4, 9]}


@pytest.mark.parametrize(
    ("columns", "options", "said"),
    [
        ({"a": [0, 1, 2]}, {}, "“a” has 3 numbers, but there are 6 people"),
        ({"a": [0, 1, 2, 3, 4, float("nan")]}, {}, "“a” has no number for 1 person"),
        ({"a": ["x"] * 6}, {}, "must be a column of numbers"),
        ({"a": [[1, 2]] * 6}, {}, "must be a column of numbers"),
        ({"a": [3.0] * 6}, {}, "“a” says nothing that these do not say already: constant"),
        ({"a": [0.0] * 6}, {}, "“a” is zero for everyone"),
        (
            {"a": GOOD["a"], "b": np.array(GOOD["a"]) * 2 + 1},
            {},
            "“b” says nothing that these do not say already: constant, a",
        ),
        ({f"x{place}": np.eye(6)[place] for place in range(6)}, {}, "More people"),
        ({"a": GOOD["a"]}, {"weights": [-1, 1, 1, 1, 1, 1]}, "not below zero"),
        ({"a": GOOD["a"]}, {"weights": [0] * 6}, "somebody has to count"),
        ({"a": GOOD["a"]}, {"clusters": ["x", "y"]}, "Each of 6 people needs one label; 2 came"),
        ({"a": GOOD["a"]}, {"clusters": ["x", None, "x", "x", "y", "y"]}, "Somebody has no label"),
    ],
)
def test_rows_that_cannot_be_used_are_explained(columns, options, said):
    with pytest.raises(InvalidInputError, match=said):
        rows(GOOD["y"], columns, **options)


@pytest.mark.parametrize(
    ("options", "kind", "said"),
    [
        ({}, "CR2", "say who does"),
        ({"clusters": ["x"] * 6}, "CR1", "one cluster"),
        ({}, "HC9", "is no kind of standard error"),
    ],
)
def test_errors_that_cannot_be_had_are_explained(options, kind, said):
    with pytest.raises(InvalidInputError, match=said):
        regression(rows(GOOD["y"], {"a": GOOD["a"]}, **options), kind=kind)


def test_a_column_about_one_person_has_no_hc3_and_the_person_is_named():
    with pytest.raises(InvalidInputError, match="Person 3 alone"):
        regression(rows(GOOD["y"], {"only": [0, 0, 1, 0, 0, 0]}), kind="HC3")


def test_sums_that_repeat_a_column_name_it():
    sums = cluster_sums(taken())
    doubled = np.array([[1.0, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 1, 0, 2], [0, 0, 0, 1, 0]])
    wide = type(sums)(
        (*sums.names, "age twice"), sums.people, doubled.T @ sums.xx @ doubled, sums.xy @ doubled, sums.yy
    )
    with pytest.raises(
        InvalidInputError, match="“age twice” says nothing that these do not say already: age"
    ):
        clustered_regression(wide)


def test_sums_of_other_columns_cannot_be_laid_side_by_side():
    other = cluster_sums(rows(DATA["y"], {"age": DATA["age"]}, clusters=DATA["cluster"]))
    with pytest.raises(InvalidInputError, match="same columns"):
        joined([cluster_sums(taken()), other])


def test_an_unknown_column_is_said_with_those_there_are():
    with pytest.raises(InvalidInputError, match=r"no column “income”\. There are: constant, treat, age, pre"):
        wald(regression(taken()), ["income"])


def test_empty_cells_of_difference_in_differences_are_explained():
    with pytest.raises(InvalidInputError, match="before and after"):
        difference_in_differences([1, 2, 3, 4], [0, 0, 1, 1], [0, 1, 1, 1])


@pytest.mark.parametrize(
    ("before", "reference", "said"), [({}, "a", "at least one column"), ({"s": [1, 2, 3, 5]}, "z", "“z”")]
)
def test_an_analysis_of_covariance_without_a_start_or_reference_is_refused(before, reference, said):
    with pytest.raises(InvalidInputError, match=said):
        ancova([1, 2, 3, 4], before, ["a", "a", "b", "b"], reference=reference)


def test_people_with_several_fitted_directions_can_leave_too_few_clusters_for_a_joint_test():
    clusters = np.where(DATA["cluster"] < 5, 0, 1)
    found = regression(rows(DATA["y"], COLUMNS, clusters=clusters), kind="CR0")
    with pytest.raises(InvalidInputError, match="too few clusters"):
        wald(found, ["treat", "age", "pre"])
    with pytest.raises(InvalidInputError, match="at least one column"):
        wald(found, [])


def test_a_sum_needs_a_number_for_each_column_and_columns_have_names():
    found = regression(taken(), kind="HC1")
    with pytest.raises(InvalidInputError, match="Each of 4 columns needs a number; 2 came"):
        combination(found, [1, 2], "both")
    with pytest.raises(InvalidInputError, match="no column “income”"):
        found.of("income")


def test_too_few_people_for_slopes_leave_them_untested():
    before = {"s": [1.0, 2, 3, 5, 4, 2, 1]}
    found = ancova([1, 2, 3, 4, 6, 5, 3], before, ["a", "a", "b", "b", "c", "c", "c"], reference="a")
    assert found.slopes is None


@pytest.mark.parametrize(
    ("columns", "kind", "said"),
    [
        ({"a": GOOD["a"]}, "CR2", "CR0 and CR1 only"),
        ({"a": GOOD["a"]}, "CR1", None),
    ],
)
def test_from_sums_only_some_kinds_can_be_had(columns, kind, said):
    sums = cluster_sums(rows(GOOD["y"], columns, clusters=[0, 0, 1, 1, 2, 2]))
    if said is None:
        assert clustered_regression(sums, kind=kind).n == 6
    else:
        with pytest.raises(InvalidInputError, match=said):
            clustered_regression(sums, kind=kind)


def test_sums_of_too_few_people_or_of_an_empty_column_are_refused():
    sums = cluster_sums(taken())
    with pytest.raises(InvalidInputError, match="More people"):
        clustered_regression(type(sums)(sums.names, sums.people * 0 + 0.1, sums.xx, sums.xy, sums.yy))
    empty = sums.xx.copy()
    empty[:, 2, :] = empty[:, :, 2] = 0
    with pytest.raises(InvalidInputError, match="“age” is zero for everyone"):
        clustered_regression(type(sums)(sums.names, sums.people, empty, sums.xy, sums.yy))
