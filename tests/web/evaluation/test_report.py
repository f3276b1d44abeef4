"""The report on a result: as a page, a PDF and a DOCX, with the numbers of the record and nobody's name."""

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from decimal import Decimal

import docx
import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx.oxml.ns import qn
from tests.conftest import make_member, make_partner
from tests.evaluating.spending_making import made
from tests.web.evaluation.decisions_making import ASKED, found, make_decided, make_result
from tests.web.evaluation.making import make_evaluation

from mentorway.evaluating.asking import Asked
from mentorway.evaluating.people import People
from mentorway.evaluating.whole import evaluate
from mentorway.figures import signed
from mentorway.language import LANGUAGES, Words
from mentorway.web.core.wording import kept
from mentorway.web.evaluation.analysis.report import report_of
from mentorway.web.evaluation.analysis.report_docx import docx_file
from mentorway.web.evaluation.analysis.report_pdf import pdf
from mentorway.web.evaluation.models import Result, Stage
from mentorway.wording import InvalidInputError, Message

pytestmark = pytest.mark.django_db
PDFTOTEXT, PDFINFO = map(shutil.which, ("pdftotext", "pdfinfo"))
reads_pdf = pytest.mark.skipif(not (PDFTOTEXT and PDFINFO), reason="poppler-utils is not installed")
FINISHED = dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC)


@pytest.fixture
def partner():
    return make_partner()


@pytest.fixture
def user(partner, client):
    user = make_member(partner, name="Vardenis Pavardenis")
    client.force_login(user)
    return user


@pytest.fixture
def result(partner, user):
    whole = make_evaluation(partner, user, purpose="Do mentors listen better?")
    return make_result(whole, finished=FINISHED)


def address(result, name="report", *more):
    return reverse(f"evaluation:{name}", args=[result.evaluation_id, result.number, *more])


def tables_of(report):
    return {part["caption"]: part for part in report.parts if part["kind"] == "table"}


def opened(report):
    return docx.Document(io.BytesIO(docx_file(report)))


def all_of(file):
    cells = (cell.text for table in file.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in file.paragraphs), *cells])


def text_of(content):
    done = subprocess.run([PDFTOTEXT, "-layout", "-", "-"], input=content, capture_output=True, check=True)  # noqa: S603
    return done.stdout.decode()


# Numbers


def test_changes_are_those_of_the_record(result):
    table = tables_of(report_of(result, "en"))["2 Learning: change of the same people, in points"]
    trust = found().levels[1].outcomes[0].changed
    row = next(row for row in table["rows"] if row[0] == "Trust")
    assert row[1] == str(trust.after.n)
    assert row[4] == signed(trust.after.paired.change.difference, 2, "en")
    t = trust.after.paired.change
    assert row[5] == f"[{signed(t.low, 2, 'en')}; {signed(t.high, 2, 'en')}]"


def test_ways_are_those_of_the_record(result):
    table = tables_of(report_of(result, "en"))["Trust: those who took part less the others"]
    effect = found().outcomes[0].effect
    assert [row[3] for row in table["rows"]] == [signed(way.value, 2, "en") for way in effect.ways]
    assert [row[1:3] for row in table["rows"]] == [
        [str(way.n_programme), str(way.n_comparison)] for way in effect.ways
    ]
    assert sum("the conclusion rests on it" in row[0] for row in table["rows"]) == 1


def test_money_is_that_of_the_record(result):
    report = report_of(result, "en")
    rows = tables_of(report)["Costs by kind"]["rows"]
    assert sum(Decimal(row[1].replace(",", "")) for row in rows) == round(found().money.total.all, 2)
    lead = [part["text"] for part in report.parts if part["kind"] == "lead"][1]
    assert f"{found().money.total.all:,.2f} EUR" in lead


@pytest.mark.long
def test_countries_stand_only_where_they_may(result):
    report = report_of(make_result(result.evaluation, 2, what=found(12), finished=FINISHED), "en")
    table = tables_of(report)["Trust: change in points, country by country"]
    groups = found(12).outcomes[0].by_country.groups
    assert [row[1] for row in table["rows"]] == [str(one.change.n) for one in groups]
    assert [row[0] for row in table["rows"]] == ["Finland", "Lithuania", "Latvia", "Sweden"]
    assert "Skill: change in points, country by country" not in tables_of(report)
    said = " ".join(row for part in report.parts if part["kind"] == "list" for row in part["rows"])
    assert "Skill: Whether these groups understood the questions alike was not tested" in said


def test_every_conclusion_is_in_the_report(result):
    told = "\n".join(str(part.get("text", "")) for part in report_of(result, "lt").parts)
    for one in found().conclusions:
        assert Words.of("lt").say(one.sentence) in told


# What people say


def test_where_nobody_has_judged_the_report_says_so(client, result):
    page = client.get(address(result)).text
    assert "Write here what you make of it" in page
    assert reverse("evaluation:result_words", args=[result.evaluation_id, 1]) in page


def test_what_people_say_stands_in_the_report(client, result):
    result.words = {"overall": "We are **glad**.", "loss": "Many moved away."}
    result.save()
    page = client.get(address(result)).text
    assert "We are <strong>glad</strong>." in page
    told = all_of(opened(report_of(result, "en")))
    assert "We are glad." in told
    assert "Many moved away." in told


def test_the_drawing_is_there_with_its_text(client, result):
    chart = next(part for part in report_of(result, "en").parts if part["kind"] == "chart")
    assert chart["alt"].startswith("Changes in standard deviations, with their intervals. Trust: ")
    assert chart["svg"] in client.get(address(result)).text
    assert "style=" not in chart["svg"]
    shape = opened(report_of(result, "en")).inline_shapes[0]
    assert shape._inline.docPr.get("descr") == chart["alt"]


def test_decisions_and_earlier_ones_are_told_without_names(result, partner, user):
    first = make_decided(partner, user, result=result, recommendation="Earlier recommendation")
    later = make_result(result.evaluation, 2, finished=FINISHED)
    make_decided(partner, user, result=later, programme=first.programme, recommendation="New recommendation")
    tables = tables_of(report_of(later, "en"))
    assert tables["Decisions because of this result"]["rows"][0][0] == "New recommendation"
    assert tables["Earlier decisions"]["rows"][0][:2] == ["Earlier recommendation", "To be done"]
    assert "Earlier decisions" not in tables_of(report_of(result, "en"))
    assert user.name not in all_of(opened(report_of(later, "en")))


def test_what_changed_is_told(result):
    said = kept(Message("Another study asks before and after than in version %(number)d.", {"number": 1}))
    later = make_result(result.evaluation, 2, changes=[said], finished=FINISHED)
    assert "Another study asks before and after than in version 1." in all_of(opened(report_of(later, "en")))


def test_the_example_says_that_it_is_made_up(result):
    assert "Synthetic example" not in all_of(opened(report_of(result, "en")))
    result.evaluation.is_example = True
    assert "Synthetic example" in all_of(opened(report_of(result, "en")))


# Files


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_docx_has_headings_lists_tables_with_heads_and_its_language(result, language):
    file = opened(report_of(result, language))
    headings = [one for one in file.paragraphs if one.style.name == "Heading 1"]
    assert len(headings) == 14
    assert file.core_properties.language.startswith(language)
    assert file.styles.element.xpath("//w:docDefaults//w:lang/@w:val")[0].startswith(language)
    assert file.core_properties.title == result.evaluation.title
    for table in file.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        properties = table._tbl.tblPr
        assert properties.find(qn("w:tblCaption")).get(qn("w:val"))
        assert properties.find(qn("w:tblDescription")).get(qn("w:val"))
    trust = found().levels[1].outcomes[0].changed.after.paired.change.difference
    assert signed(trust, 2, language) in all_of(file)


def test_every_look_that_a_docx_names_is_there(result):
    file = opened(report_of(result, "en"))
    known = {one.style_id for one in file.styles}
    named = set(file.element.xpath("//w:pStyle/@w:val | //w:tblStyle/@w:val"))
    assert {"Title", "Heading1", "Caption", "TableGrid", "TableText"} <= named <= known


def test_a_docx_is_the_same_each_time(result):
    assert docx_file(report_of(result, "fi")) == docx_file(report_of(Result.objects.get(), "fi"))
    with zipfile.ZipFile(io.BytesIO(docx_file(report_of(result, "fi")))) as packed:
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@reads_pdf
def test_a_pdf_is_tagged_the_same_each_time_and_holds_the_numbers(result):
    content = pdf(report_of(result, "en"))
    assert content == pdf(report_of(Result.objects.get(), "en"))
    about = subprocess.run([PDFINFO, "-"], input=content, capture_output=True, check=True).stdout.decode()  # noqa: S603
    assert re.search(r"Tagged:\s+yes", about)
    text = text_of(content)
    assert signed(found().levels[1].outcomes[0].changed.after.paired.change.difference, 2, "en") in text
    assert result.data_hash in text
    assert "What mentees see" in text


def test_texts_are_never_read_as_markup(result):
    result.evaluation.title = "#panic[*bold*] <b>&amp;</b> \x07 $x$"
    result.evaluation.purpose = "One\n\n#eval(1)\x00"
    report = report_of(result, "en")
    assert pdf(report).startswith(b"%PDF")
    assert "#eval(1)" in all_of(opened(report))


# Pages and addresses


def test_the_page_is_read_in_any_language(client, result):
    page = client.get(address(result), {"language": "sv"}).text
    assert '<article class="document evaluation-report" lang="sv">' in page
    assert "?language=sv" in page
    assert 'lang="en"' in client.get(address(result), {"language": "xx"}).text


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_files_are_sent_under_a_name_that_says_what_they_are(client, result, kind, begins):
    answer = client.get(address(result, "report_file", kind), {"language": "lv"})
    assert answer.content.startswith(begins)
    name = f"evaluation-{result.evaluation_id}-version-1-lv.{kind}"
    assert name in answer["Content-Disposition"]
    assert client.get(address(result, "report_file", "odt")).status_code == 404


def test_a_result_that_is_not_done_or_cannot_be_read_has_no_report(client, result):
    running = make_result(result.evaluation, 2, stage=Stage.RUNNING, value=None, data_hash="", finished=None)
    odd = make_result(result.evaluation, 3, value={"size": 3}, finished=FINISHED + dt.timedelta(1))
    assert client.get(address(running)).status_code == 404
    assert client.get(address(odd)).status_code == 404
    with pytest.raises(InvalidInputError):
        report_of(odd, "en")


NOBODY = People((), (), (), (), (), ())


@pytest.mark.parametrize("people", [NOBODY, made(1, 6, 0), made(1, 20, 0), replace(made(2, 20), measured=())])
def test_a_report_is_there_however_little_was_found(result, people):
    thin = evaluate(people, Asked(draws=200), rng=np.random.default_rng(1))
    later = make_result(result.evaluation, 2, what=thin, asked={"notes": []}, finished=FINISHED)
    for language in ("en", "lt"):
        report = report_of(later, language)
        told = all_of(opened(report))
        assert "nan" not in told.split()
        assert not re.search(r"\bNone\b(?! of)", told)
    assert pdf(report).startswith(b"%PDF")


def test_a_large_report_is_made(result):
    many = {**ASKED, "pilots": [f"A pilot with a long name {number}" for number in range(40)]}
    later = make_result(result.evaluation, 2, what=found(12), asked=many, finished=FINISHED)
    assert len(pdf(report_of(later, "fi"))) > 50_000


# The command


def test_the_command_writes_the_same_file_as_the_page(client, result, tmp_path):
    out = tmp_path / "report.docx"
    call_command("evaluation_report", result.pk, language="lt", kind="docx", out=out, verbosity=0)
    assert out.read_bytes() == client.get(address(result, "report_file", "docx"), {"language": "lt"}).content


def test_the_command_says_what_is_wrong(result, tmp_path):
    with pytest.raises(CommandError, match="no result with this number"):
        call_command("evaluation_report", result.pk + 1, out=tmp_path / "report.pdf")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("evaluation_report", result.pk, out=tmp_path / "nowhere" / "report.pdf")
