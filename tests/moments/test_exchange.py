"""Packages put together are one reduction of all answers; what no people can have given is refused."""

import itertools
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorway.moments import Block, Wanted, exchange, patterns_by, reduce_answers, reduce_finely
from mentorway.moments.exchange import Package, combined, package_of, read_package, write_package
from mentorway.wording import InvalidInputError

CALM = Block("calm", ("a", "b", "c"), reverse=(False, True, False), low=1, high=5)
PAIR = Block("pair", ("d", "e"), reverse=(False, False), low=1, high=5)
BLOCKS = (CALM, PAIR)


def drawn(people: int, seed: int = 1) -> dict[str, list]:
    rng = np.random.default_rng(seed)
    columns = {
        item: [None if rng.random() < 0.1 else int(rng.integers(1, 6)) for _ in range(people)]
        for item in "abcde"
    }
    return columns | {
        "land": rng.choice(["LT", "LV"], people).tolist(),
        "sector": rng.choice(["school", "museum", None], people).tolist(),
        "w": rng.random(people).tolist(),
    }


def write(path: Path, columns: dict[str, list]) -> Path:
    types = dict.fromkeys("abcde", pa.int16()) | {"w": pa.float64()}
    pq.write_table(
        pa.table({name: pa.array(values, types.get(name, pa.string())) for name, values in columns.items()}),
        path,
    )
    return path


def cubes(folder: Path, columns: dict[str, list], **wanted):
    path = write(folder / "answers.parquet", columns)
    return reduce_finely(path, BLOCKS, Wanted(**({"by": ("land", "sector")} | wanted)))


def sent(folder: Path, columns: dict[str, list], *, fewest: int = 1, **wanted) -> Package:
    """A package that went through a file."""
    write_package(package_of(cubes(folder, columns, **wanted), fewest=fewest), folder / "package.json")
    return read_package(folder / "package.json")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(
    seed=st.integers(0, 2**32 - 1), people=st.integers(3, 90), parts=st.integers(1, 3), apart=st.booleans()
)
def test_packages_put_together_are_the_reduction_of_all_answers(tmp_path, seed, people, parts, apart):
    columns = drawn(people, seed)
    ends = [people * part // parts for part in range(parts + 1)]
    packages = [
        sent(tmp_path, {name: values[start:end] for name, values in columns.items()}, patterns=apart)
        for start, end in itertools.pairwise(ends)
    ]
    whole = cubes(tmp_path, columns, patterns=apart)
    if len({json.dumps(exchange.package_json(package)) for package in packages}) < parts:
        return  # two partners with the same few people
    found = combined(packages)
    assert [cube.cells for cube in found] == [cube.cells for cube in whole]
    assert [cube.by_fact("land") for cube in found] == list(
        reduce_answers(tmp_path / "answers.parquet", BLOCKS, group="land")
    )


def test_patterns_go_through_a_package(tmp_path):
    package = sent(tmp_path, drawn(300), patterns=True)
    direct = cubes(tmp_path, drawn(300), patterns=True)
    mine, theirs = patterns_by(package.cubes[0], "land"), patterns_by(direct[0], "land")
    assert [(group.name, [one.n for one in group.patterns]) for group in mine] == [
        (group.name, [one.n for one in group.patterns]) for group in theirs
    ]


def test_the_same_answers_give_the_same_package(tmp_path):
    write_package(package_of(cubes(tmp_path, drawn(200))), tmp_path / "a.json")
    write_package(package_of(cubes(tmp_path, drawn(200))), tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_small_cells_are_withheld_and_their_people_counted(tmp_path):
    whole = cubes(tmp_path, drawn(200))
    package = sent(tmp_path, drawn(200), fewest=15)
    assert package.fewest == 15
    for before, after, withheld in zip(whole, package.cubes, package.withheld, strict=True):
        assert [cell for cell in before.cells if cell.rows >= 15] == list(after.cells)
        assert withheld == sum(cell.rows for cell in before.cells if cell.rows < 15) > 0


def test_everybody_may_be_withheld(tmp_path):
    package = sent(tmp_path, drawn(20), fewest=100)
    assert package.withheld == (20, 20)
    assert [cube.cell().rows for cube in combined([package, package])] == [0, 0]


def test_no_answers_make_an_empty_package(tmp_path):
    package = sent(tmp_path, drawn(0))
    assert (package.withheld, [cube.cells for cube in package.cubes]) == ((0, 0), [(), ()])


@pytest.mark.parametrize(
    ("wanted", "fewest", "words"),
    [
        ({"pairs": True}, 10, "without pairs and without weights"),
        ({"weight": "w"}, 10, "without pairs and without weights"),
        ({}, 0, "at least 1 person; 0 was asked for"),
    ],
)
def test_what_may_not_be_sent_is_refused(tmp_path, wanted, fewest, words):
    with pytest.raises(InvalidInputError, match=words):
        package_of(cubes(tmp_path, drawn(30), **wanted), fewest=fewest)


def test_a_package_of_nothing_or_of_different_facts_is_refused(tmp_path):
    with pytest.raises(InvalidInputError, match="at least one scale"):
        package_of([])
    several = [*cubes(tmp_path, drawn(30)), *cubes(tmp_path, drawn(30), by=("land",))]
    with pytest.raises(InvalidInputError, match="told apart by the same facts"):
        package_of(several)


@pytest.mark.parametrize(("name", "items"), [("pair", ("c", "d")), ("calm", ("d", "e"))])
def test_scales_that_share_an_item_or_a_name_are_not_sent_together(tmp_path, name, items):
    path = write(tmp_path / "answers.parquet", drawn(60))
    other = Block(name, items, reverse=(False, False), low=1, high=5)
    with pytest.raises(InvalidInputError, match=f"Scales calm and {name} of one package"):
        package_of(reduce_finely(path, [CALM, other], Wanted(by=("land",))))


def same_name(facts):
    facts["blocks"].append(facts["blocks"][0])


def changed(folder: Path, change, **wanted) -> Path:
    """A package of 200 people in which someone changed the facts."""
    path = folder / "package.json"
    write_package(package_of(cubes(folder, drawn(200), **wanted)), path)
    facts = json.loads(path.read_text())
    change(facts)
    path.write_text(json.dumps(facts))
    return path


def in_cell(name, value, *, cell=0):
    """A change of one field of a cell of the first block, and of the people where they are rows."""

    def change(facts):
        target = facts["blocks"][0]["cells"][cell]
        target[name] = value(target[name]) if callable(value) else value

    return change


def in_block(name, value):
    def change(facts):
        facts["blocks"][0][name] = value

    return change


def moved(rows):
    """One answer to the first item is one step higher, and nothing else is."""
    rows[0][0] -= 1
    rows[0][1] += 1
    return rows


def raised(rows):
    """Two items go together more than any answers can."""
    rows[0][1] = rows[1][0] = rows[0][1] + 10_000
    return rows


def crooked(rows):
    rows[0][1] += 1
    return rows


def negative(rows):
    rows[0][0], rows[0][1] = -1, rows[0][1] + rows[0][0] + 1
    return rows


def more_people(facts):
    facts["blocks"][0]["cells"][0]["rows"] += 1
    facts["blocks"][0]["people"] += 1


def twice(facts):
    block = facts["blocks"][0]
    block["cells"].append(block["cells"][0])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (in_block("coding", "0" * 64), "fingerprint of scale calm does not belong"),
        (in_block("reverse", [False, False, False]), "fingerprint of scale calm does not belong"),
        (in_block("items", ["a", "b", "d"]), "fingerprint of scale calm does not belong"),
        (in_block("pivot", 0), "centred at 0, and those of a scale from 1 to 5 at 3"),
        (in_block("people", 7), "said to hold 7 people, but its cells hold"),
        (in_block("high", 6), "fingerprint of scale calm does not belong"),
        (more_people, "answered a and 0 did not, but the cell has"),
        (twice, "two cells for the same people"),
        (in_cell("counts", moved), "the sums are not those of the counted answers to a"),
        (in_cell("sums", lambda sums: [sums[0] + 1, *sums[1:]]), "not those of the counted answers to a"),
        (in_cell("products", raised), "not positive semidefinite"),
        (in_cell("products", crooked), "not the same both ways"),
        (in_cell("counts", negative), "a count is below 0"),
        (in_cell("observed", [True, False, True]), "does not agree with how many answered b"),
        (in_cell("observed", None), "cannot have these numbers"),
        (in_cell("sums", [0, 0]), "“sums” is missing or is not what it should be"),
        (in_cell("sums", [0.5, 0, 0]), "“number” is missing or is not what"),
        (in_cell("rows", [3]), "“number” is missing or is not what"),
        (in_cell("rows", 2**63), "“number” is missing or is not what"),
        (in_cell("products", "many"), "“products” is missing or is not what"),
        (in_cell("values", ["LT"]), "“values” is missing or is not what"),
        (in_cell("values", ["LT", 3]), "“text” is missing or is not what"),
        (in_cell("observed", [True]), "“observed” is missing or is not what"),
        (in_block("items", "abc"), "“items” is missing or is not what"),
        (in_block("reverse", [0, 1, 0]), "“reverse” is missing or is not what"),
        (in_block("patterns", "no"), "“patterns” is missing or is not what"),
        (in_block("cells", [3]), "“values” is missing or is not what"),
        (lambda facts: facts["blocks"][0].pop("cells"), "“cells” is missing or is not what"),
        (same_name, "Scales calm and calm of one package"),
        (lambda facts: facts.update(version=2), "another kind or version"),
        (lambda facts: facts.update(kind="cake"), "another kind or version"),
        (lambda facts: facts.update(by="land"), "A list is missing in the package"),
        (lambda facts: facts.update(blocks=[]), "holds no scale or no threshold"),
        (lambda facts: facts.update(fewest=0), "holds no scale or no threshold"),
        (lambda facts: facts.update(fewest=190), "fewer people than the 190 that a cell must have"),
    ],
)
def test_numbers_that_contradict_each_other_are_refused(tmp_path, change, words):
    with pytest.raises(InvalidInputError, match=words):
        read_package(changed(tmp_path, change))


def test_a_cell_smaller_than_asked_for_here_is_refused(tmp_path):
    path = changed(tmp_path, lambda facts: None)
    smallest = min(cell.rows for cube in read_package(path).cubes for cell in cube.cells)
    assert read_package(path, fewest=smallest).fewest == 10
    with pytest.raises(InvalidInputError, match=f"fewer people than the {smallest + 1} that"):
        read_package(path, fewest=smallest + 1)


def test_patterns_that_do_not_fit_the_answers_are_refused(tmp_path):
    path = changed(tmp_path, in_block("patterns", value=False), by=(), patterns=True)
    with pytest.raises(InvalidInputError, match="which items these people left out does not agree"):
        read_package(path)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff\xfe", b"null", b"[" * 100_000, b'{"kind": NaN}']
)
def test_another_file_is_no_package(tmp_path, content):
    path = tmp_path / "package.json"
    path.write_bytes(content)
    with pytest.raises(InvalidInputError, match=r"cannot be read as a package|is not whole"):
        read_package(path)


def test_a_package_that_is_too_large_or_not_there_is_refused(tmp_path, monkeypatch):
    path = changed(tmp_path, lambda facts: None)
    with pytest.raises(InvalidInputError, match=r"“nothing\.json” cannot be read as a package"):
        read_package(tmp_path / "nothing.json")
    monkeypatch.setattr(exchange, "MOST_BYTES", 1_000)
    with pytest.raises(InvalidInputError, match="the most that is read of a package"):
        read_package(path)


def test_a_package_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(InvalidInputError, match=r"“package\.json” could not be written"):
        write_package(package_of(cubes(tmp_path, drawn(30))), tmp_path / "no folder" / "package.json")


def test_the_same_package_twice_is_refused(tmp_path):
    package = sent(tmp_path, drawn(100))
    other = sent(tmp_path, drawn(100, seed=2))
    with pytest.raises(InvalidInputError, match="Packages 1 and 3 are the same"):
        combined([package, other, package])
    with pytest.raises(InvalidInputError, match="There are no packages"):
        combined([])


def of_block(folder: Path, **fields) -> Package:
    block = Block(
        **({"name": "calm", "items": CALM.items, "reverse": CALM.reverse, "low": 1, "high": 5} | fields)
    )
    path = write(folder / "answers.parquet", drawn(60, seed=3))
    return package_of(reduce_finely(path, [block], Wanted(by=("land",))))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"items": ("b", "a", "c")}, "package 2 has the items b, a, c, and the first one a, b, c"),
        ({"reverse": (False, False, True)}, "do not agree which way these items are keyed: b, c"),
        ({"high": 7}, "answers of package 2 run from 1 to 7, those of the first one from 1 to 5"),
        ({"name": "other"}, "holds the scales other by land, and the first one calm by land"),
    ],
)
def test_packages_of_other_codings_are_not_put_together(tmp_path, fields, words):
    with pytest.raises(InvalidInputError, match=words):
        combined([of_block(tmp_path), of_block(tmp_path, **fields)])


def test_packages_of_other_facts_or_patterns_are_not_put_together(tmp_path):
    first = sent(tmp_path, drawn(60))
    with pytest.raises(InvalidInputError, match="by land, and the first one calm, pair by land, sector"):
        combined([first, sent(tmp_path, drawn(60, seed=2), by=("land",))])
    with pytest.raises(InvalidInputError, match="keeps apart which items people left out"):
        combined([first, sent(tmp_path, drawn(60, seed=2), patterns=True)])


def test_scales_may_come_in_another_order(tmp_path):
    first, second = sent(tmp_path, drawn(60)), sent(tmp_path, drawn(60, seed=2))
    turned = Package(second.cubes[::-1], second.fewest, second.withheld[::-1])
    assert combined([first, turned]) == combined([first, second])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(data=st.data())
def test_a_package_with_any_field_spoiled_is_refused_in_words_or_still_a_package(tmp_path, data):
    write_package(package_of(cubes(tmp_path, drawn(60), patterns=True), fewest=2), tmp_path / "package.json")
    facts = json.loads((tmp_path / "package.json").read_text())
    at = facts
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[key], dict | list) or not at[key] or data.draw(st.booleans()):
            break
        at = at[key]
    at[key] = data.draw(
        st.one_of(
            st.none(), st.booleans(), st.integers(-5, 10**20), st.floats(), st.text(max_size=3), st.just([])
        )
    )
    (tmp_path / "spoiled.json").write_text(json.dumps(facts))
    try:
        package = read_package(tmp_path / "spoiled.json")
    except InvalidInputError:
        return
    assert all(cell.rows >= package.fewest for cube in package.cubes for cell in cube.cells)
