import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.disclosure.generalising import Change, advice
from mentorway.disclosure.microdata import anonymity
from mentorway.wording import InvalidInputError

CASES = json.loads((Path(__file__).parents[1] / "oracles" / "microdata.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES)
def test_it_equals_pycanon(case):
    found = anonymity(case["columns"], case["known_by"], ["answer", "score"])
    assert found.k == case["found"]["k"]
    for secret in ("answer", "score"):
        theirs, ours = case["found"][secret], found.diversity[secret]
        assert ours.distinct == theirs["distinct"]
        assert int(ours.entropy + 1e-9) == theirs["entropy"] or ours.entropy == pytest.approx(
            theirs["entropy"] + 1
        )
        assert ours.closeness == pytest.approx(theirs["closeness"], abs=1e-12)


PEOPLE = {
    "country": ["FI"] * 6 + ["SE"] * 5 + ["LV"],
    "age": [30, 31, 32, 33, 34, 35, 41, 42, 43, 44, 45, 58],
    "role": ["mentor", "mentee"] * 6,
}


def test_it_says_who_stands_alone_and_by_what():
    found = anonymity(PEOPLE, ["country", "age", "role"])
    assert (found.people, found.k, found.alone, found.classes) == (12, 1, 12, 12)
    assert dict(found.finders) == {("age",): 12, ("country",): 1}
    assert dict(found.freed) == {"country": 0, "age": 11, "role": 0}
    assert str(found.said) == "12 of 12 people stand alone; at least 1 look alike."


def test_sets_of_columns_are_named_where_one_is_not_enough():
    found = anonymity({"a": [0, 0, 1, 1], "b": [0, 1, 0, 1]}, ["a", "b"])
    assert dict(found.finders) == {("a", "b"): 4}
    assert anonymity({"a": [0, 0]}, ["a"]).finders == {}


def test_advice_says_what_it_would_change():
    found = advice(PEOPLE, ["country", "age"])
    assert {(one.column, one.change, one.alone) for one in found[:2]} == {
        ("age", Change.LEAVE_OUT, 1),
        ("age", Change.BANDS, 1),
    }
    bands = next(one for one in found if one.change is Change.BANDS)
    assert str(bands.said).startswith("Put age into bands of ")
    for one in found:
        if one.change is Change.BANDS:
            width = int(str(one.said).split("bands of ")[1].split(":")[0])
            changed = {**PEOPLE, "age": np.floor(np.array(PEOPLE["age"]) / width)}
            assert anonymity(changed, ["country", "age"]).alone == one.alone


def test_rare_categories_are_joined():
    towns = ["Turku"] * 8 + ["Riga", "Malmö", "Riga"]
    roles = ["a"] * 8 + ["a", "a", "b"]
    found = advice({"town": towns, "role": roles}, ["town", "role"])
    joined = next(one for one in found if one.change is Change.JOIN and one.column == "town")
    assert str(joined.said) == (
        "Join categories of town that have few people (Malmö, Riga): then 1 person instead of 3 stands alone."
    )


STORIES = [f"My story number {one} is long" for one in range(30)]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (
            {"a": ["I was never asked what I need by the people who lead us"]},
            "is a free text, which is never published",
        ),
        ({"a": STORIES}, "is a free text"),
        ({"b": [1]}, "There is no column a: b."),
        ({"a": []}, r"has the shape \(0,\)"),
        ({"a": [[1, 2]]}, "each needs a value for each person"),
    ],
)
def test_it_is_refused(columns, said):
    with pytest.raises(InvalidInputError, match=said):
        anonymity(columns, ["a"])


def test_columns_of_different_length_and_nothing_known_are_refused():
    with pytest.raises(InvalidInputError, match="the same number in all"):
        anonymity({"a": [1, 2], "b": [1]}, ["a", "b"])
    with pytest.raises(InvalidInputError, match="at least one column"):
        anonymity({"a": [1, 2]}, [], ["a"])


def test_free_text_that_shall_stay_secret_is_refused_too():
    with pytest.raises(InvalidInputError, match="free text"):
        anonymity({"a": [1] * 30, "why": STORIES}, ["a"], ["why"])
