"""Data envelopment analysis: how far each unit is from the frontier of the best, and who is on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from mentorway.evidence.efficiency.hull import hull
from mentorway.evidence.efficiency.measures import Measures, Orientation, Returns, check_choice, measures
from mentorway.evidence.efficiency.radial import Kind, Radial, SlackSum, radial
from mentorway.evidence.efficiency.simplex import Mask, Matrix, Places, Vector
from mentorway.wording import InvalidInputError, Message

EFFICIENT = 1e-8  # how near to 1, and slacks how near to nothing, count as there
PROVED = 1e-8  # a gap above this is said to the reader


@dataclass(frozen=True, eq=False)
class Frontier:
    """Each unit against the frontier; arrays have a row for each unit, in the units of the measures.

    `scores` are Farrell's: by input θ <= 1, the share of its inputs that would do; by output φ >= 1, how many
    times its outputs could be had. `lambdas` (units, units) say of which units its example is mixed. The
    weights are one solution of possibly many; with `intercept` they give the score. `gap` is how far the
    proof of each score fails, `solved_again` names units whose first solution had no proof, so that HiGHS
    solved them.
    """

    orientation: Orientation
    returns: Returns
    scores: Vector
    efficient: Mask
    lambdas: csr_array
    input_weights: Matrix | None
    output_weights: Matrix | None
    intercept: Vector | None
    input_slacks: Matrix
    output_slacks: Matrix
    gap: Vector
    solved_again: tuple[int, ...]
    warnings: tuple[Message, ...]

    @property
    def efficiency(self) -> Vector:
        """The scores between 0 and 1, whatever the orientation: θ, or 1 / φ."""
        return self.scores if self.orientation == "input" else 1 / self.scores

    def peers(self, unit: int) -> Places:
        """The units of which the example of a unit (from 0) is mixed, the largest share first."""
        at = slice(self.lambdas.indptr[unit], self.lambdas.indptr[unit + 1])
        order = np.argsort(-self.lambdas.data[at], kind="stable")
        found: Places = self.lambdas.indices[at][order].astype(np.intp)
        return found


def frontier(
    inputs: ArrayLike,
    outputs: ArrayLike,
    *,
    orientation: Orientation = "input",
    returns: Returns = "constant",
    slacks: SlackSum = "means",
) -> Frontier:
    """Radial efficiency of every unit (CCR, BCC), its peers, weights and slacks.

    Parameters
    ----------
    inputs, outputs : array of float, shape (units, m) and (units, s)
        As for `measures`: none missing or below zero; zeros are allowed.
    orientation : {"input", "output"}
        How much less would do, or how much more could be had.
    returns : {"constant", "variable", "decreasing", "increasing", "free"}
        Constant (CCR), variable (BCC), non-increasing, non-decreasing returns to scale; free is the free
        disposal hull, where a unit is compared with single units only.
    slacks : {"means", "raw"}
        After the score, the sum of slacks is made as large as can be: slacks in means of their measures,
        which does not depend on units of measure, or as they are, which is what most programs do. Scores are
        the same.

    Returns
    -------
    Frontier
        A unit is efficient if its score is 1 and it has no slack. Weights and intercept are None for "free".

    Raises
    ------
    InvalidInputError
        As for `measures`, or an option that is not known.

    References
    ----------
    Charnes, Cooper & Rhodes (1978), Eur J Oper Res 2:429-444, doi:10.1016/0377-2217(78)90138-8.
    Banker, Charnes & Cooper (1984), Management Science 30:1078-1092, doi:10.1287/mnsc.30.9.1078.
    Deprins, Simar & Tulkens (1984), Measuring labor efficiency in post offices, in The Performance of Public
    Enterprises, North-Holland, 243-267.

    Examples
    --------
    >>> found = frontier([[2.0, 4.0], [4.0, 2.0], [6.0, 6.0]], [[1.0], [1.0], [1.0]])
    >>> found.scores.round(6).tolist(), found.efficient.tolist(), sorted(found.peers(2).tolist())
    ([1.0, 1.0, 0.5], [True, True, False], [0, 1])
    """
    check_choice(orientation, returns)
    if slacks not in ("means", "raw"):
        raise InvalidInputError(Message("Slacks are added up in means of their measures or raw."))
    of = measures(inputs, outputs)
    found = answered(of, Kind(orientation, returns, slacks))
    free = returns == "free"
    return Frontier(
        orientation=orientation,
        returns=returns,
        scores=found.scores,
        efficient=efficient(of, found),
        lambdas=found.lambdas,
        input_weights=None if free else found.input_weights,
        output_weights=None if free else found.output_weights,
        intercept=None if free else found.intercept,
        input_slacks=found.input_slacks,
        output_slacks=found.output_slacks,
        gap=found.gap,
        solved_again=tuple(np.flatnonzero(found.again).tolist()),
        warnings=of.warnings + doubts(found.again, found.gap),
    )


def answered(of: Measures, kind: Kind, *, others_only: bool = False) -> Radial:
    """The scores by pivots, or by pairs for the free disposal hull."""
    if kind.returns == "free":
        return hull(of, kind.orientation, others_only=others_only)
    return radial(of, kind, others_only=others_only)


def efficient(of: Measures, found: Radial) -> Mask:
    """Score 1 and no slack, in means of the measures."""
    slack = (found.input_slacks / of.inputs.mean(axis=0)).sum(axis=1)
    slack += (found.output_slacks / of.outputs.mean(axis=0)).sum(axis=1)
    known: Mask = (np.abs(found.scores - 1) <= EFFICIENT) & (slack <= EFFICIENT)
    return known


def doubts(solved_again: Mask, gap: Vector) -> tuple[Message, ...]:
    """What to say of units that HiGHS solved, and of those without proof even so."""
    again, unproved = np.flatnonzero(solved_again), np.flatnonzero(gap > PROVED)
    said = []
    if again.size:
        said.append(
            Message(
                "One unit was solved again with another solver, because its first solution could not "
                "be proved.",
                plural="%(count)d units were solved again with another solver, because their first "
                "solution could "
                "not be proved.",
                values={"count": again.size},
                count=again.size,
            )
        )
    if unproved.size:
        said.append(
            Message(
                "The score of unit %(unit)d could not be proved to eight digits; take it with care.",
                plural="The scores of %(count)d units could not be proved to eight digits, the first "
                "of them unit "
                "%(unit)d; take them with care.",
                values={"count": unproved.size, "unit": int(unproved[0]) + 1},
                count=unproved.size,
            )
        )
    return tuple(said)
