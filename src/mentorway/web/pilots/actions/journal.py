"""Entries of a journal are written, changed, shared, deleted; facilitators reply to what is shared."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.merging import refuse_stale
from mentorway.web.pilots.analysis.windows import Written, marked
from mentorway.web.pilots.models import JournalEntry, Participant


def write(person: Participant, *, text: str, is_shared: bool, assessment: str = "") -> JournalEntry:
    """Keep a new entry; only its writer reads it unless they share it."""
    row = JournalEntry(participant=person, text=text, is_shared=is_shared, assessment=assessment)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def change(entry: JournalEntry, *, text: str, is_shared: bool, revision: int) -> JournalEntry:
    """Write an entry anew, unless it was changed in another window since ``revision`` was read."""
    row = JournalEntry.objects.select_for_update().get(pk=entry.pk)
    refuse_stale(Written(marked(fields_of(row))), revision)
    row.text, row.is_shared = text, is_shared
    row.full_clean(exclude=["participant", "replied_by"])
    row.save()
    return row


def fields_of(entry: JournalEntry) -> dict[str, object]:
    """Return what its writer decides about an entry."""
    return {"text": entry.text, "is_shared": entry.is_shared}


@transaction.atomic
def share(entry: JournalEntry, *, is_shared: bool) -> None:
    """Let facilitators read an entry, or no longer."""
    row = JournalEntry.objects.select_for_update().get(pk=entry.pk)
    row.is_shared = is_shared
    row.save(update_fields=["is_shared"])


def delete(entry: JournalEntry) -> None:
    """Remove an entry for good."""
    entry.delete()


@transaction.atomic
def reply(entry: JournalEntry, user: User, *, reply: str, was: int) -> None:
    """Answer an entry as long as it is shared, unless somebody else has replied since."""
    row = JournalEntry.objects.select_for_update().get(pk=entry.pk)
    if not row.is_shared:
        raise ValidationError(_("The entry is not shared any more, so nobody can reply to it."))
    if marked({"reply": row.reply}) != was:
        raise ValidationError(
            _("Somebody has replied meanwhile: “%(reply)s”. Save again if your reply shall stand instead."),
            params={"reply": row.reply},
        )
    row.reply, row.replied_by = reply, user if reply else None
    row.full_clean(exclude=["participant"])
    row.save(update_fields=["reply", "replied_by"])
