"""People of a cohort in a real browser, on a telephone and on a desk: none of them has an account."""

import datetime as dt
import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.urls import resolve, reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.e2e.test_pages import RULES, problems
from tests.web.pilots import certifying
from tests.web.pilots import learning_making as learning
from tests.web.pilots.making import DAY, enrol, make_cohort, make_meeting

from mentorway.web.pilots.actions import journal, works
from mentorway.web.pilots.models import CohortState, Entry, Observation, Presence, Source, Standing, WorkState
from mentorway.web.pilots.urls import own_pages

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
SIZES = {360: 740, 1100: 900}
AXE = Axe()
VIOLATIONS = """options => axe.run(document, options).then(
    found => found.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 160))]))"""
WIDER = "Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"
HOUR = dt.timedelta(hours=1)
FILES = {"own_file", "own_data_file", "own_certificate_file"}
ANSWERS = {  # addresses that forms are sent to, and that show no page of their own
    "own_offer",
    "own_hand_in",
    "own_take_back",
    "own_entry_share",
    "own_share_observation",
    "own_certificate_settings",
    "forget_device",
}


@pytest.fixture(autouse=True)
def _nothing_is_counted_yet():
    cache.clear()


@pytest.fixture(params=SIZES)
def screen(page, request):
    """The browser as a telephone, then as a desk."""
    resize(page, request.param)
    return page


@pytest.fixture
def me():
    """Somebody who takes part in a training that asks for work of every kind."""
    return enrol(learning.make_learning(), "Aino Ek")


def resize(page, width):
    page.set_viewport_size({"width": width, "height": SIZES[width]})


def own(person, name="own", *more):
    return reverse(f"pilots:{name}", args=[person.link, *more])


def press(page, live_server, name):
    """Press a button that sends a form; the browser says where the form came from, and is not refused."""
    with page.expect_response(lambda one: one.request.method == "POST") as sent:
        page.locator("main").get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()
    assert (sent.value.request.header_value("origin"), sent.value.status) == (live_server.url, 302)


def heading(page):
    return page.locator("main h2").first.inner_text()


# Applying


def test_a_visitor_applies_gets_a_seat_and_opens_their_own_page_by_the_link(screen, live_server):
    cohort = make_cohort(state=CohortState.OPEN, is_listed=True, seats=2)
    make_meeting(cohort, timezone.now() + 2 * DAY)
    screen.goto(live_server.url + reverse("pilots:open"))
    screen.get_by_role("link", name=cohort.title).click()
    assert problems(screen) == []
    screen.get_by_label("Name").fill("Aino Ek")
    screen.get_by_label("E-mail address").fill("aino@example.org")
    screen.get_by_label("I have read what is stored about me, and I agree.").check()
    press(screen, live_server, "Send the application")
    assert heading(screen) == "Thank you, your application is on its way"
    assert problems(screen) == []
    assert cohort.people.get().standing == Standing.ENROLLED
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    link = re.search(r"/pilots/p/[\w-]+/", mail.outbox[-1].body)
    screen.goto(live_server.url + link.group())
    assert screen.locator("#meetings + ul").get_by_text("First evening").is_visible()
    assert screen.locator(".code-shown").inner_text() == cohort.people.get().code


def test_who_waits_is_offered_a_seat_and_takes_it(screen, live_server):
    person = enrol(make_cohort(), standing=Standing.OFFERED, offer_until=timezone.now() + HOUR)
    screen.goto(live_server.url + own(person))
    assert (heading(screen), problems(screen)) == ("There is a seat for you", [])
    press(screen, live_server, "Take the seat")
    person.refresh_from_db()
    assert person.standing == Standing.ENROLLED


@pytest.mark.parametrize("standing", [Standing.APPLIED, Standing.WAITING, Standing.DECLINED, Standing.LAPSED])
def test_who_has_no_seat_reads_how_they_stand(page, live_server, standing):
    person = enrol(make_cohort(entry=Entry.CHOSEN), standing=standing)
    page.goto(live_server.url + own(person))
    assert page.locator("main .notice").count() == 1
    for width in SIZES:
        resize(page, width)
        assert problems(page) == []


# Own pages: their address is a secret, and their forms are sent all the same


def test_own_settings_are_kept(screen, live_server, me):
    screen.goto(live_server.url + own(me, "own_settings"))
    screen.get_by_label("Name").fill("Aino Ek-Lind")
    screen.get_by_label("Send me reminders and letters to the whole group").uncheck()
    press(screen, live_server, "Save")
    me.refresh_from_db()
    assert (me.name, me.wants_letters) == ("Aino Ek-Lind", False)


def test_an_entry_of_the_journal_is_written_shared_and_deleted(screen, live_server, me):
    screen.goto(live_server.url + own(me, "own_journal"))
    screen.get_by_role("link", name="New entry").click()
    screen.get_by_label("What you think about").fill("I spoke too much.")
    press(screen, live_server, "Save")
    entry = me.journal.get()
    assert (entry.text, entry.is_shared) == ("I spoke too much.", False)
    press(screen, live_server, "Share with the facilitators")
    assert screen.get_by_text("The facilitators can read it", exact=True).is_visible()
    entry.refresh_from_db()
    assert entry.is_shared
    screen.get_by_role("link", name="Delete", exact=True).click()
    press(screen, live_server, "Delete")
    assert me.journal.count() == 0


def test_an_assignment_is_drafted_with_a_file_handed_in_and_taken_back(screen, live_server, me):
    screen.goto(live_server.url + own(me, "own_work", learning.PLAN))
    screen.get_by_label("Your text").fill("My plan is this.")
    screen.get_by_label("Add a file").set_input_files(
        {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"My plan."}
    )
    press(screen, live_server, "Save the draft")
    assert screen.get_by_text("Your draft is saved. Only you can read it.").is_visible()
    assert screen.get_by_role("link", name="plan.txt", exact=True).is_visible()
    press(screen, live_server, "Hand in")
    work = me.works.get()
    assert (work.state, work.text) == (WorkState.HANDED_IN, "My plan is this.")
    with screen.expect_download() as got:
        screen.get_by_role("link", name="plan.txt", exact=True).click()
    assert got.value.path().read_bytes() == b"My plan."
    press(screen, live_server, "Take it back")
    work.refresh_from_db()
    assert work.state == WorkState.DRAFT


def test_a_quiz_is_answered_until_it_passes(screen, live_server, me):
    screen.goto(live_server.url + own(me, "own_quiz", learning.QUIZ))
    screen.get_by_label("Was it good?").check()
    press(screen, live_server, "Send the answers")
    assert screen.get_by_text("0 of 1 question answered right.").is_visible()
    screen.get_by_role("link", name="Try again").click()
    screen.get_by_label("How was it?").check()
    press(screen, live_server, "Send the answers")
    assert screen.get_by_text("That passes.").is_visible()
    assert me.works.get().state == WorkState.PASSED


def test_an_observer_writes_what_they_saw_and_the_observed_shares_it(screen, live_server, me):
    mentor, mentee = enrol(me.cohort, "Bert Lind"), enrol(me.cohort, "Céline Ozols")
    learning.make_triad(me.cohort, mentor, mentee, me)
    screen.goto(live_server.url + own(me, "own_practice"))
    screen.locator("main a[href*='/practice/'][href*='a-talk']").click()
    screen.get_by_label("What you saw and heard").fill("Long silences, and calm.")
    press(screen, live_server, "Save")
    screen.goto(live_server.url + own(mentor, "own_practice"))
    assert screen.get_by_text("Long silences, and calm.").is_visible()
    press(screen, live_server, "Share with the facilitators")
    assert me.observations.get().is_shared


def test_a_participant_withdraws(screen, live_server, me):
    screen.goto(live_server.url + own(me, "own_data"))
    screen.get_by_role("link", name="Withdraw from the training").click()
    press(screen, live_server, "Withdraw")
    me.refresh_from_db()
    assert me.standing == Standing.WITHDRAWN
    assert heading(screen) == "You have withdrawn"


def test_everything_about_a_participant_is_deleted(screen, live_server, me):
    cohort = me.cohort
    screen.goto(live_server.url + own(me))
    screen.get_by_role("link", name="My data").click()
    press(screen, live_server, "Forget me on this device")
    screen.get_by_role("link", name="Delete everything about me").click()
    press(screen, live_server, "Delete for good")
    assert cohort.people.count() == 0


# Attendance


@pytest.fixture
def wall(screen, live_server, sign_in):
    """A meeting of two people whose code stands on the wall of a facilitator."""
    user = make_member()
    meeting = make_meeting(make_cohort(user.partners.get(), user))
    enrol(meeting.cohort, "Aino Ek")
    enrol(meeting.cohort, "Bert Lind")
    sign_in(user)
    screen.goto(live_server.url + reverse("pilots:wall", args=[meeting.cohort_id, meeting.pk]))
    assert problems(screen) == []
    return meeting


@pytest.fixture
def phone(wall, screen, browser):
    """The device of a participant, which knows nothing of the wall."""
    with browser.new_context(viewport=screen.viewport_size) as context:
        opened = context.new_page()
        opened.set_default_timeout(10_000)
        yield opened


def code_on(screen):
    return screen.locator(".wall-letters").inner_text().strip()


def test_who_scans_the_code_on_the_wall_is_marked_and_the_wall_counts(screen, wall, phone, live_server):
    person = wall.cohort.people.get(name="Aino Ek")
    phone.goto(live_server.url + own(person))
    here = live_server.url + reverse("pilots:here", args=[wall.token])
    phone.goto(f"{here}?c={code_on(screen)}")
    assert phone.locator(".here-name").get_by_text("Aino Ek").is_visible()
    assert problems(phone) == []
    phone.get_by_role("button", name="I am here").click()
    phone.get_by_role("heading", name="You are marked as present").wait_for()
    assert problems(phone) == []
    mark = wall.attendance.get()
    assert (mark.participant, mark.presence, mark.source) == (person, Presence.PRESENT, Source.SCAN)
    screen.get_by_text("1 of 2 are here").wait_for()
    phone.goto(f"{here}?c={code_on(screen)}")
    phone.get_by_role("button", name="I am here").click()
    phone.get_by_role("heading", name="You are marked already").wait_for()
    assert wall.attendance.count() == 1


def test_a_device_that_is_not_known_asks_for_the_personal_code(screen, wall, phone, live_server):
    person = wall.cohort.people.get(name="Bert Lind")
    phone.goto(live_server.url + reverse("pilots:here", args=[wall.token]))
    phone.get_by_label("Code on the wall").fill("NEVER")
    phone.get_by_label("Your personal code").fill(person.code)
    phone.get_by_role("button", name="I am here").click()
    phone.get_by_role("alert").wait_for()
    assert (problems(phone), wall.attendance.count()) == ([], 0)
    phone.get_by_label("Code on the wall").fill(code_on(screen))
    phone.get_by_label("Your personal code").fill(person.code)
    phone.get_by_role("button", name="I am here").click()
    phone.get_by_role("heading", name="You are marked as present").wait_for()
    assert wall.attendance.get().participant == person


# Certificates


def test_everybody_checks_a_certificate_by_its_number_and_by_its_badge(screen, live_server):
    certificate = certifying.certify(certifying.complete(certifying.make_certified()))
    person = certificate.participant
    screen.goto(live_server.url + own(person, "own_certificates"))
    screen.get_by_label("Show my name on the public page").check()
    press(screen, live_server, "Save")
    with screen.expect_download() as got:
        screen.get_by_role("link", name="Open Badge (JSON)").click()
    badge = got.value.path().read_bytes()
    screen.context.clear_cookies()
    screen.goto(live_server.url + reverse("pilots:check"))
    assert problems(screen) == []
    screen.get_by_label("Number of the certificate").fill(certificate.number.lower())
    screen.get_by_role("button", name="Look it up").click()
    screen.wait_for_url(live_server.url + reverse("pilots:verify", args=[certificate.number]))
    assert screen.get_by_text("It was issued here, and it holds.").is_visible()
    assert screen.locator("main bdi").inner_text() == "Aino Ek"
    assert problems(screen) == []
    screen.get_by_role("link", name="Check another certificate").click()
    forged = json.loads(badge)
    forged["credentialSubject"]["achievement"]["name"] = "Mentoring of kings"
    for content, verdict in ((badge, "genuine"), (json.dumps(forged).encode(), "not to be trusted")):
        screen.locator("input[type=file]").set_input_files(
            {"name": "badge.json", "mimeType": "application/json", "buffer": content}
        )
        screen.get_by_role("button", name="Check the badge").click()
        screen.get_by_role("heading", name=re.compile(verdict)).wait_for()
        assert problems(screen) == []
        screen.get_by_role("link", name="Check another certificate").click()


# Every own page


def with_everything():
    """Return somebody with a certificate, work in every state, a journal, and practice in threes."""
    partner = make_partner(name="A partner with quite a long name that needs more than one line")
    user = make_member(partner, role="admin")
    cohort = learning.make_learning(partner, user, required=[learning.QUIZ], contact="eva@example.org")
    make_meeting(cohort, timezone.now() - 2 * DAY)
    certifying.write_terms(cohort)
    person, mentor, mentee = (enrol(cohort, name) for name in ("Aino Ek", "Bert Lind", "Céline Ozols"))
    certifying.attend(person)
    works.answer(person, learning.asked(cohort, learning.QUIZ), {"q1": [0]})
    certifying.certify(person)
    make_meeting(cohort, timezone.now() + 2 * DAY, title="Second evening", place="Room 7")
    works.save(person, learning.PLAN, text="My plan is this.", revision=0)
    works.add_file(person, learning.PLAN, file=learning.notes())
    journal.write(person, text="I spoke too much.", is_shared=True, assessment=learning.PART)
    triad = learning.make_triad(cohort, mentor, mentee, person)
    facts = {"mentor": person, "observer": mentee, "levels": learning.GOOD, "seen": "Calm."}
    Observation.objects.create(triad=triad, assessment=learning.SEEN, **facts)
    return person


def own_addresses(page, live_server, person):
    """Return one address of every own page that links lead to, and of every kind of work."""
    start = [own(person), own(person, "stop_letters")]
    found = {kind_of(path): path for path in start}
    waiting = list(start)
    while waiting:
        page.set_content(page.context.request.get(live_server.url + waiting.pop()).text())
        links = page.eval_on_selector_all(
            f"main a[href^='{own(person)}']", "all => all.map(one => one.getAttribute('href'))"
        )
        for path in links:
            kind = kind_of(path.partition("?")[0])
            if kind not in found and kind[0] not in FILES:
                found[kind] = path
                waiting.append(path)
    return found


def kind_of(path):
    match = resolve(path)
    return match.url_name, match.kwargs.get("key", "")


def problems_of_each_size(page, *, colours=True):
    """Return what `problems` finds, by width; the checker is loaded once for both and tells nothing else."""
    rules = {"color-contrast": {"enabled": colours}}
    options = {**RULES, "resultTypes": ["violations"], "rules": rules}
    page.evaluate(AXE.axe_script)
    found = {}
    for width in SIZES:
        resize(page, width)
        found[width, "barriers"] = page.evaluate(VIOLATIONS, options)
        found[width, "wider than the screen"] = page.evaluate(WIDER)
    return {where: wrong for where, wrong in found.items() if wrong}


def test_the_check_of_both_sizes_bites(page):
    page.set_content("<html><body><img src='x'><p style='color:#ccc;width:700px'>pale</p></body></html>")
    found = problems_of_each_size(page)
    assert (360, "wider than the screen") in found
    assert (1100, "wider than the screen") not in found
    for width in SIZES:
        assert {"image-alt", "color-contrast"} <= {name for name, _where in found[width, "barriers"]}


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_own_pages_have_no_barrier(page, live_server, language):
    person = with_everything()
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
    )
    addresses = own_addresses(page, live_server, person)
    assert {name for name, _key in addresses} == {one.name for one in own_pages} - FILES - ANSWERS
    assert {("own_work", key) for key in (learning.PLAN, learning.SEEN, learning.PART)} <= addresses.keys()
    found = {}
    for path in (*addresses.values(), f"{own(person, 'own_quiz', learning.QUIZ)}?again=1"):
        page.goto(live_server.url + path)
        assert page.locator("html").get_attribute("lang") == language
        # Colours are the same in every language, and looking at all of them is slow.
        if wrong := problems_of_each_size(page, colours=language == settings.LANGUAGE_CODE):
            found[path] = wrong
    assert found == {}
