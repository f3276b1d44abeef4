"""A hundred people press for the last seat at once, from several processes: one has it, the others wait."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.web.test_postgres import database  # noqa: F401 - a fixture

SCRIPT = Path(__file__).with_name("seat_race.py")
PROCESSES = 4


def start(environ, *words):
    return subprocess.Popen(  # noqa: S603
        [sys.executable, str(SCRIPT), *words],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def said(process):
    out, trouble = process.communicate(timeout=550)
    assert process.returncode == 0, trouble
    return ast.literal_eval(out)


def race(environ, hands):
    out, trouble = start(environ, "prepare").communicate(timeout=550)
    assert trouble == "", out
    pressing = [start(environ, "press", str(part), str(hands)) for part in range(PROCESSES)]
    troubles = [said(one) for one in pressing]
    return troubles, said(start(environ, "count"))


def environ_of(tmp_path, address=""):
    return {**os.environ, "DATABASE_URL": address, "MENTORWAY_DATA": str(tmp_path)}


def assert_one_seat(troubles, found, vendor):
    assert troubles == [[], [], [], []]
    assert found == {
        "first": {"enrolled": 1, "waiting": 99},
        "chosen": {"enrolled": 1, "applied": 99},
        "in line": 99,
        "vendor": vendor,
    }


@pytest.mark.long
def test_a_hundred_people_at_once_get_one_seat_on_sqlite(tmp_path, django_db_setup):
    if django_db_setup:  # migrated already: the race is for seats, not for tables
        shutil.copy(django_db_setup, tmp_path / "mentorway.sqlite3")
    assert_one_seat(*race(environ_of(tmp_path), hands=25), "sqlite")


@pytest.mark.long
@pytest.mark.enable_socket
def test_a_hundred_people_at_once_get_one_seat_on_postgresql(database, tmp_path):  # noqa: F811
    assert_one_seat(*race(environ_of(tmp_path, database), hands=12), "postgresql")
