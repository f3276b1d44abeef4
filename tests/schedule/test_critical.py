import datetime as dt
import random
from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.counting import at_most
from tests.schedule.small_plans import day_by_day, drawn_plan, moved, packed, shown

from mentorway.schedule.critical import critical_path
from mentorway.schedule.plan import Bound, Calendar, Dependency, Link, Plan, Task
from mentorway.wording import InvalidInputError

FROM_FINISH, TO_FINISH = (Link.FINISH_START, Link.FINISH_FINISH), (Link.FINISH_FINISH, Link.START_FINISH)
MONDAY = dt.date(2026, 11, 2)


def november(day):
    return dt.date(2026, 11, day)


def pair(link, lag=0, days=(3, 2), **more):
    tasks = Task("a", "Ask", days[0]), Task("b", "Build", days[1], **more)
    return critical_path(Plan(MONDAY, tasks, (Dependency("a", "b", link, lag),)))


@pytest.mark.parametrize("seed", range(300))
def test_dates_of_small_plans_are_those_found_day_by_day(seed):
    plan = drawn_plan(seed)
    dates = critical_path(plan)
    assert {one.key: (one.start, one.finish) for one in dates} == shown(day_by_day(plan))


@pytest.mark.parametrize("seed", range(200))
def test_work_packages_begin_and_end_with_their_parts_and_hold_others(seed):
    plan = packed(drawn_plan(seed), seed)
    dates = critical_path(plan)
    assert {one.key: (one.start, one.finish) for one in dates} == shown(day_by_day(plan))


def later(plan, task, moment, days):
    day, evening = moment
    return moved(plan.calendar_of(task), day, days), evening


@pytest.mark.parametrize("packages", [False, True])
@pytest.mark.parametrize("seed", range(150))
def test_a_task_can_be_delayed_by_its_float_and_no_day_more(seed, packages):
    plan = packed(drawn_plan(seed), seed, starts=False) if packages else drawn_plan(seed)
    dates, found = critical_path(plan), day_by_day(plan)
    end = dates.finish
    for task in (task for task in plan.tasks if task.key in dates.network.places):
        one = dates[task.key]
        for delay, fits in ((one.total_float, True), (one.total_float + 1, False)):
            held = {task.key: later(plan, task, found[task.key][0], delay)}
            moved_to = shown(day_by_day(plan, held))
            assert (max(finish for _, finish in moved_to.values()) <= end) is fits, (task, one, delay)
            if fits:
                assert moved_to[task.key] == (one.late_start, one.late_finish)


@pytest.mark.parametrize("seed", range(200))
def test_a_task_can_be_delayed_by_its_free_float_without_moving_another(seed):
    plan = drawn_plan(seed)
    dates, found = critical_path(plan), day_by_day(plan)
    for task in plan.tasks:
        one = dates[task.key]
        for delay, fits in ((one.free_float, True), (one.free_float + 1, False)):
            held = {task.key: later(plan, task, found[task.key][0], delay)}
            after = day_by_day(plan, held)
            calm = all(after[key] == found[key] for key in after if key != task.key)
            calm = calm and after[task.key][1][0] <= dates.finish
            assert calm is fits, (task, one, delay)


@pytest.mark.parametrize(
    ("link", "lag", "start", "finish"),
    [  # Ask is worked on from Monday 2 to Wednesday 4 November
        (Link.FINISH_START, 0, 5, 6),
        (Link.FINISH_START, 2, 9, 10),  # over the weekend
        (Link.FINISH_START, -1, 4, 5),
        (Link.START_START, 0, 2, 3),
        (Link.START_START, 4, 6, 9),
        (Link.FINISH_FINISH, 0, 3, 4),
        (Link.FINISH_FINISH, 3, 6, 9),
        (Link.FINISH_FINISH, -2, 2, 3),
        (Link.START_FINISH, 0, 2, 3),  # it could have ended before the plan began
        (Link.START_FINISH, 4, 4, 5),
    ],
)
def test_each_link_with_a_lag_gives_the_days_counted_by_hand(link, lag, start, finish):
    one = pair(link, lag)["b"]
    assert (one.start, one.finish) == (november(start), november(finish))


def test_a_small_network_has_the_floats_worked_out_by_hand():
    days = {"A": 3, "B": 4, "C": 2, "D": 5, "E": 1, "F": 4, "G": 2}
    links = ["AB", "AC", "BD", "CE", "DF", "EF", "CG"]
    plan = Plan(
        MONDAY,
        tuple(Task(key, key, length) for key, length in days.items()),
        tuple(Dependency(a, b) for a, b in links),
    )
    dates = critical_path(plan)
    assert dates.chain == dates.critical == ("A", "B", "D", "F")
    assert {one.key: one.total_float for one in dates} == {
        **dict.fromkeys("ABDF", 0),
        "C": 6,
        "E": 6,
        "G": 9,
    }
    assert [dates[key].free_float for key in "CEG"] == [0, 6, 9]
    assert dates.finish == MONDAY + dt.timedelta(
        days=21
    )  # 16 days of work: Monday to Friday three times, Monday
    assert dates.near_critical(6) == ("C", "E")


@given(some.integers(0, 10**9), some.integers(2, 60))
@settings(max_examples=60, deadline=None)
def test_the_length_is_the_longest_path_of_networkx(seed, count):
    rng = random.Random(seed)  # noqa: S311
    tasks = tuple(Task(f"t{number}", f"Task {number}", rng.randint(1, 9)) for number in range(count))
    links = tuple(
        Dependency(f"t{rng.randrange(b)}", f"t{b}", rng.choice(list(Link)), rng.randint(0, 3))
        for b in range(1, count)
        for _ in range(2)
    )
    dates = critical_path(Plan(MONDAY, tasks, links, {"": Calendar(frozenset(range(7)))}))
    days = {task.key: task.days for task in tasks}
    graph = nx.DiGraph()
    for key, length in days.items():
        graph.add_edge("start", (key, 0), weight=0)
        graph.add_edge((key, 1), "end", weight=0)
        graph.add_edge((key, 0), (key, 1), weight=length)
    for one in links:
        add = (days[one.before] if one.link in FROM_FINISH else 0) - (
            days[one.after] if one.link in "FF SF" else 0
        )
        weight = add + one.lag
        old = graph.get_edge_data((one.before, 0), (one.after, 0), {"weight": weight})["weight"]
        graph.add_edge((one.before, 0), (one.after, 0), weight=max(weight, old))
    length = nx.dag_longest_path_length(graph)
    assert (dates.finish - MONDAY).days + 1 == length
    reached = {"start": 0}
    for node in list(nx.topological_sort(graph))[1:]:
        reached[node] = max(
            reached[one] + graph.edges[one, node]["weight"] for one in graph.predecessors(node)
        )
    assert {one.key: (one.start - MONDAY).days for one in dates} == {key: reached[key, 0] for key in days}


@given(some.integers(0, 10**6))
@settings(max_examples=80, deadline=None)
def test_the_chain_is_made_of_tasks_that_decide_the_next(seed):
    plan = drawn_plan(seed, calendars=("",))
    dates = critical_path(plan)
    assert set(dates.chain) <= set(dates.critical)
    assert dates[dates.chain[-1]].finish == dates.finish
    linked = {(one.before, one.after) for one in plan.dependencies}
    assert all(step in linked for step in zip(dates.chain, dates.chain[1:], strict=False))


def test_a_milestone_stands_on_the_day_on_which_what_it_waits_for_ends():
    tasks = (Task("kick", "Kick-off", 0), Task("a", "Ask", 5), Task("m", "Asked", 0), Task("b", "Build", 1))
    links = (Dependency("kick", "a"), Dependency("a", "m"), Dependency("m", "b"))
    dates = critical_path(Plan(MONDAY, tasks, links))
    assert [dates[key].finish for key in ("kick", "a", "m", "b")] == [*map(november, (2, 6, 6, 9))]
    assert dates["a"].start == november(2)


def test_a_milestone_with_a_day_of_its_own_stands_on_it_and_what_follows_begins_then():
    tasks = (Task("m", "Licence", 0, bound=Bound.NOT_BEFORE, day=november(12)), Task("b", "Build", 1))
    dates = critical_path(Plan(MONDAY, tasks, (Dependency("m", "b"),)))
    assert dates["m"].start == dates["b"].start == november(12)


def test_people_with_different_holidays_wait_for_each_other_and_floats_are_in_own_days():
    riga = Calendar(holidays=frozenset({november(18)}))
    tasks = (Task("a", "Ask", 12), Task("b", "Build", 3, calendar="riga"), Task("c", "Copy", 3))
    plan = Plan(MONDAY, tasks, (Dependency("a", "b"), Dependency("a", "c")), {"": Calendar(), "riga": riga})
    dates = critical_path(plan)  # Ask ends on Tuesday 17
    assert (dates["b"].start, dates["b"].finish) == (november(19), november(23))
    assert (dates["c"].start, dates["c"].finish, dates["c"].total_float) == (november(18), november(20), 1)


def test_an_end_that_waits_for_an_end_is_not_before_it_also_on_a_holiday_of_its_own_people():
    tasks = (Task("a", "Ask", 3), Task("b", "Build", 2, calendar="off"))
    calendars = {"": Calendar(), "off": Calendar(holidays=frozenset({november(4)}))}
    dates = critical_path(Plan(MONDAY, tasks, (Dependency("a", "b", Link.FINISH_FINISH),), calendars))
    assert (dates["a"].finish, dates["b"].finish) == (november(4), november(5))


def test_lags_count_the_days_of_the_one_who_waits():
    tasks = (Task("a", "Ask", 1), Task("b", "Build", 1, calendar="off"))
    calendars = {"": Calendar(), "off": Calendar(holidays=frozenset({november(3), november(4)}))}
    dates = critical_path(Plan(MONDAY, tasks, (Dependency("a", "b", lag=1),), calendars))
    assert dates["b"].start == november(6)  # Thursday is the lag


def test_a_fixed_start_that_breaks_a_dependency_is_kept_and_said():
    dates = pair(Link.FINISH_START, bound=Bound.STARTS_ON, day=november(3))
    assert dates["b"].start == november(3)
    assert dates["a"].total_float == -2
    assert [(one.before, one.after, one.days) for one in dates.conflicts] == [("a", "b", 2)]
    assert str(dates.conflicts[0].message) == (
        "Build is to start on 2026-11-03, but because of Ask it can start on 2026-11-05 at the earliest, "
        "2 working days later."
    )


def test_a_fixed_start_that_leaves_time_bounds_what_comes_before_and_is_no_conflict():
    dates = pair(Link.FINISH_START, bound=Bound.STARTS_ON, day=november(10))
    assert dates.conflicts == ()
    assert (dates["a"].total_float, dates["b"].total_float, dates.chain) == (3, 0, ("b",))


def test_a_missed_deadline_is_told_in_working_days_and_moves_nothing():
    dates = pair(Link.FINISH_START, days=(3, 4), bound=Bound.DEADLINE, day=november(6))
    assert dates["b"].finish == november(10)
    assert [(one.key, one.days) for one in dates.late] == [("b", 2)]
    assert str(dates.late[0].message) == (
        "Build ends on 2026-11-10, 2 working days after its deadline of 2026-11-06."
    )
    assert pair(Link.FINISH_START, bound=Bound.DEADLINE, day=november(6)).late == ()


def test_the_deadline_of_a_work_package_is_missed_by_its_last_part():
    tasks = (
        Task("p", "Package", 0, bound=Bound.DEADLINE, day=november(3)),
        Task("a", "Ask", 2, parent="p"),
        Task("b", "Build", 3, parent="p"),
    )
    assert [(one.key, one.days) for one in critical_path(Plan(MONDAY, tasks)).late] == [("p", 1)]


def test_what_has_ended_is_fixed_also_on_a_day_off_and_what_follows_goes_on_from_there():
    done = Task("a", "Ask", 3, started=november(2), finished=november(7))
    plan = Plan(MONDAY, (done, Task("b", "Build", 2)), (Dependency("a", "b"),))
    dates = critical_path(plan)
    assert (dates["a"].start, dates["a"].finish) == (november(2), november(7))
    assert dates["b"].start == november(9)
    assert dates.critical == dates.chain == ("b",)


def test_what_has_begun_keeps_its_start_and_its_rest_is_worked_from_today():
    begun = Task("a", "Ask", 10, started=november(2), done=0.7)
    tasks = (begun, Task("b", "Build", 2), Task("c", "Copy", 1))
    plan = Plan(MONDAY, tasks, (Dependency("a", "b"),))
    dates = critical_path(plan, today=november(17))
    assert (dates["a"].start, dates["a"].finish) == (november(2), november(19))
    assert (dates["b"].start, dates["c"].start) == (november(20), november(17))
    assert critical_path(plan)["a"].finish == november(13)


def test_what_has_begun_no_longer_waits_with_its_start_but_with_its_end():
    tasks = (Task("a", "Ask", 5), Task("b", "Build", 1, started=november(2)), Task("c", "Copy", 1))
    links = (Dependency("a", "b"), Dependency("b", "c"))
    assert critical_path(Plan(MONDAY, tasks, links))["c"].start == november(3)
    held = (Dependency("a", "b", Link.FINISH_FINISH), Dependency("b", "c"))
    assert critical_path(Plan(MONDAY, tasks, held))["b"].finish == november(6)
    assert critical_path(Plan(MONDAY, tasks, held))["c"].start == november(9)


def test_a_fixed_start_that_has_passed_is_said():
    plan = Plan(MONDAY, (Task("a", "Ask", 2, bound=Bound.STARTS_ON, day=november(3)),))
    dates = critical_path(plan, today=november(5))
    assert dates["a"].start == november(5)
    assert str(dates.conflicts[0].message) == "Ask was to start on 2026-11-03 and has not begun."


def test_a_work_package_that_must_not_begin_before_a_day_holds_its_parts():
    package = Task("p", "Package", 0, bound=Bound.NOT_BEFORE, day=november(10))
    dates = critical_path(Plan(MONDAY, (package, Task("a", "Ask", 2, parent="p"), Task("b", "Build", 1))))
    assert (dates["p"].start, dates["p"].finish, dates["b"].start) == (november(10), november(11), MONDAY)


@pytest.mark.parametrize(
    ("task", "message"),
    [
        (
            Task("a", "Ask", 1, bound=Bound.STARTS_ON, day=november(7)),
            (
                "Ask is to start on 2026-11-07, which is no working day in its calendar; "
                "the next one is 2026-11-09."
            ),
        ),
        (
            Task("a", "Ask", 1, bound=Bound.STARTS_ON, day=dt.date(2026, 10, 30)),
            "Ask is to start on 2026-10-30, before the plan begins on 2026-11-02.",
        ),
        (
            Task("a", "Ask", 1, started=november(9), finished=november(5)),
            "Ask ended on 2026-11-05, before it began on 2026-11-09.",
        ),
        (
            Task("a", "Ask", 1, started=november(19)),
            "Ask began or ended on 2026-11-19, which is after 2026-11-10.",
        ),
    ],
)
def test_impossible_days_are_refused_with_their_reason(task, message):
    with pytest.raises(InvalidInputError) as raised:
        critical_path(Plan(MONDAY, (task,)), today=november(10))
    assert str(raised.value) == message


def test_holidays_that_swallow_a_year_are_refused_by_the_task_that_they_swallow():
    off = frozenset(MONDAY + dt.timedelta(days=number) for number in range(400))
    plan = Plan(MONDAY, (Task("a", "Ask", 1, calendar="off"),), (), {"off": Calendar(holidays=off)})
    with pytest.raises(InvalidInputError, match="calendar of Ask there is no working day from 2026-11-02"):
        critical_path(plan)


def test_holidays_that_swallow_months_only_make_it_later():
    off = frozenset(MONDAY + dt.timedelta(days=number) for number in range(100))
    plan = Plan(MONDAY, (Task("a", "Ask", 1, calendar="off"),), (), {"off": Calendar(holidays=off)})
    assert critical_path(plan).start == dt.date(2027, 2, 10)


def test_a_plan_of_centuries_is_dated_and_one_beyond_all_dates_is_refused():
    tasks = tuple(Task(f"t{number}", f"Task {number}", 5000) for number in range(500))
    links = tuple(Dependency(f"t{number}", f"t{number + 1}") for number in range(499))
    assert critical_path(Plan(MONDAY, tasks[:50], links[:49])).finish == MONDAY + dt.timedelta(
        weeks=50_000, days=-3
    )
    with pytest.raises(InvalidInputError, match="beyond the year 1 or 9999"):
        critical_path(Plan(MONDAY, tasks, links))


def test_an_empty_plan_has_only_its_first_day():
    dates = critical_path(Plan(MONDAY, ()))
    assert (dates.start, dates.finish, dates.chain, dates.critical) == (MONDAY, MONDAY, (), ())


def test_the_order_of_tasks_and_dependencies_does_not_matter():
    plan = packed(drawn_plan(5), 5)
    other = replace(plan, tasks=plan.tasks[::-1], dependencies=plan.dependencies[::-1])
    assert {one.key: one for one in critical_path(plan)} == {one.key: one for one in critical_path(other)}


def test_a_day_to_begin_and_a_day_to_finish_are_both_kept_where_they_can_be():
    found = pair(
        Link.FINISH_START, days=(3, 2), bound=Bound.NOT_BEFORE, day=november(9), deadline=november(10)
    )
    assert (found["b"].start, found["b"].finish, found.late) == (november(9), november(10), ())


def test_days_that_exclude_each_other_are_said_in_words_whatever_comes_before():
    dates = pair(
        Link.FINISH_START, days=(1, 4), bound=Bound.NOT_BEFORE, day=november(9), deadline=november(10)
    )
    (late,) = dates.late
    assert str(late.message) == (
        "Build cannot keep both its days: it does not begin before 2026-11-09 and takes 4 working days, "
        "so it ends on 2026-11-12, 2 working days after its deadline of 2026-11-10."
    )


def test_a_deadline_that_others_break_names_only_the_deadline():
    dates = pair(
        Link.FINISH_START, days=(9, 2), bound=Bound.NOT_BEFORE, day=november(3), deadline=november(10)
    )
    assert [str(one.message) for one in dates.late] == [
        "Build ends on 2026-11-16, 4 working days after its deadline of 2026-11-10."
    ]


def test_a_milestone_in_the_morning_is_not_decided_by_what_ends_the_evening_before():
    plan = drawn_plan(79486, calendars=("",))
    assert critical_path(plan).chain == ("t1", "t6")


def test_packages_and_calendars_do_not_make_a_large_plan_ten_times_the_work():
    rng = random.Random(1)  # noqa: S311
    tasks = [
        Task(f"t{n}", "T", rng.randint(0, 9), calendar=f"c{n % 8}", parent=f"p{n // 50}")
        for n in range(10_000)
    ]
    packages = [Task(f"p{n}", "P", 0) for n in range(200)]
    links = [Dependency(f"t{max(n - rng.randint(1, 99), 0)}", f"t{n}") for n in range(1, 10_000)]
    links += [Dependency(f"p{n - 5}", f"p{n}") for n in range(5, 200)]
    calendars = {f"c{n}": Calendar(holidays=frozenset({november(9 + n)})) for n in range(8)}
    hard = Plan(MONDAY, (*packages, *tasks), tuple(links), {"": Calendar(), **calendars})
    plain = Plan(MONDAY, tuple(replace(one, calendar="", parent="") for one in tasks), tuple(links[:9_999]))
    took = []
    for plan in (plain, hard):
        with at_most(300_000) as counted:
            critical_path(plan)
        took.append(counted.number)
    assert took[1] < 10 * took[0]
