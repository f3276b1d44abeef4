"""People of an evaluation read from rows of text, every problem with its row and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mentorway.evaluating.cells import Cells, Problem, number
from mentorway.evaluating.follow_ups import distance_of, main_among
from mentorway.evaluating.people import Arm, Later, Mask, Measured, Outcome, People, Vector, Wave
from mentorway.wording import InvalidInputError, Message, listed, shown

PERSON, ARM, COMPLETED, HOURS = "person", "arm", "completed", "hours"
WORDS = ("pilot", "country", "organisation")
OTHERS = "others"
ARMS = {
    "programme": Arm.PROGRAMME,
    "program": Arm.PROGRAMME,
    "comparison": Arm.COMPARISON,
    "control": Arm.COMPARISON,
}
YES = frozenset({"1", "yes", "true", "x"})
NO = frozenset({"", "0", "no", "false"})
Row = Mapping[str, str]

__all__ = ["Problem", "people_from"]


@dataclass(frozen=True)
class _Kept:
    """Rows that are used: their numbers in the table and their cells."""

    numbers: tuple[int, ...]
    rows: tuple[Row, ...]


def people_from(
    rows: Iterable[Mapping[str, str]], outcomes: Sequence[Outcome]
) -> tuple[People, tuple[Problem, ...]]:
    """Read people: one a row.

    Columns are `person` (needed; a pseudonym), `pilot`, `arm` (programme or comparison; without the column
    everybody is of the programme), `country`, `organisation`, `completed` (yes or no; empty is no), `hours`,
    and of each outcome by its key `…_before`, `…_then`, `…_after`, `…_follow_up` and `…_others`. Where people
    were asked more than once some time later, each follow-up says how long after the programme it was:
    `…_follow_up_3_months`, `…_follow_up_6_months`, `…_follow_up_400_days`; which one counts, is decided as
    `follow_ups.main_among` says. Any other column with numbers is a fact known from before. Upper and lower
    case of columns are the same. An empty cell, “NA”, “-” and “.” are no answer; 3,5 and 3.5 are the same.

    Parameters
    ----------
    rows : iterable of mapping of str to str
        As `csv.DictReader` gives them.
    outcomes : sequence of Outcome
        Which outcomes there are.

    Returns
    -------
    People and tuple of Problem
        A row without a person, of somebody who is there already, or of an unknown arm is left out; a cell
        that is no number or not of the scale is no answer; each with its problem. The header is row 1. Only
        rows without anything in them are left out without a word.

    Raises
    ------
    InvalidInputError
        There is nobody, no column `person`, or two outcomes have the same key.

    Examples
    --------
    >>> from mentorway.evaluating.people import Level
    >>> trust = Outcome("trust", "Trust", Level.LEARNING, 1, 5)
    >>> table = [
    ...     {"person": "a", "trust_before": "3,5", "trust_after": "4", "age": "41"},
    ...     {"person": "b", "trust_before": "2", "trust_after": "7", "age": "old"},
    ...     {"person": "a", "trust_before": "1", "trust_after": "1", "age": "50"},
    ... ]
    >>> people, problems = people_from(table, [trust])
    >>> people.people, people.measured[0].waves[Wave.BEFORE].tolist(), people.facts["age"].tolist()
    (('a', 'b'), [3.5, 2.0], [41.0, nan])
    >>> [(one.row, one.column) for one in problems]
    [(4, 'person'), (3, 'trust_after'), (3, 'age')]
    """
    _refuse_same([one.key.casefold() for one in outcomes])
    cells = Cells()
    taken = cells.table(rows)
    if not taken:
        raise InvalidInputError(
            Message("The table has no rows. It needs a header and a row for each person.")
        )
    if PERSON not in cells.columns:
        raise InvalidInputError(
            Message(
                "The table has no column “%(needed)s”. It has: %(columns)s.",
                {"needed": PERSON, "columns": listed(list(cells.columns))},
            )
        )
    kept = _kept(taken, cells)
    measured = tuple(one for outcome in outcomes if (one := _measured(outcome, kept, cells)) is not None)
    return _people(kept, cells, measured, outcomes), cells.told()


def _people(kept: _Kept, cells: Cells, measured: tuple[Measured, ...], outcomes: Sequence[Outcome]) -> People:
    pilot, country, organisation = (tuple(row.get(word, "") for row in kept.rows) for word in WORDS)
    return People(
        people=tuple(row[PERSON] for row in kept.rows),
        pilot=pilot,
        arm=tuple(ARMS[row.get(ARM, "programme").casefold()] for row in kept.rows),
        country=country,
        organisation=organisation,
        measured=measured,
        facts=_facts(kept, cells, outcomes),
        completed=_completed(kept, cells) if COMPLETED in cells.columns else None,
        hours=_hours(kept, cells) if HOURS in cells.columns else None,
    )


def _refuse_same(keys: Sequence[str]) -> None:
    same = sorted({key for key in keys if keys.count(key) > 1})
    if same:
        raise InvalidInputError(
            Message(
                "Outcomes with the same key cannot be told apart: %(keys)s. Give each a key of its own.",
                {"keys": listed(same)},
            )
        )


def _kept(taken: Sequence[tuple[int, Row]], cells: Cells) -> _Kept:
    first: dict[str, int] = {}
    kept = []
    for place, row in taken:
        person, arm = row.get(PERSON, ""), row.get(ARM, "programme")
        if not person:
            cells.add(Message("Nobody is named here, so the row is left out."), place, PERSON)
        elif person in first:
            cells.add(_doubled(person, first[person]), place, PERSON)
        elif arm.casefold() not in ARMS:
            first[person] = place
            cells.add(_no_arm(person, arm), place, ARM)
        else:
            first[person] = place
            kept.append((place, row))
    return _Kept(tuple(place for place, _ in kept), tuple(row for _, row in kept))


def _doubled(person: str, before: int) -> Message:
    return Message(
        "“%(person)s” is in row %(before)d already, so this row is left out. Each person has one row.",
        {"person": shown(person), "before": before},
    )


def _no_arm(person: str, arm: str) -> Message:
    return Message(
        "“%(person)s” is left out: the arm is “programme” or “comparison”, not “%(came)s”.",
        {"person": shown(person), "came": shown(arm)},
    )


def _measured(outcome: Outcome, kept: _Kept, cells: Cells) -> Measured | None:
    waves = {
        wave: scores for wave in Wave if (scores := _scores(outcome, wave.value, kept, cells)) is not None
    }
    later = _later(outcome, waves, kept, cells)
    waves.update((Wave.FOLLOW_UP, one.scores) for one in later if one.is_main)
    others = _scores(outcome, OTHERS, kept, cells)
    if not waves and others is None:
        cells.add(
            Message(
                "%(outcome)s: there are no answers. Its columns are called %(before)s, %(after)s and so on.",
                {
                    "outcome": outcome.title,
                    "before": f"{outcome.key}_before",
                    "after": f"{outcome.key}_after",
                },
            ),
            1,
        )
        return None
    return Measured(outcome, waves, others, later if len(later) > 1 else ())


def _later(outcome: Outcome, waves: dict[Wave, Vector], kept: _Kept, cells: Cells) -> tuple[Later, ...]:
    """Follow-ups whose columns say how long after the programme they were, the nearest first.

    One that does not say so is left out of `waves` beside them.
    """
    start = f"{outcome.key}_".casefold()
    ends = [column.removeprefix(start) for column in cells.columns if column.startswith(start)]
    found = []
    for _days, end, name in sorted((known[0], end, known[1]) for end in ends if (known := distance_of(end))):
        scores = _scores(outcome, end, kept, cells)
        if scores is not None:
            found.append(Later(end, name, scores))
    if found and waves.pop(Wave.FOLLOW_UP, None) is not None:
        column = f"{start}{Wave.FOLLOW_UP.value}"
        cells.add(_no_distance(column), 1, column)
    if not found:
        return ()
    main, why = main_among(
        [_answered(one.scores, waves, kept) for one in found], _answered_after(waves, kept)
    )
    return tuple(
        replace(one, is_main=place == main, why=why if place == main else None)
        for place, one in enumerate(found)
    )


def _answered_after(waves: Mapping[Wave, Vector], kept: _Kept) -> int:
    after = waves.get(Wave.AFTER)
    return 0 if after is None else _answered(after, waves, kept)


def _answered(scores: Vector, waves: Mapping[Wave, Vector], kept: _Kept) -> int:
    """How many of those who took part answered, and before too where that was asked."""
    took = np.array([ARMS[row.get(ARM, "programme").casefold()] is Arm.PROGRAMME for row in kept.rows])
    known = took & ~np.isnan(scores)
    before = waves.get(Wave.BEFORE)
    return int(np.count_nonzero(known if before is None else known & ~np.isnan(before)))


def _no_distance(column: str) -> Message:
    return Message(
        "“%(column)s” does not say how long after the programme it was asked, as others here do. It is left "
        "out; give it an end like “_3_months”.",
        {"column": shown(column)},
    )


def _scores(outcome: Outcome, what: str, kept: _Kept, cells: Cells) -> Vector | None:
    """Scores of a column, or None where it is not there or nobody answered."""
    column = f"{outcome.key}_{what}".casefold()
    if column not in cells.columns:
        return None
    scores = _numbers(column, kept, cells)
    beyond = (scores < outcome.low) | (scores > outcome.high)
    for place in np.flatnonzero(beyond):
        cells.add(
            Message(
                "%(outcome)s goes from %(low)s to %(high)s; %(came)s is no answer.",
                {
                    "outcome": outcome.title,
                    "low": outcome.low,
                    "high": outcome.high,
                    "came": float(scores[place]),
                },
            ),
            kept.numbers[place],
            column,
        )
    scores[beyond] = np.nan
    if np.isnan(scores).all():
        cells.add(Message("There are no answers in this column, so nobody counts as asked."), 1, column)
        return None
    return scores


def _numbers(column: str, kept: _Kept, cells: Cells) -> Vector:
    found = np.full(len(kept.rows), np.nan)
    for place, row in enumerate(kept.rows):
        text = row.get(column, "")
        value = number(text)
        if value is None:
            cells.add(_no_number(text), kept.numbers[place], column)
        else:
            found[place] = value
    return found


def _no_number(text: str) -> Message:
    return Message("“%(came)s” is no number, so it is no answer.", {"came": shown(text)})


def _completed(kept: _Kept, cells: Cells) -> Mask:
    found = np.zeros(len(kept.rows), dtype=bool)
    for place, row in enumerate(kept.rows):
        word = row.get(COMPLETED, "").casefold()
        found[place] = word in YES
        if word not in YES and word not in NO:
            cells.add(
                Message(
                    "Whether somebody completed is “yes” or “no”; “%(came)s” counts as no.",
                    {"came": shown(word)},
                ),
                kept.numbers[place],
                COMPLETED,
            )
    return found


def _hours(kept: _Kept, cells: Cells) -> Vector:
    found = _numbers(HOURS, kept, cells)
    for place in np.flatnonzero(found < 0):
        cells.add(
            Message("Hours are not below 0; %(came)s is left out.", {"came": float(found[place])}),
            kept.numbers[place],
            HOURS,
        )
        found[place] = np.nan
    return found


def _facts(kept: _Kept, cells: Cells, outcomes: Sequence[Outcome]) -> dict[str, Vector]:
    known = {PERSON, ARM, COMPLETED, HOURS, *WORDS}
    scales = [one.key.casefold() for one in outcomes]
    scores = {f"{key}_{what}" for key in scales for what in (*(wave.value for wave in Wave), OTHERS)}
    facts: dict[str, Vector] = {}
    for column in cells.columns:
        if column in known or column in scores or _is_follow_up(column, scales):
            continue
        if any(column == key or column.startswith(f"{key}_") for key in scales):
            cells.add(_no_wave(column), 1, column)
        elif not any(_is_number(row.get(column, "")) for row in kept.rows):
            cells.add(Message("There are no numbers in this column, so it is left out."), 1, column)
        else:
            facts[column] = _numbers(column, kept, cells)
    return facts


def _is_follow_up(column: str, scales: Sequence[str]) -> bool:
    ends = (column.removeprefix(f"{key}_") for key in scales if column.startswith(f"{key}_"))
    return any(distance_of(end) is not None for end in ends)


def _is_number(text: str) -> bool:
    value = number(text)
    return value is not None and not np.isnan(value)


def _no_wave(column: str) -> Message:
    return Message(
        "“%(column)s” begins like an outcome, but its end is none of before, then, after, follow_up, "
        "follow_up_3_months (or so) and others. It is left out; call a fact otherwise.",
        {"column": shown(column)},
    )
