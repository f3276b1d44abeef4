"""Whether other answers of the same groups confirm what a search for partial invariance set free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mentorway.evidence.comparisons.multiplicity import adjusted
from mentorway.evidence.psychometrics.factors.models import ConvergenceError, Release
from mentorway.evidence.psychometrics.factors.scoring import Heed, unheeded
from mentorway.evidence.psychometrics.invariance.ladder import Ladder
from mentorway.evidence.psychometrics.invariance.licence import DEFAULT, Rules
from mentorway.evidence.psychometrics.invariance.partial import Groups, check_search, fitting_of, ladder_with
from mentorway.evidence.psychometrics.invariance.partial_search import Search, score_tests_of
from mentorway.evidence.psychometrics.invariance.partial_trail import (
    Difference,
    PartialInvariance,
    SearchRules,
)
from mentorway.wording import InvalidInputError, Message, listed

Numbers = tuple[float, int, float]


@dataclass(frozen=True, eq=False)
class Confirmation:
    """What other answers say about the releases of a search.

    `tests` are those of the releases in the other answers, each held equal beside the others, with p-values
    adjusted over the releases; `missed` are tests of what was left equal, adjusted over these. `holds` says
    whether the levels that came within the rules in the search do so here as well.
    """

    ladder: Ladder
    tests: tuple[Difference, ...]
    missed: tuple[Difference, ...]
    holds: bool
    sentences: tuple[Message, ...]


def confirmed(
    found: PartialInvariance, groups: Groups, *, rules: Rules = DEFAULT, heed: Heed = unheeded
) -> Confirmation:
    """Look in other answers of the same groups whether the releases of a search hold there.

    Divide the people of each group by lot before anything is looked at, search in one half and confirm in the
    other: what chance made in one half it does not make again in the other.

    Parameters
    ----------
    found : PartialInvariance
        Searched in the first half.
    groups : sequence of GroupMoments, or of IncompleteGroup
        The other half of the same groups, in the same order.
    rules : Rules
        What the licence allows a step to cost.
    heed : callable, optional
        Asked at every step of every climb whether to go on. What it raises ends the work.

    Returns
    -------
    Confirmation

    Raises
    ------
    InvalidInputError
        As for `partial_invariance`, or these are not the same groups.
    ConvergenceError
        Not even the configural model settles there.

    References
    ----------
    MacCallum, Roznowski & Necowitz (1992), Psychol Bull 111:490-504, doi:10.1037/0033-2909.111.3.490.

    Examples
    --------
    >>> import numpy as np
    >>> from mentorway.evidence.psychometrics.factors.models import FactorModel, GroupMoments
    >>> from mentorway.evidence.psychometrics.invariance.partial import partial_invariance
    >>> covariance = np.full((5, 5), 1.0) + np.eye(5)
    >>> groups = [GroupMoments("LT", 400, np.full(5, 3.0), covariance),
    ...           GroupMoments("LV", 400, np.array([3.0, 3.0, 3.0, 4.0, 3.0]), covariance)]
    >>> found = partial_invariance(groups, FactorModel.one_factor("trust", ["a", "b", "c", "d", "e"]))
    >>> [str(sentence) for sentence in confirmed(found, groups).sentences]
    ['The other answers confirm that these items differ: d.', 'With them free, the other answers are within \
the rules as well.']
    """
    model = found.ladder.fits[0].model
    check_search(groups, model, found.releases, found.rules)
    _check_same(found, groups)
    fit_by = fitting_of(groups, heed)
    ladder = ladder_with(fit_by, model, found.releases, sum(group.n for group in groups))
    released: dict[Release, Numbers] = {}
    left: dict[Release, Numbers] = {}
    holds = True
    for place, search in enumerate(found.searches):
        looser = ladder.fits[min(place, len(ladder.fits) - 1)]
        here = Search(fit_by, looser, search.level, (), (found.rules, rules))
        tight, step = ladder.fit_at(search.level), ladder.step_to(search.level)
        holds = holds and step is not None and here.within(step)
        if tight is not None:
            left |= score_tests_of(here, tight)
        released |= {one: _held_alone(here, found.releases, one) for one in search.releases}
    tests, missed = _adjusted(released, found.rules), _adjusted(left, found.rules)
    sentences = tuple(_sentences((tests, missed), holds=holds, rules=found.rules))
    return Confirmation(ladder, tests, missed, holds, sentences)


def _check_same(found: PartialInvariance, groups: Groups) -> None:
    before = [group.name for group in found.ladder.fits[0].groups]
    now = [group.name for group in groups]
    if before != now:
        raise InvalidInputError(
            Message(
                "The search was in the groups %(before)s, and these are %(now)s. Give the other half of the "
                "same groups in the same order.",
                {"before": listed(before), "now": listed(now)},
            )
        )


def _held_alone(search: Search, releases: tuple[Release, ...], one: Release) -> Numbers:
    """The test of one release that is held equal while the others stay free; none where nothing settles."""
    try:
        held = search.fit([other for other in releases if other != one], None)
        return score_tests_of(search, held).get(one, (0.0, 0, 1.0))
    except ConvergenceError:
        return 0.0, 0, 1.0


def _adjusted(known: Mapping[Release, Numbers], rules: SearchRules) -> tuple[Difference, ...]:
    if not known:
        return ()
    raised = adjusted([numbers[2] for numbers in known.values()], rules.adjustment)
    tests = [Difference(one, *known[one], float(p)) for one, p in zip(known, raised, strict=True)]
    return tuple(sorted(tests, key=lambda test: (test.p, -test.chi_square)))


def _sentences(
    tests: tuple[tuple[Difference, ...], ...], *, holds: bool, rules: SearchRules
) -> list[Message]:
    released, missed = tests
    seen = [test.release.item for test in released if test.adjusted < rules.chance]
    unseen = [test.release.item for test in released if test.adjusted >= rules.chance]
    more = [test.release.item for test in missed if test.adjusted < rules.chance]
    said = []
    if seen:
        said.append(
            Message("The other answers confirm that these items differ: %(items)s.", {"items": listed(seen)})
        )
    if unseen:
        said.append(
            Message(
                "The other answers do not confirm that these items differ: %(items)s. Chance may have picked "
                "them.",
                {"items": listed(unseen)},
            )
        )
    if more:
        said.append(
            Message(
                "In the other answers these items differ too, though the search left them equal: %(items)s.",
                {"items": listed(more)},
            )
        )
    said.append(
        Message("With them free, the other answers are within the rules as well.")
        if holds
        else Message("In the other answers, what is held equal costs more than the rules allow.")
    )
    return said
