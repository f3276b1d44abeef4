"""An activity with simple texts needs no more than its owner: no names, no places for answers."""

from dataclasses import replace

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from tests.conftest import make_member, make_partner
from tests.web.methodology import making

from mentorway.web.methodology.translated import OWNER
from mentorway.web.translation import needs
from mentorway.web.translation.actions import translating
from mentorway.web.translation.analysis.texts import Text
from mentorway.web.translation.models import Translation
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
