"""Write everything that the installation keeps into one file, while people go on working."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mentorway.web.management.keeping import asking, backing_up, putting_back
from mentorway.web.management.keeping.putting_back import Wish


class Command(BaseCommand):
    help = (
        "Write database, files and keys into one file, while the installation goes on. PATH is a new file, "
        "or a folder in which the file is named after this moment."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="a new file, or a folder")
        asking.add_passphrase(parser)
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help="in a folder: remove all but the newest N backups afterwards",
        )
        parser.add_argument(
            "--without-study-keys", action="store_true", help="leave out the keys that make pseudonyms"
        )
        parser.add_argument(
            "--check", action="store_true",
            help="put the backup back into a throw-away place and look whether all is there; "
            "where PATH is a file that is there, only that is done",
        )  # fmt: skip

    def handle(self, *, path: Path, keep: int | None, check: bool, **options: Any) -> None:
        if keep is not None and (keep < 1 or not path.is_dir()):
            raise CommandError("--keep needs a number from 1 up, and a folder as PATH.")
        with asking.refusals():
            passphrase = asking.passphrase_of(options, twice=not path.is_file())
            target = path.absolute()
            if not (check and target.is_file()):
                target = self._make(target, passphrase, options)
            if check:
                self._check(target, passphrase, options["verbosity"])
            if keep is not None:
                for old in backing_up.forget_old(path, keep):
                    self._say(f"Removed: {old}", options["verbosity"])

    def _make(self, path: Path, passphrase: str, options: dict[str, Any]) -> Path:
        target = backing_up.dated(path) if path.is_dir() else path
        made = backing_up.back_up(
            target,
            passphrase=passphrase,
            without_study_keys=options["without_study_keys"],
            progress=asking.progress_on(self.stdout, options["verbosity"]),
        )
        self._say(
            f"{made.path}: {made.rows} rows and {made.files} files in {asking.size_in_words(made.size)}, "
            f"{made.seconds:.1f} s.",
            options["verbosity"],
        )
        for name in made.missing:
            self.stderr.write(f"A row names {name}, which is not in the data folder.")
        return target

    def _check(self, path: Path, passphrase: str, verbosity: int) -> None:
        """Put it back where nobody sees it, and say what came of it."""
        back = putting_back.try_out(Wish(path, passphrase=passphrase))
        if back.problems:
            raise CommandError("The backup is not well:\n" + "\n".join(back.problems))
        backing_up.note_checked(path)
        self._say(
            f"Checked: put back into a throw-away place, {back.report['rows']} rows and {back.files} files "
            "are as they were, the audit log is whole, pages answer.",
            verbosity,
        )

    def _say(self, text: str, verbosity: int) -> None:
        if verbosity:
            self.stdout.write(text)
