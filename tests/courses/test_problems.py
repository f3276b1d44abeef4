"""What stands in the way of publishing a programme is said with the part and what it needs."""

from dataclasses import replace

import pytest
from tests.courses.making import LISTEN, MODULE, PAGE, SHEET_FILE, SITE, THINK, WATCHED, make_module
from tests.courses.making import make_programme as made

from mentorway.courses.problems import problems
from mentorway.courses.structure import (
    Assessment,
    AssessmentKind,
    Choice,
    Module,
    Question,
    Session,
    Step,
)

RIGHT, WRONG = Choice("Ears", right=True), Choice("Walls")
WHO = Question("who", "Who listens?", (RIGHT, WRONG))
QUIZ = Assessment("quiz", AssessmentKind.QUIZ, "A quiz", questions=(WHO,))
SOUND = make_module(assessments=(QUIZ, WATCHED, THINK))


def said(**changed):
    return [str(one) for one in problems(made(modules=(replace(SOUND, **changed),)))]


def test_a_sound_programme_has_no_problems():
    assert said() == []


def test_what_contradicts_itself_is_said():
    step = Step(0, "pairs", "Nothing", materials=("lost",))
    twice = Module("other", "Other", "", (LISTEN,), (Session("s2", "Second", (step,)),))
    assert [str(each) for each in problems(made(modules=(SOUND, twice)))] == [
        "The short name “listen” is used twice. Give each part its own.",
        "“Nothing” in “Second” takes 0 minutes. Give it at least one.",
        "“Second” names the material “lost”, which no module has.",
    ]


def test_a_session_without_steps_is_named():
    assert said(sessions=(*SOUND.sessions, Session("s2", "Second", ()))) == ["“Second” has no step yet."]


@pytest.mark.parametrize(
    ("material", "fault"),
    [
        (replace(PAGE, text=" \n"), "The page “Listening” is empty. Write its text."),
        (replace(SITE, address=""), "The link “Site” leads nowhere. Give an address on the web."),
        (
            replace(SITE, address="javascript:alert(1)"),
            "The link “Site” leads nowhere. Give an address on the web.",
        ),
        (replace(SHEET_FILE, sha256=""), "“Sheet” is to be a file, and there is none. Add the file."),
    ],
)
def test_a_material_without_what_it_is_for_is_named(material, fault):
    kept = [material if one.key == material.key else one for one in MODULE.materials]
    assert said(materials=tuple(kept)) == [fault]


@pytest.mark.parametrize("kind", [kind for kind in AssessmentKind if kind is not AssessmentKind.QUIZ])
def test_an_assessment_without_a_task_is_named(kind):
    empty = Assessment("a", kind, "Try it", " ")
    assert said(assessments=(empty,)) == ["“Try it” does not say what to do. Write the task."]


@pytest.mark.parametrize(
    ("questions", "faults"),
    [
        ((), ["The quiz “A quiz” has no question. Write at least one."]),
        ((WHO, replace(WHO, text=" ")), ["Question 2 of the quiz “A quiz” is empty. Write it."]),
        *(
            (
                (replace(WHO, choices=choices),),
                [
                    "Question 1 of the quiz “A quiz” needs at least two choices, and one that is right.",
                ],
            )
            for choices in ((), (RIGHT,), (WRONG, WRONG))
        ),
        ((replace(WHO, choices=(RIGHT, RIGHT)),), []),
    ],
)
def test_a_quiz_that_nobody_can_answer_is_named(questions, faults):
    assert said(assessments=(replace(QUIZ, questions=questions),)) == faults
