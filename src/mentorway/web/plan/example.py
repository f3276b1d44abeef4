"""A project that an installation starts with. Everything in it is invented and says so."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone, translation

from mentorway.schedule.critical import Dates
from mentorway.web.accounts.models import User
from mentorway.web.network.example.people import acting_for
from mentorway.web.network.models import Partner
from mentorway.web.plan.actions import items as writing
from mentorway.web.plan.actions import periods
from mentorway.web.plan.analysis.dates import dates_of, first_of, last_of
from mentorway.web.plan.models import (
    Baseline,
    Budget,
    BudgetLine,
    Effort,
    Evidence,
    Item,
    Kind,
    Period,
    Project,
    Spent,
    Worked,
)
from mentorway.web.plan.queries.evidence import model_of
from mentorway.web.plan.queries.items import Rows, rows_of

DAY: Final = dt.timedelta(days=1)
MONTHS: Final = 12  # since the project began
TITLE: Final = "Example: mentoring in four countries"
PURPOSE: Final = (
    "Example. The project, its days, its money and all that is reported are invented. It shows what a plan "
    "of two years looks like after the first of them: what is done, what is late, and what that moves."
)
BASELINE: Final = "As in the application (example)"
LATE: Final = ("T4.1", 21)  # this line and all that waits for it came later by so many days
WHY: Final = "Example. Two countries had to invite twice, as few people answered in the holidays."
SUMMARY: Final = (
    "Example. The partners signed their agreements, described good practices in four countries, agreed on a "
    "methodology and asked the first people. The study took three weeks longer than planned."
)
SPREAD: Final = "Example. Two talks for schools and firms, and a page on the website of each partner."
LEADS: Final[Mapping[str, str]] = {  # work package: country of who leads it
    "WP1": "FI",
    "WP2": "SE",
    "WP3": "FI",
    "WP4": "LV",
    "WP5": "FI",
    "WP6": "LT",
    "WP7": "SE",
    "WP8": "LV",
    "WP9": "LT",
}
MINE, THEIRS = Decimal("0.4"), Decimal("0.15")  # of the working days of a line, as person-days
LONG: Final = 200  # days from which a line goes on beside others
BUDGET: Final[Mapping[str, tuple[int, int]]] = {  # amount of a partner, own contribution in it
    BudgetLine.STAFF: (42_000, 9_000),
    BudgetLine.TRAVEL: (6_000, 0),
    BudgetLine.SERVICES: (4_500, 500),
    BudgetLine.OVERHEAD: (3_000, 0),
}
SPENT: Final = (Decimal("0.52"), Decimal("0.44"), Decimal("0.61"), Decimal("0.48"))  # of it, by partner
RESTS_ON: Final = (
    ("D2.1", "practice"),
    ("D3.1", "methodology"),
    ("T4.1", "study"),
    ("D6.1", "programme"),
    ("T7.2", "cohort"),
    ("T8.1", "round"),
    ("WP9", "evaluation"),
)


@transaction.atomic
def load(partner: Partner) -> None:
    """Store the project, unless that was done before."""
    if Project.objects.filter(is_example=True).exists():
        return
    user, today = acting_for(partner), timezone.localdate()
    with translation.override("en"):
        project = _project(partner, user, today)
        _share_out(project)
        rows = rows_of(project)
        agreed = dates_of(project, rows=rows, today=project.starts_on)
        _keep(project, rows, agreed)
        _carry_out(rows, agreed, today)
        _rest(rows)
        _report(project, user, rows, agreed)
    Project.objects.filter(pk=project.pk).update(is_example=True)


def _first_day(today: dt.date) -> dt.date:
    month = today.year * 12 + today.month - 1 - MONTHS
    return dt.date(month // 12, month % 12 + 1, 1)


def _project(partner: Partner, user: User, today: dt.date) -> Project:
    first = _first_day(today)
    known = Partner.objects.filter(is_example=True, deleted=None, country__in=set(LEADS.values()))
    firsts = {one.country: one for one in known.order_by("-pk")}  # the first of each country
    others = [one for country, one in sorted(firsts.items()) if country != partner.country]
    project = writing.begin(
        user, begins=True, partner=partner, partners=others, title=TITLE, purpose=PURPOSE,
        funder="Example programme", reference="EXAMPLE-0001", starts_on=first,
        ends_on=first.replace(year=first.year + 2) - DAY, currency="EUR", report_days=60,
    )  # fmt: skip
    moment = timezone.make_aware(dt.datetime.combine(first, dt.time(9)))
    Project.objects.filter(pk=project.pk).update(created=moment)
    project.events.update(at=moment)
    return project


def _share_out(project: Project) -> None:
    """Give every work package its lead, and every task person-days of all partners."""
    partners = {row.partner.country: row.partner for row in project.partners.select_related("partner")}
    items = list(project.items.select_related("parent"))
    for item in items:
        code = item.parent.code if item.parent else item.code
        item.lead = partners.get(LEADS[code], project.partner)
    Item.objects.bulk_update(items, ["lead"])
    efforts = [
        Effort(item=item, partner=one, days=_half(item.days * (MINE if one == item.lead else THEIRS)))
        for item in items
        if item.days
        for one in partners.values()
    ]
    Effort.objects.bulk_create(efforts)
    Budget.objects.bulk_create(
        Budget(project=project, partner=one, line=line, amount=amount, own=own)
        for one in partners.values()
        for line, (amount, own) in BUDGET.items()
    )


def _half(days: Decimal) -> Decimal:
    return max(Decimal(round(days * 2)) / 2, Decimal("0.5"))


def _keep(project: Project, rows: Rows, agreed: Dates) -> None:
    """Keep the dates as they were on the first day."""
    dates = {
        str(item.pk): [first_of(agreed, item).isoformat(), last_of(agreed, item).isoformat()]
        for item in rows.items
    }
    row = Baseline.objects.create(project=project, title=BASELINE, dates=dates)
    moment = timezone.make_aware(dt.datetime.combine(project.starts_on, dt.time(15)))
    Baseline.objects.filter(pk=row.pk).update(at=moment)


def _carry_out(rows: Rows, agreed: Dates, today: dt.date) -> None:
    """Say of every line how far it is: as agreed, and from one line on later."""
    late = _waiting_for(rows, LATE[0])
    changed = []
    for item in rows.items:
        if item.pk in rows.parts:
            continue
        delay = LATE[1] * DAY if item.pk in late else 0 * DAY
        first, last = first_of(agreed, item), last_of(agreed, item) + delay
        if item.code != LATE[0]:
            first += delay
        if last < today:
            item.started, item.finished, item.done = _at_work(first), _at_work(last, back=True), 100
        elif first < today and not item.is_moment:
            item.started = _at_work(first)
            pace = 0.9 if item.days < LONG else 1.02
            item.done = min(99, int(100 * pace * ((today - first) / (last - first + DAY))))
        else:
            continue
        item.deviation = WHY if item.code == LATE[0] else ""
        changed.append(item)
    for item in changed:
        item.full_clean(exclude=["project", "parent", "lead"], validate_unique=False)
    Item.objects.bulk_update(changed, ["started", "finished", "done", "deviation"])


def _waiting_for(rows: Rows, code: str) -> set[int]:
    found = {item.pk for item in rows.items if item.code == code}
    size = 0
    while size < len(found):
        size = len(found)
        found |= {one.after_id for one in rows.dependencies if one.before_id in found}
    return found


def _at_work(day: dt.date, *, back: bool = False) -> dt.date:
    """The weekday itself, or the next one; the one before where that would be too late."""
    while day.weekday() > 4:  # noqa: PLR2004 - Friday
        day += -DAY if back else DAY
    return day


def _rest(rows: Rows) -> None:
    """Let lines rest on the examples of other activities, as far as they are there."""
    by_code = {item.code: item for item in rows.items}
    for code, source in RESTS_ON:
        things = model_of(source).objects.filter(is_example=True, deleted=None)
        thing = things.order_by("pk").first()
        if thing is not None:
            Evidence.objects.create(item=by_code[code], **{source: thing})


def _report(project: Project, user: User, rows: Rows, agreed: Dates) -> None:
    """Cut the project into two periods and close the first, in which every partner has reported."""
    periods.make(project, user, months=12)
    first = project.periods.earliest("number")
    first.project = project
    Worked.objects.bulk_create(_worked(first, rows, agreed))
    partners = [row.partner_id for row in project.partners.all()]
    Spent.objects.bulk_create(
        Spent(
            period=first, partner_id=one, line=line, amount=(amount * SPENT[place % 4]).quantize(Decimal(1))
        )
        for place, one in enumerate(partners)
        for line, (amount, _own) in BUDGET.items()
    )
    periods.write(first, user, revision=first.revision, summary=SUMMARY, dissemination=SPREAD)
    periods.close(first, user)


def _worked(period: Period, rows: Rows, agreed: Dates) -> Iterator[Worked]:
    """What every partner worked on each work package: a little more or less than planned for these days."""
    for package in rows.items:
        if package.kind != Kind.PACKAGE:
            continue
        days: dict[int, Decimal] = {}
        for part in rows.parts.get(package.pk, ()):
            share = Decimal(str(_within(period, first_of(agreed, part), last_of(agreed, part))))
            for one in rows.work.get(part.pk, ()):
                days[one.partner_id] = days.get(one.partner_id, Decimal()) + one.days * share
        for place, (partner, count) in enumerate(sorted(days.items())):
            if count:
                spent = count * (Decimal("0.9") + Decimal(place) / 10)
                facts: dict[str, Any] = {"period": period, "item": package, "partner_id": partner}
                yield Worked(**facts, days=_half(spent))


def _within(period: Period, first: dt.date, last: dt.date) -> float:
    """Which share of some days lies in a period."""
    inside = (min(last, period.ends_on) - max(first, period.starts_on)).days + 1
    return max(0.0, inside / ((last - first).days + 1))
