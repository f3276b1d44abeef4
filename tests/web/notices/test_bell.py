"""The bell in the head of every page: a number that is quickly asked, and right."""

import pytest
from django.db import DatabaseError
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.notices.news_making import DAY, changed, make_projects, make_reader
from tests.web.plan import making as planning

from mentorway.web.core.models import Happening
from mentorway.web.notices.analysis import bell
from mentorway.web.notices.analysis.bell import Counted, new_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return make_partner()


@pytest.fixture
def user(partner):
    return make_reader(make_member(partner)).user


def shown(user):
    return Template("{% load notices_bell %}{% bell user %}").render(Context({"user": user}))


def test_nothing_is_new_where_nothing_happened(user):
    assert new_for(user) == 0
    assert "bell-count" not in shown(user)
    assert "What is new" in shown(user)


def test_things_that_happened_since_are_counted_each_once(user, partner):
    for project in make_projects(partner, 3):
        changed(project)
        changed(project)
    changed(planning.make_project(partner), timezone.now() - DAY)
    assert new_for(user) == 3
    assert "What is new: 3 things" in shown(user)


def test_one_thing_is_said_as_one(user, partner):
    changed(planning.make_project(partner))
    assert "What is new: 1 thing<" in shown(user)


def test_more_than_nine_are_not_counted(user, partner):
    for project in make_projects(partner, 12):
        changed(project)
    assert new_for(user) == 10
    assert ">9+<" in shown(user)


def test_neither_own_deeds_nor_examples_nor_what_one_may_not_see_count(user, partner):
    changed(planning.make_project(partner), by=user)
    changed(planning.make_project())
    example = planning.make_project(is_example=True)
    Happening.objects.create(name="plan.changed", row=example.pk, is_example=True)
    assert new_for(user) == 0


def test_nobody_new_is_flooded_with_what_was_before(partner):
    changed(planning.make_project(partner))
    assert new_for(make_member(partner)) == 0


def test_a_page_asks_one_question_where_nothing_is_new(user, partner, django_assert_num_queries):
    with django_assert_num_queries(1):
        new_for(user)


def test_what_was_counted_a_moment_ago_is_not_counted_again(
    user, partner, monkeypatch, django_assert_num_queries
):
    changed(planning.make_project(partner))
    assert new_for(user) == 1
    changed(planning.make_project(partner))
    with django_assert_num_queries(1):
        assert new_for(user) == 1
    monkeypatch.setattr(bell, "SECONDS", 0)
    assert new_for(user) == 2


def test_counting_asks_the_same_of_many_as_of_few(user, partner, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(bell, "SECONDS", 0)
    projects = make_projects(partner, 8)
    changed(projects[0])
    with django_assert_max_num_queries(1000) as few:
        new_for(user)
    Happening.objects.bulk_create(Happening(name="plan.changed", row=one.pk) for one in projects * 100)
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert new_for(user) == 8


def test_a_number_is_forgotten_after_a_while_and_where_there_are_many(monkeypatch):
    now, counted, moment = [100.0], Counted(), timezone.now()
    monkeypatch.setattr(bell.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(bell, "PEOPLE", 2)
    for pk in (1, 2, 3):
        counted.keep((pk, moment), pk)
    assert [counted.get((pk, moment)) for pk in (1, 2, 3)] == [None, 2, 3]
    now[0] += bell.SECONDS
    assert counted.get((3, moment)) is None


def test_a_database_that_is_away_takes_only_the_number_from_the_page(user, monkeypatch):
    def away(_user):
        raise DatabaseError

    monkeypatch.setattr("mentorway.web.notices.templatetags.notices_bell.new_for", away)
    assert "bell-count" not in shown(user)


def test_it_stands_on_every_page_of_who_is_signed_in_and_on_none_of_others(client, user):
    assert b'class="bell"' not in client.get(reverse("home")).content
    client.force_login(user)
    assert b'class="bell"' in client.get(reverse("home")).content
    assert b'class="bell"' in client.get("/no-such-page/").content
