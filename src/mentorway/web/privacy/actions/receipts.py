"""Receipts: what was done, without whose it was, beside a line of the audit log."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from mentorway.web.core import audit
from mentorway.web.core.audit import Done
from mentorway.web.pilots.models import new_number
from mentorway.web.privacy.models import Act, Receipt


def give(
    act: Act,
    done: Done,
    *,
    counts: Mapping[str, int],
    stays: Sequence[Mapping[str, str]] = (),
    **who: Any,
) -> Receipt:
    """Write a line of the audit log and give a receipt for it; ``who`` are its ``actor`` and ``about``."""
    entry = audit.record(done, rows=sum(counts.values()), tables=dict(counts), **who)
    receipt = Receipt(
        number=new_number(),
        act=act,
        counts=dict(counts),
        stays=[dict(one) for one in stays],
        audit=entry.hash,
        at=timezone.now().date(),
    )
    receipt.full_clean()
    receipt.save()
    return receipt
