"""Issuing certificates for many people at once: asked for, and stopped."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.turns import writing
from mentorway.web.core.wording import OUR_FAULT_KEPT, said
from mentorway.web.pilots import tasks
from mentorway.web.pilots.analysis.contents import lacking_in
from mentorway.web.pilots.analysis.issuing import Wish, kept_wishes
from mentorway.web.pilots.models import Cohort, IssueRun, Stage
from mentorway.web.pilots.queries import certificates as queries

SILENCE: Final = dt.timedelta(hours=1)
UNDER_WAY: Final = (Stage.WAITING, Stage.RUNNING)


def issue(cohort: Cohort, user: User, *, wishes: Sequence[Wish]) -> IssueRun:
    """Let certificates be made in the background; one run of a cohort at a time."""
    terms = queries.terms_of(cohort)
    if terms is None:
        raise ValidationError(_("Write down first what the certificates say."))
    terms.cohort = cohort
    missing = lacking_in(terms)
    if missing:
        raise ValidationError([said(one) for one in missing])
    if not wishes:
        raise ValidationError(_("Choose at least one person."))
    mark_silent(cohort)
    with writing():
        Cohort.objects.select_for_update().filter(pk=cohort.pk).first()
        if IssueRun.objects.filter(cohort=cohort, stage__in=UNDER_WAY).exists():
            raise ValidationError(
                _("Certificates of this cohort are being made right now. Wait until they are ready.")
            )
        run = IssueRun(cohort=cohort, by=user, wanted=kept_wishes(wishes), total=len(wishes))
        run.full_clean()
        run.save()
        transaction.on_commit(lambda: tasks.issue.enqueue(run.pk))
    return run


def cancel(run: IssueRun) -> None:
    """Stop a run; what it has issued stays issued."""
    row = IssueRun.objects.filter(pk=run.pk, stage__in=UNDER_WAY)
    row.update(stage=Stage.CANCELLED, heard=timezone.now())


def mark_silent(cohort: Cohort) -> None:
    """Give up what no worker has been heard of for long."""
    since = timezone.now() - SILENCE
    rows = IssueRun.objects.filter(cohort=cohort, at__lt=since, stage__in=UNDER_WAY)
    rows.exclude(heard__gte=since).update(
        stage=Stage.FAILED, problem=[{"who": None, "message": OUR_FAULT_KEPT}]
    )
