"""The claims that an installation starts with."""

import pytest
from tests.conftest import make_member, make_partner
from tests.web.dissemination import making

from mentorway.web.dissemination import example
from mentorway.web.dissemination.actions import breaking
from mentorway.web.dissemination.analysis.claims import readings_of
from mentorway.web.dissemination.models import LANGUAGES, Claim

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


def test_without_an_evaluation_of_the_example_there_is_no_claim():
    partner = make_partner()
    make_member(partner)
    example.load(partner)
    assert not Claim.objects.exists()


def test_they_are_published_once_in_five_languages_and_say_that_they_are_invented():
    whole = making.evaluated(people=14).result.evaluation
    Claim.objects.all().delete()
    type(whole).objects.filter(pk=whole.pk).update(is_example=True)
    for _time in range(2):
        example.load(whole.partner)
    claims = list(Claim.objects.order_by("pk"))
    assert [one.key for one in claims] == ["people", "change"]
    assert breaking.look_at(claims) == 0
    for language in LANGUAGES:
        people, change = readings_of(claims, language)
        assert (people.language, people.figure, people.is_example) == (language, "14", True)
        assert change.stands
