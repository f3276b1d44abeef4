"""Two packages of one node must not tell, by subtraction, what few people answered."""

import numpy as np
import pytest
from tests.comparing.making import make_codebook, make_table

from mentorway.answers import store
from mentorway.comparing.choosing import blocks_of
from mentorway.federation import RefusedError, too_close, without
from mentorway.moments import Wanted, package_of, reduce_finely


def people(count, *, seed=1, sectors=("art", "food")):
    table = make_table({"LT": count}, make_codebook({"A": 3}), seed=seed)
    return table.append_column("sector", [[sectors[n % len(sectors)] for n in range(count)]])


def package(table, folder, *, by=("country",), fewest=10, scales=None):
    codebook = make_codebook(scales or {"A": 3})
    kept = store(table, codebook, group="country", folder=folder, facts=("sector",))
    cubes = reduce_finely(kept.path, blocks_of(codebook.scales(), several=False), Wanted(by=by))
    return package_of(cubes, fewest=fewest)


@pytest.fixture(scope="module")
def everybody():
    return people(80)


@pytest.mark.parametrize("more", [1, 5, 9])
def test_a_few_more_people_are_held_and_the_sentence_counts_them(everybody, tmp_path, more):
    before, now = (package(everybody.slice(0, n), tmp_path) for n in (40, 40 + more))
    (found,) = too_close(now, [("1", before)])
    assert (found.changed, found.earlier) == (more, "1")
    assert f"at least {more} " in str(found.message)


def test_nobody_more_or_enough_more_are_not(everybody, tmp_path):
    before = package(everybody.slice(0, 40), tmp_path)
    assert too_close(package(everybody.slice(0, 40), tmp_path), [("1", before)]) == ()
    assert too_close(package(everybody.slice(0, 50), tmp_path), [("1", before)]) == ()


def test_somebody_who_is_taken_out_is_seen_too(everybody, tmp_path):
    before, now = package(everybody.slice(0, 40), tmp_path), package(everybody.slice(1, 39), tmp_path)
    assert [one.changed for one in too_close(now, [("1", before)])] == [1]


def test_as_many_who_come_as_go_are_seen_though_the_size_is_the_same(everybody, tmp_path):
    before, now = package(everybody.slice(0, 40), tmp_path), package(everybody.slice(2, 40), tmp_path)
    assert before.cubes[0].people == now.cubes[0].people
    assert 0 < too_close(now, [("1", before)])[0].changed <= 4


def test_every_earlier_package_counts_not_only_the_last(everybody, tmp_path):
    first, second = package(everybody.slice(0, 40), tmp_path), package(everybody.slice(0, 60), tmp_path)
    third = package(everybody.slice(0, 43), tmp_path)
    assert [one.earlier for one in too_close(third, [("1", first), ("2", second)])] == ["1"]


def test_packages_that_are_called_alike_are_both_compared(everybody, tmp_path):
    """Calls of two coordinators, or of two years, may have one title."""
    first = package(everybody.slice(0, 40), tmp_path)
    far = package(everybody.slice(0, 80), tmp_path)
    now = package(everybody.slice(0, 42), tmp_path)
    assert len(too_close(now, [("Trust · 1", first), ("Trust · 1", far)])) == 1


def test_what_was_withheld_is_not_given_away_by_a_coarser_package(tmp_path):
    table = people(
        44, sectors=("art", "food", "art", "food", "art", "food", "art", "food", "art", "food", "rare")
    )
    fine = package(table, tmp_path, by=("country", "sector"))
    coarse = package(table, tmp_path)
    assert fine.withheld == (4,)
    (found,) = too_close(coarse, [("1", fine)])
    assert (found.facts, found.changed) == (("country",), 4)
    assert [one.changed for one in too_close(fine, [("1", coarse)])] == [4]


def test_packages_by_different_facts_are_compared_by_what_they_share(everybody, tmp_path):
    by_country = package(everybody.slice(0, 40), tmp_path)
    by_sector = package(everybody.slice(0, 43), tmp_path, by=("sector",))
    assert [(one.facts, one.values) for one in too_close(by_sector, [("1", by_country)])] == [((), ())]


def test_the_cells_that_are_too_close_can_be_left_out(everybody, tmp_path):
    before = package(everybody.slice(0, 40), tmp_path, by=("country", "sector"))
    now = package(everybody.slice(0, 62), tmp_path, by=("country", "sector"))
    more = package(everybody.slice(0, 43), tmp_path, by=("country", "sector"))
    assert too_close(now, [("1", before)]) == ()
    smaller = without(more, [("1", before)])
    assert (smaller.cubes[0].people, smaller.withheld) == (0, (43,))
    assert too_close(smaller, [("1", before)]) == ()


def test_only_the_cell_that_is_too_close_goes(tmp_path):
    table = people(80)
    before = package(table.slice(0, 40), tmp_path, by=("country", "sector"))
    art = list(range(0, 80, 2))
    food = list(range(1, 40, 2))
    now = package(table.take(art + food + [41]), tmp_path, by=("country", "sector"))
    smaller = without(now, [("1", before)])
    assert [cell.values for cell in smaller.cubes[0].cells] == [("LT", "art")]
    assert smaller.withheld == (21,)


def test_another_scale_with_the_same_item_is_refused(everybody, tmp_path):
    before = package(everybody, tmp_path)
    other = package(everybody, tmp_path, scales={"A": 2})
    with pytest.raises(RefusedError, match="shares items with scale A of package 1"):
        too_close(other, [("1", before)])


def test_who_finishes_the_questionnaire_later_is_seen_in_both_cells(everybody, tmp_path):
    def holes(places):
        column = [None if n in places else value for n, value in enumerate(everybody["A1"].to_pylist())]
        place = everybody.column_names.index("A1")
        return everybody.set_column(place, "A1", [column])

    before, now = package(holes(range(30)), tmp_path), package(holes(range(29)), tmp_path)
    assert sorted(one.complete for one in too_close(now, [("1", before)])) == [False, True]


def test_the_count_is_never_more_than_the_truth(tmp_path):
    """What sums prove is a lower bound: with random people coming and going, never above who really did."""
    rng = np.random.default_rng(4)
    table = people(80)
    for _trial in range(25):
        one, other = (rng.choice(80, size=rng.integers(20, 70), replace=False) for _ in range(2))
        changed = len(set(one.tolist()) ^ set(other.tolist()))
        found = too_close(
            package(table.take(other), tmp_path, fewest=10), [("1", package(table.take(one), tmp_path))]
        )
        assert all(each.changed <= changed for each in found)
