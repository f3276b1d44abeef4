import numpy as np
import pytest
from tests.disclosure.histories import Brute, drawn, protected

from mentorway.disclosure.adding import added_up
from mentorway.disclosure.attack import Verdict, attack
from mentorway.disclosure.rules import INSIDE
from mentorway.disclosure.tables import Dimension, History, Measure, Release, Shares, Table
from mentorway.wording import InvalidInputError

ROLE = Dimension("role", ("mentor", "mentee", "guest")).with_total("all")
COUNTRY = Dimension("country", ("FI", "SE", "LT")).with_total("all")


def groups(counts, hidden=(), of=ROLE, **more):
    full = np.array([*counts, sum(counts)])
    shown = np.array([one not in hidden for one in of.categories])
    return Table(more.pop("name", "People"), (of,), full, shown, **more)


def ends(found):
    return [(one.lower, one.upper) for one in found.cells]


def test_the_example_of_the_design_notes():
    """Rows of 11 and 10, columns of 8 and 13 are left of the four hidden cells."""
    leaves = np.array([[2, 9, 20], [6, 4, 31], [17, 22, 40]])
    counts = added_up(leaves, [ROLE, COUNTRY])
    shown = np.ones((4, 4), np.bool_)
    shown[:2, :2] = False
    found = attack(History((Release("May", (Table("T", (ROLE, COUNTRY), counts, shown),)),)), INSIDE)
    assert ends(found) == [(0, 8), (3, 11), (0, 8), (2, 10)]
    assert [one.width for one in found.cells] == [9, 9, 9, 9]
    assert found.safe


def test_one_hidden_cell_is_found_by_subtraction_and_the_table_is_named():
    found = attack(History((Release("May", (groups([30, 40, 3], ["guest"]),)),)))
    (only,) = found.breaches
    assert (only.cell, only.lower, only.upper, only.verdict) == (("guest",), 3, 3, Verdict.KNOWN)
    assert only.by == (("May", "People"),)


def test_a_margin_in_another_table_gives_a_cell_away_and_both_are_named():
    counts = added_up(np.array([[12, 3, 11], [14, 20, 30], [15, 25, 35]]), [ROLE, COUNTRY])
    shown = np.ones((4, 4), np.bool_)
    shown[0, 1] = shown[0, 3] = shown[3, 1] = shown[3, 3] = False
    cross = Table("Cross", (ROLE, COUNTRY), counts, shown)
    assert attack(History((Release("May", (cross,)),))).safe
    roles = Table("Roles", (ROLE,), counts[:, 3])
    (*_, last) = attack(History((Release("May", (cross,)), Release("June", (roles,))))).cells
    found = attack(History((Release("May", (roles, cross)),))).breaches
    assert {(one.cell, one.lower, one.upper) for one in found} >= {(("mentor", "SE"), 3, 3)}
    small = next(one for one in found if one.cell == ("mentor", "SE"))
    assert small.by == (("May", "Roles"), ("May", "Cross"))
    assert last.upper is not None


def test_an_earlier_release_bounds_what_is_hidden_now():
    first = Release("May", (groups([30, 40, 12]),))
    second = Release("June", (groups([41, 51, 13], ["mentee", "guest"]),))
    found = attack(History((first, second)))
    assert ends(found) == [(40, 52), (12, 24)]
    assert found.safe


def test_a_difference_between_releases_tells_of_few_people():
    history = History((Release("May", (groups([30, 40, 12]),)), Release("June", (groups([30, 40, 15]),))))
    found = attack(history).growths
    assert [(one.cell, one.since, one.lower, one.upper) for one in found] == [
        (("guest",), "May", 3, 3),
        (("all",), "May", 3, 3),
    ]
    assert "since May only few people joined, 3" in str(found[0].said)


def test_releases_are_not_linked_where_people_leave():
    second = (groups([20, 40, 12], ["mentee", "guest"]),)
    grown = Release("May", (groups([30, 40, 12]),))
    with pytest.raises(InvalidInputError, match="contradict each other"):
        attack(History((grown, Release("June", second))))
    found = attack(History((grown, Release("June", second, grows=False))))
    assert ends(found) == [(0, 52), (0, 52)]


def test_other_people_are_not_linked():
    one = groups([30, 40, 3], ["guest", "mentee"])
    other = groups([30, 40, 3], name="Answers", people="answers")
    history = History((Release("May", (one, other)),))
    assert ends(attack(history)) == [(0, 43), (0, 43), (3, 3)]
    assert [one.verdict for one in attack(history).breaches] == [Verdict.SMALL]


def test_a_sum_of_categories_gives_its_part_away():
    nordic = Dimension("country", ("FI", "SE", "LT"), {"Nordic": ("FI", "SE")}).with_total("all")
    counts = added_up(np.array([40, 3, 50]), [nordic])
    hidden = np.array([True, False, False, True, True])
    found = attack(History((Release("May", (Table("T", (nordic,), counts, hidden),)),)))
    assert ends(found) == [(3, 3), (50, 50)]


def test_a_category_of_one_table_may_be_a_sum_in_another():
    fine = Dimension("country", ("FI", "SE", "LT"), {"Nordic": ("FI", "SE")})
    coarse = Dimension("country", ("Nordic", "LT"))
    first = Table("Fine", (fine,), np.array([40, 3, 50, 43]), np.array([True, False, True, False]))
    second = Table("Coarse", (coarse,), np.array([43, 50]))
    found = attack(History((Release("May", (first, second)),)))
    assert ends(found) == [(3, 3), (43, 43)]


def test_a_category_that_a_table_does_not_have_had_nobody_then():
    first = Release("May", (Table("T", (Dimension("country", ("FI", "SE")),), np.array([30, 40])),))
    later = Table("T", (COUNTRY,), np.array([42, 55, 4, 101]), np.array([True, True, False, True]))
    assert ends(attack(History((first, Release("June", (later,)))))) == [(4, 4)]


def test_a_percentage_gives_its_hidden_base_away():
    counts = np.array([20, 30, 0, 50])
    shown = np.array([True, False, True, False])
    some = np.array([True, False, False, False])
    assert ends(attack(_with(Table("T", (ROLE,), counts, shown)))) == [(0, None), (20, None)]
    found = attack(_with(Table("T", (ROLE,), counts, shown, shares=(Shares("role", 0, some),))))
    assert ends(found) == [(30, 30), (50, 50)]  # 40 % are 39.5 to 40.5: 20 of 49.4 to 50.6


def test_means_give_hidden_counts_away():
    """Mean times count is a sum: those of the groups add up to that of all."""
    counts, sums = np.array([20, 24, 6, 50]), np.array([60.0, 96.0, 6.0, 162.0])
    shown = np.array([True, False, False, True])
    alone = attack(_with(Table("T", (ROLE,), counts, shown)))
    assert ends(alone) == [(0, 30), (0, 30)]
    every = Measure("score", sums, 1, 5, 2, shown=np.ones(4, np.bool_))
    found = attack(_with(Table("T", (ROLE,), counts, shown, measures=(every,))))
    assert ends(found) == [(24, 24), (6, 6)]


def test_a_total_that_is_published_as_a_sum_bounds_counts():
    counts, sums = np.array([20, 24, 6, 50]), np.array([60.0, 96.0, 30.0, 186.0])
    shown = np.array([True, False, False, True])
    tied = Measure("score", sums, 1, 5, 0, mean=False, shown=np.array([False, False, True, False]))
    found = attack(_with(Table("T", (ROLE,), counts, shown, measures=(tied,))))
    assert ends(found) == [(0, 24), (6, 30)]  # 29.5 to 30.5 points in all, 1 to 5 each


def test_rounded_counts_are_known_to_their_rounding():
    found = attack(_with(groups([30, 40, 3], ["guest"], rounded=5)))
    assert ends(found) == [(0, 11)]  # at most 77 in all, at least 28 and 38 of the others


def test_a_structural_zero_is_known_to_everybody():
    never = np.array([False, False, True, False])
    table = Table("T", (ROLE,), np.array([30, 40, 0, 70]), np.array([False, False, False, True]), never)
    assert ends(attack(_with(table))) == [(0, 70), (0, 70)]


def test_whole_people_make_bounds_sharper_than_the_linear_programme():
    """Three ways with each two of them published: the linear programme cuts people in half."""
    of = [Dimension(name, ("0", "1", "2")) for name in "ABC"]
    for seed in range(6):
        rng = np.random.default_rng(seed)
        people = rng.multinomial(14, rng.dirichlet(np.full(27, 0.5))).reshape(3, 3, 3)
        pairs = [
            Table(f"{axis}", tuple(one for at, one in enumerate(of) if at != axis), people.sum(axis=axis))
            for axis in range(3)
        ]
        hidden = Table("ABC", tuple(of), people, np.zeros((3, 3, 3), np.bool_))
        history = History((Release("May", (*pairs, hidden)),))
        found = [one for one in attack(history, INSIDE).cells if one.table == "ABC"]
        brute = Brute(history)
        assert [(one.lower, one.upper) for one in found] == list(brute.all_hidden())
        assert all(one.exact for one in found)


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_bounds_equal_those_of_another_solver(seed):
    history, _ = protected(drawn(seed, deepest=2))
    found = attack(history, INSIDE).cells
    assert [(one.lower, one.upper) for one in found] == list(Brute(history).all_hidden())


def test_the_same_history_gives_the_same_result():
    history, _ = protected(drawn(0, deepest=2))
    assert attack(history) == attack(history)


def test_too_many_dimensions_together_are_refused():
    wide = [Dimension(f"d{at}", tuple(map(str, range(30)))) for at in range(4)]
    rng = np.random.default_rng(1)
    people = rng.integers(0, 3, (30, 30, 30, 30))
    pairs = [
        Table(f"{one}{two}", (wide[one], wide[two]), people.sum(axis=tuple({0, 1, 2, 3} - {one, two})))
        for one in range(4)
        for two in range(one + 1, 4)
    ]
    with pytest.raises(InvalidInputError, match=r"come to 810000 unknown numbers"):
        attack(History((Release("May", tuple(pairs)),)))


def _with(table):
    return History((Release("May", (table,)),))
