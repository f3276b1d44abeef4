from dataclasses import replace

import pytest
from tests.comparing.making import example, make_snapshot

from mentorway.comparing import Plan, compare
from mentorway.comparing.changes import ChangeKind, changes
from mentorway.comparing.records import from_json, to_json

LARGE = {"SE": 400, "LT": 420}


@pytest.fixture(scope="module")
def alike(tmp_path_factory):
    return compare(make_snapshot(LARGE, {"A": 6, "B": 4}, tmp_path_factory.mktemp("alike")))


def said(found, kind):
    return [str(one.message) for one in found if one.kind is kind]


def test_nothing_is_said_of_what_is_equal(alike):
    assert changes(alike, alike) == ()
    assert changes(example(), from_json(to_json(example()))) == ()


def test_a_lost_licence_comes_first_and_the_people_later(alike, tmp_path):
    sizes = {"SE": 400, "LT": 500}
    moved = compare(make_snapshot(sizes, {"A": 6, "B": 4}, tmp_path, shift={("LT", "A2"): 0.6}))
    found = changes(alike, moved)
    assert str(found[0].message) == ("On A, associations, but not means, of LT and SE may now be compared.")
    assert (found[0].kind, found[0].scale) == (ChangeKind.VERDICT, "A")
    assert said(found, ChangeKind.PEOPLE) == ["Group LT now has 500 people; it had 420."]
    kinds = [one.kind for one in found]
    assert kinds == sorted(kinds, key=list(ChangeKind).index)


def test_worse_verdicts_stand_before_better_ones(alike, tmp_path):
    one = compare(make_snapshot(LARGE, {"A": 6, "B": 4}, tmp_path, shift={("LT", "A2"): 0.6}))
    other = compare(make_snapshot(LARGE, {"A": 6, "B": 4}, tmp_path, shift={("LT", "B2"): 0.7}))
    scales = [one.scale for one in changes(one, other) if one.kind is ChangeKind.VERDICT and one.scale]
    assert scales == ["B", "A"]


def test_a_difference_outside_its_former_interval_says_so(alike, tmp_path):
    shift = {("LT", f"A{number}"): (-1 if number % 3 == 0 else 1) * 0.5 for number in range(1, 7)}
    shift = {key: abs(by) for key, by in shift.items()}
    moved = compare(make_snapshot(LARGE, {"A": 6, "B": 4}, tmp_path, shift=shift))
    found = changes(alike, moved)
    (line,) = [one for one in found if one.kind is ChangeKind.DIFFERENCE and one.scale == "A"]
    assert "lies outside the interval it had" in str(line.message)
    assert "SE less LT" in str(line.message)


def test_a_difference_within_its_interval_and_one_below_rounding(alike):
    scale = alike.scales[0]
    (one,) = scale.mean_differences

    def with_difference(by):
        moved = replace(scale, mean_differences=(replace(one, standardised=one.standardised + by),))
        return replace(alike, scales=(moved, alike.scales[1]))

    (line,) = changes(alike, with_difference(0.01))
    assert line.kind is ChangeKind.MOVED
    assert "lies within the interval it had" in str(line.message)
    assert changes(alike, with_difference(0.001)) == ()


def test_what_is_gone_and_come_is_named(alike, tmp_path):
    other = compare(make_snapshot({"SE": 400, "FI": 420}, {"A": 5, "C": 4}, tmp_path))
    found = changes(alike, other)
    assert said(found, ChangeKind.GONE) == [
        "The scale B is not there any more.",
        "The group LT is not there any more.",
        "The item A6 of A is not there any more.",
    ]
    assert said(found, ChangeKind.COME) == ["The scale C is new.", "The group FI is new."]


def test_another_plan_and_other_software_are_said_last(alike):
    newer = replace(alike, versions={**alike.versions, "numpy": "99.0"}, plan=Plan(groups=("LT", "SE")))
    found = changes(alike, newer)
    assert [one.kind for one in found] == [ChangeKind.PLAN, ChangeKind.VERSION]
    assert str(found[-1].message).startswith("It was made with numpy 99.0; before it was ")
