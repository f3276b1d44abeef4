"""Every address, as every kind of person."""

from importlib import import_module
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver, reverse
from tests.web.access_table import PEOPLE, make_world

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


def test_every_address_is_declared_and_nothing_else():
    assert sorted(ADDRESSES) == sorted(set(names(get_resolver())))


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_everyone_gets_what_is_declared(client, name):
    address, world, got = ADDRESSES[name], make_world(), {}
    url = reverse(name, kwargs=address.arguments(world))
    for person in PEOPLE:
        client.logout()
        if world.people[person]:
            client.force_login(world.people[person])
        got[person] = answer(getattr(client, address.method)(url))
    assert got == dict(zip(PEOPLE, address.answers.split(), strict=True))


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_who_may_not_look_may_not_send_either(client, name):
    address, world = ADDRESSES[name], make_world()
    url = reverse(name, kwargs=address.arguments(world))
    refused = {
        person: declared
        for person, declared in zip(PEOPLE, address.answers.split(), strict=True)
        if declared in {"login", "403", "404"}
    }
    got = {}
    for person, declared in refused.items():
        client.logout()
        if world.people[person]:
            client.force_login(world.people[person])
        said = answer(client.post(url, {"role": "coordinator", "email": "x@example.org"}))
        # A page that only shows refuses every sending; who is signed out is shown what they sent, unsaved.
        is_refused = said == "405" or (declared, said) == ("login", "403")
        got[person] = declared if is_refused else said
    assert got == refused
