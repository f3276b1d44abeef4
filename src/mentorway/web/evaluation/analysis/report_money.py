"""The part of a report about money: what the programme cost, what one of it cost, and what returned."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorway.evaluating.benefits import BenefitCost
from mentorway.evaluating.plane import AgainstUsual
from mentorway.evaluating.spending import Spending
from mentorway.evaluating.whole import Evaluation as Found
from mentorway.evaluating.worth import CostOfOne, Per
from mentorway.figures import MINUS, NOTHING
from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis.blocks import count_of as count
from mentorway.web.evaluation.analysis.blocks import money as written
from mentorway.web.evaluation.analysis.costs import NAMES
from mentorway.web.evaluation.analysis.report_parts import (
    Part,
    between,
    heading,
    human,
    lead,
    number,
    sentences,
    share,
    signed,
    table,
    text,
)
from mentorway.wording import Message


def money(found: Found, words: Mapping[str, str]) -> Iterator[Part]:
    """Yield what the programme cost and what that bought."""
    yield heading(1, _("What it cost, and what that bought"))
    if isinstance(found.money, Message):
        yield text(said(found.money))
        return
    titles = {one.outcome.key: one.outcome.title for level in found.levels for one in level.outcomes}
    yield from _total(found.money)
    yield from _of_one(found.money, titles)
    yield from _beside(found.money, titles)
    yield from _returned(found.money)
    yield from sentences(found.money.messages)
    yield human(words.get("money", ""), _("What we make of costs and benefits"))


def amount(value: float | Decimal | None) -> str:
    """Return money as the reader writes it, with the sign that other numbers have."""
    return written(value).replace("-", MINUS)


def _total(one: Spending) -> Iterator[Part]:
    total = one.total
    values = {"amount": amount(total.counted), "currency": total.currency, "year": total.price_year}
    if total.all is None:
        yield lead(
            _(
                "At least %(amount)s %(currency)s at prices of %(year)d: not all lines of the cost sheet "
                "could be counted."
            )
            % values
        )
    else:
        yield lead(_("%(amount)s %(currency)s in all, at prices of %(year)d.") % values)
    rows = [[str(NAMES[kind]), amount(cost)] for kind, cost in total.by_kind.items()]
    if rows:
        heads = [_("For what"), total.currency]
        yield table(_("Costs by kind"), heads, rows)
    if total.in_kind:
        said_kind = _("Of this, %(amount)s %(currency)s was given and not paid.")
        yield text(said_kind % {"amount": amount(total.in_kind), "currency": total.currency})
    yield from sentences(total.messages)


def _of_one(one: Spending, titles: dict[str, str]) -> Iterator[Part]:
    costs = [*one.people, *one.changes]
    rows = [
        [
            _name(each, titles),
            count(each.n),
            amount(each.value),
            _ends(each.low, each.high),
        ]
        for each in costs
        if each.value is not None
    ]
    if rows:
        heads = [_("One of what"), _("People"), one.total.currency, _("Interval")]
        yield table(_("What one cost"), heads, rows)
    yield from sentences(message for each in costs for message in each.messages)


def _name(one: CostOfOne, titles: dict[str, str]) -> str:
    title = titles.get(one.outcome, one.outcome)
    match one.per:
        case Per.PARTICIPANT:
            return _("One person who took part")
        case Per.COMPLETED:
            return _("One person who completed the programme")
        case Per.HOUR:
            return _("One hour of one person in the programme")
        case Per.POINT:
            return _("%(outcome)s: one point for the better, of one person") % {"outcome": title}
        case Per.SD:
            return _("%(outcome)s: one standard deviation for the better, of one person") % {"outcome": title}


def _ends(low: float | None, high: float | None) -> str:
    return between(low, high, write=lambda value, _places: amount(value))


def _beside(one: Spending, titles: dict[str, str]) -> Iterator[Part]:
    """Yield costs and points of one person, programme less usual."""
    rows: list[list[str]] = []
    told: list[Message] = []
    for each in one.beside_usual:
        if isinstance(each, Message):
            told.append(each)
            continue
        if each.cost is not None:
            rows.append(_beside_row(each, titles))
        told += each.messages
        if each.ratio is not None:
            told += each.ratio.warnings
    if rows:
        heads = [
            _("Outcome"),
            _("Took part"),
            pgettext("people", "Others"),
            _("Costs more, for one person"),
            _("Points for the better"),
            _("Cost of one point"),
            _("Interval"),
        ]
        caption = _("The programme beside what is usual, in %(currency)s") % {"currency": one.total.currency}
        yield table(caption, heads, rows)
    yield from sentences(told)


def _beside_row(each: AgainstUsual, titles: dict[str, str]) -> list[str]:
    ratio = each.ratio
    return [
        titles.get(each.outcome, each.outcome),
        count(each.n_programme),
        count(each.n_usual),
        amount(each.cost),
        signed(each.effect),
        amount(ratio.value) if ratio else NOTHING,
        _ends(ratio.low, ratio.high) if ratio else NOTHING,
    ]


def _returned(one: Spending) -> Iterator[Part]:
    yield heading(2, _("What returned"))
    if isinstance(one.returned, Message):
        yield text(said(one.returned))
        return
    yield from _benefits(one.returned, one.total.currency)
    yield from sentences(one.returned.messages)


def _benefits(back: BenefitCost, currency: str) -> Iterator[Part]:
    rows = [
        [
            each.what,
            each.source or NOTHING,
            amount(each.counted),
            share(each.isolation),
            share(each.confidence),
            amount(each.owed),
        ]
        for each in back.benefits
    ]
    if rows:
        heads = [
            _("Benefit"),
            _("Who says so"),
            _("All of it"),
            _("Due to the programme"),
            _("How sure"),
            _("Counted"),
        ]
        yield table(_("Benefits, in %(currency)s") % {"currency": currency}, heads, rows, texts=2)
    yield from _ratio(back, currency)


def _ratio(back: BenefitCost, currency: str) -> Iterator[Part]:
    if back.returned is not None:
        values = {
            "ratio": number(back.returned.ratio),
            "net": amount(back.returned.net),
            "currency": currency,
            "percent": number(back.returned.percent, 0),
        }
        yield text(
            _(
                "For each unit of cost, %(ratio)s came back: %(net)s %(currency)s beyond the costs, a return "
                "on investment of %(percent)s %%."
            )
            % values
        )
    if back.break_even is not None:
        yield text(
            _("The costs are paid if %(share)s of all counted benefits are due to the programme.")
            % {"share": share(back.break_even)}
        )
