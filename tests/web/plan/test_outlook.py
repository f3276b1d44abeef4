"""The outlook of a plan: how sure, who has too much to do, what is earned."""

import datetime as dt

import pytest
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.counting import at_most
from tests.web.plan import making

from mentorway.web.plan.actions import baselines
from mentorway.web.plan.models import Kind, Levelling, Worked

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return make_partner(name="Turku college")


@pytest.fixture
def member(partner):
    return make_member(partner)


@pytest.fixture
def project(partner, member):
    return making.make_project(partner, member)


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


def at(project, page):
    return reverse(f"plan:{page}", args=[project.pk])


def shown(client, project, **chosen):
    return client.get(at(project, "outlook"), chosen).content.decode()


def crowded(project, partner):
    """Return two lines that one person has to do at the same time."""
    first, second = making.line(project, "Ask people", 5), making.line(project, "Visit schools", 5)
    making.effort(first, partner, 5)
    making.effort(second, partner, 5)
    return first, second


def test_an_empty_plan_teaches(seen, project):
    assert "Once the plan has lines" in shown(seen, project)


def test_what_is_missing_is_said_in_each_section(seen, project):
    making.line(project)
    page = shown(seen, project)
    assert "Write the shortest and the longest time" in page
    assert "No person-days yet" in page
    assert at(project, "baselines") in page


def test_the_end_and_each_milestone_have_later_days_the_surer_people_want_to_be(seen, project):
    ask = making.line(project, "Ask people", 20, shortest=15, longest=80)
    making.line(project, "Short walk", 2)
    making.line(project, "Asked", 0, ask, kind=Kind.MILESTONE)
    page, more = shown(seen, project), shown(seen, project)
    assert "5,000 times" in page
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert table in more  # the same plan gives the same answer
    assert table.count('class="day"') == 8
    part = page.partition('id="deciding"')[2].partition("</ol>")[0]
    assert "Ask people</a> · 100" in part
    assert "Short walk" not in part
    assert "of the runs the plan has ended by the last day" in page


def test_two_lines_at_once_are_too_much_for_one_person_but_not_for_two(seen, project, partner):
    crowded(project, partner)
    page = shown(seen, project)
    assert "5 person-days too much, in 1 month" in page
    assert "plan-load-over" in page
    assert "Search for better dates" in page
    more = shown(seen, project, **{f"persons_{partner.pk}": "2"})
    assert "Enough people" in more
    assert "Search for better dates" not in more


@pytest.mark.parametrize("wrong", ["many", "-1", "99999", "NaN"])
def test_odd_numbers_and_days_are_refused_on_the_page(seen, project, partner, member, wrong):
    crowded(project, partner)
    baselines.keep(project, member, title="Contract")
    chosen = {f"persons_{partner.pk}": wrong, "day": wrong, "baseline": wrong}
    answer = seen.get(at(project, "outlook"), chosen)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert seen.post(at(project, "try_levelling"), {**chosen, "minutes": "1"}).status_code == 302
    assert not Levelling.objects.exists()


def test_done_is_put_beside_what_was_due_and_worked(seen, project, partner, member):
    study = making.package(project, "Study")
    item = making.line(project, "Ask people", 10, parent=study, done=40)
    making.effort(item, partner, 20)
    baselines.keep(project, member, title="Contract")
    Worked.objects.create(period=making.period(project), item=study, partner=partner, days=10)
    page = shown(seen, project, day="2027-03-05")
    assert "SPI 0.8" in page
    assert "CPI 0.8" in page
    assert "The work is 1 day behind" in page
    assert "no days are reported" not in page  # they are, for the whole package
    assert "Person-days are reported by period" in page
    assert "CPI" not in shown(seen, project, day="2027-02-01")  # before the period nothing was worked


def test_days_worked_on_what_was_taken_out_are_named(seen, project, partner, member):
    making.line(project)
    baselines.keep(project, member, title="Contract")
    gone = making.package(project, "Gone", removed=dt.datetime(2027, 3, 1, tzinfo=dt.UTC))
    Worked.objects.create(period=making.period(project), item=gone, partner=partner, days=3)
    assert "3 person-days were worked on lines that nobody agreed" in shown(seen, project, day="2027-03-05")


@pytest.mark.long
def test_a_large_plan_takes_little_work(seen, project, partner, member):
    before = None
    for number in range(150):
        before = making.line(
            project, f"Line {number}", 3, *([before] if before else []), shortest=2, longest=9
        )
        making.effort(before, partner, 4)
    baselines.keep(project, member, title="Contract")
    shown(seen, project)
    with at_most(1_000_000):
        assert "too much" in shown(seen, project)
