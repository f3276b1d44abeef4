"""Groups made alike: each person counts by how likely they were to take part."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentorway.evidence.comparisons.checking import check_confidence
from mentorway.evidence.effectiveness.balance import Effective, effective, lost
from mentorway.evidence.effectiveness.logit import Logit, logit
from mentorway.evidence.effectiveness.rows import Matrix, Vector, numbers, twofold
from mentorway.evidence.effectiveness.weighted_means import Reading, WeightedEffect, weighted_means
from mentorway.wording import InvalidInputError, Message, shown

Mask = NDArray[np.bool_]
Target = Literal["ATE", "ATT", "overlap"]


@dataclass(frozen=True)
class Weighing:
    """Of whom the effect is meant, and how weights are held in check.

    ATE: of everyone. ATT: of those who took part. overlap: of those who might as well have been in the other
    group. `stabilised` weights have a mean near 1 in each group, which changes no effect, only their size.
    People whose probability is nearer to 0 or 1 than `trim` are left out.
    """

    target: Target = "ATT"
    stabilised: bool = False
    trim: float = 0.0
    confidence: float = 0.95


@dataclass(frozen=True, eq=False)
class Weights:
    """How much each person counts; 0 for those left out.

    `outside` is the share of those who took part whose probability lies beyond those of all others.
    """

    weights: Vector
    kept: Mask
    people: Effective
    outside: float
    warnings: tuple[Message, ...] = ()


def propensity_weights(
    treated: ArrayLike, probabilities: ArrayLike, weighing: Weighing = Weighing()
) -> Weights:
    """Weights from the probabilities of taking part.

    Parameters
    ----------
    treated : array of 0 and 1, shape (people,)
        Who took part.
    probabilities : array of float in (0, 1), shape (people,)
        Of taking part, such as those of `logit`.
    weighing : Weighing
        Of whom the effect is meant, stabilised or not, and trimming.

    Returns
    -------
    Weights

    Raises
    ------
    InvalidInputError
        A probability is 0, 1 or beyond, the target is unknown, or trimming leaves a group empty.

    References
    ----------
    Rosenbaum & Rubin (1983), Biometrika 70:41-55, doi:10.1093/biomet/70.1.41.
    Li, Morgan & Zaslavsky (2018), J Am Stat Assoc 113:390-400, doi:10.1080/01621459.2016.1260466.
    Crump, Hotz, Imbens & Mitnik (2009), Biometrika 96:187-199, doi:10.1093/biomet/asn055, for trimming.

    Examples
    --------
    >>> propensity_weights([1, 0, 0], [0.5, 0.5, 0.2]).weights.round(4).tolist()
    [1.0, 1.0, 0.25]
    """
    took = twofold(treated)
    chance = numbers(probabilities, "probabilities", len(took))
    if not ((chance > 0) & (chance < 1)).all():
        raise InvalidInputError(
            Message("Probabilities of taking part lie between 0 and 1, without the ends.")
        )
    if not 0 <= weighing.trim < 0.5:
        raise InvalidInputError(
            Message(
                "Trim at a probability of at least 0 and below 0.5, not %(trim)s.", {"trim": weighing.trim}
            )
        )
    kept = (chance >= weighing.trim) & (chance <= 1 - weighing.trim)
    if len(np.unique(took[kept])) < 2:
        raise InvalidInputError(
            Message("Trimming leaves one of the groups empty: the groups hardly overlap. Trim less, or stop.")
        )
    found = _of(took, chance, weighing.target) * kept
    if weighing.stabilised:
        for one in (took > 0, took == 0):
            found[one] /= found[one & kept].mean()
    outside = _outside(chance[took > 0], chance[took == 0])
    people = effective(took, found)
    return Weights(found, kept, people, outside, _apart(outside) + lost(people))


def propensity_effect(
    outcome: ArrayLike,
    treated: ArrayLike,
    columns: Mapping[str, ArrayLike],
    *,
    weighing: Weighing = Weighing(),
    clusters: Sequence[Hashable] | None = None,
) -> WeightedEffect:
    """Effect of a programme by inverse probability of treatment weighting.

    The standard error allows for the probabilities being estimated (stacked estimating equations, as
    `WeightIt` does); `error_as_given` is the one that takes weights as known, as `survey` and weighted
    regression do, mostly too large.

    Parameters
    ----------
    outcome : array of float, shape (people,)
        After the programme.
    treated : array of 0 and 1, shape (people,)
        Who took part.
    columns : mapping of name to array of float, shape (people,)
        What was known before and may have led people to take part.
    weighing : Weighing
        Of whom the effect is meant, trimming, and confidence.
    clusters : sequence of labels, shape (people,), optional
        Who belongs together.

    Returns
    -------
    WeightedEffect
        It is the effect only if nothing else that matters made people take part. Errors take the limits of
        trimming as given.

    Raises
    ------
    InvalidInputError
        As for `logit` and `propensity_weights`, or lengths differ.

    References
    ----------
    Lunceford & Davidian (2004), Stat Med 23:2937-2960, doi:10.1002/sim.1903.

    Examples
    --------
    >>> found = propensity_effect([1, 2, 4, 3, 5, 6], [0, 0, 1, 0, 1, 1], {"age": [20, 25, 30, 35, 40, 45]})
    >>> round(found.effect.value, 4)
    2.1262
    """
    check_confidence(weighing.confidence)
    model = logit(treated, columns)
    y = numbers(outcome, "outcome", len(model.treated))
    weights = propensity_weights(model.treated, model.probabilities, weighing)
    scores = (model.treated - model.probabilities)[:, None] * model.x
    slopes = _slopes(model, weights, weighing)
    return weighted_means(
        y,
        model.treated,
        weights.weights,
        estimated=(scores @ model.covariance, slopes),
        reading=Reading(clusters, weighing.confidence, weights.warnings),
    )


def _of(took: Vector, chance: Vector, target: Target) -> Vector:
    if target == "ATE":
        return np.where(took > 0, 1 / chance, 1 / (1 - chance))
    if target == "ATT":
        return np.where(took > 0, 1.0, chance / (1 - chance))
    if target == "overlap":
        return np.where(took > 0, 1 - chance, chance)
    raise InvalidInputError(
        Message(
            "“%(target)s” is no group to know the effect of. Choose ATE, ATT or overlap.",
            {"target": shown(target)},
        )
    )


def _slopes(model: Logit, weights: Weights, weighing: Weighing) -> Matrix:
    """How each person's weight changes with the coefficients of the logit."""
    chance, took = model.probabilities, model.treated > 0
    if weighing.target == "overlap":
        rate = np.where(took, -chance, 1 - chance)
    elif weighing.target == "ATT":
        rate = np.where(took, 0.0, 1.0)
    else:
        rate = np.where(took, chance - 1, chance)
    found: Matrix = (weights.weights * rate)[:, None] * model.x
    return found


def _outside(those: Vector, others: Vector) -> float:
    return float(((those > others.max()) | (those < others.min())).mean())


def _apart(outside: float) -> tuple[Message, ...]:
    if not outside > 0.05:
        return ()
    return (
        Message(
            "%(share)d of 100 people who took part are unlike anybody who did not. Of them the data say "
            "nothing; ask for the effect on the overlap, or trim.",
            {"share": round(100 * outside)},
        ),
    )
