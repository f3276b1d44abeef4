"""Groups of three: sizes, mixing, nobody twice, and who is what in each round."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.web.pilots.learning_making import make_learning, make_triad
from tests.web.pilots.making import enrol

from mentorway.web.pilots.analysis.grouping import groups_of, rounds_of, sizes_of
from mentorway.web.pilots.models import Standing, Triad


@given(st.integers(2, 400))
def test_groups_have_three_people_and_two_or_four_only_where_it_does_not_come_out_even(count):
    sizes = Counter(sizes_of(count))
    assert sum(size * times for size, times in sizes.items()) == count
    assert set(sizes) <= {2, 3, 4}
    assert sizes[2] + sizes[4] <= 2
    assert (sizes[2] == sizes[4] == 0) == (count % 3 == 0)


def test_only_two_and_five_people_need_a_group_without_an_observer():
    assert [count for count in range(2, 100) if 2 in sizes_of(count)] == [2, 5]


@pytest.mark.parametrize("count", [0, 1])
def test_nobody_and_one_alone_make_no_group(count):
    assert groups_of(dict.fromkeys(range(count), ""), seed=1) == ()


@settings(deadline=None)
@given(st.integers(2, 40), st.integers(0, 999_999))
def test_everybody_is_in_exactly_one_group(count, seed):
    groups = groups_of(dict.fromkeys(range(count), "One firm"), seed=seed)
    assert sorted(who for group in groups for who in group) == list(range(count))


def test_the_same_number_makes_the_same_groups_and_another_one_others():
    homes = {pk: f"Firm {pk % 5}" for pk in range(30)}
    assert groups_of(homes, seed=4) == groups_of(homes, seed=4)
    assert len({groups_of(homes, seed=seed) for seed in range(5)}) > 1


def test_colleagues_are_kept_apart_where_that_is_possible():
    homes = {pk: f"Firm {pk % 8}" for pk in range(24)}
    for seed in range(5):
        groups = groups_of(homes, seed=seed)
        assert all(len({homes[who] for who in group}) == len(group) for group in groups)


def test_people_without_an_organisation_are_no_colleagues():
    homes = {1: "", 2: "", 3: "", 4: "A", 5: "A", 6: ""}
    groups = groups_of(homes, seed=2)
    assert all({4, 5} - set(group) for group in groups)


def test_nobody_meets_the_same_people_again_for_four_rounds_of_twelve():
    homes, before, met = dict.fromkeys(range(12), ""), [], Counter()
    for number in range(4):
        groups = groups_of(homes, before, seed=number)
        before += [frozenset(group) for group in groups]
        met.update(frozenset(pair) for group in groups for pair in combinations(group, 2))
    assert max(met.values()) <= 2
    assert sum(times > 1 for times in met.values()) <= 3
    assert len(set(before)) == len(before)


def test_a_large_cohort_is_grouped_within_seconds():
    homes = {pk: f"Firm {pk % 40}" for pk in range(1000)}
    before = [frozenset(group) for group in groups_of(homes, seed=1)]
    groups = groups_of(homes, before, seed=2)
    assert not set(before) & {frozenset(group) for group in groups}


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "observers"), [(2, 0), (3, 1), (4, 2)])
def test_everybody_is_the_mentor_once(count, observers):
    cohort = make_learning()
    triad = make_triad(cohort, *(enrol(cohort, f"Person {number}") for number in range(count)))
    rounds = rounds_of(triad)
    assert len({one.mentor for one in rounds}) == len(rounds) == count
    for one in rounds:
        assert len(one.observers) == observers
        assert one.mentor not in one.writers
        assert one.writers
        assert {one.mentor, one.mentee, *one.observers} == {place.participant for place in triad.places.all()}


@pytest.mark.django_db
def test_who_has_withdrawn_is_in_no_round():
    cohort = make_learning()
    triad = make_triad(cohort)
    gone = triad.places.get(place=1).participant
    gone.standing = Standing.WITHDRAWN
    gone.save()
    rounds = rounds_of(Triad.objects.get(pk=triad.pk))
    assert [(one.mentor.name, one.mentee.name) for one in rounds] == [
        ("Aino Ek", "Céline Ozols"),
        ("Céline Ozols", "Aino Ek"),
    ]
