"""The plan as files of other programs: written, and read without touching the plan."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import PurePath
from typing import Any, Final

from django.core import signing
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentorway.schedule import mspdi, tables, tables_reading
from mentorway.schedule.baseline import Baseline as Agreed
from mentorway.schedule.baseline import Kept
from mentorway.schedule.cells import grid_of
from mentorway.schedule.plan import Bound, Dependency, Link, Plan
from mentorway.schedule.tables import COLUMNS, EFFORT, SEPARATORS, Line
from mentorway.web.core.wording import said
from mentorway.web.plan.analysis import project_files
from mentorway.web.plan.analysis.baselines import agreed_of
from mentorway.web.plan.analysis.dates import dates_of, laid
from mentorway.web.plan.analysis.project_files import Besides, besides, few
from mentorway.web.plan.models import Project
from mentorway.web.plan.queries import projects as queries
from mentorway.web.plan.queries.items import Rows
from mentorway.wording import InvalidInputError, Message

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: Final = {
    "csv": ("csv", "text/csv; charset=utf-8"),
    "xlsx": ("xlsx", XLSX),
    "mspdi": ("xml", "application/xml"),
}
PROJECT: Final = (".xml", ".mpp")
ENDINGS: Final = (*PROJECT, ".csv", ".xlsx")
MOST_BYTES: Final = 8_000_000
LONGEST_CODE, LONGEST_NOTE = 20, 4000
MOST_BASELINES: Final = 11  # that Project has
SALT: Final = "mentorway.web.plan.file"
A_DAY: Final = 24 * 3600
IN_PROJECT: Final = frozenset({"title", "parent", "days", "bound", "day", "deadline", "predecessors"})


def written(rows: Rows, shorts: Mapping[int, str], kind: str) -> bytes:
    """Return the plan as a file; InvalidInputError says what a file of this kind cannot hold."""
    if kind == "mspdi":
        plan, about = project_file(rows, shorts)
        return mspdi.written(dates_of(rows.project, rows=rows, plan=plan), about)
    lines = tuple(lines_of(rows, shorts))
    return tables.xlsx_written(lines) if kind == "xlsx" else tables.csv_written(lines)


def lines_of(rows: Rows, shorts: Mapping[int, str]) -> Iterator[Line]:
    """Return the rows of the table of a plan, with codes for lines and short names for partners."""
    for item in rows.items:
        parent = rows.by_pk.get(item.parent_id or 0)
        before = tuple(
            Dependency(rows.by_pk[one.before_id].code, item.code, Link(one.link), one.lag)
            for one in rows.waits_for.get(item.pk, ())
        )
        efforts = rows.work.get(item.pk, ())
        yield Line(
            item.code,
            item.title,
            item.kind,
            parent.code if parent else "",
            None if item.pk in rows.parts and not item.days else item.days,
            Bound(item.bound),
            item.day,
            before,
            shorts.get(item.lead_id or 0, ""),
            {shorts[one.partner_id]: float(one.days) for one in efforts if one.partner_id in shorts},
            item.deadline,
        )


def project_file(rows: Rows, shorts: Mapping[int, str]) -> tuple[Plan, mspdi.About]:
    """Return what a file of Microsoft Project holds of a plan, with partners by their short names."""

    def by_short(work: Mapping[str, float]) -> dict[str, float]:
        return {shorts.get(int(who), who): days for who, days in work.items()}

    plan = laid(rows.project, rows=rows)
    tasks = (
        replace(task, title=rows.by_pk[int(task.key)].title, work=by_short(task.work)) for task in plan.tasks
    )
    kept = queries.baselines_of(rows.project).defer(None)[:MOST_BASELINES]
    baselines = [agreed_of(one, rows) for one in kept]
    about = mspdi.About(
        str(rows.project),
        {str(item.pk): item.code for item in rows.items},
        {str(item.pk): item.description for item in rows.items if item.description},
        tuple(_with_titles(one, rows, by_short) for one in baselines),
        {str(item.pk): place for place, item in enumerate(rows.items, start=1)},
    )
    return replace(plan, tasks=tuple(tasks)), about


def _with_titles(one: Agreed, rows: Rows, by_short: Any) -> Agreed:
    kept: dict[str, Kept] = {}
    for key, days in one.tasks.items():
        item = rows.by_pk.get(int(key))
        kept[key] = replace(days, title=item.title if item else "", work=by_short(days.work))
    return Agreed(one.name, one.made, kept)


def left_out(rows: Rows, shorts: Mapping[int, str]) -> list[str]:
    """Return what of a plan a file of Microsoft Project cannot hold."""
    plan, about = project_file(rows, shorts)
    found = [said(one) for one in mspdi.left_out(dates_of(rows.project, rows=rows, plan=plan), about)]
    return [*found, _("Who leads a line, and what is a deliverable, is not in the file.")]


@dataclass(frozen=True)
class Trouble:
    """What is wrong in one row of a table, so that nothing can be taken over."""

    row: int
    column: str
    what: str


@dataclass(frozen=True)
class Incoming:
    """What a file says. ``says`` are the columns that it has; ``notes`` and the rest are by code.

    ``losses`` are sentences about what was in the file and is left out.
    """

    lines: tuple[Line, ...]
    says: frozenset[str]
    notes: Mapping[str, str] = field(default_factory=dict)
    guesses: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    besides: Besides = field(default_factory=Besides)
    troubles: tuple[Trouble, ...] = ()
    losses: tuple[str, ...] = ()

    def packed(self, project: Project) -> str:
        """Return it as a signed text that a page carries from the preview to taking over."""
        lines = [
            {
                **asdict(replace(line, before=(), effort={})),
                "day": line.day and line.day.isoformat(),
                "deadline": line.deadline and line.deadline.isoformat(),
                "before": [[one.before, one.link.value, one.lag] for one in line.before],
                "effort": dict(line.effort),
            }
            for line in self.lines
        ]
        rest = [sorted(self.says), dict(self.notes), dict(self.guesses), self.besides.packed()]
        return signing.dumps([project.pk, lines, *rest], salt=SALT, compress=True)


def unpacked(text: str, project: Project) -> Incoming | None:
    """Return what a page carried; None if it is not ours, of another project, or older than a day."""
    try:
        found = signing.loads(text, salt=SALT, max_age=A_DAY)
    except (signing.BadSignature, json.JSONDecodeError):
        return None
    if found[0] != project.pk:
        return None
    _pk, lines, says, notes, guesses, more = found
    pairs = {code: (low, high) for code, (low, high) in guesses.items()}
    return Incoming(tuple(map(_unpacked, lines)), frozenset(says), notes, pairs, project_files.unpacked(more))


def _unpacked(facts: dict[str, Any]) -> Line:
    before = tuple(Dependency(one, facts["code"], Link(link), lag) for one, link, lag in facts.pop("before"))
    bound, day, deadline = (facts.pop(name) for name in ("bound", "day", "deadline"))
    return Line(**facts, before=before, bound=Bound(bound), day=_day(day), deadline=_day(deadline))


def _day(came: str | None) -> dt.date | None:
    return dt.date.fromisoformat(came) if came else None


def read(content: bytes, name: str, project: Project) -> Incoming:
    """Read a file; InvalidInputError says why it cannot be read.

    A line of a table may depend on one that is only in the plan, by its code or its place there.
    """
    if PurePath(name).suffix.lower() in PROJECT:
        return _from_project(mspdi.read(content), project)
    table = tables_reading.read(content, _called(project))
    header = grid_of(content, COLUMNS).header
    says = {name if name in COLUMNS else EFFORT for name in header if name}
    troubles = tuple(Trouble(one.row, one.column, said(one.message)) for one in table.problems)
    if not table.lines:
        raise InvalidInputError(Message("The table has no rows below the names of its columns."))
    return Incoming(table.lines, frozenset(says), troubles=troubles)


def _called(project: Project) -> dict[str, str]:
    """The codes of the lines of a plan by what a table may call them: their codes, else their places."""
    codes = queries.codes_of(project)
    places = {str(place): code for place, code in enumerate(codes, start=1)}
    return {**places, **{code: code for code in codes}}


def _from_project(found: mspdi.Read, project: Project) -> Incoming:
    plan, about = found.plan, found.about
    if not plan.tasks:
        raise InvalidInputError(Message("The file has no tasks."))
    codes = _codes(plan, about.codes)
    renamed = replace(
        plan,
        tasks=tuple(
            replace(task, key=codes[task.key], parent=codes.get(task.parent, "")) for task in plan.tasks
        ),
        dependencies=tuple(
            replace(one, before=codes[one.before], after=codes[one.after]) for one in plan.dependencies
        ),
    )
    guesses = {
        task.key: (int(min(task.guess.low, task.days)), int(max(task.guess.high, task.days)))
        for task in renamed.tasks
        if task.guess
    }
    kept = tuple(
        replace(one, tasks={codes[key]: days for key, days in one.tasks.items() if key in codes})
        for one in about.baselines
    )
    more = besides(renamed, replace(about, baselines=kept), project)
    return Incoming(
        tables.lines_of(renamed, {}, {}),
        IN_PROJECT | {EFFORT},
        {codes[key]: text[:LONGEST_NOTE] for key, text in about.notes.items() if key in codes},
        guesses,
        more,
        losses=(*_lost(found, project, codes), *more.losses),
    )


def _codes(plan: Plan, known: Mapping[str, str]) -> dict[str, str]:
    """Return a code for every task: that of the file where it can be one, else a free one."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for task in plan.tasks:
        code = known.get(task.key, "").strip()
        if code and code not in taken and len(code) <= LONGEST_CODE and not set(code) & set(SEPARATORS):
            found[task.key] = code
            taken.add(code)
    number = 0
    for task in plan.tasks:
        while task.key not in found:
            number += 1
            if f"T{number}" not in taken:
                found[task.key] = f"T{number}"
    return found


def _lost(found: mspdi.Read, project: Project, codes: Mapping[str, str]) -> Iterator[str]:
    yield from (said(one) for one in found.losses)
    plan = found.plan
    if plan.start != project.starts_on:
        words = _(
            "The file begins on %(file)s, the project on %(project)s. Days are worked out from the first day "
            "of the project."
        )
        yield words % {"file": date_format(plan.start), "project": date_format(project.starts_on)}
    given = [code for key, code in codes.items() if found.about.codes.get(key, "").strip() != code]
    if given:
        yield _("These lines had no code that can be used and got one: %(codes)s.") % {"codes": few(given)}
