"""Stored answers → what may be compared: one pass to sums, then every scale, every group and every pair."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import scipy

import mentorway
from mentorway.answers import Item, Snapshot
from mentorway.comparing.choosing import (
    MOST_GROUPS,
    Scales,
    blocks_of,
    check_facts,
    check_plan,
    chosen_scales,
    model_of,
    model_of_all,
    texts_of,
)
from mentorway.comparing.describing import summary
from mentorway.comparing.item_answers import item_answers
from mentorway.comparing.licensing import JudgedPair, Licensing
from mentorway.comparing.models import Comparison, Plan, ScaleComparison
from mentorway.comparing.progress import READING, SHARE_OF_READING, Progress, Steps
from mentorway.comparing.reading import Reading
from mentorway.comparing.scores import score_comparison
from mentorway.comparing.sensitivity import Sensitivities, variants_of
from mentorway.comparing.sources import About, Source
from mentorway.comparing.ways import Way
from mentorway.evidence.psychometrics.factors.models import Release
from mentorway.moments import Reduction
from mentorway.wording import Message

__all__ = ["MOST_GROUPS", "compare", "versions"]


def compare(snapshot: Snapshot, plan: Plan | None = None, *, progress: Progress | None = None) -> Comparison:
    """Say for every scale and every pair of groups what may be compared, with all the numbers behind it.

    Parameters
    ----------
    snapshot : Snapshot
        Answers stored under their hash.
    plan : Plan, optional
        Which scales, groups and people, how the models are fitted, what may differ between groups, and the
        cut-offs; all, plain, nothing and the usual ones if not given.
    progress : callable, optional
        Told the share done, 0 to 1, and the step under way. What it raises ends the work.

    Returns
    -------
    Comparison
        A group or scale that a model refuses is described all the same, and the refusal is kept in words.

    Raises
    ------
    InvalidInputError
        The plan names what is not there or does not go together, or there are more than 40 groups.
    """
    plan = plan or Plan()
    tell = progress or (lambda _share, _step: None)
    check_plan(plan)
    check_facts(snapshot, plan)
    scales = chosen_scales(snapshot, plan)
    several = len(scales) > 1 and plan.several_factors
    source = Reading(snapshot, tuple(blocks_of(scales, several=several)))
    about = About(snapshot.codebook.title, snapshot.codebook.source, snapshot.sha256)
    return compared(about, scales, plan, source, tell)


def compared(about: About, scales: Scales, plan: Plan, source: Source, tell: Progress) -> Comparison:
    """Compare what a source holds; the plan is checked already.

    Where the source has one block more than there are scales, the last one is all scales together.
    """
    reductions = source.reductions(plan, lambda share: tell(SHARE_OF_READING * share, READING))
    variants = len(variants_of(plan, weighted=source.weighted)) if plan.sensitivity else 0
    work = _Work(scales, plan, source, _steps(tell, reductions, len(scales), variants))
    singles, together = work.done(reductions)
    tell(1.0, work.steps.step)
    return Comparison(
        title=about.title,
        source=about.source,
        data_hash=about.data_hash,
        group=reductions[0].group,
        rows=sum(cell.rows for cell in reductions[0].cells),
        groups=tuple(cell.key for cell in reductions[0].cells),
        scales=singles,
        several_factors=together,
        versions=versions(),
        plan=plan,
    )


def versions() -> dict[str, str]:
    """Return what the numbers were made with.

    >>> sorted(versions())
    ['mentorway', 'numpy', 'pyarrow', 'python', 'scipy']
    """
    return {
        "mentorway": mentorway.__version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "pyarrow": pa.__version__,
    }


def _steps(tell: Progress, reductions: Sequence[Reduction], scales: int, variants: int) -> Steps:
    """How many pieces there are: each scale in each group, and every model, in every variant."""
    groups = len(reductions[0].cells)
    models = groups * (groups - 1) // 2 + 1
    return Steps(tell, scales * groups + (scales * variants + len(reductions)) * models)


@dataclass(frozen=True)
class _Work:
    """All scales of one comparison, one after the other."""

    scales: Scales
    plan: Plan
    source: Source
    steps: Steps

    def done(
        self, reductions: Sequence[Reduction]
    ) -> tuple[tuple[ScaleComparison, ...], ScaleComparison | None]:
        """Return every scale by itself, and all of them together where the plan asks for it."""
        ways = self.source.ways(self.plan, reductions, self.steps.again)
        found = [
            self._scale(reduction, way, items)
            for reduction, way, items in zip(reductions, ways, self.scales.values(), strict=False)
        ]
        together = self._together(reductions[-1], ways[-1]) if len(reductions) > len(found) else None
        singles = tuple(scale for scale, _ in found)
        if not self.plan.sensitivity:
            return singles, together
        panel = Sensitivities(self.scales, self.plan, self.source, self.steps)
        panels = panel.of([pairs for _, pairs in found], reductions)
        return tuple(
            replace(scale, sensitivity=one) for scale, one in zip(singles, panels, strict=True)
        ), together

    def _scale(
        self, reduction: Reduction, way: Way, items: Sequence[Item]
    ) -> tuple[ScaleComparison, tuple[JudgedPair, ...]]:
        name = reduction.block.name
        model, step = model_of(name, items), Message("Comparing %(scale)s", {"scale": name})
        groups = []
        for cell in reduction.cells:
            self.steps.next(step)
            groups.append(summary(cell, model))
        releases = tuple(self.plan.releases.get(name, ()))
        licensing = Licensing(model, releases, way, self.plan, self.steps, step)
        scale, pairs = _licensed(licensing, reduction)
        return replace(
            scale,
            name=name,
            items=texts_of(items),
            groups=tuple(groups),
            scores=score_comparison(groups, scale.licences, self.plan),
            answers=item_answers(reduction.cells, scale.licences, self.plan),
        ), pairs

    def _together(self, reduction: Reduction, way: Way) -> ScaleComparison:
        """All scales in one model, a factor for each; groups are described scale by scale, not here."""
        releases: tuple[Release, ...] = tuple(
            one for name in self.scales for one in self.plan.releases.get(name, ())
        )
        step = Message("Comparing all scales together")
        licensing = Licensing(model_of_all(self.scales), releases, way, self.plan, self.steps, step)
        scale, _ = _licensed(licensing, reduction)
        items = texts_of([item for of_scale in self.scales.values() for item in of_scale])
        return replace(scale, name="+", items=items, mean_differences=())


def _licensed(licensing: Licensing, reduction: Reduction) -> tuple[ScaleComparison, tuple[JudgedPair, ...]]:
    """What the models say, not yet with name, items and groups."""
    whole, note = licensing.whole()
    pairs, warning = licensing.pairs()
    scale = ScaleComparison(
        name="",
        low=reduction.block.low,
        high=reduction.block.high,
        items=(),
        groups=(),
        ladder=whole,
        ladder_note=note,
        licences=tuple(pair.licence for pair in pairs),
        mean_differences=tuple(one for pair in pairs for one in pair.mean_differences),
        warnings=(*licensing.way.notes, *((warning,) if warning else ())),
        associations=tuple(one for pair in pairs for one in pair.associations),
    )
    return scale, pairs
