"""The search across everything, by keyboard, on a telephone, and without barriers."""

import pytest
from playwright.sync_api import expect
from tests.conftest import make_member, make_partner
from tests.e2e.test_pages import SIZES, problems

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(page, live_server, client):
    partner = make_partner(name="Ąžuolo mokykla")
    client.force_login(make_member(partner, name="Ona Ąžuolienė"))
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return page


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("words", ["", "azuol", "vandenynas", "x"])
def test_the_page_has_no_barrier(signed_in, live_server, width, words):
    signed_in.set_viewport_size({"width": width, "height": SIZES[width]})
    signed_in.goto(f"{live_server.url}/search/?q={words}")
    assert not problems(signed_in)


def test_the_key_goes_to_the_field_unless_one_is_writing_or_has_switched_it_off(signed_in, live_server):
    page, field = signed_in, signed_in.locator("#find")
    page.goto(f"{live_server.url}/network/")
    page.get_by_role("main").get_by_role("searchbox").focus()
    page.keyboard.type("a/b")
    expect(field).not_to_be_focused()
    expect(page.get_by_role("main").get_by_role("searchbox")).to_have_value("a/b")
    page.goto(f"{live_server.url}/network/")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type("azuol")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Ąžuolo mokykla")).to_be_visible()
    page.get_by_role("checkbox").uncheck()
    page.goto(f"{live_server.url}/network/")
    page.keyboard.press("/")
    expect(field).not_to_be_focused()


def test_on_a_telephone_a_link_leads_to_the_page(signed_in, live_server):
    signed_in.set_viewport_size({"width": 360, "height": 740})
    signed_in.goto(f"{live_server.url}/network/")
    expect(signed_in.locator("#find")).to_be_hidden()
    signed_in.get_by_role("link", name="Search", exact=True).click()
    expect(signed_in.locator("#find")).to_be_focused()
