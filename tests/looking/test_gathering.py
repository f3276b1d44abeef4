"""Which pages are looked at: links are followed, one page of each kind is kept."""

import doctest

import glossary
import screenshots
from looking import english, gathering
from looking.gathering import Answer, Gathering, links

SITE = {
    "/": '<a href="/list/?page=2">List</a><form action="/change/"><button>Change</button></form>',
    "/list/": "".join(f'<a href="/list/{number}/">One</a>' for number in range(1, 6)),
    "/list/1/": "<p>short</p>",
    "/list/2/": '<p>much longer than the other</p><a href="/list/file/">File</a><a href="/out/">Out</a>',
    "/list/3/": "<p>the longest of all, which is not asked for any more</p>",
}


def kind(path):
    if path in {"/", "/list/", "/list/file/"}:
        return path
    if path == "/out/":
        return "account_logout"
    return "one" if path.startswith("/list/") else None


def gathered(each=2):
    asked = []

    def ask(path):
        asked.append(path)
        return Answer(path, SITE.get(path))

    found = Gathering(ask, kind, each)
    kinds = list(found.walk(["/"]))
    return found, asked, kinds


def test_the_fullest_page_of_each_kind_is_kept():
    found, _asked, _kinds = gathered()
    assert {name: one.path for name, one in found.fullest.items()} == {
        "/": "/",
        "/list/": "/list/",
        "one": "/list/2/",
    }


def test_no_more_pages_of_a_kind_are_asked_for_than_wanted():
    _found, asked, kinds = gathered(each=1)
    assert asked == ["/", "/list/", "/list/1/"]
    assert kinds == ["/", "/list/", "one"]


def test_what_changes_something_is_not_touched():
    _found, asked, _kinds = gathered(each=9)
    assert "/change/" not in asked
    assert "/out/" not in asked


def test_a_file_is_asked_for_once_and_is_no_page():
    found, asked, _kinds = gathered()
    assert asked.count("/list/file/") == 1
    assert "/list/file/" not in found.fullest


def test_a_page_without_anything_leads_nowhere():
    assert links("  ", "/a/") == []


def test_examples_in_the_tools_are_true():
    for module in (english, gathering, glossary, screenshots):
        assert doctest.testmod(module).failed == 0
        assert doctest.testmod(module).attempted > 0
