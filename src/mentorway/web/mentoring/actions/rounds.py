"""A round is begun, changed, opened, finished, cancelled, deleted, brought back."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core.merging import refuse_stale
from mentorway.web.mentoring.actions.relations import close, hold, holding
from mentorway.web.mentoring.analysis import rounds as analysis
from mentorway.web.mentoring.models import (
    DAYS_IN_BIN,
    RelationState,
    Round,
    RoundRevision,
    RoundState,
)
from mentorway.web.network.models import Partner


@transaction.atomic
def create(user: User, *, partner: Partner, **facts: Any) -> Round:
    """Begin a round of ``partner``; nobody can join it yet."""
    whole = Round(partner=partner, created_by=user)
    analysis.take_over(whole, facts)
    whole.full_clean()
    whole.save()
    keep_revision(whole, user)
    return whole


def change(whole: Round, user: User, *, revision: int, **facts: Any) -> None:
    """Change what is written about a round, unless somebody else has changed it meanwhile."""
    with holding(whole) as held:
        refuse_stale(held, revision)
        before = analysis.snapshot_of(held)
        analysis.take_over(held, facts)
        if analysis.snapshot_of(held) == before:
            return
        held.revision += 1
        held.full_clean(exclude=["created_by"])  # whose account may be gone
        held.save()
        keep_revision(held, user)


def keep_revision(whole: Round, user: User) -> None:
    """Keep what is written about a round now: merging starts from it."""
    row = RoundRevision(round=whole, number=whole.revision, fields=analysis.snapshot_of(whole), by=user)
    row.full_clean()
    row.save()


def move(whole: Round, state: str, *, why: str = "", now: dt.datetime | None = None) -> None:
    """Give a round another state; who cancels says why, and proposals that are open end with it."""
    now = now or timezone.now()
    with holding(whole) as held:
        if not held.may_become(state):
            raise ValidationError(
                _("It is “%(state)s” meanwhile. Look at the mentoring round again."),
                params={"state": held.get_state_display()},
            )
        found = analysis.stopping(held, state, now)
        if found:
            raise ValidationError(found)
        if state == RoundState.CANCELLED:
            _cancel(held, why, now)
        held.state, held.cancelled_why = state, why if state == RoundState.CANCELLED else ""
        held.full_clean(exclude=["created_by"])
        held.save(update_fields=["state", "cancelled_why"])


def _cancel(whole: Round, why: str, now: dt.datetime) -> None:
    if not why:
        raise ValidationError(_("Say why: those who take part read it."))
    for relation in whole.relations.filter(state=RelationState.PROPOSED).order_by("pk"):
        close(hold(whole, relation), now)


def delete(whole: Round) -> None:
    """Put a round into the bin; not while people work together in it."""
    with holding(whole) as held:
        count = held.relations.at_work().count()
        if held.state == RoundState.RUNNING and count:
            sentence = ngettext(
                "%(count)d pair works together in this mentoring round. Finish it first.",
                "%(count)d pairs work together in this mentoring round. Finish it first.",
                count,
            )
            raise ValidationError(sentence % {"count": count})
        held.deleted = timezone.now()
        held.save(update_fields=["deleted"])


def restore(whole: Round) -> None:
    """Take a round out of the bin."""
    Round.bin.filter(pk=whole.pk).update(deleted=None)


def clear_away(now: dt.datetime) -> int:
    """Remove what has been in the bin for long enough, with its people; return how many rounds."""
    old = Round.objects.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN))
    count = old.count()
    old.delete()
    return count
