"""Workers that are gone are found without looking at any clock that can be set."""

import datetime as dt

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from mentorway.web.core.tasks import repeatable, task
from mentorway.web.core.work import keeping, watching
from mentorway.web.core.work.models import Work, Worker
from mentorway.web.core.work.running import Heart, Rhythm
from mentorway.web.core.work.watching import FOREIGN, LEASE, Watch

pytestmark = pytest.mark.django_db


@repeatable
@task()
def harmless():
    """Do nothing, as often as one likes."""


@task()
def once_only():
    """What must not be done twice."""


def make_running(work=harmless, holder="mentorway-1"):
    row = DBTaskResult.objects.get(pk=work.enqueue().id)
    watching.beat(holder)
    row.claim(holder)
    keeping.begin(row, holder)
    return row


def status(row):
    row.refresh_from_db()
    return row.status


def test_a_task_of_a_silent_worker_is_back_within_a_minute():
    row, watch = make_running(), Watch()
    found = [watch.look(1000.0 + moment) for moment in range(0, 60, 5)]
    assert (sum(found), status(row)) == (1, TaskResultStatus.READY)
    assert 5.0 * found.index(1) + watching.BEAT < 60
    assert (Worker.objects.exists(), Work.objects.get(pk=row.pk).lost) == (False, 1)


def test_a_worker_that_lives_keeps_its_task_for_hours():
    row, watch = make_running(), Watch()
    for moment in range(0, 7200, 30):
        watching.beat("mentorway-1")
        assert watch.look(float(moment)) == 0
    assert status(row) == TaskResultStatus.RUNNING


@pytest.mark.parametrize("jump", [dt.timedelta(days=-400), dt.timedelta(hours=3), dt.timedelta(days=400)])
def test_a_clock_that_jumps_neither_steals_a_task_nor_keeps_it(monkeypatch, jump):
    row, watch = make_running(), Watch()
    watch.look(0.0)
    now = timezone.now() + jump
    monkeypatch.setattr(watching, "database_clock", lambda: now)
    monkeypatch.setattr(timezone, "now", lambda: now)
    watching.beat("mentorway-1")
    assert (watch.look(LEASE + 1), status(row)) == (0, TaskResultStatus.RUNNING)
    assert (watch.look(2 * LEASE + 2), status(row)) == (1, TaskResultStatus.READY)


def test_what_must_not_be_done_twice_fails_and_says_why():
    row, watch = make_running(once_only), Watch()
    watch.look(0.0)
    assert watch.look(LEASE) == 1
    assert status(row) == TaskResultStatus.FAILED
    assert row.exception_class_path == "mentorway.web.core.work.keeping.WorkerLostError"


def test_a_task_that_ends_three_workers_is_not_given_to_a_fourth():
    row = make_running()
    for number in range(3):
        watch = Watch()
        watch.look(0.0)
        watch.look(LEASE)
        if number < 2:
            assert status(row) == TaskResultStatus.READY
            row.claim(f"mentorway-{number + 2}")
            keeping.begin(row, f"mentorway-{number + 2}")
    assert status(row) == TaskResultStatus.FAILED


def test_a_sign_of_life_in_the_last_moment_is_heard(monkeypatch):
    row, watch = make_running(), Watch()
    watch.look(0.0)
    before = watch._is_silent

    def late(*args):
        silent = before(*args)
        watching.beat("mentorway-1")
        return silent

    monkeypatch.setattr(watch, "_is_silent", late)
    assert (watch.look(LEASE), status(row)) == (0, TaskResultStatus.RUNNING)


def test_silence_says_nothing_while_the_database_kept_us_waiting(monkeypatch):
    row = make_running()
    heart = Heart("mentorway-2", Rhythm(lease=LEASE, first_plans=1e9))
    moments = iter([*([0.0] * 3), *([1000.0] * 2), *([1004.0 + LEASE] * 3)])
    monkeypatch.setattr(watching.time, "monotonic", lambda: next(moments, 2000.0))
    heart.watch.look(0.0)
    monkeypatch.setattr(watching, "SLOW", -1.0)
    heart.beat()
    assert status(row) == TaskResultStatus.RUNNING


def test_a_worker_of_the_library_gives_no_signs_and_has_an_hour():
    row = DBTaskResult.objects.get(pk=harmless.enqueue().id)
    row.claim("somebody else")
    watch = Watch()
    watch.look(0.0)
    assert (watch.look(FOREIGN - 1), watch.look(FOREIGN)) == (0, 1)


def test_a_worker_that_was_thought_gone_comes_back():
    watching.beat("mentorway-1")
    Worker.objects.all().delete()
    watching.beat("mentorway-1")
    assert Worker.objects.count() == 1


def test_names_of_workers_are_known_by_their_beginning_and_fit():
    names = {watching.new_name() for _time in range(50)}
    assert (len(names), max(map(len, names)) <= 64) == (50, True)
    assert {name.startswith(watching.OURS) for name in names} == {True}
