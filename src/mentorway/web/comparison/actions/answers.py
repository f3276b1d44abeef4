"""Answers are taken in, looked at, described, put away and brought back."""

import datetime as dt
import json
import shutil
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile, UploadedFile
from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction
from django.db.models.deletion import Collector, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.comparison import queries, tasks
from mentorway.web.comparison.analysis import files
from mentorway.web.comparison.models import (
    DAYS_IN_BIN,
    RAW_KEPT,
    Analysis,
    Comparison,
    Dataset,
    Finding,
    Stage,
    State,
)
from mentorway.web.core.wording import OUR_FAULT, kept, said
from mentorway.web.network.models import Partner
from mentorway.web.study.analysis import files as study_files
from mentorway.web.study.models import Download

SILENCE = dt.timedelta(hours=1)


def take_in(
    user: User, *, token: uuid.UUID, title: str, partner: Partner, uploaded: Mapping[str, UploadedFile]
) -> Dataset:
    """Take two uploaded files in; small ones are read at once. The same ``token`` is taken in once."""
    return _taken(Dataset(token=token, title=title, partner=partner, uploaded_by=user), uploaded)


def take_newer(
    dataset: Dataset, user: User, *, token: uuid.UUID, note: str, uploaded: Mapping[str, UploadedFile]
) -> Dataset:
    """Take newer answers to the same questions in, to be looked at; the columns kept are the same."""
    return _taken(_newer(dataset, user, token=token, note=note), uploaded)


def _newer(dataset: Dataset, user: User, **more: Any) -> Dataset:
    return Dataset(
        newer_of=dataset,
        title=dataset.title,
        partner_id=dataset.partner_id,
        uploaded_by=user,
        group=dataset.group,
        facts=dataset.facts or [],
        weight=dataset.weight,
        **more,
    )


def _taken(dataset: Dataset, uploaded: Mapping[str, UploadedFile]) -> Dataset:
    clear_away(timezone.now())
    same = Dataset.objects.filter(token=dataset.token, uploaded_by=dataset.uploaded_by)
    known = same.first()
    if known:
        return known
    dataset.answers_name = str(uploaded["answers"].name)
    dataset.codebook_name = str(uploaded["codebook"].name)
    try:
        dataset.full_clean()
        dataset.save()
    except (ValidationError, IntegrityError):  # sent twice at the same moment
        known = same.first()
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


def take_from_study(download: Download, user: User, *, newer_of: Dataset | None = None) -> Dataset:
    """Take the scales of a closed study in, as if their two files had been uploaded."""
    with zipfile.ZipFile(study_files.download_path(download)) as packed:
        uploaded = {
            what: SimpleUploadedFile(f"{what}.csv", packed.read(f"{what}.csv"))
            for what in ("answers", "codebook")
        }
        told = json.loads(packed.read("facts.json")) if "facts.json" in packed.namelist() else []
    study = download.study
    choice: dict[str, Any] = {"study": study, "study_choice": {"options": download.options}}
    if newer_of is not None:
        return _taken(_newer(newer_of, user, **choice), uploaded)
    dataset = Dataset(title=study.title, partner=study.partner, uploaded_by=user, group="country", **choice)
    dataset.facts = [name for name in told if name != "country"]
    return _taken(dataset, uploaded)


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
    if dataset.problem:
        raise ValidationError(said(dataset.problem))


def choose_columns(dataset: Dataset, *, group: str, facts: Sequence[str], weight: str) -> None:
    """Look at the answers again with other columns of groups, facts and weights."""
    moved = Dataset.objects.filter(pk=dataset.pk, state=State.READ).update(
        state=State.UPLOADED,
        group=group,
        facts=[name for name in facts if name not in (group, weight)],
        weight="" if weight == group else weight,
        progress=0,
    )
    dataset.refresh_from_db()
    if moved:
        _read(dataset)


def discard(dataset: Dataset) -> None:
    """Forget uploaded files of which nothing was made."""
    deleted, _rows = Dataset.objects.filter(pk=dataset.pk).exclude(state=State.READY).delete()
    if deleted:
        files.forget_uploads(dataset)


def describe(dataset: Dataset, *, title: str, is_public: bool) -> None:
    """Give the answers another title, and say whether everyone may look at what was found."""
    before = Dataset.objects.values_list("title", flat=True).get(pk=dataset.pk)
    dataset.title, dataset.is_public = title, is_public
    dataset.full_clean(exclude=["partner", "uploaded_by"])
    with transaction.atomic():
        dataset.save(update_fields=["title", "is_public"])
        dataset.analyses.filter(title=before).update(title=title)  # the first has the name of the answers


@transaction.atomic
def delete(dataset: Dataset) -> None:
    """Put the answers and all that was found into the bin for a while; mere uploads are gone at once."""
    if dataset.state != State.READY:
        discard(dataset)
        return
    queries.comparisons_of(dataset).under_way().update(
        stage=Stage.CANCELLED, step=None, finished=timezone.now()
    )
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
    for dataset in {row.pk: row for row in old if not _is_cited(row)}.values():
        files.forget_all(dataset)
        dataset.delete()
    for analysis in Analysis.objects.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN)):
        if not _is_cited(analysis):
            files.forget_drawings(Finding.objects.filter(comparison__analysis=analysis))
            analysis.delete()
    Comparison.objects.silent_since(now - SILENCE).update(
        stage=Stage.FAILED, problem=kept(OUR_FAULT), step=None, finished=now
    )
    return len(old)


def _is_cited(row: Dataset | Analysis) -> bool:
    """Whether another activity refers to what was found, so that it has to stay in the bin."""
    try:
        Collector(DEFAULT_DB_ALIAS, origin=row).collect([row])
    except ProtectedError:
        return True
    return False
