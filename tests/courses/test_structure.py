"""A programme as plain values: it comes back from JSON, shows its gaps, and says what contradicts itself."""

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
    problems,
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


def test_a_sound_programme_has_no_problems():
    assert problems(programme()) == ()


def test_what_contradicts_itself_is_said():
    one = programme().modules[0]
    step = Step(0, "pairs", "Nothing", materials=("lost",))
    twice = Module("other", "Other", "", (LISTEN,), (Session("s2", "Second", (step,)),))
    assert [str(each) for each in problems(programme(modules=(one, twice)))] == [
        "The short name “listen” is used twice. Give each part its own.",
        "“Nothing” in “Second” takes 0 minutes. Give it at least one.",
        "“Second” names the material “lost”, which no module has.",
    ]


@pytest.mark.parametrize("facts", [{}, {"title": "T"}, {**json.loads(programme().to_json()), "more": 1}])
def test_what_is_no_programme_is_refused(facts):
    with pytest.raises(InvalidInputError, match="The description of the programme cannot be read"):
        from_facts(facts)
