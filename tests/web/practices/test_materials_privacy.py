"""What looks personal is found, and can be made unreadable."""

import pytest
from django.urls import reverse
from tests.conftest import make_member
from tests.web.practices.making_challenges import make_material

from mentorway.web.practices.analysis.material_privacy import blanked, traces
from mentorway.web.practices.models import Material


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("write to anna.ozola@skola.example.lv, she answers", ["email"]),
        ("call +370 612 34567 or 040-123 4567", ["phone", "phone"]),
        ("hetu 131052-308T", ["FI"]),
        ("hetu 010594Y9032", ["FI"]),
        ("hetu 010594Y9033", []),  # its check sign is wrong
        ("personnummer 811218-9876", ["SE"]),
        ("personnummer 19811218-9876", ["SE"]),
        ("personas kods 161175-19997", ["LV"]),
        ("personas kods 32673788904", ["LV"]),
        ("asmens kodas 33309240064", ["LT"]),
        ("asmens kodas 33309240065", []),
        ("in 2026 we met 12 times, on 2026-03-02, for 1 500 000 euros", []),
        ("versions 3.11 and 5.2, room 214", []),
        ("", []),
    ],
)
def test_what_looks_personal_is_found(text, kinds):
    assert [one.kind for one in traces(text)] == kinds


def test_blanking_leaves_every_other_sign_where_it_is():
    text = "Ask a@b.lt, or b@c.fi."
    after = blanked(text, traces(text))
    assert after == "Ask ██████, or ██████."
    assert traces(after) == []


def test_a_very_long_text_is_looked_through_quickly():
    assert len(traces("a.b-c+d 123 456 " * 20_000)) == 0


@pytest.mark.django_db
def test_the_owner_blanks_what_was_found_in_text_and_passages(client):
    owner = make_member(role="admin")
    row = make_material(owner, text="Write to anna@example.org.\n\nOr do not.")
    client.force_login(owner)
    warned = client.get(reverse("practices:material", args=[row.token]))
    client.post(reverse("practices:blank_material", args=[row.token]))
    row = Material.objects.get()
    assert warned.context["traces"] == 1
    assert row.text == "Write to ████████████████.\n\nOr do not."
    assert [one.text for one in row.passages.all()] == ["Write to ████████████████.", "Or do not."]
    assert "anna" not in row.search_text
