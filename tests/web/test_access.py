"""Every address, as every kind of person."""

from importlib import import_module
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver, reverse
from tests.web.access_table import PEOPLE
from tests.web.api.reading import assert_read_right
from tests.web.sharing import _undone_after, shared_world, undone  # noqa: F401 - a fixture

from mentorway.web.api.analysis.catalogue import places

HERE = Path(__file__).parent
TABLES = sorted(path.stem for path in HERE.glob("access_*.py") if path.stem != "access_table")
ADDRESSES = {
    name: address
    for table in TABLES
    for name, address in import_module(f"tests.web.{table}").ADDRESSES.items()
}


def names(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}"


def answer(response):
    to_login = response.headers.get("Location", "").startswith("/account/login/?next=")
    return "login" if to_login else str(response.status_code)


@pytest.mark.django_db  # so that pytest-django makes the database that the others share
def test_every_address_is_declared_and_nothing_else():
    assert sorted(ADDRESSES) == sorted(set(names(get_resolver())))


everybody = shared_world()


@pytest.mark.usefixtures("_undone_after")
@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_everyone_gets_what_is_declared_and_who_may_not_look_may_not_send_either(name, everybody):
    address, world = ADDRESSES[name], everybody.world()
    url = reverse(name, kwargs=address.arguments(world))
    answers = {}
    for person in PEOPLE:
        with undone():
            answers[person] = getattr(everybody.client(person), address.method)(url)
    got = {person: answer(response) for person, response in answers.items()}
    declared = dict(zip(PEOPLE, address.answers.split(), strict=True))
    assert got == declared
    if address.method == "get" and name in places():  # the rest is looked at in api/test_coverage.py
        assert_read_right(name, answers["staff" if got["staff"] == "200" else "admin"])
    refused = {person: said for person, said in declared.items() if said in {"login", "403", "404"}}
    assert {person: sent(everybody.client(person), url, refused[person]) for person in refused} == refused


def sent(client, url, declared):
    """Return what somebody gets who sends to a page that they may not see."""
    said = answer(client.post(url, {"role": "coordinator", "email": "x@example.org"}))
    # A page that only shows refuses every sending; who is signed out is shown what they sent, unsaved.
    is_refused = said == "405" or (declared, said) == ("login", "403")
    return declared if is_refused else said
