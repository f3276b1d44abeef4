"""Further columns kept beside the answers: facts, weights, and people whom they would single out."""

import pyarrow as pa
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.conftest import make_member
from tests.web.comparison.making import answers_text, make_read

from mentorway.web.comparison.actions import analyses
from mentorway.web.comparison.actions import answers as actions
from mentorway.web.comparison.analysis import offering
from mentorway.web.comparison.analysis.stored import contents
from mentorway.web.comparison.forms import ChoiceForm
from mentorway.web.comparison.models import Comparison, Stage, State

pytestmark = pytest.mark.django_db
ROLES = ("mentor", "mentee")


@pytest.fixture
def member(client):
    user = make_member()
    client.force_login(user)
    user.partner = user.partners.get()
    return user


def with_columns(rare=0):
    """Return the example's answers with a role, a weight and a number of its own for every person."""
    head, *lines = answers_text().splitlines()
    rows = [
        f"{line},{'dean' if place < rare else ROLES[place % 2]},{1 + place % 3},{place}"
        for place, line in enumerate(lines)
    ]
    return "\n".join([f"{head},role,weight,person", *rows]) + "\n"


def check(dataset):
    return reverse("comparison:check", args=[dataset.pk])


def test_facts_and_weights_are_proposed_by_their_names_and_people_are_not(client, member):
    dataset = make_read(member, member.partner, answers=with_columns())
    assert (dataset.facts, dataset.weight) == (["role"], "weight")
    page = client.get(check(dataset)).content.decode()
    assert ("role: 2 values" in page, "person:" in page) == (True, False)


def test_few_people_in_a_small_group_are_counted_and_must_be_accepted(client, member):
    dataset = make_read(member, member.partner, answers=with_columns(rare=3))
    assert dataset.preview["alone"] >= 3
    page = client.get(check(dataset)).content.decode()
    assert "could be recognised" in page
    assert "role: 3 values (3 people in small groups)" in page
    choice = {"groups": ["SE", "NO"], "scales": ["Openness"]}
    assert "Read the warnings and accept them" in client.post(check(dataset), choice).content.decode()
    assert Comparison.objects.count() == 0


def test_facts_can_be_left_out_again(client, member):
    dataset = make_read(member, member.partner, answers=with_columns(rare=3))
    client.post(reverse("comparison:choose_columns", args=[dataset.pk]), {"group": "country"})
    dataset.refresh_from_db()
    assert (dataset.state, dataset.facts, dataset.weight, dataset.preview["alone"]) == (State.READ, [], "", 0)


def test_a_column_cannot_be_group_fact_and_weight_at_once(client, member):
    dataset = make_read(member, member.partner, answers=with_columns())
    sent = {"group": "role", "facts": ["role", "weight"], "weight": "weight"}
    client.post(reverse("comparison:choose_columns", args=[dataset.pk]), sent)
    dataset.refresh_from_db()
    assert (dataset.group, dataset.facts, dataset.weight) == ("role", [], "weight")


def test_kept_facts_are_stored_and_can_be_asked_for(client, member, django_capture_on_commit_callbacks):
    dataset = make_read(member, member.partner, answers=with_columns())
    choice = {"groups": ["SE", "NO", "FI"], "scales": ["Openness"], "accept": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(check(dataset), choice)
    dataset.refresh_from_db()
    inside = contents(dataset)
    assert [column.name for column in inside.columns] == ["country", "role"]
    assert inside.weight == "weight"
    assert {value for value, _count in inside.columns[1].values} == set(ROLES)
    sent = {
        "title": "Mentors and mentees", "scales": ["Openness"], "by": "role", "missing": "complete",
        "rules": "usual", "people0": ["SE", "NO"], "people1": list(ROLES),
    }  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("comparison:ask", args=[dataset.pk]), sent)
    version = Comparison.objects.get(analysis__title="Mentors and mentees")
    assert (version.plan["by"], version.plan["where"]) == ("role", {"country": ["SE", "NO"]})
    assert version.stage == Stage.DONE, version.problem
    text = client.get(reverse("comparison:overview", args=[version.pk])).content.decode()
    assert "Groups are made by role." in text
    assert "Only people with country: SE, NO." in text


def test_columns_named_twice_are_not_offered():
    table = pa.table([["a", "b"], ["c", "d"], ["e", "e"]], names=["x", "x", "y"])
    assert [one.name for one in offering.offered(table, ["x", "y"])] == ["y"]


@pytest.mark.parametrize("names", [[], ["not there"]])
def test_without_columns_nobody_stands_alone(names):
    assert offering.alone_together(pa.table({"x": ["a"]}), names) == 0


def test_an_empty_column_and_one_with_a_value_for_everyone_are_no_facts():
    table = pa.table({"empty": ["", " "] * 3, "person": list("abcdef"), "role": ["a", "b"] * 3})
    assert [one.fact for one in offering.offered(table, ["empty", "person", "role"])] == [False, False, True]


def test_a_column_that_makes_the_file_useless_is_said(client, member, monkeypatch):
    dataset = make_read(member, member.partner, answers=with_columns())

    def refuse(_pk):
        raise ValidationError("This column cannot be read.")

    monkeypatch.setattr(actions, "_read", refuse)
    url = reverse("comparison:choose_columns", args=[dataset.pk])
    assert "This column cannot be read." in client.post(url, {"group": "role"}, follow=True).content.decode()


def test_more_than_forty_groups_cannot_be_chosen(member):
    names = [f"P{number:02d}" for number in range(41)]
    preview = {"groups": [(name, 9) for name in names], "scales": [("Openness", 10)], "problems": []}
    form = ChoiceForm({"groups": names, "scales": ["Openness"]}, preview=preview)
    assert form.errors == {"groups": ["Choose at most 40 groups; 41 are chosen."]}
    assert "accept" not in form.fields


def test_confirmed_again_it_is_the_same_comparison(member):
    dataset = make_read(member, member.partner, answers=with_columns())
    asked = {"groups": ["SE", "NO"], "scales": ["Openness"], "several_factors": False}
    assert analyses.confirm(dataset, member, **asked) == analyses.confirm(dataset, member, **asked)
