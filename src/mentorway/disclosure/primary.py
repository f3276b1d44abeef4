"""Cells that are hidden for what they are themselves, before any reckoning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from mentorway.disclosure.rules import Rules
from mentorway.disclosure.system import Key, System, table_at
from mentorway.disclosure.tables import Booleans, History, Table
from mentorway.wording import N_, Message, shown


class Reason(StrEnum):
    """Why a cell is hidden."""

    QUESTION = "question"  # too few answers in the whole table
    FEW = "few"
    JOINED = "joined"  # too few people since it was last shown
    UNIFORM = "uniform"  # everybody of a group is in it
    KEPT = "kept"  # who publishes keeps it back
    SUBTRACTION = "subtraction"  # shown, it would give another one away


@dataclass(frozen=True)
class Because:
    """Why a cell is hidden, and since or from what."""

    reason: Reason
    told_by: str = ""

    def said(self, rules: Rules) -> Message:
        """The reason in a sentence, for those who may see the numbers themselves."""
        if self.reason is Reason.QUESTION:
            return Message(
                "Hidden, because fewer than %(count)d person answered.",
                {"count": rules.answers},
                plural="Hidden, because fewer than %(count)d people answered.",
                count=rules.answers,
            )
        if self.reason is Reason.FEW:
            return Message(
                "Hidden, because it is fewer than %(count)d person.",
                {"count": rules.fewest},
                plural="Hidden, because it is fewer than %(count)d people.",
                count=rules.fewest,
            )
        return Message(_BECAUSE[self.reason], {"count": rules.fewest, "sources": self.told_by})


_BECAUSE = {
    Reason.JOINED: N_(
        "Hidden, because fewer than %(count)d people joined since %(sources)s, and the difference would be"
        " about them."
    ),
    Reason.UNIFORM: N_(
        "Hidden, because it would tell of everybody in a group that they are in this category."
    ),
    Reason.KEPT: N_("Hidden, because it is not meant to be published."),
    Reason.SUBTRACTION: N_(
        "Hidden, because a hidden number could be found by subtraction from it together with %(sources)s."
    ),
}


def primary(table: Table, rules: Rules) -> Mapping[int, Because]:
    """The cells of a table that may not be shown whatever else is, by their places in the flattened counts.

    Examples
    --------
    >>> from mentorway.disclosure.tables import Dimension
    >>> role = Dimension("role", ("mentor", "mentee", "guest")).with_total("all")
    >>> found = primary(Table("People", (role,), np.array([30, 40, 3, 73])), Rules())
    >>> {place: because.reason.value for place, because in found.items()}
    {2: 'few'}
    """
    counts, never = table.counts, table.never
    if table.total < rules.answers:
        return {int(at): Because(Reason.QUESTION) for at in np.flatnonzero(~never)}
    few = (counts < rules.fewest) & (counts >= int(rules.zeros)) & ~never
    found = {int(at): Because(Reason.FEW) for at in np.flatnonzero(few)}
    if rules.uniform:
        for at in np.flatnonzero(_uniform(table) & ~few):
            found[int(at)] = Because(Reason.UNIFORM)
    return MappingProxyType(dict(sorted(found.items())))


def _uniform(table: Table) -> Booleans:
    """Leaves in which everybody of a line is, though there are others in which they could be."""
    found = np.zeros(table.shape, np.bool_)
    for axis, of in enumerate(table.dimensions):
        leaf = np.array([one not in of.sums for one in of.categories])
        counts = np.moveaxis(table.counts, axis, 0)[leaf]
        possible = (~np.moveaxis(table.never, axis, 0)[leaf]).sum(axis=0)
        alone = (counts > 0) & (counts == counts.sum(axis=0)) & (possible > 1)
        np.moveaxis(found, axis, 0)[leaf] |= alone
    return found


def joined(system: System, history: History, release: int, table: int, rules: Rules) -> dict[int, Because]:
    """The cells that too few people joined since they were last shown, by their rows."""
    earlier: dict[Key, tuple[int, int, str]] = {}
    found = {}
    for row, (key, place) in enumerate(zip(system.keys, system.places, strict=True)):
        of = table_at(history.releases, place)
        count = int(of.counts.flat[place.at])
        if place.release < release and of.published.flat[place.at]:
            if key not in earlier or earlier[key][0] <= place.release:
                earlier[key] = (place.release, count, history.releases[place.release].label)
        elif (place.release, place.table) == (release, table) and 0 < count - earlier.get(
            key, (0, count, "")
        )[1] < rules.fewest:
            found[row] = Because(Reason.JOINED, shown(earlier[key][2]))
    return found
