"""The ways of comparing both arms, one number each, with the errors that small studies need."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mentorway.evaluating.assumptions import Key
from mentorway.evaluating.both_arms import FEW_CLUSTERS, BothArms
from mentorway.evaluating.people import Vector
from mentorway.evidence.comparisons.groups import TTest, welch_t
from mentorway.evidence.comparisons.relabelling import relabelled
from mentorway.evidence.effectiveness.balance import effective
from mentorway.evidence.effectiveness.cluster_sums import cluster_sums
from mentorway.evidence.effectiveness.controlled import Setting, ancova, difference_in_differences
from mentorway.evidence.effectiveness.distributions import t_quantile, two_sided
from mentorway.evidence.effectiveness.entropy_balancing import Balancing, entropy_effect
from mentorway.evidence.effectiveness.propensity import Weighing, propensity_effect
from mentorway.evidence.effectiveness.regression import Coefficient, Errors
from mentorway.evidence.effectiveness.rows import rows
from mentorway.evidence.effectiveness.weighted_means import WeightedEffect
from mentorway.evidence.effectiveness.wild_bootstrap import Draws, wild_bootstrap
from mentorway.wording import InvalidInputError, Message

MANY_CLUSTERS = 300  # from which errors need no reduction of bias, which takes long for many
LABELS = ("comparison", "programme")


@dataclass(frozen=True)
class Estimate:
    """Those who took part less the others, in points; an end is None where none was found."""

    value: float
    low: float | None
    high: float | None
    error: float | None
    p: float | None
    cautions: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Asked:
    """How sure intervals shall be, and the only source of chance."""

    confidence: float = 0.95
    rng: np.random.Generator | None = None


def _changes(arms: BothArms, asked: Asked) -> Estimate:
    if arms.before is None:
        raise InvalidInputError(Message("Nobody was asked before, so there are no changes to compare."))
    if arms.clusters is None:
        return _welch(arms, asked)
    n = len(arms.took)
    if few := _by_signs(arms, {"treated": arms.took}, arms.after - arms.before, asked):
        return few
    found = difference_in_differences(
        np.concatenate([arms.before, arms.after]),
        np.tile(arms.took, 2),
        np.repeat([0.0, 1.0], n),
        setting=Setting(
            clusters=arms.clusters * 2, kind=kind_for(arms.clusters), confidence=asked.confidence
        ),
    )
    return _of(found.effect, found.warnings)


def _welch(arms: BothArms, asked: Asked) -> Estimate:
    """Of people one by one, twice asked: equal to the regression with errors clustered by person (CR2)."""
    both = arms.changes()
    found: TTest = welch_t(
        [len(one) for one in both],
        [float(one.mean()) for one in both],
        [float(one.std(ddof=1)) for one in both],
        confidence=asked.confidence,
    )
    return Estimate(found.difference, found.low, found.high, found.error, found.p)


def _covariance(arms: BothArms, asked: Asked) -> Estimate:
    some, columns = _complete(arms)
    if few := _by_signs(some, {**columns, "treated": some.took}, some.after, asked):
        return few
    found = ancova(
        some.after,
        columns,
        [LABELS[int(one)] for one in some.took],
        reference=LABELS[0],
        setting=Setting(clusters=some.clusters, kind=kind_for(some.clusters), confidence=asked.confidence),
    )
    return _of(found.differences[0], found.warnings)


def _balancing(arms: BothArms, asked: Asked) -> Estimate:
    some, columns = _complete(arms)
    found = entropy_effect(
        some.after,
        some.took,
        columns,
        balancing=Balancing(confidence=asked.confidence),
        clusters=some.clusters,
    )
    return _for_few(some, found, len(columns) + 2, asked.confidence)


def _propensity(arms: BothArms, asked: Asked) -> Estimate:
    some, columns = _complete(arms)
    found = propensity_effect(
        some.after,
        some.took,
        columns,
        weighing=Weighing("ATT", confidence=asked.confidence),
        clusters=some.clusters,
    )
    return _for_few(some, found, len(columns) + 2, asked.confidence)


def _dealing(arms: BothArms, asked: Asked) -> Estimate:
    first, second = arms.changes()
    found = relabelled(first, second, confidence=asked.confidence, rng=asked.rng)
    return Estimate(found.difference, found.low, found.high, None, found.p)


ESTIMATES: dict[Key, Callable[[BothArms, Asked], Estimate]] = {
    Key.CHANGES: _changes,
    Key.COVARIANCE: _covariance,
    Key.BALANCING: _balancing,
    Key.PROPENSITY: _propensity,
    Key.DEALING: _dealing,
    Key.AFTER_ONLY: _welch,
}


def kind_for(clusters: Sequence[str] | None) -> Errors | None:
    """The kind of error: of organisations (CR2, of very many CR1), or None for people one by one (HC3).

    Parameters
    ----------
    clusters : sequence of labels, shape (people,), or None
        Who belongs together.

    Returns
    -------
    str or None

    Examples
    --------
    >>> kind_for(None) is None, kind_for(["a", "a", "b"])
    (True, 'CR2')
    """
    if clusters is None:
        return None
    return "CR2" if len(set(clusters)) <= MANY_CLUSTERS else "CR1"


def _complete(arms: BothArms) -> tuple[BothArms, dict[str, Vector]]:
    """Those of whom all columns are known, and the columns in which they differ."""
    full = arms.full
    known = {name: column[full] for name, column in arms.columns.items()}
    columns = {name: column for name, column in known.items() if len(np.unique(column)) > 1}
    if not columns:
        raise InvalidInputError(
            Message("Nothing in which these people differed before is known, so nothing can be allowed for.")
        )
    took = arms.took[full]
    if min(took.sum(), len(took) - took.sum()) < len(columns) + 2:
        raise InvalidInputError(
            Message(
                "%(programme)d people of the programme and %(comparison)d of the comparison group have all "
                "that is allowed for; that is too few.",
                {"programme": int(took.sum()), "comparison": int(len(took) - took.sum())},
            )
        )
    places = np.flatnonzero(full)
    clusters = None if arms.clusters is None else tuple(arms.clusters[place] for place in places)
    before = None if arms.before is None else arms.before[full]
    return BothArms(took, before, arms.after[full], columns, full[full], clusters), columns


def _by_signs(arms: BothArms, columns: dict[str, Vector], outcome: Vector, asked: Asked) -> Estimate | None:
    """By changing the signs of whole organisations where they are few; all changes are tried, none drawn."""
    if arms.organisations is None or arms.organisations >= FEW_CLUSTERS:
        return None
    taken = rows(outcome, columns, clusters=arms.clusters)
    found = wild_bootstrap(
        cluster_sums(taken),
        "treated",
        draws=Draws(confidence=asked.confidence),
        rng=asked.rng or np.random.default_rng(0),
    )
    error = abs(found.value / found.t) if found.t else None
    return Estimate(found.value, found.low, found.high, error, found.p, found.warnings)


def _for_few(arms: BothArms, found: WeightedEffect, numbers: int, confidence: float) -> Estimate:
    """Widen an interval for large samples: t with what the weighted people are worth less the numbers fitted.

    The error is times √(worth / (worth - numbers)), as the residuals of a regression would be. Organisations
    count as those of the arm with fewer, g of them, would: error times √(g / (g - 1)), 2 (g - 1) degrees of
    freedom at most, in place of √(C / (C - 1)) for all C of them.
    """
    worth = effective(arms.took, found.weights)
    many = worth.treated_worth + worth.untreated_worth
    df = many - numbers
    factor = many / max(many - numbers, 1.0)
    whole, fewer = arms.organisations, arms.organisations_of_smaller
    if whole is not None and fewer is not None:
        df = min(df, 2.0 * (fewer - 1))
        factor *= fewer / max(fewer - 1, 1) * (whole - 1) / whole
    if df < 1:
        raise InvalidInputError(
            Message(
                "So much of the weight falls on so few people that nothing is left to judge the error by.",
            )
        )
    error = found.effect.error * math.sqrt(factor)
    half = t_quantile((1 + confidence) / 2, df) * error
    value = found.effect.value
    p = two_sided(value / error, df) if error else None
    return Estimate(value, value - half, value + half, error, p, found.warnings)


def _of(found: Coefficient, cautions: tuple[Message, ...]) -> Estimate:
    return Estimate(found.value, found.low, found.high, found.error, found.p, cautions)
