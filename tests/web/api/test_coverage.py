"""All that a person can do, a program can do: no page is forgotten, and what is said of one is true."""

import pytest
from django.urls import reverse
from tests.web.api.reading import assert_read_right
from tests.web.sharing import _undone_after, shared_world  # noqa: F401 - a fixture
from tests.web.test_access import ADDRESSES

from mentorway.web.api.analysis import catalogue, views
from mentorway.web.api.analysis.catalogue import EXCEPTIONS, every_place, places, reason
from mentorway.web.api.openapi import document

everybody = shared_world()


@pytest.mark.django_db  # so that pytest-django makes the database that the others share
def test_every_address_is_a_page_a_file_a_deed_or_left_out_for_a_reason():
    missing = [
        one.name
        for one in every_place()
        if one.name not in places() and not reason(one) and not one.name.startswith("api:v1:")
    ]
    assert missing == []


def test_what_is_left_out_is_there_to_be_left_out():
    later = {"socialaccount_*", "saml*", "openid*"}
    names = [one.name for one in every_place()]
    stale = [
        pattern
        for pattern in EXCEPTIONS
        if pattern not in later and not any(catalogue.fnmatchcase(name, pattern) for name in names)
    ]
    assert stale == []


def test_who_signs_in_sends_nothing_anywhere_that_is_no_deed():
    """A page on which a signed-in person sends something is a deed, unless it is left out by name."""
    sends = {one.name for one in every_place() if one.is_deed and not reason(one)}
    assert sends == {name for name, one in places().items() if one.is_deed}
    assert len(sends) > 400


def test_every_deed_page_and_file_has_an_operation_of_its_own():
    paths = document()["paths"]
    for name, place in places().items():
        assert ("post" in paths.get(f"/api/v1/deeds/{name}/", {})) == place.is_deed
        kind = "files" if place.is_file else "pages"
        assert ("get" in paths.get(f"/api/v1/{kind}/{name}/", {})) == place.reads


def test_what_asks_once_more_who_it_is_is_no_deed_however_deep_it_asks():
    asking = {"api:new_webhook", "api:change_webhook", "api:renew_webhook", "network:take_second_step"}
    assert asking.isdisjoint(places())
    assert {"api:delete_webhook", "network:remove_person"} <= set(places())


def test_hardly_a_deed_is_without_its_fields():
    silent = [one.name for one in places().values() if one.is_deed and not views.forms_of(one.view)]
    assert len(silent) <= 40, silent


# Those that are looked at anyway, as everybody, are held against the catalogue in test_access.py.
UNSEEN = sorted(name for name in places() if name in ADDRESSES and ADDRESSES[name].method != "get")


@pytest.mark.usefixtures("_undone_after")
@pytest.mark.parametrize("name", UNSEEN)
def test_what_is_said_of_methods_and_files_is_what_views_answer(everybody, name):
    sees_all = "200" in ADDRESSES[name].answers.split()[5]
    path = reverse(name, kwargs=ADDRESSES[name].arguments(everybody.world()))
    answer = everybody.client("staff" if sees_all else "admin").get(path)
    assert_read_right(name, answer)
    answer.close()
