from decimal import Decimal

import pytest

from mentorway.evaluating.money import Kind
from mentorway.evaluating.sheets import MOST_ROWS, lines_from

CELLS = {"what": "Trainer", "kind": "trainers", "amount": "1200", "currency": "EUR", "year": "2026"}


def read(**changes):
    return lines_from([{**CELLS, **changes}])


def test_a_full_row_is_a_line():
    lines, problems = read(payer="Project", pilot="Kaunas", hours="30", rate="40", **{"in kind": "yes"})
    assert problems == ()
    (line,) = lines
    assert (line.kind, line.amount, line.payer, line.pilot) == (
        Kind.TRAINERS,
        Decimal(1200),
        "Project",
        "Kaunas",
    )
    assert (line.hours, line.rate, line.is_in_kind) == (Decimal(30), Decimal(40), True)


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("1200,50", "1200.50"),
        ("1 200,50", "1200.50"),
        ("1.200,50", "1200.50"),
        ("1,200.50", "1200.50"),
        ("1\u202f200", "1200"),
        ("1.234.567", "1234567"),
        (1200.5, "1200.5"),
        (1200.0, "1200"),
        (1200, "1200"),
        ("0", "0"),
    ],
)
def test_amounts_are_read_as_people_of_each_country_write_them(said, amount):
    lines, problems = read(amount=said)
    assert problems == ()
    assert str(lines[0].amount) == amount


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("amount", "1.200", "“1.200” may be thousands or a decimal."),
        ("amount", "1,200", "“1,200” may be thousands or a decimal."),
        ("amount", "many", "“many” is no number such as 1200 or 1200,50."),
        ("amount", "1.2.3", "“1.2.3” is no number such as 1200 or 1200,50."),
        ("amount", "-5", "-5 is below 0."),
        ("amount", "1e999", "“1e999” is no number"),
        ("amount", "", "An amount is needed, or hours and what an hour costs."),
        ("kind", "beer", "“beer” is no kind of cost. Kinds are: staff time,"),
        ("currency", "Euro", "“Euro” is no currency."),
        ("currency", "EEK", "“EEK” is no currency."),
        ("year", "26", "“26” is no year from 1990 to 2100."),
        ("year", "2026-03", "“2026-03” is no year"),
        ("what", " ", "Say what the money was for."),
        ("in kind", "perhaps", "“perhaps” is neither yes nor no."),
        ("hours", "x", "“x” is no number"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_by_row_and_column(column, cell, said):
    lines, problems = lines_from([CELLS, {**CELLS, column: cell}])
    assert len(lines) == 1
    (problem,) = problems
    assert (problem.row, problem.column) == (3, column)
    assert str(problem.message).startswith(said)


def test_hours_and_a_rate_are_an_amount():
    (line,), problems = read(amount="", hours="10", rate="12,5")
    assert (line.amount, problems) == (Decimal("125.0"), ())


@pytest.mark.parametrize("kind", ["Participants' time", "participants’ time", "PARTICIPANTS TIME"])
def test_kinds_are_known_however_they_are_written(kind):
    assert read(kind=kind)[0][0].kind is Kind.PARTICIPANTS_TIME


def test_a_sign_stands_for_its_currency():
    assert read(currency="€")[0][0].currency == "EUR"


def test_a_missing_column_leaves_no_lines_and_a_strange_one_is_said():
    lines, problems = lines_from([{"what": "x", "kind": "rooms", "amount": "1", "currency": "EUR"}])
    assert (lines, [one.column for one in problems]) == ((), ["year"])
    lines, problems = lines_from([{**CELLS, "colour": "red"}])
    assert (len(lines), [(one.row, one.column) for one in problems]) == (1, [(1, "colour")])


def test_empty_rows_count_and_are_passed_over():
    lines, problems = lines_from([CELLS, dict.fromkeys(CELLS, ""), {**CELLS, "year": "x"}])
    assert (len(lines), [one.row for one in problems]) == (1, [4])


def test_nothing_is_nothing_and_too_much_is_refused():
    assert lines_from([]) == ((), ())
    lines, problems = lines_from([CELLS] * (MOST_ROWS + 1))
    assert (lines, len(problems)) == ((), 1)
