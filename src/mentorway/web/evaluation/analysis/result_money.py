"""What the programme cost and what the money bought, as blocks that pages and files show."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.evaluating.benefits import BenefitCost
from mentorway.evaluating.money import Total
from mentorway.evaluating.plane import AgainstUsual
from mentorway.evaluating.spending import Spending
from mentorway.evaluating.whole import Evaluation as Found
from mentorway.evaluating.worth import CostOfOne, Per
from mentorway.web.evaluation.analysis.blocks import (
    Block,
    Grid,
    Number,
    Section,
    Unit,
    count_of,
    kept_blocks,
    money,
    told,
    without,
    written,
)
from mentorway.web.evaluation.analysis.costs import NAMES
from mentorway.web.evaluation.analysis.result_levels import references_of_programme
from mentorway.web.evaluation.analysis.result_models import compared_of, models_of
from mentorway.web.evaluation.analysis.result_parts import titles_of
from mentorway.wording import Message

EVERY: Final = 4  # of what a point may be worth, pages show every fourth

PER: Final = {
    Per.PARTICIPANT: gettext_lazy("Cost of one person who took part"),
    Per.COMPLETED: gettext_lazy("Cost of one person who completed"),
    Per.HOUR: gettext_lazy("Cost of one hour that somebody attended"),
    Per.POINT: gettext_lazy("Cost of one point of change of one person"),
    Per.SD: gettext_lazy("Cost of one standard deviation of change of one person"),
}
QUADRANTS: Final[dict[str, object]] = {
    "dearer and better": gettext_lazy("costs more and does more"),
    "dearer and worse": gettext_lazy("costs more and does less"),
    "cheaper and better": gettext_lazy("costs less and does more"),
    "cheaper and worse": gettext_lazy("costs less and does less"),
    "on an axis": gettext_lazy("costs or does just the same"),
}


def money_of(found: Found) -> list[Section]:
    """Return what was spent, what one costs, what came back, and pilots and models beside each other."""
    if isinstance(found.money, Message):
        return [Section("money", "", (without("money", _("Costs"), found.money),))]
    spent = found.money
    blocks = [
        _total(spent.total),
        _each(spent),
        *_changes(spent, found),
        *_beside(spent, found),
        _returned(spent.returned, spent.total.currency),
        _pilots(spent),
        compared_of(spent.compared),
        *models_of(spent.models),
    ]
    return [Section("money", "", kept_blocks(blocks))]


def _total(total: Total) -> Block:
    currency = total.currency
    counted = _("All costs") if total.all is not None else _("Costs of the lines that could be counted")
    numbers = [_amount("money.total", counted, total.counted, currency)]
    numbers += [
        _amount(f"money.kind.{kind.name.lower()}", str(NAMES[kind]), amount, currency)
        for kind, amount in total.by_kind.items()
    ]
    if total.in_kind:
        numbers.append(_amount("money.in_kind", _("Of this given, not paid"), total.in_kind, currency))
    payers = tuple(
        (payer or _("not named"), money(amount, currency)) for payer, amount in total.by_payer.items()
    )
    grids = (Grid(_("Who pays"), (_("Who pays"), _("Amount")), payers),) if payers else ()
    year = _("In %(currency)s at prices of %(year)d.") % {"currency": currency, "year": total.price_year}
    return Block("money.total", _("Costs"), (year,), tuple(numbers), grids, told(total.messages))


def _amount(key: str, name: str, amount: Decimal | None, currency: str) -> Number:
    value = None if amount is None else float(amount)
    return Number(key, name, value, unit=Unit.MONEY, currency=currency)


def _each(spent: Spending) -> Block:
    numbers = tuple(_of_one(one, "money.each", str(PER[one.per]), spent) for one in spent.people)
    cautions = told(message for one in spent.people for message in one.messages)
    details = (references_of_programme(),)
    title = _("What one costs")
    return Block("money.each", title, told(spent.messages), numbers, cautions=cautions, details=details)


def _of_one(one: CostOfOne, key: str, name: str, spent: Spending) -> Number:
    facts = (one.value, one.n, one.low, one.high, Unit.MONEY, spent.total.currency)
    return Number(f"{key}.{one.per.value}", name, *facts)


def _changes(spent: Spending, found: Found) -> Iterator[Block]:
    titles = titles_of(found)
    for key in dict.fromkeys(one.outcome for one in spent.changes):
        those = [one for one in spent.changes if one.outcome == key]
        title = _("What a change costs: %(outcome)s") % {"outcome": titles.get(key, key)}
        numbers = tuple(_of_one(one, f"money.change.{key}", str(PER[one.per]), spent) for one in those)
        numbers = tuple(one for one in numbers if one.value is not None)
        cautions = told(message for one in those for message in one.messages)
        yield Block(f"money.change.{key}", title, (), numbers, cautions=cautions)


def _beside(spent: Spending, found: Found) -> Iterator[Block]:
    titles = list(titles_of(found).items())
    for (key, title), one in zip(titles, spent.beside_usual, strict=False):
        name = _("Beside those who did not take part: %(outcome)s")
        if isinstance(one, Message):
            yield without(f"money.beside.{key}", name % {"outcome": title}, one)
        else:
            yield _plane(one, name % {"outcome": dict(titles).get(one.outcome, title)}, spent.total.currency)


def _plane(one: AgainstUsual, title: str, currency: str) -> Block:
    key, n = f"money.beside.{one.outcome}", one.n_programme + one.n_usual
    numbers = [
        Number(f"{key}.cost", _("Cost of one person more"), one.cost, n, unit=Unit.MONEY, currency=currency),
        Number(f"{key}.effect", _("Points for the better of one person"), one.effect, n, unit=Unit.CHANGE),
    ]
    warnings = list(one.messages)
    if one.ratio is not None:
        ratio = one.ratio
        warnings += ratio.warnings
        facts = (ratio.value, n, ratio.low, ratio.high, Unit.MONEY, currency)
        numbers.append(Number(f"{key}.ratio", _("Cost of one point more"), *facts))
    grids: list[Grid] = []
    if one.plane is not None:
        warnings += one.plane.warnings
        grids += [_quadrants(one), _acceptable(one, currency)]
    shown = numbers if one.cost is not None else []
    return Block(key, title, (), tuple(shown), tuple(grids), told(warnings))


def _quadrants(one: AgainstUsual) -> Grid:
    shares = one.plane.shares if one.plane is not None else {}
    rows = tuple((str(QUADRANTS[where]), written(share, Unit.SHARE)) for where, share in shares.items())
    head = (_("The programme"), _("Share of draws"))
    return Grid(_("When people are drawn again and again"), head, rows)


def _acceptable(one: AgainstUsual, currency: str) -> Grid:
    rows = tuple(
        (money(worth, currency), written(share, Unit.SHARE))
        for worth, share in tuple(zip(one.worths, one.acceptable, strict=True))[::EVERY]
    )
    head = (_("If one point is worth"), _("Share of draws in which the programme pays"))
    return Grid(_("How likely the programme is worth its cost"), head, rows)


def _returned(back: BenefitCost | Message, currency: str) -> Block | None:
    title = _("What came back")
    if isinstance(back, Message):
        return without("money.returned", title, back)
    numbers = []
    if back.returned is not None:
        found = back.returned
        for place, name, value, unit in (
            ("benefits", _("Benefits put down to the programme"), found.benefits, Unit.MONEY),
            ("costs", _("Costs"), found.costs, Unit.MONEY),
            ("ratio", _("Benefits for each unit of costs"), found.ratio, Unit.NUMBER),
            ("net", _("Left over"), found.net, Unit.MONEY),
            ("roi", _("Return on investment"), found.percent / 100, Unit.SHARE),
            ("payback", _("Years until the costs are paid back"), back.payback, Unit.YEARS),
            (
                "break_even",
                _("Share of all benefits that must be due to the programme to pay the costs"),
                back.break_even,
                Unit.SHARE,
            ),
        ):
            numbers.append(Number(f"money.returned.{place}", name, value, unit=unit, currency=currency))
    return Block(
        "money.returned",
        title,
        numbers=tuple(numbers),
        grids=tuple(_benefit_grids(back, currency)),
        cautions=told(back.messages),
    )


def _benefit_grids(back: BenefitCost, currency: str) -> Iterator[Grid]:
    if back.benefits:
        rows = tuple(
            (
                one.what,
                money(one.counted, currency),
                written(one.isolation, Unit.SHARE),
                written(one.confidence, Unit.SHARE),
                money(one.owed, currency),
                one.source,
            )
            for one in back.benefits
        )
        head = (_("Benefit"), _("Counted"), _("Due to the programme"), _("Sure"), _("Taken"), _("Source"))
        yield Grid(_("Benefits, as they were declared"), head, rows)
    if back.ratios:
        heads = [_("%(share)s sure") % {"share": written(one, Unit.SHARE)} for one in back.confidences]
        ratios = tuple(
            (written(share, Unit.SHARE), *(written(one) for one in row))
            for share, row in zip(back.isolations, back.ratios, strict=True)
        )
        title = _("Benefits for each unit of costs, if another share were due to the programme")
        yield Grid(title, (_("Due to the programme"), *heads), ratios)


def _pilots(spent: Spending) -> Block | None:
    if not spent.pilots:
        return None
    rows = tuple(
        (
            one.pilot,
            count_of(one.people),
            money(one.all, spent.total.currency),
            written(float(one.hours), Unit.HOURS),
        )
        for one in spent.pilots
    )
    head = (
        _("Pilot"),
        _("People"),
        _("Costs, with its part of shared ones"),
        _("Hours of staff and trainers"),
    )
    return Block(
        "money.pilots", _("Costs of each pilot"), grids=(Grid(_("Costs of each pilot"), head, rows),)
    )
