"""The answers that everybody may have: columns, and the people in them of whom at least ten look alike.

People could be known by facts about them, and by which parts of the questionnaire they were asked. Answers
of two versions can be joined by what people answered, so a later version never has other facts than an
earlier one, and people who joined are held back until there are enough of them in each group.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mentorway.disclosure.generalising import advice
from mentorway.disclosure.microdata import Anonymity, anonymity
from mentorway.disclosure.rules import IN_THE_OPEN
from mentorway.opendata.describing import ANSWERS, Cell
from mentorway.opendata.tables import written
from mentorway.web.core.wording import kept
from mentorway.web.dissemination.analysis.release_choices import OUT, Choices
from mentorway.web.dissemination.analysis.release_coarse import (
    NOTHING,
    Recoding,
    extended,
    is_plain,
    recoding_from,
    recoding_of,
    texts_of,
)
from mentorway.web.dissemination.analysis.release_files import content_of
from mentorway.web.dissemination.analysis.release_offers import Offered
from mentorway.web.dissemination.analysis.release_rows import Gathered
from mentorway.web.dissemination.models import Release
from mentorway.wording import InvalidInputError, Message, listed

ASKED: Final = "parts asked"  # which parts of the questionnaire somebody was asked
Codes = dict[str, list[str | None]]
Line = Mapping[str, Any]


class NotSafeError(InvalidInputError):
    """Nothing may be published like this; ``facts`` say what makes people unique and what helps."""

    def __init__(self, message: Message, facts: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.facts = facts


@dataclass(frozen=True)
class Coded:
    """Answers as codes: the columns of the file, and those by which tables count."""

    offers: Mapping[str, Offered]
    recodings: Mapping[str, Recoding]
    codes: Codes
    cells: Mapping[str, list[Cell]]
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Opened:
    """Which people are in the file, and how easily they could be found."""

    rows: tuple[int, ...]
    before: Anonymity | None
    after: Anonymity | None
    left_out: int
    held_back: int
    left: int = 0
    facts: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    cells: Mapping[str, list[Cell]] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    """Everything that a version is made from."""

    release: Release
    choices: Choices
    earlier: tuple[Release, ...]
    gathered: Gathered
    coded: Coded
    opened: Opened


def coded(
    gathered: Gathered, offers: Mapping[str, Offered], choices: Choices, earlier: Sequence[Release]
) -> Coded:
    """Make the chosen columns coarser; what an earlier version has stays as it is there."""
    known = _known(earlier)
    used = dict.fromkeys([*choices.columns, *(name for table in choices.tables for name in table), *known])
    recodings: dict[str, Recoding] = {}
    codes: Codes = {}
    cells: dict[str, list[Cell]] = {}
    for name in used:
        if name not in offers:
            continue
        offered = offers[name]
        if offered.variable.spread:
            for column in gathered.layout.columns_of(offered.variable):
                cells[column.name] = list(gathered.values[column.name])
            continue
        values, way = gathered.values[name], _way(choices, offered)
        if name in known:
            recoding = extended(known[name], offered, gathered.layout, values)
        else:
            recoding = recoding_of(offered, gathered.layout, values, way, IN_THE_OPEN.fewest)
        recodings[name], codes[name] = recoding, texts_of(values, recoding)
        cells[name] = _cells(offered, recoding, values, codes[name])
    facts = [one for one in choices.columns if offers[one].is_known_by(choices.ways[one])]
    return Coded(offers, recodings, codes, cells, tuple(dict.fromkeys([*facts, *_facts_before(earlier)])))


def _way(choices: Choices, offered: Offered) -> str:
    way = choices.ways.get(offered.name, OUT)
    return way if way != OUT else offered.ways[0]


def _known(earlier: Sequence[Release]) -> dict[str, Recoding]:
    found: dict[str, Recoding] = {}
    for release in earlier:
        for name, facts in (release.verdict or {}).get("recoding", {}).items():
            found.setdefault(name, recoding_from(facts))
    return found


def _facts_before(earlier: Sequence[Release]) -> list[str]:
    """The columns by which people could be known in earlier versions."""
    return list(dict.fromkeys(name for one in earlier for name in (one.verdict or {}).get("facts", ())))


def _cells(
    offered: Offered, recoding: Recoding, values: Sequence[Any], codes: Sequence[str | None]
) -> list[Cell]:
    if is_plain(offered.variable, recoding.way):
        return list(values)
    if not recoding.width and all(_is_whole(code) for code in recoding.labels):
        return [None if code is None else int(code) for code in codes]
    return list(codes)


def _is_whole(code: str) -> bool:
    return code.lstrip("-").isdigit() and str(int(code)) == code


def opened(gathered: Gathered, coded: Coded, choices: Choices, earlier: Sequence[Release]) -> Opened:
    """Say who may be in the file.

    Raises
    ------
    NotSafeError
        Too many people would have to be left out; it says what makes them unique.
    InvalidInputError
        Few people have taken their answers out since the version before.
    """
    columns = _columns(gathered, coded, choices)
    known = _known_by(gathered, coded, choices)
    looks = list(zip(*known.values(), strict=True)) if known else [()] * gathered.people
    new, left = _compared(coded.cells, columns, gathered.people, earlier)
    refuse_few_left(left)
    sizes, joined = Counter(looks), Counter(looks[row] for row in new)
    was_open = any((one.tables or {}).get("open") for one in earlier)
    held = {row for row in new if joined[looks[row]] < IN_THE_OPEN.fewest} if was_open else set()
    rare = {row for row in range(gathered.people) if sizes[looks[row]] < IN_THE_OPEN.fewest} - held
    rows = tuple(row for row in range(gathered.people) if row not in held and row not in rare)
    before = _report(known, coded, columns, None)
    allowed = choices.most_left_out * gathered.people / 100
    if len(rare) > allowed or len(rows) < IN_THE_OPEN.answers:
        raise NotSafeError(_too_many(len(rare), gathered.people), _unsafe(known, before))
    after = _report(known, coded, columns, rows)
    return Opened(
        rows, before, after, len(rare), len(held), left, tuple(name for name in known if name != ASKED),
        columns, coded.cells,
    )  # fmt: skip


def refuse_few_left(left: int) -> None:
    """Refuse where few have taken their answers out: who has both versions would see what they said."""
    if 0 < left < IN_THE_OPEN.fewest:
        raise InvalidInputError(
            Message(
                "%(count)d person has taken the answers out since the version before. Who has that one could "
                "see by comparing what this person answered, so no new version is made until at least "
                "%(fewest)d have.",
                {"count": left, "fewest": IN_THE_OPEN.fewest},
                plural="%(count)d people have taken their answers out since the version before. Who has that "
                "one could see by comparing what they answered, so no new version is made until at least "
                "%(fewest)d have.",
                count=left,
            )
        )


def refuse_few_left_out(count: int) -> None:
    """Refuse where few who are in the version before would not be in this one: comparing both finds them."""
    if 0 < count < IN_THE_OPEN.fewest:
        raise InvalidInputError(
            Message(
                "%(count)d person of the version before would be left out of this one, as too few others "
                "look alike. Who compares both would find this person. Choose fewer columns, or coarser "
                "ones.",
                {"count": count},
                plural="%(count)d people of the version before would be left out of this one, as too few "
                "others look alike. Who compares both would find these people. Choose fewer columns, or "
                "coarser ones.",
                count=count,
            )
        )


def refuse_few_joined(people: int, earlier: Sequence[Release]) -> None:
    """Refuse open answers where few people joined since tables of everybody were published."""
    before = (earlier[-1].tables or {}).get("people", 0) if earlier else 0
    joined = people - before
    refuse_few_left(max(-joined, 0))
    if before and 0 < joined < IN_THE_OPEN.fewest:
        raise InvalidInputError(
            Message(
                "%(count)d person has joined since the version before. Wait until at least %(fewest)d have: "
                "who has the tables would see by comparing what this person answered.",
                {"count": joined, "fewest": IN_THE_OPEN.fewest},
                plural="%(count)d people have joined since the version before. Wait until at least "
                "%(fewest)d have: who has the tables would see by comparing what they answered.",
                count=joined,
            )
        )


def _columns(gathered: Gathered, coded: Coded, choices: Choices) -> tuple[str, ...]:
    found: list[str] = []
    for name in choices.columns:
        variable = coded.offers[name].variable
        spread = gathered.layout.columns_of(variable)
        found += [column.name for column in spread] if variable.spread else [name]
    return tuple(found)


def _known_by(gathered: Gathered, coded: Coded, choices: Choices) -> dict[str, list[str]]:
    """What somebody could know of a person: the facts, and which parts of the questionnaire were asked."""
    found = {name: [code or "" for code in coded.codes[name]] for name in coded.facts if name in coded.codes}
    parts: dict[str, list[str]] = {}
    for name in choices.columns:
        offered = coded.offers[name]
        if not offered.is_conditional:
            continue
        spread = gathered.layout.columns_of(offered.variable)
        parts.setdefault(offered.group or name, []).extend(column.name for column in spread)
    if parts:
        found[ASKED] = [
            "".join(
                str(int(any(gathered.values[one][row] is not None for one in some)))
                for some in parts.values()
            )
            for row in range(gathered.people)
        ]
    return found


def _compared(
    cells: Mapping[str, list[Cell]], columns: Sequence[str], people: int, earlier: Sequence[Release]
) -> tuple[list[int], int]:
    """Return the people who are not in the version before, and how many of that one are not here any more."""
    was_open = [one for one in earlier if (one.tables or {}).get("open")]
    if not was_open:
        refuse_few_joined(people, earlier)
        return list(range(people)), 0
    before = lines_of(was_open[-1])
    if not before:
        raise InvalidInputError(
            Message(
                "The file of the version before is not there any more, so it cannot be seen what a new one "
                "would tell beside it."
            )
        )
    common = [name for name in before[0] if name in columns]
    known = Counter(tuple(line[name] for name in common) for line in before)
    new = []
    for row in range(people):
        key = tuple(written(cells[name][row]) for name in common)
        if known[key] > 0:
            known[key] -= 1
        else:
            new.append(row)
    return new, sum(known.values())


def lines_of(release: Release) -> list[dict[str, str]]:
    """Return the open answers of a version as they stand in its file; none where only tables are open."""
    content = content_of(release)
    if content is None:
        return []
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if ANSWERS not in packed.namelist():
            return []
        return list(csv.DictReader(io.StringIO(packed.read(ANSWERS).decode(), newline="")))


def _report(
    known: Mapping[str, list[str]], coded: Coded, columns: Sequence[str], rows: Sequence[int] | None
) -> Anonymity | None:
    """Return how easily people are found by what is known of them; None where nothing is."""
    if not known:
        return None
    found: dict[str, NDArray[Any]] = {name: np.array(values, dtype=np.str_) for name, values in known.items()}
    secret = [name for name in columns if name in coded.codes and name not in known]
    for name in secret:
        found[name] = np.array([code or NOTHING for code in coded.codes[name]], dtype=np.str_)
    if rows is not None:
        found = {name: values[list(rows)] for name, values in found.items()}
    return anonymity(found, list(known), secret)


def _too_many(count: int, people: int) -> Message:
    return Message(
        "%(count)d of %(people)d people is in a group of fewer than %(fewest)d who look alike in what could "
        "be known of them. That is more than may be left out.",
        {"count": count, "people": people, "fewest": IN_THE_OPEN.fewest},
        plural="%(count)d of %(people)d people are in groups of fewer than %(fewest)d who look alike in what "
        "could be known of them. That is more than may be left out.",
        count=count,
    )


def _unsafe(known: Mapping[str, list[str]], before: Anonymity | None) -> dict[str, Any]:
    """What makes people unique, and what would help, as plain facts."""
    if before is None:
        return {}
    finders = [
        kept(
            Message(
                "%(count)d person is alone by: %(columns)s.",
                {"count": count, "columns": listed(list(columns), most=6)},
                plural="%(count)d people are alone by: %(columns)s.",
                count=count,
            )
        )
        for columns, count in before.finders.items()
    ]
    found = advice({name: np.array(values, dtype=np.str_) for name, values in known.items()}, list(known))
    own = [one for one in found if one.column != ASKED]
    rarest = [
        kept(
            Message(
                "%(column)s: its rarest value is that of %(count)d person.",
                {"column": name, "count": min(Counter(values).values())},
                plural="%(column)s: its rarest value is that of %(count)d people.",
                count=min(Counter(values).values()),
            )
        )
        for name, values in known.items()
    ]
    return {
        "k": before.k, "alone": before.alone, "people": before.people, "finders": finders, "rarest": rarest,
        "advice": [kept(one.said) for one in own],
    }  # fmt: skip
