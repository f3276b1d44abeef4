"""Person-days and money by work package, partner and line of the budget."""

import csv
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import make_member, make_partner
from tests.web.plan import making

from mentorway.web.plan.actions import budgets as spending
from mentorway.web.plan.actions import efforts as actions
from mentorway.web.plan.analysis import budgets, people
from mentorway.web.plan.analysis import periods as reporting
from mentorway.web.plan.models import Budget, Effort, Kind, Spent, Worked
from mentorway.web.plan.queries import people as queries
from mentorway.web.plan.queries import projects as reading
from mentorway.web.plan.queries.items import rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return make_partner(name="Turku college")


@pytest.fixture
def other():
    return make_partner(name="Kaunas school", country="LT")


@pytest.fixture
def member(partner):
    return make_member(partner, role="admin")


@pytest.fixture
def project(partner, other, member):
    return making.make_project(partner, member, other)


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


def at(project, page, *more):
    return reverse(f"plan:{page}", args=[project.pk, *more])


def work_of(project):
    partners = list(reading.partners_of(project))
    return people.work_of(rows_of(project), partners, queries.worked_of(project))


def place_of(project, partner):
    return project.partners.get(partner=partner)


def set_days(item, user, **days):
    partners = list(item.project.partners.all())
    was = people.mark_of(reporting.efforts_shown(item, partners))
    given = {int(name[1:]): value for name, value in days.items()}
    actions.set_efforts(item, user, days=given, was=was)


# Adding up


@settings(deadline=None)
@given(st.lists(st.decimals(0, 500, places=2), max_size=12))
def test_whole_days_add_up_and_are_less_than_one_away(values):
    found = people.apportioned(values)
    assert abs(sum(found) - sum(values)) <= Decimal("0.5")
    assert all(abs(one - value) < 1 for one, value in zip(found, values, strict=True))


def test_days_of_parts_count_for_their_work_package(project, partner, other):
    package = making.package(project)
    task = making.line(project, parent=package)
    making.effort(package, partner, 2)
    making.effort(task, partner, Decimal("3.5"))
    making.effort(making.line(project, parent=task), other, 4)
    Worked.objects.create(period=making.period(project), item=task, partner=other, days=5)
    (row,) = work_of(project).rows
    assert [(cell.planned, cell.worked) for cell in row.cells] == [(Decimal("5.5"), 0), (4, 5)]
    assert row.cells[1].over == "1 more than planned"
    assert work_of(project).total.planned == Decimal("9.5")


def test_what_was_reported_on_a_line_that_is_gone_is_not_lost(project, partner):
    package = making.package(project)
    Worked.objects.create(period=making.period(project), item=package, partner=partner, days=5)
    package.removed = package.project.created
    package.save()
    (row,) = work_of(project).rows
    assert (row.item, row.title, row.total.worked) == (None, str(package), 5)


def test_money_adds_up_by_partner_and_by_line(project, partner, other):
    Budget.objects.create(project=project, partner=partner, line="staff", amount=1000, own=400)
    Budget.objects.create(project=project, partner=other, line="staff", amount=500)
    Spent.objects.create(period=making.period(project), partner=other, line="staff", amount="500.01")
    partners = list(reading.partners_of(project))
    money = budgets.money_of(partners, queries.budgets_of(project), queries.spent_of(project))
    assert (money.total.planned, money.total.spent, money.total.own) == (1500, Decimal("500.01"), 400)
    assert money.lines[0].sum == money.total
    assert money.partners[1].total.over == "0.01 more than planned"


# Planning person-days and money


def test_person_days_are_planned_and_taken_away_again(project, partner, other, member):
    item = making.line(project)
    set_days(item, member, **{f"p{partner.pk}": Decimal("2.5"), f"p{other.pk}": Decimal(4)})
    assert dict(item.efforts.values_list("partner", "days")) == {partner.pk: Decimal("2.5"), other.pk: 4}
    set_days(item, member, **{f"p{partner.pk}": None, f"p{other.pk}": Decimal(0)})
    assert not item.efforts.exists()
    assert project.events.first().what["text"] == "The person-days of %(line)s were changed."


@pytest.mark.parametrize("days", [Decimal(-1), Decimal("0.3")])
def test_person_days_below_zero_or_in_quarters_are_refused(project, partner, member, days):
    with pytest.raises(ValidationError):
        set_days(making.line(project), member, **{f"p{partner.pk}": days})
    assert not Effort.objects.exists()


def test_odd_days_from_a_file_may_stay(project, partner, other, member):
    item = making.line(project)
    making.effort(item, partner, Decimal("2.25"))
    set_days(item, member, **{f"p{partner.pk}": Decimal("2.25"), f"p{other.pk}": Decimal(1)})
    assert item.efforts.count() == 2


def test_a_moment_has_no_person_days(project, partner, member):
    with pytest.raises(ValidationError, match="takes no days"):
        set_days(making.line(project, kind=Kind.MILESTONE), member, **{f"p{partner.pk}": Decimal(1)})


def test_days_of_strangers_are_left_out(project, member):
    item, stranger = making.line(project), make_partner()
    set_days(item, member, **{f"p{stranger.pk}": Decimal(1)})
    assert not item.efforts.exists()


def test_numbers_that_somebody_saved_meanwhile_are_not_lost(project, partner, member):
    item = making.line(project)
    was = people.mark_of(reporting.efforts_shown(item, project.partners.all()))
    set_days(item, member, **{f"p{partner.pk}": Decimal(2)})
    with pytest.raises(ValidationError, match="just now"):
        actions.set_efforts(item, member, days={partner.pk: Decimal(9)}, was=was)
    assert item.efforts.get().days == 2


def test_the_form_shows_what_somebody_saved_meanwhile(seen, project, partner, member):
    item = making.line(project)
    page = at(project, "set_efforts", item.pk)
    was = seen.get(page).context["form"].initial["was"]
    set_days(item, member, **{f"p{partner.pk}": Decimal(2)})
    answer = seen.post(page, {f"days_{partner.pk}": "9", "was": was})
    assert "There it says now: Turku college: 2" in answer.text
    again = answer.context["form"].data["was"]
    assert seen.post(page, {f"days_{partner.pk}": "9", "was": again}).status_code == 302
    assert item.efforts.get().days == 9


def test_decimal_commas_are_read(seen, project, partner):
    item = making.line(project)
    page = at(project, "set_efforts", item.pk)
    was = seen.get(page).context["form"].initial["was"]
    seen.post(page, {f"days_{partner.pk}": "2,5", "was": was})
    assert item.efforts.get().days == Decimal("2.5")


@pytest.mark.parametrize("text", ["-1", "2,3", "much", "1e9", "nan"])
def test_what_is_no_number_of_days_is_refused(seen, project, partner, text):
    item = making.line(project)
    page = at(project, "set_efforts", item.pk)
    was = seen.get(page).context["form"].initial["was"]
    answer = seen.post(page, {f"days_{partner.pk}": text, "was": was})
    assert answer.status_code == 200
    assert answer.context["form"].errors[f"days_{partner.pk}"]
    assert not item.efforts.exists()


def test_a_budget_is_set_line_by_line(seen, project, other):
    page = at(project, "set_budget", place_of(project, other).pk)
    was = seen.get(page).context["form"].initial["was"]
    sent = {"amount_staff": "12 000,50", "own_staff": "1,000.00", "amount_travel": "0", "was": was}
    assert seen.post(page, sent).status_code == 302
    (row,) = Budget.objects.all()
    assert (row.partner, row.line, row.amount, row.own) == (other, "staff", Decimal("12000.50"), 1000)


def test_an_own_contribution_above_the_amount_is_refused(seen, project, other, member):
    row = place_of(project, other)
    page = at(project, "set_budget", row.pk)
    was = seen.get(page).context["form"].initial["was"]
    answer = seen.post(page, {"amount_staff": "10", "own_staff": "11", "was": was})
    assert "own_staff" in answer.context["form"].errors
    with pytest.raises(ValidationError):
        spending.set_budget(row, member, lines={"staff": (Decimal(1), Decimal(2))}, was=was)
    assert not Budget.objects.exists()


def test_the_example_stays(project, partner, member):
    item = making.line(project)
    project.is_example = True
    project.save()
    with pytest.raises(ValidationError, match="example"):
        set_days(item, member, **{f"p{partner.pk}": Decimal(2)})


# The page and files


def test_the_page_teaches_where_nothing_is_planned(seen, project):
    page = seen.get(at(project, "people")).text
    assert "No person-days yet" in page
    assert "Kaunas school" in page


def test_the_page_shows_days_money_and_what_is_over(seen, project, partner, other):
    package = making.package(project, "Study")
    making.effort(package, other, Decimal("1.5"))
    Worked.objects.create(period=making.period(project), item=package, partner=other, days=2)
    Budget.objects.create(project=project, partner=partner, line="travel", amount=1234, own=4)
    with translation.override("en"):
        page = seen.get(at(project, "people")).text
    assert "2 of 1.5" in page
    assert "0.5 more than planned" in page
    assert "1,234.00" in page
    assert reverse("plan:set_efforts", args=[project.pk, package.pk]) in page


def test_partners_who_do_not_lead_look_and_change_nothing(client, project, other):
    client.force_login(make_member(other, role="admin"))
    item = making.line(project)
    assert "set_efforts" not in client.get(at(project, "people")).text
    assert client.get(at(project, "set_efforts", item.pk)).status_code == 403
    assert client.get(at(project, "set_budget", place_of(project, other).pk)).status_code == 403


def test_a_large_plan_is_shown_page_by_page_with_few_queries(seen, project, other):
    for number in range(30):
        package = making.package(project, f"Package {number}")
        for _part in range(4):
            making.effort(making.line(project, parent=package), other, 2)
    making.line(project, "Something rare")
    with CaptureQueriesContext(connection) as asked:
        page = seen.get(at(project, "people"))
    assert len(asked) < 25
    assert len(page.context["page"].object_list) == 50
    assert len(page.context["work"].rows) == 31
    found = seen.get(at(project, "people"), {"q": "rare"})
    assert [line.item.title for line in found.context["page"]] == ["Something rare"]
    assert "No line fits" in seen.get(at(project, "people"), {"q": "nowhere"}).text


def test_the_table_can_be_taken_away(seen, project, other):
    making.effort(making.package(project, "=Study"), other, Decimal("1.5"))
    Budget.objects.create(project=project, partner=other, line="staff", amount=10, own=1)
    rows = list(
        csv.DictReader(io.StringIO(seen.get(at(project, "export_people", "csv")).content.decode("utf-8-sig")))
    )
    assert [row["Planned"] for row in rows] == ["1.50", "10.00"]
    assert rows[1]["Own contribution"] == "1.00"
    sheet = openpyxl.load_workbook(io.BytesIO(seen.get(at(project, "export_people", "xlsx")).content)).active
    assert sheet["E2"].value == 1.5
    assert seen.get(at(project, "export_people", "odt")).status_code == 404


def test_what_belongs_to_another_project_is_not_found(seen, project, partner, member):
    elsewhere = making.make_project(partner, member)
    assert seen.get(at(project, "set_efforts", making.line(elsewhere).pk)).status_code == 404
    assert seen.get(at(project, "set_budget", elsewhere.partners.get().pk)).status_code == 404
