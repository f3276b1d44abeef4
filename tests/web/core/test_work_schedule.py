"""What is done again and again is done by one worker, and nothing that fails stops the rest."""

import datetime as dt
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from mentorway.web import flow
from mentorway.web.core.work import schedule
from mentorway.web.core.work.models import Job
from mentorway.web.core.work.schedule import HOUR, Planned, is_due, plan

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 10, 25, 0, 0, tzinfo=dt.UTC)
DONE = []


def fail(_now):
    raise RuntimeError("of vilma@example.org")


@pytest.fixture
def _jobs(monkeypatch):
    DONE.clear()
    found = {
        "bad": Planned("bad", HOUR, fail),
        "good": Planned("good", HOUR, DONE.append),
        "rare": Planned("rare", dt.timedelta(days=1), lambda _now: DONE.append("rare")),
    }
    monkeypatch.setattr(schedule, "jobs", lambda: found)


@pytest.fixture
def clock(monkeypatch):
    """The clock of the database, set by the test."""
    moment = [AT]
    monkeypatch.setattr(schedule, "database_clock", lambda: moment[0])
    return moment


def finish_all():
    for row in DBTaskResult.objects.ready():
        row.delete()


def test_every_activity_has_a_job_of_its_own():
    with_due = {f"due:{one.app}" for one in flow.built() if (flow.HERE / one.app / "due.py").exists()}
    assert with_due
    assert with_due <= set(schedule.jobs())
    assert {one.every for key, one in schedule.jobs().items() if key in with_due} == {HOUR}


@pytest.mark.usefixtures("_jobs")
def test_any_number_of_workers_plan_each_job_once(clock):
    assert [plan() for _worker in range(3)] == [3, 0, 0]
    finish_all()
    clock[0] += dt.timedelta(minutes=59)
    assert plan() == 0
    clock[0] += dt.timedelta(minutes=1)
    assert [plan(), plan()] == [2, 0]


@pytest.mark.usefixtures("_jobs")
def test_who_is_late_by_one_look_puts_nothing_into_the_queue(clock):
    row = Job.objects.create(pk="good")
    stale = Job.objects.get(pk="good")
    assert (schedule.run_soon(row, AT), schedule.run_soon(stale, AT)) == (True, False)


@pytest.mark.usefixtures("_jobs")
def test_a_job_that_still_runs_is_not_put_there_a_second_time(clock):
    plan()
    clock[0] += 3 * HOUR
    assert plan() == 0
    assert DBTaskResult.objects.count() == 3


@pytest.mark.parametrize(
    ("minutes", "due"),
    [(0, False), (59, False), (60, True), (24 * 60, True), (-1, True), (-60, True), (-10_000, True)],
)
def test_a_clock_that_is_set_back_holds_nothing_up(minutes, due):
    assert is_due(AT, HOUR, AT + dt.timedelta(minutes=minutes)) is due


@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
def test_a_day_with_summer_time_beginning_or_ending_has_each_hour_once(day):
    zone = ZoneInfo("Europe/Helsinki")
    begins = dt.datetime.combine(day, dt.time(), zone)
    ends = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
    hours = (ends.astimezone(dt.UTC) - begins.astimezone(dt.UTC)) / HOUR
    moment, planned, runs = begins.astimezone(dt.UTC), None, 0
    while moment < ends.astimezone(dt.UTC):
        if is_due(planned, HOUR, moment.astimezone(zone)):
            planned, runs = moment, runs + 1
        moment += dt.timedelta(minutes=5)
    assert (runs, hours) in {(23, 23), (25, 25)}


@pytest.mark.usefixtures("_jobs")
def test_a_clock_that_jumps_back_and_forth_runs_a_job_at_most_once_for_each_jump(clock):
    runs = 0
    for minutes in (0, 30, -30, -25, 0, 29, 31):
        clock[0] = AT + dt.timedelta(minutes=minutes)
        plan()
        runs += DBTaskResult.objects.filter(args_kwargs__args=["good"]).count()
        finish_all()
    assert runs == 3  # at first, at the jump back, and an hour after that


@pytest.mark.usefixtures("_jobs")
def test_one_that_fails_does_not_stop_the_others_and_is_seen():
    with pytest.raises(CommandError, match=r"1 of 3 jobs failed.*: bad\."):
        call_command("do_due_work")
    bad, good = Job.objects.get(pk="bad"), Job.objects.get(pk="good")
    assert (bad.error, bad.failures, len(DONE)) == ("builtins.RuntimeError", 1, 2)
    assert (good.error, good.failures, good.ended >= good.begun) == ("", 0, True)


@pytest.mark.usefixtures("_jobs")
def test_failures_in_a_row_are_counted_and_forgotten_with_the_first_success(monkeypatch):
    for _time in range(2):
        with pytest.raises(RuntimeError):
            schedule.do_job.func("bad")
    assert Job.objects.get(pk="bad").failures == 2
    monkeypatch.setattr(schedule, "jobs", lambda: {"bad": Planned("bad", HOUR, DONE.append)})
    schedule.do_job.func("bad")
    assert Job.objects.values_list("failures", "error").get(pk="bad") == (0, "")


@pytest.mark.usefixtures("_jobs")
def test_the_command_leaves_to_a_worker_what_it_is_doing():
    plan()
    row = DBTaskResult.objects.get(args_kwargs__args=["good"])
    row.claim("mentorway-1")
    with pytest.raises(CommandError):
        call_command("do_due_work")
    assert DONE == ["rare"]
    row.refresh_from_db()
    assert row.status == TaskResultStatus.RUNNING


def test_a_job_of_another_version_is_passed_over():
    schedule.do_job.func("due:nothing")
    assert not Job.objects.filter(pk="due:nothing").exists()


def test_a_job_that_waited_under_the_name_of_an_earlier_version_is_found():
    renaming = import_module("mentorway.web.core.migrations.0005_work_package")
    row = DBTaskResult.objects.get(pk=schedule.do_job.enqueue("due:plan").id)
    assert row.task_path == renaming.NOW
    DBTaskResult.objects.update(task_path=renaming.BEFORE)
    renaming.renamed(renaming.BEFORE, renaming.NOW)(apps, None)
    row.refresh_from_db()
    assert (row.task_path, row.task.func) == (renaming.NOW, schedule.do_job.func)


def test_modules_of_activities_are_found_by_name_in_flow_order():
    found = flow.modules("due")
    order = [one.app for one in flow.built()]
    assert list(found) == sorted(found, key=order.index)
    assert {one.__name__ for one in found.values()} == {f"mentorway.web.{app}.due" for app in found}
    assert dict(flow.modules("nothing_of_the_kind")) == {}
    assert flow.module("core", "nothing_of_the_kind") is None
