"""Write the whole programme and its settings into one file, for another installation."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mentorway.web.management.keeping import asking, moving


class Command(BaseCommand):
    help = (
        "Write the whole programme into one file that another installation imports, on either database. It "
        "is sealed with a passphrase, as it holds data of people and the secret of the installation; "
        "--unsealed leaves the secrets out."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE", help="a new file")
        asking.add_passphrase(parser)
        parser.add_argument("--unsealed", action="store_true", help="without passphrase and without secrets")

    def handle(self, *, path: Path, unsealed: bool, **options: Any) -> None:
        with asking.refusals():
            passphrase = "" if unsealed else asking.passphrase_of(options, twice=True)
            if not passphrase and not unsealed:
                raise CommandError("Give a passphrase with --passphrase-file, or say --unsealed.")
            made = moving.export(
                path.absolute(),
                passphrase=passphrase,
                progress=asking.progress_on(self.stdout, options["verbosity"]),
            )
        for name in made.missing:
            self.stderr.write(f"A row names {name}, which does not go along.")
        if options["verbosity"]:
            self.stdout.write(
                f"{made.path}: {made.rows} rows of {made.tables} tables and {made.files} files in "
                f"{asking.size_in_words(made.size)}."
            )
