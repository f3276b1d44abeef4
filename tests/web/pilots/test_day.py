"""The day of who leads meetings, the plan by the clock, the wall, and what goes on paper."""

import datetime as dt
import shutil
import subprocess

import pytest
import segno
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.web.pilots.making import DAY, enrol, enrol_many, make_cohort, make_meeting

from mentorway.web.pilots.analysis import codes
from mentorway.web.pilots.analysis.programme import programme_of
from mentorway.web.pilots.analysis.timetable import timetable_of
from mentorway.web.pilots.models import Attendance, Presence, Source, Triad, TriadMember

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
PDFTOTEXT, PDFINFO, PDFTOPPM, ZBAR = map(shutil.which, ("pdftotext", "pdfinfo", "pdftoppm", "zbarimg"))
reads_pdf = pytest.mark.skipif(not (PDFTOTEXT and PDFINFO), reason="poppler-utils is not installed")
reads_qr = pytest.mark.skipif(not (PDFTOPPM and ZBAR), reason="zbar-tools or poppler-utils is not installed")


@pytest.fixture
def clock(monkeypatch):
    """Set the time that it is."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def cohort(clock):
    clock(NOON)
    return make_cohort()


@pytest.fixture
def lead(cohort, client):
    client.force_login(cohort.created_by)
    return cohort.created_by


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own


def day_page(client, meeting):
    return client.get(reverse("pilots:day_meeting", args=[meeting.pk])).text


def wall_page(client, meeting, name="wall"):
    return client.get(reverse(f"pilots:{name}", args=[meeting.cohort_id, meeting.pk])).text


# The day


def test_the_day_shows_meetings_of_today_by_the_clock_of_the_cohort(client, lead, cohort, clock):
    clock(dt.datetime(2026, 5, 4, 22, 30, tzinfo=dt.UTC))  # 1:30 on the fifth in Vilnius
    make_meeting(cohort, dt.datetime(2026, 5, 5, 6, tzinfo=dt.UTC), title="On the fifth", facilitator=lead)
    make_meeting(cohort, dt.datetime(2026, 5, 4, 15, tzinfo=dt.UTC), title="On the fourth", facilitator=lead)
    page = client.get(reverse("pilots:day")).text
    assert "On the fifth" in page
    assert "On the fourth" not in page


def test_a_meeting_that_goes_on_past_midnight_is_still_of_today(client, lead, cohort, clock):
    clock(dt.datetime(2026, 5, 4, 21, 30, tzinfo=dt.UTC))
    make_meeting(cohort, dt.datetime(2026, 5, 4, 20, 30, tzinfo=dt.UTC), title="Late one")
    assert "Late one" in client.get(reverse("pilots:day")).text


def test_own_meetings_are_apart_from_those_of_others_and_strangers_see_none(client, lead, cohort):
    make_meeting(cohort, NOON, title="Mine", facilitator=lead)
    make_meeting(cohort, NOON, title="Of others")
    page = client.get(reverse("pilots:day")).text
    assert page.index("Meetings that I lead") < page.index("Mine")
    assert page.index("Other meetings today") < page.index("Of others")
    client.force_login(make_member(role="admin"))
    assert "Mine" not in client.get(reverse("pilots:day")).text


def test_a_coordinator_and_the_example_put_nothing_on_the_day(client, cohort):
    make_meeting(cohort, NOON, title="Not yours")
    make_meeting(make_cohort(is_example=True), NOON, title="Invented")
    client.force_login(make_member(role="coordinator"))
    page = client.get(reverse("pilots:day")).text
    assert "Not yours" not in page
    assert "Invented" not in page


def test_a_day_without_a_meeting_names_the_next_one(client, lead, cohort):
    page = client.get(reverse("pilots:day")).text
    assert "No meeting today" in page
    make_meeting(cohort, NOON + 5 * DAY, title="Next week")
    assert "Next week" in client.get(reverse("pilots:day")).text


def test_the_page_of_a_meeting_shows_who_comes_what_they_need_and_what_to_press(client, lead, cohort):
    meeting = make_meeting(
        cohort, NOON, place="Room 7", link="https://example.org/join", note="Bring the **cards**."
    )
    person = enrol(cohort, "Aino Ek", wishes="A ramp, please.", organisation="Bakery")
    enrol(cohort, "Withdrawn Person", standing="withdrawn")
    facts = {"source": Source.SCAN, "marked": NOON, "presence": Presence.PRESENT}
    Attendance.objects.create(meeting=meeting, participant=person, **facts)
    page = day_page(client, meeting)
    for words in (
        "Room 7",
        "https://example.org/join",
        "<strong>cards</strong>",
        "A ramp, please.",
        "Bakery",
    ):
        assert words in page
    assert "1 of 1 are here" in page
    assert "Withdrawn Person" not in page
    assert reverse("pilots:wall", args=[cohort.pk, meeting.pk]) in page
    assert reverse("pilots:mark", args=[cohort.pk, meeting.pk]) in page


def test_groups_of_three_of_the_meeting_are_named(client, lead, cohort):
    meeting = make_meeting(cohort, NOON)
    triad = Triad.objects.create(cohort=cohort, meeting=meeting, number=1)
    for place, name in enumerate(("Céline", "Bert", "Aino")):
        TriadMember.objects.create(triad=triad, participant=enrol(cohort, name), place=place)
    page = day_page(client, meeting)
    assert page.index("<bdi>Céline</bdi>") < page.index("<bdi>Bert</bdi>") < page.index("<bdi>Aino</bdi>")


def test_members_look_at_the_example_without_buttons_and_without_the_note(client):
    cohort = make_cohort(is_example=True)
    meeting = make_meeting(cohort, note="For us only.")
    client.force_login(make_member())
    page = day_page(client, meeting)
    assert "For us only." not in page
    assert "Code for the wall" not in page


# The plan by the clock


def test_the_plan_says_when_each_step_begins_and_which_goes_on(cohort):
    meeting = make_meeting(cohort, NOON, session="first-evening")
    plan = timetable_of(meeting, programme_of(cohort), NOON + 6 * MINUTE)
    assert [f"{line.begins:%H:%M}-{line.ends:%H:%M}" for line in plan.lines] == ["15:00-15:05", "15:05-15:25"]
    assert [line.is_now for line in plan.lines] == [False, True]
    assert [one.title for one in plan.materials] == ["Read this"]
    assert (plan.spare, plan.missing) == (65, 0)


def test_a_plan_over_the_hour_that_is_skipped_shows_the_clock_of_the_wall(cohort):
    before = dt.datetime(2026, 3, 29, 0, 50, tzinfo=dt.UTC)  # 2:50 in Vilnius; 3:00 becomes 4:00
    plan = timetable_of(make_meeting(cohort, before, session="first-evening"), programme_of(cohort), NOON)
    assert [f"{line.begins:%H:%M}-{line.ends:%H:%M}" for line in plan.lines] == ["02:50-02:55", "02:55-04:15"]


def test_a_meeting_shorter_than_its_plan_says_by_how_much(client, lead, cohort):
    meeting = make_meeting(cohort, NOON, minutes=20, session="first-evening")
    assert "The plan is 5 minutes longer than the meeting." in day_page(client, meeting)


@pytest.mark.parametrize(
    ("session", "words"), [("", "follows no session"), ("gone", "has no session with the short name")]
)
def test_a_meeting_without_a_session_says_so(client, lead, cohort, session, words):
    assert words in day_page(client, make_meeting(cohort, NOON, session=session))


# The wall


def test_the_wall_shows_the_code_of_the_moment_and_how_many_are_here_but_no_names(
    client, lead, cohort, clock
):
    meeting = make_meeting(cohort, NOON)
    person = enrol(cohort, "Aino Ek")
    for name in ("wall", "wall_code"):
        page = wall_page(client, meeting, name)
        assert codes.code_at(meeting, NOON) in page
        assert "0 of 1 are here" in page
        assert person.name not in page
    clock(NOON + MINUTE)
    assert codes.code_at(meeting, NOON) not in wall_page(client, meeting, "wall_code")


def test_the_wall_asks_again_by_itself_with_scripts_and_without(client, lead, cohort):
    meeting = make_meeting(cohort, NOON)
    page = wall_page(client, meeting)
    assert f'hx-get="{reverse("pilots:wall_code", args=[cohort.pk, meeting.pk])}"' in page
    assert '<meta http-equiv="refresh"' in page.split("<noscript>")[1].split("</noscript>")[0]


@pytest.mark.parametrize(
    ("minutes", "more", "words"),
    [
        (30, {}, "The code is shown from"),
        (-240, {}, "Codes were taken until"),
        (0, {"cancelled": NOON}, "does not take place"),
    ],
)
def test_the_wall_shows_no_code_before_the_opening_and_after_the_end(client, cohort, minutes, more, words):
    client.force_login(cohort.created_by)
    meeting = make_meeting(cohort, NOON + minutes * MINUTE, **more)
    page = wall_page(client, meeting, "wall_code")
    assert words in page
    assert codes.code_at(meeting, NOON) not in page


def test_nothing_of_the_wall_is_kept_by_browsers(client, lead, cohort):
    meeting = make_meeting(cohort, NOON)
    answer = client.get(reverse("pilots:wall_code", args=[cohort.pk, meeting.pk]))
    assert "no-store" in answer["Cache-Control"]


@reads_qr
def test_the_picture_on_the_wall_leads_to_the_page_with_the_code(cohort, tmp_path):
    meeting = make_meeting(cohort, NOON)
    code = codes.code_at(meeting, NOON)
    picture = codes.picture_of(meeting, code)
    kept = tmp_path / "wall.png"
    segno.make(codes.address_of(meeting, code), error="m").save(kept, scale=4)
    read = run(ZBAR, "--raw", "-q", kept)
    assert read.strip() == f"http://localhost:8000/pilots/here/{meeting.token}/?c={code}"
    drawn = segno.make(read.strip(), error="m").svg_data_uri(scale=8, border=4, dark="#000", light="#fff")
    assert picture == drawn


# Paper


def read_text(pdf, tmp_path):
    file = tmp_path / "sheet.pdf"
    file.write_bytes(pdf)
    return run(PDFTOTEXT, "-layout", file, "-"), run(PDFINFO, file)


@reads_pdf
@reads_qr
def test_the_sign_at_the_door_leads_to_the_meeting_and_holds_no_code(client, lead, cohort, tmp_path):
    meeting = make_meeting(cohort, NOON, title="Ąžuolų vakaras", place="204 kab.")
    answer = client.get(reverse("pilots:door_sign", args=[cohort.pk, meeting.pk]))
    words, facts = read_text(answer.content, tmp_path)
    assert "Ąžuolų vakaras" in words
    assert "204 kab." in words
    assert "Tagged:          yes" in facts
    assert "Pages:           1" in facts
    run(PDFTOPPM, "-png", "-r", "100", tmp_path / "sheet.pdf", tmp_path / "page")
    page = next(tmp_path.glob("page*.png"))
    read = run(ZBAR, "--raw", "-q", page)
    assert read.strip() == f"http://localhost:8000/pilots/here/{meeting.token}/"


@reads_pdf
def test_the_sheet_lists_everybody_for_the_meetings_that_were_chosen(client, lead, cohort, tmp_path):
    people = enrol_many(cohort, 40)
    enrol(cohort, "Waiting Person", standing="waiting", waiting_since=NOON)
    meetings = [make_meeting(cohort, NOON + number * DAY, title=f"Evening {number}") for number in range(6)]
    meetings[5].cancelled = NOON
    meetings[5].save()
    url = reverse("pilots:attendance_sheet", args=[cohort.pk])
    words, facts = read_text(client.get(url).content, tmp_path)
    assert all(person.name in words for person in people)
    assert "Waiting Person" not in words
    assert "Evening 4" in words
    assert "Evening 5" not in words
    assert "Tagged:          yes" in facts
    words, _facts = read_text(client.get(f"{url}?meeting={meetings[2].pk}").content, tmp_path)
    assert "Evening 2" in words
    assert "Evening 3" not in words


@reads_pdf
def test_the_sheet_takes_names_in_any_script_and_markup_as_they_are(client, lead, cohort, tmp_path):
    for name in ("Žygimantė Ščukauskaitė", "#strong[Bo] *x* $y$", "مريم 🌱", "W" * 150):
        enrol(cohort, name)
    make_meeting(cohort, NOON)
    answer = client.get(reverse("pilots:attendance_sheet", args=[cohort.pk]))
    words, facts = read_text(answer.content, tmp_path)
    assert "Žygimantė Ščukauskaitė" in words
    assert "#strong[Bo] *x* $y$" in words
    assert "Tagged:          yes" in facts


@pytest.mark.parametrize("wanted", ["?meeting=999999", "?meeting=x"])
def test_a_sheet_without_a_meeting_is_not_found(client, lead, cohort, wanted):
    make_meeting(cohort, NOON)
    assert client.get(reverse("pilots:attendance_sheet", args=[cohort.pk]) + wanted).status_code == 404
