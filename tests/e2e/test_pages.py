"""Every base page in every language, on a telephone and on a desk: no barrier, nothing too wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.urls import reverse
from playwright.sync_api import expect
from tests.conftest import PASSWORD, make_member, make_partner, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SIZES = {360: 740, 1280: 900}
PUBLIC = [
    "/",
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/account/login/code/",
    "/account/confirm-email/",
    "/nowhere/",
]
OWN = ["home", "accounts:profile", "account_email", "account_change_password", "mfa_index", "account_logout"]


def problems(page):
    found = [
        (one["id"], [node["html"][:160] for node in one["nodes"]])
        for one in Axe().run(page, options=RULES).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([("wider than the screen", wide)] if wide > 0 else [])


def check(page, live_server, urls, width, language):
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
    )
    found = {}
    for url in urls:
        page.goto(live_server.url + url)
        assert page.locator("html").get_attribute("lang") == language
        if wrong := problems(page):
            found[url] = wrong
    assert found == {}


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_public_pages_have_no_barrier(page, live_server, width, language):
    check(page, live_server, PUBLIC, width, language)


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_pages_of_people_have_no_barrier(page, live_server, sign_in, width, language):
    partner = make_partner(name="A partner with quite a long name that needs more than one line")
    coordinator = make_member(partner, role="coordinator", language=language)
    place = make_member(partner).memberships.get()
    sign_in(coordinator)
    urls = [reverse(name) for name in (*OWN, "network:partners", "network:found")]
    urls += [reverse(f"network:{name}", args=[partner.pk]) for name in ("partner", "describe", "add_person")]
    urls += [reverse(f"network:{name}", args=[place.pk]) for name in ("change_role", "remove_person")]
    check(page, live_server, urls, width, language)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_second_steps_have_no_barrier(page, live_server, scheme):
    user = make_user()
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}/account/login/")
    page.locator("main input[type=email]").fill(user.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    found = {}
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "home", "account_email"):
        page.goto(live_server.url + reverse(name))
        if wrong := problems(page):
            found[name] = wrong
    assert found == {}


def test_the_check_bites(page):
    page.set_content("<html><body><img src='x'><input><p style='color:#ccc'>pale</p></body></html>")
    assert {"image-alt", "label", "color-contrast"} <= {name for name, _where in problems(page)}


def test_errors_of_a_form_are_read_with_their_field(page, live_server, sign_in):
    sign_in(make_member(role="coordinator"))
    page.goto(live_server.url + reverse("network:found"))
    page.locator("form.form").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="Save").click()
    field = page.get_by_label("Name")
    ids = (field.get_attribute("aria-describedby") or "").split()
    said = [page.locator(f"#{one}").inner_text() for one in ids]
    assert ("This field is required." in said, problems(page)) == (True, [])


def test_after_sending_one_goes_on_in_the_first_field_that_is_wrong(page, live_server, sign_in):
    sign_in(make_member(role="coordinator"))
    page.goto(live_server.url + reverse("network:found"))
    page.locator("form.form").evaluate("form => { form.noValidate = true }")
    page.get_by_label("Name").fill("House")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Country")).to_be_focused()


def test_a_field_that_is_wrong_is_unfolded(page):
    page.set_content('<main><details><summary>More</summary><input aria-invalid="true"></details></main>')
    page.add_script_tag(path=find("js/landing.js"))
    expect(page.locator("input")).to_be_focused()


def test_what_an_address_names_is_unfolded(page):
    page.goto("about:blank#few")
    page.set_content('<main><details id="few"><summary>Few</summary>Why</details></main>')
    page.add_script_tag(path=find("js/landing.js"))
    expect(page.get_by_text("Why")).to_be_visible()


def test_after_a_deed_one_goes_on_at_what_was_answered(page, live_server, sign_in):
    sign_in(make_member(role="coordinator"))
    page.goto(live_server.url + reverse("network:found"))
    page.get_by_label("Name").fill("House")
    page.get_by_label("Country").select_option("FI")
    page.get_by_label("Sector").select_option("education")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Change", exact=True).first).to_be_focused()


def test_on_a_phone_activities_stand_behind_a_button(page, live_server, sign_in):
    sign_in(make_member())
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url)
    activities, button = page.locator("#activities"), page.get_by_role("button", name="Activities")
    expect(activities).to_be_hidden()
    button.press("Enter")
    expect(activities).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(activities).to_be_hidden()
    expect(button).to_be_focused()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(activities).to_be_visible()
    expect(button).to_be_hidden()


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_all_activities_stand_in_one_row_on_a_desk(page, live_server, sign_in, language):
    sign_in(make_member(language=language))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
    )
    page.goto(live_server.url)
    page.evaluate("document.fonts.ready")
    tops = page.locator(".nav a").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert (len(tops) > 1, len(set(tops))) == (True, 1)


def test_the_keyboard_alone_skips_and_signs_in(page, live_server):
    user = make_user()
    page.goto(f"{live_server.url}/account/login/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for text in (user.email, PASSWORD):
        for _step in range(6):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('input[type=email], input[type=password]')"):
                break
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    assert page.get_by_role("heading", level=1).inner_text() == f"Hello, {user.name}"


def test_the_language_menu_closes_with_escape(page, live_server):
    page.goto(live_server.url)
    menu = page.locator("details.menu").first
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None


def test_the_language_menu_closes_when_one_goes_past_it(page, live_server):
    page.goto(live_server.url)
    menu = page.locator("details.menu").first
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    for _language in settings.LANGUAGES:
        page.keyboard.press("Tab")
        assert menu.get_attribute("open") is not None
    page.keyboard.press("Tab")
    assert menu.get_attribute("open") is None


def test_pages_work_without_scripts(browser, live_server):
    user = make_user()
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/account/login/")
        page.locator("input[type=email]").fill(user.email)
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        page.locator("details.menu summary").first.click()
        page.get_by_role("button", name="Suomi").click()
        assert page.locator("html").get_attribute("lang") == "fi"
