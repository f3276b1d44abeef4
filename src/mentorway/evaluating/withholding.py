"""What is withheld of a version is taken out of what was found, with the reason in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mentorway.evaluating.changes import Change, Changed, Way
from mentorway.evaluating.ends import Ends
from mentorway.evaluating.frontier import PilotsCompared
from mentorway.evaluating.levels import GroupChange, Groups, OutcomeResult
from mentorway.evaluating.mentoring_models import ModelsCompared
from mentorway.evaluating.overall import Conclusion, Grade, overall
from mentorway.evaluating.people import FEWEST_SHOWN, Outcome
from mentorway.evaluating.spending import Spending
from mentorway.evaluating.versions import EFFECT, LOST, Cells, Key, What
from mentorway.evaluating.whole import Evaluation, OutcomeEvaluation
from mentorway.evaluating.worth import CostOfOne, Per
from mentorway.wording import Message, Value, shown

_OF_OUTCOME = Message(
    "%(outcome)s: not shown in this version. Between it and version %(number)d fewer than %(fewest)d people "
    "are new, gone or answered otherwise, and both together would tell what they said. It is shown again as "
    "soon as enough have come."
)
_OF_GROUP = Message(
    "%(group)s: not shown in this version. Both together with version %(number)d would tell what fewer than "
    "%(fewest)d people answered. It is shown again as soon as enough have come."
)
_OF_MONEY = Message(
    "Not shown in this version: both together with version %(number)d would tell what fewer than %(fewest)d "
    "people did or answered. It is shown again as soon as enough have come."
)
_SOME = Message(
    "Some numbers are not shown in this version, as between it and version %(number)d only a few people are "
    "new, gone or answered otherwise. Compute anew when at least %(fewest)d more have answered."
)

Withheld = Mapping[Key, int]


def only_shown(cells: Cells, found: Evaluation) -> Cells:
    """Leave out groups that are hidden anyway, and what is not in a result.

    Parameters
    ----------
    cells : mapping of key to cell
        As `versions.cells_of` gives them.
    found : Evaluation
        As it may be shown but for earlier versions.

    Returns
    -------
    mapping of key to cell
        Those of which `found` shows something.
    """
    groups = {
        (one.key, what, group.label)
        for one in found.outcomes
        for what, those in ((What.PILOT, one.by_pilot), (What.COUNTRY, one.by_country))
        for group in those.groups
        if group.change is not None
    }
    spent = found.money if isinstance(found.money, Spending) else None
    is_used = spent is not None and (
        isinstance(spent.compared, PilotsCompared) or isinstance(spent.models, ModelsCompared)
    )
    left_out = {What.DONE: spent is None, What.USED: not is_used}
    return {
        key: cell
        for key, cell in cells.items()
        if key in groups or (key[1] not in (What.PILOT, What.COUNTRY) and not left_out.get(key[1]))
    }


def without(found: Evaluation, withheld: Withheld) -> Evaluation:
    """Return what was found without what is withheld.

    Parameters
    ----------
    found : Evaluation
        A version.
    withheld : mapping of key to int
        As `versions.withheld` gives it.

    Returns
    -------
    Evaluation
        Each part that is withheld says so, and because of which version; conclusions that rest on it cannot
        be said, and the conclusion of the whole is drawn without them.

    Examples
    --------
    >>> import numpy as np
    >>> from mentorway.evaluating.asking import Asked
    >>> from mentorway.evaluating.people import People
    >>> from mentorway.evaluating.whole import evaluate
    >>> nobody = evaluate(People((), (), (), (), (), ()), Asked(), rng=np.random.default_rng(1))
    >>> without(nobody, {}) is nobody
    True
    """
    if not withheld:
        return found
    levels = tuple(
        replace(level, outcomes=tuple(_result(one, withheld) for one in level.outcomes))
        for level in found.levels
    )
    results = {one.outcome.key: one for level in found.levels for one in level.outcomes}
    titles = {key: one.outcome for key, one in results.items()}
    outcomes = tuple(_outcome(one, titles[one.key], withheld) for one in found.outcomes)
    money = found.money
    if isinstance(money, Spending):
        money = _money(money, [(one.key, titles[one.key]) for one in found.outcomes], withheld)
    told = Message(_SOME.text, {"number": max(withheld.values()), "fewest": FEWEST_SHOWN})
    return replace(
        found,
        levels=levels,
        outcomes=outcomes,
        conclusions=_conclusions(found.conclusions, results, withheld),
        money=money,
        messages=(*found.messages, told),
    )


def _why(outcome: Outcome, number: int) -> Message:
    values: dict[str, Value] = {"outcome": outcome.title, "number": number, "fewest": FEWEST_SHOWN}
    return Message(_OF_OUTCOME.text, values)


def _result(one: OutcomeResult, withheld: Withheld) -> OutcomeResult:
    key = one.outcome.key
    if (key, What.ONCE, "") in withheld and one.once is not None:
        why = _why(one.outcome, withheld[key, What.ONCE, ""])
        hidden = replace(one.once, mean=None, low=None, high=None, sd=None, share=None, why=why)
        return replace(one, once=hidden)
    shifted = one.shifted
    if (key, What.SHIFT, "") in withheld and shifted is not None:
        shifted = _why(one.outcome, withheld[key, What.SHIFT, ""])
    changed = None if one.changed is None else _changed(one.changed, withheld)
    return replace(one, changed=changed, shifted=shifted)


def _changed(one: Changed, withheld: Withheld) -> Changed:
    key, outcome = one.outcome.key, one.outcome
    if (key, What.FOLLOW_UP, "") in withheld:
        why = _why(outcome, withheld[key, What.FOLLOW_UP, ""])
        one = replace(one, follow_up=_unsaid(one.follow_up, why))
    one = replace(
        one,
        follow_ups=tuple(
            replace(
                later, change=_unsaid(later.change, _why(outcome, withheld[key, What.FOLLOW_UP, later.key]))
            )
            if (key, What.FOLLOW_UP, later.key) in withheld
            else later
            for later in one.follow_ups
        ),
    )
    if (key, What.BEGAN, "") in withheld:
        one = replace(one, ends=Ends(None, None), cautions=())
    if (key, What.PAIRS, "") in withheld:
        why = _why(outcome, withheld[key, What.PAIRS, ""])
        one = replace(one, after=_unsaid(one.after, why), reliable=why, lost=None, cautions=())
    return one


def _unsaid(change: Change, why: Message) -> Change:
    return Change(change.later, change.n, way=Way.NEITHER, why=why)


def _outcome(one: OutcomeEvaluation, outcome: Outcome, withheld: Withheld) -> OutcomeEvaluation:
    def why(*parts: What) -> Message | None:
        numbers = [withheld[one.key, part, ""] for part in parts if (one.key, part, "") in withheld]
        return _why(outcome, max(numbers)) if numbers else None

    effect = why(What.PAIRS, *EFFECT)
    return replace(
        one,
        by_country=_groups(one.by_country, (one.key, What.COUNTRY), withheld),
        by_pilot=_groups(one.by_pilot, (one.key, What.PILOT), withheld),
        effect=effect or one.effect,
        rests_on=None if effect else one.rests_on,
        lost=why(What.PAIRS, *LOST) or one.lost,
        others=why(What.OTHERS) or one.others,
    )


def _groups(groups: Groups, where: tuple[str, What], withheld: Withheld) -> Groups:
    kept = tuple(_group(one, withheld.get((*where, one.label))) for one in groups.groups)
    if kept == groups.groups:
        return groups
    return Groups(kept, None, groups.why)


def _group(one: GroupChange, number: int | None) -> GroupChange:
    if number is None or one.change is None:
        return one
    values: dict[str, Value] = {"group": shown(one.label), "number": number, "fewest": FEWEST_SHOWN}
    return GroupChange(one.label, None, Message(_OF_GROUP.text, values))


def _conclusions(
    found: Sequence[Conclusion], results: Mapping[str, OutcomeResult], withheld: Withheld
) -> tuple[Conclusion, ...]:
    """Conclusions of each outcome, and that of the whole drawn anew where one of them is withheld."""
    kept = [one for one in found if one.outcome is not None]
    each = [_conclusion(one, results, withheld) for one in kept]
    whole = [one for one in found if one.outcome is None]
    if whole and each != kept:
        whole = [overall(each)]
    return (*each, *whole)


def _conclusion(one: Conclusion, results: Mapping[str, OutcomeResult], withheld: Withheld) -> Conclusion:
    outcome = one.outcome
    if outcome is None:
        return one
    parts = [What.PAIRS, What.ONCE, *EFFECT]
    changed = results[outcome.key].changed
    if changed is None or changed.after.paired is None:
        parts.append(What.FOLLOW_UP)  # the change that lasts is all there is
    numbers = [withheld[outcome.key, part, ""] for part in parts if (outcome.key, part, "") in withheld]
    if not numbers:
        return one
    return Conclusion(outcome, Grade.CANNOT_BE_SAID, Way.NEITHER, _why(outcome, max(numbers)))


def _money(money: Spending, outcomes: list[tuple[str, Outcome]], withheld: Withheld) -> Spending:
    done = withheld.get(("", What.DONE, ""))
    used = [number for (_key, what, _label), number in withheld.items() if what is What.USED]
    beside = tuple(
        _why(outcome, withheld[key, What.ENDED, ""]) if (key, What.ENDED, "") in withheld else one
        for (key, outcome), one in zip(outcomes, money.beside_usual, strict=False)
    )
    return replace(
        money,
        people=tuple(
            one if done is None or one.per is Per.PARTICIPANT else _uncosted(one, done)
            for one in money.people
        ),
        changes=tuple(
            _uncosted(one, withheld[one.outcome, What.PAIRS, ""])
            if (one.outcome, What.PAIRS, "") in withheld
            else one
            for one in money.changes
        ),
        beside_usual=beside,
        compared=_because(max(used)) if used else money.compared,
        models=_because(max(used)) if used and money.models is not None else money.models,
    )


def _because(number: int) -> Message:
    return Message(_OF_MONEY.text, {"number": number, "fewest": FEWEST_SHOWN})


def _uncosted(one: CostOfOne, number: int) -> CostOfOne:
    return CostOfOne(one.per, None, None, None, one.n, one.outcome, (_because(number),))
