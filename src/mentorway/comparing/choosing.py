"""Which scales and groups a plan asks for, and what is read for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mentorway.answers import Item, Snapshot
from mentorway.comparing.models import ItemText, Missing, Plan
from mentorway.evidence.psychometrics.factors.factor_input import check_releases
from mentorway.evidence.psychometrics.factors.models import FactorModel
from mentorway.moments import Block
from mentorway.wording import InvalidInputError, Message, listed, shown

MOST_GROUPS = 40
Scales = dict[str, tuple[Item, ...]]


def plan_problems(plan: Plan) -> tuple[Message, ...]:
    """Return what in a plan does not go together.

    >>> [str(one) for one in plan_problems(Plan(ordinal=True, weight=True))]
    ['Ordinal models cannot heed weights. Choose one of the two.']
    """
    problems = []
    if plan.missing is Missing.FIML and plan.weight:
        problems.append(
            Message(
                "Answers of people who left some out cannot be used together with weights. Choose complete "
                "answers, or no weights."
            )
        )
    if plan.ordinal and plan.missing is Missing.FIML:
        problems.append(
            Message("Ordinal models take people who answered every item. Choose complete answers.")
        )
    if plan.ordinal and plan.weight:
        problems.append(Message("Ordinal models cannot heed weights. Choose one of the two."))
    if plan.ordinal and plan.cluster:
        problems.append(Message("Ordinal models cannot heed organisations. Choose one of the two."))
    if plan.matters < 0:
        problems.append(Message("The smallest difference that matters cannot be below 0."))
    return tuple(problems)


def check_plan(plan: Plan) -> None:
    """Refuse a plan in which something does not go together."""
    for problem in plan_problems(plan):
        raise InvalidInputError(problem)


def check_facts(snapshot: Snapshot, plan: Plan) -> None:
    """Refuse a plan that asks for facts or weights which the answers do not hold."""
    for fact in (plan.by, plan.cluster, *plan.where):
        if fact and fact not in snapshot.by:
            raise InvalidInputError(
                Message(
                    "The answers hold no “%(fact)s”. Groups can be made and people chosen by: %(facts)s.",
                    {"fact": shown(fact), "facts": listed(snapshot.by)},
                )
            )
    if plan.cluster and plan.cluster == (plan.by or snapshot.group):
        raise InvalidInputError(
            Message(
                "“%(fact)s” makes the groups, so it cannot name the organisations as well. Choose another "
                "one.",
                {"fact": shown(plan.cluster)},
            )
        )
    if plan.weight and not snapshot.weight:
        raise InvalidInputError(
            Message("The answers hold no weights. Import them with the column of the weights, or do without.")
        )


def chosen_scales(snapshot: Snapshot, plan: Plan) -> Scales:
    """Return the scales that the plan asks for with their items, or say which one is not there."""
    return chosen_of(snapshot.codebook.scales(), plan)


def chosen_of(scales: Mapping[str, tuple[Item, ...]], plan: Plan) -> Scales:
    """Return those of some scales that the plan asks for, or say which one is not there."""
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
            check_releases(model_of(name, chosen[name]), releases)
    return chosen


def chosen_groups(known: Sequence[str], column: str, plan: Plan) -> tuple[str, ...]:
    """Return the groups that the plan asks for, or say which one is not there, or that there are too many."""
    lacking = [name for name in plan.groups if name not in known]
    if not known:
        raise InvalidInputError(
            Message("Nobody is left: no answers fit all that was chosen. Choose fewer conditions.")
        )
    if lacking:
        raise InvalidInputError(
            Message(
                "There is no group “%(group)s” in column “%(column)s”. Its groups are: %(groups)s.",
                {
                    "group": lacking[0],
                    "column": column,
                    "groups": listed(known, MOST_GROUPS),
                },
            )
        )
    chosen = tuple(name for name in known if not plan.groups or name in plan.groups)
    if len(chosen) > MOST_GROUPS:
        raise InvalidInputError(
            Message(
                "Column “%(column)s” has %(count)d groups, and at most %(most)d can be compared at once. "
                "Name the groups to compare.",
                {"column": column, "count": len(chosen), "most": MOST_GROUPS},
            )
        )
    return chosen


def blocks_of(scales: Scales, *, several: bool) -> list[Block]:
    """Return what is read: every scale, and all of them on one range where they share a model.

    Items of shorter scales only move by a constant, the same in every group.
    """
    blocks = [_block(name, items) for name, items in scales.items()]
    if several:
        blocks.append(_block("+", [item for items in scales.values() for item in items]))
    return blocks


def _block(name: str, items: Sequence[Item]) -> Block:
    return Block(
        name,
        tuple(item.name for item in items),
        reverse=tuple(item.reverse for item in items),
        low=min(item.low for item in items),
        high=max(item.high for item in items),
    )


def model_of(name: str, items: Sequence[Item]) -> FactorModel:
    """Return the model of one scale."""
    return FactorModel.one_factor(name, [item.name for item in items])


def model_of_all(scales: Scales) -> FactorModel:
    """Return the model of all scales, a factor for each."""
    factors = tuple((name, tuple(item.name for item in items)) for name, items in scales.items())
    return FactorModel(tuple(item for _, items in factors for item in items), factors)


def texts_of(items: Sequence[Item]) -> tuple[ItemText, ...]:
    """Return the items as people were asked them."""
    return tuple(ItemText(item.name, item.text, dict(item.texts), item.reverse) for item in items)
