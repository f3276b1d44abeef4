"""Let every activity do what is due: reminders, emptying of bins."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from mentorway.web import flow


class Command(BaseCommand):
    help = "Remind people of what is due, and remove for good what was kept for long enough."

    def handle(self, **options: Any) -> None:  # noqa: ARG002 - every command has options
        now = timezone.now()
        for activity in flow.built():
            if find_spec(f"{activity.module}.due"):
                import_module(f"{activity.module}.due").do_due_work(now)
