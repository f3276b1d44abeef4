import numpy as np
import pytest
from tests.comparing.making import example, make_snapshot

from mentorway.comparing import Plan, compare, item_answers
from mentorway.evidence.comparisons.dominance import cliffs_delta
from mentorway.evidence.comparisons.multiplicity import holm
from mentorway.evidence.comparisons.ranks import kruskal_wallis

LARGE = {"LT": 400, "SE": 420}


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    snapshot = make_snapshot(LARGE, {"A": 6}, tmp_path_factory.mktemp("items"), shift={("LT", "A2"): 0.6})
    return compare(snapshot, Plan(matters=0.4)).scales[0]


def test_answers_are_counted_for_every_item_and_group():
    for scale in example().scales:
        assert [one.item for one in scale.answers] == [one.name for one in scale.items]
        for place, item in enumerate(scale.answers):
            for group, summary in zip(item.groups, scale.groups, strict=True):
                found = summary.items[place]
                assert (group.group, group.n, group.missing) == (summary.name, found.n, found.missing)
                scores = np.arange(scale.low, scale.high + 1)
                assert scores @ group.counts / group.n == pytest.approx(found.mean)


def test_small_groups_are_described_and_not_tested():
    scale = example().scales[0]
    for item in scale.answers:
        small = {group.group for group in item.groups if not group.tested}
        assert small == {"EE", "IS", "LT", "LV"}
        assert item.df == 3
        assert not any(small & {pair.first, pair.second} for pair in item.pairs)


def test_tests_are_those_of_the_large_groups_and_raised_for_the_scale():
    scale = example().scales[1]
    alone = []
    for item in scale.answers:
        test = kruskal_wallis([group.counts for group in item.groups if group.tested])
        assert (item.statistic, item.p) == (test.statistic, test.p)
        alone.append(test.p)
    assert [item.p_holm for item in scale.answers] == pytest.approx(holm(alone).tolist())


def test_the_moved_question_stands_out_where_means_may_not_be_compared(moved):
    (worst,) = [item for item in moved.answers if item.p_holm < 0.001]
    assert worst.item == "A2"
    (pair,) = worst.pairs
    expected = cliffs_delta([worst.groups[1].counts, worst.groups[0].counts])
    assert (pair.first, pair.second, pair.delta) == ("LT", "SE", expected.value)
    assert pair.delta < 0
    assert pair.equivalence.verdict.value == "different"
    others = {item.pairs[0].equivalence.verdict.value for item in moved.answers if item is not worst}
    assert others == {"equivalent"}


def test_pairs_whose_means_are_licensed_have_no_effects_item_by_item(tmp_path):
    scale = compare(make_snapshot(LARGE, {"A": 6}, tmp_path)).scales[0]
    assert [item.pairs for item in scale.answers] == [()] * 6
    assert all(item.p is not None for item in scale.answers)


def test_too_many_pairs_are_left_out_and_said(tmp_path, monkeypatch):
    monkeypatch.setattr(item_answers, "MOST_PAIRS", 5)
    snapshot = make_snapshot(LARGE, {"A": 6}, tmp_path, shift={("LT", "A2"): 0.6})
    scale = compare(snapshot).scales[0]
    assert [item.pairs for item in scale.answers] == [()] * 6
    assert all("too many pairs" in str(item.warnings[0]) for item in scale.answers)


def test_one_large_group_is_not_tested(tmp_path):
    scale = compare(make_snapshot({"LT": 400, "SE": 20}, {"A": 4}, tmp_path)).scales[0]
    assert [(item.df, item.p, item.p_holm, item.pairs) for item in scale.answers] == [
        (None, None, None, ())
    ] * 4
