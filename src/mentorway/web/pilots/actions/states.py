"""A cohort takes applications, begins, is finished, cancelled, taken up again."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core import happenings
from mentorway.web.pilots.actions.cohorts import locked_cohort
from mentorway.web.pilots.analysis.cohorts import stopping
from mentorway.web.pilots.models import Cohort, CohortState


@transaction.atomic
def move(
    cohort: Cohort, state: str, *, by: User | None = None, why: str = "", now: dt.datetime | None = None
) -> Cohort:
    """Give a cohort another state; who cancels says why, and the meetings to come are cancelled with it."""
    now = now or timezone.now()
    locked = locked_cohort(cohort)
    was = locked.state
    if not locked.may_become(state):
        raise ValidationError(
            _("It is “%(state)s” meanwhile. Look at the cohort again."),
            params={"state": locked.get_state_display()},
        )
    if state == CohortState.OPEN:
        _refuse_lacking(locked, now)
    if state == CohortState.FINISHED:
        _refuse_unfinished(locked, now)
    locked.state = state
    if state == CohortState.CANCELLED:
        _cancel_meetings(locked, why, now)
    elif was == CohortState.CANCELLED:
        _restore_meetings(locked, now)
        why = ""
    locked.cancelled_why = why
    locked.full_clean(exclude=["created_by"])
    locked.save(update_fields=["state", "cancelled_why"])
    happenings.tell("cohort.moved", locked, by=by, state=str(locked.state))
    return locked


def _refuse_lacking(cohort: Cohort, now: dt.datetime) -> None:
    found = stopping(cohort, now)
    if found:
        raise ValidationError(found)


def _refuse_unfinished(cohort: Cohort, now: dt.datetime) -> None:
    count = cohort.meetings.planned().filter(ends__gt=now).count()
    if count:
        sentence = ngettext(
            "%(count)d meeting is still to come. Hold, move or cancel it first.",
            "%(count)d meetings are still to come. Hold, move or cancel them first.",
            count,
        )
        raise ValidationError(sentence % {"count": count})


def _cancel_meetings(cohort: Cohort, why: str, now: dt.datetime) -> None:
    """Cancel what has not begun; calendars learn of it by the sequence."""
    if not why:
        raise ValidationError(_("Say why: those who take part read it."))
    cohort.meetings.planned().filter(starts__gt=now).update(
        cancelled=now, cancelled_why=why, sequence=F("sequence") + 1, changed=now
    )


def _restore_meetings(cohort: Cohort, now: dt.datetime) -> None:
    """Plan those again that were cancelled with the cohort and can still take place."""
    with_it = cohort.meetings.filter(cancelled__isnull=False, cancelled_why=cohort.cancelled_why)
    with_it.filter(starts__gt=now).update(
        cancelled=None, cancelled_why="", sequence=F("sequence") + 1, changed=now
    )
