"""From questionnaires to columns."""

from dataclasses import replace

import pytest
from tests.datasets.making import (
    AGREE,
    GOALS,
    QUESTIONS,
    make_form,
    make_layout,
    question,
    texts,
    texts_layout,
)

from mentorway.datasets import Administrative, Layout, Measure, Type, layout_of
from mentorway.questionnaire import Choice, ChoiceList, Kind
from mentorway.wording import InvalidInputError


def test_every_question_has_a_typed_column_and_notes_have_none(layout):
    assert [(each.name, each.type.value) for each in layout.columns] == [
        ("response", "text"), ("wave", "int64"), ("organisation", "text"), ("day", "date"), ("age", "int64"),
        ("stars", "int16"), ("height", "float64"), ("born", "date"), ("wakes", "time"), ("met", "moment"),
        ("trust", "text"), ("city", "text"), ("goal__work", "int8"), ("goal__friends", "int8"),
        ("goal__health", "int8"), ("order__work", "int16"), ("order__friends", "int16"),
        ("order__health", "int16"), ("agreed", "text"), ("words", "text"), ("sum", "text"),
    ]  # fmt: skip


def test_measures_follow_from_the_kind(layout):
    measures = {each.name: each.measure for each in layout.columns}
    assert measures["age"] is Measure.SCALE
    assert measures["trust"] is Measure.ORDINAL
    assert measures["city"] is Measure.NOMINAL
    assert measures["order__work"] is Measure.ORDINAL


def test_the_layout_comes_back_from_json(layout):
    assert Layout.from_json(layout.to_json()) == layout


def test_a_retired_choice_stays_and_the_newest_texts_count():
    retired = ChoiceList(
        "city", (Choice("vilnius", texts("Vilnius"), {"retired": "yes"}), Choice("tartu", texts("Tartu")))
    )
    newer = replace(QUESTIONS[8], labels=texts("Town"))
    old = make_form()
    new = make_form([newer, *QUESTIONS[:8]], version="2", lists=(AGREE, retired, GOALS))
    layout = make_layout(old, new, about=())
    options = layout.options_of(layout.questions["city"])
    assert [(each.value, each.retired) for each in options] == [
        ("vilnius", True), ("tartu", False), ("rīga-centrs", True)
    ]  # fmt: skip
    assert layout.questions["city"].labels == {"en": "Town", "lt": "City (lt ąž)", "lv": "City (lv ņķ)"}
    assert layout.columns[0].name == "city"
    assert layout.columns[-1].name == "sum"
    assert layout.forms == (old.hash, new.hash)


def test_a_type_that_differs_between_versions_is_refused():
    changed = make_form([question("age", Kind.TEXT, "Age")], version="2")
    with pytest.raises(InvalidInputError, match=r"“age” is text in one version .* integer in version “1”"):
        make_layout(make_form(), changed)


def test_no_form_and_an_unknown_zone_are_refused():
    with pytest.raises(InvalidInputError, match="no questionnaire"):
        layout_of(())
    with pytest.raises(InvalidInputError, match="no time zone “Moon”"):
        make_layout(zone="Moon")


def test_names_that_clash_give_way_to_questions():
    about = (Administrative("wave"), Administrative("day"))
    choices = ChoiceList("c", (Choice("b"), Choice("B")))
    form = make_form(
        [
            question("wave", Kind.TEXT),
            question("a__b", Kind.TEXT),
            question("a", Kind.SELECT_MULTIPLE, choices="c"),
        ],
        lists=(choices,),
    )
    names = [each.name for each in make_layout(form, about=about).columns]
    assert names == ["response_wave", "day", "wave", "a__b", "a__b_2", "a__B_3"]


def test_an_administrative_column_twice_is_refused():
    with pytest.raises(InvalidInputError, match="“wave” is added twice"):
        make_layout(about=(Administrative("wave"), Administrative("wave")))


def test_missing_codes_come_from_the_choices_sheet_and_from_the_caller():
    layout = make_layout(missing={"age": (-3,)})
    assert layout.questions["age"].missing == (-3,)
    assert [each.value for each in layout.options_of(layout.questions["trust"]) if each.missing] == ["99"]


def test_codes_are_numbers_only_when_all_are(layout):
    assert layout.codes(layout.questions["trust"]) == {"1": 1, "2": 2, "3": 3, "99": 99}
    assert layout.codes(layout.questions["city"]) is None
    zeros = ChoiceList("z", (Choice("01"), Choice("2")))
    other = make_layout(make_form([question("z", Kind.SELECT_ONE, choices="z")], lists=(zeros,)))
    assert other.codes(other.questions["z"]) is None


def test_a_list_that_many_questions_share_is_kept_once():
    many = ChoiceList("many", tuple(Choice(str(number)) for number in range(2000)))
    form = make_form(
        [question(f"q{number}", Kind.SELECT_ONE, choices="many") for number in range(20)], lists=(many,)
    )
    layout = make_layout(form)
    assert sorted(layout.options) == ["many", "organisation"]
    assert len(layout.to_json()) < 300_000


def test_a_text_falls_back_to_the_default_language_and_then_to_the_name():
    layout = texts_layout("a")
    assert layout.label(layout.by_name["a"], "sv") == "a"
    assert layout.by_name["a"].type is Type.TEXT
    assert layout.label(layout.by_name["a"], "lt") == "a (lt ąž)"
