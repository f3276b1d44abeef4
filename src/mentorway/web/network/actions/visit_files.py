"""Photos and papers of a visit."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core import attachments
from mentorway.web.network.models import Visit, VisitFile

MOST_FILES = 30


@transaction.atomic
def attach(visit: Visit, user: User, *, file: UploadedFile, caption: str) -> VisitFile:
    """Keep a checked file with the visit."""
    Visit.objects.select_for_update().get(pk=visit.pk)
    if visit.files.count() >= MOST_FILES:
        raise ValidationError(_("A visit has at most %(most)d files."), params={"most": MOST_FILES})
    found = attachments.checked(file)
    row = VisitFile(visit=visit, caption=caption, added_by=user)
    return attachments.store(row, found, "network")


def change_caption(file: VisitFile, *, caption: str) -> None:
    """Say anew what a file shows."""
    file.caption = caption
    file.full_clean(exclude=["added_by"])  # whose account may be gone
    file.save(update_fields=["caption"])


@transaction.atomic
def remove(file: VisitFile) -> None:
    """Remove a file for good."""
    path = file.path
    file.delete()
    transaction.on_commit(lambda: attachments.forget(path))
