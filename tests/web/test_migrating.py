"""A new database is migrated the short way, and holds what Django's own way makes."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations import Migration, RunPython
from django.db.migrations.operations import AddField, AlterField
from django.db.models import CharField

from mentorway.web.management import migrating

ROOT = Path(__file__).parents[2]
PLAIN = "from django.core.management import call_command; import django; django.setup()\n"
# What is drawn or read from the clock when a row is made.
OWN = {"applied", "created", "token", "key", "at"}


def migrated(folder, before=""):
    """Migrate a new database in a process of its own; return what stands in it."""
    folder.mkdir(mode=0o700)
    environ = {
        **os.environ,
        "MENTORWAY_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
    }
    environ |= {"PYTHONPATH": str(ROOT / "src")}
    code = f"{PLAIN}{before}call_command('migrate', verbosity=0)"
    subprocess.run([sys.executable, "-c", code], env=environ, check=True, cwd=ROOT)  # noqa: S603 - our own code
    with closing(sqlite3.connect(folder / "mentorway.sqlite3")) as found:
        schema = found.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
        ).fetchall()
        return schema, {name: rows_of(found, name) for kind, name, *_more in schema if kind == "table"}


def rows_of(found, table):
    """Return the rows of a table without what differs each time."""
    names = [row[1] for row in found.execute(f'PRAGMA table_info("{table}")')]
    kept = [name for name in names if name not in OWN]
    rows = found.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608
    return sorted(
        repr([value for name, value in zip(names, row, strict=True) if name in kept]) for row in rows
    )


@pytest.mark.long
def test_both_ways_make_the_same_database(tmp_path):
    short = migrated(tmp_path / "short")
    plain = "from mentorway.web.management import migrating\nmigrating.is_empty = lambda _found: False\n"
    django = migrated(tmp_path / "django", plain)
    assert short[0] == django[0]
    assert short[1] == django[1]
    assert len(short[0]) > 800


@pytest.mark.django_db
def test_only_a_database_without_tables_is_taken_the_short_way():
    assert not migrating.is_empty(connection)


def test_afterwards_migrations_are_applied_as_django_does():
    before = Migration.apply
    with migrating.quickly():
        assert Migration.apply is not before
    assert Migration.apply is before


@pytest.mark.parametrize(
    ("step", "looks"),
    [
        (AddField("partner", "town", CharField(max_length=9)), False),
        (AlterField("partner", "town", CharField(max_length=9)), False),
        (AlterField("partner", "town", CharField(max_length=9, unique=True)), True),
        (AlterField("partner", "town", CharField(max_length=9, primary_key=True)), True),
        (RunPython(RunPython.noop), True),
    ],
)
def test_a_step_that_may_look_around_finds_all_classes(step, looks):
    assert migrating._looks_around(step) is looks
