"""Somebody leaves a round, comes back, or everything about them is deleted.

The round is held first, as whatever is decided about proposals holds it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.core import tombstones
from mentorway.web.mentoring.actions.people import refuse_example
from mentorway.web.mentoring.actions.people_letters import Kind, tell
from mentorway.web.mentoring.actions.proposals import withdraw_person
from mentorway.web.mentoring.actions.relations import holding
from mentorway.web.mentoring.models import Person
from mentorway.web.mentoring.queries import own as queries


@contextmanager
def _held(person: Person) -> Iterator[Person | None]:
    """Hold a person and the round; None if the person was deleted meanwhile."""
    refuse_example(person.round)
    with holding(person.round) as whole:
        yield queries.person_of(whole, person.pk)


def leave(person: Person) -> None:
    """Let a person leave a round: what is open ends, what is stored about them stays."""
    with _held(person) as row:
        if row is None or row.left is not None:
            return
        withdraw_person(row)
        row.left = timezone.now()
        row.save(update_fields=["left"])
        tell(row, Kind.LEFT)


def come_back(person: Person) -> None:
    """Take a person back who has left, while the round takes people."""
    with _held(person) as row:
        if row is None or row.left is None:
            return
        if not row.round.is_open_at(timezone.now()):
            raise ValidationError(_("Nobody can join this mentoring round any more."))
        row.left = None
        row.save(update_fields=["left"])


def erase(person: Person, *, writes: bool = True) -> None:
    """Delete everything that is stored about a person in a round; what is open ends first.

    What a pair agreed on, and when it met, stays as long as somebody of the pair is there: it is theirs too.
    """
    with _held(person) as row:
        if row is None:
            return
        withdraw_person(row)
        if writes:
            tell(row, Kind.ERASED)
        tombstones.bury(row, addresses=[row.email])
        row.delete()
        row.round.relations.filter(places=None).delete()
