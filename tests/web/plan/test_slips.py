"""People are told of lines that end later than they know, each in the own language, and not every day."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from tests.conftest import make_member, make_partner
from tests.web.plan import making

from mentorway.web.plan import due, needs
from mentorway.web.plan.actions import items as writing
from mentorway.web.plan.actions import warning
from mentorway.web.plan.models import Item, Kind, PlanEvent
from mentorway.web.plan.queries.slips import WARNING

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def today(now):
    return timezone.localdate(now)


@pytest.fixture
def partner():
    return make_partner(name="Turku college")


@pytest.fixture
def member(partner):
    return make_member(partner, name="Aino Virtanen")


@pytest.fixture
def project(partner, member, today):
    facts = {"starts_on": today - 100 * DAY, "ends_on": today + 600 * DAY}
    return making.make_project(partner, member, **facts)


def letters(outbox, calls, now):
    """Do what is due and return what was sent since."""
    before = len(outbox)
    with calls(execute=True):
        warning.do_due_work(now)
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    return outbox[before:]


def earlier(project, days):
    """Let the last warning be some days ago."""
    event = PlanEvent.objects.filter(project=project, what__about=WARNING).latest("pk")
    PlanEvent.objects.filter(pk=event.pk).update(at=timezone.now() - days * DAY)


def longer(item, days):
    Item.objects.filter(pk=item.pk).update(days=days)


@pytest.fixture
def sent(mailoutbox, django_capture_on_commit_callbacks, now):
    return lambda: letters(mailoutbox, django_capture_on_commit_callbacks, now)


def test_what_is_as_people_know_it_is_no_reason_to_write(project, sent):
    item = making.line(project, days=20)
    assert not sent()
    assert Item.objects.get(pk=item.pk).warned
    assert not sent()
    assert not PlanEvent.objects.filter(project=project).exists()


def test_a_line_that_ends_a_week_later_is_told_once_with_both_days(project, member, sent, today):
    item = making.line(project, "Collect answers", 20)
    sent()
    longer(item, 40)
    (letter,) = sent()
    assert letter.to == [member.email]
    assert letter.subject == "Mentors for all: 1 line ends later or is late"
    assert "(Collect answers) ends on" in letter.body
    assert ", not on" in letter.body
    assert reverse("plan:items", args=[project.pk]) in letter.body
    assert Item.objects.get(pk=item.pk).warned > today
    earlier(project, 1)
    assert not sent()
    assert PlanEvent.objects.filter(project=project, what__about=WARNING).count() == 1


def test_nobody_gets_two_letters_about_a_project_on_one_day(project, sent):
    item = making.line(project, days=20)
    sent()
    longer(item, 40)
    assert len(sent()) == 1
    longer(item, 60)
    assert not sent()
    earlier(project, 1)
    assert len(sent()) == 1


def test_small_moves_are_gathered_for_a_week(project, sent):
    item = making.line(project, days=20)
    sent()
    longer(item, 30)
    assert len(sent()) == 1
    earlier(project, 1)
    longer(item, 31)
    assert not sent()
    earlier(project, 7)
    assert len(sent()) == 1


def test_a_line_that_misses_its_deadline_is_told_with_the_reason(project, sent, today):
    making.line(project, "Report", 20, deadline=today + DAY)
    (letter,) = sent()
    assert "(Report) ends on" in letter.body
    assert "not on" not in letter.body
    earlier(project, 1)
    assert not sent()


def test_partners_of_the_line_and_of_what_waits_for_it_are_told_and_others_are_not(partner, today, sent):
    leads, waits, works, other = (make_partner() for _number in range(4))
    boss = make_member(partner)
    people = [make_member(one) for one in (leads, waits, works, other)]
    project = making.make_project(
        partner, boss, leads, waits, works, other, starts_on=today - DAY, ends_on=today + 600 * DAY
    )
    first = making.line(project, "First", 10, lead=leads)
    second = making.line(project, "Second", 10, first, lead=waits)
    making.effort(second, works, 3)
    making.line(project, "Third", 10, lead=other)
    sent()
    longer(first, 40)
    found = {letter.to[0]: letter.body for letter in sent()}
    assert set(found) == {boss.email, *(one.email for one in people[:3])}
    assert "Second" not in found[people[0].email]
    assert "Second" in found[people[1].email]


def test_everybody_reads_it_in_the_own_language(project, partner, sent):
    make_member(partner, language="lt")
    item = making.line(project, days=20)
    sent()
    longer(item, 40)
    assert len(sent()) == 2
    assert translation.get_language() == "en"


@pytest.mark.parametrize(
    "facts",
    [
        {"is_example": True},
        {"deleted": timezone.now()},
        {"starts_on": timezone.localdate() + 5 * DAY},
        {"starts_on": timezone.localdate() - 500 * DAY, "ends_on": timezone.localdate() - 91 * DAY},
    ],
)
def test_no_letters_of_examples_of_what_is_deleted_and_of_what_does_not_run(project, sent, facts, today):
    making.line(project, "Report", 20, deadline=today + DAY)
    type(project).objects.filter(pk=project.pk).update(**facts)
    assert not sent()


def test_what_is_finished_and_work_packages_are_not_told(project, sent, today):
    package = making.package(project)
    done = making.line(project, "Done", 20, parent=package, deadline=today - 30 * DAY)
    Item.objects.filter(pk=done.pk).update(started=today - 20 * DAY, finished=today - DAY, done=100)
    making.line(project, "Late", 20, parent=package, deadline=today + DAY)
    (letter,) = sent()
    assert "1 line " in letter.subject
    assert "Late" in letter.body


def test_many_lines_are_counted_and_not_all_written(project, sent, today):
    for number in range(warning.LISTED + 2):
        making.line(project, f"Line {number}", 5, deadline=today - DAY)
    (letter,) = sent()
    assert letter.subject.endswith("32 lines end later or are late")
    assert "and 2 more" in letter.body


def test_it_is_done_every_hour_by_itself(project, today, mailoutbox, django_capture_on_commit_callbacks, now):
    making.line(project, "Report", 20, deadline=today + DAY)
    with django_capture_on_commit_callbacks(execute=True):
        due.do_due_work(now)
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    assert len(mailoutbox) == 1


# The first page


def said(user):
    return [(need.text, need.url, need.urgent) for need in needs.needs_of(user)]


def test_lines_of_the_own_partner_that_are_late_are_needs(project, partner, member, today):
    other = make_partner()
    making.take_part(project, other)
    making.line(project, "Late", 20, deadline=today + DAY)
    making.line(project, "Other", 20, deadline=today + DAY, lead=other)
    making.line(project, "Third", 20, deadline=today + DAY, lead=other)
    url = f"{reverse('plan:items', args=[project.pk])}?late=1&partner={partner.pk}"
    assert said(member) == [("“Mentors for all”: 1 line of your partner is late.", url, False)]
    assert said(make_member(other))[0][0] == "“Mentors for all”: 2 lines of your partner are late."
    assert not said(make_member())


def test_what_is_due_within_two_weeks_is_a_need(project, member, today):
    soon = making.line(project, "Catalogue", kind=Kind.DELIVERABLE)
    first = making.line(project, "Long", 60)
    making.line(project, "Far", 0, first, kind=Kind.MILESTONE)
    ((text, url, _urgent),) = said(member)
    assert text.startswith(f"“Mentors for all”: {soon.code} Catalogue is due on ")
    assert url == reverse("plan:item", args=[project.pk, soon.pk])
    writing.state_progress(soon, member, revision=1, finished=today, done=100)
    assert not said(member)


@pytest.mark.parametrize(("days", "words", "urgent"), [(10, "is due on", False), (-1, "was due on", True)])
def test_a_report_that_is_due_is_a_need_until_its_period_is_closed(project, member, days, words, urgent):
    period = making.period(project, due_on=timezone.localdate() + days * DAY)
    ((text, url, is_urgent),) = said(member)
    assert text.startswith(f"“Mentors for all”: the report of period 1 {words} ")
    assert url == reverse("plan:period", args=[project.pk, 1])
    assert is_urgent is urgent
    period.closed = timezone.now()
    period.save()
    assert not said(member)


def test_a_report_that_is_due_later_is_none_yet(project, member, today):
    making.period(project, due_on=today + 15 * DAY)
    assert not said(member)


def test_the_example_needs_nobody(project, member, today):
    making.line(project, "Late", 20, deadline=today + DAY)
    type(project).objects.filter(pk=project.pk).update(is_example=True)
    assert not said(member)
    with pytest.raises(ValidationError):
        writing.create(project, member, kind="task", title="No")
