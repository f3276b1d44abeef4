"""What can happen to an instrument that a partner has permission to use."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from mentorway.web.accounts.models import User
from mentorway.web.methodology.analysis.bank import Entry
from mentorway.web.methodology.models import Instrument, Proof
from mentorway.web.network.models import Partner


@dataclass(frozen=True)
class Evidence:
    """A file that proves a permission."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def add(
    user: User, *, partner: Partner, entry: Entry, permission: str, evidence: Evidence | None
) -> Instrument:
    """Add an instrument with the permission to use it."""
    instrument = Instrument(
        partner=partner, title=entry.title, content=entry.stored(), permission=permission, created_by=user
    )
    instrument.full_clean()
    instrument.save()
    _prove(instrument, evidence)
    return instrument


@transaction.atomic
def change(instrument: Instrument, *, entry: Entry, permission: str, evidence: Evidence | None) -> None:
    """Correct an instrument; questions that were made of it stay as they are."""
    instrument.title, instrument.content, instrument.permission = entry.title, entry.stored(), permission
    instrument.full_clean()
    instrument.save(update_fields=["title", "content", "permission"])
    _prove(instrument, evidence)


def _prove(instrument: Instrument, evidence: Evidence | None) -> None:
    if evidence is None:
        return
    Proof.objects.filter(instrument=instrument).delete()
    proof = Proof(
        instrument=instrument,
        name=evidence.name[:200],
        content_type=evidence.content_type,
        content=evidence.content,
    )
    proof.full_clean()
    proof.save()


def remove(instrument: Instrument) -> None:
    """Take an instrument out of the bank; questions that were made of it stay."""
    Instrument.objects.filter(pk=instrument.pk).update(deleted=timezone.now())
