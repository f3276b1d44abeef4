"""The people of a round: added by hand or from a list, corrected, written to; those to be kept apart."""

from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.mentoring.actions.people_letters import Kind, tell
from mentorway.web.mentoring.analysis.joining import cleaned, clock_for
from mentorway.web.mentoring.analysis.people_lists import Listed
from mentorway.web.mentoring.models import KeptApart, Person, Round, Side
from mentorway.web.mentoring.queries import people as queries
from mentorway.web.pilots.queries.people import is_verified

DETAILS: Final = (
    "name",
    "email",
    "organisation",
    "manager_email",
    "country",
    "language",
    "seats",
    "is_away",
    "away_until",
)


def refuse_example(whole: Round) -> None:
    """Refuse to change the people of the example."""
    if whole.is_example:
        raise ValidationError(_("This is the example: its people are invented, and nobody can change them."))


@transaction.atomic
def enter(whole: Round, kind: Kind | None, **facts: Any) -> Person:
    """Take somebody into a round, on the clock of their country, and write to them."""
    refuse_example(whole)
    told = cleaned(facts)
    person = Person(round=whole, time_zone=clock_for(told.get("country", ""), whole), **told)
    person.full_clean()
    person.save()
    if kind is not None:
        tell(person, kind)
    return person


def add(whole: Round, *, writes: bool = True, **facts: Any) -> Person:
    """Add one person by hand."""
    return enter(whole, Kind.ADDED if writes else None, **facts)


@transaction.atomic
def add_many(whole: Round, people: Sequence[Listed], *, writes: bool = True) -> int:
    """Add the people of a list, all or none; who is there by now is left as they are."""
    held = Round.objects.select_for_update(of=("self",)).select_related("partner").get(pk=whole.pk)
    known = queries.addresses_known(held)
    fresh = [one for one in people if not one.email or (one.side, one.email) not in known]
    for one in fresh:
        facts = {
            "side": one.side,
            "name": one.name,
            "email": one.email,
            "organisation": one.organisation,
            "language": one.language,
            "seats": one.seats,
        }
        add(held, writes=writes, **facts)
    return len(fresh)


@transaction.atomic
def change(person: Person, **facts: Any) -> Person:
    """Correct what is stored about a person; another address is no longer that of a linked account."""
    refuse_example(person.round)
    rows = Person.objects.select_for_update(of=("self",)).select_related("round", "user")
    row = rows.get(pk=person.pk)
    told = cleaned(facts)
    if not told.get("is_away", True):
        told["away_until"] = None
    for name, value in told.items():
        setattr(row, name, value)
    if row.user is not None and "email" in told and not is_verified(row.user, row.email):
        row.user = None
    row.full_clean()
    row.save(update_fields=[*told, "user"])
    return row


def send_link(person: Person) -> None:
    """Send a person the link to their own page once more."""
    refuse_example(person.round)
    if not person.email:
        raise ValidationError(
            _("There is no e-mail address of this person. Add one, then the link can be sent.")
        )
    tell(person, Kind.LINK)


@transaction.atomic
def keep_apart(whole: Round, *, mentee: Person, mentor: Person, why: str, by: User) -> KeptApart:
    """Note that two people of a round must not become a pair."""
    refuse_example(whole)
    sides = [(mentee.round_id, mentee.side), (mentor.round_id, mentor.side)]
    if sides != [(whole.pk, Side.MENTEE), (whole.pk, Side.MENTOR)]:
        raise ValidationError(_("Choose a mentee and a mentor of this mentoring round."))
    if KeptApart.objects.filter(mentee=mentee, mentor=mentor).exists():
        raise ValidationError(_("These two are on the list already."))
    row = KeptApart(round=whole, mentee=mentee, mentor=mentor, why=why, by=by)
    row.full_clean()
    row.save()
    return row


def let_meet(row: KeptApart) -> None:
    """Take two people off the list of those to be kept apart."""
    refuse_example(row.round)
    row.delete()
