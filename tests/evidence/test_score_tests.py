"""Score tests: what they foretell, and where there is nothing to test."""

from dataclasses import replace

import numpy as np
import pytest
from tests.evidence.making import LOADINGS, drawn, exact, moved, one_factor

from mentorway.evidence.psychometrics.factors.models import Level, Release
from mentorway.evidence.psychometrics.factors.structure import fit
from mentorway.evidence.psychometrics.invariance.ladder import ladder

MOVED = moved((0.0,) * 6, 3, 0.05)


@pytest.mark.parametrize(
    ("level", "kind", "other"),
    [
        (Level.METRIC, "loading", exact("SE", 400, loadings=moved(LOADINGS, 3, 0.05))),
        (Level.SCALAR, "intercept", exact("SE", 400, intercepts=MOVED)),
        (Level.STRICT, "uniqueness", exact("SE", 400)),
    ],
)
def test_a_small_fault_is_foretold_as_setting_it_free_shows_it(level, kind, other):
    if kind == "uniqueness":
        other = replace(other, covariance=other.covariance + np.diag(MOVED))
    pair = [exact("LT"), other]
    held = fit(pair, one_factor(), level)
    freed = fit(pair, one_factor(), level, (Release(kind, "t4"),))
    fall = held.indices.chi_square - freed.indices.chi_square
    tests = {one.group: one for one in held.score_tests if (one.kind, one.item) == (kind, "t4")}
    assert tests[None].chi_square == pytest.approx(fall, rel=0.05)
    assert tests["SE"].expected_change == pytest.approx(0.05, rel=0.1)
    assert tests["LT"].expected_change == pytest.approx(-0.05, rel=0.1)


def test_two_groups_have_one_and_the_same_test():
    rng = np.random.default_rng(7)
    held = fit([drawn(rng, "LT"), drawn(rng, "SE")], one_factor(), Level.STRICT)
    for item in one_factor().items:
        chi_squares = [
            one.chi_square for one in held.score_tests if one.item == item and one.kind == "intercept"
        ]
        assert chi_squares == pytest.approx([chi_squares[0]] * 3, rel=1e-6)


def test_one_group_holds_nothing_equal_so_nothing_is_tested():
    found = fit([exact("LT")], one_factor(), Level.STRICT)
    assert (found.score_tests, found.indices.df) == ((), 9)


def test_the_last_intercept_that_is_equal_is_not_tested_for_it_could_not_be_found():
    free = tuple(Release("intercept", f"t{number}") for number in range(2, 7))
    found = ladder([exact("LT"), exact("SE", mean=0.5)], one_factor(), free)
    assert [test for test in found.score_tests if test.kind == "intercept"] == []
    assert {test.kind for test in found.score_tests} == {"loading", "uniqueness"}
    assert found.fit_at(Level.SCALAR).indices.df == found.fit_at(Level.METRIC).indices.df


def test_three_groups_are_tested_together_and_each_alone():
    rng = np.random.default_rng(11)
    trio = [drawn(rng, name) for name in ("LT", "SE", "FI")]
    trio[2] = replace(trio[2], mean=trio[2].mean + moved((0.0,) * 6, 4, 1.0))
    found = ladder(trio, one_factor())
    tests = [one for one in found.score_tests if one.kind == "intercept"]
    assert len(tests) == 6 * 4
    worst = max((one for one in tests if one.group), key=lambda one: one.chi_square)
    assert (worst.item, worst.group, worst.df) == ("t5", "FI", 1)
    assert max((one for one in tests if not one.group), key=lambda one: one.chi_square).item == "t5"
    assert {one.df for one in tests if one.group is None} == {2}
    assert all(0 <= one.p <= 1 for one in tests)
