"""The comparisons that an installation starts with."""

import pytest
from django.urls import reverse
from tests.conftest import make_member

from mentorway.web.comparison import example, queries
from mentorway.web.comparison.models import Dataset
from mentorway.web.study import example as study_example

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = make_member()
    client.force_login(user)
    user.partner = user.partners.get()
    return user


def url(name, comparison, *more):
    return reverse(f"comparison:{name}", args=[comparison.pk, *more])


@pytest.mark.long
def test_the_example_is_public_real_and_changed_by_nobody(client, member):
    partner = member.partner
    example.load(partner)
    example.load(partner)
    dataset = Dataset.objects.get()
    assert (dataset.is_example, dataset.is_public, len(dataset.sha256)) == (True, True, 64)
    assert "Open Source Psychometrics Project" in dataset.source
    comparison, panel = queries.comparisons_of(dataset).order_by("pk")
    assert client.get(url("release", comparison, 1)).status_code == 403
    assert client.get(url("together", comparison)).status_code == 200
    client.logout()
    text = client.get(url("overview", comparison)).content.decode()
    assert "Example: real public data" in text
    assert "How much the answer depends on the method" in client.get(url("scale", panel, 1)).content.decode()


@pytest.mark.parametrize("name", ["../SOURCE.md", "secret", "__init__.py"])
def test_only_the_files_of_the_example_are_given(client, name):
    assert client.get(f"/comparison/example/{name}").status_code == 404


@pytest.mark.long
def test_the_synthetic_study_is_compared_by_country_and_by_sector_and_says_that_it_is_synthetic(client):
    partner = make_member(role="coordinator").partners.get()
    study_example.load(partner)
    example.load(partner)
    example.load(partner)
    dataset = Dataset.objects.exclude(study=None).get()
    assert (dataset.is_example, dataset.is_public, dataset.editions.count()) == (True, True, 1)
    assert dataset.study.downloads.count() == 0
    by = {one.analysis.title: one.plan.get("by", "") for one in queries.comparisons_of(dataset)}
    assert by == {example.BY_COUNTRY: "", example.BY_SECTOR: "sector"}
    text = client.get(reverse("comparison:answers", args=[dataset.pk])).content.decode()
    assert "Example: synthetic answers, nobody was asked" in text
    version = queries.comparisons_of(dataset).first()
    assert "These answers are synthetic" in client.get(url("overview", version)).content.decode()
