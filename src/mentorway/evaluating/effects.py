"""Did the programme do it: those who took part beside those who did not, in several ways side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mentorway.evaluating.assumptions import ASSUMED, TITLES, Key
from mentorway.evaluating.both_arms import BothArms, both_arms
from mentorway.evaluating.detecting import Detectable, detectable_of
from mentorway.evaluating.people import FEWEST_SHOWN, Measured, Outcome, People, Wave
from mentorway.evaluating.ways import ESTIMATES, Asked, Estimate
from mentorway.evidence.comparisons.effect_sizes import correction
from mentorway.wording import InvalidInputError, Message

EXACT = 1e-10  # of the value: an error below it is rounding
FEWEST = 10  # people in each arm, below which people are dealt anew and nothing else is computed
ORDER = (Key.CHANGES, Key.COVARIANCE, Key.BALANCING, Key.PROPENSITY)


@dataclass(frozen=True)
class Way:
    """One way: `value` is those who took part less the others, in points of the scale, with its interval.

    `g`, `g_low` and `g_high` are the same over the standard deviation before (times J, the spread taken as
    known). `value` is None where `why_not` says why; an end is None where nothing there can be refused.
    """

    key: Key
    title: Message
    n_programme: int
    n_comparison: int
    assumptions: tuple[Message, ...]
    value: float | None = None
    low: float | None = None
    high: float | None = None
    error: float | None = None
    p: float | None = None
    g: float | None = None
    g_low: float | None = None
    g_high: float | None = None
    cautions: tuple[Message, ...] = ()
    why_not: Message | None = None

    @property
    def told_apart(self) -> int:
        """1 if the whole interval lies above 0, -1 if below, else 0."""
        if self.low is not None and self.low > 0:
            return 1
        return -1 if self.high is not None and self.high < 0 else 0


@dataclass(frozen=True)
class SideBySide:
    """All ways for one outcome, whether they agree, and what a study of this size could have found.

    `sd` is the standard deviation before within arms, in points (of the end where nobody was asked before).
    `organisations` is how many count as clusters; None if people stand alone.
    """

    outcome: Outcome
    later: Wave
    n_programme: int
    n_comparison: int
    ways: tuple[Way, ...]
    agree: Message
    detectable: Detectable | Message
    sd: float | None
    organisations: int | None
    cautions: tuple[Message, ...] = ()

    def of(self, key: Key) -> Way | None:
        """Return one of the ways."""
        return next((one for one in self.ways if one.key is key), None)


def side_by_side(
    people: People,
    measured: Measured,
    *,
    later: Wave = Wave.AFTER,
    confidence: float = 0.95,
    rng: np.random.Generator | None = None,
) -> SideBySide | Message:
    """Compare those who took part with those who did not, in ways that take different things for granted.

    Parameters
    ----------
    people, measured : People, Measured
        All people, and one outcome of them. Facts known of nine in ten are allowed for, one column (the start
        among them) for ten people of the smaller arm; organisations count as clusters if each arm has two.
    later : Wave
        The end that is compared.
    confidence : float in (0, 1)
        How sure intervals shall be.
    rng : numpy.random.Generator, optional
        The only source of chance; needed where an arm of fewer than ten meets a large one.

    Returns
    -------
    SideBySide or Message
        A message where there is no comparison group, no end, or fewer than five people in an arm. With five
        to nine people in an arm there is one way: changes, tested by dealing people anew. What a way cannot
        compute is a message in it.

    Raises
    ------
    InvalidInputError
        The confidence is out of range.

    References
    ----------
    As for `ancova`, `difference_in_differences`, `entropy_effect` and `propensity_effect`. The two with
    weights are widened for small samples: error times √(w / (w - k)), t with w - k degrees of freedom, w what
    the weighted people are worth (Kish) and k the columns, the constant and the arm.

    Examples
    --------
    >>> from mentorway.evaluating.people import Arm, Level
    >>> rng, n = np.random.default_rng(1), 40
    >>> start = rng.normal(50, 10, n)
    >>> end = start + rng.normal(0, 5, n) + np.repeat([6.0, 0.0], n // 2)
    >>> scores = Measured(
    ...     Outcome("self", "Confidence", Level.LEARNING, -100, 200), {Wave.BEFORE: start, Wave.AFTER: end}
    ... )
    >>> none = ("",) * n
    >>> arms = (Arm.PROGRAMME,) * 20 + (Arm.COMPARISON,) * 20
    >>> found = side_by_side(People(tuple(map(str, range(n))), none, arms, none, none, (scores,)), scores)
    >>> [(one.key.value, round(one.value, 1)) for one in found.ways]
    [('changes', 5.9), ('covariance', 5.9), ('balancing', 5.9), ('propensity', 5.4)]
    """
    if not 0 < confidence < 1:
        raise InvalidInputError(
            Message("Confidence must lie between 0 and 1, not %(value)s.", {"value": confidence})
        )
    arms = both_arms(people, measured, later)
    if isinstance(arms, Message):
        return arms
    many, others = arms.sizes
    if min(many, others) < FEWEST_SHOWN:
        return Message(
            "%(outcome)s: %(programme)d people of the programme and %(comparison)d of the comparison group "
            "have the scores that are needed. Below %(fewest)d in a group nothing is shown, as it might show "
            "somebody's own answers.",
            {
                "outcome": measured.outcome.title,
                "programme": many,
                "comparison": others,
                "fewest": FEWEST_SHOWN,
            },
        )
    sd = _spread(arms)
    ways = tuple(_way(key, arms, Asked(confidence, rng), sd) for key in _keys(arms))
    return SideBySide(
        outcome=measured.outcome,
        later=later,
        n_programme=many,
        n_comparison=others,
        ways=ways,
        agree=agreement(ways, higher_is_better=measured.outcome.higher_is_better),
        detectable=detectable_of(arms, sd, alpha=1 - confidence),
        sd=sd,
        organisations=arms.organisations,
        cautions=arms.cautions + _of_size(arms),
    )


def _keys(arms: BothArms) -> tuple[Key, ...]:
    if min(arms.sizes) < FEWEST:
        return (Key.DEALING,)
    return ORDER if arms.before is not None else (*ORDER, Key.AFTER_ONLY)


def _of_size(arms: BothArms) -> tuple[Message, ...]:
    if min(arms.sizes) >= FEWEST:
        return ()
    return (
        Message(
            "%(count)d people in the smaller group are too few to allow for differences at the start. Their "
            "changes are compared by a test that needs no bell curve, and no more can be said.",
            {"count": min(arms.sizes)},
        ),
    )


def _spread(arms: BothArms) -> float | None:
    """Standard deviation of the start within arms; of the end where nobody was asked before."""
    scores = arms.after if arms.before is None else arms.before
    both = [scores[arms.took > 0], scores[arms.took == 0]]
    squares = sum(float(((one - one.mean()) ** 2).sum()) for one in both)
    found = math.sqrt(squares / (len(scores) - 2))
    return found if found > 1e-12 * float(np.abs(scores).max()) else None


def _way(key: Key, arms: BothArms, asked: Asked, sd: float | None) -> Way:
    whole = key in (Key.CHANGES, Key.DEALING, Key.AFTER_ONLY)
    took = arms.took if whole else arms.took[arms.full]
    many = int(took.sum())
    base = Way(key, TITLES[key], many, len(took) - many, ASSUMED[key])
    try:
        found = _sure(ESTIMATES[key](arms, asked))
    except InvalidInputError as error:
        return Way(
            key, base.title, many, base.n_comparison, base.assumptions, why_not=_nameless(error.message)
        )
    scaled = _scaled(found, sd, len(took) - 2)
    return Way(
        key,
        base.title,
        many,
        base.n_comparison,
        base.assumptions,
        found.value,
        found.low,
        found.high,
        found.error,
        found.p,
        *scaled,
        cautions=found.cautions,
    )


def _nameless(why: Message) -> Message:
    """Say nothing of a row by its number, as it might be found in the table."""
    if "person" not in why.values:
        return why
    return Message(
        "Somebody alone has a value that nobody else has in what is allowed for, so errors cannot be known. "
        "Leave such a fact out."
    )


def _sure(found: Estimate) -> Estimate:
    """Take the interval off where nobody differs: an error of 0 is not certainty."""
    if found.error is None or found.error > EXACT * abs(found.value):
        return found
    return Estimate(found.value, None, None, found.error, None, (*found.cautions, _NO_SPREAD))


_NO_SPREAD = Message(
    "What is left over is the same for everyone, so there is nothing to judge by how sure this is."
)


def _scaled(found: Estimate, sd: float | None, df: int) -> tuple[float | None, float | None, float | None]:
    if sd is None:
        return None, None, None
    by = correction(df) / sd
    return (
        by * found.value,
        None if found.low is None else by * found.low,
        None if found.high is None else by * found.high,
    )


def agreement(ways: Sequence[Way], *, higher_is_better: bool = True) -> Message:
    """Say whether the ways agree.

    Parameters
    ----------
    ways : sequence of Way
        Those without a value are left out.
    higher_is_better : bool
        Which way of the scale is the good one.

    Returns
    -------
    Message

    Examples
    --------
    >>> str(agreement([]))
    'None of the ways could be computed; each says why.'
    """
    found = [one for one in ways if one.value is not None]
    values = [one.value for one in found if one.value is not None]
    if not found:
        return Message("None of the ways could be computed; each says why.")
    told = [one.told_apart for one in found]
    facts = {"count": len(found), "told": sum(map(abs, told)), "low": min(values), "high": max(values)}
    signs = {int(np.sign(one)) for one in values} - {0}
    if not any(told):
        return Message(
            "The way that could be computed does not tell the difference from chance (%(low)+.2f points). "
            "That is no proof that there is none.",
            facts,
            plural="None of %(count)d ways tells the difference from chance (%(low)+.2f to %(high)+.2f "
            "points). That is no proof that there is none.",
            count=len(found),
        )
    if len(signs) > 1:
        return Message(
            "The ways disagree, from %(low)+.2f to %(high)+.2f points: what to believe depends on which "
            "assumptions hold. Do not quote one of them without the others.",
            facts,
        )
    good = (1 in signs) is higher_is_better
    return _one_direction(facts, good=good, every=all(told))


def _one_direction(facts: dict[str, int | float], *, good: bool, every: bool) -> Message:
    count = int(facts["count"])
    if every and good:
        return Message(
            "Those who took part did better than the others, by %(low)+.2f points, more than chance "
            "explains. Only one way could be computed.",
            facts,
            plural="All %(count)d ways agree: those who took part did better than the others, by "
            "%(low)+.2f to %(high)+.2f points, more than chance explains.",
            count=count,
        )
    if every:
        return Message(
            "Those who took part did worse than the others, by %(low)+.2f points, more than chance explains. "
            "Only one way could be computed.",
            facts,
            plural="All %(count)d ways agree: those who took part did worse than the others, by %(low)+.2f "
            "to %(high)+.2f points, more than chance explains.",
            count=count,
        )
    if good:
        return Message(
            "All %(count)d ways say that those who took part did better (%(low)+.2f to %(high)+.2f "
            "points), but only %(told)d of them more than chance explains. Read it as a hint.",
            facts,
        )
    return Message(
        "All %(count)d ways say that those who took part did worse (%(low)+.2f to %(high)+.2f points), but "
        "only %(told)d of them more than chance explains. Read it as a hint.",
        facts,
    )
