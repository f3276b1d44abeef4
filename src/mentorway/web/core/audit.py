"""The audit log: who did what with data of people, without a name in it, and no line can vanish unseen."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from mentorway.web.core.facts import refuse_personal
from mentorway.web.core.models import AuditEntry

if TYPE_CHECKING:
    from mentorway.web.accounts.models import User

BATCH: Final = 1000


class Done(StrEnum):
    """What is written down."""

    DATA_TOLD = "data_told"
    DATA_ERASED = "data_erased"
    DATA_FORGOTTEN = "data_forgotten"
    HOLD_SET = "hold_set"
    HOLD_LIFTED = "hold_lifted"
    REQUEST_ANSWERED = "request_answered"
    ROLE_CHANGED = "role_changed"
    CLAIM_PUBLISHED = "claim_published"
    CLAIM_WITHDRAWN = "claim_withdrawn"
    ENTRY_PUBLISHED = "entry_published"
    ENTRY_WITHDRAWN = "entry_withdrawn"
    RELEASE_PUBLISHED = "release_published"
    RELEASE_WITHDRAWN = "release_withdrawn"
    LETTER_SENT = "letter_sent"
    ANSWERS_TAKEN_OUT = "answers_taken_out"
    ERASURES_REPLAYED = "erasures_replayed"
    WEBHOOK_ADDED = "webhook_added"
    WEBHOOK_CHANGED = "webhook_changed"
    WEBHOOK_DELETED = "webhook_deleted"
    TOKEN_MADE = "token_made"  # noqa: S105 - a word of the log
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - a word of the log
    SIGN_IN_ENDED = "sign_in_ended"
    SIGN_IN_GIVEN = "sign_in_given"
    SECOND_STEP_TAKEN = "second_step_taken"
    ORGANISATION_CONNECTED = "organisation_connected"
    ORGANISATION_DISCONNECTED = "organisation_disconnected"
    PEOPLE_BROUGHT_IN = "people_brought_in"
    EXAMPLE_RESET = "example_reset"


@dataclass(frozen=True)
class Flaw:
    """The first line that is not as it was written."""

    number: int
    missing: bool


def fingerprint(kind: str, identity: object) -> str:
    """Return by what somebody is known in the log; without the installation's key nobody can tell whom."""
    key = hashlib.sha256(b"audit" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, f"{kind}:{identity}".encode(), hashlib.sha256).hexdigest()


def of_person(user: User) -> str:
    """Return by what a person is known in the log."""
    return fingerprint("user", user.pk)


@transaction.atomic
def record(done: Done, *, actor: User | None = None, about: str = "", **facts: Any) -> AuditEntry:
    """Write a line. ``about`` is a `fingerprint`; ``facts`` are numbers, and words of the program itself.

    Raises
    ------
    ValueError
        A fact is a text with a space, an at sign or more than 64 letters: that may be about a person.
    """
    refuse_personal(facts, nested=True)
    # Who writes waits for the first line, which stays what it is: only then is the newest read.
    AuditEntry.objects.select_for_update().order_by("number").first()
    last = AuditEntry.objects.order_by("-number").first()
    entry = AuditEntry(
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        kind=done,
        actor=of_person(actor) if actor else "",
        about=about,
        facts=facts,
        previous=last.hash if last else "",
    )
    entry.hash = _hash_of(entry)
    entry.save(force_insert=True)
    return entry


def flaw() -> Flaw | None:
    """Return the first line that was changed or is missing; None if the log is whole."""
    previous = ""
    for number, entry in enumerate(AuditEntry.objects.order_by("number").iterator(BATCH), start=1):
        if entry.number != number or entry.previous != previous:
            return Flaw(number, missing=True)
        if entry.hash != _hash_of(entry):
            return Flaw(number, missing=False)
        previous = entry.hash
    return None


def _hash_of(entry: AuditEntry) -> str:
    parts = {
        "number": entry.number,
        "at": entry.at.astimezone(dt.UTC).isoformat(),
        "kind": str(entry.kind),
        "actor": entry.actor,
        "about": entry.about,
        "facts": entry.facts,
        "previous": entry.previous,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
