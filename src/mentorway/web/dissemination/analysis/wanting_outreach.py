"""What the dissemination plan wants from a person now: activities whose day is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.whether import rows_if_any
from mentorway.web.dissemination.models import Action
from mentorway.web.dissemination.queries import outreach as queries


@dataclass(frozen=True)
class Wanted:
    """A sentence, and the activity it is about."""

    text: str
    action: Action


def wanted_of(user: User, today: dt.date) -> Iterator[Wanted]:
    """Yield what the partners of ``user`` planned and have not said to be done."""
    for action in rows_if_any(queries.late_of, user, today):
        if action.planned_on is None:  # what is late has a day
            continue
        text = _("“%(activity)s” was planned for %(day)s. Say that it is done, or plan another day.") % {
            "activity": action,
            "day": date_format(action.planned_on, "DATE_FORMAT"),
        }
        yield Wanted(text, action)
