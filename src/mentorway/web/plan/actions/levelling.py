"""Better dates are searched in the background; a proposal is taken as a whole, or thrown away."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.turns import writing
from mentorway.web.core.wording import OUR_FAULT_KEPT
from mentorway.web.plan import tasks
from mentorway.web.plan.actions.items import ABOUT, named
from mentorway.web.plan.actions.projects import planning, tell
from mentorway.web.plan.analysis import items as analysis
from mentorway.web.plan.analysis.levelling import may_move, moves_in
from mentorway.web.plan.models import Bound, Item, Levelling, Project
from mentorway.web.plan.models.levelling import UNDER_WAY, Stage
from mentorway.web.plan.queries import levelling as queries
from mentorway.web.plan.queries.items import Rows, rows_of
from mentorway.wording import Message

SILENCE: Final = dt.timedelta(minutes=10)  # after which who searches is gone
QUEUE: Final = dt.timedelta(hours=1)
KEPT: Final = 20  # searches of a project


def begin(
    project: Project, user: User | None, *, persons: Mapping[str, float], minutes: int = 1
) -> Levelling:
    """Ask for a search with so many people of each partner, by short name; one goes on at a time."""
    mark_silent(project)
    with writing():
        held = Project.objects.select_for_update().get(pk=project.pk)
        if not held.items.planned().exists():
            raise ValidationError(_("There is no line yet whose dates could be better."))
        search = Levelling(
            project=held,
            number=queries.last_number(held) + 1,
            persons=dict(persons),
            minutes=minutes,
            revision=held.revision,
            by=user,
        )
        search.full_clean()
        search.save()
        queries.older_than(held, search.number - KEPT + 1).delete()
        transaction.on_commit(lambda: tasks.level.enqueue(search.pk))
    return search


def stop(search: Levelling) -> None:
    """Stop a search; what is done already stays."""
    rows = Levelling.objects.filter(pk=search.pk, stage__in=UNDER_WAY)
    if not rows.update(stage=Stage.STOPPED, finished=timezone.now()):
        raise ValidationError(_("The search has ended already."))


def mark_silent(project: Project) -> None:
    """Give up searches whose worker is gone, or that no worker has begun."""
    now = timezone.now()
    rows = queries.silent(project, now - SILENCE, now - QUEUE)
    rows.update(stage=Stage.FAILED, problem=OUR_FAULT_KEPT, finished=now)


def take(search: Levelling, user: User) -> int:
    """Let lines begin on the days that were found for this very plan; return how many moved."""
    with planning(search.project) as held:
        row = Levelling.objects.select_for_update(of=("self",)).get(pk=search.pk)
        _refuse_decided(row)
        if held.revision != row.revision:
            raise ValidationError(
                _("The plan was changed since these dates were searched, so they do not fit. Search again.")
            )
        rows, moves = rows_of(held), moves_in(row)
        _refuse_odd(rows, moves)
        moved = sum(_begin_on(rows.by_pk[pk], user, day) for pk, day in moves.items())
        row.stage, row.finished = Stage.TAKEN, timezone.now()
        row.save(update_fields=["stage", "finished"])
    search.stage = row.stage
    return moved


@transaction.atomic
def drop(search: Levelling) -> None:
    """Throw a proposal away; nothing of the plan changes."""
    row = Levelling.objects.select_for_update(of=("self",)).get(pk=search.pk)
    _refuse_decided(row)
    row.stage, row.finished = Stage.DROPPED, timezone.now()
    row.save(update_fields=["stage", "finished"])
    search.stage = row.stage


def _refuse_decided(row: Levelling) -> None:
    if row.stage != Stage.DONE:
        raise ValidationError(_("There is nothing to decide here any more."))


def _refuse_odd(rows: Rows, moves: Mapping[int, dt.date]) -> None:
    if not moves:
        raise ValidationError(_("No line would move, so there is nothing to take."))
    for pk, day in moves.items():
        item = rows.by_pk.get(pk)
        if item is None or not may_move(rows, item) or day < rows.project.starts_on:
            raise ValidationError(_("One of these lines cannot be moved. Search again."))


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
