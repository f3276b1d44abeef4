"""Rows become the plan of the library, and its dates."""

import datetime as dt
import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import make_partner
from tests.web.plan import making

from mentorway.schedule.plan import Guess
from mentorway.web.plan.analysis.dates import checked, dates_of, first_of, laid, last_of
from mentorway.web.plan.models import Bound, Kind
from mentorway.wording import InvalidInputError

pytestmark = pytest.mark.django_db
BEFORE = making.START - making.DAY


@pytest.fixture
def project():
    return making.make_project()


def test_a_line_becomes_a_task_with_all_that_is_known_of_it(project):
    parent = making.package(project)
    facts = {"shortest": 3, "longest": 9, "done": 40, "parent": parent, "code": "T1"}
    item = making.line(project, "Ask", 5, **facts)
    making.effort(item, project.partner, 12)
    task = laid(project).tasks[1]
    assert (task.key, task.title, task.days, task.calendar) == (str(item.pk), "T1 Ask", 5, "FI")
    assert (task.parent, task.done, task.guess) == (str(parent.pk), 0.4, Guess(3, 5, 9))
    assert dict(task.work) == {str(project.partner_id): 12.0}


def test_what_is_shown_elsewhere_counts_before_what_people_say(project):
    item = making.line(project, done=40)
    assert laid(project, done={item.pk: 0.75}).tasks[0].done == 0.75


def test_holidays_are_those_of_the_line_of_its_lead_or_of_the_lead_of_the_project(project):
    lead = make_partner(country="LV")
    making.line(project, lead=lead, country="SE")
    making.line(project, lead=lead)
    making.line(project)
    plan = laid(project)
    assert [task.calendar for task in plan.tasks] == ["SE", "LV", "FI"]
    midsummer = dt.date(2027, 6, 24)  # a Thursday: a holiday in Latvia, a working day in Finland
    assert [plan.calendar_of(task).works_on(midsummer) for task in plan.tasks] == [True, False, True]


def test_what_waits_begins_on_the_next_working_day(project):
    first = making.line(project, "Ask", 5)
    second = making.line(project, "Count", 2, first)
    dates = dates_of(project, today=BEFORE)
    assert (first_of(dates, first), last_of(dates, first)) == (making.START, dt.date(2027, 3, 5))
    assert (first_of(dates, second), last_of(dates, second)) == (dt.date(2027, 3, 8), dt.date(2027, 3, 9))


def test_what_was_taken_out_is_not_planned_and_holds_nothing(project):
    first = making.line(project, "Ask", 5)
    second = making.line(project, "Count", 2, first)
    first.removed = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    first.save()
    plan = laid(project)
    assert ([task.key for task in plan.tasks], plan.dependencies) == ([str(second.pk)], ())


def test_lines_stand_as_a_tree_is_read(project):
    one, two = making.package(project, "One"), making.package(project, "Two")
    part = making.line(project, "Part of one", parent=one)
    deeper = making.line(project, "Deeper", parent=part)
    assert [task.key for task in laid(project).tasks] == [str(row.pk) for row in (one, part, deeper, two)]


def test_a_circle_is_said_with_the_lines_in_it(project):
    first = making.line(project, "Ask", code="A")
    second = making.line(project, "Count", 5, first, code="B")
    making.depend(first, second)
    with pytest.raises(InvalidInputError, match="circle: A Ask"):
        checked(project)


def test_a_fixed_day_that_becomes_a_holiday_does_not_hide_the_plan(project):
    holiday = dt.date(2027, 12, 6)  # the day of independence of Finland, a Monday
    item = making.line(project, bound=Bound.STARTS_ON, day=holiday)
    with pytest.raises(InvalidInputError, match="no working day"):
        checked(project, today=BEFORE)
    assert first_of(dates_of(project, today=BEFORE), item) == holiday + making.DAY


def test_a_milestone_stands_on_the_day_on_which_what_it_waits_for_ends(project):
    work = making.line(project, "Ask", 5)
    moment = making.line(project, "Asked", 0, work, kind=Kind.MILESTONE)
    dates = dates_of(project, today=BEFORE)
    assert last_of(dates, moment) == last_of(dates, work)


def test_an_empty_plan_begins_and_ends_with_its_first_day(project):
    dates = dates_of(project, today=BEFORE)
    assert (dates.start, dates.finish, list(dates)) == (making.START, making.START, [])


def test_however_many_lines_there_are_each_table_is_read_once(project):
    lines = [making.line(project, f"Line {number}") for number in range(20)]
    for before, after in itertools.pairwise(lines):
        making.depend(after, before)
        making.effort(after, project.partner, 2)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        dates_of(project, today=BEFORE)
    assert len(asked) == 4
