"""Older answers come in from a spreadsheet: looked at first, then all of them or none, and back out again."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.study import tasks
from mentorway.web.study.actions.studies import note
from mentorway.web.study.analysis import files, importing
from mentorway.web.study.models import Batch, BatchState, Response, State, Wave, What
from mentorway.wording import InvalidInputError


def take_in(wave: Wave, user: User, *, file: UploadedFile) -> Batch:
    """Take a spreadsheet in and look at its columns; nothing of it is stored as answers."""
    if wave.study.state == State.ARCHIVED:
        raise ValidationError(_("The study is closed for good and does not change any more."))
    batch = Batch(wave=wave, by=user, token=uuid.uuid4(), name=str(file.name)[-255:])
    path = files.batch_path(batch)
    path.write_bytes(file.read())
    try:
        sheet = importing.read(path)
        batch.columns = importing.columns_of(sheet)
        batch.count = len(sheet.rows)
        batch.mapping = importing.suggested(wave.study, sheet)
        batch.full_clean()
    except InvalidInputError as refusal:
        path.unlink(missing_ok=True)
        raise ValidationError(tasks.said(refusal.message)) from refusal
    except ValidationError:
        path.unlink(missing_ok=True)
        raise
    batch.save()
    return batch


def match(batch: Batch, *, mapping: Mapping[str, Any]) -> None:
    """Say which column is which question, and have every row judged."""
    moved = Batch.objects.filter(pk=batch.pk, state__in=[BatchState.UPLOADED, BatchState.CHECKED]).update(
        mapping=dict(mapping), state=BatchState.CHECKING, problems=[], progress=0
    )
    if moved:
        _run(batch, tasks.check_batch)


def store(batch: Batch, user: User) -> None:
    """Store all rows as answers, or none of them."""
    if batch.wrong:
        raise ValidationError(
            _("Some rows cannot be taken, so none is stored. Correct the file and upload it again.")
        )
    moved = Batch.objects.filter(pk=batch.pk, state=BatchState.CHECKED, wrong=0).update(
        state=BatchState.STORING, progress=0, by=user
    )
    if moved:
        _run(batch, tasks.store_batch)


def _run(batch: Batch, work: Any) -> None:
    """Do at once what takes no time; the rest is left to the worker."""
    if batch.count <= importing.AT_ONCE:
        work.call(batch.pk)
    else:
        transaction.on_commit(lambda: work.enqueue(batch.pk))
    batch.refresh_from_db()


@transaction.atomic
def undo(batch: Batch, user: User) -> int:
    """Remove every answer that came with an import; return how many."""
    gone, _rows = Response.objects.filter(batch=batch).delete()
    moved = Batch.objects.filter(pk=batch.pk, state=BatchState.STORED).update(state=BatchState.UNDONE)
    if moved:
        note(batch.wave.study, user, What.UNDONE, batch.name)
    return gone


def discard(batch: Batch) -> None:
    """Forget a spreadsheet of which nothing was stored."""
    if batch.state not in {BatchState.STORED, BatchState.STORING}:
        files.forget_batch(batch)
        batch.delete()
