import datetime as dt

import pytest
from tests.schedule.small_plans import drawn_plan, packed

from mentorway.schedule.critical import critical_path
from mentorway.schedule.plan import Bound, Dependency, Plan, Task
from mentorway.schedule.what_if import Change, what_if
from mentorway.wording import InvalidInputError

MONDAY = dt.date(2026, 11, 2)
TASKS = (
    Task("p", "Package", 0),
    Task("a", "Ask", 3, parent="p"),
    Task("b", "Build", 2, parent="p"),
    Task("c", "Copy", 4),
)
PLAN = Plan(MONDAY, TASKS, (Dependency("a", "b"),))


def test_what_moves_is_listed_with_the_working_days_by_which_it_moves():
    effect = what_if(PLAN, [Change("a", days=5)])
    assert [(one.key, one.start_days, one.finish_days) for one in effect.moves] == [
        ("p", 0, 2),
        ("a", 0, 2),
        ("b", 2, 2),
    ]
    assert effect.finish_days == 4  # from Friday to Tuesday


def test_what_becomes_critical_is_said():
    effect = what_if(PLAN, [Change("c", days=8)])
    assert (effect.became_critical, effect.no_longer_critical) == (("c",), ("a", "b"))


def test_a_day_can_be_decided_and_taken_back():
    later = what_if(PLAN, [Change("a", bound=Bound.NOT_BEFORE, day=dt.date(2026, 11, 4))])
    assert later.after["a"].start == dt.date(2026, 11, 4)
    back = what_if(later.plan, [Change("a", bound=Bound.NONE)])
    assert back.plan == PLAN
    assert [one.start_days for one in back.moves if one.key == "a"] == [-2]


def test_another_day_keeps_the_bound_and_the_deadline():
    first = what_if(PLAN, [Change("a", bound=Bound.DEADLINE, day=dt.date(2026, 11, 4))]).plan
    second = what_if(first, [Change("a", bound=Bound.NOT_BEFORE, day=dt.date(2026, 11, 3))])
    third = what_if(second.plan, [Change("a", day=dt.date(2026, 11, 4))])
    asked = third.plan.tasks[1]
    assert (asked.bound, asked.day, asked.deadline) == (
        Bound.NOT_BEFORE,
        dt.date(2026, 11, 4),
        dt.date(2026, 11, 4),
    )
    assert [one.key for one in third.after.late] == ["a"]


@pytest.mark.parametrize("seed", range(40))
def test_exactly_the_tasks_whose_dates_differ_are_listed(seed):
    plan = packed(drawn_plan(seed), seed)
    task = next(one for one in plan.tasks if one.key not in {"p", "q"})
    effect = what_if(plan, [Change(task.key, days=task.days + 3)])
    before, after = critical_path(plan), critical_path(effect.plan)
    differ = [
        one.key for one in after if (one.start, one.finish) != (before[one.key].start, before[one.key].finish)
    ]
    assert [move.key for move in effect.moves] == differ
    assert all(after[key].finish >= before[key].finish for key in differ)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([Change("x", days=1)], "The plan has no task x."),
        ([Change("a", days=1), Change("a", days=2)], "Ask is changed twice; say it once."),
        (
            [Change("p", days=1)],
            "Package is a work package and takes as long as its parts; change one of them.",
        ),
        ([Change("a", days=-1)], "Ask takes -1 days; from 0 to 5000 are possible."),
        ([Change("a", bound=Bound.DEADLINE)], "Ask: a bound needs a day, and a day a bound."),
    ],
)
def test_impossible_changes_are_refused_with_their_reason(changes, message):
    with pytest.raises(InvalidInputError) as raised:
        what_if(PLAN, changes)
    assert str(raised.value) == message
