"""A cohort is begun, changed, deleted, brought back."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core import attachments
from mentorway.web.core.merging import refuse_stale
from mentorway.web.core.turns import writing
from mentorway.web.network.models import Partner
from mentorway.web.pilots.actions import erasing, seats
from mentorway.web.pilots.analysis import cohorts as analysis
from mentorway.web.pilots.models import DAYS_IN_BIN, Cohort, CohortRevision, CohortState
from mentorway.web.pilots.queries import cohorts as queries
from mentorway.web.training.models import Edition


@transaction.atomic
def create(user: User, edition: Edition, *, partner: Partner, **facts: Any) -> Cohort:
    """Begin a cohort of ``partner`` that takes a published version of a programme."""
    cohort = Cohort(partner=partner, edition=edition, created_by=user)
    analysis.take_over(cohort, facts)
    cohort.search_text = analysis.search_text_of(cohort)
    cohort.full_clean()
    cohort.save()
    _keep_revision(cohort, user)
    return cohort


def change(cohort: Cohort, user: User, *, revision: int, **facts: Any) -> Cohort:
    """Change what is written about a cohort. Seats are not taken away; new ones go to who waits longest."""
    with writing():
        locked = locked_cohort(cohort)
        refuse_stale(locked, revision)
        before = analysis.snapshot_of(locked)
        analysis.take_over(locked, facts)
        if analysis.snapshot_of(locked) == before:
            return locked
        _refuse_few_seats(locked)
        locked.revision += 1
        locked.search_text = analysis.search_text_of(locked)
        locked.full_clean(exclude=["created_by"])  # whose account may be gone
        locked.save()
        _keep_revision(locked, user)
        seats.fill(locked)
    return locked


def locked_cohort(cohort: Cohort) -> Cohort:
    """Return the cohort as it is stored, held for the one who changes it; what was deleted is refused."""
    found = Cohort.objects.select_for_update(of=("self",)).filter(pk=cohort.pk, deleted=None).first()
    if found is None:
        raise ValidationError(_("Somebody has deleted this cohort meanwhile."))
    return found


def _refuse_few_seats(cohort: Cohort) -> None:
    taken = queries.seats_taken(cohort)
    if cohort.seats < taken:
        sentence = ngettext(
            "%(count)d seat is taken or offered. Give at least as many seats, or withdraw people first.",
            "%(count)d seats are taken or offered. Give at least as many seats, or withdraw people first.",
            taken,
        )
        raise ValidationError({"seats": sentence % {"count": taken}})


def _keep_revision(cohort: Cohort, user: User) -> None:
    CohortRevision.objects.create(
        cohort=cohort, number=cohort.revision, fields=analysis.snapshot_of(cohort), by=user
    )


@transaction.atomic
def delete(cohort: Cohort) -> None:
    """Put a cohort into the bin. Neither people who take part nor certificates that hold lose their page."""
    locked = locked_cohort(cohort)
    if queries.has_standing_certificates(locked):
        raise ValidationError(_("Certificates of this cohort hold. Take them back first."))
    if locked.state == CohortState.RUNNING and locked.people.on_seats().exists():
        raise ValidationError(_("People take part in this cohort. Cancel or finish it first."))
    locked.deleted = timezone.now()
    locked.save(update_fields=["deleted"])


def restore(cohort: Cohort) -> None:
    """Take a cohort out of the bin."""
    Cohort.bin.filter(pk=cohort.pk).update(deleted=None)


def clear_away(now: dt.datetime) -> int:
    """Remove what has been in the bin for long enough.

    A cohort with certificates stays, without its people: what was taken back must stay taken back.
    """
    count = 0
    for old in Cohort.objects.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN)):
        paths = queries.files_of(old)
        try:
            with transaction.atomic():
                old.delete()
        except ProtectedError:
            for person in old.people.all():
                erasing.erase(person, writes=False)
            continue
        for path in paths:
            attachments.forget(path)
        count += 1
    return count
