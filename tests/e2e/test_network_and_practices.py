"""Every page that one can reach in the network and among practices: no barrier, nothing too wide."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import Resolver404, resolve, reverse
from tests.e2e.test_pages import SIZES, check, problems

from mentorway.web.accounts.models import User
from mentorway.web.network.example.people import COORDINATOR

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
AREAS = {"network", "practices"}
MOST = 150
LISTS = [
    "network:partners",
    "network:agreements",
    "network:visits",
    "practices:practices",
    "practices:challenges",
    "practices:materials",
]


@pytest.fixture
def coordinator(settings, tmp_path, sign_in):
    """The coordinator of the whole example programme, signed in."""
    settings.MENTORWAY_DATA = tmp_path
    call_command("load_example", verbosity=0)
    user = User.objects.get(email=COORDINATOR)
    sign_in(user)
    return user


def name_of(path):
    """Return what kind of page an address is, if it is one of ours."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match.view_name if match.namespaces and match.namespaces[0] in AREAS else None


def reached(page, live_server):
    """Return one address of every kind of page that links lead to, in the order of finding."""
    found = {name_of(reverse(name)): reverse(name) for name in LISTS}
    waiting = list(found.values())
    while waiting and len(found) < MOST:
        answer = page.context.request.get(live_server.url + waiting.pop(0))
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        page.set_content(answer.text())
        links = page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
        for link in links:
            path = link.split("#")[0].split("?")[0]
            name = name_of(path)
            if name and name not in found:
                found[name] = path
                waiting.append(path)
    return [path for path in found.values() if is_page(page, live_server, path)]


def is_page(page, live_server, path):
    answer = page.context.request.head(live_server.url + path)
    return answer.status == 200 and "text/html" in answer.headers.get("content-type", "")


@pytest.mark.parametrize(("width", "language"), [(360, "lt"), (1280, "fi")])
def test_no_page_that_links_lead_to_has_a_barrier(page, live_server, coordinator, width, language):
    urls = reached(page, live_server)
    assert len(urls) > 40
    check(page, live_server, urls, width, language)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_lists_have_no_barrier_in_any_language(page, live_server, coordinator, language):
    for width in SIZES:
        check(page, live_server, [reverse(name) for name in LISTS], width, language)


def test_public_pages_have_no_barrier(page, live_server, coordinator):
    page.context.clear_cookies()
    urls = [reverse("network:public"), reverse("practices:public")]
    for language in ("en", "lv"):
        check(page, live_server, urls, 360, language)


def test_an_agreement_is_made_offered_and_accepted_with_the_keyboard_alone(page, live_server, coordinator):
    page.goto(live_server.url + reverse("network:write_agreement"))
    page.get_by_label("Title").focus()
    page.keyboard.type("Keyboard agreement")
    page.get_by_label("Text").focus()
    page.keyboard.type("We meet in spring.")
    if page.get_by_label("Kept by").count():
        page.get_by_label("Kept by").select_option(label="Example University")
    page.get_by_role("button", name="Save").press("Enter")
    page.get_by_role("link", name="Add or leave out").press("Enter")
    page.get_by_role("main").get_by_role("searchbox").fill("trading")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("Add.*Trading House")).press("Enter")
    page.get_by_role("link", name="Back").press("Enter")
    page.get_by_role("link", name="Offer it to the parties").press("Enter")
    page.get_by_role("button", name="Offer").press("Enter")
    page.get_by_role("link", name="Answer for Example University").press("Enter")
    page.get_by_label("Accepted").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Answer").press("Enter")
    assert page.locator(".badge-good", has_text="Accepted").count() == 1
    assert problems(page) == []
