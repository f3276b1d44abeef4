"""Lines of a plan: what is written about them, and how late they are."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.schedule.critical import Dates
from mentorway.web.core.folding import fold, terms
from mentorway.web.core.merging import texts
from mentorway.web.flow import FLOW
from mentorway.web.network.models import Country
from mentorway.web.plan.analysis.baselines import Behind, behind, span
from mentorway.web.plan.analysis.dates import country_of, dates_of, first_of, last_of
from mentorway.web.plan.analysis.evidence import shares_of
from mentorway.web.plan.analysis.saying import said
from mentorway.web.plan.models import Baseline, Bound, Dependency, Item, Kind, Link
from mentorway.web.plan.queries.items import Rows

FACTS: Final = (
    *("kind", "code", "title", "description", "activity", "country", "days", "bound", "day"),
    *("deadline", "shortest", "longest"),
)
ROWS: Final = ("parent", "lead")
STATED: Final = ("done", "started", "finished", "deviation")
LETTERS: Final = {Kind.PACKAGE: "WP", Kind.TASK: "T", Kind.MILESTONE: "M", Kind.DELIVERABLE: "D"}
LONGEST_CODE, ALL_DONE = 20, 100
DEEPEST: Final = 4


def facts_of(item: Item) -> dict[str, Any]:
    """Return what the form about a line shows."""
    return {name: getattr(item, name) for name in FACTS} | {
        name: getattr(item, f"{name}_id") for name in ROWS
    }


def stated_of(item: Item) -> dict[str, Any]:
    """Return what the form about progress shows."""
    return {name: getattr(item, name) for name in STATED}


def snapshot_of(item: Item) -> dict[str, str]:
    """Return what is kept of a line when somebody changes it."""
    return texts({**facts_of(item), **stated_of(item)})


def take_over(item: Item, facts: Mapping[str, Any]) -> None:
    """Write what a form said into a line; what it leaves out stays."""
    for name in (*FACTS, *ROWS, *STATED):
        if name in facts:
            value = facts[name]
            setattr(item, name, value.replace("\r\n", "\n") if isinstance(value, str) else value)
    if item.bound == Bound.NONE:
        item.day = None


def next_code(rows: Rows, kind: str, parent: Item | None) -> str:
    """Return a code that no line has: WP3, T3.2, M4."""
    taken = {item.code for item in rows.items}
    letters = LETTERS[Kind(kind)]
    above = parent.code.lstrip("WPT") if parent and kind in (Kind.TASK, Kind.DELIVERABLE) else ""
    start = f"{letters}{above}." if above else letters
    number = 1 + sum(item.kind == kind and item.parent_id == (parent and parent.pk) for item in rows.items)
    while f"{start}{number}" in taken or len(f"{start}{number}") > LONGEST_CODE:
        number += 1
        start = start if len(f"{start}{number}") <= LONGEST_CODE else letters
    return f"{start}{number}"


def shares(rows: Rows, done: Mapping[int, float] | None = None) -> dict[int, float]:
    """Return by line what share is done, from 0 to 1; of a work package the mean of its parts by their work.

    A part weighs its person-days; where a package has none at all, its working days; where it has only
    moments, every part alike. ``done`` says it of lines; without it facts do, else people.
    """
    shown = shares_of(rows.project, rows) if done is None else done
    found, weights = {}, {}
    for item in reversed(rows.items):
        parts = [part for part in rows.parts.get(item.pk, ()) if part.pk in found]
        work = float(sum(one.days for one in rows.work.get(item.pk, ())))
        if not parts:
            share = 1.0 if item.finished else item.done / ALL_DONE
            found[item.pk] = shown.get(item.pk, share)
            weights[item.pk] = (work, float(item.days), 1.0)
            continue
        measure = next(n for n in range(3) if any(weights[part.pk][n] for part in parts))
        whole = sum(weights[part.pk][measure] for part in parts)
        found[item.pk] = sum(weights[part.pk][measure] * found[part.pk] for part in parts) / whole
        sums = tuple(sum(weights[part.pk][n] for part in parts) for n in range(3))
        weights[item.pk] = (sums[0] + work, sums[1], sums[2])
    return found


def lateness(rows: Rows, dates: Dates, baseline: Baseline | None = None) -> dict[int, str]:
    """Return by line why it is late: after its deadline, the project, or what was agreed; not if over."""
    found: dict[int, str] = {}
    for late in dates.late:
        found[int(late.key)] = said(late.message)
    for conflict in dates.conflicts:
        found.setdefault(int(conflict.after), said(conflict.message))
    slips = behind(rows, baseline, dates) if baseline else {}
    for item in rows.items:
        slip = slips.get(item.pk)
        if slip:
            found.setdefault(item.pk, _slipped(slip, baseline))
        elif last_of(dates, item) > rows.project.ends_on:
            found.setdefault(item.pk, _("It ends after the last day of the project."))
    return {pk: why for pk, why in found.items() if not is_over(rows.by_pk.get(pk), rows)}


def is_over(item: Item | None, rows: Rows | None = None) -> bool:
    """Return whether a line is done or gone; with ``rows`` also by what facts and its parts say."""
    parts = rows.parts.get(item.pk) if rows and item else None
    if item is None or item.finished or parts:
        return all(is_over(part, rows) for part in parts or ())
    return (shares_of(rows.project, rows).get(item.pk, 0) if rows else item.done / ALL_DONE) >= 1


def _slipped(slip: Behind, baseline: Baseline | None) -> str:
    sentence = ngettext(
        "It ends %(count)d working day later than in the baseline “%(title)s” (%(day)s).",
        "It ends %(count)d working days later than in the baseline “%(title)s” (%(day)s).",
        slip.days,
    )
    day = date_format(slip.agreed, "SHORT_DATE_FORMAT")
    return sentence % {"count": slip.days, "title": baseline, "day": day}


@dataclass(frozen=True)
class Wanted:
    """What of the plan is to be shown; all that is empty shows everything."""

    words: str = ""
    partner: int = 0
    kind: str = ""
    activity: str = ""
    late: bool = False

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.partner or self.kind or self.activity or self.late)


@dataclass(frozen=True)
class Line:
    """One line of the table, as it is shown."""

    item: Item
    depth: int
    kind: str
    lead: str
    days: str
    first: str
    last: str
    room: str
    is_critical: bool
    waits_for: str
    percent: int
    late: str
    is_package: bool

    @property
    def level(self) -> int:
        """How far its title is moved in; deeper than that is shown alike."""
        return min(self.depth, DEEPEST)


def lines_of(
    rows: Rows, wanted: Wanted, shorts: Mapping[int, str], baseline: Baseline | None = None
) -> tuple[list[Line], Dates | None]:
    """Return the lines that are wanted, and the dates they come from; no dates where nothing is planned."""
    if not rows.items:
        return [], None
    dates = dates_of(rows.project, rows=rows)
    late, done = lateness(rows, dates, baseline), shares(rows)
    kinds = {kind: str(label) for kind, label in Kind.choices}
    found = []
    for item in rows.items:
        if not _is_wanted(item, wanted, late):
            continue
        own = dates[str(item.pk)]
        is_package = item.pk in rows.parts
        links = rows.waits_for.get(item.pk, ())
        found.append(
            Line(
                item,
                rows.depths[item.pk],
                kinds[item.kind],
                shorts.get(item.lead_id or 0, str(item.lead or "")),
                "" if is_package or item.is_moment else str(item.days),
                date_format(own.start, "SHORT_DATE_FORMAT"),
                date_format(own.finish, "SHORT_DATE_FORMAT"),
                "" if item.finished else str(own.total_float),
                own.critical,
                ", ".join(_linked(one, rows) for one in links),
                round(100 * done[item.pk]),
                late.get(item.pk, ""),
                is_package,
            )
        )
    return found, dates


def _is_wanted(item: Item, wanted: Wanted, late: Mapping[int, str]) -> bool:
    if wanted.partner and item.lead_id != wanted.partner:
        return False
    if (wanted.kind and item.kind != wanted.kind) or (wanted.activity and item.activity != wanted.activity):
        return False
    if wanted.late and item.pk not in late:
        return False
    text = fold(f"{item.code} {item.title} {item.description}") if wanted.words else ""
    return all(term in text for term in terms(wanted.words))


def _linked(one: Dependency, rows: Rows) -> str:
    """How a dependency stands in the table: T1.2, or T1.2 SS+3."""
    code = rows.by_pk[one.before_id].code
    how = "" if one.link == Link.FINISH_START and not one.lag else f" {one.link}"
    return f"{code}{how}{one.lag:+d}" if one.lag else f"{code}{how}"


def sentence_of(link: str, lag: int) -> str:
    """Return how a dependency reads: how, and how many working days lie between."""
    how = str(Link(link).label)
    if not lag:
        return how
    if lag > 0:
        more = ngettext("%(count)d working day later", "%(count)d working days later", lag)
    else:
        more = ngettext("%(count)d working day earlier", "%(count)d working days earlier", -lag)
    return f"{how}, {more % {'count': abs(lag)}}"


@dataclass(frozen=True)
class Hanging:
    """What hangs on a line when it is to be taken out."""

    parts: Sequence[Item]
    followers: Sequence[Item]
    before: Sequence[Item]
    work: float


def hanging_on(rows: Rows, item: Item) -> Hanging:
    """Return what goes with a line, what would not wait for it any more, and its person-days."""
    below = rows.below(item)
    inside = {one.pk for one in below}
    after = {one.after_id for one in rows.dependencies if one.before_id in inside} - inside
    before = {one.before_id for one in rows.dependencies if one.after_id in inside} - inside
    work = sum(float(one.days) for pk in inside for one in rows.work.get(pk, ()))
    followers, waits_for = ([one for one in rows.items if one.pk in some] for some in (after, before))
    return Hanging(below[1:], followers, waits_for, work)


@dataclass(frozen=True)
class Why:
    """The dates of one line and what holds them."""

    first: dt.date
    last: dt.date
    late_last: dt.date
    room: int
    free: int
    is_critical: bool
    in_chain: bool
    is_fixed: bool
    reasons: Sequence[str]
    late: str


def why_of(rows: Rows, item: Item, dates: Dates, baseline: Baseline | None = None) -> Why:
    """Return when a line takes place and why then."""
    own = dates[str(item.pk)]
    return Why(
        own.start,
        own.finish,
        own.late_finish,
        own.total_float,
        own.free_float,
        own.critical,
        str(item.pk) in dates.chain,
        item.bound == Bound.STARTS_ON and str(item.pk) not in dates.chain,
        list(_reasons(rows, item, dates)),
        lateness(rows, dates, baseline).get(item.pk, ""),
    )


def _reasons(rows: Rows, item: Item, dates: Dates) -> Iterable[str]:
    if item.finished or item.started:
        yield _("It has really begun or ended: these days are stated.")
        return
    if item.pk in rows.parts:
        yield _("It begins with the first and ends with the last of its parts.")
    if item.bound == Bound.STARTS_ON and item.day:
        yield _("It is decided that it starts on %(day)s.") % {"day": date_format(item.day)}
    elif item.bound == Bound.NOT_BEFORE and item.day:
        yield _("It is decided that it does not begin before %(day)s.") % {"day": date_format(item.day)}
    if item.deadline:
        yield _("It is to be finished by %(day)s. That moves no dates.") % {"day": date_format(item.deadline)}
    links = rows.waits_for.get(item.pk, ())
    for one in links:
        before = rows.by_pk[one.before_id]
        day = first_of(dates, before) if one.link[0] == "S" else last_of(dates, before)
        words = _("It waits for %(line)s (%(day)s): %(how)s.")
        yield words % {"line": before, "day": date_format(day), "how": sentence_of(one.link, one.lag)}
    if not links and item.bound == Bound.NONE and item.pk not in rows.parts:
        yield _("It waits for nothing, so it begins as early as possible.")


@dataclass(frozen=True)
class Linked:
    """A line that another hangs together with, and how."""

    item: Item
    how: str
    day: str


def page_of(rows: Rows, item: Item, dates: Dates) -> dict[str, Any]:
    """Return what the page of one line shows besides its dates: its place, parts and dependencies."""
    before = rows.waits_for.get(item.pk, ())
    after = [one for one in rows.dependencies if one.before_id == item.pk]
    sisters = [one.pk for one in rows.items if one.parent_id == item.parent_id]
    lines = (
        [(rows.by_pk[one.before_id], one) for one in before],
        [(rows.by_pk[one.after_id], one) for one in after],
    )
    waits_for, followers = (
        [Linked(line, sentence_of(one.link, one.lag), _days_of(dates, line)) for line, one in some]
        for some in lines
    )
    return {
        "parent": rows.by_pk.get(item.parent_id or 0),
        "parts": [Linked(part, "", _days_of(dates, part)) for part in rows.parts.get(item.pk, ())],
        "waits_for": waits_for,
        "followers": followers,
        "percent": round(100 * shares(rows)[item.pk]),
        "activity": next((one.title for one in FLOW if one.app == item.activity), ""),
        "country": str(Country(country_of(item, rows.project)).label),
        "is_first": sisters[0] == item.pk,
        "is_last": sisters[-1] == item.pk,
    }


def _days_of(dates: Dates, item: Item) -> str:
    return span(first_of(dates, item), last_of(dates, item))
