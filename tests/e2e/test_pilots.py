"""Every page of a cohort, as facilitators see it: no barrier, nothing too wide, no error in the console."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.e2e.test_pages import check, problems
from tests.web.pilots import certifying, making
from tests.web.pilots import learning_making as learning

from mentorway.web.pilots.actions import journal, meetings
from mentorway.web.pilots.models import Attendance, Letter, Observation, Presence
from mentorway.web.pilots.models import Standing as Seat
from mentorway.web.pilots.urls import one_cohort

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
DAY = dt.timedelta(days=1)
NO_PAGES = {  # files, parts of pages, and what only answers when something is sent
    "announce", "attendance_file", "attendance_sheet", "cancel_run", "certificate_file", "certificates_zip",
    "cohort_calendar", "door_sign", "export_people", "invite_feedback", "restore_cohort", "send_link",
    "wall_code", "work_file", "works_file",
}  # fmt: skip
OF_EVERYBODY = [
    "cohorts",
    "new_cohort",
    "deleted_cohorts",
    "calendar_link",
    "day",
    "mine",
    "open",
    "check",
    "keys",
]


class Example:
    """A cohort in which everything has happened once, as somebody in charge sees it who also takes part."""

    def __init__(self):
        self.user = make_member(role="admin", name="Aino Ek", is_staff=True)
        partner = self.user.partners.get()
        self.cohort = learning.make_learning(
            partner, self.user, title="Mentors of spring with quite a long name", required=[learning.QUIZ]
        )
        now = timezone.now()
        self.past = making.make_meeting(self.cohort, now - 2 * DAY, title="First evening", place="Room 5")
        certifying.write_terms(self.cohort)
        self.person = certifying.complete(self.cohort, "Aino Ek", user=self.user)
        self.certificate = certifying.certify(self.person, self.user)
        self.current = making.make_meeting(self.cohort, title="Second evening", facilitator=self.user)
        making.make_meeting(
            self.cohort, now + 5 * DAY, title="Third evening", link="https://example.org/room"
        )
        self.cancelled = making.make_meeting(self.cohort, now + 9 * DAY, title="Fourth evening")
        meetings.cancel(self.cancelled, why="The house is closed.")
        self._learn()

    def _learn(self):
        others = [making.enrol(self.cohort, name) for name in making.NAMES[1:4]]
        making.enrol(self.cohort, "Fredrik Åberg", standing=Seat.WAITING, motivation="I want to listen.")
        self.work = learning.handed_in(self.person)
        self.entry = journal.write(self.person, text="A thought.", is_shared=True)
        self.triad = learning.make_triad(self.cohort, self.person, *others[:2])
        Observation.objects.create(
            triad=self.triad, assessment=learning.SEEN, mentor=self.person, observer=others[1],
            levels=learning.GOOD,
        )  # fmt: skip
        self.letter = Letter.objects.create(cohort=self.cohort, subject="News", body="Come.", key="k")

    def urls(self):
        """Return the addresses of all pages of the cohort, and of those that have no cohort."""
        which = {
            **dict.fromkeys(("work", "assess"), self.work.pk),
            **dict.fromkeys(("add_to_triad", "move_in_triad", "remove_triad"), self.triad.pk),
            **dict.fromkeys(("certificate", "revoke", "reissue"), self.certificate.pk),
            "journal_reply": self.entry.pk,
            "letter": self.letter.pk,
            "restore_meeting": self.cancelled.pk,
        }
        known = {
            "who": self.person.pk,
            "run": self.cohort.runs.get().pk,
            "state": "finished",
            "key": learning.PLAN,
        }
        found = []
        for one in one_cohort:
            if one.name not in NO_PAGES:
                facts = {**known, "which": which.get(one.name, self.current.pk)}
                asked = {name: facts[name] for name in one.pattern.converters}
                found.append(reverse(f"pilots:{one.name}", kwargs={"pk": self.cohort.pk, **asked}))
        return [*found, *self._others()]

    def _others(self):
        yield from (reverse(f"pilots:{name}") for name in OF_EVERYBODY)
        yield reverse("pilots:here", args=[self.current.token])
        yield reverse("pilots:day_meeting", args=[self.current.pk])
        yield reverse("pilots:verify", args=[self.certificate.number])
        yield reverse("pilots:apply", args=[self.cohort.token])
        yield reverse("pilots:rotate_key")


def heard(page):
    """Return a list of what the console of the browser will complain about."""
    found = []
    page.on("console", lambda one: found.append(one.text) if one.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture
def example(sign_in):
    made = Example()
    sign_in(made.user)
    return made


@pytest.mark.parametrize(("width", "language"), [(360, "fi"), (1280, "en")])
def test_no_page_of_a_cohort_has_a_barrier(page, live_server, example, width, language):
    told, urls = heard(page), example.urls()
    statuses = {url: page.context.request.head(live_server.url + url).status for url in urls}
    assert {url: status for url, status in statuses.items() if status != 200} == {}
    assert len(urls) > 50
    check(page, live_server, urls, width, language)
    assert told == []


def press(page, role, name):
    """Reach something with the keyboard alone, from where the person is, and press it."""
    wanted = page.get_by_role(role, name=name, exact=True)
    reach(page, wanted)
    page.keyboard.press("Enter")


def reach(page, wanted, most=60):
    for _step in range(most):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("The keyboard does not lead there.")


def test_a_letter_is_written_looked_at_and_sent_with_the_keyboard_alone(page, live_server, example):
    told = heard(page)
    page.goto(live_server.url + reverse("pilots:letters", args=[example.cohort.pk]))
    press(page, "link", "Write a letter")
    reach(page, page.get_by_label("Subject"))
    page.keyboard.type("News of {cohort}")
    page.keyboard.press("Tab")
    page.keyboard.type("Dear {name}, bring a pen.")
    press(page, "button", "Look at it")
    shown = page.get_by_role("region", name="What Aino Ek gets")
    assert f"News of {example.cohort.title}" in shown.inner_text()
    assert "Dear Aino Ek, bring a pen." in shown.inner_text()
    assert problems(page) == []
    assert not Letter.objects.filter(subject="News of {cohort}").exists()
    press(page, "button", "Send")
    page.get_by_text("The letter is on its way.").wait_for()
    assert (Letter.objects.filter(subject="News of {cohort}").count(), problems(page), told) == (1, [], [])


def test_everybody_is_marked_with_the_keyboard_alone(page, live_server, example):
    told, current = heard(page), example.current
    page.goto(live_server.url + reverse("pilots:mark", args=[example.cohort.pk, current.pk]))
    bert = page.get_by_role("group", name="Bert Lind")
    reach(page, bert.get_by_role("radio", checked=True))
    while not bert.get_by_role("radio", name="Excused").is_checked():
        page.keyboard.press("ArrowLeft")
    press(page, "button", "Save: everybody else was there")
    page.get_by_text("4 marks saved.").wait_for()
    marks = dict(Attendance.objects.filter(meeting=current).values_list("participant__name", "presence"))
    present = dict.fromkeys(("Aino Ek", "Céline Ozols", "Dovilė Kazlauskaitė"), Presence.PRESENT)
    assert marks == {**present, "Bert Lind": Presence.EXCUSED}
    assert (problems(page), told) == ([], [])
