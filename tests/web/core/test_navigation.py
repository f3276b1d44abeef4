"""The activity that a page belongs to is marked in the navigation, however deep its address."""

import pytest
from django.urls import reverse
from tests.conftest import make_member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "activity"),
    [
        ("methodology:questionnaires", "methodology"),
        ("methodology:methodology:list", "methodology"),
        ("comparison:comparisons", "comparison"),
        ("pilots:cohorts", "pilots"),
        ("pilots:new_cohort", "pilots"),
    ],
)
def test_the_activity_is_marked(client, address, activity):
    client.force_login(make_member())
    navigation = client.get(reverse(address)).context["navigation"]
    assert [each.app for each, here in navigation if here] == [activity]
