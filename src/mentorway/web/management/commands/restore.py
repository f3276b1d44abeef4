"""Put a backup back: all of it is looked at before anything is touched."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mentorway.web.management.keeping import asking, putting_back
from mentorway.web.management.keeping.putting_back import Back, Wish

WORD = "replace"


class Command(BaseCommand):
    help = (
        "Put a backup back into an empty installation, or in the place of this one (--replace). Stop web "
        "server and workers first. Whoever was erased since is erased again."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        asking.add_passphrase(parser)
        parser.add_argument("--replace", action="store_true", help="put it in the place of what is here")
        parser.add_argument("--yes", action="store_true", help="do not ask whether that is really wanted")
        parser.add_argument("--keep-old", action="store_true", help="leave what was here in a hidden folder")
        parser.add_argument(
            "--erased", type=Path, action="append", default=[], metavar="FILE",
            help="another copy of erased.jsonl, kept elsewhere",
        )  # fmt: skip

    def handle(self, *, path: Path, **options: Any) -> None:
        missing = [str(one) for one in options["erased"] if not one.is_file()]
        if missing:
            raise CommandError(f"There is no file {', '.join(missing)}.")
        with asking.refusals():
            wish = Wish(
                path.absolute(),
                passphrase=asking.passphrase_of(options),
                replace=options["replace"],
                keep_old=options["keep_old"],
                erased=tuple(one.absolute() for one in options["erased"]),
            )
            header = putting_back.look_at(wish)
            if wish.replace and not options["yes"]:
                _confirm(f"The backup of {header['made'][:16]} takes the place of everything that is here.")
            back = putting_back.put_back(wish, asking.progress_on(self.stdout, options["verbosity"]))
        if options["verbosity"]:
            self.stdout.write("\n".join(said(back)))


def _confirm(what: str) -> None:
    if not sys.stdin.isatty():
        raise CommandError(f"{what} Say --yes where nobody can be asked.")
    if input(f"{what} Type “{WORD}” to go on: ").strip() != WORD:
        raise CommandError("Nothing was changed.")


def said(back: Back) -> list[str]:
    """Return what was done, line by line."""
    done = back.report
    again = done["erased_again"]
    lines = [
        f"{done['rows']} rows and {back.files} files were put back; all are as they were written.",
        f"{done['migrated']} migrations brought the tables up to this version.",
        f"Erased again: {again['accounts']} accounts, {again['rows']} rows, {again['letters']} letters.",
        f"{done['keys_destroyed_again']} keys of studies were destroyed again.",
        f"{done['sessions_ended']} sessions were ended: everybody signs in anew.",
        f"{done['tasks']['again']} tasks begin anew, {done['tasks']['dropped']} were dropped, as letters.",
    ]
    if back.old:
        lines.append(
            f"What was here lies in {back.old} of the data folder. Remove it when it is not needed any more."
        )
    return lines
