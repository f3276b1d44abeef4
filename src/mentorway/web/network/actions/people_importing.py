"""A file of people is read, shown, and taken in: all that can be, or nothing where somebody was in between.

What was read is kept nowhere: the page that shows it carries it, signed, to be sent back within an hour.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts import actions as accounts
from mentorway.web.accounts.models import User
from mentorway.web.core import audit
from mentorway.web.core.wording import in_words
from mentorway.web.network.actions import partners
from mentorway.web.network.analysis import people_importing as importing
from mentorway.web.network.analysis import spreadsheets
from mentorway.web.network.analysis.people_importing import Found, Row
from mentorway.web.network.models import Partner
from mentorway.web.network.rules import partners as rules

AN_HOUR: Final = 3600
SALT: Final = "network.people_importing"


def read(partner: Partner, by: User, *, file: UploadedFile) -> list[Row]:
    """Read a spreadsheet and judge its rows; nobody is brought in."""
    spreadsheets.check_size(file.size, importing.LIMITS)
    with in_words():
        rows = importing.read(file.read(), str(file.name or "")[-200:])
    if not rows:
        raise ValidationError(_("The file has headings and no row with anything in it."))
    addresses = {told.get("email", "").lower() for _number, told in rows}
    return importing.judged(
        rows, roles=rules.roles_given_by(by), known=_known(addresses), here=_here(partner, addresses)
    )


def _known(addresses: set[str]) -> set[str]:
    return set(User.objects.filter(email__in=addresses).values_list("email", flat=True))


def _here(partner: Partner, addresses: set[str]) -> set[str]:
    found = partner.memberships.filter(user__email__in=addresses)
    return set(found.values_list("user__email", flat=True))


def sealed(partner: Partner, by: User, rows: Sequence[Row]) -> str:
    """Return the rows that can be taken in, so that only we can have written them, for these two only."""
    told = [one.kept() for one in rows if one.found in (Found.NEW, Found.JOINS)]
    return signing.dumps([partner.pk, by.pk, told], salt=SALT, compress=True)


@transaction.atomic
def take_in(partner: Partner, by: User, *, kept: str, link: str) -> int:
    """Bring in the people that were shown, each with a letter; return how many."""
    rows = _opened(partner, by, kept)
    # Two who send the same bring nobody in twice.
    list(Partner.objects.select_for_update().filter(pk=partner.pk))
    here, roles = _here(partner, {row[1] for row in rows}), rules.roles_given_by(by)
    for number, email, name, role, language in rows:
        if email in here:
            raise ValidationError(
                _("Row %(row)d: this person came meanwhile. Nobody is brought in. Read the file again.")
                % {"row": number}
            )
        if role not in roles:
            raise ValidationError(_("Row %(row)d: you may not give this role any more.") % {"row": number})
        is_new = not User.objects.filter(email__iexact=email).exists()
        place = partners.add(partner, email=email, role=role)
        if is_new:
            user = place.user
            accounts.describe(user, name=name or user.name, language=language or user.language)
        partners.tell(place.user, partner, link)
    audit.record(
        audit.Done.PEOPLE_BROUGHT_IN,
        actor=by,
        about=audit.fingerprint("partner", partner.pk),
        count=len(rows),
    )
    return len(rows)


def _opened(partner: Partner, by: User, kept: str) -> list[Any]:
    try:
        key, whose, rows = signing.loads(kept, salt=SALT, max_age=AN_HOUR)
    except (signing.BadSignature, ValueError):
        key, whose, rows = 0, 0, []
    if (key, whose) != (partner.pk, by.pk) or not rows:
        raise ValidationError(_("What was read is not there any more. Read the file again."))
    return list(rows)
