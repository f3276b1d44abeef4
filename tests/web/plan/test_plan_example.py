"""The example project: whole, loaded once, readable by everybody who belongs to a partner."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.counting import at_most
from tests.web.pilots import making as pilots

from mentorway.web.network.example import people
from mentorway.web.plan import example
from mentorway.web.plan.actions import items as writing
from mentorway.web.plan.actions import warning
from mentorway.web.plan.analysis.dates import checked, dates_of
from mentorway.web.plan.analysis.items import is_over, lateness
from mentorway.web.plan.models import Budget, Evidence, Item, Kind, Period, Project, Spent, Worked
from mentorway.web.plan.queries.items import rows_of
from mentorway.web.plan.queries.projects import newest_baseline

pytestmark = pytest.mark.django_db


@pytest.fixture
def partners():
    return people.load("correct horse battery")


@pytest.fixture
def project(partners):
    for country in ("FI", "LV", "NO"):
        make_partner(country=country, is_example=True)
    example.load(partners["FI"])
    return Project.objects.get()


def test_it_is_loaded_once_and_with_little_work(partners):
    with at_most(6_000_000):
        example.load(partners["FI"])
    counts = [model.objects.count() for model in (Project, Item, Worked, Spent, Budget, Period, Evidence)]
    example.load(partners["FI"])
    assert [
        model.objects.count() for model in (Project, Item, Worked, Spent, Budget, Period, Evidence)
    ] == counts


def test_it_is_two_years_of_four_partners_and_one_of_them_is_over(project, partners):
    today = timezone.localdate()
    assert project.is_example
    assert {row.partner for row in project.partners.all()} == set(partners.values())
    assert 360 <= (today - project.starts_on).days <= 400
    assert 728 <= (project.ends_on - project.starts_on).days <= 731
    first, second = project.periods.order_by("number")
    assert first.closed
    assert first.ends_on < today
    assert not second.closed
    assert Worked.objects.filter(period=first).values("partner").distinct().count() == 4
    assert Spent.objects.filter(period=first).values("partner").distinct().count() == 4


def test_some_lines_are_over_some_are_late_and_the_plan_is_possible(project):
    rows, baseline = rows_of(project), newest_baseline(project)
    dates = dates_of(project, rows=rows)
    assert checked(project).finish == dates.finish < project.ends_on
    late = lateness(rows, dates, baseline)
    over = [item for item in rows.items if is_over(item, rows)]
    assert len(over) > 10
    assert 2 < len(late) < 20
    assert len({item.lead for item in rows.items}) == 4
    assert timezone.localdate(baseline.at) == project.starts_on
    assert all(item.finished <= timezone.localdate() for item in rows.items if item.finished)


def test_it_rests_on_examples_that_are_there(partners):
    partner = partners["FI"]
    own = pilots.make_cohort(partner)
    shown = pilots.make_cohort(partner)
    type(shown).objects.filter(pk=shown.pk).update(is_example=True)
    example.load(partner)
    assert [row.cohort for row in Evidence.objects.all()] == [shown]
    assert own != shown


def test_nobody_gets_letters_and_nobody_changes_it(project):
    warning.do_due_work(timezone.now())
    assert not mail.outbox
    with pytest.raises(ValidationError, match="stays as it is"):
        writing.create(project, project.created_by, kind=Kind.TASK, title="More")


@pytest.mark.parametrize(
    "page", ["project", "items", "gantt", "people", "periods", "baselines", "partners_of"]
)
def test_people_of_any_partner_look_at_it(project, client, page):
    client.force_login(make_member(make_partner()))
    assert client.get(reverse(f"plan:{page}", args=[project.pk])).status_code == 200


def test_the_pages_of_a_line_and_of_the_report_are_there_too(project, client):
    client.force_login(make_member(make_partner()))
    item = project.items.get(code="T4.1")
    page = client.get(reverse("plan:item", args=[project.pk, item.pk]))
    assert page.status_code == 200
    assert "Two countries had to invite twice" in page.text
    for name in ("period", "funder_report"):
        assert client.get(reverse(f"plan:{name}", args=[project.pk, 1])).status_code == 200
