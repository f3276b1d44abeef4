"""Countries and partners are chosen from short lists in the order of the reader."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from tests.conftest import make_member, make_partner

from mentorway.web.network.forms.choosing import Offer, countries_to_choose
from mentorway.web.network.models import Agreement, Partner

pytestmark = pytest.mark.django_db


def make_many(count=60):
    Partner.objects.bulk_create(
        Partner(name=f"School {n:04}", search_text=f"School {n:04}", country="LV", sector="education")
        for n in range(count)
    )


def make_coordinator():
    return make_member(make_partner(name="Own one"), role="coordinator")


def test_countries_are_by_name_with_the_nordic_and_baltic_ones_first():
    with translation.override("sv"):
        names = [name for _code, name in countries_to_choose()]
    assert (names[:2], names[7], names[-1]) == (["Danmark", "Estland"], "Sverige", "Österrike")


@pytest.mark.parametrize("name", ["network:plan_visit", "network:write_agreement"])
def test_few_partners_are_all_listed_and_many_are_not(client, name):
    client.force_login(make_coordinator())
    make_many(20)
    assert client.get(reverse(name)).content.decode().count("School 00") == 20
    Partner.objects.bulk_create(
        Partner(name=f"Firm {n:04}", country="LT", sector="business") for n in range(2000)
    )
    page = client.get(reverse(name)).content.decode()
    assert (page.count("School 00"), page.count("Firm "), "Own one" in page) == (0, 0, True)
    assert ("Or the name of another partner" in page, len(page) < 60_000) == (True, True)


def test_a_partner_is_chosen_by_its_name(client):
    client.force_login(make_coordinator())
    make_many()
    url = reverse("network:write_agreement")
    data = {"title": "T", "kind": "training", "starts": "2026-03-01", "text": "x", "owner": ""}
    for name, said in [
        ("School 0007", ""), ("school 0007 (Latvia)", ""), ("School 0007 (LV)", ""),
        ("Schol 0007", "Similar ones: "), ("School", "Similar ones: School 0000 (Latvia)"),
        ("qqqqqqq", "nor one like it"), ("School 0007 (LT)", "Similar ones: School 0007 (Latvia)"),
        ("", "This field is required"),
    ]:  # fmt: skip
        answer = client.post(url, {**data, "owner_name": name})
        assert (answer.status_code, said in answer.content.decode()) == (200 if said else 302, True), name
    owners = list(Agreement.objects.values_list("owner__name", flat=True))
    assert owners == ["School 0007"] * 3


def test_two_partners_of_one_name_are_told_apart_by_country():
    make_many()
    first = make_partner(name="Same", country="FI")
    make_partner(name="Same", country="SE")
    offer = Offer.of(Partner.objects.all(), Partner.objects.none())
    assert offer.named("Same (Finland)") == first
    with pytest.raises(ValidationError, match="several partners"):
        offer.named("same")


def test_what_may_not_be_chosen_is_not_found_by_name_or_key():
    make_many()
    other = make_partner(name="Hidden")
    offer = Offer.of(Partner.objects.filter(country="LV"), Partner.objects.none())
    assert (offer.by_key(other.pk), offer.by_key("x"), offer.by_key(10**30)) == (None, None, None)
    with pytest.raises(ValidationError, match="no partner of this name"):
        offer.named("Hidden")


def test_a_member_is_offered_only_their_own(client):
    user = make_member(make_partner(name="Mine alone"))
    make_many()
    client.force_login(user)
    page = client.get(reverse("network:write_agreement")).content.decode()
    assert ('type="hidden" name="owner"' in page, "School" in page) == (True, False)
