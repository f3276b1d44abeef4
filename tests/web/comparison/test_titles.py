"""An analysis gets another title."""

import pytest
from django.urls import reverse
from tests.conftest import make_member
from tests.web.comparison.making import make_done

from mentorway.web.comparison.models import Analysis, Finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = make_member()
    client.force_login(user)
    user.partner = user.partners.get()
    return user


def page_of(client, dataset):
    return client.get(reverse("comparison:answers", args=[dataset.pk])).content.decode()


def test_an_analysis_gets_another_title_and_keeps_what_was_found(client, member):
    comparison = make_done(member.partner)
    Analysis.objects.update(created_by=member)
    url = reverse("comparison:rename_analysis", args=[comparison.analysis_id])
    assert url in client.get(reverse("comparison:overview", args=[comparison.pk])).content.decode()
    assert url in page_of(client, comparison.dataset)
    assert comparison.analysis.title in client.get(url).content.decode()
    before = Finding.objects.get().value
    client.post(url, {"title": "By country"})
    assert Analysis.objects.get().title == "By country"
    assert Finding.objects.get().value == before
    assert "By country" in page_of(client, comparison.dataset)


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_a_title_that_is_none_is_refused_on_the_form(client, member, title):
    comparison = make_done(member.partner)
    Analysis.objects.update(created_by=member, title="Before")
    url = reverse("comparison:rename_analysis", args=[comparison.analysis_id])
    assert "errorlist" in client.post(url, {"title": title}).content.decode()
    assert Analysis.objects.get().title == "Before"


def test_who_did_not_ask_it_renames_nothing(client, member):
    comparison = make_done(member.partner)
    Analysis.objects.update(created_by=member, title="Before")
    client.force_login(make_member(member.partner))
    url = reverse("comparison:rename_analysis", args=[comparison.analysis_id])
    assert url not in client.get(reverse("comparison:overview", args=[comparison.pk])).content.decode()
    assert client.post(url, {"title": "Mine"}).status_code == 403
    assert Analysis.objects.get().title == "Before"
