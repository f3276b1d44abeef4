"""Who does what, and what was agreed, from the XML of Microsoft Project."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from mentorway.schedule import mspdi_terms as terms
from mentorway.schedule.baseline import Baseline, Kept
from mentorway.schedule.mspdi_reading import Source, own_field
from mentorway.schedule.mspdi_terms import first_day, flag, integer, last_day, named, seconds, text
from mentorway.wording import N_, shown

UNPLACED_WORK = N_("Work that nobody is assigned to is not read: %(where)s.")
THINGS = N_("Materials and costs as resources are not read: %(where)s.")
DATELESS = N_("The file does not say when the baseline was agreed; the day it was made is taken: %(where)s.")


@dataclass(frozen=True)
class Work:
    """Person-days by task and who does them; as planned, and as agreed in each baseline."""

    planned: dict[str, dict[str, float]]
    agreed: dict[int, dict[str, dict[str, float]]]


def read_work(source: Source) -> Work:
    """Who does how much of what; two resources of one name are one."""
    people = _people(source)
    found = Work({}, {})
    seen: set[str] = set()
    for one in terms.listed_in(source.root, "Assignments", "Assignment"):
        key, who = source.keys.get(integer(one, "TaskUID", -1)), people.get(integer(one, "ResourceUID", -1))
        if key is None:
            continue
        if who is None:
            if _nobodys(one, source.elements[key]):
                source.lose(UNPLACED_WORK, key)
            seen.add(key)
        else:
            seen.add(key)
            _add(found.planned, key, who, _person_days(source, one))
            for each in named(one, "Baseline"):
                agreed = found.agreed.setdefault(integer(each, "Number", 0), {})
                _add(agreed, key, who, _person_days(source, each))
    packages = {task.parent for task in source.tasks.values()}
    for key, element in source.elements.items():
        if key not in seen and key not in packages and seconds(element, "Work"):
            source.lose(UNPLACED_WORK, key)
    return found


def _nobodys(one: etree._Element, task: etree._Element) -> bool:
    """Whether a row stands for work of nobody; some write such rows for tasks without work, too."""
    row = task if integer(one, "ResourceUID", terms.NOBODY) == terms.NOBODY else one
    return bool(seconds(row, "Work"))


def _add(work: dict[str, dict[str, float]], key: str, who: str, days: float | None) -> None:
    if days is not None:
        of_task = work.setdefault(key, {})
        of_task[who] = of_task.get(who, 0.0) + days


def _person_days(source: Source, one: etree._Element) -> float | None:
    found = seconds(one, "Work")
    return None if found is None else found / (60 * source.minutes)


def _people(source: Source) -> dict[int, str]:
    found = {}
    for one in terms.listed_in(source.root, "Resources", "Resource"):
        name, uid = text(one, "Name"), integer(one, "UID", -1)
        if flag(one, "IsCostResource") or integer(one, "Type", 1) != 1:
            source.losses.add(THINGS, shown(name or str(uid)))
        elif name and not flag(one, "IsNull"):
            found[uid] = name
    return found


def read_baselines(source: Source, work: Work) -> Iterator[Baseline]:
    """Baselines by number; those that we did not write are called by their number."""
    kept: dict[int, dict[str, Kept]] = {}
    for key, one in source.elements.items():
        for each in named(one, "Baseline"):
            count = integer(each, "Number", 0)
            start, finish = first_day(each, "Start"), last_day(each, "Finish")
            if start and finish and not flag(each, "Interim"):
                agreed = work.agreed.get(count, {}).get(key, {})
                kept.setdefault(count, {})[key] = Kept(
                    start, max(start, finish), source.tasks[key].title, agreed
                )
    for count in sorted(kept):
        name, made = _about_baseline(source, count)
        yield Baseline(name, made, kept[count])


def _about_baseline(source: Source, count: int) -> tuple[str, dt.date]:
    field = terms.FIRST_BASELINE_FIELD + count
    written = own_field(source, source.summary, field) if source.summary is not None else ""
    day, _, name = written.partition(" ")
    try:
        return name, dt.date.fromisoformat(day)
    except ValueError:
        name = f"Baseline {count}" if count else "Baseline"
        source.losses.add(DATELESS, name)
        days = (first_day(source.root, one) for one in ("LastSaved", "CreationDate", "StartDate"))
        return name, next((day for day in days if day), dt.date(2000, 1, 1))
