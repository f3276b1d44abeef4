import numpy as np
import pytest

from mentorway.matching.problem import Arcs, Problem, matching_of
from mentorway.wording import InvalidInputError


@pytest.fixture
def two():
    return Arcs([0, 0, 1], [0, 1, 0], [900, 400, 700])


def test_pairs_are_the_same_in_whatever_order_they_come(two):
    other = Arcs([1, 0, 0], [0, 1, 0], [700, 400, 900])
    for name in ("mentee", "mentor", "score"):
        assert getattr(other, name).tolist() == getattr(two, name).tolist()


def test_nobody_can_change_a_problem_afterwards(two):
    problem = Problem(2, np.array([1, 1]), two)
    for values in (two.score, problem.capacity, problem.minimum, problem.stay):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 5


def test_the_arrays_that_were_given_stay_changeable():
    mine = np.array([0, 1], dtype=np.int32)
    Arcs(mine, mine, mine)
    mine[0] = 1


def test_places_of_pairs_that_may_not_be_made_are_minus_one(two):
    assert two.places([0, 1, 1, 7], [1, 0, 1, 0]).tolist() == [1, 2, -1, -1]
    assert Arcs([], [], []).places([0], [0]).tolist() == [-1]


def test_some_pairs_only(two):
    assert two.some(two.score > 500).mentee.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        (([0], [0], [1001]), "from 0 to 1000; it has 1001 to 1001"),
        (([0], [0], [-1]), "from 0 to 1000"),
        (([-1], [0], [5]), "“mentee” must hold numbers from 0"),
        (([0], [0], [5.5]), "whole numbers only"),
        (([0], [0], [float("nan")]), "whole numbers only"),
        (([0], [0], ["a"]), "whole numbers only"),
        (([0, 1], [0], [5, 5]), "“mentor” must have 2 numbers; it has 1"),
        (([0], [0], [5, 6]), "“score” must have 1 numbers; it has 2"),
        (([[0]], [0], [5]), "one list"),
        (([3, 0, 3], [1, 0, 1], [5, 5, 6]), "Mentee 3 and mentor 1 are a pair more than once"),
    ],
)
def test_pairs_that_cannot_be_used_are_refused_with_the_reason(lists, said):
    with pytest.raises(InvalidInputError, match=said):
        Arcs(*lists)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"mentees": 1}, "mentee 1, but there are 1"),
        ({"capacity": [1]}, "mentor 1, but there are 1"),
        ({"capacity": [1, -1]}, "“capacity” must hold numbers from 0"),
        ({"minimum": [1]}, "“minimum” must have 2"),
        ({"stay": [1]}, "“stay” must have 3"),
        ({"locks": [(2, 0)]}, "one of them is unknown"),
        ({"locks": [(0, -1)]}, "one of them is unknown"),
        ({"locks": [(0, 0), (0, 1)]}, "Mentee 0 is in two kept pairs"),
    ],
)
def test_problems_that_cannot_be_used_are_refused_with_the_reason(two, fields, said):
    with pytest.raises(InvalidInputError, match=said):
        Problem(**{"mentees": 2, "capacity": [1, 1], "arcs": two} | fields)


def test_what_is_left_out_is_nothing(two):
    problem = Problem(3, [2, 0], two)
    assert problem.minimum.tolist() == [0, 0]
    assert problem.stay.tolist() == [0, 0, 0]
    assert (problem.mentors, problem.seats) == (2, 2)


def test_a_matching_adds_up_scores_and_names_who_is_left(two):
    found = matching_of(Problem(3, [1, 1], two, stay=[5, 5, 5]), [1, 0, -1], "total")
    assert (found.total, found.matched, found.pairs) == (1100, 2, ((0, 1), (1, 0)))
    assert found.unmatched.tolist() == [2]


@pytest.mark.parametrize(
    ("mentor", "said"),
    [
        ([-1, 1], "Mentee 1 and mentor 1 may not be a pair"),
        ([5, -1], "may not be a pair"),
        ([0, 0], "Mentor 0 has 2 mentees, but takes at most 1"),
        ([-1, 0], "Mentee 0 and mentor 1 must stay a pair"),
        ([1], "must have 2 numbers"),
    ],
)
def test_a_matching_that_breaks_the_problem_is_refused(two, mentor, said):
    with pytest.raises(InvalidInputError, match=said):
        matching_of(Problem(2, [1, 1], two, locks=((0, 1),)), mentor, "total")
