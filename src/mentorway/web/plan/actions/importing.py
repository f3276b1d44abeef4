"""A file of another program is taken over: lines are merged by their codes, and nothing is deleted."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.plan.actions.baselines import MOST as MOST_BASELINES
from mentorway.web.plan.actions.items import MOST, put_in_order
from mentorway.web.plan.actions.projects import planning, tell
from mentorway.web.plan.analysis.dates import checked
from mentorway.web.plan.analysis.plan_changes import Changes, Step, before_of, changes_of
from mentorway.web.plan.analysis.plan_files import Incoming
from mentorway.web.plan.analysis.project_files import Agreed
from mentorway.web.plan.models import Baseline, Dependency, Effort, Item, Project
from mentorway.web.plan.queries import projects as queries
from mentorway.web.plan.queries.items import Rows, rows_of
from mentorway.wording import Message, shown

BATCH = 500
WRITTEN = (
    *("title", "kind", "days", "bound", "day", "deadline", "description", "shortest", "longest", "country"),
    *("lead_id", "parent_id", "revision", "done", "started", "finished"),
)


@dataclass(frozen=True)
class Taken:
    """What taking over a file did."""

    new: int
    changed: int
    ends: dt.date
    agreed: int = 0


def tried(project: Project, user: User, came: Incoming) -> Taken:
    """Take over a file and take it all back: say what would become of the plan, or refuse as for real."""
    revision = project.revision
    with transaction.atomic():
        taken = take_over(project, user, came)
        transaction.set_rollback(True)
    project.revision = revision
    return taken


def take_over(project: Project, user: User, came: Incoming) -> Taken:
    """Write what a file says into the plan; lines, person-days and dependencies it does not name stay."""
    with planning(project) as held:
        rows = rows_of(held)
        partners = list(queries.partners_of(held))
        changes = changes_of(rows, came, partners)
        if changes.troubles:
            raise ValidationError([f"{one.column}: {one.what}" for one in changes.troubles])
        if len(rows.items) + len(changes.new) > MOST:
            raise ValidationError(
                _("A plan has at most %(most)d lines. Put several of them together."), params={"most": MOST}
            )
        _write(held, rows, changes)
        put_in_order(held)
        new, changed = len(changes.new), len(changes.changed)
        if new or changed:
            words = "A file was taken over: %(new)d lines are new, %(changed)d are changed."
            tell(held, user, Message(words, {"new": new, "changed": changed}))
        _refuse_circles(held)
        for one in changes.agreed:
            _keep(held, user, one)
    return Taken(new, changed, checked(project).finish, len(changes.agreed))


def _keep(project: Project, user: User, one: Agreed) -> None:
    """Keep the dates of a baseline of the file, as of the day on which it was made."""
    if project.baselines.count() >= MOST_BASELINES:
        raise ValidationError(
            _("A plan keeps at most %(most)d baselines. Delete one first."), params={"most": MOST_BASELINES}
        )
    numbers = dict(project.items.planned().values_list("code", "pk"))
    dates = {str(numbers[code]): [day.isoformat() for day in days] for code, days in one.dates.items()}
    row = Baseline(project=project, title=one.title, dates=dates, by=user)
    row.full_clean(exclude=["by"])
    row.save()
    row.at = timezone.make_aware(dt.datetime.combine(one.made, dt.time(12)))
    row.save(update_fields=["at"])
    words = Message("The baseline “%(title)s” was taken over from a file.", {"title": shown(row.title)})
    tell(project, user, words)


def _refuse_circles(project: Project) -> None:
    """Refuse lines that contain each other: the file may move one into what it does not name."""
    rows = rows_of(project)
    for item in rows.items:
        seen, above = {item.pk}, item.parent_id
        while above:
            if above in seen:
                raise ValidationError(_("%(line)s would contain itself.") % {"line": item})
            seen.add(above)
            above = rows.by_pk[above].parent_id if above in rows.by_pk else None


def _write(project: Project, rows: Rows, changes: Changes) -> None:
    last = max((item.position for item in rows.items), default=0)
    items = {item.code: item for item in rows.items}
    made = []
    for place, step in enumerate(changes.new, start=1):
        item = Item(project=project, code=step.line.code, position=last + place)
        _fill(item, step)
        items[item.code] = item
        made.append(item)
    for step in changes.changed:
        _fill(items[step.line.code], step)
        items[step.line.code].revision += 1
    changed = [items[step.line.code] for step in changes.changed]
    for item in (*made, *changed):
        item.clean_fields(exclude=["project", "parent", "lead"])
    Item.objects.bulk_create(made, batch_size=BATCH)
    touched = [*changes.new, *changes.changed]
    for step in touched:
        if step.parent is not None:
            items[step.line.code].parent_id = items[step.parent].pk if step.parent else None
    Item.objects.bulk_update([*made, *changed], WRITTEN, batch_size=BATCH)
    inside = {step.line.code for step in changes.steps}
    for step in touched:
        _link(items[step.line.code], step, rows, items, inside)
    _keep_efforts([(items[step.line.code], step.efforts) for step in touched], rows)


def _fill(item: Item, step: Step) -> None:
    for name, value in step.facts.items():
        setattr(item, name, value)
    if item.is_moment:
        item.days = 0


def _link(item: Item, step: Step, rows: Rows, items: Mapping[str, Item], inside: set[str]) -> None:
    if step.before is None:
        return
    was = before_of(item, rows, inside | set(step.before)) if step.item else {}
    if was == dict(step.before):
        return
    gone = [items[code].pk for code in was if step.before.get(code) != was[code]]
    Dependency.objects.filter(after=item, before__in=gone).delete()
    made = [
        Dependency(before=items[code], after=item, link=link, lag=lag)
        for code, (link, lag) in step.before.items()
        if was.get(code) != (link, lag)
    ]
    for one in made:
        one.clean_fields(exclude=["before", "after"])
    Dependency.objects.bulk_create(made)


def _keep_efforts(wanted: list[tuple[Item, Mapping[int, Decimal]]], rows: Rows) -> None:
    known = {(one.item_id, one.partner_id): one for one in rows.efforts}
    made, changed = [], []
    for item, efforts in wanted:
        for partner, days in efforts.items():
            row = known.get((item.pk, partner))
            if row is None and days:
                row = Effort(item=item, partner_id=partner, days=days)
                made.append(row)
            elif row is not None and row.days != days:
                row.days = days
                changed.append(row)
            if row is not None:
                row.clean_fields(exclude=["item", "partner"])
    Effort.objects.bulk_create(made, batch_size=BATCH)
    Effort.objects.bulk_update(changed, ["days"], batch_size=BATCH)
