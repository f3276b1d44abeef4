"""What is wrong in a file is said with its place, in plain words, and nothing is taken for something else."""

import json

import pytest
from tests.courses.making import make_programme

from mentorway.courses.facts import faults
from mentorway.courses.structure import Programme


def facts():
    return json.loads(make_programme().to_json())


def said(found):
    return [str(one) for one in faults(found, Programme)]


def module(**more):
    found = facts()
    found["modules"][0] |= more
    return found


def step(**more):
    found = facts()
    found["modules"][0]["sessions"][0]["steps"][2] |= more
    return found


def test_a_programme_that_was_written_has_no_fault():
    assert said(facts()) == []


@pytest.mark.parametrize(
    ("value", "came"), [("5", '"5"'), (5.0, "5.0"), (True, "true"), (None, "null"), ([5], "[ … ]")]
)
def test_minutes_are_a_whole_number_and_nothing_like_one(value, came):
    assert said(step(minutes=value)) == [
        f"“modules › 1 › sessions › 1 › steps › 3 › minutes”: a whole number is needed, and {came} came."
    ]


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        (module(title=3), "“modules › 1 › title”: a text is needed, and 3 came."),
        (module(materials="page"), '“modules › 1 › materials”: a list in [ ] is needed, and "page" came.'),
        (
            module(cites=["finding"]),
            '“modules › 1 › cites › 1”: names with their values in { } are needed, and "finding" came.',
        ),
        (
            step(outcomes=["listen", {"key": "ask"}]),
            "“modules › 1 › sessions › 1 › steps › 3 › outcomes › 2”: a text is needed, and { … } came.",
        ),
    ],
)
def test_what_is_of_another_kind_is_named_with_its_place(found, fault):
    assert said(found) == [fault]


def test_true_or_false_is_no_number_and_no_text():
    for value in (0, "false"):
        found = facts()
        found["modules"][0]["assessments"][0]["required"] = value
        place = "“modules › 1 › assessments › 1 › required”"
        assert said(found) == [f"{place}: true or false is needed, and {json.dumps(value)} came."]


def test_a_kind_that_is_not_known_is_said_with_those_that_are():
    found = facts()
    found["modules"][0]["materials"][1]["kind"] = "film"
    assert said(found) == [
        '“modules › 1 › materials › 2 › kind”: one of page, file, link is needed, and "film" came.'
    ]


def test_all_that_is_wrong_is_said_at_once():
    found = module(title=3)
    del found["modules"][0]["key"]
    found["modules"].append("more")
    found["colour"] = "red"
    assert [one.partition("”")[0] for one in said(found)] == [
        "“modules › 1 › key",
        "“modules › 1 › title",
        "“modules › 2",
        "“colour",
    ]


def test_what_a_file_says_does_no_harm_and_stays_short():
    found = facts() | {"\u202e" + "x" * 500: 1, "title": ["\ud800"]}
    assert max(map(len, said(found))) < 300
    assert "\u202e" not in "".join(said(found))
    (fault,) = said(facts() | {"summary": {"a": "x" * 10_000}})
    assert fault == "“summary”: a text is needed, and { … } came."
