"""What an attacker would like to know: hidden counts, and how many joined a cell between two releases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mentorway.disclosure.programme import NEARLY, End, Programme
from mentorway.disclosure.rules import Rules
from mentorway.disclosure.statements import Statements, published_in, statements_of
from mentorway.disclosure.system import Key, System, table_at
from mentorway.disclosure.tables import Booleans, History, Integers, Numbers

MOST_POINTS = 300  # solutions kept to see at once that a target is wide
FORGOTTEN = 100  # of these, when there are more


@dataclass(frozen=True)
class Target:
    """A cell by its row; with `since`, what joined it after the cell in that row."""

    row: int
    since: int = -1

    @property
    def growth(self) -> bool:
        """Whether it is about people who joined."""
        return self.since >= 0


@dataclass(frozen=True, eq=False)
class Interval:
    """What a target can be, `upper` None if anything, and the conditions published that make it so."""

    lower: int
    upper: int | None
    by: Integers
    exact: bool

    def narrow(self, target: Target, rules: Rules) -> bool:
        """Whether it says too much: fewer than `width` values; of growth, only if it is of few people."""
        if self.upper is None or self.upper - self.lower + 1 >= rules.width:
            return False
        return not target.growth or (self.upper > 0 and self.lower < rules.fewest)


class Attacker:
    """Somebody who has all published figures of some people, and reckons."""

    def __init__(self, system: System, history: History) -> None:
        self.system, self.history = system, history
        self.statements: Statements = statements_of(system, history)
        self.programme = Programme(self.statements)
        self.points: list[Numbers] = []
        self._values: list[Numbers] = []
        self._known = _known(system, history)
        self.published = np.zeros(system.cells, np.bool_)
        self.publish(published_in(system, history))
        self.never = np.array(
            [table_at(history.releases, one).never.flat[one.at] for one in system.places], np.bool_
        )

    def publish(self, published: Booleans) -> None:
        """Let exactly these cells be published; solutions that still fit are kept."""
        more = (published & ~self.published).any()
        self.published = published.copy()
        self.programme.publish(published)
        if more and self.points:
            of, active = self.statements, self.programme.active
            values = (of.matrix @ np.stack(self.points, axis=1))[active]
            slack = NEARLY * 10 * (1 + np.abs(values))
            fits = (values >= of.least[active, None] - slack) & (values <= of.most[active, None] + slack)
            kept = np.flatnonzero(fits.all(axis=0)).tolist()
            self.points, self._values = ([some[one] for one in kept] for some in (self.points, self._values))
        self._stacked = np.stack(self._values) if self._values else np.empty((0, self.system.cells))

    def hidden(self) -> list[Target]:
        """Each number that is hidden at least once, by the first cell that hides it."""
        found: dict[tuple[Key, int], Target] = {}
        for row in np.flatnonzero(~self.published & ~self.never).tolist():
            found.setdefault((self.system.keys[row], self.system.periods[row]), Target(row))
        return list(found.values())

    def growths(self) -> Iterator[Target]:
        """The same people in a release and the next one that tells of them."""
        by_key: dict[Key, dict[int, int]] = {}
        for row, (key, period) in enumerate(zip(self.system.keys, self.system.periods, strict=True)):
            if not self.never[row]:
                by_key.setdefault(key, {}).setdefault(period, row)
        for rows in by_key.values():
            order = sorted(rows)
            yield from (Target(rows[one], rows[before]) for before, one in pairwise(order))

    def weights(self, target: Target) -> Numbers:
        """How the unknowns add up to a target."""
        found = self.system.sums[[target.row]].toarray()[0]
        if target.growth:
            found = found - self.system.sums[[target.since]].toarray()[0]
        return np.asarray(found, np.float64)

    def interval(self, target: Target) -> Interval:
        """All that a target can be, in whole people.

        Raises
        ------
        InvalidInputError
            The published figures contradict each other.
        """
        weights = self.weights(target)
        if self._told(target):
            return self._as_told(target)
        return self._between(
            *(self._sharp(weights, self._end(weights, most=one), most=one) for one in (False, True))
        )

    def breach(self, target: Target, rules: Rules, *, quick: bool = False) -> Interval | None:
        """What a target can be if that says too much, else None; cheaper than `interval`.

        It is no breach once two solutions in whole people are far enough apart. Where none were found in
        time, it is taken for one, as far as people were seen to reach. `quick` finds only what the linear
        programme shows.
        """
        wide = rules.width - 1
        if self._told(target):
            told = self._as_told(target)
            return told if told.narrow(target, rules) else None
        if self._apart(target) >= wide:
            return None
        weights = self.weights(target)
        ends = [self._end(weights, most=one) for one in (False, True)]
        found = self._between(*ends)
        if found.narrow(target, rules):
            return found
        if quick or self._apart(target) >= wide or found.upper is None or self.statements.measures:
            return None
        for most in (True, False):
            low, high = self._seen(target)
            enough = None if low is None or high is None else low + wide if most else high - wide
            ends[int(most)] = self._sharp(weights, ends[int(most)], most=most, enough=enough)
            if self._apart(target) >= wide:
                return None
        return self._inside(ends, target, rules)

    def _told(self, target: Target) -> bool:
        """Whether a growth is that between two counts that are published as they are."""
        both = self._known[target.row], self._known[target.since]
        return target.growth and min(both) >= 0 and bool(self.published[[target.row, target.since]].all())

    def _as_told(self, target: Target) -> Interval:
        grown = int(self._known[target.row] - self._known[target.since])
        by = np.flatnonzero(
            np.isin(self.statements.owner, [target.row, target.since]) & self.programme.active
        )
        return Interval(grown, grown, by, exact=True)

    def _inside(self, ends: list[End], target: Target, rules: Rules) -> Interval | None:
        """The interval in whole people; where it is not proved, no wider than it was seen to be."""
        found = self._between(*ends)
        low, high = self._seen(target)
        if not found.exact:
            every = np.flatnonzero(self.programme.active)
            found = Interval(
                low or found.lower, high if high is not None else found.lower, every, exact=False
            )
        return found if found.narrow(target, rules) else None

    def unproved(self, target: Target, found: Interval, rules: Rules) -> bool:
        """Whether an interval that seems wide was not seen to be so in whole people."""
        if found.exact or found.upper is None or self.statements.measures:
            return False
        return self._apart(target) < rules.width - 1

    def _end(self, weights: Numbers, *, most: bool) -> End:
        return self._kept(self.programme.end(weights, most=most))

    def _sharp(self, weights: Numbers, end: End, *, most: bool, enough: int | None = None) -> End:
        if end.exact or end.value is None:
            return end
        return self._kept(self.programme.whole_end(weights, end, most=most, enough=enough))

    def _kept(self, end: End) -> End:
        if end.point is not None:
            self.points.append(end.point)
            self._values.append(self.system.sums[: self.system.cells] @ end.point[: self.statements.unknown])
            self._stacked = np.vstack([self._stacked, self._values[-1]])
            if len(self.points) > MOST_POINTS:
                del self.points[:FORGOTTEN], self._values[:FORGOTTEN]
                self._stacked = self._stacked[FORGOTTEN:]
        return end

    def _seen(self, target: Target) -> tuple[int, int] | tuple[None, None]:
        """The least and the most of solutions in whole people so far."""
        if not self.points:
            return None, None
        seen = self._stacked[:, target.row]
        seen = np.round(seen - self._stacked[:, target.since] if target.growth else seen)
        return int(seen.min()), int(seen.max())

    def _apart(self, target: Target) -> int:
        low, high = self._seen(target)
        return -1 if low is None or high is None else high - low

    def _between(self, least: End, most: End) -> Interval:
        return Interval(
            max(least.value or 0, 0),
            most.value,
            np.union1d(least.by, most.by),
            least.exact and (most.exact or most.value is None),
        )

    def owners(self, conditions: Integers, *, removable: bool = False) -> list[int]:
        """The cells with which conditions are published; `removable` only if they hold with their counts."""
        of = self.statements
        some = conditions[~of.always[conditions]] if removable else conditions
        return sorted({int(one) for one in of.owner[some] if one >= 0})


def _known(system: System, history: History) -> Integers:
    """Counts that are told as they are when they are published; -1 for those that are rounded."""
    tables = [table_at(history.releases, one) for one in system.places]
    return np.array(
        [
            int(table.counts.flat[one.at]) if table.rounded == 1 else -1
            for one, table in zip(system.places, tables, strict=True)
        ],
        np.int64,
    )
