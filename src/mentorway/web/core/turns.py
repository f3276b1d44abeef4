"""One writer after the other, where the database lets only one write at a time (SQLite).

Who waits inside SQLite sleeps longer and longer, and those who come later may be served first. Threads that
queue here are woken at once; only processes still meet inside SQLite.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from django.db import connection, transaction

_turn = RLock()


@contextmanager
def writing() -> Iterator[None]:
    """Open a transaction that writes, when it is this thread's turn."""
    if connection.vendor != "sqlite":
        with transaction.atomic():
            yield
        return
    with _turn, transaction.atomic():
        yield
