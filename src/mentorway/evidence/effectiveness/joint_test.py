"""Several coefficients tested together where clusters are few: Hotelling's T², its freedom estimated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import special

from mentorway.evidence.effectiveness.clustered_errors import AdjustedShares, adjusted_shares
from mentorway.evidence.effectiveness.regression import WaldTest, regression, solved, unknown
from mentorway.evidence.effectiveness.rows import Matrix, Rows
from mentorway.wording import InvalidInputError, Message


def joint_test(taken: Rows, names: Sequence[str]) -> WaldTest:
    """Test whether the coefficients of several columns are all 0, with the errors of CR2.

    The approximate Hotelling test (AHT; HTZ in `clubSandwich`): its degrees of freedom are those that give
    the matrix of errors the variance it has under the working model of `bias_reduced`. It holds its level
    with few clusters far better than `wald`. Of one column it is the square of t.

    Parameters
    ----------
    taken : Rows
        With clusters.
    names : sequence of str
        The columns.

    Returns
    -------
    WaldTest

    Raises
    ------
    InvalidInputError
        No column or an unknown one is named, there are no clusters, or too few of them for so many columns.

    References
    ----------
    Tipton & Pustejovsky (2015), J Educ Behav Stat 40:604-634, doi:10.3102/1076998615606099.
    Pustejovsky & Tipton (2018), J Bus Econ Stat 36:672-683, doi:10.1080/07350015.2016.1247004.

    Examples
    --------
    >>> from mentorway.evidence.effectiveness.rows import rows
    >>> y, of = [1, 2, 4, 3, 3, 6, 2, 5], [1, 1, 2, 2, 3, 3, 4, 4]
    >>> taken = rows(y, {"a": [0, 0, 1, 1, 0, 1, 0, 1]}, clusters=of)
    >>> round(joint_test(taken, ["a"]).statistic, 4), round(regression(taken).of("a").t ** 2, 4)
    (9.375, 9.375)
    """
    for name in names:
        if name not in taken.names:
            raise unknown(name, taken.names)
    if not names:
        raise InvalidInputError(Message("Name at least one column to test."))
    found = regression(taken, kind="CR2")
    sums = np.eye(len(taken.names))[[taken.names.index(name) for name in names]]
    values, spread = sums @ found.values, sums @ found.covariance @ sums.T
    freedom = _freedom(adjusted_shares(taken, solved(taken)[0]), sums)
    q = len(names)
    scale = np.sqrt(np.diag(spread))
    if freedom <= q - 1 or np.linalg.cond(spread / np.outer(scale, scale)) > 1e12:
        raise InvalidInputError(
            Message(
                "There are too few clusters to test %(columns)d columns together. Test fewer.", {"columns": q}
            )
        )
    statistic = (freedom - q + 1) / freedom * float(values @ np.linalg.solve(spread, values)) / q
    df = freedom - q + 1
    return WaldTest(statistic, q, df, float(special.fdtrc(q, df, statistic)))


def _freedom(shares: AdjustedShares, sums: Matrix) -> float:
    """How many draws would give the matrix of errors, turned to the unit matrix, the variance it has."""
    q, groups = len(sums), len(shares.each)
    products = shares.products(sums).reshape(groups, q, groups, q)
    expected = np.einsum("gsgt->st", products)
    size, way = np.linalg.eigh((expected + expected.T) / 2)
    turn = (way / np.sqrt(size)) @ way.T
    even = np.einsum("as,gsht,bt->gahb", turn, products, turn, optimize=True)
    variance = np.einsum("gaha,gbhb->", even, even, optimize=True) + np.einsum(
        "gahb,gbha->", even, even, optimize=True
    )
    return float(q * (q + 1) / variance)
