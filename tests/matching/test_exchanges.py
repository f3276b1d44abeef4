from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorway.matching import exchanges
from mentorway.matching.assign import total
from mentorway.matching.exchanges import Exchanges
from mentorway.matching.fairness import leximin
from mentorway.matching.problem import Arcs, ImpossibleError, Problem, matching_of
from mentorway.wording import InvalidInputError


def drawn(seed, mentees=7, mentors=5):
    rng = np.random.default_rng(seed)
    mentee, mentor = np.nonzero(rng.random((mentees, mentors)) < rng.uniform(0.3, 0.9))
    arcs = Arcs(mentee, mentor, rng.integers(0, 11, mentee.size) * 100)
    capacity = rng.integers(0, 3, mentors)
    minimum = np.minimum(capacity, rng.random(mentors) < 0.2).astype(int)
    locks = tuple((int(mentee[place]), int(mentor[place])) for place in rng.permutation(mentee.size)[:1])
    return Problem(mentees, capacity, arcs, locks=locks, minimum=minimum, seed=seed)


def solved(problem):
    try:
        return total(problem)
    except ImpossibleError:
        return None


def alternatives(problem, matching):
    locked = {mentee for mentee, _ in problem.locks}
    for mentee, mentor in zip(problem.arcs.mentee.tolist(), problem.arcs.mentor.tolist(), strict=True):
        if mentee not in locked and matching.mentor[mentee] != mentor:
            yield mentee, mentor


def after(matching, swap):
    mentor = matching.mentor.copy()
    for move in swap.moves:
        assert (None if mentor[move.mentee] < 0 else mentor[move.mentee]) == move.origin
        mentor[move.mentee] = -1 if move.target is None else move.target
    return mentor


@pytest.mark.parametrize("at_once", [1000, 0])
@given(st.integers(0, 100_000))
@settings(max_examples=60, deadline=None)
def test_a_swap_costs_what_solving_again_with_the_pair_kept_costs(at_once, seed):
    problem = drawn(seed)
    matching = solved(problem)
    if matching is None:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exchanges, "ALL_AT_ONCE", at_once)
        found = Exchanges(problem, matching)
        for mentee, mentor in alternatives(problem, matching):
            swap = found.swap(mentee, mentor)
            forced = solved(replace(problem, locks=(*problem.locks, (mentee, mentor))))
            assert (swap is None) == (forced is None)
            if swap is not None:
                assert swap.best
                result = matching_of(problem, after(matching, swap), "total")
                assert (result.matched, result.total) == (forced.matched, forced.total)
                assert result.total == swap.after
                assert result.mentor[mentee] == mentor
                held = np.bincount(result.mentor[result.mentor >= 0], minlength=problem.mentors)
                assert np.all(held >= problem.minimum)
                assert len({move.mentee for move in swap.moves}) == len(swap.moves)


@given(st.integers(0, 100_000))
@settings(max_examples=40, deadline=None)
def test_a_fair_matching_is_changed_in_few_moves_and_stays_a_matching(seed):
    problem = replace(drawn(seed), minimum=np.zeros(5, dtype=int))
    try:
        matching = leximin(problem)
    except ImpossibleError:
        return
    found = Exchanges(problem, matching)
    for mentee, mentor in alternatives(problem, matching):
        swap = found.swap(mentee, mentor)
        if swap is not None:
            assert swap.best or len(swap.moves) <= 4
            result = matching_of(problem, after(matching, swap), "leximin")
            assert result.total == swap.after
            assert result.mentor[mentee] == mentor


def test_the_way_that_moves_the_fewest_people_is_taken_among_equals():
    arcs = Arcs([0, 0, 1, 1, 1, 2, 2], [0, 1, 1, 0, 2, 2, 0], [500, 500, 500, 500, 500, 500, 500])
    problem = Problem(3, [1, 1, 1], arcs)
    matching = matching_of(problem, [0, 1, 2], "total")
    swap = Exchanges(problem, matching).swap(0, 1)
    assert [(move.mentee, move.target) for move in swap.moves] == [(0, 1), (1, 0)]
    assert swap.after == swap.before == 1500


def test_who_would_be_left_without_a_mentor_is_named():
    problem = Problem(2, [1, 1], Arcs([0, 0, 1], [0, 1, 0], [900, 100, 300]))
    matching = total(problem)
    swap = Exchanges(problem, matching).swap(0, 0)
    assert matching.pairs == ((0, 1), (1, 0))
    assert swap.left_out == (1,)
    assert (swap.before, swap.after) == (400, 900)


def test_a_bonus_for_staying_counts_in_the_choice_and_not_in_the_sums():
    arcs = Arcs([0, 0, 1, 1], [0, 1, 0, 1], [500, 500, 500, 520])
    problem = Problem(2, [1, 1], arcs, stay=[0, 50, 50, 0])
    matching = total(problem)
    assert matching.pairs == ((0, 1), (1, 0))
    assert Exchanges(problem, matching).swap(1, 1).after == 1020


@pytest.mark.parametrize(
    ("pair", "words"), [((0, 2), "may not be a pair"), ((0, 0), "a pair already"), ((1, 0), "in a kept pair")]
)
def test_a_swap_that_makes_no_sense_is_refused(pair, words):
    arcs = Arcs([0, 0, 1, 1], [0, 1, 0, 1], [900, 100, 100, 100])
    problem = Problem(2, [1, 1, 1], arcs, locks=((1, 1),))
    with pytest.raises(InvalidInputError, match=words):
        Exchanges(problem, total(problem)).swap(*pair)


def test_a_seat_that_is_kept_for_others_cannot_be_had():
    arcs = Arcs([0, 0, 1, 1], [0, 1, 0, 1], [900, 100, 100, 100])
    problem = Problem(2, [1, 1], arcs, locks=((1, 1),))
    assert Exchanges(problem, total(problem)).swap(0, 1) is None
