"""Pilots or models beside each other: which do as well as the best for what they use, and whom to ask how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentorway.evaluating import frontier_words as words
from mentorway.evaluating.frontier_words import Units
from mentorway.evidence.efficiency.bootstrap import Bootstrapped, Plan, bootstrapped, unheeded
from mentorway.evidence.efficiency.frontier import EFFICIENT, Frontier, frontier
from mentorway.wording import InvalidInputError, Message, listed, shown

Matrix = NDArray[np.float64]
Table = Mapping[str, ArrayLike]
REPLICATIONS = 1000
SMALLEST_WEIGHT = 1e-6  # of a peer that is named
SAME = 0.005  # a pilot this near to the best is said to be among them


@dataclass(frozen=True)
class Peer:
    """A pilot among the best, and its weight in the mix that another is compared with (0 to 1, sum 1)."""

    name: str
    weight: float


@dataclass(frozen=True)
class PilotScore:
    """Share of its inputs that would do if a pilot did as well as the best mix of pilots (0 to 1).

    `corrected`, `low` and `high` allow for the best there could be being better than the best that are here;
    None where they cannot be drawn.
    """

    name: str
    score: float
    is_best: bool
    corrected: float | None
    low: float | None
    high: float | None
    peers: tuple[Peer, ...]
    sentence: Message


@dataclass(frozen=True)
class SimpleRatio:
    """Each pilot's input for one unit of an output, in the order of the pilots; None where there is none."""

    input: str
    output: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class PilotsCompared:
    """Pilots, or mentoring models, against their frontier (variable returns, by input), and simple ratios.

    `pilots` is empty where there are too few of them for so many measures. `units` says which of both stand
    there.
    """

    names: tuple[str, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    pilots: tuple[PilotScore, ...]
    ratios: tuple[SimpleRatio, ...]
    messages: tuple[Message, ...] = ()
    units: Units = Units.PILOTS


def pilots_compared(
    inputs: Table,
    outputs: Table,
    names: Sequence[str],
    *,
    rng: np.random.Generator,
    heed: Callable[[], None] = unheeded,
) -> PilotsCompared:
    """Compare what pilots use and what they make of it.

    Parameters
    ----------
    inputs, outputs : mapping of name to array of float, shape (pilots,)
        Such as cost and hours of staff; people who completed and people reliably better. Not below 0, NaN
        where unknown.
    names : sequence of str
        The pilots, in order, each once.
    rng : numpy.random.Generator
        The only source of chance.
    heed : callable, optional
        Called before each of 1,000 replications; what it raises ends the work.

    Returns
    -------
    PilotsCompared
        With m inputs and s outputs at least max(m s, 3 (m + s)) pilots are needed, or only ratios are given:
        with fewer, nearly all are among the best by being unlike the others.

    Raises
    ------
    InvalidInputError
        Lengths differ, a name is there twice, or there is no input or no output.

    References
    ----------
    Banker, Charnes & Cooper (1984), Management Science 30:1078-1092, doi:10.1287/mnsc.30.9.1078.
    Simar & Wilson (1998), Management Science 44:49-61, doi:10.1287/mnsc.44.1.49.
    Cooper, Seiford & Tone (2007), Data Envelopment Analysis, 2nd edition (the rule of thumb).

    Examples
    --------
    >>> cost, done = np.array([2, 3, 4, 5, 6, 7, 5, 8.0]), np.array([1, 2, 3, 3, 4, 4, 2, 6.0])
    >>> rng = np.random.default_rng(1)
    >>> found = pilots_compared({"cost": cost}, {"completed": done}, list("ABCDEFGH"), rng=rng)
    >>> worst = found.pilots[6]
    >>> round(worst.score, 6), worst.peers[0].name, str(worst.sentence)
    (0.6, 'C', 'G: 60 % of what it used would have done for pilots as good as these: C, A.')
    """
    return units_compared((inputs, outputs), names, units=Units.PILOTS, rng=rng, heed=heed)


def units_compared(
    measures: tuple[Table, Table],
    names: Sequence[str],
    *,
    units: Units,
    rng: np.random.Generator,
    heed: Callable[[], None] = unheeded,
) -> PilotsCompared:
    """Compare pilots or mentoring models, as `pilots_compared` does; only sentences depend on `units`.

    Parameters
    ----------
    measures : pair of mapping of name to array of float, shape (units,)
        Inputs and outputs.
    names, rng, heed
        As for `pilots_compared`.
    units : Units
        What the rows are.

    Returns
    -------
    PilotsCompared

    Raises
    ------
    InvalidInputError
        As for `pilots_compared`.

    Examples
    --------
    >>> two = {"cost": [2.0, 3.0]}, {"completed": [4.0, 4.0]}
    >>> rng = np.random.default_rng(1)
    >>> found = units_compared(two, ["group", "peer"], units=Units.MODELS, rng=rng)
    >>> str(found.messages[0])[:77]
    '2 mentoring models can be compared, and with 1 inputs and 1 outputs at least '
    """
    inputs, outputs = measures
    _check(inputs, outputs, names)
    used, made = _matrix(inputs), _matrix(outputs)
    ratios = tuple(
        SimpleRatio(one, other, _ratio(used[:, i], made[:, j]))
        for i, one in enumerate(inputs)
        for j, other in enumerate(outputs)
    )
    keep = _usable(used, made)
    lost = [name for name, is_kept in zip(names, keep, strict=True) if not is_kept]
    told = (words.left_out(units, lost),) if lost else ()
    empty = PilotsCompared(tuple(names), tuple(inputs), tuple(outputs), (), ratios, told, units)
    counts = used.shape[1], made.shape[1]
    needed = fewest_for(*counts)
    if keep.sum() < needed:
        return replace(empty, messages=(*told, words.too_few(units, int(keep.sum()), counts, needed)))
    kept = [name for name, is_kept in zip(names, keep, strict=True) if is_kept]
    try:
        against = frontier(used[keep], made[keep], returns="variable")
    except InvalidInputError as error:
        return replace(empty, messages=(*told, error.message))
    drawn, doubt = _drawn(used[keep], made[keep], rng, heed)
    doubt = doubt if drawn is None else (words.blurred(units),)
    pilots = tuple(_score((place, kept, units), against, drawn) for place in range(len(kept)))
    return replace(empty, pilots=pilots, messages=(*told, *against.warnings, *doubt))


def fewest_for(inputs: int, outputs: int) -> int:
    """How many units so many inputs and outputs need: the rule of thumb of Cooper, Seiford and Tone (2007).

    >>> fewest_for(1, 1), fewest_for(2, 2), fewest_for(5, 4)
    (6, 12, 27)
    """
    return max(inputs * outputs, 3 * (inputs + outputs))


def _check(inputs: Table, outputs: Table, names: Sequence[str]) -> None:
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise InvalidInputError(
            Message("Each pilot is there once; these are there again: %(names)s.", {"names": listed(doubled)})
        )
    if not inputs or not outputs:
        raise InvalidInputError(Message("Pilots are compared by at least one input and one output."))
    for name, values in (*inputs.items(), *outputs.items()):
        if np.shape(values) != (len(names),):
            raise InvalidInputError(
                Message(
                    "“%(measure)s” has %(came)d values, and there are %(needed)d pilots.",
                    {"measure": shown(name), "came": np.size(values), "needed": len(names)},
                )
            )


def _matrix(table: Table) -> Matrix:
    return np.column_stack([np.asarray(values, dtype=np.float64) for values in table.values()])


def _ratio(used: Matrix, made: Matrix) -> tuple[float | None, ...]:
    return tuple(
        float(one / other) if np.isfinite(one) and np.isfinite(other) and other > 0 else None
        for one, other in zip(used, made, strict=True)
    )


def _usable(used: Matrix, made: Matrix) -> NDArray[np.bool_]:
    """Units of which everything is known, that used something and made something of it."""
    both = np.hstack([used, made])
    known = np.isfinite(both).all(axis=1) & (np.nan_to_num(both) >= 0).all(axis=1)
    moving = (np.nan_to_num(used) > 0).any(axis=1) & (np.nan_to_num(made) > 0).any(axis=1)
    keep: NDArray[np.bool_] = np.asarray(known & moving)
    return keep


def _drawn(
    used: Matrix, made: Matrix, rng: np.random.Generator, heed: Callable[[], None]
) -> tuple[Bootstrapped | None, tuple[Message, ...]]:
    plan = Plan(returns="variable", replications=REPLICATIONS)
    try:
        found = bootstrapped(used, made, rng=rng, plan=plan, heed=heed)
    except InvalidInputError as error:
        return None, (error.message,)
    if not np.isfinite(found.corrected).all() or not found.bandwidth > 0:
        return None, (Message("Scores hardly differ, so they say nothing of how sure they are."),)
    return found, ()


def _score(
    where: tuple[int, Sequence[str], Units], against: Frontier, drawn: Bootstrapped | None
) -> PilotScore:
    place, names, units = where
    score, best = float(against.scores[place]), bool(against.efficient[place])
    row = slice(against.lambdas.indptr[place], against.lambdas.indptr[place + 1])
    weights = dict(
        zip(against.lambdas.indices[row].tolist(), against.lambdas.data[row].tolist(), strict=True)
    )
    peers = tuple(
        Peer(names[one], weights[one])
        for one in against.peers(place).tolist()
        if weights[one] > SMALLEST_WEIGHT and (best or one != place)
    )
    return PilotScore(
        name=names[place],
        score=score,
        is_best=best,
        corrected=None if drawn is None else float(drawn.corrected[place]),
        low=None if drawn is None else max(float(drawn.low[place]), 0.0),
        high=None if drawn is None else float(drawn.high[place]),
        peers=peers,
        sentence=_sentence(units, names[place], score, None if best else peers),
    )


def _sentence(units: Units, name: str, score: float, peers: Sequence[Peer] | None) -> Message:
    if peers is None:
        return words.best(units, name)
    those = [one.name for one in peers]
    if score >= 1 - max(SAME, EFFICIENT):
        return words.nearly(units, name, those)
    return words.behind(units, name, those, 100 * score)
