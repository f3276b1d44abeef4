"""Ready-made questions, and questionnaires that can be chosen for a round."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.mentoring import making

from mentorway.web.mentoring.actions import starting
from mentorway.web.mentoring.analysis import ready_made
from mentorway.web.mentoring.analysis.criteria import lines_of
from mentorway.web.mentoring.models import Round, Side
from mentorway.web.mentoring.queries import rounds as queries
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.methodology.models import Questionnaire, Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return make_partner(country="LV")


@pytest.fixture
def member(partner):
    return make_member(partner)


@pytest.fixture
def whole(partner, member):
    return making.make_round(partner, member)


def again(row):
    return Round.objects.select_related("partner").get(pk=row.pk)


def test_our_questions_are_published_in_five_languages_and_count(client, whole, member):
    client.force_login(member)
    address = reverse("mentoring:use_our_questions", args=[whole.pk])
    assert "In what can you help a mentee?" in client.get(address).text
    assert client.post(address).status_code == 302
    row = again(whole)
    for version in (row.mentee_questions, row.mentor_questions):
        form = form_of(version)
        assert set(form.by_name) == ready_made.NAMES
        assert {one.code for one in form.languages} == {"en", "lt", "lv", "sv", "fi"}
        assert version.questionnaire.partner == row.partner
    assert [(one["key"], one["weight"]) for one in row.criteria] == [
        ("topics", 50),
        ("years", 20),
        ("style", 10),
        ("week", 20),
    ]
    assert all(line.is_known for line in lines_of(row))
    assert [one["kind"] for one in row.rules] == ["language", "line", "conflict", "hours"]
    assert row.revision == 2


def test_they_are_used_again_by_the_next_round_of_the_partner(whole, partner, member):
    starting.use_our_questions(whole, member)
    other = making.make_round(partner, member)
    starting.use_our_questions(other, member)
    assert again(other).mentee_questions_id == again(whole).mentee_questions_id
    assert Questionnaire.objects.count() == 2


def test_what_was_chosen_or_decided_already_stays(whole, partner, member):
    own = starting.publish(partner, member, Side.MENTEE)
    Round.objects.filter(pk=whole.pk).update(mentee_questions=own)
    starting.use_our_questions(whole, member)
    row = again(whole)
    assert row.mentee_questions_id == own.pk
    assert row.mentor_questions_id is not None
    assert (row.criteria, row.rules) == ([], [])
    with pytest.raises(ValidationError, match="Both sides have questions already"):
        starting.use_our_questions(whole, member)


def test_only_questionnaires_that_one_may_see_can_be_chosen(client, whole, member):
    stranger = make_partner()
    hidden = starting.publish(stranger, make_member(stranger), Side.MENTEE)
    assert not queries.questions_to_choose(member).exists()
    client.force_login(member)
    page = client.get(reverse("mentoring:change_round", args=[whole.pk]))
    assert hidden not in page.context["form"].fields["mentee_questions"].queryset
    Questionnaire.objects.update(is_shared=True)
    assert list(queries.questions_to_choose(member)) == [hidden]


def test_questions_that_a_round_has_stay_to_be_chosen(whole, member):
    stranger = make_partner()
    hidden = starting.publish(stranger, make_member(stranger), Side.MENTEE)
    whole.mentee_questions = hidden
    assert list(queries.questions_to_choose(member, whole)) == [hidden]
    assert Version.objects.count() == 1
