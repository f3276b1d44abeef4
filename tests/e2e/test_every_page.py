"""Every page of the later activities, on a telephone and on a desk: no barrier, nothing too wide."""

import json
from importlib import import_module
from pathlib import Path

import pytest
from django.urls import reverse
from tests.e2e.test_pages import SIZES, problems
from tests.web.access_table import PEOPLE, make_world

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
TABLES = Path(__file__).parent.parent / "web"
APPS = ("mentoring", "evaluation", "plan", "dissemination", "site", "privacy")
WIDTHS = [width if width == min(SIZES) else pytest.param(width, marks=pytest.mark.wide) for width in SIZES]
SEEING = ("member", "admin", "coordinator", "staff", "anonymous")


def addresses(app):
    found = {}
    for path in sorted(TABLES.glob(f"access_{app}*.py")):
        found |= import_module(f"tests.web.{path.stem}").ADDRESSES
    return {name: one for name, one in found.items() if one.method == "get"}


def who_sees(address):
    """Return somebody who gets the page: a member rather than somebody in charge."""
    answers = dict(zip(PEOPLE, address.answers.split(), strict=True))
    return next((person for person in SEEING if answers[person] == "200"), None)


def is_a_page(client, url):
    response = client.get(url)
    return response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("app", APPS)
def test_no_page_has_a_barrier(page, live_server, client, app, width):
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    found, seen = {}, 0
    for name, address in addresses(app).items():
        world, person = make_world(), who_sees(address)
        if person is None:
            continue
        client.logout()
        page.context.clear_cookies()
        if world.people[person]:
            client.force_login(world.people[person])
            cookie = client.cookies["sessionid"].value
            page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        url = reverse(name, kwargs=address.arguments(world))
        if not is_a_page(client, url):
            continue
        page.goto(live_server.url + url)
        seen += 1
        if wrong := problems(page):
            found[name] = wrong
    assert seen > len(APPS)
    assert not found, json.dumps(found, indent=1)
