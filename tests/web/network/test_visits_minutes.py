import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.network.test_visits import DAY, FACTS, fresh, make_visit, sent

from mentorway.web.network.actions import visit_follow_ups as follow_ups
from mentorway.web.network.actions import visits
from mentorway.web.network.analysis.visit_history import text_changes
from mentorway.web.network.models import FollowUp, Visit
from mentorway.web.network.queries import visit_follow_ups as queries

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 20)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


# Minutes


def test_what_two_people_write_at_the_same_time_is_settled_and_nothing_is_lost(client):
    guest = make_partner()
    visit, user, _host = make_visit(guest)
    other = make_member(guest)
    url = reverse("network:visit_minutes", args=[visit.pk])
    client.force_login(user)
    assert client.post(url, {"revision": 1, "minutes": "Mine."}).status_code == 302
    client.force_login(other)
    page = client.post(url, {"revision": 1, "minutes": "Theirs."})
    assert page.status_code == 409
    assert fresh(visit).minutes == "Mine."
    text = page.content.decode()
    assert "Mine." in text
    assert "Theirs." in text
    both = {
        "revision": 2,
        "minutes__merge": "anew",
        "minutes__mine": "Theirs.",
        "minutes__theirs": "Mine.",
        "minutes": "Mine.\nTheirs.",
    }
    assert client.post(url, both).status_code == 302
    assert fresh(visit).minutes == "Mine.\nTheirs."
    assert [one.fields["minutes"] for one in visit.revisions.order_by("number")] == [
        "",
        "Mine.",
        "Mine.\nTheirs.",
    ]


def test_minutes_and_description_that_change_at_the_same_time_are_put_together_unasked(client):
    visit, user, _host = make_visit()
    client.force_login(user)
    client.post(reverse("network:visit_minutes", args=[visit.pk]), {"revision": 1, "minutes": "Said."})
    facts = sent(place="Elsewhere", revision=1)
    assert client.post(reverse("network:describe_visit", args=[visit.pk]), facts).status_code == 302
    found = fresh(visit)
    assert (found.place, found.minutes, found.revision) == ("Elsewhere", "Said.", 3)


def test_two_changes_of_different_fields_are_both_kept(client):
    visit, user, _host = make_visit()
    client.force_login(user)
    url = reverse("network:describe_visit", args=[visit.pk])
    client.post(url, sent(place="Elsewhere", revision=1))
    client.post(url, sent(finishes=dt.time(13), revision=1))
    found = fresh(visit)
    assert (found.place, f"{found.finishes:%H:%M}") == ("Elsewhere", "13:00")


def test_a_third_person_who_saves_in_between_is_not_written_over():
    visit, user, _host = make_visit()
    visits.minute(visit, user, revision=1, minutes="First.")
    with pytest.raises(ValidationError, match="saved a change just now"):
        visits.minute(visit, user, revision=1, minutes="Second.")
    with pytest.raises(ValidationError, match="saved a change just now"):
        visits.describe(visit, user, revision=1, **FACTS)
    assert (fresh(visit).minutes, visit.revisions.count()) == ("First.", 2)


def test_saving_what_was_there_makes_no_revision():
    visit, user, _host = make_visit()
    visits.minute(visit, user, revision=1, minutes="")
    visits.describe(visit, user, revision=1, **FACTS)
    assert (fresh(visit).revision, visit.revisions.count()) == (1, 1)


def test_the_form_refuses_minutes_that_are_too_long_or_have_no_revision(client):
    visit, user, _host = make_visit()
    client.force_login(user)
    url = reverse("network:visit_minutes", args=[visit.pk])
    for values in ({"revision": 1, "minutes": "x" * 100_001}, {"minutes": "Said."}, {"revision": "x"}):
        assert client.post(url, values).status_code == 200
    assert (fresh(visit).minutes, visit.revisions.count()) == ("", 1)


def test_the_history_shows_what_changed_by_whom(client):
    visit, user, _host = make_visit()
    visits.minute(visit, user, revision=1, minutes="One.\nTwo words.\n")
    visits.minute(visit, user, revision=2, minutes="One.\nTwo others.\n")
    visits.describe(visit, user, revision=3, **{**FACTS, "begins": dt.time(8), "is_shared": True})
    client.force_login(user)
    page = client.get(reverse("network:visit_history", args=[visit.pk])).content.decode()
    assert page.count("Revision ") == 4
    page = client.get(reverse("network:visit_revision", args=[visit.pk, 3])).content.decode()
    assert "<del>words.</del><ins>others.</ins>" in page
    page = client.get(reverse("network:visit_revision", args=[visit.pk, 4])).content.decode()
    assert "<del>09:00</del> <ins>08:00</ins>" in page
    assert "<del>No</del> <ins>Yes</ins>" in page
    assert client.get(reverse("network:visit_revision", args=[visit.pk, 9])).status_code == 404


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("", "new"),
        ("gone", ""),
        ("a\nb\nc", "a\nx\nc"),
        ("x " * 5000, "y " * 5000),
        ("\n" * 20_000, "a\n" * 10_000),
        ("word " * 20_000, "word " * 19_999 + "end"),
    ],
)
def test_differences_of_any_length_make_both_texts_again(before, after):
    found = list(text_changes(before, after))
    assert "".join(one.text for one in found if one.kind != "new") == before
    assert "".join(one.text for one in found if one.kind != "gone") == after


# Follow-ups


def make_follow_up(visit, **facts):
    values = {"text": "Send the figures", "owner": None, "owner_name": "", "due": TODAY, **facts}
    return follow_ups.add(visit, **values)


def test_a_follow_up_is_not_due_before_the_visit(client):
    visit, user, _host = make_visit()
    client.force_login(user)
    url = reverse("network:add_follow_up", args=[visit.pk])
    facts = {"text": "Send the figures", "owner_name": "Aino"}
    page = client.post(url, {**facts, "due": DAY - dt.timedelta(days=1)})
    assert list(page.context["form"].errors) == ["due"]
    assert client.post(url, {**facts, "due": DAY}).status_code == 302
    assert [row.due for row in visit.follow_ups.all()] == [DAY]


def test_a_follow_up_from_before_a_visit_that_was_put_off_can_still_be_corrected():
    visit, _user, _host = make_visit()
    row = make_follow_up(visit, owner_name="Aino", due=DAY)
    later = DAY + dt.timedelta(days=7)
    type(visit).objects.update(
        starts=visit.starts + dt.timedelta(days=7), ends=visit.ends + dt.timedelta(days=7)
    )
    facts = {"text": "Send them all", "owner": None, "owner_name": "Aino"}
    follow_ups.change(fresh(row), **facts, due=DAY)
    assert fresh(row).text == "Send them all"
    with pytest.raises(ValidationError, match="before the visit"):
        follow_ups.change(fresh(row), **facts, due=later - dt.timedelta(days=1))


def test_a_guest_writes_down_what_follows_for_a_member_of_a_partner_that_is_there(client):
    guest = make_partner()
    visit, user, _host = make_visit(guest)
    client.force_login(make_member(guest))
    url = reverse("network:add_follow_up", args=[visit.pk])
    values = {"text": "Send the figures", "owner": user.pk, "owner_name": "", "due": TODAY}
    assert client.post(url, values).status_code == 302
    assert [(row.text, row.owner) for row in FollowUp.objects.all()] == [("Send the figures", user)]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"owner": "", "owner_name": ""}, "owner"),
        ({"owner": "own", "owner_name": "Jonas"}, "owner"),
        ({"owner": "stranger", "owner_name": ""}, "owner"),
        ({"owner": "own", "due": "1026-03-01"}, "due"),
        ({"owner": "own", "due": ""}, "due"),
        ({"owner": "own", "text": " "}, "text"),
    ],
)
def test_a_follow_up_needs_one_person_who_is_there_and_a_day(client, values, field):
    visit, user, _host = make_visit()
    keys = {"own": user.pk, "stranger": make_member().pk, "": ""}
    client.force_login(user)
    sent_values = {"text": "Send", "owner_name": "", "due": TODAY, **values, "owner": keys[values["owner"]]}
    page = client.post(reverse("network:add_follow_up", args=[visit.pk]), sent_values)
    assert list(page.context["form"].errors) == [field]
    assert not FollowUp.objects.exists()


def test_a_follow_up_is_done_once_with_what_came_of_it_and_taken_up_again(client):
    visit, user, _host = make_visit()
    row = make_follow_up(visit, owner=user)
    client.force_login(user)
    client.post(reverse("network:finish_follow_up", args=[row.pk]), {"outcome": "Sent to all."})
    assert (fresh(row).done is not None, fresh(row).outcome) == (True, "Sent to all.")
    with pytest.raises(ValidationError, match="done already"):
        follow_ups.finish(row, outcome="Twice.")
    client.post(reverse("network:reopen_follow_up", args=[row.pk]))
    assert (fresh(row).done, fresh(row).outcome) == (None, "Sent to all.")
    client.post(reverse("network:remove_follow_up", args=[row.pk]))
    assert not FollowUp.objects.exists()


def test_my_follow_ups_stand_together_the_most_overdue_first(client):
    visit, user, host = make_visit()
    other = make_member(host)
    late, later = make_follow_up(visit, owner=user, due=DAY), make_follow_up(visit, owner=user)
    theirs = make_follow_up(visit, owner=other)
    client.force_login(user)
    url = reverse("network:follow_ups")
    assert list(client.get(url).context["page"]) == [late, later]
    assert set(client.get(url, {"whose": "all"}).context["page"]) == {late, later, theirs}
    follow_ups.finish(late, outcome="")
    assert list(client.get(url, {"state": "done"}).context["page"]) == [late]
    client.force_login(make_member())
    assert list(client.get(url, {"whose": "all"}).context["page"]) == []


def test_the_list_of_follow_ups_asks_the_database_as_often_for_many_as_for_one(client):
    visit, user, _host = make_visit()
    client.force_login(user)
    counts = []
    for many in (1, 15):
        for _number in range(many):
            make_follow_up(visit, owner=user)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("network:follow_ups"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.fixture
def reminded(django_capture_on_commit_callbacks):
    """Do the work of a day, and return the subjects of the letters that went out."""

    def do(day):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            follow_ups.remind(day)
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
        return [(letter.to[0], letter.subject) for letter in mail.outbox]

    return do


def day(distance):
    return TODAY + dt.timedelta(days=distance)


def test_who_does_it_is_reminded_three_days_before_and_the_day_after_once_each(reminded):
    visit, user, _host = make_visit()
    make_follow_up(visit, owner=user)
    make_follow_up(visit, owner_name="Jonas Example")
    soon, over = "By 20 March 2026: Send the figures", "Overdue since 20 March 2026: Send the figures"
    expected = {-4: [], -3: [soon], -2: [], 0: [], 1: [over], 2: [], 30: []}
    assert {
        distance: [subject for _to, subject in reminded(day(distance))] for distance in expected
    } == expected


def test_days_that_were_missed_are_made_up_for_by_one_letter(reminded):
    visit, user, _host = make_visit()
    make_follow_up(visit, owner=user)
    assert [len(reminded(day(distance))) for distance in (-1, 0, 5, 6)] == [1, 0, 1, 0]


def test_another_day_or_another_person_is_reminded_of_anew(reminded):
    visit, user, host = make_visit()
    row, other = make_follow_up(visit, owner=user), make_member(host)
    facts = {"text": row.text, "owner": user, "owner_name": ""}
    assert len(reminded(day(1))) == 1
    follow_ups.change(fresh(row), **facts, due=day(10))
    assert [len(reminded(day(distance))) for distance in (2, 7, 8)] == [0, 1, 0]
    follow_ups.change(fresh(row), **{**facts, "owner": other}, due=day(10))
    assert reminded(day(9)) == [(other.email, "By 30 March 2026: Send the figures")]


def test_nobody_is_reminded_of_what_is_done_deleted_an_example_or_of_who_left(reminded):
    visit, user, host = make_visit()
    done = make_follow_up(visit, owner=user)
    follow_ups.finish(done, outcome="")
    gone = make_member(host, is_active=False)
    make_follow_up(visit, owner=gone)
    deleted, _user, _host = make_visit(user=user)
    make_follow_up(deleted, owner=user)
    visits.delete(deleted)
    example, _user, _host = make_visit(user=user)
    make_follow_up(example, owner=user)
    Visit.objects.filter(pk=example.pk).update(is_example=True)
    assert reminded(day(1)) == []


def test_what_is_near_and_what_is_overdue_is_known_for_the_first_page():
    visit, user, _host = make_visit()
    rows = [make_follow_up(visit, owner=user, due=day(distance)) for distance in (8, 7, -1)]
    assert list(queries.near(user, day(7))) == [rows[2], rows[1]]
