"""Lists come in pages whose links keep what was chosen."""

import pytest
from django.test import RequestFactory

from mentorway.web.core.paging import choice_of, number_in, paged, query_of, words_of


def asked(**query):
    return RequestFactory().get("/", query)


def test_the_words_of_a_search_are_short_and_clean():
    assert words_of(asked(q=f"  a\x00b {'c' * 300}")) == f"ab {'c' * 197}"
    assert words_of(asked()) == ""


@pytest.mark.parametrize(("wanted", "found"), [("title", "title"), ("password", "new"), ("", "new")])
def test_only_what_is_allowed_is_chosen(wanted, found):
    assert choice_of(asked(order=wanted), "order", ["title", "new"], usual="new") == found


@pytest.mark.parametrize(("wanted", "number"), [("2", 2), ("99", 3), ("-1", 3), ("x", 1), ("", 1)])
def test_a_page_that_is_not_there_is_the_nearest(wanted, number):
    assert paged(asked(page=wanted), range(5), size=2)["page"].number == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("0", 0),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("9" * 5000, None),
        ("", None),
        ("-1", None),
    ],
)
def test_a_number_in_an_address_is_short_or_none(text, number):
    assert number_in(text) == number


def test_links_keep_what_was_chosen():
    context = paged(asked(), range(5), chosen={"q": "a&b", "state": ""})
    assert (context["query"], list(context["page"])) == ("q=a%26b&", [0, 1, 2, 3, 4])
    assert query_of({}) == paged(asked(), [])["query"] == ""
