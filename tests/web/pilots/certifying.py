"""People who complete a cohort, and certificates that tests start from."""

import datetime as dt

from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.pilots.making import enrol, make_cohort, make_meeting

from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.pilots import tasks
from mentorway.web.pilots.actions import certificates as actions
from mentorway.web.pilots.actions import issuing
from mentorway.web.pilots.analysis.contents import terms_or_defaults, written_in
from mentorway.web.pilots.analysis.issuing import Wish
from mentorway.web.pilots.models import Attendance, Certificate, IssueRun, Presence, Source, Work, WorkState

QUIZ = "a-quiz"
QUALITY = "Reviewed by two partners"


def make_certified(partner=None, user=None, *, terms=True, **more):
    """Return a cohort of one meeting, which is over, that requires a quiz; with terms that lack nothing."""
    partner = partner or make_partner()
    user = user or make_member(partner, role="admin")
    cohort = make_cohort(partner, user, required=[QUIZ], **more)
    make_meeting(cohort, timezone.now() - dt.timedelta(days=2))
    if terms:
        write_terms(cohort)
    return cohort


def write_terms(cohort, **more):
    """Keep terms that lack nothing."""
    found = terms_or_defaults(cohort)
    was = fingerprint_of(written_in(found))
    return actions.write_terms(cohort, was=was, fields={"quality": QUALITY, **more})


def attend(person, presence=Presence.PRESENT):
    """Mark a person at every meeting of the cohort."""
    now = timezone.now()
    for meeting in person.cohort.meetings.all():
        Attendance.objects.create(
            meeting=meeting, participant=person, presence=presence, source=Source.HAND, marked=now
        )


def pass_quiz(person):
    """Let a person have passed the quiz."""
    now = timezone.now()
    return Work.objects.create(
        participant=person, assessment=QUIZ, state=WorkState.PASSED, handed_in=now, assessed=now
    )


def complete(cohort, name="Aino Ek", **more):
    """Return a person who completes the cohort."""
    person = enrol(cohort, name, **more)
    attend(person)
    pass_quiz(person)
    return person


def run_for(cohort, user, *wishes):
    """Issue what is wished for, at once; return the run."""
    run = issuing.issue(cohort, user, wishes=wishes)
    tasks.issue.func(run.pk)
    return IssueRun.objects.get(pk=run.pk)


def certify(person, user=None, **wish):
    """Return the certificate of a person, issued as the pages do it."""
    cohort = person.cohort
    run = run_for(cohort, user or cohort.created_by, Wish(person.pk, **wish))
    assert run.problem == []
    return Certificate.objects.get(participant=person, revoked=None)
