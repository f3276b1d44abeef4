"""The whole example on both databases: backup, restore, export, import, there and back."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.web.postgres_server import databases

from mentorway.web.management.keeping import archive

LOADED = os.environ.get("MENTORWAY_DRILL_DATA", "")  # an SQLite installation that is there already
PASSPHRASE = "correct horse battery"  # noqa: S105
pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(
        not os.environ.get("MENTORWAY_DRILL"), reason="takes many minutes; `make restore-drill` runs it"
    ),
]


class Installation:
    """A data folder and a database, told what to do by commands."""

    def __init__(self, data: Path, url: str = "") -> None:
        self.data, self.url = data, url
        data.mkdir(exist_ok=True)

    def __call__(self, name, *more):
        kept = {key: value for key, value in os.environ.items() if key != "MENTORWAY_PUBLIC_URL"}
        began = time.monotonic()
        run = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "django", name, *map(str, more)],
            env={
                **kept,
                "MENTORWAY_DATA": str(self.data),
                "DATABASE_URL": self.url,
                "MENTORWAY_PASSPHRASE": PASSPHRASE,
                "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
            },
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        sys.stdout.write(f"{name} {time.monotonic() - began:.1f} s\n{run.stdout}")
        assert run.returncode == 0, run.stderr
        return run.stdout


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The example programme on SQLite."""
    if LOADED:
        return Installation(Path(LOADED))
    made = Installation(tmp_path_factory.mktemp("example"))
    made("migrate", "-v0")
    made("load_example", "-v0")
    return made


@pytest.fixture
def postgresql():
    """What makes empty databases, dropped afterwards."""
    with databases() as made:
        yield made


def exported(installation, path):
    """Return every member of an export by its SHA-256, tables row by row included."""
    installation("export_programme", path, "-v0")
    folder = path.with_suffix(".apart")
    folder.mkdir()
    read = archive.taken_apart(path, folder, PASSPHRASE)
    assert sum(read.facts["rows"].values()) > 10_000
    return {name: one.sha256 for name, one in read.members.items()}


def files_of(data):
    left = (
        "static/",
        "comparison/drawings/",
        "mentorway.sqlite3",
        "limits.sqlite3",
        "last-backup.json",
        "moved-",
        ".",
    )
    return {
        path.relative_to(data).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in data.rglob("*")
        if path.is_file() and not path.relative_to(data).as_posix().startswith(left)
    }


def test_the_example_goes_from_sqlite_to_sqlite_to_postgresql_and_back(example, postgresql, tmp_path):
    first = exported(example, tmp_path / "one.programme")
    second = Installation(tmp_path / "second")
    second("import_programme", tmp_path / "one.programme")
    assert exported(second, tmp_path / "two.programme") == first, "every row and file is as it was"
    third = Installation(tmp_path / "third", postgresql())
    third("import_programme", tmp_path / "two.programme")
    assert exported(third, tmp_path / "three.programme") == first
    fourth = Installation(tmp_path / "fourth")
    fourth("import_programme", tmp_path / "three.programme")
    assert exported(fourth, tmp_path / "four.programme") == first


def test_a_backup_of_either_database_comes_back(example, postgresql, tmp_path):
    example("backup", tmp_path / "sqlite.backup", "--check")
    again = Installation(tmp_path / "again")
    again("restore", tmp_path / "sqlite.backup")
    assert files_of(again.data) == files_of(example.data)
    before = exported(example, tmp_path / "a.programme")
    assert exported(again, tmp_path / "b.programme") == before
    on_postgresql = Installation(tmp_path / "postgresql", postgresql())
    on_postgresql("import_programme", tmp_path / "a.programme")
    on_postgresql("backup", tmp_path / "postgresql.backup", "--check")
    back = Installation(tmp_path / "back", postgresql())
    back("restore", tmp_path / "postgresql.backup")
    assert exported(back, tmp_path / "c.programme") == before
    back("restore", tmp_path / "postgresql.backup", "--replace", "--yes")
    assert exported(back, tmp_path / "d.programme") == before
