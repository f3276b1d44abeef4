"""Without the example, and for people who have begun nothing: an honest empty page, and first steps."""

import pytest
from django.urls import reverse
from tests.conftest import make_member, make_partner, make_user
from tests.web.mentoring.making import begin, join, make_round, propose
from tests.web.practices.practices_making import make_practice

from mentorway.web.journey.analysis.tours import TOURS, stops
from mentorway.web.journey.analysis.ways import Reader
from mentorway.web.mentoring.models import Side

pytestmark = pytest.mark.django_db


def test_where_no_example_is_loaded_that_is_said_and_how_to_load_it(client):
    page = client.get(reverse("journey:story"))
    assert page.status_code == 200
    assert "The example is not loaded here" in page.text
    assert "manage.py load_example" in page.text
    assert reverse("journey:reset") not in page.text
    client.force_login(make_user(is_staff=True))
    assert reverse("journey:reset") in client.get(reverse("journey:story")).text
    assert "Load the example?" in client.get(reverse("journey:reset")).text


def test_tours_without_the_example_lead_through_general_pages_only():
    reader = Reader(make_member(is_staff=True))
    found = {key: len(stops(tour, reader)) for key, tour in TOURS.items()}
    assert found["visitor"] == len(TOURS["visitor"].steps) - 1
    assert found["staff"] == 5
    assert found["mentor"] == 0


def test_a_tour_of_the_visitor_starts_without_the_example(client):
    answer = client.post(reverse("journey:start_tour", args=["visitor"]))
    page = client.get(answer.url)
    assert "Visitor, step 1 of 6" in page.text
    assert "1 step is left out" in page.text


def test_newcomers_are_shown_first_steps_with_what_is_done(client):
    user = make_member(make_partner(kind="", description=""), role="admin")
    client.force_login(user)
    page = client.get("/")
    steps = {str(one.title): one.is_done for one in page.context["steps"]}
    assert steps == {
        "Confirm your e-mail address": True,
        "Say what your partner is": False,
        "Bring in a colleague": False,
        "Describe a good practice": False,
        "Ask people": False,
        "Run a training, or bring pairs together": False,
    }
    assert page.text.count('class="done"') == 1
    partner = user.partners.get()
    make_member(partner)
    steps = {str(one.title): one.is_done for one in client.get("/").context["steps"]}
    assert steps["Bring in a colleague"]


def test_who_has_begun_something_needs_no_first_steps(client):
    user = make_member()
    make_practice(user.partners.get(), user)
    client.force_login(user)
    assert client.get("/").context["steps"] == []


def test_coordinators_are_told_of_the_plan_too_and_members_need_not_bring_people_in(client):
    client.force_login(make_member(role="coordinator"))
    assert "Plan who does what by when" in client.get("/").text
    client.force_login(make_member())
    text = client.get("/").text
    assert "Bring in a colleague" not in text
    assert "Plan who does what by when" not in text


def test_who_belongs_to_nobody_is_shown_the_way_to_the_example(client):
    client.force_login(make_user())
    page = client.get("/")
    assert [str(one.title) for one in page.context["steps"]] == [
        "Confirm your e-mail address",
        "Belong to a partner",
    ]
    assert reverse("journey:tours") in page.text
    assert "You do not belong to a partner yet" in page.text


def test_who_works_in_a_pair_need_not_join_a_partner(client):
    user, whole = make_user(), make_round(state="running")
    begin(propose(whole, join(whole, Side.MENTOR, "Bo Berg"), join(whole, user=user)))
    client.force_login(user)
    page = client.get("/")
    assert (len(page.context["spots"]), page.context["steps"]) == (1, [])


def test_visitors_find_the_example_from_the_first_page(client):
    text = client.get("/").text
    assert reverse("journey:story") in text
    assert reverse("journey:tours") in text
    assert "Where you are most" not in text
