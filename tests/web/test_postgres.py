"""The same product on a real PostgreSQL server, when one can be reached."""

from pathlib import Path

import pytest
from tests.web.postgres_server import database, printed_by  # noqa: F401 - a fixture

JOURNEY = Path(__file__).with_name("postgres_journey.py")


@pytest.mark.long
@pytest.mark.enable_socket
def test_the_network_works_on_postgresql(database, tmp_path):  # noqa: F811 - the fixture
    assert printed_by(JOURNEY, database, tmp_path) == {
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
