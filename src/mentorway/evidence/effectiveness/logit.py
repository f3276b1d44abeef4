"""How likely each person was to take part, from what was known of them before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from mentorway.evidence.effectiveness.rows import CONSTANT, Matrix, Vector, check_columns, table, twofold
from mentorway.wording import InvalidInputError, Message, listed

STEPS = 100
STILL = 1e-9  # step in logits that counts as none
SURE = 15.0  # logits beyond which somebody is looked at for separation


@dataclass(frozen=True, eq=False)
class Logit:
    """A logistic regression: `values` in logits, their `covariance`, and each person's probability."""

    names: tuple[str, ...]
    x: Matrix
    treated: Vector
    values: Vector
    covariance: Matrix
    probabilities: Vector
    log_likelihood: float
    iterations: int

    @property
    def errors(self) -> Vector:
        """Standard errors of the values."""
        found: Vector = np.sqrt(np.diag(self.covariance))
        return found


def logit(treated: ArrayLike, columns: Mapping[str, ArrayLike]) -> Logit:
    """Logistic regression of taking part on columns, by Newton's method.

    Parameters
    ----------
    treated : array of 0 and 1, shape (people,)
        Who took part.
    columns : mapping of name to array of float, shape (people,)
        What was known before the programme; a constant is put before them.

    Returns
    -------
    Logit

    Raises
    ------
    InvalidInputError
        Columns tell exactly who took part (they are named), a column repeats others, or as for `rows`.

    References
    ----------
    McCullagh & Nelder (1989), Generalized Linear Models, 2nd edition, doi:10.1007/978-1-4899-3242-6.
    Albert & Anderson (1984), Biometrika 71:1-10, doi:10.1093/biomet/71.1.1, for separation.

    Examples
    --------
    >>> found = logit([0, 0, 1, 0, 1, 1], {"age": [20, 25, 30, 35, 40, 45]})
    >>> found.values.round(4).tolist()
    [-7.8912, 0.2428]
    >>> logit([0, 0, 1, 1], {"age": [20, 25, 30, 35]})
    Traceback (most recent call last):
    ...
    mentorway.wording.InvalidInputError: These columns tell for some people exactly whether they took part: \
age. Nobody is left to compare them with. Leave the columns out, join categories, or leave out these people.
    """
    took = twofold(treated)
    names, x = table(columns, len(took))
    names, x = (CONSTANT, *names), np.column_stack([np.ones(len(took)), x])
    check_columns(names, x)
    turned, back = np.linalg.qr(x)
    values, moved, checked, steps = np.zeros(x.shape[1]), np.inf, False, 0
    while moved > STILL and steps < STEPS:
        seen, steps = turned @ values, steps + 1
        if not checked and np.abs(seen).max() > SURE:
            _check_separation(names, x, took)
            checked = True
        chance = special.expit(seen)
        information = turned.T @ ((chance * (1 - chance))[:, None] * turned)
        change = np.linalg.solve(information, turned.T @ (took - chance))
        values = _climbed(turned, took, values, change)
        moved = float(np.abs(turned @ change).max())
    seen = turned @ values
    undo = np.linalg.inv(back)
    chance = special.expit(seen)
    information = turned.T @ ((chance * (1 - chance))[:, None] * turned)
    return Logit(
        names=names,
        x=x,
        treated=took,
        values=undo @ values,
        covariance=undo @ np.linalg.inv(information) @ undo.T,
        probabilities=chance,
        log_likelihood=_likelihood(seen, took),
        iterations=steps,
    )


def _likelihood(seen: Vector, took: Vector) -> float:
    return -float(np.logaddexp(0, np.where(took > 0, -seen, seen)).sum())


def _climbed(x: Matrix, took: Vector, values: Vector, change: Vector) -> Vector:
    """A whole step, or as much of it as does not lead down."""
    start, part = _likelihood(x @ values, took), 1.0
    while _likelihood(x @ (values + part * change), took) < start - 1e-9 * abs(start) and part > 1e-6:
        part /= 2
    return values + part * change


def _check_separation(names: tuple[str, ...], x: Matrix, took: Vector) -> None:
    """Refuse columns that tell exactly who took part, alone or together."""
    one, none = x[took > 0, 1:], x[took == 0, 1:]
    alone = (one.min(axis=0) >= none.max(axis=0)) | (one.max(axis=0) <= none.min(axis=0))
    guilty = [names[place + 1] for place in np.flatnonzero(alone)]
    if not guilty:
        signed = (2 * took - 1)[:, None] * x / np.abs(x).max(axis=0)
        found = optimize.linprog(
            -signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(took)), bounds=(-1, 1), method="highs"
        )
        if found.x is None or found.fun is None or -found.fun < 1e-6:
            return
        guilty = [name for name, part in zip(names[1:], found.x[1:], strict=True) if abs(part) > 1e-7]
    raise InvalidInputError(
        Message(
            "These columns tell for some people exactly whether they took part: %(names)s. Nobody is left to "
            "compare them with. Leave the columns out, join categories, or leave out these people.",
            {"names": listed(guilty)},
        )
    )
