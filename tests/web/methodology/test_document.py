"""The methodology document: everything in it, in the language asked for, as a page and as a PDF."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.web.methodology import making
from tests.web.methodology.methodology_making import CONSTRUCT, make_methodology, publish, with_

from mentorway.web.methodology.actions import methodology_parts as parts
from mentorway.web.methodology.actions import power
from mentorway.web.methodology.analysis import document, document_pdf
from mentorway.web.methodology.analysis.methodologies import content_of, fingerprint_of
from mentorway.web.methodology.analysis.power import Asked, worked_out
from mentorway.web.methodology.models import Methodology
from mentorway.web.methodology.translated import METHODOLOGY_OWNER
from mentorway.web.translation.actions.bringing import as_agreed

pytestmark = pytest.mark.django_db


@pytest.fixture
def methodology(client):
    made = make_methodology()
    client.force_login(made.created_by)
    return made


def construct(key, scale, instrument):
    measure = {**CONSTRUCT["measures"][0], "instrument": f"bank:{instrument}", "scale": scale}
    return with_(CONSTRUCT, key=key, measures=[measure])


def draft(methodology, code="en", **issue):
    content = content_of(Methodology.objects.get(pk=methodology.pk))
    issued = {"number": 0, "fingerprint": fingerprint_of(content), "day": timezone.now(), **issue}
    return document.document(content, document.Issue(**issued), code)


def said(found):
    """Return every text of a document."""
    return "\n".join(_texts([found.title, found.above, found.parts]))


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)


def translated(methodology, code="lv", name="Latviešu", leave=()):
    """Translate every text but those whose keys are left out."""
    language = making.make_language(methodology, code, name)
    texts = METHODOLOGY_OWNER.texts(methodology)
    targets = {text.key: f"{code}: {text.source}" for text in texts if text.key not in leave}
    as_agreed(language, methodology.created_by, texts=texts, targets=targets)


def page(client, methodology, **query):
    return client.get(
        reverse("methodology:methodology:document", args=[methodology.pk]), query
    ).content.decode()


def test_it_has_everything_that_was_written_and_the_items_of_the_scales(methodology):
    found = said(draft(methodology))
    for text in (
        "Does mentoring work?", "To decide on funding.", "Before and after.", "How open somebody is.",
        "I am the life of the party.", "counts the other way", "Cost for each mentee", "EUR per person",
        "250.5", "The coordinator", "Half of them have answered.", "A warning is shown.", "Goldberg (1999)",
        "10.1037/1040-3590.4.1.26", "money spent",
    ):  # fmt: skip
        assert text in found, text


def test_formulas_are_drawn_and_said(methodology, client):
    formula = next(part for part in draft(methodology).parts if part["kind"] == "formula")
    assert "<mfrac>" in formula["drawn"]
    assert "money spent, divided by" in formula["spoken"]
    assert "<math" in page(client, methodology)


def test_a_draft_is_marked_on_every_page_and_a_version_is_not(methodology, client):
    assert draft(methodology).mark == "Draft"
    assert draft(methodology, number=1).mark == ""
    shown = page(client, methodology)
    assert "This is a draft" in shown
    assert "draft-mark" in shown


def test_a_version_stays_as_it_was_published(methodology, client):
    edition = publish(methodology, note="The first one.")
    Methodology.objects.filter(pk=methodology.pk).update(purpose="Changed since.")
    address = reverse("methodology:methodology:edition_document", args=[methodology.pk, 1, "page"])
    shown = client.get(address).content.decode()
    assert "To decide on funding." in shown
    assert "Changed since." not in shown
    assert edition.content_hash in shown
    assert "The first one." in shown
    assert "draft-mark" not in shown
    assert "Changed since." in page(client, methodology)


def test_texts_stand_in_the_language_asked_for_and_what_is_missing_is_marked(methodology, client):
    translated(methodology, leave=["purpose"])
    found = draft(methodology, "lv")
    assert found.title == "lv: Does mentoring work?"
    prose = [part["text"] for part in found.parts if part["kind"] == "prose"]
    assert prose[0] == {"said": "To decide on funding.", "language": "en"}
    assert "lv: Before and after." in prose
    shown = page(client, methodology, language="lv")
    assert '<article class="document" lang="lv">' in shown
    assert 'lang="en"' in shown
    assert document.languages_of(content_of(methodology))[0][2]


def test_a_language_without_any_translation_is_shown_with_every_text_marked(methodology):
    found = draft(methodology, "fi")
    assert found.title == {"said": "Does mentoring work?", "language": "en"}


def test_items_stand_in_the_language_of_the_document_where_the_instrument_has_it(methodology):
    own = construct("talk", "Organisational support", "mentoring-at-work")
    parts.add(methodology, methodology.created_by, kind="constructs", facts=own)
    found = said(draft(methodology, "lv"))
    assert "Mana organizācija mentoringam atvēl darba laiku." in found
    assert "Pilnīgi nepiekrītu" in found
    assert "My organisation sets aside working time" not in found


def test_an_instrument_that_may_not_be_shown_gives_its_licence_and_its_flagged_figures(methodology):
    other = construct("competence", "Aligning expectations", "mentoring-competency-assessment-26")
    parts.add(methodology, methodology.created_by, kind="constructs", facts=other)
    found = draft(methodology)
    assert "© Wolters Kluwer and AAMC" in said(found)
    notices = [part["text"] for part in found.parts if part["kind"] == "notice"]
    assert any("0.083" in one for one in notices)


def test_the_plan_of_the_sample_is_in_it(methodology):
    asked = Asked("means", "people", effect=0.5, attrition=0.2)
    facts = {"title": "Two countries", "asked": asked, "found": worked_out(asked)}
    power.keep(methodology, methodology.created_by, **facts)
    found = said(draft(methodology))
    assert "128 people have to answer" in found
    assert "160 people begin" in found


def test_the_pdf_is_tagged_names_its_language_and_is_the_same_for_the_same_document(methodology):
    found = draft(methodology)
    made = document_pdf.pdf(found)
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made
    assert b"/Lang" in made
    assert made == document_pdf.pdf(found)


def test_what_people_wrote_is_never_read_as_markup(methodology, client):
    hostile = '#panic("no") $x$ <script>alert(1)</script> \u202e'
    Methodology.objects.filter(pk=methodology.pk).update(purpose=hostile, title=f"T {hostile}")
    assert document_pdf.pdf(draft(methodology)).startswith(b"%PDF-")
    assert "<script>alert(1)" not in page(client, methodology)


def test_an_empty_draft_is_a_document_too(client):
    made = make_methodology(whole=False, purpose="", design="")
    client.force_login(made.created_by)
    assert "About this document" in page(client, made)
    assert document_pdf.pdf(draft(made)).startswith(b"%PDF-")


def test_the_file_is_named_after_title_state_and_language(methodology, client):
    publish(methodology)
    address = reverse("methodology:methodology:edition_document", args=[methodology.pk, 1, "pdf"])
    answer = client.get(address, {"language": "fi"})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert 'filename="does-mentoring-work-1-fi.pdf"' in answer.headers["Content-Disposition"]
    address = reverse("methodology:methodology:document_file", args=[methodology.pk, "pdf"])
    assert "does-mentoring-work-draft-en.pdf" in client.get(address).headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("name", "arguments"), [("document_file", ["docx"]), ("edition_document", [2, "pdf"])]
)
def test_other_kinds_and_versions_are_not_found(methodology, client, name, arguments):
    address = reverse(f"methodology:methodology:{name}", args=[methodology.pk, *arguments])
    assert client.get(address).status_code == 404


def test_others_do_not_find_it(methodology, client):
    client.force_login(make_member())
    address = reverse("methodology:methodology:document_file", args=[methodology.pk, "pdf"])
    assert client.get(address).status_code == 404
