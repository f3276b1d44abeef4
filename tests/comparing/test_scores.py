from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from tests.comparing.making import example, make_snapshot

from mentorway.comparing import GroupSummary, Plan, compare
from mentorway.comparing.scores import MOST_LOOKED_AT, _families, score_comparison
from mentorway.evidence.comparisons.effect_sizes import hedges_g
from mentorway.evidence.comparisons.explained import explained
from mentorway.evidence.comparisons.groups import welch_anova, welch_t
from mentorway.evidence.comparisons.multiplicity import holm
from mentorway.evidence.psychometrics.invariance.licence import Licence, Verdict

SIZES = {"FI": 330, "LT": 320, "SE": 340}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    snapshot = make_snapshot(SIZES, {"A": 5}, tmp_path_factory.mktemp("scores"))
    return compare(snapshot, Plan(matters=0.5)).scales[0]


def group(name, n, mean, sd):
    return GroupSummary(name, n, n, 0.0, mean, sd, None, None, None, (), ())


def licence(pair, verdict):
    return Licence(*pair, verdict, cautious=False, reasons=())


def moments(*groups):
    return [one.complete for one in groups], [one.mean for one in groups], [one.sd for one in groups]


def test_all_groups_licensed_are_one_family_with_welchs_test(found):
    assert {one.verdict for one in found.licences} == {Verdict.MEANS}
    (family,) = found.scores.families
    assert [one.name for one in family.groups] == list(SIZES)
    test = welch_anova(*moments(*found.groups))
    assert (family.statistic, family.df2, family.p) == (test.statistic, test.df2, test.p)
    shares = explained(*moments(*found.groups), confidence=0.90)
    assert (family.eta_squared, family.omega_squared) == (shares.eta_squared, shares.omega_squared)
    assert found.all_means_licensed


def test_every_pair_is_second_minus_first_and_raised_for_all(found):
    groups = {one.name: one for one in found.groups}
    for pair in found.scores.pairs:
        first, second = groups[pair.first], groups[pair.second]
        assert pair.difference == pytest.approx(second.mean - first.mean)
        assert pair.low < pair.difference < pair.high
        size = hedges_g(*moments(second, first))
        assert (pair.g, pair.g_low, pair.g_high) == (size.value, size.low, size.high)
        assert np.sign(pair.t) == np.sign(pair.difference)
    alone = [welch_t(*moments(groups[one.second], groups[one.first])).p for one in found.scores.pairs]
    assert [one.p_alone for one in found.scores.pairs] == pytest.approx(alone)
    assert [one.p_holm for one in found.scores.pairs] == pytest.approx(holm(alone).tolist())


def test_what_matters_is_asked_only_where_it_was_said(found, tmp_path):
    assert {one.equivalence.verdict.value for one in found.scores.pairs} == {"equivalent"}
    assert found.scores.pairs[0].equivalence.bounds == (-0.5, 0.5)
    plain = compare(make_snapshot(SIZES, {"A": 5}, tmp_path)).scales[0]
    assert [one.equivalence for one in plain.scores.pairs] == [None] * 3


def test_means_stand_side_by_side_only_where_every_pair_is_licensed():
    groups = [
        group("A", 100, 3.0, 1.0),
        group("B", 90, 3.2, 1.1),
        group("C", 80, 3.1, 0.9),
        group("D", 70, 2.0, 1.0),
    ]
    verdicts = {("A", "B"): Verdict.MEANS, ("B", "C"): Verdict.MEANS, ("C", "D"): Verdict.PARTIAL_MEANS}
    licences = [licence(pair, verdicts.get(pair, Verdict.ASSOCIATIONS)) for pair in combinations("ABCD", 2)]
    found = score_comparison(groups, licences, Plan())
    assert [[one.name for one in family.groups] for family in found.families] == [["A", "B"], ["B", "C"]]
    assert [(one.first, one.second) for one in found.pairs] == [("A", "B"), ("B", "C")]


def test_partial_licences_give_no_observed_scores_but_a_reason_beside_full_ones():
    groups = [group(name, 100, 3.0, 1.0) for name in "ABC"]
    partly = [licence(pair, Verdict.PARTIAL_MEANS) for pair in combinations("ABC", 2)]
    assert score_comparison(groups, partly, Plan()) is None
    mixed = [replace(partly[0], verdict=Verdict.MEANS), *partly[1:]]
    found = score_comparison(groups, mixed, Plan())
    assert [(one.first, one.second) for one in found.pairs] == [("A", "B")]
    assert "only with some items set free are left out here" in str(found.warnings[0])


def test_groups_in_which_nobody_differs_have_no_test():
    groups = [group(name, 60, mean, 0.0) for name, mean in (("A", 3.0), ("B", 4.0))]
    found = score_comparison(groups, [licence(("A", "B"), Verdict.MEANS)], Plan(matters=0.1))
    (family,), (pair,) = found.families, found.pairs
    assert (family.p, family.eta_squared) == (None, None)
    assert family.warnings
    assert (pair.difference, pair.p, pair.p_holm, pair.g) == (1.0, None, None, None)


def test_families_are_maximal_and_the_largest_come_first():
    pairs = [*combinations("ABCD", 2), ("D", "E"), ("E", "F"), ("A", "F")]
    assert _families(pairs, "ABCDEFG") == [list("ABCD"), ["A", "F"], ["D", "E"], ["E", "F"]]


def test_very_many_families_end_in_time():
    names = [f"{number:02d}" for number in range(39)]
    pairs = [pair for pair in combinations(names, 2) if int(pair[0]) // 3 != int(pair[1]) // 3]
    found = _families(pairs, names)
    assert len(found) == MOST_LOOKED_AT
    assert {len(one) for one in found} == {13}


def test_no_licence_no_scores():
    refused = [scale for scale in example().scales if not scale.mean_differences]
    assert refused
    assert [scale.scores for scale in refused] == [None] * len(refused)
