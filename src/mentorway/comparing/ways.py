"""The groups of one scale, ready to be fitted in one way: by moments, with holes, by unit, or as steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import numpy as np

from mentorway.evidence.psychometrics.factors.factor_input import check_moments
from mentorway.evidence.psychometrics.factors.models import FactorModel, GroupMoments, Level, Release
from mentorway.evidence.psychometrics.factors.scoring import Heed
from mentorway.evidence.psychometrics.incomplete.fiml import ladder_incomplete
from mentorway.evidence.psychometrics.incomplete.missing import IncompleteGroup, check_patterns
from mentorway.evidence.psychometrics.invariance.ladder import Ladder, ladder
from mentorway.evidence.psychometrics.ordinal.categorical_answers import (
    CategoricalGroup,
    check_categories,
    merge_rare,
)
from mentorway.evidence.psychometrics.ordinal.ladder import ordinal_ladder
from mentorway.evidence.psychometrics.robust.clustered_answers import HoledUnits, check_holed
from mentorway.evidence.psychometrics.robust.ladder import robust_ladder, robust_ladder_incomplete
from mentorway.evidence.psychometrics.robust.units import Units, moments_of
from mentorway.wording import InvalidInputError, Message

Group = TypeVar("Group")
OfGroup_contra = TypeVar("OfGroup_contra", contravariant=True)


class Fitted(Protocol[OfGroup_contra]):
    """Fits models of ever more equality to some groups."""

    def __call__(
        self,
        groups: Sequence[OfGroup_contra],
        model: FactorModel,
        releases: Sequence[Release],
        *,
        levels: Sequence[Level],
        heed: Heed,
    ) -> Ladder:
        """Return the ladder."""
        ...


@dataclass(frozen=True, eq=False)
class Way:
    """Groups by place: how many people of each enter a model, and how some of them are fitted together.

    `moments` are the groups' means and covariances where the way of fitting rests on nothing else; `notes`
    say what people are to know of it, `refusal` why it cannot be gone at all.
    """

    sizes: tuple[GroupMoments, ...]
    carries: Callable[[int, FactorModel], bool]
    climb: Callable[[Sequence[int], FactorModel, Sequence[Release], Sequence[Level], Heed], Ladder]
    moments: tuple[GroupMoments, ...] | None = None
    notes: tuple[Message, ...] = ()
    refusal: Message | None = None


def by_moments(groups: Sequence[GroupMoments]) -> Way:
    """Return the usual way: maximum likelihood from means and covariances of complete answers."""
    way = _way(groups, groups, ladder, lambda group, model: check_moments([group], model))
    return Way(way.sizes, way.carries, way.climb, tuple(groups))


def with_holes(groups: Sequence[IncompleteGroup]) -> Way:
    """Return full-information maximum likelihood: everyone counts with what they answered."""
    sizes = [_size(group.name, group.n) for group in groups]
    return _way(groups, sizes, ladder_incomplete, lambda group, model: check_patterns([group], model.items))


def by_units(groups: Sequence[Units]) -> Way:
    """Return the way that heeds weights, or which people belong to one organisation."""
    sizes = [_size(group.name, group.people) for group in groups]
    return _way(groups, sizes, robust_ladder, lambda group, model: check_moments(moments_of([group]), model))


def by_units_with_holes(groups: Sequence[HoledUnits]) -> Way:
    """Return the way in which everyone counts with what they answered, organisations belonging together."""
    sizes = [_size(group.name, group.people) for group in groups]
    return _way(groups, sizes, robust_ladder_incomplete, lambda group, model: check_holed(group, model.items))


def by_steps(groups: Sequence[CategoricalGroup]) -> Way:
    """Return the way that takes answers as ordered steps; steps that a group never took join a neighbour."""
    sizes = [_size(group.name, int(group.counts.sum())) for group in groups]
    return _way(groups, sizes, _ordinal, _check_steps)


def _check_steps(group: CategoricalGroup, model: FactorModel) -> None:
    check_categories(merge_rare([group], model.items).groups, model.items)


def _ordinal(
    groups: Sequence[CategoricalGroup],
    model: FactorModel,
    releases: Sequence[Release],
    *,
    levels: Sequence[Level],
    heed: Heed,
) -> Ladder:
    """The ladder of ordinal models; which steps were joined is among the warnings of the first."""
    merged = merge_rare(groups, model.items)
    found = ordinal_ladder(merged.groups, model, releases, levels=levels, heed=heed).ladder
    first = replace(found.fits[0], warnings=(*merged.said, *found.fits[0].warnings))
    return replace(found, fits=(first, *found.fits[1:]))


def refusing(sizes: Sequence[tuple[str, int]], reason: Message) -> Way:
    """Return a way that cannot be gone: every pair that is large enough is refused with the reason."""

    def climb(*_asked: object) -> Ladder:
        raise InvalidInputError(reason)

    return Way(
        tuple(_size(name, n) for name, n in sizes),
        lambda _place, _model: False,
        climb,
        notes=(reason,),
        refusal=reason,
    )


def _size(name: str, n: int) -> GroupMoments:
    return GroupMoments(name, n, np.empty(0), np.empty((0, 0)))


def _way(
    groups: Sequence[Group],
    sizes: Sequence[GroupMoments],
    fitted: Fitted[Group],
    check: Callable[[Group, FactorModel], None],
) -> Way:
    def carries(place: int, model: FactorModel) -> bool:
        try:
            check(groups[place], model)
        except InvalidInputError:
            return False
        return True

    def climb(
        places: Sequence[int],
        model: FactorModel,
        releases: Sequence[Release],
        levels: Sequence[Level],
        heed: Heed,
    ) -> Ladder:
        return fitted([groups[place] for place in places], model, releases, levels=levels, heed=heed)

    return Way(tuple(sizes), carries, climb)
