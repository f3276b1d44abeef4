"""Sums that others sent become an edition of a set of answers, as answers would."""

import uuid

from django.db import transaction
from django.utils import timezone

from mentorway.web.accounts.models import User
from mentorway.web.comparison import queries, tasks
from mentorway.web.comparison.analysis import sums
from mentorway.web.comparison.analysis.sums import Package
from mentorway.web.comparison.models import SUMS, Dataset, Edition, Stage, State
from mentorway.web.network.models import Partner


@transaction.atomic
def begin(package: Package, user: User, *, partner: Partner, title: str, note: str) -> Edition:
    """Make a set of answers of sums, with its first edition."""
    dataset = Dataset(
        token=uuid.uuid4(),
        title=title,
        partner=partner,
        uploaded_by=user,
        answers_name=title[:255],
        codebook_name="–",
        group=package.by[0],
        facts=list(package.by[1:]),
        study_choice={SUMS: True},
        note=note[:500],
    )
    dataset.full_clean()
    dataset.save()
    return _kept(dataset, package, user)


@transaction.atomic
def renew(dataset: Dataset, package: Package, user: User, *, note: str) -> Edition:
    """Store newer sums as the next edition, and repeat every analysis with them."""
    row = Dataset.objects.select_for_update().get(pk=dataset.pk)
    before = row.sha256
    row.note, row.facts = note[:500], list(package.by[1:])
    row.save(update_fields=["note", "facts"])
    edition = _kept(row, package, user)
    if edition.sha256 != before:
        for analysis, version in queries.to_renew(row):
            analysis.comparisons.under_way().update(stage=Stage.CANCELLED, step=None, finished=timezone.now())
            tasks.ask(analysis, version.plan, edition=edition, renews=True, asked_by=user)
    return edition


def _kept(dataset: Dataset, package: Package, user: User) -> Edition:
    edition = tasks.remember(dataset, sums.keep(package), user.pk)
    dataset.refresh_from_db()
    if dataset.state != State.READY:
        raise RuntimeError("The sums were not stored.")
    return edition
