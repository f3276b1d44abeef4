import itertools
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.matching.small import all_matchings, drawn_problem, square

from mentorway.matching.problem import Arcs, ImpossibleError, Problem, matching_of
from mentorway.matching.stable import blocking_pairs, stable
from mentorway.wording import InvalidInputError

HERE = Path(__file__).parent / "assignment"
EXAMPLES = json.loads((HERE / "hr-small.json").read_text())
ISSUE = json.loads((HERE / "hr-issue159.json").read_text())


def residents_and_hospitals(residents, hospitals, capacity):
    """A problem from two sides' lists; wishes are places in the lists, counted from the end."""
    people, houses = list(residents), list(hospitals)
    pairs = [
        (people.index(one), houses.index(house), -residents[one].index(house), -hospitals[house].index(one))
        for one in people
        for house in residents[one]
        if one in hospitals[house]
    ]
    mentee, mentor, wish, favour = np.array(sorted(pairs)).reshape(-1, 4).T
    problem = Problem(
        len(people), [capacity[house] for house in houses], Arcs(mentee, mentor, np.zeros_like(mentee))
    )
    return problem, wish, favour


def blocks(problem, mentor, wish, favour):
    """The definition, pair by pair."""
    arcs, locked = problem.arcs, {mentee for mentee, _ in problem.locks}
    pairs = list(zip(arcs.mentee.tolist(), arcs.mentor.tolist(), strict=True))
    wishes, favours = (dict(zip(pairs, values, strict=True)) for values in (wish, favour))
    for one, other in pairs:
        if one in locked or mentor[one] == other:
            continue
        wants = mentor[one] < 0 or wishes[one, other] > wishes[one, mentor[one]]
        there = [who for who in range(problem.mentees) if mentor[who] == other]
        free = len(there) < problem.capacity[other]
        if wants and (
            free or any(favours[one, other] > favours[who, other] for who in there if who not in locked)
        ):
            yield [one, other]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_published_examples_come_out_as_published(example):
    problem, wish, favour = residents_and_hospitals(
        example["proposers"], example["reviewers"], example["capacities"]
    )
    found = stable(problem, wish, favour)
    people, houses = list(example["proposers"]), list(example["reviewers"])
    matched = {house: set() for house in houses}
    for mentee, mentor in found.pairs:
        matched[houses[mentor]].add(people[mentee])
    assert matched == {house: set(there) for house, there in example["expected_proposer_optimal"].items()}


@pytest.mark.parametrize("seats", [1, 2])
def test_a_hundred_residents_with_short_lists_are_stable(seats):
    hospitals = {house: [str(one) for one in ones] for house, ones in ISSUE["hospitals"].items()}
    residents = {one: [str(house) for house in houses] for one, houses in ISSUE["residents"].items()}
    problem, wish, favour = residents_and_hospitals(residents, hospitals, dict.fromkeys(hospitals, seats))
    found = stable(problem, wish, favour)
    assert found.matched > 30
    assert blocking_pairs(problem, found, wish, favour).size == 0
    assert not list(blocks(problem, found.mentor, wish, favour))


@pytest.mark.parametrize("seed", range(8))
def test_small_problems_are_stable_and_no_stable_matching_is_better_for_any_mentee(seed):
    rng = np.random.default_rng(seed)
    for _turn in range(25):
        problem = drawn_problem(rng, most_people=4)
        problem = replace(problem, minimum=np.zeros_like(problem.minimum))
        wish, favour = rng.permutation(problem.arcs.count), rng.permutation(problem.arcs.count)
        matchings = list(all_matchings(problem))
        if not matchings:
            continue
        found = stable(problem, wish, favour)
        calm = [chosen for chosen in matchings if not list(blocks(problem, chosen, wish, favour))]
        assert tuple(found.mentor.tolist()) in calm
        for chosen, mentee in itertools.product(calm, range(problem.mentees)):
            assert (chosen[mentee] < 0) == (found.mentor[mentee] < 0)
            place, own = problem.arcs.places([mentee] * 2, [chosen[mentee], found.mentor[mentee]])
            assert place < 0 or wish[own] >= wish[place]


@pytest.mark.parametrize("seed", range(6))
def test_blocking_pairs_are_those_of_the_definition_in_any_matching_with_ties(seed):
    rng = np.random.default_rng(seed)
    for _turn in range(10):
        problem = drawn_problem(rng, most_people=4)
        wish, favour = rng.integers(0, 3, (2, problem.arcs.count))
        for chosen in itertools.islice(all_matchings(problem), 40):
            found = blocking_pairs(problem, matching_of(problem, chosen, "total"), wish, favour)
            assert found.tolist() == list(blocks(problem, chosen, wish, favour))


def test_ties_are_decided_by_the_seed_and_leave_no_blocking_pair():
    problem = square(np.zeros((6, 6), dtype=int))
    wish = favour = np.zeros(36)
    drawn = set()
    for seed in range(12):
        found = stable(replace(problem, seed=seed), wish, favour)
        assert found.mentor.tolist() == stable(replace(problem, seed=seed), wish, favour).mentor.tolist()
        assert blocking_pairs(problem, found, wish, favour).size == 0
        drawn.add(tuple(found.mentor.tolist()))
    assert len(drawn) > 6


def test_a_mentor_without_a_seat_takes_nobody():
    assert stable(square([[5, 9]], capacity=[1, 0]), [1, 9], [1, 9]).pairs == ((0, 0),)


def test_kept_pairs_take_their_seat_and_are_not_asked():
    problem = square([[5, 9], [9, 5]], locks=((0, 0),))
    found = stable(problem, [1, 9, 9, 1], [1, 9, 9, 1])
    assert found.pairs == ((0, 0), (1, 1))
    assert blocking_pairs(problem, found, [1, 9, 9, 1], [1, 9, 9, 1]).size == 0
    with pytest.raises(ImpossibleError):
        stable(square([[5], [5]], locks=((0, 0), (1, 0))), [1, 1], [1, 1])


@pytest.mark.parametrize(
    ("wish", "said"), [([1], "each of the 2 pairs; there are 1"), ([1, np.nan], "wish is missing")]
)
def test_wishes_that_cannot_be_used_are_refused(wish, said):
    problem = square([[5, 9]])
    for way in (lambda: stable(problem, wish, [1, 2]), lambda: stable(problem, [1, 2], wish)):
        with pytest.raises(InvalidInputError, match=said):
            way()


def test_twenty_thousand_mentees_are_stable():
    rng = np.random.default_rng(6)
    mentee = np.repeat(np.arange(20_000), 10)
    mentor = rng.integers(0, 8_000, mentee.size)
    _, once = np.unique(mentee * 8_000 + mentor, return_index=True)
    arcs = Arcs(mentee[once], mentor[once], rng.integers(0, 1001, once.size))
    problem = Problem(20_000, rng.integers(1, 4, 8_000), arcs)
    wish, favour = rng.random((2, arcs.count))
    found = stable(problem, wish, favour)
    assert found.matched > 15_000
    assert blocking_pairs(problem, found, wish, favour).size == 0
