"""Writes mspdi/*.json and mspdi/*_by_mpxj.xml: our files, read, reckoned and written again by MPXJ.

Needs Java 17 and, in an environment of its own, `pip install mpxj==16.10.0 jpype1==1.7.1`. Then
`python -m tests.schedule.judged_plans` writes our files, and `python tests/oracles/mspdi.py` there the rest.

Per file: what MPXJ reads; dates by its own scheduler, which follows Microsoft Project (`MicrosoftScheduler`),
with all dates of ours taken away before; and the file as MPXJ writes it, which we read in turn.
"""

import datetime as dt
import json
from importlib.metadata import version
from pathlib import Path

import jpype
import mpxj  # noqa: F401 - brings the jars

jpype.startJVM("-Xmx512m")
from java.io import File  # noqa: E402
from java.lang import Integer  # noqa: E402
from java.time import DayOfWeek, LocalDate, LocalDateTime  # noqa: E402
from org.mpxj import ProjectFile, RecurrenceType, RecurringData, TimeUnit  # noqa: E402
from org.mpxj.cpm import MicrosoftScheduler  # noqa: E402
from org.mpxj.mspdi import MSPDIReader, MSPDIWriter  # noqa: E402

KEPT = Path(__file__).with_name("mspdi")
DAYS = 800  # of a calendar that are kept, from the first of the plan
TIMES = ("Start", "Finish", "ActualStart", "ActualFinish", "ConstraintDate", "Deadline")


def days(project, duration):
    if duration is None:
        return None
    return float(duration.convertUnits(TimeUnit.DAYS, project.getProjectProperties()).getDuration())


def text(value):
    return None if value is None else str(value)


def task_of(project, task):
    found = {name: text(getattr(task, f"get{name}")()) for name in TIMES}
    found |= {
        "name": str(task.getName()),
        "id": int(task.getID()),
        "outline": str(task.getOutlineNumber()),
        "wbs": text(task.getWBS()),
        "parent": task.getParentTask() and int(task.getParentTask().getUniqueID()),
        "days": days(project, task.getDuration()),
        "work": days(project, task.getWork()),
        "milestone": bool(task.getMilestone()),
        "summary": bool(task.getSummary()),
        "critical": bool(task.getCritical()),
        "total": days(project, task.getTotalSlack()),
        "free": days(project, task.getFreeSlack()),
        "done": float(task.getPercentageComplete() or 0),
        "constraint": text(task.getConstraintType()),
        "calendar": text(task.getCalendar() and task.getCalendar().getName()),
        "notes": str(task.getNotes() or ""),
        "before": sorted(
            [int(one.getPredecessorTask().getUniqueID()), str(one.getType()), days(project, one.getLag())]
            for one in task.getPredecessors()
        ),
        "fields": {
            name: text(task.getFieldByAlias(name))
            for name in ("Mentorway key", "Mentorway likely", "Mentorway planned")
        },
        "baselines": {},
    }
    for number in range(11):
        start = task.getBaselineStart(number) if number else task.getBaselineStart()
        if start is not None:
            finish = task.getBaselineFinish(number) if number else task.getBaselineFinish()
            work = task.getBaselineWork(number) if number else task.getBaselineWork()
            found["baselines"][str(number)] = [text(start), text(finish), days(project, work)]
    return found


def calendar_of(calendar, first):
    """One letter a day: 1 is worked."""
    start = LocalDate.of(first.year, first.month, first.day)
    return "".join(str(int(calendar.isWorkingDate(start.plusDays(one)))) for one in range(DAYS))


def assignment_of(project, one):
    work = {str(number): days(project, one.getBaselineWork(number)) for number in range(1, 11)}
    work["0"] = days(project, one.getBaselineWork())
    return {
        "task": int(one.getTaskUniqueID()),
        "who": str(one.getResource().getName()),
        "units": float(one.getUnits()),
        "work": days(project, one.getWork()),
        "agreed": {key: value for key, value in work.items() if value is not None},
    }


def dates_of(project, *, reckoned):
    """Dates as read; or as MPXJ reckons them, from the first day on, without those that were read."""
    properties = project.getProjectProperties()
    if reckoned:
        for task in project.getTasks():
            if task.getUniqueID() == 0:
                continue
            for name in ("EarlyStart", "EarlyFinish", "LateStart", "LateFinish"):
                getattr(task, f"set{name}")(None)
            if task.getActualStart() is None:
                task.setStart(None)
                task.setFinish(None)
        MicrosoftScheduler().schedule(project, properties.getStartDate())
    return {
        str(task.getUniqueID()): {
            "start": text(task.getStart()),
            "finish": text(task.getFinish()),
            "late": [text(task.getLateStart()), text(task.getLateFinish())],
            "total": days(project, task.getTotalSlack()),
            "free": days(project, task.getFreeSlack()),
            "critical": bool(task.getCritical()),
        }
        for task in project.getTasks()
        if task.getUniqueID() != 0
    }


def said_of(path):
    project = MSPDIReader().read(File(str(path)))
    properties = project.getProjectProperties()
    first = dt.date.fromisoformat(str(properties.getStartDate())[:10])
    found = {
        "versions": {name: version(name) for name in ("mpxj", "jpype1")},
        "first": first.isoformat(),
        "finish": text(properties.getFinishDate()),
        "ignored": [str(one.getMessage()) for one in project.getIgnoredErrors()],
        "tasks": {str(one.getUniqueID()): task_of(project, one) for one in project.getTasks()},
        "calendars": {str(one.getName()): calendar_of(one, first) for one in project.getCalendars()},
        "main": str(project.getDefaultCalendar().getName()),
        "people": [str(one.getName()) for one in project.getResources() if one.getName() is not None],
        "assignments": [assignment_of(project, one) for one in project.getResourceAssignments()],
        "read": dates_of(project, reckoned=False),
    }
    MSPDIWriter().write(project, str(path.with_name(f"{path.stem}_by_mpxj.xml")))
    found["reckoned"] = dates_of(project, reckoned=True)
    return found


def recurring():
    """Calendars with one exception each that recurs in some way, written by MPXJ, and the days it means."""
    project, said = ProjectFile(), {}
    project.getProjectProperties().setStartDate(LocalDateTime.of(2026, 1, 5, 8, 0))
    project.addDefaultBaseCalendar()
    for name, facts in RECURRING.items():
        calendar = project.addDefaultBaseCalendar()
        calendar.setName(name)
        data = RecurringData()
        data.setStartDate(LocalDate.of(2026, 1, 5))
        data.setFinishDate(LocalDate.of(2028, 12, 31))
        data.setUseEndDate(True)
        data.setRecurrenceType(getattr(RecurrenceType, facts["type"]))
        data.setFrequency(Integer(facts.get("every", 1)))
        data.setRelative(facts.get("relative", False))
        if "weekdays" in facts:
            for day in facts["weekdays"]:
                data.setWeeklyDay(DayOfWeek.of(day), True)  # noqa: FBT003
        if "weekday" in facts:
            data.setDayOfWeek(DayOfWeek.of(facts["weekday"]))
        if "number" in facts:
            data.setDayNumber(Integer(facts["number"]))
        if "month" in facts:
            data.setMonthNumber(Integer(facts["month"]))
        one = calendar.addCalendarException(data)
        said[name] = [str(each.getFromDate()) for each in one.getExpandedExceptions()]
    MSPDIWriter().write(project, str(KEPT / "recurring_by_mpxj.xml"))
    return said


RECURRING = {
    "every third day": {"type": "DAILY", "every": 3},
    "Mondays and Fridays": {"type": "WEEKLY", "weekdays": [1, 5]},
    "every second week on Tuesday and Sunday": {"type": "WEEKLY", "every": 2, "weekdays": [2, 7]},
    "every third week on Monday": {"type": "WEEKLY", "every": 3, "weekdays": [1]},
    "the 15th of each month": {"type": "MONTHLY", "number": 15},
    "the 3rd of every second month": {"type": "MONTHLY", "every": 2, "number": 3},
    "the second Tuesday of each month": {"type": "MONTHLY", "relative": True, "number": 2, "weekday": 2},
    "the last Friday of every third month": {
        "type": "MONTHLY",
        "relative": True,
        "every": 3,
        "number": 5,
        "weekday": 5,
    },
    "6 December": {"type": "YEARLY", "number": 6, "month": 12},
    "the first Monday of May": {
        "type": "YEARLY",
        "relative": True,
        "number": 1,
        "weekday": 1,
        "month": 5,
    },
    "the last Thursday of November": {
        "type": "YEARLY",
        "relative": True,
        "number": 5,
        "weekday": 4,
        "month": 11,
    },
}

(KEPT / "recurring.json").write_text(json.dumps(recurring(), indent=1) + "\n")
for source in sorted(KEPT.glob("*.xml")):
    if not source.stem.endswith("_by_mpxj"):
        said = json.dumps(said_of(source), indent=1, ensure_ascii=False, sort_keys=True)
        source.with_suffix(".json").write_text(said + "\n")
