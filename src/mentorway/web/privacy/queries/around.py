"""Those with whom a person has to do, who may be named in what was written about the person."""

from collections.abc import Iterator

from django.db.models import QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.core.personal import Person
from mentorway.web.core.personal_rows import about
from mentorway.web.mentoring.models import Person as Mentoring
from mentorway.web.network.models import Membership
from mentorway.web.pilots.models import Participant


def names_around(person: Person) -> Iterator[str]:
    """Yield the names of the people of the person's partners, cohorts and rounds."""
    for rows in _people(person):
        yield from rows.order_by().values_list("name", flat=True).distinct()


def _people(person: Person) -> list[QuerySet[User] | QuerySet[Participant] | QuerySet[Mentoring]]:
    partners = Membership.objects.filter(user=person.user).values("partner")
    cohorts = about(Participant)(person).values("cohort")
    rounds = about(Mentoring)(person).values("round")
    return [
        User.objects.filter(memberships__partner__in=partners),
        User.objects.filter(memberships__partner__cohorts__in=cohorts),
        User.objects.filter(memberships__partner__rounds__in=rounds),
        Participant.objects.filter(cohort__in=cohorts),
        Mentoring.objects.filter(round__in=rounds),
    ]
