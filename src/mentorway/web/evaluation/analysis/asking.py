"""Who is asked when, who has answered, and what stands in the way of asking by itself."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from mentorway.evaluating.people import FEWEST_SHOWN, Arm
from mentorway.figures import percent
from mentorway.web.evaluation.analysis.arms import Placed, members_among, members_of, placed_in
from mentorway.web.evaluation.analysis.asked import asked_once, by_itself, day_of, title_of, today_of
from mentorway.web.evaluation.models import AskedWave, Evaluation, How, Others
from mentorway.web.evaluation.queries import asking as queries
from mentorway.web.evaluation.queries.asking import Member
from mentorway.web.pilots.models import Cohort, CohortState
from mentorway.web.study.analysis import times
from mentorway.web.study.analysis.counting import told
from mentorway.web.study.analysis.keys import pseudonym_of
from mentorway.web.study.analysis.people import Person
from mentorway.web.study.models import State, Study, Wave

# Loaded with the first share that is shown: the first page asks this module, and shows none.
WILSON: Final = "mentorway.evidence.comparisons.proportions.wilson"
LATE_DAYS: Final = 14  # how long after its day a wave that could not ask is still asked by itself
Place = tuple[int | None, Arm]  # pilot and arm


@dataclass(frozen=True)
class Cell:
    """Those of one pilot and arm at one wave: who was invited, who answered, and the share."""

    pilot: str
    arm: str
    invited: int
    answered: str
    rate: str


@dataclass(frozen=True)
class Board:
    """One wave: what it asks, when it is open and asks, and every cell; nobody can be told apart."""

    asked: AskedWave
    title: str
    opening: str
    closing: str
    by_itself: str
    cells: Sequence[Cell]
    invited: int
    answered: str
    is_open: bool


@dataclass(frozen=True)
class Known:
    """What is read once for the boards of all waves."""

    cohorts: Mapping[int, Cohort]
    placed: Sequence[Placed]
    members: Sequence[Member]
    invited: Mapping[int, set[str]]
    answered: Mapping[int, set[str]]
    pseudonyms: Mapping[str, str]

    @property
    def own(self) -> set[str]:
        """The addresses of everybody in the pilots."""
        return {one.email for one in self.members}


def known_of(whole: Evaluation, waves: Sequence[AskedWave], now: dt.datetime) -> Known:
    """Read who is in the pilots and in which group, who is invited and who has answered."""
    cohorts, rows = queries.cohorts_of(whole), [one.wave for one in waves]
    placed = placed_in(whole, cohorts, now)
    members = members_among(placed, whole.others)
    study = waves[0].wave.study if waves else None
    return Known(
        {one.pk: one for one in cohorts},
        placed,
        members,
        queries.invited_to(rows),
        queries.answered_in(rows),
        pseudonyms_of(study, {one.email for one in members}),
    )


def pseudonyms_of(study: Study | None, addresses: Iterable[str]) -> dict[str, str]:
    """Return the pseudonyms of people by address; none where the key is destroyed."""
    if study is None or study.key_destroyed is not None:
        return {}
    return {one: pseudonym_of(study, one) for one in addresses}


def boards_of(whole: Evaluation, waves: Sequence[AskedWave], known: Known, now: dt.datetime) -> list[Board]:
    """Return the board of every wave; a wave that asks about two times at once has one."""
    return [_board(whole, known, (one, title_of(one, waves)), now) for one in asked_once(waves)]


def _board(whole: Evaluation, known: Known, titled: tuple[AskedWave, str], now: dt.datetime) -> Board:
    asked, title = titled
    counts, wave = _counts(whole, known, asked), asked.wave
    total = sum(answered for _invited, answered in counts.values())
    return Board(
        asked,
        title,
        times.opening(wave, wave.study.clock),
        times.closing(wave, wave.study.clock),
        by_itself(asked),
        _cells(whole, known, counts),
        sum(invited for invited, _answered in counts.values()),
        count_in_words(total if total >= FEWEST_SHOWN or not total else None, total),
        is_open(wave, now),
    )


def invited_by_asking(waves: Sequence[AskedWave], known: Known) -> dict[str, int]:
    """Return how many people of the pilots each wave has invited, by its key."""
    return {one.key: len(known.invited[one.wave_id] & known.own) for one in waves}


def _cells(whole: Evaluation, known: Known, counts: Mapping[Place, tuple[int, int]]) -> list[Cell]:
    shown = told({place: answered for place, (_invited, answered) in counts.items()})
    return [
        Cell(
            _pilot(known, place),
            arm_in_words(whole, place[1]),
            invited,
            count_in_words(shown[place], answered),
            rate_in_words(shown[place], max(invited, answered)),
        )
        for place, (invited, answered) in counts.items()
    ]


def _counts(whole: Evaluation, known: Known, asked: AskedWave) -> dict[Place, tuple[int, int]]:
    """Return for every pilot and arm how many were invited and how many have answered."""
    invited, answered = known.invited[asked.wave_id], known.answered[asked.wave_id]
    groups: dict[Place, list[Member]] = {(pk, Arm.PROGRAMME): [] for pk in known.cohorts}
    if whole.others == Others.WAITING:
        groups |= {(pk, Arm.COMPARISON): [] for pk in known.cohorts}
    for one in known.members:
        groups[one.cohort, one.arm].append(one)
    counts = {
        place: (
            sum(one.email in invited for one in members),
            sum(known.pseudonyms.get(one.email) in answered for one in members),
        )
        for place, members in groups.items()
    }
    if whole.others == Others.ANSWERED:
        own = set(known.pseudonyms.values())
        counts[None, Arm.COMPARISON] = (len(invited - known.own), len(answered - own))
    return counts


def _pilot(known: Known, place: Place) -> str:
    cohort = known.cohorts.get(place[0]) if place[0] is not None else None
    return str(cohort) if cohort else _("In none of these pilots")


def arm_in_words(whole: Evaluation, arm: Arm) -> str:
    """Return how an arm is called."""
    if arm is Arm.PROGRAMME:
        return pgettext("arm", "Take part")
    if whole.others == Others.WAITING:
        return pgettext("arm", "On the waiting list")
    return pgettext("arm", "Everybody else who is asked")


def count_in_words(shown: int | None, count: int) -> str:
    """Return a count; a small one is only said to be small, and one that would give it away is kept."""
    if shown is not None:
        return str(shown)
    if count < FEWEST_SHOWN:
        return _("fewer than %(few)d") % {"few": FEWEST_SHOWN}
    return _("not shown")


def rate_in_words(answered: int | None, of: int) -> str:
    """Return a share with its interval, or a dash where it cannot be shown."""
    if answered is None or of < FEWEST_SHOWN:
        return "–"
    found, language = import_string(WILSON)(answered, of), get_language() or "en"
    return _("%(share)s (%(counts)s; 95 %% interval %(low)s to %(high)s)") % {
        "share": percent(found.value, language),
        "counts": _("%(count)d of %(total)d") % {"count": answered, "total": of},
        "low": percent(found.low, language),
        "high": percent(found.high, language),
    }


def set_in_words(known: Known, cohorts: Sequence[Cohort]) -> list[str]:
    """Return since when the groups of each pilot stand, or that they are not set yet."""
    found = []
    for cohort in cohorts:
        days = [
            one.at.astimezone(cohort.zone).date()
            for one in known.placed
            if one.person.cohort_id == cohort.pk and one.at is not None and one.how != How.LATER
        ]
        if days:
            text, facts = _("%(pilot)s: the groups stand as of %(day)s."), {"pilot": cohort}
            found.append(text % {**facts, "day": date_format(min(days), "DATE_FORMAT")})
        else:
            text = _("%(pilot)s: the groups are not set yet; people count by how they stand today.")
            found.append(text % {"pilot": cohort})
    return found


# When people are asked


def is_due(asked: AskedWave, cohort: Cohort, now: dt.datetime, *, begun: bool) -> bool:
    """Return whether the people of a pilot are to be invited by themselves now.

    On the day itself everybody is who is not yet. Later, where it was not possible then, only if nobody of
    the pilot is invited: who was taken out of the list, or came later, is not written to.
    """
    if not asked.is_by_itself or cohort.state == CohortState.CANCELLED:
        return False
    late = (today_of(cohort, now) - day_of(asked, cohort)).days
    return late == 0 or (0 < late <= LATE_DAYS and not begun)


def is_open(wave: Wave, now: dt.datetime) -> bool:
    """Return whether the wave takes answers now."""
    return wave.study.is_open and wave.takes_answers_at(now)


def hindrance_of(wave: Wave, now: dt.datetime) -> str:
    """Return why nobody can answer a wave now, or nothing."""
    study = wave.study
    facts = {"study": study, "wave": wave.title}
    if study.deleted is not None:
        return _("The study “%(study)s” is deleted.") % facts
    if study.state in (State.CLOSED, State.ARCHIVED):
        return _("The study “%(study)s” is closed.") % facts
    if not study.is_open:
        return _("The study “%(study)s” is not open yet.") % facts
    if wave.begins is not None and now < wave.begins:
        day = date_format(wave.begins.astimezone(study.clock).date(), "DATE_FORMAT")
        return _("The wave “%(wave)s” opens only on %(day)s.") % {**facts, "day": day}
    if not wave.takes_answers_at(now):
        return _("The wave “%(wave)s” is over.") % facts
    return ""


def people_to_invite(
    members: Iterable[Member], cohorts: Mapping[int, Cohort], invited: set[str]
) -> list[Person]:
    """Return the people of pilots who are not invited yet and want letters, as a study knows them."""
    return [
        Person(
            one.email,
            one.name,
            one.language,
            cohorts[one.cohort].country,
            cohorts[one.cohort].partner.sector,
            cohorts[one.cohort].partner_id,
        )
        for one in members
        if one.reachable and one.email not in invited
    ]


@dataclass(frozen=True)
class Reach:
    """Of one pilot and arm: how many are invited already, would be now, and get no letters."""

    pilot: str
    arm: str
    already: int
    now: int
    without: int


def reach_of(whole: Evaluation, known: Known, wave: Wave) -> list[Reach]:
    """Return whom an invitation to a wave would reach."""
    invited = known.invited[wave.pk]
    groups: dict[tuple[int, Arm], list[Member]] = {}
    for one in known.members:
        groups.setdefault((one.cohort, one.arm), []).append(one)
    return [
        Reach(
            str(known.cohorts[cohort]),
            arm_in_words(whole, arm),
            sum(one.email in invited for one in members),
            sum(one.email not in invited and one.reachable for one in members),
            sum(one.email not in invited and not one.reachable for one in members),
        )
        for (cohort, arm), members in groups.items()
    ]


def may_be_due(asked: AskedWave, now: dt.datetime) -> bool:
    """Return whether people of some pilot may have to be invited now, without looking at people."""
    return any(is_due(asked, one, now, begun=False) for one in queries.cohorts_of(asked.evaluation))


def due_cohorts(whole: Evaluation, asked: AskedWave, now: dt.datetime) -> list[Cohort]:
    """Return the pilots whose people are to be invited to a wave by themselves now."""
    cohorts = queries.cohorts_of(whole)
    members = members_of(whole, now, cohorts)
    return due_among(asked, cohorts, members, queries.invited_to([asked.wave])[asked.wave_id], now)


def due_among(
    asked: AskedWave,
    cohorts: Iterable[Cohort],
    members: Iterable[Member],
    invited: set[str],
    now: dt.datetime,
) -> list[Cohort]:
    """Return those of the pilots whose people are to be invited now, from what was read of them."""
    begun = {one.cohort for one in members if one.email in invited}
    waiting = {one.cohort for one in members if one.reachable and one.email not in invited}
    return [one for one in cohorts if one.pk in waiting and is_due(asked, one, now, begun=one.pk in begun)]
