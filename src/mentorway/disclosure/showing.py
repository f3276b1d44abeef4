"""A table as it may be shown now: each number, or why it is not there, with what was last shown of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mentorway.disclosure.adding import table_of
from mentorway.disclosure.attack import Attack, attack
from mentorway.disclosure.protect import Pattern, Setting, protect
from mentorway.disclosure.rules import IN_THE_OPEN, Rules
from mentorway.disclosure.tables import Dimension, History, Table
from mentorway.wording import Message

NOT_SHOWN = Message(
    "Not shown: alone or together with other figures, it could tell something about single people."
)


@dataclass(frozen=True)
class Shown:
    """A cell on a page. `count` is None where it is hidden.

    `said` is what everybody may read in its place: the same for every hidden cell, as the reason itself says
    how large a number is. `because` is the reason, for those who may see the numbers. `earlier` is the count
    last shown, with the label of its release.
    """

    cell: tuple[str, ...]
    count: int | None
    said: Message | None = None
    because: Message | None = None
    earlier: tuple[int, str] | None = None


@dataclass(frozen=True)
class Showing:
    """What may be shown of a table, and the proof. `pattern.table` goes into the history once it is."""

    cells: tuple[Shown, ...]
    pattern: Pattern
    proof: Attack

    def of(self, *cell: str) -> Shown:
        """One cell by its categories."""
        return next(one for one in self.cells if one.cell == cell)


def showing(table: Table, setting: Setting | None = None, rules: Rules = IN_THE_OPEN) -> Showing:
    """Say what may be shown of a table now, and attack it once more together with everything before.

    Parameters
    ----------
    table : Table
        With true counts.
    setting : Setting, optional
        The release and what has been published before.
    rules : Rules, optional

    Returns
    -------
    Showing

    Raises
    ------
    InvalidInputError
        As for `protect`.

    Examples
    --------
    >>> role = Dimension("role", ("mentor", "mentee", "guest")).with_total("all")
    >>> found = showing(table_of("People", {("mentor",): 30, ("mentee",): 40, ("guest",): 3}, [role]))
    >>> [(one.cell[0], one.count) for one in found.cells]
    [('mentor', None), ('mentee', 40), ('guest', None), ('all', 73)]
    >>> str(found.of("guest").because), found.proof.safe
    ('Hidden, because it is fewer than 10 people.', True)
    """
    given = setting or Setting()
    pattern = protect(table, given, rules)
    proof = attack(given.with_table(pattern.table), rules)
    return Showing(tuple(_cells(pattern, given.history, rules)), pattern, proof)


def by_group(
    groups: Mapping[str, int],
    setting: Setting | None = None,
    rules: Rules = IN_THE_OPEN,
    *,
    names: tuple[str, str, str] = ("People", "group", "all"),
) -> Showing:
    """Say what may be shown of counts by group and of their total.

    Parameters
    ----------
    groups : mapping of str to int
        People of each group; everybody is in one.
    setting : Setting, optional
    rules : Rules, optional
    names : tuple of three str
        Of the table, of what people are grouped by, and of the total.

    Returns
    -------
    Showing

    Raises
    ------
    InvalidInputError
        As for `protect`.

    Examples
    --------
    >>> found = by_group({"FI": 31, "LT": 12, "LV": 4})
    >>> {one.cell[0]: one.count for one in found.cells}
    {'FI': 31, 'LT': None, 'LV': None, 'all': 47}
    """
    title, what, total = names
    of = Dimension(what, tuple(groups)).with_total(total)
    return showing(table_of(title, {(one,): count for one, count in groups.items()}, [of]), setting, rules)


def _cells(pattern: Pattern, history: History, rules: Rules) -> Iterator[Shown]:
    table = pattern.table
    for at in range(table.counts.size):
        cell = table.cell(at)
        if table.published.flat[at]:
            yield Shown(cell, int(table.counts.flat[at]))
            continue
        because = pattern.because[cell].said(rules)
        yield Shown(cell, None, NOT_SHOWN, because, _earlier(table, cell, history))


def _earlier(table: Table, cell: tuple[str, ...], history: History) -> tuple[int, str] | None:
    """The same cell of the table of that name where it was last shown."""
    names = [of.name for of in table.dimensions]
    for release in reversed(history.releases):
        for one in release.tables:
            same = one.name == table.name and [of.name for of in one.dimensions] == names
            if not same or any(
                which not in of.categories for of, which in zip(one.dimensions, cell, strict=True)
            ):
                continue
            place = tuple(of.categories.index(which) for of, which in zip(one.dimensions, cell, strict=True))
            if one.published[place]:
                return int(one.counts[place]), release.label
    return None
