"""How rows with documents go for good once they have been in the bin for long enough."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from mentorway.web.core import attachments


def remove(rows: Iterable[Any], files: Callable[[Any], Iterable[str]] | None = None) -> int:
    """Remove ``rows`` with their documents and ``files``; what is used elsewhere stays. Return how many."""
    count = 0
    for row in rows:
        paths = list(files(row)) if files else []
        try:
            with transaction.atomic():
                row.document.delete()
        except ProtectedError:
            continue
        for path in paths:
            attachments.forget(path)
        count += 1
    return count
