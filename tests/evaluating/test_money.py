import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorway.evaluating.money import CostLine, Kind, Sheet, in_sheet, shown_together, total

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "evaluating_costs.json").read_text("utf-8"))
LEVELS = {2024: Decimal("126.3"), 2025: Decimal("129.1"), 2026: Decimal("131.7")}


def sheet_of_r():
    lines = tuple(
        CostLine(
            one["kind"],
            Kind(one["kind"]),
            Decimal(str(one["amount"])),
            one["currency"],
            one["year"],
            one["payer"],
            one["pilot"],
        )
        for one in ORACLE["sheet"]["lines"]
    )
    return Sheet(lines, "EUR", 2026, {"SEK": Decimal("0.0893")}, LEVELS)


def line(**changes):
    given = {"what": "Room", "kind": Kind.ROOMS, "amount": Decimal(100), "currency": "EUR", "year": 2026}
    return CostLine(**{**given, **changes})


def test_a_sheet_comes_to_what_r_says_by_kind_by_payer_and_by_pilot():
    found = total(sheet_of_r())
    expected = ORACLE["sheet"]
    assert float(found.all) == pytest.approx(expected["total"], rel=1e-12)
    assert {kind.value: float(one) for kind, one in found.by_kind.items()} == pytest.approx(
        expected["by_kind"]
    )
    assert {payer: float(one) for payer, one in found.by_payer.items()} == pytest.approx(expected["by_payer"])
    for pilot, money in expected["pilots"].items():
        own = total(sheet_of_r(), pilot, participants={"A": 24, "B": 36})
        assert float(own.all) == pytest.approx(money, rel=1e-12)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=9), st.decimals(0, 10**7, places=2))
def test_pilots_together_bear_what_was_shared_to_twenty_digits(people, amount):
    counts = {f"P{place}": count for place, count in enumerate(people)}
    sheet = Sheet((line(amount=amount),), "EUR", 2026)
    borne = sum(total(sheet, pilot, participants=counts).all for pilot in counts)
    assert abs(borne - amount) < Decimal("1e-18")


@given(st.lists(st.decimals(0, 10**6, places=5), min_size=1, max_size=12), st.integers(0, 3))
def test_shown_parts_add_up_to_the_shown_sum_and_none_moves_by_a_unit(amounts, places):
    step = Decimal(1).scaleb(-places)
    shown = shown_together(amounts, places)
    assert sum(shown) == sum(amounts).quantize(step)
    assert all(abs(one - amount) < step for one, amount in zip(shown, amounts, strict=True))


def test_who_spreads_is_told_how():
    told = total(Sheet((line(),), "EUR", 2026), "P", participants={"P": 12, "Q": 68}).messages
    assert [str(one) for one in told] == [
        "1 line is shared by all pilots; P bears 12 of 80 parts of it, one for each participant."
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            line(currency="SEK"),
            "Line 2 (Room) is in SEK, and there is no rate to EUR: say how many EUR one SEK is.",
        ),
        (
            line(year=2023),
            "Line 2 (Room) is at prices of 2023. Price levels of 2023 and of 2026 are needed",
        ),
        (
            line(amount=Decimal(-5)),
            "Line 2 (Room) is -5. A cost is a number that is not below 0; take a refund off the line",
        ),
        (
            line(amount=Decimal(0), hours=Decimal(3)),
            "Line 2 (Room) has hours, but neither an amount nor what an hour costs.",
        ),
        (
            line(amount=Decimal("NaN")),
            "Line 2 (Room) is NaN. A cost is a number that is not below 0;",
        ),
    ],
)
def test_a_line_that_cannot_be_counted_is_named_and_leaves_no_total(wrong, said):
    found = total(Sheet((line(), wrong), "EUR", 2026, deflators=LEVELS))
    assert (found.all, found.counted) == (None, Decimal(100))
    (told,) = found.messages
    assert str(told).startswith(said)


def test_a_shared_line_has_no_pilot_where_participants_are_not_known():
    found = total(Sheet((line(), line(pilot="P")), "EUR", 2026), "P")
    assert (found.all, found.counted) == (None, Decimal(100))
    assert "how many people take part in each is not known" in str(found.messages[0])


def test_hours_times_rate_that_are_another_amount_are_said_and_the_amount_is_taken():
    found = total(Sheet((line(hours=Decimal(10), rate=Decimal(12)),), "EUR", 2026))
    assert found.all == 100
    assert found.hours == {Kind.ROOMS: 10}
    assert "its hours times its rate are 120" in str(found.messages[0])


def test_what_is_in_kind_counts_and_is_told_apart():
    found = total(Sheet((line(), line(amount=Decimal(40), is_in_kind=True)), "EUR", 2026))
    assert (found.all, found.in_kind) == (140, 40)


def test_a_rate_of_nothing_is_no_rate():
    assert "no rate for SEK" in str(
        in_sheet(Decimal(1), "SEK", 2026, Sheet((), "EUR", 2026, {"SEK": Decimal(0)}))
    )


def test_a_sheet_without_lines_costs_nothing():
    assert total(Sheet((), "EUR", 2026)).all == 0
