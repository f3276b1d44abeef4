"""Means and covariances that follow a one-factor model exactly, and samples drawn from one."""

import numpy as np

from mentorway.evidence.psychometrics.factors.models import FactorModel, GroupMoments

LOADINGS = (1.0, 0.8, 1.2, 0.9, 1.1, 0.7)


def one_factor(items=6):
    return FactorModel.one_factor("trust", [f"t{number}" for number in range(1, items + 1)])


def exact(name, n=400, *, loadings=LOADINGS, intercepts=0.0, mean=0.0):
    """Return the moments that the model implies: any model that holds them fits without a remainder."""
    loadings = np.array(loadings)
    shift = np.zeros(len(loadings)) + intercepts
    covariance = np.outer(loadings, loadings) + np.eye(len(loadings))
    return GroupMoments(name, n, 3 + shift + loadings * mean, covariance)


def drawn(rng, name, n=300, *, loadings=LOADINGS, noise=1.0):
    """Return the moments of a sample."""
    loadings = np.array(loadings)
    answers = rng.normal(size=(n, 1)) * loadings + noise * rng.normal(size=(n, len(loadings)))
    return GroupMoments(name, n, answers.mean(axis=0), np.cov(answers.T, bias=True))


def moved(values, place, by):
    """Return the values with one of them moved."""
    return tuple(value + by * (index == place) for index, value in enumerate(values))
