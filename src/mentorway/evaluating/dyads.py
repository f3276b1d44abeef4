"""Do others see it: how people judge themselves beside how their mentees judge them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from mentorway.evaluating.people import FEWEST_SHOWN, Mask, Measured, Outcome, Vector, Wave
from mentorway.evidence.comparisons.groups import paired_t
from mentorway.evidence.effectiveness.paired_change import SignFlips, sign_flips
from mentorway.evidence.psychometrics.concordance import Concordance, concordance
from mentorway.evidence.psychometrics.icc import Correlation, judge_correlations
from mentorway.evidence.psychometrics.limits_of_agreement import Limits, limits_of_agreement
from mentorway.wording import InvalidInputError, Message

Found = TypeVar("Found")
FEWEST = 10  # pairs, below which nothing but a test that needs no bell curve is computed


@dataclass(frozen=True)
class Dyads:
    """People's own view less that of their mentees, in points, and how far both agree.

    `own` and `others` are means. Below ten pairs `low` and `high` are None and `p` is that of changed signs;
    what cannot be computed is a message. `limits` are those of Bland and Altman, of own less others; `icc` is
    ICC(A,1), agreement of single judgements.
    """

    outcome: Outcome
    n: int
    own: float
    others: float
    difference: float
    low: float | None
    high: float | None
    p: float | None
    concordance: Concordance | Message
    icc: Correlation | Message
    limits: Limits | Message
    sentence: Message
    cautions: tuple[Message, ...] = ()


def seen_by_others(
    measured: Measured, who: Mask, *, later: Wave = Wave.AFTER, confidence: float = 0.95
) -> Dyads | Message:
    """Set people's own view beside the mean view of their mentees.

    Parameters
    ----------
    measured : Measured
        With `others`: one number for each person, the mean of the mentees, on the same scale.
    who : array of bool, shape (people,)
        Whom to take, such as those of the programme.
    later : Wave
        When people judged themselves.
    confidence : float in (0, 1)
        How sure intervals shall be.

    Returns
    -------
    Dyads or Message
        A message where one of the views was not asked for, or fewer than five pairs are known. That others
        see less says that views differ, not who is right.

    Raises
    ------
    InvalidInputError
        The mask is of another length, or the confidence is out of range.

    References
    ----------
    Lin (1989), Biometrics 45:255-268, doi:10.2307/2532051.
    McGraw & Wong (1996), Psychological Methods 1:30-46, doi:10.1037/1082-989X.1.1.30.
    Bland & Altman (1999), Stat Methods Med Res 8:135-160, doi:10.1177/096228029900800204.

    Examples
    --------
    >>> from mentorway.evaluating.people import Level
    >>> own = np.array([4.0, 5, 4, 3, 5, 4, 4, 5, 3, 4, 5, 4])
    >>> seen = np.array([3.5, 4, 4, 2.5, 4, 4, 3, 5, 3.5, 3, 4, 4])
    >>> scale = Outcome("listening", "Listening", Level.BEHAVIOUR, 1, 5)
    >>> found = seen_by_others(Measured(scale, {Wave.AFTER: own}, seen), np.ones(12, dtype=bool))
    >>> str(found.sentence)
    'People judge themselves higher than their mentees do, by 0.46 points (0.11 to 0.80).'
    """
    own, others = measured.at(later), measured.others
    title = {"outcome": measured.outcome.title}
    if own is None or others is None:
        return Message(
            "%(outcome)s: people's own view and that of their mentees are both needed, and one was not "
            "asked for.",
            title,
        )
    if len(who) != len(own):
        raise InvalidInputError(
            Message(
                "There are %(needed)d people, and the mask is of %(came)d.",
                {"needed": len(own), "came": len(who)},
            )
        )
    both = np.asarray(who, dtype=bool) & ~np.isnan(own) & ~np.isnan(others)
    n = int(both.sum())
    if n < FEWEST_SHOWN:
        return Message(
            "%(outcome)s: of %(count)d people both their own view and that of their mentees are known. Below "
            "%(fewest)d nothing is shown, as it might show somebody's own answers.",
            {**title, "count": n, "fewest": FEWEST_SHOWN},
        )
    if n < FEWEST:
        return _of_few(measured.outcome, own[both], others[both], confidence)
    return _of_many(measured.outcome, own[both], others[both], confidence)


_FEW = Message(
    "Fewer than ten pairs are too few for this: nothing can be said beyond whether one view is higher."
)


def _of_few(outcome: Outcome, own: Vector, others: Vector, confidence: float) -> Dyads:
    found = sign_flips(own - others)
    return Dyads(
        outcome=outcome,
        n=found.n,
        own=float(own.mean()),
        others=float(others.mean()),
        difference=found.mean,
        low=None,
        high=None,
        p=found.p,
        concordance=_FEW,
        icc=_FEW,
        limits=_FEW,
        sentence=_said_of_few(found, confidence),
        cautions=(_FEW,),
    )


def _said_of_few(found: SignFlips, confidence: float) -> Message:
    facts = {"n": found.n, "apart": abs(found.mean)}
    if found.p > 1 - confidence:
        return Message("With %(n)d pairs it cannot be told whether people judge themselves higher.", facts)
    if found.mean > 0:
        return Message(
            "In %(n)d pairs people judge themselves higher than their mentees do, by %(apart).2f points.",
            facts,
        )
    return Message(
        "In %(n)d pairs people judge themselves lower than their mentees do, by %(apart).2f points.", facts
    )


def _of_many(outcome: Outcome, own: Vector, others: Vector, confidence: float) -> Dyads:
    apart = own - others
    test = paired_t(len(own), float(apart.mean()), float(apart.std(ddof=1)), confidence=confidence)
    pairs = np.column_stack([own, others])
    return Dyads(
        outcome=outcome,
        n=len(own),
        own=float(own.mean()),
        others=float(others.mean()),
        difference=test.difference,
        low=test.low,
        high=test.high,
        p=test.p,
        concordance=_or_why(lambda: concordance(own, others, confidence=confidence)),
        icc=_or_why(lambda: judge_correlations(pairs, confidence=confidence).agreement_one),
        limits=_or_why(lambda: limits_of_agreement(others, own, confidence=confidence)),
        sentence=_said(test.difference, test.low, test.high),
    )


def _or_why(compute: Callable[[], Found]) -> Found | Message:
    try:
        return compute()
    except InvalidInputError as error:
        return error.message


def _said(apart: float, low: float, high: float) -> Message:
    if low > 0:
        return Message(
            "People judge themselves higher than their mentees do, by %(apart).2f points (%(low).2f to "
            "%(high).2f).",
            {"apart": apart, "low": low, "high": high},
        )
    if high < 0:
        return Message(
            "People judge themselves lower than their mentees do, by %(apart).2f points (%(low).2f to "
            "%(high).2f).",
            {"apart": -apart, "low": -high, "high": -low},
        )
    return Message(
        "On the mean, people and their mentees cannot be told apart (%(apart)+.2f points, %(low)+.2f to "
        "%(high)+.2f).",
        {"apart": apart, "low": low, "high": high},
    )
