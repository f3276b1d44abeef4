"""Work on the example that pages do not wait for: it is taken out and loaded again."""

import time
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from mentorway.web.core import audit
from mentorway.web.core.audit import Done
from mentorway.web.core.tasks import CancelledError, progress, repeatable, stoppable, task
from mentorway.web.core.turns import writing
from mentorway.web.core.wording import OUR_FAULT_KEPT, kept
from mentorway.web.journey.models import UNDER_WAY, Reset, Stage
from mentorway.web.journey.tasks import loading, taking_out
from mentorway.wording import InvalidInputError

BREATH = 0.25  # seconds between two parts: whoever waits for SQLite sleeps for a tenth of one, and comes in
EMPTIED = 10  # percent: taking out is quick, loading computes everything anew


@stoppable
@repeatable
@task()
def reset_example(pk: int) -> None:
    """Put the example back. It may start again: what was loaded by then is left as it is."""
    work(pk)


def work(pk: int) -> None:
    """Carry out a putting back that waits, and keep that it is done or why it could not be."""
    Reset.objects.filter(pk=pk, stage=Stage.WAITING).update(stage=Stage.RUNNING, heard=timezone.now())
    rows = Reset.objects.filter(pk=pk, stage=Stage.RUNNING)
    row = rows.select_related("by").first()
    if row is None:
        return
    try:
        _put_back(row, rows)
    except CancelledError:
        rows.update(stage=Stage.STOPPED, finished=timezone.now())
        raise
    except InvalidInputError as refusal:
        rows.update(stage=Stage.FAILED, problem=kept(refusal.message), finished=timezone.now())
    except Exception:
        rows.update(stage=Stage.FAILED, problem=OUR_FAULT_KEPT, finished=timezone.now())
        raise


def _put_back(row: Reset, rows: "QuerySet[Reset]") -> None:
    progress(0)
    if not row.is_emptied:
        _empty(row, rows)

    def tell(share: float) -> None:
        """Say how far it is, and hear whether it is still wanted."""
        progress((EMPTIED + (100 - EMPTIED) * share) / 100)
        _keep(rows, progress=int(EMPTIED + (100 - EMPTIED) * share))
        if not connection.in_atomic_block:
            time.sleep(BREATH)

    loading.load(tell)
    _keep(rows, stage=Stage.DONE, progress=100, finished=timezone.now())


def _empty(row: Reset, rows: "QuerySet[Reset]") -> None:
    """Take the old example out, all of it or nothing, and put back what stays of it."""
    with writing():
        loading.put_back()
        lost = taking_out.take_out()
        audit.record(Done.EXAMPLE_RESET, actor=row.by, rows=sum(lost.values()))
        _keep(rows, is_emptied=True, lost=lost, progress=EMPTIED)


def _keep(rows: "QuerySet[Reset]", **fields: Any) -> None:
    rows.filter(stage__in=UNDER_WAY).update(heard=timezone.now(), **fields)
