"""Network measures against igraph and sna (kept numbers), networkx (live), and by hand."""

import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.counting import at_most

from mentorway.evidence.networks.connection import components, weak_places
from mentorway.evidence.networks.positions import betweenness, brokerage, constraint
from mentorway.evidence.networks.ties import change, degree, density
from mentorway.wording import InvalidInputError

ORACLES = json.loads((Path(__file__).parents[1] / "oracles" / "networks.json").read_text())
NETWORKS = pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: oracle["name"])
UNHURRIED = settings(deadline=None)
EVERY_MEASURE = (density, degree, components, weak_places, betweenness, constraint)


def matrix(nodes, ends):
    found = np.zeros((nodes, nodes), dtype=bool)
    for first, second in ends:
        found[first, second] = found[second, first] = True
    return found


def drawn(seed, nodes, ties):
    graph = nx.gnm_random_graph(nodes, ties, seed=seed)
    return graph, nx.to_numpy_array(graph, nodelist=range(nodes))


@NETWORKS
def test_density_degree_and_parts_equal_igraph(oracle):
    network = matrix(oracle["nodes"], oracle["ends"])
    assert density(network).value == pytest.approx(oracle["density"], rel=1e-12)
    assert degree(network).tolist() == oracle["degree"]
    assert list(components(network).sizes) == np.atleast_1d(oracle["sizes"]).tolist()
    found = weak_places(network)
    assert found.cut_points.tolist() == np.atleast_1d(oracle["cut_points"]).tolist()
    assert found.bridges.tolist() == oracle["bridges"]


@NETWORKS
def test_betweenness_and_constraint_equal_igraph(oracle):
    network = matrix(oracle["nodes"], oracle["ends"])
    found = betweenness(network)
    assert found.raw == pytest.approx(oracle["betweenness"], rel=1e-12)
    assert found.normalised == pytest.approx(oracle["normalised"], rel=1e-12)
    assert [one is None for one in constraint(network)] == [one is None for one in oracle["constraint"]]
    assert [one or 0 for one in constraint(network)] == pytest.approx(
        [one or 0 for one in oracle["constraint"]], rel=1e-12
    )


@NETWORKS
def test_brokers_equal_sna_which_counts_each_tie_in_both_directions(oracle):
    found = brokerage(matrix(oracle["nodes"], oracle["ends"]), oracle["groups"])
    roles = np.array(oracle["roles"])
    assert (2 * found.coordinator).tolist() == roles[:, 0].tolist()
    assert found.gatekeeper.tolist() == roles[:, 1].tolist() == roles[:, 2].tolist()
    assert (2 * found.itinerant).tolist() == roles[:, 3].tolist()
    assert found.liaison.tolist() == roles[:, 4].tolist() == [0] * oracle["nodes"]


def test_the_karate_club_kept_is_the_one_of_networkx():
    club = nx.karate_club_graph()
    assert sorted(map(tuple, ORACLES[0]["ends"])) == sorted(tuple(sorted(tie)) for tie in club.edges)
    assert ORACLES[0]["groups"] == [club.nodes[node]["club"] for node in range(34)]


@given(st.integers(0, 10_000), st.integers(3, 40), st.floats(0, 1))
@UNHURRIED
def test_every_measure_of_any_network_equals_networkx(seed, nodes, share):
    graph, network = drawn(seed, nodes, round(share**2 * nodes * (nodes - 1) / 2))
    assert density(network).value == pytest.approx(nx.density(graph), rel=1e-12)
    assert degree(network).tolist() == [graph.degree[node] for node in range(nodes)]
    parts = components(network)
    assert parts.sizes == tuple(sorted(map(len, nx.connected_components(graph)), reverse=True))
    assert {frozenset(np.flatnonzero(parts.membership == part).tolist()) for part in range(parts.count)} == {
        frozenset(one) for one in nx.connected_components(graph)
    }
    assert parts.isolates.tolist() == sorted(nx.isolates(graph))
    weak = weak_places(network)
    assert weak.cut_points.tolist() == sorted(nx.articulation_points(graph))
    assert weak.bridges.tolist() == sorted(sorted(tie) for tie in nx.bridges(graph))
    between = betweenness(network)
    theirs = nx.betweenness_centrality(graph)
    assert between.normalised == pytest.approx([theirs[node] for node in range(nodes)], rel=1e-9, abs=1e-12)
    assert between.normalised == pytest.approx(between.raw / ((nodes - 1) * (nodes - 2) / 2))


def test_betweenness_of_a_network_too_large_for_one_sweep_equals_networkx():
    graph, network = drawn(3, 300, 3000)
    theirs = nx.betweenness_centrality(graph, normalized=False)
    assert betweenness(network).raw == pytest.approx([theirs[node] for node in range(300)], rel=1e-9)


@given(st.integers(0, 10_000), st.integers(2, 25))
@UNHURRIED
def test_constraint_with_weights_equals_networkx(seed, nodes):
    graph, _ = drawn(seed, nodes, nodes * (nodes - 1) // 4)
    rng = np.random.default_rng(seed)
    for tie in graph.edges:
        graph.edges[tie]["weight"] = float(rng.uniform(0.1, 5))
    theirs = nx.constraint(graph, weight="weight")
    found = constraint(nx.to_numpy_array(graph, nodelist=range(nodes)))
    for node, one in enumerate(found):
        assert (one is None) == (graph.degree[node] == 0)
        assert one is None or one == pytest.approx(theirs[node], rel=1e-9)


def roles_by_hand(graph, groups):
    found = Counter()
    for node in graph:
        for first, second in combinations(graph[node], 2):
            if graph.has_edge(first, second):
                continue
            own, one, other = groups[node], groups[first], groups[second]
            if own == one == other:
                found[node, "coordinator"] += 1
            elif own in (one, other):
                found[node, "gatekeeper"] += 1
            else:
                found[node, "itinerant" if one == other else "liaison"] += 1
    return found


@given(st.integers(0, 10_000), st.integers(1, 20), st.integers(1, 4))
@UNHURRIED
def test_brokers_are_those_counted_by_hand_also_with_more_groups(seed, nodes, kinds):
    graph, network = drawn(seed, nodes, nodes * (nodes - 1) // 4)
    groups = np.random.default_rng(seed).integers(0, kinds, nodes).tolist()
    found, expected = brokerage(network, groups), roles_by_hand(graph, groups)
    for role in ("coordinator", "gatekeeper", "itinerant", "liaison"):
        assert getattr(found, role).tolist() == [expected[node, role] for node in range(nodes)]
    assert found.total.sum() == expected.total()


@given(st.integers(0, 10_000), st.integers(2, 30))
@UNHURRIED
def test_measures_follow_the_nodes_when_these_are_renumbered(seed, nodes):
    _, network = drawn(seed, nodes, nodes) if nodes > 3 else drawn(seed, nodes, 1)
    order = np.random.default_rng(seed).permutation(nodes)
    moved = network[np.ix_(order, order)]
    assert betweenness(moved).raw == pytest.approx(betweenness(network).raw[order])
    assert degree(moved).tolist() == degree(network)[order].tolist()
    assert components(moved).sizes == components(network).sizes


def test_a_network_without_nodes_has_empty_measures_and_says_what_is_undefined():
    nothing = np.zeros((0, 0))
    assert (density(nothing).value, components(nothing).count) == (None, 0)
    assert betweenness(nothing).raw.tolist() == degree(nothing).tolist() == []
    assert constraint(nothing) == ()
    assert brokerage(nothing, []).total.tolist() == []
    assert weak_places(nothing).bridges.shape == (0, 2)
    assert change(nothing, nothing).jaccard is None


@pytest.mark.parametrize("nodes", [1, 2])
def test_one_or_two_nodes_leave_nobody_to_stand_between(nodes):
    found = betweenness(np.zeros((nodes, nodes)))
    assert (found.raw.tolist(), found.normalised) == ([0.0] * nodes, None)
    assert "Fewer than three nodes" in str(found.warnings[0])
    assert density(np.zeros((nodes, nodes))).value == (0.0 if nodes == 2 else None)


def test_isolates_alone_have_no_constraint_and_nothing_to_fall_apart():
    alone = np.zeros((4, 4))
    assert constraint(alone) == (None,) * 4
    assert (components(alone).sizes, components(alone).isolates.tolist()) == ((1,) * 4, [0, 1, 2, 3])
    assert weak_places(alone).cut_points.tolist() == []
    assert brokerage(alone, "abab").total.tolist() == [0] * 4


@pytest.mark.parametrize(
    ("network", "said"),
    [
        ([[0, 1, 0], [1, 0, 0]], "square"),
        ([0, 1], "square"),
        ([[0, 1], [0, 0]], "same seen from both ends"),
        ([[0, 0], [0, 1]], "Node 2 is tied to itself"),
        ([[0, -1], [-1, 0]], "not below zero"),
        ([[0, np.nan], [np.nan, 0]], "must be known"),
        ([[0, np.inf], [np.inf, 0]], "must be known"),
    ],
)
def test_what_is_no_undirected_network_is_refused(network, said):
    for measure in EVERY_MEASURE:
        with pytest.raises(InvalidInputError, match=said):
            measure(network)


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ("ab", "2 groups came for 3 nodes"),
        ([1, None, 2], "has no group"),
        ([1.0, np.nan, 2.0], "has no group"),
    ],
)
def test_every_node_needs_a_group(groups, said):
    with pytest.raises(InvalidInputError, match=said):
        brokerage(np.zeros((3, 3)), groups)


def test_ties_kept_made_and_lost_between_two_moments():
    before = matrix(5, [(0, 1), (1, 2), (3, 4)])
    found = change(before, 3 * matrix(5, [(0, 1), (0, 4), (1, 3), (3, 4)]))
    assert found.kept.tolist() == [[0, 1], [3, 4]]
    assert found.made.tolist() == [[0, 4], [1, 3]]
    assert found.lost.tolist() == [[1, 2]]
    assert (found.jaccard, found.hamming, found.hamming_share) == (2 / 5, 3, 0.3)


@given(st.integers(0, 10_000), st.integers(2, 30))
@UNHURRIED
def test_change_backwards_swaps_made_and_lost(seed, nodes):
    before, after = (drawn(seed + more, nodes, nodes // 2)[1] for more in (0, 1))
    there, back = change(before, after), change(after, before)
    assert there.made.tolist() == back.lost.tolist()
    assert there.kept.tolist() == back.kept.tolist()
    assert there.hamming == int(np.triu(before != after).sum()) == back.hamming
    assert len(there.kept) + len(there.lost) == nodes // 2


def test_two_moments_without_ties_have_no_similarity_and_say_so():
    found = change(np.zeros((3, 3)), np.zeros((3, 3)))
    assert (found.jaccard, found.hamming, found.hamming_share) == (None, 0, 0.0)
    assert "Neither moment has a tie" in str(found.warnings[0])


def test_moments_of_different_size_are_refused():
    with pytest.raises(InvalidInputError, match="3 came before and 4 after"):
        change(np.zeros((3, 3)), np.zeros((4, 4)))


@pytest.mark.parametrize("graph", [nx.gnm_random_graph(1000, 10_000, seed=1), nx.path_graph(1000)])
def test_a_thousand_nodes_take_little_work(graph):
    network = nx.to_numpy_array(graph)
    with at_most(600_000):
        betweenness(network)
