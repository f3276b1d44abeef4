"""Searching on a real PostgreSQL server, when one can be reached."""

import uuid
from pathlib import Path

import psycopg
import pytest
from tests.web.postgres_server import databases, server, told_by

SCRIPT = Path(__file__).with_name("postgres_search.py")
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
def test_searching_works_on_postgresql(tmp_path):
    with databases() as made:
        assert told_by(SCRIPT, made(), tmp_path) == ({"indexes": [True], **FOUND}, "")


@pytest.mark.enable_socket
def test_a_role_that_may_not_add_trigrams_searches_without_index(tmp_path):
    role = f"role_{uuid.uuid4().hex[:12]}"
    with server() as connection:
        connection.execute(f'CREATE ROLE "{role}"')
        try:
            with databases() as made:
                address = made()
                with psycopg.connect(address, autocommit=True) as own:
                    own.execute(f'GRANT ALL ON SCHEMA public TO "{role}"')
                facts, said = told_by(SCRIPT, address, tmp_path, PGOPTIONS=f"-c role={role}")
        finally:
            connection.execute(f'DROP ROLE "{role}"')
    assert (facts, "CREATE EXTENSION pg_trgm" in said) == ({"indexes": [], **FOUND}, True)
