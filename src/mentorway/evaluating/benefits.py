"""Benefits in money beside costs: what is owed to the programme, what returns, and when it is paid back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import pairwise

from mentorway.evaluating.money import NOTHING, PRECISE, Sheet, in_sheet, total
from mentorway.evidence.efficiency.costs_returned import Return, paid_back, present_value, returned
from mentorway.wording import InvalidInputError, Message, shown

ISOLATIONS = (0.2, 0.4, 0.6, 0.8, 1.0)
CONFIDENCES = (0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Benefit:
    """Money gained in a year, at prices of that year.

    `isolation` is the declared share that is owed to the programme and to nothing else, `confidence` how sure
    those who estimated it are; both 0 to 1. `source` says who estimated it, and from what.
    """

    what: str
    amount: Decimal
    currency: str
    year: int
    isolation: float
    confidence: float
    source: str


@dataclass(frozen=True)
class Owed:
    """A benefit in the currency and prices of the sheet: all that was counted, and what is owed."""

    what: str
    counted: Decimal
    owed: Decimal
    isolation: float
    confidence: float
    source: str


@dataclass(frozen=True)
class BenefitCost:
    """What returned. `payback` is in years from the first cost, None if it has not.

    `ratios[i][j]` is benefits / costs if `isolations[i]` of every benefit were owed and `confidences[j]` were
    the confidence. `break_even` is the share of all counted benefits that has to be owed for the costs to be
    paid; above 1 they cannot be. `returned` is None where something could not be counted.
    """

    benefits: tuple[Owed, ...]
    returned: Return | None
    payback: float | None
    break_even: float | None
    isolations: tuple[float, ...] = ISOLATIONS
    confidences: tuple[float, ...] = CONFIDENCES
    ratios: tuple[tuple[float, ...], ...] = ()
    messages: tuple[Message, ...] = ()


def benefit_cost(sheet: Sheet, benefits: Sequence[Benefit], *, discount: float = 0.0) -> BenefitCost:
    """Benefits over costs, what is left over, payback, and how much hangs on what was declared.

    Parameters
    ----------
    sheet : Sheet
        All costs; benefits are brought to its currency and prices.
    benefits : sequence of Benefit
        Any number.
    discount : float
        For a year, after inflation, such as 0.03; above -1. The first year is not discounted. Payback is not
        discounted.

    Returns
    -------
    BenefitCost
        Costs of a year are taken as paid at its start and benefits as coming evenly through it.

    Raises
    ------
    InvalidInputError
        The discount is out of range, or a share or a confidence does not lie between 0 and 1.

    References
    ----------
    Phillips & Phillips (2016), Handbook of Training Evaluation and Measurement Methods, 4th edition,
    doi:10.4324/9781315757230.

    Examples
    --------
    >>> from mentorway.evaluating.money import CostLine, Kind
    >>> sheet = Sheet((CostLine("All", Kind.OTHER, Decimal(20_000), "EUR", 2026),), "EUR", 2026)
    >>> hours = Benefit("Hours saved", Decimal(50_000), "EUR", 2026, 0.6, 0.8, "Managers, 2026")
    >>> found = benefit_cost(sheet, [hours])
    >>> found.returned.ratio, found.break_even, round(found.payback, 4)
    (1.2, 0.4, 0.8333)
    """
    _check(benefits)
    brought, told = _brought(sheet, benefits)
    costs = total(sheet)
    if not benefits:
        told.append(Message("No benefit in money was declared, so there is no return on the costs."))
    if costs.all is None or costs.all <= 0:
        told.append(Message("The costs are not all known, or there are none, so nothing can return on them."))
    if told or costs.all is None:
        return BenefitCost(tuple(one for _year, one in brought), None, None, None, messages=tuple(told))
    flows = _flows(sheet, brought)
    spent = present_value([float(cost) for cost, _counted, _owed in flows], discount)
    counted = present_value([float(money) for _cost, money, _owed in flows], discount)
    owed = present_value([float(money) for _cost, _counted, money in flows], discount)
    back = _payback(flows)
    return BenefitCost(
        benefits=tuple(one for _year, one in brought),
        returned=returned(owed, spent),
        payback=back,
        break_even=spent / counted if counted > 0 else None,
        ratios=tuple(
            tuple(returned(counted, spent, isolation=share, confidence=sure).ratio for sure in CONFIDENCES)
            for share in ISOLATIONS
        ),
        messages=(_DECLARED, *(() if back is not None else (_NOT_BACK,))),
    )


_DECLARED = Message(
    "The share owed to the programme and the confidence in it are declared by people, not measured; the "
    "table shows what other shares would give. The confidence is a discount, not an interval."
)
_NOT_BACK = Message("Within the years that are counted, the costs are not paid back.")
_Flow = tuple[Decimal, Decimal, Decimal]


def _check(benefits: Sequence[Benefit]) -> None:
    for one in benefits:
        if not (0 <= one.isolation <= 1 and 0 <= one.confidence <= 1):
            raise InvalidInputError(
                Message(
                    "%(what)s: the share owed to the programme and the confidence lie between 0 and 1; "
                    "%(share)s and %(confidence)s came.",
                    {"what": shown(one.what), "share": one.isolation, "confidence": one.confidence},
                )
            )


def _brought(sheet: Sheet, benefits: Sequence[Benefit]) -> tuple[list[tuple[int, Owed]], list[Message]]:
    """Benefits with their years, in the money of the sheet, and why others could not be brought there."""
    found, told = [], []
    for one in benefits:
        money = in_sheet(one.amount, one.currency, one.year, sheet)
        if isinstance(money, Message) or not money.is_finite():
            told.append(_uncounted(one))
            told += [money] if isinstance(money, Message) else []
            continue
        with localcontext(PRECISE):
            owed = money * Decimal(repr(one.isolation)) * Decimal(repr(one.confidence))
        found.append((one.year, Owed(one.what, money, owed, one.isolation, one.confidence, one.source)))
    return found, told


def _uncounted(one: Benefit) -> Message:
    return Message(
        "The benefit “%(what)s” (%(amount)s %(currency)s, %(year)d) could not be counted.",
        {
            "what": shown(one.what),
            "amount": str(one.amount),
            "currency": shown(one.currency),
            "year": one.year,
        },
    )


def _flows(sheet: Sheet, brought: Sequence[tuple[int, Owed]]) -> list[_Flow]:
    """Costs, counted benefits and owed benefits of each year from the first to the last."""
    costs = _by_year(sheet)
    years = [*costs, *(year for year, _one in brought)]
    return [
        (
            costs.get(year, NOTHING),
            sum((one.counted for when, one in brought if when == year), NOTHING),
            sum((one.owed for when, one in brought if when == year), NOTHING),
        )
        for year in range(min(years), max(years) + 1)
    ]


def _by_year(sheet: Sheet) -> Mapping[int, Decimal]:
    found: dict[int, Decimal] = {}
    for line in sheet.lines:
        money = in_sheet(line.amount, line.currency, line.year, sheet)
        if not isinstance(money, Message):
            found[line.year] = found.get(line.year, NOTHING) + money
    return found


def _payback(flows: Sequence[_Flow]) -> float | None:
    """Costs at the start of their years; benefits through theirs have come when the next year starts."""
    none = (NOTHING, NOTHING, NOTHING)
    later = [float(before[2] - after[0]) for before, after in pairwise([*flows, none])]
    first = next((place for place, (cost, _counted, _owed) in enumerate(flows) if cost > 0), 0)
    start = sum(later[:first]) - (float(flows[first][0]) if not first else 0.0)
    return paid_back([start, *later[first:]]) if start < 0 else 0.0
