"""What is left of a person outside the tables about them: letters, caches, files of letters."""

import base64
import binascii
import datetime as dt
from collections.abc import Iterator
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from mentorway.web.core.tombstones import Graves
from mentorway.web.privacy.analysis.traces import Traces, text_of

FINISHED: Final = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
BATCH: Final = 500
DAYS: Final = 7  # after which work that is done is forgotten


def forget(traces: Traces) -> int:
    """Forget a person in the queue of work, in caches and in files of letters; return how many there were."""
    return forget_work(traces) + forget_cached(traces) + forget_mail(traces)


def forget_work(traces: Traces) -> int:
    """Delete work that is done or is a letter to the person; take the person out of what waits for others."""
    count = 0
    for row in DBTaskResult.objects.order_by("pk").iterator(BATCH):
        if not traces.are_in(f"{text_of([row.args_kwargs, row.return_value])}\n{row.traceback}"):
            continue
        count += 1
        if row.status in FINISHED or receiver(row) in traces.addresses:
            row.delete()
        else:
            row.args_kwargs = traces.taken_out(row.args_kwargs)
            row.save(update_fields=["args_kwargs"])
    return count


def receiver(row: "DBTaskResult[Any, Any]") -> str:
    """Return to which address a letter goes; nothing if the work is no letter."""
    given = row.args_kwargs.get("args") or [""]
    return str(given[0]).lower() if row.task_path.endswith(".send_letter") else ""


def forget_letters_to(known: Graves) -> int:
    """Delete letters to addresses that were erased after the letters were written."""
    rows = DBTaskResult.objects.filter(task_path__endswith=".send_letter").order_by("pk")
    gone = [
        row.pk
        for row in rows.iterator(BATCH)
        if (at := known.erased_on(receiver(row))) is not None and row.enqueued_at <= at
    ]
    DBTaskResult.objects.filter(pk__in=gone).delete()
    return len(gone)


def forget_finished(now: dt.datetime) -> int:
    """Delete work that is done for long enough: letters hold addresses and texts. Return how much.

    Some at a time, as each is deleted with its state, and whoever writes waits meanwhile.
    """
    count = 0
    while some := list(done_before(now).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        DBTaskResult.objects.filter(pk__in=some).delete()
        count += len(some)
    return count


def done_before(now: dt.datetime) -> Any:
    """Return the work that was done more than a week ago."""
    return DBTaskResult.objects.filter(status__in=FINISHED, finished_at__lt=now - dt.timedelta(days=DAYS))


def forget_cached(traces: Traces) -> int:
    """Delete what was cached about the person; a cache that cannot be looked through is emptied."""
    cache = caches["default"]
    if not isinstance(cache, DatabaseCache):
        cache.clear()
        return 0
    table = connection.ops.quote_name(cache._table)  # type: ignore[attr-defined]  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key, value FROM {table}")  # noqa: S608 - the name is from our settings
        found = [key for key, value in cursor.fetchall() if traces.are_in(f"{key}\n{_pickled(value)}")]
        for key in found:
            cursor.execute(f"DELETE FROM {table} WHERE cache_key = %s", [key])  # noqa: S608
    return len(found)


def _pickled(value: str) -> str:
    """Return the text in a cached value; it is never run."""
    try:
        return base64.b64decode(value).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return value


def forget_mail(traces: Traces) -> int:
    """Delete files of letters that were not sent, where an installation writes letters to files."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    count = 0
    for path in sorted(Path(folder).glob("*.log")) if folder else ():
        if any(traces.are_in(text) for text in _texts(path.read_bytes())):
            path.unlink(missing_ok=True)
            count += 1
    return count


def _texts(content: bytes) -> Iterator[str]:
    letter = BytesParser(policy=policy.default).parsebytes(content)
    yield content.decode("utf-8", "replace")
    yield "\n".join(f"{name}: {value}" for name, value in letter.items())
    for part in letter.walk():
        if not part.is_multipart():
            inside = part.get_payload(decode=True)
            yield inside.decode("utf-8", "replace") if isinstance(inside, bytes) else ""
