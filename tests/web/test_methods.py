"""Every address, as every kind of person, by every method: what is not for sending changes nothing."""

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse
from tests.conftest import forget_attempts, make_partner
from tests.web.access_table import PEOPLE
from tests.web.sharing import _undone_after, shared_world, undone  # noqa: F401 - a fixture
from tests.web.test_access import ADDRESSES, answer

pytestmark = pytest.mark.long
SENDING = ("PUT", "PATCH", "DELETE")
UNKNOWN = ("TRACE", "CONNECT", "BREW")
REFUSED = {"401", "403", "404", "405"}
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
# Visits of whoever is signed in are remembered, whatever they ask for.
OF_VISITS = {"accounts_usersession"}
everybody = shared_world()


class Written:
    """The tables that statements wrote to."""

    def __init__(self):
        self.tables = set()

    def __call__(self, execute, sql, params, many, context):
        if found := WRITES.match(sql):
            self.tables.add(found[1])
        return execute(sql, params, many, context)


def asked(client, method, url):
    """Return what a method is answered, and the tables it wrote to."""
    written = Written()
    with undone(), connection.execute_wrapper(written):
        said = answer(client.generic(method, url))
    return said, written.tables - OF_VISITS


def careless(_request):
    """A page that does the same whatever it is asked for."""
    make_partner()
    return HttpResponse()


urlpatterns = [path("careless/", careless)]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_page_that_takes_any_method_is_found(settings):
    settings.MIDDLEWARE = []
    assert asked(Client(), "DELETE", "/careless/") == ("200", {"network_partner"})


def faults_of(client, url, *, method, declared):
    """Yield the methods that are answered otherwise than they should be, and how."""
    for sending in (*SENDING, *UNKNOWN):
        said, tables = asked(client, sending, url)
        is_refused = said in REFUSED or said == declared == "login"
        if not is_refused or tables or (sending in UNKNOWN and said != "405"):
            yield sending, said, tables
    for looking in ("HEAD", "OPTIONS"):
        said, tables = asked(client, looking, url)
        # Refusing is right, so is showing nothing (204, 302); a page is there only where GET shows it.
        shown = said == "200" and looking == "HEAD" and declared != "200"
        failed = said.startswith("5") and said != declared
        if shown or failed or (tables and method != "get"):
            yield looking, said, tables


@pytest.mark.usefixtures("_undone_after")
@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_methods_that_a_page_has_not_are_refused_and_change_nothing(name, everybody):
    address, world = ADDRESSES[name], everybody.world()
    url = reverse(name, kwargs=address.arguments(world))
    wrong = {}
    for person, declared in zip(PEOPLE, address.answers.split(), strict=True):
        forget_attempts()
        if found := list(faults_of(everybody.client(person), url, method=address.method, declared=declared)):
            wrong[person] = found
    assert wrong == {}
