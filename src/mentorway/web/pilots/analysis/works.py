"""What people of a cohort have to do, and what they have passed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorway.courses.structure import Assessment, AssessmentKind, Programme
from mentorway.web.pilots.analysis.programme import assessments_of, programme_of
from mentorway.web.pilots.models import Cohort, CohortState, Participant, Work, WorkState
from mentorway.web.pilots.queries import learning as queries
from mentorway.web.training.analysis.words import ASSESSMENTS

TAKING_WORK = (CohortState.PREPARED, CohortState.OPEN, CohortState.RUNNING)
NOT_YET = "not_yet"


def passed_of(cohort: Cohort) -> dict[int, frozenset[str]]:
    """Return for every person of a cohort the short names of the assessments that they have passed.

    A work or a quiz is passed when it was found so. A reflection is passed as soon as it is written, whatever
    it says and whoever may read it. An observation is passed when one observer saw at least the level that
    passes in every criterion, shared or not: only this result is told, never what was seen.
    """
    found = {pk: frozenset[str]() for pk in cohort.people.values_list("pk", flat=True)}
    return found | _passed(cohort.people.all(), programme_of(cohort))


def passed_by(person: Participant) -> frozenset[str]:
    """Return the short names of the assessments that one person has passed."""
    found = _passed(queries.only(person), programme_of(person.cohort))
    return found.get(person.pk, frozenset())


def _passed(people: QuerySet[Participant], programme: Programme) -> dict[int, frozenset[str]]:
    known = assessments_of(programme)
    found: dict[int, set[str]] = {}
    for who, key in queries.passed_works(people):
        found.setdefault(who, set()).add(key)
    for who, key in queries.reflected(people):
        if key in known and known[key].kind == AssessmentKind.REFLECTION:
            found.setdefault(who, set()).add(key)
    for who, key, levels in queries.levels_seen(people):
        if key in known and reaches(known[key], levels):
            found.setdefault(who, set()).add(key)
    return {who: frozenset(keys) for who, keys in found.items()}


def reaches(assessment: Assessment, levels: Mapping[str, int]) -> bool:
    """Return whether every criterion is seen at least at the level that passes."""
    return all(levels.get(one.key, -1) >= assessment.pass_level for one in assessment.criteria)


def to_assess(cohort: Cohort) -> int:
    """Return how many works wait for somebody to assess them."""
    return queries.waiting_works(cohort).count()


@dataclass(frozen=True)
class Task:
    """One assessment of the programme as one person meets it: what it is, how far it is, where it is done."""

    assessment: Assessment
    is_needed: bool
    is_passed: bool
    state: str  # of the work, or empty
    has_feedback: bool
    address: str

    @property
    def title(self) -> str:
        """What it is called."""
        return self.assessment.title

    @property
    def kind(self) -> str:
        """What kind of work it is, in words."""
        return str(ASSESSMENTS[self.assessment.kind])

    @property
    def said(self) -> str:
        """How far it is, in words."""
        if self.is_passed:
            return is_done(self.assessment)
        if self.state == WorkState.DRAFT and self.has_feedback:
            return str(WorkState.RETURNED.label)
        return str(WorkState(self.state).label) if self.state else pgettext("work", "Not begun")

    @property
    def is_open(self) -> bool:
        """Whether the person has something to do."""
        return not self.is_passed and self.state != WorkState.HANDED_IN

    @property
    def tone(self) -> str:
        """How the badge looks."""
        if self.is_passed:
            return "good"
        returned = self.state == WorkState.RETURNED or self.has_feedback
        return "note" if self.state == WorkState.HANDED_IN else "care" if returned else ""


def is_done(assessment: Assessment) -> str:
    """Return how it is said that an assessment is passed."""
    return _("Written") if assessment.kind == AssessmentKind.REFLECTION else str(WorkState.PASSED.label)


def tasks_of(person: Participant) -> list[Task]:
    """Return everything that the programme asks of a person, in its order."""
    works, passed = queries.works_by(person), passed_by(person)
    known = assessments_of(programme_of(person.cohort)).values()
    return [task_of(person, one, works.get(one.key), passed=one.key in passed) for one in known]


def task_of(person: Participant, assessment: Assessment, work: Work | None, *, passed: bool) -> Task:
    """Return one assessment as a person meets it."""
    name = "own_quiz" if assessment.kind == AssessmentKind.QUIZ else "own_work"
    return Task(
        assessment=assessment,
        is_needed=assessment.key in person.cohort.required,
        is_passed=passed,
        state=work.state if work and work.pk else "",  # what is only looked at is not begun
        has_feedback=bool(work and work.assessed),
        address=reverse(f"pilots:{name}", args=[person.link, assessment.key]),
    )


def open_of(person: Participant) -> list[Task]:
    """Return what a person still has to do; what is needed for the certificate comes first."""
    return sorted((one for one in tasks_of(person) if one.is_open), key=lambda one: not one.is_needed)


def takes_work(person: Participant) -> bool:
    """Return whether a person can hand something in now."""
    return person.cohort.state in TAKING_WORK and person.cohort.deleted is None


@dataclass(frozen=True)
class Cell:
    """How far one person is with one assessment, as facilitators may know it."""

    state: str
    work: int | None

    @property
    def said(self) -> str:
        """The state in words."""
        return str(WorkState(self.state).label) if self.state != NOT_YET else pgettext("work", "Not yet")

    @property
    def tone(self) -> str:
        """How the badge looks."""
        return (
            {WorkState.PASSED: "good", WorkState.HANDED_IN: "note", WorkState.RETURNED: "care"}.get(
                WorkState(self.state), ""
            )
            if self.state != NOT_YET
            else ""
        )


def board(
    cohort: Cohort, people: list[Participant], assessments: Iterable[Assessment]
) -> list[tuple[Participant, list[Cell]]]:
    """Return people × assessments; what is only begun, and what observers saw, stays with those people."""
    states, passed = queries.states_of(people), passed_of(cohort)
    keys = [one.key for one in assessments]
    return [(one, [_cell(states, passed[one.pk], (one.pk, key)) for key in keys]) for one in people]


def _cell(
    states: Mapping[tuple[int, str], tuple[int, str]], passed: frozenset[str], place: tuple[int, str]
) -> Cell:
    pk, state = states.get(place, (None, NOT_YET))
    if place[1] in passed:
        return Cell(WorkState.PASSED, pk)
    return Cell(WorkState.RETURNED if state == WorkState.DRAFT else state, pk)


@dataclass(frozen=True)
class Level:
    """One level of a criterion: what it looks like, whether it passes, whether it was seen."""

    number: int
    text: str
    is_least: bool
    is_seen: bool


@dataclass(frozen=True)
class Row:
    """One criterion of a rubric with its levels; ``seen`` is the one that was seen, if any."""

    title: str
    levels: tuple[Level, ...]

    @property
    def seen(self) -> Level | None:
        """The level that was seen."""
        return next((one for one in self.levels if one.is_seen), None)


def rubric_of(assessment: Assessment, levels: Mapping[str, int]) -> tuple[Row, ...]:
    """Return the rubric of an assessment, with the levels that were seen."""
    return tuple(
        Row(
            one.title,
            tuple(
                Level(place + 1, text, place == assessment.pass_level, levels.get(one.key) == place)
                for place, text in enumerate(one.levels)
            ),
        )
        for one in assessment.criteria
    )
