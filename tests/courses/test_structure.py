"""A programme as plain values: it comes back from JSON, and shows its gaps."""

import json

import pytest

from mentorway.courses.structure import (
    Area,
    Assessment,
    AssessmentKind,
    Material,
    MaterialKind,
    Module,
    Outcome,
    Programme,
    Session,
    Step,
    coverage,
    from_facts,
)
from mentorway.wording import InvalidInputError

LISTEN = Outcome("listen", "listen", "to a colleague", (Area.RELATIONSHIP,))
ASK = Outcome("ask", "ask", "open questions", (Area.SUPPORT,))
PAGE = Material("page", MaterialKind.PAGE, "Listening", "Look at who speaks.")


def programme(**fields):
    step = Step(20, "triads", "Practise", materials=("page",), outcomes=("listen",))
    module = Module(
        "talk",
        "Talking",
        "How to talk.",
        (LISTEN, ASK),
        (Session("s1", "First meeting", (step, Step(10, "plenary", "Look back"))),),
        (PAGE,),
        (Assessment("a1", AssessmentKind.OBSERVATION, "Observed talk", outcomes=("listen",)),),
        own_minutes=30,
    )
    return Programme(
        **{"title": "T", "language": "en", "summary": "", "audience": "", "modules": (module,), **fields}
    )


def test_it_comes_back_from_json_with_the_same_fingerprint():
    again = from_facts(json.loads(programme().to_json()))
    assert again == programme()
    assert again.sha256 == programme().sha256 != programme(version="2").sha256


def test_time_adds_up():
    assert (programme().minutes, programme().own_minutes) == (30, 30)


def test_gaps_of_coverage_are_empty():
    assert [(each.outcome.key, each.sessions, each.assessments) for each in coverage(programme())] == [
        ("listen", ("First meeting",), ("Observed talk",)),
        ("ask", (), ()),
    ]


def test_what_is_no_programme_is_refused_with_its_first_fault():
    facts = json.loads(programme().to_json())
    for wrong, said in (
        ({}, "“title” is missing."),
        ({**facts, "more": 1}, "“more” is not known. Known there: title, language, "),
        ([], "“programme”: names with their values in { } are needed, and [ … ] came."),
    ):
        with pytest.raises(InvalidInputError) as refusal:
            from_facts(wrong)
        assert str(refusal.value).startswith(said)
