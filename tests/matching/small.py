"""Small problems, all their matchings one by one, and what makes one better than another."""

import itertools

import numpy as np

from mentorway.matching.problem import Arcs, Problem


def drawn_problem(rng, *, most_people=5):
    """A small problem at random: holes, ties, several seats, fewest mentees, a kept pair, pairs that stay."""
    mentees, mentors = rng.integers(1, most_people + 1, 2)
    mentee, mentor = np.nonzero(rng.random((mentees, mentors)) < rng.choice([0.3, 0.6, 1]))
    score = rng.integers(0, rng.choice([2, 5, 12, 1001]), mentee.size)
    capacity = rng.integers(0, 4, mentors)
    minimum = np.minimum(rng.integers(0, 2, mentors) * (rng.random() < 0.5), capacity)
    place = rng.integers(mentee.size) if mentee.size and rng.random() < 0.3 else None
    locks = () if place is None else ((mentee[place], mentor[place]),)
    stay = rng.integers(0, 3, mentee.size) * (rng.random() < 0.5)
    return Problem(
        int(mentees), capacity, Arcs(mentee, mentor, score), locks, minimum, stay, seed=int(rng.integers(99))
    )


def square(score, **fields):
    """One mentee per mentor, from a table of scores; below 0 is no pair."""
    table = np.asarray(score)
    mentee, mentor = np.nonzero(table >= 0)
    capacity = fields.pop("capacity", np.ones(table.shape[1], dtype=int))
    return Problem(table.shape[0], capacity, Arcs(mentee, mentor, table[mentee, mentor]), **fields)


def all_matchings(problem):
    """Every matching that keeps to the problem, as the mentor of each mentee."""
    arcs, locks = problem.arcs, dict(problem.locks)
    options = [[-1, *arcs.mentor[arcs.mentee == mentee].tolist()] for mentee in range(problem.mentees)]
    for chosen in itertools.product(*options):
        held = [chosen.count(mentor) for mentor in range(problem.mentors)]
        kept = all(chosen[mentee] == mentor for mentee, mentor in locks.items())
        if kept and all(problem.minimum <= held) and all(held <= problem.capacity):
            yield chosen


def worths(problem):
    """Score and what is added for staying, of each pair."""
    arcs = problem.arcs
    pairs = zip(arcs.mentee.tolist(), arcs.mentor.tolist(), strict=True)
    return dict(zip(pairs, zip(arcs.score.tolist(), problem.stay.tolist(), strict=True), strict=True))


def free_pairs(problem, chosen):
    """The pairs of a matching that are not kept ones."""
    locked = {mentee for mentee, _ in problem.locks}
    return [(one, int(other)) for one, other in enumerate(chosen) if other >= 0 and one not in locked]


def total_key(problem, chosen):
    worth = worths(problem)
    return len(free_pairs(problem, chosen)), sum(sum(worth[pair]) for pair in free_pairs(problem, chosen))


def floor_key(problem, chosen):
    worth = worths(problem)
    count, total = total_key(problem, chosen)
    return count, min((worth[pair][0] for pair in free_pairs(problem, chosen)), default=0), total


def leximin_key(problem, chosen):
    worth = [worths(problem)[pair] for pair in free_pairs(problem, chosen)]
    return len(worth), sorted(score for score, _ in worth), sum(stay for _, stay in worth)
