"""People answer in a real browser: on a telephone and on a desk, in every language, scripts or not."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from tests.e2e.test_pages import problems
from tests.web.study.filling_making import at, make_code, make_study

from mentorway.web.study.models import Draft, Mode, Response, State, Study

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
SIZES = {320: 640, 1100: 900}
SAVE = "**/save/"
SAVED, UNSAVED = "Your answers are saved.", "Not saved yet."
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def study():
    return make_study(title="What mentoring gives us")


def enter(page, live_server, study, language="en"):
    """Agree to take part; return the secret of the link once the first page of questions is there."""
    page.goto(f"{live_server.url}{reverse('study:open', args=[study.token])}?language={language}")
    page.locator("#agree").check()
    page.locator("main button[type=submit]").click()
    page.locator("#q_job").wait_for()
    page.wait_for_load_state()
    return page.url.split("/")[5]


def enter_cut_off(page, live_server, study):
    """Agree to take part where nothing typed reaches the server; return the secret of the link.

    The way is closed before there is a document: one that is there learns of it later than we do, and what
    it sends meanwhile gets through.
    """
    page.route(SAVE, lambda route: route.abort())
    return enter(page, live_server, study)


def forward(page):
    page.locator("main .actions button[value=next]").click()


def first_page(page):
    page.locator("#q_job").fill("Teacher")
    page.locator("#q_age").fill("41")
    page.locator("input[name=q_mentor][value=yes]").check()


def fill(page):
    """Answer every page by hand, up to the overview."""
    first_page(page)
    forward(page)
    page.locator("input[name=q_gains][value=time]").check()
    page.locator("#q_country").select_option("fi")
    forward(page)
    page.locator("input[name=q_town][value=oulu]").check()
    forward(page)
    page.locator("input[name=q_c1][value='4']").check()
    forward(page)


def says(page, text):
    """Wait until the line below the questions begins with a text: what is slow is said to be late first."""
    page.locator("#saving", has_text=re.compile(f"^{re.escape(text)}")).wait_for()


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_barrier(page, live_server, study, width, language):  # noqa: PLR0915 - one way
    found = {}

    def look(name):
        if wrong := problems(page):
            found[name] = wrong

    page.set_viewport_size({"width": width, "height": SIZES[width]})
    page.goto(f"{live_server.url}{reverse('study:open', args=[study.token])}?language={language}")
    look("welcome")
    link = enter(page, live_server, study, language)
    assert page.locator("html").get_attribute("lang") == language
    look("page 1")
    forward(page)
    look("page 1 with faults")
    first_page(page)
    forward(page)
    look("page 2")
    page.locator("#q_country").select_option("fi")
    forward(page)
    look("page 3")
    forward(page)
    look("page 4")
    page.locator("main .actions button[value=next]").click()
    look("page 4 with faults")
    page.locator("input[name=q_c1][value='4']").check()
    page.locator("button[value=later]").click()
    look("later")
    page.locator("a.button").click()
    look("going on")
    page.goto(live_server.url + at("overview", link))
    look("overview")
    page.locator("main form button[type=submit]").click()
    page.locator(".code").wait_for()
    look("thanks")
    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_refusals_have_no_barrier(page, live_server, study, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 640})
    found = {}
    coded = make_study(mode=Mode.CODE)
    code, row = make_code(coded)
    row.used = True
    row.save()
    for url in (
        reverse("study:code"),
        reverse("study:coded", args=[code]),
        reverse("study:coded", args=["wrong"]),
        reverse("study:open", args=[make_study(state=State.CLOSED).token]),
        reverse("study:open", args=[study.token]),
        at("go_on", "nothing"),
    ):
        page.goto(live_server.url + url)
        if wrong := problems(page):
            found[url] = wrong
    assert found == {}


def test_the_whole_way_without_scripts(browser, live_server, study):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        enter(page, live_server, study)
        fill(page)
        page.get_by_role("button", name="Send my answers").click()
        assert page.locator(".code").inner_text() == Response.objects.get().code
        assert context.cookies() == []


def test_the_first_mistake_has_the_focus(page, live_server, study):
    enter(page, live_server, study)
    page.locator("#q_age").fill("7")
    forward(page)
    assert page.evaluate("document.activeElement.id") == "q_job"
    assert page.locator("[role=alert] li").count() == 3
    page.get_by_role("link", name="How old are you?").click()
    assert page.evaluate("document.activeElement.id") == "q_age"


def test_the_keyboard_alone_goes_the_whole_way(page, live_server, study):
    page.goto(live_server.url + reverse("study:open", args=[study.token]))

    def tab_to(selector):
        for _step in range(40):
            page.keyboard.press("Tab")
            if page.evaluate(f"document.activeElement.matches({selector!r})"):
                return
        pytest.fail(f"{selector} is not reached")

    tab_to("#agree")
    page.keyboard.press("Space")
    tab_to("main button[type=submit]")
    page.keyboard.press("Enter")
    page.locator("#q_job").wait_for()
    tab_to("#q_job")
    page.keyboard.type("Nurse")
    tab_to("[name=q_mentor]")
    page.keyboard.press("Space")
    tab_to("button[value=next]")
    page.keyboard.press("Enter")
    page.locator("#q_country").wait_for()
    assert Draft.objects.get().answers["mentor"] == "yes"


def test_enter_in_a_field_goes_on_and_does_not_change_the_language(page, live_server, study):
    enter(page, live_server, study, "fi")
    first_page(page)
    page.locator("#q_job").press("Enter")
    page.locator("#q_country").wait_for()
    assert Draft.objects.get().language == "fi"


def test_the_language_changes_in_the_middle_and_keeps_what_was_typed(page, live_server, study):
    enter(page, live_server, study)
    page.locator("#q_job").fill("Opettaja")
    page.locator("details.tongue summary").click()
    page.get_by_role("button", name="Suomi").click()
    page.locator("html[lang=fi]").wait_for()
    assert page.locator("#q_job").input_value() == "Opettaja"


def test_what_is_typed_is_saved_without_pressing_anything(page, live_server, study):
    enter(page, live_server, study)
    page.locator("#q_job").fill("Teacher")
    says(page, SAVED)
    with page.expect_response(SAVE):
        page.locator("input[name=q_mentor][value=no]").check()
    answers = Draft.objects.get().answers
    assert (answers["job"], answers["mentor"]) == ("Teacher", "no")


def test_what_is_longer_than_a_browser_sends_while_a_page_goes_away_is_saved(page, live_server, study):
    enter(page, live_server, study)
    page.locator("#q_job").fill("ж" * 12_000)
    says(page, SAVED)
    assert Draft.objects.get().answers["job"] == "ж" * 12_000


def test_another_device_shows_what_the_first_saved(page, browser, live_server, study):
    link = enter(page, live_server, study)
    page.locator("#q_job").fill("Teacher")
    says(page, SAVED)
    with browser.new_context() as other:
        second = other.new_page()
        second.goto(live_server.url + at("page", link, 1))
        assert second.locator("#q_job").input_value() == "Teacher"


def test_without_a_network_it_says_so_and_saves_later(page, live_server, study):
    enter_cut_off(page, live_server, study)
    page.locator("#q_job").fill("Teacher")
    says(page, UNSAVED)
    assert Draft.objects.get().answers == {}
    page.unroute(SAVE)
    says(page, SAVED)
    assert Draft.objects.get().answers["job"] == "Teacher"
    assert page.evaluate("localStorage.length") == 0


def test_what_was_not_saved_comes_back_after_the_browser_was_closed(page, live_server, study):
    link = enter_cut_off(page, live_server, study)
    page.locator("#q_job").fill("Teacher")
    page.locator("input[name=q_mentor][value=yes]").check()
    says(page, UNSAVED)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    assert Draft.objects.get().answers == {}
    page.unroute(SAVE)
    page.goto(live_server.url + at("page", link, 1))
    assert page.locator("#q_job").input_value() == "Teacher"
    says(page, SAVED)
    assert Draft.objects.get().answers["mentor"] == "yes"


def test_leaving_with_something_unsaved_is_asked_about(page, live_server, study):
    enter_cut_off(page, live_server, study)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#q_job").click()
    page.keyboard.type("Teacher")
    page.goto("about:blank")
    assert asked == ["beforeunload"]


def test_a_closed_study_is_said_while_typing_and_nothing_is_lost(page, live_server, study):
    enter(page, live_server, study)
    Study.objects.update(state=State.CLOSED)
    page.locator("#q_job").fill("Teacher")
    says(page, "Not saved. Press the button below")
    assert Draft.objects.get().answers == {}


def test_pressing_send_twice_keeps_one(page, live_server, study):
    enter(page, live_server, study)
    fill(page)
    page.get_by_role("button", name="Send my answers").dblclick()
    page.locator(".code").wait_for()
    page.reload()
    assert page.locator(".code").inner_text() == Response.objects.get().code


def test_no_error_of_the_policy_is_in_the_console(page, live_server, study):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    enter(page, live_server, study)
    fill(page)
    page.get_by_role("button", name="Send my answers").click()
    page.locator(".code").wait_for()
    assert [text for text in said if "favicon" not in text] == []
