"""Where the files of a set of answers are kept."""

import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils.text import get_valid_filename

import mentorway
from mentorway.web.comparison.models import Dataset, Edition, Finding

MEGABYTE = 2**20
LONGEST_NAME = 100
EXAMPLE = Path(mentorway.__file__).parent / "example"
EXAMPLE_FILES = ("answers.csv", "codebook.csv", "SOURCE.md")
PACKED = (".gz", ".xlsx", ".sav", ".zsav", ".parquet")


def folder(name: str) -> Path:
    """Return one folder of this activity's data, made if it is not there."""
    path: Path = settings.MENTORWAY_DATA / "comparison" / name
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def put(path: Path, data: bytes) -> None:
    """Write a file at once or not at all, and on the disk when this returns."""
    handle, name = tempfile.mkstemp(suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def uploads(dataset: Dataset) -> Path:
    """Where the files of ``dataset`` lie until its answers are stored."""
    return folder("uploads") / dataset.token.hex


def answers_path(dataset: Dataset) -> Path:
    """The uploaded answers."""
    return uploads(dataset) / "answers" / safe_name(dataset.answers_name)


def codebook_path(dataset: Dataset) -> Path:
    """The uploaded codebook."""
    return uploads(dataset) / "codebook" / safe_name(dataset.codebook_name)


def snapshot_path(sha256: str) -> Path:
    """The stored answers that have this fingerprint."""
    return folder("snapshots") / f"{sha256}.parquet"


def sums_path(sha256: str) -> Path:
    """The stored sums of several senders that have this fingerprint."""
    return folder("snapshots") / f"{sha256}.sums.json"


def drawing_path(finding: Finding, name: str) -> Path:
    """Where a drawing or report of ``finding`` is kept once it is made."""
    path = folder("drawings") / str(finding.pk)
    path.mkdir(mode=0o700, exist_ok=True)
    return path / name


def safe_name(name: str) -> str:
    """Return ``name`` so that it can name a file anywhere: short, its ending kept.

    >>> safe_name("mokytojų atsakymai (2).csv"), safe_name("a" * 300 + ".csv.gz")[-9:]
    ('mokytojų_atsakymai_2.csv', 'aa.csv.gz')
    """
    endings = "".join(Path(name).suffixes[-2:])[-20:]
    stem = name.removesuffix(endings).encode()[: LONGEST_NAME - 30].decode(errors="ignore")
    return get_valid_filename(f"{stem or 'file'}{endings}")


def is_small(path: Path) -> bool:
    """Whether reading takes so little time that a page can wait for it."""
    most = 1 if path.name.lower().endswith(PACKED) else 4
    return path.stat().st_size <= most * MEGABYTE


def forget_uploads(dataset: Dataset) -> None:
    """Remove the uploaded files of ``dataset``."""
    shutil.rmtree(uploads(dataset), ignore_errors=True)


def forget_all(dataset: Dataset) -> None:
    """Remove every file of ``dataset``; stored answers that others have too stay for them."""
    for one in (dataset, *Dataset.objects.filter(newer_of=dataset)):
        forget_uploads(one)
    forget_drawings(Finding.objects.filter(comparison__analysis__dataset=dataset))
    for sha256 in set(dataset.editions.values_list("sha256", flat=True)):
        if not Edition.objects.filter(sha256=sha256).exclude(dataset=dataset).exists():
            snapshot_path(sha256).unlink(missing_ok=True)
            sums_path(sha256).unlink(missing_ok=True)


def forget_drawings(findings: QuerySet[Finding]) -> None:
    """Remove what was drawn and printed of these findings."""
    for pk in findings.values_list("pk", flat=True):
        shutil.rmtree(folder("drawings") / str(pk), ignore_errors=True)


def example_path(name: str) -> Path | None:
    """Return the file of the example that is called ``name``, if there is one."""
    path = EXAMPLE / name
    return path if name in EXAMPLE_FILES and path.is_file() else None
