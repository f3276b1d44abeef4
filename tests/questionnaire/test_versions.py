"""What may follow what."""

from dataclasses import replace

import pytest
from tests.questionnaire.making import form_of

from mentorway.questionnaire import Form, may_follow

SURVEY = [
    ("text", "a"), ("select_one l", "b", {"relevant": "${a} != ''"}), ("note", "n"),
    ("begin_group", "g"), ("integer", "c"), ("end_group", ""), ("rank l", "order"),
]  # fmt: skip
CHOICES = [("l", "x", "X"), ("l", "y", "Y")]
OLD = {"version": "1"}
NEW = {"version": "2"}


def changes(survey, choices=CHOICES, **settings):
    old = form_of(SURVEY, CHOICES, settings=OLD)
    return [str(each) for each in may_follow(old, form_of(survey, choices, settings={**NEW, **settings}))]


def test_texts_rules_and_notes_may_change():
    survey = [
        ("text", "a", {"label": "Other", "hint": "More", "required": "yes"}), ("select_one l", "b"),
        ("note", "m"),
        ("begin_group", "g", {"appearance": "field-list"}), ("integer", "c", {"constraint": ". > 0"}),
        ("end_group", ""), ("rank l", "order"),
    ]  # fmt: skip
    assert changes(survey, [("l", "x", "Other"), ("l", "y", "Y")]) == []


@pytest.mark.parametrize(
    ("survey", "choices", "sentence"),
    [
        ([("integer", "a"), *SURVEY[1:]], CHOICES, "The type of “a” was text and is now integer."),
        (SURVEY[:3] + SURVEY[6:], CHOICES, "The question “c” is missing."),
        ([*SURVEY, ("text", "new")], CHOICES, "These questions are new: new."),
        ([*SURVEY[:3], SURVEY[4], SURVEY[6]], CHOICES, "The question “c” was moved to another group"),
        (SURVEY, CHOICES[:1], "“b” has lost the choices y."),
        (SURVEY, [*CHOICES, ("l", "z", "Z")], "“b” has the new choices z."),
        (
            SURVEY,
            [CHOICES[0], ("l", "y", "Y", {"retired": "yes"})],
            "“order” asks for an order of all choices",
        ),
    ],
)
def test_names_types_and_choices_may_not(survey, choices, sentence):
    assert changes(survey, choices)[0].startswith(sentence)


def test_a_choice_may_be_retired():
    survey = SURVEY[:6]
    old = form_of(survey, CHOICES, settings=OLD)
    retired = [CHOICES[0], ("l", "y", "Y", {"retired": "yes"})]
    assert may_follow(old, form_of(survey, retired, settings=NEW)) == ()


def test_name_stays_and_version_changes():
    old = form_of(SURVEY, CHOICES, settings=OLD)
    assert may_follow(old, old) == ()
    assert [str(each)[:30] for each in may_follow(old, replace(old, name="x", title="y"))] == [
        "The questionnaire was called “",
        "The version “1” is already pub",
    ]


def test_a_form_comes_back_from_json_with_the_same_hash():
    form = form_of(SURVEY, CHOICES)
    again = Form.from_json(form.to_json())
    assert again == form
    assert again.hash == form.hash
    assert replace(form, title="Other").hash != form.hash
