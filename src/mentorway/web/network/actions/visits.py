"""A visit is planned, changed, written down, held, cancelled, deleted."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core import attachments
from mentorway.web.core.merging import refuse_stale
from mentorway.web.network.actions import visit_letters as letters
from mentorway.web.network.analysis import visits as analysis
from mentorway.web.network.models import (
    DAYS_IN_BIN,
    Partner,
    Presence,
    Visit,
    VisitFile,
    VisitPartner,
    VisitRevision,
    VisitState,
)

MOST_PARTNERS = 60


@transaction.atomic
def plan(user: User, *, host: Partner, **facts: Any) -> Visit:
    """Begin a visit or meeting to which ``host`` invites."""
    visit = Visit(host=host, created_by=user)
    _take_over(visit, facts)
    visit.search_text = analysis.search_text_of(visit)
    visit.full_clean()
    visit.save()
    _keep_revision(visit, user)
    return visit


@transaction.atomic
def describe(visit: Visit, user: User, *, revision: int, **facts: Any) -> Visit:
    """Change what a visit is about, when and where. Calendars are told apart by its sequence."""
    locked = _locked(visit)
    refuse_stale(locked, revision)
    before, shown = analysis.snapshot_of(locked), analysis.calendar_state(locked)
    _take_over(locked, facts)
    locked.sequence += analysis.calendar_state(locked) != shown
    return _save_revision(locked, user, before)


@transaction.atomic
def minute(visit: Visit, user: User, *, revision: int, minutes: str) -> Visit:
    """Write down what was said."""
    locked = _locked(visit)
    refuse_stale(locked, revision)
    before = analysis.snapshot_of(locked)
    locked.minutes = minutes.replace("\r\n", "\n")
    return _save_revision(locked, user, before)


def _take_over(visit: Visit, facts: dict[str, Any]) -> None:
    visit.starts, visit.ends = analysis.span_of(facts)
    visit.time_zone = facts["time_zone"]
    for name in analysis.PLAIN:
        value = facts[name]
        setattr(visit, name, value.replace("\r\n", "\n") if isinstance(value, str) else value)


def _save_revision(visit: Visit, user: User, before: Mapping[str, str]) -> Visit:
    if analysis.snapshot_of(visit) == before:
        return visit
    visit.revision += 1
    visit.search_text = analysis.search_text_of(visit)
    _check(visit)
    visit.save()
    _keep_revision(visit, user)
    return visit


def _check(visit: Visit) -> None:
    visit.full_clean(exclude=["created_by"])  # whose account may be gone


def _keep_revision(visit: Visit, user: User) -> None:
    VisitRevision.objects.create(
        visit=visit, number=visit.revision, fields=analysis.snapshot_of(visit), by=user
    )


@transaction.atomic
def add_partner(visit: Visit, partner: Partner) -> None:
    """Let ``partner`` take part: its people see the visit from now on."""
    if _locked(visit).state == VisitState.CANCELLED:
        raise ValidationError(_("It is cancelled. Plan it anew first."))
    if partner.pk == visit.host_id:
        raise ValidationError(_("The host is there already."))
    if visit.present.count() >= MOST_PARTNERS:
        raise ValidationError(_("A visit has at most %(most)d partners."), params={"most": MOST_PARTNERS})
    row = VisitPartner(visit=visit, partner=partner)
    row.full_clean()
    row.save()


@transaction.atomic
def remove_partner(visit: Visit, partner: Partner) -> None:
    """Let ``partner`` no longer take part. Its people on the list would be left without a partner."""
    _locked(visit)
    if visit.people.filter(partner=partner).exists():
        raise ValidationError(
            _("People of %(partner)s are on the list. Take them off first."), params={"partner": partner}
        )
    visit.present.filter(partner=partner).delete()


@transaction.atomic
def hold(visit: Visit, *, present: Collection[int], now: dt.datetime | None = None) -> None:
    """Say that it took place, and who of the people was there."""
    locked = _locked(visit)
    if locked.starts > (now or timezone.now()):
        raise ValidationError(_("It has not begun yet."))
    _move(locked, VisitState.HELD)
    visit.people.filter(pk__in=present).update(presence=Presence.PRESENT)
    others = visit.people.exclude(pk__in=present)
    others.exclude(presence=Presence.DECLINED).update(presence=Presence.ABSENT)


@transaction.atomic
def reopen(visit: Visit) -> None:
    """Plan a visit on that was held or cancelled; who said no stays as they are."""
    locked = _locked(visit)
    was_cancelled = locked.state == VisitState.CANCELLED
    locked.sequence += was_cancelled
    locked.cancelled_why = ""
    _move(locked, VisitState.PLANNED)
    visit.people.filter(presence=Presence.PRESENT).update(presence=Presence.COMING)
    visit.people.filter(presence=Presence.ABSENT).update(presence=Presence.INVITED)


@transaction.atomic
def cancel(visit: Visit, user: User, *, why: str) -> int:
    """Call it off, and write to everybody who was invited; return to how many."""
    locked = _locked(visit)
    locked.sequence += 1
    locked.cancelled_why = why
    _move(locked, VisitState.CANCELLED)
    return letters.cancel(locked, user)


@transaction.atomic
def delete(visit: Visit) -> None:
    """Put the visit into the bin. Those who were invited must be told first."""
    locked = _locked(visit)
    invited = locked.people.filter(told__isnull=False).exists()
    if locked.state == VisitState.PLANNED and invited and locked.ends > timezone.now():
        raise ValidationError(_("People have been invited. Cancel it first, so that they are told."))
    locked.deleted = timezone.now()
    locked.save(update_fields=["deleted"])


def restore(visit: Visit) -> None:
    """Take the visit out of the bin."""
    visit.deleted = None
    visit.save(update_fields=["deleted"])


def clear_away(now: dt.datetime) -> int:
    """Delete for good what has been in the bin too long, with its files; return how many visits."""
    old = list(
        Visit.objects.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN)).values_list("pk", flat=True)
    )
    paths = list(VisitFile.objects.filter(visit__in=old).values_list("path", flat=True))
    Visit.objects.filter(pk__in=old).delete()
    for path in paths:
        attachments.forget(path)
    return len(old)


def _locked(visit: Visit) -> Visit:
    return Visit.objects.select_for_update().get(pk=visit.pk)


def _move(visit: Visit, state: VisitState) -> None:
    if not visit.may_become(state):
        raise ValidationError(_("Somebody has been faster: the visit stands elsewhere now. Look again."))
    visit.state = state
    _check(visit)
    visit.save(update_fields=["state", "sequence", "cancelled_why"])
