"""Whatever bytes come, the answer is a table or a sentence."""

import contextlib
import io

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorway.answers import Codebook, Item, Limits, check, read_codebook, read_table
from mentorway.wording import InvalidInputError

LIMITS = Limits(bytes=1_000_000, unzipped=10_000_000, rows=10_000, columns=100)
BOOK = Codebook(tuple(Item(name, "E", "", reverse=False, low=1, high=5) for name in ("E1", "E2", "E3")))
LETTERS = st.sampled_from(
    [*'ab,;|"=#. \t\n\r019-+', "E1", "E2", "country", "é", "ą", "\x00", "\ufeff", "sep=;\n"]
)
FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))  # a process each
MANY = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def good(spss):
    """Return a good file of each packed kind, to be damaged."""
    table = pa.table({"country": ["LT", "LV"] * 20, "E1": [1, 2] * 20, "E2": [3, 4] * 20})
    parquet = io.BytesIO()
    pq.write_table(table, parquet)
    workbook = io.BytesIO()
    book = openpyxl.Workbook()
    for row in [table.column_names, *zip(*table.to_pydict().values(), strict=True)]:
        book.active.append(row)
    book.save(workbook)
    rows = [[float(index % 2), "LT", 3.0] for index in range(40)]
    return {
        "parquet": parquet.getvalue(),
        "xlsx": workbook.getvalue(),
        "sav": spss([("E1", False), ("country", True), ("E2", False)], rows, labels={"E1": {1.0: "yes"}}),
    }


def sentence_or_table(path, content):
    path.write_bytes(content)
    with contextlib.suppress(InvalidInputError):
        table = read_table(path, limits=LIMITS)
        assert table.num_rows > 0
        assert check(table, BOOK, group="country").rows == table.num_rows


@MANY
@given(content=st.binary(max_size=400))
@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.tsv", "a.xlsx", "a.parquet"])
def test_any_bytes_give_a_table_or_a_sentence(tmp_path, name, content):
    sentence_or_table(tmp_path / name, content)


@MANY
@given(
    letters=st.lists(LETTERS, max_size=60), encoding=st.sampled_from(["utf-8", "utf-16", "cp1257", "latin-1"])
)
def test_any_text_gives_a_table_or_a_sentence(tmp_path, letters, encoding):
    sentence_or_table(tmp_path / "a.csv", "".join(letters).encode(encoding, "replace"))


@MANY
@given(data=st.data())
@pytest.mark.parametrize("kind", ["parquet", "xlsx"])
def test_a_damaged_file_gives_a_table_or_a_sentence(tmp_path, good, kind, data):
    sentence_or_table(tmp_path / f"a.{kind}", damaged(good[kind], data))


@pytest.mark.long
@FEW
@given(data=st.data())
def test_a_damaged_spss_file_gives_a_table_or_a_sentence_and_never_ends_the_process(tmp_path, good, data):
    sentence_or_table(tmp_path / "a.sav", damaged(good["sav"], data))


@pytest.mark.long
@FEW
@given(content=st.binary(max_size=400))
def test_any_bytes_named_sav_give_a_table_or_a_sentence(tmp_path, content):
    sentence_or_table(tmp_path / "a.sav", content)


def damaged(whole, data):
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    keep = data.draw(st.one_of(st.just(len(content)), st.integers(8, len(content))))
    return bytes(content[:keep])


@MANY
@given(
    content=st.one_of(
        st.binary(max_size=300), st.lists(LETTERS, max_size=60).map(lambda all_: "".join(all_).encode())
    )
)
@pytest.mark.parametrize("name", ["c.csv", "c.json", "c.xlsx"])
def test_any_codebook_gives_a_codebook_or_a_sentence(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with contextlib.suppress(InvalidInputError):
        assert read_codebook(tmp_path / name).items


@MANY
@given(
    cells=st.lists(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9), st.just("4,0")),
        min_size=1,
        max_size=9,
    )
)
def test_any_cells_are_checked(cells):
    column = [None if cell is None else str(cell).encode("utf-8", "replace").decode() for cell in cells]
    preview = check(
        pa.table({"country": column, "E1": column, "E2": column, "E3": column}), BOOK, group="country"
    )
    assert len(preview.head) == len(cells)
