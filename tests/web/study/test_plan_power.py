"""What the sampling plan of a study allows to find, before it opens."""

import pytest
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.methodology.methodology_making import make_methodology
from tests.web.study.making import make_draft

from mentorway.evidence.comparisons.power import detectable_means
from mentorway.web.study.analysis import power
from mentorway.web.study.models import Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(client):
    partner = make_partner()
    user = make_member(partner, role="admin")
    client.force_login(user)
    study = make_draft(partner, created_by=user)
    study.targets.all().delete()
    return study


def plan(study, *rows):
    for country, sector, goal in rows:
        Target.objects.create(study=study, country=country, sector=sector, goal=goal)
    return power.foreseen(list(study.targets.all()))


def page(client, study):
    return client.get(reverse("study:plan", args=[study.pk])).content.decode()


def test_countries_and_sectors_are_put_together_from_the_rows(study):
    rows = [(country, sector, 65) for country in ("FI", "LT", "LV") for sector in ("education", "business")]
    countries, sectors = plan(study, *rows)
    assert len(countries.pairs) == 3
    assert {pair.sizes for pair in countries.pairs} == {(130, 130)}
    assert countries.pairs[0].alone == pytest.approx(detectable_means([130, 130]))
    assert countries.pairs[0].among == pytest.approx(detectable_means([130, 130], alpha=0.05 / 3))
    assert sectors.pairs[0].sizes == (195, 195)


def test_the_pair_that_sees_least_comes_first_and_is_said(study):
    countries = plan(study, ("FI", "education", 200), ("LT", "education", 200), ("LV", "education", 15))[0]
    assert "Latvia" in countries.sentence
    assert countries.is_small
    assert [pair.alone for pair in countries.pairs] == sorted(
        (pair.alone for pair in countries.pairs), reverse=True
    )


def test_one_country_and_one_sector_cannot_be_compared(study, client):
    assert plan(study, ("FI", "education", 100)) == []
    assert "answers from at least two countries" in page(client, study)


def test_plans_that_find_nothing_or_only_large_differences_are_warned_of(study, client):
    countries = plan(study, ("FI", "education", 1), ("LT", "education", 1))[0]
    assert "too few answers" in countries.sentence
    assert countries.is_blunt
    shown = page(client, study)
    assert "Not even a large difference" in shown
    assert "fewer than 20 answers" in shown


def test_the_page_says_it_and_leads_to_the_power_page_of_a_methodology(study, client):
    plan(study, ("FI", "education", 130), ("LT", "education", 130))
    assert "0.35 standard deviations" in page(client, study)
    assert "methodologies" not in page(client, study).split('id="foreseen"')[1]
    made = make_methodology(study.partner, study.created_by)
    address = reverse("methodology:methodology:power", args=[made.pk])
    assert address in page(client, study)


def test_an_empty_plan_teaches_what_will_stand_here(study, client):
    assert "answers from at least two countries" in page(client, study)
