"""Let every activity do what is due, now: reminders, emptying of bins."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mentorway.web.core.work import schedule


class Command(BaseCommand):
    help = "Do now what workers do every hour: remind people, remove what was kept for long enough."

    def handle(self, **options: Any) -> None:  # noqa: ARG002 - every command has options
        try:
            schedule.carry_out_all()
        except schedule.JobsFailedError as error:
            raise CommandError(str(error)) from error
