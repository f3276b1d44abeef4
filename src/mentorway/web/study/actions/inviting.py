"""Who is asked, and the letters to them."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.core import tombstones
from mentorway.web.study import tasks
from mentorway.web.study.analysis.codes import new_code
from mentorway.web.study.analysis.people import Person
from mentorway.web.study.models import AccessCode, Contact, Invitation, State, Wave

AT_ONCE = 1000
MOST_CODES = 500
MOST_WRITTEN_TO = (Contact.QUEUED, Contact.SENT, Contact.REMINDED)


@transaction.atomic
def invite(wave: Wave, *, people: Sequence[Person]) -> int:
    """Add people to those who are asked; who is there already stays as they are. Return how many are new."""
    _refuse_ended(wave)
    known = set(Invitation.objects.filter(wave=wave).values_list("email", flat=True))
    fresh = [person for person in people if person.email not in known]
    for start in range(0, len(fresh), AT_ONCE):
        some = fresh[start : start + AT_ONCE]
        codes: list[AccessCode | None] = [None] * len(some)
        if wave.study.has_codes:
            made = [
                new_code(wave=wave, country=one.country, sector=one.sector, partner_id=one.partner)
                for one in some
            ]
            codes = list(AccessCode.objects.bulk_create(made))
        Invitation.objects.bulk_create(
            Invitation(
                wave=wave, email=one.email, name=one.name, language=one.language, country=one.country,
                sector=one.sector, partner_id=one.partner, code=code,
            )
            for one, code in zip(some, codes, strict=True)
        )  # fmt: skip
    if fresh and wave.sending:
        tasks.plan_sending(wave)
    return len(fresh)


@transaction.atomic
def take_back(invitation: Invitation) -> None:
    """Forget that somebody is asked: their address is gone, and their code too when it was not used."""
    code = invitation.code
    tombstones.bury(invitation)
    invitation.delete()
    if code is not None and not code.used:
        code.delete()


def start_sending(wave: Wave) -> None:
    """Send letters, and reminders when they are due, in the hours in which people may be written to."""
    if wave.study.state != State.OPEN:
        raise ValidationError(_("Open the study first: a letter that leads to a closed door helps nobody."))
    Wave.objects.filter(pk=wave.pk).update(sending=True)
    wave.sending = True
    tasks.plan_sending(wave)


def stop_sending(wave: Wave) -> None:
    """Send nothing more until somebody starts it again."""
    Wave.objects.filter(pk=wave.pk).update(sending=False, next_run=None)
    wave.sending = False


def mark_bounced(invitation: Invitation) -> None:
    """Note that a letter came back, so that no more are sent there."""
    Invitation.objects.filter(pk=invitation.pk, state__in=MOST_WRITTEN_TO).update(state=Contact.BOUNCED)


def addresses_bounced(addresses: Sequence[str]) -> int:
    """Note everywhere that letters to these addresses came back; return how many invitations it concerns."""
    wanted = {address.strip().lower() for address in addresses}
    return Invitation.objects.filter(email__in=wanted, state__in=MOST_WRITTEN_TO).update(
        state=Contact.BOUNCED
    )


def write_again(invitation: Invitation) -> None:
    """Put a letter that came back into the queue once more; who wants no letters gets none."""
    Invitation.objects.filter(pk=invitation.pk, state=Contact.BOUNCED).update(
        state=Contact.QUEUED, sent_on=None, reminded_on=None
    )
    if invitation.wave.sending:
        tasks.plan_sending(invitation.wave)


def unsubscribe(invitation: Invitation) -> None:
    """Write no more letters to this person, about this study or another wave of it."""
    Invitation.objects.filter(email=invitation.email, wave__study=invitation.wave.study_id).update(
        state=Contact.UNSUBSCRIBED
    )


@transaction.atomic
def make_codes(wave: Wave, *, count: int, country: str, sector: str, partner: int | None) -> int:
    """Make a batch of one-time codes to hand out; return its number."""
    _refuse_ended(wave)
    if not wave.study.has_codes:
        raise ValidationError(_("This study has an open link and needs no codes."))
    if not 1 <= count <= MOST_CODES:
        text = _("Make from 1 to %(most)d codes at once.")
        raise ValidationError(text % {"most": MOST_CODES})
    last = (
        AccessCode.objects.filter(wave=wave).order_by("-batch").values_list("batch", flat=True).first() or 0
    )
    AccessCode.objects.bulk_create(
        new_code(wave=wave, country=country, sector=sector, partner_id=partner, batch=last + 1)
        for _place in range(count)
    )
    return last + 1


def void_codes(wave: Wave, batch: int) -> int:
    """Remove the codes of a batch that nobody has used; return how many."""
    gone, _rows = AccessCode.objects.filter(wave=wave, batch=batch, batch__gt=0, used=False).delete()
    return gone


def _refuse_ended(wave: Wave) -> None:
    if wave.study.state == State.ARCHIVED:
        raise ValidationError(_("The study is closed for good and does not change any more."))
