"""Groups of one mentor and several mentees: formed within what was asked for, and why some are in none."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mentorway.matching.groups import Groups, Mentees, Shape, grouped
from mentorway.matching.problem import UNMATCHED, Arcs, Problem, matching_of
from mentorway.matching.problem import Matching as Chosen
from mentorway.matching.unplaced import Cause, unplaced
from mentorway.web.mentoring.analysis.problem import Laid, Sizes
from mentorway.wording import N_, InvalidInputError, Message

MOST_PAIRS: Final = 40_000  # the best groups are found and proven in about a minute and a half
SMALL: Final = 1_500  # pairs for which the lowest score can be raised too, in about a second
SHORT, LONG = 5.0, 30.0  # the solver's own units of time
TOO_MANY: Final = N_(
    "There are %(found)d possible pairs of %(mentees)d mentees and %(mentors)d mentors. Groups are formed of "
    "at most %(most)d, as the search takes too long with more. Divide the mentoring round."
)
NO_SEATS: Final = N_(
    "No mentor has %(least)d free seats, the most is %(most)d. Make the groups smaller, or give a mentor "
    "more seats."
)
FEW_MENTEES: Final = N_("A group has at least %(least)d mentees, and only %(count)d can be matched now.")
ONE_ORGANISATION: Final = N_(
    "With at most %(limit)d of one organisation in a group, no group has %(least)d mentees: there are too "
    "few organisations. Raise the limit, or make the groups smaller."
)
ONE_COUNTRY: Final = N_(
    "With at most %(limit)d of one country in a group, no group has %(least)d mentees: there are too few "
    "countries. Raise the limit, or make the groups smaller."
)
FEW_SEATS: Final = Message("All mentors who may be chosen have fewer free seats than a group has mentees.")
ALL_FULL: Final = Message("The groups of mentors who may be chosen are full.")
LIKE_ORGANISATION: Final = Message(
    "Groups with a free seat have as many of the same organisation already as you allow."
)
LIKE_COUNTRY: Final = Message(
    "Groups with a free seat have as many of the same country already as you allow."
)
NO_OTHER: Final = Message("For one more group there are not enough mentees left who may be in it together.")
ENDED: Final = Message("The search was ended before a place was found.")
NOT_NEEDED: Final = Message(
    "All in all other groups fit better, or there are not enough mentees for one more."
)

Scores = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Formed:
    """Groups as pairs, with what is proven of them."""

    chosen: Chosen
    groups: Groups
    shape: Shape
    mentees: Mentees


def formed(laid: Laid, problem: Problem) -> Formed:
    """Form the groups that are asked for.

    Raises
    ------
    ImpossibleError
        The pairs to keep cannot all hold.
    InvalidInputError
        There can be no group, or there are too many people.
    """
    sizes = laid.asked.sizes or Sizes()
    limits = sizes.per_organisation, sizes.per_country
    shape = Shape(sizes.smallest, sizes.largest, *limits, seats=tuple(laid.present.seats))
    mentees = _labelled(laid)
    _refuse(laid, shape, mentees)
    is_small = laid.present.pairs <= SMALL
    scores = _table(problem.arcs, problem.mentees, problem.mentors)
    found = grouped(scores, shape, mentees, fair=is_small, effort=SHORT if is_small else LONG)
    mentor = np.full(problem.mentees, UNMATCHED, dtype=np.int32)
    for group in found.groups:
        mentor[list(group.mentees)] = group.mentor
    return Formed(matching_of(problem, mentor, "total"), found, shape, mentees)


def _labelled(laid: Laid) -> Mentees:
    """The organisation, however it is spelt, and country of each mentee."""
    people = laid.present.mentees
    organisations = tuple(" ".join(one.organisation.split()).casefold() or None for one in people)
    return Mentees(organisations, tuple(one.country or None for one in people), laid.locks)


def _table(arcs: Arcs, mentees: int, mentors: int) -> Scores:
    scores = np.full((mentees, mentors), UNMATCHED, dtype=np.int64)
    scores[arcs.mentee, arcs.mentor] = arcs.score
    return scores


def _refuse(laid: Laid, shape: Shape, mentees: Mentees) -> None:
    """Refuse what no groups can be, in words that say what to change."""
    present, least = laid.present, shape.smallest
    if present.pairs > MOST_PAIRS:
        people = {"mentees": len(present.mentees), "mentors": len(present.mentors)}
        raise InvalidInputError(Message(TOO_MANY, {"found": present.pairs, "most": MOST_PAIRS, **people}))
    if max(present.seats) < least:
        raise InvalidInputError(Message(NO_SEATS, {"least": least, "most": max(present.seats)}))
    if len(present.mentees) < least:
        raise InvalidInputError(Message(FEW_MENTEES, {"least": least, "count": len(present.mentees)}))
    limits = (
        (ONE_ORGANISATION, shape.per_organisation, mentees.organisations),
        (ONE_COUNTRY, shape.per_country, mentees.countries),
    )
    for text, limit, labels in limits:
        if limit is not None and _most_together(labels, limit) < least:
            raise InvalidInputError(Message(text, {"limit": limit, "least": least}))


def _most_together(labels: tuple[str | None, ...], limit: int) -> int:
    counts = Counter(labels)
    return counts.pop(None, 0) + sum(min(count, limit) for count in counts.values())


def proof_of(found: Formed) -> dict[str, Any]:
    """Return how sure it is that no groups are better, as a matching keeps it."""
    groups = found.groups
    return {
        "way": "groups",
        "proven": groups.proven,
        "placed": [groups.placed, groups.placed_bound],
        "lowest": None if groups.lowest_bound is None else [groups.lowest, groups.lowest_bound],
        "total": [groups.total, groups.total_bound],
        "few": False,
    }


def why_without(laid: Laid, problem: Problem, found: Formed) -> Iterator[tuple[int, list[Message]]]:
    """Return who is in no group, by place, and what stands in the way."""
    sizes = Counter(found.chosen.mentor.tolist())
    for one in unplaced(laid.fitting, problem, found.chosen):
        if one.cause is Cause.NOBODY:
            yield one.mentee, [one.message, *one.details]
        else:
            mentors = problem.arcs.mentor[problem.arcs.mentee == one.mentee].tolist()
            yield one.mentee, [*_why(one.mentee, mentors, found, sizes), *one.details]


def _why(mentee: int, mentors: list[int], found: Formed, sizes: Counter[int]) -> list[Message]:
    shape = found.shape
    roomy = [one for one in mentors if shape.seats[one] >= shape.smallest]
    if not roomy:
        return [FEW_SEATS]
    opened = [one for one in roomy if sizes[one]]
    places = [one for one in opened if sizes[one] < min(shape.largest, shape.seats[one])]
    texts = [ALL_FULL] if opened and not places else []
    limits = (
        (LIKE_ORGANISATION, shape.per_organisation, found.mentees.organisations),
        (LIKE_COUNTRY, shape.per_country, found.mentees.countries),
    )
    barred: set[int] = set()
    for text, limit, labels in limits:
        here = {one for one in places if _is_full_of_like(mentee, one, limit, labels, found)}
        texts += [text] if here else []
        barred |= here
    if set(places) - barred:
        texts.append(ENDED)
    return texts + ([NO_OTHER] if len(opened) < len(roomy) else [])


def _is_full_of_like(
    mentee: int, mentor: int, limit: int | None, labels: tuple[str | None, ...], found: Formed
) -> bool:
    if limit is None or labels[mentee] is None:
        return False
    there = np.flatnonzero(found.chosen.mentor == mentor).tolist()
    return sum(labels[one] == labels[mentee] for one in there) >= limit


def why_free(problem: Problem, found: Formed, mentor: int) -> Message:
    """Return why a mentor has no group."""
    least, seats = found.shape.smallest, found.shape.seats[mentor]
    if seats < least:
        return Message(
            "There is %(seats)d free seat, and a group has at least %(least)d mentees.",
            {"seats": seats, "least": least},
            plural="There are %(seats)d free seats, and a group has at least %(least)d mentees.",
            count=seats,
        )
    allowed = int(np.count_nonzero(problem.arcs.mentor == mentor))
    if allowed < least:
        return Message(
            "The rules allow %(count)d mentee for this mentor, and a group has at least %(least)d.",
            {"count": allowed, "least": least},
            plural="The rules allow %(count)d mentees for this mentor, and a group has at least %(least)d.",
            count=allowed,
        )
    return NOT_NEEDED
