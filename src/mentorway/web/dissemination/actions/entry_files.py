"""Pictures and papers come to a publication, are described, and go."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core import attachments
from mentorway.web.dissemination.actions.entries import holding
from mentorway.web.dissemination.models import Entry, EntryFile

MOST_FILES = 20
AREA = "dissemination"


def add(entry: Entry, user: User, *, file: UploadedFile, **facts: Any) -> EntryFile:
    """Keep a file with a publication, if there are not too many; readers see it once it is published."""
    checked = attachments.checked(file)
    with holding(entry) as held:
        if held.files.count() >= MOST_FILES:
            raise ValidationError(
                ngettext(
                    "A publication can have %(most)d file. Remove one first.",
                    "A publication can have %(most)d files. Remove one first.",
                    MOST_FILES,
                )
                % {"most": MOST_FILES}
            )
        row = EntryFile(entry=held, added_by=user, **facts)
        return attachments.store(row, checked, AREA)


def describe(file: EntryFile, *, caption: str, language: str, licence: str) -> None:
    """Say what a file shows, in which language it is and how it may be used."""
    with holding(file.entry):
        file.caption, file.language, file.licence = caption, language, licence
        file.full_clean(exclude=["added_by"])
        file.save(update_fields=["caption", "language", "licence"])


def remove(file: EntryFile) -> None:
    """Remove a file for good, also from where readers see it."""
    with holding(file.entry):
        path = file.path
        file.delete()
        transaction.on_commit(lambda: attachments.forget(path))
