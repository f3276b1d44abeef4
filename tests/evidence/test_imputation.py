"""Rubin's rules against mice and mitools, and what is filled in against mice in distribution."""

import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.effectiveness.joint_imputation import normal_imputation
from mentorway.evidence.effectiveness.matched_imputation import Chains, matched_imputation
from mentorway.evidence.effectiveness.pooling import pooled, pooled_many
from mentorway.evidence.effectiveness.regression import regression
from mentorway.evidence.effectiveness.rows import rows
from mentorway.wording import InvalidInputError

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "imputation.json").read_text())
POOLING = ORACLE["pooling"]
DATA = {name: np.array(column, dtype=float) for name, column in ORACLE["data"].items()}
NAN = float("nan")


def filled(way, tables, seed=1, columns=None):
    rng = np.random.default_rng(seed)
    if way == "norm":
        return normal_imputation(DATA if columns is None else columns, tables=tables, rng=rng)
    return matched_imputation(DATA if columns is None else columns, chains=Chains(tables=tables), rng=rng)


def fitted(found):
    fits = []
    for table in found.tables:
        named = dict(zip(found.names, table.T, strict=True))
        fits.append(regression(rows(named.pop("y"), named), kind="classical"))
    return pooled_many(
        [fit.values for fit in fits],
        [[one.error for one in fit.coefficients] for fit in fits],
        df=fits[0].df,
    )


def test_pooling_equals_mice():
    found = pooled_many(POOLING["estimates"], POOLING["errors"], df=POOLING["df"])
    theirs_by_ours = {"df": "freedom", "missing_information": "fmi", "owed": "lambda"}
    for ours in (
        "value",
        "error",
        "within",
        "between",
        "df",
        "missing_information",
        "owed",
        "p",
        "low",
        "high",
    ):
        theirs = theirs_by_ours.get(ours, ours)
        assert [getattr(one, ours) for one in found] == pytest.approx(POOLING[theirs], rel=1e-9)


def test_pooling_of_large_samples_equals_mitools():
    found = pooled_many(POOLING["estimates"], POOLING["errors"])
    theirs = POOLING["mitools"]
    assert [one.value for one in found] == pytest.approx(theirs["value"], rel=1e-9)
    assert [one.error for one in found] == pytest.approx(theirs["error"], rel=1e-9)
    assert [one.df for one in found] == pytest.approx(theirs["df"], rel=1e-9)


def test_tables_that_agree_leave_the_freedom_of_the_full_data():
    found = pooled([1.0, 1.0], [0.5, 0.5], df=50)
    assert (found.between, found.owed, found.error) == (0, 0, 0.5)
    assert found.df == pytest.approx(51 / 53 * 50)


def test_too_few_tables_for_the_gaps_are_said():
    assert "make at least" in str(pooled([1.0, 2.0, 0.5], [0.3, 0.3, 0.3]).warnings[0])


@pytest.mark.long
@pytest.mark.parametrize("way", ["norm", "pmm"])
def test_filled_tables_lead_where_those_of_mice_lead(way):
    """120 tables against 200; what is left is chance on both sides."""
    found, theirs = filled(way, 120), ORACLE[way]
    ours = fitted(found)
    for place, one in enumerate(ours):
        chance = 4 * np.sqrt(one.between / 120 + one.between / 200)
        assert one.value == pytest.approx(theirs["value"][place], abs=chance)
        assert one.error == pytest.approx(theirs["error"][place], rel=0.08)
    means = found.tables.mean(axis=1)
    assert means.mean(axis=0) == pytest.approx(theirs["means"], abs=0.01)
    assert means.std(axis=0, ddof=1)[1:] == pytest.approx(theirs["spread"][1:], rel=0.25)


@pytest.mark.parametrize("way", ["norm", "pmm"])
def test_what_was_known_stays_and_the_same_rng_fills_the_same(way):
    found, again = filled(way, 3), filled(way, 3)
    known = np.column_stack(list(DATA.values()))
    assert (found.tables == again.tables).all()
    assert not np.isnan(found.tables).any()
    for table in found.tables:
        assert (table[~found.gaps] == known[~found.gaps]).all()
    assert len({table.tobytes() for table in found.tables}) == 3
    assert found.trace.shape[0] == 3


def test_matching_fills_in_only_answers_that_somebody_gave():
    found = filled("pmm", 4)
    assert set(np.unique([found.column("item", table) for table in range(4)])) == {1, 2, 3, 4, 5}
    assert set(found.column("b", 0)) <= set(DATA["b"][~np.isnan(DATA["b"])])


@pytest.mark.long
@pytest.mark.parametrize("way", ["norm", "pmm"])
def test_intervals_hold_the_truth_as_often_as_they_say(way):
    """The outcome is lost where x is high: people without gaps alone would have a mean far too low."""
    rng = np.random.default_rng(11)
    held, complete = [], []
    for _ in range(60):
        x = rng.normal(size=100)
        y = x + rng.normal(size=100)
        y[rng.uniform(size=100) < 1 / (1 + np.exp(0.5 - x))] = NAN
        found = filled(way, 8, seed=int(rng.integers(10**6)), columns={"x": x, "y": y})
        ys = [found.column("y", table) for table in range(8)]
        one = pooled([y.mean() for y in ys], [y.std(ddof=1) / 10 for y in ys], df=99)
        held.append(one.low < 0 < one.high)
        complete.append(np.nanmean(y))
    assert np.mean(complete) < -0.2
    assert np.mean(held) > 0.88


def test_the_trace_is_the_mean_of_what_was_filled_in():
    found = filled("pmm", 2)
    place = found.names.index("b")
    assert found.trace[1, -1, place] == pytest.approx(found.tables[1, found.gaps[:, place], place].mean())


def test_a_column_that_is_mostly_gaps_is_said():
    columns = {"x": np.arange(20.0), "y": np.where(np.arange(20) < 12, NAN, np.arange(20.0) ** 0.5)}
    for way in ("norm", "pmm"):
        assert "“y” is unknown of 60 of 100 people" in str(filled(way, 2, columns=columns).warnings[0])


@pytest.mark.parametrize("way", ["norm", "pmm"])
@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"x": [1, 2, 3, 4], "y": [1, 2, 3, 5]}, "no gaps"),
        ({}, "no gaps"),
        ({"x": [1, 2, 3, 4], "y": [NAN] * 4}, "“y” nobody differs"),
        ({"x": [1, 2, 3, 4], "y": [2, 2, NAN, 2]}, "“y” nobody differs"),
        ({"x": [1, 2, 3, 4], "y": [2, NAN, 1]}, "“y” must be a column of numbers"),
        ({"x": [1, 2, 3, 4], "y": ["a", "b", "c", "d"]}, "“y” must be a column of numbers"),
        ({"x": [1, 2, 3], "y": [1, 3, NAN]}, "need at least 4 people; 3 came"),
    ],
)
def test_gaps_that_cannot_be_filled_are_explained(way, columns, said):
    with pytest.raises(InvalidInputError, match=said):
        filled(way, 2, columns=columns)


def test_columns_never_known_together_are_named():
    columns = {"x": np.arange(8.0), "a": [1, 2, 3, 5] + [NAN] * 4, "b": [NAN] * 4 + [1, 2, 3, 7]}
    with pytest.raises(InvalidInputError, match="Nobody has both “a” and “b”"):
        filled("norm", 2, columns=columns)


@pytest.mark.long
def test_columns_that_repeat_each_other_leave_too_much_open():
    x = np.arange(12.0)
    with pytest.raises(InvalidInputError, match="leave too much open"):
        filled("norm", 2, columns={"x": x, "y": x**2, "sum": np.where(x == 3, NAN, x + x**2)})
    with pytest.raises(InvalidInputError, match="“x” and “twice” say the same"):
        filled("norm", 2, columns={"x": x, "twice": np.where(x == 3, NAN, 2 * x), "y": x**2})


def test_matching_survives_columns_that_repeat_each_other():
    x = np.arange(12.0)
    found = filled("pmm", 2, columns={"x": x, "again": x, "y": np.where(x == 3, NAN, x**2)})
    assert not np.isnan(found.tables).any()


@pytest.mark.parametrize(
    ("columns", "chains", "said"),
    [
        (DATA, Chains(tables=1), "at least two are needed, not 1"),
        (DATA, Chains(rounds=0), "At least one round"),
        ({"x": range(9), "y": [1, 2, 3] + [NAN] * 6}, Chains(), "known of 3 people only, but one of 5"),
        ({"y": [1, 2, 3, 4, 5, NAN]}, Chains(), "One column alone"),
    ],
)
def test_chains_that_cannot_run_are_explained(columns, chains, said):
    with pytest.raises(InvalidInputError, match=said):
        matched_imputation(columns, chains=chains, rng=np.random.default_rng(1))


@pytest.mark.parametrize(
    ("estimates", "errors", "options", "said"),
    [
        ([1.0], [1.0], {}, "at least two tables"),
        ([1.0, 2.0], [1.0], {}, "there are 2 people"),
        ([1.0, 2.0], [1.0, -1.0], {}, "not below 0"),
        ([1.0, 2.0], [1.0, 1.0], {"df": 0}, "above 0"),
        ([1.0, 2.0], [1.0, 1.0], {"confidence": 2}, "between 0 and 1"),
    ],
)
def test_estimates_that_cannot_be_pooled_are_explained(estimates, errors, options, said):
    with pytest.raises(InvalidInputError, match=said):
        pooled(estimates, errors, **options)


def test_each_estimate_needs_an_error():
    with pytest.raises(InvalidInputError, match="needs a standard error"):
        pooled_many([[1, 2], [3, 4]], [[1], [1]])
    with pytest.raises(InvalidInputError, match="a row for each"):
        pooled_many([1, 2], [1, 1])
