import pytest
from tests.comparing.making import example, make_facts

from mentorway.comparing import Plan, compare
from mentorway.evidence.psychometrics.invariance.licence import Verdict

SIZES = {"FI": 260, "LT": 250, "SE": 240}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    return make_facts(SIZES, {"A": 4, "B": 3}, tmp_path_factory.mktemp("pairs"))[0]


def test_correlations_stand_only_with_pairs_that_may_compare_them(snapshot):
    together = compare(snapshot).several_factors
    licensed = [
        (one.first, one.second)
        for one in together.licences
        if one.verdict not in (Verdict.NONE, Verdict.FORM)
    ]
    assert licensed
    assert [(one.first, one.second) for one in together.associations] == licensed
    for one in together.associations:
        assert (one.factor, one.other) == ("A", "B")
        assert one.of_first_low < one.of_first < one.of_first_high
        assert one.difference == pytest.approx(one.of_second - one.of_first)
        assert one.low < one.difference < one.high


def test_no_licence_no_correlations():
    together = example().several_factors
    refused = {
        (one.first, one.second) for one in together.licences if one.verdict in (Verdict.NONE, Verdict.FORM)
    }
    assert refused
    assert not refused & {(one.first, one.second) for one in together.associations}
    assert all(scale.associations == () for scale in example().scales)


def test_robust_ways_give_correlations_without_intervals(snapshot):
    plain, robust = (compare(snapshot, plan).several_factors for plan in (Plan(), Plan(cluster="school")))
    assert robust.associations
    known = {(one.first, one.second): one for one in plain.associations}
    for one in robust.associations:
        assert (one.of_first_low, one.low) == (None, None)
        assert one.of_first == pytest.approx(known[one.first, one.second].of_first, rel=1e-6)
