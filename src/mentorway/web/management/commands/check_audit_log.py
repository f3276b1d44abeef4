"""Look whether the audit log is whole: for a timer, or after a backup was put back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mentorway.web.privacy.analysis import log
from mentorway.web.privacy.queries import records


class Command(BaseCommand):
    help = (
        "Check that no line of the audit log was changed or taken out. Ends with 1 if one was. Note the "
        "number and the fingerprint of the newest line elsewhere, and give them later with --known: so "
        "nobody can write the whole log anew unseen."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--known", nargs=2, metavar=("NUMBER", "FINGERPRINT"), help="a line that was noted elsewhere"
        )

    def handle(self, *, known: tuple[str, str] | None = None, **options: Any) -> None:
        is_whole, said = log.checked()
        if not is_whole:
            raise CommandError(said)
        if known:
            _compare(*known)
        if options["verbosity"]:
            newest = records.newest_line()
            self.stdout.write(f"{said} {newest.number} {newest.hash}" if newest else said)


def _compare(number: str, fingerprint: str) -> None:
    if not number.isdecimal():
        raise CommandError(f"{number!r} is no number of a line.")
    line = records.line(int(number))
    if line is None:
        raise CommandError(f"Line {number} was noted, but is not there.")
    if line.hash != fingerprint.strip().lower():
        raise CommandError(f"Line {number} has another fingerprint than the one that was noted.")
