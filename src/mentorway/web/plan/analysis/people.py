"""Person-days by work package and partner: planned, worked, and how they are shown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorway.web.core.folding import fold, terms
from mentorway.web.core.tables import Cell as FileCell
from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.plan.analysis import budgets
from mentorway.web.plan.models import Item, Kind, ProjectPartner, Worked
from mentorway.web.plan.queries.items import Rows

NONE: Final = Decimal()
HALF: Final = Decimal("0.5")


def tidy(days: Decimal) -> Decimal:
    """Return person-days without zeros behind the point.

    >>> tidy(Decimal("12.00")), tidy(Decimal("2.50"))
    (Decimal('12'), Decimal('2.5'))
    """
    whole = days.to_integral_value()
    return whole if whole == days else days.normalize()


def days_shown(days: Decimal) -> str:
    """Return person-days as the reader writes them."""
    return str(number_format(tidy(days), use_l10n=True, force_grouping=True))


def is_half(days: Decimal) -> bool:
    """Return whether person-days are whole or half ones."""
    return days % HALF == 0


def apportioned(values: Sequence[Decimal]) -> list[int]:
    """Return whole numbers that add up to the rounded sum: the largest remainders are rounded up.

    >>> apportioned([Decimal("1.5"), Decimal("1.5"), Decimal("0.5")])
    [2, 2, 0]
    """
    found = [int(value.to_integral_value(ROUND_FLOOR)) for value in values]
    missing = int(sum(values, NONE).to_integral_value(ROUND_HALF_UP)) - sum(found)
    by_rest = sorted(range(len(values)), key=lambda place: (found[place] - values[place], place))
    for place in by_rest[:missing]:
        found[place] += 1
    return found


def mark_of(stored: Mapping[str, Any]) -> str:
    """Return the fingerprint of numbers that a form shows."""
    return fingerprint_of({name: "" if value is None else str(value) for name, value in stored.items()})


@dataclass(frozen=True)
class Days:
    """Person-days that are planned, and those that were worked."""

    planned: Decimal = NONE
    worked: Decimal = NONE

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.planned or self.worked)

    def __str__(self) -> str:
        """Return them in words."""
        shown = {"worked": days_shown(self.worked), "planned": days_shown(self.planned)}
        return _("%(worked)s of %(planned)s") % shown

    @property
    def over(self) -> str:
        """By how much more was worked than planned, in words."""
        more = self.worked - self.planned
        return _("%(days)s more than planned") % {"days": days_shown(more)} if more > 0 else ""


def together(cells: Iterable[Days]) -> Days:
    """Return the sum of person-days."""
    rows = list(cells)
    return Days(sum((one.planned for one in rows), NONE), sum((one.worked for one in rows), NONE))


@dataclass(frozen=True)
class Row:
    """One work package: the person-days of each partner. No line for what was taken out of the plan."""

    title: str
    item: Item | None
    cells: Sequence[Days]

    @property
    def total(self) -> Days:
        """All partners together."""
        return together(self.cells)


@dataclass(frozen=True)
class Work:
    """Person-days by work package and partner."""

    partners: Sequence[ProjectPartner]
    rows: Sequence[Row]

    @property
    def totals(self) -> Sequence[Days]:
        """Each partner's, all work packages together."""
        return [together(row.cells[place] for row in self.rows) for place in range(len(self.partners))]

    @property
    def total(self) -> Days:
        """All of it."""
        return together(row.total for row in self.rows)


def tops_of(rows: Rows) -> dict[int, Item]:
    """Return to which line at the top of the tree each line belongs."""
    found: dict[int, Item] = {}
    for item in rows.items:
        found[item.pk] = found.get(item.parent_id or 0, item)
    return found


def reportable(rows: Rows) -> list[Item]:
    """Return the lines for which person-days are reported: what stands at the top and takes time."""
    planned = {top.pk for pk, top in tops_of(rows).items() if rows.work.get(pk)}
    return [
        item for item in rows.items if not rows.depths[item.pk] and (not item.is_moment or item.pk in planned)
    ]


def work_of(rows: Rows, partners: Sequence[ProjectPartner], worked: Iterable[Worked]) -> Work:
    """Return person-days by work package; what was reported on a part counts for the whole."""
    tops = tops_of(rows)
    planned: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    real: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    gone: dict[int, str] = {}
    for effort in rows.efforts:
        planned[tops[effort.item_id].pk, effort.partner_id] += effort.days
    for one in worked:
        top = tops.get(one.item_id)
        real[top.pk if top else one.item_id, one.partner_id] += one.days
        if top is None:
            gone[one.item_id] = str(one.item)
    lines: list[tuple[int, str, Item | None]] = [(item.pk, str(item), item) for item in reportable(rows)]
    lines += [(pk, title, None) for pk, title in gone.items()]
    own = [row.partner_id for row in partners]
    found = [
        Row(title, item, [Days(planned[pk, who], real[pk, who]) for who in own]) for pk, title, item in lines
    ]
    return Work(partners, found)


@dataclass(frozen=True)
class Line:
    """One line of the plan with what partners plan for it."""

    item: Item
    depth: int
    efforts: Sequence[tuple[str, str]]
    total: str


def lines_of(rows: Rows, shorts: Mapping[int, str], words: str = "") -> list[Line]:
    """Return the lines that take time and have every word, with their person-days."""
    wanted = terms(words)
    found = []
    for item in rows.items:
        text = fold(str(item)) if wanted else ""
        if item.is_moment or not all(term in text for term in wanted):
            continue
        work = [one for one in rows.work.get(item.pk, ()) if one.days]
        efforts = [(shorts.get(one.partner_id, ""), days_shown(one.days)) for one in work]
        total = days_shown(sum((one.days for one in work), NONE)) if work else ""
        found.append(Line(item, rows.depths[item.pk], efforts, total))
    return found


def is_package(item: Item) -> bool:
    """Return whether a line is a work package."""
    return item.kind == Kind.PACKAGE


def table_of(work: Work, money: budgets.Money, currency: str) -> tuple[list[str], list[list[FileCell]]]:
    """Return person-days and money as one table to take away: a row for each partner and line."""
    heads = [
        _("Partner"),
        _("What"),
        _("Line"),
        _("Unit"),
        _("Planned"),
        _("Worked or spent"),
        _("Own contribution"),
        pgettext("money", "Left"),
    ]
    found: list[list[FileCell]] = []
    for place, partner in enumerate(work.partners):
        name = str(partner.partner)
        for row in work.rows:
            days = row.cells[place]
            if days:
                left = days.planned - days.worked
                unit = _("person-days")
                words: list[FileCell] = [name, _("Person-days"), row.title, unit]
                found.append([*words, days.planned, days.worked, None, left])
        for one in money.partners[place].rows:
            if one.sum:
                words = [name, _("Budget"), one.title, currency]
                found.append([*words, one.sum.planned, one.sum.spent, one.sum.own, one.sum.left])
    return heads, found
