"""Stored answers → what each way of fitting takes, read no more often than somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mentorway.answers import Snapshot
from mentorway.comparing.choosing import chosen_groups
from mentorway.comparing.describing import model_input
from mentorway.comparing.models import Missing, Plan
from mentorway.comparing.ways import (
    Way,
    by_moments,
    by_steps,
    by_units,
    by_units_with_holes,
    refusing,
    with_holes,
)
from mentorway.evidence.psychometrics.factors.scoring import Heed
from mentorway.evidence.psychometrics.incomplete.missing import IncompleteGroup, Pattern
from mentorway.evidence.psychometrics.ordinal.categorical_answers import CategoricalGroup
from mentorway.evidence.psychometrics.robust.clustered_answers import HoledUnits
from mentorway.evidence.psychometrics.robust.units import ClusteredGroup, PeopleGroup, Units
from mentorway.moments import (
    Block,
    Cube,
    Reduction,
    Rows,
    Wanted,
    clusters_by,
    gathered,
    holed_clusters_by,
    patterns_by,
    reduce_answers,
    reduce_finely,
    responses_of,
    rows_of,
)
from mentorway.wording import InvalidInputError, Message

Made = Callable[[Cube, Plan, Reduction], Way]


@dataclass(frozen=True)
class Reading:
    """One stored set of answers, and the blocks of items that are asked of it."""

    snapshot: Snapshot
    blocks: tuple[Block, ...]

    @property
    def weighted(self) -> bool:
        """Whether people can be weighted."""
        return self.snapshot.weight is not None

    def reductions(self, plan: Plan, progress: Callable[[float], None]) -> tuple[Reduction, ...]:
        """Return counts, sums and products of every block in every group that the plan asks for."""
        column = plan.by or self.snapshot.group
        found = reduce_answers(
            self.snapshot.path, self.blocks, group=column, where=plan.where or None, progress=progress
        )
        names = chosen_groups([cell.key for cell in found[0].cells], column, plan)
        return tuple(
            replace(one, cells=tuple(cell for cell in one.cells if cell.key in names)) for one in found
        )

    def ways(self, plan: Plan, reductions: Sequence[Reduction], heed: Heed) -> list[Way]:
        """Return the groups of every block, ready to be fitted as the plan says.

        Parameters
        ----------
        plan : Plan
            What is done with missing answers, weights and organisations, and whether answers are steps.
        reductions : sequence of Reduction
            The blocks with the groups that count.
        heed : callable
            Asked while reading whether to go on. What it raises ends the work.

        Returns
        -------
        list of Way
            Where the answers of a block cannot be had in this way, its pairs are refused with the reason.
        """
        if plan.ordinal:
            return [self._ordinal(plan, one, heed) for one in reductions]
        made = way_from_cube(plan)
        if made:
            return self._from_cubes(plan, reductions, (heed, made))
        if plan.weight:
            return [self._weighted(plan, one, heed) for one in reductions]
        return [by_moments([model_input(cell) for cell in one.cells]) for one in reductions]

    def _from_cubes(
        self,
        plan: Plan,
        reductions: Sequence[Reduction],
        how: tuple[Heed, Made],
    ) -> list[Way]:
        """From finer sums, read for all blocks at once if that can be, else block by block."""
        heed, made = how
        try:
            cubes = self._cubes(plan, reductions, heed)
        except InvalidInputError as refusal:
            if len(reductions) == 1:
                return [refusing(_sizes(reductions[0]), refusal.message)]
            return [way for one in reductions for way in self._from_cubes(plan, [one], how)]
        return [made(cube, plan, one) for cube, one in zip(cubes, reductions, strict=True)]

    def _cubes(self, plan: Plan, reductions: Sequence[Reduction], heed: Heed) -> tuple[Cube, ...]:
        column = reductions[0].group
        wanted = Wanted(
            by=(column, plan.cluster) if plan.cluster else (column,),
            where=_where(plan, reductions[0]),
            patterns=plan.missing is Missing.FIML,
            weight=self.snapshot.weight if plan.weight else None,
        )
        blocks = [one.block for one in reductions]
        return reduce_finely(self.snapshot.path, blocks, wanted, progress=lambda _share: heed())

    def _ordinal(self, plan: Plan, one: Reduction, heed: Heed) -> Way:
        """Distinct answers of everyone who answered every item, and how many gave them."""
        heed()
        try:
            found = responses_of(self.snapshot.path, one.block, group=one.group, where=_where(plan, one))
        except InvalidInputError as refusal:
            return refusing(_sizes(one), refusal.message)
        known = {
            each.group: CategoricalGroup(
                each.group, each.codes.astype(np.int16), each.counts.astype(np.float64)
            )
            for each in found
        }
        items = len(one.block.items)
        return by_steps([known.get(cell.key, _no_steps(cell.key, items)) for cell in one.cells])

    def _weighted(self, plan: Plan, one: Reduction, heed: Heed) -> Way:
        try:
            return by_units(self._people(plan, one, heed))
        except InvalidInputError as refusal:
            return refusing(_sizes(one), refusal.message)

    def _people(self, plan: Plan, one: Reduction, heed: Heed) -> list[PeopleGroup]:
        """Everyone who answered every item, one by one, with the weight."""
        weight = self.snapshot.weight or ""

        def heeded(rows: Rows) -> Rows:
            heed()
            return rows.complete

        asked = rows_of(
            self.snapshot.path, one.block, group=one.group, where=_where(plan, one), beside=(weight,)
        )
        found = gathered(map(heeded, asked))
        known = {rows.group: PeopleGroup(rows.group, rows.answers, rows.beside[weight]) for rows in found}
        items = len(one.block.items)
        return [known.get(cell.key, _nobody(cell.key, items)) for cell in one.cells]


def _where(plan: Plan, one: Reduction) -> Mapping[str, Collection[str]]:
    """The people of the plan, in the groups that count."""
    names = {cell.key for cell in one.cells}
    kept = set(plan.where.get(one.group, names)) & names
    return {**plan.where, one.group: sorted(kept)}


def _sizes(one: Reduction) -> list[tuple[str, int]]:
    return [(cell.key, cell.complete) for cell in one.cells]


def _nobody(name: str, items: int) -> PeopleGroup:
    return PeopleGroup(name, np.empty((0, items)))


def _no_steps(name: str, items: int) -> CategoricalGroup:
    return CategoricalGroup(name, np.empty((0, items), dtype=np.int16), np.empty(0))


def way_from_cube(plan: Plan) -> Made | None:
    """Return what makes the plan's way of finer sums, if it takes finer sums."""
    if plan.missing is Missing.FIML:
        return way_by_clusters_with_holes if plan.cluster else way_with_holes
    return way_by_clusters if plan.cluster else None


def way_with_holes(cube: Cube, _plan: Plan, one: Reduction) -> Way:
    """Return the groups of fine sums in which everyone counts with what they answered."""
    known = {
        group.name: IncompleteGroup(
            group.name,
            tuple(Pattern(each.observed, each.n, each.mean, each.covariance) for each in group.patterns),
        )
        for group in patterns_by(cube, one.group)
    }
    return with_holes([known.get(cell.key, IncompleteGroup(cell.key, ())) for cell in one.cells])


def way_by_clusters(cube: Cube, plan: Plan, one: Reduction) -> Way:
    """Return the groups of fine sums by organisation; people without one are left out."""
    known: dict[str, Units] = {
        group.name: ClusteredGroup(group.name, group.people, group.n, group.mean, group.covariance)
        for group in clusters_by(cube, one.group, plan.cluster)
    }
    items = len(one.block.items)
    groups = [known.get(cell.key, _none(cell.key, items)) for cell in one.cells]
    lacking = sum(cell.complete for cell in one.cells) - sum(group.people for group in groups)
    return replace(by_units(groups), notes=(_without(plan.cluster, lacking),) if lacking else ())


def way_by_clusters_with_holes(cube: Cube, plan: Plan, one: Reduction) -> Way:
    """Return the same with what everyone answered who has an organisation."""
    known = {
        group.name: HoledUnits(
            group.name,
            group.unit.astype(np.intp),
            group.n,
            group.observed.astype(np.float64),
            group.mean,
            group.covariance,
            organisations=True,
        )
        for group in holed_clusters_by(cube, one.group, plan.cluster)
    }
    items = len(one.block.items)
    groups = [known.get(cell.key, _none_with_holes(cell.key, items)) for cell in one.cells]
    names = {cell.key for cell in one.cells}
    answered = sum(
        each.n for group in patterns_by(cube, one.group) if group.name in names for each in group.patterns
    )
    lacking = answered - sum(group.people for group in groups)
    notes = (_without(plan.cluster, lacking),) if lacking else ()
    return replace(by_units_with_holes(groups), notes=notes)


def _none_with_holes(name: str, items: int) -> HoledUnits:
    nobody = np.empty((0, items))
    cells = np.empty(0, dtype=np.intp)
    return HoledUnits(
        name, cells, np.empty(0), nobody, nobody, np.empty((0, items, items)), organisations=True
    )


def _none(name: str, items: int) -> ClusteredGroup:
    return ClusteredGroup(name, 0, np.empty(0), np.empty((0, items)), np.empty((0, items, items)))


def _without(fact: str, lacking: int) -> Message:
    return Message(
        "%(count)d person has no “%(fact)s” and is left out of the models.",
        {"count": lacking, "fact": fact},
        plural="%(count)d people have no “%(fact)s” and are left out of the models.",
        count=lacking,
    )
