"""Quizzes: which questions are answered right, and whether that passes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mentorway.courses.structure import Assessment, Choice, Question

PASSES_AT: Final = 80  # percent of the questions
Answers = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Given:
    """One choice as it was answered: whether it was chosen, and whether its rightness is told."""

    choice: Choice
    is_chosen: bool
    is_told: bool


@dataclass(frozen=True)
class Judged:
    """One question as it was answered."""

    question: Question
    is_right: bool
    given: tuple[Given, ...]


@dataclass(frozen=True)
class Result:
    """A quiz as it was answered. It is passed when all is answered and at least 80 percent is right."""

    questions: tuple[Judged, ...]
    answered: int

    @property
    def right(self) -> int:
        """How many questions are answered right."""
        return sum(one.is_right for one in self.questions)

    @property
    def total(self) -> int:
        """How many questions there are."""
        return len(self.questions)

    @property
    def is_passed(self) -> bool:
        """Whether enough is right; a quiz without questions is never passed by answering it."""
        whole = bool(self.questions) and self.answered == self.total
        return whole and 100 * self.right >= PASSES_AT * self.total


def right_of(question: Question) -> frozenset[int]:
    """Return the places of the right choices."""
    return frozenset(place for place, one in enumerate(question.choices) if one.right)


def takes_many(question: Question) -> bool:
    """Return whether several choices can be chosen."""
    return len(right_of(question)) > 1


def judged(assessment: Assessment, answers: Answers) -> Result:
    """Return how a quiz was answered; a question of which no choice is right asks only for an opinion.

    Which choices are right is told about those that were chosen, and about all of a question answered right.

    >>> from mentorway.courses.structure import AssessmentKind
    >>> question = Question("q1", "Open?", (Choice("How was it?", right=True), Choice("Was it good?")))
    >>> quiz = Assessment("a", AssessmentKind.QUIZ, "A quiz", questions=(question,))
    >>> judged(quiz, {"q1": [0]}).is_passed, judged(quiz, {"q1": [1]}).is_passed, judged(quiz, {}).is_passed
    (True, False, False)
    """
    found = tuple(_judged(one, frozenset(answers.get(one.key, ()))) for one in assessment.questions)
    return Result(found, sum(bool(answers.get(one.key)) for one in assessment.questions))


def _judged(question: Question, chosen: frozenset[int]) -> Judged:
    right = right_of(question)
    is_right = bool(chosen) and (not right or chosen == right)
    given = tuple(
        Given(one, place in chosen, bool(right) and (place in chosen or is_right))
        for place, one in enumerate(question.choices)
    )
    return Judged(question, is_right, given)
