"""Asking afterwards about the time before, in the wave that asks after: which question stands for which."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from mentorway.web.evaluation.analysis.outcomes import Defined, Item
from mentorway.web.evaluation.models import AskedWave, Asking
from mentorway.wording import Message

ENDS: Final = ("_then", "_before", "_past", "_t")  # what names of questions about the time before end with
STARTS: Final = ("then_", "before_", "past_")
NOT_PAIRED: Final = Message(
    "%(outcome)s: not every one of its questions is asked about the time before too, so nothing can be said "
    "of whether people's own yardstick moved."
)


def is_in_one(waves: Iterable[AskedWave]) -> bool:
    """Whether one wave asks after the programme and about the time before, in two blocks of questions."""
    by_asking = {one.asking: one.wave_id for one in waves}
    then = by_asking.get(Asking.THEN)
    return then is not None and then == by_asking.get(Asking.AFTER)


def asked_items(outcomes: Iterable[Defined]) -> list[Item]:
    """Return the questions of all outcomes that can be computed, each once, in their order."""
    found: dict[str, Item] = {}
    for outcome in outcomes:
        if outcome.is_usable:
            for item in outcome.items:
                found.setdefault(item.name, item)
    return list(found.values())


def may_stand_for(item: Item, known: Mapping[str, Item]) -> list[Item]:
    """Return the questions that may ask the same about the time before: those with the same answers."""
    return [
        one
        for one in known.values()
        if one.name != item.name and (one.low, one.high) == (item.low, item.high)
    ]


def proposed(item: Item, known: Mapping[str, Item]) -> str:
    """Return the question that by its name asks the same about the time before; nothing if there is none.

    >>> points = {"1": 1, "2": 2}
    >>> proposed(Item("a0", "", points), {name: Item(name, "", points) for name in ("a0", "a1", "a0_then")})
    'a0_then'
    """
    names = [f"{item.name}{end}" for end in ENDS] + [f"{start}{item.name}" for start in STARTS]
    offered = {one.name for one in may_stand_for(item, known)}
    return next((one for one in names if one in offered), "")


def items_of(outcome: Defined, then: AskedWave, known: Mapping[str, Item], *, in_one: bool) -> Sequence[Item]:
    """Return the questions that ask an outcome about the time before; none where not all of them are asked.

    In a wave of its own the same questions are asked again, unless others are said to stand for them.
    """
    if not in_one and not then.pairs:
        return outcome.items
    found = []
    for item in outcome.items:
        other = known.get(str(then.pairs.get(item.name, "")))
        if other is None or (other.low, other.high) != (item.low, item.high):
            return ()
        found.append(replace(other, reverse=item.reverse))
    return found
