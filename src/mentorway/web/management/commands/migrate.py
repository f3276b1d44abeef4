"""Django's own ``migrate``; quicker where there is nothing yet."""

from contextlib import nullcontext
from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from mentorway.web.management import migrating


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; a database without tables is taken the short way."""
        way = migrating.quickly if migrating.is_empty(connections[options["database"]]) else nullcontext
        with way():
            super().handle(*args, **options)
