"""The exact test of tables of any size, against R's fisher.test and against every table."""

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from scipy import special

from mentorway.evidence.comparisons import exact_tables
from mentorway.evidence.comparisons.exact_tables import exact_test
from mentorway.evidence.comparisons.proportions import fisher_exact
from mentorway.wording import InvalidInputError

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "exact_tables.json").read_text("utf-8"))
COUNTED = [one for one in ORACLE["tables"] if np.sum(one["table"]) < 90]
LARGE = [[60, 80, 70, 50], [55, 85, 90, 40], [80, 60, 70, 65], [70, 75, 60, 60], [65, 70, 75, 58]]


@pytest.mark.parametrize("oracle", COUNTED)
def test_the_exact_p_equals_r(oracle):
    found = exact_test(oracle["table"])
    assert found.counted
    assert found.p == pytest.approx(oracle["p"], rel=1e-7)


@pytest.mark.parametrize("table", [[[3, 1], [1, 3]], [[12, 5], [29, 2]], [[0, 7], [5, 2]]])
def test_of_two_by_two_it_is_fishers_test(table):
    assert exact_test(table).p == pytest.approx(fisher_exact(table).p, rel=1e-9)


def test_it_is_the_share_of_every_table_by_its_chance():
    table = np.array([[4, 1, 0], [1, 2, 3], [0, 2, 2]])
    chances = {}
    for first, second in product(product(range(6), repeat=2), repeat=2):
        top = np.array([first, second])
        whole = np.vstack([top, table.sum(axis=0)[:2] - top.sum(axis=0)])
        whole = np.column_stack([whole, table.sum(axis=1) - whole.sum(axis=1)])
        if (whole >= 0).all():
            chances[tuple(whole.ravel())] = np.exp(-special.gammaln(whole + 1).sum())
    here, every = chances[tuple(table.ravel())], np.array(list(chances.values()))
    assert exact_test(table).p == pytest.approx(every[every <= here * (1 + 1e-9)].sum() / every.sum())


def test_turning_the_table_or_its_order_changes_nothing():
    table = np.array([[8, 2, 1, 0], [3, 3, 5, 2], [1, 4, 4, 6]])
    p = exact_test(table).p
    for other in (table.T, table[::-1], table[:, [2, 0, 3, 1]]):
        assert exact_test(other).p == pytest.approx(p, rel=1e-12)


def test_empty_rows_and_columns_tell_nothing():
    assert exact_test([[3, 0, 1], [0, 0, 0], [1, 0, 3]]).p == pytest.approx(fisher_exact([[3, 1], [1, 3]]).p)
    assert exact_test([[5, 0], [9, 0]]).p == 1.0


def test_too_many_tables_need_a_source_of_chance():
    with pytest.raises(InvalidInputError, match="too many tables"):
        exact_test(LARGE)
    found = exact_test(LARGE, rng=np.random.default_rng(3))
    assert not found.counted
    assert found.p == pytest.approx(ORACLE["large"], abs=5 * found.error)


def test_draws_come_near_to_the_count(monkeypatch):
    table = ORACLE["tables"][1]
    monkeypatch.setattr(exact_tables, "MOST_STEPS", 0)
    found = exact_test(table["table"], rng=np.random.default_rng(5))
    assert found == exact_test(table["table"], rng=np.random.default_rng(5))
    assert (found.counted, found.draws) == (False, 9999)
    assert found.p == pytest.approx(table["p"], abs=4 * found.error)


@pytest.mark.parametrize(
    ("table", "more", "said"),
    [
        ([[0, 0], [0, 0]], {}, "nobody was counted"),
        ([[1.5, 2], [3, 4]], {}, "count"),
        ([[1, -2], [3, 4]], {}, "count"),
        ([[1, 2], [3, 4]], {"draws": 10}, "At least 99 draws"),
    ],
)
def test_what_has_no_exact_test_is_refused(table, more, said):
    with pytest.raises(InvalidInputError, match=said):
        exact_test(table, **more)
