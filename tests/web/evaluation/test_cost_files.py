"""Cost sheets as files: what is wrong in which row and column, what is taken over, what is taken away."""

import io
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.evaluation import making
from tests.web.evaluation import money_making as money
from tests.web.pilots import making as pilots

from mentorway.web.evaluation.analysis import cost_files
from mentorway.web.evaluation.analysis.costs import total_of

pytestmark = pytest.mark.django_db
HEAD = "what;kind;amount;currency;year;payer;pilot;hours;rate;in kind"


@pytest.fixture
def partner():
    return make_partner()


@pytest.fixture
def member(partner):
    return make_member(partner)


@pytest.fixture
def cohort(partner, member):
    return pilots.make_cohort(partner, member, title="Spring in Kaunas")


@pytest.fixture
def whole(partner, member, cohort):
    return making.make_evaluation(partner, member, cohorts=[cohort])


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


def read(whole, *rows, head=HEAD):
    return cost_files.read("\n".join([head, *rows]), whole)


def told(found):
    return [(one.row, one.column) for one in found.troubles]


def send(seen, whole, **data):
    return seen.post(reverse("evaluation:import_costs", args=[whole.pk]), data, follow=True)


def test_a_row_becomes_a_line_of_its_pilot(whole, cohort):
    found = read(whole, "Room;Rooms;1 200,50;eur;2026;College;spring in  kaunas;;;yes")
    row = found.lines[0]
    assert (row.what, row.kind, row.amount, row.currency) == ("Room", "rooms", Decimal("1200.50"), "EUR")
    assert (row.cohort, row.payer, row.is_in_kind) == (cohort, "College", True)
    assert not found.troubles


def test_hours_and_a_rate_stay_hours_and_a_rate(whole):
    found = read(whole, "Plan;staff time;;EUR;2026;;;10;25;", "Lead;staff time;250;EUR;2026;;;10;;")
    assert [(row.amount, row.hours, row.rate) for row in found.lines] == [(None, 10, 25), (None, 10, 25)]


def test_hours_that_do_not_divide_the_amount_are_left_out_and_that_is_said(whole):
    found = read(whole, "Plan;staff time;100;EUR;2026;;;3;;")
    assert [(row.amount, row.hours) for row in found.lines] == [(100, None)]
    assert [(one.row, one.column) for one in found.remarks] == [(2, "hours")]


def test_every_problem_is_told_by_row_and_column(whole):
    found = read(
        whole,
        "Room;beer;many;EURO;1066;;Nowhere;;;perhaps",
        "",
        "Room;rooms;10;EUR;2026;;Nowhere;;;",
        "Plan;staff time;100;EUR;2026;;;10;25;",
        "Pens;materials;1,005;EUR;2026;;;;;",
        "Pens;materials;1,00501;EUR;2026;;;;;",
        "Ink;materials;12;EUR;2026;;;;;",
    )
    assert told(found) == [
        (2, "kind"),
        (2, "amount"),
        (2, "currency"),
        (2, "year"),
        (2, "in kind"),
        (4, "pilot"),
        (5, "amount"),
        (6, "amount"),
        (7, "amount"),
    ]
    assert [row.what for row in found.lines] == ["Ink"]


def test_a_file_without_a_needed_column_says_which(whole):
    found = read(whole, "Room;rooms;10", head="what;kind;amount")
    assert told(found) == [(1, "currency"), (1, "year")]
    assert not found.lines


def test_a_column_that_nobody_knows_is_named_and_the_rest_is_read(whole):
    found = read(whole, "Room;rooms;10;EUR;2026;Bert", head="what;kind;amount;currency;year;boss")
    assert told(found) == [(1, "boss")]
    assert len(found.lines) == 1


def test_the_second_of_two_columns_of_one_name_is_left_out(whole):
    found = read(whole, "Room;rooms;10;EUR;2026;99", head="what;kind;amount;currency;year;amount")
    assert told(found) == [(1, "amount")]
    assert found.lines[0].amount == 10


def test_a_cell_beyond_the_columns_is_remarked(whole):
    found = read(whole, "Room;rooms;10;EUR;2026;;;;;;stray")
    assert [(one.row, one.column) for one in found.remarks] == [(2, "")]


@pytest.mark.parametrize("text", ["", "\0", "nonsense", "\ufeff", '"', ";;;;"])
def test_what_is_no_cost_sheet_gives_no_line_and_does_no_harm(whole, text):
    assert not cost_files.read(text, whole).lines


def test_a_pilot_name_that_two_have_is_asked_for_with_its_number(partner, member, cohort):
    second = pilots.make_cohort(partner, member, title=cohort.title)
    whole = making.make_evaluation(partner, member, cohorts=[cohort, second])
    rows = [f"Room;rooms;10;EUR;2026;;{name};;;" for name in (cohort.title, f"{cohort.title} ({second.pk})")]
    found = read(whole, *rows)
    assert told(found) == [(2, "pilot")]
    assert [row.cohort for row in found.lines] == [second]


def test_nothing_is_taken_over_before_it_was_looked_at(seen, whole):
    text = f"{HEAD}\nRoom;rooms;10;EUR;2026;;;;;\nRoom;beer;10;EUR;2026;;;;;"
    answer = send(seen, whole, text=text)
    shown = answer.content.decode()
    assert "1 line can be taken over." in shown
    assert "1 row has a problem and is left out." in shown
    assert not whole.costs.exists()
    answer = send(seen, whole, text=text, do="add")
    assert "1 line was taken over." in answer.content.decode()
    assert total_of(whole).all == 10


def test_lines_of_a_file_stand_after_those_that_are_there(seen, whole):
    money.make_line(whole)
    send(seen, whole, text=f"{HEAD}\nA;rooms;1;EUR;2026;;;;;\nB;rooms;1;EUR;2026;;;;;", do="add")
    assert list(whole.costs.values_list("what", "position")) == [("Trainer", 1), ("A", 2), ("B", 3)]


def workbook(*rows):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)
    return SimpleUploadedFile("costs.xlsx", file.getvalue())


def test_a_workbook_is_read_with_its_numbers(seen, whole):
    file = workbook(["what", "kind", "amount", "currency", "year"], ["Room", "rooms", 1200.5, "EUR", 2026])
    answer = send(seen, whole, file=file)
    assert [one.row.amount for one in answer.context["sample"]] == [Decimal("1200.5")]


def test_a_broken_workbook_is_refused_and_so_is_a_list_of_nothing(seen, whole):
    assert send(seen, whole, file=SimpleUploadedFile("costs.xlsx", b"PK nothing")).context["form"].errors
    assert send(seen, whole, file=SimpleUploadedFile("costs.pdf", b"%PDF")).context["form"].errors
    assert send(seen, whole, text=" ").context["form"].errors


def test_two_thousand_rows_are_read_and_the_first_hundred_shown(seen, whole):
    rows = [f"Line {number};other;1;EUR;2026;;;;;" for number in range(2000)]
    answer = send(seen, whole, text="\n".join([HEAD, *rows]))
    assert (len(answer.context["found"].lines), len(answer.context["sample"])) == (2000, 100)


def test_a_list_that_is_too_long_is_cut_and_says_where(whole, monkeypatch):
    monkeypatch.setattr(cost_files, "MOST_ROWS", 2)
    found = read(whole, *["Room;rooms;10;EUR;2026;;;;;"] * 4)
    assert (len(found.lines), told(found)) == (2, [(4, "")])


def test_a_sheet_that_was_taken_away_comes_back_the_same(seen, whole, cohort):
    money.make_line(whole, what="=1+1", payer="+370 611 22 333", cohort=cohort)
    money.make_line(whole, what="Plan", kind="staff", hours="3.25", rate="20", is_in_kind=True)
    money.make_line(whole, what="Wait", kind="participants", hours="3", rate="0")
    address = reverse("evaluation:export_costs", args=[whole.pk, "csv"])
    found = cost_files.read(seen.get(address).content.decode("utf-8-sig"), whole)
    names = ("what", "kind", "amount", "hours", "rate", "payer", "cohort", "is_in_kind")
    assert not found.troubles
    assert [[getattr(row, name) for name in names] for row in found.lines] == [
        [getattr(row, name) for name in names] for row in whole.costs.all()
    ]


def test_the_workbook_holds_numbers_and_names_of_columns(seen, whole):
    money.make_line(whole)
    answer = seen.get(reverse("evaluation:export_costs", args=[whole.pk, "xlsx"]))
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0] == (
        "what",
        "kind",
        "amount",
        "currency",
        "year",
        "payer",
        "pilot",
        "hours",
        "rate",
        "in kind",
    )
    assert rows[1][:5] == ("Trainer", "trainers", 800, "EUR", 2026)


def test_there_is_no_other_kind_of_file(seen, whole):
    assert seen.get(reverse("evaluation:export_costs", args=[whole.pk, "pdf"])).status_code == 404
