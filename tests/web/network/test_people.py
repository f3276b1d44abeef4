"""Partners, their people, and who may change what."""

import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError
from django.urls import reverse
from django.utils.translation import override
from tests.conftest import make_member, make_partner, make_user

from mentorway.web.accounts import actions as accounts
from mentorway.web.accounts.models import User
from mentorway.web.home import needs_of
from mentorway.web.network.actions import partners as actions
from mentorway.web.network.forms.partners import PartnerForm
from mentorway.web.network.models import Country, Membership, Partner, Role
from mentorway.web.network.rules import partners as rules

pytestmark = pytest.mark.django_db


def place_of(user):
    return user.memberships.get()


def test_a_member_sees_the_own_partner_and_no_other():
    make_partner()
    member = make_member()
    assert list(Partner.objects.visible_to(member)) == [member.partners.get()]


def test_a_coordinator_sees_every_partner():
    coordinator, other = make_member(role="coordinator"), make_partner()
    assert set(Partner.objects.visible_to(coordinator)) == {coordinator.partners.get(), other}


def test_people_of_other_partners_are_not_listed(client):
    other, member = make_member(name="Hidden Person"), make_member()
    client.force_login(member)
    text = client.get(reverse("network:partner", args=[member.partners.get().pk])).content.decode()
    assert (member.email in text, other.name in text) == (True, False)


def test_an_administrator_may_not_make_coordinators(client):
    admin = make_member(role="admin")
    client.force_login(admin)
    url = reverse("network:add_person", args=[admin.partners.get().pk])
    client.post(url, {"email": "new@example.org", "role": "coordinator"})
    assert (rules.roles_given_by(admin), Membership.objects.count()) == ([Role.MEMBER, Role.ADMIN], 1)


def test_an_administrator_may_not_change_a_coordinator():
    partner = make_partner()
    admin, coordinator = make_member(partner, role="admin"), make_member(partner, role="coordinator")
    assert not rules.may_change(admin, place_of(coordinator))


def test_the_only_one_in_charge_stays_in_charge():
    admin = make_member(role="admin")
    with pytest.raises(ValidationError, match="Put somebody else in charge first"):
        actions.change_role(place_of(admin), role=Role.MEMBER)
    with pytest.raises(ValidationError, match="Put somebody else in charge first"):
        actions.remove(place_of(admin))
    assert place_of(admin).role == Role.ADMIN


def test_one_of_two_in_charge_may_leave():
    partner = make_partner()
    first, second = make_member(partner, role="admin"), make_member(partner, role="admin")
    actions.remove(place_of(first))
    assert list(partner.people.all()) == [second]


def test_the_refusal_is_shown_where_it_was_asked(client):
    admin = make_member(role="admin", name="Only One")
    client.force_login(admin)
    text = client.post(reverse("network:remove_person", args=[place_of(admin).pk])).content.decode()
    assert "Only One is the only one in charge" in text


def test_nothing_is_removed_before_the_question_is_answered(client):
    partner = make_partner()
    admin, member = make_member(partner, role="admin"), make_member(partner)
    client.force_login(admin)
    url = reverse("network:remove_person", args=[place_of(member).pk])
    client.get(url)
    assert set(partner.people.all()) == {admin, member}
    client.post(url)
    assert list(partner.people.all()) == [admin]


def test_somebody_new_is_written_to_and_signs_in_by_code(client, django_capture_on_commit_callbacks):
    admin = make_member(role="admin")
    partner = admin.partners.get()
    client.force_login(admin)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("network:add_person", args=[partner.pk]), {"email": "New@Example.org", "role": "member"}
        )
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    assert [letter.to for letter in mail.outbox] == [["new@example.org"]]
    client.logout()
    client.post("/account/login/code/", {"email": "new@example.org"})
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mail.outbox[1].body, re.MULTILINE).group(1)
    client.post("/account/login/code/confirm/", {"code": code.lower()})
    assert client.get(reverse("network:partner", args=[partner.pk])).status_code == 200


def test_somebody_new_is_written_to_in_the_language_of_who_adds_them():
    partner = make_member(role="admin").partners.get()
    with override("lv"):
        assert actions.add(partner, email="new@example.org", role=Role.MEMBER).user.language == "lv"


def test_somebody_new_is_not_written_to_in_a_language_their_partner_does_not_work_in():
    partner = make_member(role="admin").partners.get()
    partner.languages = ["en", "sv"]
    with override("lv"):
        assert actions.add(partner, email="new@example.org", role=Role.MEMBER).user.language == "en"


def test_somebody_new_keeps_the_language_they_sign_in_with(client):
    user = accounts.expect("new@example.org")
    client.post("/account/login/code/", {"email": user.email}, headers={"accept-language": "lv"})
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mail.outbox[0].body, re.MULTILINE).group(1)
    client.post("/account/login/code/confirm/", {"code": code}, headers={"accept-language": "lv"})
    user.refresh_from_db()
    assert user.language == "lv"


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("liga.ozola@example.org", "Liga Ozola"),
        ("new@example.org", "New"),
        ("_@example.org", "_@example.org"),
    ],
)
def test_somebody_new_is_called_by_their_address_until_they_say_it(address, named):
    assert accounts.expect(address).name == named


def test_nobody_belongs_to_a_partner_twice():
    member = make_member()
    with pytest.raises(ValidationError, match="already belongs"):
        actions.add(member.partners.get(), email=member.email.upper(), role=Role.MEMBER)


def test_a_partner_has_one_name_in_a_country():
    actions.found(name="House", country="FI", sector="education")
    with pytest.raises(ValidationError, match="here already"):
        actions.found(name="House", country="FI", sector="business")


def test_after_a_partner_is_added_its_people_come_next(client):
    client.force_login(make_user(is_staff=True))
    answer = client.post(
        reverse("network:found"), {"name": "New House", "country": "LV", "sector": "education"}
    )
    assert answer.headers["Location"] == reverse("network:partner", args=[Partner.objects.get().pk])


@pytest.mark.parametrize(
    ("language", "near", "last"), [("en", "Denmark", "United Kingdom"), ("sv", "Danmark", "Österrike")]
)
def test_countries_stand_in_the_order_of_the_alphabet(language, near, last):
    with override(language):
        names = [str(label) for _value, label in PartnerForm().fields["country"].choices][1:]
    assert (names[0], names[-1], len(names)) == (near, last, len(Country))


def test_the_database_itself_refuses_an_unknown_country():
    with pytest.raises(IntegrityError):
        make_partner(country="XX")


def test_a_coordinator_is_told_of_partners_that_nobody_leads():
    coordinator = make_member(role="coordinator")
    lonely = make_partner(name="Lonely House")
    assert [(need.text, need.urgent) for need in needs_of(coordinator) if str(lonely) in need.text] == [
        ("Nobody is in charge of Lonely House: add an administrator.", True)
    ]


def test_a_new_installation_asks_for_its_first_partner(client):
    client.force_login(make_user(is_staff=True))
    assert "Add the first partner of the network." in client.get("/").content.decode()


def test_a_person_without_partner_is_told_what_to_do(client):
    client.force_login(make_user())
    assert "You do not belong to a partner yet." in client.get("/").content.decode()


def test_a_wrong_change_is_shown_and_not_kept(client):
    admin = make_member(role="admin")
    partner = admin.partners.get()
    client.force_login(admin)
    fields = {"name": "", "country": "FI", "sector": "education"}
    response = client.post(reverse("network:describe", args=[partner.pk]), fields)
    unchanged = Partner.objects.get(pk=partner.pk).name == partner.name
    assert (response.status_code, unchanged, User.objects.count()) == (200, True, 1)
