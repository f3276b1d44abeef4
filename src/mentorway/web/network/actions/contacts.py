"""What can happen to the contacts of a partner."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from mentorway.web.network.models import Contact, Partner


@transaction.atomic
def add(partner: Partner, **fields: Any) -> Contact:
    """Note somebody to reach at ``partner``."""
    contact = Contact(partner=partner)
    _write(contact, fields)
    return contact


@transaction.atomic
def change(contact: Contact, **fields: Any) -> None:
    """Correct what is known of a contact."""
    _write(contact, fields)


def _write(contact: Contact, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(contact, name, value)
    contact.email = contact.email.strip().lower()
    contact.full_clean()
    _leave_the_place_to(contact)
    contact.save()


def _leave_the_place_to(contact: Contact) -> None:
    """See that a partner has one contact who is asked first."""
    Partner.objects.select_for_update().get(pk=contact.partner_id)
    if contact.is_main:
        others = Contact.objects.filter(partner=contact.partner_id, is_main=True).exclude(pk=contact.pk)
        others.update(is_main=False)


def delete(contact: Contact) -> None:
    """Put a contact into the bin for a while."""
    Contact.objects.filter(pk=contact.pk, deleted=None).update(deleted=timezone.now(), is_main=False)


@transaction.atomic
def restore(contact: Contact) -> None:
    """Take a contact out of the bin, unless another one has the address meanwhile."""
    locked = Contact.bin.select_for_update().get(pk=contact.pk)
    locked.deleted = None
    locked.validate_constraints()
    locked.save(update_fields=["deleted"])
