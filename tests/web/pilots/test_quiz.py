"""Quizzes: what is right, what passes, and what is told."""

import pytest
from django.urls import reverse
from tests.web.pilots.learning_making import QUIZ, make_learning
from tests.web.pilots.making import enrol

from mentorway.courses.structure import Assessment, AssessmentKind, Choice, Question
from mentorway.web.pilots.analysis.quiz import judged
from mentorway.web.pilots.analysis.works import passed_by
from mentorway.web.pilots.models import CohortState, Work, WorkState

CHOICES = (Choice("Wrong", feedback="No."), Choice("Right", right=True, feedback="Yes."))


def quiz(*questions):
    return Assessment("q", AssessmentKind.QUIZ, "Quiz", questions=questions)


def of_ten():
    return quiz(*(Question(f"q{number}", "?", CHOICES) for number in range(10)))


@pytest.mark.parametrize(("right", "passes"), [(10, True), (8, True), (7, False), (0, False)])
def test_eight_of_ten_pass(right, passes):
    answers = {f"q{number}": [int(number < right)] for number in range(10)}
    result = judged(of_ten(), answers)
    assert (result.right, result.total, result.is_passed) == (right, 10, passes)


def test_nothing_passes_as_long_as_a_question_is_left_out():
    assert not judged(of_ten(), {f"q{number}": [1] for number in range(9)}).is_passed


def test_a_quiz_without_questions_is_not_passed():
    assert not judged(quiz(), {}).is_passed


def test_every_right_choice_and_no_other_is_needed():
    many = quiz(Question("q", "?", (*CHOICES, Choice("Right too", right=True))))
    assert [judged(many, {"q": chosen}).is_passed for chosen in ([1], [1, 2], [0, 1, 2])] == [
        False,
        True,
        False,
    ]


def test_a_question_of_which_no_choice_is_right_asks_for_an_opinion():
    opinion = quiz(Question("q", "?", (Choice("A"), Choice("B"))))
    result = judged(opinion, {"q": [0]})
    assert result.is_passed
    assert not any(one.is_told for one in result.questions[0].given)


def test_what_is_right_is_not_given_away_by_a_wrong_answer():
    wrong, right = (judged(of_ten(), {"q0": [chosen]}).questions[0] for chosen in (0, 1))
    assert [one.is_told for one in wrong.given] == [True, False]
    assert [one.is_told for one in right.given] == [True, True]


@pytest.fixture
def person(db):
    return enrol(make_learning())


def address(person):
    return reverse("pilots:own_quiz", args=[person.link, QUIZ])


def page(response):
    return response.content.decode()


def test_a_wrong_answer_can_be_tried_again_and_a_right_one_passes(client, person):
    asked = page(client.get(address(person)))
    assert "What is open?" in asked
    assert asked.count('type="radio"') == 2
    again = client.post(address(person), {"question_0": "1"}, follow=True)
    assert "0 of 1 question answered right" in page(again)
    assert QUIZ not in passed_by(person)
    assert "Yes." not in page(again)
    passed = client.post(address(person), {"question_0": "0"}, follow=True)
    assert "That passes." in page(passed)
    assert "Yes." in page(passed)
    assert QUIZ in passed_by(person)


def test_what_is_passed_stays_passed_when_somebody_tries_again(client, person):
    client.post(address(person), {"question_0": "0"})
    answer = page(client.post(address(person), {"question_0": "1"}, follow=True))
    assert "You have passed before, and that stands." in answer
    assert Work.objects.get().state == WorkState.PASSED


@pytest.mark.parametrize("sent", [{}, {"question_0": "7"}, {"question_0": "x"}])
def test_a_question_left_out_or_a_choice_that_is_none_is_asked_again(client, person, sent):
    answer = client.post(address(person), sent)
    assert answer.status_code == 200
    assert "errorlist" in page(answer)
    assert not Work.objects.exists()


def test_a_finished_training_takes_no_answers(client, person):
    person.cohort.state = CohortState.FINISHED
    person.cohort.save()
    answer = page(client.post(address(person), {"question_0": "0"}))
    assert "is over, so nothing more can be handed in" in answer
    assert not Work.objects.exists()
