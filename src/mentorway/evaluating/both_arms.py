"""Who can be compared: people of both arms with what a comparison needs, and who belongs together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mentorway.evaluating.people import Arm, Mask, Measured, People, Vector, Wave
from mentorway.evidence.comparisons.clusters import design_effect, intraclass_correlation
from mentorway.wording import InvalidInputError, Message, listed

KNOWN = 0.9  # share of people of whom a fact is known, from which it is used
TWO = 2  # organisations in an arm, from which they show how organisations differ
PER_COLUMN = 10  # people in the smaller arm for each column that ends are allowed for
FEW_CLUSTERS = 10  # organisations, below which errors are found by changing signs


@dataclass(frozen=True, eq=False)
class BothArms:
    """People of whom the end is known, and the start if anyone was asked; arrays of shape (people,).

    `columns` are the start and the facts that are allowed for, `full` who has all of them. `clusters` is who
    belongs together: organisations if there are two in each arm, else None, each person alone.
    """

    took: Vector
    before: Vector | None
    after: Vector
    columns: Mapping[str, Vector]
    full: Mask
    clusters: tuple[str, ...] | None
    cautions: tuple[Message, ...] = ()

    @property
    def sizes(self) -> tuple[int, int]:
        """People of the programme, and of the comparison."""
        many = int(self.took.sum())
        return many, len(self.took) - many

    @property
    def organisations(self) -> int | None:
        """How many organisations people belong to; None if each person stands alone."""
        return None if self.clusters is None else len(set(self.clusters))

    @property
    def organisations_of_smaller(self) -> int | None:
        """How many organisations there are in the arm that has fewer of them; None if people stand alone."""
        if self.clusters is None:
            return None
        pairs = set(zip(self.clusters, self.took.tolist(), strict=True))
        many = sum(1 for _, took in pairs if took > 0)
        return min(many, len(pairs) - many)

    def changes(self) -> tuple[Vector, Vector]:
        """Changes of those who took part, and of the others; ends where nobody was asked before."""
        change = self.after if self.before is None else self.after - self.before
        return change[self.took > 0], change[self.took == 0]


def both_arms(people: People, measured: Measured, later: Wave) -> BothArms | Message:
    """Find who can be compared.

    Parameters
    ----------
    people, measured : People, Measured
        All people, and one outcome of them.
    later : Wave
        The end that is compared.

    Returns
    -------
    BothArms or Message
        A message where nobody was asked at the end, or an arm is empty.

    Examples
    --------
    >>> from mentorway.evaluating.people import Level, Outcome
    >>> scale = Outcome("self", "Confidence", Level.LEARNING, 1, 5)
    >>> scores = Measured(scale, {Wave.BEFORE: np.array([2.0, 3]), Wave.AFTER: np.array([4.0, 3])})
    >>> both = People(("a", "b"), ("", ""), (Arm.PROGRAMME, Arm.COMPARISON), ("", ""), ("", ""), (scores,))
    >>> both_arms(both, scores, Wave.AFTER).sizes
    (1, 1)
    """
    after, before = measured.at(later), measured.at(Wave.BEFORE)
    title = {"outcome": measured.outcome.title}
    if not people.in_arm(Arm.COMPARISON).any():
        return Message(
            "%(outcome)s: there is no comparison group, so the change may have other causes than the "
            "programme: time, other events, being asked twice. What the programme did cannot be told from "
            "it.",
            title,
        )
    if after is None:
        return Message("%(outcome)s: nobody was asked at the end, so nothing can be compared.", title)
    known = ~np.isnan(after)
    if before is not None and not np.isnan(before).all():
        known &= ~np.isnan(before)
    else:
        before = None
    took = people.in_arm(Arm.PROGRAMME)
    if not (known & took).any() or not (known & ~took).any():
        return Message(
            "%(outcome)s: the scores that a comparison needs are known of %(programme)d people of the "
            "programme and of %(comparison)d of the comparison group; both groups need some.",
            {**title, "programme": int((known & took).sum()), "comparison": int((known & ~took).sum())},
        )
    return _found(people.only(known), measured.outcome.title, (after[known], before), known)


def _found(some: People, title: str, scores: tuple[Vector, Vector | None], known: Mask) -> BothArms:
    took = some.in_arm(Arm.PROGRAMME).astype(np.float64)
    start = None if scores[1] is None else scores[1][known]
    smaller = int(min(took.sum(), len(took) - took.sum()))
    room = max(smaller // PER_COLUMN, 1) - (start is not None)
    facts, cautions = _facts(some, room)
    columns = {} if start is None else {_free(title, facts): start}
    columns |= facts
    full = np.ones(len(some), dtype=bool)
    for column in columns.values():
        full &= ~np.isnan(column)
    clusters, said = clusters_of(some)
    return BothArms(took, start, scores[0], columns, full, clusters, cautions + said)


def _facts(some: People, room: int) -> tuple[dict[str, Vector], tuple[Message, ...]]:
    """The facts that are known of nearly everyone and vary, as many as the people bear, in their order."""
    unknown: list[str] = []
    spare: list[str] = []
    taken: dict[str, Vector] = {}
    for name, column in some.facts.items():
        numbers = np.asarray(column, dtype=np.float64)
        known = numbers[~np.isnan(numbers)]
        if len(known) < KNOWN * len(numbers):
            unknown.append(name)
        elif len(np.unique(known)) > 1:
            if len(taken) < room:
                taken[name] = numbers
            else:
                spare.append(name)
    cautions = []
    if unknown:
        cautions.append(
            Message(
                "Not allowed for, because fewer than nine of ten people have them: %(facts)s.",
                {"facts": listed(unknown)},
            )
        )
    if spare:
        cautions.append(
            Message(
                "Not allowed for, because there is one column for ten people of the smaller group at most: "
                "%(facts)s. The first ones given were taken.",
                {"facts": listed(spare)},
            )
        )
    return taken, tuple(cautions)


def _free(title: str, facts: Mapping[str, Vector]) -> str:
    """A name for the start that no fact has."""
    name = title
    while name in facts:
        name += "′"
    return name


def clusters_of(some: People) -> tuple[tuple[str, ...] | None, tuple[Message, ...]]:
    """Who belongs together: organisations, where each arm has two; who has none known stands alone.

    Parameters
    ----------
    some : People
        Those who are compared.

    Returns
    -------
    tuple of labels, shape (people,), or None where each person stands alone; and what has to be said

    Examples
    --------
    >>> clusters_of(People(("a",), ("",), (Arm.PROGRAMME,), ("",), ("School",), ()))
    (None, ())
    """
    took = some.in_arm(Arm.PROGRAMME)
    named = np.array([one != "" for one in some.organisation], dtype=bool)
    if len(set(some.organisation) - {""}) == int(named.sum()):
        return None, ()
    arms = [{some.organisation[place] for place in np.flatnonzero(named & arm)} for arm in (took, ~took)]
    if min(len(arm) for arm in arms) < TWO:
        return None, (_ALONE,)
    labels = zip(some.organisation, some.people, strict=True)
    return tuple(f"o:{place}" if place else f"p:{person}" for place, person in labels), ()


_ALONE = Message(
    "Of at least one group, people of fewer than two organisations are known. What is particular to an "
    "organisation cannot be told from the programme, and errors take people one by one."
)


def design_of(arms: BothArms) -> float:
    """How many people are worth one on their own, because people of an organisation are alike; at least 1.

    Parameters
    ----------
    arms : BothArms
        With clusters or without; without, it is 1.

    Returns
    -------
    float
        From the intraclass correlation of what the arm leaves over of changes; without unit.

    Examples
    --------
    >>> one = BothArms(np.array([1.0, 0]), None, np.array([2.0, 1]), {}, np.array([True, True]), None)
    >>> design_of(one)
    1.0
    """
    if arms.clusters is None:
        return 1.0
    change = arms.after if arms.before is None else arms.after - arms.before
    left = change - np.where(arms.took > 0, change[arms.took > 0].mean(), change[arms.took == 0].mean())
    places = np.unique(arms.clusters, return_inverse=True)[1]
    sizes = np.bincount(places)
    means = np.bincount(places, left) / sizes
    around = np.bincount(places, (left - means[places]) ** 2)
    several = sizes > 1
    try:
        found = intraclass_correlation(
            sizes[several], means[several], np.sqrt(around[several] / (sizes[several] - 1))
        ).single
    except InvalidInputError:
        return 1.0
    alike = min(max(found or 0.0, 0.0), 1.0)
    size = float(sizes.mean())
    return max(1.0, design_effect(size, alike, variation=math.sqrt(float(sizes.var())) / size))
