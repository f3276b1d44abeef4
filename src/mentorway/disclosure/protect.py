"""Which cells of a table to hide, so that it gives no hidden number away, nor does anything before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from mentorway.disclosure.attack import Bounds, bounds_of, sources, tables_of
from mentorway.disclosure.choosing import Promise, greedy, information, least
from mentorway.disclosure.primary import Because, Reason, joined, primary
from mentorway.disclosure.rules import IN_THE_OPEN, Rules
from mentorway.disclosure.system import systems_of
from mentorway.disclosure.tables import Booleans, History, Release, Table
from mentorway.disclosure.targets import Attacker, Interval, Target

EXACT_CELLS = 120  # cells of a table up to which the least loss is looked for
EXACT_ROUNDS = 60
AT_ONCE = 40  # promises after which cells are chosen anew
HEAVY = 1e4  # against hiding what others give away
PRUNED = 60  # cells hidden against subtraction up to which each is tried without


class Method(StrEnum):
    """How sure it is that no pattern loses less."""

    EXACT = "exact"  # proved to lose the least
    GREEDY = "greedy"  # no single cell can be shown again; another pattern may lose less
    UNPRUNED = "unpruned"  # greedy, and too many to try each
    PRIMARY = "primary"  # nothing had to be hidden against subtraction


@dataclass(frozen=True)
class Pattern:
    """A table with what of it may be shown, and why the rest may not.

    `because` says of each hidden cell, by its categories, why it is hidden. `lost` is the share of
    information that is lost, 0 to 1, each cell counting the logarithm of two more than its count.
    `given_away` are hidden numbers that can be reckoned from what others have published, whatever of this
    table is hidden.
    """

    table: Table
    because: Mapping[tuple[str, ...], Because]
    method: Method
    lost: float
    given_away: tuple[Bounds, ...]


@dataclass(frozen=True)
class Setting:
    """When a table is published: its release, what came before, and other tables of the same release."""

    label: str = "now"
    history: History = History()  # noqa: RUF009 - frozen and empty
    beside: tuple[Table, ...] = ()
    grows: bool = True

    def with_table(self, table: Table) -> History:
        """Everything that is published once this table is."""
        return self.history.then(Release(self.label, (*self.beside, table), self.grows))


def protect(table: Table, setting: Setting | None = None, rules: Rules = IN_THE_OPEN) -> Pattern:
    """Choose what of a table may be shown, beside all that has been published.

    First every cell is hidden that may not be shown for itself: too few people, too few who joined since it
    was last shown, all of a group in one category, or too few answers altogether. Then further cells, until
    an attack with all figures leaves at least `width` whole numbers for every hidden count, now and in
    earlier releases, and tells of no few people who joined. Each failed attack names the cells it was
    reckoned from, one of which must be hidden; up to 120 cells, the cheapest set of cells that meets all
    these demands is found by CP-SAT in turns with the attack, which proves that no pattern loses less.
    Beyond, cells are chosen one by one, and those that turn out not to be needed are shown again.

    Parameters
    ----------
    table : Table
        With true counts; what it says of `shown` is the most that may be shown.
    setting : Setting, optional
    rules : Rules, optional

    Returns
    -------
    Pattern

    Raises
    ------
    InvalidInputError
        Tables contradict each other (people left, or are not counted in both), or are too many to check.

    References
    ----------
    Fischetti & Salazar (2001), Manag Sci 47:1008-1027, doi:10.1287/mnsc.47.7.1008.9805. Cox (1980), J Am Stat
    Assoc 75:377-385, doi:10.1080/01621459.1980.10477481.

    Examples
    --------
    >>> from mentorway.disclosure.tables import Dimension
    >>> role = Dimension("role", ("mentor", "mentee", "guest")).with_total("all")
    >>> pattern = protect(Table("People", (role,), np.array([30, 40, 3, 73])))
    >>> {cell[0]: because.reason.value for cell, because in pattern.because.items()}
    {'mentor': 'subtraction', 'guest': 'few'}
    """
    given = setting or Setting()
    return _Search(table, given, rules).pattern()


class _Search:
    """Hides cells, attacks, hides more."""

    def __init__(self, table: Table, setting: Setting, rules: Rules) -> None:
        self.table, self.rules = table, rules
        self.history = setting.with_table(table)
        at = len(self.history.releases) - 1
        which = len(setting.beside)
        systems = systems_of(self.history)
        self.system = next(
            one for one in systems if any((place.release, place.table) == (at, which) for place in one.places)
        )
        self.attacker = Attacker(self.system, self.history)
        rows = [
            row for row, place in enumerate(self.system.places) if (place.release, place.table) == (at, which)
        ]
        self.rows, self.first = rows, rows[0]
        self.attacker.programme.check()
        self.others = self.attacker.published.copy()
        self.others[rows] = False
        self.because: dict[int, Because] = {
            self.first + one: two for one, two in primary(table, rules).items()
        }
        for row, because in joined(self.system, self.history, at, which, rules).items():
            self.because.setdefault(row, because)
        for row in [one for one in rows if not table.published.flat[one - self.first]]:
            self.because.setdefault(row, Because(Reason.KEPT))
        self.fixed = frozenset(one for one in self.because if not self.attacker.never[one])
        self.weights = {
            row: information(int(table.counts.flat[row - self.first]))
            for row in rows
            if not self.attacker.never[row]
        }
        self.costs = dict(self.weights)
        self.promises: list[Promise] = []
        self.given_away: dict[Target, Interval] = {}
        self.growths = list(self.attacker.growths())
        self._leave_to_others()

    def _leave_to_others(self) -> None:
        """What others give away, whatever is hidden here: it is not hidden for that, and said."""
        self.attacker.publish(self.others)
        for target in (*self.attacker.hidden(), *self.growths):
            found = self.attacker.breach(target, self.rules)
            if found is None:
                continue
            same = [] if target.growth else self._same(target.row)
            if not same or not self._pointless(same):
                self.given_away[target] = found
                continue
            self.fixed -= set(same)
            for row in same:
                if found.lower == found.upper:
                    del self.costs[row]
                else:
                    self.costs[row] += HEAVY

    def pattern(self) -> Pattern:
        more, method = self._found()
        for row in more:
            told_by = next((one.told_by for one in self.promises if row in one.some), "")
            self.because[row] = Because(Reason.SUBTRACTION, told_by)
        hidden = np.zeros(self.table.counts.size, np.bool_)
        hidden[[row - self.first for row in (*self.fixed, *more)]] = True
        self.attacker.publish(self._published(more))
        lost = sum(self.weights[one] for one in (*self.fixed, *more))
        return Pattern(
            replace(self.table, shown=~hidden.reshape(self.table.shape)),
            MappingProxyType(
                {self.table.cell(one - self.first): self.because[one] for one in sorted((*self.fixed, *more))}
            ),
            method if more else Method.PRIMARY,
            lost / max(sum(self.weights.values()), 1e-300),
            tuple(
                bounds_of(self.attacker, one, interval, self.rules)
                for one, interval in self.given_away.items()
                if one.growth or not self.attacker.published[one.row]
            ),
        )

    def _found(self) -> tuple[frozenset[int], Method]:
        more: frozenset[int] = frozenset()
        exact = len(self.weights) <= EXACT_CELLS
        for turn in range(len(self.weights) * EXACT_ROUNDS):
            if not self._attacked(more):
                break
            more -= {row for row in more if self.costs.get(row, HEAVY) >= HEAVY}
            best = least(self.promises, self.costs, self.fixed) if exact and turn < EXACT_ROUNDS else None
            if best is None:
                exact = False
                more |= greedy(self.promises, self.costs, self.fixed | more)
            else:
                more = best
        if exact:
            return more, Method.EXACT
        if len(more) > PRUNED:
            return more, Method.UNPRUNED
        return self._pruned(more), Method.GREEDY

    def _pruned(self, more: frozenset[int]) -> frozenset[int]:
        """Show again what is not needed, the most telling first."""
        for one in sorted(more, key=lambda row: (-self.weights[row], row)):
            less = more - {one}
            hidden = self.fixed | less
            if all(promise.kept(hidden) for promise in self.promises) and not self._attacked(less):
                more = less
        return more

    def _published(self, more: frozenset[int]) -> Booleans:
        published = self.others.copy()
        published[self.rows] = True
        published[list(self.fixed | more)] = False
        return published

    def _attacked(self, more: frozenset[int]) -> bool:
        """Attack with these cells hidden; whether there are new promises to keep."""
        self.attacker.publish(self._published(more))
        before = len(self.promises) + len(self.given_away)
        for quick in (True, False):
            for target in (*self.attacker.hidden(), *self.growths):
                if target in self.given_away:
                    continue
                found = self.attacker.breach(target, self.rules, quick=quick)
                if found is not None:
                    self._promise(target, found)
                if len(self.promises) > before + AT_ONCE:
                    break
            if len(self.promises) + len(self.given_away) > before:
                return True
        return False

    def _promise(self, target: Target, found: Interval) -> None:
        owners = self.attacker.owners(found.by)
        free_to_hide = self.attacker.owners(found.by, removable=True)
        some = frozenset(one for one in free_to_hide if one in self.costs)
        same = [] if target.growth else self._same(target.row)
        free = all(row in self.weights for row in same) and not self.fixed & set(same) and bool(same)
        if not some:
            self.given_away[target] = found
            self.costs.update({row: HEAVY + self.weights[row] for row in same if free and row in self.costs})
            return
        told_by = sources(tables_of(self.system, self.history, owners))
        if free:
            self.promises.extend(Promise(some - {row}, row, told_by) for row in same)
            return
        self.promises.append(Promise(some, told_by=told_by))

    def _pointless(self, same: Sequence[int]) -> bool:
        """Whether cells are large, and hidden only for what others tell all the same (or not at all)."""
        reasons = {self.because[row].reason for row in same if row in self.because}
        return reasons <= {Reason.UNIFORM, Reason.JOINED} and all(row in self.weights for row in same)

    def _same(self, row: int) -> Sequence[int]:
        """Cells that are the same number and hidden."""
        key, period = self.system.keys[row], self.system.periods[row]
        return [
            one
            for one in range(self.system.cells)
            if self.system.keys[one] == key
            and self.system.periods[one] == period
            and not self.attacker.published[one]
        ]
