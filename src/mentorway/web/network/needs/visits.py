"""Follow-ups that are overdue or near, and visits for which an answer is awaited."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.core.whether import rows_if_any
from mentorway.web.network.models import FollowUp
from mentorway.web.network.queries import visit_follow_ups as follow_ups
from mentorway.web.network.queries import visits as queries

NAMED = 3  # those that are named one by one; of more than these the number is told
SOON = dt.timedelta(days=7)


def needs_of(user: User) -> list[Need]:
    """What is to be done after visits, and where somebody waits to hear whether ``user`` comes."""
    day = timezone.localdate()
    rows = rows_if_any(follow_ups.near, user, day + SOON)
    over, near = [row for row in rows if row.due < day], [row for row in rows if row.due >= day]
    return [*_overdue(over), *_near(near), *_unanswered(user)]


def _overdue(rows: list[FollowUp]) -> list[Need]:
    if len(rows) > NAMED:
        text = ngettext(
            "%(count)d follow-up of yours is overdue.",
            "%(count)d follow-ups of yours are overdue.",
            len(rows),
        )
        return [Need(text % {"count": len(rows)}, reverse("network:follow_ups"), urgent=True)]
    text = _("Overdue since %(day)s: %(text)s")
    return [_need(text, row, urgent=True) for row in rows]


def _near(rows: list[FollowUp]) -> list[Need]:
    return [_need(_("By %(day)s: %(text)s"), row, urgent=False) for row in rows[:NAMED]]


def _need(text: str, row: FollowUp, *, urgent: bool) -> Need:
    names = {"day": date_format(row.due, "DATE_FORMAT"), "text": row.text}
    address = f"{reverse('network:visit', args=[row.visit_id])}#follow-ups"
    return Need(text % names, address, urgent=urgent)


def _unanswered(user: User) -> list[Need]:
    text = _("Say whether you come: %(title)s, %(day)s.")
    return [
        Need(
            text % {"title": row.visit, "day": date_format(row.visit.begins, "DATE_FORMAT")},
            reverse("network:announce", args=[row.visit_id]),
        )
        for row in queries.unanswered_by(user, timezone.now())[:NAMED]
    ]
