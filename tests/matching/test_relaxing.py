import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matching.people import DESIGN, person, two_sides

from mentorway.matching import relaxing
from mentorway.matching.assign import total
from mentorway.matching.fitting import Fitting
from mentorway.matching.problem import Arcs, Problem
from mentorway.matching.profiles import Criterion, Design, Kind, Relations, Rule, RuleKind
from mentorway.matching.relaxing import Demand, Given, smallest
from mentorway.wording import InvalidInputError


def drawn(seed):
    rng = np.random.default_rng(seed)
    fitting = Fitting(*two_sides(seed, 5, 4), DESIGN)
    capacity = rng.integers(0, 3, 4)
    minimum = np.where(rng.random(4) < 0.4, rng.integers(1, 3, 4), 0)
    locks = [(int(rng.integers(5)), int(rng.integers(4))) for _ in range(rng.integers(0, 4))]
    return fitting, capacity, locks, minimum


def can_hold(fitting, capacity, demands, minimum):
    """Whether these demands can hold, as the solver of matchings sees it."""
    fine = fitting.kept(RuleKind.ONESELF, 0, 5)
    for demand in demands:
        if demand.rule is not None:
            fine = fine & fitting.kept(demand.rule, 0, 5)
    mentee, mentor = np.nonzero(fine)
    least = np.zeros(4, dtype=int)
    wanted = [demand.mentor for demand in demands if demand.kind is Given.MINIMUM]
    least[wanted] = minimum[wanted]
    locks = tuple((demand.mentee, demand.mentor) for demand in demands if demand.kind is Given.LOCK)
    try:
        arcs = Arcs(mentee, mentor, np.zeros(mentee.size, dtype=int))
        return total(Problem(5, capacity, arcs, locks=locks, minimum=least))
    except InvalidInputError:
        return None


@pytest.mark.parametrize("checks", [2000, 0])
@given(st.integers(0, 100_000), st.booleans())
@settings(max_examples=40, deadline=None)
def test_the_set_to_give_up_is_enough_and_none_smaller_is(checks, seed, everyone):
    fitting, capacity, locks, minimum = drawn(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relaxing, "CHECKS", checks)
        found = smallest(fitting, capacity, locks=locks, minimum=minimum, everyone=everyone)
    assert found.smallest
    if not found.possible:
        assert everyone
        assert found.short == 5 - capacity.sum()
        return
    rules = [Demand(Given.RULE, rule=kind) for kind in fitting.kinds[1:]]
    every = [
        *rules,
        *(Demand(Given.LOCK, mentee=mentee, mentor=mentor) for mentee, mentor in sorted(set(locks))),
        *(Demand(Given.MINIMUM, mentor=mentor) for mentor in np.flatnonzero(minimum).tolist()),
    ]

    def enough(given_up):
        kept = [demand for demand in every if demand not in given_up]
        matching = can_hold(fitting, capacity, kept, minimum)
        return matching is not None and (not everyone or matching.matched == 5)

    assert set(found.demands) <= set(every)
    assert enough(found.demands)
    size = len(found.demands)
    assert size == 0 or not any(enough(some) for some in itertools.combinations(every, size - 1))
    assert len(found.messages) == size


def test_what_can_hold_gives_up_nothing():
    fitting = Fitting(*two_sides(3), DESIGN)
    assert smallest(fitting, [2] * 9).demands == ()


def test_each_thing_to_give_up_is_said_with_its_names():
    people = (
        [person("ann", "mentee", f="A"), person("eva", "mentee", f="B")],
        [person("bo", "mentor", f="A"), person("cy", "mentor", f="C")],
    )
    design = Design(
        (Criterion("f", "Firm", Kind.SAME, 1, "f"),),
        (Rule(RuleKind.ORGANISATION, "f"), Rule(RuleKind.CONFLICT)),
        Relations(conflicts=frozenset({("eva", "cy")})),
    )
    fitting = Fitting(*people, design)

    def said(**asked):
        return [str(message) for message in smallest(fitting, [1, 1], **asked).messages]

    rule = "Give up the rule that the two are not of the same organisation."
    assert said(locks=[(0, 0)]) == [rule]
    assert said(locks=[(0, 0), (1, 1)]) == [rule, "Give up the list of people to keep apart."]
    assert said(locks=[(0, 1), (1, 0)], minimum=[1, 1]) == []
    assert said(minimum=[2, 0]) == ["Give up the fewest mentees for bo."]
    assert said(locks=[(0, 1), (1, 0), (0, 0)])[0] in (
        rule,
        "Give up keeping ann with bo.",
        "Give up keeping ann with cy.",
    )
    assert smallest(fitting, [1, 0], everyone=True).short == 1
    assert str(smallest(fitting, [1, 0], everyone=True).messages[0]).endswith("1 place is missing.")
    assert str(smallest(fitting, [0, 0], everyone=True).messages[0]).endswith("2 places are missing.")


def test_many_kept_pairs_that_cannot_be_are_found_by_the_solver():
    mentees = [person(f"mentee {number}", "mentee", f="A") for number in range(40)]
    mentors = [person(f"mentor {number}", "mentor", f="A" if number < 5 else "B") for number in range(40)]
    design = Design((Criterion("f", "Firm", Kind.SAME, 1, "f"),), (Rule(RuleKind.ORGANISATION, "f"),))
    twice = [(number, 10 + number) for number in range(6)] + [(number, 20 + number) for number in range(6)]
    found = smallest(Fitting(mentees, mentors, design), [1] * 40, locks=[*twice, (30, 0), (31, 1)])
    assert found.smallest
    assert len(found.demands) == 7
    assert found.demands[0].rule is RuleKind.ORGANISATION


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"locks": [(9, 0)]}, "mentee 9 and mentor 0; one of them is unknown"),
        ({"minimum": [1]}, "“minimum” needs one number"),
        ({"minimum": [-1, 0, 0, 0]}, "from 0"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(asked, words):
    with pytest.raises(InvalidInputError, match=words):
        smallest(Fitting(*two_sides(1, 5, 4), DESIGN), [1] * 4, **asked)


def test_a_set_that_is_not_proven_to_be_smallest_is_said_to_be_so(monkeypatch):
    monkeypatch.setattr(relaxing, "CHECKS", 0)
    monkeypatch.setattr(relaxing, "EFFORT", 0.0)
    fitting = Fitting(*two_sides(1, 5, 4), DESIGN)
    locks = [(number, number) for number in range(4)]
    found = smallest(fitting, [1] * 4, locks=locks, minimum=[1] * 4)
    assert found.possible
    assert not found.smallest
    assert len(found.messages) == len(found.demands) > 0


def test_more_pairs_than_can_be_laid_out_are_refused(monkeypatch):
    monkeypatch.setattr(relaxing, "MOST_PAIRS", 19)
    with pytest.raises(InvalidInputError, match="20 pairs, and at most 19"):
        smallest(Fitting(*two_sides(1, 5, 4), DESIGN), [1] * 4)
