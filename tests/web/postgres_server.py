"""An empty database on a real PostgreSQL server, when one can be reached, and scripts that run on it."""

import ast
import os
import subprocess
import sys
import uuid
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

NAMED = os.environ.get("MENTORWAY_TEST_POSTGRES", "")
USUAL = "postgres://%2Fvar%2Frun%2Fpostgresql/postgres"
URL = NAMED or USUAL


@pytest.fixture
def database():
    """The address of an empty database, dropped afterwards."""
    try:
        server = psycopg.connect(URL, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if NAMED and os.environ.get("CI"):
            pytest.fail(f"MENTORWAY_TEST_POSTGRES is set, but no server answers: {error}")
        pytest.skip(f"no PostgreSQL server answers at {URL}; name one in MENTORWAY_TEST_POSTGRES")
    name = f"mentorway_test_{uuid.uuid4().hex[:12]}"
    with server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(URL)._replace(path=f"/{name}"))
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def printed_by(script, database, data):
    """Run a script with Django on a database, and return the value that it prints."""
    environ = {
        **os.environ,
        "DATABASE_URL": database,
        "MENTORWAY_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
    }
    run = subprocess.run(  # noqa: S603
        [sys.executable, str(script)], env=environ, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return ast.literal_eval(run.stdout)
