"""What somebody does after a visit: taken on, done, reminded of."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.core.addresses import whole
from mentorway.web.core.tasks import post_letter
from mentorway.web.network.analysis import visits as analysis
from mentorway.web.network.models import FollowUp, Visit
from mentorway.web.network.queries import visit_follow_ups as queries

MOST_FOLLOW_UPS = 200


@transaction.atomic
def add(visit: Visit, **facts: Any) -> FollowUp:
    """Write down what is to be done, by whom and by when."""
    Visit.objects.select_for_update().get(pk=visit.pk)
    if visit.follow_ups.count() >= MOST_FOLLOW_UPS:
        raise ValidationError(_("A visit has at most %(most)d follow-ups."), params={"most": MOST_FOLLOW_UPS})
    row = FollowUp(visit=visit, **facts)
    _refuse_too_early(row)
    row.full_clean()
    row.save()
    return row


def change(row: FollowUp, **facts: Any) -> None:
    """Correct it. Who takes it over is reminded anew."""
    if facts["owner"] != row.owner:
        row.reminded = None
    before = row.due
    for name, value in facts.items():
        setattr(row, name, value)
    if row.due != before:  # a visit that was put off does not make earlier agreements wrong
        _refuse_too_early(row)
    row.full_clean()
    row.save()


def _refuse_too_early(row: FollowUp) -> None:
    if row.due < analysis.first_due(row.visit):
        sentence = _("It cannot be due before the visit: %(day)s is the first possible day.")
        day = date_format(analysis.first_due(row.visit), "DATE_FORMAT")
        raise ValidationError({"due": sentence % {"day": day}})


@transaction.atomic
def finish(row: FollowUp, *, outcome: str) -> None:
    """Say that it is done, and what came of it."""
    locked = FollowUp.objects.select_for_update().get(pk=row.pk)
    if locked.done:
        raise ValidationError(_("Somebody has been faster: it is done already."))
    locked.done, locked.outcome = timezone.now(), outcome
    locked.full_clean()
    locked.save(update_fields=["done", "outcome"])


def reopen(row: FollowUp) -> None:
    """Say that it is not done after all; what came of it so far stays."""
    row.done = None
    row.save(update_fields=["done"])


def remove(row: FollowUp) -> None:
    """Remove it for good."""
    row.delete()


def remind(day: dt.date) -> int:
    """Write about what is due within three days, and what was due yesterday or before; once each.

    A day that was missed is made up for. Return how many letters went out.
    """
    return sum(_remind(row, day) for row in queries.to_remind_of(day))


@transaction.atomic
def _remind(row: FollowUp, day: dt.date) -> bool:
    # Another worker may have been faster: only who changes the note writes.
    mine = FollowUp.objects.filter(pk=row.pk, reminded=row.reminded).update(reminded=day)
    if not mine or row.owner is None:
        return False
    with override(row.owner.language):
        post_letter(row.owner.email, *_letter(row, day))
    return True


def _letter(row: FollowUp, day: dt.date) -> tuple[str, str]:
    names = {
        "text": row.text,
        "title": row.visit.title,
        "day": date_format(row.due, "DATE_FORMAT"),
        "link": whole(reverse("network:visit", args=[row.visit_id])),
    }
    if row.due < day:
        subject = _("Overdue since %(day)s: %(text)s")
        body = _(
            "After “%(title)s” you took this on, and it was to be done by %(day)s:\n\n%(text)s\n\n"
            "If it is done, say so here, or agree on another day with the others:\n%(link)s\n"
        )
    else:
        subject = _("By %(day)s: %(text)s")
        body = _(
            "After “%(title)s” you took this on, to be done by %(day)s:\n\n%(text)s\n\n"
            "When it is done, say so here:\n%(link)s\n"
        )
    return subject % names, body % names
