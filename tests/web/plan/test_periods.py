"""Reporting periods: made, changed, reported in, closed."""

import datetime as dt
import itertools
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.plan import making

from mentorway.web.plan.actions import periods as actions
from mentorway.web.plan.analysis import periods as analysis
from mentorway.web.plan.models import Kind, Period, Spent, Worked

pytestmark = pytest.mark.django_db
DAY = making.DAY


@pytest.fixture
def partner():
    return make_partner(name="Turku college")


@pytest.fixture
def other():
    return make_partner(name="Kaunas school", country="LT")


@pytest.fixture
def member(partner):
    return make_member(partner, role="admin", name="Aino Virtanen")


@pytest.fixture
def theirs(other):
    return make_member(other)


@pytest.fixture
def project(partner, other, member):
    return making.make_project(partner, member, other)


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


def at(project, page, *more):
    return reverse(f"plan:{page}", args=[project.pk, *more])


def days_of(project):
    return [(row.number, row.starts_on, row.ends_on, row.due_on) for row in project.periods.all()]


def place_of(project, partner):
    return project.partners.get(partner=partner)


def sent(client, page, **more):
    was = client.get(page).context["form"].initial["was"]
    return client.post(page, {**more, "was": more.get("was", was)})


# Making and changing periods


def test_periods_follow_each_other_and_end_with_the_project(project, member):
    assert actions.make(project, member, months=9) == 3
    found = days_of(project)
    assert found[0][1:3] == (dt.date(2027, 3, 1), dt.date(2027, 11, 30))
    assert found[-1] == (3, dt.date(2028, 9, 1), dt.date(2029, 2, 28), dt.date(2029, 3, 30))
    assert all(later[1] - earlier[2] == DAY for earlier, later in itertools.pairwise(found))


def test_a_rest_of_a_few_days_joins_the_last_period():
    ends = [end for _start, end in analysis.cut(dt.date(2026, 1, 31), dt.date(2026, 3, 5), 1)]
    assert ends == [dt.date(2026, 3, 5)]


def test_periods_are_made_once(project, member):
    actions.make(project, member, months=12)
    with pytest.raises(ValidationError, match="already"):
        actions.make(project, member, months=12)


def test_a_project_of_very_many_periods_is_refused(partner, member):
    project = making.make_project(partner, member, ends_on=making.START.replace(year=2035))
    with pytest.raises(ValidationError, match="at most 60"):
        actions.make(project, member, months=1)
    assert not project.periods.exists()


def test_the_empty_list_offers_to_make_periods(seen, project):
    page = seen.get(at(project, "periods")).text
    assert "No reporting period yet" in page
    assert at(project, "make_periods") in page
    assert seen.post(at(project, "make_periods"), {"months": "12"}).status_code == 302
    assert project.periods.count() == 2
    assert "The report is due in" in seen.get(at(project, "periods")).text


@pytest.mark.parametrize("months", ["0", "61", "", "x"])
def test_a_length_that_is_none_is_refused(seen, project, months):
    assert seen.post(at(project, "make_periods"), {"months": months}).status_code == 200
    assert not project.periods.exists()


def test_a_new_period_begins_after_the_last_and_its_report_is_due_in_time(seen, project):
    making.period(project)
    form = seen.get(at(project, "new_period")).context["form"]
    assert form.initial["starts_on"] == making.START + 365 * DAY
    answer = seen.post(at(project, "new_period"), {"starts_on": "2028-03-01", "ends_on": "2029-02-28"})
    assert answer.status_code == 302
    assert days_of(project)[-1] == (2, dt.date(2028, 3, 1), making.END, dt.date(2029, 3, 30))


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        (("2027-02-28", "2027-05-01", ""), "starts_on"),
        (("2028-05-01", "2029-03-01", ""), "ends_on"),
        (("2028-05-01", "2028-04-01", ""), "ends_on"),
        (("2028-05-01", "2028-06-01", "2028-05-31"), "due_on"),
        (("2027-12-01", "2028-12-01", ""), "__all__"),
        (("", "2028-12-01", ""), "starts_on"),
    ],
)
def test_odd_days_are_refused(seen, project, days, wrong):
    making.period(project)
    first, last, due = days
    form = seen.post(at(project, "new_period"), {"starts_on": first, "ends_on": last, "due_on": due}).context[
        "form"
    ]
    assert wrong in form.errors
    assert project.periods.count() == 1


def test_the_days_of_a_period_are_changed(seen, project):
    making.period(project)
    page = at(project, "change_period", 1)
    facts = {"starts_on": "2027-03-01", "ends_on": "2027-12-31", "due_on": "2028-02-01", "revision": "1"}
    assert seen.post(page, facts).status_code == 302
    assert days_of(project)[0][2:] == (dt.date(2027, 12, 31), dt.date(2028, 2, 1))


def test_a_period_stays_once_something_is_reported(seen, project, partner):
    period = making.period(project)
    Spent.objects.create(period=period, partner=partner, line="staff", amount=0)
    page = at(project, "remove_period", 1)
    assert "so it stays" in seen.get(page).text
    assert seen.post(page, {"yes": "1"}).status_code == 200
    assert project.periods.exists()
    Spent.objects.all().delete()
    assert seen.post(page, {"yes": "1"}).status_code == 302
    assert not project.periods.exists()


# Reporting


def test_a_partner_reports_its_days_with_a_remark(client, project, other, theirs):
    package = making.package(project)
    making.period(project)
    client.force_login(theirs)
    page = at(project, "report_days", 1, place_of(project, other).pk)
    answer = sent(client, page, **{f"days_{package.pk}": "2,5", f"remark_{package.pk}": "Two illnesses"})
    assert answer.status_code == 302
    row = Worked.objects.get()
    assert (row.partner, row.item, row.days, row.remark) == (other, package, Decimal("2.5"), "Two illnesses")
    assert "Two illnesses" in client.get(at(project, "period", 1)).text


def test_nothing_reported_is_not_zero(seen, project, partner):
    package = making.package(project)
    period = making.period(project)
    page = at(project, "report_days", 1, place_of(project, partner).pk)
    sent(seen, page, **{f"days_{package.pk}": "0"})
    assert period.worked.get().days == 0
    assert "Turku college has not reported person-days." not in seen.get(at(project, "period", 1)).text
    sent(seen, page, **{f"days_{package.pk}": ""})
    assert "Turku college has not reported person-days." in seen.get(at(project, "period", 1)).text


def test_a_remark_without_days_asks_for_the_days(seen, project, partner):
    package = making.package(project)
    making.period(project)
    page = at(project, "report_days", 1, place_of(project, partner).pk)
    answer = sent(seen, page, **{f"remark_{package.pk}": "Ill"})
    assert "Write 0 if nobody worked on it." in answer.text
    page = at(project, "report_money", 1, place_of(project, partner).pk)
    assert "Write 0 if nothing was spent." in sent(seen, page, remark_staff="Later").text
    assert not Worked.objects.exists()


@pytest.mark.parametrize("name", ["report_days", "report_money"])
def test_nobody_but_the_lead_reports_for_others(client, project, theirs, member, name):
    partner, other = (row.partner for row in project.partners.all())
    making.package(project)
    making.period(project)
    client.force_login(theirs)
    assert client.get(at(project, name, 1, place_of(project, other).pk)).status_code == 200
    assert client.get(at(project, name, 1, place_of(project, partner).pk)).status_code == 403
    assert client.post(at(project, name, 1, place_of(project, partner).pk), {"was": ""}).status_code == 403
    client.force_login(member)
    assert client.get(at(project, name, 1, place_of(project, other).pk)).status_code == 200


def test_a_partner_who_only_reports_plans_nothing(client, project, theirs):
    making.period(project)
    client.force_login(theirs)
    for page in ("change_period", "remove_period", "close_period", "reopen_period", "period_texts"):
        assert client.get(at(project, page, 1)).status_code == 403
    assert client.get(at(project, "new_period")).status_code == 403


def test_money_is_reported_to_the_cent(seen, project, other):
    making.period(project)
    page = at(project, "report_money", 1, place_of(project, other).pk)
    assert sent(seen, page, amount_travel="1 234,56", remark_travel="Visit to Turku").status_code == 302
    row = Spent.objects.get()
    assert (row.line, row.amount, row.remark) == ("travel", Decimal("1234.56"), "Visit to Turku")
    assert sent(seen, page, amount_travel="-3").status_code == 200
    assert sent(seen, page, amount_travel="3.123,456").status_code == 200


def test_what_somebody_reported_meanwhile_is_shown_before_it_is_overwritten(seen, project, other):
    period = making.period(project)
    page = at(project, "report_money", 1, place_of(project, other).pk)
    was = seen.get(page).context["form"].initial["was"]
    Spent.objects.create(period=period, partner=other, line="staff", amount=70)
    answer = sent(seen, page, amount_staff="80", was=was)
    assert "There it says now: Staff: 70.00" in answer.text
    assert Spent.objects.get().amount == 70


def test_where_nothing_is_planned_there_is_nothing_to_report_on(seen, project, partner):
    making.period(project)
    making.line(project, kind=Kind.MILESTONE)
    page = seen.get(at(project, "report_days", 1, place_of(project, partner).pk)).text
    assert "The plan has no work package yet" in page


# Texts


def test_texts_of_two_people_are_put_together(seen, project):
    making.period(project)
    page = at(project, "period_texts", 1)
    seen.post(page, {"summary": "We began.", "dissemination": "", "revision": "1"})
    answer = seen.post(page, {"summary": "", "dissemination": "A newsletter.", "revision": "1"})
    assert answer.status_code == 302
    period = Period.objects.get()
    assert (period.summary, period.dissemination) == ("We began.", "A newsletter.")
    clash = seen.post(page, {"summary": "Another.", "dissemination": "", "revision": "1"})
    assert clash.status_code == 409
    assert "We began." in clash.text


def test_a_long_text_is_refused_with_a_sentence(seen, project):
    making.period(project)
    answer = seen.post(at(project, "period_texts", 1), {"summary": "x" * 6001, "revision": "1"})
    assert answer.context["form"].errors["summary"]


# Closing


def test_in_a_closed_period_nothing_changes(seen, project, partner, other):
    package = making.package(project)
    period = making.period(project)
    page = seen.get(at(project, "close_period", 1)).text
    assert "Kaunas school has not reported money." in page
    assert seen.post(at(project, "close_period", 1), {"yes": "1"}).status_code == 302
    period.refresh_from_db()
    assert period.closed
    place = place_of(project, partner).pk
    for answer in (
        sent(seen, at(project, "report_days", 1, place), **{f"days_{package.pk}": "1"}),
        sent(seen, at(project, "report_money", 1, place), amount_staff="1"),
        seen.post(at(project, "period_texts", 1), {"summary": "No", "revision": "1"}),
        seen.post(at(project, "remove_period", 1), {"yes": "1"}),
        seen.post(
            at(project, "change_period", 1),
            {"starts_on": "2027-03-01", "ends_on": "2027-12-31", "due_on": "2028-02-01", "revision": "1"},
        ),
    ):
        assert answer.status_code == 200
        assert "This period is closed" in answer.text or "so it stays" in answer.text
    assert not Worked.objects.exists()
    assert not Spent.objects.exists()


def test_a_closed_period_is_opened_again(seen, project):
    making.period(project)
    seen.post(at(project, "close_period", 1), {"yes": "1"})
    assert seen.post(at(project, "reopen_period", 1), {"yes": "1"}).status_code == 302
    assert project.periods.get().closed is None
    assert seen.post(at(project, "period_texts", 1), {"summary": "Now", "revision": "1"}).status_code == 302


def test_the_example_stays_open(project, member):
    period = making.period(project)
    project.is_example = True
    project.save()
    for action in (actions.close, actions.remove, actions.reopen):
        with pytest.raises(ValidationError, match="example"):
            action(period, member)


def test_how_a_period_stands_is_said_in_words(project):
    period = making.period(project)
    due = period.due_on
    assert analysis.standing_of(period, due - DAY) == "The report is due in 1 day."
    assert analysis.standing_of(period, due) == "The report is due today."
    assert analysis.standing_of(period, due + 2 * DAY) == "The report is overdue by 2 days."
    assert analysis.is_overdue(period, due + DAY)


def test_a_period_that_is_none_is_not_found(seen, project):
    assert seen.get(at(project, "period", 7)).status_code == 404
    assert seen.get(at(project, "funder_report", 7)).status_code == 404


def test_why_something_is_late_is_asked_of_those_who_lead_it(client, project, other, theirs, member):
    making.period(project)
    for lead in (other, None):
        making.line(project, "Overdue", 3, lead=lead, deadline=making.START)
    mine, leads = project.items.order_by("-pk")[::-1]
    client.force_login(theirs)
    page = client.get(at(project, "period", 1)).text
    assert at(project, "state_progress", mine.pk) in page
    assert at(project, "state_progress", leads.pk) not in page
    client.force_login(member)
    assert at(project, "state_progress", leads.pk) in client.get(at(project, "period", 1)).text
