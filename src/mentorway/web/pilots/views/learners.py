"""The own pages of people who take part: whose they are, and what they share."""

from django.http import Http404

from mentorway.courses.structure import Assessment
from mentorway.web.core.access import there
from mentorway.web.pilots.analysis.programme import assessment_of, programme_of
from mentorway.web.pilots.models import Participant, Standing
from mentorway.web.pilots.views import door


def learner(link: str) -> Participant:
    """Return the person whose own page has this secret, if they take part."""
    person = door.own(link)
    if person.standing != Standing.ENROLLED:
        raise Http404
    return person


def asked_of(person: Participant, key: str) -> Assessment:
    """Return what the programme asks of a person under a short name, or say that there is none."""
    return there(assessment_of(programme_of(person.cohort), key))
