from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment
from tests.matching.small import all_matchings, drawn_problem, free_pairs, square, total_key, worths

from mentorway.matching import assign
from mentorway.matching.assign import certificate, total
from mentorway.matching.problem import Arcs, ImpossibleError, Problem, matching_of
from mentorway.wording import InvalidInputError


@pytest.mark.parametrize("seed", range(8))
def test_no_matching_of_a_small_problem_is_better(seed):
    rng = np.random.default_rng(seed)
    for _turn in range(40):
        problem = drawn_problem(rng)
        matchings = list(all_matchings(problem))
        if matchings:
            best = max(total_key(problem, chosen) for chosen in matchings)
            assert total_key(problem, total(problem).mentor) == best
        else:
            with pytest.raises(ImpossibleError):
                total(problem)


@pytest.mark.parametrize("seed", range(4))
def test_a_certificate_is_given_to_the_best_matchings_and_to_no_other(seed):
    rng = np.random.default_rng(seed)
    for _turn in range(12):
        problem = drawn_problem(rng, most_people=4)
        keys = {chosen: total_key(problem, chosen) for chosen in all_matchings(problem)}
        for chosen, key in keys.items():
            proof = certificate(problem, matching_of(problem, chosen, "total"))
            assert (proof is not None and proof.proven) == (key == max(keys.values()))


@pytest.mark.parametrize("seed", range(6))
def test_the_certificate_holds_when_its_prices_are_added_up_by_hand(seed):
    problem = drawn_problem(np.random.default_rng(seed + 100), most_people=5)
    problem = replace(problem, minimum=np.zeros_like(problem.minimum), locks=())
    found = total(problem)
    proof = found.certificate
    worth = {pair: proof.reward + score + stay for pair, (score, stay) in worths(problem).items()}
    assert proof.reward > min(problem.mentees, problem.seats) * max(
        (sum(one) for one in worths(problem).values()), default=0
    )
    assert all(
        proof.mentee_price[one] + proof.mentor_price[other] >= value for (one, other), value in worth.items()
    )
    assert min(proof.mentee_price) >= 0
    assert min(proof.mentor_price) >= 0
    bound = int(proof.mentee_price.sum()) + int(proof.mentor_price @ problem.capacity)
    assert bound == sum(worth[pair] for pair in free_pairs(problem, found.mentor)) == proof.dual


@pytest.mark.parametrize("size", [1, 7, 60])
def test_one_to_one_the_total_is_that_of_scipy(size):
    scores = np.random.default_rng(size).integers(0, 1001, (size, size))
    rows, columns = linear_sum_assignment(scores, maximize=True)
    assert total(square(scores)).total == scores[rows, columns].sum()


@pytest.mark.parametrize("shape", [(40, 25), (25, 40)])
def test_with_sides_of_different_size_the_total_is_that_of_scipy(shape):
    scores = np.random.default_rng(3).integers(0, 1001, shape)
    rows, columns = linear_sum_assignment(scores, maximize=True)
    found = total(square(scores))
    assert (found.total, found.matched) == (scores[rows, columns].sum(), 25)


def test_more_pairs_come_before_a_larger_total():
    found = total(square([[1000, 1], [900, -1]]))
    assert found.pairs == ((0, 1), (1, 0))


def test_a_long_chain_is_given_up_for_one_more_match():
    steps = 30
    scores = np.full((steps + 1, steps + 1), -1)
    scores[range(steps), range(steps)] = 1000
    scores[range(steps), range(1, steps + 1)] = 0
    scores[steps, 0] = 0
    found = total(square(scores))
    assert (found.matched, found.total) == (steps + 1, 0)


def test_a_forbidden_pair_is_never_made_even_when_somebody_is_left_over():
    found = total(square([[5, -1], [7, -1]]))
    assert found.pairs == ((1, 0),)


def test_the_same_matching_whatever_the_order_of_the_rows():
    rng = np.random.default_rng(4)
    problem = square(rng.integers(0, 3, (30, 30)), seed=11)
    arcs = problem.arcs
    for _turn in range(5):
        order = rng.permutation(arcs.count)
        other = replace(problem, arcs=Arcs(arcs.mentee[order], arcs.mentor[order], arcs.score[order]))
        assert total(other).mentor.tolist() == total(problem).mentor.tolist()


def test_equals_are_decided_by_the_seed_and_every_one_of_them_can_be_drawn():
    problem = square([[5, 5], [5, 5]])
    drawn = {tuple(total(replace(problem, seed=seed)).mentor.tolist()) for seed in range(30)}
    assert drawn == {(0, 1), (1, 0)}


def test_the_draw_never_costs_a_point():
    scores = np.full((40, 40), 500)
    scores[range(40), range(40)] = 501
    for seed in range(5):
        assert total(square(scores, seed=seed)).mentor.tolist() == list(range(40))


def test_what_the_solver_says_does_not_matter_for_the_draw(monkeypatch):
    problem = square(np.random.default_rng(9).integers(0, 2, (12, 12)), seed=2)
    expected = total(problem).mentor.tolist()
    solve = assign.best
    monkeypatch.setattr(
        assign, "best", lambda face, worth: solve(face, worth * 1000 + np.arange(worth.size) % 7)
    )
    equal_first = total(problem).mentor.tolist()
    monkeypatch.undo()
    assert equal_first == expected


def test_a_solver_that_errs_is_found_out(monkeypatch):
    monkeypatch.setattr(assign, "best", lambda face, worth: np.full(face.mentees, -1))
    with pytest.raises(RuntimeError, match="not the best"):
        total(square([[5]]))


def test_kept_pairs_stay_and_take_a_seat():
    found = total(square([[1000, 0], [1000, 0]], locks=((0, 1),)))
    assert found.pairs == ((0, 1), (1, 0))
    crowded = total(square([[1000], [900]], capacity=[1], locks=((1, 0),)))
    assert crowded.pairs == ((1, 0),)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"locks": ((0, 0), (1, 0))}, "Mentor 0 is in 2 kept pairs, but takes at most 1"),
        ({"locks": ((1, 1),)}, "the rules forbid this pair"),
        ({"minimum": [2, 0]}, "at least 2 more mentees, but has only 1 free seats"),
        ({"minimum": [1, 1], "capacity": [2, 2], "locks": ((0, 0), (1, 0))}, "cannot be reached"),
    ],
)
def test_what_cannot_all_hold_is_said(fields, said):
    with pytest.raises(ImpossibleError, match=said):
        total(square([[5, 6], [7, -1]], **fields))


def test_the_fewest_mentees_are_reached_at_the_cost_of_the_total():
    scores = [[900, 10], [900, 20], [900, 30]]
    assert total(square(scores, capacity=[3, 3])).total == 2700
    found = total(square(scores, capacity=[3, 3], minimum=[0, 1]))
    assert found.pairs == ((0, 0), (1, 0), (2, 1))


def test_a_pair_that_exists_stays_when_enough_is_added():
    scores = [[500, 510], [510, 500]]
    assert total(square(scores)).mentor.tolist() == [1, 0]
    stayed = total(square(scores, stay=[11, 0, 0, 11]))
    assert (stayed.mentor.tolist(), stayed.total) == ([0, 1], 1000)


@pytest.mark.parametrize(
    "problem",
    [
        Problem(0, [], Arcs([], [], [])),
        Problem(3, [], Arcs([], [], [])),
        Problem(0, [2, 2], Arcs([], [], [])),
        Problem(2, [0], Arcs([0, 1], [0, 0], [5, 6])),
    ],
)
def test_nobody_and_no_seats_give_an_empty_matching(problem):
    found = total(problem)
    assert (found.total, found.pairs, found.certificate.proven) == (0, (), True)


def test_numbers_too_large_for_whole_numbers_are_refused():
    people = 3000
    arcs = Arcs(np.arange(people), np.arange(people), np.zeros(people, dtype=int))
    huge = Problem(people, np.ones(people, dtype=int), arcs, stay=np.full(people, 2**31 - 1))
    assert total(huge).matched == people
    more = 200_000
    arcs = Arcs(np.repeat(np.arange(more), 2), np.tile([0, 1], more), np.zeros(2 * more, dtype=int))
    with pytest.raises(InvalidInputError, match="too many people"):
        total(Problem(more, [more, more - 1], arcs, minimum=[0, 0], stay=np.full(2 * more, 2**31 - 1)))
