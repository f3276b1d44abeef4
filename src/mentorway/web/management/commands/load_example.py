"""An example programme to look at: partners in four countries, people, and a comparison of public data."""

from typing import Any

from django.core.management.base import BaseCommand

from mentorway.web.journey.tasks import loading
from mentorway.web.network.example.people import COORDINATOR, password_path, real_partners_exist


class Command(BaseCommand):
    help = "Load the example programme; what is there already is left as it is."

    def handle(self, **options: Any) -> None:
        loading.load()
        if options["verbosity"] and real_partners_exist():
            self.stdout.write("Partners of your own are here, so new accounts of the example are closed.")
        elif options["verbosity"]:
            self.stdout.write(f"Sign in as {COORDINATOR}; the password is in {password_path()}.")
