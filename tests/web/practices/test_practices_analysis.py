"""Differences, completeness, search texts."""

import pytest
from tests.counting import at_most
from tests.web.practices import practices_making as making

from mentorway.web.practices.analysis import differences, searching
from mentorway.web.practices.analysis.differences import Kind, pieces
from mentorway.web.practices.models import Practice


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "new text"), ("old", ""), ("ąžuolas auga", "ąžuolas neauga"), ("a\nb", "a\n\nb"), ("x", "x")],
)
def test_the_pieces_make_up_both_texts(before, after):
    found = pieces(before, after)
    assert "".join(one.text for one in found if one.kind != Kind.REMOVED) == after
    assert "".join(one.text for one in found if one.kind != Kind.ADDED) == before


@pytest.mark.parametrize("text", ["a " * 10_000, "ab" * 10_000, "\n" * 20_000, "word. " * 3300])
def test_texts_made_to_cost_time_do_not(text):
    with at_most(1_000):
        pieces(text, f"x {text[:-7]} y")


def test_only_fields_that_differ_are_named():
    found = differences.differences({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": "4"})
    assert [one.name for one in found] == ["b", "c"]


@pytest.mark.django_db
def test_search_texts_can_be_made_again():
    row = making.make_practice(need="# Heading\n\n* **Žvirblis** [link](https://example.org)")
    Practice.objects.update(search_text="", title_key="")
    assert searching.reindex(Practice.objects.all()) == 1
    row.refresh_from_db()
    assert "heading zvirblis link" in row.search_text
    assert "https" not in row.search_text
