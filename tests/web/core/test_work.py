"""Tasks that are tried again, stopped, given back and done once, whoever does them."""

import datetime as dt
import smtplib
import threading
import time

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from mentorway.web.core import tasks
from mentorway.web.core.tasks import is_mail_away, repeatable, retrying, send_letter, stoppable, task
from mentorway.web.core.work import keeping, telling
from mentorway.web.core.work.models import Work
from mentorway.web.core.work.retrying import Retry
from mentorway.web.core.work.running import Rhythm, Worker
from mentorway.web.core.work.telling import CancelledError, GivenBackError, LostError, holding, progress

pytestmark = pytest.mark.django_db
SEEN = []


@repeatable
@task()
def note(word):
    SEEN.append(word)
    return word


@retrying(times=3, on=lambda error: isinstance(error, TimeoutError))
@task()
def unlucky(kind):
    raise {"away": TimeoutError, "wrong": ValueError}[kind]("of vilma@example.org")


@task()
def strange():
    return object()


@repeatable
@task()
def stopped():
    raise GivenBackError


@task()
def stopped_once():
    raise GivenBackError


@stoppable
@repeatable
@task()
def watched(pk):
    held = telling._held.get()
    SEEN.append(held.pk == keeping.Work.objects.get(pk=held.pk).pk)
    held.told = -1
    progress(0.5, "reading")
    SEEN.append(Work.objects.values_list("share", "step").get(pk=held.pk))
    keeping.cancel(DBTaskResult.objects.get(pk=held.pk))
    held.told = -1
    progress(0.75, "reading")
    SEEN.append("never")


@repeatable
@task()
def robbed():
    """While it runs, another worker takes it."""
    held = telling._held.get()
    row = DBTaskResult.objects.get(pk=held.pk)
    assert keeping.take_back(row)
    row.refresh_from_db()
    row.claim("another")
    keeping.begin(row, "another")
    held.told = -1
    if SEEN == ["asks"]:
        progress(0.5)
    return "mine"


@pytest.fixture(autouse=True)
def _nothing_seen():
    SEEN.clear()


def make_worker():
    return Worker(
        rhythm=Rhythm(), queue_names=["*"], excluded_queue_names=[], interval=0, batch=True,
        startup_delay=False, max_tasks=None,
    )  # fmt: skip


def done(row):
    """Let a worker do one task, and return its row."""
    worker = make_worker()
    row.refresh_from_db()
    row.claim(worker.worker_id)
    worker.run_task(row)
    row.refresh_from_db()
    return row


def asked(work_of, *args):
    return DBTaskResult.objects.get(pk=work_of.enqueue(*args).id)


def test_what_a_task_returns_is_kept():
    row = done(asked(note, "a"))
    assert (row.status, row.return_value, SEEN) == (TaskResultStatus.SUCCESSFUL, "a", ["a"])
    assert (row.work.share, row.work.attempts) == (1.0, 1)


def test_a_task_that_may_be_tried_again_waits_longer_each_time_and_fails_in_the_end():
    row, pauses = asked(unlucky, "away"), []
    for _attempt in range(2):
        before = timezone.now()
        done(row)
        pauses.append((row.run_after - before).total_seconds())
        assert (row.status, row.started_at) == (TaskResultStatus.READY, None)
        assert (row.exception_class_path, row.traceback) == ("builtins.TimeoutError", "")
    assert 29 < pauses[0] < 91
    assert 89 < pauses[1] < 271
    done(row)
    assert (row.status, row.work.attempts) == (TaskResultStatus.FAILED, 3)


def test_an_error_that_waiting_does_not_mend_is_final_at_once():
    row = done(asked(unlucky, "wrong"))
    assert (row.status, row.exception_class_path) == (TaskResultStatus.FAILED, "builtins.ValueError")


def test_what_cannot_be_kept_fails_the_task():
    assert done(asked(strange)).exception_class_path == "builtins.TypeError"


def test_a_task_of_an_earlier_version_fails_and_stops_nobody():
    row = asked(note, "a")
    DBTaskResult.objects.filter(pk=row.pk).update(task_path="mentorway.web.gone.away")
    assert done(row).status == TaskResultStatus.FAILED


@pytest.mark.parametrize(
    ("error", "may_go_later"),
    [
        (ConnectionRefusedError(), True),
        (TimeoutError(), True),
        (smtplib.SMTPServerDisconnected("gone"), True),
        (smtplib.SMTPConnectError(421, b"busy"), True),
        (smtplib.SMTPDataError(451, b"try later"), True),
        (smtplib.SMTPDataError(554, b"refused"), False),
        (smtplib.SMTPAuthenticationError(535, b"no"), False),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (450, b"full")}), True),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"nobody")}), False),
        (ValueError("header"), False),
    ],
)
def test_a_letter_waits_for_the_mail_server_but_is_not_sent_again_where_it_was_refused(error, may_go_later):
    assert is_mail_away(error) is may_go_later


def test_a_letter_goes_once_the_mail_server_is_back(monkeypatch, mailoutbox):
    def away(letter):
        raise ConnectionRefusedError

    row = asked(send_letter, "a@example.org", "Subject", "Text")
    with monkeypatch.context() as patched:
        patched.setattr(tasks.EmailMultiAlternatives, "send", away)
        assert done(row).status == TaskResultStatus.READY
    assert len(mailoutbox) == 0
    assert done(row).status == TaskResultStatus.SUCCESSFUL
    assert [letter.to for letter in mailoutbox] == [["a@example.org"]]


def test_a_task_says_how_far_it_is_and_hears_that_it_is_to_stop():
    row = done(asked(watched, 1))
    assert SEEN == [True, (0.5, "reading")]
    assert (row.status, row.exception_class_path) == (
        TaskResultStatus.FAILED, "mentorway.web.core.work.telling.CancelledError",
    )  # fmt: skip


def test_progress_asks_the_database_rarely_and_nothing_without_a_worker(django_assert_num_queries):
    row = asked(note, "a")
    held = keeping.begin(row, "me")
    with holding(held), django_assert_num_queries(2):
        for _time in range(100):
            progress(0.1)
    with django_assert_num_queries(0):
        progress(0.1)


@pytest.mark.parametrize("asks", [[], ["asks"]])
def test_whoever_lost_a_task_writes_nothing_about_it(asks):
    SEEN.extend(asks)
    row = done(asked(robbed))
    assert (row.status, row.return_value, row.worker_ids[-1]) == (TaskResultStatus.RUNNING, None, "another")


def test_the_new_holder_is_not_disturbed_by_the_progress_of_the_old():
    row = asked(note, "a")
    held = keeping.begin(row, "old")
    keeping.begin(row, "new")
    with holding(held), pytest.raises(LostError):
        progress(0.9)
    assert Work.objects.get(pk=row.pk).share == 0.0


def test_a_worker_that_stops_gives_back_what_may_run_again():
    again, once = done(asked(stopped)), done(asked(stopped_once))
    assert (again.status, again.work.attempts) == (TaskResultStatus.READY, 0)
    assert (once.status, once.exception_class_path.rpartition(".")[2]) == (
        TaskResultStatus.FAILED, "StoppedError",
    )  # fmt: skip


def test_what_is_asked_once_waits_once_and_may_be_asked_again_afterwards():
    assert [keeping.ask_once(note, "k", word) for word in "abc"] == [True, False, False]
    row = DBTaskResult.objects.get()
    done(row)
    assert keeping.ask_once(note, "k", "d")
    assert DBTaskResult.objects.count() == 2


def test_a_failed_task_does_not_hold_its_key():
    keeping.ask_once(unlucky, "k", "wrong")
    done(DBTaskResult.objects.get())
    assert keeping.ask_once(unlucky, "k", "wrong")


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_get_one_task():
    barrier, answers = threading.Barrier(4), []

    def ask():
        from django.db import connection  # noqa: PLC0415

        barrier.wait(10)
        for _attempt in range(20):
            try:
                answers.append(keeping.ask_once(note, "k", "a"))
                break
            except OperationalError:  # a database in memory does not wait for its turn
                time.sleep(0.05)
        connection.close()

    threads = [threading.Thread(target=ask) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (sorted(answers), DBTaskResult.objects.count()) == ([False, False, False, True], 1)


def test_a_waiting_task_that_is_cancelled_is_not_begun():
    row = asked(note, "a")
    assert keeping.cancel(row)
    make_worker().run()
    row.refresh_from_db()
    assert (row.status, SEEN) == (TaskResultStatus.FAILED, [])
    assert not keeping.cancel(row)


def test_a_failed_task_is_tried_again_with_all_its_attempts():
    row = done(asked(unlucky, "wrong"))
    assert keeping.try_again(row)
    row.refresh_from_db()
    assert (row.status, row.worker_ids, row.work.attempts) == (TaskResultStatus.READY, [], 0)
    assert not keeping.try_again(row)
    assert row in DBTaskResult.objects.ready()


def test_retrying_once_is_a_mistake():
    with pytest.raises(ValueError, match="2 or more"):
        retrying(times=1, on=lambda _error: True)


def test_pauses_differ_by_chance_but_never_by_more_than_half():
    retry = Retry(times=3, on=lambda _error: True)
    pauses = {retry.pause_by_chance(1) for _time in range(200)}
    assert len(pauses) > 100
    assert 30 <= min(pauses) <= max(pauses) <= 90
    assert max(retry.pause_by_chance(400) for _time in range(50)) <= 9 * 3600


@pytest.mark.parametrize("kind", [CancelledError, LostError, GivenBackError])
def test_what_progress_tells_is_not_taken_for_an_error_of_the_task(kind):
    assert issubclass(kind, Exception) is False


def test_a_task_waits_until_its_time():
    row = asked(note.using(run_after=timezone.now() + dt.timedelta(hours=1)), "a")
    assert row not in DBTaskResult.objects.ready()


def test_a_worker_that_ends_lets_go_of_what_it_had_not_begun():
    worker, row, other = make_worker(), asked(note, "a"), asked(note, "b")
    row.claim(worker.worker_id)
    other.claim("another")
    worker._let_go()
    assert [DBTaskResult.objects.get(pk=one.pk).status for one in (row, other)] == [
        TaskResultStatus.READY,
        TaskResultStatus.RUNNING,
    ]
