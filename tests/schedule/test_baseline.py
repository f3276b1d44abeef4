import datetime as dt
from dataclasses import replace

from tests.counting import at_most

from mentorway.schedule.baseline import baseline_of, compare
from mentorway.schedule.critical import critical_path
from mentorway.schedule.plan import Dependency, Plan, Task

MONDAY = dt.date(2026, 11, 2)
TASKS = (
    Task("a", "Ask", 3, work={"Riga": 2}),
    Task("b", "Build", 2, work={"Turku": 1, "Kaunas": 0}),
    Task("c", "Copy", 4, work={"Lund": 1}),
    Task("d", "Draw", 1, work={"Tartu": 1}),
)
PLAN = Plan(MONDAY, TASKS, (Dependency("a", "b"), Dependency("b", "d"), Dependency("c", "d")))
AGREED = baseline_of(critical_path(PLAN), "contract", MONDAY)


def with_days(**days):
    return replace(PLAN, tasks=tuple(replace(one, days=days.get(one.key, one.days)) for one in PLAN.tasks))


def test_nothing_slips_while_all_is_as_agreed():
    found = compare(critical_path(PLAN), AGREED)
    assert (found.slips, found.added, found.removed, found.finish_days) == ((), (), (), 0)


def test_a_slip_is_told_in_working_days_with_the_tasks_and_people_behind_it():
    found = compare(critical_path(with_days(a=5)), AGREED)
    assert [(one.key, one.start_days, one.finish_days, one.tasks, one.people) for one in found.slips] == [
        ("a", 0, 2, ("b", "d"), ("Riga", "Turku", "Tartu")),
        ("b", 2, 2, ("d",), ("Turku", "Tartu")),
        ("d", 2, 2, (), ("Tartu",)),
    ]
    assert found.finish_days == 2  # from Monday to Wednesday


def test_tasks_behind_that_have_room_are_not_concerned():
    found = compare(critical_path(with_days(c=5)), AGREED)
    assert [(one.key, one.tasks) for one in found.slips] == [("c", ())]


def test_what_is_sooner_concerns_nobody():
    found = compare(critical_path(with_days(a=1)), AGREED)
    assert [(one.key, one.finish_days, one.tasks) for one in found.slips] == [
        ("a", -2, ()),
        ("b", -2, ()),
        ("d", -1, ()),
    ]


def test_new_and_dropped_tasks_are_named():
    plan = replace(PLAN, tasks=(*TASKS[:3], Task("e", "Eat", 1)), dependencies=PLAN.dependencies[:1])
    found = compare(critical_path(plan), AGREED)
    assert (found.added, found.removed) == (("e",), ("d",))


def test_a_work_package_slips_with_its_parts():
    tasks = (Task("p", "Package", 0), *(replace(one, parent="p") for one in TASKS[:2]), *TASKS[2:])
    plan = replace(PLAN, tasks=tasks)
    agreed = baseline_of(critical_path(plan), "contract", MONDAY)
    late = replace(plan, tasks=tuple(replace(one, days=5) if one.key == "a" else one for one in tasks))
    slip = compare(critical_path(late), agreed).slips[0]
    assert (slip.key, slip.finish_days, slip.tasks) == ("p", 2, ("b", "d"))


def test_thousands_of_slips_are_told_in_time():
    tasks = tuple(Task(f"t{n}", "T", 1, work={f"who{n % 7}": 1}) for n in range(4000))
    links = tuple(Dependency(f"t{n - 1}", f"t{n}") for n in range(1, 4000))
    agreed = baseline_of(critical_path(Plan(MONDAY, tasks, links)), "contract", MONDAY)
    late = Plan(MONDAY, (replace(tasks[0], days=3), *tasks[1:]), links)
    dates = critical_path(late)
    with at_most(1_500_000):
        found = compare(dates, agreed)
    assert len(found.slips) == 4000
    assert len(found.slips[0].tasks) == 3999
    assert found.slips[-2].people == (f"who{3998 % 7}", f"who{3999 % 7}")
