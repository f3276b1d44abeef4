"""The synthetic practices that an installation starts with."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from mentorway.web.accounts.models import User
from mentorway.web.practices.models import Practice, Review, Transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def _example(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path
    call_command("load_example", verbosity=0)


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
    call_command("load_example", verbosity=0)
    assert (rows.count(), Review.objects.count(), Transfer.objects.count()) == counts == (6, 12, 5)
    assert mailoutbox == []
    for email in ("coordinator@example.org", "member@example.org"):
        client.force_login(User.objects.get(email=email))
        for row in rows:
            page = client.get(reverse("practices:practice", args=[row.pk])).content.decode()
            assert "Synthetic example" in page
