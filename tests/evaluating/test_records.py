import json
import math
from dataclasses import fields, is_dataclass

import numpy as np
import pytest
from tests.evaluating.spending_making import asked_of, made

from mentorway.evaluating.asking import Asked
from mentorway.evaluating.people import People
from mentorway.evaluating.records import from_record, to_record
from mentorway.evaluating.whole import evaluate
from mentorway.wording import InvalidInputError


def same(first, second):
    """Equal in kind and in every digit, arrays too."""
    if isinstance(first, np.ndarray):
        return np.array_equal(first, second, equal_nan=True)
    if is_dataclass(first):
        return type(first) is type(second) and all(
            same(getattr(first, one.name), getattr(second, one.name)) for one in fields(first)
        )
    if isinstance(first, tuple):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, float) and math.isnan(first):
        return math.isnan(second)
    return first == second


@pytest.mark.long
@pytest.mark.parametrize(
    ("pilots", "in_pilot", "compared"),
    [(12, 20, 6), (1, 3, 0), (2, 7, 0), (2, 14, 7), (3, 20, 20)],
)
def test_what_is_stored_is_what_was_found(pilots, in_pilot, compared):
    people = made(pilots, in_pilot, compared)
    found = evaluate(people, asked_of(people), rng=np.random.default_rng(5))
    text = json.dumps(to_record(found), allow_nan=False)
    again = from_record(json.loads(text))
    assert same(found, again)
    assert json.dumps(to_record(again), allow_nan=False) == text


def test_an_evaluation_of_nobody_is_stored_too():
    found = evaluate(People((), (), (), (), (), ()), Asked(), rng=np.random.default_rng(1))
    assert same(from_record(to_record(found)), found)


def test_no_person_stands_in_a_record():
    people = made(2, 20, 6)
    names = tuple(f"pseudonym-{name}" for name in people.people)
    renamed = People(
        names,
        people.pilot,
        people.arm,
        people.country,
        people.organisation,
        people.measured,
        people.facts,
        people.completed,
        people.hours,
    )
    found = evaluate(renamed, asked_of(people), rng=np.random.default_rng(5))
    assert "pseudonym" not in json.dumps(to_record(found))


@pytest.mark.parametrize("record", [{}, {"size": 3}, {"levels": []}, None, []])
def test_something_else_is_refused_in_words(record):
    with pytest.raises(InvalidInputError, match="no stored evaluation"):
        from_record(record)
