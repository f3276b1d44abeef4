"""Polychoric correlations: against lavaan and psych (oracles/ordinal.R), and what must hold of them."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy import integrate, special, stats

from mentorway.evidence.psychometrics.ordinal.categorical_answers import categorical_group, pair_tables
from mentorway.evidence.psychometrics.ordinal.polychoric import polychoric
from mentorway.evidence.psychometrics.ordinal.polychoric_probability import both_below
from mentorway.evidence.psychometrics.ordinal.thresholds import thresholds
from mentorway.wording import InvalidInputError

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "ordinal.json").read_text("utf-8"))


def tables_of(rows, levels=None):
    group = categorical_group("all", rows)
    return pair_tables(group, levels or int(group.patterns.max()) + 1)


def table_of(counts):
    """Tables of two items from the one of both."""
    counts = np.array(counts, dtype=float)
    levels = max(counts.shape)
    found = np.zeros((2, 2, levels, levels))
    found[0, 1, : counts.shape[0], : counts.shape[1]] = counts
    found[1, 0] = found[0, 1].T
    found[0, 0], found[1, 1] = np.diag(found[0, 1].sum(axis=1)), np.diag(found[0, 1].sum(axis=0))
    return found


def drawn(rng, people, correlation, cuts):
    behind = rng.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]], people)
    return 1 + np.digitize(behind, cuts)


def test_probabilities_agree_with_integration_at_every_correlation():
    rng = np.random.default_rng(11)
    first, second = rng.normal(size=(2, 24)) * 2
    second[:8] = first[:8] + 0.05 * rng.normal(size=8)
    away = 1 - 10 ** rng.uniform(-5, -0.01, 24)
    correlation = np.where(rng.random(24) < 0.5, away, -away)
    for h, k, r, ours in zip(first, second, correlation, both_below(first, second, correlation), strict=True):
        width = np.sqrt(1 - r * r)
        edges = np.clip([-9, *sorted(k / r + width / abs(r) * np.array([-7, -2, 0, 2, 7])), h], -9, h)
        parts = [
            integrate.quad(
                lambda x: stats.norm.pdf(x) * special.ndtr((k - r * x) / width),  # noqa: B023
                *pair, epsabs=1e-15, epsrel=1e-13,
            )[0]
            for pair in pairwise(edges)
        ]  # fmt: skip
        assert ours == pytest.approx(sum(parts), abs=1e-11)


def test_probabilities_with_infinite_bounds_are_those_of_one_value():
    assert both_below(np.inf, 0.3, -0.97) == pytest.approx(special.ndtr(0.3), abs=1e-15)
    assert both_below(-np.inf, 0.3, 0.5) == pytest.approx(0, abs=1e-300)


def test_a_correlation_of_one_is_refused_as_a_probability():
    with pytest.raises(InvalidInputError, match="between -1 and 1"):
        both_below(0.0, 0.0, 1.0)


def test_every_correlation_agrees_with_psych():
    rows = np.concatenate([group["rows"] for group in ORACLE["cases"]["four"]["groups"]])
    found = polychoric(tables_of(rows), ORACLE["cases"]["four"]["items"])
    assert found.correlations == pytest.approx(np.array(ORACLE["psych"]), abs=5e-5)


@pytest.mark.parametrize("case", ORACLE["cases"])
def test_every_correlation_and_standard_error_agrees_with_lavaan(case):
    items = ORACLE["cases"][case]["items"]
    for group in ORACLE["cases"][case]["groups"]:
        theirs = ORACLE["cases"][case]["sample"][group["name"]]
        found = polychoric(tables_of(group["rows"]), items)
        assert found.correlations == pytest.approx(np.array(theirs["correlations"]), abs=1e-6)
        cuts = np.concatenate([one.values for one in found.thresholds])
        assert cuts == pytest.approx(np.array(theirs["thresholds"]), abs=1e-9)
        below = np.tril_indices(len(items), -1)
        by_column = found.errors[below][np.lexsort((below[0], below[1]))]
        variances = np.array(theirs["variances"])
        assert len(group["rows"]) * by_column**2 == pytest.approx(variances[len(cuts) :], rel=1e-4)
        spread = np.concatenate([one.errors for one in found.thresholds])
        assert len(group["rows"]) * spread**2 == pytest.approx(variances[: len(cuts)], rel=1e-9)


@pytest.mark.parametrize("which", ["one", "none"])
def test_two_by_two_tables_agree_with_lavaan_with_and_without_an_empty_cell(which):
    oracle = ORACLE["two_by_two"][which]
    found = polychoric(table_of(oracle["table"]), ["a", "b"])
    assert found.correlations[0, 1] == pytest.approx(oracle["lavaan"], abs=1e-6)


def test_without_adding_an_empty_cell_of_two_by_two_gives_no_number():
    found = polychoric(table_of([[12, 9], [0, 20]]), ["a", "b"], add=0)
    assert np.isnan(found.correlations[0, 1])
    assert np.isnan(found.errors[0, 1])
    assert "cannot be estimated" in str(found.warnings[0])


@pytest.mark.parametrize(
    "counts",
    [
        [[30, 0], [0, 20]],
        [[0, 30], [20, 0]],
        [[10, 0, 0], [0, 10, 0], [0, 0, 10]],
        [[9, 0], [4, 7], [0, 8]],
    ],
)
def test_perfect_association_gives_no_number_but_a_reason(counts):
    found = polychoric(table_of(counts), ["a", "b"])
    assert np.isnan(found.correlations[0, 1])
    assert not found.definite
    assert "items a and b" in str(found.warnings[0])


def test_a_table_of_independence_gives_zero():
    found = polychoric(table_of(np.outer([10, 20, 30], [5, 10])), ["a", "b"])
    assert found.correlations[0, 1] == pytest.approx(0, abs=1e-9)


def test_turning_an_item_round_turns_the_sign():
    counts = np.array([[20, 10, 3], [8, 25, 9], [2, 12, 30]])
    ahead = polychoric(table_of(counts), ["a", "b"])
    round_about = polychoric(table_of(counts[::-1]), ["a", "b"])
    assert round_about.correlations[0, 1] == pytest.approx(-ahead.correlations[0, 1], abs=1e-12)
    assert round_about.errors[0, 1] == pytest.approx(ahead.errors[0, 1], rel=1e-9)


def test_more_people_alike_change_the_error_only():
    counts = np.array([[20, 10, 3], [8, 25, 9], [2, 12, 30]])
    few, many = (polychoric(table_of(counts * times), ["a", "b"]) for times in (1, 100))
    assert many.correlations[0, 1] == pytest.approx(few.correlations[0, 1], abs=1e-10)
    assert many.errors[0, 1] == pytest.approx(few.errors[0, 1] / 10, rel=1e-9)


def test_the_standard_error_is_the_spread_over_samples():
    rng = np.random.default_rng(8)
    found = [polychoric(tables_of(drawn(rng, 400, 0.6, [-0.8, 0.1, 1.0])), ["a", "b"]) for _ in range(200)]
    spread = np.std([one.correlations[0, 1] for one in found])
    assert np.mean([one.correlations[0, 1] for one in found]) == pytest.approx(0.6, abs=0.01)
    assert np.mean([one.errors[0, 1] for one in found]) == pytest.approx(spread, rel=0.1)


@pytest.mark.parametrize("correlation", [-0.97, -0.3, 0.0, 0.9, 0.98])
def test_a_large_sample_finds_the_correlation_behind_it(correlation):
    rng = np.random.default_rng(9)
    found = polychoric(tables_of(drawn(rng, 200_000, correlation, [-1, 0, 0.5, 1])), ["a", "b"])
    assert found.correlations[0, 1] == pytest.approx(correlation, abs=4 * found.errors[0, 1] + 1e-4)


def test_correlations_that_contradict_each_other_are_said():
    strong, weak = np.array([[45, 5], [5, 45]]), np.array([[5, 45], [45, 5]])
    found = np.zeros((3, 3, 2, 2))
    for place in range(3):
        found[place, place] = np.diag([50, 50])
    found[0, 1] = found[1, 0] = found[0, 2] = found[2, 0] = strong
    found[1, 2] = found[2, 1] = weak
    answer = polychoric(found, ["a", "b", "c"])
    assert not answer.definite
    assert "contradict" in str(answer.warnings[0])


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (np.zeros((2, 2, 3)), "the shape that came is 2 × 2 × 3"),
        (table_of([[10, 5], [4, 12]]) * -1, "not negative"),
        (table_of([[10, np.nan], [4, 12]]), "not negative"),
        (table_of([[10, 5], [0, 0]]), "needs at least two categories"),
        (table_of([[10, 5], [0, 0], [3, 8]]), "each chosen by somebody"),
    ],
)
def test_tables_that_cannot_be_used_are_refused_with_the_reason(tables, said):
    with pytest.raises(InvalidInputError, match=said):
        polychoric(tables, ["a", "b"])


def test_tables_of_different_people_are_refused():
    tables = table_of([[10, 5], [4, 12]])
    tables[0, 1, 0, 0] += 3
    with pytest.raises(InvalidInputError, match="does not count the same people"):
        polychoric(tables, ["a", "b"])


@pytest.mark.parametrize("counts", [[5], [3, 0, 4], [3, -1], [np.nan, 2]])
def test_thresholds_need_two_categories_that_somebody_chose(counts):
    with pytest.raises(InvalidInputError, match="categor"):
        thresholds(counts)
