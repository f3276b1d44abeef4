"""Work on what is published that pages do not wait for: checking and packing open data."""

import time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from mentorway.web.core.tasks import CancelledError, progress, repeatable, stoppable, task
from mentorway.web.core.wording import OUR_FAULT_KEPT, kept
from mentorway.web.dissemination.analysis import release_files, release_making
from mentorway.web.dissemination.analysis.release_open import NotSafeError
from mentorway.web.dissemination.models import Release, Stage
from mentorway.wording import InvalidInputError

SECONDS_BETWEEN_NEWS = 0.4


class NotWantedError(Exception):
    """Somebody stopped it."""


@stoppable
@repeatable
@task()
def pack(pk: int) -> None:
    """Check and pack a version; it may start again, as nothing is kept before it is done."""
    work(pk)


def work(pk: int) -> None:
    """Check and pack a version that waits, and keep the file with the verdict, or why there is none."""
    Release.objects.filter(pk=pk, stage=Stage.WAITING).update(stage=Stage.RUNNING, heard=timezone.now())
    row = Release.objects.filter(pk=pk, stage=Stage.RUNNING)
    release = row.select_related("study__partner", "study__version").first()
    if release is None:
        return
    try:
        _pack(release, row)
    except NotWantedError:
        return
    except CancelledError:
        row.update(stage=Stage.DRAFT, progress=0)
        raise
    except NotSafeError as refusal:
        row.update(stage=Stage.FAILED, problem=kept(refusal.message), verdict=dict(refusal.facts))
    except InvalidInputError as refusal:
        row.update(stage=Stage.FAILED, problem=kept(refusal.message), verdict=None)
    except Exception:
        row.update(stage=Stage.FAILED, problem=OUR_FAULT_KEPT, verdict=None)
        raise


def _pack(release: Release, row: QuerySet[Release]) -> None:
    told = 0.0

    def tell(percent: int) -> None:
        """Say how far it is, and hear whether it is still wanted."""
        nonlocal told
        progress(percent / 100)
        if time.monotonic() - told < SECONDS_BETWEEN_NEWS:
            return
        told = time.monotonic()
        _keep(row, progress=percent, heard=timezone.now())

    made = release_making.made(release, tell)
    path, sign = release_files.keep(made.content)
    try:
        _keep(
            row, stage=Stage.READY, progress=100, problem=None, verdict=made.verdict, tables=made.tables,
            path=path, sha256=sign, size=len(made.content),
        )  # fmt: skip
    except NotWantedError:
        release.path = path
        release_files.forget(release)
        raise


def _keep(row: QuerySet[Release], **fields: Any) -> None:
    if not row.update(**fields):
        raise NotWantedError
