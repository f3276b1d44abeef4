"""A cost sheet as people write it, row by row, with what is wrong by row and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any, Final

from mentorway.evaluating.cells import Cells, Problem
from mentorway.evaluating.money import CostLine, Kind
from mentorway.wording import Message, shown

COLUMNS: Final = ("what", "kind", "amount", "currency", "year", "payer", "pilot", "hours", "rate", "in kind")
NEEDED: Final = ("what", "kind", "amount", "currency", "year")
FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_ROWS = 5000
_CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT
LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR
NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF
XPF YER ZAR ZMW
"""
CURRENCIES: Final = frozenset(_CODES.split())  # ISO 4217
_SIGNS = {"€": "EUR", "£": "GBP", "zł": "PLN"}
_YES, _NO = frozenset({"yes", "y", "1", "true", "x"}), frozenset({"", "no", "n", "0", "false"})
_SPACES = re.compile(r"[\s\u00a0\u202f']")
_GROUPED = re.compile(r"-?\d{1,3}([.,])\d{3}(\1\d{3})*")


class _WrongError(Exception):
    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def lines_from(rows: Iterable[Mapping[str, object]]) -> tuple[tuple[CostLine, ...], tuple[Problem, ...]]:
    """Read the lines of a cost sheet.

    Parameters
    ----------
    rows : iterable of mapping of column to cell
        As `csv.DictReader` gives them, or with the numbers of a workbook. Columns: what, kind, amount,
        currency, year; and where known payer, pilot (empty for all), hours, rate, in kind (yes or no). A
        decimal comma or point will do. The amount may be empty where hours and a rate are there.

    Returns
    -------
    tuple of lines, tuple of problems
        A row with a problem gives no line; the header is row 1. Empty rows are passed over.

    Examples
    --------
    >>> cells = {"what": "Room", "kind": "Rooms", "amount": "1 200,50", "currency": "eur", "year": "2026"}
    >>> lines, problems = lines_from([cells, {**cells, "kind": "beer"}])
    >>> str(lines[0].amount), lines[0].currency, problems[0].row, problems[0].column
    ('1200.50', 'EUR', 3, 'kind')
    """
    cells = Cells()
    first = list(islice(rows, MOST_ROWS + 1))
    if len(first) > MOST_ROWS:
        cells.add(Message("A cost sheet has at most %(most)d rows; more came.", {"most": MOST_ROWS}), 1)
        return (), cells.told()
    table = cells.table([{str(name): _text(cell) for name, cell in row.items()} for row in first])
    missing = [name for name in NEEDED if name not in cells.columns] if first else []
    for name in missing:
        cells.add(
            Message("This column is missing. A cost sheet needs: %(needed)s.", {"needed": ", ".join(NEEDED)}),
            1,
            name,
        )
    for name in sorted(cells.columns.keys() - set(COLUMNS)):
        cells.add(
            Message("This column is not known. Columns are: %(known)s.", {"known": ", ".join(COLUMNS)}),
            1,
            shown(name),
        )
    lines = [line for number, row in table if (line := _read(number, row, cells))] if not missing else []
    return tuple(lines), cells.told()


def _read(number: int, row: Mapping[str, str], cells: Cells) -> CostLine | None:
    values: dict[str, Any] = {}
    before = len(cells.problems) + cells.left_out
    for column, (name, read) in _CELLS.items():
        try:
            values[name] = read(row.get(column, ""))
        except _WrongError as wrong:
            cells.add(wrong.message, number, column)
    if len(cells.problems) + cells.left_out > before:
        return None
    if values["amount"] is None:
        if values["hours"] is None or values["rate"] is None:
            cells.add(Message("An amount is needed, or hours and what an hour costs."), number, "amount")
            return None
        values["amount"] = values["hours"] * values["rate"]
    return CostLine(**values)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
    return " ".join(str(cell).split())


def _what(said: str) -> str:
    if not said:
        raise _WrongError(Message("Say what the money was for."))
    return said


def _kind(said: str) -> Kind:
    word = said.casefold().replace("_", " ").replace("’", "'")
    for kind in Kind:
        if word in {kind.value, kind.value.replace("'", "")}:
            return kind
    raise _WrongError(
        Message(
            "“%(said)s” is no kind of cost. Kinds are: %(known)s.",
            {"said": shown(said), "known": ", ".join(Kind)},
        )
    )


def _number(said: str) -> Decimal | None:
    """A number with a decimal comma or point, None for an empty cell."""
    if not said:
        return None
    bare = _SPACES.sub("", said)
    if _GROUPED.fullmatch(bare) and bare.count(".") + bare.count(",") == 1:
        raise _WrongError(
            Message(
                "“%(said)s” may be thousands or a decimal. Write it without a sign between thousands, or "
                "with two decimals.",
                {"said": shown(said)},
            )
        )
    last = max(bare.rfind(","), bare.rfind("."))
    mark = bare[last] if last >= 0 else "."
    if bare.count(mark) > 1:
        plain = bare.replace(mark, "") if _GROUPED.fullmatch(bare) else "?"
    else:
        other = "." if mark == "," else ","
        head = bare[:last].replace(other, "") if last >= 0 else bare
        plain = f"{head}.{bare[last + 1 :]}" if last >= 0 else bare
    return _decimal(plain, said)


def _decimal(plain: str, said: str) -> Decimal:
    try:
        found = Decimal(plain) if re.fullmatch(r"-?\d{1,15}(\.\d{1,10})?", plain) else None
    except InvalidOperation:
        found = None
    if found is None:
        raise _WrongError(Message("“%(said)s” is no number such as 1200 or 1200,50.", {"said": shown(said)}))
    if found < 0:
        raise _WrongError(
            Message(
                "%(said)s is below 0. Take a refund off the line that it belongs to.", {"said": shown(said)}
            )
        )
    return found


def _currency(said: str) -> str:
    code = _SIGNS.get(said, said.upper())
    if code not in CURRENCIES:
        raise _WrongError(
            Message(
                "“%(said)s” is no currency. Write its three letters, such as EUR or SEK.",
                {"said": shown(said)},
            )
        )
    return code


def _year(said: str) -> int:
    if re.fullmatch(r"\d{4}", said) and FIRST_YEAR <= int(said) <= LAST_YEAR:
        return int(said)
    raise _WrongError(
        Message(
            "“%(said)s” is no year from %(first)d to %(last)d.",
            {"said": shown(said), "first": FIRST_YEAR, "last": LAST_YEAR},
        )
    )


def _yes(said: str) -> bool:
    if said.casefold() in _YES | _NO:
        return said.casefold() in _YES
    raise _WrongError(Message("“%(said)s” is neither yes nor no.", {"said": shown(said)}))


_CELLS: Final[Mapping[str, tuple[str, Callable[[str], object]]]] = {
    "what": ("what", _what),
    "kind": ("kind", _kind),
    "amount": ("amount", _number),
    "currency": ("currency", _currency),
    "year": ("year", _year),
    "payer": ("payer", str),
    "pilot": ("pilot", str),
    "hours": ("hours", _number),
    "rate": ("rate", _number),
    "in kind": ("is_in_kind", _yes),
}
