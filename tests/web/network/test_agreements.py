import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner

from mentorway.web.network import due
from mentorway.web.network.actions import agreements as actions
from mentorway.web.network.actions import reminding
from mentorway.web.network.analysis.agreements import Holds, holds, radar
from mentorway.web.network.models import (
    Acceptance,
    Agreement,
    AgreementFile,
    AgreementReminder,
    AgreementState,
    Answer,
)
from mentorway.web.network.needs import agreements as needs
from mentorway.web.network.queries import agreements as queries

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1)
YES = {"answer": Answer.ACCEPTED, "signatory": "Aino Example", "position": "Director", "reason": ""}
SHA_OF_TERMS = "51d2361f4faea3bc8f9facdbc7d99abb555596a2e51f7b25fd3b41c93587e616"
NO = {
    "answer": Answer.DECLINED,
    "signatory": "Jonas Example",
    "position": "",
    "reason": "The dates are wrong.",
}


@pytest.fixture(autouse=True)
def _letters(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


def make_parties():
    """Return two partners and the person in charge of each."""
    first, second = make_partner(name="College"), make_partner(name="Works", sector="business", country="LV")
    return first, second, make_member(first, role="admin"), make_member(second, role="admin")


def make_agreement(owner, *others, user=None, **fields):
    user = user or owner.memberships.get().user
    terms = {"text": "We visit each other twice a year.", "starts": DAY, "ends": DAY + dt.timedelta(days=365)}
    values = {"title": "Visits", "kind": "partnership", "reference": "", **terms, **fields}
    agreement = actions.write(user, owner=owner, **values)
    for other in others:
        actions.add_party(agreement, other)
    return agreement


def make_accepted(**fields):
    """Return an agreement that both parties accepted, and who is in charge of each."""
    first, second, one, two = make_parties()
    agreement = make_agreement(first, second, **fields)
    accept(agreement, (first, one), (second, two))
    return fresh(agreement), one, two


def accept(agreement, *parties):
    actions.offer(agreement, parties[0][1])
    for partner, user in parties:
        actions.answer(queries.newest_version(agreement), partner, user, **YES)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_an_agreement_holds_once_every_party_accepted_the_same_text():
    first, second, one, two = make_parties()
    agreement = make_agreement(first, second)
    actions.offer(agreement, one)
    version = queries.newest_version(agreement)
    actions.answer(version, first, one, **YES)
    assert (fresh(agreement).state, fresh(agreement).starts) == (AgreementState.OFFERED, None)
    actions.answer(version, second, two, **YES)
    found = fresh(agreement)
    assert (found.state, found.starts, found.ends) == (AgreementState.ACCEPTED, version.starts, version.ends)
    assert [row.partner for row in version.answers.all()] == [first, second]


def test_one_refusal_ends_the_offer_and_says_why():
    first, second, one, two = make_parties()
    agreement = make_agreement(first, second)
    actions.offer(agreement, one)
    actions.answer(queries.newest_version(agreement), second, two, **NO)
    assert fresh(agreement).state == AgreementState.DRAFT


def test_a_new_version_leaves_the_old_one_in_force_until_all_accept_it():
    agreement, one, two = make_accepted()
    later = DAY + dt.timedelta(days=800)
    actions.draft(agreement, one, text="Three times a year.", starts=DAY, ends=later, note="More visits")
    actions.offer(agreement, one)
    assert fresh(agreement).ends == DAY + dt.timedelta(days=365)
    assert list(Agreement.objects.in_force(DAY)) == [agreement]
    actions.answer(queries.newest_version(agreement), agreement.owner, one, **NO)
    assert (fresh(agreement).state, fresh(agreement).ends) == (
        AgreementState.ACCEPTED,
        DAY + dt.timedelta(days=365),
    )
    assert two


def test_an_offered_text_does_not_change_and_has_a_fingerprint():
    first, second, one, _two = make_parties()
    agreement = make_agreement(first, second)
    actions.offer(agreement, one)
    version = queries.newest_version(agreement)
    with pytest.raises(ValidationError, match="waits for answers"):
        actions.draft(fresh(agreement), one, text="Other.", starts=DAY, ends=None, note="")
    assert fresh(version).fingerprint == actions.fingerprint(version)
    assert len(version.fingerprint) == 64


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda agreement: None, "Add a second party"),
        (lambda agreement: agreement.versions.update(text=" "), "Write the text"),
        (lambda agreement: agreement.versions.all().delete(), "no new text"),
    ],
)
def test_what_is_not_ready_is_not_offered(prepare, said):
    agreement = make_agreement(make_partner(), user=make_member())
    prepare(agreement)
    with pytest.raises(ValidationError, match=said):
        actions.offer(agreement, make_member())
    assert fresh(agreement).state == AgreementState.DRAFT


def test_nobody_answers_twice_or_for_a_version_that_was_taken_back():
    first, second, one, two = make_parties()
    agreement = make_agreement(first, second)
    actions.offer(agreement, one)
    version = queries.newest_version(agreement)
    actions.answer(version, first, one, **YES)
    with pytest.raises(ValidationError, match="answered already"):
        actions.answer(version, first, one, **YES)
    actions.take_back(agreement)
    with pytest.raises(ValidationError, match="no longer waits"):
        actions.answer(version, second, two, **YES)
    assert Acceptance.objects.count() == 1


def test_parties_do_not_change_under_an_offer():
    first, second, one, _two = make_parties()
    agreement = make_agreement(first, second)
    actions.offer(agreement, one)
    with pytest.raises(ValidationError, match="nothing waits"):
        actions.add_party(agreement, make_partner())
    with pytest.raises(ValidationError, match="nothing waits"):
        actions.remove_party(agreement, second)


def test_an_agreement_is_ended_early_today_or_on_a_later_day(time_machine_day):
    agreement, _one, _two = make_accepted()
    with pytest.raises(ValidationError, match="ends earlier already"):
        actions.end(agreement, day=DAY + dt.timedelta(days=999), why="x")
    with pytest.raises(ValidationError, match="before it starts"):
        actions.end(agreement, day=DAY - dt.timedelta(days=1), why="x")
    actions.end(agreement, day=DAY, why="The company closed.")
    assert (fresh(agreement).state, fresh(agreement).ended_why) == (
        AgreementState.ENDED,
        "The company closed.",
    )


@pytest.fixture
def time_machine_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: DAY + dt.timedelta(days=10))


def test_what_is_in_force_is_not_deleted(time_machine_day):
    agreement, _one, _two = make_accepted()
    with pytest.raises(ValidationError, match="in force"):
        actions.delete(agreement)
    actions.end(agreement, day=DAY, why="x")
    actions.delete(agreement)
    assert list(Agreement.bin.deleted_before(dt.datetime.max.replace(tzinfo=dt.UTC))) == [agreement]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, Holds.LATER),
        (0, Holds.NOW),
        (274, Holds.NOW),
        (275, Holds.SOON),
        (365, Holds.SOON),
        (366, Holds.OVER),
    ],
)
def test_how_an_agreement_stands_to_a_day(days, expected):
    agreement = Agreement(state=AgreementState.ACCEPTED, starts=DAY, ends=DAY + dt.timedelta(days=365))
    assert holds(agreement, DAY + dt.timedelta(days=days)) == expected


def test_the_radar_puts_the_nearest_end_first_and_no_end_last():
    one, user, _two = make_accepted(title="Year")
    third = make_partner(name="Third")
    other = make_agreement(one.owner, third, user=user, title="For ever", ends=None)
    accept(other, (one.owner, user), (third, make_member(third, role="admin")))
    rows = radar(queries.radar(user, DAY + dt.timedelta(days=350)), DAY + dt.timedelta(days=350))
    assert [(row.agreement.title, row.days, row.urgency) for row in rows] == [
        ("Year", 15, "bad"),
        ("For ever", None, "good"),
    ]


# Reminders


def post():
    """Let the worker send what waits."""
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)


def test_everyone_in_charge_is_reminded_once_per_stretch(django_capture_on_commit_callbacks):
    agreement, one, two = make_accepted()
    for days_before, letters in ((91, 0), (90, 2), (89, 0), (30, 2), (8, 0), (7, 2), (0, 0)):
        with django_capture_on_commit_callbacks(execute=True):
            reminding.remind_of_ends(agreement.ends - dt.timedelta(days=days_before))
        post()
        assert len(mail.outbox) == letters, days_before
        assert {address for letter in mail.outbox for address in letter.to} <= {one.email, two.email}
        mail.outbox.clear()


def test_a_missed_stretch_is_made_up_for_by_one_letter_each(django_capture_on_commit_callbacks):
    agreement, _one, _two = make_accepted()
    with django_capture_on_commit_callbacks(execute=True):
        reminding.remind_of_ends(agreement.ends - dt.timedelta(days=5))
    post()
    assert len(mail.outbox) == 2
    assert list(AgreementReminder.objects.values_list("days", flat=True)) == [7]


def test_a_prolonged_agreement_is_reminded_of_anew():
    agreement, _one, _two = make_accepted()
    reminding.remind_of_ends(agreement.ends - dt.timedelta(days=5))
    Agreement.objects.update(ends=agreement.ends + dt.timedelta(days=365))
    assert reminding.remind_of_ends(fresh(agreement).ends - dt.timedelta(days=5)) == 1


# Pages


def test_a_party_reads_and_answers_and_a_stranger_finds_nothing(client):
    first, second, one, two = make_parties()
    agreement = make_agreement(first, second)
    actions.offer(agreement, one)
    version = queries.newest_version(agreement)
    url = reverse("network:answer_agreement", args=[version.pk, second.pk])
    client.force_login(make_member(role="admin"))
    assert client.post(url, YES).status_code == 404
    client.force_login(one)
    assert client.post(url, YES).status_code == 403
    client.force_login(two)
    assert client.post(url, YES).status_code == 302
    assert [(row.partner, row.by) for row in Acceptance.objects.all()] == [(second, two)]


def test_a_coordinator_does_not_sign_for_others(client):
    first, second, one, _two = make_parties()
    agreement = make_agreement(first, second)
    actions.offer(agreement, one)
    client.force_login(make_member(role="coordinator"))
    url = reverse("network:answer_agreement", args=[queries.newest_version(agreement).pk, second.pk])
    assert client.post(url, YES).status_code == 403


def test_a_refusal_without_reason_is_asked_for_one(client):
    first, second, one, two = make_parties()
    agreement = make_agreement(first, second)
    actions.offer(agreement, one)
    client.force_login(two)
    url = reverse("network:answer_agreement", args=[queries.newest_version(agreement).pk, second.pk])
    page = client.post(url, {**NO, "reason": " "})
    assert "Say why" in page.content.decode()
    assert not Acceptance.objects.exists()


def test_a_party_without_people_signs_on_paper_with_the_paper_attached(client):
    first, second = make_partner(), make_partner(sector="business")
    one = make_member(first, role="admin")
    agreement = make_agreement(first, second, user=one)
    actions.offer(agreement, one)
    version = queries.newest_version(agreement)
    client.force_login(one)
    url = reverse("network:answer_on_paper", args=[version.pk, second.pk])
    assert "Attach the signed paper" in client.post(url, YES).content.decode()
    attach = reverse("network:attach_to_agreement", args=[agreement.pk])
    client.post(attach, {"file": SimpleUploadedFile("signed.txt", b"signed"), "caption": "Signed copy"})
    client.post(url, YES)
    assert [(row.partner, row.on_paper) for row in Acceptance.objects.all()] == [(second, True)]


def test_files_are_for_the_parties_only(client):
    first, second, one, two = make_parties()
    agreement = make_agreement(first, second)
    actions.attach(agreement, one, file=SimpleUploadedFile("annex.txt", b"annex"), caption="")
    actions.offer(agreement, one)
    url = reverse("network:agreement_file", args=[AgreementFile.objects.get().pk])
    for user, status in ((two, 200), (make_member(role="admin"), 404)):
        client.force_login(user)
        page = client.get(url)
        page.close()
        assert page.status_code == status


def test_a_file_of_another_kind_is_refused_with_a_sentence(client):
    first, _second, one, _two = make_parties()
    agreement = make_agreement(first)
    client.force_login(one)
    url = reverse("network:attach_to_agreement", args=[agreement.pk])
    page = client.post(url, {"file": SimpleUploadedFile("x.pdf", b"MZ\x90\x00"), "caption": ""})
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()
    assert not AgreementFile.objects.exists()


def test_the_bin_is_emptied_after_thirty_days_and_files_with_it(time_machine_day, tmp_path):
    first, _second, one, _two = make_parties()
    agreement = make_agreement(first)
    row = actions.attach(agreement, one, file=SimpleUploadedFile("annex.txt", b"annex"), caption="")
    actions.delete(agreement)
    now = fresh_deleted(agreement) + dt.timedelta(days=29)
    due.do_due_work(now)
    assert Agreement.objects.count() == 1
    due.do_due_work(now + dt.timedelta(days=2))
    assert Agreement.objects.count() == 0
    assert not list(tmp_path.glob(f"**/{row.path.split('/')[-1]}"))


def fresh_deleted(agreement):
    return Agreement.bin.get(pk=agreement.pk).deleted


def test_lists_ask_the_database_as_often_for_thirty_rows_as_for_one(client):
    first, second, one, _two = make_parties()
    client.force_login(one)
    counts = []
    for many in (1, 15):
        for _number in range(many):
            make_agreement(first, second)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("network:agreements"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_list_is_searched_without_accents_and_taken_along(client):
    first, _second, one, _two = make_parties()
    make_agreement(first, make_partner(name="Ąžuolo mokykla"), title="Su mokykla")
    make_agreement(first, title="Other")
    client.force_login(one)
    file = client.get(reverse("network:agreements_file", args=["csv"]), {"q": "azuolo"})
    assert [line.split(",")[0] for line in file.content.decode("utf-8-sig").splitlines()] == [
        "Title",
        "Su mokykla",
    ]


def test_a_form_of_nonsense_is_refused_and_nothing_is_kept(client):
    first, _second, one, _two = make_parties()
    client.force_login(one)
    sent = {
        "title": "",
        "kind": "x",
        "owner": make_partner().pk,
        "starts": "2026-05-01",
        "ends": "2026-04-01",
    }
    page = client.post(reverse("network:write_agreement"), sent)
    assert set(page.context["form"].errors) == {"title", "kind", "owner", "ends"}
    assert not Agreement.objects.exists()
    assert first


def test_what_is_written_is_shown_without_becoming_a_page(client):
    first, _second, one, _two = make_parties()
    agreement = make_agreement(first, text="<script>alert(1)</script> *must* [x](javascript:alert(1))")
    client.force_login(one)
    page = client.get(reverse("network:agreement", args=[agreement.pk])).content.decode()
    assert "<script>alert" not in page
    assert "<em>must</em>" in page


# What was signed stays


def test_a_party_of_an_accepted_agreement_is_not_left_out_by_a_new_draft(client):
    agreement, one, two = make_accepted()
    other = agreement.places.exclude(partner=agreement.owner).get().partner
    actions.draft(agreement, one, text="Without you.", starts=DAY, ends=None, note="")
    with pytest.raises(ValidationError, match="end it and begin a new one"):
        actions.remove_party(agreement, other)
    client.force_login(two)
    page = client.get(reverse("network:agreement", args=[agreement.pk])).content.decode()
    assert "We visit each other twice a year." in page
    assert "Without you." not in page


def test_a_draft_is_read_by_its_own_partner_only(client):
    agreement, one, two = make_accepted()
    draft = actions.draft(agreement, one, text="A secret draft.", starts=DAY, ends=None, note="")
    for user, status in ((one, 200), (make_member(agreement.owner), 200), (two, 404)):
        client.force_login(user)
        assert client.get(reverse("network:agreement_version", args=[draft.pk])).status_code == status
    page = client.get(reverse("network:agreement", args=[agreement.pk])).content.decode()
    assert "A secret draft." not in page


def test_nobody_sees_an_agreement_before_it_is_offered_to_them(client):
    first, second, one, two = make_parties()
    agreement = make_agreement(first, second)
    client.force_login(two)
    url = reverse("network:agreement", args=[agreement.pk])
    assert client.get(url).status_code == 404
    actions.offer(agreement, one)
    assert client.get(url).status_code == 200


def test_a_file_that_was_signed_stays_and_its_content_is_part_of_the_fingerprint():
    first, second, one, two = make_parties()
    agreement = make_agreement(first, second, text="")
    file = actions.attach(agreement, one, file=SimpleUploadedFile("terms.txt", b"terms"), caption="")
    accept(agreement, (first, one), (second, two))
    version = queries.newest_version(agreement)
    assert version.attached == [{"id": file.pk, "name": "terms.txt", "sha256": SHA_OF_TERMS}]
    with pytest.raises(ValidationError, match="so it stays"):
        actions.remove_file(file)
    later = actions.attach(fresh(agreement), one, file=SimpleUploadedFile("x.txt", b"x"), caption="")
    actions.remove_file(later)
    assert list(AgreementFile.objects.all()) == [file]


def test_a_refusal_is_told_on_the_page_and_at_home_until_a_new_version_is_written(client):
    first, second, one, two = make_parties()
    agreement = make_agreement(first, second)
    actions.offer(agreement, one)
    actions.answer(queries.newest_version(agreement), second, two, **NO)
    client.force_login(one)
    page = client.get(reverse("network:agreement", args=[agreement.pk])).content.decode()
    assert "Works declined version 1:" in page
    assert "The dates are wrong." in page
    assert [need.text for need in needs.needs_of(one)] == ["Works declined: Visits."]
    actions.draft(fresh(agreement), one, text="Other dates.", starts=DAY, ends=None, note="")
    assert needs.needs_of(one) == []


def test_the_title_of_what_was_offered_stays():
    agreement, _one, _two = make_accepted()
    with pytest.raises(ValidationError, match="so it stays"):
        actions.describe(agreement, title="Other", kind="data", reference="A1")
    actions.describe(fresh(agreement), title="Visits", kind="data", reference="A1")
    assert fresh(agreement).reference == "A1"


def test_an_accepted_agreement_that_ran_out_can_go_for_good(time_machine_day):
    agreement, _one, _two = make_accepted()
    actions.end(agreement, day=DAY, why="x")
    actions.delete(agreement)
    actions.clear_away(timezone.now() + dt.timedelta(days=31))
    assert not Agreement.objects.exists()


# What needs people now


def test_who_may_sign_is_asked_to_answer_and_told_what_ends(time_machine_day):
    first, second, one, two = make_parties()
    agreement = make_agreement(first, second, title="Offered")
    actions.offer(agreement, one)
    asked = [(need.text, need.urgent) for need in needs.needs_of(two)]
    assert asked == [("Answer for Works: Offered.", True)]
    accept_as = queries.newest_version(agreement)
    actions.answer(accept_as, second, two, **YES)
    assert needs.needs_of(two) == []
    actions.answer(accept_as, first, one, **YES)
    Agreement.objects.update(ends=DAY + dt.timedelta(days=40))
    assert [need.text for need in needs.needs_of(two)] == ["Offered ends on 10 April 2026."]
    assert needs.needs_of(make_member(second)) == []


def test_a_double_that_was_merged_away_is_not_waited_for():
    first, second, one, two = make_parties()
    double = make_partner(name="Works Ltd", sector="business", country="LV")
    agreement = make_agreement(first, second, double)
    actions.offer(agreement, one)
    type(double).objects.filter(pk=double.pk).update(deleted=timezone.now(), merged_into=second)
    for partner, user in ((first, one), (second, two)):
        actions.answer(queries.newest_version(agreement), partner, user, **YES)
    assert fresh(agreement).state == AgreementState.ACCEPTED
