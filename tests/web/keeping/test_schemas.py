"""What was added to PostgreSQL stays when restored tables take the place of the old ones."""

from pathlib import Path

import pytest
from tests.web.postgres_server import database, printed_by  # noqa: F401 - a fixture

SCRIPT = Path(__file__).with_name("postgres_schemas.py")


@pytest.mark.enable_socket
def test_a_restored_installation_keeps_its_indexes_of_words(database, tmp_path):  # noqa: F811 - the fixture
    assert printed_by(SCRIPT, database, tmp_path / "data") == {
        "at first": "public",
        "both indexed": 2,
        "afterwards": ("public", [("public",)]),
        "found": True,
    }
