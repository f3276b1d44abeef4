"""What a person does through a form, a program does through a deed: same rules, same words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.conftest import make_member, make_partner
from tests.web.api.asking import ROOT, ask, do, headers, sent, token_for, told

from mentorway.web.api.models import GivenAnswer
from mentorway.web.network.models import Partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return make_partner()


@pytest.fixture
def admin(partner):
    return make_member(partner, role="admin")


def test_a_deed_says_what_its_form_asks(admin, partner):
    status, said = ask(admin, "deeds/network:describe/", pk=partner.pk)
    assert status == 200
    [form] = said["forms"]
    fields = {one["name"]: one for one in form["fields"]}
    assert fields["name"]["value"] == [partner.name]
    assert fields["name"]["required"] is True
    assert fields["country"]["type"] == "choice"
    assert {"value": "FI", "label": "Finland"} in fields["country"]["choices"]
    assert form["sent_to"]["name"] == "network:describe"
    assert "csrfmiddlewaretoken" not in fields


def test_what_is_not_given_stays_as_the_page_shows_it(admin, partner):
    status, said = do(admin, "network:describe", {"pk": partner.pk}, {"city": "Kaunas"})
    assert (status, said["done"]) == (200, True)
    assert said["location"] == {
        "path": f"/network/{partner.pk}/",
        "name": "network:partner",
        "arguments": {"pk": str(partner.pk)},
    }
    assert [one["level"] for one in said["messages"]] == ["success"]
    after = Partner.objects.get(pk=partner.pk)
    assert (after.city, after.name, after.country) == ("Kaunas", partner.name, partner.country)


def test_what_the_form_refuses_is_told_by_field(admin, partner):
    status, said = do(admin, "network:describe", {"pk": partner.pk}, {"name": "", "country": "XX"})
    assert status == 422
    assert sorted(said["errors"]) == ["country", "name"]
    assert Partner.objects.get(pk=partner.pk).name == partner.name


def test_a_field_that_the_page_does_not_ask_is_refused_not_passed_over(admin, partner):
    status, said = do(admin, "network:describe", {"pk": partner.pk}, {"citty": "Kaunas"})
    assert (status, list(said["errors"])) == (422, ["citty"])
    assert Partner.objects.get(pk=partner.pk).city == partner.city


def test_two_changes_of_the_same_are_put_together_as_on_the_page(admin, partner):
    _status, before = ask(admin, "deeds/network:describe/", pk=partner.pk)
    revision = {one["name"]: one["value"] for one in before["forms"][0]["fields"]}["revision"]
    do(admin, "network:describe", {"pk": partner.pk}, {"city": "Kaunas"})
    status, said = do(
        admin, "network:describe", {"pk": partner.pk}, {"city": "Vilnius", "revision": revision[0]}
    )
    assert status == 409
    [form] = said["page"]["forms"]
    fields = {one["name"]: one for one in form["fields"]}
    assert [one["value"] for one in fields["city__merge"]["choices"]] == ["mine", "theirs", "anew"]
    decided = {name: one["value"] for name, one in fields.items() if one["value"]} | {"city__merge": "mine"}
    status, said = do(admin, "network:describe", {"pk": partner.pk}, decided)
    assert (status, Partner.objects.get(pk=partner.pk).city) == (200, "Vilnius")


def test_a_deed_without_a_page_of_its_own_is_just_sent(admin):
    status, said = ask(admin, "deeds/network:import_discard/", pk=1)
    assert (status, said.get("forms", [])) in [(200, []), (404, [])]


def test_the_view_decides_who_may(partner):
    member, stranger = make_member(partner), make_member()
    assert do(member, "network:describe", {"pk": partner.pk}, {"city": "Kaunas"})[0] == 403
    assert do(stranger, "network:describe", {"pk": partner.pk}, {"city": "Kaunas"})[0] == 404
    assert Partner.objects.get(pk=partner.pk).city == partner.city


def test_what_cannot_be_undone_is_confirmed_by_sending_it(partner):
    coordinator = make_member(role="coordinator")
    status, said = ask(coordinator, "deeds/network:delete_partner/", pk=partner.pk)
    assert (status, len(said["forms"])) == (200, 1)
    status, said = do(coordinator, "network:delete_partner", {"pk": partner.pk})
    assert (status, said.get("done")) == (200, True)
    assert Partner.objects.get(pk=partner.pk).deleted is not None


def test_a_scope_for_reading_does_nothing(admin, partner):
    status, said = do(
        admin, "network:describe", {"pk": partner.pk}, {"city": "Kaunas"}, scopes=["network:read"]
    )
    assert (status, said["scope"]) == (403, "network:write")
    assert Partner.objects.get(pk=partner.pk).city == partner.city


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b'"text"', 400),
        (b'{"fields": []}', 400),
        (b'{"fields": {"city": {"a": 1}}}', 400),
        (b'{"fields": {"city": "a\\u0000b"}}', 400),
        (b'{"fields": {"city": "\\ud800"}}', 400),
        (b'{"fields": {"city": NaN}}', 400),
        (b'{"fields": {"city": ' + b"9" * 5000 + b"}}", 400),
        (b'{"other": {}}', 400),
        (b"[" * 100_000 + b"]" * 100_000, 400),
        (b'{"arguments": {"pk": "x"}}', 422),
        (b'{"arguments": {"pk": 1, "more": 2}}', 422),
        (b'{"arguments": {"pk": true}}', 422),
        (b'{"arguments": {"pk": -1}}', 422),
        (b'{"arguments": {"pk": ' + b"9" * 300 + b"}}", 422),
        (b'{"arguments": {"pk": ' + b"9" * 100 + b"}}", 404),
        (b'{"fields": {"city": "' + b"a" * 1_000_000 + b'"}}', 413),
    ],
)
def test_what_cannot_be_understood_is_refused_and_never_breaks_anything(admin, body, status):
    answered, said = sent(token_for(admin), "network:describe", body)
    assert (answered, said["status"]) == (status, status)


def test_another_kind_of_body_is_refused(admin):
    assert sent(token_for(admin), "network:describe", b"<a/>", content_type="text/xml")[0] == 415


def test_the_same_key_does_it_once(admin, partner):
    secret = token_for(admin)
    body = {"arguments": {"pk": partner.pk}, "fields": {"city": "Kaunas"}}
    first = sent(secret, "network:describe", body, **{"Idempotency-Key": "one"})
    Partner.objects.filter(pk=partner.pk).update(city="Riga")
    assert sent(secret, "network:describe", body, **{"Idempotency-Key": "one"}) == first
    assert Partner.objects.get(pk=partner.pk).city == "Riga"
    other = sent(secret, "network:describe", {**body, "fields": {}}, **{"Idempotency-Key": "one"})
    assert other[0] == 409


def test_what_was_refused_may_be_sent_again_with_the_same_key(admin, partner):
    secret, key = token_for(admin), {"Idempotency-Key": "one"}
    body = {"arguments": {"pk": partner.pk}, "fields": {"country": "XX"}}
    assert sent(secret, "network:describe", body, **key)[0] == 422
    assert not GivenAnswer.objects.exists()
    body["fields"] = {"country": "LV"}
    assert sent(secret, "network:describe", body, **key)[0] == 200


def test_a_key_that_is_no_key_is_refused(admin, partner):
    body = {"arguments": {"pk": partner.pk}}
    assert sent(token_for(admin), "network:describe", body, **{"Idempotency-Key": "x" * 300})[0] == 400


def test_a_file_is_sent_as_a_form_of_several_parts():
    coordinator = make_member(role="coordinator")
    table = SimpleUploadedFile("partners.csv", b"name,country\nAlfa,LT\n", content_type="text/csv")
    response = Client().post(
        f"{ROOT}deeds/network:import_partners/", {"file": table}, headers=headers(token_for(coordinator))
    )
    assert response.status_code in (200, 422), told(response)


def test_deeds_that_the_token_reaches_are_listed_and_no_others(admin):
    status, said = ask(admin, "deeds/", scopes=["plan:write", "network:read"], limit=200)
    assert status == 200
    assert {one["scope"] for one in said["items"]} == {"plan:write"}
    assert said["count"] == len(said["items"])


def test_a_person_changes_their_own_details(admin):
    status, said = do(admin, "accounts:profile", {}, {"name": "Another Name"}, scopes=["accounts:write"])
    assert (status, said["done"], said["location"]["name"]) == (200, True, "accounts:profile")
    admin.refresh_from_db()
    assert admin.name == "Another Name"


@pytest.mark.parametrize("name", ["privacy:delete", "account_change_password", "api:new_token", "nothing"])
def test_what_is_for_people_only_is_no_deed(admin, name):
    assert do(admin, name)[0] == 404
