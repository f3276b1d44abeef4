from itertools import chain, combinations

import numpy as np
import pytest
from tests.disclosure.histories import RULES, Brute, drawn, only_primary, protected

from mentorway.disclosure.adding import added_up
from mentorway.disclosure.attack import attack
from mentorway.disclosure.choosing import information
from mentorway.disclosure.primary import Reason
from mentorway.disclosure.protect import Method, Setting, protect
from mentorway.disclosure.rules import IN_THE_OPEN, INSIDE, Rules
from mentorway.disclosure.tables import Dimension, History, Measure, Release, Shares, Table
from mentorway.wording import InvalidInputError

ROLE = Dimension("role", ("mentor", "mentee", "guest")).with_total("all")
COUNTRY = Dimension("country", ("FI", "SE", "LT")).with_total("all")
EXAMPLE = added_up(np.array([[2, 9, 20], [6, 4, 31], [17, 22, 40]]), [ROLE, COUNTRY])


def groups(counts, **more):
    return Table("People", (ROLE,), np.array([*counts, sum(counts)]), **more)


def published(table, label="May"):
    return History((Release(label, (table,)),))


def reasons(pattern):
    return {"/".join(cell): because.reason for cell, because in pattern.because.items()}


def test_the_example_of_the_design_notes_needs_two_more_cells():
    pattern = protect(Table("T", (ROLE, COUNTRY), EXAMPLE), rules=INSIDE)
    assert reasons(pattern) == {
        "mentor/FI": Reason.FEW,
        "mentor/SE": Reason.SUBTRACTION,
        "mentee/FI": Reason.SUBTRACTION,
        "mentee/SE": Reason.FEW,
    }
    assert pattern.method is Method.EXACT
    found = attack(published(pattern.table), INSIDE)
    assert [(one.lower, one.upper) for one in found.cells] == [(0, 8), (3, 11), (0, 8), (2, 10)]


# 40 of them; those left out take seconds each, and are left to the benchmark with all others
SEEDS = [seed for seed in range(100, 147) if seed not in {119, 128, 131, 132, 137, 143, 144}]


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_hidden_is_known_to_fewer_than_five_values(seed):
    """By another solver, on the full cross of everything; with primary suppression alone it is not so."""
    releases = drawn(seed, deepest=2)
    history, patterns = protected(releases)
    assert not [one for pattern in patterns for one in pattern.given_away]
    ends = list(Brute(history).all_hidden())
    assert all(high is None or high - low + 1 >= RULES.width for low, high in ends)
    assert attack(history, RULES).safe
    few = sum(reason is Reason.FEW for pattern in patterns for reason in reasons(pattern).values())
    assert len(ends) >= few
    assert [not attack(protected(releases, how=only_primary)[0], RULES).safe] == [bool(ends)]


@pytest.mark.parametrize("seed", [3, 7, 16])
def test_few_who_joined_cannot_be_reckoned_either(seed):
    history, _ = protected(drawn(seed, deepest=1))
    brute = Brute(history)
    labels = [release.label for release in history.releases]
    seen = 0
    for at, release in enumerate(history.releases):
        for table in release.tables:
            before = [
                one
                for one in range(at)
                if table.name in {other.name for other in history.releases[one].tables}
            ]
            for place in range(table.counts.size) if before else ():
                low, high = brute.ends(brute.sum_of(at, table, table.cell(place), before[-1]))
                wide = high is None or high - low + 1 >= RULES.width
                assert wide or high == 0 or low >= RULES.fewest, (labels[at], table.cell(place), low, high)
                seen += 1
    assert seen


def test_few_who_joined_hide_a_cell_and_another():
    before = published(groups([30, 40, 20]))
    pattern = protect(groups([33, 55, 21]), Setting("June", before), INSIDE)
    assert reasons(pattern) == {
        "mentor": Reason.JOINED,
        "guest": Reason.JOINED,
        "mentee": Reason.SUBTRACTION,
    } or (reasons(pattern) == {"mentor": Reason.JOINED, "guest": Reason.JOINED})
    assert attack(Setting("June", before).with_table(pattern.table), INSIDE).safe


def test_if_hardly_anybody_joined_nothing_new_is_shown():
    before = published(groups([30, 40, 20]))
    pattern = protect(groups([31, 41, 20]), Setting("June", before))
    hidden = {cell[0] for cell in pattern.because}
    assert {"mentor", "mentee", "all"} <= hidden
    assert attack(Setting("June", before).with_table(pattern.table)).safe


def test_a_later_table_does_not_give_an_earlier_one_away():
    first = protect(groups([30, 40, 3])).table
    before = published(first)
    role = Dimension("role", ("mentor", "mentee", "guest"))
    again = Table("Again", (role,), np.array([30, 40, 3]))
    pattern = protect(again, Setting("June", before))
    assert {cell[0] for cell in pattern.because} == {"guest"}  # without a total it can be 3 or anything above
    assert attack(Setting("June", before).with_table(pattern.table)).safe


def test_what_others_give_away_is_said():
    unsafe = published(groups([30, 40, 3], shown=np.array([True, True, False, True])))
    pattern = protect(groups([30, 40, 3]), Setting("June", unsafe))
    assert ("guest",) in [one.cell for one in pattern.given_away]
    assert [one.by for one in pattern.given_away if one.release == "May"] == [(("May", "People"),)]


def test_fewer_than_ten_answers_show_nothing():
    pattern = protect(groups([3, 4, 2]))
    assert set(reasons(pattern).values()) == {Reason.QUESTION}
    assert len(pattern.because) == 4
    assert pattern.lost == 1


def test_everybody_in_one_category_is_hidden():
    pattern = protect(groups([0, 40, 0]))
    assert reasons(pattern)["mentee"] is Reason.UNIFORM
    assert attack(published(pattern.table)).safe
    assert not protect(groups([0, 40, 0]), rules=Rules(uniform=False)).because


def test_zeros_are_shown_unless_asked_otherwise():
    assert not protect(groups([30, 40, 0])).because
    assert reasons(protect(groups([30, 40, 0]), rules=Rules(zeros=False)))["guest"] is Reason.FEW
    never = np.array([False, False, True, False])
    assert not protect(groups([30, 40, 0], impossible=never), rules=Rules(zeros=False)).because


def test_percentages_and_means_go_with_their_counts():
    table = groups(
        [31, 40, 3],
        shares=(Shares("role", 1),),
        measures=(Measure("score", np.array([93.0, 160, 12, 265]), 1, 5, 2),),
    )
    pattern = protect(table)
    assert ("guest",) in pattern.because
    assert attack(published(pattern.table)).safe


def test_means_that_stay_published_force_more_to_be_hidden():
    sums = np.array([60.0, 96.0, 6.0, 162.0])
    every = Measure("score", sums, 1, 5, 2, shown=np.ones(4, np.bool_))
    plain = protect(Table("T", (ROLE,), np.array([20, 24, 6, 50])))
    assert {cell[0] for cell in plain.because} == {"guest", "mentor"}
    pattern = protect(Table("T", (ROLE,), np.array([20, 24, 6, 50]), measures=(every,)))
    assert len(pattern.because) > len(plain.because)
    assert attack(published(pattern.table)).safe


@pytest.mark.parametrize("seed", range(8))
def test_no_other_pattern_loses_less(seed):
    """All patterns of a small table are tried."""
    rng = np.random.default_rng(seed)
    groups_of = Dimension("group", tuple("abcde")).with_total("all")
    counts = added_up(rng.integers(0, 25, 5), [groups_of])
    table = Table("T", (groups_of,), counts)
    pattern = protect(table, rules=IN_THE_OPEN)
    assert pattern.method in {Method.EXACT, Method.PRIMARY}
    primary = {at for at in range(6) if counts[at] < 10 and counts[at] > 0}
    rest = sorted(set(range(6)) - primary)
    best = np.inf
    for more in chain.from_iterable(combinations(rest, size) for size in range(len(rest) + 1)):
        shown = np.ones(6, np.bool_)
        shown[[*primary, *more]] = False
        if attack(published(Table("T", (groups_of,), counts, shown))).safe:
            best = min(best, sum(information(int(counts[at])) for at in (*primary, *more)))
    every = sum(information(int(one)) for one in counts)
    assert pattern.lost == pytest.approx(best / every, abs=1e-3)


def test_a_large_table_is_protected_one_by_one_and_says_so():
    rng = np.random.default_rng(3)
    of = [Dimension(name, tuple(f"{name}{one}" for one in range(10))).with_total("all") for name in "AB"]
    pattern = protect(Table("T", tuple(of), added_up(rng.integers(0, 60, (10, 10)), of)))
    assert pattern.method in {Method.GREEDY, Method.UNPRUNED}
    assert attack(published(pattern.table)).safe
    assert 0 < pattern.lost < 0.5


def test_the_same_table_gives_the_same_pattern():
    releases = drawn(9, deepest=2)
    one, other = (protected(releases)[0] for _ in range(2))
    assert [table.published.tolist() for release in one.releases for table in release.tables] == [
        table.published.tolist() for release in other.releases for table in release.tables
    ]


def test_people_who_left_are_noticed():
    with pytest.raises(InvalidInputError, match="contradict each other"):
        protect(groups([20, 40, 30]), Setting("June", published(groups([30, 40, 30]))))
    pattern = protect(groups([20, 40, 30]), Setting("June", published(groups([30, 40, 30])), grows=False))
    assert not pattern.because
