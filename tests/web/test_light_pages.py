"""What many people look at loads no large library: a web process starts quickly and stays small."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.long, pytest.mark.django_db]  # so that there is a file of the migrated tables

SCRIPT = Path(__file__).with_name("light_pages.py")
NUMBERS = {"pyarrow", "scipy"}  # what the pages of an activity may load: they show what was computed
MAY_LOAD = {
    "front": set(),
    "sign-in": set(),
    "home": set(),
    "journey": set(),
    "search": set(),
    "training": set(),
    "mentoring": {*NUMBERS, "ortools"},  # its solver of flows alone
    "dissemination": {*NUMBERS, "ortools"},  # its solver of linear programmes alone
    "api": {*NUMBERS, "ortools", "pandas"},  # it looks at every page there is
    "plan": {*NUMBERS, "ortools", "pandas"},  # its solver of constraints, which loads pandas
}  # fmt: skip


@pytest.fixture(scope="module")
def loaded(django_db_setup, tmp_path_factory):
    """Each page with its status and the large libraries that a fresh process has loaded for it."""
    if django_db_setup is None:
        pytest.skip("there is no file of the migrated tables")
    data = tmp_path_factory.mktemp("light")
    data.chmod(0o700)
    shutil.copy(django_db_setup, data / "mentorway.sqlite3")
    environ = {key: value for key, value in os.environ.items() if not key.startswith("DATABASE_URL")}
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(SCRIPT)],
        env={**environ, "MENTORWAY_DATA": str(data), "MENTORWAY_DEBUG": "1"},
        capture_output=True, text=True, timeout=500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {name: (status, set(libraries)) for name, (status, libraries) in json.loads(done.stdout).items()}


def test_pages_of_every_activity_were_answered(loaded):
    failed = {name for name, (status, _libraries) in loaded.items() if status in {"failed", 400, 500}}
    assert (failed, loaded["front"][0], loaded["sign-in"][0]) == (set(), 200, 200)
    assert len(loaded) > len(MAY_LOAD)


def test_no_page_loads_more_than_it_may(loaded):
    too_much = {
        name: more for name, (_s, found) in loaded.items() if (more := found - MAY_LOAD.get(name, NUMBERS))
    }
    assert too_much == {}
