"""What must not be deleted yet: holds are set, made longer, and lifted. The person is told each time."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.accounts.models import User
from mentorway.web.core import audit
from mentorway.web.core.audit import Done
from mentorway.web.core.tasks import post_letter
from mentorway.web.privacy.models import Hold

MOST_YEARS: Final = 10  # longer than any funder audits; nothing is held for ever by a slip of a finger


@dataclass(frozen=True)
class Terms:
    """Why something must be kept, as the person reads it, and until when."""

    reason: str
    until: dt.date


@transaction.atomic
def hold(user: User, person: User, *, terms: Terms, tables: Collection[str] = (), link: str = "") -> Hold:
    """Keep data of a person from being deleted until a day: of some tables, or all if none is named."""
    _refuse_day(terms.until)
    row = Hold(person=person, models_held=sorted(tables), by=user)
    row.reason, row.until = terms.reason.strip(), terms.until
    row.full_clean()
    row.save()
    facts: dict[str, Any] = {"until": f"{row.until}", "kinds": len(row.models_held)}
    audit.record(Done.HOLD_SET, actor=user, about=audit.of_person(person), **facts)
    _tell(row, link)
    return row


@transaction.atomic
def extend(hold: Hold, user: User, *, terms: Terms, link: str = "") -> None:
    """Let a hold that stands end on another day."""
    row = _standing(hold)
    _refuse_day(terms.until)
    row.reason, row.until = terms.reason.strip(), terms.until
    row.full_clean()
    row.save(update_fields=["reason", "until"])
    audit.record(
        Done.HOLD_SET, actor=user, about=audit.of_person(row.person), until=f"{row.until}", extended=True
    )
    _tell(row, link)


@transaction.atomic
def lift(hold: Hold, user: User, *, link: str = "") -> None:
    """End a hold before its day: what the person has can be deleted from now on."""
    row = _standing(hold)
    row.lifted = timezone.now()
    row.full_clean()
    row.save(update_fields=["lifted"])
    audit.record(Done.HOLD_LIFTED, actor=user, about=audit.of_person(row.person))
    _tell(row, link)


def _standing(hold: Hold) -> Hold:
    row = Hold.objects.select_for_update().select_related("person").get(pk=hold.pk)
    if row.lifted is not None or row.until < timezone.localdate():
        raise ValidationError(_("This hold is over. Set a new one if data must be kept again."))
    return row


def _refuse_day(until: dt.date) -> None:
    today = timezone.localdate()
    if until < today:
        raise ValidationError({"until": _("The day is over already. Choose today or a later day.")})
    if until.year > today.year + MOST_YEARS:
        raise ValidationError(
            {
                "until": _("A hold lasts at most %(most)d years. It can be made longer before it ends.")
                % {"most": MOST_YEARS}
            }
        )


def _tell(row: Hold, link: str) -> None:
    with override(row.person.language):
        values = {"day": date_format(row.until), "reason": row.reason, "link": link}
        if row.lifted is not None:
            subject = _("Your data can be deleted again")
            body = _("Nothing has to be kept any more. You can delete your data here:\n%(link)s\n") % values
        else:
            subject = _("Some of your data must be kept for a while")
            body = (
                _(
                    "Until %(day)s it cannot be deleted, for this reason:\n\n%(reason)s\n\n"
                    "It is used for nothing else. See what is kept about you, and ask:\n%(link)s\n"
                )
                % values
            )
    post_letter(row.person.email, subject, body)
