"""A file of Microsoft Project brings progress, baselines and calendars; what is not taken is said before."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.plan import making
from tests.web.plan.test_plan_files import at, got, read_in, take, twin_of

from mentorway.schedule.calendars import calendar_of_country
from mentorway.schedule.critical import critical_path
from mentorway.schedule.mspdi import About, written
from mentorway.schedule.plan import Plan, Task
from mentorway.web.plan.actions import baselines, importing
from mentorway.web.plan.analysis import plan_files as analysis
from mentorway.web.plan.models import Baseline, Kind, PlanEvent

pytestmark = pytest.mark.django_db
PAST = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
NOON = timezone.now().replace(hour=9)  # the same day in every zone that is used here


@pytest.fixture
def partner():
    return make_partner(name="Turku college")


@pytest.fixture
def other():
    return make_partner(name="Riga college", country="LV")


@pytest.fixture
def member(partner):
    return make_member(partner, name="Aino Virtanen")


@pytest.fixture
def project(partner, other, member):
    return making.make_project(partner, member, other, starts_on=PAST, ends_on=PAST + 700 * DAY)


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


@pytest.fixture
def begun(project):
    """Return a project with a line that has ended, one under way, one to come, and a milestone reached."""
    study = making.package(project, "Study", code="WP1")
    ask = making.line(
        *(project, "Ask", 5), parent=study, code="T1", done=100, started=PAST, finished=PAST + 8 * DAY
    )
    count = making.line(project, "Count", 10, parent=study, code="T2", done=40, started=PAST + 9 * DAY)
    tell = making.line(project, "Tell", 4, parent=study, code="T3")
    asked = making.line(
        project, "Asked", 0, parent=study, kind=Kind.MILESTONE, code="M1", done=100, finished=PAST + 8 * DAY
    )
    for after, before in ((count, ask), (tell, count), (asked, ask)):
        making.depend(after, before)
    return project


def progress(project):
    return {
        item.code: (item.days, item.done, item.started, item.finished) for item in project.items.planned()
    }


def dates(baseline, project):
    codes = {str(item.pk): item.code for item in project.items.all()}
    return {codes[key]: days for key, days in baseline.dates.items()}


def test_a_project_moves_with_its_progress_and_baselines(seen, begun, member):
    kept = baselines.keep(begun, member, title="As agreed")
    Baseline.objects.filter(pk=kept.pk).update(at=NOON - 100 * DAY)
    kept.refresh_from_db()
    twin = twin_of(begun, starts_on=PAST, ends_on=PAST + 700 * DAY)
    page = read_in(seen, twin, got(seen, begun, "mspdi").content, "p.xml")
    assert "it has the days of 5 lines" in page
    take(seen, twin, page)
    assert progress(twin) == progress(begun)
    row = twin.baselines.get()
    assert (row.title, dates(row, twin)) == (kept.title, dates(kept, begun))
    assert timezone.localdate(row.at) == timezone.localdate(kept.at)
    assert (row.by, PlanEvent.objects.filter(project=twin).count()) == (member, 2)


def test_what_goes_out_with_progress_and_baselines_and_comes_back_changes_nothing(seen, begun, member):
    baselines.keep(begun, member, title="As agreed")
    page = read_in(seen, begun, got(seen, begun, "mspdi").content, "p.xml")
    assert "there is nothing to take over" in page
    assert "is left out or read in another way" not in page


def test_progress_is_shown_before_and_taken_over(seen, begun):
    content = got(seen, begun, "mspdi").content
    begun.items.filter(code="T2").update(done=10, started=PAST + 10 * DAY)
    page = read_in(seen, begun, content, "p.xml")
    assert "1 line is changed" in page
    assert "Done, in percent" in page
    assert "Really begun on" in page
    take(seen, begun, page)
    line = begun.items.get(code="T2")
    assert (line.done, line.started, line.revision) == (40, PAST + 9 * DAY, 2)


def test_a_file_that_says_nothing_of_a_line_leaves_what_is_said_here(seen, begun):
    content = got(seen, begun, "mspdi").content
    begun.items.filter(code="T3").update(done=20, started=PAST + 20 * DAY)
    page = read_in(seen, begun, content, "p.xml")
    assert "The file does not say how far these lines are. What is said here stays: T3." in page
    assert "there is nothing to take over" in page


def file_of(*tasks, calendars=None, about=None, start=PAST):
    plan = Plan(start, tasks, (), calendars or {"": calendar_of_country("FI", 2025, 2029)})
    codes = {task.key: task.key for task in tasks}
    return written(critical_path(plan), about or About("Way", codes))


def test_days_that_are_still_to_come_are_left_out_and_said(seen, project):
    ahead = timezone.localdate() + 30 * DAY
    content = file_of(
        Task("T1", "Ask", 5, done=0.5, started=ahead),
        Task("T2", "Count", 5, done=1, started=PAST, finished=ahead),
    )
    page = read_in(seen, project, content, "p.xml")
    assert "Days of beginning or end that are still to come are not taken over: T1, T2." in page
    take(seen, project, page)
    assert progress(project) == {"T1": (5, 50, None, None), "T2": (5, 100, PAST, None)}


def test_a_baseline_of_the_same_name_stays_and_the_difference_is_said(seen, begun, member):
    baselines.keep(begun, member, title="As agreed")
    content = got(seen, begun, "mspdi").content
    row = begun.baselines.get()
    row.dates = {key: [days[0], "2027-01-01"] for key, days in row.dates.items()}
    row.save(update_fields=["dates"])
    page = read_in(seen, begun, content, "p.xml")
    assert (
        "The project has baselines of these names with other days. They stay as they are: As agreed." in page
    )
    assert "there is nothing to take over" in page


def test_a_baseline_alone_is_taken_over(seen, begun, member):
    row = baselines.keep(begun, member, title="As agreed")
    content = got(seen, begun, "mspdi").content
    baselines.delete(row, member)
    answer = take(seen, begun, read_in(seen, begun, content, "p.xml"))
    text = seen.get(answer.url).content.decode()
    assert "1 baseline was taken over." in text
    assert "0 lines" not in text
    assert begun.baselines.count() == 1


def test_no_more_baselines_than_a_plan_keeps(seen, begun, member, monkeypatch):
    row = baselines.keep(begun, member, title="As agreed")
    content = got(seen, begun, "mspdi").content
    baselines.delete(row, member)
    monkeypatch.setattr(importing, "MOST_BASELINES", 0)
    page = read_in(seen, begun, content, "p.xml")
    assert "A plan keeps at most 0 baselines" in page
    assert 'name="packed"' not in page
    with pytest.raises(ValidationError, match="A plan keeps at most"):
        importing.take_over(begun, member, analysis.read(content, "p.xml", begun))
    assert not begun.baselines.exists()


@pytest.mark.parametrize(
    ("name", "country", "kept"), [("LV", "LV", "LV"), ("Our Latvians", "LV", "LV"), ("Own", "FI", "")]
)
def test_a_calendar_is_told_by_its_name_or_its_days_off(seen, project, name, country, kept):
    calendars = {"": calendar_of_country("FI", 2025, 2029), name: calendar_of_country(country, 2025, 2029)}
    page = read_in(seen, project, file_of(Task("T1", "Ask", 5, name), calendars=calendars), "p.xml")
    assert "of the file are not kept" not in page
    take(seen, project, page)
    assert project.items.get(code="T1").country == kept


def test_a_line_that_is_there_gets_the_holidays_of_its_calendar(seen, project):
    making.line(project, "Ask", 5, code="T1")
    calendars = {"": calendar_of_country("FI", 2025, 2029), "LV": calendar_of_country("LV", 2025, 2029)}
    page = read_in(seen, project, file_of(Task("T1", "Ask", 5, "LV"), calendars=calendars), "p.xml")
    assert "Holidays of" in page
    assert "Latvia" in page
    take(seen, project, page)
    assert project.items.get(code="T1").country == "LV"


def test_days_off_that_are_not_those_of_a_country_are_named(seen, project):
    finnish = calendar_of_country("FI", 2025, 2029, closed=[dt.date(2026, 7, 1), dt.date(2026, 7, 2)])
    page = read_in(seen, project, file_of(Task("T1", "Ask", 5), calendars={"": finnish}), "p.xml")
    assert "keep the public holidays of Finland. These days off of the file are not kept: " in page
    assert "1 Jul 2026, 2 Jul 2026." in page


def test_a_damaged_answer_of_the_page_is_refused(seen, begun):
    answer = seen.post(at(begun, "import_plan"), {"packed": "WzEsMl0:1:x"}, follow=True).content.decode()
    assert "The file was read too long ago" in answer
