"""Our own key is made, replaced and ended."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.wording import in_words
from mentorway.web.federation import queries
from mentorway.web.federation.analysis import own
from mentorway.web.federation.models import Identity


@transaction.atomic
def begin(user: User, *, slug: str, title: str, country: str) -> Identity:
    """Make our key and card."""
    if queries.own() is not None:
        raise ValidationError(_("This installation has a key already. Replace it instead."))
    with in_words():
        row = own.make(slug, title, country, timezone.localdate())
    return _saved(row, user)


@transaction.atomic
def replace(user: User) -> Identity:
    """Replace our key by a new one that the old one signs."""
    old = Identity.objects.select_for_update().filter(is_current=True).first()
    if old is None:
        raise ValidationError(_("There is no key to replace."))
    with in_words():
        row = own.replace(old, timezone.localdate())
    old.is_current = False
    old.save(update_fields=["is_current"])
    return _saved(row, user)


@transaction.atomic
def end(user: User, *, is_lost: bool) -> Identity:
    """End our key: what it signs is believed no more. The document that says so is to be given to others."""
    row = Identity.objects.select_for_update().filter(is_current=True).first()
    if row is None:
        raise ValidationError(_("There is no key to end."))
    with in_words():
        row.revocation = own.revocation_of(row, timezone.localdate(), is_lost=is_lost)
    row.is_current = False
    row.by = user
    row.save(update_fields=["revocation", "is_current", "by"])
    return row


def _saved(row: Identity, user: User) -> Identity:
    row.by = user
    row.full_clean()
    row.save()
    return row
