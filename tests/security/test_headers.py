"""Headers that browsers rely on, on every kind of answer."""

import pytest

pytestmark = pytest.mark.django_db
KINDS = (
    "/",
    "/health/",
    "/nothing/here/",
    "/robots.txt",
    "/network/",
    "/en/search/?q=a",
    "/en/search/?q=%00",
)


@pytest.mark.parametrize("address", KINDS)
def test_every_kind_of_answer_carries_the_headers(client, address):
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert all(part in policy for part in ("frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"))
    assert headers["Content-Type"].partition(";")[2] != "" or headers["Content-Type"] == "text/plain"


@pytest.mark.parametrize("address", ["/", "/network/", "/account/login/", "/practices/"])
def test_no_page_of_people_is_shared_with_other_origins(client, member, address):
    client.force_login(member)
    headers = client.get(address, HTTP_ORIGIN="https://elsewhere.example.org").headers
    assert "Access-Control-Allow-Origin" not in headers
