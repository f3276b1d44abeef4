"""What an older installation compared is moved to analyses; addresses stay."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.web.test_postgres import database

__all__ = ["database"]
pytestmark = pytest.mark.long
JOURNEY = Path(__file__).with_name("moving_journey.py")
HASH = "a" * 64


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
    return json.loads(run.stdout.strip().splitlines()[-1])


EXPECTED = {
    "same": True,
    "Stored": [[["Stored", "A", [2, 1]]], [[1, HASH, "a.csv"]]],
    "Failed": [[["Failed", "A", [1]]], []],
    "Only read": [[], []],
    "editions": [1, 1],
    "findings": [True, True],
}


def test_every_comparison_is_moved_to_one_analysis_of_its_answers(tmp_path):
    assert moved(tmp_path) == EXPECTED


@pytest.mark.enable_socket
def test_every_comparison_is_moved_on_postgresql(tmp_path, database):
    assert moved(tmp_path, DATABASE_URL=database) == EXPECTED
