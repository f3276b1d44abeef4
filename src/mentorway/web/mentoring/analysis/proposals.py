"""What becomes of a matching when it is confirmed, and what stands against it at this moment."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.matching.profiles import Relations
from mentorway.web.mentoring.analysis.problem import managers_of
from mentorway.web.mentoring.models import Matching, Person, Round, RoundState, Side, Way
from mentorway.web.mentoring.queries import matchings
from mentorway.web.mentoring.queries import relations as queries

Pair = Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """A relationship to be proposed: one mentor, and the mentees with what was found about each."""

    mentor: Person
    mentees: list[tuple[Person, Pair]]


@dataclass(frozen=True)
class Plan:
    """What confirming a matching does now, and why it is refused if it is."""

    wanted: list[Wanted]
    troubles: list[str] = field(default_factory=list)

    @property
    def people(self) -> list[Person]:
        """Everybody who gets a proposal, each once, by name."""
        rows = {
            one.pk: one
            for pair in self.wanted
            for one in (pair.mentor, *(row for row, _pair in pair.mentees))
        }
        return sorted(rows.values(), key=lambda one: (one.name, one.pk))

    @property
    def letters(self) -> int:
        """How many letters are sent."""
        asked = [one for pair in self.wanted for one in (pair.mentor, *(row for row, _pair in pair.mentees))]
        return sum(1 for one in asked if one.email)

    @property
    def unreachable(self) -> list[Person]:
        """Those whom no letter reaches."""
        return [one for one in self.people if not one.email]


def plan_of(whole: Round, matching: Matching, day: dt.date) -> Plan:
    """Return what confirming a matching does if people, seats and rules are as they are now."""
    pairs: list[Pair] = list(matching.found.get("pairs", []))
    people = {one.pk: one for one in whole.people.all()}
    known = [(people.get(one["mentee"]), people.get(one["mentor"]), one) for one in pairs]
    there = [
        (mentee, mentor, one)
        for mentee, mentor, one in known
        if _fit(mentee, Side.MENTEE) and _fit(mentor, Side.MENTOR)
    ]
    wanted = _wanted(
        [(mentee, mentor, one) for mentee, mentor, one in there if mentee and mentor], matching.way
    )
    troubles = list(_of_round(whole, pairs))
    if len(there) < len(pairs):
        troubles.append(_("Somebody of this matching is not in the mentoring round any more."))
    plan = Plan(wanted, troubles)
    troubles.extend(_of_people(plan, day))
    troubles.extend(_of_seats(plan, whole))
    troubles.extend(_of_pairs(plan, whole, people.values()))
    troubles.extend(_of_both_ways(plan, whole))
    return plan


def _fit(person: Person | None, side: str) -> bool:
    return person is not None and person.side == side


def _wanted(rows: list[tuple[Person, Person, Pair]], way: str) -> list[Wanted]:
    if way != Way.GROUPS:
        return [Wanted(mentor, [(mentee, pair)]) for mentee, mentor, pair in rows]
    groups: dict[int, Wanted] = {}
    for mentee, mentor, pair in rows:
        groups.setdefault(mentor.pk, Wanted(mentor, [])).mentees.append((mentee, pair))
    return list(groups.values())


def _of_round(whole: Round, pairs: list[Pair]) -> Iterator[str]:
    if whole.state in (RoundState.FINISHED, RoundState.CANCELLED):
        yield _("The mentoring round is over, so that nobody gets proposals any more.")
    if not pairs:
        yield _("There is no pair in this matching.")


def _of_people(plan: Plan, day: dt.date) -> Iterator[str]:
    for one in plan.people:
        name = {"name": one.name}
        if one.left is not None:
            yield _("%(name)s has left the mentoring round.") % name
        elif one.profiled is None:
            yield _("The profile of %(name)s is not complete.") % name
        elif one.is_away_on(day):
            yield _("%(name)s is not available for new pairs now.") % name


def _of_seats(plan: Plan, whole: Round) -> Iterator[str]:
    taken, filled = queries.mentees_taken(whole), queries.seats_filled(whole)
    mentees = Counter(row for pair in plan.wanted for row, _pair in pair.mentees)
    for one, count in mentees.items():
        if one.pk in taken:
            yield _("%(name)s has a mentor, or a proposal, already.") % {"name": one.name}
        elif count > 1:
            yield _("%(name)s has more than one mentor in this matching.") % {"name": one.name}
    asked: Counter[Person] = Counter()
    for pair in plan.wanted:
        asked[pair.mentor] += len(pair.mentees)
    for one, count in asked.items():
        free = max(0, one.seats - filled.get(one.pk, 0))
        if count > free:
            text = ngettext(
                "%(name)s has %(free)d free seat, and this matching needs %(count)d.",
                "%(name)s has %(free)d free seats, and this matching needs %(count)d.",
                free,
            )
            yield text % {"name": one.name, "free": free, "count": count}


def _of_pairs(plan: Plan, whole: Round, people: Iterable[Person]) -> Iterator[str]:
    apart, lines = queries.kept_apart(whole), Relations(managers_of(people))
    for pair in plan.wanted:
        for mentee, _pair in pair.mentees:
            names = {"mentee": mentee.name, "mentor": pair.mentor.name}
            if mentee.key == pair.mentor.key:
                yield _("%(mentee)s cannot be their own mentor.") % names
            if _manages(mentee, pair.mentor) or _manages(pair.mentor, mentee):
                yield _("One of %(mentee)s and %(mentor)s is the line manager of the other.") % names
            elif _is_above(lines, mentee, pair.mentor) or _is_above(lines, pair.mentor, mentee):
                yield _("One of %(mentee)s and %(mentor)s is above the other at work.") % names
            if frozenset((mentee.key, pair.mentor.key)) in apart:
                yield _("%(mentee)s and %(mentor)s are to be kept apart.") % names


def _of_both_ways(plan: Plan, whole: Round) -> Iterator[str]:
    """Two people do not mentor each other at the same time."""
    open_ones = set(matchings.working(whole))
    planned = {(row.key, pair.mentor.key) for pair in plan.wanted for row, _pair in pair.mentees}
    for pair in plan.wanted:
        for mentee, _pair in pair.mentees:
            turned = (pair.mentor.key, mentee.key)
            is_first = (mentee.key, pair.mentor.key) < turned
            if turned in open_ones or (turned in planned and is_first):
                names = {"mentee": mentee.name, "mentor": pair.mentor.name}
                yield _("%(mentee)s and %(mentor)s would be each other's mentor.") % names


def _is_above(lines: Relations, one: Person, other: Person) -> bool:
    """Whether the other is above one, however far up, as it holds for matching."""
    return other.key in lines.above(one.key)


def _manages(one: Person, other: Person) -> bool:
    """Whether the other is the line manager of one."""
    return bool(one.manager_email) and one.manager_email.strip().lower() == other.email.strip().lower()
