"""Who is signed out loses nothing, and an address that is no page has a way back."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.conftest import PASSWORD, make_member, make_partner

from mentorway.web.network.models import Agreement

pytestmark = pytest.mark.django_db
HERE = {"HTTP_ACCEPT": "text/html"}
DRAFT = {"title": "A <b> title", "kind": "training", "starts": "2026-03-01", "text": "Long text"}


def inputs(page):
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.content.decode())
    return {name: value.replace("&lt;", "<").replace("&gt;", ">") for name, value in found}


@pytest.mark.parametrize(
    ("referer", "leads"),
    [
        ("http://testserver/network/agreements/3/?page=2", "/network/agreements/3/%3Fpage%3D2"),
        ("https://evil.example/x/", "/"),
        ("http://testserver.evil.example/x/", "/"),
        ("http://testserver//evil.example/x/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_a_button_pressed_after_the_session_ended_leads_back_to_its_page(client, referer, leads):
    answer = client.post(reverse("network:write_agreement"), headers={"referer": referer})
    assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={leads}")


def test_a_page_still_leads_to_itself(client):
    answer = client.get(reverse("network:write_agreement"))
    assert answer["Location"] == f"/account/login/?next={reverse('network:write_agreement')}"


def test_what_was_written_is_kept_and_sent_again_after_signing_in():
    client, user = Client(enforce_csrf_checks=True), make_member(make_partner())
    client.get(reverse("account_login"))
    token = client.cookies["csrftoken"].value
    url = reverse("network:write_agreement")
    page = client.post(url, {**DRAFT, "csrfmiddlewaretoken": token})
    assert (page.status_code, "You are signed out" in page.content.decode()) == (403, True)
    assert (page["Cache-Control"].count("no-store"), page.cookies["sent_again"]["samesite"]) == (1, "Strict")
    fields = inputs(page)
    assert {name: fields[name] for name in DRAFT} == DRAFT
    sign_in = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post(reverse("account_login"), sign_in).status_code == 302
    again = client.post(url, fields)  # the token of the page is from before
    assert (again.status_code, "You are signed in again" in again.content.decode()) == (403, True)
    assert Agreement.objects.count() == 0
    last = client.post(url, {**inputs(again), "owner": user.memberships.get().partner_id})
    assert (last.status_code, [one.title for one in Agreement.objects.all()]) == (302, ["A <b> title"])


def test_what_another_site_sends_is_not_offered_to_be_sent_again():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member())
    url = reverse("network:write_agreement")
    for mark in ({}, {"sent_again": ""}, {"sent_again": "0" * 64}, {"sent_again": "ä"}):
        page = client.post(url, {**DRAFT, **mark}).content.decode()
        assert ("The form was open for too long" in page, "Long text" in page) == (True, False)
    client.cookies["sent_again"] = "known"
    page = client.post(url, {**DRAFT, "sent_again": "0" * 64}).content.decode()
    assert "Long text" not in page


def test_files_and_passwords_and_much_are_not_kept(client):
    url, file = reverse("network:write_agreement"), SimpleUploadedFile("a.txt", b"secret inside")
    page = client.post(url, {"title": "T", "file": file}).content.decode()
    assert ("Files cannot be kept here" in page, "secret inside" in page) == (True, False)
    assert client.post(url, {"old_password": "x"}).status_code == 302
    assert client.post(url, {"text": "x" * (2**20 + 1)}).status_code == 302
    assert client.post(url, {"text": "x"}, headers={"hx-request": "true"}).status_code == 302


def test_an_address_that_is_no_page_says_so_to_people_only(client):
    client.force_login(make_member())
    url = reverse("accounts:language")
    page = client.get(url, headers={"accept": "text/html", "referer": "http://testserver/network/"})
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "This address cannot be opened" in page.content.decode()
    assert 'href="/network/"' in page.content.decode()
    assert client.get(url).content == b""
