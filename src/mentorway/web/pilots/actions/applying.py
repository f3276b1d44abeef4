"""What happens when somebody applies: the page answers the same to everybody, letters tell the rest."""

from typing import Any, Final

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.pilots.actions import seats
from mentorway.web.pilots.actions.notices import Kind, tell
from mentorway.web.pilots.models import Cohort, Participant
from mentorway.web.pilots.queries import people as queries

APPLICATIONS_AN_HOUR: Final = 500  # to one cohort
LETTERS_A_DAY: Final = 3  # to somebody who has applied already
HOUR, DAY = 3600, 24 * 3600


def take(cohort: Cohort, *, agreed_to: str, user: User | None, **facts: Any) -> None:
    """Take an application. Who is in the cohort already gets a letter, and nothing changes."""
    hour = f"pilots-applications-{cohort.pk}-{timezone.now():%Y%m%d%H}"
    if counted(hour, HOUR) > APPLICATIONS_AN_HOUR:
        raise ValidationError(
            _("Very many applications come in right now. What you wrote is still here: send it in an hour."),
            code="too_many",
        )
    known = queries.with_address(cohort, facts["email"])
    if known is None:
        mine = user if user is not None and queries.is_verified(user, facts["email"]) else None
        try:
            seats.apply(cohort, agreed_to=agreed_to, user=mine, **facts)
        except ValidationError:  # perhaps the same application was sent twice at the same moment
            known = queries.with_address(cohort, facts["email"])
            if known is None:
                raise
    if known is not None:
        _tell_again(known)


def _tell_again(person: Participant) -> None:
    """Write to who is there already, but not so often that a stranger could fill their mailbox."""
    if counted(f"pilots-again-{person.pk}", DAY) <= LETTERS_A_DAY:
        tell(person, Kind.AGAIN)


def counted(key: str, seconds: int) -> int:
    """Count one more of what is counted for so many seconds, and return how many that makes."""
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # forgotten between the two
        return 1
