"""What newer answers lack that earlier ones had, and what saved analyses would miss."""

from collections.abc import Iterable
from dataclasses import dataclass

from mentorway.web.comparison import queries
from mentorway.web.comparison.analysis.stored import Contents, contents
from mentorway.web.comparison.models import Analysis, Dataset
from mentorway.wording import InvalidInputError


@dataclass(frozen=True)
class Missed:
    """Groups, scales and columns that are not there any more, and the analyses that ask for one of them."""

    groups: tuple[str, ...]
    scales: tuple[str, ...]
    columns: tuple[str, ...]
    analyses: tuple[Analysis, ...]


def missed_by(newer: Dataset) -> Missed | None:
    """Return what the edition before had and newer answers have not; nothing where all is there."""
    older = newer.newer_of
    if older is None or newer.preview is None:
        return None
    try:
        before = contents(older)
    except InvalidInputError:  # the earlier file is damaged: there is nothing to lay beside
        return None
    groups = _lacking(before.columns[0].values, newer.preview["groups"])
    scales = _lacking(before.scales, newer.preview["scales"])
    columns = tuple(newer.preview.get("lacking", []))
    if not (groups or scales or columns):
        return None
    return Missed(groups, scales, columns, tuple(_hit(older, before, {*groups, *scales, *columns})))


def _lacking(before: Iterable[tuple[str, int]], now: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    there = {name for name, _count in now}
    return tuple(name for name, _count in before if name not in there)


def _hit(older: Dataset, before: Contents, lacking: set[str]) -> list[Analysis]:
    """The analyses whose plan names something that is lacking."""
    found = []
    for analysis, version in queries.to_renew(older):
        plan = version.plan
        named = {*plan["groups"], *plan["scales"], plan.get("by", ""), plan.get("cluster", "")}
        named |= set(plan.get("where", {}))
        if plan.get("weight"):
            named.add(before.weight)
        if named & lacking:
            found.append(analysis)
    return found
