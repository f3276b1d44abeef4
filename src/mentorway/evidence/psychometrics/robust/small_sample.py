"""Standard errors for few organisations of unequal size: the slope of each is raised by its pull (CR2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mentorway.evidence.psychometrics.factors.layout import Layout, layout
from mentorway.evidence.psychometrics.factors.models import Matrix, Vector
from mentorway.evidence.psychometrics.factors.structure import sample_of
from mentorway.evidence.psychometrics.incomplete.holes import observed_information, without_holes
from mentorway.evidence.psychometrics.robust.errors import RobustFit, point_of, with_errors
from mentorway.evidence.psychometrics.robust.sandwich import (
    Derivatives,
    derivatives_at,
    numbers_of,
    slopes_of,
)
from mentorway.evidence.psychometrics.robust.units import ClusteredGroup, blocks, moments_of, scale_of
from mentorway.wording import InvalidInputError, Message

LEAST = 1e-8  # share of a direction that other organisations know about, below which they know nothing


def with_small_sample_errors(found: RobustFit, groups: Sequence[ClusteredGroup]) -> RobustFit:
    """Correct robust standard errors for few organisations and for their unequal sizes.

    A large organisation pulls the estimates towards itself, so that its own slope looks too small. Each slope
    is divided by the square root of the share of the information that other organisations hold: with J the
    information of all and J_c that of organisation c, it is (1 - J_c J⁻¹)^(-1/2) times the slope. Where
    people of one organisation do not answer alike, errors are then right on average, however few there are.

    Parameters
    ----------
    found : RobustFit
        Of `robust.robust` on these same groups.
    groups : sequence of ClusteredGroup
        By organisation.

    Returns
    -------
    RobustFit
        With corrected errors and latent covariance; chi-square stays as it was.

    Raises
    ------
    InvalidInputError
        The fit is not one of these groups, people come one by one, or an organisation alone decides over a
        parameter.

    References
    ----------
    Bell & McCaffrey (2002), Surv Methodol 28:169-181.
    Kauermann & Carroll (2001), J Am Stat Assoc 96:1387-1396, doi:10.1198/016214501753382309.

    Examples
    --------
    >>> from mentorway.evidence.psychometrics.factors.models import FactorModel
    >>> from mentorway.evidence.psychometrics.robust.errors import robust
    >>> from mentorway.evidence.psychometrics.factors.structure import fit
    >>> from mentorway.evidence.psychometrics.robust.units import clusters_of
    >>> rng = np.random.default_rng(5)
    >>> school = np.repeat(np.arange(31), [200, *[10] * 30])
    >>> rows = rng.normal(size=(500, 1)) + rng.normal(size=(500, 3)) + 0.5 * rng.normal(size=(31, 1))[school]
    >>> groups = [clusters_of("LT", rows, school)]
    >>> plain = robust(fit(moments_of(groups), FactorModel.one_factor("trust", ["a", "b", "c"])), groups)
    >>> found = with_small_sample_errors(plain, groups)
    >>> bool((found.fit.groups[0].intercept_errors > plain.fit.groups[0].intercept_errors).all())
    True
    """
    if not all(isinstance(group, ClusteredGroup) for group in groups):
        raise InvalidInputError(
            Message("Errors are corrected for few organisations only. Give all groups by organisation.")
        )
    sample = sample_of(moments_of(groups))
    slots = layout(len(groups), found.fit.model, found.fit.level, found.fit.releases)
    point = point_of(found.fit, groups, (sample, slots))
    bread, of = observed_information(without_holes(sample), slots, point), derivatives_at(slots, point)
    numbers = numbers_of(slots)
    size = int(numbers.max()) + 1
    own = np.zeros((len(groups), size, size))
    for place, flat in enumerate(bread):
        own[place][np.ix_(numbers[place], numbers[place])] = flat
    root = np.linalg.cholesky(own.sum(axis=0))
    back = np.linalg.inv(root)
    products = np.zeros((size, size))
    for place, group in enumerate(groups):
        slopes = np.zeros((len(group.n), size))
        slopes[:, numbers[place]] = _slopes(group, (slots, of), (place, scale_of(groups)))
        raised = _raised(slopes @ back.T, back @ own[place] @ back.T, group)
        products += raised.T @ raised
    covariance = back.T @ products @ back
    every = numbers.ravel()
    return replace(found, fit=with_errors(found.fit, slots, covariance[np.ix_(every, every)]))


def _slopes(group: ClusteredGroup, by: tuple[Layout, Derivatives], at: tuple[int, float]) -> Matrix:
    """Slope of every organisation along its group's slots."""
    place, share = at
    parts = [slopes_of(replace(block, n=share * block.n), by[1], place) for block in blocks(group)]
    return np.concatenate(parts)


def _raised(slopes: Matrix, information: Matrix, group: ClusteredGroup) -> Matrix:
    """The slopes, in units of all information, through (1 - share of the organisation)^(-1/2)."""
    roots, axes = np.linalg.eigh(information)
    left: Matrix = 1 - (group.n / group.n.sum())[:, None] * roots
    if left.min() < LEAST:
        raise InvalidInputError(
            Message(
                "In group %(group)s a single organisation has nearly all the people, so how much "
                "organisations differ cannot be known.",
                {"group": group.name},
            )
        )
    scale: Vector = left**-0.5
    found: Matrix = (slopes @ axes * scale) @ axes.T
    return found
