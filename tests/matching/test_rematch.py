import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorway.matching.assign import total
from mentorway.matching.problem import Arcs, Problem
from mentorway.matching.rematch import chosen, curve, forced
from mentorway.wording import InvalidInputError


def drawn(seed, mentees=30, mentors=20):
    """A matching, and what is left of its problem after some mentors have gone and scores have changed."""
    rng = np.random.default_rng(seed)
    mentee, mentor = np.nonzero(rng.random((mentees, mentors)) < 0.6)
    capacity = rng.integers(1, 4, mentors)
    before = total(Problem(mentees, capacity, Arcs(mentee, mentor, rng.integers(0, 1001, mentee.size))))
    here = mentor >= rng.integers(0, 4)
    arcs = Arcs(mentee[here], mentor[here], rng.integers(0, 1001, int(here.sum())))
    return Problem(mentees, capacity, arcs), before.mentor


def fewest_changes(problem, previous):
    """How few changes there can be with as many matched as possible, from scores that count only them."""
    old = (previous[problem.arcs.mentee] == problem.arcs.mentor).astype(int)
    again = total(
        Problem(problem.mentees, problem.capacity, Arcs(problem.arcs.mentee, problem.arcs.mentor, old))
    )
    return int((previous >= 0).sum()) - again.total


@given(st.integers(0, 100_000))
@settings(max_examples=25, deadline=None)
def test_a_larger_bonus_never_means_more_changes_nor_a_larger_total(seed):
    problem, previous = drawn(seed)
    points = curve(problem, previous)
    changes = [len(point.changed) for point in points]
    assert changes == sorted(changes, reverse=True)
    assert [point.total for point in points] == sorted((point.total for point in points), reverse=True)
    assert len({point.unmatched for point in points}) == 1
    assert points[0].total == total(problem).total
    assert changes[-1] == fewest_changes(problem, previous)
    assert set(forced(problem, previous)) <= set(points[-1].changed)
    for point in points:
        scores = problem.arcs.score[problem.arcs.places(np.arange(problem.mentees), point.matching.mentor)]
        assert point.total == scores[point.matching.mentor >= 0].sum()
        assert point.changed == tuple(
            who for who in range(problem.mentees) if previous[who] not in (-1, point.matching.mentor[who])
        )


def test_those_whose_pair_is_gone_must_change():
    problem = Problem(3, [1, 1, 1], Arcs([0, 1, 1, 2], [0, 1, 2, 2], [10, 20, 30, 40]))
    assert forced(problem, [0, 0, -1]) == (1,)
    assert forced(problem, [1, 2, 2]) == (0,)


def test_the_fewest_changes_within_what_may_be_lost_are_chosen():
    problem, previous = drawn(7)
    points = curve(problem, previous)
    best = points[0].total
    for loss in (0, 0.01, 0.05, 1):
        choice = chosen(points, loss=loss)
        assert choice.total >= (1 - loss) * best
        assert not any(
            point.total >= (1 - loss) * best and len(point.changed) < len(choice.changed) for point in points
        )
    assert chosen(points, loss=0).total == best
    assert len(chosen(points, loss=1).changed) == len(points[-1].changed)


def test_nobody_who_is_new_counts_as_a_change():
    problem = Problem(2, [1, 1], Arcs([0, 1], [0, 1], [10, 20]))
    assert [point.changed for point in curve(problem, [-1, -1], [0, 5])] == [(), ()]


def test_nobody_at_all_is_no_trouble():
    empty = Problem(0, [], Arcs([], [], []))
    assert [point.total for point in curve(empty, [])] == [0] * 9


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda problem: curve(problem, [0]), "each of the 2 mentees"),
        (lambda problem: curve(problem, [0, 2]), "from -1 to 1"),
        (lambda problem: curve(problem, [0, -2]), "from -1 to 1"),
        (lambda problem: curve(problem, [0, 1], [-1]), "from 0"),
        (lambda problem: curve(problem, [0, 1], []), "one number"),
        (lambda problem: chosen([]), "at least one point"),
        (lambda problem: chosen(curve(problem, [0, 1]), loss=1.5), "from 0 to 1"),
    ],
)
def test_what_cannot_be_is_refused_in_words(ask, words):
    with pytest.raises(InvalidInputError, match=words):
        ask(Problem(2, [1, 1], Arcs([0, 1], [0, 1], [10, 20])))
