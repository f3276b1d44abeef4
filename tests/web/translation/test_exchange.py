"""Texts out as files and in again: all of them or none, nothing unknown, nothing stale, no traps."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import etree
from tests.conftest import make_member, make_partner
from tests.web.methodology import making
from tests.web.translation.test_translating import change_source

from mentorway.web.translation.actions import translating
from mentorway.web.translation.models import Draft, Translation

pytestmark = pytest.mark.django_db
NS = "{urn:oasis:names:tc:xliff:document:1.2}"
AGE, WHO = "survey/age/label", "survey/who/label"
KINDS = ["xlsx", "xliff", "po"]
ENDINGS = {"xlsx": "xlsx", "xliff": "xlf", "po": "po"}


@pytest.fixture
def language(client):
    partner = make_partner()
    made = making.make_team(making.make_questionnaire(partner, make_member(partner)))
    client.force_login(made.team["translator1"])
    return made


def out(client, language, kind):
    return client.get(
        reverse("methodology:texts_out", args=[language.document.questionnaire.pk, "lv", kind])
    ).content


def send(client, language, content, kind, part="translator1"):
    file = SimpleUploadedFile(f"texts.{ENDINGS.get(kind, kind)}", content)
    address = reverse("methodology:texts_in", args=[language.document.questionnaire.pk, "lv"])
    return client.post(address, {"file": file, "part": part}, follow=True)


def filled_in(data, kind, targets, sources=None):
    """Return a file as a translator sends it back."""
    return {"xlsx": _xlsx, "xliff": _xliff, "po": _po}[kind](data, targets, sources or {})


def _xlsx(data, targets, sources):
    book = openpyxl.load_workbook(io.BytesIO(data))
    for row in book.active.iter_rows(min_row=2):
        row[2].value = targets.get(row[0].value)
        row[1].value = sources.get(row[0].value, row[1].value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _xliff(data, targets, sources):
    root = etree.fromstring(data)
    for unit in root.iter(f"{NS}trans-unit"):
        unit.find(f"{NS}target").text = targets.get(unit.get("id"), "")
        unit.find(f"{NS}source").text = sources.get(unit.get("id"), unit.find(f"{NS}source").text)
    return etree.tostring(root)


def _po(data, targets, sources):
    lines, key = [], ""
    for line in data.decode().splitlines():
        if line.startswith("msgctxt"):
            key = line.split('"')[1]
        new = line
        if line.startswith("msgstr") and key in targets:
            new = f'msgstr "{targets[key]}"'
        if line.startswith("msgid") and key in sources:
            new = f'msgid "{sources[key]}"'
        lines.append(new)
    return "\n".join(lines).encode()


@pytest.mark.parametrize("kind", KINDS)
def test_texts_go_out_and_come_back_as_drafts(client, language, kind):
    targets = {AGE: "Cik jums gadu?", WHO: "Kā sauc ${mentor}?", "choices/yes_no/yes/label": "Jā"}
    page = send(client, language, filled_in(out(client, language, kind), kind, targets), kind)
    assert "3 texts are taken over" in page.content.decode()
    found = {draft.translation.key: (draft.text, draft.handed_in) for draft in Draft.objects.all()}
    assert found == {key: (target, None) for key, target in targets.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_can_be_read_in_twice(client, language, kind):
    data = filled_in(out(client, language, kind), kind, {AGE: "Cik jums gadu?"})
    send(client, language, data, kind)
    send(client, language, data, kind)
    assert [draft.text for draft in Draft.objects.all()] == ["Cik jums gadu?"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (({AGE: "Gadi?", WHO: "Kā sauc?"}, {}), "needs exactly these places for answers: ${mentor}"),
        (({AGE: "Gadi?"}, {AGE: "How old?"}), "the source text of “survey/age/label” has changed"),
    ],
    ids=["place lost", "stale"],
)
def test_one_wrong_text_refuses_the_whole_file_by_name(client, language, kind, changed, said):
    data = filled_in(out(client, language, kind), kind, *changed)
    page = send(client, language, data, kind).content.decode()
    assert said in page
    assert Translation.objects.count() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_text_is_refused_by_name(client, language, kind):
    data = out(client, language, kind)
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        book.active.append(["survey/forged/label", "X", "Y"])
        file = io.BytesIO()
        book.save(file)
        data = file.getvalue()
    else:
        data = data.replace(AGE.encode(), b"survey/forged/label")
    page = send(client, language, data, kind).content.decode()
    assert "there is no text “survey/forged/label” here" in page
    assert Translation.objects.count() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_that_went_stale_on_the_way_is_refused(client, language, kind):
    data = filled_in(out(client, language, kind), kind, {AGE: "Cik jums gadu?"})
    change_source(language, "How old are you now?")
    assert "has changed since the file was made" in send(client, language, data, kind).content.decode()
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("kind", ["xliff", "po"])
def test_a_file_of_another_language_is_refused(client, language, kind):
    data = out(client, language, kind).replace(b'target-language="lv"', b'target-language="lt"')
    page = send(client, language, data.replace(b"Language: lv", b"Language: lt"), kind)
    assert "The file is for the language “lt”" in page.content.decode()


ENTITY = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file target-language="lv"><body>
<trans-unit id="survey/age/label"><source>How old are you?</source><target>&a;</target></trans-unit>
</body></file></xliff>"""
MARKED = ENTITY.split(b"\n", 1)[1].replace(b"&a;", b"<g id='1'>Gadi</g>")


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (ENTITY, "xliff", "document type"),
        (MARKED, "xliff", "marks inside a text"),
        (b"<xliff", "xliff", "cannot be read"),
        (b"<html xmlns='x'/>", "xliff", "not XLIFF 1.2"),
        (b"/etc/passwd", "po", "cannot be read"),
        (b"\xff\xfe\x00", "po", "cannot be read"),
        (b'msgid "unfinished', "po", "there is no text"),
        (b"", "po", "empty"),
        (b"PK\x03\x04 broken", "xlsx", "not a readable Excel workbook"),
        (b"a,b", "csv", "of a kind that cannot be read"),
        (b"0" * 5_100_000, "po", "more than 5 MB"),
    ],
    ids=["entity", "marks", "broken", "html", "path", "letters", "quote", "empty", "zip", "kind", "large"],
)
def test_traps_and_broken_files_are_refused_and_nothing_is_kept(client, language, content, kind, said):
    assert said in send(client, language, content, kind).content.decode()
    assert Translation.objects.count() == 0


def test_a_formula_is_never_taken_for_a_text(client, language):
    data = filled_in(out(client, language, "xlsx"), "xlsx", {AGE: "=1+1"})
    send(client, language, data, "xlsx")
    assert Translation.objects.count() == 0


def test_a_spreadsheet_without_the_columns_says_which_it_needs(client, language):
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    assert "“translation (lv)”" in send(client, language, file.getvalue(), "xlsx").content.decode()


def test_reviews_and_decisions_come_in_as_files_too_and_only_from_those_who_may(client, language):
    making.translate(language, making.texts(language.document.questionnaire)[AGE], upto="drafted")
    data = filled_in(out(client, language, "po"), "po", {AGE: "Cik jums gadu?"})
    send(client, language, data, "po", "reviewer")
    assert Translation.objects.get().review == ""
    for part in ("reviewer", "adjudicator"):
        client.force_login(language.team[part])
        send(client, language, data, "po", part)
    row = Translation.objects.get()
    assert (row.stage, row.review, row.agreed) == ("agreed", "Cik jums gadu?", "Cik jums gadu?")


def test_when_one_text_is_at_another_stage_nothing_of_the_file_is_taken(client, language):
    texts = making.texts(language.document.questionnaire)
    making.translate(language, texts[AGE], upto="drafted")
    data = filled_in(out(client, language, "po"), "po", {"survey/mentor/label": "Vai?", AGE: "Gadi?"})
    page = send(client, language, data, "po").content.decode()
    assert "Nothing was saved" in page
    assert not Translation.objects.filter(key="survey/mentor/label").exists()


def test_stale_translations_are_left_out_of_files_so_that_nobody_agrees_by_accident(client, language):
    making.translate(language, making.texts(language.document.questionnaire)[AGE], written="Cik jums gadu?")
    change_source(language, "How old are you now?")
    assert "Cik jums gadu?" not in out(client, language, "po").decode()


def test_the_documentation_as_a_table_has_no_formula(client, language):
    text = making.texts(language.document.questionnaire)[AGE]
    making.translate(language, text, written="=HYPERLINK(1)")
    translating.remark(language, language.team["reviewer"], text=text, what="comment", words="@SUM")
    table = client.get(
        reverse("methodology:documentation_file", args=[language.document.questionnaire.pk, "lv"])
    ).content.decode()
    assert "'=HYPERLINK(1)" in table
    assert ",=HYPERLINK" not in table
