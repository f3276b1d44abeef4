import datetime as dt
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.schedule.written_plans import START, days, plans, texts, works

from mentorway.schedule.baseline import Baseline, Kept, baseline_of
from mentorway.schedule.critical import critical_path
from mentorway.schedule.mspdi import About, left_out, read, written
from mentorway.schedule.plan import Bound, Calendar, Dependency, Link, Plan, Task
from mentorway.wording import InvalidInputError

SAMPLES = Path(__file__).with_name("samples")
NS = "{http://schemas.microsoft.com/project}"
# The order of elements in Microsoft's schema of 2007, for those that we write:
# https://github.com/MicrosoftDocs/office-developer-msproject-xml-docs (names only).
ORDER = {
    "Project": "SaveVersion Name Title ScheduleFromStart StartDate FinishDate CriticalSlackLimit "
    "CurrencyCode CalendarUID DefaultStartTime DefaultFinishTime MinutesPerDay MinutesPerWeek DaysPerMonth "
    "DefaultTaskType DurationFormat HonorConstraints NewTasksEffortDriven WeekStartDay ExtendedAttributes "
    "Calendars Tasks Resources Assignments",
    "Calendar": "UID Name IsBaseCalendar BaseCalendarUID WeekDays Exceptions",
    "WeekDay": "DayType DayWorking TimePeriod WorkingTimes",
    "Exception": "EnteredByOccurrences TimePeriod Occurrences Name Type DayWorking WorkingTimes",
    "TimePeriod": "FromDate ToDate",
    "WorkingTime": "FromTime ToTime",
    "Task": "UID ID Name Type IsNull WBS OutlineNumber OutlineLevel Priority Start Finish Duration "
    "DurationFormat Work Stop Resume EffortDriven Estimated Milestone Summary Critical LateStart LateFinish "
    "FreeSlack TotalSlack PercentComplete ActualStart ActualFinish ActualDuration RemainingDuration "
    "ConstraintType CalendarUID ConstraintDate Deadline IgnoreResourceCalendar Notes PredecessorLink "
    "ExtendedAttribute Baseline",
    "PredecessorLink": "PredecessorUID Type CrossProject LinkLag LagFormat",
    "ExtendedAttribute": "FieldID FieldName Alias Value DurationFormat",
    "Resource": "UID ID Name Type MaxUnits",
    "Assignment": "UID TaskUID ResourceUID ActualWork Finish RemainingWork Start Units Work Baseline",
}
BASELINES = {
    "Task": "Number Start Finish Duration DurationFormat Work",
    "Assignment": "Number Work",
}


@given(plans(), st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_a_plan_comes_back_as_it_was_written(plan, data):
    keys = [task.key for task in plan.tasks]
    kept = {task.key: Kept(START, data.draw(days), task.title, data.draw(works)) for task in plan.tasks}
    about = About(
        data.draw(texts),
        {key: f"C{number}" for number, key in enumerate(keys)},
        dict.fromkeys(keys[::2], "Note"),
        (Baseline("contract 1", START, kept), Baseline("", dt.date(2027, 1, 1), kept)),
        {key: 500 - number for number, key in enumerate(keys)},
    )
    dates = critical_path(plan)
    found = read(written(dates, about))
    assert (found.plan, found.about, found.losses) == (plan, about, ())
    assert left_out(dates, about) == ()


def small_plan():
    tasks = (
        Task("wp", "Preparing", 0),
        Task("a", "Ask", 5, parent="wp", work={"Riga": 2.5}),
        Task("m", "Asked", 0, parent="wp"),
        Task("b", "Build", 10, calendar="lv", bound=Bound.DEADLINE, day=dt.date(2026, 11, 20)),
    )
    links = (
        Dependency("a", "m"),
        Dependency("m", "b", Link.FINISH_START, 2),
        Dependency("a", "b", Link.START_START),
    )
    off = frozenset({dt.date(2026, 11, 18), dt.date(2026, 11, 19), dt.date(2026, 12, 24)})
    return Plan(
        START,
        tasks,
        links,
        {"": Calendar(), "lv": Calendar(holidays=off, worked=frozenset({dt.date(2026, 11, 28)}))},
    )


def small_file():
    dates = critical_path(small_plan())
    return written(dates, About("Way", baselines=(baseline_of(dates, "contract", START),)))


def facts(element, *names):
    return [element.findtext(f"{NS}{name}") for name in names]


def test_elements_stand_in_the_order_of_the_schema():
    seen = set()
    for element in etree.fromstring(small_file()).iter():
        name = element.tag.removeprefix(NS)
        order = BASELINES[element.getparent().tag.removeprefix(NS)] if name == "Baseline" else ORDER.get(name)
        if order:
            seen.add(name)
            places = [order.split().index(child.tag.removeprefix(NS)) for child in element]
            assert places == sorted(places), name
    assert seen == {*ORDER, "Baseline"}


def test_lengths_lags_and_days_are_in_the_units_of_the_schema():
    root = etree.fromstring(small_file())
    tasks = {one.findtext(f"{NS}Name"): one for one in root.iter(f"{NS}Task")}
    assert facts(tasks["Build"], "Duration", "Start", "Finish", "Deadline", "TotalSlack", "Critical") == [
        "PT80H0M0S", "2026-11-11T08:00:00", "2026-11-26T17:00:00", "2026-11-20T17:00:00", "0", "1",
    ]  # fmt: skip
    assert facts(tasks["Asked"], "Milestone", "Duration", "Start", "Finish", "OutlineNumber") == [
        "1", "PT0H0M0S", "2026-11-06T17:00:00", "2026-11-06T17:00:00", "1.2",
    ]  # fmt: skip
    assert facts(tasks["Preparing"], "Summary", "Duration", "OutlineLevel") == ["1", "PT40H0M0S", "1"]
    first = tasks["Build"].find(f"{NS}PredecessorLink")
    assert facts(first, "PredecessorUID", "Type", "LinkLag", "LagFormat") == ["3", "1", "9600", "7"]
    assert facts(root.find(f".//{NS}Assignment"), "TaskUID", "ResourceUID", "Units", "Work") == [
        "2", "1", "0.5", "PT20H0M0S",
    ]  # fmt: skip
    sunday, monday = root.findall(f".//{NS}WeekDay")[:2]
    assert facts(sunday, "DayType", "DayWorking") + facts(monday, "DayType", "DayWorking") == [
        "1",
        "0",
        "2",
        "1",
    ]


def test_the_same_plan_gives_the_same_bytes():
    assert small_file() == small_file()


def first_mondays(year):
    days = (dt.date(year, month, day) for month in range(1, 13) for day in range(1, 8))
    return [day for day in days if day.weekday() == 0]


def test_a_file_as_project_writes_it_is_read_and_every_loss_is_named():
    found = read((SAMPLES / "as_project_writes.xml").read_bytes())
    standard = Calendar(
        holidays=frozenset(
            {
                *(dt.date(2026, 12, day) for day in (24, 25)),
                *(dt.date(year, 6, 6) for year in (2026, 2027, 2028)),
                *first_mondays(2026),
            }
        )
    )
    preparing = Task("uid-4", "Preparing", 0)
    handbook = Task(
        "uid-9", "Write the handbook", 5, parent="uid-4", work={"Anna": 3.0}, done=0.6, started=START
    )
    ready = Task(
        "uid-7", "Handbook ready", 0, parent="uid-4", bound=Bound.DEADLINE, day=dt.date(2026, 11, 20)
    )
    pilot = Task(
        "uid-15",
        "Pilot",
        11,
        bound=Bound.NOT_BEFORE,
        day=dt.date(2026, 11, 23),
        deadline=dt.date(2027, 1, 29),
    )
    links = (
        Dependency("uid-9", "uid-7"),
        Dependency("uid-7", "uid-15", lag=2),
        Dependency("uid-9", "uid-15", Link.START_START, 3),
    )
    assert found.plan == Plan(START, (preparing, handbook, ready, pilot), links, {"": standard})
    assert found.about.title == "Nordic mentoring"
    assert found.about.codes["uid-9"], found.about.notes == ("1.1", {"uid-9": "With Anna"})
    agreed = Kept(START, dt.date(2026, 11, 6), "Write the handbook", {"Anna": 4.0})
    assert found.about.baselines == (Baseline("Baseline", dt.date(2026, 9, 15), {"uid-9": agreed}),)
    assert [str(loss) for loss in found.losses] == [
        "Days with fewer hours count as whole days in the calendars Standard.",
        "Days off of single people are not read: Anna.",
        "Inactive tasks are left out: Old idea.",
        "Costs are not read: 1.1.",
        "Custom fields are not read: 1.1.",
        "Priorities are not read: 1.1.",
        "“Finish no later than” became a deadline, which moves nothing: 1.2.",
        "Durations that are no whole days are rounded up: 2.",
        "Lags that are no whole working days are rounded: 2.",
        "Links to tasks that are not in the plan are left out: 2.",
        "Materials and costs as resources are not read: Paper.",
        "Work that nobody is assigned to is not read: 2.",
        "The file does not say when the baseline was agreed; the day it was made is taken: Baseline.",
    ]
    assert critical_path(found.plan, today=START).finish == dt.date(2026, 12, 8)


def test_a_file_without_namespace_and_most_elements_is_read():
    found = read((SAMPLES / "as_others_write.xml").read_bytes())
    tasks = (Task("uid-1", "Fråga", 2), Task("uid-2", "Bygga", 3))
    assert found.plan == Plan(START, tasks, (Dependency("uid-1", "uid-2"),))
    assert (found.about.title, found.losses) == ("Väg", ())


def in_project(tasks, head="<StartDate>2026-11-02T08:00:00</StartDate>"):
    return f"<Project>\n{head}\n<Tasks>\n{tasks}\n</Tasks></Project>".encode()


def task(more, uid=1):
    return f"<Task><UID>{uid}</UID><Name>T{uid}</Name><Duration>PT8H0M0S</Duration>{more}</Task>"


ODD = ["", "-1", "1e9", "99999999999999", "PT", "0001-01-01T00:00:00", "9999-12-31T23:59:00", "x", "0.5"]
SPY = b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Project><Name>&x;</Name></Project>"
NESTED = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10 if n else 'lol'}'>" for n in range(9))
BOMB = f"<!DOCTYPE a [{NESTED}]><Project><Name>&l8;</Name></Project>".encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The XML is broken in line 1: Document is empty."),
        (
            in_project("<Task><UID>1</UID>"),
            "The XML is broken in line 5: Opening and ending tag mismatch: Task line 4 and Tasks.",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1",
            "This is a file in Project's own format. In Project, choose “Save as” and then XML.",
        ),
        (b"<html/>", "This is no XML of Microsoft Project: it begins with <html>, not <Project>."),
        (SPY, "The XML has a document type, which may hide traps. Send it without <!DOCTYPE …>."),
        (in_project("<Task><UID>one</UID></Task>"), "Line 4: UID says “one”, which cannot be understood."),
        (
            in_project(task("\n<Stop/>\n<Priority>1.5</Priority>")),
            "Line 6: Priority says “1.5”, which cannot be understood.",
        ),
        (in_project(task("<Work>3 days</Work>")), "Line 4: Work says “3 days”, which cannot be understood."),
        (
            in_project(task("\n<Deadline>2026-13-01</Deadline>")),
            "Line 5: Deadline says “2026-13-01”, which cannot be understood.",
        ),
        (in_project(task("") + "\n" + task("")), "Line 5: a second task has the UID 1."),
        (
            in_project("<Task><UID>1</UID><Name>Ask</Name><Duration>PT80000H0M0S</Duration></Task>"),
            "Line 4: Ask takes 10000 days; from 0 to 5000 are possible.",
        ),
        (
            in_project(task("<PercentComplete>300</PercentComplete>")),
            "Line 4: T1: what is done is a share from 0 to 1, not 3.0.",
        ),
        (
            in_project("", "<MinutesPerDay>0</MinutesPerDay>"),
            "Line 2: a day of work cannot have 0.0 minutes.",
        ),
        (in_project("", ""), "The file does not say when the project starts: StartDate is missing."),
        (b" " * (32 * 2**20 + 1), "The file has 33 MiB; 32 MiB are possible."),
    ],
)
def test_a_file_that_cannot_be_a_plan_is_refused_with_its_line(content, message):
    with pytest.raises(InvalidInputError) as caught:
        read(content)
    assert str(caught.value) == message


def exception(kind, last="2027-12-31", more=""):
    period = f"<TimePeriod><FromDate>2026-11-01</FromDate><ToDate>{last}</ToDate></TimePeriod>"
    return f"<Exception>{period}<Type>{kind}</Type>{more}<DayWorking>0</DayWorking></Exception>"


def in_calendar(exceptions):
    inside = f"<Calendar><UID>1</UID><Name>Own</Name><Exceptions>{exceptions}</Exceptions></Calendar>"
    return in_project("", f"<StartDate>2026-11-02</StartDate><Calendars>{inside}</Calendars>")


def test_days_off_that_recur_by_week_and_by_year_are_read_day_by_day():
    fridays_and_sundays = exception(6, "2026-11-09", "<DaysOfWeek>33</DaysOfWeek>")
    leap_days = exception(2, "2029-01-01", "<Month>1</Month><MonthDay>29</MonthDay>")
    every_third = exception(1, "2026-11-07", "<Period>3</Period>")
    found = read(in_calendar(fridays_and_sundays + leap_days + every_third)).plan.calendars[""]
    november = {dt.date(2026, 11, day) for day in (1, 4, 6, 7, 8)}
    assert found.holidays == november | {dt.date(2028, 2, 29)}


def test_of_two_exceptions_on_a_day_the_rarer_one_wins():
    """A single day goes before a yearly one, that before a monthly and a weekly one, as in Project."""
    worked = [
        exception(4, "2026-12-31", "<MonthDay>12</MonthDay>"),
        exception(6, "2026-12-31", "<DaysOfWeek>16</DaysOfWeek>"),
    ]
    worked = [one.replace("<DayWorking>0", "<DayWorking>1") for one in worked]
    yearly = exception(2, "2026-12-31", "<Month>10</Month><MonthDay>12</MonthDay>")  # a Thursday
    found = read(in_calendar(yearly + "".join(worked))).plan.calendars[""]
    assert found.holidays == {dt.date(2026, 11, 12)}
    assert {dt.date(2026, 12, 12), dt.date(2026, 11, 19)} <= found.worked
    single = exception(1, "2026-11-01").replace("<DayWorking>0", "<DayWorking>1")
    sundays = exception(6, "2026-11-30", "<DaysOfWeek>1</DaysOfWeek>")
    assert dt.date(2026, 11, 1) in read(in_calendar(single + sundays)).plan.calendars[""].worked


def test_an_exception_that_recurs_in_an_unknown_way_is_named():
    for way in ("<MonthItem>1</MonthItem>", "<MonthItem>4</MonthItem><MonthPosition>7</MonthPosition>"):
        found = read(in_calendar(exception(5, "2026-12-31", way)))
        assert (found.plan.calendars[""].holidays, len(found.losses)) == (frozenset(), 1)
    assert "recur in a way of their own are not read in the calendars Own" in str(found.losses[0])


def test_calendars_of_people_do_not_count_and_too_many_others_are_refused():
    def many(is_base):
        calendars = "".join(
            f"<Calendar><UID>{uid}</UID><Name>C{uid}</Name><IsBaseCalendar>{is_base}</IsBaseCalendar></Calendar>"
            for uid in range(2, 120)
        )
        return in_project("", f"<StartDate>2026-11-02</StartDate><Calendars>{calendars}</Calendars>")

    assert set(read(many(0)).plan.calendars) == {""}
    with pytest.raises(InvalidInputError, match="a plan has at most 100 calendars"):
        read(many(1))


def test_traps_that_would_take_hours_are_refused():
    long = exception(1, "9999-12-31")
    levels = "".join(f"<Task><UID>{n}</UID><OutlineLevel>{n}</OutlineLevel></Task>" for n in range(1, 60))
    for content, message in (
        (in_calendar(long), "Line 2: the exceptions of the calendar Own reach over more than 200000 days."),
        (in_project(levels), "Line 4: a plan has at most 20000 tasks and 50 levels."),
    ):
        with pytest.raises(InvalidInputError) as caught:
            read(content)
        assert str(caught.value) == message


def test_entities_are_not_blown_up():
    with pytest.raises(InvalidInputError, match="The XML is broken in line 1: Maximum entity amplification"):
        read(BOMB)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data):
    root = etree.fromstring((SAMPLES / "as_project_writes.xml").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        elements = [one for one in root.iter() if isinstance(one.tag, str) and one is not root]
        element = data.draw(st.sampled_from(elements))
        if data.draw(st.booleans()):
            element.getparent().remove(element)
        else:
            element.text = data.draw(
                st.sampled_from(
                    [
                        "",
                        "-1",
                        "1e9",
                        "99999999999999",
                        "PT",
                        "0001-01-01T00:00:00",
                        "9999-12-31T23:59:00",
                        "x",
                        "0.5",
                    ]
                )
            )
    with suppress(InvalidInputError):
        read(etree.tostring(root))


def test_what_project_cannot_hold_is_said_before_writing():
    tasks = (
        Task("b", "Build", 2, parent="wp", done=0.335),
        Task("wp", "Package", 0),
        Task("c", "C" * 600, 1),
    )
    links = (Dependency("b", "c"), Dependency("b", "c", Link.START_START))
    dates = critical_path(Plan(START, tasks, links))
    gone = Baseline("old", START, {"x": Kept(START, START, "Xylograph")})
    assert [str(one) for one in left_out(dates, About(baselines=(gone,)))] == [
        "The baseline old has tasks that are no longer in the plan: Xylograph.",
        "What is done is rounded to whole percents: Build.",
        f"Titles are cut after 512 letters: {'C' * 60}….",
        f"Microsoft Project keeps one link between two tasks: Build – {'C' * 52}….",
        "Parts are moved right below their work packages.",
    ]


def test_a_row_copied_in_project_gets_a_key_of_its_own():
    root = etree.fromstring(small_file())
    tasks = root.find(f"{NS}Tasks")
    copy = etree.fromstring(etree.tostring(tasks[-1]))
    copy.find(f"{NS}UID").text = "88"
    tasks.append(copy)
    assert [task.key for task in read(etree.tostring(root)).plan.tasks] == ["wp", "a", "m", "b", "uid-88"]


def test_tasks_planned_by_hand_and_other_constraints_are_turned_into_what_we_know():
    day = "<ConstraintDate>2026-11-12T08:00:00</ConstraintDate>"
    odd = [
        "<Manual>1</Manual><Start>2026-11-10T08:00:00</Start>",
        *(f"<ConstraintType>{kind}</ConstraintType>{day}" for kind in range(1, 8)),
        "<DurationFormat>8</DurationFormat><Milestone>1</Milestone>",
    ]
    tasks = "".join(task(more, uid) for uid, more in enumerate(odd, 1))
    found = read(in_project(tasks))
    bounds = ["DEADLINE" if task.deadline and not task.day else task.bound.name for task in found.plan.tasks]
    assert bounds == [
        "NOT_BEFORE",
        "NONE",
        "STARTS_ON",
        "DEADLINE",
        "NOT_BEFORE",
        "NONE",
        "NONE",
        "DEADLINE",
        "NONE",
    ]
    assert [str(loss)[:20] for loss in found.losses] == [
        "Tasks planned by han", "“As late as possible", "“Must finish on” bec", "“Start no later than",
        "“Finish no earlier t", "“Finish no later tha", "Durations around the", "Milestones that take",
    ]  # fmt: skip


def test_more_baselines_than_project_has_are_refused():
    dates = critical_path(small_plan())
    with pytest.raises(InvalidInputError, match="Microsoft Project has 11 baselines, not 12; choose some"):
        written(dates, About(baselines=(baseline_of(dates, "x", START),) * 12))


def test_uids_must_be_positive_and_different():
    dates = critical_path(small_plan())
    for uids in ({"a": 0}, {"a": 3, "b": 3}):
        with pytest.raises(InvalidInputError, match="UIDs are numbers from 1 on, each once"):
            written(dates, About(uids=uids))
