"""Bring tables and static files up to this version, one process at a time: before all others start."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from mentorway.web.management.commands.serve import set_up

LOCK: Final = 7_302_605_001  # any number that no other program takes in this database


class Command(BaseCommand):
    help = "Bring tables, translations and static files up to this version. Of several at once, one works."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        with alone():
            set_up()
        if options["verbosity"]:
            self.stdout.write("Tables and static files are those of this version.")


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other process brings this installation up to a version."""
    if connection.vendor != "postgresql":
        with (settings.MENTORWAY_DATA / ".set-up.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    holder = connection.copy()  # of its own: migrations may close theirs
    try:
        with holder.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield
    finally:
        holder.close()
