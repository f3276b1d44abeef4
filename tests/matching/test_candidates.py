import numpy as np
import pytest
from tests.matching.small import square

from mentorway.matching import candidates as module
from mentorway.matching.assign import DRAWN_BITS, lots, total
from mentorway.matching.candidates import LOT, Wanted, candidates, solve
from mentorway.matching.problem import Problem
from mentorway.wording import InvalidInputError


def blocks_of(scores):
    return lambda start, stop: scores[start:stop]


def expected(scores, wanted):
    """Each person's best by sorting everything."""
    mentees, mentors = scores.shape
    rows, columns = np.indices(scores.shape)
    lot = (lots(wanted.seed, rows.ravel(), columns.ravel()) >> (DRAWN_BITS - LOT)).reshape(scores.shape)
    found = {(*pair, int(scores[pair])) for pair in wanted.always}
    for mentee in range(mentees):
        fine = [mentor for mentor in range(mentors) if scores[mentee, mentor] >= 0]
        fine.sort(key=lambda mentor: (-scores[mentee, mentor], lot[mentee, mentor], mentor))
        found |= {(mentee, one, int(scores[mentee, one])) for one in fine[: wanted.by_mentee[mentee]]}
    for mentor in range(mentors):
        fine = [mentee for mentee in range(mentees) if scores[mentee, mentor] >= 0]
        fine.sort(key=lambda mentee: (-scores[mentee, mentor], lot[mentee, mentor], mentee))
        found |= {(one, mentor, int(scores[one, mentor])) for one in fine[: wanted.by_mentor[mentor]]}
    return found


def as_set(arcs):
    return set(zip(arcs.mentee.tolist(), arcs.mentor.tolist(), arcs.score.tolist(), strict=True))


@pytest.mark.parametrize("at_once", [1, 300, 1_000_000])
@pytest.mark.parametrize("levels", [2, 12, 1001])
@pytest.mark.parametrize("workers", [1, 3])
def test_they_are_exactly_the_best_of_either_side(monkeypatch, at_once, levels, workers):
    monkeypatch.setattr(module, "PAIRS_AT_ONCE", at_once)
    rng = np.random.default_rng(levels)
    for mentees, mentors in [(1, 1), (7, 90), (60, 5), (40, 160)]:
        scores = rng.integers(-1, levels, (mentees, mentors)).astype(np.int16)
        by_mentee, by_mentor = rng.integers(0, 9, mentees), rng.integers(0, 9, mentors)
        fine = np.argwhere(scores >= 0)
        always = tuple((int(one), int(other)) for one, other in fine[:2])
        wanted = Wanted(by_mentee.astype(np.int32), by_mentor.astype(np.int32), always, seed=5)
        assert as_set(candidates(blocks_of(scores), wanted, workers)) == expected(scores, wanted)


def test_a_forbidden_pair_takes_nobodys_place():
    scores = np.full((1, 400), -1, dtype=np.int16)
    scores[0, [17, 300]] = [4, 9]
    assert as_set(candidates(blocks_of(scores), Wanted.same(1, 400, most=2))) == {(0, 17, 4), (0, 300, 9)}


def test_ties_are_spread_so_that_lists_do_not_all_end_with_the_same_names():
    scores = np.full((200, 200), 500, dtype=np.int16)
    wanted = Wanted(np.full(200, 3, dtype=np.int32), np.zeros(200, dtype=np.int32))
    arcs = candidates(blocks_of(scores), wanted)
    assert arcs.count == 600
    assert np.bincount(arcs.mentor).max() < 15


def test_one_list_per_mentee_fails_where_stars_are_liked_by_all_and_two_lists_do_not():
    rng = np.random.default_rng(7)
    people = 400
    scores = np.clip(rng.normal(500, 60, (people, people)), 0, 1000)
    scores[:, :40] += 250
    scores = scores.clip(0, 1000).astype(np.int16)
    seats = np.ones(people, dtype=int)
    one_list = Wanted(np.full(people, 20, dtype=np.int32), np.zeros(people, dtype=np.int32))
    alone = total(Problem(people, seats, candidates(blocks_of(scores), one_list)))
    both = total(Problem(people, seats, candidates(blocks_of(scores), Wanted.same(people, people, most=20))))
    best = total(square(scores))
    assert alone.unmatched.size > 0.8 * people
    assert both.unmatched.size <= best.unmatched.size + 0.01 * people
    assert both.total > 0.99 * best.total


def test_whoever_is_left_over_gets_more_candidates():
    people = 60
    scores = np.tile(np.linspace(900, 300, people).astype(np.int16), (people, 1))
    first = Wanted(np.full(people, 2, dtype=np.int32), np.zeros(people, dtype=np.int32))
    problem = Problem(people, np.ones(people, dtype=int), candidates(blocks_of(scores), first))
    assert total(problem).matched == 2
    found = solve(blocks_of(scores), problem)
    assert found.matching.matched == people
    assert found.added > 0
    assert found.matching.certificate.proven


def test_nothing_is_asked_again_when_no_seat_is_free_or_nobody_is_left():
    scores = np.array([[5, 4], [5, 4], [5, 4]], dtype=np.int16)
    problem = Problem(3, [1, 1], candidates(blocks_of(scores), Wanted.same(3, 2, most=2)))

    def refused(start, stop):
        pytest.fail("There is nothing to gain.")

    found = solve(refused, problem)
    assert (found.matching.matched, found.added, found.rounds) == (2, 0, 0)


def test_asking_stops_where_the_rules_allow_nobody():
    scores = np.array([[5, -1], [5, -1]], dtype=np.int16)
    found = solve(blocks_of(scores), Problem(2, [1, 1], candidates(blocks_of(scores), Wanted.same(2, 2))))
    assert (found.matching.matched, found.added) == (1, 0)


def test_pairs_that_stay_keep_what_is_added_when_candidates_are_added():
    scores = np.array([[900, 100, 100], [900, 100, 90]], dtype=np.int16)
    first = Wanted(np.ones(2, dtype=np.int32), np.zeros(3, dtype=np.int32))
    problem = Problem(2, [1, 1, 1], candidates(blocks_of(scores), first), stay=[0, 7])
    found = solve(blocks_of(scores), problem)
    arcs = found.problem.arcs
    assert found.problem.stay.tolist() == [
        7 if pair == (1, 0) else 0 for pair in zip(arcs.mentee, arcs.mentor, strict=True)
    ]
    assert found.matching.matched == 2


def test_nobody_on_a_side_gives_no_candidates():
    for mentees, mentors in [(0, 3), (3, 0), (0, 0)]:
        scores = np.zeros((mentees, mentors), dtype=np.int16)
        assert candidates(blocks_of(scores), Wanted.same(mentees, mentors)).count == 0


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        (np.zeros((2, 3), dtype=np.int16), "for 2 mentees and 2 mentors"),
        (np.zeros((2, 2)), "whole numbers"),
        (np.full((2, 2), 1001, dtype=np.int16), "the highest is 1000"),
    ],
)
def test_blocks_that_cannot_be_used_are_refused(scores, said):
    with pytest.raises(InvalidInputError, match=said):
        candidates(blocks_of(scores), Wanted.same(2, 2))


def test_a_kept_pair_that_is_forbidden_is_refused():
    wanted = Wanted(np.ones(1, dtype=np.int32), np.ones(1, dtype=np.int32), always=((0, 0),))
    with pytest.raises(InvalidInputError, match="the rules forbid this pair"):
        candidates(blocks_of(np.array([[-1]], dtype=np.int16)), wanted)


def test_too_many_people_are_refused():
    with pytest.raises(InvalidInputError, match="at most 2097151"):
        candidates(
            blocks_of(np.zeros((1, 1))), Wanted(np.zeros(2**21, dtype=np.int32), np.zeros(1, dtype=np.int32))
        )
