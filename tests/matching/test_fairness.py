from dataclasses import replace

import numpy as np
import pytest
from tests.matching.small import all_matchings, drawn_problem, floor_key, leximin_key, square

from mentorway.matching.assign import total
from mentorway.matching.fairness import MODES, compare, floor, leximin, outcome
from mentorway.matching.problem import Arcs, ImpossibleError, Problem, matching_of


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(("way", "key"), [(floor, floor_key), (leximin, leximin_key)])
def test_no_matching_of_a_small_problem_is_fairer(seed, way, key):
    rng = np.random.default_rng(seed)
    for _turn in range(30):
        problem = drawn_problem(rng)
        matchings = list(all_matchings(problem))
        if matchings:
            best = max(key(problem, chosen) for chosen in matchings)
            assert key(problem, way(problem).mentor) == best
        else:
            with pytest.raises(ImpossibleError):
                way(problem)


@pytest.mark.parametrize("seed", range(3))
def test_six_by_six_with_forbidden_pairs_is_leximin(seed):
    rng = np.random.default_rng(seed)
    for _turn in range(4):
        problem = square(np.where(rng.random((6, 6)) < 0.3, -1, rng.integers(0, 9, (6, 6))))
        best = max(leximin_key(problem, chosen) for chosen in all_matchings(problem))
        assert leximin_key(problem, leximin(problem).mentor) == best


def sorted_scores(problem, matching):
    places = problem.arcs.places(range(problem.mentees), matching.mentor)
    return sorted(problem.arcs.score[places].tolist())


def test_more_pairs_come_before_a_higher_floor():
    problem = square([[1, 900], [-1, 900]])
    for way in (floor, leximin):
        assert way(problem).pairs == ((0, 0), (1, 1))


def test_kept_pairs_do_not_hold_the_floor_down():
    problem = square([[0, 900, 900], [900, 100, 1000], [900, 300, 100]], locks=((0, 0),))
    assert floor(problem).pairs == ((0, 0), (1, 2), (2, 1))


def test_of_equally_fair_matchings_the_pairs_that_exist_stay():
    problem = square([[5, 5], [5, 5]])
    arcs = problem.arcs
    for mentor in ([0, 1], [1, 0]):
        stay = np.zeros(arcs.count, dtype=int)
        stay[arcs.places([0, 1], mentor)] = 1
        assert leximin(replace(problem, stay=stay)).mentor.tolist() == mentor


@pytest.mark.parametrize("way", [floor, leximin])
def test_the_same_matching_whatever_the_order_of_the_rows(way):
    rng = np.random.default_rng(4)
    problem = square(rng.integers(0, 4, (15, 15)), seed=11)
    arcs = problem.arcs
    order = rng.permutation(arcs.count)
    other = replace(problem, arcs=Arcs(arcs.mentee[order], arcs.mentor[order], arcs.score[order]))
    assert way(other).mentor.tolist() == way(problem).mentor.tolist()


def test_a_pilot_of_sixty_is_at_least_as_fair_level_by_level():
    rng = np.random.default_rng(8)
    problem = square(np.clip(rng.normal(600, 150, (60, 60)), 0, 1000).astype(int))
    by_total, by_floor, by_leximin = (sorted_scores(problem, way(problem)) for way in (total, floor, leximin))
    assert by_leximin > by_floor > by_total
    assert sum(by_total) > sum(by_floor) > sum(by_leximin)
    assert by_leximin[0] == by_floor[0]


def test_the_floor_is_proven_among_the_pairs_that_reach_it():
    rng = np.random.default_rng(2)
    problem = square(rng.integers(0, 1001, (20, 20)))
    found = floor(problem)
    assert found.certificate.proven
    assert found.certificate.primal - found.certificate.reward * found.matched == found.total


def test_all_ways_stand_side_by_side_and_only_the_stable_one_has_no_blocking_pair():
    rng = np.random.default_rng(1)
    problem = square(rng.integers(0, 1001, (30, 30)))
    rows = compare(problem)
    assert tuple(row.mode for row in rows) == MODES
    by_mode = {row.mode: row for row in rows}
    assert by_mode["stable"].blocking == 0 < by_mode["total"].blocking < by_mode["leximin"].blocking
    assert by_mode["total"].mean == max(row.mean for row in rows if not row.unmatched)
    assert by_mode["leximin"].lowest == by_mode["floor"].lowest == max(row.lowest for row in rows)


def test_wishes_of_either_side_decide_what_is_stable():
    problem = square([[5, 5], [5, 5]])
    (row,) = compare(problem, by_mentee=[2, 1, 1, 2], by_mentor=[1, 1, 1, 1], modes=["stable"])
    assert row.matching.mentor.tolist() == [0, 1]


def test_an_outcome_counts_percentiles_of_scores_that_were_given():
    people = 40
    arcs = Arcs(range(people), range(people), range(100, 100 + people))
    problem = Problem(people + 3, np.ones(people + 1, dtype=int), arcs, minimum=[0] * people + [0])
    row = outcome(problem, matching_of(problem, [*range(people), -1, -1, -1], "total"), blocking=7)
    assert (row.lowest, row.fifth, row.tenth, row.mean) == (100, 101, 103, 119.5)
    assert (row.unmatched, row.blocking, row.short) == (3, 7, 0)


def test_mentors_with_too_few_are_counted():
    problem = square([[900, 100]], minimum=[0, 1])
    rows = {row.mode: row for row in compare(problem)}
    assert (rows["total"].short, rows["stable"].short) == (0, 1)


def test_nobody_matched_has_no_scores_to_show():
    for row in compare(Problem(2, [1], Arcs([], [], []))):
        assert (row.lowest, row.fifth, row.tenth, row.mean, row.unmatched) == (None, None, None, None, 2)
