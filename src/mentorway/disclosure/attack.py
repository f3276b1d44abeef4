"""What can be reckoned from everything that has been published: proof that nothing hidden is given away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mentorway.disclosure.rules import IN_THE_OPEN, Rules
from mentorway.disclosure.system import System, systems_of, table_at
from mentorway.disclosure.tables import History
from mentorway.disclosure.targets import Attacker, Interval, Target
from mentorway.wording import N_, Message, listed, shown


class Verdict(StrEnum):
    """What an attacker comes to know of a cell."""

    SAFE = "safe"
    NARROW = "narrow"
    KNOWN = "known"
    UNPROVED = "unproved"  # it seems safe, but the effort was not enough to be sure
    SMALL = "small"  # it is published, though there are few people in it


@dataclass(frozen=True)
class Bounds:
    """What a hidden cell can be for who has all published figures.

    `upper` is None if there is no most. `by` names the tables whose figures set the ends, each as release and
    table; they are one way to reckon it, of possibly several. `exact` says that both ends are reached by
    whole people; if not, the truth still lies between them. With `since` it is about people who joined the
    cell after that release.
    """

    release: str
    table: str
    cell: tuple[str, ...]
    lower: int
    upper: int | None
    by: tuple[tuple[str, str], ...]
    verdict: Verdict
    exact: bool = True
    since: str = ""

    @property
    def width(self) -> int | None:
        """How many whole numbers are possible; None if no end is known."""
        return None if self.upper is None else self.upper - self.lower + 1

    @property
    def said(self) -> Message:
        """What came out, in a sentence."""
        values: dict[str, str | int | float] = {
            "table": shown(self.table),
            "release": shown(self.release),
            "cell": listed(list(self.cell)),
            "lower": self.lower,
            "upper": self.upper or 0,
            "sources": sources(self.by),
            "since": shown(self.since),
        }
        return Message(_SAID[(self.verdict, bool(self.since), self.upper is None)], values)


_CLOSED = {
    Verdict.SAFE: N_(
        "%(table)s (%(release)s), %(cell)s: hidden, and can be anything from %(lower)d to %(upper)d."
    ),
    Verdict.NARROW: N_(
        "%(table)s (%(release)s), %(cell)s: hidden, but as %(sources)s tell, it can only be from %(lower)d to"
        " %(upper)d."
    ),
    Verdict.UNPROVED: N_(
        "%(table)s (%(release)s), %(cell)s: hidden; it seems to be anything from %(lower)d to %(upper)d, but"
        " that is not proved."
    ),
    Verdict.KNOWN: N_("%(table)s (%(release)s), %(cell)s: hidden, but it is %(lower)d, as %(sources)s tell."),
    Verdict.SMALL: N_("%(table)s (%(release)s), %(cell)s: published, though it is only %(lower)d."),
}
_JOINED = {
    Verdict.NARROW: N_(
        "%(table)s (%(release)s), %(cell)s: since %(since)s only from %(lower)d to %(upper)d people joined,"
        " as %(sources)s tell."
    ),
    Verdict.KNOWN: N_(
        "%(table)s (%(release)s), %(cell)s: since %(since)s only few people joined, %(lower)d, as"
        " %(sources)s tell."
    ),
}
_OPEN = N_("%(table)s (%(release)s), %(cell)s: hidden, and can be %(lower)d or any number above.")
_SAID = {
    **{(verdict, False, False): text for verdict, text in _CLOSED.items()},
    **{(verdict, True, False): text for verdict, text in _JOINED.items()},
    (Verdict.SAFE, False, True): _OPEN,
}


@dataclass(frozen=True)
class Attack:
    """What came of an attack: `cells` that are hidden or small, and `growths` that say too much."""

    cells: tuple[Bounds, ...]
    growths: tuple[Bounds, ...]

    @property
    def breaches(self) -> tuple[Bounds, ...]:
        """Everything that says too much."""
        return (*(one for one in self.cells if one.verdict is not Verdict.SAFE), *self.growths)

    @property
    def safe(self) -> bool:
        """Whether nothing says too much."""
        return not self.breaches


def attack(history: History, rules: Rules = IN_THE_OPEN) -> Attack:
    """Reckon, from all published figures together, what every hidden cell can be.

    Counts, percentages, means and sums of all releases are conditions on the same unknown people, each as
    exact as it was rounded. Ends are found by linear programming over the full cross of the dimensions (as
    far as it matters, see `cliques`), and made sharp in whole people where the solution of the linear
    programme is not in whole people (CP-SAT). The hidden counts themselves are not used.

    Parameters
    ----------
    history : History
        All that has been published, and what is about to be.
    rules : Rules, optional

    Returns
    -------
    Attack
        In the order of the releases, tables and cells. The same input gives the same result.

    Raises
    ------
    InvalidInputError
        The published figures contradict each other, or are too many to be checked together.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, Wiley, ch. 4, doi:10.1002/9781118348239.
    Fischetti & Salazar (2001), Manag Sci 47:1008-1027, doi:10.1287/mnsc.47.7.1008.9805.

    Examples
    --------
    >>> import numpy as np
    >>> from mentorway.disclosure.tables import Dimension, Release, Table
    >>> role = Dimension("role", ("mentor", "mentee", "guest")).with_total("all")
    >>> hidden = np.array([True, True, False, True])
    >>> table = Table("People", (role,), np.array([30, 40, 3, 73]), shown=hidden)
    >>> found = attack(History((Release("May", (table,)),)))
    >>> str(found.breaches[0].said)
    'People (May), guest: hidden, but it is 3, as People (May) tell.'
    """
    cells: list[Bounds] = []
    growths: list[Bounds] = []
    for system in systems_of(history):
        attacker = Attacker(system, history)
        attacker.programme.check()
        cells.extend(_cells(attacker, rules))
        for target in attacker.growths():
            found = attacker.breach(target, rules)
            if found:
                growths.append(bounds_of(attacker, target, found, rules))
    return Attack(tuple(_in_order(cells, history)), tuple(_in_order(growths, history)))


def _cells(attacker: Attacker, rules: Rules) -> Iterator[Bounds]:
    known: dict[tuple[object, int], Interval] = {}
    system = attacker.system
    for row in range(system.cells):
        table = table_at(attacker.history.releases, system.places[row])
        few = 0 < table.counts.flat[system.places[row].at] < rules.fewest
        if attacker.never[row] or (attacker.published[row] and not few):
            continue
        key = system.keys[row], system.periods[row]
        if key not in known:
            known[key] = attacker.interval(Target(row))
        yield bounds_of(attacker, Target(row), known[key], rules)


def bounds_of(attacker: Attacker, target: Target, found: Interval, rules: Rules) -> Bounds:
    """Say of what cell an interval is, and who gave it away."""
    releases, places = attacker.history.releases, attacker.system.places
    place = places[target.row]
    table = table_at(releases, place)
    verdict = Verdict.UNPROVED if attacker.unproved(target, found, rules) else Verdict.SAFE
    if found.narrow(target, rules):
        verdict = Verdict.KNOWN if found.upper == found.lower else Verdict.NARROW
        if not target.growth and attacker.published[target.row] and table.rounded == 1:
            verdict = Verdict.SMALL
    return Bounds(
        releases[place.release].label,
        table.name,
        table.cell(place.at),
        found.lower,
        found.upper,
        given_by(attacker, found),
        verdict,
        found.exact,
        releases[places[target.since].release].label if target.growth else "",
    )


def given_by(attacker: Attacker, found: Interval) -> tuple[tuple[str, str], ...]:
    """The tables whose figures set an interval, each as release and table."""
    rows = attacker.owners(found.by)
    return tables_of(attacker.system, attacker.history, rows)


def tables_of(system: System, history: History, rows: Sequence[int]) -> tuple[tuple[str, str], ...]:
    """The tables of some cells, each as release and table."""
    at = sorted({(system.places[row].release, system.places[row].table) for row in rows})
    return tuple((history.releases[one].label, history.releases[one].tables[two].name) for one, two in at)


def sources(by: Sequence[tuple[str, str]]) -> str:
    """Tables as they stand in a sentence."""
    return listed([f"{table} ({release})" for release, table in by], most=6)


def _in_order(found: Sequence[Bounds], history: History) -> list[Bounds]:
    order: dict[tuple[str, str], int] = {}
    for release in history.releases:
        for table in release.tables:
            order.setdefault((release.label, table.name), len(order))
    return sorted(found, key=lambda one: order[one.release, one.table])
