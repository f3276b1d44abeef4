"""Lines of a plan are written, changed, moved, taken out, brought back; people say how far they are."""

from collections.abc import Iterable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.merging import refuse_stale
from mentorway.web.plan.actions import projects
from mentorway.web.plan.actions.projects import planning, tell
from mentorway.web.plan.analysis import items as analysis
from mentorway.web.plan.analysis import starting
from mentorway.web.plan.models import Dependency, Item, Link, Project, Worked
from mentorway.web.plan.queries.items import Rows, in_order, rows_of
from mentorway.wording import Message, Value, shown

MOST: Final = 2000
ABOUT: Final = "item"


def create(project: Project, user: User, **facts: Any) -> Item:
    """Write a new line, behind its sisters; without a code it gets the next one."""
    with planning(project) as held:
        rows = rows_of(held)
        if len(rows.items) >= MOST:
            raise ValidationError(
                _("A plan has at most %(most)d lines. Put several of them together."), params={"most": MOST}
            )
        item = Item(project=held)
        analysis.take_over(item, facts)
        item.code = item.code or analysis.next_code(rows, item.kind, item.parent)
        item.position = max((one.position for one in rows.items), default=0) + 1
        _refuse_odd(rows, item)
        item.full_clean(exclude=["parent", "lead"])
        item.save()
        put_in_order(held)
        tell(held, user, Message("%(line)s was added.", named(item)), item=item.pk)
    return item


def change(item: Item, user: User, *, revision: int, **facts: Any) -> None:
    """Change what is written about a line, unless somebody else has changed it meanwhile."""
    _write(item, user, revision, facts, "%(line)s was changed.")


def state_progress(item: Item, user: User, *, revision: int, **facts: Any) -> None:
    """Say how far a line is, and when it really began and ended; what ended is done."""
    if facts.get("finished"):
        facts["done"] = 100
    if rows_of(item.project).parts.get(item.pk):
        raise ValidationError(
            _("How far it is follows from its parts. Say it for each of them."), code="package"
        )
    _write(item, user, revision, facts, "It was said how far %(line)s is: %(done)d%%.")


def _write(item: Item, user: User, revision: int, facts: dict[str, Any], words: str) -> None:
    with planning(item.project) as held:
        row = Item.objects.select_for_update(of=("self",)).select_related("parent", "lead").get(pk=item.pk)
        row.project = held
        refuse_stale(row, revision)
        before, place = analysis.snapshot_of(row), row.parent_id
        analysis.take_over(row, facts)
        after = analysis.snapshot_of(row)
        if after == before:
            return
        _refuse_odd(rows_of(held), row)
        row.revision += 1
        row.full_clean(exclude=["parent", "lead"])
        row.save()
        if row.parent_id != place:
            put_in_order(held)
        more = {"about": ABOUT, "item": row.pk, "number": row.revision, "before_number": row.revision - 1}
        what = Message(words, {**named(row), **({"done": row.done} if "%(done)" in words else {})})
        tell(held, user, what, **more, before=before, fields=after)


def _refuse_odd(rows: Rows, item: Item) -> None:
    """Refuse what the table cannot: parts of a moment, a guess of which half is missing, foreign rows."""
    if item.parent and item.parent.is_moment:
        raise ValidationError(
            {"parent": _("A milestone or deliverable has no parts. Choose a work package.")}
        )
    if item.parent and item.parent.pk not in rows.by_pk:
        raise ValidationError({"parent": _("This line is not in the plan any more. Choose another.")})
    if item.is_moment and rows.parts.get(item.pk or 0):
        raise ValidationError({"kind": _("It has parts, so it is a work package or a task.")})
    if (item.shortest is None) != (item.longest is None):
        lacking = "longest" if item.longest is None else "shortest"
        raise ValidationError({lacking: _("Say both the shortest and the longest time, or neither.")})


@transaction.atomic
def begin(user: User, *, begins: bool = False, **facts: Any) -> Project:
    """Begin a project, with the lines of our template if wanted."""
    project = projects.create(user, **facts)
    if begins:
        use_template(project, user)
    return project


def use_template(project: Project, user: User) -> int:
    """Write the lines of our template into a plan that has none; say how many."""
    with planning(project) as held:
        if held.items.planned().exists():
            raise ValidationError(_("The plan has lines already. The template is for an empty plan."))
        made: dict[str, Item] = {}
        found = list(starting.seeds())
        for place, seed in enumerate(found, start=1):
            item = Item(
                project=held,
                parent=made.get(seed.parent),
                kind=seed.kind,
                code=seed.code,
                title=seed.title,
                activity=seed.activity,
                lead=held.partner,
                days=starting.scaled(seed.days, held.starts_on, held.ends_on),
                position=place,
            )
            item.clean_fields(exclude=["project", "parent", "lead"])
            item.save()
            made[seed.code] = item
        links = [
            Dependency(
                before=made[code.rstrip("!")],
                after=made[seed.code],
                link=Link.START_START if code.endswith("!") else Link.FINISH_START,
            )
            for seed in found
            for code in seed.after
        ]
        Dependency.objects.bulk_create(links)
        tell(held, user, Message("The plan began with the template of Mentorway."))
    return len(found)


def put_in_order(project: Project) -> None:
    """Number lines as the tree is read."""
    changed = []
    for place, item in enumerate(in_order(project.items.planned().order_by("position", "pk")), start=1):
        if item.position != place:
            item.position = place
            changed.append(item)
    Item.objects.bulk_update(changed, ["position"], batch_size=500)


def move(item: Item, user: User, *, up: bool) -> bool:
    """Let a line change places with its sister above or below; say whether there is one."""
    with planning(item.project, checks=False) as held:
        rows = rows_of(held)
        sisters = [one for one in rows.items if one.parent_id == item.parent_id]
        place = next((n for n, one in enumerate(sisters) if one.pk == item.pk), 0)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(sisters):
            return False
        sisters[place], sisters[other] = sisters[other], sisters[place]
        spots = sorted(one.position for one in sisters)
        for one, spot in zip(sisters, spots, strict=True):
            one.position = spot
        Item.objects.bulk_update(sisters, ["position"], batch_size=500)
        put_in_order(held)
        words = "%(line)s was moved up." if up else "%(line)s was moved down."
        tell(held, user, Message(words, named(item)), item=item.pk)
    return True


def remove(item: Item, user: User) -> None:
    """Take out a line with all that belongs to it; not if people have reported days on it."""
    with planning(item.project) as held:
        below = rows_of(held).below(item)
        reported = Worked.objects.filter(item__in=[one.pk for one in below]).exists()
        if reported:
            raise ValidationError(
                _("Partners have reported person-days on it. What was reported stays, and so does the line.")
            )
        now = timezone.now()
        Item.objects.filter(pk__in=[one.pk for one in below]).update(removed=now)
        put_in_order(held)
        tell(held, user, Message("%(line)s was taken out.", named(item)), item=item.pk)


def restore(item: Item, user: User) -> None:
    """Bring back a line and what was taken out with it, at the top if it belongs to nothing any more."""
    with planning(item.project) as held:
        rows = list(held.items.filter(removed=item.removed).order_by("position", "pk"))
        together = {row.pk for row in rows}
        planned = set(held.items.planned().values_list("pk", flat=True))
        for row in _below(item, rows):
            row.project, row.removed = held, None
            if row.parent_id not in planned | together:
                row.parent = None
            row.full_clean(exclude=["parent", "lead"])
            row.save(update_fields=["removed", "parent"])
        put_in_order(held)
        tell(held, user, Message("%(line)s was brought back.", named(item)), item=item.pk)


def _below(item: Item, rows: Iterable[Item]) -> list[Item]:
    found = {item.pk}
    rows = list(rows)
    for _round in rows:
        more = {row.pk for row in rows if row.parent_id in found} - found
        if not more:
            break
        found |= more
    return [row for row in rows if row.pk in found]


def named(item: Item) -> dict[str, Value]:
    """Return what a sentence about a line needs."""
    return {"line": shown(item)}
