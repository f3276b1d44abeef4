"""The dissemination plan and log: planned, done, counted, shown by files, taken out."""

import datetime as dt
import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from tests.conftest import make_member, make_partner
from tests.web.dissemination import outreach_making as making

from mentorway.web.dissemination.actions import outreach as actions
from mentorway.web.dissemination.example import audience as example_audience
from mentorway.web.dissemination.example import outreach as example
from mentorway.web.dissemination.models import Action, KeyResult, Mailing, Subscriber, TargetGroup
from mentorway.web.dissemination.needs import needs_of
from mentorway.web.dissemination.queries import outreach as queries
from mentorway.web.privacy import due as privacy_due

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


@pytest.fixture
def member(client):
    found = make_member(make_partner())
    client.force_login(found)
    return found


def at(name, *args):
    return reverse(f"dissemination:{name}", args=args)


def text_of(answer, status=200):
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def partner_of(user):
    return user.memberships.get().partner


def facts(user, **more):
    return {"partner": partner_of(user).pk, "title": "Open day", "channel": "event", **more}


def test_an_empty_list_says_what_to_do(client, member):
    assert "No activity yet" in text_of(client.get(at("outreach")))


def test_an_activity_is_planned_and_done(client, member):
    group = TargetGroup.objects.create(texts={"en": {"name": "Mentors"}})
    day = timezone.localdate() - DAY
    sent = facts(member, planned_on=day, expected=40, languages=["fi"], target_groups=[group.pk])
    client.post(at("new_action"), sent)
    action = Action.objects.get()
    assert (action.partner, action.created_by) == (partner_of(member), member)
    assert "Late" in text_of(client.get(at("outreach")))
    client.post(at("finish_action", action.pk), {"done_on": day, "reached": 31, "how_counted": "Signatures"})
    page = text_of(client.get(at("action", action.pk)))
    assert "31 (Signatures)" in page
    assert "Mentors" in page


def test_it_can_be_taken_back_that_something_was_done(client, member):
    action = making.make_done(partner_of(member), member, planned_on=None)
    day = action.done_on
    client.post(at("reopen_action", action.pk))
    action.refresh_from_db()
    assert (action.done_on, action.reached, action.planned_on) == (None, None, day)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, "Say for which day it is planned"),
        ({"planned_on": "2026-13-01"}, "Enter a valid date"),
        ({"planned_on": "0101-01-01"}, "too long ago"),
        ({"done_on": "2999-01-01"}, "still to come"),
        ({"planned_on": "2026-01-01", "reached": 5}, "Nobody is reached before it is done"),
        ({"done_on": "2026-01-01", "reached": 5}, "Say how people were counted"),
        ({"done_on": "2026-01-01", "reached": -5, "how_counted": "x"}, "greater than or equal to 0"),
        ({"done_on": "2026-01-01", "reached": 10**12, "how_counted": "x"}, "less than or equal to"),
        ({"planned_on": "2026-01-01", "link": "javascript:alert(1)"}, "valid URL"),
        ({"planned_on": "2026-01-01", "channel": "pigeon"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_with_words(client, member, more, told):
    assert told in text_of(client.post(at("new_action"), facts(member, **more)))
    assert Action.objects.count() == 0


def test_the_database_keeps_nobody_reached_who_was_not_counted():
    action = making.make_action()
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(reached=4)


def test_a_partner_that_is_not_ones_own_is_refused(client, member):
    other = make_partner()
    sent = {**facts(member, planned_on="2026-01-01"), "partner": other.pk}
    assert client.post(at("new_action"), sent).status_code == 200
    assert Action.objects.count() == 0


def test_two_people_change_different_fields_and_both_are_kept(client, member):
    action = making.make_action(partner_of(member), member)
    page = client.get(at("change_action", action.pk)).content.decode()
    base = re.search(r'name="base" value="([^"]*)"', page)[1].replace("&quot;", '"')
    plain = {"title": action.title, "channel": "event", "planned_on": action.planned_on, "revision": 1}
    actions.change(action, revision=1, title="Another title", channel="event", planned_on=action.planned_on)
    client.post(at("change_action", action.pk), {**plain, "remark": "Bring chairs", "base": base})
    action.refresh_from_db()
    assert (action.title, action.remark, action.revision) == ("Another title", "Bring chairs", 3)
    answer = client.post(at("change_action", action.pk), {**plain, "title": "A third one", "base": base})
    page = text_of(answer, 409)
    assert "Another title" in page
    assert "A third one" in page


@pytest.mark.parametrize("base", ["", "{", "[]", '{"title": 5}', "x" * 200_000])
def test_a_base_that_was_meddled_with_loses_nothing(client, member, base):
    action = making.make_action(partner_of(member), member, remark="Kept")
    actions.change(action, revision=1, title="Theirs", channel="event", planned_on=action.planned_on)
    sent = {"title": "Mine", "channel": "event", "planned_on": action.planned_on, "revision": 1, "base": base}
    assert client.post(at("change_action", action.pk), sent).status_code == 409
    action.refresh_from_db()
    assert action.title == "Theirs"


def test_the_list_is_narrowed_down(client, member):
    partner = partner_of(member)
    making.make_done(partner, member, title="Žurnalas", channel="article", country="LT")
    making.make_action(partner, member, title="Later")
    making.make_action(title="Of others", planned_on=timezone.localdate() - DAY)
    for query, told in (
        ({"channel": "article"}, "Žurnalas"),
        ({"country": "LT"}, "Žurnalas"),
        ({"state": "done"}, "Žurnalas"),
        ({"state": "late"}, "Of others"),
        ({"q": "later"}, "Later"),
    ):
        page = client.get(at("outreach"), query).content.decode()
        titles = re.findall(r'<a href="/dissemination/outreach/\d+/">([^<]*)</a>', page)
        assert titles == [told], query
    page = client.get(at("outreach"), {"partner": partner.pk}).content.decode()
    assert len(re.findall(r'<a href="/dissemination/outreach/\d+/">', page)) == 2
    assert "Nothing found" in text_of(client.get(at("outreach"), {"q": "zzz"}))
    assert client.get(at("outreach"), {"partner": "x", "state": "y", "page": "z"}).status_code == 200


def test_a_year_stands_by_months(client, member):
    making.make_action(title="In May", planned_on=dt.date(2026, 5, 4))
    page = text_of(client.get(at("outreach_year", 2026)))
    assert re.search(r"May 2026 4 May 2026 · In May", page)
    assert "In May" not in text_of(client.get(at("outreach_year", 2027)))
    assert client.get(at("outreach_year", 0)).status_code == 200
    assert client.get(at("outreach_year", 123456789)).status_code == 200


def test_the_table_says_what_the_page_says_and_no_formula(client, member):
    making.make_done(partner_of(member), member, title="=HYPERLINK(1)", reached=12)
    book = load_workbook(io.BytesIO(client.get(at("outreach_xlsx")).content))
    row = dict(zip(*list(book.active.values)[:2], strict=True))
    assert (row["What"], row["People reached"], row["State"]) == ("=HYPERLINK(1)", 12, "Done")
    assert book.active["B2"].data_type == "s"
    text = client.get(at("outreach_csv"), {"state": "open"}).content.decode("utf-8-sig")
    assert text.count("\n") == 1
    assert "'=HYPERLINK(1)" in client.get(at("outreach_csv")).content.decode()


def test_a_file_shows_that_it_was_done_and_goes_with_it(
    client, member, settings, django_capture_on_commit_callbacks
):
    action = making.make_done(partner_of(member), member)
    file = SimpleUploadedFile("list.txt", b"Thirty came.", "text/plain")
    client.post(at("add_action_file", action.pk), {"file": file, "caption": "The list"})
    row = action.files.get()
    assert b"".join(client.get(at("action_file", action.pk, row.pk)).streaming_content) == b"Thirty came."
    place = settings.MENTORWAY_DATA / "attachments" / row.path
    assert place.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("delete_action", action.pk))
    assert (Action.objects.count(), place.exists()) == (0, False)


def test_a_file_of_another_activity_is_not_found(client, member):
    own, other = making.make_action(partner_of(member), member), making.make_action()
    file = making.make_file(other)
    assert client.get(at("action_file", own.pk, file.pk)).status_code == 404
    assert client.post(at("remove_action_file", own.pk, file.pk)).status_code == 404


def test_a_program_is_no_evidence_and_files_are_not_without_end(client, member, monkeypatch):
    action = making.make_action(partner_of(member), member)
    bad = SimpleUploadedFile("list.exe", b"MZ\x90\x00\x03" * 40)
    assert client.post(at("add_action_file", action.pk), {"file": bad, "caption": "x"}).status_code == 200
    assert action.files.count() == 0
    monkeypatch.setattr(actions, "MOST_FILES", 1)
    making.make_file(action)
    with pytest.raises(ValidationError, match="can have 1 file"):
        making.make_file(action)


def test_what_is_late_is_said_on_the_first_page_to_its_own_partner_only(member):
    late = making.make_action(partner_of(member), member, planned_on=timezone.localdate() - DAY)
    making.make_action(planned_on=timezone.localdate() - DAY)
    making.make_done(partner_of(member), member)
    found = [one for one in needs_of(member) if "/outreach/" in one.url]
    assert [one.url for one in found] == [at("finish_action", late.pk)]
    assert late.title in found[0].text


def test_what_was_done_in_some_days_is_told_to_reports():
    partner = make_partner()
    making.make_done(partner, title="In", done_on=dt.date(2026, 5, 31))
    making.make_done(partner, title="After", done_on=dt.date(2026, 6, 1))
    making.make_done(title="Of others", done_on=dt.date(2026, 5, 10))
    making.make_done(partner, title="Invented", done_on=dt.date(2026, 5, 10), is_example=True)
    found = queries.done_between([partner], dt.date(2026, 5, 1), dt.date(2026, 5, 31))
    assert [one.title for one in found] == ["In"]


def test_nobody_changes_the_example(client, member):
    action = making.make_action(partner_of(member), member, is_example=True)
    assert client.get(at("change_action", action.pk)).status_code == 403
    with pytest.raises(ValidationError, match="example"):
        actions.finish(action, done_on=timezone.localdate(), reached=None, how_counted="")


def test_many_activities_are_read_with_few_queries(client, member, django_assert_max_num_queries):
    partner = partner_of(member)
    Action.objects.bulk_create(
        [
            Action(partner=partner, title=f"A{n}", channel="web", planned_on=dt.date(2026, 1, 1) + n * DAY)
            for n in range(600)
        ]
    )
    with django_assert_max_num_queries(20):
        client.get(at("outreach"))
    with django_assert_max_num_queries(20):
        answer = client.get(at("outreach_xlsx"))
    assert load_workbook(io.BytesIO(answer.content)).active.max_row == 601


def test_the_example_is_loaded_once_and_says_that_it_is_invented():
    partner = make_partner()
    make_member(partner)
    for _twice in range(2):
        example.load(partner)
        example_audience.load(partner)
    assert (Action.objects.count(), KeyResult.objects.count()) == (8, 2)
    assert (Subscriber.objects.count(), Mailing.objects.count()) == (5, 1)
    assert all("(invented)" in row.title and row.is_example for row in Action.objects.all())
    assert all(row.email.endswith("@example.org") for row in Subscriber.objects.all())


def test_hourly_work_forgets_who_did_not_confirm():
    making.make_reader(standing="asked", confirmed=None, asked=timezone.now() - 8 * DAY)
    privacy_due.do_due_work(timezone.now())  # retention of all tables lives there, so that holds apply
    assert Subscriber.objects.count() == 0
