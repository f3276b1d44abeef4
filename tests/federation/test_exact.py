"""Four countries that keep their answers give the numbers of one pool; who is withheld was reported."""

from collections import Counter

import pyarrow as pa
import pytest
from tests.comparing.making import make_codebook, make_table
from tests.federation.making import (
    COUNTRIES,
    SCALES,
    TODAY,
    as_file,
    furthest,
    key_of,
    register,
    result,
    sent_by,
    signed_call,
    split,
)

from mentorway.comparing import Plan, compare
from mentorway.comparing.combining import compare_packages
from mentorway.federation import Floor, Sending, check, made_envelope, prepare
from mentorway.moments import combined

FACTS = ("sector",)
TOLERANCE = 1e-9


def with_holes_and_sectors():
    """Return answers with some left out, and with a sector that few people of one country have."""
    table = make_table({"LT": 260, "LV": 240, "FI": 250, "SE": 230}, make_codebook(SCALES), seed=3)
    sectors = ["rare" if n % 70 == 1 else ("art", "food")[n % 2] for n in range(len(table))]
    holes = [None if n % 37 == 5 else value for n, value in enumerate(table["A1"].to_pylist())]
    table = table.set_column(table.column_names.index("A1"), "A1", pa.array(holes))
    return table.append_column("sector", pa.array(sectors))


def taken_from(own, folder, **more):
    """Send every country's package to the desk; return files of the sums, and the packages that arrived."""
    known = register(range(1, 5), groups=dict(enumerate(COUNTRIES, start=1)), **more)
    taken = [
        check(sent_by(own[country], number, **more)[0].data, known, TODAY)
        for number, country in enumerate(COUNTRIES, start=1)
    ]
    paths = [as_file(one.package, folder / f"{n}.json") for n, one in enumerate(taken)]
    return paths, [one.package for one in taken]


@pytest.fixture(scope="module")
def pool(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pool")
    return *split(folder), folder


def test_every_number_of_the_pooled_analysis_comes_out(pool):
    whole, own, folder = pool
    paths, _packages = taken_from(own, folder, fewest=1)
    found, expected = result(compare_packages(paths)), result(compare(whole))
    difference, elsewhere = furthest(found, expected)
    assert difference <= TOLERANCE
    known = {f".scales[{n}].items[{i}].text" for n, count in enumerate(SCALES.values()) for i in range(count)}
    # Sums carry names of items and no texts, and no sums of all scales together.
    assert set(elsewhere) == known | {".several_factors"}


def test_cells_add_up_to_the_last_unit(pool):
    whole, own, folder = pool
    _paths, packages = taken_from(own, folder, fewest=1)
    alone = sent_by(whole, 9, fewest=1)[1].package
    assert [cube.cells for cube in combined(packages)] == [cube.cells for cube in alone.cubes]


def test_with_a_threshold_exactly_those_are_missing_who_were_reported(tmp_path):
    table = with_holes_and_sectors()
    whole, own = split(tmp_path, sizes=dict.fromkeys(COUNTRIES, 0), facts=FACTS, table=table)
    by = ("country", "sector")
    _paths, packages = taken_from(own, tmp_path, fewest=10, by=by)
    everybody = sent_by(whole, 9, fewest=1, by=by)[1].package
    small = Counter()
    for place, cube in enumerate(everybody.cubes):
        small[place] = sum(cell.rows for cell in cube.cells if cell.rows < 10)
    reported = [sum(package.withheld[place] for package in packages) for place in range(len(SCALES))]
    assert reported == [small[0], small[1]]
    assert min(reported) > 0
    kept = [tuple(cell for cell in cube.cells if cell.rows >= 10) for cube in everybody.cubes]
    assert [cube.cells for cube in combined(packages)] == kept


def test_a_package_with_larger_cells_than_agreed_is_taken(pool):
    _whole, own, _folder = pool
    call, document = signed_call(1)
    strict, _document = signed_call(10)
    package = prepare(own["LT"], strict, Floor()).package
    data = made_envelope(package, call, document.digest, Sending("node-1", 1, 0, TODAY), key_of(1)).data
    assert check(data, register([1], fewest=1), TODAY).package.fewest == 10


def test_plans_that_choose_people_agree_too(tmp_path):
    table = with_holes_and_sectors()
    whole, own = split(tmp_path, sizes=dict.fromkeys(COUNTRIES, 0), facts=FACTS, table=table)
    paths, _packages = taken_from(own, tmp_path, fewest=1, by=("country", "sector"))
    plan = Plan(where={"sector": ("art", "food")}, scales=("B",))
    found, expected = compare_packages(paths, plan), compare(whole, plan)
    assert [one.verdict for one in found.scales[0].licences] == [
        one.verdict for one in expected.scales[0].licences
    ]
    difference, _elsewhere = furthest(
        result(found)["scales"][0]["scores"], result(expected)["scales"][0]["scores"]
    )
    assert difference <= TOLERANCE
