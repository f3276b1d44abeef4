"""A project is begun, changed, deleted, brought back; partners join and leave it.

Every change of a plan happens in ``planning``: the project is locked, the example refuses, and what makes the
plan impossible is undone. ``tell`` keeps what happened in words and counts the revision.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core import happenings
from mentorway.web.core.merging import refuse_stale
from mentorway.web.core.wording import in_words, kept
from mentorway.web.network.models import Partner
from mentorway.web.plan.analysis import projects as analysis
from mentorway.web.plan.analysis.dates import checked
from mentorway.web.plan.analysis.saying import said
from mentorway.web.plan.models import (
    DAYS_IN_BIN,
    Budget,
    Effort,
    Item,
    PlanEvent,
    Project,
    ProjectPartner,
    Worked,
)
from mentorway.web.plan.queries import projects as queries
from mentorway.wording import Message, shown

BEGUN: Final = "The project was begun."
ABOUT: Final = "project"


@dataclass
class Standing:
    """What is written about a project counts its own changes; its revision counts those of the whole plan."""

    revision: int


@contextmanager
def planning(project: Project, *, checks: bool = True) -> Iterator[Project]:
    """Hold a project while its plan is changed; an impossible plan is refused with the library's sentence."""
    with transaction.atomic():
        held = Project.objects.select_for_update().get(pk=project.pk)
        if held.is_example:
            raise ValidationError(_("The example stays as it is. Begin a project of your own to try things."))
        yield held
        if checks:
            refuse_impossible(held)
    project.revision = held.revision


def refuse_impossible(project: Project) -> None:
    """Refuse a plan that cannot be carried out."""
    with in_words(said):
        checked(project)


def tell(project: Project, user: User | None, what: Message, **more: Any) -> None:
    """Keep what happened in words, with facts such as ``item``, and count the revision of the project."""
    project.revision += 1
    project.save(update_fields=["revision"])
    event = PlanEvent(project=project, what={**kept(what), **more}, by=user)
    event.full_clean(exclude=["by"])
    event.save()
    happenings.tell("plan.changed", project, by=user, revision=project.revision)


@transaction.atomic
def create(user: User, *, partner: Partner, partners: Iterable[Partner] = (), **facts: Any) -> Project:
    """Begin a project that ``partner`` leads; the other partners are in it from the start."""
    project = Project(partner=partner, created_by=user)
    analysis.take_over(project, facts)
    project.full_clean()
    project.save()
    taken: list[str] = []
    for place, one in enumerate(dict.fromkeys([partner, *partners])):
        short = analysis.short_name(one.name, taken)
        taken.append(short)
        row = ProjectPartner(project=project, partner=one, short=short, position=place)
        row.full_clean()
        row.save()
    tell(project, user, Message(BEGUN))
    return project


def change(project: Project, user: User, *, revision: int, **facts: Any) -> None:
    """Change what is written about a project, unless somebody else has changed it meanwhile."""
    with planning(project) as held:
        number = queries.facts_number(held)
        refuse_stale(Standing(number), revision)
        before = analysis.snapshot_of(held)
        analysis.take_over(held, facts)
        after = analysis.snapshot_of(held)
        if after == before:
            return
        held.full_clean(exclude=["created_by"])  # whose account may be gone
        held.save()
        more = {"about": ABOUT, "number": held.revision + 1, "before_number": number}
        words = Message("What is written about the project was changed.")
        tell(held, user, words, **more, before=before, fields=after)


def delete(project: Project) -> None:
    """Put a project into the bin."""
    with planning(project, checks=False) as held:
        held.deleted = timezone.now()
        held.save(update_fields=["deleted"])


def restore(project: Project) -> None:
    """Take a project out of the bin."""
    Project.bin.filter(pk=project.pk).update(deleted=None)


def clear_away(now: dt.datetime) -> int:
    """Remove what has been in the bin for long enough, with all that belongs to it; return how many."""
    old = list(Project.objects.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN)))
    for project in old:
        with transaction.atomic():
            Worked.objects.filter(period__project=project).delete()  # it holds on to lines
            project.delete()
    return len(old)


def add_partner(project: Project, user: User, *, partner: Partner, short: str = "") -> ProjectPartner:
    """Let a partner take part in a project: its people see the plan and report in it."""
    with planning(project) as held:
        rows = list(queries.partners_of(held))
        name = short.strip() or analysis.short_name(partner.name, [row.short for row in rows])
        _refuse_doubled(name, rows)
        place = max((row.position for row in rows), default=-1) + 1
        added = ProjectPartner(project=held, partner=partner, short=name, position=place)
        added.full_clean()
        added.save()
        tell(held, user, Message("%(partner)s takes part.", {"partner": shown(partner)}))
    return added


def change_partner(row: ProjectPartner, user: User, *, short: str) -> None:
    """Give a partner another short name."""
    with planning(row.project, checks=False) as held:
        _refuse_doubled(short.strip(), held.partners.exclude(pk=row.pk))
        if short.strip() == row.short:
            return
        row.short = short.strip()
        row.full_clean()
        row.save(update_fields=["short"])
        words = Message(
            "%(partner)s is called %(short)s in charts.", {"partner": shown(row.partner), "short": row.short}
        )
        tell(held, user, words)


def remove_partner(row: ProjectPartner, user: User) -> None:
    """Let a partner take part no more; not while work or money of it is in the plan."""
    with planning(row.project) as held:
        if row.partner_id == held.partner_id:
            raise ValidationError(_("This partner leads the project, so it stays."))
        if queries.work_of(held, row.partner_id):
            raise ValidationError(
                _("This partner still has work or money in the project. Give it to others first.")
            )
        _forget_what_is_empty(held, row.partner_id)
        row.delete()
        tell(held, user, Message("%(partner)s takes part no more.", {"partner": shown(row.partner)}))


def _refuse_doubled(short: str, others: Iterable[ProjectPartner]) -> None:
    if any(one.short.casefold() == short.casefold() for one in others):
        raise ValidationError({"short": _("Another partner of the project has this short name.")})


def _forget_what_is_empty(project: Project, partner: int) -> None:
    """Remove zeros of a partner, and what it had on lines that were taken out."""
    Effort.objects.filter(item__project=project, partner=partner).delete()
    Budget.objects.filter(project=project, partner=partner).delete()
    Item.objects.filter(project=project, lead=partner).exclude(removed=None).update(lead=None)
