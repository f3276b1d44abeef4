"""What the pages of a cohort, and the own pages of its people, have in common."""

from typing import Any

from mentorway.web.accounts.models import User
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest, there
from mentorway.web.pilots import rules
from mentorway.web.pilots.analysis.programme import programme_of
from mentorway.web.pilots.models import Cohort, Meeting, Participant
from mentorway.web.pilots.queries import own as queries


def look(request: MemberRequest, pk: int) -> Cohort:
    """Return a cohort that the person may look at, without its people."""
    row: Cohort = access.fetch(request.user, Cohort.objects, pk=pk)
    return row


def meet(request: MemberRequest, pk: int) -> Cohort:
    """Return a cohort whose people the person may see."""
    row: Cohort = access.fetch(request.user, Cohort.objects, may=rules.may_see_people, pk=pk)
    return row


def lead(request: MemberRequest, pk: int) -> Cohort:
    """Return a cohort that the person facilitates: attendance, feedback on work."""
    row: Cohort = access.fetch(request.user, Cohort.objects, may=rules.may_lead, pk=pk)
    return row


def work(request: MemberRequest, pk: int) -> Cohort:
    """Return a cohort that the person may plan and fill."""
    row: Cohort = access.fetch(request.user, Cohort.objects, may=rules.may_run, pk=pk)
    return row


def certify(request: MemberRequest, pk: int) -> Cohort:
    """Return a cohort for which the person may issue certificates."""
    row: Cohort = access.fetch(request.user, Cohort.objects, may=rules.may_certify, pk=pk)
    return row


def meeting_of(cohort: Cohort, which: int) -> Meeting:
    """Return a meeting of a cohort, or say that there is none."""
    return there(queries.meeting_of(cohort, which))


def person_of(cohort: Cohort, who: int) -> Participant:
    """Return a person of a cohort, or say that there is none."""
    return there(queries.person_of(cohort, who))


def frame(user: User, cohort: Cohort) -> dict[str, Any]:
    """Return what every page of a cohort shows."""
    at_work = rules.may_run(user, cohort)
    leads = at_work or rules.may_lead(user, cohort)
    return {
        "cohort": cohort,
        "programme": programme_of(cohort),
        "at_work": at_work,
        "leads": leads,
        "sees_people": leads or rules.may_see_people(user, cohort),
        "in_charge": at_work and rules.may_dispose(user, cohort),
        "certifies": at_work and rules.may_certify(user, cohort),
    }


def own(link: str) -> Participant:
    """Return the person whose own page has this secret, or say that there is none."""
    return there(queries.behind(link))


def own_frame(person: Participant) -> dict[str, Any]:
    """Return what every own page shows."""
    return {"person": person, "cohort": person.cohort, "programme": programme_of(person.cohort)}
