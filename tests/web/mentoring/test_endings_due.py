"""What the calendar does to pairs: ends, pauses that are over, letters before the last day."""

import datetime as dt

import pytest
from tests.web.mentoring.endings_making import letters
from tests.web.mentoring.making import DAY, pair

from mentorway.web.mentoring.actions import endings
from mentorway.web.mentoring.analysis.endings import is_quiet
from mentorway.web.mentoring.models import Ending, Nudge, Person, Relation, RelationState

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 6, 15, 9, tzinfo=dt.UTC)  # noon in Vilnius
TODAY = NOON.date()


def again(place):
    return Relation.objects.get(pk=place.relation_id)


def ending_on(day, **more):
    """Return a pair whose last day is this one, and which began long before."""
    found = pair(ends_on=day, **more)
    Relation.objects.update(began=NOON - 100 * DAY)
    return found


def due(now, capture):
    with capture(execute=True):
        endings.do_due_work(now)


def test_a_pause_ends_by_itself_on_the_day_after(django_capture_on_commit_callbacks):
    mentee, mentor = pair(days_ago=30)
    Relation.objects.update(state=RelationState.PAUSED, paused_until=TODAY, ends_on=TODAY + 90 * DAY)
    due(NOON + dt.timedelta(hours=11), django_capture_on_commit_callbacks)
    assert again(mentee).state == RelationState.PAUSED
    due(NOON + dt.timedelta(hours=13), django_capture_on_commit_callbacks)
    assert (again(mentee).state, again(mentee).paused_until) == (RelationState.ACTIVE, TODAY)
    assert set(letters()) == {mentee.person.email, mentor.person.email}


def test_a_pair_ends_when_its_last_day_is_over_by_the_clock_of_the_round(django_capture_on_commit_callbacks):
    mentee, mentor = ending_on(TODAY)
    late = dt.datetime(2026, 6, 15, 20, 30, tzinfo=dt.UTC)  # half past eleven in Vilnius
    due(late, django_capture_on_commit_callbacks)
    assert again(mentee).state == RelationState.ACTIVE
    due(late + dt.timedelta(hours=1), django_capture_on_commit_callbacks)
    relation = again(mentee)
    assert (relation.state, relation.ending) == (RelationState.ENDED, Ending.PLANNED)
    sent = letters()
    assert set(sent) == {mentee.person.email, mentor.person.email}
    assert "On your page you can say goodbye" in sent[mentee.person.email].body


def test_a_paused_pair_ends_too(django_capture_on_commit_callbacks):
    mentee, _mentor = ending_on(TODAY)
    Relation.objects.update(state=RelationState.PAUSED, paused_until=TODAY - DAY)
    due(NOON + DAY, django_capture_on_commit_callbacks)
    relation = again(mentee)
    assert (relation.state, relation.paused_until) == (RelationState.ENDED, None)


def test_each_is_told_once_two_weeks_before_the_end(django_capture_on_commit_callbacks):
    mentee, mentor = ending_on(TODAY + 14 * DAY)
    due(NOON - DAY, django_capture_on_commit_callbacks)
    assert Nudge.objects.count() == 0
    for hours in range(3):
        due(NOON + dt.timedelta(hours=hours), django_capture_on_commit_callbacks)
    assert {(one.place, one.days, one.since) for one in Nudge.objects.all()} == {
        (mentee, 0, TODAY + 14 * DAY),
        (mentor, 0, TODAY + 14 * DAY),
    }
    assert {one.subject for one in letters().values()} == {
        "Your time together ends soon: Mentoring in spring"
    }


def test_nobody_is_told_in_quiet_hours(django_capture_on_commit_callbacks):
    mentee, mentor = ending_on(TODAY + 14 * DAY)
    Person.objects.filter(pk=mentee.person_id).update(quiet_from=11, quiet_to=13)
    due(NOON, django_capture_on_commit_callbacks)
    assert [one.place for one in Nudge.objects.all()] == [mentor]
    due(NOON + dt.timedelta(hours=1), django_capture_on_commit_callbacks)
    assert Nudge.objects.count() == 2


def test_who_began_shortly_before_the_end_knows_the_day(django_capture_on_commit_callbacks):
    ending_on(TODAY + 10 * DAY)
    Relation.objects.update(began=NOON - DAY)
    due(NOON, django_capture_on_commit_callbacks)
    assert Nudge.objects.count() == 0


@pytest.mark.parametrize(
    ("quiet", "hours"),
    [((20, 8), {20, 23, 0, 7}), ((1, 6), {1, 5}), ((9, 9), set())],
)
def test_quiet_hours_may_span_midnight(quiet, hours):
    person = Person(time_zone="UTC", quiet_from=quiet[0], quiet_to=quiet[1])
    asked = {20, 23, 0, 1, 5, 6, 7, 8, 9, 12} | hours
    found = {hour for hour in asked if is_quiet(person, NOON.replace(hour=hour))}
    assert hours <= found
    assert not found & {8, 9, 12}
