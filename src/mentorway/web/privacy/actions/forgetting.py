"""What was kept for long enough is forgotten: table by table, so that nobody waits for a large one."""

import datetime as dt
import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps

from mentorway.web.accounts.models import User
from mentorway.web.core import audit
from mentorway.web.core.audit import Done
from mentorway.web.core.personal import Kept, Retention
from mentorway.web.core.turns import writing
from mentorway.web.privacy.analysis import forgetting as analysis
from mentorway.web.privacy.models import RetentionRun

BATCH: Final = 200
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ran:
    """What a run did: its row, if there was anything to note, and the tables that could not be done."""

    run: RetentionRun | None
    failed: Sequence[Kept]


def run(now: dt.datetime, *, by: User | None = None) -> Ran:
    """Forget everything that is due. What fails in one table is logged and keeps no other from being done."""
    counts: dict[str, int] = {}
    failed: list[Kept] = []
    for kept, retention in analysis.timed():
        try:
            count = _forget(kept, retention, now)
        except Exception:
            logger.exception("What is due in %s was not forgotten.", kept.model)
            failed.append(kept)
            continue
        if count:
            counts[kept.model] = count
    # A run by itself that found nothing would fill the list, and the log, hour after hour.
    return Ran(_noted(counts, by) if counts or by else None, failed)


def _noted(counts: dict[str, int], by: User | None) -> RetentionRun:
    with writing():
        audit.record(Done.DATA_FORGOTTEN, actor=by, rows=sum(counts.values()), tables=counts)
        row = RetentionRun(by=by, counts=counts)
        # Nothing at all is a finding too, where somebody asked for a run.
        row.full_clean(exclude=["counts"])
        row.save()
        return row


def _forget(kept: Kept, retention: Retention, now: dt.datetime) -> int:
    held = analysis.held_rows(kept, retention, now)
    if not held:
        return retention.forget(now)
    return sum(_forget_rows(kept, keys) for keys in _keys(retention, now, held))


def _keys(retention: Retention, now: dt.datetime, held: Collection[Any]) -> Iterator[Sequence[Any]]:
    """Yield the keys of what is due and not held, a batch at a time."""
    due = retention.due(now).order_by().values_list("pk", flat=True)
    keys = [key for key in due if key not in held]
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def _forget_rows(kept: Kept, keys: Sequence[Any]) -> int:
    """Forget some rows, as they are forgotten when they come back with a backup."""
    rows = apps.get_model(kept.model)._base_manager.filter(pk__in=keys)  # noqa: SLF001 - Django's own name
    with writing():
        if kept.again is None:
            rows.delete()
        else:
            for row in rows:
                kept.again(row)
    return len(keys)
