import pytest
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.study.making import make_study

from mentorway.web.network.models import Contact
from mentorway.web.study.analysis.contacts import language_for
from mentorway.web.study.models import Invitation, Study

pytestmark = pytest.mark.django_db


def make_contact(partner, email, **fields):
    values = {"name": email.split("@")[0], "may_be_asked": True, "language": "lv", **fields}
    return Contact.objects.create(partner=partner, email=email, **values)


@pytest.fixture
def asked(client):
    """A study, with the wave to which its coordinator invites; two partners with contacts."""
    study = make_study()
    coordinator = make_member(study.partner, role="coordinator")
    client.force_login(coordinator)
    school, works = make_partner(country="LV"), make_partner(country="FI", sector="business")
    make_contact(school, "a@example.org", is_main=True)
    make_contact(school, "b@example.org", may_be_asked=False)
    make_contact(works, "A@example.org")
    make_contact(works, "c@example.org")
    make_contact(works, "")
    return study.waves.get()


def test_only_those_who_agreed_are_invited_and_each_address_once(client, asked):
    url = reverse("study:ask_contacts", args=[asked.pk])
    page = client.post(url, {"do": "look"})
    assert [person.email for person in page.context["found"]] == ["a@example.org", "c@example.org"]
    assert not Invitation.objects.exists()
    client.post(url, {"do": "add"})
    assert sorted(Invitation.objects.values_list("email", flat=True)) == ["a@example.org", "c@example.org"]
    page = client.post(url, {"do": "look"})
    assert page.context["found"] == []


def test_countries_sectors_and_the_first_to_ask_narrow_it(client, asked):
    url = reverse("study:ask_contacts", args=[asked.pk])
    for sent, expected in (
        ({"countries": ["LV"]}, ["a@example.org"]),
        ({"sectors": ["business"]}, ["a@example.org", "c@example.org"]),
        ({"only_main": "on"}, ["a@example.org"]),
        ({"countries": ["LV"], "sectors": ["business"]}, []),
    ):
        page = client.post(url, {"do": "look", **sent})
        assert [person.email for person in page.context["found"]] == expected
    page = client.post(url, {"do": "add", "countries": ["SE"]})
    assert page.context["form"].errors
    assert not Invitation.objects.exists()


def test_members_ask_only_contacts_of_their_own_partner(client, asked):
    member = make_member(asked.study.partner)
    make_contact(asked.study.partner, "own@example.org")
    client.force_login(member)
    page = client.post(reverse("study:ask_contacts", args=[asked.pk]), {"do": "look"})
    assert [person.email for person in page.context["found"]] == ["own@example.org"]


def test_without_contacts_the_page_says_how_to_get_some(client):
    study = make_study()
    client.force_login(make_member(study.partner))
    page = client.get(reverse("study:ask_contacts", args=[study.waves.get().pk])).content.decode()
    assert "Nobody can be asked yet" in page


@pytest.mark.parametrize(
    ("wanted", "expected"), [("sv", "sv-FI"), ("sv-SE", "sv-FI"), ("lt", "fi"), ("", "fi"), ("fi", "fi")]
)
def test_people_are_written_to_in_the_nearest_language(wanted, expected):
    assert language_for(Study(languages=["fi", "sv-FI", "en"]), wanted) == expected
