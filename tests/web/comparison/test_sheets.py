"""Long pictures are put together of two sheets."""

from dataclasses import replace

import pytest
from django.urls import reverse
from tests.conftest import make_member
from tests.web.comparison.making import make_done

from mentorway.web.comparison import exports
from mentorway.web.comparison.analysis.comparing import result_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = make_member()
    client.force_login(user)
    user.partner = user.partners.get()
    return user


def url(name, comparison, *more):
    return reverse(f"comparison:{name}", args=[comparison.pk, *more])


def test_long_pictures_stand_side_by_side_and_every_sheet_is_there(client, member):
    comparison = make_done(member.partner)
    scale = result_of(comparison.finding).scales[0]
    sheets = exports.sheets_of(scale)
    assert sheets["answers"] == ["answers.1", "answers.2"]
    page = client.get(url("scale", comparison, 1)).content.decode()
    for kind in sheets["answers"]:
        address = url("drawing", comparison, kind, 1, "en")
        assert address in page
        assert b"<svg" in client.get(address).content
    drawn = [
        exports.drawing(comparison.finding, f"{kind}.{part}", 1, "en")
        for kind in ("profiles", "scores", "forest")
        for part in (1, 2)
    ]
    assert all(one and b"<svg" in one for one in drawn)


def test_short_pictures_are_one_sheet(member):
    scale = result_of(make_done(member.partner).finding).scales[0]
    short = replace(scale, items=scale.items[:2], answers=scale.answers[:2], mean_differences=(), scores=None)
    assert exports.sheets_of(short) == {
        "profiles": ["profiles"],
        "answers": ["answers"],
        "forest": ["forest"],
        "scores": ["scores"],
    }
    alone = replace(scale, items=scale.items[:1], answers=scale.answers[:1])
    assert exports.sheets_of(alone)["answers"] == ["answers"]
