"""The vocabulary: shipped, read by all, changed by coordinators."""

import csv
from pathlib import Path

import pytest
from django.urls import reverse
from tests.conftest import make_member
from tests.web.practices import practices_making as making

from mentorway.web import practices as app
from mentorway.web.practices.models import LANGUAGES, Practice, Topic, TopicGroup

pytestmark = pytest.mark.django_db
FILE = Path(app.__file__).parent / "vocabulary.csv"


def shipped():
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_installation_has_the_vocabulary_in_five_languages():
    rows = shipped()
    assert Topic.objects.count() == len(rows) == len({row["slug"] for row in rows})
    assert {row["group"] for row in rows} == set(TopicGroup.values)
    assert [row["slug"] for row in rows if not all(row[code].strip() for code in LANGUAGES)] == []
    for code in LANGUAGES:
        names = [row[code] for row in rows]
        assert len(names) == len(set(names)), code


def test_skills_are_those_of_esco():
    skills = [row["esco"] for row in shipped() if row["esco"]]
    assert all(one.startswith("http://data.europa.eu/esco/skill/") and len(one) == 69 for one in skills)
    assert len(skills) == len(set(skills))
    by_slug = {row["slug"]: row["esco"] for row in shipped()}
    assert by_slug["mentoring-people"].endswith("a584a638-a2c0-4b3c-bdf3-a64f87225be9")


def test_the_source_of_the_skills_is_named(client):
    client.force_login(make_member())
    page = client.get(reverse("practices:topics")).content.decode()
    assert "ESCO classification of the European Commission" in page


def test_a_renamed_topic_is_found_by_its_new_name(client, django_capture_on_commit_callbacks):
    row = making.make_practice(topics=("matching",), state="accepted")
    client.force_login(make_member(role="coordinator"))
    url = reverse("practices:topic", args=["matching"])
    sent = {f"name_{code}": f"Sparrow {code}" for code in LANGUAGES}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {**sent, "group": "phase", "esco": ""})
    making.work()
    assert list(Practice.objects.matching("sparrow lv")) == [row]
    assert list(Practice.objects.matching("matchning")) == []


def test_a_new_topic_can_be_chosen(client):
    client.force_login(make_member(role="coordinator"))
    url = reverse("practices:add_topic")
    client.post(url, {"name_en": "Mentoring in nature – ąžuolas", "group": "model", "esco": ""})
    made = Topic.objects.get(slug="mentoring-in-nature-azuolas")
    assert (made.names, made.name) == (
        {"en": "Mentoring in nature – ąžuolas"},
        "Mentoring in nature – ąžuolas",
    )
    answer = client.post(url, {"name_en": "Mentoring in nature – Ąžuolas", "group": "model", "esco": ""})
    assert "short name already" in answer.content.decode()


def test_a_name_in_english_is_needed(client):
    client.force_login(make_member(role="coordinator"))
    answer = client.post(reverse("practices:add_topic"), {"name_en": "–", "group": "model", "esco": ""})
    assert answer.status_code == 200
    assert Topic.objects.filter(names__en="–").count() == 0


def test_a_retired_topic_is_no_longer_offered(client):
    user = make_member()
    Topic.objects.filter(slug="matching").update(is_retired=True)
    client.force_login(user)
    form = client.get(reverse("practices:create")).context["form"]
    assert "matching" not in form.fields["topics"].queryset.values_list("slug", flat=True)
