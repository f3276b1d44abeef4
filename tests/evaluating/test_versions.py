"""Versions beside each other: an attacker subtracts every number that is shown, and learns of nobody."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from tests.evaluating.spending_making import asked_of, made

from mentorway.evaluating.changes import Way
from mentorway.evaluating.frontier import PilotsCompared
from mentorway.evaluating.overall import Grade
from mentorway.evaluating.people import Arm, Level, Measured, Outcome, People, Wave
from mentorway.evaluating.versions import OF_PAIRS, What, cells_of, differing, tells, withheld
from mentorway.evaluating.whole import evaluate
from mentorway.evaluating.withholding import only_shown, without
from mentorway.wording import Message

TRUST = Outcome("trust", "Trust", Level.LEARNING, 1, 5)
PAIRS = ("trust", What.PAIRS, "")


def people_of(pilots, scores=None, countries=None):
    """Return one person for each letter of `pilots` (its pilot), with scores before and after."""
    n = len(pilots)
    names = tuple(str(place) for place in range(n))
    before = np.array([1 + place % 4 for place in range(n)], dtype=float)
    after = np.array(scores if scores is not None else 1 + (np.arange(n) * 7) % 5, dtype=float)
    measured = Measured(TRUST, {Wave.BEFORE: before, Wave.AFTER: after})
    country = tuple(countries or "LT" for _one in range(n)) if not countries else tuple(countries)
    return People(names, tuple(pilots), (Arm.PROGRAMME,) * n, country, ("",) * n, (measured,))


def cells(*args, **more):
    return cells_of(people_of(*args, **more), str)


def test_the_same_people_with_the_same_answers_are_all_shown():
    first = cells("A" * 8 + "B" * 8)
    assert withheld(first, {1: first}) == {}


@pytest.mark.parametrize("more", [1, 4])
def test_a_few_who_came_are_withheld_and_pilots_without_them_are_shown(more):
    first, second = cells("A" * 8 + "B" * 8), cells("A" * 8 + "B" * 8 + "A" * more)
    found = withheld(second, {1: first})
    assert {key for key in found if key[1] in OF_PAIRS} == {
        PAIRS,
        ("trust", What.PILOT, "A"),
        ("trust", What.COUNTRY, "LT"),
    }


def test_from_five_on_everything_is_shown_again():
    first, second = cells("A" * 8 + "B" * 8), cells("A" * 8 + "B" * 8 + "A" * 5)
    assert withheld(second, {1: first}) == {}


def test_who_trickles_in_is_shown_when_enough_came_since_the_version_that_was_shown():
    one, two, three = (cells("A" * (8 + more)) for more in (0, 3, 6))
    hidden = withheld(two, {1: one})
    shown_in_two = {key: cell for key, cell in two.items() if key not in hidden}
    assert PAIRS in hidden
    assert withheld(three, {1: one, 2: shown_in_two}) == {}


def test_another_answer_of_a_person_who_was_there_counts_as_well():
    scores = [3.0] * 12
    first, second = cells("A" * 12, scores=scores), cells("A" * 12, scores=[4.0, *scores[1:]])
    assert PAIRS in withheld(second, {1: first})


def test_a_group_is_withheld_from_which_with_the_total_another_could_be_reckoned():
    """Three came to A and seven to B: the total moved by ten, so B would give A away."""
    first, second = cells("A" * 8 + "B" * 8 + "C" * 8), cells("A" * 11 + "B" * 15 + "C" * 8)
    second = cells("A" * 8 + "B" * 8 + "C" * 8 + "A" * 3 + "B" * 7)
    found = withheld(second, {1: first})
    assert PAIRS not in found
    assert {key[2] for key in found if key[1] is What.PILOT} == {"A", "B"}


def test_a_pilot_of_another_name_is_known_by_its_people():
    first, second = cells("A" * 8), cells("Z" * 8 + "Z" * 2)
    assert ("trust", What.PILOT, "Z") in withheld(second, {1: first})


def test_a_total_that_was_a_pilot_before_is_compared_with_it():
    first, second = cells("A" * 12 + "B" * 12), cells("A" * 12 + " " * 0)
    third = {key: cell for key, cell in cells("A" * 12 + "B" * 2).items() if key[1] is What.PAIRS}
    assert withheld(second, {1: first}) == {}
    assert PAIRS in withheld(third, {1: first})


def test_what_rests_on_what_is_withheld_is_withheld_too():
    people = made(pilots=3, in_pilot=20)
    fewer = people.only(np.arange(len(people)) >= 2)
    now, then = cells_of(people, str), cells_of(fewer, str)
    found = withheld(now, {1: then})
    whats = {key[1] for key in found if key[0] == "trust"}
    assert {What.ENDED, What.COMPARED_PAIRS, What.BEGAN, What.FOLLOW_UP, What.SHIFT} <= whats
    assert {key[2] for key in found if key[1] is What.USED} == {"P000", "P001", "P002"}


def drawn_versions(seed):
    """Return versions in which people come, go and answer otherwise, in three pilots."""
    rng = np.random.default_rng(seed)
    n = 60
    pilots, scores = rng.choice(list("ABC"), n), rng.integers(1, 6, n).astype(float)
    there = rng.uniform(size=n) < 0.5
    found = []
    for _version in range(5):
        found.append((there.copy(), pilots, scores.copy()))
        there = there ^ (rng.uniform(size=n) < rng.choice([0.02, 0.06, 0.15]))
        changed = rng.uniform(size=n) < rng.choice([0, 0.03])
        scores[changed] = rng.integers(1, 6, int(changed.sum()))
    return found


def shown_in(versions):
    """Return what is shown of pairs in each version, as the library decides it."""
    earlier = {}
    for number, (there, pilots, scores) in enumerate(versions, 1):
        people = people_of(pilots, scores).only(there)
        now = {key: cell for key, cell in cells_of(people, str).items() if key[1] in (What.PAIRS, What.PILOT)}
        sizes = [len(cell) for key, cell in now.items() if key[1] is What.PILOT]
        if sum(sizes) != len(now.get(PAIRS, {})):
            continue  # a pilot is hidden for its size: that one version alone keeps is tested elsewhere
        hidden = withheld(now, earlier)
        earlier[number] = {key: cell for key, cell in now.items() if key not in hidden}
    return earlier


def learnt(one, other):
    """Return the fewest people whose answers some sum of shown totals of two versions would tell."""
    shown = [*one.values(), *other.values()]
    atoms = sorted({atom for cell in shown for atom in cell.items()})
    table = np.array([[atom in set(cell.items()) for atom in atoms] for cell in shown], dtype=np.int8)
    signs = np.array(list(itertools.product((-1, 0, 1), repeat=len(shown))), dtype=np.int8)
    people = np.array([who for who, _said in atoms])
    of = (people[None, :] == np.unique(people)[:, None]).astype(np.int8)
    counts = ((signs @ table != 0).astype(np.int8) @ of.T > 0).sum(axis=1)
    return counts[counts > 0].min(initial=99)


@pytest.mark.parametrize("seed", range(12))
def test_an_attacker_who_adds_and_subtracts_totals_of_two_versions_learns_of_nobody(seed):
    versions = shown_in(drawn_versions(seed))
    for one, other in itertools.pairwise(versions.values()):
        assert not tells(int(learnt(one, other)))


def test_the_attacker_of_these_tests_finds_people_where_nothing_is_withheld():
    """So that the test above can fail."""
    first, second = cells("A" * 8 + "B" * 8), cells("A" * 8 + "B" * 8 + "A" * 2)
    keep = (What.PAIRS, What.PILOT)
    one, other = ({key: cell for key, cell in all_of.items() if key[1] in keep} for all_of in (first, second))
    assert learnt(one, other) == 2


@pytest.fixture(scope="module")
def found():
    people = made(pilots=3, in_pilot=20)
    asked = replace(asked_of(people), draws=200)
    return people, evaluate(people, asked, rng=np.random.default_rng(5))


def test_what_is_withheld_is_taken_out_with_the_reason_in_its_place(found):
    people, whole = found
    fewer = cells_of(people.only(np.arange(len(people)) >= 2), str)
    hidden = withheld(only_shown(cells_of(people, str), whole), {4: fewer})
    shown = without(whole, hidden)
    trust = next(one for one in shown.outcomes if one.key == "trust")
    changed = next(
        one.changed for level in shown.levels for one in level.outcomes if one.outcome.key == "trust"
    )
    assert (changed.after.paired, changed.after.p, changed.after.way) == (None, None, Way.NEITHER)
    assert "version 4" in str(changed.after.why)
    assert isinstance(changed.reliable, Message)
    assert isinstance(trust.effect, Message)
    assert isinstance(trust.lost, Message)
    assert trust.rests_on is None
    assert {one.grade for one in shown.conclusions if one.outcome} == {Grade.CANNOT_BE_SAID}
    assert shown.conclusions[-1].grade is Grade.CANNOT_BE_SAID
    assert not isinstance(shown.money.compared, PilotsCompared)
    assert all(one.value is None for one in shown.money.changes)
    assert "version 4" in str(shown.messages[-1])


def test_groups_that_are_withheld_are_named_and_the_others_stay(found):
    _people, whole = found
    shown = without(whole, {("trust", What.PILOT, "P001"): 2})
    groups = next(one.by_pilot for one in shown.outcomes if one.key == "trust")
    assert [one.change is None for one in groups.groups] == [False, True, False]
    assert groups.differ is None
    assert "P001: not shown in this version." in str(groups.groups[1].why)


def test_a_follow_up_that_is_withheld_leaves_the_change_after(found):
    _people, whole = found
    shown = without(whole, {("trust", What.FOLLOW_UP, ""): 2, ("trust", What.SHIFT, ""): 2})
    one = next(one for level in shown.levels for one in level.outcomes if one.outcome.key == "trust")
    assert one.changed.after.paired is not None
    assert one.changed.follow_up.paired is None
    assert "Trust: not shown" in str(one.shifted)
    assert shown.conclusions == whole.conclusions


def test_cells_hold_nobody_whose_group_is_too_small_to_be_shown():
    assert cells("A" * 4) == {}
    assert len(differing({"a": "1"}, {"a": "2"})) == 1
