import datetime as dt
from dataclasses import replace

import pytest

from mentorway.schedule.baseline import baseline_of
from mentorway.schedule.critical import critical_path
from mentorway.schedule.plan import Dependency, Plan, Task
from mentorway.schedule.progress import earned_value
from mentorway.wording import InvalidInputError

MONDAY = dt.date(2026, 11, 2)


def november(day):
    return dt.date(2026, 11, day)


# Worked by hand: Ask 10 person-days over 5 working days, then Build 40 over 10.
TASKS = (Task("a", "Ask", 5, work={"Riga": 4, "Lund": 6}), Task("b", "Build", 10, work={"Riga": 40}))
PLAN = Plan(MONDAY, TASKS, (Dependency("a", "b"),))
AGREED = baseline_of(critical_path(PLAN), "contract", MONDAY)


def done(a, b):
    return replace(PLAN, tasks=(replace(TASKS[0], done=a), replace(TASKS[1], done=b)))


def said(progress):
    return " ".join(map(str, progress.cautions))


def test_values_and_ratios_are_those_worked_out_by_hand():
    found = earned_value(done(1, 0.25), AGREED, november(13), {"a": 12, "b": 13})
    assert (found.agreed, found.planned, found.earned, found.actual) == (50, 30, 20, 25)
    assert (found.spi, found.cpi, found.estimate) == (pytest.approx(20 / 30), 0.8, 62.5)
    assert (found.earned_day, found.days_behind) == (november(11), 2)  # 10 and 3 of 10 days: 22 on Wednesday


def test_work_is_due_evenly_over_working_days_only():
    due = [earned_value(PLAN, AGREED, november(day)).planned for day in (1, 2, 6, 7, 8, 9, 20, 30)]
    assert due == [0, 2, 10, 10, 10, 14, 50, 50]


def test_what_has_ended_is_earned_in_full():
    plan = replace(PLAN, tasks=(replace(TASKS[0], started=MONDAY, finished=november(4)), TASKS[1]))
    assert earned_value(plan, AGREED, november(4)).earned == 10


def test_before_anything_is_due_or_spent_there_are_no_ratios():
    found = earned_value(PLAN, AGREED, november(1), {})
    assert (found.spi, found.cpi, found.estimate, found.days_behind) == (None, None, None, 0)


def test_without_days_spent_there_is_no_cost():
    found = earned_value(done(1, 0), AGREED, november(6))
    assert (found.actual, found.cpi, found.spi) == (None, None, 1)


def test_a_late_plan_that_is_done_has_a_ratio_of_1_and_a_caution_and_a_true_delay():
    found = earned_value(done(1, 1), AGREED, november(30))
    assert found.spi == 1
    assert found.days_behind == 10
    assert "however late the plan is" in said(found)


def test_early_ratios_come_with_a_caution():
    assert "swing widely" in said(earned_value(done(0.5, 0), AGREED, november(3)))
    assert "swing widely" not in said(earned_value(done(1, 0), AGREED, november(9)))


def test_work_packages_do_not_count_their_parts_twice():
    tasks = (Task("p", "Package", 0), *(replace(one, parent="p") for one in TASKS))
    plan = replace(PLAN, tasks=tasks)
    assert earned_value(plan, baseline_of(critical_path(plan), "", MONDAY), november(30)).planned == 50


def test_tasks_that_were_not_agreed_or_are_gone_or_have_no_days_are_named():
    tasks = (replace(TASKS[0], done=0.5), Task("e", "Eat", 1), Task("f", "Fly", 1))
    plan = Plan(MONDAY, tasks)
    agreed = baseline_of(critical_path(Plan(MONDAY, (*TASKS, Task("f", "Fly", 1)))), "", MONDAY)
    found = earned_value(plan, agreed, november(6), {"b": 3})
    assert (found.earned, found.actual, found.planned) == (5, 3, 10 + 40 / 2)
    assert "not agreed, so they earn nothing: Eat." in said(found)
    assert "agreed and are gone; they count as due and not done: Build." in said(found)
    assert "1 task has no person-days and counts for nothing here: Fly." in said(found)
    assert "Work is done on Ask, but no days are reported" in said(found)


def test_milestones_without_person_days_are_no_tasks_to_name():
    plan = replace(PLAN, tasks=(*TASKS, Task("m", "Met", 0)))
    found = earned_value(plan, baseline_of(critical_path(plan), "", MONDAY), november(6))
    assert "Met" not in said(found)


def test_a_plan_without_person_days_has_no_ratios():
    plan = Plan(MONDAY, (Task("a", "Ask", 1),))
    found = earned_value(plan, baseline_of(critical_path(plan), "", MONDAY), november(30), {})
    assert (found.spi, found.cpi, found.earned_day) == (None, None, None)


@pytest.mark.parametrize(
    ("actual", "message"),
    [
        ({"x": 1}, "Days were spent on tasks that are not in the plan: x."),
        ({"a": -1}, "Days spent are a number from 0, not so for a."),
        ({"a": float("nan")}, "Days spent are a number from 0, not so for a."),
    ],
)
def test_impossible_days_spent_are_refused(actual, message):
    with pytest.raises(InvalidInputError) as raised:
        earned_value(PLAN, AGREED, november(6), actual)
    assert str(raised.value) == message
