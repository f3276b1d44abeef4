"""Shares of attendance, marking by hand and from paper, corrections, and the files that go out."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.pilots.making import DAY, enrol, enrol_many, make_cohort, make_meeting

from mentorway.web.pilots.actions import attendance as actions
from mentorway.web.pilots.actions.attendance import Marking, Wish
from mentorway.web.pilots.analysis.attendance import Outlook, Share, outlook_of, share_of, shares_of
from mentorway.web.pilots.models import (
    Attendance,
    AttendanceChange,
    CohortState,
    Presence,
    Source,
    Standing,
)
from mentorway.web.pilots.queries import attendance as queries

pytestmark = pytest.mark.django_db
PRESENT, EXCUSED, ABSENT = Presence.PRESENT.value, Presence.EXCUSED.value, Presence.ABSENT.value


@pytest.fixture
def cohort():
    return make_cohort()


@pytest.fixture
def lead(cohort, client):
    client.force_login(cohort.created_by)
    return cohort.created_by


def ago(**parts):
    return timezone.now() - dt.timedelta(**parts)


def put(meeting, person, presence=PRESENT, **more):
    facts = {"source": Source.HAND, "marked": timezone.now(), **more}
    return Attendance.objects.create(meeting=meeting, participant=person, presence=presence, **facts)


def said(user, why="", source=Source.HAND):
    return Marking(user, source, why, timezone.now())


def marks(meeting):
    return {row.participant_id: row.presence for row in meeting.attendance.all()}


def address(meeting, name="mark"):
    return reverse(f"pilots:{name}", args=[meeting.cohort_id, meeting.pk])


def sent(marked, seen=(), **more):
    seen = dict(seen)
    fields = {f"mark-{person.pk}": presence for person, presence in marked.items()}
    return {
        **fields,
        **{f"seen-{person.pk}": seen.get(person, "") for person in marked},
        "source": "hand",
        **more,
    }


# Shares


def test_a_share_is_of_all_planned_meetings_and_not_of_those_held_so_far(cohort):
    person = enrol(cohort)
    for days in (5, 4, 3, 2):
        put(make_meeting(cohort, ago(days=days)), person)
    make_meeting(cohort, ago(days=-3))
    make_meeting(cohort, ago(days=-4), cancelled=timezone.now())
    share = share_of(person)
    assert (share.planned, share.held, share.present) == (5, 4, 4)
    assert (share.percent, share.best) == (80, 100)
    assert share.reaches(80)
    assert not share.reaches(81)


def test_what_is_missed_lowers_what_can_still_be_reached_and_what_nobody_marked_does_not(cohort):
    person = enrol(cohort)
    put(make_meeting(cohort, ago(days=5)), person, EXCUSED)
    put(make_meeting(cohort, ago(days=4)), person, ABSENT)
    make_meeting(cohort, ago(days=3))
    make_meeting(cohort, ago(days=-1))
    share = share_of(person)
    assert (share.excused, share.absent, share.unmarked) == (1, 1, 1)
    assert (share.percent, share.best) == (0, 50)
    assert share.can_reach(50)
    assert not share.can_reach(51)
    assert outlook_of(share, 51) == Outlook.LOST


def test_marks_at_a_cancelled_meeting_count_for_nothing(cohort):
    person = enrol(cohort)
    put(make_meeting(cohort, ago(days=5), cancelled=timezone.now()), person)
    assert share_of(person) == Share(0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(("percent", "reached"), [(66, True), (67, False)])
def test_two_of_three_reach_66_percent_and_not_67(percent, reached):
    assert Share(3, 3, 2, 0, 1, 0).reaches(percent) is reached


def test_while_nothing_is_planned_nothing_is_reached_and_everything_can_be():
    share = Share(0, 0, 0, 0, 0, 0)
    assert not share.reaches(80)
    assert share.can_reach(80)
    assert share.reaches(0)


def test_shares_of_a_whole_cohort_take_three_queries_however_many_people(
    cohort, django_assert_max_num_queries
):
    people = enrol_many(cohort, 40)
    enrol(cohort, "Waits", standing=Standing.WAITING)
    meetings = [make_meeting(cohort, ago(days=days)) for days in (3, 2, -1)]
    for person in people[:30]:
        put(meetings[0], person)
    with django_assert_max_num_queries(3):
        shares = shares_of(cohort)
    assert len(shares) == 40
    assert [shares[one.pk].percent for one in (people[0], people[39])] == [33, 0]
    assert shares[people[0].pk] == share_of(people[0])


# Marking


def test_only_what_changed_is_written(cohort):
    meeting, first, second = make_meeting(cohort), enrol(cohort), enrol(cohort, "Bert")
    kept = put(meeting, first)
    wishes = [Wish(first.pk, PRESENT, PRESENT), Wish(second.pk, "", ABSENT)]
    done = actions.mark(meeting, wishes, said(cohort.created_by))
    assert (done.written, done.conflicts) == (1, {})
    assert marks(meeting) == {first.pk: PRESENT, second.pk: ABSENT}
    assert Attendance.objects.get(pk=kept.pk).marked == kept.marked


def test_a_correction_needs_a_reason_and_is_written_down(cohort):
    meeting, person, user = make_meeting(cohort), enrol(cohort), cohort.created_by
    put(meeting, person)
    wish = [Wish(person.pk, PRESENT, EXCUSED)]
    with pytest.raises(ValidationError, match="Say why"):
        actions.mark(meeting, wish, said(user))
    assert marks(meeting) == {person.pk: PRESENT}
    actions.mark(meeting, wish, said(user, "Was ill."))
    change = AttendanceChange.objects.get()
    assert (change.was, change.became, change.why, change.by) == (PRESENT, EXCUSED, "Was ill.", user)


def test_a_mark_can_be_taken_away_with_a_reason(cohort):
    meeting, person = make_meeting(cohort), enrol(cohort)
    put(meeting, person)
    actions.mark(meeting, [Wish(person.pk, PRESENT, "")], said(cohort.created_by, "Wrong line."))
    assert marks(meeting) == {}
    assert AttendanceChange.objects.get().became == ""


def test_a_correction_that_was_written_down_can_never_be_changed(cohort):
    meeting, person = make_meeting(cohort), enrol(cohort)
    put(meeting, person)
    actions.mark(meeting, [Wish(person.pk, PRESENT, ABSENT)], said(cohort.created_by, "Left early."))
    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceChange.objects.update(why="Nothing.")
    assert AttendanceChange.objects.get().why == "Left early."


def test_two_facilitators_at_once_lose_nothing(cohort):
    meeting, first, second = make_meeting(cohort), enrol(cohort), enrol(cohort, "Bert")
    other = make_member(cohort.partner)
    actions.mark(meeting, [Wish(first.pk, "", ABSENT)], said(other))
    mine = [Wish(first.pk, "", PRESENT), Wish(second.pk, "", PRESENT)]
    done = actions.mark(meeting, mine, said(cohort.created_by))
    assert done.written == 1
    assert done.conflicts[first.pk].marked_by == other
    assert marks(meeting) == {first.pk: ABSENT, second.pk: PRESENT}


def test_the_same_mark_of_two_facilitators_is_no_conflict(cohort):
    meeting, person = make_meeting(cohort), enrol(cohort)
    wish = [Wish(person.pk, "", PRESENT)]
    actions.mark(meeting, wish, said(cohort.created_by))
    done = actions.mark(meeting, wish, said(make_member(cohort.partner)))
    assert (done.written, done.conflicts) == (0, {})
    assert not AttendanceChange.objects.exists()


@pytest.mark.parametrize(
    ("minutes", "more", "words"),
    [(-16, {}, "has not begun"), (30, {"cancelled": timezone.now()}, "does not take place")],
)
def test_nobody_is_marked_before_the_opening_or_at_a_cancelled_meeting(cohort, minutes, more, words):
    meeting, person = make_meeting(cohort, ago(minutes=minutes), **more), enrol(cohort)
    with pytest.raises(ValidationError, match=words):
        actions.mark(meeting, [Wish(person.pk, "", PRESENT)], said(cohort.created_by))
    assert marks(meeting) == {}


@pytest.mark.parametrize("start", [dt.timedelta(minutes=14), -30 * DAY])
def test_by_hand_people_are_marked_from_the_opening_on_and_weeks_later(cohort, start):
    meeting, person = make_meeting(cohort, timezone.now() + start), enrol(cohort)
    actions.mark(meeting, [Wish(person.pk, "", PRESENT)], said(cohort.created_by))
    assert marks(meeting) == {person.pk: PRESENT}


def test_people_of_another_cohort_and_without_a_seat_are_left_out(cohort):
    meeting = make_meeting(cohort)
    waits, stranger = enrol(cohort, standing=Standing.WAITING), enrol(make_cohort())
    wishes = [Wish(waits.pk, "", PRESENT), Wish(stranger.pk, "", PRESENT)]
    assert actions.mark(meeting, wishes, said(cohort.created_by)).written == 0
    assert marks(meeting) == {}


# The page where people are marked


def test_everybody_else_is_marked_with_one_button(client, lead, cohort):
    meeting, people = make_meeting(cohort), enrol_many(cohort, 5)
    form = sent(dict.fromkeys(people, ""), rest="present")
    form[f"mark-{people[0].pk}"] = EXCUSED
    assert client.post(address(meeting), form).status_code == 302
    assert marks(meeting) == {people[0].pk: EXCUSED, **{one.pk: PRESENT for one in people[1:]}}
    assert set(meeting.attendance.values_list("source", "marked_by")) == {("hand", lead.pk)}


def test_everybody_else_never_touches_a_mark_that_is_there(client, lead, cohort):
    meeting, person = make_meeting(cohort), enrol(cohort)
    put(meeting, person, ABSENT)
    client.post(address(meeting), sent({person: ABSENT}, {person: ABSENT}, rest="present"))
    assert marks(meeting) == {person.pk: ABSENT}


def test_from_paper_is_kept_as_the_source(client, lead, cohort):
    meeting, person = make_meeting(cohort), enrol(cohort)
    page = client.get(address(meeting) + "?paper").text
    assert 'name="source" value="paper"' in page
    client.post(address(meeting) + "?paper", sent({person: PRESENT}, source="paper"))
    assert meeting.attendance.get().source == Source.PAPER


def test_a_conflict_is_shown_with_what_i_chose_and_saved_after_looking(client, lead, cohort):
    meeting, first, second = make_meeting(cohort), enrol(cohort), enrol(cohort, "Bert")
    other = make_member(cohort.partner, name="Olga Other")
    put(meeting, first, ABSENT, marked_by=other)
    answer = client.post(address(meeting), sent({first: PRESENT, second: PRESENT}))
    assert answer.status_code == 409
    assert "Olga Other has marked “Was not there” meanwhile" in answer.text
    assert f'name="seen-{first.pk}" value="absent"' in answer.text
    assert f'name="seen-{second.pk}" value="present"' in answer.text
    assert f'id="mark-{first.pk}-present"' in answer.text
    assert marks(meeting) == {first.pk: ABSENT, second.pk: PRESENT}
    again = sent({first: PRESENT}, {first: ABSENT})
    assert "Say why" in client.post(address(meeting), again).text
    client.post(address(meeting), {**again, "why": "She came later."})
    assert marks(meeting)[first.pk] == PRESENT


@pytest.mark.parametrize("value", ["here", "PRESENT", "x" * 500])
def test_a_mark_that_is_none_is_refused_in_words(client, lead, cohort, value):
    meeting, person = make_meeting(cohort), enrol(cohort)
    answer = client.post(address(meeting), sent({person: value}))
    assert answer.status_code == 200
    assert "A mark could not be read" in answer.text
    assert marks(meeting) == {}


def test_the_page_says_when_people_can_be_marked(client, lead, cohort):
    meeting = make_meeting(cohort, timezone.now() + 2 * DAY)
    enrol(cohort)
    page = client.get(address(meeting)).text
    assert "This meeting has not begun" in page
    assert 'type="radio"' not in page


def test_who_was_elsewhere_at_the_same_time_is_noted(client, lead, cohort):
    person, meeting = enrol(cohort), make_meeting(cohort)
    put(make_meeting(cohort, title="Parallel group"), person)
    assert "Was there at “Parallel group”, at the same time." in client.get(address(meeting)).text


def test_a_thousand_people_are_marked_page_by_page(client, lead):
    cohort = make_cohort(lead.memberships.first().partner, lead, seats=1000)
    enrol_many(cohort, 1000)
    meeting = make_meeting(cohort)
    people = list(queries.people_of(cohort))[200:400]
    form = sent(dict.fromkeys(people, ""), rest="present")
    assert client.post(address(meeting) + "?page=2", form).status_code == 302
    assert set(marks(meeting)) == {person.pk for person in people}


def test_a_facilitator_of_another_partner_marks_and_a_coordinator_does_not(client, cohort):
    guest, person = make_member(), enrol(cohort)
    meeting = make_meeting(cohort, facilitator=guest)
    client.force_login(guest)
    assert client.post(address(meeting), sent({person: PRESENT})).status_code == 302
    client.force_login(make_member(role="coordinator"))
    assert client.post(address(meeting), sent({person: ABSENT})).status_code == 403
    assert marks(meeting) == {person.pk: PRESENT}


def test_the_example_is_shown_to_members_and_cannot_be_marked(client):
    cohort = make_cohort(is_example=True)
    meeting, person = make_meeting(cohort), enrol(cohort)
    client.force_login(make_member(make_partner()))
    assert person.name in client.get(reverse("pilots:attendance", args=[cohort.pk])).text
    assert client.post(address(meeting), sent({person: PRESENT})).status_code == 403
    assert marks(meeting) == {}


# The overview, the log and the files


def test_the_overview_shows_shares_and_who_can_no_longer_reach_what_is_needed(client, lead, cohort):
    person = enrol(cohort, "מרים 🌱")
    put(make_meeting(cohort, ago(days=2), title="Gone"), person, ABSENT)
    make_meeting(cohort, ago(days=-2), title="To come")
    page = client.get(reverse("pilots:attendance", args=[cohort.pk])).text
    assert "מרים 🌱" in page
    assert "only 50 %" in page
    assert "0 of 1 were there" in page


def test_the_overview_without_meetings_teaches_how_to_begin(client, lead, cohort):
    page = client.get(reverse("pilots:attendance", args=[cohort.pk])).text
    assert "No meeting yet" in page
    assert reverse("pilots:plan_meetings", args=[cohort.pk]) in page


def test_the_overview_needs_no_more_queries_for_many_people(client, lead, cohort):
    meetings = [make_meeting(cohort, ago(days=days)) for days in (3, 2, -1)]
    url = reverse("pilots:attendance", args=[cohort.pk])
    put(meetings[0], enrol(cohort))
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for person in enrol_many(cohort, 19):
        put(meetings[1], person)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_the_log_names_person_reason_and_who_corrected(client, lead, cohort):
    meeting, person = make_meeting(cohort), enrol(cohort, "Eeva Mäki")
    put(meeting, person)
    actions.mark(meeting, [Wish(person.pk, PRESENT, ABSENT)], said(lead, "<b>Left</b> early."))
    page = client.get(reverse("pilots:attendance_log", args=[cohort.pk])).text
    assert "Eeva Mäki" in page
    assert "&lt;b&gt;Left&lt;/b&gt; early." in page
    assert str(lead) in page


def test_the_log_of_a_cohort_shows_nothing_of_another(client, lead, cohort):
    other = make_cohort()
    meeting, person = make_meeting(other), enrol(other, "Somebody Else")
    put(meeting, person)
    actions.mark(meeting, [Wish(person.pk, PRESENT, ABSENT)], said(other.created_by, "Elsewhere."))
    page = client.get(reverse("pilots:attendance_log", args=[cohort.pk])).text
    assert "Elsewhere." not in page
    assert "Nothing was corrected" in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_hold_marks_and_shares_and_no_formula(client, lead, cohort, kind):
    person = enrol(cohort, "=SUM(A1)")
    put(make_meeting(cohort, ago(days=2), title="First"), person)
    make_meeting(cohort, ago(days=-2), title="Second")
    answer = client.get(reverse("pilots:attendance_file", args=[cohort.pk, kind]))
    if kind == "csv":
        header, row = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert row[0] == "'=SUM(A1)"
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        header, row = ([cell.value for cell in line] for line in sheet.iter_rows())
        assert row[0] == "=SUM(A1)"
        assert sheet["A2"].data_type == "s"
    found = dict(zip(header, row, strict=True))
    assert found[next(name for name in header if name.endswith("First"))] == "Was there"
    assert int(found["Share in percent"]) == 50
    assert int(found["Can still reach, in percent"]) == 100


def test_a_kind_of_file_that_does_not_exist_is_not_found(client, lead, cohort):
    assert client.get(reverse("pilots:attendance_file", args=[cohort.pk, "pdf"])).status_code == 404


# What is left to mark


def test_meetings_that_are_over_with_somebody_unmarked_are_found(cohort):
    over, coming = make_meeting(cohort, ago(days=2)), make_meeting(cohort, ago(days=-2))
    person = enrol(cohort, enrolled=ago(days=5))
    user = cohort.created_by
    assert list(queries.left_unmarked(user, timezone.now())) == [over]
    put(over, person, ABSENT)
    assert coming not in queries.left_unmarked(user, timezone.now())
    assert not queries.left_unmarked(user, timezone.now()).exists()


def test_who_came_to_the_cohort_after_a_meeting_leaves_nothing_to_mark(cohort):
    make_meeting(cohort, ago(days=2))
    enrol(cohort)
    assert not queries.left_unmarked(cohort.created_by, timezone.now()).exists()


def test_meetings_of_a_cancelled_cohort_and_of_others_are_not_left_to_mark(cohort):
    make_meeting(cohort, ago(days=2))
    enrol(cohort, enrolled=ago(days=5))
    assert not queries.left_unmarked(make_member(), timezone.now()).exists()
    cohort.state = CohortState.CANCELLED
    cohort.save()
    assert not queries.left_unmarked(cohort.created_by, timezone.now()).exists()
