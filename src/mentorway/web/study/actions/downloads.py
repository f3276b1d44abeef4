"""Files of answers are asked for, cancelled and removed."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from mentorway.web.accounts.models import User
from mentorway.web.core.wording import OUR_FAULT_KEPT
from mentorway.web.study import tasks
from mentorway.web.study.analysis import files
from mentorway.web.study.models import UNDER_WAY, Download, Stage, Study

SILENCE = dt.timedelta(hours=1)


def ask(study: Study, user: User, *, kind: str, with_texts: bool, **options: Any) -> Download:
    """Ask for a file; the same file asked for twice is made once."""
    mark_silent(study)
    wanted = {"kind": kind, "with_texts": with_texts, "options": options}
    for known in study.downloads.filter(stage__in=UNDER_WAY, kind=kind, with_texts=with_texts):
        if known.options == options:
            return known
    download = Download(study=study, by=user, **wanted)
    download.full_clean()
    download.save()
    transaction.on_commit(lambda: tasks.make_file.enqueue(download.pk))
    return download


def cancel(download: Download) -> None:
    """Stop a file that waits or is being made."""
    Download.objects.filter(pk=download.pk).under_way().update(stage=Stage.CANCELLED, finished=timezone.now())


def remove(download: Download) -> None:
    """Forget a file."""
    cancel(download)
    files.forget_download(download)
    download.delete()


def mark_silent(study: Study) -> None:
    """Give up what no worker has been heard of for long."""
    study.downloads.silent_since(timezone.now() - SILENCE).update(
        stage=Stage.FAILED, problem=OUR_FAULT_KEPT, finished=timezone.now()
    )
