"""How far lines are by what really exists elsewhere in the platform, and what that says in a sentence.

What facts say counts before what people say, except that a line that people call finished is finished.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mentorway.web.accounts.models import User
from mentorway.web.mentoring.models import RoundState
from mentorway.web.network.models import AgreementState
from mentorway.web.network.models.visits import VisitState
from mentorway.web.pilots.models import CohortState
from mentorway.web.plan.models import SOURCES, Evidence, Item, Project
from mentorway.web.plan.queries import evidence as queries
from mentorway.web.plan.queries.items import Rows
from mentorway.web.practices.models.practices import PracticeState
from mentorway.web.study.models import State

PAGES: Final[Mapping[str, str]] = {
    "agreement": "network:agreement",
    "visit": "network:visit",
    "practice": "practices:practice",
    "methodology": "methodology:overview",
    "study": "study:board",
    "programme": "training:overview",
    "cohort": "pilots:cohort",
    "round": "mentoring:round",
    "evaluation": "evaluation:evaluation",
}
KINDS: Final[Mapping[str, Any]] = {
    "agreement": gettext_lazy("Agreement"),
    "visit": gettext_lazy("Visit or meeting"),
    "practice": gettext_lazy("Good practice"),
    "methodology": gettext_lazy("Methodology"),
    "study": gettext_lazy("Study"),
    "programme": gettext_lazy("Training programme"),
    "cohort": gettext_lazy("Cohort"),
    "round": gettext_lazy("Mentoring round"),
    "evaluation": gettext_lazy("Evaluation"),
}
SAYS: Final[Mapping[str, Any]] = {
    "agreement": gettext_lazy("Done once all parties have accepted it."),
    "visit": gettext_lazy("Done once it took place."),
    "practice": gettext_lazy("Done once it is published; a part when it is handed in, reviewed, accepted."),
    "methodology": gettext_lazy("Done once a version of it is published."),
    "study": gettext_lazy("Done by the share of the answers that are wanted, or once it is closed."),
    "programme": gettext_lazy("Done once a version of it is published."),
    "cohort": gettext_lazy("Done by the share of the meetings that were held, or once it is finished."),
    "round": gettext_lazy("Done by the share of the pairs that have finished, or once it is finished."),
    "evaluation": gettext_lazy("Done once there is a result."),
}
OF_PRACTICES: Final[Mapping[str, float]] = {
    PracticeState.SUBMITTED: 0.25,
    PracticeState.REVIEW: 0.5,
    PracticeState.CHANGES: 0.5,
    PracticeState.ACCEPTED: 0.75,
    PracticeState.PUBLISHED: 1.0,
}
NEARLY: Final = 0.99  # the most that something counts that is not over


@dataclass(frozen=True)
class Fact:
    """What something shows: a share from 0 to 1, the sentence, and since when it is done."""

    share: float
    sentence: str
    day: dt.date | None = None

    @property
    def percent(self) -> int:
        """The share as people read it; never 100 before it is done."""
        return 100 if self.share >= 1 else min(99, round(100 * self.share))


def fact_of(source: str, thing: Any, now: dt.datetime) -> Fact:
    """Return what one thing shows; it has what `queries.things` counted."""
    if thing.deleted:
        return Fact(0, _("It was deleted."))
    return _TELLERS[source](thing, timezone.localdate(now))


def _day(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")


def _agreement(row: Any, today: dt.date) -> Fact:
    if row.held_id and row.starts and row.state in (AgreementState.ACCEPTED, AgreementState.OFFERED):
        return _in_force(row, today)
    if row.state == AgreementState.ENDED:
        return Fact(1 if row.held_id else 0, _("Agreement ended before its time."), row.starts)
    if row.state == AgreementState.OFFERED:
        return Fact(0.5, _("Agreement waits for acceptance."))
    if row.state == AgreementState.WITHDRAWN:
        return Fact(0, _("Agreement was withdrawn."))
    return Fact(0, _("Agreement is being written."))


def _in_force(row: Any, today: dt.date) -> Fact:
    if row.ends and row.ends < today:
        words = _("Agreement was in force from %(first)s to %(last)s.")
        return Fact(1, words % {"first": _day(row.starts), "last": _day(row.ends)}, row.starts)
    if row.starts > today:
        return Fact(1, _("Agreement accepted by all; in force from %(day)s.") % {"day": _day(row.starts)})
    return Fact(1, _("Agreement in force since %(day)s.") % {"day": _day(row.starts)}, row.starts)


def _visit(row: Any, _today: dt.date) -> Fact:
    day = row.starts.astimezone(ZoneInfo(row.time_zone)).date()
    if row.state == VisitState.HELD:
        return Fact(1, _("Visit took place on %(day)s.") % {"day": _day(day)}, day)
    if row.state == VisitState.CANCELLED:
        return Fact(0, _("Visit was cancelled."))
    return Fact(0, _("Visit is planned for %(day)s.") % {"day": _day(day)})


def _practice(row: Any, _today: dt.date) -> Fact:
    share = OF_PRACTICES.get(row.state, 0.0)
    if row.state == PracticeState.PUBLISHED and row.published:
        day = timezone.localdate(row.published)
        return Fact(share, _("Published on %(day)s.") % {"day": _day(day)}, day)
    return Fact(share, _("State: %(state)s.") % {"state": row.get_state_display()})


def _published(row: Any, _today: dt.date) -> Fact:
    if row.published_at:
        day = timezone.localdate(row.published_at)
        return Fact(1, _("Published on %(day)s.") % {"day": _day(day)}, day)
    return Fact(0, _("No version is published yet."))


def _study(row: Any, _today: dt.date) -> Fact:
    share = min(1.0, row.answers / row.minimum) if row.minimum else 0.0
    numbers = {"count": row.answers, "wanted": row.minimum}
    if row.state == State.DRAFT:
        return Fact(0, _("Study is in preparation."))
    if row.state == State.OPEN and row.minimum:
        words = _("Study open: %(count)d of %(wanted)d answers wanted.")
        return Fact(min(share, NEARLY), words % numbers)
    if row.state == State.OPEN:
        words = ngettext("Study open: %(count)d answer.", "Study open: %(count)d answers.", row.answers)
        return Fact(0, words % numbers)
    if row.minimum:
        words = _("Study closed: %(count)d of %(wanted)d answers wanted.")
        return Fact(share, words % numbers, row.closed_on)
    words = ngettext("Study closed: %(count)d answer.", "Study closed: %(count)d answers.", row.answers)
    return Fact(1 if row.answers else 0, words % numbers, row.closed_on)


def _cohort(row: Any, _today: dt.date) -> Fact:
    if row.state == CohortState.FINISHED:
        words = _("Cohort finished; %(done)d of %(count)d have their certificate.")
        return Fact(1, words % {"done": row.certified, "count": row.people_in}, row.ends_on)
    if row.state == CohortState.CANCELLED:
        return Fact(0, _("Cohort was cancelled."))
    if row.state == CohortState.RUNNING:
        share = row.held_so_far / row.planned if row.planned else 0.0
        words = _("Cohort under way: %(done)d of %(count)d meetings were held.")
        return Fact(min(share, NEARLY), words % {"done": row.held_so_far, "count": row.planned})
    return Fact(0, _("Cohort begins on %(day)s.") % {"day": _day(row.starts_on)})


def _round(row: Any, _today: dt.date) -> Fact:
    numbers = {"ended": row.ended, "count": row.begun}
    if row.state == RoundState.FINISHED:
        words = _("Round finished; %(ended)d of %(count)d pairs have finished.")
        return Fact(1, words % numbers, row.ends_on)
    if row.state == RoundState.CANCELLED:
        return Fact(0, _("Round was cancelled."))
    if row.state == RoundState.RUNNING:
        words = _("Round under way: %(ended)d of %(count)d pairs have finished.")
        return Fact(min(row.ended / row.begun, NEARLY) if row.begun else 0, words % numbers)
    return Fact(0, _("Round has not begun."))


def _evaluation(row: Any, _today: dt.date) -> Fact:
    if row.found_at:
        day = timezone.localdate(row.found_at)
        return Fact(1, _("Evaluation: newest result of %(day)s.") % {"day": _day(day)}, day)
    return Fact(0, _("Evaluation has no result yet."))


_TELLERS: Final[Mapping[str, Callable[[Any, dt.date], Fact]]] = {
    "agreement": _agreement,
    "visit": _visit,
    "practice": _practice,
    "methodology": _published,
    "study": _study,
    "programme": _published,
    "cohort": _cohort,
    "round": _round,
    "evaluation": _evaluation,
}


def facts_of(rows: Sequence[Evidence], now: dt.datetime | None = None) -> list[tuple[Evidence, Any, Fact]]:
    """Return what evidence shows, thing by thing: one query for each kind that occurs."""
    now = now or timezone.now()
    wanted = queries.by_source(rows)
    known = {source: queries.things(source, which, now) for source, which in wanted.items()}
    found = []
    for row in rows:
        thing = known[row.source][getattr(row, f"{row.source}_id")]
        found.append((row, thing, fact_of(row.source, thing, now)))
    return found


def done_from_facts(project: Project, rows: Rows) -> dict[int, Fact]:
    """Return what the things on which a line rests show, of several the mean; not where it has parts."""
    by_line: dict[int, list[Fact]] = {}
    for row, _thing, fact in facts_of(queries.evidence_in(project)):
        if row.item_id in rows.by_pk and row.item_id not in rows.parts:
            by_line.setdefault(row.item_id, []).append(fact)
    return {pk: _together(facts) for pk, facts in by_line.items()}


def _together(facts: Sequence[Fact]) -> Fact:
    if len(facts) == 1:
        return facts[0]
    over, days = sum(fact.share >= 1 for fact in facts), [fact.day for fact in facts if fact.day]
    words = _("%(done)d of %(count)d things are complete.") % {"done": over, "count": len(facts)}
    share = sum(fact.share for fact in facts) / len(facts)
    return Fact(share, words, max(days) if over == len(facts) == len(days) else None)


_SHARES: WeakKeyDictionary[Rows, dict[int, float]] = WeakKeyDictionary()


def shares_of(project: Project, rows: Rows) -> dict[int, float]:
    """Return the share done of every line that has no parts: what facts say, else what people say.

    ``rows`` are what was read at one moment, so they are asked for facts once.
    """
    if rows not in _SHARES:
        facts = done_from_facts(project, rows) if rows.items else {}
        _SHARES[rows] = {
            item.pk: _share(item, facts.get(item.pk)) for item in rows.items if item.pk not in rows.parts
        }
    return _SHARES[rows]


def _share(item: Item, fact: Fact | None) -> float:
    if item.finished:
        return 1.0
    return fact.share if fact else item.done / 100


@dataclass(frozen=True)
class Shown:
    """A thing on which a line rests, as the page of the line shows it."""

    pk: int
    kind: str
    title: str
    url: str
    fact: Fact


def shown_to(user: User, item: Item) -> list[Shown]:
    """Return what a line rests on; with a link where the reader may open it."""
    rows = queries.evidence_of(item)
    may = {
        source: queries.opened_by(user, source, which) for source, which in queries.by_source(rows).items()
    }
    return [
        Shown(
            row.pk,
            str(KINDS[row.source]),
            str(thing.title),
            reverse(PAGES[row.source], args=[thing.pk]) if thing.pk in may[row.source] else "",
            fact,
        )
        for row, thing, fact in facts_of(rows)
    ]


def kinds_to_choose() -> list[tuple[str, str, str]]:
    """Return the kinds of things that show something: their name, and what they show."""
    return [(source, str(KINDS[source]), str(SAYS[source])) for source in SOURCES]


def told(source: str, rows: Sequence[Any]) -> list[tuple[int, str]]:
    """Return things to choose from with what each shows now."""
    now = timezone.now()
    known = queries.things(source, [row.pk for row in rows], now)
    return [(row.pk, f"{row.title}. {fact_of(source, known[row.pk], now).sentence}") for row in rows]
