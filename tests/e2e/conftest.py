"""A real browser for the pages: the distribution's Chromium."""

import os

import pytest
from tests import chromium

from mentorway.web.core.later import noted

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
    "true"  # Playwright's own event loop runs while Django asks its database
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def _browser_is_there():
    chromium.check_it_is_there()


@pytest.fixture(scope="session", autouse=True)
def _all_is_loaded():
    """Load what is behind the addresses, which the first page would wait for."""
    noted()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": chromium.PROGRAM, "args": FLAGS}


@pytest.fixture(scope="session")
def base_url():
    """Stand in for the plugin's own fixture, which pytest 9 deprecates; the live server names its address."""


@pytest.fixture
def page(page):
    page.set_default_timeout(10_000)
    page.set_default_navigation_timeout(30_000)  # the first page of a process waits for what it needs
    return page


@pytest.fixture
def sign_in(page, live_server, client):
    """Return a function that opens a session of a person in the browser."""

    def enter(user):
        client.force_login(user)
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    return enter
