"""A group of appearance table-list: what pyxform adds to it is nobody's question."""

from tests.questionnaire.making import YES_NO, form_of, judged

from mentorway.questionnaire import hint_of, label_of

SURVEY = [
    ("text", "first"),
    ("begin_group", "climate", {"appearance": "table-list", "hint": "Tick one in each row, ${first}."}),
    ("select_one yn", "a"),
    ("select_one yn", "b"),
    ("end_group", ""),
    ("begin_group", "other", {"appearance": "field-list"}),
    ("text", "last"),
    ("end_group", ""),
]


def test_the_note_that_holds_its_texts_is_known_as_those_of_the_group():
    form = form_of(SURVEY, YES_NO)
    assert {path: note.name for path, note in form.headings.items()} == {
        "/data/climate": "generated_table_list_label_3"
    }


def test_the_group_is_read_with_its_label_and_its_hint():
    form = form_of(SURVEY, YES_NO)
    found = judged(form, {"first": "Anna"})
    climate, other = form.groups
    assert (label_of(found, climate), hint_of(found, climate)) == (
        "Text of climate",
        "Tick one in each row, Anna.",
    )
    assert (label_of(found, other), hint_of(found, other)) == ("Text of other", "")


def test_nothing_of_it_is_stored():
    form = form_of(SURVEY, YES_NO)
    added = {each.name: "forged" for each in form.questions if each.kind == "note"}
    assert len(added) == 2
    assert judged(form, {"a": "y", **added}).stored == {"a": "y"}


def test_a_note_of_such_a_name_outside_a_group_stays_a_note():
    form = form_of([("note", "generated_table_list_label_7"), ("text", "last")])
    assert form.headings == {}
