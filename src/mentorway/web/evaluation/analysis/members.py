"""Everybody of an evaluation without names: in which group, in which pilot, from where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from mentorway.evaluating.people import Arm
from mentorway.web.evaluation.analysis import arms, costs
from mentorway.web.evaluation.analysis.arms import Placed, counting
from mentorway.web.evaluation.models import Evaluation
from mentorway.web.evaluation.queries import gathering as queries
from mentorway.web.pilots.analysis.completion import completions_of
from mentorway.web.pilots.models import Cohort, Participant
from mentorway.web.study.analysis.keys import pseudonym_of
from mentorway.web.study.models import Study
from mentorway.wording import Message

TWICE = Message(
    "%(count)d person takes part in two of the pilots and counts in the first of them.",
    plural="%(count)d people take part in two of the pilots and count in the first of them.",
)
NAMELESS = Message(
    "Of %(count)d person there is no e-mail address, so their answers cannot be found, and they count as "
    "somebody who did not answer.",
    plural="Of %(count)d people there is no e-mail address, so their answers cannot be found, and they count "
    "as people who did not answer.",
)


@dataclass
class Somebody:
    """One row to be: who it is (a pseudonym), and where they belong."""

    key: str
    arm: Arm
    pilot: str = ""
    country: str = ""
    organisation: str = ""
    completed: bool = False
    hours: float = 0.0


@dataclass
class Members:
    """The people found so far, in order, and what is to be said of finding them.

    Who is ``barred`` belongs to a pilot and is in no group, so that they are nobody's comparison either;
    ``moved_up`` counts those of the waiting list who took a seat later.
    """

    people: dict[str, Somebody] = field(default_factory=dict)
    barred: set[str] = field(default_factory=set)
    notes: list[Message] = field(default_factory=list)
    is_attendance_known: bool = False
    moved_up: int = 0


def members_found(whole: Evaluation, study: Study, countries: Mapping[str, str]) -> Members:
    """Return everybody of the pilots in the group that was set; who is twice there, once."""
    cohorts = queries.cohorts_of(whole)
    placed = arms.placed_in(whole, cohorts, timezone.now())
    pairs = arms.counted(placed, whole.others)
    pilots, hours = costs.pilot_names(whole), queries.hours_of(cohorts)
    found = Members(is_attendance_known=bool(hours))
    completed = {pk for one in cohorts for pk, how in completions_of(one).items() if how.is_complete}
    first = arms.once(pairs)
    for one, arm in first:
        row = one.person
        key = pseudonym_of(study, row.email) if row.email else f"-{row.pk}"
        someone = _somebody(key, row, arm, pilots)
        someone.country = countries.get(key) or _country_of(cohorts, row)
        someone.completed, someone.hours = row.pk in completed, hours.get(row.pk, 0.0)
        found.people[key] = someone
    gone = (one.person.email for one in placed if one.arm is None and one.had_seat)
    found.barred = {pseudonym_of(study, email) for email in gone if email} - set(found.people)
    found.moved_up = sum(arm is Arm.COMPARISON and one.has_moved for one, arm in first)
    found.notes += _told(pairs, first)
    found.notes += arms.told_of(placed, whole.others)
    return found


def add_others(found: Members, countries: Mapping[str, str]) -> None:
    """Add everybody else who answered; who gave up a seat is neither here nor there."""
    for key in sorted(set(countries) - set(found.people) - found.barred):
        found.people[key] = Somebody(key, Arm.COMPARISON, country=countries[key])


def _somebody(key: str, row: Participant, arm: Arm, pilots: Mapping[int, str]) -> Somebody:
    pilot = pilots.get(row.cohort_id, "") if arm is Arm.PROGRAMME else ""
    return Somebody(key, arm, pilot, organisation=" ".join(row.organisation.casefold().split()))


def _country_of(cohorts: Iterable[Cohort], row: Participant) -> str:
    return next(one.country for one in cohorts if one.pk == row.cohort_id)


def _told(pairs: Sequence[tuple[Placed, Arm]], first: Sequence[tuple[Placed, Arm]]) -> list[Message]:
    took = [one for one, arm in pairs if arm is Arm.PROGRAMME]
    twice = len(took) - sum(arm is Arm.PROGRAMME for _one, arm in first)
    nameless = sum(not one.person.email for one in took)
    counts = ((TWICE, twice), (NAMELESS, nameless))
    return [counting(text, count) for text, count in counts if count]
