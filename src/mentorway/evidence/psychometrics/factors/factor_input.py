"""Whether a factor model can be asked of these data at all; every refusal names the place and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

import numpy as np

from mentorway.evidence.psychometrics.factors.models import FactorModel, GroupMoments, Kind, Release
from mentorway.wording import InvalidInputError, Message

IMPOSSIBLE = 1e-6  # how far below zero no rounding takes a root of a correlation matrix
COLLINEAR = 1e-10  # smallest root of a correlation matrix whose items do not repeat each other


def check_model(model: FactorModel) -> None:
    """Refuse a model whose items and factors do not belong together or are too few."""
    named = Counter(item for _, members in model.factors for item in members)
    listed = Counter(model.items)
    odd = sorted(item for item in named | listed if (named[item], listed[item]) != (1, 1))
    if odd or not model.items:
        raise InvalidInputError(
            Message(
                "Every item must belong to one factor and be named once; item %(item)s is not.",
                {"item": odd[0] if odd else "–"},
            )
        )
    for name, members in model.factors:
        needed = 3 if len(model.factors) == 1 else 2
        if len(members) < needed:
            raise InvalidInputError(
                Message(
                    "Scale %(scale)s has %(items)d item, but its model needs at least %(needed)d. "
                    "Add items or leave the scale out.",
                    {"scale": name, "items": len(members), "needed": needed},
                    plural="Scale %(scale)s has %(items)d items, but its model needs at least %(needed)d. "
                    "Add items or leave the scale out.",
                    count=len(members),
                )
            )


def check_releases(model: FactorModel, releases: Sequence[Release]) -> None:
    """Refuse releases of what is not in the model, and those that leave a factor with nothing in common."""
    for release in releases:
        if release.kind not in get_args(Kind):
            raise InvalidInputError(
                Message(
                    "“%(kind)s” cannot be set free. Choose one of: %(kinds)s.",
                    {"kind": release.kind, "kinds": ", ".join(get_args(Kind))},
                )
            )
        if release.item not in model.items:
            raise InvalidInputError(
                Message(
                    "Item %(item)s cannot be set free, because it is not in the scale. "
                    "Choose one of: %(items)s.",
                    {"item": release.item, "items": ", ".join(model.items)},
                )
            )
    for kind in ("loading", "intercept"):
        free = {release.item for release in releases if release.kind == kind}
        for name, members in model.factors:
            if free.issuperset(members):
                raise InvalidInputError(
                    Message(
                        "All items of scale %(scale)s are set free, so the groups have nothing in common. "
                        "Keep at least one item equal.",
                        {"scale": name},
                    )
                )


def check_moments(groups: Sequence[GroupMoments], model: FactorModel) -> None:
    """Refuse groups without enough people, or whose items are constant or repeat each other."""
    if not groups:
        raise InvalidInputError(Message("There are no groups to fit a model to. Choose at least one."))
    for group in groups:
        _check_shape(group, model)
        _check_people(group, model)
        _check_items(group, model)


def _check_shape(group: GroupMoments, model: FactorModel) -> None:
    items = len(model.items)
    if group.mean.shape == (items,) and group.covariance.shape == (items, items):
        whole = np.isfinite(group.mean).all() and np.isfinite(group.covariance).all()
        slack = 1e-10 * float(np.abs(group.covariance).max()) if whole else 0.0
        if whole and np.allclose(group.covariance, group.covariance.T, rtol=0, atol=slack):
            return
    raise InvalidInputError(
        Message(
            "The means and covariances of group %(group)s do not belong to the %(items)d items of the "
            "model, or numbers are missing in them. Compute them again.",
            {"group": group.name, "items": items},
        )
    )


def _check_people(group: GroupMoments, model: FactorModel) -> None:
    if group.n <= len(model.items):
        raise InvalidInputError(
            Message(
                "Group %(group)s has %(n)d person who answered every item, and the scale has %(items)d "
                "items. The model needs more people than items.",
                {"group": group.name, "n": group.n, "items": len(model.items)},
                plural="Group %(group)s has %(n)d people who answered every item, and the scale has "
                "%(items)d items. The model needs more people than items.",
                count=group.n,
            )
        )


def _check_items(group: GroupMoments, model: FactorModel) -> None:
    variances = np.diag(group.covariance)
    constant = np.flatnonzero(variances <= 0)
    if constant.size:
        raise InvalidInputError(
            Message(
                "In group %(group)s everyone gave the same answer to item %(item)s. "
                "Leave out the item or the group.",
                {"group": group.name, "item": model.items[int(constant[0])]},
            )
        )
    spread = np.sqrt(variances)
    roots, axes = np.linalg.eigh(group.covariance / np.outer(spread, spread))
    if float(roots[0]) < -IMPOSSIBLE:
        raise InvalidInputError(
            Message(
                "The covariances of group %(group)s contradict each other: no answers can have them. Compute "
                "all of them from the same people, not pair by pair.",
                {"group": group.name},
            )
        )
    if float(roots[0]) < COLLINEAR:
        weights = np.abs(axes[:, 0])
        repeated = [model.items[int(i)] for i in np.flatnonzero(weights > 0.1 * weights.max())]
        raise InvalidInputError(
            Message(
                "In group %(group)s these items repeat each other exactly: %(items)s. Leave one of them out.",
                {"group": group.name, "items": ", ".join(repeated)},
            )
        )
