"""Files come to the materials. They stay as long as the programme does, for versions name them."""

import hashlib
from typing import Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core import attachments
from mentorway.web.training.models import File, Programme

MOST_FILES: Final = 100


@transaction.atomic
def add(programme: Programme, user: User, *, file: UploadedFile, caption: str) -> File:
    """Keep a file of a programme, or find the same content that it has already."""
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    checked = attachments.checked(file)
    sign = hashlib.sha256(checked.content).hexdigest()
    known = locked.files.filter(sha256=sign).first()
    if known:
        return known
    if locked.files.count() >= MOST_FILES:
        raise ValidationError(
            ngettext(
                "A programme can have %(most)d file.", "A programme can have %(most)d files.", MOST_FILES
            )
            % {"most": MOST_FILES}
        )
    row = File(programme=locked, caption=caption[:300], sha256=sign, added_by=user)
    return attachments.store(row, checked, "training")
