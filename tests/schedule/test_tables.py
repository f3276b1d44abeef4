import datetime as dt
import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from tests.schedule.written_plans import START, plans

from mentorway.schedule.plan import ALWAYS, Bound, Calendar, Dependency, Link, Plan, Task
from mentorway.schedule.tables import csv_written, header, lines_of, plan_of, xlsx_written
from mentorway.schedule.tables_reading import read
from mentorway.wording import InvalidInputError

WRITERS = [csv_written, xlsx_written]


def as_table(plan):
    """A plan of which a table holds everything."""
    tasks = tuple(
        replace(
            task, title=task.title or "-", calendar=ALWAYS, guess=None, done=0.0, started=None, finished=None
        )
        for task in plan.tasks
    )
    return replace(plan, tasks=tasks, calendars={ALWAYS: Calendar()})


@pytest.mark.parametrize("write", WRITERS)
@given(plan=plans())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_rows_come_back_as_they_were_written(write, plan):
    plan = as_table(plan)
    lines = lines_of(plan, {"t0": "deliverable"} if not plan.tasks[0].days else {}, {"t1": "Åbo"})
    table = read(write(lines))
    assert table.problems == ()
    assert table.lines == lines
    assert plan_of(table.lines, START) == plan


def messages(content):
    return [(one.row, one.column, str(one.message)) for one in read(content).problems]


def test_predecessors_are_read_as_people_write_them():
    rows = "\n".join(f"{code},Task,1," for code in ("T1", "T1.2", "DEFFS", "A-1", "A"))
    last = "T1; T1.2ss + 3d, DEFFS;DEFFSFF−2; A-1; A+1\nA-1SF-1"
    content = f'code,title,days,predecessors\n{rows}\nX,Last,1,"{last}"\n'
    assert read(content.encode()).lines[-1].before == (
        Dependency("T1", "X"),
        Dependency("T1.2", "X", Link.START_START, 3),
        Dependency("DEFFS", "X"),
        Dependency("DEFFS", "X", Link.FINISH_FINISH, -2),
        Dependency("A-1", "X"),
        Dependency("A", "X", Link.FINISH_START, 1),
        Dependency("A-1", "X", Link.START_FINISH, -1),
    )


def test_every_problem_is_named_by_row_and_column():
    content = """code;title;kind;parent;days;bound;day;predecessors;effort: Riga
WP;Package;package;WP;;;;;
T1;;task;XX;2,5;;;T9;2,5
T1;Twice;chore;WP;;soon;;T1FS+;-1
T2;Point;milestone;;3;deadline;;T2;1e3
T3;Day;task;;1;;2026-11-30;;
;No code;task;;1;not_before;31.11.2026;T1XX+1;;over
A,B;Comma;task;;9999;;;;
"""
    assert messages(content.encode()) == [
        (2, "parent", "WP is not the code of another row."),
        (3, "title", "A title is missing."),
        (3, "parent", "XX is not the code of another row."),
        (3, "days", "2,5 is no number of working days from 0 to 5000."),
        (
            3,
            "predecessors",
            "T9 is no code of another row or line with FS, SS, FF or SF and days, as T1FS+3.",
        ),
        (4, "code", "T1 is also the code of row 3."),
        (4, "kind", "chore is no kind; choose package, task, milestone, deliverable."),
        (4, "bound", "soon is no bound; choose not_before, starts_on, deadline."),
        (4, "days", "A task needs its working days."),
        (
            4,
            "predecessors",
            "T1FS+ is no code of another row or line with FS, SS, FF or SF and days, as T1FS+3.",
        ),
        (4, "effort: Riga", "-1 is no number of person-days from 0 to 10000."),
        (5, "day", "A bound needs a day, and a day a bound."),
        (5, "days", "A milestone or deliverable takes no time, not 3 days."),
        (
            5,
            "predecessors",
            "T2 is no code of another row or line with FS, SS, FF or SF and days, as T1FS+3.",
        ),
        (5, "effort: Riga", "1e3 is no number of person-days from 0 to 10000."),
        (6, "bound", "A bound needs a day, and a day a bound."),
        (7, "", "over stands in a column that has no name in the first row."),
        (7, "code", "A code is missing."),
        (7, "day", "31.11.2026 is no day; write it like 2026-11-30."),
        (
            7,
            "predecessors",
            "T1XX+1 is no code of another row or line with FS, SS, FF or SF and days, as T1FS+3.",
        ),
        (8, "code", "A,B: a code has no comma and no semicolon."),
        (8, "days", "9999 is no number of working days from 0 to 5000."),
    ]


def test_packages_that_contain_each_other_are_named_in_each_row():
    content = b"code,title,kind,parent\nA,a,package,C\nB,b,package,A\nC,c,package,B\nD,d,package,A\n"
    assert messages(content) == [
        (2, "parent", "Work packages contain each other: A → C → B → A."),
        (3, "parent", "Work packages contain each other: B → A → C → B."),
        (4, "parent", "Work packages contain each other: C → B → A → C."),
    ]


@pytest.mark.long
def test_long_chains_and_long_cells_are_read_quickly():
    rows = "".join(f"W{n},x,package,W{n + 1}\n" for n in range(4998)) + "W4998,x,package,W0\n"
    assert len(messages(f"code,title,kind,parent\n{rows}".encode())) == 4999
    blanks = f'code,title,days,predecessors\nA,a,1,"x{" " * 100_000}y"\n'
    assert [row for row, _, _ in messages(blanks.encode())] == [2]


def test_a_workbook_from_people_is_read_with_its_days_and_numbers():
    book = openpyxl.Workbook()
    book.active.append(["title", "code", "days", "bound", "day", "effort:  Riga  TU"])
    book.active.append(["Ask", 1.1, 3.0, "Deadline", dt.date(2026, 11, 30), 2.5])
    book.active.append([])
    book.active.append(["Build", 2, 5, None, None, 10])
    file = io.BytesIO()
    book.save(file)
    table = read(file.getvalue())
    assert table.problems == ()
    first, second = table.lines
    assert (first.code, first.days, first.bound) == ("1.1", 3, Bound.NONE)
    assert (first.day, first.deadline) == (None, dt.date(2026, 11, 30))
    assert (first.effort, second.code, second.effort) == ({"Riga TU": 2.5}, "2", {"Riga TU": 10.0})


def test_cells_that_a_spreadsheet_would_compute_are_guarded():
    lines = lines_of(Plan(START, (Task("=1", "'=HYPERLINK()", 1),)), {}, {"=1": "@x"})
    content = csv_written(lines)
    assert b"'=1,''=HYPERLINK()" in content
    assert read(content).lines == lines


@pytest.mark.parametrize("write", WRITERS)
def test_same_rows_give_same_bytes(write):
    lines = lines_of(Plan(START, (Task("T1", "Ask", 1, work={"Riga": 1.0}),)), {}, {})
    assert write(lines) == write(lines)


@pytest.mark.parametrize("code", ["A,B", "A;B", " A"])
def test_codes_that_cannot_stand_between_others_are_refused(code):
    lines = lines_of(Plan(START, (Task(code, "Ask", 1),)), {}, {})
    with pytest.raises(InvalidInputError, match="has a comma, a semicolon or a space at its end"):
        csv_written(lines)


def packed(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def with_formula():
    book = openpyxl.Workbook()
    book.active.append(["code", "title"])
    book.active.append(["T1", "=1+1"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


NOT_UTF8 = "The table is not in UTF-8. In your program, choose “CSV UTF-8” when saving, or .xlsx."
NOT_CSV = "The table cannot be read as CSV: a quotation mark is not closed, or a cell is too long."
DAMAGED = "The workbook is damaged, protected or too large. Save it again as .xlsx, or as CSV."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The first row of the table is empty; it needs the names of columns."),
        (b"title\nAsk\n", "The table needs the columns code; its first row has title."),
        (b"code,title,code\n", "The table has columns twice: code."),
        (b"code,title\n\xe5,b\n", NOT_UTF8),
        (b'code,title\n"a,b\n', NOT_CSV),
        (b"code,title\n" + b"a,b\n" * 5001, "A table has at most 5000 rows and 200 columns."),
        (b"code,title" + b",x" * 200 + b"\n", "A table has at most 5000 rows and 200 columns."),
        (b"x" * (8 * 2**20 + 1), "The file has 9 MiB; 8 MiB are possible."),
        (b"PK\x03\x04 nothing", DAMAGED),
        (packed(a="no workbook"), DAMAGED),
        (packed(a=b"0" * (65 * 2**20)), DAMAGED),
        (packed(a="<!DOCTYPE a>"), DAMAGED),
        (with_formula(), "Formulas are not read; copy cells B2 and paste them as values."),
    ],
)  # fmt: skip
def test_files_that_are_no_tables_are_refused(content, message):
    with pytest.raises(InvalidInputError) as caught:
        read(content)
    assert str(caught.value) == message


def test_columns_that_are_not_known_are_named():
    with pytest.raises(
        InvalidInputError, match=r"The table has columns that are not known: colour\. Known are code, "
    ):
        read(b"code,title,colour\n")


def test_a_table_of_utf16_and_tabs_is_read():
    assert [line.title for line in read("code\ttitle\tdays\nT1\tFråga\t1\n".encode("utf-16")).lines] == [
        "Fråga"
    ]


def test_a_lead_has_its_calendar():
    nordic = Calendar(holidays=frozenset({dt.date(2026, 12, 24)}))
    plan = Plan(START, (Task("T1", "Ask", 1), Task("T2", "Build", 1)))
    lines = lines_of(plan, {}, {"T1": "Åbo", "T2": "Riga"})
    found = plan_of(lines, START, {ALWAYS: Calendar(), "Åbo": nordic})
    assert [task.calendar for task in found.tasks] == ["Åbo", ALWAYS]


def test_the_header_names_partners_in_the_order_of_the_rows():
    plan = Plan(
        START, (Task("T1", "Ask", 1, work={"Riga": 1}), Task("T2", "Build", 1, work={"Åbo": 1, "Riga": 2}))
    )
    text = csv_written(lines_of(plan, {}, {})).decode("utf-8-sig")
    assert text.splitlines()[0].split(",") == header(["Riga", "Åbo"])


def test_predecessors_may_be_lines_outside_of_the_table_by_code_or_number():
    table = read(b"code,title,days,predecessors\nT9,Ask,3,T1FS+2; 4\n4,Build,1,", {"T1": "T1", "4": "T4"})
    assert table.problems == ()
    assert [(one.before, one.lag) for one in table.lines[0].before] == [("T1", 2), ("4", 0)]
    other = read(b"code,title,days,predecessors\nT9,Ask,3,4", {"4": "T4"})
    assert [one.before for one in other.lines[0].before] == ["T4"]


def test_a_deadline_stands_beside_the_first_day():
    text = b"code,title,days,bound,day,deadline\nT1,Ask,3,not_before,2026-11-02,2026-11-30\nT2,B,1,,,soon"
    table = read(text)
    first = table.lines[0]
    assert (first.bound, first.day, first.deadline) == (
        Bound.NOT_BEFORE,
        dt.date(2026, 11, 2),
        dt.date(2026, 11, 30),
    )
    assert [str(one.message) for one in table.problems] == ["soon is no day; write it like 2026-11-30."]


def test_names_of_columns_are_read_however_they_are_capitalised():
    table = read(b"Code,TITLE,Days,Effort: Riga\nT1,Ask,3,2")
    assert (table.lines[0].code, table.lines[0].days, dict(table.lines[0].effort)) == ("T1", 3, {"Riga": 2.0})
    assert read(b"Code;Title;Days\nT1;Ask;3").lines[0].days == 3
    with pytest.raises(InvalidInputError, match="twice"):
        read(b"Code,code,Title\nT1,T2,Ask")
