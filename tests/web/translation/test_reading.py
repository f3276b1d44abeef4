"""What readers see: adjudicated texts, in their language or a variant of it, stale ones marked."""

import pytest
from tests.conftest import make_member, make_partner
from tests.web.methodology import making
from tests.web.translation.test_translating import change_source

from mentorway.web.methodology.translated import OWNER
from mentorway.web.translation import queries
from mentorway.web.translation.actions import translating
from mentorway.web.translation.analysis.reading import (
    Agreed,
    agreed_in_all,
    agreed_in_each,
    agreed_texts,
)

pytestmark = pytest.mark.django_db
AGE, MENTOR = "survey/age/label", "survey/mentor/label"


@pytest.fixture
def language():
    partner = make_partner()
    return making.make_team(making.make_questionnaire(partner, make_member(partner)))


def read(language, code="lv"):
    row = language.document.questionnaire
    row.refresh_from_db()
    return agreed_texts(row.document, code, OWNER.texts(row))


def test_only_adjudicated_texts_are_read(language):
    texts = making.texts(language.document.questionnaire)
    making.translate(language, texts[AGE], written="Cik jums gadu?")
    making.translate(language, texts[MENTOR], upto="reviewed")
    assert read(language) == {AGE: Agreed("Cik jums gadu?", "lv", stale=False)}


def test_a_text_stays_readable_and_stale_until_it_is_adjudicated_again(language):
    text = making.texts(language.document.questionnaire)[AGE]
    making.translate(language, text, written="Cik jums gadu?")
    change_source(language, "How old are you now?")
    stale = {AGE: Agreed("Cik jums gadu?", "lv", stale=True)}
    assert read(language) == stale
    fresh = making.texts(language.document.questionnaire)[AGE]
    people = language.team
    translating.review(language, people["reviewer"], text=fresh, written="Cik tagad?", comment="")
    assert read(language) == stale
    translating.adjudicate(language, people["adjudicator"], text=fresh, written="Cik tagad?")
    assert read(language) == {AGE: Agreed("Cik tagad?", "lv", stale=False)}


@pytest.mark.parametrize(
    ("there", "asked", "found"),
    [
        (["sv-FI"], "sv", "sv-FI"),
        (["sv", "sv-FI"], "sv-FI", "sv-FI"),
        (["sv"], "sv-FI", "sv"),
        (["sv"], "fi", None),
        (["sv"], "en", None),
    ],
)
def test_the_same_language_is_read_or_else_a_variant_of_it(language, there, asked, found):
    row = language.document.questionnaire
    for code in there:
        team = making.make_team(row, code, code)
        making.translate(team, making.texts(row)[AGE], written=code)
    read_now = read(language, asked)
    assert read_now == ({AGE: Agreed(found, found, stale=False)} if found else {})


def test_many_documents_are_read_with_two_queries(language, django_assert_num_queries):
    rows = [language.document.questionnaire, making.make_questionnaire()]
    second = making.make_team(rows[1])
    for each in (language, second):
        making.translate(each, making.texts(each.document.questionnaire)[AGE], written=f"Gadi {each.pk}?")
    texts = {row.document_id: OWNER.texts(row) for row in rows}
    with django_assert_num_queries(2):
        found = agreed_in_each(texts, "lv")
    assert found == {
        each.document_id: {AGE: Agreed(f"Gadi {each.pk}?", "lv", stale=False)} for each in (language, second)
    }


def test_readers_choose_among_the_languages_that_have_anything(language, django_assert_num_queries):
    row = language.document.questionnaire
    other = making.make_team(row, "sv", "Svenska")
    begun = making.make_team(row, "fi", "Suomi")
    text = making.texts(row)[AGE]
    making.translate(language, text, written="Cik jums gadu?")
    making.translate(other, text, written="Hur gammal?")
    making.translate(begun, text, upto="reviewed")
    texts = OWNER.texts(row)
    with django_assert_num_queries(2):
        found = agreed_in_all(row.document, texts)
    assert {one.code: agreed[AGE].text for one, agreed in found.items()} == {
        "lv": "Cik jums gadu?",
        "sv": "Hur gammal?",
    }
    assert [one.pk for one in queries.readable_in("sv")] == [row.document_id]
    assert list(queries.readable_in("fi")) == []
    assert sorted(queries.decided_texts([row.document_id])[row.document_id]) == [
        (AGE, "Cik jums gadu?"),
        (AGE, "Hur gammal?"),
    ]
