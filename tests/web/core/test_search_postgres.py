"""Searching on a real PostgreSQL server, when one can be reached."""

import ast
import os
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

URL = os.environ.get("MENTORWAY_TEST_POSTGRES", "") or "postgres://%2Fvar%2Frun%2Fpostgresql/postgres"
SCRIPT = Path(__file__).with_name("postgres_search.py")


@pytest.fixture
def server():
    """A connection to the server, and the name of an empty database on it, dropped afterwards."""
    try:
        connection = psycopg.connect(URL, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        pytest.skip(f"no PostgreSQL server answers at {URL}; name one in MENTORWAY_TEST_POSTGRES")
    name = f"mentorway_test_{uuid.uuid4().hex[:12]}"
    with connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield connection, name
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(name, tmp_path, **environ):
    settings = {
        "DATABASE_URL": urlunsplit(urlsplit(URL)._replace(path=f"/{name}")),
        "MENTORWAY_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(SCRIPT)], env={**os.environ, **settings, **environ},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return ast.literal_eval(done.stdout), done.stderr


FOUND = {
    "piece": ["a", "b"],
    "two words": ["a"],
    "two letters": ["a"],
    "unfolded": [[True, True, False, False]] * 4,
    "marks": [True, False, False],
    "pattern": [],
    "without": ([], ["a", "b"]),
}


@pytest.mark.enable_socket
def test_searching_works_on_postgresql(server, tmp_path):
    assert run(server[1], tmp_path) == ({"indexes": [True], **FOUND}, "")


@pytest.mark.enable_socket
def test_a_role_that_may_not_add_trigrams_searches_without_index(server, tmp_path):
    connection, name = server
    with psycopg.connect(urlunsplit(urlsplit(URL)._replace(path=f"/{name}")), autocommit=True) as own:
        role = f"role_{uuid.uuid4().hex[:12]}"
        own.execute(f'CREATE ROLE "{role}"; GRANT ALL ON SCHEMA public TO "{role}"')
    try:
        facts, said = run(name, tmp_path, PGOPTIONS=f"-c role={role}")
    finally:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
        connection.execute(f'DROP ROLE "{role}"')
    assert (facts, "CREATE EXTENSION pg_trgm" in said) == ({"indexes": [], **FOUND}, True)
