"""Retention, the record of processing, the audit log: previews change nothing, and what is said is so."""

import ast
import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner, make_user
from tests.web import register_making as making

import mentorway.web
from mentorway.language import LANGUAGES
from mentorway.web.core import audit
from mentorway.web.core.audit import Done
from mentorway.web.core.models import AuditEntry
from mentorway.web.network.actions import partners
from mentorway.web.network.models import Contact, Membership
from mentorway.web.pilots.models import new_number
from mentorway.web.privacy import due
from mentorway.web.privacy.actions import forgetting
from mentorway.web.privacy.analysis import forgetting as analysis
from mentorway.web.privacy.analysis import log
from mentorway.web.privacy.analysis.record import processings
from mentorway.web.privacy.models import Arrangement, Hold, Processor, Receipt, RetentionRun
from mentorway.web.study.actions.answers import withdraw
from mentorway.web.study.models import Response

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
PDFTOTEXT = shutil.which("pdftotext")


@pytest.fixture
def coordinator(client):
    found = make_member(role="coordinator")
    client.force_login(found)
    return found


def binned(days, **fields):
    """Return a contact that has been in the bin for some days; after 30 it is forgotten."""
    values = {"partner": make_partner(), "name": "Old Contact", "email": f"c{days}@example.org"}
    return Contact.objects.create(**{**values, **fields}, deleted=timezone.now() - days * DAY)


def contacts():
    return next(one for one in analysis.preview(timezone.now()) if one.kept.model == "network.Contact")


def said(client, name, *args, **query):
    return client.get(reverse(f"privacy:{name}", args=args), query).content.decode()


# Retention
def test_the_preview_counts_what_is_due_and_says_when_the_next_is_and_changes_nothing(client, coordinator):
    binned(31), binned(40), binned(20)
    found = contacts()
    assert (found.count, found.held, found.goes) == (2, 0, 2)
    # The third has been there for twenty days, and is due once thirty are over.
    assert found.next_on in {(timezone.now() + days * DAY).date() for days in (10, 11)}
    page = said(client, "retention")
    assert "Nothing is due now." not in page
    assert Contact.bin.count() == 3
    assert RetentionRun.objects.count() == 0


def test_where_nothing_waits_no_day_is_named():
    assert (contacts().count, contacts().next_on) == (0, None)


def test_a_run_forgets_what_is_due_and_nothing_else_and_is_noted(client, coordinator):
    binned(31), binned(20)
    assert client.get(reverse("privacy:run_retention")).status_code == 200
    assert Contact.bin.count() == 2
    client.post(reverse("privacy:run_retention"))
    assert list(Contact.bin.values_list("email", flat=True)) == ["c20@example.org"]
    [run] = RetentionRun.objects.all()
    assert (run.by, run.counts["network.Contact"]) == (coordinator, 1)
    [line] = AuditEntry.objects.filter(kind=Done.DATA_FORGOTTEN)
    assert line.facts == {"rows": sum(run.counts.values()), "tables": run.counts}
    assert f"Started by {coordinator}" in said(client, "retention")


def test_it_happens_by_itself_and_an_hour_without_anything_due_leaves_no_trace():
    due.do_due_work(timezone.now())
    assert (RetentionRun.objects.count(), AuditEntry.objects.count()) == (0, 0)
    binned(31)
    due.do_due_work(timezone.now())
    assert [(run.by, run.counts) for run in RetentionRun.objects.all()] == [(None, {"network.Contact": 1})]
    due.do_due_work(timezone.now())
    assert RetentionRun.objects.count() == 1


def test_somebody_who_asks_for_a_run_with_nothing_due_finds_it_noted(client, coordinator):
    client.post(reverse("privacy:run_retention"))
    assert [run.counts.get("network.Contact") for run in RetentionRun.objects.all()] == [None]


def hold(user, **fields):
    values = {"reason": "Audit", "until": timezone.localdate() + 30 * DAY}
    return Hold.objects.create(person=user, **{**values, **fields})


def test_what_a_hold_keeps_is_not_forgotten_and_the_rest_is():
    user = make_user(email="held@example.org")
    binned(31, email=user.email), binned(31, email="other@example.org")
    kept = hold(user, models_held=["network.Contact"])
    assert (contacts().count, contacts().held) == (2, 1)
    forgetting.run(timezone.now())
    assert list(Contact.bin.values_list("email", flat=True)) == [user.email]
    kept.lifted = timezone.now()
    kept.save()
    forgetting.run(timezone.now())
    assert Contact.bin.count() == 0


@pytest.mark.parametrize("fields", [{"models_held": ["plan.Project"]}, {"until": dt.date(2026, 1, 1)}])
def test_a_hold_on_something_else_or_one_that_is_over_keeps_nothing(fields):
    user = make_user(email="held@example.org")
    binned(31, email=user.email)
    hold(user, **fields)
    forgetting.run(timezone.now())
    assert Contact.bin.count() == 0


def test_what_fails_in_one_table_keeps_no_other_from_being_done(client, coordinator, monkeypatch):
    def failing(kept, retention, now, todo=forgetting._forget):
        if kept.model == "accounts.UserSession":
            raise RuntimeError("disk full")
        return todo(kept, retention, now)

    monkeypatch.setattr(forgetting, "_forget", failing)
    binned(31)
    page = client.post(reverse("privacy:run_retention"), follow=True).content.decode()
    assert "Where you are signed in" in page
    assert "What was due is deleted." not in page
    assert Contact.bin.count() == 0


def test_many_rows_are_forgotten_in_batches_beside_held_ones(monkeypatch):
    monkeypatch.setattr(forgetting, "BATCH", 7)
    user, partner = make_user(email="held@example.org"), make_partner()
    old = timezone.now() - 31 * DAY
    Contact.objects.bulk_create(
        Contact(partner=partner, name="x", email=f"n{number}@example.org", deleted=old)
        for number in range(50)
    )
    binned(31, email=user.email)
    hold(user)
    assert forgetting.run(timezone.now()).run.counts["network.Contact"] == 50
    assert Contact.bin.count() == 1


# The record of processing
def test_the_record_holds_every_purpose_with_its_basis_receivers_and_times():
    found = processings()
    assert len(found) > 20
    assert [one for one in found if not (one.data and one.viewers and one.kept and one.purpose)] == []
    assert {one.activity for one in found} >= {"Network", "Mentoring", "Study"}


@pytest.fixture
def arrangement():
    row = Arrangement.objects.create(
        title="Common study", covers="Answers of people", essence={"en": "Ask us.", "lt": "Klauskite."},
        contact="study@example.org", begins=dt.date(2026, 1, 1),
    )  # fmt: skip
    row.parties.set([make_partner(name="Turku college"), make_partner(name="Kaunas school", country="LT")])
    return row


def test_the_record_names_controllers_joint_controllers_and_who_runs_the_installation(client, arrangement):
    client.force_login(make_member())
    page = said(client, "record")
    assert "Nobody is noted yet as running this installation." in page
    assert "Common study" in page
    Processor.objects.create(name="Server house", what="Hosts it", country="US", runs_it=True)
    page = said(client, "record")
    assert "Nobody is noted yet" not in page
    assert "Data lies outside the European Economic Area" in page


def test_the_record_of_one_partner_names_that_partner_and_its_arrangements_only(client, arrangement):
    client.force_login(make_member())
    own = arrangement.parties.first()
    other = make_partner(name="Visby school")
    assert "Common study" in said(client, "record", partner=own.pk)
    assert "Common study" not in said(client, "record", partner=other.pk)
    text = client.get(reverse("privacy:record_csv"), {"partner": own.pk}).content.decode("utf-8-sig")
    assert own.name in text
    assert "Visby school" not in text


@pytest.mark.parametrize("partner", ["0", "x", "99999999999999999999"])
def test_the_record_of_a_partner_that_is_not_there_is_not_found(client, partner):
    client.force_login(make_member())
    assert client.get(reverse("privacy:record"), {"partner": partner}).status_code == 404


def test_the_file_has_a_line_for_each_purpose(client):
    client.force_login(make_member())
    text = client.get(reverse("privacy:record_csv"), {"language": "en"}).content.decode("utf-8-sig")
    assert text.count("\r\n") == len(processings()) + 1
    assert text.startswith("Controller,Joint controllers,Processors,Activity,Purpose")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_record_is_a_pdf_in_every_language_and_the_same_each_time(client, arrangement, language):
    client.force_login(make_member())
    first, second = (client.get(reverse("privacy:record_pdf"), {"language": language}) for _ in range(2))
    assert first["Content-Type"] == "application/pdf"
    assert first.content == second.content
    if PDFTOTEXT:
        command = [PDFTOTEXT, "-", "-"]
        text = subprocess.run(command, input=first.content, capture_output=True, check=True)  # noqa: S603
        said = " ".join(text.stdout.decode().split())
        assert "Common study" in said
        assert ("Klauskite." if language == "lt" else "Ask us.") in said


def test_somebody_without_a_partner_reads_no_record(client):
    client.force_login(make_user())
    got = [
        client.get(reverse(f"privacy:{name}")).status_code for name in ("record", "record_csv", "record_pdf")
    ]
    assert got == [403, 403, 403]


# The audit log
def lines(count=3):
    return [audit.record(Done.DATA_TOLD, rows=number) for number in range(count)]


def test_a_log_without_lines_is_whole(client, coordinator):
    page = client.post(reverse("privacy:check_log"), follow=True).content.decode()
    assert "The log is whole. It has no line yet." in page
    assert "No line yet" in page


def test_a_whole_log_is_said_to_be_whole(client, coordinator):
    lines()
    page = client.post(reverse("privacy:check_log"), follow=True).content.decode()
    assert "The log is whole: all 3 lines are as they were written." in page


def test_a_line_that_was_changed_is_named(client, coordinator):
    lines()
    AuditEntry.objects.filter(number=2).update(facts={"rows": 99})
    page = client.post(reverse("privacy:check_log"), follow=True).content.decode()
    assert "line 2 was changed after it was written" in page


def test_a_line_that_was_taken_out_is_named():
    lines()
    AuditEntry.objects.filter(number=2).delete()
    assert log.checked() == (
        False,
        "The log is not whole: line 2 is missing or stands in another place than it was written.",
    )


def test_lines_that_were_cut_off_at_the_end_are_missed_by_receipts():
    newest = lines()[-1]
    Receipt.objects.create(number=new_number(), act="told", audit=newest.hash, at=timezone.localdate())
    assert log.checked()[0] is True
    AuditEntry.objects.filter(pk=newest.pk).delete()
    is_whole, text = log.checked()
    assert is_whole is False
    assert "1 receipt names a line that is not there" in text


def test_the_command_ends_well_or_says_what_is_wrong(capsys):
    first, _second, newest = lines()
    call_command("check_audit_log")
    assert capsys.readouterr().out.strip().endswith(f"3 {newest.hash}")
    call_command("check_audit_log", "--known", "1", first.hash, verbosity=0)
    for known in (["1", newest.hash], ["9", newest.hash], ["x", newest.hash]):
        with pytest.raises(CommandError):
            call_command("check_audit_log", "--known", *known)
    AuditEntry.objects.filter(number=2).update(kind=Done.DATA_ERASED)
    with pytest.raises(CommandError, match="line 2 was changed"):
        call_command("check_audit_log")


def test_the_log_is_narrowed_down_by_what_was_done_and_by_days(client, coordinator):
    audit.record(Done.DATA_TOLD, rows=1), audit.record(Done.HOLD_LIFTED)
    page = said(client, "audit_log", kind="hold_lifted")
    assert page.count('<th scope="row">') == 1
    tomorrow = (timezone.localdate() + 2 * DAY).isoformat()
    assert "No line fits" in said(client, "audit_log", first=tomorrow)
    assert said(client, "audit_log", last=tomorrow).count('<th scope="row">') == 2


def test_what_is_no_day_and_no_kind_narrows_nothing_down(client, coordinator):
    lines()
    page = said(client, "audit_log", first="2026-99-99", kind="<script>")
    assert page.count('<th scope="row">') == 3


def test_the_file_holds_whole_fingerprints_and_only_what_was_asked_for(client, coordinator):
    entry = audit.record(Done.DATA_TOLD, actor=coordinator, rows=1)
    audit.record(Done.HOLD_LIFTED)
    text = client.get(reverse("privacy:audit_csv"), {"kind": "data_told"}).content.decode("utf-8-sig")
    assert text.count("\r\n") == 2
    assert all(one in text for one in (entry.hash, entry.actor, "rows: 1"))
    assert coordinator.email not in text


def test_of_all_people_the_reader_knows_only_themselves(client, coordinator):
    audit.record(Done.DATA_TOLD, actor=coordinator, about=audit.fingerprint("user", make_user().pk))
    [line] = log.told(list(AuditEntry.objects.all()), coordinator)
    assert line.by == "you"
    assert line.about == AuditEntry.objects.get().about[:8]
    assert log.told([audit.record(Done.DATA_FORGOTTEN)], coordinator)[0].by == "the program"


def test_every_kind_of_line_has_words():
    assert [kind for kind in Done if kind not in log.KINDS] == []


def test_many_lines_are_paged(client, coordinator, django_assert_max_num_queries):
    lines(120)
    with django_assert_max_num_queries(20):
        page = said(client, "audit_log")
    assert page.count('<th scope="row">') == 50
    assert "Page 1 of 3" in page


def test_a_new_role_leaves_a_line():
    partner = make_partner()
    admin, member = make_member(partner, "admin"), make_member(partner)
    partners.change_role(Membership.objects.get(user=member), role="admin", by=admin)
    line = AuditEntry.objects.get(kind=Done.ROLE_CHANGED)
    assert (line.actor, line.about) == tuple(audit.fingerprint("user", one.pk) for one in (admin, member))
    assert line.facts == {"role": "admin"}


def test_answers_that_are_taken_out_of_a_study_leave_a_line_with_how_many(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path
    partner, one, other = making.make_two()
    making.make_all(partner, one, other)
    response = Response.objects.first()
    study = response.wave.study
    withdraw(study, one, code=response.code)
    line = AuditEntry.objects.get(kind=Done.ANSWERS_TAKEN_OUT)
    assert (line.facts, line.about) == ({"count": 1}, audit.fingerprint("study", study.pk))


def test_every_fact_that_is_written_to_the_log_has_words():
    """What lines say is read in five languages: a name in the code is no word."""
    names = set()
    for path in Path(mentorway.web.__file__).parent.rglob("actions/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                names |= {one.arg for one in node.keywords if one.arg} - {"actor", "about"}
    assert {"rows", "version", "accounts"} <= names
    assert names <= set(log.FACTS)


def test_facts_of_the_log_are_told_in_words():
    facts = {"until": "2027-01-31", "kinds": 0, "role": "coordinator", "table": "subscriber"}
    said = dict(log.facts_of(facts))
    assert said["until"] == "31 January 2027"
    assert said["kind of data"] == "That you want letters about results"
    assert said["kinds of data"] == "all"
    assert said["role"] == "Coordinator of the network"
