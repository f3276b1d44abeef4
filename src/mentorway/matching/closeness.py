"""How two answers are compared: each kind of criterion as values from 0 to 1000 for a block of pairs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from mentorway.matching.availability import Week
from mentorway.matching.problem import BEST
from mentorway.matching.profiles import Answer, Criterion, Kind, Person

FAR = 1e300  # where nothing was answered, farther from everything than any answer
NARROW = 512  # choices up to which a full product is quicker than a sparse one

Points = NDArray[np.float32]
Mask = NDArray[np.bool_]
Block = Callable[[slice], Points]
Answers = Sequence[Answer | None]


def given(person: Person, question: str) -> Answer | None:
    """An answer; an empty set, text or week counts as none, as it looks like a question that was skipped."""
    answer = person.answers.get(question)
    empty = answer in ("", frozenset()) or (isinstance(answer, Week) and not answer.slots)
    return None if empty else answer


def known(answers: Answers) -> Mask:
    """Who answered."""
    return np.array([answer is not None for answer in answers], dtype=np.bool_)


def weeks(answers: Answers) -> list[Week | None]:
    """When people have time, None where they did not answer."""
    return [answer if isinstance(answer, Week) else None for answer in answers]


def thousandths(values: NDArray[np.floating]) -> Points:
    """Values of 0 to 1 as whole numbers of 0 to 1000."""
    whole: NDArray[np.floating] = np.rint(values * BEST)
    return whole.astype(np.float32, copy=False)


def codes(mentees: Answers, mentors: Answers) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Choices as numbers; what was not answered is like nothing on the other side."""
    numbers: dict[object, int] = {}
    first = [-1 if answer is None else numbers.setdefault(answer, len(numbers)) for answer in mentees]
    second = [-2 if answer is None else numbers.setdefault(answer, len(numbers)) for answer in mentors]
    return np.array(first, dtype=np.int32), np.array(second, dtype=np.int32)


def common(mentees: Answers, mentors: Answers) -> Block:
    """How many choices each pair has in common."""
    names = sorted({name for answer in mentees for name in _names(answer)})
    columns = {name: column for column, name in enumerate(names)}
    first, second = _incidence(mentees, columns), _incidence(mentors, columns).T.tocsr()
    if len(names) > NARROW:
        return lambda rows: np.asarray((first[rows] @ second).toarray(), dtype=np.float32)
    wide = second.toarray()
    return lambda rows: np.asarray(first[rows].toarray() @ wide, dtype=np.float32)


def _names(answer: Answer | None) -> frozenset[str]:
    return answer if isinstance(answer, frozenset) else frozenset()


def _incidence(answers: Answers, columns: Mapping[str, int]) -> sparse.csr_array:
    places = [sorted(columns[name] for name in _names(answer) if name in columns) for answer in answers]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in places], dtype=np.int64)])
    flat = np.array([place for row in places for place in row], dtype=np.int64)
    shape = (len(answers), len(columns))
    return sparse.csr_array((np.ones(flat.size, dtype=np.float32), flat, starts), shape=shape)


def _sizes(answers: Answers) -> Points:
    return np.array([len(_names(answer)) for answer in answers], dtype=np.float32)


def _same(_criterion: Criterion, mentees: Answers, mentors: Answers) -> Block:
    first, second = codes(mentees, mentors)
    return lambda rows: (first[rows, None] == second).astype(np.float32) * np.float32(BEST)


def _overlap(_criterion: Criterion, mentees: Answers, mentors: Answers) -> Block:
    shared, first, second = common(mentees, mentors), _sizes(mentees), _sizes(mentors)

    def block(rows: slice) -> Points:
        both = shared(rows)
        return thousandths(both / np.maximum(first[rows, None] + second - both, np.float32(1)))

    return block


def _wanted(_criterion: Criterion, mentees: Answers, mentors: Answers) -> Block:
    shared, wanted = common(mentees, mentors), np.maximum(_sizes(mentees), np.float32(1))
    return lambda rows: thousandths(shared(rows) / wanted[rows, None])


def _close(criterion: Criterion, mentees: Answers, mentors: Answers) -> Block:
    first, second = _numbers(mentees, FAR), _numbers(mentors, -FAR) - criterion.lead

    def block(rows: slice) -> Points:
        near = second - first[rows, None]
        np.abs(near, out=near)
        near /= -criterion.span
        near += 1
        return thousandths(np.maximum(near, 0, out=near))

    return block


def _numbers(answers: Answers, missing: float) -> NDArray[np.float64]:
    return np.array(
        [answer if isinstance(answer, int | float) else missing for answer in answers], dtype=np.float64
    )


def _ordered(criterion: Criterion, mentees: Answers, mentors: Answers) -> Block:
    count = len(criterion.order)
    steps: dict[object, int] = {choice: step for step, choice in enumerate(criterion.order)}
    first = np.array([steps.get(answer, count) for answer in mentees], dtype=np.intp)
    second = np.array([steps.get(answer, count) for answer in mentors], dtype=np.intp)
    away = np.arange(count) - np.arange(count)[:, None] - criterion.lead
    table = np.zeros((count + 1, count + 1), dtype=np.float32)  # the last row and column: not answered
    table[:count, :count] = thousandths(np.maximum(1 - np.abs(away) / (count - 1), 0))
    return lambda rows: np.take(table[first[rows]], second, axis=1)


COMPARED: Mapping[Kind, Callable[[Criterion, Answers, Answers], Block]] = {
    Kind.SAME: _same,
    Kind.OVERLAP: _overlap,
    Kind.WANTED: _wanted,
    Kind.CLOSE: _close,
    Kind.ORDERED: _ordered,
}
