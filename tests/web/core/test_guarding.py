"""What holds for every request and answer."""

import datetime as dt

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from mentorway.web import environment
from mentorway.web.core.views import csrf_failure

pytestmark = pytest.mark.django_db


def lines_of(client):
    return dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines()
    )


def test_tracing_and_invented_methods_are_refused(client):
    said = [
        client.generic(method, "/health/").status_code for method in ("TRACE", "TRACK", "PROPFIND", "FOO")
    ]
    assert said == [405, 405, 405, 405]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_pages_take_only_what_browsers_send_and_programs_more(client, method):
    for page in ("/", "/account/login/", "/health/", "/nowhere/"):
        answer = client.generic(method, page)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert client.generic(method, "/scim/v2/Users/1").status_code == 401


@pytest.mark.parametrize("address", ["/en/search/?q=%00", "/practices/public/?topic=%00&q=a", "/health/%00"])
def test_a_letter_that_no_text_has_is_refused(client, address):
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("address", ["/api/v1/api/webhooks/%0A/", "/scim/v2/nothing"])
def test_programs_are_told_in_their_own_way_that_nothing_is_there(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("address", ["/api/v1/network/partners/?page=%00", "/scim/v2/Users?filter=%00"])
def test_programs_are_refused_in_their_own_way(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["detail"] == "This request could not be read"


class Gone:
    """What can be read from somebody who has left."""

    def read(self, *_size):
        raise ConnectionResetError

    readline = read


def test_who_left_while_sending_without_a_token_is_refused_as_usual(rf):
    """Nothing is read for them: reading would be an error."""
    request = rf.post("/account/login/", {"a": "b"})
    request._stream = Gone()
    assert csrf_failure(request).status_code == 403


def test_pages_of_who_is_signed_in_are_kept_by_nobody(client, member):
    client.force_login(member)
    assert client.get("/network/").headers["Cache-Control"] == "private, no-store"


def test_pages_for_everybody_may_be_kept(client):
    assert "no-store" not in client.get("/network/public/").headers.get("Cache-Control", "")


def test_signing_out_clears_what_the_browser_kept(client, member):
    client.force_login(member)
    assert client.post("/account/logout/").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_who_is_named_is_told(client, settings):
    settings.MENTORWAY_SECURITY_CONTACT = "mailto:safe@example.org"
    assert lines_of(client)["Contact"] == "mailto:safe@example.org"


def test_where_nobody_is_named_those_who_answer_for_data_are(client):
    assert lines_of(client)["Contact"].endswith("/privacy/who-answers/")


def test_it_expires_within_a_year_and_not_at_once(client):
    until = dt.datetime.fromisoformat(lines_of(client)["Expires"])
    assert dt.timedelta(days=170) < until - timezone.now() < dt.timedelta(days=365)


@pytest.mark.parametrize("wrong", ["safe@example.org", "http://example.org", "mailto:a\nExpires: 1999"])
def test_a_contact_that_cannot_be_written_to_is_refused(wrong):
    with pytest.raises(ImproperlyConfigured, match="MENTORWAY_SECURITY_CONTACT"):
        environment.contact("MENTORWAY_SECURITY_CONTACT", {"MENTORWAY_SECURITY_CONTACT": wrong})
