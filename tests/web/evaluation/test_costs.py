"""What the programme cost and was worth: lines, totals, rates, price levels, hours of meetings, benefits."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from tests.conftest import make_member, make_partner
from tests.web.evaluation import making
from tests.web.evaluation import money_making as money
from tests.web.pilots import making as pilots

from mentorway.evaluating.money import Kind
from mentorway.web.evaluation.actions import costs as doing
from mentorway.web.evaluation.analysis import costs as analysis
from mentorway.web.evaluation.forms.costs import MoneyField
from mentorway.web.evaluation.models import CostKind, CostLine
from mentorway.web.pilots.models import Attendance, Presence, Source

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def partner():
    return make_partner(name="Vilnius college", country="LT")


@pytest.fixture
def member(partner):
    return make_member(partner)


@pytest.fixture
def whole(partner, member):
    return making.make_evaluation(partner, member)


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


def page(client, name, whole, **more):
    return client.get(reverse(f"evaluation:{name}", kwargs={"pk": whole.pk, **more}))


def send(client, name, whole, data=None, **more):
    address = reverse(f"evaluation:{name}", kwargs={"pk": whole.pk, **more})
    return client.post(address, data or {}, follow=True)


FILLED = {
    "what": "Room",
    "kind": "rooms",
    "cohort": "",
    "amount": "1 200,50",
    "hours": "",
    "rate": "",
    "currency": "eur",
    "year": "2026",
    "payer": "",
    "was": "",
}


def test_a_line_is_an_amount_or_hours_at_a_rate(whole):
    money.make_line(whole)
    money.make_line(whole, what="Planning", kind=CostKind.STAFF, hours="40", rate="25.50")
    total = analysis.total_of(whole)
    assert (total.all, total.by_kind) == (
        Decimal("1820.00"),
        {Kind.STAFF_TIME: Decimal("1020.00"), Kind.TRAINERS: Decimal("800.00")},
    )


@pytest.mark.parametrize(
    "facts", [{}, {"amount": "1", "hours": "2", "rate": "3"}, {"hours": "2"}, {"rate": "2"}, {"amount": "-1"}]
)
def test_a_line_that_is_neither_or_both_is_refused(whole, facts):
    with pytest.raises(ValidationError):
        doing.add_line(whole, what="Room", kind=CostKind.ROOMS, currency="EUR", year=2026, **facts)


@pytest.mark.parametrize("currency", ["EURO", "eu", "XXX", "", "€"])
def test_a_currency_that_is_none_is_refused_with_its_name(whole, currency):
    with pytest.raises(ValidationError) as refusal:
        money.make_line(whole, currency=currency)
    assert "currency" in refusal.value.message_dict


def test_a_line_in_another_currency_is_not_counted_and_says_why_beside_it(seen, whole):
    money.make_line(whole)
    money.make_line(whole, what="Handbook", currency="SEK")
    found = analysis.page_of(whole)
    answer = page(seen, "costs", whole).content.decode()
    assert (found.total, found.uncounted, found.lines[0].why) == ("800.00", 1, "")
    assert "say how many EUR one SEK is" in found.lines[1].why
    assert "say how many EUR one SEK is" in answer
    assert "At least 800.00 EUR" in answer


def test_a_line_of_another_year_needs_price_levels_of_both_years(whole):
    money.make_line(whole, year=2024)
    assert analysis.total_of(whole).all is None
    assert analysis.missing_of(whole) == analysis.Missing((), (2024, 2026))
    levels = [{"year": 2024, "index": "100", "source": ""}, {"year": 2026, "index": "110", "source": ""}]
    doing.set_rates(whole, rates=[], levels=levels)
    assert analysis.total_of(whole).all == 880
    assert not analysis.missing_of(whole)


def test_shares_by_payer_add_up_and_who_names_nobody_is_said_to(whole):
    for payer in ("A", "B", ""):
        money.make_line(whole, payer=payer, amount="100")
    parts = analysis.page_of(whole).payers
    assert [one.name for one in parts] == ["Nobody is named", "A", "B"]
    assert sum(one.share for one in parts) == 100


def test_a_pilot_bears_its_own_lines_and_its_part_of_shared_ones(partner, member):
    spring, autumn = (pilots.make_cohort(partner, member, title=name) for name in ("Spring", "Autumn"))
    pilots.enrol_many(spring, 10)
    pilots.enrol_many(autumn, 30)
    whole = making.make_evaluation(partner, member, cohorts=[spring, autumn])
    money.make_line(whole, amount="400")
    money.make_line(whole, amount="50", cohort=spring)
    parts = {one.name: one.amount for one in analysis.page_of(whole).pilots}
    assert parts == {"Spring": "150.00", "Autumn": "300.00"}


def test_two_pilots_of_one_title_are_told_apart(partner, member):
    rows = [pilots.make_cohort(partner, member) for _number in range(2)]
    whole = making.make_evaluation(partner, member, cohorts=rows)
    assert analysis.pilot_names(whole) == {one.pk: f"{one.title} ({one.pk})" for one in rows}


def test_a_line_may_not_name_a_pilot_of_another_evaluation(whole):
    with pytest.raises(ValidationError) as refusal:
        money.make_line(whole, cohort=pilots.make_cohort())
    assert refusal.value.message_dict == {"cohort": ["Choose a pilot of this evaluation."]}


def test_the_page_of_an_empty_sheet_teaches_what_to_write(seen, whole):
    answer = page(seen, "costs", whole).content.decode()
    assert "The cost sheet is empty" in answer
    assert "No benefit is written down" in answer


def test_a_line_is_written_with_a_decimal_comma_and_small_letters(seen, whole):
    answer = send(seen, "new_cost", whole, FILLED)
    row = whole.costs.get()
    assert answer.redirect_chain[-1][0] == reverse("evaluation:costs", args=[whole.pk])
    assert (row.amount, row.currency, row.position) == (Decimal("1200.50"), "EUR", 1)


def test_who_adds_several_lines_comes_back_to_the_empty_form(seen, whole):
    answer = send(seen, "new_cost", whole, {**FILLED, "another": "yes"})
    assert answer.redirect_chain[-1][0] == reverse("evaluation:new_cost", args=[whole.pk])


def test_a_form_with_neither_amount_nor_hours_says_what_is_needed(seen, whole):
    answer = send(seen, "new_cost", whole, {**FILLED, "amount": ""}).content.decode()
    assert "Give an amount, or hours and what an hour costs." in answer
    assert not whole.costs.exists()


@pytest.mark.parametrize(
    ("text", "number"),
    [("1 200,50", "1200.50"), ("1.200.000", "1200000"), ("1,200.5", "1200.5"), ("12", "12"), ("0", "0")],
)
def test_money_is_read_as_people_of_many_countries_write_it(text, number):
    assert MoneyField().clean(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1.200", "1,200", "-5", "many", "1,2,3", "1e999", "NaN", "∞"])
def test_money_that_can_be_read_in_two_ways_or_in_none_is_refused(text):
    with pytest.raises(ValidationError):
        MoneyField(max_digits=12, decimal_places=2).clean(text)


def test_money_is_shown_as_the_reader_writes_it():
    with translation.override("fi"):
        assert analysis.shown(Decimal("12300.5")).split() == ["12", "300,50"]


def test_what_somebody_else_changed_meanwhile_is_shown_before_it_is_overwritten(seen, whole):
    row = money.make_line(whole)
    form = page(seen, "change_cost", whole, which=row.pk).context["form"]
    doing.change_line(row, what="Trainer from Kaunas")
    data = {**FILLED, "what": "Trainer from Riga", "was": form["was"].value()}
    answer = send(seen, "change_cost", whole, data, which=row.pk)
    assert "Trainer from Kaunas" in answer.content.decode()
    data["was"] = answer.context["form"]["was"].value()
    send(seen, "change_cost", whole, data, which=row.pk)
    assert whole.costs.get().what == "Trainer from Riga"


def test_a_line_is_removed_after_a_question(seen, whole):
    row = money.make_line(whole)
    assert "Remove “Trainer”?" in page(seen, "remove_cost", whole, which=row.pk).content.decode()
    send(seen, "remove_cost", whole, which=row.pk)
    assert not whole.costs.exists()


def test_a_line_of_another_evaluation_is_not_found(seen, whole, partner):
    row = money.make_line(making.make_evaluation(partner))
    assert page(seen, "change_cost", whole, which=row.pk).status_code == 404


def test_lines_are_found_without_accents_and_by_kind(seen, whole):
    money.make_line(whole, what="Ąžuolo salė", kind=CostKind.ROOMS)
    money.make_line(whole)
    address = reverse("evaluation:costs", args=[whole.pk])
    assert len(seen.get(address, {"q": "azuolo"}).context["page"]) == 1
    assert len(seen.get(address, {"kind": "trainers"}).context["page"]) == 1
    assert len(seen.get(address, {"q": "nowhere"}).context["page"]) == 0


def test_a_long_sheet_is_shown_in_pages_and_counted_as_a_whole(seen, whole):
    rows = [
        CostLine(what=f"Line {number}", kind="other", amount=Decimal(1), currency="EUR", year=2026)
        for number in range(600)
    ]
    doing.add_lines(whole, rows)
    found = page(seen, "costs", whole)
    assert (len(found.context["page"]), found.context["found"].total) == (50, "600.00")


def test_a_sheet_has_an_end(whole, monkeypatch):
    monkeypatch.setattr(doing, "MOST_LINES", 1)
    money.make_line(whole)
    with pytest.raises(ValidationError, match="at most 1 lines"):
        money.make_line(whole)


def held(cohort, hours, people):
    start = timezone.now() - 10 * HOUR
    meeting = pilots.make_meeting(cohort, start, minutes=60 * hours)
    for person in people:
        Attendance.objects.create(
            meeting=meeting,
            participant=person,
            presence=Presence.PRESENT,
            source=Source.HAND,
            marked=timezone.now(),
        )
    return meeting


@pytest.fixture
def cohort(partner, member):
    return pilots.make_cohort(partner, member)


def test_hours_come_from_meetings_that_took_place_and_wait_for_their_rate(seen, partner, member, cohort):
    whole = making.make_evaluation(partner, member, cohorts=[cohort])
    held(cohort, 2, [pilots.enrol(cohort) for _number in range(3)])
    pilots.make_meeting(cohort, timezone.now() + 5 * HOUR)
    pilots.make_meeting(cohort, timezone.now() - 5 * HOUR, cancelled=timezone.now())
    answer = send(seen, "fill_hours", whole).content.decode()
    rows = {row.kind: (row.hours, row.rate) for row in whole.costs.all()}
    assert rows == {"staff": (2, 0), "participants": (6, 0)}
    assert "2 lines with hours are on the cost sheet" in answer
    assert "neither an amount nor what an hour costs" in answer
    assert analysis.total_of(whole).all is None


def test_hours_taken_again_are_renewed_and_keep_their_rate(partner, member, cohort):
    whole = making.make_evaluation(partner, member, cohorts=[cohort])
    people = [pilots.enrol(cohort)]
    held(cohort, 2, people)
    doing.fill_hours(whole)
    doing.change_line(whole.costs.get(kind="staff"), rate=Decimal(20))
    held(cohort, 1, people)
    doing.fill_hours(whole)
    rows = {row.kind: (row.hours, row.rate) for row in whole.costs.all()}
    assert rows == {"staff": (3, 20), "participants": (3, 0)}


def test_without_a_meeting_there_are_no_hours_and_that_is_said(seen, whole):
    assert "so there are no hours" in send(seen, "fill_hours", whole).content.decode()
    assert not whole.costs.exists()


def formset(name, rows, stored=0):
    data = {f"{name}-TOTAL_FORMS": str(len(rows)), f"{name}-INITIAL_FORMS": str(len(rows) if stored else 0)}
    for place, row in enumerate(rows):
        data |= {f"{name}-{place}-{key}": value for key, value in row.items()}
    return data


def sent(seen, whole, rates=(), levels=()):
    was = page(seen, "rates", whole).context["form"]["was"].value()
    data = {"was": was, **formset("rates", rates), **formset("levels", levels)}
    return send(seen, "rates", whole, data)


def test_rates_and_levels_are_added_changed_and_removed_on_one_page(seen, whole):
    sent(
        seen,
        whole,
        [{"currency": "sek", "units": "0,09", "source": "ECB"}],
        [{"year": "2025", "index": "98"}],
    )
    assert [(one.currency, one.units) for one in whole.rates.all()] == [("SEK", Decimal("0.09"))]
    assert [(one.year, one.index) for one in whole.price_levels.all()] == [(2025, 98)]
    rate = whole.rates.get().pk
    sent(
        seen, whole, [{"currency": "SEK", "units": "0.1"}], [{"year": "2025", "index": "98", "DELETE": "on"}]
    )
    assert [(one.pk, one.units) for one in whole.rates.all()] == [(rate, Decimal("0.1"))]
    assert not whole.price_levels.exists()


def test_the_page_of_rates_asks_for_what_is_missing(seen, whole):
    money.make_line(whole, currency="SEK", year=2025)
    form = page(seen, "rates", whole).context["form"]
    assert [row["currency"].value() for row in form.rates] == ["SEK", None]
    assert [row["year"].value() for row in form.levels] == [2025, 2026, None]


@pytest.mark.parametrize(
    ("rates", "sentence"),
    [
        ([{"currency": "SEK", "units": "0"}], "Write a number above 0."),
        ([{"currency": "SEK", "units": ""}], "Write a number above 0."),
        ([{"currency": "", "units": "3"}], "Say what this number belongs to."),
        ([{"currency": "EUR", "units": "1"}], "is no other currency"),
        ([{"currency": "ABC", "units": "1"}], "is no other currency"),
        ([{"currency": "SEK", "units": "1"}, {"currency": "SEK", "units": "2"}], "SEK is there twice"),
        ([{"currency": "SEK", "units": "12345678901234"}], "digits"),
    ],
)
def test_a_rate_that_cannot_be_is_refused_with_its_reason(seen, whole, rates, sentence):
    assert sentence in sent(seen, whole, rates).content.decode()
    assert not whole.rates.exists()


def test_rates_that_somebody_else_saved_meanwhile_are_not_overwritten(seen, whole):
    was = page(seen, "rates", whole).context["form"]["was"].value()
    doing.set_rates(whole, rates=[{"currency": "SEK", "units": "0.09", "source": ""}], levels=[])
    data = {"was": was, **formset("rates", []), **formset("levels", [])}
    assert "Somebody has changed this" in send(seen, "rates", whole, data).content.decode()
    assert whole.rates.count() == 1


def test_a_benefit_counts_by_its_share_and_by_how_sure_people_are(seen, whole):
    money.make_benefit(whole)
    money.make_benefit(whole, what="Hours saved", currency="SEK")
    found = analysis.benefit_page_of(whole)
    answer = page(seen, "costs", whole).content.decode()
    assert (found.owed, found.uncounted) == ("300.00", 1)
    assert "There is no rate for SEK" in answer
    assert "Put down to the programme: 300.00 EUR." in answer


def test_benefits_go_to_the_library_as_shares_of_one(whole):
    money.make_benefit(whole)
    one = analysis.benefits_of(whole)[0]
    assert (one.amount, one.isolation, one.confidence) == (1000, 0.6, 0.5)


def test_a_benefit_is_written_changed_and_taken_away(seen, whole):
    facts = {"what": "Fewer left", "amount": "500", "currency": "EUR", "year": "2026", "was": ""}
    send(seen, "new_benefit", whole, {**facts, "isolation": "50", "confidence": "80"})
    row = whole.benefits.get()
    was = page(seen, "change_benefit", whole, which=row.pk).context["form"]["was"].value()
    data = {**facts, "isolation": "40", "confidence": "80", "was": was}
    send(seen, "change_benefit", whole, data, which=row.pk)
    assert whole.benefits.get().isolation == 40
    send(seen, "remove_benefit", whole, which=row.pk)
    assert not whole.benefits.exists()


@pytest.mark.parametrize("share", ["101", "-1", "half"])
def test_a_share_beyond_the_whole_is_refused(seen, whole, share):
    facts = {"what": "Fewer left", "amount": "500", "currency": "EUR", "year": "2026", "was": ""}
    send(seen, "new_benefit", whole, {**facts, "isolation": share, "confidence": "80"})
    assert not whole.benefits.exists()


def test_nobody_changes_the_example(whole):
    row, benefit = money.make_line(whole), money.make_benefit(whole)
    whole.is_example = True
    whole.save()
    row.evaluation = benefit.evaluation = whole
    for change in (
        lambda: money.make_line(whole),
        lambda: doing.change_line(row, what="Other"),
        lambda: doing.remove_line(row),
        lambda: doing.add_lines(whole, []),
        lambda: doing.fill_hours(whole),
        lambda: doing.set_rates(whole, rates=[], levels=[]),
        lambda: money.make_benefit(whole),
        lambda: doing.change_benefit(benefit, what="Other"),
        lambda: doing.remove_benefit(benefit),
    ):
        with pytest.raises(ValidationError, match="This is the example"):
            change()


def test_a_coordinator_reads_costs_and_finds_no_way_to_change_them(client, whole):
    money.make_line(whole)
    client.force_login(make_member(role="coordinator"))
    answer = page(client, "costs", whole).content.decode()
    assert "Trainer" in answer
    assert reverse("evaluation:new_cost", args=[whole.pk]) not in answer
    assert "Save" not in page(client, "rates", whole).content.decode()
