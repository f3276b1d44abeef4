"""SPSS files, read back by pyreadstat."""

import datetime as dt

import pyreadstat
import pytest
from tests.datasets.making import make_form, make_layout, question, texts, texts_layout

from mentorway.datasets import Record, export_sav, sav, store
from mentorway.datasets.spssnames import LONGEST
from mentorway.questionnaire import Choice, ChoiceList, Kind
from mentorway.wording import InvalidInputError

moment = dt.datetime.fromisoformat


def read(path, **options):
    return pyreadstat.read_sav(str(path), output_format="dict", **options)


def test_values_come_back(snapshot, tmp_path):
    values, about = read(export_sav(snapshot, tmp_path / "x.sav", language="lv").path)
    assert values["response"] == ["r-1", "r-2", "r-3"]
    assert list(values["age"]) == [42, -3, None]
    assert values["height"] == [1.75, 2, None]
    assert values["born"] == [dt.date(1984, 2, 29), dt.date(1900, 1, 1), None]
    assert values["wakes"] == [dt.time(6, 30), dt.time(23, 59), None]
    assert values["met"] == [moment("2026-05-01T11:30"), moment("2026-01-01T00:30"), None]
    assert values["city"] == ["rīga-centrs", "vilnius", ""]
    assert values["goal__work"] == [1, 0, None]
    assert values["order__health"] == [1, None, None]
    assert values["words"] == ["Ačiū, paldies “tack”", "=1+1", ""]
    assert about.number_rows == 3
    assert about.file_encoding == "UTF-8"


def test_labels_come_back_with_their_letters(snapshot, tmp_path):
    _, about = read(export_sav(snapshot, tmp_path / "x.sav", language="lv").path)
    assert about.variable_value_labels["trust"] == {
        1: "Nepiekrītu", 2: "Ne tā, ne šā", 3: "Piekrītu", 99: "Nezinu"
    }  # fmt: skip
    assert about.variable_value_labels["city"] == {"vilnius": "Viļņa", "rīga-centrs": "Rīgas centrs"}
    assert about.variable_value_labels["organisation"] == {"a": "Ąžuolas", "b": "Bērzs"}
    assert about.column_names_to_labels["trust"] == "I trust my mentor (lv ņķ)"
    assert about.column_names_to_labels["goal__health"] == "Goals (lv ņķ): Veselība āčēģīķļņšūž"
    _, about = read(export_sav(snapshot, tmp_path / "x.sav", language="lt").path)
    assert about.variable_value_labels["trust"][3] == "Sutinku"


def test_missing_codes_measures_and_answer_sets_are_declared(tmp_path):
    layout = make_layout(missing={"age": (-3, -4)})
    snapshot = store([Record({}, {"age": -3, "trust": "99"}), Record({}, {"age": 5})], layout, tmp_path)
    path = export_sav(snapshot, tmp_path / "x.sav").path
    assert list(read(path)[0]["age"]) == [None, 5]
    values, about = read(path, user_missing=True)
    assert (list(values["age"]), values["trust"]) == ([-3, 5], [99, None])
    assert about.missing_ranges["age"] == [{"lo": -3, "hi": -3}, {"lo": -4, "hi": -4}]
    assert about.missing_ranges["trust"] == [{"lo": 99, "hi": 99}]
    assert about.variable_measure["trust"] == "ordinal"
    assert about.variable_measure["age"] == "scale"
    assert about.variable_measure["city"] == "nominal"
    assert about.mr_sets["goal"]["variable_list"] == ["goal__work", "goal__friends", "goal__health"]


def test_many_missing_codes_become_a_range_where_no_answer_lies_between(tmp_path):
    codes = ["1", "2", "95", "96", "97", "98"]
    marked = {"95", "96", "97", "98"}
    lists = [
        ChoiceList(name, tuple(Choice(code, {}, {"missing": str(code in within)}) for code in codes))
        for name, within in (("range", marked), ("broken", {"1", "95", "96", "98"}))
    ]  # fmt: skip
    form = make_form([question(each.name, Kind.SELECT_ONE, choices=each.name) for each in lists], lists=lists)
    written = export_sav(
        store([Record({}, {"range": "97"})], make_layout(form), tmp_path), tmp_path / "x.sav"
    )
    _, about = read(written.path, user_missing=True)
    assert about.missing_ranges["range"] == [{"lo": 95, "hi": 98}]
    assert len(about.missing_ranges["broken"]) == 3
    (note,) = written.notes
    assert str(note).startswith("SPSS takes at most three missing codes for a question")
    assert note.values == {"name": "broken", "count": 1}


@pytest.mark.parametrize("length", [1, 7, 8, 9, 251, 252, 253, 255, 256, 504, 505, 510, 511, 5_000, 32_766])
def test_texts_of_any_length_come_back(tmp_path, length):
    layout = texts_layout("a", "b", "c")
    said = [("x" * length, "next", "ž" * (length // 2)), ("", "", ""), ("short", "y", "ą b  c")]
    records = [Record({}, dict(zip("abc", each, strict=True))) for each in said]
    values, _ = read(export_sav(store(records, layout, tmp_path), tmp_path / "x.sav").path)
    assert list(zip(values["a"], values["b"], values["c"], strict=True)) == said


def test_a_text_of_a_megabyte_is_cut_at_a_letter_and_told(tmp_path):
    snapshot = store([Record({}, {"a": "ž" * 500_000, "b": "after"})], texts_layout("a", "b"), tmp_path)
    written = export_sav(snapshot, tmp_path / "x.sav")
    values, _ = read(written.path)
    assert values["a"] == ["ž" * 16_383]
    assert values["b"] == ["after"]
    assert "longer than the 32767 bytes" in str(written.notes[0])


def test_names_are_made_valid_and_stay_apart_when_cut(tmp_path):
    names = ["with", "_wave", "a-b", "Ą" * 40, "Ą" * 41, "a.b.", "Žmogus"]
    written = export_sav(store([], texts_layout(*names), tmp_path), tmp_path / "x.sav")
    found = read(written.path)[1].column_names
    assert found[:3] == ["with_", "v_wave", "a_b"]
    assert found[5:] == ["a.b", "Žmogus"]
    assert len({name.lower() for name in found}) == len(names)
    assert all(len(name.encode()) <= LONGEST for name in found)
    assert len(written.notes) == 6


def test_two_thousand_choices_come_back(tmp_path):
    many = ChoiceList("many", tuple(Choice(f"c{number}", texts(f"Nr {number}")) for number in range(2000)))
    form = make_form(
        [
            question("several", Kind.SELECT_MULTIPLE, "S", choices="many"),
            question("one", Kind.SELECT_ONE, "O", choices="many"),
        ],
        lists=(many,),
    )
    record = Record({}, {"several": ["c0", "c1999"], "one": "c1999"})
    path = export_sav(store([record], make_layout(form), tmp_path), tmp_path / "x.sav").path
    values, about = read(path)
    assert [name for name, value in values.items() if value == [1]] == ["several__c0", "several__c1999"]
    assert len(about.variable_value_labels["one"]) == 2000
    assert values["one"] == ["c1999"]


@pytest.mark.parametrize("value", [-100, -99, 0, 151, 152, 2**31, 10**15, -(10**15)])
def test_whole_numbers_of_any_size_come_back(layout, tmp_path, value):
    snapshot = store([Record({}, {"age": value})] * 9, layout, tmp_path)
    assert list(read(export_sav(snapshot, tmp_path / "x.sav").path)[0]["age"]) == [value] * 9


def test_batches_do_not_change_the_file(snapshot, tmp_path, monkeypatch):
    whole = export_sav(snapshot, tmp_path / "x.sav").path.read_bytes()
    monkeypatch.setattr(sav, "BATCH_BYTES", 1)
    assert export_sav(snapshot, tmp_path / "y.sav").path.read_bytes() == whole


def test_a_study_without_responses_has_its_variables(nobody, tmp_path):
    values, about = read(export_sav(nobody, tmp_path / "x.sav").path)
    assert about.number_rows == 0
    assert list(values["age"]) == []
    assert len(about.column_names) == 21


def test_a_code_that_is_no_number_is_left_out_of_a_numeric_question(layout, tmp_path):
    snapshot = store([Record({}, {"trust": "odd"}), Record({}, {"trust": "7"})], layout, tmp_path)
    written = export_sav(snapshot, tmp_path / "x.sav")
    assert read(written.path)[0]["trust"] == [None, 7]
    assert str(written.notes[0]) == "“trust” has 2 answers that are none of its choices."


def test_cancelling_leaves_nothing_behind(snapshot, tmp_path):
    def cancel(_rows):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        export_sav(snapshot, tmp_path / "out" / "x.sav", progress=cancel)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(snapshot, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InvalidInputError, match=r"“x\.sav” could not be written"):
        export_sav(snapshot, tmp_path / "file" / "x.sav")
