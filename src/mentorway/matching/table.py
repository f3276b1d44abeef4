"""People and pairs as tables of text: read with every problem by row and column, and written again.

Text in, values out: which file it came from, and in which letters, is the business of who calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mentorway.matching.availability import DAY, Slot, Week
from mentorway.matching.cells import Found, Mistake, rows_of, written
from mentorway.matching.profiles import (
    RULE_SHAPES,
    SHAPES,
    Answer,
    Design,
    Kind,
    Person,
    Side,
)
from mentorway.wording import N_, InvalidInputError, Message, listed, shown

MOST_SEATS = 1000
BETWEEN = re.compile(r"\s*[;|]\s*")
SLOT = re.compile(r"(\w+)\s+(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

NAME, SIDE, SEATS, LEAST, MANAGER, ZONE = "name", "side", "seats", "least", "manager", "zone"
PERSON = "id"
MENTEE, MENTOR, SCORE, LOCKED = "mentee", "mentor", "score", "kept"
YES = ("1", "yes", "true", "x")
NO = ("", "0", "no", "false")


@dataclass(frozen=True)
class People:
    """People from a table: mentors also with the most and the fewest mentees; `managers` by id.

    Where there are `mistakes`, the rows that have one are left out; `left_out` mistakes are not listed.
    """

    mentees: tuple[Person, ...]
    mentors: tuple[Person, ...]
    capacity: tuple[int, ...]
    minimum: tuple[int, ...]
    managers: Mapping[str, str]
    mistakes: tuple[Mistake, ...]
    left_out: int = 0


@dataclass(frozen=True)
class Pair:
    """A mentee and a mentor by id; `kept` if they must stay a pair."""

    mentee: str
    mentor: str
    score: int | None = None
    kept: bool = False


@dataclass(frozen=True)
class Pairs:
    """Pairs from a table, with what is wrong in it."""

    pairs: tuple[Pair, ...]
    mistakes: tuple[Mistake, ...]
    left_out: int = 0


def people(text: str, design: Design) -> People:
    r"""Read people: one a row, with `id`, `side` (mentee or mentor) and a column for each question.

    Optional columns are `name`, `seats` (mentees that a mentor takes, 1 if empty), `least` (the fewest),
    `manager` (an id) and `zone` (of the times). Several choices are parted by semicolons or upright lines,
    times are written as “Mon 17:00-19:00; Thu 8:30-10:00”. An empty cell is a question that was not answered.

    Parameters
    ----------
    text : str
        With semicolons, commas or tabulators between cells.
    design : Design
        Which questions there are, and what kind of answer each needs.

    Returns
    -------
    People

    Raises
    ------
    InvalidInputError
        There is no header, a column is missing or comes twice, or the table is too large.

    Examples
    --------
    >>> from mentorway.matching.profiles import Criterion
    >>> design = Design((Criterion("topic", "Topics", Kind.WANTED, 10, "wants", "offers"),))
    >>> found = people("id,side,wants,offers\nann,mentee,law|tax,\nbo,mentor,,tax\ncy,boss,,\n", design)
    >>> sorted(found.mentees[0].answers["wants"]), found.mentors[0].id, found.capacity
    (['law', 'tax'], 'bo', (1,))
    >>> [(one.row, one.column, str(one.message)) for one in found.mistakes]
    [(4, 'side', 'The side is “mentee” or “mentor”; it is “boss”.')]
    """
    shapes = _questions(design)
    reserved = sorted(
        {PERSON, SIDE, NAME, SEATS, LEAST, MANAGER, ZONE} & {name.casefold() for name in shapes}
    )
    if reserved:
        message = N_("A question cannot be called “%(name)s”: a column of that name means something else.")
        raise InvalidInputError(Message(message, {"name": reserved[0]}))
    rows = rows_of(text, needed=(PERSON, SIDE), known=(NAME, SEATS, LEAST, MANAGER, ZONE, *shapes))
    found = Found()
    seen: set[tuple[str, Side]] = set()
    persons: list[tuple[Person, int, int]] = []
    managers: dict[str, str] = {}
    for number, row in rows:
        found.row, found.clean = number, True
        person = _person(row, shapes, design, found)
        seats, least = _seats(row, found)
        if person is not None and (person.id, person.side) in seen:
            text_ = N_("“%(person)s” comes twice on the same side.")
            found.add(Message(text_, {"person": shown(person.id)}), PERSON)
        if person is None or not found.clean:
            continue
        seen.add((person.id, person.side))
        persons.append((person, seats, least))
        if row.get(MANAGER):
            managers[person.id] = row[MANAGER]
    mentors = [one for one in persons if one[0].side is Side.MENTOR]
    return People(
        tuple(person for person, _, _ in persons if person.side is Side.MENTEE),
        tuple(person for person, _, _ in mentors),
        tuple(seats for _, seats, _ in mentors),
        tuple(least for _, _, least in mentors),
        managers,
        tuple(found.mistakes),
        found.left_out,
    )


def pairs(text: str, mentees: Iterable[str], mentors: Iterable[str]) -> Pairs:
    r"""Read pairs: `mentee` and `mentor` by id, optionally `score` and `kept` (yes or no).

    Parameters
    ----------
    text : str
        With semicolons, commas or tabulators between cells.
    mentees, mentors : iterable of str
        The ids that are known.

    Returns
    -------
    Pairs

    Raises
    ------
    InvalidInputError
        There is no header, a column is missing or comes twice, or the table is too large.

    Examples
    --------
    >>> found = pairs("mentee;mentor;kept\nann;bo;yes\nann;cy;\n", ["ann"], ["bo"])
    >>> found.pairs
    (Pair(mentee='ann', mentor='bo', score=None, kept=True),)
    >>> [(one.row, one.column, str(one.message)) for one in found.mistakes]
    [(3, 'mentor', 'There is no mentor “cy”.')]
    """
    known = set(mentees), set(mentors)
    found = Found()
    seen: set[tuple[str, str]] = set()
    read: list[Pair] = []
    for number, row in rows_of(text, needed=(MENTEE, MENTOR), known=(SCORE, LOCKED)):
        found.row, found.clean = number, True
        pair = _pair(row, known, found)
        if (pair.mentee, pair.mentor) in seen:
            found.add(Message(N_("This pair comes twice.")), MENTEE)
        seen.add((pair.mentee, pair.mentor))
        if found.clean:
            read.append(pair)
    return Pairs(tuple(read), tuple(found.mistakes), found.left_out)


def written_pairs(found: Iterable[Pair]) -> str:
    """Write pairs so that `pairs` reads them again.

    Parameters
    ----------
    found : iterable of Pair

    Returns
    -------
    str

    Examples
    --------
    >>> written_pairs([Pair("ann", "bo", 700, kept=True)]).splitlines()
    ['mentee,mentor,score,kept', 'ann,bo,700,yes']
    """
    rows = ([pair.mentee, pair.mentor, pair.score, "yes" if pair.kept else ""] for pair in found)
    return written([MENTEE, MENTOR, SCORE, LOCKED], rows)


def _questions(design: Design) -> dict[str, type]:
    """What kind of answer each question of the design needs."""
    found: dict[str, type] = {}
    for criterion in design.criteria:
        for side in Side:
            found[criterion.asked(side)] = SHAPES[criterion.kind]
    for rule in design.rules:
        if rule.kind in RULE_SHAPES:
            found.setdefault(rule.question, RULE_SHAPES[rule.kind])
    return found


def _person(
    row: Mapping[str, str], shapes: Mapping[str, type], design: Design, found: Found
) -> Person | None:
    name, side = row.get(PERSON, ""), row.get(SIDE, "").casefold()
    if not name:
        found.add(Message(N_("The id is missing.")), PERSON)
    if side not in {one.value for one in Side}:
        text = N_("The side is “mentee” or “mentor”; it is “%(side)s”.")
        found.add(Message(text, {"side": shown(row.get(SIDE, ""))}), SIDE)
    answers = {
        question: answer
        for question, shape in shapes.items()
        if row.get(question) and (answer := _answer(row, question, shape, found)) is not None
    }
    if not found.clean:
        return None
    person = Person(name, Side(side), answers, row.get(NAME, ""))
    for criterion in design.criteria:
        if criterion.kind is Kind.ORDERED:
            _check_choice(person, criterion.asked(person.side), criterion.order, found)
    return person


def _check_choice(person: Person, question: str, order: Sequence[str], found: Found) -> None:
    answer = person.answers.get(question)
    if answer is not None and answer not in order:
        text = N_("“%(answer)s” is not among the choices: %(choices)s.")
        found.add(Message(text, {"answer": shown(answer), "choices": listed(order)}), question)


def _answer(row: Mapping[str, str], question: str, shape: type, found: Found) -> Answer | None:
    cell = row[question]
    if shape is frozenset:
        return frozenset(part for part in BETWEEN.split(cell) if part)
    if shape is float:
        return _number(cell, question, found)
    if shape is Week:
        return _week(cell, row.get(ZONE, ""), question, found)
    return cell


def _number(cell: str, question: str, found: Found) -> float | None:
    try:
        number = float(cell.replace(",", "."))
    except ValueError:
        number = float("nan")
    if number - number != 0:  # neither NaN nor infinite
        found.add(Message(N_("This must be a number; it is “%(cell)s”."), {"cell": shown(cell)}), question)
        return None
    return number


def _week(cell: str, zone: str, question: str, found: Found) -> Week | None:
    if not zone:
        found.add(Message(N_("Times need a time zone in the column “zone”, such as Europe/Riga.")), ZONE)
        return None
    slots = []
    for part in (one for one in BETWEEN.split(cell) if one):
        slot = _slot(part)
        if slot is None:
            text = N_("“%(part)s” is not a time. Write day and quarter hours, such as “Mon 17:00-19:00”.")
            found.add(Message(text, {"part": shown(part)}), question)
            return None
        slots.append(slot)
    try:
        return Week(zone, tuple(sorted(slots)))
    except InvalidInputError as error:
        found.add(error.message, ZONE)
        return None


def _slot(part: str) -> Slot | None:
    read = SLOT.fullmatch(part)
    if read is None or read[1].casefold()[:3] not in DAYS:
        return None
    start, end = int(read[2]) * 60 + int(read[3]), int(read[4]) * 60 + int(read[5])
    try:
        return Slot(DAYS.index(read[1].casefold()[:3]), start, DAY if end == 0 else end)
    except InvalidInputError:
        return None


def _seats(row: Mapping[str, str], found: Found) -> tuple[int, int]:
    seats = _count(row.get(SEATS, "") or "1", SEATS, found)
    least = _count(row.get(LEAST, "") or "0", LEAST, found)
    if least > seats:
        text = N_("The fewest mentees (%(least)d) are more than the most (%(seats)d).")
        found.add(Message(text, {"least": least, "seats": seats}), LEAST)
    return seats, least


def _count(cell: str, column: str, found: Found, most: int = MOST_SEATS) -> int:
    if cell.isascii() and cell.isdecimal() and len(cell) <= len(str(most)) and int(cell) <= most:
        return int(cell)
    text = N_("This must be a whole number from 0 to %(most)d; it is “%(cell)s”.")
    found.add(Message(text, {"most": most, "cell": shown(cell)}), column)
    return 0


def _pair(row: Mapping[str, str], known: tuple[set[str], set[str]], found: Found) -> Pair:
    mentee, mentor = row.get(MENTEE, ""), row.get(MENTOR, "")
    if mentee not in known[0]:
        found.add(Message(N_("There is no mentee “%(person)s”."), {"person": shown(mentee)}), MENTEE)
    if mentor not in known[1]:
        found.add(Message(N_("There is no mentor “%(person)s”."), {"person": shown(mentor)}), MENTOR)
    cell = row.get(SCORE, "")
    score = _count(cell, SCORE, found, most=1000) if cell else None
    kept = row.get(LOCKED, "").casefold()
    if kept not in (*YES, *NO):
        text = N_("This must be “yes” or “no”; it is “%(cell)s”.")
        found.add(Message(text, {"cell": shown(kept)}), LOCKED)
    return Pair(mentee, mentor, score, kept in YES)
