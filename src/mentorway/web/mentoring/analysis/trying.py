"""What would come of other weights and rules: the ways of matching side by side, with nothing kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import number_format

from mentorway.matching.fairness import Outcome, compare
from mentorway.web.mentoring.analysis.computing import problem_of, wishes
from mentorway.web.mentoring.analysis.problem import Asked, Laid, laid, present_in
from mentorway.web.mentoring.analysis.results import percent_of
from mentorway.web.mentoring.models import Matching, Round, Way
from mentorway.wording import N_, InvalidInputError, Message

MOST: Final = 500
TOO_MANY: Final = N_(
    "There are %(mentees)d mentees and %(mentors)d mentors. Trying is for at most %(most)d on each side; "
    "make a matching instead."
)
NOBODY: Final = Message("There are no mentees, or no mentors with a free seat, who can be matched now.")


@dataclass(frozen=True)
class Tried:
    """One way of matching in figures; ``differing`` counts pairs that the newest matching lacks."""

    way: str
    pairs: int
    unmatched: int
    lowest: str
    fifth: str
    tenth: str
    mean: str
    blocking: str
    differing: int | None


def tried(
    whole: Round,
    criteria: Sequence[Mapping[str, Any]],
    rules: Sequence[Mapping[str, Any]],
    newest: Matching | None,
) -> list[Tried]:
    """Return what each way of matching would lead to.

    Raises
    ------
    InvalidInputError
        The criteria cannot be used, or there are too many people, or none.
    """
    present = present_in(whole)
    sizes = {"mentees": len(present.mentees), "mentors": len(present.mentors), "most": MOST}
    if max(sizes["mentees"], sizes["mentors"]) > MOST:
        raise InvalidInputError(Message(TOO_MANY, sizes))
    if not present.mentees or not present.mentors:
        raise InvalidInputError(NOBODY)
    people = laid(present, Asked(criteria, rules))
    problem = problem_of(people, newest.seed if newest else 1)
    before = {(one["mentee"], one["mentor"]) for one in newest.found.get("pairs", [])} if newest else None
    found = compare(problem, *wishes(people.fitting, problem.arcs))
    return [_tried(people, one, before) for one in found]


def _tried(people: Laid, one: Outcome, before: set[tuple[int, int]] | None) -> Tried:
    mentees, mentors = people.present.mentees, people.present.mentors
    pairs = {(mentees[mentee].pk, mentors[mentor].pk) for mentee, mentor in one.matching.pairs}
    return Tried(
        str(Way(one.mode).label),
        len(pairs),
        one.unmatched,
        percent_of(one.lowest),
        percent_of(one.fifth),
        percent_of(one.tenth),
        percent_of(one.mean),
        number_format(one.blocking),
        None if before is None else len(pairs - before),
    )
