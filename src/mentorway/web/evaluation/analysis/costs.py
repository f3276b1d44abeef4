"""From the rows of a cost sheet to money in one currency at prices of one year; what is missing for it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from mentorway.evaluating import benefits as worth
from mentorway.evaluating import money
from mentorway.web.core.folding import fold, terms
from mentorway.web.core.wording import said
from mentorway.web.evaluation.models import Benefit, CostKind, CostLine, Evaluation
from mentorway.web.evaluation.queries import costs as queries
from mentorway.web.pilots.models import Cohort
from mentorway.wording import Message

KINDS: Final[Mapping[str, money.Kind]] = {
    CostKind.STAFF: money.Kind.STAFF_TIME,
    CostKind.TRAINERS: money.Kind.TRAINERS,
    CostKind.ROOMS: money.Kind.ROOMS,
    CostKind.TRAVEL: money.Kind.TRAVEL,
    CostKind.MATERIALS: money.Kind.MATERIALS,
    CostKind.PARTICIPANTS: money.Kind.PARTICIPANTS_TIME,
    CostKind.PLATFORM: money.Kind.PLATFORM,
    CostKind.OTHER: money.Kind.OTHER,
}
NAMES: Final = {kind: CostKind(name).label for name, kind in KINDS.items()}
PERCENT: Final = 100
NOTHING: Final = Decimal(0)
CENT: Final = Decimal("0.01")
SECONDS_IN_HOUR: Final = 3600


def sheet_of(evaluation: Evaluation) -> money.Sheet:
    """Return the cost sheet with its rates and price levels; pilots go by the names of ``pilot_names``."""
    return _sheet(evaluation, queries.lines_of(evaluation))


def benefits_of(evaluation: Evaluation) -> tuple[worth.Benefit, ...]:
    """Return what the programme was worth in money, as it was declared."""
    return tuple(_benefit(row) for row in queries.benefits_of(evaluation))


def total_of(evaluation: Evaluation) -> money.Total:
    """Return all costs in the currency and at the prices of the evaluation."""
    return money.total(sheet_of(evaluation))


def pilot_names(evaluation: Evaluation) -> dict[int, str]:
    """Return what each pilot is called in every reckoning, by its key: its title, if no other has it."""
    return _names(queries.pilots_of(evaluation))


def _names(pilots: Sequence[Cohort]) -> dict[int, str]:
    titles = [one.title for one in pilots]
    return {
        one.pk: one.title if titles.count(one.title) == 1 else f"{one.title} ({one.pk})" for one in pilots
    }


def _sheet(
    whole: Evaluation, rows: Sequence[CostLine], names: Mapping[int, str] | None = None
) -> money.Sheet:
    known = names if names is not None else pilot_names(whole)
    return money.Sheet(
        lines=tuple(line_from(row, known) for row in rows),
        currency=whole.currency,
        price_year=whole.price_year,
        rates={one.currency: one.units for one in queries.rates_of(whole)},
        deflators={one.year: one.index for one in queries.price_levels_of(whole)},
    )


def line_from(row: CostLine, names: Mapping[int, str]) -> money.CostLine:
    """Return a row as the library reckons with it."""
    pilot = money.ALL_PILOTS
    if row.cohort is not None:
        pilot = names.get(row.cohort.pk, row.cohort.title)
    return money.CostLine(
        what=row.what,
        kind=KINDS[row.kind],
        amount=amount_of(row),
        currency=row.currency,
        year=row.year,
        payer=row.payer,
        pilot=pilot,
        hours=row.hours,
        rate=row.rate,
        is_in_kind=row.is_in_kind,
    )


def amount_of(row: CostLine) -> Decimal:
    """Return what a line costs in its own money."""
    if row.amount is not None:
        return row.amount
    return (row.hours or NOTHING) * (row.rate or NOTHING)


def _benefit(row: Benefit) -> worth.Benefit:
    return worth.Benefit(
        what=row.what,
        amount=row.amount,
        currency=row.currency,
        year=row.year,
        isolation=row.isolation / PERCENT,
        confidence=row.confidence / PERCENT,
        source=row.source,
    )


def shown(amount: Decimal, places: int = 2) -> str:
    """Return money as the reader writes it.

    >>> shown(Decimal("12300.5"))
    '12,300.50'
    """
    return str(number_format(amount, places, use_l10n=True, force_grouping=True))


@dataclass(frozen=True)
class Line:
    """One line of the page: as it was written, and in the money of the evaluation, or ``why`` not."""

    number: int
    row: CostLine
    pilot: str
    amount: str
    hours: str
    rate: str
    counted: str
    why: str


@dataclass(frozen=True)
class Part:
    """A part of the costs under a name; ``share`` in percent, None where a part of the whole is not known."""

    name: str
    amount: str
    share: int | None
    note: str = ""


@dataclass(frozen=True)
class CostPage:
    """Everything that the page of costs shows; ``total`` is what could be counted."""

    lines: tuple[Line, ...]
    total: str
    uncounted: int
    in_kind: str
    kinds: tuple[Part, ...]
    payers: tuple[Part, ...]
    pilots: tuple[Part, ...]
    hours: tuple[Part, ...]
    remarks: tuple[str, ...]


def page_of(evaluation: Evaluation) -> CostPage:
    """Return the cost sheet as people read it."""
    rows, pilots = queries.lines_of(evaluation), queries.pilots_of(evaluation)
    names = _names(pilots)
    sheet = _sheet(evaluation, rows, names)
    whole = money.total(sheet)
    told = _by_line(whole.messages)
    lines = tuple(
        _line(number, row, line, sheet, told)
        for number, (row, line) in enumerate(zip(rows, sheet.lines, strict=True), 1)
    )
    return CostPage(
        lines=lines,
        total=shown(whole.counted),
        uncounted=sum(not one.counted for one in lines),
        in_kind=shown(whole.in_kind) if whole.in_kind else "",
        kinds=_parts({str(NAMES[kind]): amount for kind, amount in whole.by_kind.items()}),
        payers=_parts({payer or _("Nobody is named"): amount for payer, amount in whole.by_payer.items()}),
        pilots=_of_pilots(sheet, pilots, names),
        hours=tuple(Part(str(NAMES[kind]), shown(count, 1), None) for kind, count in whole.hours.items()),
        remarks=tuple(said(one) for one in whole.messages if "line" not in one.values),
    )


def _by_line(messages: Iterable[Message]) -> dict[int, str]:
    found: dict[int, str] = {}
    for one in messages:
        number = one.values.get("line")
        if isinstance(number, int):
            found[number] = f"{found[number]} {said(one)}" if number in found else said(one)
    return found


def _line(
    number: int, row: CostLine, line: money.CostLine, sheet: money.Sheet, told: Mapping[int, str]
) -> Line:
    money_there = money.in_sheet(line.amount, line.currency, line.year, sheet)
    is_unpriced = line.hours is not None and not line.amount and not line.rate
    is_counted = not isinstance(money_there, Message) and not is_unpriced
    return Line(
        number=number,
        row=row,
        pilot=line.pilot,
        amount=shown(line.amount),
        hours=shown(row.hours, 1) if row.hours is not None else "",
        rate=shown(row.rate) if row.rate else "",
        counted=shown(money_there) if is_counted and isinstance(money_there, Decimal) else "",
        why=told.get(number, ""),
    )


def _parts(amounts: Mapping[str, Decimal]) -> tuple[Part, ...]:
    """Parts of one sum, the largest first, rounded so that they add up."""
    order = sorted(amounts, key=lambda name: -amounts[name])
    rounded = money.shown_together([amounts[name] for name in order])
    whole = sum(amounts.values(), NOTHING)
    shares = [PERCENT * amounts[name] / whole if whole else NOTHING for name in order]
    percents = money.shown_together(shares, 0)
    rows = zip(order, rounded, percents, strict=True)
    return tuple(Part(name, shown(amount), int(share)) for name, amount, share in rows)


def _of_pilots(sheet: money.Sheet, pilots: Sequence[Cohort], names: Mapping[int, str]) -> tuple[Part, ...]:
    """What each pilot costs, with its part of what all share; nothing where there is but one."""
    if len(pilots) < 2 and not any(line.pilot for line in sheet.lines):  # noqa: PLR2004 - one pilot is all
        return ()
    counts = queries.participants_in(pilots)
    people = {names[one.pk]: counts.get(one.pk, 0) for one in pilots}
    found = []
    strangers = sorted({line.pilot for line in sheet.lines if line.pilot} - set(people))
    for name in [*people, *strangers]:
        part = money.total(sheet, name, participants={**dict.fromkeys(strangers, 0), **people})
        found.append(Part(name, shown(part.counted), None, _pilot_note(part, strangers, name)))
    return tuple(found)


def _pilot_note(part: money.Total, strangers: Sequence[str], name: str) -> str:
    if name in strangers:
        return _("This pilot does not belong to the evaluation any more.")
    if part.all is None:
        return _("Not all lines could be counted, so it is more than this.")
    return " ".join(said(one) for one in part.messages if "own" in one.values)


def searched(lines: Sequence[Line], words: str, kind: str) -> list[Line]:
    """Return the lines of a kind in which every word stands."""
    wanted = terms(words)
    return [
        one
        for one in lines
        if (not kind or one.row.kind == kind)
        and all(term in fold(f"{one.row.what} {one.row.payer} {one.pilot}") for term in wanted)
    ]


@dataclass(frozen=True)
class Worth:
    """One benefit of the page: as it was declared, and how much is put down to the programme, or why not."""

    row: Benefit
    amount: str
    owed: str
    why: str


@dataclass(frozen=True)
class BenefitPage:
    """What the programme was worth, with the sum of what is put down to it."""

    rows: tuple[Worth, ...]
    owed: str
    uncounted: int


def benefit_page_of(evaluation: Evaluation) -> BenefitPage:
    """Return benefits as people read them."""
    sheet = _sheet(evaluation, ())
    rows: list[Worth] = []
    owed = NOTHING
    for row in queries.benefits_of(evaluation):
        there = money.in_sheet(row.amount, row.currency, row.year, sheet)
        if isinstance(there, Message):
            rows.append(Worth(row, shown(row.amount), "", said(there)))
            continue
        with localcontext(money.PRECISE):
            mine = there * row.isolation * row.confidence / PERCENT**2
            owed += mine
        rows.append(Worth(row, shown(row.amount), shown(mine), ""))
    return BenefitPage(tuple(rows), shown(owed), sum(not one.owed for one in rows))


@dataclass(frozen=True)
class Missing:
    """Currencies without a rate and years without a price level, that lines and benefits need."""

    currencies: tuple[str, ...]
    years: tuple[int, ...]

    def __bool__(self) -> bool:
        """Whether anything is missing."""
        return bool(self.currencies or self.years)


def missing_of(evaluation: Evaluation) -> Missing:
    """Return what has to be said so that every amount can be counted."""
    rows: list[CostLine | Benefit] = [*queries.lines_of(evaluation), *queries.benefits_of(evaluation)]
    known = {one.currency for one in queries.rates_of(evaluation)} | {evaluation.currency}
    levels = {one.year for one in queries.price_levels_of(evaluation)}
    years = {row.year for row in rows} - {evaluation.price_year}
    needed = years | {evaluation.price_year} if years else set()
    return Missing(
        currencies=tuple(sorted({row.currency for row in rows} - known)),
        years=tuple(sorted(needed - levels)),
    )


@dataclass(frozen=True)
class Hours:
    """Hours of one pilot in one year, ready to become a line of the cost sheet."""

    cohort: Cohort
    kind: CostKind
    what: str
    year: int
    hours: Decimal


def hours_of(evaluation: Evaluation, now: dt.datetime | None = None) -> list[Hours]:
    """Return the hours of those who led meetings that took place, and of those who came, for each year."""
    moment = now or timezone.now()
    return [one for cohort in queries.pilots_of(evaluation) for one in _hours(cohort, moment)]


def _hours(cohort: Cohort, now: dt.datetime) -> list[Hours]:
    there = queries.present_at(cohort)
    led: dict[int, Decimal] = {}
    taken: dict[int, Decimal] = {}
    for meeting in queries.held_meetings(cohort, now):
        year = meeting.starts.astimezone(cohort.zone).year
        length = Decimal(round((meeting.ends - meeting.starts).total_seconds())) / SECONDS_IN_HOUR
        led[year] = led.get(year, NOTHING) + length
        taken[year] = taken.get(year, NOTHING) + length * there.get(meeting.pk, 0)
    ways = (
        (CostKind.STAFF, _("Leading the meetings"), led),
        (CostKind.PARTICIPANTS, _("Coming to the meetings"), taken),
    )
    return [
        Hours(cohort, kind, what, year, hours.quantize(CENT))
        for kind, what, found in ways
        for year, hours in sorted(found.items())
        if hours
    ]
