"""Goals of dissemination, each with what is reached of it, and what that number does not say."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorway.web.dissemination.analysis.reach import DOWNLOAD, NOT_READ, group_of
from mentorway.web.dissemination.models import Goal, Indicator
from mentorway.web.dissemination.queries import audience, outreach

FIRST_DAY: Final = dt.date(2000, 1, 1)
SAYS: Final[dict[str, str | Promise]] = {
    Indicator.PEOPLE: _(
        "The people of every activity that was done, and those who came to events. Who was reached twice is "
        "counted twice, so it is no number of different people."
    ),
    Indicator.EVENTS: _(
        "Own events and events of others in the log, and events on the public site that are over and not in "
        "the log."
    ),
    Indicator.ARTICLES: _("Articles, books, and pieces in press, radio and television that are in the log."),
    Indicator.VIEWS: _(
        "How often public pages were opened, without programs that say they are none. Who opens a page twice "
        "is counted twice."
    ),
    Indicator.READERS: _("Those who get letters now and have confirmed it. Who left is not counted."),
    Indicator.DOWNLOADS: _("How often files were fetched. Who fetches a file twice is counted twice."),
    Indicator.COUNTRIES: _("Countries in which something was done, as the log says."),
}


@dataclass(frozen=True)
class Reached:
    """A goal, what is reached of it, and what that number is of."""

    goal: Goal
    reached: int
    is_over: bool
    says: str | Promise

    @property
    def shown(self) -> int:
        """How long the bar is: no longer than the goal."""
        return min(self.reached, self.goal.wanted)

    @property
    def is_kept(self) -> bool:
        """Whether what is wanted is reached."""
        return self.reached >= self.goal.wanted

    @property
    def lacks(self) -> int:
        """How much there is still to come."""
        return max(self.goal.wanted - self.reached, 0)


def reached_of(indicator: str, day: dt.date) -> int:
    """Return what is reached of an indicator until a day."""
    match indicator:
        case Indicator.PEOPLE:
            return outreach.people_in_log(day)[0] + outreach.people_at_events(day)
        case Indicator.EVENTS:
            return outreach.events_until(day)
        case Indicator.ARTICLES:
            return outreach.articles_until(day)
        case Indicator.READERS:
            return outreach.readers_until(day)
        case Indicator.COUNTRIES:
            return outreach.countries_until(day)
    views, downloads = opened_until(day)
    return downloads if indicator == Indicator.DOWNLOADS else views


def opened_until(day: dt.date) -> tuple[int, int]:
    """Return how often pages were opened and files fetched until a day."""
    found: Counter[str] = Counter()
    for page, times in audience.times_between(FIRST_DAY, day):
        found[group_of(page)] += times
    downloads = found[DOWNLOAD]
    return sum(found.values()) - sum(found[one] for one in NOT_READ), downloads


def reached_by(goals: Iterable[Goal], today: dt.date) -> Iterator[Reached]:
    """Yield goals with what is reached until today, or until the last day of a goal that is over."""
    known: dict[tuple[str, dt.date], int] = {}
    for goal in goals:
        place = goal.indicator, min(goal.until, today)
        if place not in known:
            known[place] = reached_of(*place)
        yield Reached(goal, known[place], goal.until < today, SAYS[goal.indicator])
