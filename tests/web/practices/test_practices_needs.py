"""What practices want from people, and the example that every page starts from."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.web.practices import practices_making as making

from mentorway.web.practices.actions import reviewing
from mentorway.web.practices.models import Review
from mentorway.web.practices.needs.practices import needs_of

pytestmark = pytest.mark.django_db


def said(user):
    return [(need.text, need.url, need.urgent) for need in needs_of(user)]


def test_a_reviewer_is_asked_and_reminded():
    row = making.make_practice(state="submitted", title="Oak")
    (review,) = making.ask(row, making.make_reviewer())
    url = reverse("practices:review", args=[review.pk])
    (found,) = said(review.reviewer)
    assert (found[0].startswith("Review “Oak” by "), found[1:]) == (True, (url, False))
    Review.objects.update(due=timezone.localdate() - dt.timedelta(days=1))
    (found,) = said(review.reviewer)
    assert (found[0].startswith("Your review of “Oak” was wanted by"), found[2]) == (True, True)
    making.hand_in(review)
    assert said(review.reviewer) == []


def test_a_coordinator_is_led_from_handing_in_to_the_decision():
    coordinator = make_member(role="coordinator")
    row = making.make_practice(state="submitted", title="Oak")
    assert [one[0] for one in said(coordinator)] == ["“Oak” is handed in. Ask two people to review it."]
    (first,) = making.ask(row, making.make_reviewer(), by=coordinator)
    assert [one[0] for one in said(coordinator)] == ["“Oak” needs one more reviewer."]
    (second,) = making.ask(row, making.make_reviewer(), by=coordinator)
    assert said(coordinator) == []
    making.hand_in(first)
    making.hand_in(second)
    url = reverse("practices:decision", args=[row.pk])
    assert said(coordinator) == [("All reviews of “Oak” are in. Decide.", url, False)]
    reviewing.ask_for_changes(row, coordinator, note="More")
    assert said(coordinator) == []
    assert [one[0] for one in said(row.created_by)] == [
        "Change “Oak”: the remarks of the reviewers are there."
    ]


def test_nothing_is_wanted_of_others():
    own = make_member(role="coordinator")
    making.make_practice(own.memberships.get().partner, state="submitted")
    making.make_practice(state="changes")
    assert said(own) == []
    assert said(make_member()) == []
