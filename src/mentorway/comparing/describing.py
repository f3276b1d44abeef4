"""One scale in one group: how it was answered, how reliable it is, and whether one factor explains it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

from mentorway.comparing.models import GroupSummary
from mentorway.evidence.psychometrics.factors.models import FactorModel, Fit, GroupMoments
from mentorway.evidence.psychometrics.factors.structure import fit
from mentorway.evidence.psychometrics.items import item_statistics
from mentorway.evidence.psychometrics.reliability import alpha, omega
from mentorway.moments import Cell
from mentorway.wording import InvalidInputError, Message

Found = TypeVar("Found")


def model_input(cell: Cell) -> GroupMoments:
    """Return a cell as the models take it."""
    return GroupMoments(cell.key, cell.complete, cell.mean, cell.covariance)


def summary(cell: Cell, model: FactorModel) -> GroupSummary:
    """Describe one scale in one group; what cannot be found is None, and the reason is among the warnings."""
    refusals: list[Message] = []
    names, covariance, n = model.items, cell.covariance, cell.complete
    found_alpha = _tried(refusals, lambda: alpha(covariance, n, names=names)) if n else None
    found_omega = _tried(refusals, lambda: omega(covariance, n, names=names)) if n else None
    found_fit = _tried(refusals, lambda: _one_factor(cell, model)) if n else None
    if not n:
        refusals.append(Message("Nobody answered every item."))
    own = [one.warnings for one in (found_alpha, found_omega, found_fit) if one is not None]
    return GroupSummary(
        name=cell.key,
        rows=cell.rows,
        complete=n,
        missing_share=float(cell.missing.sum()) / (cell.rows * len(names)) if cell.rows else math.nan,
        mean=float(cell.mean.mean()),
        sd=_spread(cell),
        alpha=found_alpha,
        omega=found_omega,
        fit=found_fit,
        items=item_statistics(
            names, cell.counts, cell.missing, low=cell.block.low, covariance=covariance if n else None
        ),
        warnings=_each_once([*refusals, *(warning for those in own for warning in those)]),
    )


def _one_factor(cell: Cell, model: FactorModel) -> Fit:
    return fit([model_input(cell)], model)


def _tried(refusals: list[Message], find: Callable[[], Found]) -> Found | None:
    try:
        return find()
    except InvalidInputError as error:
        refusals.append(error.message)
        return None


def _spread(cell: Cell) -> float:
    """Standard deviation, divisor n - 1, of each person's mean answer."""
    n, items = cell.complete, len(cell.sums)
    if n < 2:  # noqa: PLR2004 - one person has no spread
        return math.nan
    return math.sqrt(max(float(cell.covariance.sum()), 0.0) * n / (n - 1)) / items


def _each_once(messages: list[Message]) -> tuple[Message, ...]:
    return tuple({str(message): message for message in messages}.values())
