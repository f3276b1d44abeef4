"""What renews itself takes nothing away from who is in it."""

from pathlib import Path

import django_htmx
import pytest

from mentorway import web

pytestmark = pytest.mark.e2e
HTMX = next((Path(django_htmx.__file__).parent / "static").rglob("htmx-2.min.js"))
RENEWING = Path(web.__file__).parent / "static" / "js" / "renewing.js"
PART = """<div id="part" hx-get="/part" hx-trigger="every 200ms" hx-select="#part" hx-swap="outerHTML">
  <p id="round">{round}</p><a href="/one">One</a> <a href="/two">Two</a>
  <details><summary>More</summary><a href="/three">Three</a></details>{button}</div>"""


@pytest.fixture
def renewed(page):
    """Return a function that opens a page, and one that waits until its part was renewed again."""
    rounds = []

    def answer(route):
        rounds.append(1)
        part = PART.format(round=len(rounds), button="<button>Stop</button>" if len(rounds) < 3 else "")
        scripts = "".join(f"<script>{file.read_text('utf-8')}</script>" for file in (HTMX, RENEWING))
        body = part if "/part" in route.request.url else f"<!DOCTYPE html>{scripts}{part}"
        route.fulfill(body=body, content_type="text/html")

    def again():
        page.wait_for_function(f"Number(document.getElementById('round').textContent) > {len(rounds)}")

    page.route("**/*", answer)
    page.goto("http://planted.example/")
    return again


def test_the_focus_stays_on_a_link_without_a_name(page, renewed):
    page.get_by_role("link", name="Two").focus()
    renewed()
    assert page.evaluate("document.activeElement.textContent") == "Two"


def test_what_was_opened_stays_open(page, renewed):
    page.locator("summary").click()
    page.get_by_role("link", name="Three").focus()
    renewed()
    assert page.locator("details[open]").count() == 1
    assert page.evaluate("document.activeElement.textContent") == "Three"


def test_where_a_button_is_gone_the_focus_stays_in_its_part(page, renewed):
    page.get_by_role("button").focus()
    page.get_by_role("button").wait_for(state="detached")
    renewed()
    assert page.evaluate("document.activeElement.id") == "part"


def test_who_is_elsewhere_stays_there(page, renewed):
    renewed()
    assert page.evaluate("document.activeElement === document.body")
