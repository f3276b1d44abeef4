"""The methodology that an installation starts with."""

import pytest
from django.db import transaction
from tests.conftest import make_member, make_partner

from mentorway.web.methodology import example
from mentorway.web.methodology.analysis import document, document_pdf
from mentorway.web.methodology.analysis.methodologies import in_language
from mentorway.web.methodology.analysis.methodology_checks import coverage_of, faults_of, known_to
from mentorway.web.methodology.example import methodology as loading
from mentorway.web.methodology.models import Level, Methodology
from mentorway.web.translation.models import Stage, Translation

CODES = ("lt", "lv", "sv", "fi")


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker):
    """The example, loaded once for all tests here and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        partner = make_partner()
        make_member(partner)
        loading.load(partner)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def methodology(_loaded, db):
    return Methodology.objects.get()


def test_it_is_published_once_shared_and_says_that_it_is_an_example(methodology):
    loading.load(methodology.partner)
    edition = methodology.editions.get()
    assert edition.number == 1
    assert methodology.is_shared
    assert methodology.is_example
    assert methodology.title.startswith("Example")
    assert edition.content["title"] == methodology.title


def test_it_has_indicators_of_both_aims_on_every_level_and_nothing_contradicts_itself(methodology):
    content = methodology.editions.get().content
    assert len(content["indicators"]) >= 14
    assert {one["level"] for one in content["indicators"]} == set(Level.values)
    assert {one["aim"] for one in content["indicators"]} == {"effectiveness", "efficiency"}
    known = known_to(methodology, content)
    assert faults_of(content, known) == []
    found = coverage_of(content, known)
    assert found.empty_levels == []
    assert found.without_measure == []
    assert found.without_target == []


def test_return_on_investment_counts_only_the_share_that_is_due_to_mentoring(methodology):
    roi = next(one for one in methodology.editions.get().content["indicators"] if one["key"] == "roi")
    isolation = next(one for one in roi["quantities"] if one["name"] == "isolation")
    assert "isolation" in roi["formula"]
    assert 0 < isolation["value"] < 1


def test_every_quality_rule_has_a_source_and_a_consequence(methodology):
    rules = methodology.editions.get().content["quality_rules"]
    assert len(rules) >= 6
    assert all(one["source"] and one["consequence"] for one in rules)


@pytest.mark.parametrize("code", CODES)
def test_every_text_has_a_translation_that_says_it_awaits_a_native_reader(methodology, code):
    content = methodology.editions.get().content
    assert in_language(content, code)["missing"] == []
    rows = Translation.objects.filter(language__document=methodology.document, language__code=code)
    assert set(rows.values_list("stage", "comment")) == {(Stage.AGREED, example.AWAITED)}


def test_it_keeps_one_plan_of_the_sample(methodology):
    kept = methodology.power_analyses.get()
    assert kept.asked["comparisons"] == 6
    assert kept.found["power"] >= 0.8


@pytest.mark.parametrize("code", ["en", *CODES])
def test_its_document_is_whole_in_every_language(methodology, code):
    edition = methodology.editions.get()
    issue = document.Issue(1, edition.content_hash, edition.published, edition.note, is_example=True)
    found = document.document(edition.content, issue, code)
    marked = [part for part in found.parts if isinstance(part.get("text"), dict)]
    assert marked == []
    assert document_pdf.pdf(found).startswith(b"%PDF-")
