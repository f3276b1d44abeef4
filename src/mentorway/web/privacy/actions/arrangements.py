"""Arrangements between partners and their papers, and who works with data for them, are written down."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core import attachments
from mentorway.web.core.merging import refuse_stale
from mentorway.web.network.models import Partner
from mentorway.web.privacy.models import Arrangement, ArrangementFile, Processor

MOST_FILES: Final = 20
COLUMNS: Final = ("title", "covers", "contact", "begins", "ends")


@transaction.atomic
def write(
    user: User, *, parties: Collection[Partner], essence: Mapping[str, str], **facts: Any
) -> Arrangement:
    """Write down what partners agreed on."""
    row = Arrangement(created_by=user)
    _fill(row, parties, essence, facts)
    row.save()
    row.parties.set(parties)
    return row


@transaction.atomic
def change(
    arrangement: Arrangement,
    *,
    revision: int,
    parties: Collection[Partner],
    essence: Mapping[str, str],
    **facts: Any,
) -> None:
    """Change an arrangement, unless somebody else did since it was read."""
    row = Arrangement.objects.select_for_update().get(pk=arrangement.pk)
    refuse_stale(row, revision)
    _fill(row, parties, essence, facts)
    row.revision += 1
    row.save(update_fields=[*COLUMNS, "essence", "revision"])
    row.parties.set(parties)


def _fill(
    row: Arrangement, parties: Collection[Partner], essence: Mapping[str, str], facts: Mapping[str, Any]
) -> None:
    for name in COLUMNS:
        setattr(row, name, facts[name])
    row.essence = {code: text.strip() for code, text in essence.items() if text.strip()}
    if len(parties) < 2:  # noqa: PLR2004 - one partner alone answers for itself
        raise ValidationError({"parties": _("Choose two partners or more: one alone answers for itself.")})
    if not row.essence:
        raise ValidationError(_("Write in one language at least what people need to know of it."))
    row.full_clean()


@transaction.atomic
def attach(arrangement: Arrangement, user: User, *, file: UploadedFile, caption: str) -> ArrangementFile:
    """Keep a checked file with an arrangement."""
    Arrangement.objects.select_for_update().get(pk=arrangement.pk)
    if arrangement.files.count() >= MOST_FILES:
        raise ValidationError(_("An arrangement has at most %(most)d files."), params={"most": MOST_FILES})
    found = attachments.checked(file)
    row = ArrangementFile(arrangement=arrangement, caption=caption, added_by=user)
    return attachments.store(row, found, "privacy")


@transaction.atomic
def detach(file: ArrangementFile) -> None:
    """Remove a file for good."""
    path = file.path
    file.delete()
    transaction.on_commit(lambda: attachments.forget(path))


@transaction.atomic
def save_processor(processor: Processor, **facts: Any) -> Processor:
    """Write down who works with data for the partners; one of them runs the installation."""
    for name, value in facts.items():
        setattr(processor, name, value)
    processor.full_clean()
    processor.save()
    if processor.runs_it:
        Processor.objects.exclude(pk=processor.pk).filter(runs_it=True).update(runs_it=False)
    return processor
