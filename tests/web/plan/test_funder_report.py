"""The report to the funder: what was planned and really done, in five languages, as a page, PDF and DOCX."""

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal

import docx
import pytest
from django.urls import reverse
from docx.oxml.ns import qn
from tests.conftest import make_member, make_partner
from tests.web.plan import making

from mentorway.language import LANGUAGES
from mentorway.web.network.models import Visit
from mentorway.web.plan.actions import periods as actions
from mentorway.web.plan.analysis.dates import dates_of, last_of
from mentorway.web.plan.analysis.report import is_complete, report_of
from mentorway.web.plan.analysis.report_docx import docx_file
from mentorway.web.plan.analysis.report_pdf import pdf
from mentorway.web.plan.models import Baseline, Budget, Kind, Period, Project, Spent, Worked

pytestmark = pytest.mark.django_db
PDFTOTEXT, PDFINFO = map(shutil.which, ("pdftotext", "pdfinfo"))
reads_pdf = pytest.mark.skipif(not (PDFTOTEXT and PDFINFO), reason="poppler-utils is not installed")
TODAY = making.START + 300 * making.DAY


@pytest.fixture
def partner():
    return make_partner(name="Turku college")


@pytest.fixture
def other():
    return make_partner(name="Kaunas school", country="LT")


@pytest.fixture
def member(partner, client):
    member = make_member(partner, role="admin", name="Aino Virtanen")
    client.force_login(member)
    return member


@pytest.fixture
def project(partner, other, member):
    return making.make_project(partner, member, other, funder="Nordplus Adult", reference="NPAD-2027/1")


@pytest.fixture
def period(project):
    """The first year of a project in which something was done, reported and spent."""
    package = making.package(project, "Study", lead=project.partner)
    task = making.line(project, "Ask people", 20, parent=package, deviation="Fewer schools took part.")
    making.line(project, "Questionnaire", 0, task, kind=Kind.DELIVERABLE, parent=package)
    making.line(project, "Later work", 20, parent=package, bound="not_before", day=dt.date(2028, 6, 1))
    period = making.period(project)
    making.period(project, 2, starts_on=dt.date(2028, 2, 29), ends_on=making.END, due_on=making.END)
    for place, row in enumerate(project.partners.all()):
        making.effort(task, row.partner, Decimal("10.5"))
        days = Decimal("3.5") + place
        Worked.objects.create(period=period, item=package, partner=row.partner, days=days, remark="")
        Budget.objects.create(project=project, partner=row.partner, line="staff", amount=1000, own=250)
        Spent.objects.create(
            period=period, partner=row.partner, line="staff", amount="333.33", remark="Wages rose"
        )
    return period


def address(period, name="funder_report", *more):
    return reverse(f"plan:{name}", args=[period.project_id, period.number, *more])


def made(period, language="en", today=TODAY):
    return report_of(Period.objects.get(pk=period.pk), language, today=today)


def tables_of(report):
    return {part["caption"]: part["rows"] for part in report.parts if part["kind"] == "table"}


def told(report):
    rows = [row for part in report.parts for row in part.get("rows", ())]
    cells = [cell for row in rows for cell in (row if isinstance(row, list) else [row])]
    return "\n".join([*(str(part.get("text", "")) for part in report.parts), *cells])


def opened(report):
    return docx.Document(io.BytesIO(docx_file(report)))


def all_of(file):
    cells = (cell.text for table in file.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in file.paragraphs), *cells])


# Numbers


def test_days_shown_add_up_by_partner_and_by_work_package(period):
    tables = tables_of(made(period))
    partners, packages = tables["Person-days by partner"], tables["Person-days by work package"]
    assert partners == [
        ["Turku college", "11", "4", "4"],
        ["Kaunas school", "10", "4", "4"],
        ["Together", "21", "8", "8"],
    ]
    assert packages[-1] == partners[-1]
    for rows in (partners, packages):
        for column in range(1, 4):
            assert sum(int(row[column]) for row in rows[:-1]) == int(rows[-1][column])


def test_money_is_told_to_the_cent_with_the_own_contribution(period):
    report = made(period)
    rows = tables_of(report)["Budget by partner, in EUR"]
    assert rows[-1] == ["Together", "2,000.00", "666.66", "666.66", "1,333.34"]
    assert "Own contribution of the partners in it: 500.00 EUR; the rest: 1,500.00." in told(report)
    assert "Turku college, Staff: Wages rose" in told(report)


def test_a_later_report_counts_what_was_reported_before(period, partner):
    later = period.project.periods.get(number=2)
    Spent.objects.create(period=later, partner=partner, line="travel", amount=100)
    rows = tables_of(made(later))["Budget by partner, in EUR"]
    assert rows[0][2:4] == ["100.00", "433.33"]
    assert tables_of(made(period))["Budget by partner, in EUR"][0][2:4] == ["333.33", "333.33"]


def test_more_than_planned_is_said_in_words(period, partner):
    Worked.objects.filter(partner=partner).update(days=30)
    Spent.objects.filter(partner=partner).update(amount=5000)
    text = told(made(period))
    assert "Turku college: 19.5 more than planned." in text
    assert "All together: 3,333.33 more than planned." in text


# Work


def test_activities_stand_with_their_package_and_only_in_their_time(period):
    report = made(period)
    headings = [part["text"] for part in report.parts if part["kind"] == "heading"]
    package = period.project.items.get(title="Study")
    assert str(package) in headings
    (table,) = (rows for caption, rows in tables_of(report).items() if caption.startswith("Activities of"))
    assert [row[0].split(" ", 1)[1] for row in table] == ["Ask people"]
    assert "Later work" in told(report)  # under what comes next


def test_what_slipped_stands_with_its_reason(period):
    project = period.project
    task = project.items.get(title="Ask people")
    Baseline.objects.create(
        project=project, title="As agreed", dates={str(task.pk): ["2027-03-01", "2027-03-10"]}
    )
    task.days = 40
    task.save()
    rows = tables_of(made(period, today=making.START))["Other than planned"]
    assert rows[0][0] == str(task)
    assert "later than in the baseline" in rows[0][1]
    assert rows[0][2] == "Fewer schools took part."


def test_a_deliverable_says_when_it_was_reached(period):
    found = period.project.items.get(title="Questionnaire")
    planned = last_of(dates_of(period.project, today=making.START), found)
    found.finished = planned
    found.done = 100
    found.save()
    rows = tables_of(made(period))["Milestones and deliverables due in this period"]
    assert rows[0][1] == "Deliverable"
    assert rows[0][4].startswith("Reached on")


def test_what_the_platform_counts_is_told_with_its_source(period, partner, other):
    moment = dt.datetime(2027, 5, 3, 9, tzinfo=dt.UTC)
    facts = {"starts": moment, "ends": moment + dt.timedelta(hours=2), "state": "held"}
    visit = Visit.objects.create(title="Study visit", host=partner, **facts)
    visit.present.create(partner=other)
    Visit.objects.create(title="Not theirs", host=make_partner(), **facts)
    Visit.objects.create(title="Gone", host=partner, deleted=moment, **facts)
    later = {"starts": moment.replace(year=2028), "ends": facts["ends"].replace(year=2028)}
    Visit.objects.create(title="Too late", host=partner, **{**facts, **later})
    rows = tables_of(made(period))["Counted on the platform, partners of the project together"]
    assert rows == [["Visits held", "Visits and meetings, marked as held", "1"]]


def test_nothing_planned_makes_a_report_all_the_same(project):
    period = making.period(project)
    for language in LANGUAGES:
        report = made(period, language)
        assert "None" not in told(report)
        assert pdf(report).startswith(b"%PDF")
    text = told(made(period))
    assert "No work package takes place in this period." in text
    assert "No person-days are planned or reported." in text
    assert "this is the last report" in text


# Texts and closing


def test_missing_texts_are_marked_until_they_are_written(client, period):
    page = client.get(address(period)).text
    assert "Nobody has written this yet." in page
    assert reverse("plan:period_texts", args=[period.project_id, 1]) in page
    period.summary, period.dissemination = "We asked 80 people.", "Two articles."
    period.save()
    assert is_complete(made(period))
    assert "We asked 80 people." in all_of(opened(made(period)))
    assert "Some texts are not written yet." not in client.get(address(period)).text


def test_the_report_of_a_closed_period_stays_though_the_plan_changes(period, member):
    before = made(period, "lt", dt.date.today())  # noqa: DTZ011 - as the action does
    actions.close(period, member)
    Project.objects.update(title="Another title")
    Budget.objects.update(amount=1, own=0)
    later = made(period, "lt")
    assert (later.title, later.parts) == (before.title, before.parts)
    actions.reopen(period, member)
    assert made(period, "lt").title == "Another title"
    actions.close(period, member)
    assert made(period, "lt").title == "Another title"


def test_the_example_says_that_it_is_made_up(period):
    Project.objects.update(is_example=True)
    assert "This is the example" in told(made(period))


# Files


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_docx_has_headings_tables_with_heads_and_its_language(period, language):
    file = opened(made(period, language))
    assert len([one for one in file.paragraphs if one.style.name == "Heading 1"]) == 8
    assert file.core_properties.language.startswith(language)
    assert file.styles.element.xpath("//w:docDefaults//w:lang/@w:val")[0].startswith(language)
    assert file.core_properties.title == "Mentors for all"
    named = set(file.element.xpath("//w:pStyle/@w:val | //w:tblStyle/@w:val"))
    assert named <= {one.style_id for one in file.styles}
    assert len(file.tables) >= 7
    for table in file.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    assert ("666.66" if language == "en" else "666,66") in all_of(file)


def test_a_docx_is_the_same_each_time(period):
    assert docx_file(made(period, "fi")) == docx_file(made(period, "fi"))
    with zipfile.ZipFile(io.BytesIO(docx_file(made(period, "fi")))) as packed:
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@reads_pdf
def test_a_pdf_is_tagged_the_same_each_time_and_holds_the_numbers(period):
    content = pdf(made(period))
    assert content == pdf(made(period))
    about = subprocess.run([PDFINFO, "-"], input=content, capture_output=True, check=True).stdout.decode()  # noqa: S603
    assert re.search(r"Tagged:\s+yes", about)
    done = subprocess.run([PDFTOTEXT, "-layout", "-", "-"], input=content, capture_output=True, check=True)  # noqa: S603
    assert "1,333.34" in done.stdout.decode()


def test_texts_are_never_read_as_markup(client, period):
    period.summary = "#panic[*bold*] <script>1</script> \x07 $x$"
    period.save()
    Project.objects.update(title="#eval(1) <b>&amp;</b>")
    report = made(period)
    assert pdf(report).startswith(b"%PDF")
    assert "#panic[*bold*]" in all_of(opened(report))
    assert "<script>1" not in client.get(address(period)).text


# Pages


def test_the_page_is_read_in_any_language(client, period):
    page = client.get(address(period), {"language": "sv"}).text
    assert '<article class="document" lang="sv">' in page
    assert '<article class="document" lang="en">' in client.get(address(period), {"language": "xx"}).text


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_files_are_sent_under_a_name_that_says_what_they_are(client, period, kind, begins):
    answer = client.get(address(period, "funder_report_file", kind), {"language": "lv"})
    assert answer.content.startswith(begins)
    assert f"report-{period.project_id}-period-1-lv.{kind}" in answer["Content-Disposition"]
    assert client.get(address(period, "funder_report_file", "odt")).status_code == 404


def test_partners_read_the_report_and_strangers_do_not(client, period, other):
    client.force_login(make_member(other))
    assert client.get(address(period)).status_code == 200
    client.force_login(make_member())
    assert client.get(address(period)).status_code == 404
    assert client.get(address(period, "funder_report_file", "docx")).status_code == 404


@pytest.mark.long
def test_a_large_report_is_made(period, other):
    project = period.project
    for number in range(9):
        package = making.package(project, f"A work package with a long title {number}")
        for part in range(20):
            task = making.line(project, f"Task {part}", 10, parent=package)
            making.effort(task, other, 2)
    assert len(pdf(made(period, "fi"))) > 50_000
    assert len(opened(made(period)).tables) > 10
