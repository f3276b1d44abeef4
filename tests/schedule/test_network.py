import datetime as dt
import itertools

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.schedule.small_plans import drawn_plan

from mentorway.schedule import network as module
from mentorway.schedule.critical import critical_path
from mentorway.schedule.network import followers, network_of
from mentorway.schedule.plan import Bound, Dependency, Link, Plan, Task
from mentorway.wording import InvalidInputError

START = dt.date(2026, 11, 2)
NAMES = {"a": "Ask", "b": "Build", "c": "Copy", "d": "Draw"}


def plan(links, parents=None, names="abcd", bounds=None):
    tasks = tuple(
        Task(key, NAMES.get(key, key), 1, parent=(parents or {}).get(key, ""), **(bounds or {}).get(key, {}))
        for key in names
    )
    return Plan(START, tasks, tuple(Dependency(one[0], one[1], *one[2:]) for one in links))


def refused(*args, **more):
    with pytest.raises(InvalidInputError) as raised:
        network_of(plan(*args, **more))
    return str(raised.value)


def test_a_circle_is_named_task_by_task():
    assert refused(["ab", "bc", "ca", "cd"]) == (
        "Tasks wait for each other in a circle: Ask → Build → Copy → Ask. Take out one of these dependencies."
    )


def test_a_circle_is_found_behind_and_before_tasks_that_are_not_in_it():
    assert "Build → Copy → Build." in refused(["ab", "bc", "cb", "cd"])


def test_a_task_that_waits_for_itself_is_named_twice():
    assert "Ask → Ask." in refused(["aa"])


def test_a_part_that_waits_for_its_work_package_is_a_circle():
    assert "circle: Build → p → Build." in refused(["pb"], {"b": "p"}, names="bp")


def test_work_packages_that_wait_for_each_other_through_their_parts_are_a_circle():
    said = refused(["pq", "qp"], {"a": "p", "b": "q"}, names="abpq")
    assert "circle: Ask → p → Build → q → Ask." in said


def test_work_packages_that_contain_each_other_are_named():
    assert refused([], {"a": "p", "p": "q", "q": "p"}, names="apq") == (
        "Work packages contain each other: p → q → p."
    )


def test_a_long_circle_is_shortened_and_says_where_it_closes():
    keys = [f"t{number}" for number in range(200)]
    tasks = tuple(Task(key, key, 1) for key in keys)
    links = tuple(Dependency(a, b) for a, b in zip(keys, keys[1:] + keys[:1], strict=True))
    with pytest.raises(InvalidInputError, match=r"t0 → t1 → .* → t27 → … → t0"):
        network_of(Plan(START, tasks, links))


def test_the_end_of_a_work_package_is_decided_by_its_parts():
    said = refused([("a", "p", Link.FINISH_FINISH)], {"b": "p"}, names="abp")
    assert said == "p is a work package, which ends with its parts; let a part depend on Ask."
    said = refused([], {"b": "p"}, names="bp", bounds={"p": {"bound": Bound.STARTS_ON, "day": START}})
    assert said == "p is a work package and begins with its parts; give a part the day to start on."


@settings(deadline=None)
@given(some.lists(some.tuples(some.integers(0, 8), some.integers(0, 8)), max_size=30))
def test_an_order_exists_exactly_if_networkx_finds_no_circle(pairs):
    tasks = tuple(Task(str(number), str(number), 1) for number in range(9))
    links = tuple(Dependency(str(a), str(b)) for a, b in pairs)
    graph = nx.DiGraph(pairs)
    try:
        order = network_of(Plan(START, tasks, links)).order
    except InvalidInputError as error:
        circle = str(error).split(": ")[1].split(".")[0].split(" → ")
        assert circle[0] == circle[-1]
        assert all(graph.has_edge(int(a), int(b)) for a, b in itertools.pairwise(circle))
        assert not nx.is_directed_acyclic_graph(graph)
    else:
        assert sorted(order) == list(range(9))
        assert all(order.index(a) < order.index(b) for a, b in pairs)
        network = network_of(Plan(START, tasks, links))
        for number in range(9):
            waiting = nx.descendants(graph, number) if number in graph else set()
            assert set(followers(network, [str(number)])) == set(map(str, waiting))


def test_the_parts_of_a_work_package_are_at_any_depth():
    network = network_of(plan([], {"a": "p", "p": "q", "b": "q"}, names="abcpq"))
    keys = {name: [network.tasks[node].key for node in nodes] for name, nodes in network.parts.items()}
    assert keys == {"p": ["a"], "q": ["a", "b"]}


def test_an_unknown_task_is_refused():
    with pytest.raises(InvalidInputError, match="no task with the key x"):
        followers(network_of(plan([])), ["x"])


@pytest.mark.parametrize("seed", range(20))
def test_dates_do_not_hang_on_the_order_that_is_guessed(seed, monkeypatch):
    plan = drawn_plan(seed)
    guessed = list(critical_path(plan))
    monkeypatch.setattr(module, "_likely_order", lambda *_nodes: None)
    assert list(critical_path(plan)) == guessed
