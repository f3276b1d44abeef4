"""Our files in MPXJ, and MPXJ's in ours: tests/oracles/mspdi.py says how what is compared here was made."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from tests.schedule.judged_plans import KEPT, PLANS, START, TODAY, file_of

from mentorway.schedule.critical import critical_path
from mentorway.schedule.mspdi import read
from mentorway.schedule.plan import ALWAYS, Bound

KINDS = {
    Bound.STARTS_ON: "MUST_START_ON",
    Bound.NOT_BEFORE: "START_NO_EARLIER_THAN",
    Bound.NONE: "AS_SOON_AS_POSSIBLE",
}
# Where MPXJ's scheduler is of another mind, and why; all other dates and floats must be the same.
NOT_BEFORE_THE_PLAN = "We begin nothing before the first day of the plan, whatever a lead says."
DEADLINES = "Project counts a deadline as the latest end; ours moves nothing, and lateness is said beside it."
SATURDAY = "MPXJ begins on the Saturday itself, on which nobody works."
FIXED = "What must start on a day has no room of its own here; Project lets it run into the next."
MOMENT = "Whole days later on which a milestone can stand; MPXJ counts from morning to evening."
PACKAGE = "MPXJ's scheduler leaves out constraints of summary tasks, which Project obeys."
RESTS = "MPXJ's scheduler leaves out that work rests until `Resume`."
OTHERWISE = {
    "links": {
        "z": NOT_BEFORE_THE_PLAN,
        **dict.fromkeys(("SS-2", "SS-2!"), NOT_BEFORE_THE_PLAN),
        **{f"SF{lag}{more}": NOT_BEFORE_THE_PLAN for lag in ("+0", "+3", "-2") for more in ("", "!")},
    },
    "bounds": {"a": DEADLINES, "late": DEADLINES, "nb3": SATURDAY, "on": FIXED, "m": MOMENT},
    "bound_package": dict.fromkeys(("wp", "p", "q"), PACKAGE),
    "resting": dict.fromkeys("abcd", RESTS),
}
DAY = dt.timedelta(days=1)
EXPORTED = dt.date(2026, 11, 29)
names = pytest.mark.parametrize("name", PLANS)


def ours(name):
    plan, about = PLANS[name]()
    return plan, about, critical_path(plan, today=TODAY.get(name))


def said(name):
    return json.loads((KEPT / f"{name}.json").read_text())


def numbered(plan):
    return {task.key: str(number) for number, task in enumerate(plan.tasks, 1)}


def facts(one):
    return (
        *(one.start.isoformat(), one.finish.isoformat()),
        *(one.late_start.isoformat(), one.late_finish.isoformat()),
        *(one.total_float, one.free_float, one.critical),
    )


def their_facts(one):
    days = (one["start"], one["finish"], *one["late"])
    return (*(day[:10] for day in days), one["total"], one["free"], one["critical"])


@names
def test_what_mpxj_read_is_what_we_write_now(name):
    """If this fails, files are written in another way: run the commands that tests/oracles/mspdi.py names."""
    assert file_of(name) == (KEPT / f"{name}.xml").read_bytes()
    assert said(name)["ignored"] == []


@names
def test_mpxj_reads_our_tasks_and_links(name):
    plan, about, dates = ours(name)
    found, uids = said(name), numbered(plan)
    packages = {task.parent for task in plan.tasks}
    for task in plan.tasks:
        one = found["tasks"][uids[task.key]]
        assert (one["name"], one["fields"]["Mentorway key"]) == (task.title, task.key)
        assert one["parent"] == int(uids.get(task.parent, 0))
        assert one["summary"] == (task.key in packages)
        assert one["milestone"] == (task.is_milestone and task.key not in packages)
        assert one["calendar"] == (None if task.calendar == ALWAYS else task.calendar)
        assert one["notes"] == about.notes.get(task.key, "")
        assert one["constraint"] == KINDS[task.bound]
        assert [(one[name] or "")[:10] for name in ("ConstraintDate", "Deadline")] == [
            day.isoformat() if day else "" for day in (task.day, task.deadline)
        ]
        links = [
            [uids[link.before], link.link.value, link.lag]
            for link in plan.dependencies
            if link.after == task.key
        ]
        assert sorted([str(uid), kind, lag] for uid, kind, lag in one["before"]) == sorted(links)
        assert their_facts(found["read"][uids[task.key]]) == facts(dates[task.key])
    assert found["finish"][:10] == dates.finish.isoformat()


@names
def test_mpxj_reckons_the_same_dates_and_floats(name):
    plan, _about, dates = ours(name)
    found, uids = said(name)["reckoned"], numbered(plan)
    other = {task.key for task in plan.tasks if their_facts(found[uids[task.key]]) != facts(dates[task.key])}
    assert other == set(OTHERWISE.get(name, ()))


@names
def test_mpxj_works_on_the_same_days(name):
    plan, found = ours(name)[0], said(name)
    assert found["main"] == "Standard"
    for key, calendar in plan.calendars.items():
        worked = found["calendars"][key or "Standard"]
        assert worked == "".join(str(int(calendar.works_on(START + n * DAY))) for n in range(len(worked)))


def test_mpxj_reads_how_far_tasks_are():
    plan, _about, dates = ours("progress")
    for key, uid in numbered(plan).items():
        one, task = said("progress")["tasks"][uid], next(task for task in plan.tasks if task.key == key)
        assert one["done"] == task.done * 100
        assert (one["ActualStart"] or "")[:10] == (task.started.isoformat() if task.started else "")
        assert (one["ActualFinish"] or "")[:10] == (task.finished.isoformat() if task.finished else "")
        assert one["Finish"][:10] == dates[key].finish.isoformat()
    longer = said("progress")["tasks"]["2"]
    assert (longer["days"], longer["fields"]["Mentorway planned"]) == (7.0, "5.0d")


def test_mpxj_reads_people_their_work_and_baselines():
    plan, about, _dates = ours("agreed")
    found, uids = said("agreed"), numbered(plan)
    assert set(found["people"]) == {"Rīga", "Åbo"}
    work = {(uids[task.key], who): days for task in plan.tasks for who, days in task.work.items()}
    assert {(str(one["task"]), one["who"]): one["work"] for one in found["assignments"]} == work
    for number, kept in enumerate(about.baselines):
        for key, agreed in kept.tasks.items():
            first, last, days = found["tasks"][uids[key]]["baselines"][str(number)]
            assert (first[:10], last[:10]) == (agreed.start.isoformat(), agreed.finish.isoformat())
            assert days == sum(agreed.work.values())
    assert found["tasks"]["1"]["fields"]["Mentorway likely"] == "5.0d"


@names
def test_what_mpxj_writes_of_our_file_is_our_plan(name):
    plan, about, _dates = ours(name)
    found = read((KEPT / f"{name}_by_mpxj.xml").read_bytes())
    assert found.losses == ()
    assert found.plan == replace(plan, dependencies=found.plan.dependencies)
    assert set(found.plan.dependencies) == set(plan.dependencies)
    assert (found.about.title, found.about.notes) == (about.title, about.notes)
    assert found.about.baselines == about.baselines


def test_the_example_project_is_the_same_there():
    """As it was exported on a day; MPXJ knows no `today`, so what it reckons is beside a plan without."""
    found, there = read((KEPT / "example.xml").read_bytes()), said("example")
    uids = {task.key: str(found.about.uids[task.key]) for task in found.plan.tasks}
    dates = critical_path(found.plan, today=EXPORTED)
    assert {key: their_facts(there["read"][uid]) for key, uid in uids.items()} == {
        key: facts(dates[key]) for key in uids
    }
    plain, packages = critical_path(found.plan), {task.parent for task in found.plan.tasks}
    for key, uid in uids.items():
        ours_there, one = facts(plain[key]), their_facts(there["reckoned"][uid])
        assert one[:2] == ours_there[:2]
        if key not in packages:
            assert (one[4], one[6]) == (ours_there[4], ours_there[6])
    again = read((KEPT / "example_by_mpxj.xml").read_bytes())
    assert (again.plan, again.about, again.losses) == (found.plan, found.about, ())
    assert len(found.plan.tasks) == 44


def test_days_off_that_recur_are_those_that_mpxj_counts():
    calendars = read((KEPT / "recurring_by_mpxj.xml").read_bytes()).plan.calendars
    there = json.loads((KEPT / "recurring.json").read_text())
    assert len(there) == 11
    for name, days in there.items():
        assert {day.isoformat() for day in calendars[name].holidays} == set(days)
