"""Remove uploaded answers that were never confirmed, and what has been in the bin for long enough."""

from typing import Any

from django.core.management.base import BaseCommand

from mentorway.web.comparison import actions
from mentorway.web.study.actions import studies


class Command(BaseCommand):
    help = (
        "Remove forgotten uploads after 24 hours, deleted comparisons and studies after 30 days, and answers "
        "that were begun and not sent after 90 days."
    )

    def handle(self, **options: Any) -> None:
        count = actions.clear_away() + studies.clear_away()
        if count and options["verbosity"]:
            self.stdout.write(f"removed {count} set(s) of answers")
