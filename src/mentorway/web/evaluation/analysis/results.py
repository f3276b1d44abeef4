"""A version of what was found: computed, laid beside the one before, and read so that it may be shown."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from typing import Any, Final

import numpy as np

from mentorway.evaluating.changes import Change, Changed
from mentorway.evaluating.dyads import Dyads
from mentorway.evaluating.levels import Groups, OutcomeResult
from mentorway.evaluating.losing import Lost, WhatIf
from mentorway.evaluating.overall import Conclusion, Grade
from mentorway.evaluating.people import FEWEST_SHOWN
from mentorway.evaluating.progress import Progress
from mentorway.evaluating.records import to_record
from mentorway.evaluating.shifts import Shifted
from mentorway.evaluating.spending import Spending
from mentorway.evaluating.whole import Evaluation as Found
from mentorway.evaluating.whole import OutcomeEvaluation, evaluate
from mentorway.evaluating.withholding import without
from mentorway.evidence.effectiveness.paired_change import PairedChange
from mentorway.web.core.wording import found as message_in
from mentorway.web.core.wording import kept
from mentorway.web.evaluation.analysis.decided import asked_of, decided, differences
from mentorway.web.evaluation.analysis.gathering import gathered
from mentorway.web.evaluation.analysis.guarding import guard_of, stored, withheld_in
from mentorway.web.evaluation.analysis.outcomes import outcomes_of
from mentorway.web.evaluation.models import Evaluation, Result
from mentorway.web.evaluation.queries import gathering as queries
from mentorway.web.evaluation.queries import results as versions
from mentorway.wording import Message

PROGRAMS: Final = ("mentorway", "numpy", "scipy")
FILLED: Final = ("imputed", "worse")  # suppositions that lean on what those who left answered before
SAME: Final = Message("All numbers and decisions are the same as in version %(number)d.")
PROGRAMS_CHANGED: Final = Message(
    "It was computed by other versions of the programs than version %(number)d: %(now)s."
)
SIZES_CHANGED: Final = Message(
    "People in the pilots: %(now)d, and %(then)d in version %(number)d. People they are compared with: "
    "%(others)d, and %(others_then)d."
)
NEARLY_THE_SAME: Final = Message(
    "%(outcome)s: what people say afterwards of the time before comes from nearly the same people as the "
    "change. The difference would show what a few of them answered, so it is not shown."
)
FEW_LEFT: Final = Message(
    "Fewer than %(fewest)d people left, so what they might have answered is not filled in here: it would "
    "show what they answered before.",
    {"fewest": FEWEST_SHOWN},
)
COUNTRIES_OVERLAP: Final = Message(
    "Countries are not laid side by side here: a country and a pilot differ by a few people only, whose "
    "answers could be reckoned from both."
)
GRADE_NOW: Final = {
    Grade.SHOWN: Message("%(outcome)s: now “shown”, other than in version %(number)d."),
    Grade.SUGGESTED: Message("%(outcome)s: now “suggested”, other than in version %(number)d."),
    Grade.NOT_SHOWN: Message("%(outcome)s: now “not shown”, other than in version %(number)d."),
    Grade.CANNOT_BE_SAID: Message("%(outcome)s: now “cannot be said”, other than in version %(number)d."),
}


@dataclass(frozen=True)
class Computed:
    """What is kept of one computation."""

    value: dict[str, Any]
    asked: dict[str, Any]
    data_hash: str
    changes: list[dict[str, Any]]
    guard: dict[str, Any]


def programs() -> str:
    """Return the versions of what computes."""
    return ", ".join(f"{name} {version(name)}" for name in PROGRAMS)


def computed(result: Result, progress: Progress) -> Computed:
    """Gather everybody, evaluate, withhold, and say what is other than in the version before.

    Raises
    ------
    InvalidInputError
        Nothing can be computed, and it says why.
    """
    whole, before = result.evaluation, versions.before(result)
    came = gathered(whole)
    asked = asked_of(whole, outcomes_of(whole), result.seed)
    found = evaluate(came.people, asked, rng=np.random.default_rng(result.seed), progress=progress)
    facts = {**came.decided, "notes": [kept(one) for one in came.notes]}
    seen = careful(found)
    guard = guard_of(whole, came.people, seen, versions.guards_before(result))
    shown = without(seen, withheld_in(guard))
    said_of = _changes(before, shown, facts, came.data_hash) if before else []
    return Computed(to_record(found), facts, came.data_hash, [kept(one) for one in said_of], guard)


def _changes(before: Result, found: Found, facts: Mapping[str, Any], data_hash: str) -> list[Message]:
    number = before.number
    said_of = differences(before.asked, facts, number)
    told = [] if before.data_hash == data_hash else said_of
    if before.data_hash == data_hash:
        told.append(Message(SAME.text, {"number": number}))
    if before.library_version and before.library_version != programs():
        told.append(Message(PROGRAMS_CHANGED.text, {"number": number, "now": programs()}))
    old = found_in(before)
    return [*told, *_otherwise(old, found, number)] if old is not None else told


def _otherwise(old: Found, found: Found, number: int) -> Iterator[Message]:
    """Say which sizes and conclusions are other than in an earlier version."""
    if (old.size.programme, old.size.comparison) != (found.size.programme, found.size.comparison):
        values = {
            "now": found.size.programme,
            "then": old.size.programme,
            "others": found.size.comparison,
            "others_then": old.size.comparison,
            "number": number,
        }
        yield Message(SIZES_CHANGED.text, values)
    grades = {key_of(one): one.grade for one in old.conclusions}
    for one in found.conclusions:
        if one.outcome is not None and grades.get(key_of(one), one.grade) is not one.grade:
            yield Message(GRADE_NOW[one.grade].text, {"outcome": one.outcome.title, "number": number})


def news_of(whole: Evaluation, newest: Result | None) -> list[Message]:
    """Return what is new since the newest version: decisions, and how many answers there are."""
    if newest is None:
        return []
    return differences(newest.asked, decided(whole, outcomes_of(whole)), newest.number)


def is_by_few(whole: Evaluation, newest: Result | None) -> bool:
    """Whether so few have answered since the newest version that a new one would withhold numbers."""
    then = {} if newest is None else newest.asked.get("answers", {})
    now = queries.answered_by_wave(whole)
    return any(nearly(then[asking], count) for asking, count in now.items() if asking in then)


def notes_of(result: Result) -> list[Message]:
    """Return what was to be known of gathering the numbers."""
    return [message_in(one) for one in result.asked.get("notes", [])]


def key_of(one: Conclusion) -> str:
    """Return by what a conclusion is known: the key of its outcome, or nothing for the whole."""
    return one.outcome.key if one.outcome is not None else ""


@lru_cache(maxsize=16)
def _shown(pk: int, _mark: tuple[object, ...]) -> Found | None:
    result = Result.objects.filter(pk=pk).only("value", "guard").first()
    found = None if result is None else stored(result)
    return None if result is None or found is None else without(careful(found), withheld_in(result.guard))


def found_in(result: Result) -> Found | None:
    """Return what was found so that it may be shown: nobody can be recognised, not by subtraction either.

    A version never changes, so that it is read once.
    """
    return _shown(result.pk, (result.created, result.finished, result.data_hash, result.seed))


def careful(found: Found) -> Found:
    """Take away what two results of nearly the same people would tell of the few that they differ by.

    Examples
    --------
    If 20 answered after and 19 of them some months later, both means from before would give away the score
    of the twentieth. The second is taken away.
    """
    levels = tuple(
        replace(level, outcomes=tuple(_careful_result(one) for one in level.outcomes))
        for level in found.levels
    )
    changed = {one.outcome.key: one.changed for level in levels for one in level.outcomes}
    outcomes = tuple(_careful_outcome(one, changed.get(one.key)) for one in found.outcomes)
    money = _careful_money(found.money) if isinstance(found.money, Spending) else found.money
    return replace(found, levels=levels, outcomes=outcomes, money=money)


def nearly(one: int, other: int) -> bool:
    """Whether two groups, one of which may be within the other, differ by so few that they stand alone.

    >>> nearly(20, 19), nearly(20, 20), nearly(20, 15)
    (True, False, False)
    """
    return 0 < abs(one - other) < FEWEST_SHOWN


def _careful_result(one: OutcomeResult) -> OutcomeResult:
    changed, shifted = one.changed, one.shifted
    if changed is None:
        return one
    changed = replace(
        changed,
        follow_up=_careful_later(changed.follow_up, changed),
        follow_ups=tuple(
            replace(later, change=_careful_later(later.change, changed)) for later in changed.follow_ups
        ),
    )
    if isinstance(shifted, Shifted) and nearly(shifted.n, changed.after.n):
        shifted = Message(NEARLY_THE_SAME.text, {"outcome": one.outcome.title})
    return replace(one, changed=changed, shifted=shifted)


def _careful_later(later: Change, changed: Changed) -> Change:
    """Leave out means of nearly the same people as after the programme, or as at another follow-up."""
    others = [changed.after, changed.follow_up, *(one.change for one in changed.follow_ups)]
    sizes = [one.n for one in others if one.paired is not None]
    if later.paired is None or not any(nearly(later.n, size) for size in sizes):
        return later
    return replace(later, paired=_without_means(later.paired))


def _without_means(paired: PairedChange) -> PairedChange:
    hidden = float("nan")
    return replace(
        paired, mean_before=hidden, mean_after=hidden, sd_before=hidden, sd_after=hidden, correlation=None
    )


def _careful_outcome(one: OutcomeEvaluation, changed: Changed | None) -> OutcomeEvaluation:
    others, countries = one.others, one.by_country
    if isinstance(others, Dyads) and changed is not None and nearly(others.n, changed.after.n):
        others = replace(others, own=float("nan"), others=float("nan"))
    if _overlap(_sizes(one.by_country), _sizes(one.by_pilot)):
        countries = Groups((), why=COUNTRIES_OVERLAP)
    gone = _careful_lost(one.lost) if isinstance(one.lost, Lost) else one.lost
    return replace(one, others=others, by_country=countries, lost=gone)


def _careful_lost(gone: Lost) -> Lost:
    left = [one.began - one.stayed for one in gone.arms if one.stayed is not None]
    if not any(nearly(count, 0) for count in left):
        return gone
    change, effect = gone.change, gone.effect
    return replace(
        gone,
        change=_unfilled(change) if isinstance(change, WhatIf) else change,
        effect=_unfilled(effect) if isinstance(effect, WhatIf) else effect,
    )


def _unfilled(asked: WhatIf) -> WhatIf:
    rows = tuple(
        replace(row, value=None, low=None, high=None, why_not=FEW_LEFT) if row.key in FILLED else row
        for row in asked.rows
    )
    return replace(asked, rows=rows, tipping=FEW_LEFT)


def _sizes(groups: Groups) -> list[int]:
    return [one.change.n for one in groups.groups if one.change is not None]


def _overlap(countries: Sequence[int], pilots: Sequence[int]) -> bool:
    return any(nearly(one, other) for one in countries for other in pilots)


def _careful_money(money: Spending) -> Spending:
    """Pilots of fewer than five people are not named with what they cost."""
    return replace(money, pilots=tuple(one for one in money.pilots if one.people >= FEWEST_SHOWN))


def fingerprint_of(words: Mapping[str, str]) -> str:
    """Return by what it is known which words somebody has read."""
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()
