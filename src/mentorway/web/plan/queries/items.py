"""Reads across the lines of a plan: all of them at once, one query per table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mentorway.web.plan.models import Dependency, Effort, Item, Project


@dataclass(frozen=True, eq=False)
class Rows:
    """The lines of a project in the order in which people read them, and what hangs on them."""

    project: Project
    items: tuple[Item, ...]
    dependencies: tuple[Dependency, ...]
    efforts: tuple[Effort, ...]

    @cached_property
    def by_pk(self) -> Mapping[int, Item]:
        """Every line by its number."""
        return {item.pk: item for item in self.items}

    @cached_property
    def parts(self) -> Mapping[int, Sequence[Item]]:
        """What belongs to each line that has parts."""
        found = defaultdict(list)
        for item in self.items:
            if item.parent_id:
                found[item.parent_id].append(item)
        return found

    @cached_property
    def depths(self) -> Mapping[int, int]:
        """How deep in the tree each line stands; 0 at the top."""
        found: dict[int, int] = {}
        for item in self.items:
            found[item.pk] = found.get(item.parent_id or 0, -1) + 1
        return found

    @cached_property
    def waits_for(self) -> Mapping[int, Sequence[Dependency]]:
        """What each line depends on."""
        found = defaultdict(list)
        for one in self.dependencies:
            found[one.after_id].append(one)
        return found

    @cached_property
    def work(self) -> Mapping[int, Sequence[Effort]]:
        """The person-days of each line, by partner."""
        found = defaultdict(list)
        for one in self.efforts:
            found[one.item_id].append(one)
        return found

    def below(self, item: Item) -> list[Item]:
        """A line and all that belongs to it, at any depth."""
        found, wanted = [item], [item]
        while wanted:
            wanted = [part for one in wanted for part in self.parts.get(one.pk, ())]
            found += wanted
        return found


def rows_of(project: Project) -> Rows:
    """All lines that are planned in a project, with what they depend on and who works on them."""
    items = in_order(project.items.planned().select_related("lead").order_by("position", "pk"))
    for item in items:
        item.project = project
    known = {item.pk for item in items}
    links = Dependency.objects.filter(after__project=project, after__removed=None, before__removed=None)
    efforts = Effort.objects.filter(item__project=project, item__removed=None)
    return Rows(
        project,
        tuple(items),
        tuple(one for one in links.order_by("after", "pk") if {one.before_id, one.after_id} <= known),
        tuple(efforts.order_by("item", "pk")),
    )


def in_order(items: Iterable[Item]) -> list[Item]:
    """Lines as a tree is read: each followed by its parts. What lost its parent stands at the top.

    Lines that contain each other have no top; they follow at the end, so that nothing is lost.
    """
    rows = list(items)
    known = {item.pk for item in rows}
    parts: dict[int, list[Item]] = defaultdict(list)
    for item in rows:
        parts[item.parent_id if item.parent_id in known else 0].append(item)
    found: dict[int, Item] = {}
    waiting = parts[0][::-1]
    while waiting:
        item = waiting.pop()
        found[item.pk] = item
        waiting += parts[item.pk][::-1]
    return [*found.values(), *(item for item in rows if item.pk not in found)]
