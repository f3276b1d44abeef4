"""Help: every activity in the navigation says what it is for, and leads to pages that are there."""

import itertools

import pytest
from django.urls import reverse
from tests.conftest import make_member

from mentorway.web import flow, helping
from mentorway.web.core.helping import Help

pytestmark = pytest.mark.django_db
APPS = [one.app for one in flow.built() if one.listed]


def test_every_activity_in_the_navigation_has_help_and_nothing_else_has():
    assert list(flow.modules("helps")) == APPS


@pytest.mark.parametrize("app", APPS)
def test_help_says_how_to_begin_and_its_links_lead_to_pages(client, app):
    client.force_login(make_member(role="coordinator"))
    found = flow.modules("helps")[app].HELP
    assert isinstance(found, Help)
    page = client.get(reverse("help_activity", args=[app])).content.decode()
    addresses = [address for _text, address in helping.steps_of(found) if address]
    assert addresses
    assert all(f'href="{address}"' in page for address in addresses)
    assert {client.get(address).status_code for address in addresses} == {200}
    assert all(str(question) in page for question, _answer in found.asked)


def test_help_leads_through_the_flow(client):
    client.force_login(make_member())
    assert [reverse("help_activity", args=[app]) in body(client, reverse("help")) for app in APPS] == [
        True
    ] * 11
    for before, after in itertools.pairwise(APPS):
        assert reverse("help_activity", args=[after]) in body(client, reverse("help_activity", args=[before]))


def test_a_page_of_an_activity_leads_to_its_help(client):
    client.force_login(make_member())
    assert reverse("help_activity", args=["plan"]) in body(client, reverse("plan:projects"))
    assert f'"{reverse("help")}"' in body(client, reverse("accounts:profile"))


def test_there_is_no_help_on_what_is_not_there(client):
    client.force_login(make_member())
    for app in ("accounts", "nowhere", "federation"):
        assert client.get(reverse("help_activity", args=[app])).status_code == 404


def test_who_is_signed_out_is_asked_to_sign_in(client):
    assert "/account/login/" in client.get(reverse("help")).url
    assert reverse("help") + '"' not in client.get(reverse("home")).content.decode()


def body(client, address):
    return client.get(address).content.decode()
