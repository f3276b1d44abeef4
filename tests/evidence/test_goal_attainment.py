"""T scores of goal attainment, by hand and by simulation."""

import numpy as np
import pytest

from mentorway.evidence.effectiveness.goal_attainment import goal_attainment
from mentorway.wording import InvalidInputError

NAN = float("nan")


def test_three_equal_goals_each_one_above_what_was_expected():
    assert goal_attainment([[1, 1, 1]]).scores == pytest.approx([63.69], abs=0.005)


def test_goals_reached_as_expected_give_fifty_whatever_their_weights():
    assert goal_attainment([[0, 0], [0, 0]], weights=[[1, 5], [2, 1]]).scores.tolist() == [50, 50]


def test_weights_count_by_the_formula():
    """50 + 10 Σwx / √((1 - ρ)Σw² + ρ(Σw)²) with w = 3, 1, x = 2, -1 and ρ = 0.3."""
    assert goal_attainment([[2, -1]], weights=[3, 1]).scores == pytest.approx(
        [50 + 50 / np.sqrt(0.7 * 10 + 0.3 * 16)]
    )


def test_a_missing_goal_is_no_goal():
    assert goal_attainment([[1, 1, NAN]]).scores == pytest.approx(goal_attainment([[1, 1]]).scores)


def test_change_is_the_difference_of_two_scores():
    found = goal_attainment([[1, 0]], start=[[-1, -1]])
    assert found.start == pytest.approx(goal_attainment([[-1, -1]]).scores)
    assert found.change == pytest.approx(found.scores - found.start)


def test_scores_have_a_spread_of_ten_where_goals_correlate_as_said():
    rng = np.random.default_rng(1)
    common = rng.normal(size=(20_000, 1))
    levels = (np.sqrt(0.3) * common + np.sqrt(0.7) * rng.normal(size=(20_000, 4))) * 0.4
    found = goal_attainment(np.clip(levels, -2, 2), weights=[1, 2, 3, 1]).scores
    assert found.std() == pytest.approx(4.0, rel=0.03)
    assert found.mean() == pytest.approx(50, abs=0.1)


@pytest.mark.parametrize(
    ("levels", "options", "said"),
    [
        ([[3, 0]], {}, "from -2"),
        ([[float("inf"), 0]], {}, "from -2"),
        ([1, 0], {}, "a row for each person"),
        ([[1, 0], [NAN, NAN]], {}, "Person 2 has no goal"),
        ([[1, 0]], {"weights": [1, 2, 3]}, "Each goal needs a weight"),
        ([[1, 0]], {"weights": [1, 0]}, "above 0"),
        ([[1, 0]], {"rho": 1.0}, "less than 1"),
        ([[1, 0]], {"start": [[1, NAN]]}, "a level at the start"),
    ],
)
def test_goals_that_give_no_score_are_explained(levels, options, said):
    with pytest.raises(InvalidInputError, match=said):
        goal_attainment(levels, **options)
