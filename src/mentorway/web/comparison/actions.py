"""What can happen to answers and their comparisons."""

import datetime as dt
import shutil
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile, UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.comparison import tasks
from mentorway.web.comparison.analysis import files
from mentorway.web.comparison.models import (
    DAYS_IN_BIN,
    RAW_KEPT,
    UNDER_WAY,
    Comparison,
    Dataset,
    Stage,
    State,
)
from mentorway.web.core.wording import kept, said
from mentorway.web.network.models import Partner
from mentorway.web.study.analysis import files as study_files
from mentorway.web.study.models import Download

SILENCE = dt.timedelta(hours=1)


def take_in(
    user: User, *, token: uuid.UUID, title: str, partner: Partner, uploaded: Mapping[str, UploadedFile]
) -> Dataset:
    """Take two uploaded files in; small ones are read at once. The same ``token`` is taken in once."""
    clear_away(timezone.now())
    known = Dataset.objects.filter(token=token, uploaded_by=user).first()
    if known:
        return known
    dataset = Dataset(
        token=token,
        title=title,
        partner=partner,
        uploaded_by=user,
        answers_name=str(uploaded["answers"].name),
        codebook_name=str(uploaded["codebook"].name),
    )
    try:
        dataset.full_clean()
        dataset.save()
    except (ValidationError, IntegrityError):  # sent twice at the same moment
        known = Dataset.objects.filter(token=token, uploaded_by=user).first()
        if known is None:
            raise
        return known
    try:
        _put(uploaded["codebook"], files.codebook_path(dataset))
        _put(uploaded["answers"], files.answers_path(dataset))
    except OSError as error:
        discard(dataset)
        raise ValidationError(_("The files could not be kept. Is the disk full?")) from error
    _read(dataset)
    return dataset


def take_from_study(download: Download, user: User) -> Dataset:
    """Take the scales of a closed study in, as if their two files had been uploaded."""
    with zipfile.ZipFile(study_files.download_path(download)) as packed:
        uploaded = {
            what: SimpleUploadedFile(f"{what}.csv", packed.read(f"{what}.csv"))
            for what in ("answers", "codebook")
        }
    study = download.study
    return take_in(user, token=uuid.uuid4(), title=study.title, partner=study.partner, uploaded=uploaded)


def _put(file: UploadedFile, path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if isinstance(file, TemporaryUploadedFile):
        shutil.copyfile(file.temporary_file_path(), path)
    else:
        path.write_bytes(file.read())


def _read(dataset: Dataset) -> None:
    """Read at once what takes no time, so that what is wrong is said on the form and nothing is kept."""
    if not files.is_small(files.answers_path(dataset)):
        transaction.on_commit(lambda: tasks.read_files.enqueue(dataset.pk))
        return
    try:
        tasks.read(dataset.pk)
    finally:
        dataset.refresh_from_db()
        if dataset.state == State.FAILED and dataset.preview is None:
            dataset.delete()
    if dataset.state == State.FAILED and dataset.problem:
        raise ValidationError(said(dataset.problem))


def choose_group(dataset: Dataset, *, group: str) -> None:
    """Look at the answers again with another column of groups."""
    moved = Dataset.objects.filter(pk=dataset.pk, state=State.READ).update(
        state=State.UPLOADED, group=group, progress=0
    )
    dataset.refresh_from_db()
    if moved:
        _read(dataset)


@transaction.atomic
def confirm(
    dataset: Dataset, user: User, *, groups: Sequence[str], scales: Sequence[str], several_factors: bool
) -> Comparison:
    """Ask for the first comparison of answers that were looked at; asked twice, it is one."""
    locked = Dataset.objects.select_for_update().get(pk=dataset.pk)
    known = locked.comparisons.filter(stage__in=[*UNDER_WAY, Stage.DONE]).order_by("-number").first()
    if known:
        return known
    if locked.state not in (State.READ, State.READY) or not (locked.preview or {}).get("usable"):
        raise ValidationError(_("These answers cannot be compared as they are. Look at what is wrong."))
    plan = {
        "groups": list(groups),
        "scales": list(scales),
        "several_factors": several_factors,
        "releases": {},
    }
    return _ask(locked, user, plan, "")


@transaction.atomic
def release(
    comparison: Comparison, user: User, *, releases: Mapping[str, Sequence[Mapping[str, str]]], reason: str
) -> Comparison:
    """Ask for a new version in which some parameters may differ between groups; earlier versions stay."""
    dataset = Dataset.objects.select_for_update().get(pk=comparison.dataset_id)
    plan = {**comparison.plan, "releases": {scale: list(those) for scale, those in releases.items() if those}}
    known = dataset.comparisons.under_way().first()
    if known is not None and known.plan == plan:
        return known
    return _ask(dataset, user, plan, reason)


@transaction.atomic
def repeat(comparison: Comparison, user: User) -> Comparison:
    """Ask again for what failed or was cancelled."""
    dataset = Dataset.objects.select_for_update().get(pk=comparison.dataset_id)
    known = dataset.comparisons.under_way().first()
    return known or _ask(dataset, user, comparison.plan, comparison.reason)


def _ask(dataset: Dataset, user: User, plan: dict[str, Any], reason: str) -> Comparison:
    last = dataset.comparisons.order_by("-number").values_list("number", flat=True).first() or 0
    comparison = Comparison(dataset=dataset, number=last + 1, plan=plan, reason=reason, asked_by=user)
    comparison.full_clean()
    comparison.save()
    transaction.on_commit(lambda: tasks.compare.enqueue(comparison.pk))
    return comparison


def cancel(comparison: Comparison) -> None:
    """Stop a comparison that waits or runs; one that is done stays done."""
    Comparison.objects.filter(pk=comparison.pk).under_way().update(
        stage=Stage.CANCELLED, step=None, finished=timezone.now()
    )


def discard(dataset: Dataset) -> None:
    """Forget uploaded files of which nothing was made."""
    deleted, _rows = Dataset.objects.filter(pk=dataset.pk).exclude(state=State.READY).delete()
    if deleted:
        files.forget_uploads(dataset)


def describe(dataset: Dataset, *, title: str, is_public: bool) -> None:
    """Give the answers another title, and say whether everyone may look at what was found."""
    dataset.title, dataset.is_public = title, is_public
    dataset.full_clean(exclude=["partner", "uploaded_by"])
    dataset.save(update_fields=["title", "is_public"])


@transaction.atomic
def delete(dataset: Dataset) -> None:
    """Put the answers and all that was found into the bin for a while; mere uploads are gone at once."""
    if dataset.state != State.READY:
        discard(dataset)
        return
    for comparison in dataset.comparisons.under_way():
        cancel(comparison)
    Dataset.objects.filter(pk=dataset.pk, deleted=None).update(deleted=timezone.now())


def restore(dataset: Dataset) -> None:
    """Take the answers out of the bin."""
    Dataset.bin.filter(pk=dataset.pk).update(deleted=None)


def clear_away(now: dt.datetime) -> int:
    """Remove what has been kept for long enough: forgotten uploads, the bin, work without a worker."""
    old = [
        *Dataset.objects.unfinished_since(now - RAW_KEPT),
        *Dataset.objects.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN)),
    ]
    for dataset in {row.pk: row for row in old}.values():
        files.forget_all(dataset)
        dataset.delete()
    Comparison.objects.silent_since(now - SILENCE).update(
        stage=Stage.FAILED, problem=kept(tasks.OUR_FAULT), step=None, finished=now
    )
    return len(old)
