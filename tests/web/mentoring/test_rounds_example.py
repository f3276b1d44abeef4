"""The round that an installation starts with."""

import pytest
from django.core import mail
from django.urls import reverse
from tests.conftest import make_member, make_partner

from mentorway.web.mentoring import example
from mentorway.web.mentoring.models import MatchingState, Person, Round, Side

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    partner = make_partner(country="FI", is_example=True)
    make_member(partner)
    example.load(partner)
    return partner


def test_it_is_labelled_has_one_draft_and_writes_to_nobody(partner):
    whole = Round.objects.get()
    assert whole.is_example
    assert whole.title.startswith("Example")
    assert [whole.people.filter(side=side).count() for side in (Side.MENTEE, Side.MENTOR)] == [12, 8]
    assert not Person.objects.exclude(email="").exists()
    matching = whole.matchings.get()
    assert matching.state == MatchingState.DRAFT
    assert mail.outbox == []
    alone = [one["person"] for one in matching.found["unmatched"] if one["side"] == "mentee"]
    assert "Sigrún Jónsdóttir" in [one.name for one in Person.objects.filter(pk__in=alone)]
    assert len(matching.found["pairs"]) > 8


def test_loading_twice_changes_nothing(partner):
    example.load(partner)
    assert Round.objects.count() == 1


def test_members_see_every_page_of_it_and_change_nothing(partner, client):
    client.force_login(make_member(make_partner()))
    whole = Round.objects.get()
    for name in ("round", "people", "criteria", "matchings", "relations"):
        assert client.get(reverse(f"mentoring:{name}", args=[whole.pk])).status_code == 200, name
    assert client.get(reverse("mentoring:matching", args=[whole.pk, 1])).status_code == 200
    for name in ("change_round", "use_our_questions", "delete_round"):
        assert client.get(reverse(f"mentoring:{name}", args=[whole.pk])).status_code == 403, name
