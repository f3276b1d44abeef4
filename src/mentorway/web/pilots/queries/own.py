"""One cohort's meetings and people, and the person behind a secret address."""

from mentorway.web.pilots.models import Cohort, Meeting, Participant


def meeting_of(cohort: Cohort, which: int) -> Meeting | None:
    """The meeting of a cohort with this number in the table."""
    found = cohort.meetings.select_related("facilitator").filter(pk=which).first()
    if found is not None:
        found.cohort = cohort
    return found


def person_of(cohort: Cohort, who: int) -> Participant | None:
    """The person of a cohort with this number in the table."""
    found = cohort.people.filter(pk=who).first()
    if found is not None:
        found.cohort = cohort
    return found


def behind(link: str) -> Participant | None:
    """The person whose own page has this secret; a cohort in the bin has no own pages."""
    rows = Participant.objects.filter(link=link, cohort__deleted=None)
    return rows.select_related("cohort__partner", "user").first()
