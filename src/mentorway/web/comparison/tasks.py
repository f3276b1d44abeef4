"""Work that a page does not wait for: reading large files, comparing."""

import time
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from mentorway.answers import Snapshot
from mentorway.web.comparison.analysis import comparing, files, reading
from mentorway.web.comparison.models import Comparison, Dataset, Finding, Stage, State
from mentorway.web.core.tasks import repeatable, task
from mentorway.web.core.wording import kept
from mentorway.wording import InvalidInputError, Message

SECONDS_BETWEEN_NEWS = 0.4
SHARE_OF_STORING = 0.3
OUR_FAULT = Message(
    "Something went wrong on our side, and the people who run this installation can see it in its log. "
    "Try again; if it happens again, tell them."
)


class NotWantedError(Exception):
    """Somebody cancelled, or another process took over."""


class Watch:
    """Tells how far the work is, and stops it when its row is no longer as it was."""

    def __init__(self, row: QuerySet[Any]) -> None:
        self.row = row
        self.last = 0.0

    def tell(self, share: float, **news: Any) -> None:
        now = time.monotonic()
        if now - self.last < SECONDS_BETWEEN_NEWS:
            return
        self.last = now
        if not self.row.update(progress=max(0, min(99, int(share * 100))), **news):
            raise NotWantedError


@repeatable
@task()
def read_files(pk: int) -> None:
    """Read the files of a set of answers."""
    read(pk)


def read(pk: int) -> None:
    """Read the files of a set of answers, unless that is no longer wanted."""
    dataset = Dataset.objects.filter(pk=pk, state=State.UPLOADED).first()
    if dataset is None:
        return
    row = Dataset.objects.filter(pk=pk, state=State.UPLOADED, group=dataset.group)
    try:
        group, preview = reading.look(dataset, Watch(row).tell)
    except NotWantedError:
        return
    except InvalidInputError as refusal:
        _give_up_reading(dataset, row, refusal.message)
    except Exception:
        _give_up_reading(dataset, row, OUR_FAULT)
        raise
    else:
        source = preview.pop("source")[:500]
        row.update(state=State.READ, group=group, preview=preview, source=source, progress=100, problem=None)


def _give_up_reading(dataset: Dataset, row: QuerySet[Dataset], message: Message) -> None:
    row.update(state=State.FAILED, problem=kept(message))
    files.forget_uploads(dataset)


@repeatable
@task()
def compare(pk: int) -> None:
    """Store the answers if they are not stored yet, compare them, and keep what was found."""
    Comparison.objects.filter(pk=pk, stage=Stage.WAITING).update(stage=Stage.RUNNING, heard=timezone.now())
    comparison = Comparison.objects.filter(pk=pk, stage=Stage.RUNNING).select_related("dataset").first()
    if comparison is None:
        return
    row = Comparison.objects.filter(pk=pk, stage=Stage.RUNNING)
    try:
        _compare(comparison, row)
    except NotWantedError:
        return
    except InvalidInputError as refusal:
        _give_up(row, refusal.message)
    except Exception:
        _give_up(row, OUR_FAULT)
        raise


def _compare(comparison: Comparison, row: QuerySet[Comparison]) -> None:
    dataset, watch = comparison.dataset, Watch(row)

    def storing(share: float) -> None:
        watch.tell(SHARE_OF_STORING * share, step=kept(comparing.READING), heard=timezone.now())

    def working(share: float, step: Message) -> None:
        whole = SHARE_OF_STORING + (1 - SHARE_OF_STORING) * share
        watch.tell(whole, step=kept(step), heard=timezone.now())

    storing(0)
    snapshot = reading.keep(dataset, comparison.plan["groups"], storing)
    if not row.exists():
        raise NotWantedError
    _remember(dataset, snapshot, comparison.plan["groups"])
    value = comparing.compare(snapshot, comparison.plan, working)
    _finish(comparison, row, value)


def _remember(dataset: Dataset, snapshot: Snapshot, groups: list[str]) -> None:
    """Note that the answers are stored; from now on no other groups can be chosen than those kept."""
    preview = dataset.preview
    if preview and groups:
        preview = {**preview, "groups": [one for one in preview["groups"] if one[0] in groups]}
    Dataset.objects.filter(pk=dataset.pk).exclude(state=State.READY).update(
        state=State.READY, sha256=snapshot.sha256, preview=preview
    )
    files.forget_uploads(dataset)


@transaction.atomic
def _finish(comparison: Comparison, row: QuerySet[Comparison], value: comparing.Value) -> None:
    done = row.update(stage=Stage.DONE, progress=100, step=None, finished=timezone.now())
    if not done:
        raise NotWantedError
    Finding.objects.create(
        comparison=comparison,
        value=value.text,
        method=value.method,
        library_version=value.version,
        data_hash=value.data_hash,
    )


def _give_up(row: QuerySet[Comparison], message: Message) -> None:
    row.update(stage=Stage.FAILED, problem=kept(message), step=None, finished=timezone.now())
