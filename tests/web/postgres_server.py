"""Empty databases on a real PostgreSQL server, when one can be reached, and scripts that run on them."""

import ast
import os
import subprocess
import sys
import uuid
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

NAMED = os.environ.get("MENTORWAY_TEST_POSTGRES", "")
USUAL = "postgres://%2Fvar%2Frun%2Fpostgresql/postgres"
URL = NAMED or USUAL


@contextmanager
def server():
    """A connection to the server; without one, the test is skipped, and fails where one was promised."""
    try:
        connection = psycopg.connect(URL, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if NAMED and os.environ.get("CI"):
            pytest.fail(f"MENTORWAY_TEST_POSTGRES is set, but no server answers: {error}")
        pytest.skip(f"no PostgreSQL server answers at {URL}; name one in MENTORWAY_TEST_POSTGRES")
    with connection:
        yield connection


@contextmanager
def databases():
    """A function that makes an empty database and returns its address; they are dropped afterwards."""
    with server() as connection:
        names = []

        def made():
            names.append(f"mentorway_test_{uuid.uuid4().hex[:12]}")
            connection.execute(f'CREATE DATABASE "{names[-1]}"')
            return address_of(names[-1])

        try:
            yield made
        finally:
            for name in names:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def address_of(name):
    """The address of a database of the server."""
    return urlunsplit(urlsplit(URL)._replace(path=f"/{name}"))


@pytest.fixture
def database():
    """The address of an empty database, dropped afterwards."""
    with databases() as made:
        yield made()


def printed_by(script, database, data):
    """Run a script with Django on a database, and return the value that it prints."""
    return told_by(script, database, data)[0]


def told_by(script, database, data, **more):
    """Run it with ``more`` settings; return the value that it prints, and what it complains of."""
    environ = {
        **os.environ,
        "DATABASE_URL": database,
        "MENTORWAY_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
        **more,
    }
    run = subprocess.run(  # noqa: S603
        [sys.executable, str(script)], env=environ, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return ast.literal_eval(run.stdout), run.stderr
