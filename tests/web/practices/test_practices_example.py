"""The synthetic practices that an installation starts with."""

import pytest
from django.urls import reverse

from mentorway.web.accounts.models import User
from mentorway.web.network import example as network
from mentorway.web.network.example import people
from mentorway.web.practices import example
from mentorway.web.practices.example import practices
from mentorway.web.practices.models import Practice, Review, Transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def _example(settings, tmp_path):
    tmp_path.chmod(0o700)
    settings.MENTORWAY_DATA = tmp_path
    _load()


def _load():
    """Load as `load_example` does, but these two activities only: all of them take long."""
    partner = people.load(people.password())["FI"]
    network.load(partner)
    example.load(partner)


@pytest.mark.usefixtures("_example")
def test_six_practices_in_several_states_are_named_as_examples(client, mailoutbox):
    rows = Practice.objects.filter(is_example=True)
    assert sorted(rows.values_list("state", flat=True)) == [
        "accepted",
        "changes",
        "draft",
        "published",
        "review",
        "review",
    ]
    assert set(rows.values_list("language", flat=True)) == {"en", "fi", "lt", "lv", "sv"}
    counts = (rows.count(), Review.objects.count(), Transfer.objects.count())
    _load()
    assert (rows.count(), Review.objects.count(), Transfer.objects.count()) == counts == (6, 12, 5)
    assert mailoutbox == []
    for email in ("coordinator@example.org", "member@example.org"):
        client.force_login(User.objects.get(email=email))
        for row in rows:
            page = client.get(reverse("practices:practice", args=[row.pk])).content.decode()
            assert "Synthetic example" in page


def test_two_practices_are_translated_into_two_languages_and_said_to_be_drafts(client):
    practices.load(people.load("a password of examples")["FI"])
    rows = {row.language: row for row in Practice.objects.filter(document__languages__is_source=False)}
    assert {code: [one.code for one in row.document.languages.all()] for code, row in rows.items()} == {
        "fi": ["fi", "en", "lt"],
        "sv": ["sv", "en", "fi"],
    }
    address = reverse("practices:public_practice", args=[rows["fi"].token])
    page = client.get(address, {"language": "lt"})
    assert page.context["texts"]["title"].text.startswith("Pavyzdys: į pensiją")
    assert page.context["missing"] == page.context["stale"] == []
    assert "no native reader has checked yet" in page.content.decode()
    assert "no native reader" not in client.get(address, {"language": "fi"}).content.decode()
    assert list(Practice.objects.matching("besimokantieji")) == [rows["fi"]]
