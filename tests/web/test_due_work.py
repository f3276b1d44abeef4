import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.comparison.making import make_ready
from tests.web.methodology.making import make_questionnaire
from tests.web.study.making import make_draft

from mentorway.web.comparison.models import Dataset
from mentorway.web.methodology.models import Questionnaire
from mentorway.web.network.models import Agreement
from mentorway.web.study.models import Study

pytestmark = pytest.mark.django_db


def make_deleted(days):
    """Return one row of every kind that was deleted so many days ago."""
    deleted = timezone.now() - dt.timedelta(days=days)
    partner = make_partner()
    make_member(partner)
    rows = [
        make_questionnaire(partner),
        make_draft(partner),
        make_ready(partner),
        Agreement.objects.create(title="A", owner=partner),
    ]
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(deleted=deleted)
    return rows


def test_every_activity_removes_what_was_deleted_more_than_thirty_days_ago_and_nothing_else(
    settings, tmp_path
):
    settings.MENTORWAY_DATA = tmp_path
    make_deleted(31)
    kept = make_deleted(29)
    call_command("do_due_work")
    for row, model in zip(kept, (Questionnaire, Study, Dataset, Agreement), strict=True):
        assert list(model.objects.filter(deleted__isnull=False).values_list("pk", flat=True)) == [row.pk]
