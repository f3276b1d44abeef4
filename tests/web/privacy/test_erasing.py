"""Erasing a person leaves nothing of them: in no table, file, queue, cache, session and log."""

import datetime as dt
import io
import logging
import re
import zipfile

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.conftest import make_member, make_partner, make_user
from tests.web.privacy import planting
from tests.web.privacy.planting import EMAIL, NAME

from mentorway.web.accounts.models import User
from mentorway.web.core import audit, tombstones
from mentorway.web.core.models import AuditEntry
from mentorway.web.core.personal import Kept, register
from mentorway.web.core.tasks import post_letter, send_letter
from mentorway.web.core.work.models import Work
from mentorway.web.privacy.actions import erasing, leftovers
from mentorway.web.privacy.analysis.going import held_until
from mentorway.web.privacy.analysis.traces import Traces, text_of
from mentorway.web.privacy.models import Act, Hold, Receipt
from mentorway.web.privacy.queries import own as queries

pytestmark = pytest.mark.django_db
EVERYWHERE = {
    *("accounts_user", "account_emailaddress", "mfa_authenticator", "sessions", "cache"),
    *("django_tasks_database_dbtaskresult", "network_contact", "network_attendee", "study_invitation"),
    *("study_response", "pilots_participant", "pilots_certificate", "mentoring_person", "mentoring_note"),
    *("dissemination_subscriber", "privacy_request"),
}
FOLDERS = ("pilots.Participant", "mentoring.Person")
WHO = re.compile(rf"{re.escape(NAME)}|{re.escape(EMAIL)}|canary\w*", re.IGNORECASE)


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    """Give the test a data folder of its own, in which letters become files."""
    settings.MENTORWAY_DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_FILE_PATH.mkdir()
    return tmp_path


def of_people(kept):
    """Whether a table holds what one person brought or got: it goes with somebody, or is somebody."""
    while kept.goes_with and kept.model not in FOLDERS:
        kept = register()[kept.goes_with]
    return kept.model in FOLDERS


def sign_in(client, user):
    """Be signed in here, and be waiting for a code somewhere else."""
    client.force_login(user)
    session = client.session
    session["account_login"] = {"email": user.email}
    session.save()


def test_the_finder_finds_what_is_packed_and_folded(data):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w>{NAME}</w>" * 9)
    (data / "letter.docx").write_bytes(packed.getvalue())
    assert planting.found_in_files(WHO) == {"letter.docx": {NAME.lower()}}
    cache.set("k", {"name": NAME})
    post = send_letter.enqueue(
        "x@example.org", "s", "b", enclosed=[["a", "b", "Q2FuYXJpbmEgWndpdHNjaGVyIGlzIGhlcmU="]]
    )
    assert post.id
    assert planting.found_in_database(WHO) == {
        "cache": {NAME.lower()},
        "django_tasks_database_dbtaskresult": {NAME.lower()},
    }


def sent_now(mailoutbox):
    """Let the worker do what waits; return the letters that it sent."""
    before = len(mailoutbox)
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    return mailoutbox[before:]


def test_nothing_of_a_person_is_left_anywhere(
    client, data, caplog, mailoutbox, django_capture_on_commit_callbacks
):
    user = planting.make_person(make_partner())
    with django_capture_on_commit_callbacks(execute=True):
        mentor = planting.everywhere(user)
    sign_in(client, user)
    half = DBTaskResult.objects.order_by("pk")[: DBTaskResult.objects.count() // 2]
    DBTaskResult.objects.filter(pk__in=[one.pk for one in half]).update(
        status="SUCCESSFUL", finished_at=timezone.now()
    )
    letter = EmailMessage("Hello", f"Dear {NAME}, äö", None, [EMAIL]).message().as_bytes()
    (data / "mail" / "20261129.log").write_bytes(letter + b"\n" + b"-" * 79)
    person = queries.person_of(user)
    everything = [one for one in register().values() if isinstance(one, Kept) and one.found]
    assert [one.model for one in everything if of_people(one) and not one.found(person).exists()] == []
    planted = planting.plant(person)
    assert len(planted) > 60
    signs = re.compile(f"{WHO.pattern}|zq\\d+qz", re.IGNORECASE)
    assert planting.found_in_database(signs).keys() >= EVERYWHERE
    assert len(planting.found_in_files(signs)) == 2  # what was handed in, and the letter

    with (
        caplog.at_level(logging.DEBUG),
        django_capture_on_commit_callbacks(execute=True),
    ):
        receipt = erasing.erase(user)

    stays = {one["model"] for one in receipt.stays}
    here = {
        sign: label
        for sign, (label, pk) in planted.items()
        if apps.get_model(label)._base_manager.filter(pk=pk).exists()
    }
    assert set(here.values()) <= stays  # what is still there is said to be
    left = planting.found_in_database(signs)
    assert {table: gone for table, hits in left.items() if (gone := hits - set(here))} == {}
    assert planting.found_in_files(signs) == {}
    assert signs.findall(caplog.text) == []
    letters = sent_now(mailoutbox)
    assert mentor.email in {one.to[0] for one in letters}  # the other of the pair is told
    assert EMAIL not in {one.to[0] for one in letters}
    assert signs.findall("\n".join(f"{one.subject}{one.message()}" for one in letters)) == []


def test_the_receipt_and_the_log_say_how_much_and_not_whose():
    user = make_user(name=NAME, email=EMAIL)
    about = audit.fingerprint("user", user.pk)
    receipt = erasing.erase(user)
    line = AuditEntry.objects.get(hash=receipt.audit)
    assert (receipt.act, line.kind, line.about) == (Act.ERASED, "data_erased", about)
    assert receipt.counts["accounts.User"] == 1
    assert WHO.findall(f"{vars(receipt)}{vars(line)}") == []
    assert audit.flaw() is None


def test_who_has_done_nothing_is_erased_too():
    user = make_user()
    receipt = erasing.erase(user)
    assert not User.objects.filter(email=user.email).exists()
    assert set(receipt.counts) == {"accounts.User", "account.EmailAddress"}


def test_erasing_twice_is_said_and_changes_nothing():
    user = make_user()
    erasing.erase(User.objects.get(pk=user.pk))
    with pytest.raises(ValidationError, match="deleted already"):
        erasing.erase(user)
    assert Receipt.objects.count() == 1


def test_what_fails_in_the_middle_erases_nothing_and_leaves_no_tombstone(monkeypatch, data):
    user = planting.make_person(make_partner())

    def fail(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr(erasing.receipts, "give", fail)
    with pytest.raises(RuntimeError):
        erasing.erase(user)
    assert User.objects.filter(email=EMAIL).exists()
    assert not tombstones.place().exists()


def test_somebody_with_the_same_address_who_never_proved_it_is_not_erased_with_them():
    whole = planting.make_round()
    other = planting.join(whole, name="Somebody Else", email="shared@example.org")
    user = make_user()
    planting.EmailAddress.objects.create(user=user, email="shared@example.org", verified=False)
    erasing.erase(user)
    assert type(other).objects.filter(pk=other.pk).exists()


def test_a_hold_keeps_what_its_tables_go_with_and_the_account():
    until = dt.date(2030, 1, 1)
    hold = Hold(models_held=["pilots.Work"], until=until)
    held = held_until([hold], register())
    assert {"pilots.Work", "pilots.Participant", "accounts.User", "account.EmailAddress"} <= set(held)
    assert "mentoring.Person" not in held
    later = Hold(models_held=["mentoring.Note"], until=dt.date(2031, 1, 1))
    both = held_until([later, hold], register())
    assert (both["pilots.Participant"], both["mentoring.Person"]) == (until, later.until)
    assert both["accounts.User"] == later.until
    assert set(held_until([Hold(models_held=[], until=until)], register())) == set(register())


def test_letters_that_wait_for_others_are_sent_without_the_name(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        post_letter("leena@example.org", "Meeting", f"A meeting with {NAME} is planned.")
        post_letter(EMAIL, "Meeting", "A meeting with Leena is planned.")
        post_letter("bo@example.org", "Other", "Canarinas are birds.")
    traces = Traces(frozenset({EMAIL}), frozenset({NAME}))
    assert leftovers.forget_work(traces) == 2
    bodies = {row.args_kwargs["args"][0]: row.args_kwargs["args"][2] for row in DBTaskResult.objects.all()}
    assert bodies == {
        "leena@example.org": "A meeting with … is planned.",
        "bo@example.org": "Canarinas are birds.",
    }


def test_a_name_is_found_as_a_whole_word_only():
    traces = Traces(frozenset({"bo@example.org"}), frozenset({"Bo Ek"}))
    told = ["Bo Ek.", "(BO EK)", "Bo Ekman", "Limbo Ek", "bo@example.org", "limbo@example.org"]
    assert [one for one in told if traces.are_in(one)] == ["Bo Ek.", "(BO EK)", "bo@example.org"]
    assert text_of({"a": ["x"]}) == '{"a": ["x"]}'


def test_work_that_is_done_is_forgotten_after_a_week():
    for days in (6, 8):
        send_letter.enqueue("a@example.org", "s", str(days))
    now = timezone.now()
    for row in DBTaskResult.objects.all():
        days = int(row.args_kwargs["args"][2])
        type(row).objects.filter(pk=row.pk).update(
            status="SUCCESSFUL", finished_at=now - dt.timedelta(days=days)
        )
    assert leftovers.forget_finished(now) == 1
    assert DBTaskResult.objects.get().args_kwargs["args"][2] == "6"


def test_a_coordinator_who_is_not_alone_may_go():
    partner = make_partner()
    user = make_member(partner, role="coordinator")
    with pytest.raises(ValidationError, match=re.escape(partner.name)):
        erasing.erase(user)
    make_member(partner, role="admin")
    erasing.erase(user)
    assert not User.objects.filter(email=user.email).exists()


def test_much_work_that_is_done_is_forgotten_some_at_a_time_with_its_states(monkeypatch):
    monkeypatch.setattr(leftovers, "BATCH", 2)
    now = timezone.now()
    for days in (8, 8, 8, 8, 8, 6):
        pk = send_letter.enqueue("a@example.org", "s", str(days)).id
        ended = now - dt.timedelta(days=days)
        DBTaskResult.objects.filter(pk=pk).update(status="FAILED", finished_at=ended)
        Work.objects.create(task_id=pk, attempts=1)
    waits = send_letter.enqueue("a@example.org", "s", "waits").id
    assert leftovers.forget_finished(now) == 5
    assert (DBTaskResult.objects.count(), Work.objects.count()) == (2, 1)
    assert DBTaskResult.objects.filter(pk=waits).exists()
    assert leftovers.forget_finished(now) == 0
