"""Results as rows and data frames: nothing is rounded, nothing is lost, and what is no result is refused."""

import sys
from dataclasses import dataclass, field

import numpy as np
import pytest

from mentorway import frames
from mentorway.evidence.comparisons.groups import anova, welch_t
from mentorway.evidence.comparisons.multiplicity import Adjustment
from mentorway.wording import InvalidInputError, Message


@dataclass(frozen=True)
class Inner:
    value: float
    kind: Adjustment = Adjustment.HOLM


@dataclass(frozen=True)
class Group:
    name: str
    alpha: Inner | None
    pairs: tuple[Inner, ...] = ()


@dataclass(frozen=True, eq=False)
class Found:
    title: str
    matrix: np.ndarray
    groups: tuple[Group, ...]
    warnings: tuple[Message, ...] = ()
    sizes: dict[str, int] = field(default_factory=dict)


FOUND = Found(
    "Trust",
    np.eye(2),
    (Group("FI", Inner(1 / 3), (Inner(0.1), Inner(0.2))), Group("SE", None)),
    (Message("There are %(count)d people.", {"count": 3}),),
    {"FI": 2},
)


def test_a_result_is_one_row_with_the_results_inside_it_as_columns():
    assert frames.rows(FOUND.groups) == [
        {"name": "FI", "alpha.value": 1 / 3, "alpha.kind": "holm"},
        {"name": "SE", "alpha": None},
    ]


def test_lists_of_results_are_tables_that_say_where_they_belong():
    found = frames.tables(FOUND)
    assert list(found) == ["", "groups", "groups.pairs"]
    assert found[""][0]["title"] == "Trust"
    assert found[""][0]["warnings"] == ["There are 3 people."]
    assert found[""][0]["sizes"] == {"FI": 2}
    assert found["groups.pairs"] == [
        {"groups": "FI", "value": 0.1, "kind": "holm"},
        {"groups": "FI", "value": 0.2, "kind": "holm"},
    ]


def test_a_data_frame_has_full_precision():
    found = anova([10, 12, 8], [3.1, 3.6, 2.9], [0.8, 0.7, 1.0])
    table = frames.frame(found)
    assert table.loc[0, "statistic"] == found.statistic
    assert list(frames.frames(FOUND)["groups"]["name"]) == ["FI", "SE"]


def test_a_mapping_keeps_its_names():
    pair = {"first": welch_t([20, 24], [3.2, 3.9], [0.8, 0.9])}
    assert frames.rows(pair)[0]["name"] == "first"


@pytest.mark.parametrize("wrong", [3, "text", None])
def test_what_is_no_result_is_refused(wrong):
    with pytest.raises(InvalidInputError, match="A table can be made of a result or of several"):
        frames.rows(wrong)


def test_without_pandas_the_way_to_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InvalidInputError, match=r"install mentorway\[pandas\]"):
        frames.frame(FOUND)


def test_arrays_by_unit_are_unrolled():
    @dataclass
    class Units:
        scores: np.ndarray
        slacks: np.ndarray
        other: np.ndarray

    found = frames.unrolled(Units(np.array([1.0, 0.5]), np.array([[0, 1], [2, 3]]), np.zeros((2, 2, 2))))
    assert found == [
        {"scores": 1.0, "slacks.0": 0, "slacks.1": 1},
        {"scores": 0.5, "slacks.0": 2, "slacks.1": 3},
    ]


def test_a_result_without_arrays_is_not_unrolled():
    with pytest.raises(InvalidInputError, match="has no array with a number for each unit"):
        frames.unrolled(FOUND.groups[0])
