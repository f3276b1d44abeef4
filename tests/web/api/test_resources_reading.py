"""Programs read what their owner sees on pages: the same rows, no more, in as many queries however many."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import make_member, make_partner, make_user
from tests.web.api.asking import ROOT, ask, headers, token_for
from tests.web.api.list_making import LISTS
from tests.web.api.resource_making import READS, made

from mentorway.web.api import v1

pytestmark = pytest.mark.django_db


def scope_of(path):
    return f"{path.partition('/')[0]}:read"


@pytest.mark.parametrize("name", READS)
def test_a_list_and_its_rows_are_those_that_the_person_may_see(name):
    partner = make_partner()
    read, row = made(name, partner)
    scope, key = [scope_of(read.path)], read.key(row)
    people = {
        make_member(partner): 200,
        make_member(): read.stranger,
        make_member(role="coordinator"): read.coordinator,
        make_user(): read.stranger,
    }
    for person, wanted in people.items():
        status, said = ask(person, read.path, scopes=scope)
        assert status == 200
        listed = [str(one[read.named]) for one in said["items"]]
        assert (str(key) in listed) == (wanted == 200)
        assert said["count"] == len(listed)
        status, detail = ask(person, f"{read.path}{key}/", scopes=scope)
        assert status == wanted
        if status == 200:
            assert str(detail[read.named]) == str(key)
            assert set(said["items"][0]) <= set(detail) or read.named == "token"


def queries_for(path, person):
    """Return how many rows a list has, and which queries it took."""
    secret = headers(token_for(person, scope_of(path)))
    Client().get(f"{ROOT}{path}", headers=secret)  # what is read once for all is known afterwards
    with CaptureQueriesContext(connection) as found:
        answer = Client().get(f"{ROOT}{path}", headers=secret)
    assert answer.status_code == 200
    return len(answer.json()["items"]), [one["sql"] for one in found]


@pytest.mark.parametrize("name", READS)
def test_many_rows_are_read_in_as_many_queries_as_few(name):
    partner = make_partner()
    read, _row = made(name, partner)
    made(name, partner)
    person = make_member(partner)
    few, queries = queries_for(read.path, person)
    made(name, partner)
    made(name, partner)
    more, later = queries_for(read.path, person)
    assert more == few + 2
    assert len(later) == len(queries), later


@pytest.mark.parametrize("path", LISTS)
def test_many_parts_are_read_in_as_many_queries_as_few(path):
    growing = LISTS[path]()
    for number in range(1, 3):
        growing.grow(number)
    few, queries = queries_for(growing.path, growing.reader)
    for number in range(3, 6):
        growing.grow(number)
    more, later = queries_for(growing.path, growing.reader)
    assert more == few + 3
    assert len(later) == len(queries), later


def test_no_list_is_forgotten():
    """Every list that there is grows in one of the two tests above; addresses are read from code."""
    whole = v1.api.get_openapi_schema(path_prefix="/api/v1/")
    lists = {
        path.removeprefix("/api/v1/")
        for path, methods in whole["paths"].items()
        if "Listing" in str(methods["get"]["responses"][200])
    }
    known = {one.path for one in READS.values()} | set(LISTS) | {"deeds/", "pages/", "files/"}
    assert lists == known


@pytest.mark.parametrize("name", READS)
def test_a_row_is_read_once(name):
    """The row of a detail is looked for in one query, not once for the door and once for its words."""
    partner = make_partner()
    read, row = made(name, partner)
    secret = headers(token_for(make_member(partner), scope_of(read.path)))
    address = f"{ROOT}{read.path}{read.key(row)}/"
    with CaptureQueriesContext(connection) as found:
        answer = Client().get(address, headers=secret)
    assert answer.status_code == 200
    table = row._meta.db_table
    ends = (" LIMIT 21", " LIMIT 1")  # how one row is asked for
    shown = [one["sql"] for one in found if f'FROM "{table}"' in one["sql"] and one["sql"].endswith(ends)]
    assert len(shown) == 1, shown


@pytest.mark.parametrize("path", ["network/partners/", "plan/projects/", "mentoring/rounds/"])
def test_words_that_are_too_long_are_refused_and_not_cut(path):
    status, said = ask(make_member(), path, scopes=[scope_of(path)], q="x" * 201)
    assert (status, list(said["errors"])) == (422, ["q"])


@pytest.mark.parametrize("name", READS)
def test_rows_come_page_by_page(name):
    partner = make_partner()
    read, _row = made(name, partner)
    made(name, partner)
    person, scope = make_member(partner), [scope_of(read.path)]
    _status, first = ask(person, read.path, scopes=scope, limit=1)
    _status, second = ask(person, read.path, scopes=scope, limit=1, page=2)
    assert (first["count"], len(first["items"]), len(second["items"])) == (2, 1, 1)
    assert first["items"][0][read.named] != second["items"][0][read.named]
    assert "page=2" in first["next"]
    assert second["next"] is None


@pytest.mark.parametrize("name", READS)
def test_another_scope_opens_nothing(name):
    assert ask(make_member(), READS[name].path, scopes=["accounts:read"])[0] == 403


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("network/partners/", {"country": "XX"}),
        ("network/partners/", {"sort": "secret"}),
        ("network/visits/", {"partner": "x"}),
        ("network/agreements/", {"state": "gone"}),
        ("practices/practices/", {"strength": 9}),
        ("dissemination/claims/", {"state": "maybe"}),
        ("plan/projects/", {"limit": 9999}),
    ],
)
def test_what_cannot_be_chosen_is_said_by_field(path, query):
    status, said = ask(make_member(), path, scopes=[scope_of(path)], **query)
    assert status == 422
    assert set(said["errors"]) == set(query)


def test_words_and_choices_narrow_a_list():
    user = make_member(make_partner(name="Oak school", country="LV"))
    make_partner(name="Pine school", country="LT")
    for query, names in (
        ({"q": "pine"}, ["Pine school"]),
        ({"country": "LV"}, ["Oak school"]),
        ({"q": "school", "country": "LT"}, ["Pine school"]),
        ({"q": "nothing"}, []),
        ({"q": "school", "sort": "newest"}, ["Pine school", "Oak school"]),
    ):
        _status, said = ask(user, "network/partners/", scopes=["network:read"], **query)
        assert [one["name"] for one in said["items"]] == names


def test_people_of_a_partner_are_told_to_its_members_and_coordinators_only():
    partner = make_partner()
    member = make_member(partner, name="Aino Ek")
    path = f"network/partners/{partner.pk}/"
    for person, names in (
        (member, {"Aino Ek"}),
        (make_member(role="coordinator"), {"Aino Ek"}),
        (make_member(), None),
    ):
        status, said = ask(person, path, scopes=["network:read"])
        assert status == 200
        assert (said["people"] and {one["name"] for one in said["people"]}) == names
        assert (said["contacts"] is None) == (names is None)
    assert ask(make_user(), path, scopes=["network:read"])[0] == 404


def test_what_is_kept_about_a_person_is_told_to_that_person():
    user = make_member(name="Aino Ek")
    status, said = ask(user, "privacy/mine/", scopes=["privacy:read"])
    assert status == 200
    assert {one["table"]: one["count"] for one in said["tables"]}["accounts.User"] == 1
    assert "Aino" not in str(said)
