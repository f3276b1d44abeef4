"""Reads of what follows from visits."""

import datetime as dt

from django.db.models import F, Q, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.network.models import FollowUp, Visit

BEFORE = dt.timedelta(days=3)
OPEN, DONE = "open", "done"


def follow_ups_of(user: User, *, state: str = OPEN, everyone: bool = False) -> QuerySet[FollowUp]:
    """What ``user`` has to do, or what anybody has to do after the visits that ``user`` may see."""
    found = FollowUp.objects.visible_to(user)
    if not everyone:
        found = found.filter(owner=user)
    if state == DONE:
        return found.filter(done__isnull=False).select_related("visit", "owner").order_by("-done", "-pk")
    return found.filter(done=None).select_related("visit", "owner").order_by("due", "pk")


def follow_ups_at(visit: Visit) -> QuerySet[FollowUp]:
    """Those of one visit: what is open first, the nearest first."""
    return visit.follow_ups.select_related("owner").order_by(F("done").asc(nulls_first=True), "due", "pk")


def near(user: User, last: dt.date) -> QuerySet[FollowUp]:
    """What ``user`` has to do until ``last``, and what should be done already."""
    mine = FollowUp.objects.visible_to(user).filter(owner=user, done=None, due__lte=last)
    return mine.filter(visit__is_example=False).select_related("visit").order_by("due", "pk")


def to_remind_of(day: dt.date) -> list[FollowUp]:
    """What is due within three days and was not yet said, and what is overdue and was not said since."""
    open_ones = FollowUp.objects.open().filter(owner__is_active=True, visit__is_example=False)
    told_since = Q(due__lt=day, reminded__gt=F("due"))
    found = open_ones.filter(due__lte=day + BEFORE).exclude(told_since).select_related("owner", "visit")
    return [row for row in found if row.due < day or not _was_told_before(row)]


def _was_told_before(row: FollowUp) -> bool:
    return row.reminded is not None and row.reminded >= row.due - BEFORE
