"""Who completes a cohort, who misses what, and who can still reach it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mentorway.web.pilots.analysis.attendance import Share, share_of, shares_of
from mentorway.web.pilots.analysis.programme import assessments_of, programme_of
from mentorway.web.pilots.analysis.works import passed_by, passed_of
from mentorway.web.pilots.models import Cohort, Participant
from mentorway.web.pilots.queries import certificates as queries


@dataclass(frozen=True)
class Completion:
    """How far one person is.

    ``missing`` holds the titles of required work that is not passed; ``feedback`` is None where none is
    asked for; ``can_still`` says whether attendance can still be reached.
    """

    share: Share
    passed: frozenset[str]
    missing: tuple[str, ...]
    feedback: bool | None
    attends: bool
    can_still: bool

    @property
    def is_complete(self) -> bool:
        """Whether all is there that completes the training."""
        return self.attends and not self.missing and self.feedback is not False


def completions_of(cohort: Cohort) -> dict[int, Completion]:
    """Return how far everybody is who takes part, by the person."""
    people, shares, passed = queries.people_of(cohort), shares_of(cohort), passed_of(cohort)
    asked = _asked(cohort, people)
    nothing = frozenset[str]()
    return {
        one.pk: _completion(one, shares[one.pk], passed.get(one.pk, nothing), asked)
        for one in people
        if one.pk in shares
    }


def completion_of(person: Participant) -> Completion:
    """Return how far one person is."""
    return _completion(person, share_of(person), passed_by(person), _asked(person.cohort, [person]))


def to_issue(cohort: Cohort) -> int:
    """Return for how many people a certificate can be issued who have none."""
    holding, found = queries.standing_of(cohort), completions_of(cohort)
    return sum(one.is_complete for who, one in found.items() if who not in holding)


@dataclass(frozen=True)
class _Asked:
    """What a cohort asks of everybody; ``answered`` is None where no feedback is asked for."""

    percent: int
    titles: Mapping[str, str]
    answered: Collection[str] | None


def _asked(cohort: Cohort, people: Collection[Participant]) -> _Asked:
    """A short name that the programme does not know stands for itself."""
    known = assessments_of(programme_of(cohort))
    titles = {key: known[key].title if key in known else key for key in cohort.required}
    emails = [one.email for one in people]
    answered = queries.addresses_that_answered(cohort, emails) if cohort.needs_feedback else None
    return _Asked(cohort.attendance_percent, titles, answered)


def _completion(person: Participant, share: Share, passed: frozenset[str], asked: _Asked) -> Completion:
    answered = asked.answered
    return Completion(
        share=share,
        passed=passed,
        missing=tuple(title for key, title in asked.titles.items() if key not in passed),
        feedback=None if answered is None else person.email.casefold() in answered,
        attends=share.reaches(asked.percent),
        can_still=share.can_reach(asked.percent),
    )
