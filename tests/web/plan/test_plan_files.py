"""A plan goes out as CSV, XLSX and XML of Microsoft Project, and back in; broken files change nothing."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.plan import making

from mentorway.web.plan.actions import baselines, importing
from mentorway.web.plan.analysis import plan_files as analysis
from mentorway.web.plan.analysis.plan_changes import changes_of
from mentorway.web.plan.models import Bound, Dependency, Effort, Item, Kind, PlanEvent
from mentorway.web.plan.queries.items import rows_of

pytestmark = pytest.mark.django_db
HEAD = "code,title,kind,parent,days,bound,day,predecessors,lead"


@pytest.fixture
def partner():
    return make_partner(name="Turku college")


@pytest.fixture
def other():
    return make_partner(name="Riga college", country="LV")


@pytest.fixture
def member(partner):
    return make_member(partner, name="Aino Virtanen")


@pytest.fixture
def project(partner, other, member):
    return making.make_project(partner, member, other)


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


@pytest.fixture
def planned(project, partner, other):
    """Return a project with a package of two tasks that wait for each other, and a milestone."""
    study = making.package(project, "Study", code="WP1", lead=partner)
    first = making.line(
        project, "Ask ąžuolas", 5, parent=study, code="T1.1", lead=other, shortest=3, longest=9
    )
    second = making.line(
        project,
        "Count",
        3,
        parent=study,
        code="T1.2",
        bound=Bound.NOT_BEFORE,
        day=making.START + 9 * making.DAY,
    )
    making.depend(second, first, "SS", 2)
    making.line(project, "=Done", 0, second, kind=Kind.MILESTONE, code="M1")
    making.effort(first, partner, Decimal("2.5"))
    making.effort(first, other, 4)
    return project


def at(project, page, *more):
    return reverse(f"plan:{page}", args=[project.pk, *more])


def got(client, project, kind):
    return client.get(at(project, "export_plan", kind))


def read_in(client, project, content, name="plan.csv"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(
        at(project, "import_plan"), {"file": SimpleUploadedFile(name, content)}
    ).content.decode()


def take(client, project, page):
    packed = page.partition('name="packed" value="')[2].partition('"')[0]
    assert packed
    return client.post(at(project, "import_plan"), {"packed": packed})


def facts(project):
    """Return all that a plan says, without numbers of rows."""
    rows = rows_of(project)
    return [
        (
            *(item.code, item.title, item.kind, item.days, item.bound, item.day, item.lead_id),
            item.parent and item.parent.code,
            sorted(
                (rows.by_pk[one.before_id].code, one.link, one.lag) for one in rows.waits_for.get(item.pk, ())
            ),
            sorted((one.partner_id, one.days) for one in rows.work.get(item.pk, ())),
        )
        for item in rows.items
    ]


def twin_of(project, **more):
    """Return an empty project of the same partners with the same short names."""
    rows = list(project.partners.order_by("position"))
    twin = making.make_project(project.partner, project.created_by, rows[1].partner, **more)
    for row in rows:
        twin.partners.filter(partner=row.partner_id).update(short=row.short)
    return twin


@pytest.mark.parametrize(("kind", "name"), [("csv", "p.csv"), ("xlsx", "p.xlsx"), ("mspdi", "p.xml")])
def test_what_goes_out_and_comes_back_changes_nothing(seen, planned, kind, name):
    answer = got(seen, planned, kind)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    page = read_in(seen, planned, answer.content, name)
    assert "4 lines are as in the plan" in page
    assert "there is nothing to take over" in page


@pytest.mark.parametrize(("kind", "name"), [("csv", "p.csv"), ("xlsx", "p.xlsx")])
def test_a_table_makes_the_same_plan_in_another_project(seen, planned, kind, name):
    twin = twin_of(planned)
    page = read_in(seen, twin, got(seen, planned, kind).content, name)
    assert take(seen, twin, page).status_code == 302
    assert facts(twin) == facts(planned)
    assert PlanEvent.objects.filter(project=twin).count() == 1


def test_the_file_of_project_makes_the_same_plan_but_for_what_it_cannot_hold(seen, planned, member):
    baselines.keep(planned, member, title="As agreed")
    twin = twin_of(planned, starts_on=making.START + 7 * making.DAY)
    page = read_in(seen, twin, got(seen, planned, "mspdi").content, "p.xml")
    assert "Days are worked out from the first day" in page
    assert "The baseline “As agreed”" in page
    take(seen, twin, page)
    assert twin.baselines.get().title == "As agreed"

    def without_lead(found):
        return [one[:6] + one[7:] for one in found]

    assert without_lead(facts(twin)) == without_lead(facts(planned))
    first = twin.items.get(code="T1.1")
    assert (first.shortest, first.longest, first.country) == (3, 9, "LV")


def test_a_workbook_has_codes_short_names_and_texts_that_are_no_formulas(seen, planned, other):
    page = openpyxl.load_workbook(io.BytesIO(got(seen, planned, "xlsx").content)).active
    rows = list(page.iter_rows(values_only=True))
    short = planned.partners.get(partner=other).short
    assert rows[0][:3] == ("code", "title", "kind")
    assert f"effort: {short}" in rows[0]
    assert (rows[2][8] or "", rows[2][9]) == ("", short)
    assert rows[4][1] == "=Done"
    assert page["B5"].data_type == "s"


def test_a_code_with_a_comma_is_explained_instead_of_a_broken_table(seen, project):
    making.line(project, code="T1,2")
    answer = seen.get(at(project, "export_plan", "csv"), follow=True)
    assert "has a comma" in answer.content.decode()


def test_no_other_kind_of_file(seen, planned):
    assert got(seen, planned, "mpp").status_code == 404


def test_an_empty_plan_has_its_files_page(seen, project):
    assert "No line yet" in seen.get(at(project, "plan_files")).content.decode()
    assert got(seen, project, "csv").status_code == 200


def test_lines_are_merged_by_code_and_the_rest_stays(seen, planned):
    table = "code,title,days\nT1.1,Ask everybody,6\nT9,New one,2\n"
    page = read_in(seen, planned, table)
    assert "1 line is new" in page
    assert "1 line is changed" in page
    assert "3 lines of the plan are not in the file. They stay." in page
    assert "Ask everybody" in page
    assert planned.items.get(code="T1.1").days == 5
    take(seen, planned, page)
    line = planned.items.get(code="T1.1")
    assert (line.title, line.days, line.revision, line.parent.code) == ("Ask everybody", 6, 2, "WP1")
    assert line.efforts.count() == 2
    assert planned.items.get(code="T9").days == 2
    assert Dependency.objects.filter(after__project=planned).count() == 2
    event = PlanEvent.objects.get(project=planned)
    assert event.what["values"] == {"new": 1, "changed": 1}


def test_days_are_taken_over_however_their_column_is_capitalised(seen, planned):
    line = Item.objects.filter(project=planned, kind="task").first()
    take(seen, planned, read_in(seen, planned, f"Code;Title;Days\n{line.code};{line.title};{line.days + 1}"))
    assert Item.objects.get(pk=line.pk).days == line.days + 1


def test_what_lines_of_the_file_wait_for_is_replaced_and_other_waiting_stays(seen, planned):
    making.depend(planned.items.get(code="T1.1"), making.line(planned, "Before", code="T0"))
    page = read_in(
        seen, planned, "code,title,days,predecessors\nT1.1,Ask ąžuolas,5,\nT1.2,Count,3,T1.1FF-1\n"
    )
    assert "T1.1 SS+2" in page
    assert "T1.1 FF-1" in page
    take(seen, planned, page)
    second = planned.items.get(code="T1.2").dependencies.get()
    assert (second.link, second.lag) == ("FF", -1)
    assert planned.items.get(code="T1.1").dependencies.get().before.code == "T0"


def test_person_days_are_taken_by_short_name_and_empty_cells_change_nothing(seen, planned, partner, other):
    own, their = (planned.partners.get(partner=one).short for one in (partner, other))
    table = f"code,title,days,effort: {own.lower()},effort: {their},effort: Nobody\nT1.1,Ask ąžuolas,5,7,,3\n"
    page = read_in(seen, planned, table)
    assert "“Nobody” is no partner of the project" in page
    take(seen, planned, page)
    efforts = dict(Effort.objects.filter(item__code="T1.1").values_list("partner", "days"))
    assert efforts == {partner.pk: Decimal(7), other.pk: Decimal(4)}


def test_a_guess_stays_around_the_days(seen, planned):
    take(seen, planned, read_in(seen, planned, "code,title,days\nT1.1,Ask ąžuolas,12\n"))
    line = planned.items.get(code="T1.1")
    assert (line.shortest, line.days, line.longest) == (3, 12, 12)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("", "p.csv", "The submitted file is empty"),
        ("a,b\n1,2\n", "p.csv", "The table needs the columns"),
        (HEAD, "p.csv", "has no rows"),
        ("<Project", "p.xml", "The XML is broken in line 1"),
        ("<a/>", "p.xml", "This is no XML of Microsoft Project"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><Project/>", "p.xml", "document type"),
        ("<Project><StartDate>2026-11-02T08:00:00</StartDate></Project>", "p.xml", "The file has no tasks"),
        ("\xd0\xcf", "p.mpp", "The XML is broken"),
        ("PK\x03\x04 no", "p.xlsx", ""),
        ("code,title\nA,B", "p.exe", "is of a kind that cannot be read"),
    ],
)
def test_a_broken_file_is_explained_and_the_plan_stays(seen, planned, content, name, words):
    before = facts(planned)
    page = read_in(seen, planned, content, name)
    assert words in page
    assert "errorlist" in page
    assert 'name="packed"' not in page
    assert facts(planned) == before


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("T1,Ask,task,,x,,,,", "Row 2, days"),
        ("T1,Ask,task,,2,not_before,,,", "A bound needs a day"),
        ("T1,Ask,task,,2,,,T7,", "no code of another row"),
        ("M1,Ask,milestone,,3,,,,", "takes no time"),
        (f"{'T' * 21},Ask,task,,3,,,,", "at most 20 characters"),
        (f"T1,{'a' * 201},task,,3,,,,", "at most 200 characters"),
        ("M1,Asked,milestone,,,,,,\nT1,Ask,task,M1,3,,,,", "has no parts"),
        ("T1,Ask,task,,3,,,T2,\nT2,Ask,task,,3,,,T1,", "The file cannot be taken over"),
        ("T1,Ask,task,,3,starts_on,2027-03-06,,", "The file cannot be taken over"),
    ],
)
def test_what_cannot_be_planned_is_said_before_anything_is_taken_over(seen, project, rows, words):
    page = read_in(seen, project, f"{HEAD}\n{rows}\n")
    assert words in page
    assert 'name="packed"' not in page
    assert not project.items.exists()


def test_a_line_cannot_be_moved_into_what_belongs_to_it(seen, planned):
    inner = making.package(planned, "Inner", code="WP2", parent=planned.items.get(code="WP1"))
    making.line(planned, "Deep", parent=inner, code="T2")
    page = read_in(seen, planned, "code,title,kind,parent\nWP1,Study,package,T1.3\nT1.3,New,package,\n")
    take(seen, planned, page)
    came = analysis.read(
        b"code,title,kind,parent\nWP2,Inner,package,\nT1.3,New,package,WP2\n", "a.csv", planned
    )
    with pytest.raises(ValidationError):
        importing.take_over(planned, planned.created_by, came)


def test_nothing_foreign_or_old_is_taken_over(seen, planned, partner, member):
    page = read_in(seen, planned, "code,title,days\nT9,New one,2\n")
    twin = making.make_project(partner, member)
    assert "The file was read too long ago" in take_page(seen, twin, page)
    answer = seen.post(at(planned, "import_plan"), {"packed": "x"}, follow=True).content.decode()
    assert "The file was read too long ago" in answer
    assert not twin.items.exists()


def take_page(client, project, page):
    packed = page.partition('name="packed" value="')[2].partition('"')[0]
    return client.post(at(project, "import_plan"), {"packed": packed}, follow=True).content.decode()


def test_what_was_changed_meanwhile_is_compared_anew(seen, planned):
    page = read_in(seen, planned, "code,title,days\nT9,New one,2\n")
    making.line(planned, "Other", code="T9")
    take(seen, planned, page)
    assert planned.items.get(code="T9").title == "New one"


def test_trying_leaves_the_plan_and_its_revision_as_they_are(planned, member):
    came = analysis.read(b"code,title,days\nT9,New one,200\n", "a.csv", planned)
    before, revision = facts(planned), planned.revision
    taken = importing.tried(planned, member, came)
    assert (taken.new, taken.changed) == (1, 0)
    assert taken.ends > making.START + 250 * making.DAY
    planned.refresh_from_db()
    assert (facts(planned), planned.revision) == (before, revision)


def test_the_example_takes_no_file(seen, partner, member):
    project = making.make_project(partner, member, is_example=True)
    assert seen.get(at(project, "import_plan")).status_code == 403
    came = analysis.read(b"code,title,days\nT9,New one,2\n", "a.csv", project)
    with pytest.raises(ValidationError, match="The example stays as it is"):
        importing.take_over(project, member, came)


def test_a_member_of_another_partner_takes_files_out_but_not_in(client, planned, other):
    client.force_login(make_member(other))
    assert got(client, planned, "csv").status_code == 200
    assert client.get(at(planned, "import_plan")).status_code == 403
    assert "Take over a file" not in client.get(at(planned, "plan_files")).content.decode()


def test_tasks_of_project_without_usable_codes_get_free_ones(seen, project):
    tasks = "".join(
        f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>Step {uid}</Name><OutlineLevel>1</OutlineLevel>"
        f"<WBS>{wbs}</WBS><Duration>PT16H0M0S</Duration></Task>"
        for uid, wbs in ((1, "T1"), (2, "T1"), (3, "a,b"))
    )
    text = f"<Project><StartDate>2027-03-01T08:00:00</StartDate><Tasks>{tasks}</Tasks></Project>"
    page = read_in(seen, project, text, "p.xml")
    assert "These lines had no code that can be used" in page
    take(seen, project, page)
    assert sorted(project.items.values_list("code", "days")) == [("T1", 2), ("T2", 2), ("T3", 2)]


@pytest.mark.long
def test_a_plan_of_a_thousand_lines_comes_in(seen, project):
    lines = "\n".join(f"T{n},Step {n},task,,3,,,{f'T{n - 4}' if n > 4 else ''}," for n in range(1, 1001))
    page = read_in(seen, project, f"{HEAD}\n{lines}\n")
    assert take(seen, project, page).status_code == 302
    assert Item.objects.filter(project=project).count() == 1000
    assert Dependency.objects.filter(after__project=project).count() == 996


def test_a_line_of_the_file_keeps_its_place_in_the_tree(planned):
    came = analysis.read(b"code,title,parent\nT1.1,Ask,\nT1.2,Count,\n", "a.csv", planned)
    changes = changes_of(rows_of(planned), came, list(planned.partners.all()))
    assert not changes.troubles or all(step.parent is None for step in changes.steps)


def test_the_day_of_a_bound_is_compared_as_a_day(planned):
    came = analysis.read(got_table(planned), "a.csv", planned)
    assert isinstance(came.lines[2].day, dt.date)
    packed = analysis.unpacked(came.packed(planned), planned)
    assert packed.lines == came.lines


def got_table(project):
    shorts = {row.partner_id: row.short for row in project.partners.all()}
    return analysis.written(rows_of(project), shorts, "csv")


def test_a_line_of_a_table_may_depend_on_one_that_is_only_in_the_plan(seen, planned):
    table = "code,title,days,predecessors\nT9,New one,2,T1.1SS+1\nT10,Another,2,2\n"
    page = read_in(seen, planned, table)
    assert "is no code of" not in page
    take(seen, planned, page)
    links = Dependency.objects.filter(after__project=planned, after__code__in=["T9", "T10"])
    second = list(planned.items.planned().order_by("position"))[1].code
    assert {(one.after.code, one.before.code, one.link, one.lag) for one in links} == {
        ("T9", "T1.1", "SS", 1),
        ("T10", second, "FS", 0),
    }
    assert "T99 is no code of another row or line" in read_in(
        seen, planned, "code,title,days,predecessors\nT9,New,2,T99\n"
    )


def test_a_day_to_finish_by_is_written_and_read_beside_the_first_day(seen, planned):
    table = "code,title,days,bound,day,deadline\nT9,New one,2,not_before,2027-03-08,2027-03-12\n"
    page = read_in(seen, planned, table)
    take(seen, planned, page)
    made = Item.objects.get(project=planned, code="T9")
    assert (made.bound, str(made.day), str(made.deadline)) == ("not_before", "2027-03-08", "2027-03-12")
    assert b"not_before,2027-03-08,2027-03-12" in got_table(planned)
