"""Where the files of a study are kept."""

import shutil
from pathlib import Path

from django.conf import settings

from mentorway.web.study.models import Batch, Download


def folder(name: str) -> Path:
    """Return one folder of this activity's data, made if it is not there."""
    path: Path = settings.MENTORWAY_DATA / "study" / name
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def download_folder(download: Download) -> Path:
    """Return where the file of a download and what it is made from lie."""
    path = folder("downloads") / download.token.hex
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def download_path(download: Download) -> Path:
    """Return the file of a download that is done."""
    return folder("downloads") / download.token.hex / download.name


def forget_download(download: Download) -> None:
    """Remove the file of a download."""
    shutil.rmtree(folder("downloads") / download.token.hex, ignore_errors=True)


def batch_path(batch: Batch) -> Path:
    """Return the spreadsheet of an import that is not finished."""
    return folder("imports") / f"{batch.token.hex}{Path(batch.name).suffix.lower()}"


def forget_batch(batch: Batch) -> None:
    """Remove the spreadsheet of an import."""
    batch_path(batch).unlink(missing_ok=True)
