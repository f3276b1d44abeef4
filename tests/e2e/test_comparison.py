"""The main job in a real browser: upload answers, read what may be compared, take the report along."""

import pytest
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.e2e.test_pages import SIZES, check, problems
from tests.web.comparison.making import ANSWERS, CODEBOOK, make_done, make_read, make_ready

from mentorway.web.comparison.analysis import comparing, files

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path
    comparing._result.cache_clear()
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def addresses(partner, member):
    done, ready = make_done(partner), make_ready(partner, uploaded_by=member)
    read = make_read(member, partner)
    pages = [reverse(f"comparison:{name}") for name in ("comparisons", "upload", "deleted")]
    pages += [reverse(f"comparison:{name}", args=[done.pk]) for name in ("overview", "method")]
    pages += [reverse(f"comparison:{name}", args=[done.pk, 1]) for name in ("scale", "release")]
    pages += [
        reverse(f"comparison:{name}", args=[ready.pk]) for name in ("describe", "delete", "newer", "ask")
    ]
    pages += [reverse("comparison:answers", args=[done.dataset.pk])]
    pages += [reverse("comparison:number", args=[done.pk, "alpha"]) + "?scale=1&group=SE"]
    return [
        *pages,
        reverse("comparison:check", args=[read.pk]),
        reverse("comparison:discard", args=[read.pk]),
    ]


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", ["en", "lt", "lv", "sv", "fi"])
def test_pages_of_a_comparison_have_no_barrier(page, live_server, sign_in, width, language):
    partner = make_partner(name="A partner with quite a long name that needs more than one line")
    member = make_member(partner, role="admin", language=language)
    sign_in(member)
    check(page, live_server, addresses(partner, member), width, language)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_results_have_no_barrier_in_light_and_dark(page, live_server, sign_in, scheme):
    partner = make_partner()
    sign_in(make_member(partner))
    page.emulate_media(color_scheme=scheme)
    done = make_done(partner)
    for name, more in (("overview", []), ("scale", [1])):
        page.goto(live_server.url + reverse(f"comparison:{name}", args=[done.pk, *more]))
        assert problems(page) == []


COVERED = """() => {
  const [box] = document.activeElement.getClientRects();
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return document.activeElement.contains(over) ? "" : document.activeElement.outerHTML;
}"""


def test_who_goes_back_by_keyboard_sees_what_lies_beside_the_first_column(page, live_server, sign_in):
    partner = make_partner()
    sign_in(make_member(partner))
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url + reverse("comparison:scale", args=[make_done(partner).pk, 1]))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    links = page.locator(".sticky td a")
    links.last.focus()
    covered = []
    for _link in range(min(60, links.count() - 1)):
        page.keyboard.press("Shift+Tab")
        covered.append(page.evaluate(COVERED))
    assert len(covered) > 9
    assert not any(covered)


def upload(page, live_server):
    page.goto(live_server.url + reverse("comparison:comparisons"))
    page.get_by_role("link", name="New comparison").first.click()
    page.get_by_label("Title").fill("Trust in eight countries")
    page.get_by_label("Answers").set_input_files(ANSWERS)
    page.get_by_label("Codebook").set_input_files(CODEBOOK)
    page.get_by_role("button", name="Look at the files").click()
    page.get_by_role("heading", name="Look before you compare").wait_for()


def test_a_person_uploads_compares_reads_and_takes_the_report_along(page, live_server, sign_in):
    sign_in(make_member())
    upload(page, live_server)
    page.get_by_role("button", name="Store and compare").click()
    page.get_by_role("heading", name="What may be compared").wait_for()
    assert "Means may be compared in 6 pairs" in page.locator("main").inner_text()
    page.get_by_role("link", name="Extraversion").first.click()
    page.wait_for_url("**/scales/1/")
    drawings = page.locator(".figure img").all()
    assert len(drawings) == 4  # observed scores, latent means, answers on two sheets
    for drawing in drawings:
        assert drawing.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    page.get_by_text("Download", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Report (PDF), Svenska").click()
    assert waiting.value.suggested_filename == "trust-in-eight-countries-1-sv.pdf"
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")


def test_it_works_with_the_keyboard_alone(page, live_server, sign_in):
    partner = make_partner()
    sign_in(make_member(partner))
    done = make_done(partner)
    page.goto(live_server.url + reverse("comparison:overview", args=[done.pk]))
    region = page.locator(".table-region").first
    region.focus()
    assert region.evaluate("element => element === document.activeElement")
    page.locator("details.menu").last.locator("summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="Tables (Excel)").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Tables (Excel)").is_visible()


def test_it_works_without_scripts(browser, live_server, client):
    member = make_member()
    client.force_login(member)
    with browser.new_context(java_script_enabled=False) as context:
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        page = context.new_page()
        upload(page, live_server)
        page.get_by_role("button", name="Store and compare").click()
        assert "Means may be compared in 6 pairs" in page.locator("main").inner_text()


def test_files_that_are_too_large_are_refused_before_they_are_sent(page, live_server, sign_in, settings):
    settings.MENTORWAY_UPLOAD_BYTES = 10_000
    sign_in(make_member())
    page.goto(live_server.url + reverse("comparison:upload"))
    page.get_by_label("Title").fill("Too much")
    page.get_by_label("Answers").set_input_files(ANSWERS)
    page.get_by_label("Codebook").set_input_files(CODEBOOK)
    page.get_by_role("button", name="Look at the files").click()
    assert "MB together" in page.get_by_role("status").inner_text()
    assert list(files.folder("incoming").iterdir()) == []
