"""Matching again with pairs that may stay: what a bonus for staying changes, as a table and a drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from mentorway.matching.problem import UNMATCHED, ImpossibleError
from mentorway.matching.rematch import STEPS, curve, forced
from mentorway.matching.rematch import Point as Found
from mentorway.web.mentoring.analysis.computing import problem_of
from mentorway.web.mentoring.analysis.problem import Asked, Laid, Pairs, Stay, laid, present_in
from mentorway.web.mentoring.analysis.results import percent_of
from mentorway.web.mentoring.models import Matching, Round
from mentorway.web.mentoring.queries import matchings as queries
from mentorway.wording import InvalidInputError, Message

MOST: Final = 500  # people on a side for whom the curve is computed while somebody waits
LEFT, TOP, WIDTH, HEIGHT = 76, 16, 540, 250
NOT_TOGETHER: Final = Message("The pairs to keep cannot all be kept as things are now.")
NOBODY: Final = Message("There are no mentees, or no mentors with a free seat, who can be matched now.")


@dataclass(frozen=True)
class Before:
    """The pairs of a matching that may stay, those to keep and to take out, and how many are left aside."""

    pairs: Pairs
    keep: Pairs
    out: Pairs
    declined: int
    elsewhere: int
    is_large: bool


@dataclass(frozen=True)
class Point:
    """What comes of a bonus: the pairs that stay and that change, and how well all fit."""

    bonus: int
    stay: str
    changed: str
    pairs: str
    mean: str
    total: str
    unmatched: str


@dataclass(frozen=True)
class Tick:
    """A place on an axis and what stands there."""

    at: float
    text: str


@dataclass(frozen=True)
class Drawing:
    """A drawing of 640 by 330: pairs that change from left to right, the mean score upwards."""

    line: str
    dots: list[tuple[float, float]]
    across: list[Tick]
    up: list[Tick]

    left, right, bottom = LEFT, LEFT + WIDTH, TOP + HEIGHT


@dataclass(frozen=True)
class Curve:
    """The points, the drawing where there are two that differ, and how many pairs no rule allows any more."""

    points: list[Point]
    drawing: Drawing | None
    forced: int


def before_of(whole: Round, base: Matching) -> Before:
    """Return which pairs of a matching may stay: both are there, and nobody declined."""
    present, declined = present_in(whole), queries.declined(whole)
    mentees, mentors = ({one.pk for one in people} for people in (present.mentees, present.mentors))
    found = [(one["mentee"], one["mentor"]) for one in base.found.get("pairs", [])]
    here = [pair for pair in found if pair[0] in mentees and pair[1] in mentors]
    keep, out = ([(one, other) for one, other in base.asked.get(name, [])] for name in ("keep", "out"))
    refused = [pair for pair in sorted(declined) if pair[0] in mentees and pair[1] in mentors]
    return Before(
        tuple(pair for pair in here if pair not in declined),
        tuple(pair for pair in keep if pair in here and pair not in declined),
        tuple(dict.fromkeys([*out, *refused])),
        len(refused),
        len(found) - len(here),
        max(len(mentees), len(mentors)) > MOST,
    )


def stay_of(base: Matching, before: Before, bonus: int) -> Stay:
    """Return what is added for the pairs of a matching."""
    return Stay(bonus, base.number, before.pairs)


def curve_of(whole: Round, base: Matching, before: Before) -> Curve:
    """Return what each bonus leads to.

    Raises
    ------
    InvalidInputError
        The criteria cannot be used, there is nobody, or the pairs to keep cannot hold.
    """
    asked = Asked(whole.criteria, whole.rules, before.keep, before.out, stay=stay_of(base, before, 0))
    people = laid(present_in(whole), asked)
    if not people.present.mentees or not people.present.mentors:
        raise InvalidInputError(NOBODY)
    had = _had(people)
    try:
        problem = problem_of(people, base.seed)
        found = curve(problem, had, STEPS)
    except ImpossibleError as refusal:
        raise InvalidInputError(NOT_TOGETHER) from refusal
    count = len(people.before)
    return Curve([_point(one, count) for one in found], _drawn(found), len(forced(problem, had)))


def _had(people: Laid) -> list[int]:
    """The mentor, by place, that each mentee had."""
    had = [UNMATCHED] * len(people.present.mentees)
    for mentee, mentor in people.before:
        had[mentee] = mentor
    return had


def _point(one: Found, count: int) -> Point:
    return Point(
        one.bonus,
        number_format(count - len(one.changed)),
        number_format(len(one.changed)),
        number_format(one.matching.matched),
        percent_of(_mean(one)),
        number_format(one.total),
        number_format(one.unmatched),
    )


def _mean(one: Found) -> float | None:
    return one.total / one.matching.matched if one.matching.matched else None


def _drawn(found: Sequence[Found]) -> Drawing | None:
    """Return the curve; None where all points are one."""
    places = sorted({(len(one.changed), _mean(one) or 0) for one in found})
    if len(places) < 2:  # noqa: PLR2004
        return None
    most = max(changed for changed, _score in places)
    low, high = (pick(score for _changed, score in places) for pick in (min, max))
    span = (high - low) or 1

    def x(changed: float) -> float:
        return round(LEFT + WIDTH * changed / (most or 1), 1)

    def y(score: float) -> float:
        return round(TOP + HEIGHT * (high + span / 10 - score) / (1.2 * span), 1)

    dots = [(x(changed), y(score)) for changed, score in places]
    middle = sorted({0, most // 2, most})
    return Drawing(
        " ".join(f"{one},{other}" for one, other in dots),
        dots,
        [Tick(x(one), number_format(one)) for one in middle],
        list({percent_of(one): Tick(y(one), percent_of(one)) for one in (low, high)}.values()),
    )


def said_of(before: Before, base: Matching) -> list[str]:
    """Return in sentences which pairs of the matching may stay."""
    count = len(before.pairs)
    texts = [
        _("Pairs of matching %(number)d that may stay: %(count)d.") % {"number": base.number, "count": count}
    ]
    if before.elsewhere:
        text = _(
            "Pairs that are not matched again, as somebody in them has a proposal or a pair, is away, or has "
            "left: %(count)d."
        )
        texts.append(text % {"count": before.elsewhere})
    if before.declined:
        text = _("Pairs that one of the two declined, and that are not proposed again: %(count)d.")
        texts.append(text % {"count": before.declined})
    return texts
