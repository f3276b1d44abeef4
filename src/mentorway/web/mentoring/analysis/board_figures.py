"""Numbers about all relationships of a round; small numbers are said as counts, without percent."""

import datetime as dt
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mentorway.evidence.comparisons.proportions import wilson
from mentorway.figures import figure, percent
from mentorway.web.mentoring.analysis.board import Row
from mentorway.web.mentoring.analysis.goals import FEWEST as FEWEST_MENTEES
from mentorway.web.mentoring.analysis.goals import attained
from mentorway.web.mentoring.models import Round
from mentorway.web.mentoring.queries import board as queries

FEWEST: Final = 5  # of how many at least a share is given
IN_TIME: Final = 30  # days in which a first meeting is hoped for


@dataclass(frozen=True)
class Figure:
    """One number about the round: what it is, what is found, and of how many it is said."""

    label: str
    found: str
    of: str


def share_in_words(count: int, of: int) -> str:
    """Return a share with its interval; of few, only how many."""
    if of == 0:
        return _("No pair to count yet")
    counts = _("%(count)d of %(total)d") % {"count": count, "total": of}
    if of < FEWEST:
        return counts
    found, language = wilson(count, of), get_language() or "en"
    facts = {
        "share": percent(found.value, language),
        "counts": counts,
        "low": percent(found.low, language),
        "high": percent(found.high, language),
    }
    return _("%(share)s (%(counts)s; 95 %% interval %(low)s to %(high)s)") % facts


def figures_of(whole: Round, rows: Sequence[Row], now: dt.datetime) -> list[Figure]:
    """Return the numbers above the list of relationships."""
    firsts = queries.first_meetings(whole)
    return [
        _until_first(firsts),
        _in_time(firsts, now),
        _share(_("Agreement accepted by all"), [one.agreed is not None for one in rows]),
        _share(_("At least one goal with fixed levels"), [one.goals > 0 for one in rows]),
        _reached(whole),
    ]


def _reached(whole: Round) -> Figure:
    """Return how far goals were reached, of those who share it; T scores, 50 is what was hoped for."""
    label, found = _("How far goals were reached (50: as hoped for)"), attained(whole)
    if found is None:
        text = _("Not shown: it takes %(count)d mentees who let it be counted, as their mentors do.")
        return Figure(label, text % {"count": FEWEST_MENTEES}, "")
    language = get_language() or "en"
    facts = {
        "mean": figure(found.mean, 1, language),
        "low": figure(found.low, 1, language),
        "high": figure(found.high, 1, language),
    }
    text = _("%(mean)s on average (95 %% interval %(low)s to %(high)s)") % facts
    count = ngettext("%(count)d mentee who shares it", "%(count)d mentees who share it", found.mentees)
    return Figure(label, text, count % {"count": found.mentees})


def _share(label: str, had: Sequence[bool]) -> Figure:
    count = ngettext("%(count)d pair at work", "%(count)d pairs at work", len(had)) % {"count": len(had)}
    return Figure(label, share_in_words(sum(had), len(had)), count)


def _until_first(firsts: Iterable[tuple[dt.datetime, dt.datetime | None]]) -> Figure:
    days = [_days(began, first) for began, first in firsts if first is not None]
    label = _("Half of the pairs that have met did so within")
    if not days:
        return Figure(label, _("No pair has met yet"), "")
    middle = statistics.median(days)
    whole = round(middle)
    text = ngettext("%(count)d day", "%(count)d days", whole) % {"count": whole}
    count = ngettext("%(count)d pair that has met", "%(count)d pairs that have met", len(days))
    return Figure(label, text, count % {"count": len(days)})


def _in_time(firsts: Iterable[tuple[dt.datetime, dt.datetime | None]], now: dt.datetime) -> Figure:
    long = dt.timedelta(days=IN_TIME)
    had = [first is not None and first - began <= long for began, first in firsts if now - began >= long]
    count = ngettext(
        "%(count)d pair that began at least %(days)d days ago, also if it has ended",
        "%(count)d pairs that began at least %(days)d days ago, also those that have ended",
        len(had),
    )
    label = _("Met within %(days)d days") % {"days": IN_TIME}
    return Figure(label, share_in_words(sum(had), len(had)), count % {"count": len(had), "days": IN_TIME})


def _days(began: dt.datetime, first: dt.datetime) -> float:
    return max(0.0, (first - began).total_seconds() / 86_400)
