"""What each pilot used and reached, and which pilots may be laid side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from mentorway.evaluating.frontier import PilotsCompared, SimpleRatio, pilots_compared
from mentorway.evaluating.hiding import hidden
from mentorway.evaluating.money import Kind, Sheet, total
from mentorway.evaluating.people import FEWEST_SHOWN, Mask, Measured, People, Vector, Wave, each
from mentorway.evaluating.worth import improvement
from mentorway.evidence.effectiveness.reliable_change import Scale, reliable_change
from mentorway.evidence.efficiency.bootstrap import unheeded
from mentorway.wording import InvalidInputError, Message

COST, HOURS, COMPLETED, BETTER, GAIN = (
    "cost",
    "hours of staff",
    "people who completed",
    "reliable improvements",
    "improvement, in ranges of the scale",
)
STAFF = (Kind.STAFF_TIME, Kind.TRAINERS)


@dataclass(frozen=True)
class PilotTotal:
    """What one pilot cost, shared lines included; `all` is None where a line could not be counted."""

    pilot: str
    people: int
    all: Decimal | None
    hours: Decimal


def pilot_totals(sheet: Sheet, people: People) -> tuple[PilotTotal, ...]:
    """Costs of each pilot, in the order of their names.

    Parameters
    ----------
    sheet : Sheet
        Lines of pilots and lines that all share.
    people : People
        Who took the programme (or was compared): they say how shared lines are spread.

    Returns
    -------
    tuple of PilotTotal
        `hours` are of staff and trainers.

    Examples
    --------
    >>> from mentorway.evaluating.money import CostLine
    >>> from mentorway.evaluating.people import Arm
    >>> sheet = Sheet((CostLine("Platform", Kind.PLATFORM, Decimal(300), "EUR", 2026),), "EUR", 2026)
    >>> who = People(("a", "b", "c"), ("P", "P", "Q"), (Arm.PROGRAMME,) * 3, ("",) * 3, ("",) * 3, ())
    >>> [(one.pilot, round(one.all, 2)) for one in pilot_totals(sheet, who)]
    [('P', Decimal('200.00')), ('Q', Decimal('100.00'))]
    """
    counts = {pilot: people.pilot.count(pilot) for pilot in sorted(set(people.pilot))}
    found = []
    for pilot, count in counts.items():
        one = total(sheet, pilot, participants=counts)
        hours = sum((one.hours.get(kind, Decimal(0)) for kind in STAFF), Decimal(0))
        found.append(PilotTotal(pilot, count, one.all, hours))
    return tuple(found)


def compared(
    people: People,
    totals: Mapping[str, PilotTotal],
    *,
    rng: np.random.Generator,
    confidence: float = 0.95,
    heed: Callable[[], None] = unheeded,
) -> PilotsCompared | Message:
    """Lay pilots side by side: cost and hours of staff, for people who completed and improvement.

    Parameters
    ----------
    people : People
        Who took the programme.
    totals : mapping of pilot to PilotTotal
        As `pilot_totals` gives them.
    rng : numpy.random.Generator
        The only source of chance.
    confidence : float in (0, 1)
        Beyond how rare a change by chance an improvement counts as reliable.
    heed : callable, optional
        Called now and then; what it raises ends the work.

    Returns
    -------
    PilotsCompared or Message
        Pilots with fewer than 5 people are left out, and the next smallest where they could be reckoned from
        the total. Improvement is counted in people reliably better, over all outcomes whose reliability is
        known; where it is of none, in points for the better as a share of the range of the scale.

    Examples
    --------
    >>> from mentorway.evaluating.people import Arm
    >>> nobody = People((), (), (), (), (), ())
    >>> str(compared(nobody, {}, rng=np.random.default_rng(1)))[:40]
    'No two pilots can be laid side by side: '
    """
    rows = rows_of(people, totals, confidence)
    if isinstance(rows, Message):
        return rows
    try:
        found = pilots_compared(rows.inputs, rows.outputs, rows.names, rng=rng, heed=heed)
    except InvalidInputError as error:
        return error.message
    told = (_some_hidden(rows.hidden),) if rows.hidden else ()
    return replace(found, ratios=rows.only_shown(found.ratios), messages=(*told, *found.messages))


@dataclass(frozen=True, eq=False)
class Rows:
    """What pilots that may be shown used and reached, each column of shape (pilots,).

    `is_few` marks the pilots of which an output would show single people; `hidden` is how many pilots are
    left out.
    """

    names: tuple[str, ...]
    inputs: Mapping[str, Vector]
    outputs: Mapping[str, Vector]
    is_few: Mapping[str, Mask]
    hidden: int

    def only_shown(self, ratios: Sequence[SimpleRatio]) -> tuple[SimpleRatio, ...]:
        """Ratios without those that would show single people."""
        return tuple(_shown(one, self.is_few[one.output]) for one in ratios)


def rows_of(people: People, totals: Mapping[str, PilotTotal], confidence: float) -> Rows | Message:
    """What each pilot that may be shown used and reached, or why nothing can be laid side by side.

    Parameters
    ----------
    people, totals, confidence
        As `compared` takes them.

    Returns
    -------
    Rows or Message

    Examples
    --------
    >>> nobody = People((), (), (), (), (), ())
    >>> str(rows_of(nobody, {}, 0.95))[:40]
    'No two pilots can be laid side by side: '
    """
    members = each(people.pilot)
    sizes_of = {pilot: int(mask.sum()) for pilot, mask in members.items()}
    left_out = hidden(sizes_of, unknown=people.pilot.count(""))
    kept = [pilot for pilot in members if pilot not in left_out]
    outputs = _outputs(people, kept, confidence)
    if len(kept) < 2 or not outputs:  # noqa: PLR2004 - one is compared with nobody
        return _NOBODY
    inputs = {COST: np.array([_known(totals[pilot].all) for pilot in kept])}
    hours = np.array([float(totals[pilot].hours) for pilot in kept])
    if hours.any():
        inputs[HOURS] = hours
    values = {name: reached.values for name, reached in outputs.items()}
    few = {name: reached.is_few for name, reached in outputs.items()}
    return Rows(tuple(kept), inputs, values, few, len(left_out))


_NOBODY = Message(
    "No two pilots can be laid side by side: they need at least %(fewest)d people each, and something that "
    "was reached.",
    {"fewest": FEWEST_SHOWN},
)


def _some_hidden(count: int) -> Message:
    return Message(
        "%(count)d pilot is left out, because so few people could be recognised.",
        {"count": count},
        plural="%(count)d pilots are left out, because so few people could be recognised, or because others "
        "could be reckoned from them.",
        count=count,
    )


def _known(amount: Decimal | None) -> float:
    return np.nan if amount is None else float(amount)


@dataclass(frozen=True, eq=False)
class _Reached:
    """What each pilot reached, shape (pilots,), and which pilots' numbers would show single people."""

    values: Vector
    is_few: Mask


def _shown(ratio: SimpleRatio, is_few: Mask) -> SimpleRatio:
    values = zip(ratio.values, is_few.tolist(), strict=True)
    return SimpleRatio(ratio.input, ratio.output, tuple(None if few else value for value, few in values))


def _outputs(people: People, pilots: list[str], confidence: float) -> dict[str, _Reached]:
    found: dict[str, _Reached] = {}
    if people.completed is not None:
        done = _by_pilot(people, pilots, people.completed.astype(np.float64))
        found[COMPLETED] = _Reached(done, _others_too(done < FEWEST_SHOWN, done))
    known = [(one, *improvement(one, len(people))) for one in people.measured]
    counted = [
        _better(one, first, gain, confidence) for one, first, gain in known if _can_count(one, first, gain)
    ]
    if counted:
        asked = [~np.isnan(one) for one in counted]
        better = _by_pilot(people, pilots, _sum_of(counted))
        rest = _by_pilot(people, pilots, _sum_of([one.astype(np.float64) for one in asked])) - better
        few = (better < FEWEST_SHOWN) | ((rest > 0) & (rest < FEWEST_SHOWN)) | _thin(people, pilots, asked)
        found[BETTER] = _Reached(better, _others_too(few, better))
    else:
        gains = [gain / (one.outcome.high - one.outcome.low) for one, _first, gain in known]
        gained = np.maximum(_by_pilot(people, pilots, _sum_of([np.zeros(len(people)), *gains])), 0.0)
        thin = _thin(people, pilots, [~np.isnan(one) for one in gains])
        found[GAIN] = _Reached(gained, _others_too(thin, gained))
    return {name: reached for name, reached in found.items() if reached.values.any()}


def _sum_of(columns: Sequence[Vector]) -> Vector:
    """Sum of columns, person by person, what is not known left out."""
    found: Vector = np.nansum(np.vstack(columns), axis=0)
    return found


def _can_count(measured: Measured, first: Vector, gain: Vector) -> bool:
    known = first[~np.isnan(first)]
    reliability = measured.outcome.reliability
    enough = np.count_nonzero(~np.isnan(gain)) >= FEWEST_SHOWN
    return reliability is not None and reliability < 1 and bool(enough) and bool(np.ptp(known) > 0)


def _better(measured: Measured, first: Vector, gain: Vector, confidence: float) -> Vector:
    """1 for who became reliably better, 0 for others, NaN where it is not known."""
    known = ~np.isnan(gain)
    scale = Scale(
        float(np.std(first[~np.isnan(first)], ddof=1)),
        measured.outcome.reliability or 0.0,
        higher_is_better=measured.outcome.higher_is_better,
    )
    after = measured.waves[Wave.AFTER]
    found = np.full(len(gain), np.nan)
    found[known] = reliable_change(first[known], after[known], scale, confidence=confidence).change > 0
    return found


def _thin(people: People, pilots: list[str], known: Sequence[Mask]) -> Mask:
    """Pilots in which one to four people answered one of the outcomes twice."""
    found: Mask = np.zeros(len(pilots), dtype=bool)
    for one in known:
        count = _by_pilot(people, pilots, one.astype(np.float64))
        found |= (count > 0) & (count < FEWEST_SHOWN)
    return found


def _others_too(few: Mask, reached: Vector) -> Mask:
    """With one pilot hidden, the next smallest too, since one alone could be reckoned from the total."""
    if np.count_nonzero(few) != 1 or len(few) < 2:  # noqa: PLR2004 - one has no other
        return few
    found = few.copy()
    found[np.argmin(np.where(few, np.inf, reached))] = True
    return found


def _by_pilot(people: People, pilots: list[str], values: Vector) -> Vector:
    members = each(people.pilot)
    return np.array([float(values[members[pilot]].sum()) for pilot in pilots])
