"""Those who run the installation see how it is, without seeing whom anything is about."""

import datetime as dt
import json
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult
from tests.conftest import make_member, make_partner, make_user
from tests.web.comparison.making import make_ready

from mentorway.web.comparison.models import Analysis, Comparison
from mentorway.web.core.tasks import repeatable, send_letter, task
from mentorway.web.core.work import keeping, schedule, watching
from mentorway.web.core.work.models import Job, Worker
from mentorway.web.operations.analysis import seeing, under_way

pytestmark = pytest.mark.django_db
OVERVIEW = "operations:overview"


@repeatable
@task()
def of_an_activity(pk):
    """What an activity keeps in a table of its own."""


def tasks_of_the_product():
    return {
        one.module_path
        for name, module in list(sys.modules.items())
        if name.startswith("mentorway.web.")
        for one in vars(module).values()
        if isinstance(one, Task)
    }


def test_every_task_has_a_name_and_every_name_a_task():
    paths = tasks_of_the_product()
    assert len(paths) == len(seeing.NAMES)
    assert {str(seeing.NAMES[key]) for key in seeing.NAMES} == {seeing.name_of(path) for path in paths}


def failed(work=send_letter, *args):
    pk = work.enqueue(*(args or ("vilma@example.org", "About Vilma", "Dear Vilma"))).id
    row = DBTaskResult.objects.get(pk=pk)
    row.claim("mentorway-1")
    keeping.begin(row, "mentorway-1")
    keeping.fail(row, ConnectionRefusedError("vilma@example.org is away"))
    return row


@pytest.fixture
def staff(client):
    client.force_login(make_user(is_staff=True))
    return client


def page(client, **query):
    response = client.get(reverse(OVERVIEW), query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_new_installation_says_that_nothing_is_there_yet(staff):
    text = page(staff)
    words = (
        "Nothing waits and nothing runs",
        "Nothing has failed",
        "No worker runs",
        "none is noted",
        "not done yet",
    )
    assert [one for one in words if one not in text] == []


def test_what_failed_is_told_without_whom_it_was_about(staff):
    failed()
    text = page(staff)
    assert "ConnectionRefusedError" in text
    assert "1 could not be sent" in text
    assert [word for word in ("vilma", "Vilma", "away") if word in text] == []


def test_many_failures_come_in_pages(staff):
    for _number in range(21):
        failed()
    assert [page(staff, page=number).count("ConnectionRefusedError") for number in (1, 2)] == [20, 1]


def test_a_running_task_shows_how_far_it_is(staff):
    row = DBTaskResult.objects.get(pk=of_an_activity.enqueue(1).id)
    row.claim("mentorway-1")
    keeping.begin(row, "mentorway-1")
    keeping.Work.objects.filter(pk=row.pk).update(share=0.42, step="reading")
    text = page(staff)
    assert 'value="42"' in text
    assert "reading" in text


def test_a_letter_that_failed_is_tried_again(staff):
    row = failed()
    response = staff.post(reverse("operations:try_task_again", args=[row.pk]), follow=True)
    row.refresh_from_db()
    assert (row.status, "It is tried again" in response.content.decode()) == (TaskResultStatus.READY, True)


def test_what_an_activity_keeps_itself_is_begun_again_there(staff):
    row = failed(of_an_activity, 1)
    assert staff.post(reverse("operations:try_task_again", args=[row.pk])).status_code == 403
    row.refresh_from_db()
    assert (row.status, "Whoever set it going sees why" in page(staff)) == (TaskResultStatus.FAILED, True)


def test_a_waiting_letter_is_taken_from_the_queue(staff):
    pk = send_letter.enqueue("a@example.org", "Subject", "Text").id
    staff.post(reverse("operations:stop_task", args=[pk]))
    assert DBTaskResult.objects.get(pk=pk).status == TaskResultStatus.FAILED
    assert (
        "It was over already"
        in staff.post(reverse("operations:stop_task", args=[pk]), follow=True).content.decode()
    )


@pytest.mark.parametrize("name", ["stop_task", "try_task_again"])
def test_a_task_that_is_not_there_is_not_found(staff, name):
    pk = "00000000-0000-0000-0000-000000000000"
    assert staff.post(reverse(f"operations:{name}", args=[pk])).status_code == 404


def test_a_job_is_done_at_once_and_only_once(staff):
    address = reverse("operations:run_job", args=["due:privacy"])
    said = [staff.post(address, follow=True).content.decode() for _time in range(2)]
    assert ["as soon as a worker is free" in said[0], "waits or runs already" in said[1]] == [True, True]
    assert DBTaskResult.objects.filter(work__once="job:due:privacy").count() == 1


def test_a_job_of_no_activity_is_not_found(staff):
    assert staff.post(reverse("operations:run_job", args=["due:nothing"])).status_code == 404


def test_a_job_that_fails_is_seen_with_how_often(staff):
    Job.objects.create(pk="due:privacy", planned=timezone.now(), error="builtins.RuntimeError", failures=3)
    assert "failed 3 times: RuntimeError" in page(staff)


def test_workers_are_alive_or_silent(staff):
    watching.beat("mentorway-1")
    assert ("alive" in page(staff), "silent" in page(staff)) == (True, False)
    Worker.objects.update(seen=timezone.now() - dt.timedelta(seconds=61))
    assert "silent" in page(staff)


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        ({"made": "2026-01-01T00:00:00+00:00", "missing_files": 0}, "older than two days"),
        ({"made": "2026-01-01T00:00:00+00:00", "missing_files": 2}, "files are missing in it"),
        ({"made": "yesterday", "missing_files": 0}, "none is noted"),
        ({"made": "2026-01-01T00:00:00", "missing_files": 0}, "none is noted"),
        ([], "none is noted"),
    ],
)
def test_the_last_backup_is_as_old_as_it_is(staff, settings, tmp_path, noted, said):
    settings.MENTORWAY_DATA = tmp_path
    (tmp_path / seeing.BACKUP).write_text(json.dumps(noted), encoding="utf-8")
    assert said in page(staff)


def test_the_page_costs_as_much_with_many_tasks_as_with_few(staff, django_assert_max_num_queries):
    failed()
    page(staff)
    with CaptureQueriesContext(connection) as few:
        page(staff)
    for _number in range(14):
        failed()
    with django_assert_max_num_queries(40) as many:
        page(staff)
    assert len(many) == len(few)


def make_comparison(user, **fields):
    analysis = Analysis.objects.create(dataset=make_ready(make_partner()), title="T", created_by=user)
    return Comparison.objects.create(analysis=analysis, number=1, plan={}, asked_by=user, **fields)


def test_people_see_what_they_set_going_and_nobody_elses(client):
    person, other = make_member(), make_member()
    make_comparison(person, stage="running", progress=30)
    make_comparison(other, stage="waiting")
    client.force_login(person)
    text = client.get(reverse("operations:mine")).content.decode()
    assert (text.count('class="card"'), 'value="30"' in text) == (1, True)


def test_who_set_nothing_going_is_told_what_would_be_here(client):
    client.force_login(make_user())
    assert "Nothing is under way" in client.get(reverse("operations:mine")).content.decode()


@pytest.mark.parametrize("kind", under_way.KINDS, ids=lambda kind: kind.model.__name__)
def test_every_kind_is_read_by_columns_and_addresses_that_are_there(kind):
    row = kind.model(pk=1)
    for field in row._meta.fields:
        if field.name in {"round", "evaluation", "project", "cohort", "analysis", "number"}:
            setattr(row, field.attname, 1)
    name, arguments = kind.page(row) if kind.page else ("home", [])
    assert reverse(name, args=arguments)
    assert list(kind.model.objects.filter(kind.active, **{kind.by: make_user()})) == []
    assert kind.percent == "" or isinstance(getattr(row, kind.percent), int)


def test_every_job_has_a_name_for_people(staff):
    names = [one.name for one in seeing.job_lines(timezone.now())]
    assert len(names) == len(schedule.jobs())
    assert [one for one in names if one.startswith("due:")] == []
