"""The people of a cohort: added by hand or from a list, corrected, written to, known by another link."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.pilots.actions import seats
from mentorway.web.pilots.actions.notices import Kind, tell
from mentorway.web.pilots.analysis.intake import cleaned_name, is_blank
from mentorway.web.pilots.analysis.lists import Listed
from mentorway.web.pilots.models import HOLDS_SEAT, Cohort, Participant, Standing, new_link
from mentorway.web.pilots.queries import people as queries

DETAILS = ("name", "email", "organisation", "motivation", "wishes", "language")
OWN = ("name", "organisation", "wishes", "language", "wants_letters")
BY_HAND = (Standing.ENROLLED, Standing.WAITING, Standing.APPLIED)


def add(cohort: Cohort, *, by: User | None, standing: str, writes: bool = True, **facts: Any) -> Participant:
    """Add one person by hand."""
    with seats.deciding(cohort) as held:
        _refuse_without_seats(held, 1, standing)
        return seats.enter(Participant(cohort=held, **_cleaned(facts)), standing, by=by, writes=writes)


def add_many(
    cohort: Cohort, people: Sequence[Listed], *, by: User | None, standing: str, writes: bool = True
) -> int:
    """Add the people of a list, all or none; who is there by now is left as they are."""
    with seats.deciding(cohort) as held:
        known = queries.addresses_known(held)
        fresh = [one for one in people if not one.email or one.email not in known]
        _refuse_without_seats(held, len(fresh), standing)
        for one in fresh:
            person = Participant(
                cohort=held,
                name=one.name,
                email=one.email,
                organisation=one.organisation,
                language=one.language,
            )
            seats.enter(person, standing, by=by, writes=writes)
    return len(fresh)


def _refuse_without_seats(cohort: Cohort, wanted: int, standing: str) -> None:
    if standing not in BY_HAND:
        raise ValidationError(_("Choose how people stand who are added by hand."))
    free = seats.free_seats(cohort)
    if standing not in HOLDS_SEAT or wanted <= free:
        return
    text = ngettext(
        "There is %(free)d free seat, and %(wanted)d are needed. Add seats first, or put people on the "
        "waiting list.",
        "There are %(free)d free seats, and %(wanted)d are needed. Add seats first, or put people on the "
        "waiting list.",
        free,
    )
    raise ValidationError(text % {"free": free, "wanted": wanted})


def _cleaned(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts with the name in one line; nobody is called something that cannot be seen."""
    found = dict(facts)
    if "name" in found:
        found["name"] = cleaned_name(found["name"])
        if is_blank(found["name"]):
            raise ValidationError({"name": _("Write the name. Nothing of it can be seen so far.")})
    if "email" in found:
        found["email"] = found["email"].strip().lower()
    return found


@transaction.atomic
def change(person: Participant, **facts: Any) -> Participant:
    """Correct what is stored about a person; another address is no longer that of a linked account."""
    row = Participant.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=person.pk)
    for name, value in _cleaned(facts).items():
        setattr(row, name, value)
    if row.user is not None and "email" in facts and not queries.is_verified(row.user, row.email):
        row.user = None
    row.full_clean()
    row.save(update_fields=[*facts, "user"])
    return row


def send_link(person: Participant) -> None:
    """Send a person the link to their own page once more."""
    if not person.email:
        raise ValidationError(
            _("There is no e-mail address of this person. Add one, then the link can be sent.")
        )
    tell(person, Kind.LINK)


@transaction.atomic
def renew_link(person: Participant) -> None:
    """Make the old link, calendar address and devices of a person worthless, and send the new link."""
    if not person.email:
        raise ValidationError(
            _("There is no e-mail address of this person. Add one, then the link can be sent.")
        )
    person.link = new_link()
    person.save(update_fields=["link"])
    tell(person, Kind.LINK)


def link_account(user: User) -> None:
    """Join what a person takes part in to their account, where the verified address is the same."""
    mine = queries.participations_of(user).filter(user=None)
    Participant.objects.filter(pk__in=[one.pk for one in mine]).update(user=user)
