"""Lines of the audit log, runs of forgetting, and receipts beside them."""

import datetime as dt

from django.db.models import QuerySet

from mentorway.web.core.models import AuditEntry
from mentorway.web.privacy.models import Receipt, RetentionRun


def lines(
    *, kind: str = "", first: dt.date | None = None, last: dt.date | None = None
) -> QuerySet[AuditEntry]:
    """Return lines of the audit log, the newest first: of one kind, from a day, until a day."""
    rows = AuditEntry.objects.order_by("-number")
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(at__date__gte=first) if first else rows
    return rows.filter(at__date__lte=last) if last else rows


def newest_line() -> AuditEntry | None:
    """Return the last line of the audit log."""
    return AuditEntry.objects.order_by("-number").first()


def line(number: int) -> AuditEntry | None:
    """Return the line of this number."""
    return AuditEntry.objects.filter(number=number).first()


def receipts_without_line() -> int:
    """How many receipts name a line that is not in the audit log: then its end was cut off."""
    return Receipt.objects.exclude(audit__in=AuditEntry.objects.values("hash")).count()


def runs() -> QuerySet[RetentionRun]:
    """Runs of forgetting, the newest first."""
    return RetentionRun.objects.select_related("by")
