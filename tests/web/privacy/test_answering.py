"""Requests are answered once and in time; holds are set, extended and lifted; who answers is written down."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.conftest import make_member, make_partner, make_user

from mentorway.web.core import audit
from mentorway.web.core.audit import Done
from mentorway.web.core.models import AuditEntry
from mentorway.web.privacy.actions import answering, arrangements, holds
from mentorway.web.privacy.actions.holds import Terms
from mentorway.web.privacy.analysis.troubles import troubles_of
from mentorway.web.privacy.models import Arrangement, ArrangementFile, Hold, Processor, Receipt, Request
from mentorway.web.privacy.needs import needs_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def today():
    return timezone.localdate()


@pytest.fixture
def coordinator(client):
    found = make_member(role="coordinator")
    client.force_login(found)
    return found


def make_request(person=None, days=30, **fields):
    values = {"right": "correction", "text": "My name is spelled wrong.", "due": today() + days * DAY}
    return Request.objects.create(person=person or make_user(), **{**values, **fields})


def text_of(client, name, *args):
    return client.get(reverse(f"privacy:{name}", args=args)).content.decode()


def letters():
    """Return the letters that wait to be sent: to whom, about what, and the text."""
    return [tuple(row.args_kwargs["args"]) for row in DBTaskResult.objects.order_by("enqueued_at")]


# Requests
def test_without_requests_the_page_says_so(client, coordinator):
    assert "Nobody has asked for anything" in text_of(client, "requests")


def test_what_is_overdue_is_marked_and_what_is_due_first_stands_first(client, coordinator):
    make_request(days=20), make_request(days=-1), make_request(days=5)
    page = text_of(client, "requests")
    assert (page.count("badge-bad"), page.count("badge-care")) == (1, 2)
    assert page.index("badge-bad") < page.index("badge-care")


def test_an_answer_is_read_by_the_person_with_a_letter_and_a_receipt(
    client, coordinator, django_capture_on_commit_callbacks
):
    row = make_request()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("privacy:answer_request", args=[row.pk]), {"text": "It is mended."})
    row.refresh_from_db()
    assert (row.answer, row.answered_by) == ("It is mended.", coordinator)
    receipt = Receipt.objects.get()
    line = AuditEntry.objects.get(kind=Done.REQUEST_ANSWERED)
    assert receipt.audit == line.hash
    assert line.about == audit.fingerprint("user", row.person.pk)
    [(to, _subject, body)] = letters()
    assert to == row.person.email
    assert f"/privacy/receipts/{receipt.number}/" in body
    assert "It is mended." not in body
    client.force_login(row.person)
    assert "It is mended." in text_of(client, "own")


def test_a_request_is_answered_once():
    row, user = make_request(), make_user()
    links = {"link": "https://example.org/", "receipts_at": "https://example.org/"}
    answering.answer(row, user, text="Yes.", **links)
    with pytest.raises(ValidationError, match="answered this request already"):
        answering.answer(row, user, text="No.", **links)
    assert Request.objects.get().answer == "Yes."


def test_an_empty_answer_is_refused(client, coordinator):
    row = make_request()
    page = client.post(reverse("privacy:answer_request", args=[row.pk]), {"text": "  "})
    assert "errorlist" in page.content.decode()
    assert Request.objects.get().answered is None


def test_the_person_who_asks_may_not_answer_and_others_do_not_find_it(client):
    row = make_request()
    got = []
    for user in (row.person, make_member(role="admin")):
        client.force_login(user)
        got.append(client.post(reverse("privacy:answer_request", args=[row.pk]), {"text": "Yes"}).status_code)
    assert got == [403, 404]
    assert Request.objects.get().answered is None


def test_what_is_overdue_is_urgent_and_what_is_due_later_is_not(coordinator):
    assert needs_of(coordinator) == []
    make_request(days=20)
    assert [(one.urgent, "waits" in one.text) for one in needs_of(coordinator)] == [(False, True)]
    make_request(days=-1)
    assert [one.urgent for one in needs_of(coordinator)] == [True, False]
    make_request(days=3)
    assert [one.urgent for one in needs_of(coordinator)] == [True, True]
    assert needs_of(make_member(role="admin")) == []


# Holds
def send_hold(client, **fields):
    values = {"email": "", "reason": "Audit of the grant", "until": (today() + 90 * DAY).isoformat()}
    return client.post(reverse("privacy:set_hold"), {**values, **fields})


def test_a_hold_is_set_with_a_reason_that_the_person_reads(
    client, coordinator, django_capture_on_commit_callbacks
):
    user = make_user()
    with django_capture_on_commit_callbacks(execute=True):
        send_hold(client, email=user.email.upper(), areas=["Network"])
    row = Hold.objects.get()
    assert (row.person, row.by) == (user, coordinator)
    assert "network.Contact" in row.models_held
    assert [one for one in row.models_held if not one.startswith("network.")] == []
    line = AuditEntry.objects.get(kind=Done.HOLD_SET)
    assert line.facts == {"until": f"{row.until}", "kinds": len(row.models_held)}
    [(to, _subject, body)] = letters()
    assert (to, "Audit of the grant" in body) == (user.email, True)
    client.force_login(user)
    assert "Audit of the grant" in text_of(client, "own")


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"email": "nobody@example.org"}, "No account has the address nobody@example.org"),
        ({"email": "not an address"}, "errorlist"),
        ({"reason": ""}, "errorlist"),
        ({"until": "2020-01-01"}, "The day is over already"),
        ({"until": "2099-01-01"}, "A hold lasts at most 10 years"),
        ({"areas": ["Nothing"]}, "errorlist"),
    ],
)
def test_a_hold_that_cannot_be_is_refused_with_what_was_needed(client, coordinator, fields, word):
    user = make_user()
    page = send_hold(client, **{"email": user.email, **fields}).content.decode()
    assert word in page
    assert Hold.objects.count() == 0


def test_a_hold_is_extended_and_lifted_and_each_leaves_a_line():
    user, by = make_user(), make_user()
    row = holds.hold(by, user, terms=Terms("Audit", today() + 5 * DAY))
    holds.extend(row, by, terms=Terms("Audit goes on", today() + 50 * DAY))
    row.refresh_from_db()
    assert (row.reason, row.until) == ("Audit goes on", today() + 50 * DAY)
    holds.lift(row, by)
    kinds = list(AuditEntry.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == [Done.HOLD_SET, Done.HOLD_SET, Done.HOLD_LIFTED]
    for action in (lambda: holds.lift(row, by), lambda: holds.extend(row, by, terms=Terms("x", today()))):
        with pytest.raises(ValidationError, match="This hold is over"):
            action()


def test_a_hold_that_ends_soon_is_a_need(coordinator):
    user = make_user(name="Rita Berg")
    holds.hold(coordinator, user, terms=Terms("Audit", today() + 60 * DAY))
    assert needs_of(coordinator) == []
    holds.hold(coordinator, user, terms=Terms("Dispute", today() + 3 * DAY))
    [need] = needs_of(coordinator)
    assert "Rita Berg" in need.text


def test_pages_of_holds_say_what_stands(client, coordinator):
    assert "No legal hold" in text_of(client, "holds")
    row = holds.hold(coordinator, make_user(), terms=Terms("Audit", today() + DAY))
    assert "Stands" in text_of(client, "holds")
    client.post(reverse("privacy:lift_hold", args=[row.pk]))
    page = text_of(client, "holds")
    assert "Lifted on" in page
    assert reverse("privacy:lift_hold", args=[row.pk]) not in page


# Arrangements
def sent(*parties, **fields):
    values = {
        "title": "Common study",
        "covers": "Answers",
        "contact": "study@example.org",
        "begins": "2026-01-01",
        "parties": [one.pk for one in parties],
        "essence_en": "Ask any of us.",
    }
    return {**values, **fields}


@pytest.fixture
def two():
    return make_partner(name="Turku college"), make_partner(name="Kaunas school")


def test_an_arrangement_is_written_and_what_people_need_to_know_is_public(client, coordinator, two):
    client.post(reverse("privacy:new_arrangement"), sent(*two, essence_lt="Klauskite mūsų."))
    row = Arrangement.objects.get()
    assert row.essence == {"en": "Ask any of us.", "lt": "Klauskite mūsų."}
    assert set(row.parties.all()) == set(two)
    client.logout()
    page = text_of(client, "who_answers")
    assert all(one in page for one in ("Ask any of us.", "study@example.org", "Turku college"))
    client.cookies["django_language"] = "lt"
    assert "Klauskite mūsų." in text_of(client, "who_answers")


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"ends": "2025-01-01"}, "The last day must not be before the first."),
        ({"essence_en": " "}, "in one language at least"),
        ({"contact": "nobody"}, "errorlist"),
        ({"title": ""}, "errorlist"),
        ({"parties": ["0"]}, "errorlist"),
    ],
)
def test_an_arrangement_that_cannot_be_is_refused(client, coordinator, two, fields, word):
    page = client.post(reverse("privacy:new_arrangement"), sent(*two, **fields)).content.decode()
    assert word in page
    assert Arrangement.objects.count() == 0


def test_one_partner_alone_arranges_nothing(client, coordinator, two):
    page = client.post(reverse("privacy:new_arrangement"), sent(two[0])).content.decode()
    assert "Choose two partners or more" in page


def test_who_saves_over_a_change_that_they_have_not_read_is_told(client, coordinator, two):
    client.post(reverse("privacy:new_arrangement"), sent(*two))
    row = Arrangement.objects.get()
    url = reverse("privacy:change_arrangement", args=[row.pk])
    client.post(url, sent(*two, title="First", revision=row.revision))
    page = client.post(url, sent(*two, title="Second", revision=row.revision)).content.decode()
    assert "Somebody has saved a change just now" in page
    assert Arrangement.objects.get().title == "First"


def test_one_that_ended_is_listed_as_ended_and_no_longer_public(client, coordinator, two):
    client.post(reverse("privacy:new_arrangement"), sent(*two, ends="2026-02-01"))
    assert "Ended on" in text_of(client, "arrangements")
    assert "Ask any of us." not in text_of(client, "who_answers")


def test_members_read_what_they_may_not_change_and_strangers_read_nothing(client, two):
    row = arrangements.write(
        make_user(), parties=two, essence={"en": "Ask."}, title="T", covers="C", contact="a@example.org",
        begins=dt.date(2026, 1, 1), ends=None,
    )  # fmt: skip
    url = reverse("privacy:arrangement", args=[row.pk])
    client.force_login(make_member())
    assert (client.get(url).status_code, "Attach a file" in client.get(url).content.decode()) == (200, False)
    client.force_login(make_user())
    assert client.get(url).status_code == 404
    assert "You do not belong to a partner yet" in text_of(client, "arrangements")


def test_a_signed_paper_is_kept_given_and_removed(client, coordinator, two, settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path
    client.post(reverse("privacy:new_arrangement"), sent(*two))
    row = Arrangement.objects.get()
    url = reverse("privacy:attach_to_arrangement", args=[row.pk])
    page = client.post(url, {"file": SimpleUploadedFile("signed.exe", b"MZ\x00\x01")}).content.decode()
    assert "errorlist" in page
    client.post(url, {"file": SimpleUploadedFile("signed.txt", b"We agree."), "caption": "Signed"})
    file = ArrangementFile.objects.get()
    got = client.get(reverse("privacy:arrangement_file", args=[file.pk]))
    assert (got.getvalue(), got["X-Content-Type-Options"]) == (b"We agree.", "nosniff")
    client.force_login(make_user())
    assert client.get(reverse("privacy:arrangement_file", args=[file.pk])).status_code == 404
    client.force_login(coordinator)
    client.post(reverse("privacy:remove_arrangement_file", args=[file.pk]))
    assert ArrangementFile.objects.count() == 0


def test_an_arrangement_that_ends_soon_is_a_need(client, coordinator, two):
    ends = (today() + 10 * DAY).isoformat()
    client.post(reverse("privacy:new_arrangement"), sent(*two, ends=ends))
    assert ["Common study" in one.text for one in needs_of(coordinator)] == [True]


# Processors
@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({}, 1),
        ({"agreement_on": dt.date(2026, 1, 1)}, 0),
        ({"agreement_on": dt.date(2999, 1, 1)}, 1),
        ({"country": "US"}, 2),
        ({"country": "CH", "agreement_on": dt.date(2026, 1, 1)}, 1),
        ({"country": "LI", "agreement_on": dt.date(2026, 1, 1)}, 0),
        ({"country": "NO", "agreement_on": dt.date(2026, 1, 1)}, 0),
        ({"country": "US", "agreement_on": dt.date(2026, 1, 1), "safeguards": "Standard clauses"}, 0),
        ({"country": "US", "ends": dt.date(2026, 1, 1)}, 0),
    ],
)
def test_it_is_said_what_must_be_mended_about_a_processor(fields, count):
    row = Processor(**{"name": "Host", "what": "Runs it", "country": "FI", **fields})
    assert len(troubles_of(row, dt.date(2026, 11, 29))) == count


def test_one_processor_runs_the_installation(client, coordinator):
    url = reverse("privacy:new_processor")
    facts = {"what": "Runs the servers", "country": "FI", "runs_it": "on"}
    client.post(url, {"name": "First", **facts})
    assert "Nobody is noted yet" not in text_of(client, "processors")
    client.post(url, {"name": "Second", **facts})
    assert list(Processor.objects.filter(runs_it=True).values_list("name", flat=True)) == ["Second"]


def test_a_processor_in_no_country_is_refused(client, coordinator):
    page = client.post(reverse("privacy:new_processor"), {"name": "x", "what": "y", "country": "XX"})
    assert "errorlist" in page.content.decode()
    assert Processor.objects.count() == 0


def test_a_member_reads_processors_and_changes_none(client):
    row = Processor.objects.create(name="Host", what="Runs it", country="FI")
    client.force_login(make_member())
    assert "Host" in text_of(client, "processors")
    sent = {"name": "Mine", "what": "x", "country": "FI"}
    assert client.post(reverse("privacy:change_processor", args=[row.pk]), sent).status_code == 403
    assert Processor.objects.get().name == "Host"
