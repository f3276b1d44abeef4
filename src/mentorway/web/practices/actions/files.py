"""Pictures and papers come to a practice, and go."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core import attachments
from mentorway.web.practices.actions.moving import locked
from mentorway.web.practices.models import Practice, PracticeFile

MOST_FILES = 10


@transaction.atomic
def add(practice: Practice, user: User, *, file: UploadedFile, caption: str) -> PracticeFile:
    """Keep a file with a practice, as long as there are not too many."""
    row = locked(practice)
    if row.files.count() >= MOST_FILES:
        raise ValidationError(
            ngettext(
                "A practice can have %(most)d file. Remove one first.",
                "A practice can have %(most)d files. Remove one first.",
                MOST_FILES,
            )
            % {"most": MOST_FILES}
        )
    checked = attachments.checked(file)
    kept = PracticeFile(practice=row, caption=caption, added_by=user)
    return attachments.store(kept, checked, "practices")


@transaction.atomic
def remove(file: PracticeFile) -> None:
    """Remove a file for good."""
    path = file.path
    file.delete()
    transaction.on_commit(lambda: attachments.forget(path))
