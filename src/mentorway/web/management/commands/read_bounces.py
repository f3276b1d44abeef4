"""Read the letters that came back from a mailbox file, and write to those addresses no more."""

import mailbox
import re
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mentorway.web.study.actions import inviting

RECIPIENT = re.compile(
    r"^(?:Final|Original)-Recipient:\s*rfc822;\s*<?([^\s>]+)", re.IGNORECASE | re.MULTILINE
)
FAILED = re.compile(r"^Action:\s*failed", re.IGNORECASE | re.MULTILINE)


class Command(BaseCommand):
    help = "Mark invitations whose letters came back, from a mailbox file (mbox) or a folder (Maildir)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mailbox", type=Path, help="an mbox file or a Maildir folder; it is only read")

    def handle(self, **options: Any) -> None:
        path: Path = options["mailbox"]
        if not path.exists():
            raise CommandError(f"There is no mailbox {path}.")
        box = mailbox.Maildir(path, create=False) if path.is_dir() else mailbox.mbox(path, create=False)
        try:
            addresses = {address for letter in box for address in returned(letter)}
        finally:
            box.close()
        count = inviting.addresses_bounced(sorted(addresses))
        self.stdout.write(f"{len(addresses)} addresses came back; {count} invitations are marked.")


def _texts(part: Message) -> Iterator[str]:
    inside = part.get_payload()
    yield from (str(one) for one in inside) if isinstance(inside, list) else (str(inside),)


def returned(letter: Message) -> Iterator[str]:
    """Yield the addresses that a delivery report (RFC 3464) says could not be reached."""
    for part in letter.walk():
        if part.get_content_type() == "message/delivery-status":
            text = "\n".join(_texts(part))
            if FAILED.search(text):
                yield from (address.lower() for address in RECIPIENT.findall(text))
