"""The E-I index and its test, by hand, by every deal there is, and against networkx."""

import json
import math
from itertools import permutations
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.test_networks import drawn, matrix

from mentorway.evidence.networks.mixing import ei_index, ei_test, mixing
from mentorway.wording import InvalidInputError

ORACLES = json.loads((Path(__file__).parents[1] / "oracles" / "networks.json").read_text())
UNHURRIED = settings(deadline=None)
seeds = st.integers(0, 10_000)


@pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: oracle["name"])
def test_ties_by_group_and_the_index_equal_those_counted_in_r(oracle):
    network = matrix(oracle["nodes"], oracle["ends"])
    found = mixing(network, oracle["groups"])
    assert found.groups == tuple(dict.fromkeys(oracle["groups"]))
    assert found.ties.tolist() == oracle["ties"]
    assert ei_index(network, oracle["groups"]).network.value == pytest.approx(oracle["ei"], rel=1e-12)
    assert found.cross_share == pytest.approx((1 + oracle["ei"]) / 2, rel=1e-12)


@given(seeds, st.integers(2, 30), st.integers(1, 4))
@UNHURRIED
def test_mixing_equals_networkx(seed, nodes, kinds):
    graph, network = drawn(seed, nodes, nodes * (nodes - 1) // 4)
    groups = np.random.default_rng(seed).integers(0, kinds, nodes).tolist()
    nx.set_node_attributes(graph, dict(enumerate(groups)), "kind")
    found = mixing(network, groups)
    place = {name: number for number, name in enumerate(found.groups)}
    theirs = nx.attribute_mixing_matrix(graph, "kind", mapping=place, normalized=False)
    both = found.ties + np.diag(np.diag(found.ties))  # networkx counts a tie within from both ends
    assert both.tolist() == theirs.tolist()
    assert found.possible.sum() + np.trace(found.possible) == nodes * (nodes - 1)


@given(seeds, st.integers(2, 25), st.integers(2, 3))
@UNHURRIED
def test_the_index_stays_within_what_sizes_allow_and_groups_add_up(seed, nodes, kinds):
    _, network = drawn(seed, nodes, max(1, nodes * (nodes - 1) // 5))
    groups = np.random.default_rng(seed).integers(0, kinds, nodes).tolist()
    found = ei_index(network, groups)
    whole = found.network
    assert -1 <= whole.lowest <= whole.value <= whole.highest <= 1
    assert sum(one.internal for _, one in found.groups) == whole.internal
    assert sum(one.external for _, one in found.groups) == 2 * whole.external
    assert [one is None for one in found.nodes] == (network.sum(axis=0) == 0).tolist()
    for _, one in found.groups:
        assert one.value is None or one.lowest <= one.value <= one.highest


def test_a_star_of_one_firm_and_three_schools_by_hand():
    found = ei_index(matrix(5, [(0, 1), (0, 2), (0, 3), (1, 2)]), ["firm"] + ["school"] * 4)
    assert (found.network.external, found.network.internal, found.network.value) == (3, 1, 0.5)
    assert found.network.expected == pytest.approx(2 * 4 / 10 - 1)
    assert (found.network.lowest, found.network.highest) == (-1.0, 1.0)
    assert found.nodes == (1.0, 0.0, 0.0, 1.0, None)
    assert [one.value for _, one in found.groups] == [1.0, 0.5]


def test_the_sizes_of_the_groups_bound_the_index():
    full = np.ones((4, 4)) - np.eye(4)
    found = ei_index(full, "abbb").network
    assert (found.value, found.lowest, found.highest, found.expected) == (0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize("nodes", [0, 1, 3])
def test_without_ties_the_index_is_undefined_and_says_so(nodes):
    network, groups = np.zeros((nodes, nodes)), "aba"[:nodes]
    found = ei_index(network, groups)
    assert (found.network.value, found.network.lowest, found.network.highest) == (None, None, None)
    assert found.nodes == (None,) * nodes
    assert "no ties" in str(found.warnings[0])
    assert mixing(network, groups).cross_share is None
    assert mixing(network, groups).cross_expected == (pytest.approx(2 / 3) if nodes == 3 else None)
    with pytest.raises(InvalidInputError, match="no ties"):
        ei_test(network, groups, rng=np.random.default_rng(1))


def test_one_group_leaves_no_choice():
    network = matrix(3, [(0, 1)])
    found = ei_index(network, "aaa")
    assert (found.network.value, found.network.expected) == (-1.0, -1.0)
    assert "one group" in str(found.warnings[0])
    with pytest.raises(InvalidInputError, match="one group"):
        ei_test(network, "aaa", rng=np.random.default_rng(1))


def test_no_permutation_is_no_test():
    with pytest.raises(InvalidInputError, match="at least one permutation"):
        ei_test(matrix(2, [(0, 1)]), "ab", rng=np.random.default_rng(1), permutations=0)


def every_deal(network, groups):
    ends = np.argwhere(np.triu(network))
    return [sum(deal[i] != deal[j] for i, j in ends) for deal in permutations(groups)]


@pytest.mark.parametrize("seed", range(4))
def test_chance_comes_near_the_share_of_all_deals(seed):
    _, network = drawn(seed, 7, 9)
    groups = "aaabbbb"
    found = ei_test(network, groups, rng=np.random.default_rng(seed), permutations=40_000)
    deals = np.array(every_deal(network, groups))
    value = ei_index(network, groups).network
    assert found.expected == pytest.approx(2 * deals.mean() / 9 - 1) == pytest.approx(value.expected)
    middle = deals.mean()
    away = np.abs(deals - middle) >= abs(value.external - middle) - 1e-9
    for p, share in (
        (found.p, away.mean()),
        (found.p_outward, (deals >= value.external).mean()),
        (found.p_inward, (deals <= value.external).mean()),
    ):
        assert p == pytest.approx(share, abs=5 * math.sqrt(0.25 / 40_000))


def test_a_split_club_keeps_to_itself_and_the_least_p_is_one_deal():
    oracle = ORACLES[0]
    network = matrix(34, oracle["ends"])
    found = ei_test(network, oracle["groups"], rng=np.random.default_rng(5), permutations=999)
    assert (found.direction, found.p, found.p_inward, found.p_outward) == ("inward", 0.001, 0.001, 1.0)
    assert found.value == pytest.approx(oracle["ei"])
    outward = ei_test(nx.to_numpy_array(nx.complete_bipartite_graph(6, 6)), [0] * 6 + [1] * 6,
                      rng=np.random.default_rng(5), permutations=999)  # fmt: skip
    assert (outward.direction, outward.value) == ("outward", 1.0)
    assert outward.p_outward < 0.02 < outward.p_inward


def test_what_chance_expects_leans_neither_way():
    found = ei_test(np.ones((4, 4)) - np.eye(4), "aabb", rng=np.random.default_rng(1), permutations=99)
    assert (found.direction, found.p, found.permutations) == ("neither", 1.0, 99)


def test_the_same_seed_gives_the_same_test_and_many_ties_go_in_parts():
    graph, network = drawn(1, 400, 20_000)
    groups = [node % 3 for node in graph]
    first, second = (
        ei_test(network, groups, rng=np.random.default_rng(7), permutations=400) for _ in range(2)
    )
    assert first == second
    assert first.p > 0.01
