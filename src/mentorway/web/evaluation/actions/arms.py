"""Groups are set: when people of a pilot are first asked, at the latest when asking before is over."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError

from mentorway.web.evaluation.actions.evaluations import holding
from mentorway.web.evaluation.analysis import arms as analysis
from mentorway.web.evaluation.models import Assigned, Evaluation, How
from mentorway.web.evaluation.queries import arms as queries
from mentorway.web.evaluation.queries import asking
from mentorway.web.pilots.models import Cohort


def set_arms(held: Evaluation, cohorts: Sequence[Cohort], now: dt.datetime) -> int:
    """Set the group of everybody of these pilots who has none yet, as they stand; return of how many.

    The evaluation is held by who calls.
    """
    open_ones = [one for one in analysis.placed_in(held, cohorts, now) if not one.is_kept]
    rows = [
        Assigned(
            evaluation=held,
            participant=one.person,
            arm=one.arm.value,
            how=one.how or How.ASKED,
            at=one.at or now,
        )
        for one in open_ones
        if one.arm is not None
    ]
    for row in rows:
        row.full_clean(exclude=["evaluation", "participant"], validate_unique=False)
    return len(Assigned.objects.bulk_create(rows))


def set_due(now: dt.datetime) -> int:
    """Set the groups of every pilot whose time has come; return of how many people."""
    count = 0
    for whole in queries.evaluations_with_pilots():
        before = queries.asked_before(whole)
        due = [one for one in asking.cohorts_of(whole) if analysis.set_at(one, before) <= now]
        open_ones = [one for one in analysis.placed_in(whole, due, now) if one.arm and not one.is_kept]
        if open_ones:
            count += _set(whole, due, now)
    return count


def _set(whole: Evaluation, due: Sequence[Cohort], now: dt.datetime) -> int:
    try:
        with holding(whole) as held:
            return set_arms(held, due, now)
    except ValidationError:  # deleted in this moment
        return 0
