"""Take back tasks whose worker is gone. Workers do so for each other; this is for when none of them runs."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mentorway.web.core.work import keeping


class Command(BaseCommand):
    help = "Start tasks again, or fail them, that run for longer than the limit. Stop all workers first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--older-than", type=int, default=3600, metavar="SECONDS")

    def handle(self, *, older_than: int, **options: Any) -> None:
        count = reap(timezone.now() - dt.timedelta(seconds=older_than))
        if count and options["verbosity"]:
            self.stdout.write(f"took back {count} task(s)")


@transaction.atomic
def reap(started_before: dt.datetime) -> int:
    """Deal with every task that has been running since before ``started_before``; return how many."""
    stuck = DBTaskResult.objects.running().filter(started_at__lte=started_before)
    rows = list(stuck.select_for_update(skip_locked=True))
    for row in rows:
        keeping.take_back(row)
    return len(rows)
