"""Adjusted p-values against R's p.adjust, and what binds the ways of adjusting together."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorway.evidence.comparisons import multiplicity
from mentorway.evidence.comparisons.multiplicity import Adjustment, adjusted
from mentorway.wording import InvalidInputError

FOLDER = Path(__file__).parents[1] / "oracles"
ORACLES = json.loads((FOLDER / "comparisons.json").read_text())["multiplicity"]
UNHURRIED = settings(deadline=None)
NAMES = {
    Adjustment.NONE: "none",
    Adjustment.BONFERRONI: "bonferroni",
    Adjustment.HOLM: "holm",
    Adjustment.HOCHBERG: "hochberg",
    Adjustment.BENJAMINI_HOCHBERG: "BH",
    Adjustment.BENJAMINI_YEKUTIELI: "BY",
}
several = st.lists(st.floats(0, 1), min_size=1, max_size=20)


@pytest.mark.parametrize("oracle", ORACLES)
@pytest.mark.parametrize("adjustment", Adjustment)
def test_each_adjustment_equals_r(oracle, adjustment):
    found = adjusted(oracle["p"], adjustment)
    assert found.tolist() == pytest.approx(oracle[NAMES[adjustment]], rel=1e-12)


@pytest.mark.parametrize("oracle", json.loads((FOLDER / "proportions.json").read_text())["holm"])
def test_holms_adjustment_equals_r(oracle):
    assert multiplicity.holm(oracle["p"]).tolist() == pytest.approx(oracle["adjusted"], rel=1e-12)


@given(several)
@UNHURRIED
def test_no_way_lowers_a_p_value_and_each_is_as_strict_as_its_theory_says(p):
    ways = {way: adjusted(p, way) for way in Adjustment}
    slack = 1e-12
    for way in ways.values():
        assert (way >= np.array(p) - slack).all()
        assert (way <= 1).all()
    assert (ways[Adjustment.HOLM] <= ways[Adjustment.BONFERRONI] + slack).all()
    assert (ways[Adjustment.HOCHBERG] <= ways[Adjustment.HOLM] + slack).all()
    assert (ways[Adjustment.BENJAMINI_HOCHBERG] <= ways[Adjustment.HOCHBERG] + slack).all()
    assert (ways[Adjustment.BENJAMINI_HOCHBERG] <= ways[Adjustment.BENJAMINI_YEKUTIELI] + slack).all()


@given(several, st.randoms())
@UNHURRIED
def test_the_order_of_tests_does_not_matter(p, random):
    order = list(range(len(p)))
    random.shuffle(order)
    for way in Adjustment:
        turned = adjusted([p[place] for place in order], way)
        assert turned.tolist() == pytest.approx(adjusted(p, way)[order].tolist())


@pytest.mark.parametrize("adjustment", Adjustment)
def test_no_tests_need_no_adjustment_and_one_test_none_either(adjustment):
    assert adjusted([], adjustment).tolist() == []
    assert adjusted([0.03], adjustment).tolist() == [0.03]


@pytest.mark.parametrize("adjustment", Adjustment)
def test_the_values_that_came_are_left_as_they_were(adjustment):
    came = np.array([0.04, 0.01])
    adjusted(came, adjustment)[:] = 9
    assert came.tolist() == [0.04, 0.01]


@pytest.mark.parametrize("p_values", [[0.1, np.nan], [1.1], [-0.1], [[0.1]]])
@pytest.mark.parametrize("adjustment", Adjustment)
def test_what_is_no_list_of_p_values_is_refused(p_values, adjustment):
    with pytest.raises(InvalidInputError, match="between 0 and 1"):
        adjusted(p_values, adjustment)
