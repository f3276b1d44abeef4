"""Sums of several senders compare as if all answers lay in one place."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from tests.comparing.making import make_codebook, make_facts

from mentorway.answers import store
from mentorway.comparing import Missing, Plan, compare
from mentorway.comparing.choosing import blocks_of
from mentorway.comparing.combining import Sums, compare_packages, pack
from mentorway.comparing.compare import compared
from mentorway.comparing.sources import About
from mentorway.evidence.psychometrics.factors.models import Release
from mentorway.moments import Wanted, reduce_finely
from mentorway.wording import InvalidInputError

SIZES = {"LT": 300, "SE": 320}
SCALES = {"A": 4, "B": 3}


@pytest.fixture(scope="module")
def senders(tmp_path_factory):
    """Two countries that send sums, and the same people stored in one place."""
    folder = tmp_path_factory.mktemp("senders")
    whole, table = make_facts(SIZES, SCALES, folder)
    paths = []
    for country in SIZES:
        own = table.filter(pc.equal(table["country"], country))
        kept = store(own, make_codebook(SCALES), group="country", folder=folder, facts=("sector",))
        paths.append(folder / f"{country}.json")
        assert pack(kept, paths[-1], fewest=1) == 0
    return whole, paths


def numbers(found):
    return [
        (one.verdict.value, fit.indices.chi_square, fit.indices.cfi)
        for scale in found.scales
        for one in scale.licences
        for fit in scale.ladder.fits
    ]


def test_the_whole_is_what_all_answers_together_give(senders):
    whole, paths = senders
    found, expected = compare_packages(paths), compare(whole)
    assert (found.groups, found.several_factors) == (("LT", "SE"), None)
    assert numbers(found) == numbers(expected)
    assert [item.p for item in found.scales[0].answers] == [item.p for item in expected.scales[0].answers]
    assert found.scales[0].scores == expected.scales[0].scores


def test_groups_people_and_scales_are_chosen_as_in_answers(senders):
    whole, paths = senders
    by_sector = compare_packages(paths, Plan(by="sector", scales=("B",)))
    assert by_sector.groups == ("art", "food", "tech")
    assert [scale.name for scale in by_sector.scales] == ["B"]
    assert by_sector.several_factors is None
    plan = Plan(where={"sector": ("art", "food")}, releases={"A": (Release("intercept", "A2"),)})
    found, expected = compare_packages(paths, plan), compare(whole, plan)
    assert numbers(found) == numbers(expected)


def test_other_ways_that_sums_allow_are_done_and_the_rest_says_why(senders):
    _, paths = senders
    found = compare_packages(paths, Plan(sensitivity=True))
    failed = {one.key: str(one.failed) for one in found.scales[0].sensitivity.variants if one.failed}
    assert set(failed) == {"fiml", "ordinal"}
    assert "do not tell who left out what" in failed["fiml"]


def test_the_fingerprint_is_that_of_the_files_in_any_order(senders):
    _, paths = senders
    assert compare_packages(paths).data_hash == compare_packages(paths[::-1]).data_hash
    assert compare_packages(paths).data_hash != compare_packages(paths[:1]).data_hash


def test_people_of_whom_too_few_are_alike_are_withheld_and_counted(tmp_path):
    _, table = make_facts({"LT": 60, "SE": 5}, {"A": 4}, tmp_path)
    kept = store(table, make_codebook({"A": 4}), group="country", folder=tmp_path)
    assert pack(kept, tmp_path / "sums.json", fewest=10) == 5
    assert compare_packages([tmp_path / "sums.json"]).groups == ("LT",)


def test_a_group_withheld_on_one_scale_only_has_nobody_there(tmp_path):
    _, table = make_facts({"LT": 60, "SE": 30}, SCALES, tmp_path)
    values = [None if row >= 65 else one for row, one in enumerate(table["B1"].to_pylist())]
    table = table.set_column(table.column_names.index("B1"), "B1", pa.array(values))
    kept = store(table, make_codebook(SCALES), group="country", folder=tmp_path)
    pack(kept, tmp_path / "sums.json", fewest=10)
    found = compare_packages([tmp_path / "sums.json"])
    assert found.groups == ("LT", "SE")
    assert [group.complete for group in found.scales[1].groups] == [60, 0]


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan(by="age"), "The sums hold no “age”"),
        (Plan(cluster="age"), "The sums hold no “age”"),
        (Plan(weight=True), "neither weights nor"),
        (Plan(ordinal=True), "neither weights nor"),
        (Plan(missing=Missing.FIML), "do not tell who left out what"),
        (Plan(scales=("C",)), "no scale “C”"),
        (Plan(groups=("XX",)), "no group “XX”"),
        (Plan(matters=-1), "cannot be below 0"),
    ],
)
def test_what_sums_do_not_hold_is_refused_in_words(senders, plan, said):
    with pytest.raises(InvalidInputError, match=said):
        compare_packages(senders[1], plan)


def test_other_scales_or_no_package_are_refused(senders, tmp_path):
    _, paths = senders
    _, table = make_facts(SIZES, {"A": 5}, tmp_path)
    kept = store(table, make_codebook({"A": 5}), group="country", folder=tmp_path, facts=("sector",))
    pack(kept, tmp_path / "other.json", fewest=1)
    with pytest.raises(InvalidInputError):
        compare_packages([*paths, tmp_path / "other.json"])
    (tmp_path / "text.json").write_text("{}", "utf-8")
    with pytest.raises(InvalidInputError):
        compare_packages([tmp_path / "text.json"])


def test_sums_that_tell_organisations_and_holes_apart_allow_both_ways(tmp_path):
    snapshot, _ = make_facts(SIZES, {"A": 4}, tmp_path)
    wanted = Wanted(by=("country", "school"), patterns=True)
    sums = Sums(
        reduce_finely(snapshot.path, blocks_of({"A": snapshot.codebook.items}, several=False), wanted)
    )
    scales = {"A": snapshot.codebook.items}
    both = Plan(cluster="school", missing=Missing.FIML)
    for plan in (Plan(cluster="school"), Plan(missing=Missing.FIML), both):
        found = compared(About("", "", ""), scales, plan, sums, lambda _share, _step: None)
        expected = compare(snapshot, plan)
        mine, other = found.scales[0].ladder.fits, expected.scales[0].ladder.fits
        assert [one.indices.cfi for one in mine] == pytest.approx([one.indices.cfi for one in other])
