"""What a programme costs: lines of a cost sheet, brought to one currency and the prices of one year.

Money is decimal and never rounded, but for showing: by `shown_together`, so that parts add up to their sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, localcontext
from enum import StrEnum
from types import MappingProxyType
from typing import TypeGuard

from mentorway.wording import Message, Value, shown

PRECISE = Context(prec=60)  # quotients have no end; sums of shares are then right to far below a cent
ALL_PILOTS = ""
NOTHING = Decimal(0)
MISPRICED = Decimal("0.01")  # of the amount: hours times rate may be that far from it


class Kind(StrEnum):
    """What money was spent on."""

    STAFF_TIME = "staff time"
    TRAINERS = "trainers"
    ROOMS = "rooms"
    TRAVEL = "travel"
    MATERIALS = "materials"
    PARTICIPANTS_TIME = "participants' time"
    PLATFORM = "platform"
    OTHER = "other"


@dataclass(frozen=True)
class CostLine:
    """A line of a cost sheet: an amount in its currency, at the prices of its year.

    `pilot` is "" for what all pilots share. `hours` times `rate` (money for an hour) is the amount where both
    are given. `is_in_kind` marks what nobody paid money for, such as a room lent.
    """

    what: str
    kind: Kind
    amount: Decimal
    currency: str
    year: int
    payer: str = ""
    pilot: str = ALL_PILOTS
    hours: Decimal | None = None
    rate: Decimal | None = None
    is_in_kind: bool = False


@dataclass(frozen=True)
class Sheet:
    """Lines, and what brings them together.

    `rates` are units of `currency` for one unit of another, `deflators` the price level of each year on any
    base (such as 2015 = 100); an amount of a year is multiplied by level of `price_year` / level of its year.
    """

    lines: tuple[CostLine, ...]
    currency: str
    price_year: int
    rates: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    deflators: Mapping[int, Decimal] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Total:
    """Costs in one currency, at prices of one year.

    `all` is None where a line could not be counted, because the sum would be too low; `counted` is the sum of
    the lines that could, and `by_kind`, `by_payer` ("" where nobody is named), `in_kind` and `hours` are of
    these.
    """

    currency: str
    price_year: int
    all: Decimal | None
    counted: Decimal
    by_kind: Mapping[Kind, Decimal]
    by_payer: Mapping[str, Decimal]
    in_kind: Decimal
    hours: Mapping[Kind, Decimal]
    messages: tuple[Message, ...] = ()


def total(sheet: Sheet, pilot: str | None = None, *, participants: Mapping[str, int] | None = None) -> Total:
    """Add up a cost sheet, or one pilot's part of it.

    Parameters
    ----------
    sheet : Sheet
        Any number of lines.
    pilot : str, optional
        Whose costs; all of them if none is named. A pilot bears its own lines, and of those that all pilots
        share as large a share as it has of the participants.
    participants : mapping of pilot to number of people, optional
        Needed where a pilot is named and a line is shared.

    Returns
    -------
    Total
        In the currency and at the prices of the sheet. What cannot be counted is named in its messages.

    References
    ----------
    Drummond et al. (2015), Methods for the Economic Evaluation of Health Care Programmes, 4th edition.

    Examples
    --------
    >>> lines = (
    ...     CostLine("Trainer", Kind.TRAINERS, Decimal("800"), "EUR", 2026, "Project", "Kaunas"),
    ...     CostLine("Handbook", Kind.MATERIALS, Decimal("2000"), "SEK", 2026),
    ... )
    >>> sheet = Sheet(lines, "EUR", 2026, {"SEK": Decimal("0.09")})
    >>> total(sheet).all
    Decimal('980.00')
    >>> total(sheet, "Kaunas", participants={"Kaunas": 10, "Turku": 30}).all
    Decimal('845.0000')
    """
    made, hours, told, missing = [], [], [], False
    with localcontext(PRECISE):
        share = NOTHING if pilot is None else _share(pilot, participants)
        for number, line in enumerate(sheet.lines, 1):
            if pilot is not None and line.pilot not in (pilot, ALL_PILOTS):
                continue
            told += _doubts(number, line)
            amount = _counted(number, line, sheet)
            part = share if pilot is not None and line.pilot == ALL_PILOTS else Decimal(1)
            if isinstance(amount, Message) or part is None:
                told.append(amount if isinstance(amount, Message) else _unspread(number, line))
                missing = True
                continue
            made.append((line, amount * part))
            hours.append((line, (line.hours or NOTHING) * part))
        told += _spread(sheet, pilot, participants)
        counted = sum((amount for _line, amount in made), NOTHING)
        return Total(
            currency=sheet.currency,
            price_year=sheet.price_year,
            all=None if missing else counted,
            counted=counted,
            by_kind={kind: _sum(made, kind) for kind in Kind if any(line.kind is kind for line, _ in made)},
            by_payer=_by_payer(made),
            in_kind=sum((amount for line, amount in made if line.is_in_kind), NOTHING),
            hours={kind: part for kind in Kind if (part := _sum(hours, kind))},
            messages=tuple(told),
        )


def in_sheet(amount: Decimal, currency: str, year: int, sheet: Sheet) -> Decimal | Message:
    """Return money in the currency and at the prices of a sheet, or why that cannot be.

    Parameters
    ----------
    amount : Decimal
        In `currency`, at prices of `year`.
    currency : str
        A code of ISO 4217.
    year : int
        Whose prices.
    sheet : Sheet
        Whose rates and price levels are used. Both are factors, so their order makes no difference.

    Returns
    -------
    Decimal or Message

    Examples
    --------
    >>> sheet = Sheet((), "EUR", 2026, {"SEK": Decimal("0.1")}, {2024: Decimal(100), 2026: Decimal(105)})
    >>> in_sheet(Decimal(2000), "SEK", 2024, sheet)
    Decimal('210.0')
    >>> str(in_sheet(Decimal(1), "NOK", 2026, sheet))
    'There is no rate for NOK: say how many EUR one NOK is.'
    """
    rate = Decimal(1) if currency == sheet.currency else sheet.rates.get(currency)
    if not _is_above_nothing(rate):
        return Message(
            "There is no rate for %(currency)s: say how many %(wanted)s one %(currency)s is.",
            {"currency": shown(currency), "wanted": sheet.currency},
        )
    if year == sheet.price_year:
        return amount * rate
    then, wanted = sheet.deflators.get(year), sheet.deflators.get(sheet.price_year)
    if not _is_above_nothing(then) or not _is_above_nothing(wanted):
        return Message(
            "Price levels of %(from)d and of %(to)d are needed to put money of %(from)d at prices of %(to)d.",
            {"from": year, "to": sheet.price_year},
        )
    with localcontext(PRECISE):
        return amount * rate * wanted / then


def shown_together(amounts: Sequence[Decimal], places: int = 2) -> tuple[Decimal, ...]:
    """Round parts for showing, so that they add up to their rounded sum (largest remainders).

    Parameters
    ----------
    amounts : sequence of Decimal
        Parts of one sum, in full precision.
    places : int
        Digits after the point; the sum is rounded half to even.

    Returns
    -------
    tuple of Decimal
        Each less than one unit of the last digit from its amount.

    Examples
    --------
    >>> [str(one) for one in shown_together([Decimal(100) / 3] * 3, 0)]
    ['34', '33', '33']
    """
    step = Decimal(1).scaleb(-places)
    with localcontext(PRECISE):
        whole = sum(amounts, NOTHING).quantize(step, ROUND_HALF_EVEN)
        floors = [one.quantize(step, ROUND_FLOOR) for one in amounts]
        left = int((whole - sum(floors, NOTHING)) / step)
        order = sorted(range(len(floors)), key=lambda place: floors[place] - amounts[place])
        lifted = set(order[:left])
        return tuple(one + step if place in lifted else one for place, one in enumerate(floors))


def _is_above_nothing(number: Decimal | None) -> TypeGuard[Decimal]:
    return number is not None and number.is_finite() and number > 0


def _share(pilot: str, participants: Mapping[str, int] | None) -> Decimal | None:
    """A pilot's share of all participants; None where it cannot be known."""
    if participants is None or pilot not in participants or sum(participants.values()) <= 0:
        return None
    return Decimal(participants[pilot]) / Decimal(sum(participants.values()))


def _counted(number: int, line: CostLine, sheet: Sheet) -> Decimal | Message:
    named: dict[str, Value] = {"line": number, "what": shown(line.what), "amount": str(line.amount)}
    if not line.amount.is_finite() or line.amount < 0:
        return Message(
            "Line %(line)d (%(what)s) is %(amount)s. A cost is a number that is not below 0; take a refund "
            "off the line that it belongs to.",
            named,
        )
    if line.hours is not None and not line.rate and not line.amount:
        return Message(
            "Line %(line)d (%(what)s) has hours, but neither an amount nor what an hour costs.", named
        )
    found = in_sheet(line.amount, line.currency, line.year, sheet)
    if not isinstance(found, Message):
        return found
    if not _is_above_nothing(
        Decimal(1) if line.currency == sheet.currency else sheet.rates.get(line.currency)
    ):
        return Message(
            "Line %(line)d (%(what)s) is in %(currency)s, and there is no rate to %(wanted)s: say how many "
            "%(wanted)s one %(currency)s is.",
            {**named, "currency": shown(line.currency), "wanted": sheet.currency},
        )
    return Message(
        "Line %(line)d (%(what)s) is at prices of %(year)d. Price levels of %(year)d and of %(wanted)d are "
        "needed to put it at prices of %(wanted)d.",
        {**named, "year": line.year, "wanted": sheet.price_year},
    )


def _doubts(number: int, line: CostLine) -> list[Message]:
    """What is counted all the same, and looks wrong."""
    if line.hours is None or line.rate is None or not line.amount.is_finite():
        return []
    priced = line.hours * line.rate
    if abs(priced - line.amount) <= MISPRICED * max(abs(line.amount), abs(priced)):
        return []
    return [
        Message(
            "Line %(line)d (%(what)s) is %(amount)s, but its hours times its rate are %(priced)s. The amount "
            "is taken.",
            {"line": number, "what": shown(line.what), "amount": str(line.amount), "priced": str(priced)},
        )
    ]


def _unspread(number: int, line: CostLine) -> Message:
    return Message(
        "Line %(line)d (%(what)s) is shared by all pilots, and how many people take part in each is not "
        "known.",
        {"line": number, "what": shown(line.what)},
    )


def _spread(sheet: Sheet, pilot: str | None, participants: Mapping[str, int] | None) -> list[Message]:
    """How shared lines were spread, said to the reader."""
    count = sum(line.pilot == ALL_PILOTS for line in sheet.lines)
    if pilot is None or not count or participants is None or pilot not in participants:
        return []
    return [
        Message(
            "%(count)d line is shared by all pilots; %(pilot)s bears %(own)d of %(all)d parts of it, one for "
            "each participant.",
            {"count": count, "pilot": pilot, "own": participants[pilot], "all": sum(participants.values())},
            plural="%(count)d lines are shared by all pilots; %(pilot)s bears %(own)d of %(all)d parts of "
            "them, one for each participant.",
            count=count,
        )
    ]


def _sum(made: Sequence[tuple[CostLine, Decimal]], kind: Kind) -> Decimal:
    return sum((amount for line, amount in made if line.kind is kind), NOTHING)


def _by_payer(made: Sequence[tuple[CostLine, Decimal]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for line, amount in made:
        found[line.payer] = found.get(line.payer, NOTHING) + amount
    return dict(sorted(found.items()))
