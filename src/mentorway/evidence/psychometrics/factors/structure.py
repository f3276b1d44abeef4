"""Confirmatory factor analysis of several groups by maximum likelihood, from their means and covariances."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from mentorway.evidence.psychometrics.factors.factor_input import check_model, check_moments, check_releases
from mentorway.evidence.psychometrics.factors.indices import fit_indices
from mentorway.evidence.psychometrics.factors.information import Sample
from mentorway.evidence.psychometrics.factors.layout import (
    Indices,
    Layout,
    Parameters,
    Stack,
    layout,
    weighted,
)
from mentorway.evidence.psychometrics.factors.models import (
    ConvergenceError,
    FactorModel,
    Fit,
    FitIndices,
    GroupEstimates,
    GroupMoments,
    Level,
    Matrix,
    Release,
)
from mentorway.evidence.psychometrics.factors.scores import score_tests
from mentorway.evidence.psychometrics.factors.scoring import (
    Heed,
    Maximum,
    joint_covariance,
    maximise,
    slot_variances,
    unheeded,
)
from mentorway.wording import Message


def fit(
    groups: Sequence[GroupMoments],
    model: FactorModel,
    level: Level = Level.CONFIGURAL,
    releases: Sequence[Release] = (),
) -> Fit:
    """Fit a factor model to one or more groups, with as much held equal as the level says.

    Each item speaks for one factor; errors are uncorrelated. The first item of a factor whose loading is not
    released has loading 1. Latent means are 0 in the first group, and in all groups while intercepts differ.

    Parameters
    ----------
    groups : sequence of GroupMoments
        Means, shape (items,), and covariances with divisor n, shape (items, items), in the units of the
        answers, over people who answered every item; items in the order of the model.
    model : FactorModel
        Which items speak for which factor.
    level : Level
        What is held equal over groups.
    releases : sequence of Release
        Parameters that may differ all the same; those that the level does not hold are free anyway.

    Returns
    -------
    Fit
        With a warning for each negative variance (a Heywood case).

    Raises
    ------
    InvalidInputError
        The model is too small or names items wrongly, a group has no more people than there are items,
        an item is constant or items repeat each other in a group, or too much is released.
    ConvergenceError
        No maximum of the likelihood was found, or a parameter has no information of its own there.

    References
    ----------
    Jöreskog (1971), Psychometrika 36:409-426, doi:10.1007/BF02291366.

    Examples
    --------
    >>> covariance = np.full((4, 4), 1.0) + np.eye(4)
    >>> groups = [GroupMoments("LT", 100, np.full(4, 3.0), covariance),
    ...           GroupMoments("LV", 100, np.full(4, 4.0), covariance)]
    >>> found = fit(groups, FactorModel.one_factor("trust", ["a", "b", "c", "d"]), Level.SCALAR)
    >>> round(found.indices.chi_square, 6), found.indices.df
    (0.0, 10)
    >>> found.groups[1].latent_means.round(6)
    array([1.])
    """
    check_model(model)
    check_releases(model, releases)
    check_moments(groups, model)
    return fit_from(groups, model, (level, tuple(releases)), None)


def fit_from(
    groups: Sequence[GroupMoments],
    model: FactorModel,
    plan: tuple[Level, tuple[Release, ...]],
    looser: Fit | None,
    heed: Heed = unheeded,
) -> Fit:
    """`fit` without the checks, from where a looser fit ended if there is one, asking `heed` at each step."""
    sample, slots = sample_of(groups), layout(len(groups), model, *plan)
    maximum = None
    for theta in places_to_start(sample, slots, (model, *plan), looser, heed):
        maximum = maximise(sample, slots, theta, heed)
        if maximum is not None:
            break
    if maximum is None:
        raise unsettled()
    return reported(groups, slots, (model, *plan), maximum, fit_indices(sample, slots, maximum.point))


def unsettled() -> ConvergenceError:
    """What to raise where no way leads to a maximum."""
    return ConvergenceError(
        Message(
            "The model did not settle on these answers. The items may not belong together, "
            "or there are too few people."
        )
    )


def reported(
    groups: Sequence[GroupMoments],
    slots: Layout,
    of: tuple[FactorModel, Level, tuple[Release, ...]],
    maximum: Maximum,
    indices: FitIndices,
) -> Fit:
    """A maximum in the words of the model, with standard errors from the information it carries."""
    model, level, releases = of
    found = _group_estimates(groups, slots, maximum)
    return Fit(
        model=model,
        level=level,
        releases=releases,
        groups=found,
        indices=indices,
        iterations=maximum.iterations,
        warnings=tuple(_heywood(model, found)),
        score_tests=score_tests(model, slots, maximum, [group.name for group in groups]),
        latent_covariance=_latent_covariance(slots, maximum),
    )


def sample_of(groups: Sequence[GroupMoments]) -> Sample:
    """The groups' moments in one stack."""
    covariance = np.stack([group.covariance for group in groups]).astype(np.float64)
    return Sample(
        n=np.array([group.n if group.weight is None else group.weight for group in groups], dtype=np.float64),
        mean=np.stack([group.mean for group in groups]).astype(np.float64),
        covariance=covariance,
        log_determinant=np.linalg.slogdet(covariance)[1],
    )


def places_to_start(
    sample: Sample,
    slots: Layout,
    of: tuple[FactorModel, Level, tuple[Release, ...]],
    looser: Fit | None,
    heed: Heed,
) -> Iterator[Stack]:
    """Slots to begin from, the likeliest first."""
    for parameters in _places(sample, slots, of, looser, heed):
        yield start_at(sample, slots, parameters)


def _places(
    sample: Sample,
    slots: Layout,
    of: tuple[FactorModel, Level, tuple[Release, ...]],
    looser: Fit | None,
    heed: Heed,
) -> Iterator[Parameters]:
    """Where a looser fit ended; a guess; where each group ends alone, and where all do from a firmer item."""
    if looser is not None:
        yield _estimates(looser)
    guess = _guess(sample, slots)
    yield guess
    if slots.groups > 1:
        yield _each_alone(sample, of, heed)
    model, level, releases = of
    strength = np.abs(guess.loadings).max(axis=(0, 2)) / np.sqrt(guess.uniquenesses.mean(axis=0))
    order = dict(zip(model.items, strength, strict=True))
    firmest_first = tuple(
        (name, tuple(sorted(members, key=lambda item: -order[item]))) for name, members in model.factors
    )
    firm = layout(slots.groups, replace(model, factors=firmest_first), level, releases)
    found = maximise(sample, firm, start_at(sample, firm, _guess(sample, firm)), heed)
    if found is not None:
        yield rescaled(found.point.parameters, slots.markers)


def _each_alone(sample: Sample, of: tuple[FactorModel, Level, tuple[Release, ...]], heed: Heed) -> Parameters:
    """Where the climb of each group ends that need not keep step with the others; its guess if nowhere."""
    slots = layout(1, *of)
    found = []
    for group in range(len(sample.n)):
        own = slice(group, group + 1)
        one = Sample(sample.n[own], sample.mean[own], sample.covariance[own], sample.log_determinant[own])
        guess = _guess(one, slots)
        maximum = maximise(one, slots, start_at(one, slots, guess), heed)
        found.append(guess if maximum is None else maximum.point.parameters)
    return Parameters(*(np.concatenate(values) for values in zip(*found, strict=True)))


def rescaled(found: Parameters, markers: Indices) -> Parameters:
    """The same model in other units: these items have loading 1."""
    units = found.loadings[:, markers, np.arange(len(markers))]
    return found._replace(
        loadings=found.loadings / units[:, None, :],
        factor_covariance=found.factor_covariance * units[:, :, None] * units[:, None, :],
        latent_means=found.latent_means * units,
    )


def _guess(sample: Sample, slots: Layout) -> Parameters:
    """Loadings from the first principal axis of each factor's items, pooled over groups."""
    groups, items, factors = slots.groups, slots.items, slots.factors
    pooled = np.tensordot(sample.n / sample.n.sum(), sample.covariance, axes=1)
    loadings = np.zeros((items, factors))
    for factor, marker in enumerate(slots.markers):
        members = np.flatnonzero(slots.factor_of == factor)
        spread = np.sqrt(np.diag(pooled)[members])
        axis = np.linalg.eigh(pooled[np.ix_(members, members)] / np.outer(spread, spread))[1][:, -1] * spread
        of_marker = axis[members == marker][0]
        firm = 0.1 * np.abs(axis).max()  # a marker that hardly belongs to the axis must not blow up the rest
        loadings[members, factor] = axis / (of_marker if abs(of_marker) > firm else firm)
        loadings[marker, factor] = 1.0
    every = np.broadcast_to(loadings, (groups, items, factors)).copy()
    variances = np.diagonal(sample.covariance, axis1=1, axis2=2)
    psi = _guessed_psi(sample, slots, loadings)
    common = np.einsum("pk,gkl,pl->gp", loadings, psi, loadings)
    uniquenesses = np.clip(variances - common, 0.1 * variances, None)
    return Parameters(every, sample.mean, uniquenesses, psi, np.zeros((groups, factors)))


def _guessed_psi(sample: Sample, slots: Layout, loadings: Matrix) -> Stack:
    """Factor covariances that come nearest to the covariances of different items, group by group."""
    apart = sample.covariance * (1 - np.eye(slots.items))
    products = loadings.T @ apart @ loadings
    squares = loadings**2
    weights = squares.T @ (1 - np.eye(slots.items)) @ squares
    psi: Stack = products / np.where(weights > 0, weights, np.inf)
    every = np.arange(slots.factors)
    least = 0.1 * np.diagonal(sample.covariance, axis1=1, axis2=2)[:, slots.markers]
    psi[:, every, every] = np.maximum(psi[:, every, every], least)
    spread = np.sqrt(psi[:, every, every])
    most = 0.9 * spread[:, :, None] * spread[:, None, :]
    most[:, every, every] = np.inf
    return np.clip(psi, -most, most)


def _estimates(found: Fit) -> Parameters:
    """The estimates of a fit, one layer for each group."""
    return Parameters(
        *(
            np.stack([getattr(group, name) for group in found.groups])
            for name in ("loadings", "intercepts", "uniquenesses", "factor_covariance", "latent_means")
        )
    )


def start_at(sample: Sample, slots: Layout, parameters: Parameters) -> Stack:
    """Slots to begin from: what is shared is averaged, and means go where the intercepts leave them."""
    if not slots.with_means:
        shift = np.einsum("gpk,gk->gp", parameters.loadings, parameters.latent_means)
        parameters = parameters._replace(intercepts=parameters.intercepts + shift)
    theta = slots.pack(parameters)
    weights = sample.n[:, None]
    if slots.with_means and not parameters.latent_means.any():
        loadings = parameters.loadings
        gap = sample.mean - sample.mean[0]
        means = np.stack([np.linalg.lstsq(loadings[g], gap[g], rcond=None)[0] for g in range(slots.groups)])
        theta[:, slots.mean_start :] = means
        implied = np.einsum("gpk,gk->gp", loadings, means)
        theta[:, slots.intercept_start : slots.mean_start] = sample.mean - implied
    theta[:, slots.shared] = weighted(theta[:, slots.shared], weights)
    return theta


def _group_estimates(
    groups: Sequence[GroupMoments], slots: Layout, maximum: Maximum
) -> tuple[GroupEstimates, ...]:
    values = maximum.point.parameters
    variances = slot_variances(slots, maximum.elimination)
    if slots.with_means:
        variances[0, slots.mean_start :] = 0.0
    errors = slots.unpack_errors(np.sqrt(variances))
    return tuple(
        GroupEstimates(
            name=group.name,
            n=group.n,
            loadings=values.loadings[g],
            loading_errors=errors.loadings[g],
            intercepts=values.intercepts[g],
            intercept_errors=errors.intercepts[g],
            uniquenesses=values.uniquenesses[g],
            uniqueness_errors=errors.uniquenesses[g],
            factor_covariance=values.factor_covariance[g],
            factor_covariance_errors=errors.factor_covariance[g],
            latent_means=values.latent_means[g],
            latent_mean_errors=errors.latent_means[g],
        )
        for g, group in enumerate(groups)
    )


def _latent_covariance(slots: Layout, maximum: Maximum) -> Matrix:
    if not slots.with_means:
        return np.empty((0, 0))
    means = np.arange(slots.mean_start, slots.slots)
    found = joint_covariance(maximum.elimination, np.concatenate([means, slots.variances]))
    found[: slots.factors, :] = 0.0  # the first group's means are fixed
    found[:, : slots.factors] = 0.0
    return found


def _heywood(model: FactorModel, groups: Sequence[GroupEstimates]) -> list[Message]:
    found = [
        Message(
            "In group %(group)s item %(item)s gets a negative error variance, which cannot be. "
            "There may be too few people, or the item may not belong to the scale.",
            {"group": group.name, "item": item},
        )
        for group in groups
        for item, variance in zip(model.items, group.uniquenesses, strict=True)
        if variance < 0
    ]
    found += [
        Message(
            "In group %(group)s the factors get variances or correlations that cannot be. "
            "There may be too few people, or two scales may measure the same.",
            {"group": group.name},
        )
        for group in groups
        if float(np.linalg.eigvalsh(group.factor_covariance)[0]) < 0
    ]
    return found
