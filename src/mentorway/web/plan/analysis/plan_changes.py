"""A file beside the plan: which lines are new, changed or alike, and what cannot be understood."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorway.schedule.tables import EFFORT, Line
from mentorway.web.core.folding import fold
from mentorway.web.network.models import Country
from mentorway.web.plan.analysis.dates import country_of
from mentorway.web.plan.analysis.evidence import done_from_facts, shares_of
from mentorway.web.plan.analysis.plan_files import Incoming, Trouble
from mentorway.web.plan.analysis.project_files import Agreed, few
from mentorway.web.plan.models import Bound, Dependency, Item, Kind, ProjectPartner
from mentorway.web.plan.models.items import MOMENTS
from mentorway.web.plan.queries.items import Rows
from mentorway.web.plan.queries.projects import baselines_of

HUNDREDTH: Final = Decimal("0.01")
NOTHING: Final = "–"
CHOICES: Final[Mapping[str, type[TextChoices]]] = {"kind": Kind, "bound": Bound, "country": Country}


@dataclass(frozen=True)
class Difference:
    """What one fact of a line was and becomes, in words."""

    what: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Step:
    """What becomes of one line. ``parent`` and ``before`` are codes, None where the file is silent."""

    line: Line
    item: Item | None
    facts: Mapping[str, Any]
    parent: str | None
    before: Mapping[str, tuple[str, int]] | None
    efforts: Mapping[int, Decimal]
    differences: Sequence[Difference] = ()

    @property
    def is_new(self) -> bool:
        """Whether the plan has no such line yet."""
        return self.item is None


@dataclass(frozen=True)
class Changes:
    """All that taking over a file would do; ``stays`` are lines of the plan that the file does not have.

    ``agreed`` are baselines that the project does not have yet.
    """

    steps: tuple[Step, ...]
    stays: tuple[Item, ...]
    troubles: tuple[Trouble, ...]
    losses: tuple[str, ...]
    agreed: tuple[Agreed, ...] = ()

    @property
    def some(self) -> bool:
        """Whether there is anything to take over."""
        return bool(self.new or self.changed or self.agreed)

    @property
    def new(self) -> list[Step]:
        """Lines that the plan does not have yet."""
        return [step for step in self.steps if step.is_new]

    @property
    def changed(self) -> list[Step]:
        """Lines that become other than they are."""
        return [step for step in self.steps if not step.is_new and step.differences]

    @property
    def alike(self) -> int:
        """How many lines stay as they are."""
        return len(self.steps) - len(self.new) - len(self.changed)


@dataclass(frozen=True)
class _Place:
    """What a file is compared with."""

    rows: Rows
    came: Incoming
    codes: Mapping[str, Item]
    partners: Mapping[str, int]
    shorts: Mapping[int, str]
    shown: Collection[int]  # lines of which evidence says how far they are


def changes_of(rows: Rows, came: Incoming, partners: Sequence[ProjectPartner]) -> Changes:
    """Return what taking over a file would do to the plan."""
    names = {fold(name): row.partner_id for row in partners for name in (str(row.partner), row.short)}
    codes = {item.code: item for item in rows.items}
    shorts = {row.partner_id: row.short for row in partners}
    shown = done_from_facts(rows.project, rows) if came.besides.progress and rows.items else {}
    place = _Place(rows, came, codes, names, shorts, shown)
    inside = {line.code for line in came.lines}
    steps = [_step(line, place) for line in came.lines]
    troubles = [*came.troubles, *_odd(steps)]
    stays = tuple(item for item in rows.items if item.code not in inside)
    agreed, kept = _agreed(place)
    losses = (*came.losses, *_strangers(place), *kept, *_not_said(place))
    return Changes(tuple(steps), stays, tuple(troubles), losses, agreed)


def _agreed(place: _Place) -> tuple[tuple[Agreed, ...], list[str]]:
    """Baselines that the project does not have yet; those of the same name with other days stay."""
    known = {one.title: one.dates for one in baselines_of(place.rows.project).defer(None)}
    new: list[Agreed] = []
    others: list[str] = []
    for one in place.came.besides.agreed:
        if one.title not in known:
            new.append(one)
            continue
        was = known[one.title]
        for code, days in one.dates.items():
            item = place.codes.get(code)
            if item is None or was.get(str(item.pk), [])[:2] != [day.isoformat() for day in days]:
                others.append(one.title)
                break
    words = _("The project has baselines of these names with other days. They stay as they are: %(names)s.")
    return tuple(new), [words % {"names": few(others)}] if others else []


def _not_said(place: _Place) -> Iterator[str]:
    """Lines whose progress stays although the file says nothing or another of it."""
    progress = place.came.besides.progress
    known = (
        [place.codes[line.code] for line in place.came.lines if line.code in place.codes] if progress else []
    )
    items = [item for item in known if item.pk not in place.rows.parts]
    silent = [
        one.code for one in items if one.code not in progress and (one.done or one.started or one.finished)
    ]
    shown = [one.code for one in items if one.code in progress and _shown_otherwise(one, place)]
    if silent:
        words = _("The file does not say how far these lines are. What is said here stays: %(codes)s.")
        yield words % {"codes": few(silent)}
    if shown:
        words = _("Evidence shows how far these lines are, and goes before the file: %(codes)s.")
        yield words % {"codes": few(shown)}


def _shown_otherwise(item: Item, place: _Place) -> bool:
    """Whether evidence says another share of a line than the file."""
    if item.pk not in place.shown or item.finished:
        return False
    share = shares_of(place.rows.project, place.rows)[item.pk]
    return round(share * 100) != place.came.besides.progress[item.code].done


def _strangers(place: _Place) -> Iterator[str]:
    """Partners of the file that are not in the project, and where they stand."""
    found: dict[str, list[str]] = {}
    for line in place.came.lines:
        for name in dict.fromkeys([line.lead, *line.effort]):
            if name and fold(name) not in place.partners:
                found.setdefault(name, []).append(line.code)
    for name, codes in found.items():
        words = _(
            "“%(name)s” is no partner of the project, so what it leads and its person-days are left out "
            "(%(codes)s). Add the partner first, or use its short name."
        )
        more = " …" if len(codes) > len(codes[:10]) else ""
        yield words % {"name": name, "codes": ", ".join(codes[:10]) + more}


def _step(line: Line, place: _Place) -> Step:
    item, says = place.codes.get(line.code), place.came.says
    facts = _facts(line, item, place)
    parent = line.parent if item is None or "parent" in says else None
    if parent == "" and item and item.parent_id and _stays(item.parent_id, place):
        parent = None  # the file cannot know where it belongs
    before = {one.before: (one.link.value, one.lag) for one in line.before}
    step = Step(
        line,
        item,
        facts,
        parent,
        before if item is None or "predecessors" in says else None,
        _efforts(line, place),
    )
    return Step(**{**vars(step), "differences": tuple(_differences(step, place))}) if item else step


def _stays(pk: int, place: _Place) -> bool:
    item = place.rows.by_pk.get(pk)
    return item is not None and item.code not in {line.code for line in place.came.lines}


def _facts(line: Line, item: Item | None, place: _Place) -> dict[str, Any]:
    says = place.came.says
    found: dict[str, Any] = {"title": line.title}
    takes_time_now = item is not None and item.is_moment and bool(line.days)
    if item is None or "kind" in says or takes_time_now:
        found["kind"] = line.kind
    if line.days is not None and (item is None or "days" in says):
        found["days"] = line.days
    if item is None or {"bound", "day"} <= says:
        found |= {"bound": line.bound.value, "day": line.day}
    if item is None or line.deadline or "deadline" in says:
        found["deadline"] = line.deadline
    lead = place.partners.get(fold(line.lead)) if line.lead else None
    if lead is not None:
        found["lead_id"] = lead
    return {**found, **_more_facts(line, item, place, found.get("days"))}


def _more_facts(line: Line, item: Item | None, place: _Place, days: int | None) -> dict[str, Any]:
    """Notes, guesses, which stay around the days, and holidays."""
    came = place.came
    found: dict[str, Any] = {}
    if line.code in came.notes:
        found["description"] = came.notes[line.code]
    if line.code in came.guesses:
        found["shortest"], found["longest"] = came.guesses[line.code]
    elif item and item.shortest is not None and item.longest is not None and days is not None:
        found |= {"shortest": min(item.shortest, days), "longest": max(item.longest, days)}
    project, country = place.rows.project, came.besides.countries.get(line.code, "")
    usual = country_of(item, project) if item else project.partner.country
    if country and country != usual:
        found["country"] = country
    return found | _progress(line, item, place)


def _progress(line: Line, item: Item | None, place: _Place) -> dict[str, Any]:
    """How far a line is; what evidence shows of it stays."""
    said = place.came.besides.progress.get(line.code)
    if said is None or (item and item.pk in place.rows.parts):
        return {}
    found: dict[str, Any] = {"started": said.started, "finished": said.finished}
    if said.started is None and item and item.is_moment:
        del found["started"]
    return found if item and item.pk in place.shown and not said.finished else {**found, "done": said.done}


def _efforts(line: Line, place: _Place) -> dict[int, Decimal]:
    if EFFORT not in place.came.says:
        return {}
    found: dict[int, Decimal] = {}
    for name, days in line.effort.items():
        partner = place.partners.get(fold(name))
        if partner is not None:
            found[partner] = Decimal(str(days)).quantize(HUNDREDTH, ROUND_HALF_UP)
    return found


def _differences(step: Step, place: _Place) -> Iterator[Difference]:
    item, labels = step.item, _labels()
    assert item  # noqa: S101 - only of lines that are there
    for name, value in step.facts.items():
        was = getattr(item, name)
        if was != value:
            yield Difference(labels[name], *(_said(name, one, place) for one in (was, value)))
    parent = place.rows.by_pk.get(item.parent_id or 0)
    if step.parent is not None and step.parent != (parent.code if parent else ""):
        yield Difference(labels["parent"], parent.code if parent else NOTHING, step.parent or NOTHING)
    if step.before is not None:
        was = before_of(item, place.rows, {line.code for line in place.came.lines} | set(step.before))
        if was != dict(step.before):
            yield Difference(labels["before"], _linked(was), _linked(step.before))
    yield from _other_days(step, item, place)


def _other_days(step: Step, item: Item, place: _Place) -> Iterator[Difference]:
    known = {one.partner_id: one.days for one in place.rows.work.get(item.pk, ())}
    for partner, days in step.efforts.items():
        old = known.get(partner, Decimal(0))
        if old != days:
            what = _("Person-days of %(partner)s") % {"partner": place.shorts[partner]}
            yield Difference(what, *(number_format(float(one), use_l10n=True) for one in (old, days)))


def before_of(item: Item, rows: Rows, inside: set[str]) -> dict[str, tuple[str, int]]:
    """Return what a line depends on among the lines of a file."""
    links: Sequence[Dependency] = rows.waits_for.get(item.pk, ())
    found = {rows.by_pk[one.before_id].code: (str(one.link), one.lag) for one in links}
    return {code: how for code, how in found.items() if code in inside}


def _linked(before: Mapping[str, tuple[str, int]]) -> str:
    found = []
    for code, (link, lag) in before.items():
        how = f" {link}" if link != "FS" or lag else ""
        found.append(f"{code}{how}{lag:+d}" if lag else f"{code}{how}")
    return ", ".join(found) or NOTHING


def _labels() -> dict[str, str]:
    return {
        "title": _("Title"),
        "kind": _("Kind"),
        "parent": _("Belongs to"),
        "days": _("Working days"),
        "bound": _("Dates"),
        "day": _("Day"),
        "deadline": _("To be finished by"),
        "description": _("Description"),
        "lead_id": _("Who leads it"),
        "shortest": _("Working days at the shortest"),
        "longest": _("Working days at the longest"),
        "country": _("Holidays of"),
        "done": _("Done, in percent"),
        "started": _("Really begun on"),
        "finished": _("Really finished on"),
        "before": _("Depends on"),
    }


def _said(name: str, value: Any, place: _Place) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, dt.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if name in CHOICES and value in CHOICES[name].values:
        return str(CHOICES[name](value).label)
    if name == "lead_id":
        return place.shorts.get(value, pgettext("partner", "somebody else"))
    return str(value)


def _odd(steps: Sequence[Step]) -> Iterator[Trouble]:
    """What the table of lines refuses, code by code."""
    kinds = {step.line.code: _kind(step) for step in steps}
    for step in steps:
        made = Item(**{"code": step.line.code, "kind": Kind.TASK, **step.facts})
        try:
            made.clean_fields(exclude=["project", "parent", "lead", "position"])
        except ValidationError as refusal:
            for sentence in refusal.messages:
                yield Trouble(0, step.line.code, sentence)
        if kinds[step.line.code] in MOMENTS and (step.facts.get("days") or 0) > 0:
            words = _("A milestone or deliverable takes no days. Plan a task for the work.")
            yield Trouble(0, step.line.code, words)
        if step.parent and kinds.get(step.parent) in MOMENTS:
            words = _("A milestone or deliverable has no parts. Choose a work package.")
            yield Trouble(0, step.line.code, words)


def _kind(step: Step) -> str:
    return str(step.facts.get("kind") or (step.item.kind if step.item else Kind.TASK))
