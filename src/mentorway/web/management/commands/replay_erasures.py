"""Erase again, after a backup was put back, everybody who was erased since it was made."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mentorway.web.privacy.actions.replaying import replay


class Command(BaseCommand):
    help = "Erase again everybody whom the file erased.jsonl of the data folder names by fingerprint."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--also", type=Path, action="append", default=[], metavar="FILE",
            help="another copy of erased.jsonl, such as the one that lay here before the backup was put back",
        )  # fmt: skip

    def handle(self, *, also: list[Path], **_options: Any) -> None:
        missing = [str(path) for path in also if not path.is_file()]
        if missing:
            raise CommandError(f"There is no file {', '.join(missing)}.")
        done = replay(also)
        self.stdout.write(
            f"{done.accounts} accounts, {done.rows} other people or rows and {done.letters} letters "
            "were erased again."
        )
        if done.refused:
            raise CommandError("These could not be erased:\n" + "\n".join(done.refused))
