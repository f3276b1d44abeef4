"""Lines begin later, so that nobody has too much to do."""

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.plan.actions.items import ABOUT, named
from mentorway.web.plan.actions.projects import planning, tell
from mentorway.web.plan.analysis import items as analysis
from mentorway.web.plan.analysis.outlook import may_move
from mentorway.web.plan.models import Bound, Item, Project
from mentorway.web.plan.queries.items import Rows, rows_of
from mentorway.wording import Message

FREE = (Bound.NONE, Bound.NOT_BEFORE)


def take(project: Project, user: User, *, revision: int, moves: Mapping[int, dt.date]) -> int:
    """Let lines begin on the days that were found for this very plan; return how many moved."""
    with planning(project) as held:
        if held.revision != revision:
            raise ValidationError(
                _("Somebody has changed the plan meanwhile. Try again with the plan as it is now.")
            )
        rows = rows_of(held)
        _refuse_odd(rows, moves)
        return sum(_begin_on(rows.by_pk[pk], user, day) for pk, day in moves.items())


def _refuse_odd(rows: Rows, moves: Mapping[int, dt.date]) -> None:
    for pk, day in moves.items():
        item = rows.by_pk.get(pk)
        if item is None or not may_move(rows, item) or item.bound not in FREE:
            raise ValidationError(_("One of these lines cannot be moved. Try again."))
        if day < rows.project.starts_on:
            raise ValidationError(_("No line can begin before the project does. Try again."))


def _begin_on(item: Item, user: User, day: dt.date) -> bool:
    before = analysis.snapshot_of(item)
    analysis.take_over(item, {"bound": Bound.NOT_BEFORE, "day": day})
    after = analysis.snapshot_of(item)
    if after == before:
        return False
    item.revision += 1
    item.full_clean(exclude=["parent", "lead"])
    item.save(update_fields=["bound", "day", "revision"])
    more = {"about": ABOUT, "item": item.pk, "number": item.revision, "before_number": item.revision - 1}
    what = Message("%(line)s begins later, so that nobody has too much to do.", named(item))
    tell(item.project, user, what, **more, before=before, fields=after)
    return True
