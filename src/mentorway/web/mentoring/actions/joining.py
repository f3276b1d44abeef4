"""What happens when somebody joins: the page answers the same to everybody, letters tell the rest."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.mentoring.actions.people import enter
from mentorway.web.mentoring.actions.people_letters import Kind, tell
from mentorway.web.mentoring.models import Person, Round
from mentorway.web.mentoring.queries import people as queries
from mentorway.web.pilots.actions.applying import counted
from mentorway.web.pilots.queries.people import is_verified

JOINED_AN_HOUR: Final = 500  # in one round
LETTERS_A_DAY: Final = 3  # to somebody who is there already
HOUR, DAY = 3600, 24 * 3600


def take(whole: Round, *, side: str, email: str, user: User | None, **facts: Any) -> None:
    """Take somebody in. Who is on this side of the round already gets a letter, and nothing changes."""
    if not whole.is_open_at(timezone.now()):
        raise ValidationError(_("Nobody can join this mentoring round any more."))
    hour = f"mentoring-joined-{whole.pk}-{timezone.now():%Y%m%d%H}"
    if counted(hour, HOUR) > JOINED_AN_HOUR:
        raise ValidationError(
            _("Very many people join right now. What you wrote is still here: send it in an hour."),
            code="too_many",
        )
    known = queries.with_address(whole, side, email)
    if known is None:
        mine = user if user is not None and is_verified(user, email) else None
        try:
            enter(whole, Kind.JOINED, side=side, email=email, user=mine, **facts)
        except ValidationError:  # perhaps the same was sent twice at the same moment
            known = queries.with_address(whole, side, email)
            if known is None:
                raise
    if known is not None:
        _tell_again(known)


def _tell_again(person: Person) -> None:
    """Write to who is there already, but not so often that a stranger could fill their mailbox."""
    if counted(f"mentoring-again-{person.pk}", DAY) <= LETTERS_A_DAY:
        tell(person, Kind.AGAIN)
