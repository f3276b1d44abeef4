"""Letters that somebody writes to many people of a cohort."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.accounts.models import User
from mentorway.web.core.tasks import post_letter
from mentorway.web.pilots.analysis.letters import filled, to_many
from mentorway.web.pilots.analysis.works import open_of
from mentorway.web.pilots.models import Audience, Cohort, Letter, Participant
from mentorway.web.pilots.queries import letters as queries


@dataclass(frozen=True)
class Written:
    """What somebody wrote, and the key of the page on which they did: pressing twice sends once."""

    audience: str
    subject: str
    body: str
    key: str


def receivers(cohort: Cohort, audience: str) -> list[Participant]:
    """Return whom a letter reaches."""
    people = list(queries.reachable(cohort, audience))
    for person in people:
        person.cohort = cohort
    if audience == Audience.LAGGING:
        return [one for one in people if any(task.is_needed for task in open_of(one))]
    return people


@transaction.atomic
def write(cohort: Cohort, user: User, written: Written) -> Letter:
    """Send a letter to many."""
    held = Cohort.objects.select_for_update().select_related("partner").get(pk=cohort.pk)
    known = held.letters.filter(key=written.key).first()
    if known is not None:
        return known
    people = receivers(held, written.audience)
    if not people:
        raise ValidationError({"audience": _("This letter would reach nobody. Choose others.")})
    letter = Letter(cohort=held, by=user, count=len(people), **asdict(written))
    letter.full_clean()
    letter.save()
    letter.receivers.set(people)
    _post(letter, people)
    return letter


def _post(letter: Letter, people: Sequence[Participant]) -> None:
    now, meetings = timezone.now(), queries.meetings_to_tell(letter.cohort)
    for person in people:
        with override(person.language):
            subject = filled(letter.subject, person, meetings, now)
            text = filled(letter.body, person, meetings, now)
            post_letter(person.email, subject, to_many(person, [text]))


def stop(person: Participant) -> None:
    """Write no more letters of this kind to a person."""
    Participant.objects.filter(pk=person.pk).update(wants_letters=False)
    person.wants_letters = False
