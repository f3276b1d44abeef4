"""Facts and weights are stored beside the answers when asked for, and what is wrong with them is said."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mentorway.answers import Codebook, Item, check, facts, open_snapshot, store
from mentorway.wording import InvalidInputError

BOOK = Codebook(
    tuple(
        Item(name, "Trust", name, reverse=False, low=1, high=5, missing=frozenset({0}))
        for name in ("T1", "T2", "T3")
    ),
    "Trust",
    "a test",
)


def answers(**columns):
    usual = {
        "country": ["LT", "LT", "LV", "LV", " ", "EE"],
        "T1": ["1", "2", "3", "4", "5", "1"],
        "T2": ["4", "4", "0", "", "1", "5"],
        "T3": ["2", "3", "2", "3", "5", "5"],
        "sector": ["school", " museum ", "", None, "school", "school"],
        "wave": [1.0, 2.0, 1.0, None, 1.0, 2.0],
        "w": ["1.5", "2", " 0,25 ", "1e1", "", "3"],
        "note": ["a", "b", "c", "d", "e", "f"],
    }
    return pa.table(usual | columns)


def said(table, **wanted):
    preview = check(table, BOOK, group="country", **wanted)
    return [(str(one.message), one.column, one.row) for one in preview.problems if one.severity == "error"]


def test_facts_are_text_and_weights_numbers_and_nothing_else_is_kept(tmp_path):
    kept = store(answers(), BOOK, group="country", folder=tmp_path, facts=("wave", "sector"), weight="w")
    table = pq.read_table(kept.path)
    assert table.column_names == ["country", "T1", "T2", "T3", "wave", "sector", "w"]
    assert table["wave"].to_pylist() == ["1", "2", "1", None, "2"]
    assert table["sector"].to_pylist() == ["school", "museum", None, None, "school"]
    assert table["w"].to_pylist() == [1.5, 2.0, 0.25, 10.0, 3.0]
    assert (kept.facts, kept.weight, kept.by) == (("wave", "sector"), "w", ("country", "wave", "sector"))


def test_a_snapshot_opens_with_its_facts(tmp_path):
    kept = store(answers(), BOOK, group="country", folder=tmp_path, facts=["sector"], weight="w")
    assert open_snapshot(kept.path) == kept
    plain = store(answers(), BOOK, group="country", folder=tmp_path, facts=["sector"])
    assert (open_snapshot(plain.path).facts, open_snapshot(plain.path).weight) == (("sector",), None)


def test_the_same_answers_and_facts_give_the_same_file(tmp_path):
    first, second = (
        store(answers(), BOOK, group="country", folder=tmp_path / name, facts=["sector", "wave"], weight="w")
        for name in "ab"
    )
    assert first.path.read_bytes() == second.path.read_bytes()


def test_without_facts_the_file_is_what_it_always_was(tmp_path):
    kept = store(answers(), BOOK, group="country", folder=tmp_path)
    metadata = pq.read_schema(kept.path).metadata
    assert metadata[b"mentorway.format"] == b"1"
    assert b"mentorway.facts" not in metadata
    opened = open_snapshot(kept.path)
    assert (opened.facts, opened.weight, opened.by) == ((), None, ("country",))


def test_the_group_and_repeated_facts_are_kept_once(tmp_path):
    kept = store(answers(), BOOK, group="country", folder=tmp_path, facts=["country", "wave", "wave"])
    assert kept.facts == ("wave",)
    assert pq.read_table(kept.path).column_names == ["country", "T1", "T2", "T3", "wave"]


def test_facts_of_the_groups_that_are_kept(tmp_path):
    kept = store(
        answers(), BOOK, group="country", folder=tmp_path, facts=["wave"], weight="w", keep_groups=["LV"]
    )
    assert pq.read_table(kept.path).select(["wave", "w"]).to_pydict() == {
        "wave": ["1", None],
        "w": [0.25, 10.0],
    }


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"facts": ["T2"]}, "The column “T2” is an item of the codebook, the group or a fact already"),
        ({"weight": "T2"}, "The column “T2” is an item of the codebook, the group or a fact already"),
        (
            {"weight": "country"},
            "The column “country” is an item of the codebook, the group or a fact already",
        ),
        (
            {"facts": ["wave"], "weight": "wave"},
            "The column “wave” is an item of the codebook, the group or a fact",
        ),
        ({"facts": ["region"]}, "There is no column “region”. The columns are: country, T1"),
        ({"weight": "mass"}, "There is no column “mass”."),
    ],
)
def test_a_column_that_cannot_be_a_fact_or_weight_is_named(tmp_path, wanted, words):
    ((message, column, _),) = said(answers(), **wanted)
    assert message.startswith(words)
    assert column == [*wanted.values()][-1] or column in wanted.get("facts", ())
    with pytest.raises(InvalidInputError, match=f"column “{column}”"):
        store(answers(), BOOK, group="country", folder=tmp_path / "new", **wanted)
    assert not (tmp_path / "new").exists()


def test_two_columns_of_one_name_are_no_fact():
    table = answers().append_column("wave", pa.array(["1"] * 6))
    assert [message for message, _, _ in said(table, facts=["wave"])] == [
        "2 columns are named “wave”. Rename or remove all but one."
    ]


def test_an_empty_fact_is_refused():
    assert said(answers(sector=["", " ", None, "", "", ""]), facts=["sector"]) == [
        ("The column “sector” is empty in every row.", "sector", None)
    ]


def test_a_fact_with_too_many_values_is_refused(monkeypatch):
    monkeypatch.setattr(facts, "MOST_VALUES", 5)
    ((message, column, _),) = said(answers(), facts=["note"])
    assert message.startswith(
        "The column “note” has 6 different values, and a fact about people has at most 5."
    )
    assert column == "note"


def test_a_fact_in_which_people_wrote_is_refused_with_its_row():
    table = answers(sector=["school", "museum", "x" * 101, None, "school", "x" * 101])
    ((message, column, row),) = said(table, facts=["sector"])
    assert message.startswith("Row 4 has 101 letters in the column “sector”")
    assert (column, row) == ("sector", 4)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("-1", "Column w, row 3: the weight is “-1”. Weights are numbers above 0"),
        ("0", "Column w, row 3: the weight is “0”."),
        ("much", "Column w, row 3: the weight is “much”."),
        ("1.2.3", "Column w, row 3: the weight is “1.2.3”."),
        ("", "Row 3 has no weight in the column “w”."),
        (None, "Row 3 has no weight in the column “w”."),
    ],
)
def test_a_weight_that_is_none_is_said_with_column_and_row(value, words):
    ((message, column, row),) = said(answers(w=["1", value, "1", "1", "", "1"]), weight="w")
    assert message.startswith(words)
    assert (column, row) == ("w", 3)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.5, 0.0, True])
def test_a_weight_may_be_any_number_above_zero(value):
    weights = pa.array([1.0, 1.0, 1.0, 1.0, None, 2.0])
    assert said(answers(w=weights), weight="w") == []
    ((_, column, row),) = said(answers(w=pa.array([1.0, value, 1.0, 1.0, 1.0, 2.0]) if value is not True
                               else pa.array([True] * 6)), weight="w")  # fmt: skip
    assert (column, row) == ("w", 2 if value is True else 3)


def test_weights_that_are_all_zero_are_one_problem():
    ((message, _, row),) = said(answers(w=["0"] * 6), weight="w")
    assert message.startswith("Column w, 5 rows, the first being row 2: the weight is “0”.")
    assert row == 2
