"""Remove uploaded answers that were never confirmed, and what has been in the bin for long enough."""

from typing import Any

from django.core.management.base import BaseCommand

from mentorway.web.comparison import actions


class Command(BaseCommand):
    help = "Remove forgotten uploads after 24 hours and deleted comparisons after 30 days."

    def handle(self, **options: Any) -> None:
        count = actions.clear_away()
        if count and options["verbosity"]:
            self.stdout.write(f"removed {count} set(s) of answers")
