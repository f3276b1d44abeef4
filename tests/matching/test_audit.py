import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mentorway.matching.audit import FEWEST, audit
from mentorway.matching.problem import Arcs, Problem, matching_of
from mentorway.wording import InvalidInputError


def matched(scores):
    """A matching in which each mentee has their own mentor with this score, or none."""
    places = [place for place, score in enumerate(scores) if score is not None]
    arcs = Arcs(places, places, [scores[place] for place in places])
    problem = Problem(len(scores), [1] * len(scores), arcs)
    mentor = [-1 if score is None else place for place, score in enumerate(scores)]
    return problem, matching_of(problem, mentor, "total")


def test_each_group_has_its_own_numbers():
    scores = [100, 200, 300, 400, 500, None, 900, 900, 900, 900, 900, None, None]
    found = audit(*matched(scores), ["A"] * 6 + ["B"] * 6 + [None])
    first, second = found.rows
    assert (first.group, first.mentees, first.unmatched, first.mean, first.lowest) == ("A", 6, 1, 300, 100)
    assert (second.group, second.mentees, second.unmatched, second.mean, second.lowest) == (
        "B",
        6,
        1,
        900,
        900,
    )
    assert (found.hidden_groups, found.hidden_mentees, found.not_asked) == (0, 0, 1)
    assert first.mean_difference.value == -600
    assert first.mean_difference.stands_out
    assert first.unmatched_difference.value == 0
    assert not first.unmatched_difference.stands_out
    assert str(found.message) == "All groups are shown."


def test_the_interval_of_two_means_is_welchs_for_as_many_groups_as_are_shown():
    rng = np.random.default_rng(2)
    scores = rng.integers(0, 1001, 60).tolist()
    groups = ["A"] * 15 + ["B"] * 20 + ["C"] * 25
    found = audit(*matched(scores), groups, confidence=0.9)
    for row, start, stop in zip(found.rows, (0, 15, 35), (15, 35, 60), strict=True):
        own, rest = scores[start:stop], scores[:start] + scores[stop:]
        expected = stats.ttest_ind(own, rest, equal_var=False).confidence_interval(1 - 0.1 / 3)
        assert row.mean_difference.low == pytest.approx(expected.low)
        assert row.mean_difference.high == pytest.approx(expected.high)


def test_the_interval_of_two_shares_is_the_worked_example_of_newcombe():
    """His example (a): 56 of 70 against 48 of 80, 0.0524 to 0.3339 by method 10."""
    scores = [None] * 56 + [1] * 14 + [None] * 48 + [1] * 32
    found = audit(*matched(scores), ["A"] * 70 + ["B"] * 80, confidence=0.9)  # two groups: 95 % each
    difference = found.rows[0].unmatched_difference
    assert difference.value == pytest.approx(0.2)
    assert difference.low == pytest.approx(0.0524, abs=5e-5)
    assert difference.high == pytest.approx(0.3339, abs=5e-5)


@given(st.lists(st.sampled_from(["A", "B", "C", "D", None]), min_size=0, max_size=60))
def test_what_is_hidden_is_never_fewer_than_five_people(groups):
    found = audit(*matched([500] * len(groups)), groups)
    sizes = {name: groups.count(name) for name in set(groups) - {None}}
    assert all(row.mentees == sizes[row.group] >= FEWEST for row in found.rows)
    assert found.hidden_mentees == sum(sizes.values()) - sum(row.mentees for row in found.rows)
    assert found.hidden_mentees == 0 or found.hidden_mentees >= FEWEST or not found.rows
    assert len(found.rows) + found.hidden_groups == len(sizes)
    assert found.not_asked == groups.count(None)


def test_a_further_group_is_hidden_where_one_could_be_worked_out():
    groups = ["A"] * 20 + ["B"] * 6 + ["C"] * 2
    found = audit(*matched([500] * 28), groups)
    assert [row.group for row in found.rows] == ["A"]
    assert (found.hidden_groups, found.hidden_mentees) == (2, 8)
    assert str(found.message) == "2 groups are not shown, so that nobody can be recognised."
    found = audit(*matched([500] * 28), ["A"] * 20 + ["B"] * 5 + ["C"] * 3)
    assert found.hidden_mentees == 8


def test_scores_of_fewer_than_five_pairs_are_not_shown():
    scores = [100, 200, 300, 400, None, None, *[500] * 10]
    found = audit(*matched(scores), ["A"] * 6 + ["B"] * 10)
    first, second = found.rows
    assert (first.unmatched, first.mean, first.lowest, first.mean_difference) == (2, None, None, None)
    assert second.mean == 500
    assert second.mean_difference is None


def test_one_group_alone_is_compared_with_nobody():
    found = audit(*matched([500] * 6), ["A"] * 6)
    assert found.rows[0].unmatched_difference is None
    assert found.rows[0].mean_difference is None


@pytest.mark.parametrize(
    ("groups", "confidence", "words"),
    [(["A"], 0.95, "each of the 2 mentees; they are 1"), (["A", "B"], 95, "between 0 and 1")],
)
def test_what_cannot_be_is_refused_in_words(groups, confidence, words):
    with pytest.raises(InvalidInputError, match=words):
        audit(*matched([1, 2]), groups, confidence=confidence)
