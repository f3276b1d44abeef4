"""Versions of an evaluation beside each other: which numbers would tell, by subtraction, what a few answered.

Each number that is shown is of the people of a cell. Two versions of a cell that differ by one to four people
(who came, who are gone, or who answered otherwise) would give those few away, so the newer one is withheld.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from itertools import product
from types import MappingProxyType

import numpy as np

from mentorway.evaluating.people import FEWEST_SHOWN, Arm, Mask, Measured, People, Vector, Wave, each


class What(StrEnum):
    """Whose answers a number is made of; PAIRS answered before and after.

    BEGAN answered before and ENDED after, whether or not they also did at the other time; DONE is who
    completed and for how many hours, USED the same with what was reached, pilot by pilot. The last three are
    of the people that those of the programme are compared with.
    """

    PAIRS = "pairs"
    PILOT = "pilot"
    COUNTRY = "country"
    FOLLOW_UP = "follow-up"
    SHIFT = "shift"
    OTHERS = "others"
    ONCE = "once"
    BEGAN = "began"
    ENDED = "ended"
    DONE = "done"
    USED = "used"
    COMPARED_PAIRS = "compared pairs"
    COMPARED_BEGAN = "compared began"
    COMPARED_ENDED = "compared ended"


Key = tuple[str, What, str]  # key of the outcome ("" for none), what, label of the group ("" for all)
Cell = Mapping[str, str]  # mark of a person to mark of what they answered
Cells = Mapping[Key, Cell]
OF_PAIRS = (What.PAIRS, What.PILOT, What.COUNTRY)
BESIDE_PAIRS = (What.FOLLOW_UP, What.SHIFT, What.OTHERS, What.BEGAN, What.ENDED)
EFFECT = (What.ENDED, What.COMPARED_PAIRS, What.COMPARED_ENDED)
LOST = (What.BEGAN, What.COMPARED_BEGAN)
_RESTS = (  # where one of the first is withheld, the second go as well
    ((What.PAIRS,), (What.FOLLOW_UP, What.SHIFT, What.OTHERS)),
    ((What.PAIRS, *EFFECT), EFFECT),
    ((What.PAIRS, *EFFECT, *LOST), LOST),
)


def cells_of(people: People, mark: Callable[[str], str]) -> dict[Key, Cell]:
    """Return whose answers each number is made of, under marks that say nothing of anybody.

    Parameters
    ----------
    people : People
        Of both arms.
    mark : callable
        Gives each text a mark that leads nowhere without a secret, always the same.

    Returns
    -------
    dict of key to (mark of a person to mark of what they answered)
        Cells of fewer than five people are not there, as nothing of them is shown.

    Examples
    --------
    >>> from mentorway.evaluating.people import Level, Outcome
    >>> trust = Outcome("trust", "Trust", Level.LEARNING, 1, 5)
    >>> waves = {Wave.BEFORE: np.full(6, 2.0), Wave.AFTER: np.array([3.0] * 5 + [np.nan])}
    >>> who = (Arm.PROGRAMME,) * 6
    >>> table = People(tuple("abcdef"), ("P",) * 6, who, ("LT",) * 6, ("",) * 6, (Measured(trust, waves),))
    >>> {key[1].value: len(cell) for key, cell in cells_of(table, str).items()}
    {'began': 6, 'pairs': 5, 'pilot': 5, 'country': 5, 'used': 6}
    """
    marks = [mark(one) for one in people.people]
    found: dict[Key, Cell] = {}
    for key, mask, columns in _all(people):
        if np.count_nonzero(mask) >= FEWEST_SHOWN:
            table = np.column_stack(columns)
            found[key] = {
                marks[place]: mark(f"{people.people[place]} {table[place].tolist()}")
                for place in np.flatnonzero(mask).tolist()
            }
    return found


Part = tuple[Key, Mask, list[Vector]]


def _all(people: People) -> Iterator[Part]:
    took, usual = people.in_arm(Arm.PROGRAMME), people.in_arm(Arm.COMPARISON)
    for one in people.measured:
        yield from _of_programme(people, one, took, has_others=bool(usual.any()))
        if usual.any():
            yield from _of_comparison(one, usual)
    done = [people.completed.astype(np.float64)] if people.completed is not None else []
    done += [people.hours] if people.hours is not None else []
    if done:
        yield ("", What.DONE, ""), took, done
    used = [*done, *(scores for one in people.measured for scores in _reached(one))]
    for label, mask in each(people.pilot).items() if used else ():
        yield ("", What.USED, label), mask & took, used


def _reached(measured: Measured) -> list[Vector]:
    scores = measured.at(Wave.BEFORE), measured.at(Wave.AFTER)
    return [one for one in scores if one is not None]


def _of_programme(people: People, one: Measured, took: Mask, *, has_others: bool) -> Iterator[Part]:
    key = one.outcome.key
    before, after = one.at(Wave.BEFORE), one.at(Wave.AFTER)
    if before is None:
        last = after if after is not None else one.at(Wave.FOLLOW_UP)
        if last is not None:
            yield (key, What.ONCE, ""), _known(took, last), [last]
    else:
        yield from _since_before(people, one, took, before)
    if after is not None and one.others is not None:
        yield (key, What.OTHERS, ""), _known(took, after, one.others), [after, one.others]
    if after is not None and has_others:
        yield (key, What.ENDED, ""), _known(took, after), [after]


def _since_before(people: People, one: Measured, took: Mask, before: Vector) -> Iterator[Part]:
    key = one.outcome.key
    after, then, later = (one.at(wave) for wave in (Wave.AFTER, Wave.THEN, Wave.FOLLOW_UP))
    yield (key, What.BEGAN, ""), _known(took, before), [before]
    if after is not None:
        yield from _of_pairs(people, key, _known(took, before, after), [before, after])
    if after is not None and then is not None:
        yield (key, What.SHIFT, ""), _known(took, before, after, then), [before, after, then]
    follow_ups = [("", later)] if later is not None else []
    for label, scores in (*follow_ups, *((each_of.key, each_of.scores) for each_of in one.later)):
        yield (key, What.FOLLOW_UP, label), _known(took, before, scores), [before, scores]


def _of_pairs(people: People, key: str, mask: Mask, columns: list[Vector]) -> Iterator[Part]:
    yield (key, What.PAIRS, ""), mask, columns
    for what, labels in ((What.PILOT, people.pilot), (What.COUNTRY, people.country)):
        for label, members in each(labels).items():
            yield (key, what, label), members & mask, columns


def _of_comparison(one: Measured, usual: Mask) -> Iterator[Part]:
    key, before, after = one.outcome.key, one.at(Wave.BEFORE), one.at(Wave.AFTER)
    if before is not None:
        yield (key, What.COMPARED_BEGAN, ""), _known(usual, before), [before]
    if after is not None:
        yield (key, What.COMPARED_ENDED, ""), _known(usual, after), [after]
    if before is not None and after is not None:
        yield (key, What.COMPARED_PAIRS, ""), _known(usual, before, after), [before, after]


def _known(who: Mask, *columns: Vector) -> Mask:
    found: Mask = who & ~np.isnan(np.column_stack(columns)).any(axis=1)
    return found


def differing(one: Cell, other: Cell) -> set[str]:
    """Return who is in one of two cells only, or answered otherwise.

    >>> sorted(differing({"a": "1", "b": "2"}, {"b": "3", "c": "1"}))
    ['a', 'b', 'c']
    """
    return {who for who in {*one, *other} if one.get(who) != other.get(who)}


def tells(count: int) -> bool:
    """Whether so many people are so few that they stand alone: one to four.

    >>> tells(0), tells(1), tells(4), tells(5)
    (False, True, True, False)
    """
    return 0 < count < FEWEST_SHOWN


def withheld(
    cells: Cells, earlier: Mapping[int, Cells], already: Mapping[Key, int] = MappingProxyType({})
) -> dict[Key, int]:
    """Say which cells of a new version are not shown, and the earlier version because of which.

    Parameters
    ----------
    cells : mapping of key to cell
        As `cells_of` gives them, those that would be shown.
    earlier : mapping of int to (mapping of key to cell)
        By the number of the version, what was shown in it. What was withheld there is not there, so that it
        is shown again as soon as enough people are new.
    already : mapping of key to int, optional
        Cells that are withheld for another reason, and because of which version: what rests on them is too.

    Returns
    -------
    dict of key to int
        A cell that differs from one that was shown by one to four people; one whose difference differs from
        that of those who answered before and after by so few; groups from which, with the total, the
        difference of a group that is withheld could be reckoned; and what is made of any of these.

    References
    ----------
    Cox (1980), J Am Stat Assoc 75:377-385, on complementary suppression.
    Denning, Denning & Schwartz (1979), ACM Trans Database Syst 4:76-96, doi:10.1145/320064.320069, on what
    two large groups that differ by a few tell of the few.

    Examples
    --------
    >>> first = {("trust", What.PAIRS, ""): {str(one): "" for one in range(20)}}
    >>> second = {("trust", What.PAIRS, ""): {str(one): "" for one in range(22)}}
    >>> third = {("trust", What.PAIRS, ""): {str(one): "" for one in range(25)}}
    >>> withheld(second, {1: first})
    {('trust', <What.PAIRS: 'pairs'>, ''): 1}
    >>> withheld(third, {1: first, 2: {}})
    {}
    """
    found = dict(already)
    for number, then in sorted(earlier.items(), reverse=True):
        for key in _alone(cells, then):
            found.setdefault(key, number)
    for number, then in sorted(earlier.items(), reverse=True):
        outcomes = dict.fromkeys(key[0] for key in cells if key[1] is What.PAIRS)
        for outcome, what in product(outcomes, (What.PILOT, What.COUNTRY)):
            _hide_complements(found, (cells, then, number), outcome, what)
    return _with_what_rests(found, cells)


def _alone(cells: Cells, then: Cells) -> Iterator[Key]:
    """Yield cells that differ from one of the earlier version by a few people."""
    by_kin: dict[tuple[str, str], list[Cell]] = {}
    for key, cell in then.items():
        by_kin.setdefault(_kin(key), []).append(cell)
    for key, cell in cells.items():
        if any(_differs_by_few(cell, other) for other in by_kin.get(_kin(key), ())):
            yield key
    yield from _beside_pairs(cells, then)
    yield from _crossing(cells, then)


def _kin(key: Key) -> tuple[str, str]:
    return key[0], What.PAIRS if key[1] in OF_PAIRS else key[1]


def _differs_by_few(one: Cell, other: Cell) -> bool:
    return abs(len(one) - len(other)) < FEWEST_SHOWN and tells(len(differing(one, other)))


def _beside_pairs(cells: Cells, then: Cells) -> Iterator[Key]:
    """Yield what changed by nearly the same people as the change from before to after."""
    for key, cell in cells.items():
        pairs = (key[0], What.PAIRS, "")
        if key[1] in BESIDE_PAIRS and key in then and pairs in cells and pairs in then:
            own, main = differing(cell, then[key]), differing(cells[pairs], then[pairs])
            if own and main and tells(len(own ^ main)):
                yield key


def _crossing(cells: Cells, then: Cells) -> Iterator[Key]:
    """Yield countries whose difference differs from that of a pilot by a few people."""
    moved = {
        key: differing(cell, then[key])
        for key, cell in cells.items()
        if key[1] in (What.PILOT, What.COUNTRY) and key in then
    }
    for key, people in moved.items():
        pilots = (one for other, one in moved.items() if other[:2] == (key[0], What.PILOT))
        if key[1] is What.COUNTRY and people and any(one and tells(len(people ^ one)) for one in pilots):
            yield key


def _hide_complements(
    found: dict[Key, int], versions: tuple[Cells, Cells, int], outcome: str, what: What
) -> None:
    """Withhold more groups until the total less the others tells nothing of a few."""
    cells, then, number = versions
    whole = (outcome, What.PAIRS, "")
    if whole not in then or whole in found:
        return
    moved = differing(cells[whole], then[whole])
    labels = {key for key in {*cells, *then} if key[:2] == (outcome, what)}
    while True:
        parts = {key: differing(cells.get(key, {}), then.get(key, {})) & moved for key in labels - set(found)}
        both = {key: one for key, one in parts.items() if key in cells and key in then}
        rest = [len(moved.difference(*those.values())) for those in (parts, both)]
        candidates = [key for key, one in parts.items() if one and key in cells]
        if not any(map(tells, rest)) or not candidates:
            return
        found[min(candidates, key=lambda key: (len(parts[key]), key))] = number


def _with_what_rests(found: Mapping[Key, int], cells: Cells) -> dict[Key, int]:
    """Withhold what is made of what is withheld, so that it counts as not shown."""
    more = dict(found)
    for key, number in found.items():
        for other in cells:
            if _rests(other, key):
                more.setdefault(other, number)
    return more


def _rests(key: Key, cause: Key) -> bool:
    """Whether a number of one cell could not be shown without one of another."""
    if What.USED in (key[1], cause[1]):
        return key[1] is cause[1]
    return key[0] == cause[0] and any(cause[1] in causes and key[1] in those for causes, those in _RESTS)
