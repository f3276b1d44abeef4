import datetime as dt
import itertools
import math
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.psplib import plan_from
from tests.schedule.small_plans import (
    CALENDARS,
    DAY,
    EVERY_DAY,
    START,
    day_by_day,
    drawn_plan,
    lived,
    packed,
    shown,
)

from mentorway.schedule.calendars import calendar_of_country
from mentorway.schedule.critical import critical_path
from mentorway.schedule.levelling import Aim, Search, Span, Status, levelled
from mentorway.schedule.levelling_clock import StoppedError
from mentorway.schedule.loads import loads
from mentorway.schedule.plan import ALWAYS, Bound, Dependency, Link, Plan, Task
from mentorway.wording import InvalidInputError

MONDAY = dt.date(2026, 11, 2)
SHORT = Search(2.0)
PUBLISHED = {"1_1": 43, "5_1": 53, "10_1": 42, "19_3": 83, "22_5": 52, "35_6": 58, "41_1": 86}
FILES = Path(__file__).with_name("psplib")


def task(key, days, persons=1.0, partner="Riga", **more):
    return Task(key, key.upper(), days, work={partner: persons * days} if days else {}, **more)


def texts(found):
    return [str(one) for one in found.messages]


def with_work(plan, seed):
    """Work of two partners, one person each, so that some tasks must wait."""
    rng = random.Random(seed)  # noqa: S311
    tasks = tuple(
        replace(
            one,
            work={
                name: one.days * rng.choice((0.5, 0.7, 1))
                for name in ("Riga", "Turku")
                if one.days and rng.random() < 0.7
            },
        )
        for one in plan.tasks
    )
    return replace(plan, tasks=tasks)


def most_on_a_day(plan, spans):
    """The most persons of each partner on a day, counted day by day."""
    used = {}
    for one in plan.tasks:
        begin, end = spans[one.key]
        days = [begin + n * DAY for n in range((end - begin).days + 1)]
        at_work = [day for day in days if plan.calendar_of(one).works_on(day)] or days[-1:]
        for partner, work in one.work.items() if one.days else ():
            for day in at_work:
                used[partner, day] = used.get((partner, day), 0) + work / len(at_work)
    return max(used.values(), default=0)


def slowly(plan, room):
    """The least moved milestones, movement and end of all dates with begins up to some days later."""
    first = shown(day_by_day(plan))
    free = [one.key for one in plan.tasks if one.days]
    best = (math.inf,) * 3
    for later in itertools.product(range(room + 1), repeat=len(free)):
        held = {key: (first[key][0] + more * DAY, False) for key, more in zip(free, later, strict=True)}
        found = shown(day_by_day(plan, held))
        if any(found[key][0] != day for key, (day, _) in held.items()):
            continue
        moved = [(found[one.key][1] - first[one.key][1]).days for one in plan.tasks if not one.days]
        end = max(last for _, last in found.values()) - max(last for _, last in first.values())
        aims = (sum(more > 0 for more in moved), sum(moved), end.days)
        if aims < best and most_on_a_day(plan, found) <= 1.001:
            best = aims
    return best


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_shortest_makespan_of_psplib_is_found_and_proved(name):
    plan, capacities = plan_from((FILES / f"j30{name}.sm").read_text())
    found = levelled(plan, capacities, keep=(), search=Search(3.0))
    last = max(span.finish for span in found.dates.values())
    assert ((last - plan.start).days + 1, found.status) == (PUBLISHED[name], Status.PROVED)
    assert found.before.over
    assert not found.after.over
    longest = (critical_path(plan).finish - plan.start).days + 1
    assert found.bound == PUBLISHED[name] - longest


@pytest.mark.parametrize("seed", [*range(8), *range(9, 17), 18, *range(20, 24)])  # the others have four tasks
def test_no_other_dates_of_small_plans_are_better(seed):
    drawn = replace(drawn_plan(seed, 4, calendars=("",)), calendars={ALWAYS: EVERY_DAY})
    plan = with_work(drawn, seed)
    found = levelled(plan, {"Riga": 1, "Turku": 1}, search=SHORT)
    aims = tuple(found.aims[aim].value if aim in found.aims else 0 for aim in Aim)
    assert (found.status, aims) == (Status.PROVED, slowly(plan, 12))


@pytest.mark.parametrize("seed", range(60))
def test_dates_keep_to_dependencies_calendars_and_capacities(seed):
    plan = with_work(drawn_plan(seed, 6), seed)
    plan = packed(plan, seed) if seed % 2 else plan
    found = levelled(plan, {"Riga": 1, "Turku": 1}, search=SHORT)
    spans = {key: (span.start, span.finish) for key, span in found.dates.items()}
    held = {one.key: (spans[one.key][0], False) for one in plan.tasks if one.days}
    assert shown(day_by_day(plan, held)) == spans
    assert most_on_a_day(plan, spans) <= 1.001
    assert (found.status, found.after.over) == (Status.PROVED, ())


@pytest.mark.parametrize("seed", range(30))
def test_without_time_to_search_dates_still_keep_to_everything(seed):
    plan = with_work(drawn_plan(seed, 8), seed)
    plan = packed(plan, seed) if seed % 2 else plan
    found = levelled(plan, {"Riga": 1, "Turku": 1}, search=Search(0.0))
    spans = {key: (span.start, span.finish) for key, span in found.dates.items()}
    held = {one.key: (spans[one.key][0], False) for one in plan.tasks if one.days}
    assert shown(day_by_day(plan, held)) == spans
    assert most_on_a_day(plan, spans) <= 1.001


def test_a_year_of_six_countries_with_milestones_is_proved():
    rng, names = random.Random(40), ("LT", "LV", "EE", "FI", "SE", "NO")  # noqa: S311
    tasks, links = [], []
    for number in range(30):
        name, days = rng.choice(names), 0 if number % 10 == 9 else rng.randint(2, 25)
        tasks.append(task(f"t{number}", days, rng.choice((0.5, 1)), partner=name, calendar=name))
        first = max(0, number - rng.randint(1, 12))
        links += [Dependency(f"t{first}", f"t{number}")] if number else []
    calendars = {name: calendar_of_country(name, 2027, 2030) for name in names}
    plan = Plan(dt.date(2027, 1, 4), tuple(tasks), tuple(links), calendars)
    found = levelled(plan, dict.fromkeys(names, 1))
    assert (found.status, found.after.over) == (Status.PROVED, ())
    assert found.before.over
    assert found.moved


@pytest.mark.parametrize("seed", range(40))
def test_what_has_begun_or_is_fixed_stays(seed):
    plan, today = lived(with_work(drawn_plan(seed, 7), seed), seed)
    before = critical_path(plan, today=today)
    found = levelled(plan, {"Riga": 1, "Turku": 1}, today=today, search=SHORT)
    for one in plan.tasks:
        if one.started or one.bound is Bound.STARTS_ON:
            assert found.dates[one.key].start == before[one.key].start
        elif today:
            assert found.dates[one.key].start >= before[one.key].start
    assert found.status is not Status.NOT_FOUND
    assert sum(one.over for one in found.after.weeks) <= sum(one.over for one in found.before.weeks) + 1e-6


def test_a_milestone_stays_even_if_the_plan_then_ends_later():
    tasks = (task("a", 4), task("b", 2), Task("m", "Report", 0), task("c", 3))
    links = (Dependency("b", "m"), Dependency("a", "c", Link.FINISH_START, 2))
    plan = Plan(MONDAY, tasks, links)
    found = levelled(plan, {"Riga": 1})
    assert found.dates["m"].finish == dt.date(2026, 11, 3)
    assert (found.aims[Aim.MOVED].value, found.aims[Aim.END].value) == (0, 2)
    freely = levelled(plan, {"Riga": 1}, keep=())
    assert freely.aims[Aim.END].value == 0
    assert [(one.key, one.days) for one in freely.moved] == [("b", 4), ("m", 4)]


def test_a_deadline_may_be_used_up_but_not_missed():
    due = {"bound": Bound.DEADLINE, "day": dt.date(2026, 11, 6)}
    plan = Plan(MONDAY, (task("a", 3), task("b", 2, **due), task("c", 1)))
    found = levelled(plan, {"Riga": 1})
    assert found.dates["b"].finish <= dt.date(2026, 11, 6)
    assert (found.status, found.aims[Aim.MOVED].value) == (Status.PROVED, 0)


def test_tasks_side_by_side_may_share_a_person():
    plan = Plan(MONDAY, tuple(task(key, 3, 1 / 3) for key in "abc"))
    found = levelled(plan, {"Riga": 1})
    assert found.moved == ()
    assert found.dates["c"] == Span(MONDAY, dt.date(2026, 11, 4))


def test_a_task_that_needs_more_people_than_there_are_is_named_and_done_alone():
    plan = Plan(MONDAY, (task("a", 2, 3), task("b", 2)))
    found = levelled(plan, {"Riga": 1})
    assert texts(found)[0] == (
        "A alone needs 3.00 persons of Riga on each of its days, who has 1.00. Make it longer or its work "
        "less; no other dates can help."
    )
    assert sorted(span.start.day for span in found.dates.values()) == [2, 4]
    assert "Riga still has more work than people in the weeks of 2026-11-02" in texts(found)[-1]


def test_fixed_starts_that_leave_no_room_are_named():
    fixed = {"bound": Bound.STARTS_ON, "day": dt.date(2026, 11, 5)}
    tasks = (task("a", 2), task("b", 2), task("c", 1, **fixed))
    plan = Plan(MONDAY, tasks, (Dependency("a", "c"), Dependency("b", "c")))
    found = levelled(plan, {"Riga": 1})
    assert (found.status, found.moved) == (Status.IMPOSSIBLE, ())
    assert texts(found) == [
        "Nobody can be spared too much work while these tasks start on their fixed days: C."
    ]


def test_a_partner_without_a_capacity_has_enough_people():
    plan = Plan(MONDAY, (task("a", 2, partner="Turku"), task("b", 2, partner="Turku")))
    assert levelled(plan, {"Riga": 1}).moved == ()


def test_loads_are_by_week_and_holidays_have_no_capacity():
    nordic = Plan(START, (task("a", 12, 0.5, calendar="nordic"),), (), CALENDARS)
    found = loads(nordic, critical_path(nordic), {"Riga": 1})
    assert [(one.week.day, one.days, one.capacity, one.over) for one in found.weeks] == [
        (14, 2.5, 5, 0),
        (21, 1.5, 3, 0),
        (28, 2.0, 4, 0),
    ]


def test_two_on_a_day_are_too_many_even_in_a_week_with_room():
    plan = Plan(MONDAY, (task("a", 1), task("b", 1)))
    (week,) = loads(plan, critical_path(plan), {"Riga": 1}).over
    assert (week.days, week.capacity, week.over) == (2, 5, 1)


@pytest.mark.parametrize("came", [-1, math.nan, 1e9])
def test_a_capacity_that_is_no_number_of_people_is_refused(came):
    with pytest.raises(InvalidInputError, match=r"Riga has .* persons; from 0 to 10000 are possible"):
        levelled(Plan(MONDAY, (task("a", 1),)), {"Riga": came})


def test_a_key_that_is_not_there_is_refused():
    with pytest.raises(InvalidInputError, match="The plan has no task x"):
        levelled(Plan(MONDAY, (task("a", 1),)), {"Riga": 1}, keep=["x"])


def test_progress_is_told():
    told = []
    plan = Plan(MONDAY, (task("a", 2), task("b", 2)))
    levelled(plan, {"Riga": 1}, search=Search(1.0, lambda aim, reached: told.append((aim, reached.value))))
    assert told[-1] == (Aim.END, 2)


def busy(count):
    tasks = tuple(Task(f"t{n}", f"Task {n}", 2, work={"Riga": 2}) for n in range(count))
    return Plan(dt.date(2026, 11, 2), tasks)


def test_who_stops_the_search_is_heard_while_it_is_at_work():
    asked = []

    def watch(share):
        asked.append(share)
        return len(asked) < 3

    with pytest.raises(StoppedError):
        levelled(busy(60), {"Riga": 1.0}, search=Search(1000.0, seconds=60.0, watch=watch))
    assert len(asked) == 3
    assert asked == sorted(asked)
    assert asked[-1] < 0.5


def test_seconds_end_a_search_with_the_best_found_and_no_proof():
    began = time.monotonic()
    found = levelled(busy(120), {"Riga": 1.0}, search=Search(1000.0, seconds=1.0, watch=lambda _share: True))
    assert time.monotonic() - began < 20
    assert found.after.over == ()
    assert found.status in (Status.PROVED, Status.BEST_FOUND)


def test_a_first_day_and_a_deadline_both_hold_when_others_have_to_wait():
    tasks = (
        Task("a", "Ask", 3, work={"Riga": 3}),
        Task(
            "b",
            "Build",
            2,
            work={"Riga": 2},
            bound=Bound.NOT_BEFORE,
            day=dt.date(2026, 11, 3),
            deadline=dt.date(2026, 11, 5),
        ),
    )
    found = levelled(Plan(dt.date(2026, 11, 2), tasks), {"Riga": 1.0})
    assert found.dates["b"].start >= dt.date(2026, 11, 3)
    assert found.dates["b"].finish <= dt.date(2026, 11, 5)
    assert found.after.over == ()
