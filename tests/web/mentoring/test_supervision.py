"""Supervision groups: made and changed by those who run a round, read by the mentors in them."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.web.mentoring.making import DAY, join, make_round

from mentorway.web.mentoring.actions import supervision as doing
from mentorway.web.mentoring.models import Round, RoundState, Side, SupervisionGroup, SupervisionMeeting
from mentorway.web.mentoring.queries.supervision import supervision_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(client):
    made = make_round(state=RoundState.RUNNING)
    client.force_login(made.created_by)
    return made


@pytest.fixture
def mentors(whole):
    facts = {"Aino Ek": "Europe/Helsinki", "Bo Berg": "Europe/Stockholm"}
    return [join(whole, Side.MENTOR, name, time_zone=zone) for name, zone in facts.items()]


@pytest.fixture
def group(whole, mentors):
    return doing.create(whole, title="Tuesday group", supervisor="Rasa Run", mentors=mentors)


@pytest.fixture
def letters(django_capture_on_commit_callbacks):
    """Return what does something and gives the letters that go out for it, by address."""

    def sent(work, *args, **facts):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            work(*args, **facts)
        call_command("db_worker", batch=True, verbosity=0)
        return {one.to[0]: one for one in mail.outbox}

    return sent


def when(days=7, **more):
    starts = (timezone.now() + days * DAY).replace(minute=0, second=0, microsecond=0)
    return {"starts": starts, "minutes": 90, "place": "Room 5", "link": "https://meet.example.org/a", **more}


def url(name, whole, *args):
    return reverse(f"mentoring:{name}", args=[whole.pk, *args])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def enclosed(letter):
    """Return the calendar files of a letter by name, without their folded lines."""
    parts = [(one.get_filename(), one.get_payload(decode=True).decode()) for one in letter.attachments]
    return [(name, content.replace("\r\n ", "")) for name, content in parts]


def test_a_group_is_made_of_mentors_of_the_round_only(client, whole, mentors):
    other, mentee = join(make_round(), Side.MENTOR), join(whole)
    page = text(client.get(url("new_supervision", whole)))
    assert ("Aino Ek (in no group yet)" in page, mentee.name + " (" in page.replace("Aino Ek", "")) == (
        True,
        False,
    )
    facts = {"title": "Tuesday group", "supervisor": "Rasa Run"}
    for stranger in (other, mentee):
        page = client.post(url("new_supervision", whole), {**facts, "mentors": [stranger.pk]})
        assert "Select a valid choice" in text(page)
    client.post(url("new_supervision", whole), {**facts, "mentors": [one.pk for one in mentors]})
    assert list(SupervisionGroup.objects.get().mentors.all()) == mentors


def test_a_group_needs_a_title_and_who_leads_it(client, whole):
    page = text(client.post(url("new_supervision", whole), {"title": "", "supervisor": ""}))
    assert page.count("This field is required.") == 2
    assert not SupervisionGroup.objects.exists()


def test_the_list_shows_who_is_in_no_group_and_when_groups_meet(client, whole, group):
    join(whole, Side.MENTOR, "Alone Mentor")
    doing.plan(group, **when())
    page = text(client.get(url("supervision", whole)))
    assert "Mentors in no group" in page
    alone = page.split("Mentors in no group")[1]
    assert ("Alone Mentor" in alone, "Bo Berg" in alone) == (True, False)
    assert "None planned" not in page


def test_without_a_group_the_list_says_what_supervision_is_for(client, whole):
    page = text(client.get(url("supervision", whole)))
    assert ("There is no supervision group yet" in page, "is written nowhere" in page) == (True, True)


def test_planning_writes_to_each_mentor_by_their_clock_with_a_calendar_file(group, mentors, letters):
    start = dt.datetime(2030, 5, 7, 12, tzinfo=dt.UTC)
    found = letters(doing.plan, group, **when(starts=start))
    assert set(found) == {one.email for one in mentors}
    bodies = [found[one.email].body for one in mentors]
    assert ["15:00" in bodies[0], "14:00" in bodies[1], "Room 5" in bodies[0]] == [True] * 3
    ((name, content),) = enclosed(found[mentors[0].email])
    assert name == "supervision.ics"
    assert ("DTSTART;TZID=Europe/Helsinki:20300507T150000" in content, "METHOD:PUBLISH" in content) == (
        True,
        True,
    )


def test_who_has_no_address_and_who_has_left_gets_no_letter(group, mentors, letters):
    type(mentors[0]).objects.filter(pk=mentors[0].pk).update(email="")
    type(mentors[1]).objects.filter(pk=mentors[1].pk).update(left=timezone.now())
    assert letters(doing.plan, group, **when()) == {}


def test_times_are_those_of_the_clock_of_the_round(client, whole, group):
    facts = {"sequence": 0, "day": "2030-05-07", "begins": "15:00", "minutes": 60, "place": "", "link": ""}
    client.post(url("supervision_meeting_new", whole, group.pk), facts)
    meeting = SupervisionMeeting.objects.get()
    assert meeting.starts == dt.datetime(2030, 5, 7, 12, tzinfo=dt.UTC)
    assert 'value="15:00"' in text(client.get(url("supervision_meeting", whole, group.pk, meeting.pk)))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"day": "2030-03-31", "begins": "03:30"}, "does not exist there"),
        ({"minutes": 5}, "greater than or equal to 15"),
        ({"day": ""}, "This field is required."),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(client, whole, group, more, said):
    facts = {"sequence": 0, "day": "2030-05-07", "begins": "15:00", "minutes": 60, **more}
    assert said in text(client.post(url("supervision_meeting_new", whole, group.pk), facts))
    assert not SupervisionMeeting.objects.exists()


def test_a_change_is_told_with_a_higher_sequence_and_no_change_is_not(group, mentors, letters):
    facts = when()
    meeting = doing.plan(group, **facts)
    assert letters(doing.move, meeting, sequence=0, **facts) == {}
    found = letters(doing.move, meeting, sequence=0, **{**facts, "place": "Room 9"})
    assert set(found) == {one.email for one in mentors}
    ((_name, content),) = enclosed(found[mentors[0].email])
    assert ("SEQUENCE:1" in content, "Room 9" in content) == (True, True)


def test_two_who_change_a_meeting_at_once_do_not_undo_each_other(group):
    meeting = doing.plan(group, **when())
    doing.move(meeting, sequence=0, **when(days=8))
    with pytest.raises(ValidationError, match="meanwhile"):
        doing.move(meeting, sequence=0, **when(days=9))


def test_cancelling_takes_the_meeting_out_of_calendars(client, whole, group, mentors, letters):
    meeting = doing.plan(group, **when())
    address = url("cancel_supervision_meeting", whole, group.pk, meeting.pk)
    assert "Cancel this meeting?" in text(client.get(address))
    found = letters(client.post, address)
    ((_name, content),) = enclosed(found[mentors[0].email])
    assert ("METHOD:CANCEL" in content, "SEQUENCE:1" in content, str(meeting.token) in content) == (True,) * 3
    assert "Cancelled" in text(client.get(url("supervision_group", whole, group.pk)))
    with pytest.raises(ValidationError, match="cancelled"):
        doing.move(meeting, sequence=1, **when())


def test_of_what_is_over_nobody_is_told(group, letters):
    meeting = doing.plan(group, **when(days=-3))
    assert letters(doing.move, meeting, sequence=0, **when(days=-4)) == {}
    assert letters(doing.cancel, meeting) == {}


def test_who_comes_and_who_goes_is_told_of_the_meetings_to_come(whole, group, mentors, letters):
    doing.plan(group, **when())
    new = join(whole, Side.MENTOR, "New Mentor")
    found = letters(
        doing.change, group, title="Wednesday group", supervisor="Rasa Run", mentors=[mentors[0], new]
    )
    assert set(found) == {mentors[0].email, mentors[1].email, new.email}
    assert "SEQUENCE:1" in enclosed(found[mentors[0].email])[0][1]
    assert "METHOD:CANCEL" in enclosed(found[mentors[1].email])[0][1]
    assert "METHOD:PUBLISH" in enclosed(found[new.email])[0][1]
    assert "Wednesday group" in found[new.email].subject


def test_who_stays_in_a_group_that_keeps_its_name_gets_no_letter(group, mentors, letters):
    doing.plan(group, **when())
    found = letters(doing.change, group, title=group.title, supervisor=group.supervisor, mentors=mentors[:1])
    assert set(found) == {mentors[1].email}


def test_the_card_on_the_own_page_names_the_next_meeting_and_is_not_there_without_a_group(
    whole, group, mentors
):
    doing.plan(group, **when(starts=dt.datetime(2030, 5, 7, 12, tzinfo=dt.UTC)))
    cards = [
        render_to_string(
            "mentoring/supervision/own_card.html", {"supervision": supervision_of(one), "person": one}
        )
        for one in (mentors[1], join(whole, Side.MENTOR), join(whole))
    ]
    assert "7 May 2030, 14:00 (Europe/Stockholm)" in cards[0]
    assert [one.strip() for one in cards[1:]] == ["", ""]


def test_deleting_asks_first_and_cancels_what_is_to_come(client, whole, group, mentors, letters):
    doing.plan(group, **when())
    doing.plan(group, **when(days=-9))
    address = url("delete_supervision", whole, group.pk)
    assert "1 meeting is still to come" in text(client.get(address))
    found = letters(client.post, address)
    assert len(enclosed(found[mentors[0].email])) == 1
    assert not SupervisionGroup.objects.exists()


def test_who_was_there_is_marked_once_it_has_begun_and_only_people_of_the_group(
    client, whole, group, mentors
):
    other = join(whole, Side.MENTOR, "Other Mentor")
    meeting = doing.plan(group, **when(days=-1))
    address = url("supervision_meeting", whole, group.pk, meeting.pk)
    client.post(address, {"what": "presence", "present": [mentors[0].pk]})
    assert list(meeting.present.all()) == [mentors[0]]
    page = text(client.post(address, {"what": "presence", "present": [other.pk]}))
    assert "Select a valid choice" in page
    client.post(address, {"what": "presence"})
    assert not meeting.present.exists()
    coming = doing.plan(group, **when())
    assert "Who was there" not in text(client.get(url("supervision_meeting", whole, group.pk, coming.pk)))
    with pytest.raises(ValidationError, match="not begun"):
        doing.mark(coming, present=mentors)


def test_what_took_place_is_neither_cancelled_nor_moved_to_come(group, mentors):
    meeting = doing.plan(group, **when(days=-1))
    doing.mark(meeting, present=mentors)
    with pytest.raises(ValidationError, match="took place"):
        doing.cancel(meeting)
    with pytest.raises(ValidationError, match="cannot begin later"):
        doing.move(meeting, sequence=0, **when())


def test_a_mentor_reads_the_own_group_and_its_meetings_by_the_own_clock(client, group, mentors):
    client.logout()
    doing.plan(group, **when(starts=dt.datetime(2030, 5, 7, 12, tzinfo=dt.UTC)))
    doing.plan(group, **when(days=-5, place="Old room"))
    doing.cancel(doing.plan(group, **when(days=5, place="Cancelled room")))
    page = text(client.get(reverse("mentoring:own_supervision", args=[mentors[1].link])))
    shown = ["Tuesday group", "Rasa Run", "14:00", "Europe/Stockholm", "Room 5", "Aino Ek", "written nowhere"]
    assert [words for words in shown if words not in page] == []
    assert ("Old room" in page, "Cancelled room" in page, mentors[0].link in page) == (False,) * 3


def test_a_mentor_in_no_group_reads_whom_to_ask_and_mentees_have_no_such_page(client, whole):
    alone, mentee = join(whole, Side.MENTOR), join(whole)
    pages = [
        client.get(reverse(f"mentoring:{name}", args=[alone.link]))
        for name in ("own_supervision", "own_supervision_file")
    ]
    assert [page.status_code for page in pages] == [200, 200]
    assert "You are in no supervision group yet" in text(pages[0])
    assert client.get(reverse("mentoring:own_supervision", args=[mentee.link])).status_code == 404
    assert client.get(reverse("mentoring:own_supervision_file", args=[mentee.link])).status_code == 404


def test_the_calendar_file_holds_own_meetings_with_what_is_cancelled_as_such(client, whole, group, mentors):
    doing.plan(group, **when())
    doing.cancel(doing.plan(group, **when(days=9)))
    other = doing.create(whole, title="Other group", supervisor="X", mentors=[join(whole, Side.MENTOR)])
    doing.plan(other, **when())
    response = client.get(reverse("mentoring:own_supervision_file", args=[mentors[0].link]))
    content = response.content.decode()
    counts = [content.count(words) for words in ("BEGIN:VEVENT", "STATUS:CANCELLED", "Other group")]
    assert counts == [2, 1, 0]
    assert response["Content-Type"].startswith("text/calendar")
    assert "noindex" in response["X-Robots-Tag"]


def test_who_has_left_the_round_has_no_group(group, mentors):
    mentors[0].left = timezone.now()
    mentors[0].save()
    assert supervision_of(mentors[0]).groups == []
    assert [one.pk for one in supervision_of(mentors[1]).groups] == [group.pk]


def test_the_group_of_another_round_is_not_found(client, whole, group):
    other = make_round(whole.partner, whole.created_by)
    meeting = doing.plan(group, **when())
    names = {
        "supervision_group": [group.pk],
        "change_supervision": [group.pk],
        "delete_supervision": [group.pk],
        "supervision_meeting_new": [group.pk],
        "supervision_meeting": [group.pk, meeting.pk],
        "cancel_supervision_meeting": [group.pk, meeting.pk],
    }
    found = [client.get(url(name, other, *args)).status_code for name, args in names.items()]
    assert found == [404] * len(names)
    second = doing.create(whole, title="Second", supervisor="X", mentors=[])
    assert client.get(url("supervision_meeting", whole, second.pk, meeting.pk)).status_code == 404


def test_coordinators_of_the_network_and_strangers_change_nothing(client, whole, group):
    address = url("delete_supervision", whole, group.pk)
    for member, status in ((make_member(), 404), (make_member(role="coordinator"), 403)):
        client.force_login(member)
        assert client.post(address).status_code == status
    assert SupervisionGroup.objects.exists()


def test_the_example_never_changes(client, whole, group, mentors):
    meeting = doing.plan(group, **when())
    Round.objects.filter(pk=whole.pk).update(is_example=True)
    for work in (
        lambda: doing.create(whole, title="New", supervisor="X", mentors=[]),
        lambda: doing.change(group, title="New", supervisor="X", mentors=[]),
        lambda: doing.delete(group),
        lambda: doing.plan(group, **when()),
        lambda: doing.move(meeting, sequence=0, **when(days=9)),
        lambda: doing.cancel(meeting),
        lambda: doing.mark(meeting, present=mentors),
    ):
        with pytest.raises(ValidationError, match="example"):
            work()
    assert client.get(url("supervision_group", whole, group.pk)).status_code == 200
    assert client.get(url("change_supervision", whole, group.pk)).status_code == 403
