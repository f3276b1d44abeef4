"""An activity with simple texts needs no more than its owner: no names, no places for answers."""

from dataclasses import replace

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from tests.conftest import make_member, make_partner
from tests.web.methodology import making

from mentorway.web.methodology.translated import OWNER
from mentorway.web.translation import needs
from mentorway.web.translation.actions import translating
from mentorway.web.translation.actions.languages import correct_source
from mentorway.web.translation.analysis.texts import Text
from mentorway.web.translation.models import Translation
from mentorway.web.translation.views import languages as views
from mentorway.web.translation.views import texts

pytestmark = pytest.mark.django_db
SUMMARY = Text("summary", "Costs ${5} a month", "Summary")
SIMPLE = replace(OWNER, texts=lambda _row: [SUMMARY, Text("need", "Nobody to ask", "Need")])


@pytest.fixture
def language():
    partner = make_partner()
    return making.make_team(making.make_questionnaire(partner, make_member(partner)))


def answered(rf, language, view, **form):
    request = rf.post("/", form) if form else rf.get("/")
    request.user, request.session = language.team["translator1"], {}
    request._messages = FallbackStorage(request)
    more = [SUMMARY.digest] if view is not texts.board else []
    return view(request, SIMPLE, language.document.questionnaire.pk, "lv", *more)


def test_a_text_without_a_name_is_called_what_it_is(rf, language):
    page = answered(rf, language, texts.text).content.decode()
    assert '<span aria-current="page">Summary</span>' in page
    assert "Latviešu · Summary</h2>" in page
    board = answered(rf, language, texts.board).content.decode()
    assert '<span class="text-about">Need</span>' in board


def test_a_text_without_marks_may_be_translated_freely(rf, language):
    reply = answered(rf, language, texts.text_draft, written="Maksā 5 eiro mēnesī")
    assert reply.status_code == 302
    assert [row.key for row in Translation.objects.all()] == ["summary"]


def test_what_is_refused_is_named_by_what_it_is(rf, language):
    reply = answered(rf, language, texts.text_draft, written=" ")
    assert reply.status_code == 200
    with pytest.raises(translating.ValidationError, match="Summary"):
        translating.save_draft(
            language, language.team["translator1"], text=SUMMARY, written="x" * 20_001, hand_in=False
        )


def test_what_waits_is_counted_in_the_texts_of_the_owner(language):
    found = [need.text for need in needs.needs_in(SIMPLE, language.team["translator1"])]
    assert found == ["Translate Mentoring into Latviešu (2 left)."]


@pytest.fixture
def told(language):
    """The same activity, which is told of adjudicated texts; the list of the rows it was told of."""
    rows = []
    return replace(SIMPLE, agreed=lambda row: rows.append(row.pk)), rows


def answer(rf, owner, user, view, language, **form):
    request = rf.post("/", form)
    request.user, request.session = user, {}
    request._messages = FallbackStorage(request)
    more = [SUMMARY.digest] if view.__module__ == texts.__name__ else []
    return view(request, owner, language.document.questionnaire.pk, "lv", *more)


def test_an_activity_is_told_when_adjudicated_texts_come_change_or_go(rf, language, told):
    owner, rows = told
    row, people = language.document.questionnaire, language.team
    making.translate(language, SUMMARY, "reviewed", "Maksā")
    chosen = {"decision-written": "Maksā"}
    assert answer(rf, owner, people["adjudicator"], texts.text_decide, language, **chosen).status_code == 302
    assert rows == [row.pk]
    asked = {"reason-why": "Again"}
    answer(rf, owner, people["adjudicator"], texts.text_reopen, language, **asked)
    assert rows == [row.pk] * 2
    answer(rf, owner, row.created_by, views.remove_language, language)
    assert rows == [row.pk] * 3


def test_an_activity_is_not_told_of_drafts_reviews_and_what_is_refused(rf, language, told):
    owner, rows = told
    people = language.team
    for part in ("translator1", "translator2"):
        answer(rf, owner, people[part], texts.text_draft, language, written="Maksā", hand_in="on")
    answer(rf, owner, people["reviewer"], texts.text_review, language, **{"review-written": "Maksā"})
    refused = answer(
        rf, owner, people["adjudicator"], texts.text_decide, language, **{"decision-written": "x" * 20_001}
    )
    assert refused.status_code == 200
    assert rows == []


def test_languages_that_are_offered_are_added_with_one_click(rf, language):
    owner = replace(SIMPLE, offers=[("lv", "Latviešu"), ("fi", "Suomi")])
    row = language.document.questionnaire

    def offered(user):
        request = rf.get("/")
        request.user = user
        return views.languages(request, owner, row.pk).content.decode()

    assert '<button class="button button-quiet" type="submit" lang="fi">Suomi</button>' in offered(
        row.created_by
    )
    assert 'name="code" value="lv"' not in offered(row.created_by)
    assert 'name="code" value="fi"' not in offered(language.team["reviewer"])


def test_the_language_that_something_is_written_in_is_corrected_unless_it_is_there(language):
    document = language.document
    correct_source(document, code="fi", name="Suomi")
    assert str(document.languages.get(is_source=True)) == "Suomi (fi)"
    with pytest.raises(translating.ValidationError, match="there already"):
        correct_source(document, code="lv", name="Latviešu")


def test_the_second_kind_of_an_activity_has_its_own_addresses_and_templates():
    second = replace(OWNER, section="methodology")
    assert OWNER.named("board") == "methodology:board"
    assert second.named("board") == "methodology:methodology:board"
    assert (OWNER.frame_template, second.frame_template) == (
        "methodology/frame.html",
        "methodology/methodology_frame.html",
    )
    assert second.breadcrumbs_template == "methodology/methodology_breadcrumbs.html"
