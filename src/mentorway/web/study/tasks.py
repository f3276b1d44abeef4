"""Work that pages do not wait for: letters, files, imports, mixing what was stored in order."""

import datetime as dt
import time
from collections.abc import Iterator
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from mentorway.web.core.tasks import CancelledError, progress, repeatable, stoppable, task
from mentorway.web.core.wording import OUR_FAULT, kept, said
from mentorway.web.study.analysis import files, importing, letters, making, places
from mentorway.web.study.models import (
    Batch,
    BatchState,
    Contact,
    Download,
    Event,
    Invitation,
    Response,
    Stage,
    State,
    Study,
    Target,
    Wave,
    What,
)
from mentorway.wording import InvalidInputError, Message

__all__ = [
    "check_batch",
    "go_on_sending",
    "make_file",
    "mix",
    "plan_sending",
    "said",
    "send_letters",
    "store_batch",
]

SECONDS_BETWEEN_NEWS = 0.4
AT_ONCE = 500
LETTERS_AT_ONCE = 200
PATIENCE = dt.timedelta(minutes=15)


class NotWantedError(Exception):
    """Somebody cancelled, or another process took over."""


class Watch:
    """Tells how far the work is, and stops it when its row is no longer as it was."""

    def __init__(self, row: QuerySet[Any]) -> None:
        self.row = row
        self.last = 0.0

    def tell(self, percent: int, **news: Any) -> None:
        progress(percent / 100)
        now = time.monotonic()
        if now - self.last < SECONDS_BETWEEN_NEWS:
            return
        self.last = now
        if not self.row.update(progress=max(0, min(99, percent)), **news):
            raise NotWantedError


# Letters


def go_on_sending(wave: Wave, at: dt.datetime | None = None) -> None:
    """Let the worker go on with the letters of a wave, now or later; an earlier plan is replaced."""
    moment = at or timezone.now()
    Wave.objects.filter(pk=wave.pk, sending=True).update(next_run=moment)
    work = send_letters.using(run_after=at) if at else send_letters
    transaction.on_commit(lambda: work.enqueue(wave.pk, moment.isoformat()))


def plan_sending(wave: Wave, now: dt.datetime | None = None) -> None:
    """Plan the letters for the first moment at which somebody of the wave may be written to."""
    now = now or timezone.now()
    at = _when_next(wave, max(now, wave.begins or now), full=False)
    if at is None:
        Wave.objects.filter(pk=wave.pk, sending=True).update(next_run=None)
    else:
        go_on_sending(wave, at if at > now else None)


@stoppable
@repeatable
@task()
def send_letters(pk: int, planned: str) -> None:
    """Send what may be sent now, and plan when to go on; a plan that was replaced does nothing."""
    moment = dt.datetime.fromisoformat(planned)
    try:
        progress(0)
        run_letters(pk, moment)
    except CancelledError:
        Wave.objects.filter(pk=pk, next_run=moment).update(sending=False, next_run=None)
        raise


def run_letters(pk: int, planned: dt.datetime, now: dt.datetime | None = None) -> int:
    """Send what may be sent now; return how many letters that were."""
    now = now or timezone.now()
    wave = Wave.objects.filter(pk=pk, sending=True, next_run=planned).select_related("study__partner").first()
    if wave is None or wave.study.state != State.OPEN:
        return 0
    if not wave.takes_answers_at(now):
        _wait_for(wave, now)
        return 0
    targets = list(Target.objects.filter(study=wave.study_id))
    sent = 0
    try:
        with get_connection() as post:
            for invitation in _due(wave, now):
                progress(sent / LETTERS_AT_ONCE)
                day = places.day_of(invitation.country, now)
                sent += _send(invitation, wave, targets, post, day)
    except OSError:
        go_on_sending(wave, now + PATIENCE)
        return sent
    at = _when_next(wave, now, full=sent >= LETTERS_AT_ONCE)
    if at is None:
        Wave.objects.filter(pk=wave.pk, next_run=planned).update(next_run=None)
    else:
        go_on_sending(wave, at if at > now else None)
    return sent


def _wait_for(wave: Wave, now: dt.datetime) -> None:
    """Plan the letters of a wave that has not begun for its beginning."""
    if wave.begins and wave.begins > now:
        go_on_sending(wave, wave.begins)


def _due(wave: Wave, now: dt.datetime) -> Iterator[Invitation]:
    asked = Invitation.objects.filter(wave=wave)
    here = asked.filter(state__in=[Contact.QUEUED, Contact.SENT, Contact.REMINDED])
    countries = here.order_by().values_list("country", flat=True).distinct()
    awake = places.loud_countries(countries, now)
    loud = asked.filter(country__in=awake).select_related("code")
    yield from loud.to_send().exclude(code__used=True).order_by("pk")[:LETTERS_AT_ONCE]
    for day, some in places.days_in(awake, now).items():
        before = day - dt.timedelta(days=wave.remind_after)
        waiting = loud.filter(country__in=some).to_remind(before, wave.remind_most)
        yield from waiting.order_by("pk")[:LETTERS_AT_ONCE]


def _send(
    invitation: Invitation, wave: Wave, targets: list[Target], post: BaseEmailBackend, day: dt.date
) -> bool:
    """Send one letter. It is noted before it is sent, so that nobody gets it twice."""
    again = invitation.state != Contact.QUEUED
    mine = Invitation.objects.filter(
        pk=invitation.pk, state=invitation.state, reminders=invitation.reminders
    ).exclude(code__used=True)
    if again:
        noted = mine.update(state=Contact.REMINDED, reminded_on=day, reminders=F("reminders") + 1)
    else:
        noted = mine.update(state=Contact.SENT, sent_on=day)
    if not noted:
        return False
    before = {
        "state": invitation.state,
        "sent_on": invitation.sent_on,
        "reminded_on": invitation.reminded_on,
        "reminders": invitation.reminders,
    }
    try:
        post.send_messages([letters.letter_to(invitation, wave, targets, again=again)])
    except (letters.NowhereToGoError, ValueError):
        Invitation.objects.filter(pk=invitation.pk).update(**{**before, "state": Contact.BOUNCED})
        return False
    except SMTPRecipientsRefused:
        Invitation.objects.filter(pk=invitation.pk).update(state=Contact.BOUNCED)
        return False
    except OSError:
        Invitation.objects.filter(pk=invitation.pk).update(**before)
        raise
    return True


def _when_next(wave: Wave, now: dt.datetime, *, full: bool) -> dt.datetime | None:
    """Return when there is something to send again; None when nothing is left."""
    asked = Invitation.objects.filter(wave=wave)
    if full:
        return now
    moments = [
        places.next_moment(country, now)
        for country in asked.to_send().order_by().values_list("country", flat=True).distinct()
    ]
    far = dt.date.max - dt.timedelta(days=1)
    to_remind = asked.to_remind(far, wave.remind_most)
    rows = to_remind.order_by().values_list("country", "sent_on", "reminded_on").distinct()
    for country, sent_on, reminded_on in rows:
        last = reminded_on or sent_on or places.day_of(country, now)
        day = last + dt.timedelta(days=wave.remind_after)
        moments.append(places.next_moment_on(country, day, now))
    return min((moment for moment in moments if wave.ends is None or moment < wave.ends), default=None)


# Files


@stoppable
@repeatable
@task()
def make_file(pk: int) -> None:
    """Make the file of a download, unless that is no longer wanted."""
    Download.objects.filter(pk=pk, stage=Stage.WAITING).update(stage=Stage.RUNNING, heard=timezone.now())
    row = Download.objects.filter(pk=pk, stage=Stage.RUNNING)
    download = row.select_related("study__partner").first()
    if download is None:
        return
    watch = Watch(row)
    try:
        progress(0)
        made = making.make(download, lambda percent: watch.tell(percent, heard=timezone.now()))
        _finish(row, made)
    except NotWantedError:
        files.forget_download(download)
    except CancelledError:
        row.update(stage=Stage.CANCELLED, finished=timezone.now())
        files.forget_download(download)
        raise
    except InvalidInputError as refusal:
        _give_up(row, download, refusal.message)
    except Exception:
        _give_up(row, download, OUR_FAULT)
        raise


def _finish(row: QuerySet[Download], made: making.Made) -> None:
    done = row.update(
        stage=Stage.DONE, progress=100, name=made.name, size=made.size, rows=made.rows,
        sha256=made.sha256, data_hash=made.data_hash, finished=timezone.now(),
    )  # fmt: skip
    if not done:
        raise NotWantedError


def _give_up(row: QuerySet[Download], download: Download, message: Message) -> None:
    row.update(stage=Stage.FAILED, problem=kept(message), finished=timezone.now())
    files.forget_download(download)


# Imports


@stoppable
@repeatable
@task()
def check_batch(pk: int) -> None:
    """Judge every row of a spreadsheet and keep what is wrong; nothing is stored as answers."""
    row = Batch.objects.filter(pk=pk, state=BatchState.CHECKING)
    batch = row.select_related("wave__study__partner", "wave__study__version").first()
    if batch is None:
        return
    verdict = importing.Verdict()
    try:
        progress(0)
        watch = Watch(row)
        for taken in importing.Reading(batch, files.batch_path(batch)).rows():
            verdict.add(taken)
            watch.tell(100 * verdict.count // max(1, batch.count))
    except NotWantedError:
        return
    except InvalidInputError as refusal:
        problem = {"row": None, "column": "", "message": kept(refusal.message)}
        row.update(state=BatchState.CHECKED, problems=[problem], wrong=1, progress=100)
        return
    except (CancelledError, Exception):
        row.update(state=BatchState.UPLOADED, progress=0)
        raise
    row.update(
        state=BatchState.CHECKED, problems=verdict.problems or [], wrong=verdict.wrong,
        incomplete=verdict.incomplete, count=verdict.count, progress=100,
    )  # fmt: skip


@stoppable
@repeatable
@task()
def store_batch(pk: int) -> None:
    """Store every row of a spreadsheet as answers, all of them or none."""
    row = Batch.objects.filter(pk=pk, state=BatchState.STORING)
    batch = row.select_related("wave__study__partner", "wave__study__version", "by").first()
    if batch is None:
        return
    try:
        _keep(batch, row, _responses(batch))
    except NotWantedError:
        row.update(state=BatchState.UPLOADED, progress=0)
    except (CancelledError, Exception):
        row.update(state=BatchState.CHECKED, progress=0)
        raise
    else:
        files.forget_batch(batch)


def _responses(batch: Batch) -> list[Response]:
    found: list[Response] = []
    progress(0)
    for taken in importing.Reading(batch, files.batch_path(batch)).rows():
        progress(len(found) / max(1, batch.count))
        if taken.problems:
            raise NotWantedError
        found.append(importing.response_of(batch, taken))
    return found


@transaction.atomic
def _keep(batch: Batch, row: QuerySet[Batch], responses: list[Response]) -> None:
    if not row.update(state=BatchState.STORED, count=len(responses), progress=100):
        raise NotWantedError
    responses.sort(key=lambda response: response.id)
    Response.objects.bulk_create(responses, batch_size=AT_ONCE)
    day = batch.wave.study.today()
    detail = f"{batch.name[:150]} · {len(responses)}"
    Event.objects.create(study=batch.wave.study, what=What.IMPORTED, by=batch.by, detail=detail, day=day)


# Order


@repeatable
@task()
def mix(pk: int) -> None:
    """Write the answers of a closed wave anew, by their random keys, so that no order of coming is left."""
    if not Study.objects.filter(waves=pk, state__in=[State.CLOSED, State.ARCHIVED]).exists():
        return
    mix_answers(pk)


@transaction.atomic
def mix_answers(pk: int) -> None:
    """Take the answers out and put them back sorted by random key."""
    Study.objects.select_for_update().filter(waves=pk).values_list("pk").first()
    keys = list(Response.objects.filter(wave=pk).order_by("id").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        some = list(Response.objects.filter(pk__in=keys[start : start + AT_ONCE]).order_by("id"))
        Response.objects.filter(pk__in=[one.pk for one in some]).delete()
        Response.objects.bulk_create(some)
