"""Plans in the XML of Microsoft Project (MSPDI), which many programs read and write."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from mentorway.schedule import mspdi_terms as terms
from mentorway.schedule.baseline import Baseline
from mentorway.schedule.critical import Dates
from mentorway.schedule.mspdi_calendars import names_of
from mentorway.schedule.mspdi_reading import Source, opened, read_links, read_tasks
from mentorway.schedule.mspdi_work import read_baselines, read_work
from mentorway.schedule.mspdi_writing import LONGEST_NAME, Sheet, document, numbered, people_of, places_of
from mentorway.schedule.plan import Plan
from mentorway.wording import InvalidInputError, Message, Value, listed, shown

MOST_BYTES = 32 * 2**20
BINARY = b"\xd0\xcf\x11\xe0"  # how .mpp begins


@dataclass(frozen=True)
class About:
    """What a file holds besides a plan; codes (WBS), notes and UIDs by the key of a task.

    A UID that is kept from file to file lets Project see which task is which; tasks without get free numbers.
    """

    title: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    baselines: tuple[Baseline, ...] = ()
    uids: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """A plan from a file, what else is in the file, and what could not be kept, sentence by sentence."""

    plan: Plan
    about: About
    losses: tuple[Message, ...]


def written(dates: Dates, about: About) -> bytes:
    """Write a plan with its dates as XML for Microsoft Project.

    A day of work has 8 hours. Work is kept to the second, what is done to the percent. Everyone who works is
    a resource of that name. Keys, guesses and names of baselines are in custom fields (Text19 to Text30,
    Duration1 to Duration3). A task that has ended has the duration that it took, with its planned days in
    Duration4; one that rests says when it goes on. Same input gives same bytes. Of work
    packages, what is done and their own days are not written, as Project works them out from their parts.

    Parameters
    ----------
    dates : Dates
        With the plan they belong to.
    about : About

    Returns
    -------
    bytes

    Raises
    ------
    InvalidInputError
        There are more than 11 baselines, or UIDs that are not from 1 on, each once.

    References
    ----------
    https://learn.microsoft.com/office-project/xml-data-interchange/ (schema of 2007).

    Examples
    --------
    >>> from mentorway.schedule.critical import critical_path
    >>> from mentorway.schedule.plan import Task
    >>> plan = Plan(dt.date(2026, 11, 2), (Task("a", "Ask", 3, work={"Riga": 1.5}),))
    >>> read(written(critical_path(plan), About("Way"))).plan == plan
    True
    """
    _check(dates.plan, about)
    plan = dates.plan
    calendars = {key: number for number, key in enumerate(names_of(plan.calendars), 1)}
    root = document(
        Sheet(
            dates,
            about.title,
            about.codes,
            about.notes,
            about.baselines,
            numbered(plan, about.uids),
            calendars,
            people_of(plan, about.baselines),
        )
    )
    etree.indent(root)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made + b"\n"


def _check(plan: Plan, about: About) -> None:
    if len(about.baselines) > terms.BASELINES:
        values = {"count": len(about.baselines), "most": terms.BASELINES}
        raise InvalidInputError(
            Message("Microsoft Project has %(most)d baselines, not %(count)d; choose some.", values)
        )
    given = [about.uids[task.key] for task in plan.tasks if task.key in about.uids]
    wrong = [uid for uid, count in Counter(given).items() if count > 1 or not 0 < uid < 2**31]
    if wrong:
        raise InvalidInputError(
            Message(
                "UIDs are numbers from 1 on, each once: %(came)s.", {"came": listed(list(map(str, wrong)))}
            )
        )


def left_out(dates: Dates, about: About) -> tuple[Message, ...]:
    """Say what of a plan a file of Microsoft Project cannot hold.

    Parameters
    ----------
    dates : Dates
    about : About

    Returns
    -------
    tuple of Message
        Empty where nothing is lost.
    """
    return tuple(_left_out(dates.plan, about))


def _left_out(plan: Plan, about: About) -> Iterator[Message]:
    keys = {task.key for task in plan.tasks}
    for one in about.baselines:
        gone = [kept.title or key for key, kept in one.tasks.items() if key not in keys]
        if gone:
            values = {"name": shown(one.name), "tasks": listed(gone)}
            yield Message(
                "The baseline %(name)s has tasks that are no longer in the plan: %(tasks)s.", values
            )
    shares = [task.title for task in plan.tasks if abs(task.done * 100 - round(task.done * 100)) > 1e-9]  # noqa: PLR2004
    if shares:
        yield Message("What is done is rounded to whole percents: %(tasks)s.", {"tasks": listed(shares)})
    long = [task.title for task in plan.tasks if len(task.title) > LONGEST_NAME]
    if long:
        yield Message(
            "Titles are cut after %(most)d letters: %(tasks)s.", {"most": LONGEST_NAME, "tasks": listed(long)}
        )
    pairs = [(one.before, one.after) for one in plan.dependencies]
    often = Counter(pairs)
    if len(often) < len(pairs):
        titles = {task.key: task.title for task in plan.tasks}
        twice = dict.fromkeys(f"{titles[a]} – {titles[b]}" for (a, b), count in often.items() if count > 1)
        yield Message(
            "Microsoft Project keeps one link between two tasks: %(tasks)s.", {"tasks": listed(list(twice))}
        )
    if [place.task for place in places_of(plan)] != list(plan.tasks):
        yield Message("Parts are moved right below their work packages.")


def read(content: bytes) -> Read:
    """Read a plan from XML of Microsoft Project, or of a program that writes it.

    Elements may be missing, and the namespace too. Nothing outside of the file is opened.

    Parameters
    ----------
    content : bytes
        At most 32 MiB.

    Returns
    -------
    Read
        Keys are ours where we wrote the file, else made from UIDs. `plan` is not yet checked for circles.

    Raises
    ------
    InvalidInputError
        It is no XML of Project, or is broken, too large, or says something impossible; with the line.

    Examples
    --------
    >>> plan = read(b"<Project><StartDate>2026-11-02T08:00:00</StartDate></Project>").plan
    >>> plan.start.isoformat(), plan.tasks
    ('2026-11-02', ())
    """
    source = opened(_parsed(content))
    read_tasks(source)
    dependencies = tuple(read_links(source))
    work = read_work(source)
    tasks = tuple(replace(task, work=work.planned.get(key, task.work)) for key, task in source.tasks.items())
    baselines = tuple(read_baselines(source, work))
    plan = Plan(_start(source), tasks, dependencies, source.calendars)
    uids = {key: uid for uid, key in source.keys.items() if uid > 0}
    about = About(_title(source), source.codes, source.notes, baselines, uids)
    losses = (Message(text, {"where": listed(places)}) for text, places in source.losses.found.items())
    return Read(plan, about, tuple(losses))


def _title(source: Source) -> str:
    summary = terms.text(source.summary, "Name") if source.summary is not None else ""
    return terms.text(source.root, "Title") or summary or terms.text(source.root, "Name")


def _start(source: Source) -> dt.date:
    start = terms.first_day(source.root, "StartDate")
    if start:
        return start
    days = [terms.first_day(one, "Start") for one in source.elements.values()]
    found = [day for day in days if day]
    if not found:
        raise InvalidInputError(
            Message("The file does not say when the project starts: StartDate is missing.")
        )
    return min(found)


def _parsed(content: bytes) -> etree._Element:
    """The root of the file, read without entities, document types and network."""
    if len(content) > MOST_BYTES:
        values = {"came": len(content) // 2**20 + 1, "most": MOST_BYTES // 2**20}
        raise InvalidInputError(Message("The file has %(came)d MiB; %(most)d MiB are possible.", values))
    if content.startswith(BINARY):
        raise InvalidInputError(
            Message("This is a file in Project's own format. In Project, choose “Save as” and then XML.")
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        found: dict[str, Value] = {"line": error.lineno or 1, "why": _reason(error)}
        raise InvalidInputError(Message("The XML is broken in line %(line)d: %(why)s.", found)) from error
    about: Any = root.getroottree().docinfo
    if about.doctype:
        raise InvalidInputError(
            Message("The XML has a document type, which may hide traps. Send it without <!DOCTYPE …>.")
        )
    if terms.local(root) != "Project":
        raise InvalidInputError(
            Message(
                "This is no XML of Microsoft Project: it begins with <%(name)s>, not <Project>.",
                {"name": shown(terms.local(root))},
            )
        )
    return root


def _reason(error: etree.XMLSyntaxError) -> str:
    return shown((error.msg or "").rpartition(", line ")[0] or error.msg or "-")
