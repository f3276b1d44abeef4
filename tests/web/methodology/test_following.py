"""What happens to the translations of a questionnaire when it is renamed, finished or thrown away."""

import datetime as dt

import pytest
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.methodology import making
from tests.web.study import filling_making

from mentorway.web.methodology import needs
from mentorway.web.methodology.actions import drafting, keeping
from mentorway.web.methodology.models import Questionnaire
from mentorway.web.translation.models import Document, Event, Stage, Translation

pytestmark = pytest.mark.django_db
WHO = "survey/who/label"


@pytest.fixture
def language():
    partner = make_partner()
    return making.make_team(making.make_questionnaire(partner, make_member(partner)))


def text(language, key):
    return making.texts(language.document.questionnaire)[key]


def test_a_new_name_takes_the_translations_along(language):
    making.translate(language, text(language, WHO), written="Kā sauc ${mentor}?")
    making.translate(language, text(language, "survey/mentor/label"))
    row = Questionnaire.objects.get(pk=language.document.questionnaire.pk)
    wish = drafting.Wish({"type": "select_one yes_no", "name": "has_mentor"})
    mark = making.mark_of(row, "mentor")
    drafting.change_row(row, row.created_by, mark=mark, revision=row.revision, wish=wish)
    who = Translation.objects.get(key=WHO)
    assert (who.stage, who.agreed) == (Stage.AGREED, "Kā sauc ${has_mentor}?")
    assert who.source_hash == text(language, WHO).fingerprint
    assert Translation.objects.get(key="survey/has_mentor/label").stage == Stage.AGREED


def test_a_translated_questionnaire_wants_to_be_published(language):
    owner = language.document.questionnaire.created_by
    assert needs.needs_of(owner) == []
    making.translate_all(language)
    assert [need.text for need in needs.needs_of(owner)] == ["Mentoring is translated: it can be published."]
    making.publish(language.document.questionnaire)
    assert needs.needs_of(owner) == []


def test_what_is_cleared_away_takes_its_translations_along(language):
    making.translate(language, text(language, WHO), written="Kā sauc ${mentor}?")
    long_ago = timezone.now() - dt.timedelta(days=31)
    Questionnaire.objects.update(deleted=long_ago)
    assert keeping.clear_away(timezone.now()) == 1
    left = [model.objects.count() for model in (Questionnaire, Document, Translation, Event)]
    assert left == [0, 0, 0, 0]


def test_what_a_study_has_used_is_not_cleared_away(language):
    row = language.document.questionnaire
    filling_making.make_study(filling_making.make_version(questionnaire=row), partner=row.partner)
    Questionnaire.objects.update(deleted=timezone.now() - dt.timedelta(days=31))
    assert keeping.clear_away(timezone.now()) == 0
    assert [one.questionnaire for one in Document.objects.all()] == [row]
