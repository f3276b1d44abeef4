"""Practices that were written before they could be translated can be translated too, and are still found."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.web.test_postgres import database

__all__ = ["database"]
pytestmark = pytest.mark.long
JOURNEY = Path(__file__).with_name("documents_journey.py")


def moved(tmp_path, database=""):
    environ = {
        **os.environ,
        "MENTORWAY_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
        "DATABASE_URL": database,
    }
    run = subprocess.run(  # noqa: S603
        [sys.executable, str(JOURNEY)], env=environ, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return ast.literal_eval(run.stdout)


def expected(vendor):
    return {
        "Tammi": [("fi", "Suomi", True)],
        "Ąžuolas": [("lt", "Lietuvių", True)],
        "found": ["Ąžuolas"],
        "vendor": vendor,
    }


def test_every_practice_gets_a_document_in_its_language(tmp_path):
    assert moved(tmp_path) == expected("sqlite")


@pytest.mark.enable_socket
def test_every_practice_gets_a_document_on_postgresql(tmp_path, database):
    assert moved(tmp_path, database) == expected("postgresql")
