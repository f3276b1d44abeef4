"""Cohorts in which something waits for somebody, each with how much."""

import datetime as dt
from typing import Final

from django.db.models import Count, Q, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.pilots.models import Cohort, CohortState, Standing, WorkState

SOON: Final = dt.timedelta(days=14)
NOT_OVER: Final = (CohortState.PREPARED, CohortState.OPEN, CohortState.RUNNING)


def run_by(user: User) -> QuerySet[Cohort]:
    """The cohorts of one's own partners that ``user`` has begun, or whose partner they are in charge of."""
    own = user.memberships.values("partner")
    charge = user.memberships.in_charge().values("partner")
    rows = Cohort.objects.visible_to(user).filter(is_example=False, partner__in=own)
    return rows.filter(Q(created_by=user) | Q(partner__in=charge)).order_by("starts_on", "pk")


def led_by(user: User) -> QuerySet[Cohort]:
    """Those that ``user`` runs, and those in which they facilitate a meeting."""
    facilitated = Q(pk__in=user.meetings_led.planned().values("cohort"))
    rows = Cohort.objects.worked_on_by(user).filter(is_example=False)
    return rows.filter(facilitated | Q(pk__in=run_by(user).values("pk"))).order_by("starts_on", "pk")


def without_room_or_facilitator(user: User, now: dt.datetime) -> QuerySet[Cohort]:
    """Those with meetings soon that lack a room and a link, or somebody who leads them."""
    nowhere = Q(meetings__place="", meetings__link="")
    led_by_nobody = Q(meetings__facilitator=None, meetings__facilitator_name="")
    soon = Q(meetings__cancelled=None, meetings__starts__gt=now, meetings__starts__lt=now + SOON)
    count = Count("meetings", filter=soon & (nowhere | led_by_nobody), distinct=True)
    return run_by(user).filter(state__in=NOT_OVER).annotate(count=count).filter(count__gt=0)


def with_applications(user: User) -> QuerySet[Cohort]:
    """Those with applications that nobody has decided."""
    count = Count("people", filter=Q(people__standing=Standing.APPLIED), distinct=True)
    return run_by(user).filter(state__in=NOT_OVER).annotate(count=count).filter(count__gt=0)


def with_works_to_assess(user: User) -> QuerySet[Cohort]:
    """Those in which work was handed in that nobody has assessed."""
    handed_in = Q(people__standing=Standing.ENROLLED, people__works__state=WorkState.HANDED_IN)
    count = Count("people__works", filter=handed_in, distinct=True)
    rows = led_by(user).exclude(state=CohortState.CANCELLED)
    return rows.annotate(count=count).filter(count__gt=0)


def to_certify(user: User, now: dt.datetime) -> QuerySet[Cohort]:
    """Those whose certificates ``user`` may issue, once no meeting is to come."""
    charge = user.memberships.in_charge().values("partner")
    done = (CohortState.RUNNING, CohortState.FINISHED)
    to_come = Count("meetings", filter=Q(meetings__cancelled=None, meetings__ends__gt=now), distinct=True)
    held = Count("meetings", filter=Q(meetings__cancelled=None, meetings__ends__lte=now), distinct=True)
    rows = Cohort.objects.visible_to(user).filter(is_example=False, partner__in=charge, state__in=done)
    return rows.annotate(to_come=to_come, held=held).filter(to_come=0, held__gt=0).order_by("-ends_on", "-pk")
