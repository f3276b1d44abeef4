"""From a workbook to a questionnaire, and back: good ones, bad ones, traps."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.conftest import make_member
from tests.web.methodology import making

from mentorway.questionnaire import read_workbook
from mentorway.web.methodology.analysis import drafts
from mentorway.web.methodology.models import Questionnaire
from mentorway.web.translation.models import Draft, Translation

pytestmark = pytest.mark.django_db
IMPORT = reverse("methodology:take_in")
TWO = (
    ("type", "name", "label::English (en)", "label::Latviešu (lv)"),
    ("text", "city", "Where do you live?", "Kur jūs dzīvojat?"),
    ("text", "why", "Why there?", ""),
)


@pytest.fixture
def member(client):
    user = make_member()
    client.force_login(user)
    return user


def send(client, member, file, **fields):
    form = {"partner": member.partners.get().pk, "name": "English", "code": "en", "file": file, **fields}
    return client.post(IMPORT, form, follow=True)


def bomb():
    """Return a workbook whose sheet unfolds to far more than may be held."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


def formula():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "survey"
    sheet.append(["type", "name", "label"])
    sheet.append(["text", "city", "=1+1"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_becomes_a_questionnaire_in_its_own_language(client, member):
    page = send(client, member, making.uploaded())
    row = Questionnaire.objects.get()
    assert (row.title, making.names(row)[:2]) == ("About mentoring", ["mentor", "who"])
    assert "Look through its questions" in page.content.decode()
    assert [str(language) for language in row.document.languages.all()] == [making.EN]


def test_translations_in_it_become_first_drafts_that_nobody_has_agreed_to(client, member):
    book = making.workbook(survey=TWO, choices=making.CHOICES[:1])
    send(client, member, making.uploaded(book))
    row = Questionnaire.objects.get()
    assert [language.code for language in row.document.languages.all()] == ["en", "lv"]
    assert [draft.text for draft in Draft.objects.all()] == ["Kur jūs dzīvojat?"]
    assert {work.stage for work in Translation.objects.all()} == {"open"}
    assert all("Latviešu" not in header for header in drafts.found(row.workbook).sheet("survey").header)


def test_texts_without_a_language_get_the_one_that_is_named(client, member):
    csv = SimpleUploadedFile("survey.csv", b"type,name,label\ntext,miestas,Kur gyvenate?\n")
    send(client, member, csv, name="Lietuvių", code="lt", title="Anketa")
    row = Questionnaire.objects.get()
    assert [str(language) for language in row.document.languages.all()] == ["Lietuvių (lt)"]
    assert "label::Lietuvių (lt)" in drafts.found(row.workbook).sheet("survey").header


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("survey.xlsx", b""), "empty"),
        (SimpleUploadedFile("survey.xlsx", b"PK\x03\x04 broken"), "not a readable Excel workbook"),
        (SimpleUploadedFile("survey.docx", b"PK\x03\x04"), "of a kind that cannot be read"),
        (SimpleUploadedFile("survey.csv", b"\xff\x00\xfe"), "file"),
        (SimpleUploadedFile("survey.xlsx", bomb()), "Unpacked, the file has more than"),
        (SimpleUploadedFile("survey.xlsx", formula()), "formula"),
        (SimpleUploadedFile("survey.xlsx", b"0" * 5_100_000), "more than 5 MB"),
    ],
    ids=["empty", "broken", "kind", "letters", "bomb", "formula", "large"],
)
def test_what_cannot_be_read_is_refused_on_the_form_and_nothing_is_stored(client, member, file, said):
    file.seek(0)
    page = send(client, member, file).content.decode()
    assert said in page
    assert "errorlist" in page or "badge-bad" in page
    assert Questionnaire.objects.count() == 0


def test_everything_that_is_wrong_is_listed_by_sheet_row_and_column(client, member):
    survey = (
        ("type", "name", f"label::{making.EN}", "relevant"),
        ("txt", "a", "A?", ""),
        ("text", "a b", "B?", ""),
        ("select_one nowhere", "c", "C?", ""),
        ("text", "d", "", "${nobody} = 1"),
    )
    page = send(client, member, making.uploaded(making.workbook(survey=survey, choices=making.CHOICES[:1])))
    found = {(problem.sheet, problem.row, problem.column) for problem in page.context["problems"]}
    assert {("survey", 2, "type"), ("survey", 3, "name"), ("survey", 4, "type")} <= found
    assert Questionnaire.objects.count() == 0


def test_an_expression_that_does_not_work_is_listed_at_its_row(client, member):
    survey = (("type", "name", f"label::{making.EN}", "relevant"), ("text", "a", "A?", "${nobody} = 1"))
    page = send(client, member, making.uploaded(making.workbook(survey=survey, choices=making.CHOICES[:1])))
    assert "nobody" in page.content.decode()
    assert Questionnaire.objects.count() == 0


def test_what_goes_out_comes_in_again_the_same(client, member):
    made = making.make_questionnaire(member.partners.get(), member)
    data = client.get(reverse("methodology:download", args=[made.pk])).content
    book, draft = read_workbook(data, "survey.xlsx"), drafts.bare(drafts.found(made.workbook))
    for name in ("survey", "choices", "settings"):
        assert drafts.records(book, name) == drafts.records(draft, name)
    send(client, member, SimpleUploadedFile("survey.xlsx", data))
    again = Questionnaire.objects.order_by("-pk").first()
    assert [row.cells.get("name") for row in drafts.rows_of(drafts.found(again.workbook))] == [
        row.cells.get("name") for row in drafts.rows_of(drafts.found(made.workbook))
    ]


def test_a_workbook_replaces_the_draft_and_translations_stay_with_their_questions(client, member):
    made = making.make_questionnaire(member.partners.get(), member)
    language = making.make_team(made)
    making.translate(language, making.texts(made)["survey/age/label"])
    survey = making.SURVEY[:1] + making.SURVEY[4:5]
    form = {
        "name": "English",
        "code": "en",
        "file": making.uploaded(making.workbook(survey=survey, choices=making.CHOICES[:1])),
    }
    client.post(reverse("methodology:replace", args=[made.pk]), form)
    assert making.names(made) == ["age"]
    assert Translation.objects.get().stage == "agreed"


def test_a_workbook_in_another_language_does_not_replace_the_draft(client, member):
    made = making.make_questionnaire(member.partners.get(), member)
    csv = SimpleUploadedFile("survey.csv", b"type,name,label\ntext,miestas,Kur?\n")
    page = client.post(
        reverse("methodology:replace", args=[made.pk]), {"name": "Lietuvių", "code": "lt", "file": csv}
    )
    assert "The workbook is written in Lietuvių (lt)" in page.content.decode()


def test_no_cell_that_goes_out_is_a_formula(client, member):
    survey = (("type", "name", f"label::{making.EN}"), ("note", "a", "=HYPERLINK(1)"))
    made = making.make_questionnaire(member.partners.get(), member, making.workbook(survey=survey))
    data = client.get(reverse("methodology:download", args=[made.pk])).content
    sheet = openpyxl.load_workbook(io.BytesIO(data))["survey"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


LSS = """<document><LimeSurveyDocType>Survey</LimeSurveyDocType>
<surveys><rows><row><sid>7</sid><language>en</language><additional_languages>lv</additional_languages></row></rows></surveys>
<surveys_languagesettings><rows>
<row><surveyls_language>en</surveyls_language><surveyls_title>Trust</surveyls_title></row>
<row><surveyls_language>lv</surveyls_language><surveyls_title>Uzticība</surveyls_title></row></rows></surveys_languagesettings>
<groups><rows><row><gid>1</gid><group_name>First</group_name><language>en</language></row></rows></groups>
<questions><rows>
<row><qid>1</qid><parent_qid>0</parent_qid><gid>1</gid><type>S</type><title>city</title><question>Where?</question>
<question_order>1</question_order><language>en</language></row>
<row><qid>1</qid><parent_qid>0</parent_qid><gid>1</gid><type>S</type><title>city</title><question>Kur?</question>
<question_order>1</question_order><language>lv</language></row>
<row><qid>2</qid><parent_qid>0</parent_qid><gid>1</gid><type>|</type><title>photo</title><question>Photo?</question>
<question_order>2</question_order><language>en</language></row></rows></questions></document>""".encode()


def test_a_survey_from_limesurvey_comes_in_and_what_is_left_to_do_is_said(client, member):
    page = send(client, member, SimpleUploadedFile("trust.lss", LSS))
    row = Questionnaire.objects.get()
    assert row.title == "Trust"
    assert "city" in making.names(row)
    assert "Kur?" in [draft.text for draft in Draft.objects.all()]
    assert "photo" in page.content.decode()


@pytest.mark.parametrize("data", [b"<document/>", b"\x00", b'<!DOCTYPE x [<!ENTITY a "b">]><document/>'])
def test_what_only_claims_to_be_from_limesurvey_is_refused(client, member, data):
    page = send(client, member, SimpleUploadedFile("trust.lss", data))
    assert "errorlist" in page.content.decode() or "fault" in page.content.decode()
    assert Questionnaire.objects.count() == 0
