"""In which group everybody of the pilots counts: as it was when the groups were set, whatever came later."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import pgettext

from mentorway.evaluating.people import Arm
from mentorway.web.core.zones import moment_of
from mentorway.web.evaluation.models import AskedWave, Assigned, Evaluation, How, Others
from mentorway.web.evaluation.queries import arms as queries
from mentorway.web.evaluation.queries import asking as asked_queries
from mentorway.web.evaluation.queries.asking import Member
from mentorway.web.pilots.models import Cohort, Participant, Standing
from mentorway.wording import Message

MOVED_UP: Final = Message(
    "%(count)d person of the waiting list was given a seat after the groups were set, and is still compared "
    "as one of the waiting list.",
    plural="%(count)d people of the waiting list were given seats after the groups were set, and are still "
    "compared as people of the waiting list.",
)
GAVE_UP: Final = Message(
    "%(count)d person gave up a seat, or did not take the one that was offered, after the groups were set, "
    "and stays among those who take part. Who did not answer afterwards counts as lost.",
    plural="%(count)d people gave up a seat, or did not take the one that was offered, after the groups were "
    "set, and stay among those who take part. Who did not answer afterwards counts as lost.",
)
OFFERED: Final = Message(
    "%(count)d person has been offered a seat and has not answered yet. Who was offered a seat when the "
    "groups were set counts among those who take part, whatever the answer is.",
    plural="%(count)d people have been offered a seat and have not answered yet. Who was offered a seat when "
    "the groups were set counts among those who take part, whatever the answer is.",
)
CAME_LATER: Final = Message(
    "%(count)d person took a seat when the groups were set already, and counts among those who take part.",
    plural="%(count)d people took a seat when the groups were set already, and count among those who take "
    "part.",
)
WAITED_LATER: Final = Message(
    "%(count)d person came to the waiting list when the groups were set already, and is not compared with.",
    plural="%(count)d people came to the waiting list when the groups were set already, and are not compared "
    "with.",
)
GONE_BEFORE: Final = Message(
    "%(count)d person gave up a seat before the groups were set, and does not count.",
    plural="%(count)d people gave up a seat before the groups were set, and do not count.",
)
AS_TREATED: Final = Message(
    "The groups as they were set: taking part %(programme)d, waiting %(comparison)d. Results are of these "
    "groups. What people did: with a seat %(seats)d, without one %(none)d."
)
SEATS_NOW: Final = Message(
    "The group as it was set: taking part %(programme)d. Results are of this group. What people did: with a "
    "seat %(seats)d, without one %(none)d."
)
History = Sequence[tuple[dt.datetime, str]]
ARMS: Final[dict[str, Arm]] = {
    Standing.ENROLLED: Arm.PROGRAMME,
    Standing.OFFERED: Arm.PROGRAMME,  # by intention to treat an offer assigns, whether or not it is taken
    Standing.WAITING: Arm.COMPARISON,
}
TURNED: Final[dict[Arm, tuple[str, ...]]] = {
    Arm.PROGRAMME: (Standing.WITHDRAWN, Standing.LAPSED, Standing.WAITING),
    Arm.COMPARISON: (Standing.ENROLLED,),
}


@dataclass(frozen=True)
class Placed:
    """Somebody of a pilot: the group that was set, how and as of when, and what became of them since.

    ``how`` and ``at`` are None while the group is not set yet; ``arm`` is None of who is in no group. Who
    ``has_moved`` took a seat from the comparison group, or gave a seat or an offer up; ``moved_on`` is None
    where nobody wrote down when.
    """

    person: Participant
    arm: Arm | None
    how: How | None
    at: dt.datetime | None
    is_kept: bool
    has_seat: bool
    had_seat: bool
    moved_on: dt.date | None = None

    @property
    def is_offered(self) -> bool:
        """Whether a seat is held for the person, who has not answered yet."""
        return self.person.standing == Standing.OFFERED

    @property
    def has_moved(self) -> bool:
        """Whether the person did something else than the group says."""
        if self.arm is Arm.PROGRAMME:
            return not self.has_seat and not self.is_offered
        return self.arm is Arm.COMPARISON and self.had_seat


def set_at(cohort: Cohort, before: AskedWave | None) -> dt.datetime:
    """Return when the groups of a pilot are set at the latest.

    That is when asking before is over, and at the end of the first day of the pilot at the latest.
    """
    first = moment_of(cohort.starts_on + dt.timedelta(days=1), dt.time(0), cohort.zone)
    closes = before.wave.ends if before is not None else None
    return first if closes is None else min(first, closes)


def placed_in(whole: Evaluation, cohorts: Sequence[Cohort], now: dt.datetime) -> list[Placed]:
    """Return everybody of the pilots with the group in which they count, once a pilot, as they came.

    A group that was set stays. Where none is and it is time, it is read from what was written down about the
    person; of a pilot that was entered afterwards, from how people stood first.
    """
    keys = [one.pk for one in cohorts]
    people, history = queries.everybody_of(keys), queries.history_of(keys)
    kept, before = queries.assigned_of(whole), queries.asked_before(whole)
    by_cohort: dict[int, list[Participant]] = {key: [] for key in keys}
    for person in people:
        by_cohort[person.cohort_id].append(person)
    found = []
    for cohort in cohorts:
        stood = {one.pk: _stood(one, history.get(one.pk, ())) for one in by_cohort[cohort.pk]}
        due = set_at(cohort, before)
        entered_late = not any(at <= due for each in stood.values() for at, _standing in each)
        setting = _Setting(cohort, due, now, entered_late)
        found += [_placed(one, stood[one.pk], kept.get(one.pk), setting) for one in by_cohort[cohort.pk]]
    return found


@dataclass(frozen=True)
class _Setting:
    """When the groups of a pilot are set, and whether all that is known of it was entered afterwards."""

    cohort: Cohort
    due: dt.datetime
    now: dt.datetime
    entered_late: bool


def _stood(person: Participant, history: History) -> History:
    """Return how somebody stood and since when; of who has no history, from the dates beside the name."""
    if history:
        return history
    known = ((person.waiting_since, Standing.WAITING), (person.enrolled, Standing.ENROLLED))
    return sorted((at, standing) for at, standing in known if at is not None)


def _placed(person: Participant, stood: History, kept: Assigned | None, setting: _Setting) -> Placed:
    arm, how, at = _derived(person, stood, setting)
    if kept is not None:
        arm, how, at = Arm(kept.arm), How(kept.how), kept.at
    has_seat = person.standing == Standing.ENROLLED
    had_seat = has_seat or person.enrolled is not None or any(one == Standing.ENROLLED for _at, one in stood)
    turned = TURNED.get(arm, ()) if arm is not None else ()
    since = [when for when, standing in stood if standing in turned and at is not None and when > at]
    moved_on = since[0].astimezone(setting.cohort.zone).date() if since else None
    placed = Placed(person, arm, how, at, kept is not None, has_seat, had_seat, moved_on)
    return placed if placed.has_moved else replace(placed, moved_on=None)


def _derived(
    person: Participant, stood: History, setting: _Setting
) -> tuple[Arm | None, How | None, dt.datetime | None]:
    """Return the group of somebody for whom none is kept."""
    if setting.now < setting.due:
        return ARMS.get(person.standing), None, None
    if setting.entered_late:
        known = [(at, standing) for at, standing in stood if standing in ARMS]
        at, first = known[0] if known else (setting.due, person.standing)
        return (ARMS[first], How.CLOSED, at) if first in ARMS else (None, None, None)
    then = [standing for at, standing in stood if at <= setting.due]
    if then and then[-1] in ARMS:
        return ARMS[then[-1]], How.CLOSED, setting.due
    took = next((at for at, standing in stood if standing == Standing.ENROLLED and at > setting.due), None)
    return (Arm.PROGRAMME, How.LATER, took) if took is not None else (None, None, None)


# Who counts where


def arm_of(placed: Placed, others: str) -> Arm | None:
    """Return in which group somebody counts, by whom people are compared with.

    Where nobody is compared with the waiting list, who waited and took a seat later simply took part.
    """
    if others == Others.WAITING or placed.arm is not Arm.COMPARISON:
        return placed.arm
    return Arm.PROGRAMME if placed.has_moved else None


def counted(placed: Iterable[Placed], others: str) -> list[tuple[Placed, Arm]]:
    """Return everybody who counts, with the group, as they come; once a pilot."""
    return [(one, arm) for one in placed if (arm := arm_of(one, others)) is not None]


def once(pairs: Iterable[tuple[Placed, Arm]]) -> list[tuple[Placed, Arm]]:
    """Return each person once; who has no address is nobody else.

    Who takes part in two pilots counts in the first, as pilots come. Who waits for one and has a seat in
    another took part, unless the seat came when the group of those who wait was set already.
    """
    found: dict[str, tuple[Placed, Arm]] = {}
    for one, arm in pairs:
        key = one.person.email.lower() or f"-{one.person.pk}"
        if key not in found or (found[key][1] is not arm and _comes_first((one, arm), found[key])):
            found[key] = (one, arm)
    return list(found.values())


def _comes_first(pair: tuple[Placed, Arm], other: tuple[Placed, Arm]) -> bool:
    """Whether the first of two places of somebody, one in each group, is the one that counts."""
    took, waited = (pair, other) if pair[1] is Arm.PROGRAMME else (other, pair)
    seat = [one for one in (took[0].at, took[0].person.enrolled) if one is not None]
    was_set_before = waited[0].at is not None and (not seat or waited[0].at < min(seat))
    return pair is (waited if was_set_before else took)


def members_of(whole: Evaluation, now: dt.datetime, cohorts: Sequence[Cohort] | None = None) -> list[Member]:
    """Return everybody with an address who is asked: the groups as they were set, each person once.

    Who gave up a seat, or took one later, is asked like everybody else of the group.
    """
    rows = asked_queries.cohorts_of(whole) if cohorts is None else cohorts
    return members_among(placed_in(whole, rows, now), whole.others)


def members_among(placed: Iterable[Placed], others: str) -> list[Member]:
    """Return everybody with an address who is asked, of the people of pilots."""
    found = []
    for one, arm in once(counted(placed, others)):
        row = one.person
        if row.email:
            facts = (row.email.lower(), row.name, row.language, row.cohort_id, arm, row.wants_letters)
            found.append(Member(*facts))
    return found


# What is said of it


@dataclass(frozen=True)
class Moves:
    """Of one pilot: how many did what since the groups were set, and on which days."""

    pilot: str
    what: str
    count: int
    first: dt.date | None
    last: dt.date | None


def moves_of(placed: Iterable[Placed], cohorts: Sequence[Cohort], others: str) -> list[Moves]:
    """Return who moved and when, pilot by pilot, in numbers; nobody is named."""
    groups: dict[tuple[int, Arm], list[Placed]] = {}
    for one in placed:
        if one.has_moved and arm_of(one, others) is one.arm is not None:
            groups.setdefault((one.person.cohort_id, one.arm), []).append(one)
    texts = {
        Arm.COMPARISON: pgettext("move", "From the waiting list to a seat"),
        Arm.PROGRAMME: pgettext("move", "Gave up a seat, or did not take the one offered"),
    }
    found = []
    for cohort in cohorts:
        for arm, text in texts.items():
            those = groups.get((cohort.pk, arm), [])
            days = sorted(one.moved_on for one in those if one.moved_on is not None)
            if those:
                ends = (days[0], days[-1]) if days else (None, None)
                found.append(Moves(str(cohort), text, len(those), *ends))
    return found


def told_of(placed: Sequence[Placed], others: str) -> list[Message]:
    """Return what is to be known of the groups: who moved, who came later, who was gone before."""
    everybody = once(counted(placed, others))
    took = [one for one, arm in everybody if arm is Arm.PROGRAMME]
    waited = [one for one, arm in everybody if arm is Arm.COMPARISON]
    out = [one.person.standing for one in placed if one.arm is None]
    gone, offered = sum(one.has_moved for one in took), sum(one.is_offered for one in took)
    up, late = sum(one.has_moved for one in waited), sum(one.how is How.LATER for one in took)
    outside = out.count(Standing.WAITING) if others == Others.WAITING else 0
    before = sum(one.arm is None and one.had_seat for one in placed)
    texts = (MOVED_UP, GAVE_UP, OFFERED, CAME_LATER, WAITED_LATER, GONE_BEFORE)
    told = zip(texts, (up, gone, offered, late, outside, before), strict=True)
    found = [counting(text, count) for text, count in told if count]
    if up or gone:
        seats = sum(one.has_seat for one, _arm in everybody)
        facts = {"programme": len(took), "comparison": len(waited), "seats": seats}
        text = AS_TREATED if waited else SEATS_NOW
        found.append(Message(text.text, {**facts, "none": len(everybody) - seats}))
    return found


def counting(text: Message, count: int) -> Message:
    """Return a sentence about so many people."""
    return Message(text.text, {"count": count}, plural=text.plural, count=count)
