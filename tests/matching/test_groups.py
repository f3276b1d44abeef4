import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorway.matching.groups import Mentees, Quota, Shape, grouped
from mentorway.matching.problem import ImpossibleError
from mentorway.wording import InvalidInputError


def best_by_hand(scores, shape, mentees, *, fair):
    """Every way of giving each mentee a mentor or none, the best of those that keep to the shape."""
    count, mentors = scores.shape
    best = (0, 0, 0)
    for way in itertools.product(range(-1, mentors), repeat=count):
        pairs = [(who, mentor) for who, mentor in enumerate(way) if mentor >= 0]
        groups = [[who for who, mentor in pairs if mentor == one] for one in range(mentors)]
        if all(scores[pair] >= 0 for pair in pairs) and all(
            keeps(group, shape, mentees) for group in groups if group
        ):
            total = sum(int(scores[pair]) for pair in pairs)
            lowest = min((int(scores[pair]) for pair in pairs), default=0)
            best = max(best, (len(pairs), lowest if fair else 0, total))
    return best


def keeps(group, shape, mentees):
    return (
        shape.smallest <= len(group) <= shape.largest
        and most_alike(group, mentees.organisations) <= (shape.per_organisation or 99)
        and most_alike(group, mentees.countries) <= (shape.per_country or 99)
        and len({mentees.countries[who] for who in group} - {None}) >= shape.countries
        and all(len(quota.members & set(group)) >= quota.least for quota in shape.quotas)
    )


def most_alike(group, labels):
    found = [labels[who] for who in group if labels[who] is not None]
    return max((found.count(label) for label in found), default=0)


def drawn(seed, count, mentors):
    rng = np.random.default_rng(seed)
    scores = np.where(rng.random((count, mentors)) < 0.15, -1, rng.integers(0, 1001, (count, mentors)))
    labels = [None, "A", "B", "C"]
    mentees = Mentees(
        tuple(labels[place] for place in rng.integers(0, 4, count)),
        tuple(labels[place] for place in rng.integers(0, 4, count)),
    )
    shape = Shape(
        int(rng.integers(1, 3)),
        int(rng.integers(2, 4)),
        per_organisation=int(rng.integers(1, 3)),
        per_country=[None, 1, 2][rng.integers(3)],
        countries=int(rng.integers(0, 3)),
        quotas=(Quota("new", frozenset(range(0, count, 2)), int(rng.integers(0, 2))),),
    )
    return scores, shape, mentees


@given(st.integers(0, 100_000), st.booleans())
@settings(max_examples=40, deadline=None)
def test_groups_are_the_best_of_all_that_keep_to_the_shape(seed, fair):
    scores, shape, mentees = drawn(seed, 6, 2)
    found = grouped(scores, shape, mentees, fair=fair)
    assert found.proven
    assert all(keeps(group.mentees, shape, mentees) for group in found.groups)
    pairs = [(who, group.mentor) for group in found.groups for who in group.mentees]
    assert found.total == sum(int(scores[pair]) for pair in pairs)
    assert all(scores[pair] >= 0 for pair in pairs)
    assert sorted([*(who for who, _ in pairs), *found.unplaced]) == list(range(6))
    lowest = (found.lowest or 0) if fair else 0
    assert (found.placed, lowest, found.total) == best_by_hand(scores, shape, mentees, fair=fair)


def sixty(seed=4):
    rng = np.random.default_rng(seed)
    mentees = Mentees(
        tuple(f"firm {place}" for place in rng.integers(0, 20, 60)),
        tuple(f"country {place}" for place in rng.integers(0, 5, 60)),
    )
    return (
        rng.integers(0, 1001, (60, 12)),
        Shape(4, 6, per_organisation=2, per_country=3, countries=3),
        mentees,
    )


def test_sixty_people_are_mixed_and_it_is_told_how_good_that_is():
    scores, shape, mentees = sixty()
    found = grouped(scores, shape, mentees, effort=5)
    assert found.placed == 60
    assert all(keeps(group.mentees, shape, mentees) for group in found.groups)
    assert found.total <= found.total_bound
    assert found.total >= 0.98 * found.total_bound


@pytest.mark.parametrize("effort", [1e-4, 0.01, 0.05])
@pytest.mark.parametrize("fair", [False, True])
def test_the_same_people_get_the_same_groups_even_when_the_search_is_ended_early(effort, fair):
    scores, shape, mentees = sixty()
    first, second = (grouped(scores, shape, mentees, effort=effort, fair=fair) for _ in range(2))
    assert first == second
    assert not first.proven
    assert "The search was ended" in str(first.said)
    assert all(keeps(group.mentees, shape, mentees) for group in first.groups)
    assert first.placed <= first.placed_bound <= 60
    assert first.total <= first.total_bound


def test_a_proof_is_said_to_be_one():
    assert str(grouped([[5], [6]], Shape(2, 2)).said) == "It is proven that no other groups are better."


@pytest.mark.parametrize("scores", [np.zeros((0, 3)), np.zeros((3, 0)), np.full((3, 2), -1), np.ones((2, 2))])
def test_where_no_group_can_be_nobody_is_placed(scores):
    found = grouped(scores, Shape(3, 4), fair=True)
    assert found.groups == ()
    assert found.unplaced == tuple(range(scores.shape[0]))
    assert (found.total, found.lowest, found.proven) == (0, None, True)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Shape(0, 3), "0 to 3"),
        (lambda: Shape(4, 3), "4 to 3"),
        (lambda: Shape(1, 3, per_organisation=0), "at least 1; it was given as 0"),
        (lambda: Shape(1, 3, countries=4), "cannot have 4 countries"),
        (lambda: Shape(1, 3, quotas=(Quota("Women", frozenset({1}), 4),)), "“Women” asks for 4"),
        (lambda: grouped([1, 2], Shape(1, 2)), "table"),
        (lambda: grouped([[1001]], Shape(1, 2)), "from -1 to 1000"),
        (lambda: grouped(np.zeros((400, 300)), Shape(1, 2)), "120000"),
        (lambda: grouped([[1]], Shape(1, 2, per_organisation=1)), "each of the 1 mentees"),
        (
            lambda: grouped([[1]], Shape(1, 2, countries=2), Mentees(countries=("A", "B"))),
            "each of the 1 mentees",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(make, words):
    with pytest.raises(InvalidInputError, match=words):
        make()


def test_a_group_is_no_larger_than_the_seats_of_its_mentor():
    found = grouped([[900, 100]] * 5, Shape(2, 4, seats=(2, 3)))
    assert [(group.mentor, len(group.mentees)) for group in found.groups] == [(0, 2), (1, 3)]
    with pytest.raises(InvalidInputError, match="must have 2 numbers; it has 1"):
        grouped([[900, 100]] * 5, Shape(2, 4, seats=(2,)))


def test_pairs_to_keep_are_kept_or_it_is_said_that_they_cannot_be():
    scores = [[900, 100], [900, 100], [100, 900], [100, 900]]
    found = grouped(scores, Shape(2, 2), Mentees(locks=((0, 1),)))
    assert (0 in found.groups[1].mentees, found.placed, found.proven) == (True, 4, True)
    for locks in (((0, 0), (1, 0), (2, 0)), ((0, 0), (0, 1))):
        with pytest.raises(ImpossibleError, match="cannot all be in groups"):
            grouped(scores, Shape(2, 2), Mentees(locks=locks))
    with pytest.raises(ImpossibleError, match="forbidden by a rule"):
        grouped([[-1], [500]], Shape(1, 2), Mentees(locks=((0, 0),)))


def test_a_search_that_ends_at_once_does_not_leave_pairs_to_keep_apart():
    with pytest.raises(InvalidInputError, match="search was ended before"):
        grouped([[500] * 6] * 30, Shape(3, 5), Mentees(locks=((0, 0),)), effort=0.0)
