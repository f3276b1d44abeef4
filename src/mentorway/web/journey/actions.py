"""The example is put back: asked for, and given up where its work fell silent."""

import datetime as dt
from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.turns import writing
from mentorway.web.core.wording import OUR_FAULT_KEPT
from mentorway.web.journey import tasks
from mentorway.web.journey.analysis.rows import look
from mentorway.web.journey.models import Reset, Stage

SILENCE: Final = dt.timedelta(hours=1)


def begin(user: User, *, total: int) -> Reset:
    """Ask for the example to be put back, if it is still as many rows as were read about on the page."""
    mark_silent()
    with writing():
        found = look()
        if found.own:
            raise ValidationError(_("Something of your own rests on the example. It is listed on this page."))
        if found.total != total:
            raise ValidationError(_("The example has changed since you read this page. Read it once more."))
        row = Reset(by=user)
        row.full_clean()
        row.save()
        tasks.reset_example.enqueue(row.pk)  # kept with the row, or neither is, whenever the process ends
    return row


def mark_silent() -> None:
    """Give up what has not been heard of, or has not begun, for very long."""
    since = timezone.now() - SILENCE
    silent = Q(stage=Stage.RUNNING, heard__lt=since) | Q(stage=Stage.WAITING, created__lt=since)
    rows = Reset.objects.filter(silent)
    rows.update(stage=Stage.FAILED, problem=OUR_FAULT_KEPT, finished=timezone.now())
