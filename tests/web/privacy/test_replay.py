"""After a backup is put back, everybody who was erased since is erased again, and nobody else."""

import json
import sqlite3
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.conftest import make_member, make_partner, make_user
from tests.web.mentoring.making import join, make_round
from tests.web.pilots.making import enrol, make_cohort
from tests.web.privacy import planting
from tests.web.privacy.test_erasing import WHO

from mentorway.web.accounts.models import User
from mentorway.web.core import audit, tombstones
from mentorway.web.core.models import AuditEntry
from mentorway.web.core.tasks import send_letter
from mentorway.web.mentoring.actions import people_leaving
from mentorway.web.mentoring.models import Person
from mentorway.web.network.actions import contacts
from mentorway.web.network.models import Contact
from mentorway.web.pilots.actions import erasing as pilots
from mentorway.web.pilots.models import Participant
from mentorway.web.privacy.actions import erasing
from mentorway.web.privacy.actions.replaying import replay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    """Give the test a data folder of its own."""
    settings.MENTORWAY_DATA = tmp_path
    return tmp_path


@pytest.fixture
def gone(django_capture_on_commit_callbacks):
    """Do something as if it were kept, then put back the backup that was made before."""

    def go(action, *args):
        before = transaction.savepoint()
        with django_capture_on_commit_callbacks() as callbacks:
            action(*args)
        graves = [one for one in callbacks if "tombstones" in one.__module__]
        transaction.savepoint_rollback(before)
        for one in graves:
            one()

    return go


def test_whoever_was_erased_goes_again_and_doing_it_twice_does_no_harm(gone):
    user, other = planting.make_person(make_partner()), make_user()
    planting.in_mentoring(user)
    gone(erasing.erase, user)
    assert User.objects.filter(pk=user.pk).exists()  # the backup brought them back
    first, second = replay(), replay()
    assert (first.accounts, second.total, first.refused) == (1, 0, [])
    assert planting.found_in_database(WHO) == {}
    assert User.objects.filter(pk=other.pk).exists()
    (line,) = AuditEntry.objects.filter(kind="erasures_replayed")
    assert line.facts["accounts"] == 1
    assert audit.flaw() is None


def test_people_without_an_account_go_again_too(gone):
    person, mentee = enrol(make_cohort()), join(make_round())
    gone(pilots.erase, person)
    gone(people_leaving.erase, mentee)
    assert replay().rows == 2
    assert not Participant.objects.exists()
    assert not Person.objects.exists()


def test_who_got_the_number_of_somebody_erased_stays():
    """After a backup is put back, numbers are given out again; what counts is when a row was made."""
    erased = make_user()
    number = erased.pk
    tombstones._add(
        [
            {
                "kind": "accounts.User",
                "mark": tombstones.mark_of(erased),
                "at": timezone.now().isoformat(),
            }
        ]
    )
    erased.delete()
    later = User.objects.create_user("later@example.org", name="Somebody later", pk=number)
    assert (later.pk, replay().total) == (number, 0)
    assert User.objects.filter(pk=number).exists()


def test_only_rows_that_were_really_deleted_are_remembered(django_capture_on_commit_callbacks):
    partner = make_partner()
    user = make_member(partner)
    contact = contacts.add(partner, name=user.name, email=user.email)
    cohort = make_cohort(partner, user)
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(user)
    kinds = set(tombstones.graves().rows)
    assert {"accounts.User", "network.Contact"} <= kinds
    assert "pilots.Cohort" not in kinds  # it stays, without the name
    assert tombstones.graves().hold(contact)
    cohort.refresh_from_db()
    assert cohort.created_by is None
    assert replay().total == 0
    assert not Contact.objects.exists()


def test_letters_of_the_backup_to_who_was_erased_are_not_sent(django_capture_on_commit_callbacks):
    user, now = make_user(), timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(User.objects.get(pk=user.pk))
    old = send_letter.enqueue(user.email, "Old", "From the backup")
    DBTaskResult.objects.filter(pk=old.id).update(enqueued_at=now)
    send_letter.enqueue(user.email, "New", "To a new account")
    assert replay().letters == 1
    assert [one.args_kwargs["args"][1] for one in DBTaskResult.objects.all()] == ["New"]


def test_the_file_holds_no_name_and_no_address_and_survives_being_cut_off(data, gone):
    user = planting.make_person(make_partner())
    gone(erasing.erase, user)
    path = data / "erased.jsonl"
    content = path.read_text()
    assert WHO.findall(content) == []
    assert all(set(json.loads(one)) == {"kind", "mark", "at"} for one in content.splitlines())
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text(content + '{"kind": "accounts.Us')
    tombstones._add([{"kind": "x.Y", "mark": "m", "at": timezone.now().isoformat()}])
    known = tombstones.graves()
    assert known.hold(user)
    assert known.rows["x.Y"] == {"m"}


def test_another_copy_of_the_file_counts_too(data, gone, tmp_path_factory, capsys):
    user = planting.make_person(make_partner())
    gone(erasing.erase, user)
    copy = tmp_path_factory.mktemp("copy") / "erased.jsonl"
    (data / "erased.jsonl").rename(copy)
    call_command("replay_erasures")
    assert User.objects.filter(pk=user.pk).exists()
    call_command("replay_erasures", also=[copy])
    assert not User.objects.filter(pk=user.pk).exists()
    assert "1 accounts" in capsys.readouterr().out
    assert tombstones.graves().hold(user)  # it is remembered here from now on


def test_a_copy_that_is_not_there_is_said(data):
    with pytest.raises(CommandError, match="no file"):
        call_command("replay_erasures", also=[data / "nothing.jsonl"])


def test_what_cannot_be_erased_again_is_said_and_the_rest_goes_on(gone, capsys):
    partner = make_partner(name="Turku")
    alone, other = make_member(partner, role="admin"), make_user()
    second = make_member(partner, role="admin")
    gone(erasing.erase, alone)
    gone(erasing.erase, other)
    second.delete()
    with pytest.raises(CommandError, match="Turku"):
        call_command("replay_erasures")
    assert not User.objects.filter(pk=other.pk).exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="copies a database of SQLite")
@pytest.mark.django_db(transaction=True)
def test_dumped_erased_restored_and_replayed_nothing_is_left(tmp_path):
    user = planting.make_person(make_partner())
    planting.in_mentoring(user)
    connection.ensure_connection()
    live = connection.connection
    with closing(sqlite3.connect(tmp_path / "backup.sqlite3")) as backup:
        live.backup(backup)
        erasing.erase(User.objects.get(pk=user.pk))
        assert planting.found_in_database(WHO) == {}
        backup.backup(live)
    assert planting.found_in_database(WHO) != {}
    call_command("replay_erasures")
    assert planting.found_in_database(WHO) == {}
