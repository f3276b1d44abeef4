"""Meetings are planned one by one or all at once, changed, cancelled, planned again, removed."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.pilots import making
from tests.web.training import making as training

from mentorway.web.pilots.actions import meetings as actions
from mentorway.web.pilots.analysis import meetings as analysis
from mentorway.web.pilots.analysis import planning
from mentorway.web.pilots.analysis.planning import Pattern
from mentorway.web.pilots.analysis.programme import programme_of, sessions_of
from mentorway.web.pilots.models import (
    Attendance,
    CohortState,
    Meeting,
    MeetingNotice,
    Presence,
    Source,
)

pytestmark = pytest.mark.django_db
DAY = making.DAY
# A spring in which clocks are put forward on Sunday 29 March 2026, and an autumn that ends on 25 October.
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)


@pytest.fixture
def partner():
    return make_partner(name="Helsinki college", country="FI")


@pytest.fixture
def member(partner):
    return make_member(partner, role="admin", name="Rasa")


@pytest.fixture
def cohort(partner, member):
    edition = training.first_edition(_three_sessions(partner, member))
    days = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 12, 31)}
    return making.make_cohort(partner, member, edition=edition, time_zone="Europe/Helsinki", **days)


def _three_sessions(partner, member):
    return training.make_programme(partner, member, more=training.NEXT_SESSIONS)


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


def again(row):
    return type(row).objects.select_related("cohort").get(pk=row.pk)


def url(name, cohort, *more):
    return reverse(f"pilots:{name}", args=[cohort.pk, *more])


def sent(**more):
    facts = {"session": "", "title": "An evening", "day": "2026-05-04", "begins": "17:00"}
    return {**facts, "finishes": "18:30", **more}


def facts_of(**more):
    facts = {"session": "", "title": "An evening", "day": dt.date(2026, 5, 4), "begins": dt.time(17)}
    facts |= {"finishes": dt.time(18, 30), "place": "", "link": "", "facilitator": None}
    return {**facts, "facilitator_name": "", "note": "", **more}


def shown(row):
    return f"{row.begins:%d %b %H:%M}–{row.finishes:%H:%M}"


# One meeting


def test_a_meeting_is_planned_by_the_clock_of_the_cohort(seen, cohort):
    answer = seen.post(url("new_meeting", cohort), sent(place="Room 4", link="https://example.org/join"))
    row = cohort.meetings.get()
    assert answer.headers["Location"] == url("meeting", cohort, row.pk)
    assert row.starts == dt.datetime(2026, 5, 4, 14, tzinfo=dt.UTC)
    assert shown(again(row)) == "04 May 17:00–18:30"
    assert (row.place, row.link, row.sequence) == ("Room 4", "https://example.org/join", 0)
    page = seen.get(url("meeting", cohort, row.pk)).text
    assert "17:00–18:30" in page
    assert "Europe/Helsinki" in page


def test_a_session_gives_title_and_length(seen, cohort):
    seen.post(url("new_meeting", cohort), sent(session="first-evening", title="", finishes=""))
    row = again(cohort.meetings.get())
    assert (row.title, row.session, shown(row)) == ("First evening", "first-evening", "04 May 17:00–17:25")


def test_an_evening_may_last_past_midnight_and_a_slip_is_refused(seen, cohort):
    seen.post(url("new_meeting", cohort), sent(begins="22:00", finishes="01:00"))
    row = again(cohort.meetings.get())
    assert row.ends - row.starts == dt.timedelta(hours=3)
    answer = seen.post(url("new_meeting", cohort), sent(begins="18:00", finishes="17:30"))
    assert "The end must be after the beginning." in answer.text
    assert cohort.meetings.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Choose a session of the programme, or write a title."),
        ({"finishes": ""}, "Say when it ends, or choose a session of the programme."),
        ({"day": "30 February"}, "Enter a valid date"),
        ({"day": "0001-01-01"}, "1990"),
        ({"begins": "25:00"}, "Enter a valid time"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"session": "no-such"}, "no-such"),
        ({"facilitator": "999999"}, "not one of the available choices"),
        ({"day": SPRING.isoformat(), "begins": "03:30", "finishes": "05:00"}, "Clocks are put forward"),
        ({"title": "x" * 201}, "200"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_planned(seen, cohort, wrong, sentence):
    answer = seen.post(url("new_meeting", cohort), sent(**wrong))
    assert sentence in answer.text
    assert not cohort.meetings.exists()


def test_in_the_hour_that_comes_twice_the_end_is_the_second_one(seen, cohort):
    seen.post(url("new_meeting", cohort), sent(day=AUTUMN.isoformat(), begins="03:30", finishes="03:15"))
    row = cohort.meetings.get()
    assert row.ends - row.starts == dt.timedelta(minutes=45)


def test_a_facilitator_is_a_member_or_a_name_and_not_both(seen, cohort, partner):
    leader = make_member(partner, name="Eeva")
    answer = seen.post(
        url("new_meeting", cohort), sent(facilitator=leader.pk, facilitator_name="Somebody else")
    )
    assert "Choose a member or write a name, not both." in answer.text
    seen.post(url("new_meeting", cohort), sent(facilitator=leader.pk))
    assert cohort.meetings.get().led_by == "Eeva"


def test_nobody_of_another_partner_can_be_made_facilitator(seen, cohort):
    seen.post(url("new_meeting", cohort), sent(facilitator=make_member().pk))
    assert not cohort.meetings.exists()


# At the same time


def test_two_meetings_of_a_cohort_at_once_are_refused_by_name_unless_it_is_meant(seen, cohort):
    actions.add(cohort, **facts_of(title="Plenary"))
    clash = sent(title="Workshop", begins="18:00", finishes="19:00")
    answer = seen.post(url("new_meeting", cohort), clash)
    assert "“Plenary” takes place at that time: 4 May 2026, 17:00–18:30." in answer.text
    assert "At the same time on purpose" in answer.text
    assert cohort.meetings.count() == 1
    seen.post(url("new_meeting", cohort), {**clash, "at_once": "on"})
    assert cohort.meetings.count() == 2


def test_the_question_is_not_asked_before_it_arises(seen, cohort):
    assert "At the same time on purpose" not in seen.get(url("new_meeting", cohort)).text


def test_one_that_begins_when_another_ends_or_is_cancelled_is_no_clash(cohort):
    actions.add(cohort, **facts_of())
    actions.add(cohort, **facts_of(begins=dt.time(18, 30), finishes=dt.time(19)))
    off = actions.add(cohort, **facts_of(begins=dt.time(20), finishes=dt.time(21)))
    actions.cancel(off, why="Illness")
    actions.add(cohort, **facts_of(begins=dt.time(20), finishes=dt.time(21)))
    assert cohort.meetings.count() == 4


def test_a_facilitator_who_leads_two_cohorts_at_once_is_told_of(seen, cohort, partner, member):
    other = making.make_cohort(partner, member, edition=cohort.edition, title="The other group")
    hidden = making.make_cohort(title="Of a partner that the reader does not know")
    leader = make_member(partner, name="Eeva")
    start = dt.datetime(2026, 5, 4, 14, tzinfo=dt.UTC)
    making.make_meeting(other, start, title="Their evening", facilitator=leader)
    making.make_meeting(hidden, start, title="A hidden one", facilitator=leader)
    row = actions.add(cohort, **facts_of(facilitator=leader))
    page = seen.get(url("meeting", cohort, row.pk)).text
    assert "Eeva leads “Their evening” of “The other group” at that time: 4 May 2026" in page
    assert "Eeva leads another meeting at that time." in page
    assert "A hidden one" not in page


def test_a_meeting_outside_the_days_of_the_cohort_is_told_of(seen, cohort):
    row = actions.add(cohort, **facts_of(day=dt.date(2027, 2, 1)))
    assert "outside the days of the cohort" in seen.get(url("meeting", cohort, row.pk)).text


# Changing


@pytest.fixture
def row(cohort):
    return actions.add(cohort, **facts_of(place="Room 4"))


def changed(row, **more):
    facts = {**analysis.facts_of(again(row)), "revision": analysis.revision_of(again(row)), **more}
    return actions.change(again(row), **facts)


def asked(row, **more):
    facts = analysis.facts_of(again(row))
    said = {name: value for name, value in facts.items() if value is not None}
    said |= {"revision": analysis.revision_of(again(row)), "base": _base(row)}
    return {**said, **more}


def _base(row):
    return json.dumps(analysis.snapshot_of(again(row)))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"begins": dt.time(16)}, 1),
        ({"place": "Room 5"}, 1),
        ({"link": "https://example.org/new"}, 1),
        ({"title": "Another evening"}, 1),
        ({"note": "Bring paper."}, 0),
        ({"facilitator_name": "Eeva"}, 0),
        ({}, 0),
    ],
)
def test_calendars_are_told_of_what_they_show(row, change, told):
    token = row.token
    changed(row, **change)
    assert (again(row).sequence, again(row).token) == (told, token)


def test_a_meeting_is_changed_with_its_page(seen, cohort, row):
    seen.post(url("change_meeting", cohort, row.pk), asked(row, place="Room 7", note="Keys at the desk"))
    found = again(row)
    assert (found.place, found.note, found.sequence) == ("Room 7", "Keys at the desk", 1)
    assert "Keys at the desk" in seen.get(url("meeting", cohort, row.pk)).text


def test_two_people_who_change_different_things_of_a_meeting_both_have_their_way(seen, cohort, row):
    mine = asked(row, place="Room 9")
    changed(row, title="Renamed")
    assert seen.post(url("change_meeting", cohort, row.pk), mine).status_code == 302
    assert (again(row).title, again(row).place) == ("Renamed", "Room 9")


def test_two_people_who_change_the_same_of_a_meeting_are_asked(seen, cohort, row):
    mine = asked(row, place="Room of mine")
    changed(row, place="Room of theirs")
    answer = seen.post(url("change_meeting", cohort, row.pk), mine)
    assert answer.status_code == 409
    assert again(row).place == "Room of theirs"
    assert "Room of mine" in answer.text
    carried = dict(answer.context["merge"].carried)
    seen.post(url("change_meeting", cohort, row.pk), {**carried, "place__merge": "mine"})
    assert again(row).place == "Room of mine"


def test_a_page_that_forgot_what_it_was_made_from_loses_nothing(seen, cohort, row):
    mine = asked(row, place="Room of mine", base="no json")
    changed(row, title="Renamed")
    answer = seen.post(url("change_meeting", cohort, row.pk), mine)
    assert answer.status_code == 409
    assert (again(row).title, again(row).place) == ("Renamed", "Room 4")


def test_a_meeting_at_which_people_were_marked_is_not_moved_into_the_future(seen, cohort):
    row = making.make_meeting(cohort)
    person = making.enrol(cohort)
    mark(row, person)
    later = (timezone.now() + 3 * DAY).date()
    answer = seen.post(url("change_meeting", cohort, row.pk), asked(row, day=later))
    assert "People are marked for this meeting already" in answer.text
    assert again(row).starts == row.starts


def mark(row, person, presence=Presence.PRESENT):
    facts = {"presence": presence, "source": Source.HAND, "marked": timezone.now()}
    return Attendance.objects.create(meeting=row, participant=person, **facts)


def test_of_a_finished_cohort_nothing_is_planned(seen, cohort, row):
    type(cohort).objects.filter(pk=cohort.pk).update(state=CohortState.FINISHED)
    assert "The cohort is over" in seen.post(url("new_meeting", cohort), sent(begins="08:00")).text
    assert "The cohort is over" in seen.get(url("plan_meetings", cohort)).text
    with pytest.raises(ValidationError, match="The cohort is over"):
        changed(row, title="Late")
    assert cohort.meetings.count() == 1


# Cancelling, planning again, removing


def test_a_cancelled_meeting_stays_with_its_reason_and_can_be_planned_again(seen, cohort, row):
    assert "required" in seen.post(url("cancel_meeting", cohort, row.pk), {"why": " "}).text
    seen.post(url("cancel_meeting", cohort, row.pk), {"why": "The room is closed."})
    found = again(row)
    assert (found.cancelled_why, found.sequence) == ("The room is closed.", 1)
    assert "The room is closed." in seen.get(url("meeting", cohort, row.pk)).text
    with pytest.raises(ValidationError, match="cancelled already"):
        actions.cancel(row, why="Again")
    seen.post(url("restore_meeting", cohort, row.pk))
    assert (again(row).cancelled, again(row).cancelled_why, again(row).sequence) == (None, "", 2)


def test_planning_again_asks_if_another_took_its_time(seen, cohort, row):
    actions.cancel(row, why="Illness")
    actions.add(cohort, **facts_of(title="Instead"))
    answer = seen.post(url("restore_meeting", cohort, row.pk))
    assert "“Instead” takes place at that time" in answer.text
    assert again(row).cancelled is not None
    seen.post(url("restore_meeting", cohort, row.pk), {"at_once": "on"})
    assert again(row).cancelled is None


def test_a_meeting_at_which_somebody_was_is_not_cancelled(seen, cohort):
    row = making.make_meeting(cohort)
    mark(row, making.enrol(cohort))
    answer = seen.post(url("cancel_meeting", cohort, row.pk), {"why": "Wrong"})
    assert "1 person was there, so it took place." in answer.text
    assert again(row).cancelled is None


def test_only_a_meeting_on_which_nothing_hangs_is_removed(seen, cohort, row):
    person = making.enrol(cohort)
    notice = MeetingNotice.objects.create(meeting=row, participant=person, sequence=0)
    assert url("remove_meeting", cohort, row.pk) not in seen.get(url("meeting", cohort, row.pk)).text
    assert "Cancel it instead" in seen.post(url("remove_meeting", cohort, row.pk)).text
    notice.delete()
    seen.post(url("remove_meeting", cohort, row.pk))
    assert not Meeting.objects.exists()


def test_a_meeting_of_another_cohort_is_not_found_here(seen, cohort, partner, member):
    other = making.make_cohort(partner, member, edition=cohort.edition)
    row = making.make_meeting(other)
    for name in ("meeting", "change_meeting", "cancel_meeting", "restore_meeting", "remove_meeting"):
        assert seen.post(url(name, cohort, row.pk)).status_code in {404, 405}
        assert seen.get(url(name, cohort, row.pk)).status_code == 404


# All sessions at once


def wish(**more):
    sessions = ["first-evening", "second-evening", "third-evening"]
    facts = {"sessions": sessions, "first": "2026-05-04", "begins": "17:00", "every": "1", "a_day": 1}
    return {**facts, "pause": 15, **more}


def looked(seen, cohort, **more):
    return seen.post(url("plan_meetings", cohort), wish(**more))


def saved(seen, cohort, **more):
    page = looked(seen, cohort, **more)
    again = {**wish(**more), "seen": page.context["seen"], "save": "1"}
    return seen.post(url("plan_meetings", cohort), again)


def dates(cohort):
    return [f"{row.begins:%a %d %b %H:%M}" for row in cohort.meetings.select_related("cohort")]


def test_every_date_is_shown_before_anything_is_saved(seen, cohort):
    page = looked(seen, cohort, weekdays=["0", "2"], place="Room 4")
    assert "Monday, 4 May 2026" in page.text
    assert "Wednesday, 6 May 2026" in page.text
    assert not cohort.meetings.exists()
    answer = saved(seen, cohort, weekdays=["0", "2"], place="Room 4")
    assert answer.headers["Location"] == url("cohort", cohort)
    assert dates(cohort) == ["Mon 04 May 17:00", "Wed 06 May 17:00", "Mon 11 May 17:00"]
    assert [row.title for row in cohort.meetings.all()] == [
        "First evening",
        "Second evening",
        "Third evening",
    ]
    assert {row.place for row in cohort.meetings.all()} == {"Room 4"}


def test_what_was_not_looked_at_is_shown_instead_of_saved(seen, cohort):
    page = looked(seen, cohort)
    other = {**wish(first="2026-06-01"), "seen": page.context["seen"], "save": "1"}
    answer = seen.post(url("plan_meetings", cohort), other)
    assert (answer.status_code, cohort.meetings.count()) == (200, 0)
    assert "1 June 2026" in answer.text


def test_several_sessions_on_one_day_follow_each_other(seen, cohort):
    saved(seen, cohort, a_day=2, pause=10, every="2")
    assert dates(cohort) == ["Mon 04 May 17:00", "Mon 04 May 17:35", "Mon 18 May 17:00"]


def test_a_plan_keeps_the_clock_of_the_place_when_it_is_changed(seen, cohort):
    saved(seen, cohort, first="2026-03-23")
    assert dates(cohort) == ["Mon 23 Mar 17:00", "Mon 30 Mar 17:00", "Mon 06 Apr 17:00"]
    assert [f"{row.starts:%H:%M}" for row in cohort.meetings.all()] == ["15:00", "14:00", "14:00"]


def test_a_time_that_does_not_exist_is_shown_and_refused(seen, cohort):
    page = looked(seen, cohort, first=SPRING.isoformat(), begins="03:30")
    assert "Clocks are put forward over this time" in page.text
    answer = saved(seen, cohort, first=SPRING.isoformat(), begins="03:30")
    assert "this time does not exist there" in answer.text
    assert not cohort.meetings.exists()


def test_a_time_that_comes_twice_is_said_and_the_first_is_meant(seen, cohort):
    page = looked(seen, cohort, first=AUTUMN.isoformat(), begins="03:30")
    assert "this time comes twice" in page.text
    saved(seen, cohort, first=AUTUMN.isoformat(), begins="03:30")
    assert cohort.meetings.earliest("starts").starts == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


def test_a_plan_over_a_planned_meeting_is_refused_as_a_whole_unless_it_is_meant(seen, cohort):
    actions.add(cohort, **facts_of(title="Holiday party", day=dt.date(2026, 5, 11)))
    page = looked(seen, cohort)
    assert "“Holiday party” takes place at that time" in page.text
    assert cohort.meetings.count() == 1
    saved(seen, cohort)
    assert cohort.meetings.count() == 1
    saved(seen, cohort, at_once="on")
    assert cohort.meetings.count() == 4


def test_a_plan_outside_the_cohort_and_over_another_of_the_facilitator_is_told_of(
    seen, cohort, partner, member
):
    other = making.make_cohort(partner, member, edition=cohort.edition, title="The other group")
    leader = make_member(partner, name="Eeva")
    start = dt.datetime(2027, 1, 4, 15, tzinfo=dt.UTC)
    making.make_meeting(other, start, title="Their evening", facilitator=leader)
    page = looked(seen, cohort, first="2027-01-04", facilitator=leader.pk).text
    assert "Outside the days of the cohort" in page
    assert "Eeva leads “Their evening” of “The other group”" in page


def test_only_sessions_without_a_meeting_are_offered_and_none_twice(seen, cohort):
    saved(seen, cohort, sessions=["first-evening"])
    left = seen.get(url("plan_meetings", cohort)).context["left"]
    assert list(left) == ["second-evening", "third-evening"]
    answer = looked(seen, cohort, sessions=["first-evening"])
    assert "sessions" in answer.context["form"].errors
    sessions = list(sessions_of(programme_of(cohort)).values())[:1]
    plan = planning.slots(cohort, sessions, Pattern(dt.date(2026, 8, 1), dt.time(9)))
    nowhere = {"place": "", "link": "", "facilitator": None, "facilitator_name": ""}
    with pytest.raises(ValidationError, match="is planned already"):
        actions.plan(cohort, plan, **nowhere)
    saved(seen, cohort, sessions=["second-evening", "third-evening"], first="2026-06-01")
    assert "Every session of the programme has its meeting." in seen.get(url("plan_meetings", cohort)).text


def test_sessions_that_run_into_the_next_day_s_are_refused(cohort):
    sessions = list(sessions_of(programme_of(cohort)).values()) * 8
    pattern = Pattern(dt.date(2026, 5, 4), dt.time(17), weekdays=range(7), a_day=12, pause=240)
    plan = planning.slots(cohort, sessions, pattern)
    assert planning.crossing(plan)
    with pytest.raises(ValidationError, match="is not over when"):
        actions.plan(cohort, plan, place="", link="", facilitator=None, facilitator_name="")
    assert not cohort.meetings.exists()


def test_a_cohort_has_an_end_of_meetings(cohort, monkeypatch):
    monkeypatch.setattr(actions, "MOST_MEETINGS", 1)
    actions.add(cohort, **facts_of())
    with pytest.raises(ValidationError, match="at most 1 meetings"):
        actions.add(cohort, **facts_of(day=dt.date(2026, 6, 4)))


def test_the_title_is_that_of_the_language_of_the_training(cohort, seen, member):
    member.language = "fi"
    member.save(update_fields=["language"])
    saved(seen, cohort, sessions=["first-evening"])
    assert cohort.meetings.get().title == "First evening"
