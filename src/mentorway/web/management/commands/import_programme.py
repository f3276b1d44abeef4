"""Take a programme over from another installation into this empty one."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from mentorway.web.management.commands.restore import said
from mentorway.web.management.keeping import asking, moving, putting_back
from mentorway.web.management.keeping.putting_back import Wish


class Command(BaseCommand):
    help = (
        "Take a programme over from a file that “export” made, into an installation that is empty. Stop web "
        "server and workers first. All of it comes, or nothing is changed."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        asking.add_passphrase(parser)

    def handle(self, *, path: Path, **options: Any) -> None:
        with asking.refusals():
            wish = Wish(path.absolute(), kind=moving.KIND, passphrase=asking.passphrase_of(options))
            back = putting_back.put_back(wish, asking.progress_on(self.stdout, options["verbosity"]))
        if not options["verbosity"]:
            return
        self.stdout.write("\n".join(said(back)))
        if lost := back.report.get("studies_without_key"):
            self.stdout.write(
                f"{lost} studies go on with a new key: whoever answered before is not recognised any more."
            )
        if back.header.get("environment"):
            self.stdout.write(
                f"How the other installation was set is noted in {moving.SETTINGS} of the data folder."
            )
