"""Stored answers → what may be compared: one pass to sums, then every scale, every group and every pair."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import pyarrow as pa
import scipy

import mentorway
from mentorway.answers import Item, Snapshot
from mentorway.comparing.describing import model_input, summary
from mentorway.comparing.models import Comparison, ItemText, Plan, ScaleComparison
from mentorway.evidence.psychometrics.factor_input import check_model, check_moments, check_releases
from mentorway.evidence.psychometrics.invariance import Ladder, MeanDifference, ladder, mean_differences
from mentorway.evidence.psychometrics.layout import layout
from mentorway.evidence.psychometrics.licence import Licence, Verdict, judge, refused, too_few
from mentorway.evidence.psychometrics.models import FactorModel, GroupMoments, Level, Release
from mentorway.moments import Block, Cell, Reduction, reduce_answers
from mentorway.wording import InvalidInputError, Message

MOST_GROUPS = 40
PAIR = 2
SHARE_OF_READING = 0.3
MOST_IN_A_LADDER = 5e8  # work of one step over all groups: about a tenth of a second
MOST_IN_PAIRS = 2e9  # work of one step over all pairs: altogether less than half a minute
PAIR_LEVELS = (Level.CONFIGURAL, Level.METRIC, Level.SCALAR)
READING = Message("Adding up the answers")
Progress = Callable[[float, Message], None]


def compare(snapshot: Snapshot, plan: Plan | None = None, *, progress: Progress | None = None) -> Comparison:
    """Say for every scale and every pair of groups what may be compared, with all the numbers behind it.

    Parameters
    ----------
    snapshot : Snapshot
        Answers stored under their hash.
    plan : Plan, optional
        Which scales and groups, what may differ between groups, and the cut-offs; all, nothing and the
        usual ones if not given.
    progress : callable, optional
        Told the share done, 0 to 1, and the step under way. What it raises ends the work.

    Returns
    -------
    Comparison
        A group or scale that a model refuses is described all the same, and the refusal is kept in words.

    Raises
    ------
    InvalidInputError
        The plan names what is not there, or there are more than 40 groups.
    """
    plan = plan or Plan()
    tell = progress or (lambda _share, _step: None)
    scales = _chosen_scales(snapshot, plan)
    several = len(scales) > 1 and plan.several_factors
    blocks = [_block(name, items) for name, items in scales.items()]
    if several:
        blocks.append(_block_of_all([item for items in scales.values() for item in items]))
    reductions = reduce_answers(
        snapshot.path,
        blocks,
        group=snapshot.group,
        progress=lambda share: tell(SHARE_OF_READING * share, READING),
    )
    reductions = tuple(_chosen_groups(reduction, plan) for reduction in reductions)
    steps = _Steps(tell, _work(len(reductions[0].cells), len(scales), several=several))
    singles = tuple(
        _scale(reduction, items, _model(name, items), (plan, steps))
        for reduction, (name, items) in zip(reductions, scales.items(), strict=False)
    )
    together = _together(reductions[-1], scales, (plan, steps)) if several else None
    tell(1.0, steps.step)
    return Comparison(
        title=snapshot.codebook.title,
        source=snapshot.codebook.source,
        data_hash=snapshot.sha256,
        group=snapshot.group,
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


@dataclass
class _Steps:
    """How much of the work after reading is done, and what is under way."""

    tell: Progress
    all: int
    done: int = -1
    step: Message = READING

    def next(self, step: Message) -> None:
        """Another piece begins: it is told before the work, not after it."""
        self.done += 1
        self.step = step
        self.again()

    def again(self) -> None:
        """The same piece still goes on. Who does not want it any more raises."""
        share = min(max(self.done, 0) / self.all, 1.0)
        self.tell(SHARE_OF_READING + (1 - SHARE_OF_READING) * share, self.step)


def _work(groups: int, scales: int, *, several: bool) -> int:
    """How many pieces there are: each scale in each group, and every model."""
    return scales * groups + (scales + several) * (groups * (groups - 1) // 2 + 1)


def _chosen_scales(snapshot: Snapshot, plan: Plan) -> dict[str, tuple[Item, ...]]:
    scales = snapshot.codebook.scales()
    for name in (*plan.scales, *plan.releases):
        if name not in scales:
            raise InvalidInputError(
                Message(
                    "There is no scale “%(scale)s” in the codebook. Its scales are: %(scales)s.",
                    {"scale": name, "scales": ", ".join(scales)},
                )
            )
    chosen = {name: items for name, items in scales.items() if not plan.scales or name in plan.scales}
    for name, releases in plan.releases.items():
        if name in chosen:
            check_releases(_model(name, chosen[name]), releases)
    return chosen


def _chosen_groups(reduction: Reduction, plan: Plan) -> Reduction:
    known = [cell.key for cell in reduction.cells]
    lacking = [name for name in plan.groups if name not in known]
    if lacking or not known:
        raise InvalidInputError(
            Message(
                "There is no group “%(group)s” in column “%(column)s”. Its groups are: %(groups)s.",
                {
                    "group": lacking[0] if lacking else "–",
                    "column": reduction.group,
                    "groups": ", ".join(known),
                },
            )
        )
    chosen = tuple(cell for cell in reduction.cells if not plan.groups or cell.key in plan.groups)
    if len(chosen) > MOST_GROUPS:
        raise InvalidInputError(
            Message(
                "Column “%(column)s” has %(count)d groups, and at most %(most)d can be compared at once. "
                "Name the groups to compare.",
                {"column": reduction.group, "count": len(chosen), "most": MOST_GROUPS},
            )
        )
    return replace(reduction, cells=chosen)


def _block(name: str, items: Sequence[Item]) -> Block:
    return Block(
        name,
        tuple(item.name for item in items),
        reverse=tuple(item.reverse for item in items),
        low=items[0].low,
        high=items[0].high,
    )


def _block_of_all(items: Sequence[Item]) -> Block:
    """All items on one range; items of shorter scales only move by a constant, the same in every group."""
    return Block(
        "+",
        tuple(item.name for item in items),
        reverse=tuple(item.reverse for item in items),
        low=min(item.low for item in items),
        high=max(item.high for item in items),
    )


def _model(name: str, items: Sequence[Item]) -> FactorModel:
    return FactorModel.one_factor(name, [item.name for item in items])


def _texts(items: Sequence[Item]) -> tuple[ItemText, ...]:
    return tuple(ItemText(item.name, item.text, dict(item.texts), item.reverse) for item in items)


def _scale(
    reduction: Reduction, items: Sequence[Item], model: FactorModel, by: tuple[Plan, _Steps]
) -> ScaleComparison:
    plan, steps = by
    name = reduction.block.name
    step = Message("Comparing %(scale)s", {"scale": name})
    groups = []
    for cell in reduction.cells:
        steps.next(step)
        groups.append(summary(cell, model))
    found = _Models(model, tuple(plan.releases.get(name, ())), plan, steps, step)
    empty = replace(_EMPTY, name=name, groups=tuple(groups), items=_texts(items))
    return found.compared(reduction.cells, empty)


def _together(
    reduction: Reduction, scales: dict[str, tuple[Item, ...]], by: tuple[Plan, _Steps]
) -> ScaleComparison:
    """All scales in one model, a factor for each; groups are described scale by scale, not here."""
    plan, steps = by
    model = FactorModel(
        reduction.block.items,
        tuple((name, tuple(item.name for item in items)) for name, items in scales.items()),
    )
    releases = tuple(one for name in scales for one in plan.releases.get(name, ()))
    step = Message("Comparing all scales together")
    items = _texts([item for of_scale in scales.values() for item in of_scale])
    found = _Models(model, releases, plan, steps, step)
    compared = found.compared(reduction.cells, replace(_EMPTY, name="+", items=items))
    return replace(compared, mean_differences=())


_EMPTY = ScaleComparison(
    name="",
    low=0,
    high=0,
    items=(),
    groups=(),
    ladder=None,
    ladder_note=None,
    licences=(),
    mean_differences=(),
    warnings=(),
)


@dataclass
class _Models:
    """The models of one scale: all large groups in one ladder, and each pair in its own."""

    model: FactorModel
    releases: tuple[Release, ...]
    plan: Plan
    steps: _Steps
    step: Message

    def compared(self, cells: Sequence[Cell], so_far: ScaleComparison) -> ScaleComparison:
        """Fill in what the models say."""
        groups = [model_input(cell) for cell in cells]
        whole, note = self._ladder(groups)
        warning = self._too_many_pairs(groups)
        pairs = [] if warning else [self._pair(first, second) for first, second in combinations(groups, 2)]
        block = cells[0].block
        return replace(
            so_far,
            low=block.low,
            high=block.high,
            ladder=whole,
            ladder_note=note,
            licences=tuple(licence for licence, _ in pairs),
            mean_differences=tuple(one for _, differences in pairs for one in differences),
            warnings=(warning,) if warning else (),
        )

    def _ladder(self, groups: Sequence[GroupMoments]) -> tuple[Ladder | None, Message | None]:
        """One ladder over all groups that can carry it, and which ones cannot."""
        self.steps.next(self.step)
        usable = [group for group in groups if self._carries(group)]
        left_out = [group.name for group in groups if group not in usable]
        try:
            check_model(self.model)
            if len(groups) < PAIR:
                return None, Message("There is one group only, so there is nothing to compare it with.")
            if len(usable) < PAIR:
                return None, Message(
                    "There is no model for all groups: fewer than two groups have enough people for it."
                )
            if len(usable) * self._work() > MOST_IN_A_LADDER:
                return None, self._too_large(len(usable))
            found = ladder(usable, self.model, self.releases, heed=self.steps.again)
            return _lean(found), _left_out(left_out)
        except InvalidInputError as error:
            return None, error.message

    def _work(self) -> float:
        """Work of one step in one group: it grows with the third power of the parameters."""
        return float(layout(1, self.model, Level.SCALAR, ()).slots) ** 3

    def _too_large(self, groups: int) -> Message:
        return Message(
            "There is no model for all groups at once, because it would take too long (groups: %(groups)d, "
            "items: %(items)d). Compare fewer groups to get it. Each pair of groups is judged on its own "
            "and does not need it.",
            {"groups": groups, "items": len(self.model.items)},
        )

    def _too_many_pairs(self, groups: Sequence[GroupMoments]) -> Message | None:
        """Why the pairs of several scales together are left out; those of one scale never are."""
        if len(self.model.factors) < PAIR:
            return None
        carrying = sum(self._carries(group) for group in groups)
        pairs = carrying * (carrying - 1) // 2
        if pairs * PAIR * self._work() <= MOST_IN_PAIRS:
            return None
        return Message(
            "The pairs of groups are not judged with all scales together, because that would take too long "
            "(pairs: %(pairs)d, items: %(items)d). Compare fewer groups to get it. What each scale allows is "
            "said scale by scale.",
            {"pairs": pairs, "items": len(self.model.items)},
        )

    def _carries(self, group: GroupMoments) -> bool:
        rules, items = self.plan.rules, len(self.model.items)
        if group.n < max(rules.fewest, rules.fewest_per_item * items):
            return False
        try:
            check_moments([group], self.model)
        except InvalidInputError:
            return False
        return True

    def _pair(self, first: GroupMoments, second: GroupMoments) -> tuple[Licence, tuple[MeanDifference, ...]]:
        self.steps.next(self.step)
        rules, items = self.plan.rules, len(self.model.items)
        refusal = too_few((first, second), items, rules)
        if refusal:
            return refusal, ()
        try:
            found = ladder(
                [first, second], self.model, self.releases, levels=PAIR_LEVELS, heed=self.steps.again
            )
            licence = judge(found, self.releases, rules)
            return licence, _licensed_means(found, licence)
        except InvalidInputError as error:
            return refused(first.name, second.name, error.message), ()


def _licensed_means(found: Ladder, licence: Licence) -> tuple[MeanDifference, ...]:
    """Differences between means, only where the licence allows them."""
    scalar = found.fit_at(Level.SCALAR)
    if scalar is None or licence.verdict not in (Verdict.MEANS, Verdict.PARTIAL_MEANS):
        return ()
    return mean_differences(scalar)


def _left_out(names: Sequence[str]) -> Message | None:
    if not names:
        return None
    return Message(
        "Not in this model, because too few people answered every item or an item does not vary: %(groups)s.",
        {"groups": ", ".join(names)},
    )


def _lean(found: Ladder) -> Ladder:
    """The ladder without the score tests that no page shows: each level keeps its own kind only."""
    return replace(found, fits=tuple(replace(fit, score_tests=()) for fit in found.fits))
