"""Somebody wants to talk to those who run a round, who reply and settle it. Nobody else learns of it."""

from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.mentoring.actions import ending_letters as letters
from mentorway.web.mentoring.actions.relations import holding
from mentorway.web.mentoring.analysis.concerns import may_ask
from mentorway.web.mentoring.models import Concern, Place, Round
from mentorway.web.mentoring.queries import concerns as queries

MOST_OPEN: Final = 5  # of one person in one relationship


def ask_to_talk(place: Place, *, kind: str, text: str) -> Concern:
    """Keep that somebody wants to talk, and tell those who run the round that there is somebody."""
    with holding(place.relation.round) as whole:
        if not may_ask(place, timezone.now()):
            raise ValidationError(_("This is possible as soon as your pair has come about."))
        if place.concerns.filter(settled=None).count() >= MOST_OPEN:
            raise ValidationError(
                _(
                    "You have written a lot already. Please wait for a reply, or write to those who run the "
                    "mentoring round."
                )
            )
        row = Concern(place=place, kind=kind, text=text)
        row.full_clean(exclude=["place"])
        row.save()
        letters.say_somebody_wants_to_talk(whole, queries.who_runs(whole))
    return row


def reply(concern: Concern, user: User, *, text: str, settles: bool = False) -> None:
    """Reply once; the person reads it on their own page, and gets a letter that it is there."""
    now = timezone.now()
    with holding(concern.place.relation.round) as whole:
        row = _held(whole, concern)
        if row.replied is not None:
            raise ValidationError(
                _("Somebody has replied meanwhile: “%(reply)s”."), params={"reply": row.reply}
            )
        row.reply, row.replied_by, row.replied = text, user, now
        if settles:
            row.settled = row.settled or now
        row.full_clean(exclude=["place"])
        row.save(update_fields=["reply", "replied_by", "replied", "settled"])
        letters.say_there_is_a_reply(row)


def settle(concern: Concern) -> None:
    """Note that nothing more is to be done."""
    with holding(concern.place.relation.round) as whole:
        row = _held(whole, concern)
        if row.settled is None:
            row.settled = timezone.now()
            row.save(update_fields=["settled"])


def reopen(concern: Concern) -> None:
    """Note that something is to be done after all."""
    with holding(concern.place.relation.round) as whole:
        row = _held(whole, concern)
        if row.settled is not None:
            row.settled = None
            row.save(update_fields=["settled"])


def _held(whole: Round, concern: Concern) -> Concern:
    rows = Concern.objects.select_for_update(of=("self",)).select_related("place__person", "place__relation")
    row = rows.filter(pk=concern.pk, place__relation__round=whole).first()
    if row is None:
        raise ValidationError(_("This does not exist any more: the person has deleted their data."))
    row.place.person.round = row.place.relation.round = whole
    return row
