"""Contacts of partners."""

import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.conftest import make_member, make_partner

from mentorway.web.network.actions import contacts as actions
from mentorway.web.network.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    user = make_member(make_partner(name="House"), role="admin")
    client.force_login(user)
    return user


def test_a_contact_is_noted_changed_deleted_and_brought_back(client, admin):
    house = admin.partners.get()
    fields = {"name": "Ona", "email": "ONA@Example.org", "language": "lt", "is_main": "on"}
    client.post(reverse("network:add_contact", args=[house.pk]), fields)
    row = Contact.objects.get()
    assert (row.email, row.language, row.is_main, row.may_be_asked) == ("ona@example.org", "lt", True, False)
    client.post(
        reverse("network:change_contact", args=[row.pk]), {**fields, "position": "Head", "may_be_asked": "on"}
    )
    assert list(Contact.objects.to_be_asked().values_list("position", flat=True)) == ["Head"]
    client.post(reverse("network:delete_contact", args=[row.pk]))
    assert list(Contact.objects.visible_to(admin)) == []
    assert "Ona" in client.get(reverse("network:contacts_deleted", args=[house.pk])).content.decode()
    client.post(reverse("network:restore_contact", args=[row.pk]))
    assert list(Contact.objects.visible_to(admin)) == [row]


def test_one_contact_is_asked_first(admin):
    house = admin.partners.get()
    first = actions.add(house, name="First", is_main=True)
    second = actions.add(house, name="Second", is_main=True)
    assert list(Contact.objects.filter(is_main=True)) == [second]
    actions.change(first, is_main=True)
    assert list(Contact.objects.filter(is_main=True)) == [first]


def test_an_address_is_noted_once_for_a_partner(client, admin):
    house = admin.partners.get()
    actions.add(house, name="First", email="same@example.org")
    url = reverse("network:add_contact", args=[house.pk])
    text = client.post(url, {"name": "Second", "email": "Same@example.org"}).content.decode()
    assert ("This partner has a contact with this address already." in text, Contact.objects.count()) == (
        True,
        1,
    )


def test_a_contact_whose_address_is_taken_stays_in_the_bin(admin):
    house = admin.partners.get()
    old = actions.add(house, name="Old", email="same@example.org")
    actions.delete(old)
    actions.add(house, name="New", email="same@example.org")
    with pytest.raises(ValidationError, match="has a contact with this address already"):
        actions.restore(old)


def test_a_wrong_contact_is_shown_and_not_kept(client, admin):
    url = reverse("network:add_contact", args=[admin.partners.get().pk])
    text = client.post(url, {"name": "", "email": "nobody", "language": "tlh"}).content.decode()
    assert ("Enter a valid email address." in text, Contact.objects.count()) == (True, 0)


def test_contacts_go_out_only_to_those_who_see_them(client, admin):
    house, other = admin.partners.get(), make_partner(name="Other")
    actions.add(house, name="Ona", email="ona@example.org", language="lt", may_be_asked=True)
    actions.add(other, name="Hidden")
    for url in (
        reverse("network:contacts_file", args=[house.pk, "xlsx"]),
        reverse("network:all_contacts_file", args=["xlsx"]),
    ):
        rows = list(openpyxl.load_workbook(io.BytesIO(client.get(url).content)).active.values)
        assert rows[1:] == [
            ("House", "Finland", "Ona", "ona@example.org", None, None, "Lithuanian", "No", "Yes")
        ]


def test_a_member_sees_contacts_and_changes_none(client):
    member = make_member(make_partner())
    house = member.partners.get()
    row = actions.add(house, name="Ona")
    client.force_login(member)
    text = client.get(reverse("network:partner", args=[house.pk])).content.decode()
    assert ("Ona" in text, reverse("network:change_contact", args=[row.pk]) in text) == (True, False)
