"""Which pairs of an earlier matching can be kept or taken out, and which of them are so from the start."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mentorway.web.mentoring.analysis.problem import Pairs, present_in
from mentorway.web.mentoring.analysis.results import name_of, percent_of
from mentorway.web.mentoring.models import Matching, Round
from mentorway.web.mentoring.queries import matchings as queries

MOST: Final = 500
Row = tuple[int, int, str, str, str]


@dataclass(frozen=True)
class Plan:
    """The pairs to choose from, those to keep and to take out, and how many are not shown.

    ``declined`` counts those that are taken out from the start, as one of the two declined.
    """

    choices: list[Row]
    keep: list[str]
    out: list[str]
    hidden: int
    mentees: int
    mentors: int
    seats: int
    declined: int = 0


def plan_of(whole: Round, base: Matching | None, *, keep: Pairs, out: Pairs) -> Plan:
    """Return what the form starts with: what was decided before, and what was just asked for."""
    present = present_in(whole)
    mentees, mentors = {one.pk for one in present.mentees}, {one.pk for one in present.mentors}
    found = {(one["mentee"], one["mentor"]): one["score"] for one in base.found["pairs"]} if base else {}
    kept, gone = _decided(base, "keep"), _decided(base, "out")
    asked = {mentee for mentee, _mentor in keep}
    kept = [pair for pair in kept if pair not in out and pair[0] not in asked] + list(keep)
    refused = [pair for pair in sorted(queries.declined(whole)) if pair not in kept]
    gone = [pair for pair in gone if pair not in keep] + list(out) + refused
    first = list(dict.fromkeys([*kept, *gone, *found]))
    there = [pair for pair in first if pair[0] in mentees and pair[1] in mentors]
    names = queries.names_of(whole)
    rows = [(*pair, *(name_of(names, one) for one in pair), percent_of(found.get(pair))) for pair in there]
    shown = rows[: max(MOST, len(kept) + len(gone))]
    return Plan(
        sorted(shown, key=lambda row: (row[2].casefold(), row[0])),
        _values(pair for pair in kept if pair in there),
        _values(pair for pair in gone if pair in there),
        len(rows) - len(shown),
        len(mentees),
        len(mentors),
        sum(present.seats),
        len(set(refused) & set(there)),
    )


def _decided(base: Matching | None, name: str) -> list[tuple[int, int]]:
    return [(mentee, mentor) for mentee, mentor in (base.asked.get(name, []) if base else [])]


def _values(pairs: Iterable[tuple[int, int]]) -> list[str]:
    return [f"{mentee}-{mentor}" for mentee, mentor in dict.fromkeys(pairs)]
