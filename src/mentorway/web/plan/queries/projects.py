"""Reads across projects: the list, what is in the bin, what happened, what partners do in a project."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Partner
from mentorway.web.network.models.partners import belonging_to
from mentorway.web.plan.models import (
    Baseline,
    Budget,
    Dependency,
    Effort,
    Evidence,
    Item,
    Period,
    PlanEvent,
    Project,
    ProjectPartner,
    Spent,
    Worked,
)

LISTED = 50


@dataclass
class Kept:
    """What a row was after one change; `merging` calls it a snapshot."""

    number: int
    fields: Mapping[str, str]
    by: Any
    at: dt.datetime


def projects_of(user: User, words: str = "", standing: str = "", today: dt.date | None = None) -> Any:
    """What ``user`` may see, with how many partners and lines: the last to begin first."""
    found = Project.objects.visible_to(user).matching(words)
    if today and standing == "coming":
        found = found.filter(starts_on__gt=today)
    if today and standing == "running":
        found = found.filter(starts_on__lte=today, ends_on__gte=today)
    if today and standing == "over":
        found = found.filter(ends_on__lt=today)
    planned = Count("items", filter=Q(items__removed=None), distinct=True)
    counted = found.annotate(lines=planned, members=Count("partners", distinct=True))
    return counted.select_related("partner").defer("search_text").order_by("-starts_on", "-pk")


def partners_to_lead(user: User) -> QuerySet[Partner]:
    """The partners for which ``user`` may begin a project: those where they belong."""
    return belonging_to(user).order_by("name")


def deleted_of(user: User) -> QuerySet[Project]:
    """What ``user`` may still bring back."""
    return Project.bin.visible_to(user).select_related("partner").order_by("-deleted")


def partners_of(project: Project) -> QuerySet[ProjectPartner]:
    """The partners of a project in their order."""
    return project.partners.select_related("partner").order_by("position", "pk")


def partner_of(project: Project, which: int) -> ProjectPartner | None:
    """The place of a partner in a project by its number in the table."""
    return partners_of(project).filter(pk=which).first()


def partners_to_add(user: User, project: Project) -> QuerySet[Partner]:
    """The partners that are not in a project yet."""
    return Partner.objects.listed_to(user).exclude(pk__in=project.partners.values("partner")).order_by("name")


def work_of(project: Project, partner: int) -> dict[str, int]:
    """How many things a partner still has in a project, by what they are."""
    found = {
        "leads": Item.objects.filter(project=project, lead=partner, removed=None).count(),
        "efforts": Effort.objects.filter(
            item__project=project, item__removed=None, partner=partner, days__gt=0
        ).count(),
        "budgets": Budget.objects.filter(project=project, partner=partner, amount__gt=0).count(),
        "worked": Worked.objects.filter(period__project=project, partner=partner).count(),
        "spent": Spent.objects.filter(period__project=project, partner=partner).count(),
    }
    return {name: count for name, count in found.items() if count}


def events_of(project: Project) -> QuerySet[PlanEvent]:
    """What was changed in a project, the last first."""
    return project.events.select_related("by").order_by("-at", "-pk")


def events_of_item(item: Item) -> QuerySet[PlanEvent]:
    """What was changed about one line, the last first."""
    return events_of(item.project).filter(what__item=item.pk)


def newest_baseline(project: Project) -> Baseline | None:
    """The last baseline that was kept."""
    return project.baselines.order_by("-at", "-pk").first()


def baseline_of(project: Project, which: int) -> Baseline | None:
    """A baseline of a project by its number in the table."""
    return project.baselines.select_related("by").filter(pk=which).first()


def next_report(project: Project) -> Period | None:
    """The reporting period whose report is due next."""
    return project.periods.filter(closed=None).order_by("due_on", "number").first()


def facts_number(project: Project) -> int:
    """When the facts about a project were changed last, by its revision then."""
    last = project.events.filter(what__about="project").order_by("-pk").first()
    return int(last.what["number"]) if last else 0


def kept_of_project(project: Project, now: Mapping[str, str]) -> list[Kept]:
    """What was written about a project after each change of it, and now."""
    rows = project.events.filter(what__about="project").select_related("by").order_by("pk")
    return _kept(rows, facts_number(project), now)


def kept_of_item(item: Item, now: Mapping[str, str]) -> list[Kept]:
    """What a line was after each change of it, and now."""
    rows = PlanEvent.objects.filter(project=item.project_id, what__item=item.pk, what__about="item")
    return _kept(rows.select_related("by").order_by("pk"), item.revision, now)


def _kept(rows: Iterable[PlanEvent], last: int, now: Mapping[str, str]) -> list[Kept]:
    found: dict[int, Kept] = {}
    for row in rows:
        number, before = int(row.what["number"]), int(row.what["before_number"])
        if before not in found:
            found[before] = Kept(before, row.what["before"], None, row.at)
        found[number] = Kept(number, row.what["fields"], row.by, row.at)
    known = found.get(last)
    at = known.at if known else dt.datetime.now(dt.UTC)
    found[last] = Kept(last, dict(now), known.by if known else None, at)
    return list(found.values())


def codes_of(project: Project) -> list[str]:
    """The codes of the lines of a plan, in their order."""
    return list(project.items.planned().order_by("position", "pk").values_list("code", flat=True))


def leads_of(project: Project) -> QuerySet[Partner]:
    """Who can lead a line: the partners of the project."""
    return Partner.objects.filter(pk__in=project.partners.values("partner")).order_by("name")


def baselines_of(project: Project) -> QuerySet[Baseline]:
    """The baselines of a project without their dates, the last first."""
    return project.baselines.select_related("by").defer("dates").order_by("-at", "-pk")


def removed_lines(project: Project) -> QuerySet[Item]:
    """The lines that were taken out last and can be brought back."""
    return project.items.exclude(removed=None).order_by("-removed", "position", "pk")[:LISTED]


def removed_line(project: Project, which: int) -> Item | None:
    """A line that was taken out, by its number in the table."""
    found = project.items.exclude(removed=None).filter(pk=which).first()
    if found is not None:
        found.project = project
    return found


def names_of_removed(project: Project) -> dict[int, str]:
    """What lines that were taken out are called."""
    rows = project.items.exclude(removed=None).values_list("pk", "code", "title")
    return {pk: f"{code} {title}" for pk, code, title in rows}


def efforts_of(item: Item) -> QuerySet[Effort]:
    """How many person-days partners plan for a line."""
    return item.efforts.select_related("partner").filter(days__gt=0).order_by("partner__name")


def evidence_on(lines: Iterable[int]) -> int:
    """How many pieces of evidence lines have."""
    return Evidence.objects.filter(item__in=list(lines)).count()


def dependency_of(item: Item, before: int) -> Dependency | None:
    """What says that a line depends on another."""
    return item.dependencies.select_related("before").filter(before=before).first()
