"""The cohorts that an installation starts with."""

import pytest
from django.core import mail
from django.urls import reverse
from tests.conftest import make_member, make_partner

from mentorway.web.pilots import example
from mentorway.web.pilots.models import Certificate, Cohort, Participant
from mentorway.web.training import example as training

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    partner = make_partner(country="FI", is_example=True)
    make_member(partner)
    training.load(partner)
    example.load(partner)
    return partner


def test_it_is_labelled_writes_to_nobody_and_certifies_three(partner):
    assert [one.is_example for one in Cohort.objects.all()] == [True, True]
    assert all(one.title.startswith("Example") for one in Cohort.objects.all())
    assert not Participant.objects.exclude(email="").exists()
    assert mail.outbox == []
    certificates = Certificate.objects.all()
    assert len(certificates) == 3
    assert all(one.content["title"].startswith("Example") for one in certificates)


def test_loading_twice_changes_nothing(partner):
    example.load(partner)
    assert Cohort.objects.count() == 2


def test_without_the_example_programme_there_are_no_cohorts():
    partner = make_partner()
    make_member(partner)
    example.load(partner)
    assert not Cohort.objects.exists()


def test_members_see_every_page_of_it_and_change_nothing(partner, client):
    client.force_login(make_member(make_partner()))
    for cohort in Cohort.objects.all():
        for name in ("cohort", "people", "attendance", "works", "triads", "letters", "certificates"):
            assert client.get(reverse(f"pilots:{name}", args=[cohort.pk])).status_code == 200, name
        assert client.post(reverse("pilots:announce", args=[cohort.pk])).status_code == 403
