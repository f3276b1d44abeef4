"""People ask for letters, confirm that they want them, and leave: then nothing of them is kept."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.accounts.models import User
from mentorway.web.core import audit, tombstones
from mentorway.web.core.tasks import post_letter
from mentorway.web.core.turns import writing
from mentorway.web.dissemination.analysis.readers import (
    KINDS,
    confirming,
    consent,
    consent_hash,
    hash_of,
    leaving,
    secret_of,
)
from mentorway.web.dissemination.models import LANGUAGES, Standing, Subscriber

HOUR: Final = dt.timedelta(hours=1)
MOST_AN_HOUR: Final = 300
DAYS_TO_CONFIRM: Final = 7
LONGEST: Final = 254


def ask(email: str, language: str, kinds: Iterable[str]) -> None:
    """Write to an address to ask whether its owner wants letters; nothing tells whether it was known.

    An address is written to once an hour at most; it stays unasked for a second time without a word.
    """
    address, chosen = _address(email), [kind for kind in KINDS if kind in set(kinds)]
    if language not in LANGUAGES:
        raise ValidationError({"language": _("Choose a language.")})
    if not chosen:
        raise ValidationError({"kinds": _("Choose what you want to hear of.")})
    now = timezone.now()
    with writing():
        if Subscriber.objects.asked_since(now - HOUR).count() >= MOST_AN_HOUR:
            raise ValidationError(_("Very many people asked in this hour. Please try again in an hour."))
        held = Subscriber.objects.select_for_update().known_as(address).first()
        if held is not None and held.asked > now - HOUR:
            return
        row = _kept(held or Subscriber(email=address), language, chosen, now)
        with override(row.language):
            post_letter(row.email, *_question(row))


def _address(email: str) -> str:
    local, at, domain = email.strip().rpartition("@")
    address = f"{local}{at}{domain.lower()}"
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError({"email": _("“%(email)s” is no e-mail address.") % {"email": email}}) from None
    if len(address) > LONGEST:
        raise ValidationError({"email": _("This e-mail address is too long.")})
    return address


def _kept(row: Subscriber, language: str, kinds: list[str], now: dt.datetime) -> Subscriber:
    """Keep that somebody asked; who gets letters already keeps what was confirmed."""
    row.asked = now
    if row.standing == Standing.CONFIRMED:
        row.save(update_fields=["asked"])
        return row
    row.language, row.kinds, row.consent_hash = language, kinds, consent_hash(language)
    if not row.secret_hash:  # the secret is made of the key, which the row gets when it is stored
        row.secret_hash = hashlib.sha256(secrets.token_bytes()).hexdigest()
        row.full_clean()
        row.save()
    row.secret_hash = hash_of(secret_of(row))
    row.full_clean()
    row.save()
    return row


def _question(row: Subscriber) -> tuple[str, str]:
    if row.standing == Standing.CONFIRMED:
        body = _(
            "Somebody, perhaps you, asked for our letters to this address. You get them already, so nothing "
            "has changed.\n\nIf you want others, leave first, and ask for them anew:\n%(leave)s"
        )
        return _("You get our letters already"), body % {"leave": leaving(row)}
    body = _(
        "Somebody, perhaps you, asked for our letters to this address. If it was you, open this page and "
        "confirm it:\n%(confirm)s\n\nYou agree to this:\n%(consent)s\n\nIf it was not you, do nothing. You "
        "get no letter, and your address is deleted after %(days)d days."
    )
    facts = {"confirm": confirming(row), "consent": consent(row.language), "days": DAYS_TO_CONFIRM}
    return _("Do you want our letters?"), body % facts


def confirm(secret: str) -> Subscriber | None:
    """Let the holder of this secret get letters; None where there is nobody, or nobody any more."""
    now = timezone.now()
    with writing():
        row = Subscriber.objects.select_for_update().filter(secret_hash=hash_of(secret)).first()
        if row is None or row.standing == Standing.CONFIRMED:
            return row
        if row.asked < now - dt.timedelta(days=DAYS_TO_CONFIRM):
            return None
        row.standing, row.confirmed = Standing.CONFIRMED, now
        row.full_clean()
        row.save(update_fields=["standing", "confirmed"])
    return row


def leave(secret: str) -> bool:
    """Delete who has this secret, at once; return whether there was anybody."""
    rows = Subscriber.objects.filter(secret_hash=hash_of(secret))
    tombstones.bury(*rows)
    count, _each = rows.delete()
    return bool(count)


def remove(subscriber: Subscriber, user: User) -> None:
    """Delete somebody who asked for it by another way than the link."""
    with writing():
        about = audit.fingerprint("subscriber", subscriber.pk)
        tombstones.bury(subscriber, addresses=[subscriber.email])
        subscriber.delete()
        audit.record(audit.Done.DATA_ERASED, actor=user, about=about, table="subscriber")


def forget(now: dt.datetime) -> int:
    """Delete who asked and did not confirm in time; return how many."""
    count, _each = unconfirmed(now).delete()
    return count


def unconfirmed(now: dt.datetime) -> QuerySet[Subscriber]:
    """Return who asked and did not confirm in time."""
    before = now - dt.timedelta(days=DAYS_TO_CONFIRM)
    return Subscriber.objects.unconfirmed_before(before).filter(is_example=False)
