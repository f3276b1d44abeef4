"""One world for all tests of a module: made once, looked at by each test inside a savepoint of its own."""

from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client
from tests.conftest import give_back_what_migrations_gave
from tests.web.access_table import PEOPLE, make_world


@contextmanager
def undone():
    """Undo whatever is written inside, as Django's own test cases do."""
    block = transaction.atomic()
    block._from_testcase = True  # so that actions may ask for the outermost transaction
    with block:
        yield
        transaction.set_rollback(True)


class Shared:
    """Six kinds of people, signed in once, and their partner."""

    def __init__(self, *, checks_csrf):
        self._world = make_world()
        self._clients = {person: Client(enforce_csrf_checks=checks_csrf) for person in PEOPLE}
        for person, client in self._clients.items():
            if self._world.people[person]:
                client.force_login(self._world.people[person])
        self._cookies = {person: deepcopy(client.cookies) for person, client in self._clients.items()}

    def world(self):
        """Return the world with no things in it yet: those of the test before are gone."""
        return replace(self._world, things={})

    def client(self, person):
        """Return the browser of a person, as it was when they had just signed in."""
        client = self._clients[person]
        client.cookies = deepcopy(self._cookies[person])
        return client


def shared_world(*, checks_csrf=False):
    """Return a fixture of module scope, to be named `everybody`."""

    @pytest.fixture(scope="module")
    def everybody(django_db_setup, django_db_blocker):
        with django_db_blocker.unblock(), undone():
            give_back_what_migrations_gave()
            yield Shared(checks_csrf=checks_csrf)

    return everybody


@pytest.fixture
def _undone_after(everybody, django_db_blocker):
    with undone():
        yield
