"""Installations made before translations had an app of their own keep all of them."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.web.test_postgres import database

__all__ = ["database"]
pytestmark = pytest.mark.long
JOURNEY = Path(__file__).with_name("moving_journey.py")


def moved(tmp_path, **more):
    environ = {
        **os.environ,
        "MENTORWAY_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
        **more,
    }
    run = subprocess.run(  # noqa: S603
        [sys.executable, str(JOURNEY)], env=environ, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return ast.literal_eval(run.stdout)


def expected(vendor):
    return {
        "First": [["en", "lv"], ["reviewer"], "First", "First", "First"],
        "Second": [["en", "sv"], ["reviewer"], "Second", "Second", "Second"],
        "left": ["Second"],
        "vendor": vendor,
    }


def test_every_translation_is_moved_to_a_document_of_its_questionnaire(tmp_path):
    assert moved(tmp_path) == expected("sqlite")


@pytest.mark.enable_socket
def test_every_translation_is_moved_on_postgresql(tmp_path, database):
    assert moved(tmp_path, DATABASE_URL=database) == expected("postgresql")
