"""Everything about a person is deleted: rows, files, and what a certificate says about them."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.core import tombstones
from mentorway.web.pilots.actions import certificates, seats, works
from mentorway.web.pilots.actions.notices import Kind, tell
from mentorway.web.pilots.analysis.intake import DAYS_KEPT
from mentorway.web.pilots.models import Participant
from mentorway.web.pilots.queries import people as queries


def erase(person: Participant, *, writes: bool = True) -> None:
    """Delete a person from a cohort; a certificate then verifies no more, and the seat goes to the next."""
    with seats.deciding(person.cohort) as held:
        row = held.people.filter(pk=person.pk).first()
        if row is None:
            return
        row.cohort = held
        certificates.forget_holder(row)
        works.forget_files([row])
        _forget_problems(row)
        tombstones.bury(row, addresses=[row.email])
        if writes:
            tell(row, Kind.ERASED)
        row.delete()


def _forget_problems(person: Participant) -> None:
    """Take a person out of what is kept of making many certificates: a problem may name them."""
    for run in queries.runs_about(person):
        run.wanted = [one for one in run.wanted if one.get("who") != person.pk]
        run.problem = [one for one in run.problem if one.get("who") != person.pk]
        run.save(update_fields=["wanted", "problem"])


def remove(person: Participant) -> None:
    """Delete a person for those who run the cohort; a certificate that holds must be taken back first."""
    if queries.certificates_of(person).exists():
        raise ValidationError(
            _("This person has a certificate that holds. Take it back first, or let the person delete it.")
        )
    erase(person)


def forget_old(now: dt.datetime) -> int:
    """Delete those who never took part, as long after the last day as the agreement says; return how many."""
    rows = list(queries.not_taking_part_since(now.date() - dt.timedelta(days=DAYS_KEPT)))
    for one in rows:
        erase(one, writes=False)
    return len(rows)
