"""The programme that an installation starts with."""

import pytest
from tests.conftest import make_member, make_partner
from tests.web.training.making import again

from mentorway.courses.structure import coverage
from mentorway.web.practices.models import ChallengeFinding
from mentorway.web.training import example, rules
from mentorway.web.training.analysis.parts import described
from mentorway.web.training.analysis.texts import texts_of
from mentorway.web.training.models import Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    partner = make_partner()
    make_member(partner, role="coordinator")
    ChallengeFinding.objects.create(result={"examples": True}, fingerprint="a" * 64, version="1")
    example.load(partner)
    example.load(partner)
    return Programme.objects.get(is_example=True)


def test_the_example_is_long_enough_complete_and_published(loaded):
    programme = described(loaded.content)
    assert programme.minutes >= 8 * 60
    assert all(one.sessions and one.assessments for one in coverage(programme))
    edition = loaded.editions.get()
    assert edition.number == 1
    assert edition.content["programme"]["modules"][0]["cites"][0]["kind"] == "challenge_finding"


def test_the_example_is_translated_as_far_as_there_are_texts(loaded):
    known = {text.key for text in texts_of(loaded.content)}
    texts = loaded.editions.get().content["texts"]
    assert texts
    assert all(set(rows) <= known for rows in texts.values())
    assert set(texts["fi"]) == known


def test_everybody_in_the_network_reads_the_example_and_nobody_changes_it(loaded):
    reader = make_member()
    assert Programme.objects.visible_to(reader).filter(pk=loaded.pk).exists()
    assert not rules.may_work(loaded.created_by, again(loaded))
