"""How many people a study needs, what chance it has, and what it can find: worked out before it begins."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.evidence.comparisons.clusters import design_effect
from mentorway.evidence.comparisons.power import power_for_change, power_for_groups, power_for_means
from mentorway.evidence.comparisons.power_of_equivalence import power_for_equivalent_means
from mentorway.evidence.comparisons.power_of_shares import (
    detectable_shares,
    power_for_correlation,
    power_for_shares,
)
from mentorway.evidence.comparisons.searching import check_level, effect_at, fewest
from mentorway.evidence.psychometrics.factors.power_of_fit import (
    detectable_fit,
    ladder_df,
    power_for_fit,
    power_for_step,
)
from mentorway.wording import InvalidInputError, Message

USUAL_POWER: Final = 0.8
SMALL: Final = 20  # people in a group, each worth one drawn on their own
FEW_CLUSTERS: Final = 10  # organisations in a group
FEW_FOR_MODEL: Final = 100
FEWEST_EXPECTED: Final = 5  # people with each answer, for a chi-square test
MANY_LOST: Final = 0.4
ROWS: Final = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
POINTS: Final = 32
Sizes = tuple[float, ...]


class Kind(models.TextChoices):
    """What a study wants to find out."""

    MEANS = "means", _("Do the means of two groups differ?")
    GROUPS = "groups", _("Do the means of several groups differ?")
    CHANGE = "change", _("Do the same people change?")
    SHARES = "shares", _("Do two shares differ?")
    CORRELATION = "correlation", _("Are two things related?")
    EQUIVALENCE = "equivalence", _("Are two means so close that it does not matter?")
    FIT = "fit", _("Does a scale measure one thing?")
    LADDER = "ladder", _("May countries be compared on a scale?")


class Wanted(models.TextChoices):
    """Which of the three is worked out from the other two."""

    PEOPLE = "people", _("How many people it takes")
    POWER = "power", _("What chance there is with so many people")
    EFFECT = "effect", _("What can be found with so many people")


class Step(models.TextChoices):
    """A step of the invariance ladder."""

    LOADINGS = "loadings", pgettext_lazy("step of the ladder", "Equal loadings")
    INTERCEPTS = "intercepts", pgettext_lazy("step of the ladder", "Equal intercepts")


@dataclass(frozen=True)
class Asked:
    """What was asked.

    ``effect`` is what is looked for: a difference in standard deviations, f, a correlation, the second share,
    the true RMSEA, the RMSEA of the stricter model; ``base`` is the first share, the RMSEA that is tested or
    that of the freer model. ``n`` are the people who begin, in all groups together.
    """

    kind: str
    wanted: str
    n: int | None = None
    effect: float | None = None
    base: float = 0.0
    groups: int = 2
    ratio: float = 1.0
    items: int = 5
    step: str = Step.LOADINGS
    power: float = USUAL_POWER
    alpha: float = 0.05
    comparisons: int = 1
    cluster_size: float = 1.0
    icc: float = 0.0
    attrition: float = 0.0

    def stored(self) -> dict[str, Any]:
        """Return it as plain facts that a table can hold."""
        return asdict(self)

    @property
    def level(self) -> float:
        """Level of each of several comparisons (Bonferroni)."""
        return self.alpha / self.comparisons

    @property
    def shape(self) -> tuple[float, ...]:
        """How many people each group has for one in the first."""
        if self.kind in {Kind.MEANS, Kind.SHARES}:
            return 1.0, self.ratio
        if self.kind == Kind.EQUIVALENCE:
            return 1.0, 1.0
        return (1.0,) * self.groups if self.kind == Kind.GROUPS else (1.0,)

    @property
    def dfs(self) -> tuple[int, int]:
        """Degrees of freedom of the stricter and the freer model; of the one model for its fit."""
        free, loadings, intercepts = ladder_df(self.items, self.groups)
        if self.kind == Kind.FIT:
            return free, free
        return (loadings, free) if self.step == Step.LOADINGS else (intercepts, loadings)


def asked_of(facts: Mapping[str, Any]) -> Asked:
    """Return what was stored; facts of another version are left out."""
    known = {one.name for one in fields(Asked)}
    return Asked(**{name: value for name, value in facts.items() if name in known})


@dataclass(frozen=True)
class Row:
    """With so many people at the beginning: who is left, the chance, and the smallest effect found."""

    begin: int
    end: int
    power: float | None
    effect: float | None


@dataclass(frozen=True)
class Found:
    """What was worked out; ``other`` is the effect to the other side where the sides are not alike."""

    begin: int
    sizes: tuple[int, ...]
    power: float | None
    effect: float | None
    other: float | None
    design_effect: float
    rows: tuple[Row, ...]
    curve: tuple[tuple[int, float], ...]
    warnings: tuple[str, ...]

    def stored(self) -> dict[str, Any]:
        """Return it as plain facts that a table can hold."""
        return asdict(self)

    @property
    def end(self) -> int:
        """Everybody who is left."""
        return sum(self.sizes)


def found_of(facts: Mapping[str, Any]) -> Found:
    """Return what was stored."""
    return Found(
        **{
            **facts,
            "sizes": tuple(facts["sizes"]),
            "rows": tuple(Row(**row) for row in facts["rows"]),
            "curve": tuple((n, value) for n, value in facts["curve"]),
            "warnings": tuple(facts["warnings"]),
        }
    )


def worked_out(asked: Asked) -> Found:
    """Work out what was asked; raise `InvalidInputError` with what came and what was needed."""
    check_level(asked.level, asked.power)
    deff = design_effect(asked.cluster_size, asked.icc)
    begin = _people(asked, deff) if asked.wanted == Wanted.PEOPLE else asked.n or 0
    sizes = _sizes(asked, begin)
    if not all(sizes):
        raise InvalidInputError(
            Message(
                "People who begin: %(begin)d. Not every group has somebody left. More people are needed.",
                {"begin": begin},
            )
        )
    worth, of_effect = _worth(sizes, deff), asked.wanted == Wanted.EFFECT
    power = None if of_effect else _power(asked, worth, asked.effect or 0.0)
    effect, other = _detectable(asked, worth) if of_effect else (None, None)
    return Found(
        begin=begin,
        sizes=tuple(sizes),
        power=power,
        effect=effect,
        other=other,
        design_effect=deff,
        rows=tuple(_rows(asked, begin, deff)),
        curve=tuple(_curve(asked, begin, deff)),
        warnings=tuple(_warnings(asked, sizes, deff)),
    )


def _people(asked: Asked, deff: float) -> int:
    """Return how many people must begin, all together."""

    def at(first: int) -> float:
        return _power(asked, _worth(_of_first(asked, first), deff), asked.effect or 0.0)

    first = fewest(at, asked.power, math.ceil(_least(asked) * deff))
    return math.ceil(sum(_of_first(asked, first)) / (1 - asked.attrition) - 1e-9)


def _least(asked: Asked) -> int:
    """Return how many people in the first group are the fewest with whom anything can be said."""
    if asked.kind in {Kind.FIT, Kind.LADDER}:
        return 2 * asked.groups
    if asked.kind == Kind.CORRELATION:
        return 4
    return math.ceil(2 / min(asked.ratio, 1))


def _of_first(asked: Asked, first: int) -> list[int]:
    return [max(math.ceil(first * share - 1e-9), 1) for share in asked.shape]


def _sizes(asked: Asked, begin: int) -> list[int]:
    """Return who is left of so many people, group by group."""
    end = math.floor(begin * (1 - asked.attrition) + 1e-9)
    whole = sum(asked.shape)
    sizes = [math.floor(end * share / whole + 1e-9) for share in asked.shape]
    for place in range(end - sum(sizes)):
        sizes[place] += 1
    return sizes


def _worth(sizes: Sequence[int], deff: float) -> Sizes:
    """Return sizes in people who were each drawn on their own."""
    return tuple(size / deff for size in sizes)


Power = Callable[[Asked, Sizes, float], float]
POWERS: Final[Mapping[str, Power]] = {
    Kind.MEANS: lambda asked, sizes, d: power_for_means(sizes, d, alpha=asked.level),
    Kind.GROUPS: lambda asked, sizes, f: power_for_groups(min(sizes), asked.groups, f, alpha=asked.level),
    Kind.CHANGE: lambda asked, sizes, d: power_for_change(sizes[0], d, alpha=asked.level),
    Kind.SHARES: lambda asked, sizes, share: power_for_shares(sizes, asked.base, share, alpha=asked.level),
    Kind.CORRELATION: lambda asked, sizes, r: power_for_correlation(sizes[0], r, alpha=asked.level),
    Kind.EQUIVALENCE: lambda asked, sizes, d: power_for_equivalent_means(
        min(sizes), 1.0, bounds=(-d, d), alpha=asked.level
    ),
    Kind.FIT: lambda asked, sizes, true: power_for_fit(
        sizes[0], asked.dfs[0], rmseas=(asked.base, true), groups=asked.groups, alpha=asked.level
    ),
    Kind.LADDER: lambda asked, sizes, worse: power_for_step(
        sizes[0], asked.dfs, rmseas=(worse, asked.base), groups=asked.groups, alpha=asked.level
    ),
}
MOST_EFFECT: Final[Mapping[str, float]] = {
    Kind.MEANS: 1000.0,
    Kind.GROUPS: 1000.0,
    Kind.CHANGE: 1000.0,
    Kind.CORRELATION: 1 - 1e-12,
    Kind.EQUIVALENCE: 1000.0,
}


def _power(asked: Asked, sizes: Sizes, effect: float) -> float:
    return POWERS[asked.kind](asked, sizes, effect)


def _detectable(asked: Asked, sizes: Sizes) -> tuple[float | None, float | None]:
    """Return the smallest effect found with the power asked for; to the other side too if that differs."""
    if asked.kind == Kind.SHARES:
        shares = detectable_shares(sizes, asked.base, power=asked.power, alpha=asked.level)
        return shares.above, shares.below
    if asked.kind == Kind.FIT:
        alone = (sizes[0] - 1) / asked.groups + 1  # sees as much in one group
        true = detectable_fit(alone, asked.dfs[0], tested=asked.base, power=asked.power, alpha=asked.level)
        return true, None
    least = 0.0
    if asked.kind == Kind.LADDER:
        strict, free = asked.dfs
        least = asked.base * math.sqrt(free / strict)  # a stricter model that is no worse

    def at(more: float) -> float:
        return _power(asked, sizes, least + more) if more > 0 else 0.0

    return least + effect_at(at, asked.power, MOST_EFFECT.get(asked.kind, 1 - least)), None


def _rows(asked: Asked, begin: int, deff: float) -> Iterator[Row]:
    for n in sorted({max(math.ceil(begin * part), 2) for part in ROWS}):
        sizes = _sizes(asked, n)
        yield Row(n, sum(sizes), *_both(asked, sizes, deff))


def _both(asked: Asked, sizes: Sequence[int], deff: float) -> tuple[float | None, float | None]:
    """Return power and the smallest effect found with so many people; None for what they are too few for."""
    try:
        power = None if asked.effect is None else _power(asked, _worth(sizes, deff), asked.effect)
    except InvalidInputError:
        return None, None
    try:
        return power, _detectable(asked, _worth(sizes, deff))[0]
    except InvalidInputError:
        return power, None


def _curve(asked: Asked, begin: int, deff: float) -> Iterator[tuple[int, float]]:
    """Yield points of the curve: power by people, or the smallest effect where that was asked."""
    for n in sorted({max(round(begin * 2 * place / POINTS), 2) for place in range(1, POINTS + 1)}):
        power, effect = _both(asked, _sizes(asked, n), deff)
        value = effect if asked.wanted == Wanted.EFFECT else power
        if value is not None and all(_sizes(asked, n)):
            yield n, value


def _warnings(asked: Asked, sizes: Sequence[int], deff: float) -> Iterator[str]:
    """Yield the short names of what to be careful about; ``power_sentences`` says them."""
    model = asked.kind in {Kind.FIT, Kind.LADDER}
    if min(sizes) / deff < SMALL and not model:
        yield "small"
    if model and sum(sizes) / asked.groups < FEW_FOR_MODEL:
        yield "model"
    if asked.cluster_size > 1 and min(sizes) / asked.cluster_size < FEW_CLUSTERS:
        yield "clusters"
    if asked.kind == Kind.SHARES and _rare(asked, sizes):
        yield "rare"
    if asked.attrition > MANY_LOST:
        yield "attrition"


def _rare(asked: Asked, sizes: Sequence[int]) -> bool:
    shares = [share for share in (asked.base, asked.effect) if share is not None]
    return any(min(sizes) * min(share, 1 - share) < FEWEST_EXPECTED for share in shares)


def between_groups(sizes: Sequence[int], *, comparisons: int = 1) -> float | None:
    """Return the smallest difference of two groups, in standard deviations, found with the usual power.

    None where there are too few people to find any.
    """
    asked = replace(Asked(Kind.MEANS, Wanted.EFFECT), comparisons=comparisons)
    try:
        return _detectable(asked, tuple(float(size) for size in sizes))[0]
    except InvalidInputError:
        return None
