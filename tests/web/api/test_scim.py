"""Directories of organisations tell who comes and goes, and reach no further than their owner."""

import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import make_member, make_partner, make_user
from tests.web.api.asking import headers, token_for

from mentorway.web.accounts.models import User, UserSession
from mentorway.web.api.analysis.scim import USER
from mentorway.web.api.models import ApiToken, ExternalMark
from mentorway.web.api.rules.scopes import PEOPLE
from mentorway.web.core.models import AuditEntry
from mentorway.web.network.actions import partners
from mentorway.web.network.models import Membership, Role

pytestmark = pytest.mark.django_db
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


class Asking:
    """A directory that asks with the token of ``owner``."""

    def __init__(self, owner):
        self.owner, self.secret, self.client = owner, token_for(owner, PEOPLE), Client()

    def __call__(self, method, path, body=None, **query):
        sent = {} if body is None else {"data": json.dumps(body) if not isinstance(body, bytes) else body}
        if method == "get":
            response = self.client.get(f"/scim/v2/{path}", query, headers=headers(self.secret))
        else:
            response = self.client.generic(
                method.upper(),
                f"/scim/v2/{path}",
                content_type="application/scim+json",
                headers=headers(self.secret),
                **sent,
            )
        return response.status_code, json.loads(response.content) if response.content else None


@pytest.fixture
def partner():
    return make_partner(name="University")


@pytest.fixture
def owner(partner):
    return make_member(partner, role="admin")


@pytest.fixture
def asking(owner):
    return Asking(owner)


@pytest.fixture
def network():
    return Asking(make_member(role="coordinator"))


def patch(*operations):
    return {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": list(operations)}


def close():
    return patch({"op": "replace", "path": "active", "value": False})


NEW = {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
    "userName": "Vilma@uni.example",
    "externalId": "x-1",
    "name": {"givenName": "Vilma", "familyName": "V."},
    "preferredLanguage": "lt-LT",
    "active": True,
    "emails": [{"value": "vilma@uni.example"}],
}


# Who may come
def test_without_a_token_there_is_nothing(client):
    assert client.get("/scim/v2/Users").status_code == 401


def test_a_token_without_the_scope_opens_nothing(owner, client):
    secret = token_for(owner, "network:read")
    assert client.get("/scim/v2/Users", headers=headers(secret)).status_code == 403


def test_who_is_in_charge_of_two_partners_tells_for_neither(owner):
    Membership.objects.create(user=owner, partner=make_partner(), role="admin")
    status, told = Asking(owner)("get", "Users")
    assert (status, told["schemas"]) == (403, [ERROR])


def test_who_is_no_longer_in_charge_reaches_nothing(owner, asking):
    owner.memberships.update(role="member")
    assert asking("get", "Users")[0] == 403


# People
def test_a_person_is_brought_in_and_belongs_to_the_partner(asking, partner):
    status, told = asking("post", "Users", NEW)
    user = User.objects.get(email="vilma@uni.example")
    assert (status, told["id"], told["externalId"], told["userName"]) == (
        201,
        str(user.pk),
        "x-1",
        user.email,
    )
    assert (user.name, user.language, user.has_usable_password()) == ("Vilma V.", "lt", False)
    assert list(user.memberships.values_list("partner", "role")) == [(partner.pk, "member")]
    assert AuditEntry.objects.filter(kind="people_brought_in").count() == 1


def test_somebody_who_is_here_is_not_made_twice(asking):
    asking("post", "Users", NEW)
    status, told = asking("post", "Users", NEW)
    assert (status, told["scimType"]) == (409, "uniqueness")


def test_an_address_of_somebody_at_another_partner_tells_nothing_of_them(asking):
    other = make_member(name="Secret Name")
    status, told = asking("post", "Users", {**NEW, "userName": other.email})
    assert (status, "Secret Name" in str(told)) == (409, False)


@pytest.mark.parametrize(
    "body",
    [
        {**NEW, "userName": ""},
        {**NEW, "userName": "no address"},
        {**NEW, "userName": 7},
        {**NEW, "userName": "a@" + "x" * 300 + ".example"},
        {**NEW, "active": "perhaps"},
        {**NEW, "roles": [{"value": "emperor"}]},
        {**NEW, "colour": "blue"},
        {**NEW, "displayName": "a\x00b"},
        {**NEW, "displayName": "half \ud800"},
        {**NEW, "name": {"formatted": "half \ud800"}},
        {**NEW, "userName": "half\ud800@uni.example"},
        {**NEW, "externalId": "half \ud800"},
        [],
        "text",
        None,
        b"{",
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_nonsense_makes_nobody(asking, body):
    before = User.objects.count()
    status, told = asking("post", "Users", body if body is not None else b"null")
    assert (status, told["schemas"], told["status"]) == (400, [ERROR], "400")
    assert User.objects.count() == before


def test_nobody_is_half_made(asking):
    asking("post", "Users", NEW)
    status, _told = asking("post", "Users", {**NEW, "userName": "other@uni.example"})
    assert status == 409
    assert not User.objects.filter(email="other@uni.example").exists()


def test_staff_is_never_made(asking):
    status, _told = asking("post", "Users", {**NEW, "is_staff": True})
    assert status == 400
    asking("post", "Users", {**NEW, "entitlements": [{"value": "staff"}]})
    assert not User.objects.get(email="vilma@uni.example").is_staff


def test_a_role_above_ones_own_is_not_given(asking, network):
    status, _told = asking("post", "Users", {**NEW, "roles": [{"value": "coordinator"}]})
    assert (status, User.objects.filter(email="vilma@uni.example").exists()) == (403, False)


def test_lists_hold_the_partners_own_people_and_nobody_else(asking, owner, partner):
    mine, _others = make_member(partner), make_member()
    _status, told = asking("get", "Users")
    assert [one["id"] for one in told["Resources"]] == sorted([str(owner.pk), str(mine.pk)], key=int)


def test_coordinators_see_everybody_of_the_network(network, partner):
    people = [make_member(partner), make_member()]
    _status, told = network("get", "Users")
    assert {str(one.pk) for one in people} <= {one["id"] for one in told["Resources"]}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('userName eq "vilma@UNI.example"', 1),
        ('externalId eq "x-1"', 1),
        ('urn:ietf:params:scim:schemas:core:2.0:User:userName Eq "vilma@uni.example"', 1),
        ('userName eq "nobody@uni.example"', 0),
        ('externalId eq "\\" or 1"', 0),
        ('id eq "abc"', 0),
    ],
)
def test_people_are_found_by_what_directories_know(asking, text, count):
    asking("post", "Users", NEW)
    assert asking("get", "Users", filter=text)[1]["totalResults"] == count


@pytest.mark.parametrize(
    "text",
    ['userName sw "v"', "userName", 'password eq "x"', 'userName eq "x" and active eq true', "(" * 5000],
)
def test_a_filter_that_is_not_understood_is_said_to_be(asking, text):
    status, told = asking("get", "Users", filter=text)
    assert (status, told["scimType"]) == (400, "invalidFilter")


@pytest.mark.parametrize(("path", "number"), [(p, n) for p in ("Users", "Groups") for n in ("9" * 30, "x")])
def test_what_is_no_number_of_a_row_finds_nothing(asking, path, number):
    assert asking("get", path, filter=f'id eq "{number}"')[1]["totalResults"] == 0


def test_a_mark_of_another_directory_finds_nobody(asking, network):
    asking("post", "Users", NEW)
    assert network("get", "Users", filter='externalId eq "x-1"')[1]["totalResults"] == 0


def test_lists_come_in_pages(asking, partner):
    for _number in range(5):
        make_member(partner)
    _status, told = asking("get", "Users", startIndex=5, count=3)
    assert (told["totalResults"], told["startIndex"], told["itemsPerPage"]) == (6, 5, 2)
    assert asking("get", "Users", count=0)[1]["Resources"] == []
    assert asking("get", "Users", startIndex=10**12)[1]["Resources"] == []
    assert asking("get", "Users", startIndex=10**30)[1]["Resources"] == []
    assert asking("get", "Users", count="many")[0] == 400


def test_a_list_asks_the_database_as_often_whatever_its_length(
    asking, partner, django_assert_max_num_queries
):
    for _number in range(30):
        make_member(partner)
    asking("get", "Users")
    with django_assert_max_num_queries(16):
        assert asking("get", "Users")[1]["totalResults"] == 31


def test_people_of_others_are_not_found(asking):
    other = make_member()
    for method in ("get", "put", "patch", "delete"):
        assert asking(method, f"Users/{other.pk}", close() if method != "get" else None)[0] == 404
    other.refresh_from_db()
    assert other.is_active


def test_who_leaves_signs_in_no_more_and_their_programs_end(asking, partner):
    user = make_member(partner, role="admin")
    client = Client()
    client.force_login(user)
    secret = token_for(user, "network:read")
    status, told = asking("patch", f"Users/{user.pk}", close())
    user.refresh_from_db()
    assert (status, told["active"], user.is_active) == (200, False, False)
    assert not UserSession.objects.filter(user=user).exists()
    assert not ApiToken.objects.filter(user=user).exists()
    assert client.get("/api/v1/network/partners/", headers=headers(secret)).status_code == 401
    assert AuditEntry.objects.filter(kind="sign_in_ended").count() == 1


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "replace", "value": {"active": False}},
        {"op": "add", "path": "urn:ietf:params:scim:schemas:core:2.0:User:active", "value": False},
    ],
)
def test_leaving_is_understood_as_directories_say_it(asking, partner, operation):
    user = make_member(partner)
    assert asking("patch", f"Users/{user.pk}", patch(operation))[0] == 200
    user.refresh_from_db()
    assert not user.is_active


def test_who_comes_back_signs_in_again(asking, partner):
    user = make_member(partner)
    asking("patch", f"Users/{user.pk}", close())
    asking("patch", f"Users/{user.pk}", patch({"op": "replace", "path": "active", "value": True}))
    user.refresh_from_db()
    assert user.is_active


def test_who_belongs_to_others_too_only_leaves_this_partner(asking, partner):
    user = make_member(partner)
    Membership.objects.create(user=user, partner=make_partner(), role="member")
    assert (
        asking(
            "patch", f"Users/{user.pk}", patch({"op": "replace", "path": "displayName", "value": "Stolen"})
        )[0]
        == 200
    )
    assert asking("patch", f"Users/{user.pk}", close())[0] == 200
    user.refresh_from_db()
    assert (user.is_active, user.name != "Stolen", user.memberships.count()) == (True, True, 1)


def test_the_last_in_charge_stays(network, owner, partner):
    status, told = network("patch", f"Users/{owner.pk}", close())
    owner.refresh_from_db()
    assert (status, owner.is_active, partner.name in told["detail"]) == (409, True, True)


def test_who_runs_the_installation_is_not_touched(network, asking, partner):
    staff = make_member(partner, is_staff=True)
    for one in (network, asking):
        for body in (close(), patch({"op": "replace", "path": "roles", "value": [{"value": "member"}]})):
            one("patch", f"Users/{staff.pk}", body)
        one("delete", f"Users/{staff.pk}")
        staff.refresh_from_db()
        assert (staff.is_active, staff.is_staff) == (True, True)


def test_nobody_closes_their_own_account(network):
    assert network("patch", f"Users/{network.owner.pk}", close())[0] == 403


def test_a_partner_ends_no_place_of_a_coordinator(asking, partner):
    person = make_member(partner, role="coordinator")
    make_member(partner, role="coordinator")
    assert asking("delete", f"Users/{person.pk}")[0] == 403
    assert asking("patch", f"Users/{person.pk}", close())[0] == 403
    assert person.memberships.get().role == Role.COORDINATOR


def test_who_belongs_to_the_partner_no_more_is_not_changed_by_its_directory(asking, partner):
    person = make_member(partner)
    asking("patch", f"Users/{person.pk}", patch({"op": "replace", "path": "externalId", "value": "7"}))
    person.memberships.all().delete()
    asking("patch", f"Users/{person.pk}", close())
    person.refresh_from_db()
    assert person.is_active


def test_a_coordinator_of_the_network_is_above_a_partner(asking, partner):
    above = make_member(partner, role="coordinator")
    assert asking("patch", f"Users/{above.pk}", close())[0] in (200, 403, 409)
    above.refresh_from_db()
    role = patch({"op": "replace", "path": "roles", "value": [{"value": "member"}]})
    assert (above.is_active, asking("patch", f"Users/{above.pk}", role)[0] != 200) == (True, True)


def test_addresses_are_changed_by_their_owners_only(asking, partner):
    user = make_member(partner)
    change = patch({"op": "replace", "path": "userName", "value": "thief@evil.example"})
    status, told = asking("patch", f"Users/{user.pk}", change)
    assert (status, told["scimType"]) == (400, "mutability")


def test_a_person_is_replaced(asking, partner):
    user = make_member(partner)
    body = {**NEW, "userName": user.email, "displayName": "New name", "roles": [{"value": "admin"}]}
    status, told = asking("put", f"Users/{user.pk}", body)
    assert (status, told["displayName"], told["roles"], told["externalId"]) == (
        200,
        "New name",
        [{"value": "admin"}],
        "x-1",
    )


def test_a_person_is_parted_with_and_nothing_of_them_is_erased(asking, partner):
    user = make_member(partner)
    assert asking("delete", f"Users/{user.pk}") == (204, None)
    user.refresh_from_db()
    assert (user.is_active, user.memberships.count()) == (False, 0)
    assert asking("get", f"Users/{user.pk}")[0] == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        patch(),
        patch({"op": "burn", "path": "active"}),
        patch({"op": "remove"}),
        patch({"op": "remove", "path": "userName"}),
        patch({"op": "replace", "path": "is_superuser", "value": True}),
        patch({"op": "replace", "path": "displayName", "value": {"a": 1}}),
        patch("text"),
        patch(*[{"op": "add", "path": "active", "value": True}] * 1001),
    ],
)
def test_changes_of_nonsense_change_nothing(asking, partner, body):
    user = make_member(partner)
    status, told = asking("patch", f"Users/{user.pk}", body)
    assert (status, told["schemas"]) == (400, [ERROR])
    user.refresh_from_db()
    assert (user.is_active, user.is_superuser) == (True, False)


def test_a_mark_is_given_and_taken_away(asking, partner):
    user = make_member(partner)
    asking("patch", f"Users/{user.pk}", patch({"op": "add", "path": "externalId", "value": "m-1"}))
    assert ExternalMark.objects.get().mark == "m-1"
    asking("patch", f"Users/{user.pk}", patch({"op": "remove", "path": "externalId"}))
    assert not ExternalMark.objects.exists()


def naming(**parts):
    return patch(*[{"op": "replace", "path": f"name.{part}", "value": said} for part, said in parts.items()])


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (naming(familyName="Berg"), "Maria Berg"),
        (naming(givenName="Mia"), "Mia Lind"),
        (naming(givenName="Mia", familyName="van den Berg"), "Mia van den Berg"),
        (patch({"op": "replace", "path": "name", "value": {"familyName": "Berg"}}), "Maria Berg"),
        (patch({"op": "replace", "value": {"name": {"givenName": "Mia"}}}), "Mia Lind"),
        (naming(familyName="Berg", formatted="Dr Maria Berg"), "Dr Maria Berg"),
        (patch({"op": "Replace", "path": f"{USER}:name.familyName", "value": "Berg"}), "Maria Berg"),
        (naming(familyName=""), "Maria Lind"),
    ],
)
def test_one_part_of_a_name_takes_the_place_of_that_part_only(asking, partner, body, name):
    user = make_member(partner, name="Maria Lind")
    status, told = asking("patch", f"Users/{user.pk}", body)
    assert (status, told["displayName"]) == (200, name)


@pytest.mark.parametrize("name", ["Maria", "Maria van den Berg"])
def test_where_it_is_not_known_which_part_is_which_nothing_is_guessed(asking, partner, name):
    user = make_member(partner, name=name)
    status, told = asking("patch", f"Users/{user.pk}", naming(familyName="Lind"))
    assert (status, told["scimType"], "displayName" in told["detail"]) == (400, "invalidValue", True)
    user.refresh_from_db()
    assert user.name == name


def test_a_mark_goes_with_the_place_however_it_ends(asking, network, partner):
    _status, told = asking("post", "Users", NEW)
    user = User.objects.get(pk=told["id"])
    network("patch", f"Users/{user.pk}", patch({"op": "add", "path": "externalId", "value": "n-1"}))
    assert ExternalMark.objects.count() == 2
    partners.remove(user.memberships.get())
    assert list(ExternalMark.objects.values_list("partner", "mark")) == [(None, "n-1")]
    assert asking("get", f"Users/{user.pk}")[0] == 404
    assert asking("get", "Users", filter='externalId eq "x-1"')[1]["totalResults"] == 0
    other = make_member(partner)
    again = patch({"op": "add", "path": "externalId", "value": "x-1"})
    assert asking("patch", f"Users/{other.pk}", again)[0] == 200


def test_a_mark_of_a_partner_is_never_without_its_place(partner):
    with pytest.raises(IntegrityError), transaction.atomic():
        ExternalMark.objects.create(user=make_member(partner), partner=partner, mark="x")


# Partners
def test_partners_are_groups_with_their_people(asking, owner, partner):
    make_partner()
    _status, told = asking("get", "Groups")
    group = told["Resources"][0]
    assert (told["totalResults"], group["displayName"]) == (1, "University")
    assert [one["value"] for one in group["members"]] == [str(owner.pk)]
    assert (
        asking("get", "Groups", filter='displayName eq "University"', excludedAttributes="members")[1][
            "Resources"
        ][0]["members"]
        == []
    )


def test_a_list_of_partners_asks_the_database_as_often_whatever_its_length(network):
    def counted():
        with CaptureQueriesContext(connection) as found:
            status, told = network("get", "Groups")
        assert (status, {len(one["members"]) for one in told["Resources"][1:]}) == (200, {2})
        return len(found)

    for _number in range(2):
        make_member(make_member(make_partner()).partners.get())
    network("get", "Groups")
    few = counted()
    for _number in range(20):
        make_member(make_member(make_partner()).partners.get())
    assert counted() == few


def test_people_come_to_a_partner_and_go_from_it(network, partner):
    user = make_user()
    ExternalMark.objects.create(user=user, partner=None, mark="n-1")
    come = patch({"op": "add", "path": "members", "value": [{"value": str(user.pk)}]})
    assert network("patch", f"Groups/{partner.pk}", come) == (204, None)
    assert user.memberships.get().partner == partner
    go = patch({"op": "remove", "path": f'members[value eq "{user.pk}"]'})
    network("patch", f"Groups/{partner.pk}", go)
    assert not user.memberships.exists()


def test_a_group_is_replaced(asking, owner, partner):
    one, other = make_member(partner), make_member(partner)
    body = {"members": [{"value": str(owner.pk)}, {"value": str(one.pk)}]}
    status, told = asking("put", f"Groups/{partner.pk}", body)
    assert (status, len(told["members"]), other.memberships.count()) == (200, 2, 0)


def test_nobody_unknown_comes_to_a_partner_and_nothing_is_half_done(asking, partner):
    one, other = make_member(partner), make_member()
    body = patch(
        {"op": "remove", "path": f'members[value eq "{one.pk}"]'},
        {"op": "add", "path": "members", "value": [{"value": str(other.pk)}]},
    )
    assert asking("patch", f"Groups/{partner.pk}", body)[0] == 400
    assert (one.memberships.count(), other.memberships.filter(partner=partner).count()) == (1, 0)


def test_a_partner_is_never_left_with_nobody_in_charge(network, owner, partner):
    status, _told = network("put", f"Groups/{partner.pk}", {"members": []})
    assert (status, owner.memberships.get().role) == (409, Role.ADMIN)


def test_partners_of_others_are_not_found(asking):
    assert asking("get", f"Groups/{make_partner().pk}")[0] == 404


@pytest.mark.parametrize(
    ("method", "path"), [("post", "Groups"), ("delete", "Groups/{pk}"), ("put", "Users"), ("post", "Schemas")]
)
def test_what_directories_may_not_do_is_refused_in_words(asking, partner, method, path):
    status, told = asking(method, path.format(pk=partner.pk), {})
    assert (status in (403, 405), told["schemas"]) == (True, [ERROR])


@pytest.mark.parametrize("path", ["ServiceProviderConfig", "ResourceTypes", "Schemas"])
def test_what_is_spoken_is_told(asking, path):
    status, told = asking("get", path)
    assert status == 200
    assert told["schemas"][0].startswith("urn:ietf:params:scim:")
