"""Those who run the installation stop work: nothing half is left, and people can begin again."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.conftest import make_member, make_partner, make_user
from tests.web.comparison.making import make_comparison, make_read, make_ready
from tests.web.evaluation import gathering_making
from tests.web.mentoring.making import make_matching
from tests.web.mentoring.matching_making import matchable, mentee, mentor
from tests.web.pilots.certifying import complete, make_certified
from tests.web.study.making import answered, make_batch_file, make_study

from mentorway.web.comparison import tasks as comparison
from mentorway.web.comparison.analysis import files as answer_files
from mentorway.web.comparison.models import Finding
from mentorway.web.core.tasks import is_stoppable, send_letter
from mentorway.web.core.work import keeping, telling
from mentorway.web.core.work.models import Work
from mentorway.web.core.work.running import Rhythm, Worker
from mentorway.web.core.work.schedule import do_job
from mentorway.web.evaluation import tasks as evaluation
from mentorway.web.evaluation.actions import results
from mentorway.web.mentoring import tasks as mentoring
from mentorway.web.pilots import tasks as pilots
from mentorway.web.pilots.actions import issuing
from mentorway.web.pilots.analysis.issuing import Wish
from mentorway.web.pilots.models import Certificate
from mentorway.web.study import tasks as study
from mentorway.web.study.actions import downloads
from mentorway.web.study.models import Batch, Response

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _told_at_once(monkeypatch):
    monkeypatch.setattr(telling, "SECONDS_BETWEEN_NEWS", 0)


@pytest.fixture
def staff():
    client = Client()
    client.force_login(make_user(is_staff=True))
    return client


def overview(staff):
    return staff.get(reverse("operations:overview")).content.decode()


def asked(task, *args):
    return DBTaskResult.objects.get(pk=task.enqueue(*args).id)


def run(row):
    """Let a worker do one task, and return its row."""
    worker = Worker(
        rhythm=Rhythm(), queue_names=["*"], excluded_queue_names=[], interval=0, batch=True,
        startup_delay=False, max_tasks=None,
    )  # fmt: skip
    row.refresh_from_db()
    row.claim(worker.worker_id)
    worker.run_task(row)
    row.refresh_from_db()
    return row


@pytest.fixture
def stopped(staff, monkeypatch):
    """Run a task, press its button when it tells of itself for the ``time``-th time, and see it stopped."""

    def go(module, task, pk, *, time=1):
        row, times = asked(task, pk), []

        def heard(share):
            times.append(share)
            if len(times) == time:
                address = reverse("operations:stop_task", args=[row.pk])
                assert address in overview(staff)
                assert staff.post(address).status_code == 302
                assert "It is asked to stop" in overview(staff)
            telling.progress(share)

        monkeypatch.setattr(module, "progress", heard)
        run(row)
        assert (row.status, len(times)) == (TaskResultStatus.FAILED, time)
        assert row.exception_class_path == "mentorway.web.core.work.telling.CancelledError"
        assert "stopped" in overview(staff)
        monkeypatch.setattr(module, "progress", telling.progress)

    return go


@pytest.mark.parametrize("time", [1, 3])
def test_a_comparison_that_is_stopped_is_cancelled_and_can_be_asked_for_again(stopped, time):
    dataset = make_ready(make_partner())
    row = make_comparison(dataset)
    stopped(comparison, comparison.compare, row.pk, time=time)
    row.refresh_from_db()
    assert (row.stage, row.step, row.finished is None) == ("cancelled", None, False)
    assert Finding.objects.count() == 0
    again = make_comparison(dataset)
    assert run(asked(comparison.compare, again.pk)).status == TaskResultStatus.SUCCESSFUL
    assert Finding.objects.get().comparison_id == again.pk


def test_files_that_are_not_read_on_are_forgotten_and_it_says_who_stopped_it(stopped):
    partner = make_partner()
    member = make_member(partner)
    dataset = make_read(member, partner)
    type(dataset).objects.filter(pk=dataset.pk).update(state="uploaded", facts=None, preview=None)
    stopped(comparison, comparison.read_files, dataset.pk)
    dataset.refresh_from_db()
    assert (dataset.state, dataset.problem["text"]) == ("failed", telling.STOPPED.text)
    assert not answer_files.answers_path(dataset).exists()


@pytest.mark.parametrize("time", [1, 4])
def test_an_evaluation_that_is_stopped_keeps_nothing_and_the_next_can_begin(stopped, time):
    whole = gathering_making.with_answers()
    row = results.begin(whole, None)
    stopped(evaluation, evaluation.compute, row.pk, time=time)
    row.refresh_from_db()
    assert (row.stage, row.value, results.begin(whole, None).number) == ("stopped", None, 2)


@pytest.mark.parametrize("time", [1, 2])
def test_a_matching_that_is_stopped_keeps_nothing(stopped, time):
    whole = matchable()
    mentee(whole, "Aino"), mentor(whole, "Bo")
    asked_for = {"criteria": whole.criteria, "rules": whole.rules}
    row = make_matching(whole, state="computing", found={}, asked=asked_for)
    stopped(mentoring, mentoring.compute, row.pk, time=time)
    row.refresh_from_db()
    assert (row.state, row.found) == ("stopped", {})


def test_certificates_that_were_issued_before_the_stop_stay_and_no_more_come(stopped, monkeypatch):
    monkeypatch.setattr(pilots, "AT_ONCE", 1)
    cohort = make_certified()
    people = [complete(cohort, name) for name in ("Aino Ek", "Bo Lind", "Cia Berg")]
    wishes = [Wish(one.pk) for one in people]
    row = issuing.issue(cohort, cohort.created_by, wishes=wishes)
    stopped(pilots, pilots.issue, row.pk, time=3)
    row.refresh_from_db()
    assert (row.stage, row.done, Certificate.objects.count()) == ("cancelled", 1, 1)
    run(asked(pilots.issue, issuing.issue(cohort, cohort.created_by, wishes=wishes).pk))
    assert Certificate.objects.count() == 3


def test_a_file_of_answers_that_is_stopped_is_not_there(stopped):
    asking = make_study()
    answered(asking, 3)
    asks = {"user": make_member(asking.partner), "kind": "csv", "with_texts": False}
    options = {"language": "en", "labels": "codes"}
    row = downloads.ask(asking, **asks, **options)
    stopped(study, study.make_file, row.pk)
    row.refresh_from_db()
    assert (row.stage, row.name, row.finished is None) == ("cancelled", "", False)
    assert downloads.ask(asking, **asks, **options) != row


@pytest.mark.parametrize("time", [1, 2])
def test_a_spreadsheet_that_is_not_stored_on_leaves_no_answers(stopped, client, time):
    asking = make_study()
    client.force_login(make_member(asking.partner))
    sent = {"wave": asking.waves.get().pk, "file": make_batch_file()}
    client.post(reverse("study:imports", args=[asking.pk]), sent)
    row = Batch.objects.get()
    form = client.get(reverse("study:batch", args=[row.pk])).context["form"]
    client.post(
        reverse("study:batch", args=[row.pk]), {name: form[name].value() or "" for name in form.fields}
    )
    Batch.objects.update(state="storing")
    stopped(study, study.store_batch, row.pk, time=time)
    row.refresh_from_db()
    assert (row.state, Response.objects.count()) == ("checked", 0)
    Batch.objects.update(state="storing")
    run(asked(study.store_batch, row.pk))
    assert Response.objects.count() == 2


def test_what_waits_hears_of_the_stop_where_it_begins(staff):
    row = make_comparison(make_ready(make_partner()))
    task = asked(comparison.compare, row.pk)
    assert staff.post(reverse("operations:stop_task", args=[task.pk])).status_code == 302
    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY
    run(task)
    row.refresh_from_db()
    assert (task.status, row.stage) == (TaskResultStatus.FAILED, "cancelled")


def test_a_stop_that_comes_too_late_changes_nothing_and_makes_no_state():
    row = run(asked(comparison.compare, 0))
    Work.objects.all().delete()
    assert (row.status, keeping.cancel(row), Work.objects.count()) == (
        TaskResultStatus.SUCCESSFUL, False, 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("task", "args"), [(send_letter, ("a@example.org", "S", "T")), (do_job, ("due:plan",))]
)
def test_what_cannot_be_stopped_halfway_has_no_button_and_says_so(staff, task, args):
    row = asked(task, *args)
    row.claim("mentorway-1")
    keeping.begin(row, "mentorway-1")
    address, page = reverse("operations:stop_task", args=[row.pk]), overview(staff)
    assert (address in page, "It cannot be stopped halfway" in page) == (False, True)
    assert staff.post(address).status_code == 403
    assert not Work.objects.get(pk=row.pk).cancel_asked


def test_asking_twice_says_so_twice(staff):
    row = asked(comparison.compare, 0)
    row.claim("mentorway-1")
    keeping.begin(row, "mentorway-1")
    said = [
        staff.post(reverse("operations:stop_task", args=[row.pk]), follow=True).content.decode()
        for _time in range(2)
    ]
    assert ["It is asked to stop" in one for one in said] == [True, True]


def test_whoever_lost_a_task_does_not_say_that_it_failed():
    row = make_comparison(make_ready(make_partner()), stage="running", heard=timezone.now())
    task = asked(comparison.compare, row.pk)
    held = keeping.begin(task, "old")
    keeping.begin(task, "new")
    with telling.holding(held), pytest.raises(telling.LostError):
        comparison.compare.func(row.pk)
    row.refresh_from_db()
    assert (row.stage, row.problem) == ("running", None)


def test_every_task_with_a_table_of_its_own_can_be_stopped():
    from mentorway.web.dissemination import tasks as dissemination  # noqa: PLC0415
    from mentorway.web.plan import tasks as plan  # noqa: PLC0415

    stoppable = (
        comparison.read_files, comparison.renew, comparison.compare, evaluation.compute, mentoring.compute,
        pilots.issue, plan.level, dissemination.pack, study.make_file, study.check_batch, study.store_batch,
        study.send_letters,
    )  # fmt: skip
    assert [one.name for one in stoppable if not is_stoppable(one)] == []
    assert [one.name for one in (send_letter, do_job, study.mix) if is_stoppable(one)] == []
