"""Four levels in their order, and groups that give nobody away."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorway.evaluating.hiding import hidden
from mentorway.evaluating.levels import by_group, by_level
from mentorway.evaluating.people import Arm, Level, Measured, Outcome, People, Wave
from mentorway.wording import Message

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "evaluating_changes.json").read_text())
PILOTS = ORACLE["pilots"]
BEFORE, AFTER = np.array(PILOTS["before"]), np.array(PILOTS["after"])
SKILL = Measured(
    Outcome("skill", "Skill", Level.LEARNING, 1, 5, reliability=0.8), {Wave.BEFORE: BEFORE, Wave.AFTER: AFTER}
)


def table(*measured, pilot=None, country=None, arm=None):
    n = len(next(iter(measured[0].waves.values())))
    people = tuple(f"p{one}" for one in range(n))
    return People(
        people, pilot or ("P",) * n, arm or (Arm.PROGRAMME,) * n, country or ("LT",) * n, ("",) * n, measured
    )


def all_of(people):
    return np.ones(len(people), dtype=bool)


def liked(scores, level=Level.REACTION, low=1.0, high=6.0, **more):
    return Measured(Outcome("liked", "Liked it", level, low, high, **more), {Wave.AFTER: np.array(scores)})


def test_levels_stand_in_order_and_say_what_is_missing():
    people = table(SKILL, liked(np.full(60, 4.0)))
    found = by_level(people, all_of(people))
    assert [one.level.value for one in found] == ["reaction", "learning", "behaviour", "results"]
    assert [one.why and str(one.why) for one in found] == [
        None,
        None,
        "Behaviour: nothing was asked.",
        "Results: nothing was asked.",
    ]
    assert found[1].outcomes[0].shifted is None


def test_a_reaction_is_a_mean_and_a_share_as_r_has_them():
    people = table(liked(AFTER))
    once = by_level(people, all_of(people))[0].outcomes[0].once
    assert [once.mean, once.low, once.high] == pytest.approx(list(PILOTS["mean"].values()), abs=1e-10)
    share = ORACLE["share"]
    assert (once.share.successes, once.share.n) == (share["k"], 60)
    assert [once.share.low, once.share.high] == pytest.approx([share["low"], share["high"]], abs=1e-10)


def test_where_less_is_better_the_better_side_is_below_the_middle():
    people = table(liked([1.0] * 8 + [5.0] * 12, high=5.0, higher_is_better=False))
    assert by_level(people, all_of(people))[0].outcomes[0].once.share.successes == 8


@pytest.mark.parametrize(
    ("scores", "why"),
    [
        (
            [5.0] * 22 + [1.0] * 3,
            "All but fewer than 5 of 25 people are at the middle of the scale or better.",
        ),
        ([1.0] * 22 + [5.0] * 3, "Fewer than 5 of 25 people are at the middle of the scale or better."),
        (
            [1.0] * 8 + [5.0] * 3,
            "The share is not shown: on one side of the middle there are fewer than 5 people.",
        ),
        ([5.0] * 4, "Fewer than 5 people answered, so it is not shown."),
    ],
)
def test_a_share_of_a_few_is_not_shown(scores, why):
    people = table(liked(scores))
    once = by_level(people, all_of(people))[0].outcomes[0].once
    assert (once.share, str(once.why)) == (None, why)


def test_a_level_with_too_few_answers_says_so():
    people = table(liked([5.0] * 4))
    assert str(by_level(people, all_of(people))[0].why) == "Reaction: too few people answered."


def test_afterwards_only_and_then_is_a_mean_and_no_change():
    measured = Measured(SKILL.outcome, {Wave.THEN: BEFORE, Wave.AFTER: AFTER})
    found = by_level(table(measured), np.ones(60, dtype=bool))[1].outcomes[0]
    assert found.once.mean == pytest.approx(AFTER.mean())
    assert "nobody was asked before" in str(found.changed.after.why)
    assert isinstance(found.shifted, Message)


def test_groups_need_a_licence():
    people = table(SKILL)
    no = Message("Only the structure is the same.")
    assert by_group(people, people.country, SKILL, licensed=no).why is no
    found = by_group(people, people.country, SKILL, licensed=False)
    assert found.groups == ()
    assert "was not tested" in str(found.why)


def test_pilots_differ_as_welch_has_it_in_r():
    pilot = tuple(f"P{one:02}" for one in PILOTS["pilot"])
    people = table(SKILL, pilot=pilot).only(np.arange(60) < 25)
    found = by_group(people, people.pilot, people.measured[0], licensed=True)
    theirs = PILOTS["welch"]
    ours = [found.differ.statistic, found.differ.df2, found.differ.p]
    assert ours == pytest.approx([theirs[name] for name in ("statistic", "df2", "p")], abs=1e-9)


def test_a_small_country_is_hidden_with_the_next_smallest():
    country = ("FI",) * 3 + ("LV",) * 17 + ("LT",) * 40
    people = table(SKILL, country=country)
    found = by_group(people, country, SKILL, licensed=True)
    assert [(one.label, one.change is None) for one in found.groups] == [
        ("FI", True),
        ("LT", False),
        ("LV", True),
    ]
    assert found.differ is None
    assert "could be reckoned from it" in str(found.groups[2].why)


def test_two_countries_of_which_one_is_small_show_nothing():
    country = ("FI",) * 3 + ("LT",) * 57
    found = by_group(table(SKILL, country=country), country, SKILL, licensed=True)
    assert all(one.change is None for one in found.groups)
    assert "No group is shown" in str(found.why)


def test_groups_are_of_the_programme_only():
    arm = (Arm.PROGRAMME,) * 30 + (Arm.COMPARISON,) * 30
    country = ("LT", "LV") * 30
    found = by_group(table(SKILL, country=country, arm=arm), country, SKILL, licensed=True)
    assert [one.change.n for one in found.groups] == [15, 15]


def test_groups_without_a_wave_say_why():
    people = table(liked(AFTER))
    found = by_group(people, people.country, people.measured[0], licensed=True)
    assert "nobody was asked before" in str(found.why)


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 12), max_size=8), st.integers(0, 6))
def test_what_is_hidden_can_never_be_reckoned(sizes, unknown):
    found = hidden(sizes, unknown=unknown)
    shown = [size for label, size in sizes.items() if label not in found]
    rest = sum(sizes.values()) + unknown - sum(shown)
    parts = sum(sizes[label] > 0 for label in found) + (unknown > 0)
    assert all(size >= 5 for size in shown)
    assert rest == 0 or not shown or (rest >= 5 and parts >= 2)


def test_a_hundred_pilots_of_forty_are_all_found():
    rng = np.random.default_rng(1)
    n = 4000
    waves = {wave: rng.integers(1, 6, n).astype(float) for wave in Wave}
    measured = [
        Measured(Outcome(f"o{one}", f"O{one}", level, 1, 5, reliability=0.8), waves)
        for one, level in enumerate([Level.LEARNING, Level.BEHAVIOUR, Level.RESULTS] * 2)
    ]
    people = table(*measured, pilot=tuple(f"P{one % 100:03}" for one in range(n)))
    found = by_group(people, people.pilot, measured[0], licensed=True)
    assert len(by_level(people, all_of(people))) == len(Level)
    assert len(found.groups) == 100
