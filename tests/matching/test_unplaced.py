import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matching.people import DESIGN, person, two_sides

from mentorway.matching.assign import total
from mentorway.matching.fitting import Fitting
from mentorway.matching.problem import Arcs, Problem, matching_of
from mentorway.matching.profiles import Criterion, Design, Kind, Relations, Rule, RuleKind
from mentorway.matching.unplaced import Cause, freed, unplaced

FIRM = Criterion("f", "Firm", Kind.SAME, 1, "f")


def drawn(seed, mentees=14, mentors=6):
    fitting = Fitting(*two_sides(seed, mentees, mentors), DESIGN)
    rng = np.random.default_rng(seed)
    arcs = fitting.arcs()
    locks = ()
    capacity = rng.integers(0, 4, mentors)
    if arcs.count and capacity[arcs.mentor[0]]:
        locks = ((int(arcs.mentee[0]), int(arcs.mentor[0])),)
    problem = Problem(mentees, capacity, arcs, locks=locks)
    return fitting, problem, total(problem)


@given(st.integers(0, 100_000))
@settings(max_examples=60, deadline=None)
def test_those_who_compete_are_more_than_the_seats_they_could_have(seed):
    fitting, problem, matching = drawn(seed)
    allowed = np.concatenate([block for _, block in fitting.blocks()]) >= 0
    locked = [mentee for mentee, _ in problem.locks]
    found = unplaced(fitting, problem, matching)
    assert [one.mentee for one in found] == matching.unmatched.tolist()
    for one in found:
        assert {breach.kind: breach.mentors for breach in one.breaches} == {
            kind: count
            for kind in fitting.kinds
            if (count := int((~fitting.kept(kind, one.mentee, one.mentee + 1)).sum()))
        }
        assert len(one.details) == len(one.breaches)
        if one.cause is Cause.NOBODY:
            assert not allowed[one.mentee].any()
        else:
            assert one.cause is Cause.SEATS
            assert one.mentee in one.crowd
            assert not set(one.crowd) & set(locked)
            around = np.flatnonzero(allowed[list(one.crowd)].any(axis=0))
            assert one.around == tuple(around.tolist())
            taken = sum(mentor in one.around for _, mentor in problem.locks)
            assert one.seats == problem.capacity[around].sum() - taken
            assert one.seats < len(one.crowd)
            left = [who for who in matching.unmatched.tolist() if allowed[who].any()]
            inside = [who for who in left if not np.delete(allowed[who], around).any()]
            assert set(inside) <= set(one.crowd)


@given(st.integers(0, 100_000))
@settings(max_examples=40, deadline=None)
def test_giving_up_a_rule_frees_as_many_as_solving_again_without_it_matches_more(seed):
    fitting, problem, matching = drawn(seed)
    found = {one.kind: one.mentees for one in freed(fitting, problem, matching)}
    for kind in fitting.kinds[1:]:
        mentee, mentor = np.nonzero(fitting.allowed(0, 14, without=kind))
        arcs = Arcs(mentee, mentor, np.zeros(mentee.size, dtype=int))
        again = total(Problem(14, problem.capacity, arcs, locks=problem.locks))
        assert len(found.get(kind, ())) == again.matched - matching.matched
        assert set(found.get(kind, ())) <= set(matching.unmatched.tolist())
    assert [len(one) for one in found.values()] == sorted(map(len, found.values()), reverse=True)


def firms(mentees, mentors):
    return (
        [person(f"e{place}", "mentee", f=firm) for place, firm in enumerate(mentees)],
        [person(f"o{place}", "mentor", f=firm) for place, firm in enumerate(mentors)],
    )


def reasons(people, design, capacity, **asked):
    fitting = Fitting(*people, design)
    problem = Problem(len(people[0]), capacity, fitting.arcs(), **asked)
    matching = total(problem)
    return fitting, problem, matching, unplaced(fitting, problem, matching)


def test_the_one_rule_that_stands_in_the_way_is_named():
    design = Design((FIRM,), (Rule(RuleKind.ORGANISATION, "f"), Rule(RuleKind.CONFLICT)))
    fitting, problem, matching, found = reasons(firms("AB", "AA"), design, [1, 1])
    assert [one.mentee for one in found] == [0]
    assert found[0].cause is Cause.NOBODY
    assert str(found[0].message) == "The rules allow no mentor for e0. Mentors of the same organisation: 2."
    assert [str(one) for one in found[0].details] == ["Mentors of the same organisation: 2 of 2."]
    assert [(one.kind, one.mentees) for one in freed(fitting, problem, matching)] == [
        (RuleKind.ORGANISATION, (0,))
    ]


def test_two_rules_that_both_stand_in_the_way_are_not_blamed_alone():
    relations = Relations(conflicts=frozenset({("o0", "e0")}))
    design = Design((FIRM,), (Rule(RuleKind.ORGANISATION, "f"), Rule(RuleKind.CONFLICT)), relations)
    *solved, found = reasons(firms("A", "A"), design, [1])
    assert str(found[0].message) == (
        "The rules allow no mentor for e0, and no single rule alone is the reason."
    )
    assert freed(*solved) == ()


def test_without_mentors_that_is_said():
    *_, found = reasons(firms("A", ""), Design((FIRM,)), [])
    assert str(found[0].message) == "There are no mentors yet."


@pytest.mark.parametrize(
    ("capacity", "words"),
    [
        ([1], "3 mentees can only be matched with the same mentors, who have 1 free place for them."),
        ([2], "3 mentees can only be matched with the same mentors, who have 2 free places for them."),
        ([0], "All mentors who can be chosen are full with kept pairs, or take nobody."),
    ],
)
def test_too_few_seats_are_counted(capacity, words):
    *_, found = reasons(firms("ABC", "D"), Design((FIRM,)), capacity)
    assert {str(one.message) for one in found} == {words}
    assert len(found) == 3 - capacity[0]


def test_whoever_a_way_of_matching_leaves_out_is_not_told_that_seats_are_missing():
    fitting = Fitting(*firms("AB", "CD"), Design((FIRM,)))
    problem = Problem(2, [1, 1], fitting.arcs())
    found = unplaced(fitting, problem, matching_of(problem, [0, -1], "stable"))
    assert found[0].cause is Cause.CHOICE
    assert "leaves e1 out" in str(found[0].message)
