"""Work that a page does not wait for: reading large files, comparing."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from mentorway.answers import Snapshot
from mentorway.web.comparison import queries
from mentorway.web.comparison.analysis import comparing, files, reading, sums
from mentorway.web.comparison.analysis.sums import SumsSnapshot
from mentorway.web.comparison.models import (
    Analysis,
    Comparison,
    Dataset,
    Edition,
    Finding,
    Stage,
    State,
)
from mentorway.web.core import happenings
from mentorway.web.core.tasks import STOPPED, CancelledError, progress, repeatable, stoppable, task
from mentorway.web.core.wording import OUR_FAULT, kept
from mentorway.wording import InvalidInputError, Message

SECONDS_BETWEEN_NEWS = 0.4
SHARE_OF_STORING = 0.3


class NotWantedError(Exception):
    """Somebody cancelled, or another process took over."""


class Watch:
    """Tells how far the work is, and stops it when its row is no longer as it was."""

    def __init__(self, row: QuerySet[Any]) -> None:
        self.row = row
        self.last = 0.0

    def tell(self, share: float, **news: Any) -> None:
        progress(share)
        now = time.monotonic()
        if now - self.last < SECONDS_BETWEEN_NEWS:
            return
        self.last = now
        if not self.row.update(progress=max(0, min(99, int(share * 100))), **news):
            raise NotWantedError


@stoppable
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
    row = Dataset.objects.filter(pk=pk, state=State.UPLOADED, group=dataset.group, facts=dataset.facts)
    if dataset.facts is None:  # the database takes what is compared with None for JSON's own null
        row = Dataset.objects.filter(pk=pk, state=State.UPLOADED, group=dataset.group, facts__isnull=True)
    try:
        progress(0)
        looked = reading.look(dataset, Watch(row).tell)
    except NotWantedError:
        return
    except CancelledError:
        _stop_reading(dataset, row, STOPPED)
        raise
    except InvalidInputError as refusal:
        _stop_reading(dataset, row, refusal.message)
    except Exception:
        _stop_reading(dataset, row, OUR_FAULT)
        raise
    else:
        chosen = {"group": looked.group, "facts": list(looked.facts), "weight": looked.weight}
        row.update(
            **chosen,
            state=State.READ,
            source=looked.preview.pop("source")[:500],
            preview={**looked.preview, "chosen": chosen},
            progress=100,
            problem=None,
        )


def _stop_reading(dataset: Dataset, row: QuerySet[Dataset], message: Message) -> None:
    """Say why it was not read; what was read before, with other columns, is there again with its files."""
    chosen = (dataset.preview or {}).get("chosen")
    if chosen is None:
        _fail_reading(dataset, row, message)
    else:
        row.update(**chosen, state=State.READ, progress=100, problem=kept(message))


def _fail_reading(dataset: Dataset, row: QuerySet[Dataset], message: Message) -> None:
    row.update(state=State.FAILED, problem=kept(message))
    files.forget_uploads(dataset)


@stoppable
@repeatable
@task()
def renew(pk: int) -> None:
    """Store newer answers as an edition of the set they belong to, and repeat every analysis of it."""
    Dataset.objects.filter(pk=pk, state=State.STORING).update(progress=0)
    newer = Dataset.objects.filter(pk=pk, state=State.STORING).select_related("newer_of").first()
    if newer is None or newer.newer_of is None:
        return
    row = Dataset.objects.filter(pk=pk, state=State.STORING)
    try:
        progress(0)
        snapshot = reading.keep(newer, newer.study_choice.get("groups", []), Watch(row).tell)
        _renew(newer, newer.newer_of, snapshot)
    except NotWantedError:
        return
    except CancelledError:
        _fail_reading(newer, row, STOPPED)
        raise
    except InvalidInputError as refusal:
        _fail_reading(newer, row, refusal.message)
    except Exception:
        _fail_reading(newer, row, OUR_FAULT)
        raise


@transaction.atomic
def _renew(newer: Dataset, dataset: Dataset, snapshot: Snapshot) -> None:
    deleted, _rows = Dataset.objects.filter(pk=newer.pk, state=State.STORING).delete()
    if not deleted:
        raise NotWantedError
    files.forget_uploads(newer)
    Dataset.objects.filter(pk=dataset.pk).update(facts=newer.facts, weight=newer.weight)
    dataset.answers_name, dataset.note = newer.answers_name, newer.note
    edition = remember(dataset, snapshot, newer.uploaded_by_id)
    for analysis, version in queries.to_renew(dataset):
        analysis.comparisons.under_way().update(stage=Stage.CANCELLED, step=None, finished=timezone.now())
        if version.edition_id != edition.pk or version.stage != Stage.DONE:
            ask(analysis, version.plan, edition=edition, renews=True, asked_by_id=newer.uploaded_by_id)


def ask(analysis: Analysis, plan: Mapping[str, Any], **more: Any) -> Comparison:
    """Make the next version of an analysis and have it compared; what does not go is a ValidationError."""
    last = analysis.comparisons.order_by("-number").values_list("number", flat=True).first() or 0
    comparison = Comparison(analysis=analysis, number=last + 1, plan=dict(plan), **more)
    comparison.full_clean()
    comparison.save()
    transaction.on_commit(lambda: compare.enqueue(comparison.pk))
    return comparison


@stoppable
@repeatable
@task()
def compare(pk: int) -> None:
    """Store the answers if they are not stored yet, compare them, and keep what was found."""
    Comparison.objects.filter(pk=pk, stage=Stage.WAITING).update(stage=Stage.RUNNING, heard=timezone.now())
    rows = Comparison.objects.select_related("analysis__dataset", "edition")
    comparison = rows.filter(pk=pk, stage=Stage.RUNNING).first()
    if comparison is None:
        return
    row = Comparison.objects.filter(pk=pk, stage=Stage.RUNNING)
    try:
        _compare(comparison, row)
    except NotWantedError:
        return
    except CancelledError:
        row.update(stage=Stage.CANCELLED, step=None, finished=timezone.now())
        raise
    except InvalidInputError as refusal:
        _give_up(row, refusal.message)
    except Exception:
        _give_up(row, OUR_FAULT)
        raise


def _compare(comparison: Comparison, row: QuerySet[Comparison]) -> None:
    watch = Watch(row)

    def storing(share: float) -> None:
        watch.tell(SHARE_OF_STORING * share, step=kept(comparing.READING), heard=timezone.now())

    def working(share: float, step: Message) -> None:
        whole = SHARE_OF_STORING + (1 - SHARE_OF_STORING) * share
        watch.tell(whole, step=kept(step), heard=timezone.now())

    storing(0)
    snapshot = _snapshot(comparison, storing)
    if not row.update(edition=comparison.edition):
        raise NotWantedError
    value = comparing.compare(snapshot, comparison.plan, working)
    _finish(comparison, row, value)


def _snapshot(comparison: Comparison, storing: Callable[[float], None]) -> Snapshot | SumsSnapshot:
    """Open the edition that is asked; the first question makes the first edition."""
    dataset = comparison.analysis.dataset
    if comparison.edition is not None:
        sha256 = comparison.edition.sha256
        return sums.stored(sha256) if dataset.holds_sums else reading.stored(sha256)
    groups = list(comparison.plan["groups"]) if dataset.state != State.READY else []
    snapshot = reading.keep(dataset, groups, storing)
    comparison.edition = remember(dataset, snapshot, dataset.uploaded_by_id)
    files.forget_uploads(dataset)
    return snapshot


@transaction.atomic
def remember(dataset: Dataset, snapshot: Snapshot | SumsSnapshot, by: int | None) -> Edition:
    """Note that answers are stored, as the newest edition; the same answers again are the same edition."""
    newest = dataset.editions.select_for_update().order_by("-number").first()
    Dataset.objects.filter(pk=dataset.pk).update(
        state=State.READY, sha256=snapshot.sha256, preview=None, progress=100, problem=None
    )
    if newest is not None and newest.sha256 == snapshot.sha256:
        return newest
    return Edition.objects.create(
        dataset=dataset,
        number=newest.number + 1 if newest else 1,
        sha256=snapshot.sha256,
        rows=snapshot.rows,
        name=dataset.answers_name,
        note=dataset.note,
        by_id=by,
    )


@transaction.atomic
def _finish(comparison: Comparison, row: QuerySet[Comparison], value: comparing.Value) -> None:
    before = comparison.analysis.comparisons.filter(stage=Stage.DONE).order_by("-number").first()
    done = row.update(
        stage=Stage.DONE,
        progress=100,
        step=None,
        finished=timezone.now(),
        changes=comparing.changed(before.finding, value) if before else None,
    )
    if not done:
        raise NotWantedError
    Finding.objects.create(
        comparison=comparison,
        value=value.text,
        method=value.method,
        library_version=value.version,
        data_hash=value.data_hash,
    )
    happenings.tell("finding.computed", comparison, number=comparison.number)


def _give_up(row: QuerySet[Comparison], message: Message) -> None:
    row.update(stage=Stage.FAILED, problem=kept(message), step=None, finished=timezone.now())
