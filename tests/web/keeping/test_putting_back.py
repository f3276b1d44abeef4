"""A backup of what is here, put back into a process of its own: all of it, and nobody who was erased."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.timezone import now
from tests.conftest import make_member

from mentorway.web.core import tombstones
from mentorway.web.core.tasks import send_letter
from mentorway.web.management.keeping import (
    archive,
    backing_up,
    carried,
    files,
    moving,
    putting_back,
    sealing,
)
from mentorway.web.management.keeping.putting_back import Wish
from mentorway.web.management.keeping.refusing import KeepingError
from mentorway.web.operations.analysis import seeing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cheap_guesses(monkeypatch):
    monkeypatch.setattr(sealing, "COST", 14)


@pytest.fixture
def data(settings, tmp_path):
    """A data folder of this test's own, with its secret and some files."""
    folder = tmp_path / "data"
    folder.mkdir()
    settings.MENTORWAY_DATA = folder
    (folder / "secret-key").write_text(settings.SECRET_KEY)
    for name in ("attachments/plan/a.txt", "study-keys/b.key", "static/c.css", "comparison/drawings/1/d.svg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    for name in ("attachments/plan/e.half", ".keeping-old/f", "limits.sqlite3", "mentorway.sqlite3-wal"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("not kept")
    return folder


def empty(settings, tmp_path):
    """Let another, empty data folder be that of the installation."""
    folder = tmp_path / "empty"
    folder.mkdir()
    settings.MENTORWAY_DATA = folder
    (folder / "secret-key").write_text("another secret " * 5)
    return folder


def rows_of(folder, sql):
    with closing(sqlite3.connect(folder / "mentorway.sqlite3")) as database:
        return database.execute(sql).fetchall()


def test_what_is_kept_is_kept_and_nothing_else(data, tmp_path):
    made = backing_up.back_up(tmp_path / "one")
    folder = tmp_path / "apart"
    folder.mkdir()
    read = archive.taken_apart(made.path, folder)
    assert sorted(read.members) == [
        "database.sqlite3",
        "files/attachments/plan/a.txt",
        "files/secret-key",
        "files/study-keys/b.key",
    ]
    assert read.header["engine"] == "sqlite"
    assert [
        one.name for one in data.iterdir() if one.name.startswith(".keeping-") and one.name != ".keeping-old"
    ] == []
    state = json.loads((data / "last-backup.json").read_text())
    assert (state["size"], state["missing_files"], state["checked"]) == (made.size, 0, None)


def test_what_serving_leaves_behind_is_not_missed_and_keys_stay_in_the_house(data):
    for name in ("counted/1.db", "set-up.json", "addresses.json", "federation/keys/k.pem"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(name)
    kept = set(files.kept_in(data))
    assert kept & {"counted/1.db", "set-up.json", "addresses.json"} == set()
    moved = {way: {one for one in kept if moving._is_moved(one, sealed=way)} for way in (True, False)}
    assert moved[True] - moved[False] == {"federation/keys/k.pem", "secret-key", "study-keys/b.key"}


def test_the_page_of_the_installation_reads_what_a_backup_notes(data, tmp_path):
    assert seeing.backup(now()) is None
    backing_up.back_up(tmp_path / "one")
    found = seeing.backup(now())
    assert (found.is_whole, found.is_old) == (True, False)


def test_a_file_that_is_removed_meanwhile_is_in_the_backup(data, tmp_path):
    with files.holding(data) as held:
        held.look()
        (data / "attachments/plan/a.txt").unlink()
        (data / "attachments/plan/late.txt").write_text("late")
        held.look()
        assert held.paths["attachments/plan/a.txt"].read_text() == "attachments/plan/a.txt"
        assert held.paths["attachments/plan/late.txt"].read_text() == "late"
    assert not held.folder.exists()


@pytest.mark.long
def test_a_backup_comes_back_whole_and_whoever_was_erased_does_not(
    data, settings, tmp_path, django_capture_on_commit_callbacks
):
    gone, stays = make_member(email="gone@example.org"), make_member(email="stays@example.org")
    send_letter.enqueue("a@example.org", "subject", "body")
    backing_up.back_up(tmp_path / "one", passphrase="correct horse battery")  # noqa: S106
    with django_capture_on_commit_callbacks(execute=True):
        tombstones.bury(gone)
    elsewhere = tmp_path / "erased.jsonl"
    (data / "erased.jsonl").rename(elsewhere)
    apps.get_model("accounts", "User").objects.all().delete()
    apps.get_model("network", "Membership").objects.all().delete()
    apps.get_model("network", "Partner").objects.all().delete()
    target = empty(settings, tmp_path)
    wish = Wish(tmp_path / "one", passphrase="correct horse battery", erased=(elsewhere,))  # noqa: S106
    back = putting_back.put_back(wish)
    assert back.report["erased_again"]["accounts"] == 1
    assert rows_of(target, "SELECT id, email FROM accounts_user WHERE is_active") == [
        (stays.pk, "stays@example.org")
    ]
    assert back.report["tasks"] == {"again": 0, "dropped": 1}
    assert rows_of(target, "SELECT count(*) FROM django_tasks_database_dbtaskresult") == [(0,)]
    assert (target / "attachments/plan/a.txt").read_text() == "attachments/plan/a.txt"
    assert (target / "secret-key").read_text() == settings.SECRET_KEY
    assert [one.name for one in target.iterdir() if one.name.startswith(".")] == []
    with pytest.raises(KeepingError, match="is not empty"):
        putting_back.put_back(wish)
    again = putting_back.put_back(Wish(wish.path, passphrase=wish.passphrase, replace=True, keep_old=True))
    assert again.report["erased_again"]["accounts"] == 1, "the file that was here is not forgotten"
    assert (target / again.old / "mentorway.sqlite3").is_file()


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ({"kind": "programme"}, "is an export of a programme, not a backup"),
        ({"kind": "backup", "engine": "postgresql", "migrations": []}, "The backup is of postgresql"),
        (
            {"kind": "backup", "migrations": [["plan", "9999_later"]]},
            r"ways that this version does not know \(plan.9999",
        ),
        ({"kind": "backup", "migrations": 5}, "does not say how its tables are"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(data, tmp_path, header, why):
    path = tmp_path / "other"
    with archive.making(path, {"version": "9.9", **header}) as out:
        out.finish({})
    before = sorted(data.rglob("*"))
    with pytest.raises(KeepingError, match=why):
        putting_back.put_back(Wish(path, replace=True))
    assert sorted(data.rglob("*")) == before


def test_a_broken_database_is_refused_and_nothing_changes(data, settings, tmp_path):
    made = backing_up.back_up(tmp_path / "one")
    folder = tmp_path / "apart"
    folder.mkdir()
    read = archive.taken_apart(made.path, folder)
    with closing(sqlite3.connect(folder / "database.sqlite3")) as database, database:
        database.execute("DELETE FROM django_content_type")
    path = tmp_path / "changed"
    with archive.making(path, dict(read.header)) as out:
        out.add_file("database.sqlite3", folder / "database.sqlite3")
        out.finish(read.facts)
    target = empty(settings, tmp_path)
    with pytest.raises(KeepingError, match="is broken"):
        putting_back.put_back(Wish(path))
    assert sorted(one.name for one in target.iterdir()) == ["secret-key"]


def test_only_the_newest_stay(data, tmp_path):
    for day in ("01", "02", "03"):
        (tmp_path / f"mentorway-202601{day}-020000.mentorway-backup").touch()
    (tmp_path / "mine.mentorway-backup").touch()
    gone = backing_up.forget_old(tmp_path, 2)
    assert [one.name for one in gone] == ["mentorway-20260101-020000.mentorway-backup"]
    assert (tmp_path / "mine.mentorway-backup").exists()


def test_a_command_says_one_sentence(data, tmp_path):
    for name, more in (("backup", ()), ("restore", ()), ("export_programme", ("--unsealed",))):
        with pytest.raises(CommandError, match=r"There is no (file|folder)"):
            call_command(name, str(tmp_path / "no" / "where"), *more)
    with pytest.raises(CommandError, match="Give a passphrase"):
        call_command("export_programme", str(tmp_path / "file"))
    with pytest.raises(CommandError, match="needs a number from 1 up"):
        call_command("backup", str(tmp_path), keep=0)


@pytest.fixture
def elsewhere(django_db_setup, tmp_path):
    """An empty installation of its own on SQLite, whose tables are there already."""
    if django_db_setup is None:
        pytest.skip("the tests do not run on SQLite")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    shutil.copy(django_db_setup, folder / "mentorway.sqlite3")

    def told(name, *more, code=0):
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "MENTORWAY_"))
        }
        environ = {**kept, "MENTORWAY_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "mentorway.web.settings"}
        command = [sys.executable, "-m", "django", name, *map(str, more)]
        run = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603
        assert run.returncode == code, run.stderr
        return run.stdout + run.stderr

    told.folder = folder
    return told


def members(path, tmp_path):
    folder = tmp_path / f"apart-{path.name}"
    folder.mkdir()
    return {name: one.sha256 for name, one in archive.taken_apart(path, folder).members.items()}


@pytest.mark.long
def test_a_programme_goes_elsewhere_row_by_row_and_its_codes_are_made_anew(
    data, elsewhere, tmp_path, settings
):
    member = make_member(email="a@example.org", name="Ąžuolas")
    reader = apps.get_model("dissemination", "Subscriber").objects.create(
        email="r@example.org",
        language="lt",
        secret_hash="0" * 64,
        consent_hash="1" * 64,
        asked=now(),
    )
    path = tmp_path / "programme"
    made = moving.export(path)
    assert made.files == 1, "neither the secret nor keys of studies"
    said = elsewhere("import_programme", path)
    assert "1 files were put back" in said
    users = rows_of(elsewhere.folder, "SELECT id, email, name, password FROM accounts_user")
    assert users == [(member.pk, "a@example.org", "Ąžuolas", "!")]
    ((secret_hash,),) = rows_of(elsewhere.folder, "SELECT secret_hash FROM dissemination_subscriber")
    assert secret_hash not in {"0" * 64, carried.stand_in("dissemination.Subscriber", reader.pk)}
    assert (elsewhere.folder / "secret-key").read_text() != settings.SECRET_KEY
    assert (elsewhere.folder / "attachments/plan/a.txt").is_file()
    again = tmp_path / "again"
    elsewhere("export_programme", again, "--unsealed")
    assert members(again, tmp_path) == members(path, tmp_path)
    assert "is not empty" in elsewhere("import_programme", path, code=1)


@pytest.mark.long
def test_a_programme_that_was_changed_changes_nothing(data, elsewhere, tmp_path):
    make_member()
    path = tmp_path / "programme"
    moving.export(path)
    folder = tmp_path / "apart"
    folder.mkdir()
    read = archive.taken_apart(path, folder)
    users = folder / "tables" / "accounts.User.jsonl"
    users.write_text("")
    changed = tmp_path / "changed"
    facts = {**read.facts, "rows": {**read.facts["rows"], "accounts.User": 0}}
    with archive.making(changed, {key: one for key, one in read.header.items() if key != "format"}) as out:
        for name in read.members:
            out.add_file(name, folder / name)
        out.finish(facts)
    before = sorted(one.name for one in elsewhere.folder.iterdir())
    assert "do not fit together" in elsewhere("import_programme", changed, code=1)
    assert set(before) <= {one.name for one in elsewhere.folder.iterdir()}
    assert rows_of(elsewhere.folder, "SELECT count(*) FROM network_partner") == [(0,)]
    assert [one for one in elsewhere.folder.iterdir() if one.name.startswith(".restoring")] == []
