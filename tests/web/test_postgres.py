"""The same product on a real PostgreSQL server, when one can be reached."""

import ast
import os
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

NAMED = os.environ.get("MENTORWAY_TEST_POSTGRES", "")
USUAL = "postgres://%2Fvar%2Frun%2Fpostgresql/postgres"
URL = NAMED or USUAL
JOURNEY = Path(__file__).with_name("postgres_journey.py")


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


@pytest.mark.enable_socket
def test_the_network_works_on_postgresql(database, tmp_path):
    environ = {
        **os.environ,
        "DATABASE_URL": database,
        "MENTORWAY_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
    }
    run = subprocess.run(  # noqa: S603
        [sys.executable, str(JOURNEY)], env=environ, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert ast.literal_eval(run.stdout) == {
        "vendor": "postgresql",
        "visible": True,
        "only admin stays": True,
        "unknown country": True,
        "twice": True,
        "letters": ["SUCCESSFUL"],
        "cache": 3,
        "version": {
            "refused": dict.fromkeys(
                ("content", "content_hash", "number", "changed_because", "published", "saved whole"), True
            ),
            "kept": True,
            "forgotten": True,
        },
    }
