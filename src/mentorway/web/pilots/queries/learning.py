"""What people of a cohort have handed in, written and seen."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Count, QuerySet

from mentorway.web.pilots.models import (
    Cohort,
    JournalEntry,
    Meeting,
    Observation,
    Participant,
    Presence,
    Triad,
    TriadMember,
    Work,
    WorkFile,
    WorkState,
)

Levels = Mapping[str, int]


def only(person: Participant) -> QuerySet[Participant]:
    """One person, as rows that the other reads start from."""
    return Participant.objects.filter(pk=person.pk)


def people_of(cohort: Cohort, words: str = "") -> QuerySet[Participant]:
    """Everybody who takes part, by name; those in whose facts every word is written."""
    return cohort.people.taking_part().matching(words).order_by("name", "pk")


def passed_works(people: QuerySet[Participant]) -> Iterator[tuple[int, str]]:
    """Who has passed which assessment because a facilitator, or a quiz, said so."""
    rows = Work.objects.filter(participant__in=people, state=WorkState.PASSED)
    return iter(rows.order_by().values_list("participant", "assessment"))


def reflected(people: QuerySet[Participant]) -> Iterator[tuple[int, str]]:
    """Who has written about which reflection; not what."""
    rows = JournalEntry.objects.filter(participant__in=people).exclude(assessment="")
    return iter(rows.order_by().values_list("participant", "assessment").distinct())


def levels_seen(people: QuerySet[Participant]) -> Iterator[tuple[int, str, Levels]]:
    """Which levels observers saw when somebody practised; for counting only, never to be shown."""
    rows = Observation.objects.filter(mentor__in=people)
    return iter(rows.order_by().values_list("mentor", "assessment", "levels"))


def waiting_works(cohort: Cohort) -> QuerySet[Work]:
    """What was handed in by those who take part and nobody has assessed yet; who waits longest first."""
    rows = Work.objects.filter(participant__in=cohort.people.taking_part(), state=WorkState.HANDED_IN)
    return rows.select_related("participant").order_by("handed_in", "pk")


def states_of(people: list[Participant]) -> dict[tuple[int, str], tuple[int, str]]:
    """Return number and state of every work that facilitators may know of, by person and assessment."""
    rows = Work.objects.filter(participant__in=people).exclude(state=WorkState.DRAFT, assessed=None)
    facts = rows.order_by().values_list("participant", "assessment", "pk", "state")
    return {(who, key): (pk, state) for who, key, pk, state in facts}


def works_by(person: Participant) -> dict[str, Work]:
    """Everything that a person has begun or handed in, by assessment."""
    return {row.assessment: row for row in person.works.all()}


def work_by(person: Participant, key: str) -> Work | None:
    """What a person has begun or handed in for one assessment."""
    return person.works.select_related("assessed_by").filter(assessment=key).first()


def file_of(person: Participant, which: int) -> WorkFile | None:
    """A file that a person has added to work of their own."""
    rows = WorkFile.objects.filter(work__participant=person, pk=which)
    return rows.select_related("work__participant").first()


def entries_of(person: Participant, key: str = "") -> QuerySet[JournalEntry]:
    """The journal of a person, the newest first; of one reflection where ``key`` names it."""
    rows = person.journal.select_related("replied_by")
    return rows.filter(assessment=key) if key else rows.all()


def entry_of(person: Participant, which: int) -> JournalEntry | None:
    """An entry in the journal of a person."""
    return person.journal.filter(pk=which).first()


def shared_entries(cohort: Cohort, words: str) -> QuerySet[JournalEntry]:
    """What people of a cohort have shared from their journals, the newest first."""
    people = cohort.people.matching(words)
    rows = JournalEntry.objects.filter(participant__in=people, is_shared=True)
    return rows.select_related("participant", "replied_by").order_by("-created", "-pk")


def triads_of(cohort: Cohort) -> QuerySet[Triad]:
    """The groups of a cohort with their people, the latest meeting first."""
    rows = cohort.triads.select_related("meeting").prefetch_related("places__participant")
    return rows.order_by("-meeting__starts", "number")


def triads_with(person: Participant) -> QuerySet[Triad]:
    """The groups in which a person practises, the latest meeting first."""
    rows = Triad.objects.filter(places__participant=person).select_related("meeting")
    return rows.prefetch_related("places__participant").order_by("-meeting__starts", "number")


def triad_of(cohort: Cohort, which: int) -> Triad | None:
    """A group of a cohort with its people."""
    return triads_of(cohort).filter(pk=which).first()


def grouped_at(cohort: Cohort, meeting: Meeting | None) -> set[int]:
    """Who is in a group at a meeting, or outside meetings."""
    rows = TriadMember.objects.filter(triad__cohort=cohort, triad__meeting=meeting)
    return set(rows.values_list("participant", flat=True))


def groups_before(cohort: Cohort, meeting: Meeting | None) -> list[frozenset[int]]:
    """Who has been together in a group before, apart from the groups of ``meeting``."""
    rows = TriadMember.objects.filter(triad__cohort=cohort).exclude(triad__meeting=meeting)
    if meeting is not None:
        rows = rows | TriadMember.objects.filter(triad__cohort=cohort, triad__meeting=None)
    found: dict[int, set[int]] = {}
    for triad, who in rows.order_by().values_list("triad", "participant").distinct():
        found.setdefault(triad, set()).add(who)
    return [frozenset(group) for group in found.values()]


def is_observed(triad: Triad) -> bool:
    """Whether somebody has written an observation in the group; what it says stays with the two."""
    return triad.observations.exists()


def observations_about(person: Participant, key: str = "") -> QuerySet[Observation]:
    """What observers wrote for a person, the newest first."""
    rows = Observation.objects.filter(mentor=person).select_related("observer", "triad__meeting")
    return (rows.filter(assessment=key) if key else rows).order_by("-at", "-pk")


def observations_by(person: Participant) -> QuerySet[Observation]:
    """What a person wrote as an observer, the newest first."""
    rows = Observation.objects.filter(observer=person).select_related("mentor", "triad__meeting")
    return rows.order_by("-at", "-pk")


def observation_about(person: Participant, which: int) -> Observation | None:
    """An observation that was written for a person."""
    return observations_about(person).filter(pk=which).first()


def observation_of(observer: Participant, **facts: Any) -> Observation | None:
    """What an observer wrote about somebody in a group, if it is written already."""
    return Observation.objects.filter(observer=observer, **facts).first()


def shared_observations(cohort: Cohort) -> QuerySet[Observation]:
    """What people of a cohort have shared of how they practised."""
    rows = Observation.objects.filter(triad__cohort=cohort, is_shared=True)
    return rows.select_related("mentor", "observer", "triad__meeting").order_by("-at", "-pk")


def shared_counts(cohort: Cohort) -> dict[str, int]:
    """How many entries and observations people have shared, and how many entries have no reply."""
    entries = JournalEntry.objects.filter(participant__cohort=cohort, is_shared=True)
    return {
        "entries": entries.count(),
        "unanswered": entries.filter(reply="").count(),
        "observations": shared_observations(cohort).aggregate(count=Count("pk"))["count"],
    }


def paths_of(people: Collection[Participant]) -> list[str]:
    """Where the files lie that people have handed in."""
    return list(WorkFile.objects.filter(work__participant__in=people).values_list("path", flat=True))


def triads_at(cohort: Cohort, meeting: Meeting | None) -> QuerySet[Triad]:
    """The groups at a meeting of a cohort, or outside meetings."""
    return cohort.triads.filter(meeting=meeting)


def are_observed(triads: QuerySet[Triad]) -> bool:
    """Whether somebody has written an observation in one of the groups."""
    return Observation.objects.filter(triad__in=triads).exists()


def places_of(triad: Triad) -> list[TriadMember]:
    """The people of a group, in the order in which they are the mentor."""
    return list(triad.places.select_related("participant").order_by("place"))


def not_passed(cohort: Cohort, key: str) -> QuerySet[Participant]:
    """Who takes part and was not found to have passed an assessment."""
    passed = Work.objects.filter(assessment=key, state=WorkState.PASSED)
    return people_of(cohort).exclude(pk__in=passed.values("participant"))


def meetings_of(cohort: Cohort) -> list[Meeting]:
    """The meetings of a cohort that take place, in order."""
    found = list(cohort.meetings.planned().order_by("starts", "pk"))
    for one in found:
        one.cohort = cohort
    return found


def present_at(cohort: Cohort, meeting: Meeting) -> QuerySet[Participant]:
    """Who takes part and is marked as present at a meeting."""
    marks = meeting.attendance.filter(presence=Presence.PRESENT)
    return people_of(cohort).filter(pk__in=marks.values("participant"))


def triads_beside(triad: Triad) -> QuerySet[Triad]:
    """The other groups of the same meeting."""
    return triads_of(triad.cohort).filter(meeting=triad.meeting).exclude(pk=triad.pk)


def people_beside(triad: Triad) -> QuerySet[Participant]:
    """Who takes part and is in no group of the same meeting."""
    placed = TriadMember.objects.filter(triad__cohort=triad.cohort, triad__meeting=triad.meeting)
    return people_of(triad.cohort).exclude(pk__in=placed.values("participant"))
