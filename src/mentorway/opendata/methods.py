"""How published numbers are made: a name, what it takes, and the function of the libraries that does it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from mentorway.evidence.comparisons.effect_sizes import change_of_changes, hedges_g
from mentorway.evidence.comparisons.groups import paired_t, welch_t
from mentorway.evidence.comparisons.proportions import difference, wilson
from mentorway.evidence.psychometrics.reliability import Alpha, Omega, alpha, omega
from mentorway.opendata import latent
from mentorway.opendata.choosing import Chosen, chosen, mask_of, picked, scores
from mentorway.opendata.describing import HIDDEN, Hidden, Value
from mentorway.opendata.tables import Frame, Vector
from mentorway.wording import InvalidInputError, Message, listed, shown

Options = Mapping[str, Any]
Parts = Mapping[str, Value | Hidden | None]
NOTHING: Final[frozenset[str]] = frozenset()
SCORE: Final = frozenset({"items", "reverse", "low", "high", "where"})
SURE: Final = frozenset({"confidence"})
PAIR: Final = frozenset({"by", "first", "second"})


@dataclass(frozen=True)
class Method:
    """One way to make numbers: its function, the options that it needs and those that it may get."""

    of: Callable[[Frame, Options], Parts]
    needs: frozenset[str] = NOTHING
    takes: frozenset[str] = NOTHING
    parts: tuple[str, ...] = field(default=("value",))


def people(frame: Frame, options: Options) -> Parts:
    """How many rows there are, or how many of them have a value in every one of some columns."""
    kept = mask_of(frame, options.get("where", {}))
    for name in options.get("columns", ()):
        kept &= ~chosen(frame, name).missing
    return {"value": int(kept.sum())}


def count(frame: Frame, options: Options) -> Parts:
    """How many of those with a value in a column have one of some codes."""
    successes, n = _counted(frame, options, options.get("where", {}))
    return {"value": successes, "n": n}


def share(frame: Frame, options: Options) -> Parts:
    """The share with one of some codes among those with a value, with Wilson's interval."""
    successes, n = _counted(frame, options, options.get("where", {}))
    found = wilson(successes, n, **_sure(options))
    return {"value": found.value, "low": found.low, "high": found.high, "n": found.n}


def difference_of_shares(frame: Frame, options: Options) -> Parts:
    """The share in a first group minus that in a second one, with Newcombe's interval."""
    first, second = (_counted(frame, options, where) for where in _pair(options))
    found = difference(first, second, **_sure(options))
    return {"value": found.value, "low": found.low, "high": found.high}


def mean(frame: Frame, options: Options) -> Parts:
    """The mean of the mean answer over items, of people who answered all, with Student's interval."""
    values = _scores(frame, options, options.get("where", {}))
    n, middle, spread = _moments(values)
    found = paired_t(n, middle, spread, **_sure(options))
    return {"value": middle, "low": found.low, "high": found.high, "sd": spread, "n": n}


def spread(frame: Frame, options: Options) -> Parts:
    """The standard deviation, divisor n - 1, of the mean answer over items."""
    n, _middle, found = _moments(_scores(frame, options, options.get("where", {})))
    return {"value": found, "n": n}


def cronbach(frame: Frame, options: Options) -> Parts:
    """Cronbach's alpha with Feldt's interval."""
    return _reliability(frame, options, alpha)


def mcdonald(frame: Frame, options: Options) -> Parts:
    """McDonald's omega of one factor with its delta-method interval."""
    return _reliability(frame, options, omega)


def difference_of_means(frame: Frame, options: Options) -> Parts:
    """The mean in a first group minus that in a second one, with Welch's interval and test."""
    found = welch_t(*_two(frame, options), **_sure(options))
    return {
        "value": found.difference, "low": found.low, "high": found.high, "t": found.statistic,
        "df": found.df, "p": found.p,
    }  # fmt: skip


def effect(frame: Frame, options: Options) -> Parts:
    """Hedges' g of two groups, with its interval."""
    found = hedges_g(*_two(frame, options), **_sure(options))
    return {"value": found.value, "low": found.low, "high": found.high}


def change(frame: Frame, options: Options) -> Parts:
    """The mean change of the same people from items before to items after, with test and effect size."""
    kept = mask_of(frame, options.get("where", {}))
    before, after = (
        scores(frame, {**options, "items": options[key], "reverse": options.get(f"reverse_{key}", ())})
        for key in ("before", "after")
    )
    moved = (after - before)[kept]
    n, middle, deviation = _moments(moved[~np.isnan(moved)])
    found = paired_t(n, middle, deviation, **_sure(options))
    size = change_of_changes(n, middle, deviation, **_sure(options))
    return {
        "value": middle, "low": found.low, "high": found.high, "p": found.p, "n": n, "sd": deviation,
        "d": size.value, "d_low": size.low, "d_high": size.high,
    }  # fmt: skip


def cell(frame: Frame, options: Options) -> Parts:
    """One cell of a published table: the column, in the one row that `where` picks."""
    places = np.flatnonzero(mask_of(frame, options["where"]))
    if len(places) != 1:
        raise InvalidInputError(
            Message(
                "The conditions pick %(count)d rows of the table; one was needed.", {"count": len(places)}
            )
        )
    place, name = int(places[0]), str(options["column"])
    if place in frame.hidden.get(name, ()):
        return {"value": HIDDEN}
    return {"value": picked(frame, name, place)}


def _sure(options: Options) -> dict[str, float]:
    return {"confidence": float(options.get("confidence", 0.95))}


def _counted(frame: Frame, options: Options, where: Options) -> tuple[int, int]:
    column: Chosen = chosen(frame, str(options["column"]))
    kept = mask_of(frame, where) & ~column.missing
    return int((column.among(options["codes"]) & kept).sum()), int(kept.sum())


def _scores(frame: Frame, options: Options, where: Options) -> Vector:
    found: Vector = scores(frame, options)[mask_of(frame, where)]
    return found[~np.isnan(found)]


def _moments(values: Vector) -> tuple[int, float, float]:
    n = len(values)
    if n < 2:  # noqa: PLR2004 - one person has no spread
        raise InvalidInputError(
            Message("There are answers of %(count)d people; two were needed.", {"count": n})
        )
    return n, float(values.mean()), float(values.std(ddof=1))


def _pair(options: Options) -> tuple[Options, Options]:
    where = options.get("where", {})
    return {**where, options["by"]: [options["first"]]}, {**where, options["by"]: [options["second"]]}


def _two(frame: Frame, options: Options) -> tuple[list[int], list[float], list[float]]:
    found = [_moments(_scores(frame, options, where)) for where in _pair(options)]
    return [n for n, _, _ in found], [middle for _, middle, _ in found], [sd for _, _, sd in found]


def _reliability(frame: Frame, options: Options, find: Callable[..., Alpha | Omega]) -> Parts:
    items: Sequence[str] = options["items"]
    turned = np.column_stack([scores(frame, {**options, "items": [name]}) for name in items])
    rows = turned[mask_of(frame, options.get("where", {})) & ~np.isnan(turned).any(axis=1)]
    if len(rows) < 3:  # noqa: PLR2004 - as the methods need
        raise InvalidInputError(
            Message("There are answers of %(count)d people; three were needed.", {"count": len(rows)})
        )
    covariance = np.atleast_2d(np.cov(rows, rowvar=False, ddof=0))
    found = find(covariance, len(rows), names=list(items), **_sure(options))
    return {"value": found.value, "low": found.low, "high": found.high, "n": found.n}


INTERVAL: Final = ("value", "low", "high")
LATENT: Final = SCORE | {"plan"} | PAIR
METHODS: Final[Mapping[str, Method]] = MappingProxyType(
    {
        "n": Method(people, takes=frozenset({"columns", "where"})),
        "count": Method(count, frozenset({"column", "codes"}), frozenset({"where"}), ("value", "n")),
        "share": Method(
            share, frozenset({"column", "codes"}), SURE | {"where"}, (*INTERVAL, "n")
        ),
        "share_difference": Method(
            difference_of_shares, PAIR | {"column", "codes"}, SURE | {"where"}, INTERVAL
        ),
        "mean": Method(mean, frozenset({"items"}), SCORE | SURE, (*INTERVAL, "sd", "n")),
        "sd": Method(spread, frozenset({"items"}), SCORE, ("value", "n")),
        "alpha": Method(cronbach, frozenset({"items"}), SCORE | SURE, (*INTERVAL, "n")),
        "omega": Method(mcdonald, frozenset({"items"}), SCORE | SURE, (*INTERVAL, "n")),
        "mean_difference": Method(
            difference_of_means, PAIR | {"items"}, SCORE | SURE, (*INTERVAL, "t", "df", "p")
        ),
        "hedges_g": Method(effect, PAIR | {"items"}, SCORE | SURE, INTERVAL),
        "change": Method(
            change,
            frozenset({"before", "after"}),
            SURE | {"where", "reverse_before", "reverse_after", "low", "high"},
            (*INTERVAL, "p", "n", "sd", "d", "d_low", "d_high"),
        ),
        "licence": Method(latent.licence, PAIR | {"items", "low", "high"}, LATENT, ("value", "cautious")),
        "latent_difference": Method(
            latent.latent_difference, PAIR | {"items", "low", "high"}, LATENT, latent.PARTS
        ),
        "cell": Method(cell, frozenset({"column", "where"})),
    }
)  # fmt: skip


def method_of(name: str) -> Method:
    """Return a method by its name, or say which ones there are.

    >>> method_of("share").parts
    ('value', 'low', 'high', 'n')
    """
    if name not in METHODS:
        raise InvalidInputError(
            Message(
                "There is no method “%(name)s”. This version knows: %(names)s.",
                {"name": shown(name), "names": ", ".join(METHODS)},
            )
        )
    return METHODS[name]


def check_options(name: str, options: Options, part: str) -> None:
    """Refuse options that a method does not take, or the lack of those that it needs.

    >>> check_options("mean", {"items": ["E1"]}, "low")
    """
    method = method_of(name)
    lacking = sorted(method.needs - set(options))
    strange = sorted(set(options) - method.needs - method.takes)
    if lacking or strange:
        raise InvalidInputError(
            Message(
                "Method “%(name)s” needs %(needed)s and may get %(taken)s. Lacking: %(lacking)s. "
                "Not known: %(strange)s.",
                {
                    "name": name,
                    "needed": listed(sorted(method.needs)) or "–",
                    "taken": listed(sorted(method.takes - method.needs)) or "–",
                    "lacking": listed(lacking) or "–",
                    "strange": listed(strange) or "–",
                },
            )
        )
    if part not in method.parts:
        raise InvalidInputError(
            Message(
                "Method “%(name)s” gives no “%(part)s”. It gives: %(parts)s.",
                {"name": name, "part": shown(part), "parts": ", ".join(method.parts)},
            )
        )


def computed(frame: Frame, name: str, options: Options) -> Parts:
    """Return every part that a method makes of a table; a number that is not finite is None.

    Parameters
    ----------
    frame : Frame
        The table, as `tables.read` gives it.
    name : str
        A method of `METHODS`.
    options : mapping
        What it takes.

    Returns
    -------
    mapping of str to number, str, HIDDEN or None

    Raises
    ------
    InvalidInputError
        A column is not there, too few people are left, or an option has the wrong form.

    Examples
    --------
    >>> import numpy as np
    >>> frame = Frame(4, {"a": np.array([1.0, 2.0, 2.0, np.nan])}, {}, {})
    >>> computed(frame, "count", {"column": "a", "codes": [2]})
    {'value': 2, 'n': 3}
    """
    try:
        found = method_of(name).of(frame, options)
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
        if isinstance(error, InvalidInputError):
            raise
        raise InvalidInputError(
            Message("An option of method “%(name)s” has the wrong form.", {"name": shown(name)})
        ) from error
    return {
        part: None if isinstance(value, float) and not math.isfinite(value) else value
        for part, value in found.items()
    }
