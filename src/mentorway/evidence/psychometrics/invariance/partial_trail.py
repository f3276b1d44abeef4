"""What a search for partial invariance leaves behind: its rules, each step, and plain sentences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mentorway.evidence.comparisons.multiplicity import Adjustment
from mentorway.evidence.psychometrics.factors.models import Level, Release
from mentorway.evidence.psychometrics.invariance.ladder import Ladder, Step
from mentorway.wording import N_, Message

LEAST_SHOWN = 0.001  # smaller p-values are not worth their digits


class Direction(StrEnum):
    """From all held equal to less and less, or from hardly anything to more and more."""

    FORWARD = "forward"
    BACKWARD = "backward"


class Ending(StrEnum):
    """Why a search came to its end."""

    HOLDS = "holds"
    CHANCE = "chance"
    LIMIT = "limit"
    DEAR = "dear"
    UNSETTLED = "unsettled"


@dataclass(frozen=True)
class SearchRules:
    """How a search may go.

    Parameters are set free only where the test is beyond `chance` after `adjustment` over the whole family;
    in each scale at least `fewest_equal` items stay equal and at most the share `most_free` is set free.
    """

    direction: Direction = Direction.FORWARD
    adjustment: Adjustment = Adjustment.HOLM
    chance: float = 0.05
    fewest_equal: int = 2
    most_free: float = 0.5


@dataclass(frozen=True)
class Difference:
    """One parameter of the family: its test, and its p-value adjusted over the whole family."""

    release: Release
    chi_square: float
    df: int
    p: float
    adjusted: float


@dataclass(frozen=True)
class SearchStep:
    """One step: which parameter was set free, or held equal again, and what fit cost before and after.

    `tests` are those that were looked at, the strongest first; `before` and `after` compare the model with
    the looser one beside it.
    """

    number: int
    taken: Difference
    tests: tuple[Difference, ...]
    before: Step
    after: Step
    sentence: Message


@dataclass(frozen=True, eq=False)
class LevelSearch:
    """The search at one level.

    `family` was declared before any test; `cost` is what the last model costs against the looser one, None
    where no model settled; `within` says whether that is within the rules of the licence.
    """

    level: Level
    family: tuple[Release, ...]
    steps: tuple[SearchStep, ...]
    releases: tuple[Release, ...]
    cost: Step | None
    within: bool
    ending: Ending
    sentence: Message


@dataclass(frozen=True, eq=False)
class PartialInvariance:
    """All searches, what they set free altogether, and the ladder with that free, for `licence.judge`."""

    rules: SearchRules
    searches: tuple[LevelSearch, ...]
    releases: tuple[Release, ...]
    ladder: Ladder
    warnings: tuple[Message, ...]


def step_sentence(number: int, taken: Difference, costs: tuple[Step, Step], tests: int) -> Message:
    """Say what one step forward did.

    Examples
    --------
    >>> cost = Step(Level.METRIC, Level.SCALAR, 30.0, 3, 0.0, -0.02, 0.01, 0.01)
    >>> better = Step(Level.METRIC, Level.SCALAR, 3.0, 2, 0.2, -0.001, 0.0, 0.0)
    >>> str(step_sentence(1, Difference(Release("intercept", "t2"), 27.5, 1, 1e-7, 6e-7), (cost, better), 6))
    'Step 1: people with the same level answer item t2 differently in the groups (chi-square 27.5 with 1 df, \
p below 0.001 corrected for 6 tests). With it free, CFI changes by -0.001 in place of -0.020.'
    """
    values = _values(number, taken, costs) | {"tests": tests}
    tiny = taken.adjusted < LEAST_SHOWN
    if taken.release.kind == "loading":
        if tiny:
            return Message(
                "Step %(number)d: item %(item)s weighs differently in the groups (chi-square "
                "%(chi_square).1f with %(df)d df, p below 0.001 corrected for %(tests)d tests). With it "
                "free, CFI changes by %(after)+.3f in place of %(before)+.3f.",
                values,
            )
        return Message(
            "Step %(number)d: item %(item)s weighs differently in the groups (chi-square %(chi_square).1f "
            "with %(df)d df, p = %(p).3f corrected for %(tests)d tests). With it free, CFI changes by "
            "%(after)+.3f in place of %(before)+.3f.",
            values,
        )
    if tiny:
        return Message(
            "Step %(number)d: people with the same level answer item %(item)s differently in the groups "
            "(chi-square %(chi_square).1f with %(df)d df, p below 0.001 corrected for %(tests)d tests). With "
            "it free, CFI changes by %(after)+.3f in place of %(before)+.3f.",
            values,
        )
    return Message(
        "Step %(number)d: people with the same level answer item %(item)s differently in the groups "
        "(chi-square %(chi_square).1f with %(df)d df, p = %(p).3f corrected for %(tests)d tests). With it "
        "free, CFI changes by %(after)+.3f in place of %(before)+.3f.",
        values,
    )


def back_sentence(number: int, taken: Difference, costs: tuple[Step, Step], tests: int) -> Message:
    """Say what one step backward did."""
    values = _values(number, taken, costs) | {"tests": tests}
    if taken.release.kind == "loading":
        return Message(
            "Step %(number)d: the weight of item %(item)s is held equal, for it does not differ beyond "
            "chance (chi-square %(chi_square).1f with %(df)d df, p = %(p).3f corrected for %(tests)d tests). "
            "CFI changes by %(after)+.3f in place of %(before)+.3f.",
            values,
        )
    return Message(
        "Step %(number)d: the level of item %(item)s is held equal, for it does not differ beyond "
        "chance (chi-square %(chi_square).1f with %(df)d df, p = %(p).3f corrected for %(tests)d tests). CFI "
        "changes by %(after)+.3f in place of %(before)+.3f.",
        values,
    )


def _values(number: int, taken: Difference, costs: tuple[Step, Step]) -> dict[str, str | int | float]:
    before, after = costs
    return {
        "number": number,
        "item": taken.release.item,
        "chi_square": taken.chi_square,
        "df": taken.df,
        "p": taken.adjusted,
        "before": before.cfi,
        "after": after.cfi,
    }


ENDED: dict[tuple[Level, Ending], str] = {
    (Level.METRIC, Ending.HOLDS): N_(
        "What is left equal in the weights costs no more than the rules allow (CFI changes by %(cfi)+.3f)."
    ),
    (Level.METRIC, Ending.CHANCE): N_(
        "The search for equal weights ended outside the rules: no other item differs beyond chance, so the "
        "loss is spread over many (CFI changes by %(cfi)+.3f)."
    ),
    (Level.METRIC, Ending.LIMIT): N_(
        "The search for equal weights ended outside the rules: more items would have to be set free than is "
        "allowed (CFI changes by %(cfi)+.3f)."
    ),
    (Level.METRIC, Ending.DEAR): N_(
        "All weights that differ beyond chance are free, and what is left equal still costs more than the "
        "rules allow (CFI changes by %(cfi)+.3f)."
    ),
    (Level.METRIC, Ending.UNSETTLED): N_(
        "The search for equal weights ended, because the next model did not settle on these answers."
    ),
    (Level.SCALAR, Ending.HOLDS): N_(
        "What is left equal in the levels costs no more than the rules allow (CFI changes by %(cfi)+.3f)."
    ),
    (Level.SCALAR, Ending.CHANCE): N_(
        "The search for equal levels ended outside the rules: no other item differs beyond chance, so the "
        "loss is spread over many (CFI changes by %(cfi)+.3f)."
    ),
    (Level.SCALAR, Ending.LIMIT): N_(
        "The search for equal levels ended outside the rules: more items would have to be set free than is "
        "allowed (CFI changes by %(cfi)+.3f)."
    ),
    (Level.SCALAR, Ending.DEAR): N_(
        "All levels that differ beyond chance are free, and what is left equal still costs more than the "
        "rules allow (CFI changes by %(cfi)+.3f)."
    ),
    (Level.SCALAR, Ending.UNSETTLED): N_(
        "The search for equal levels ended, because the next model did not settle on these answers."
    ),
}


def end_sentence(level: Level, ending: Ending, cost: Step | None) -> Message:
    """Say how the search at a level ended.

    Examples
    --------
    >>> str(end_sentence(Level.METRIC, Ending.UNSETTLED, None))
    'The search for equal weights ended, because the next model did not settle on these answers.'
    """
    return Message(ENDED[level, ending], {} if cost is None else {"cfi": cost.cfi})
