"""Reminders to people who have not met for long."""

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from tests.web.mentoring.making import DAY, begin, join, make_round, pair, propose

from mentorway.web.mentoring.actions.nudges import do_due_work
from mentorway.web.mentoring.models import (
    Nudge,
    Person,
    Relation,
    RelationState,
    Round,
    RoundState,
    Side,
    Talk,
    TalkState,
)

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def noon(days=0):
    """Return noon in Vilnius some days from now."""
    local = timezone.now().astimezone(dt.timezone(2 * HOUR))
    return local.replace(hour=12, minute=0, second=0, microsecond=0) + days * DAY


@pytest.fixture
def remind(django_capture_on_commit_callbacks):
    """Do what is due at a moment; return the letters, the first one first."""

    def does(now):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            do_due_work(now)
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
        return list(mail.outbox)

    return does


def steps():
    return sorted(Nudge.objects.values_list("days", flat=True))


def test_reminders_come_after_three_five_and_seven_weeks_and_each_once(remind):
    pair()
    told = {days: len(remind(noon(days))) for days in (0, 20, 21, 22, 35, 36, 49, 50, 90)}
    assert told == {0: 0, 20: 0, 21: 2, 22: 0, 35: 2, 36: 0, 49: 2, 50: 0, 90: 0}
    assert steps() == [21, 21, 35, 35, 49, 49]


def test_who_was_never_reminded_gets_the_highest_step_only(remind):
    pair(days_ago=60)
    assert [len(remind(noon())), len(remind(noon(1)))] == [2, 0]
    assert steps() == [49, 49]


def test_the_letters_grow_kinder_and_say_how_to_switch_them_off(remind):
    mentee, _mentor = pair()
    mentee.person.wants_reminders = True
    found = [
        next(one for one in remind(noon(days)) if one.to == [mentee.person.email]) for days in (21, 35, 49)
    ]
    link = f"/mentoring/p/{mentee.person.link}/pairs/{mentee.relation_id}"
    assert ["Leena Laine" in one.body for one in found] == [True] * 3
    assert [f"{link}/guides/stalled/" in found[0].body, f"{link}/meetings/met/" in found[0].body] == [
        True,
        True,
    ]
    assert f"{link}/talk-to-us/" in found[1].body
    assert ["early without saying why" in found[2].body, "dates only" in found[2].body] == [True, True]
    assert [f"/mentoring/p/{mentee.person.link}/data/settings/" in one.body for one in found] == [True] * 3
    assert len({one.subject for one in found}) == 3


def test_a_letter_speaks_the_language_of_who_gets_it(remind):
    mentee, _mentor = pair()
    Person.objects.filter(pk=mentee.person_id).update(language="sv")
    letter = next(one for one in remind(noon(21)) if one.to == [mentee.person.email])
    assert letter.body.startswith("Hej Eeva Ek")


def test_a_meeting_lets_the_counting_begin_anew(remind):
    mentee, _mentor = pair()
    remind(noon(21))
    Talk.objects.create(relation=mentee.relation, starts=noon(22), state=TalkState.HELD)
    assert [len(remind(noon(days))) for days in (35, 42, 43, 44)] == [0, 0, 2, 0]
    assert steps() == [21, 21, 21, 21]


def test_nobody_is_reminded_who_meets_within_two_weeks(remind):
    mentee, _mentor = pair()
    talk = Talk.objects.create(relation=mentee.relation, starts=noon(30))
    assert remind(noon(21)) == []
    Talk.objects.filter(pk=talk.pk).update(starts=noon(40))
    assert len(remind(noon(21))) == 2


def test_a_cancelled_meeting_counts_for_nothing(remind):
    mentee, _mentor = pair()
    for days in (15, 25):
        Talk.objects.create(relation=mentee.relation, starts=noon(days), state=TalkState.CANCELLED)
    assert len(remind(noon(21))) == 2


@pytest.mark.parametrize(
    ("quiet", "hours"),
    [((20, 8), {7: 0, 8: 2, 19: 2, 20: 0}), ((9, 17), {8: 2, 9: 0, 16: 0, 17: 2}), ((8, 8), {3: 2, 8: 2})],
)
def test_quiet_hours_are_kept_on_the_own_clock(remind, quiet, hours):
    mentee, _mentor = pair()
    Person.objects.update(quiet_from=quiet[0], quiet_to=quiet[1])
    begun = mentee.relation.began.astimezone(mentee.person.zone).date()
    found = {}
    for hour in hours:
        Nudge.objects.all().delete()
        moment = dt.datetime.combine(begun + 21 * DAY, dt.time(hour, 30), mentee.person.zone)
        found[hour] = len(remind(moment))
    assert found == hours


def test_who_sleeps_elsewhere_is_reminded_later(remind):
    mentee, mentor = pair()
    Person.objects.filter(pk=mentee.person_id).update(time_zone="Atlantic/Reykjavik", quiet_to=9)
    first, second = remind(noon(21) - 2 * HOUR), remind(noon(21))
    assert ([one.to for one in first], [one.to for one in second]) == (
        [[mentor.person.email]],
        [[mentee.person.email]],
    )


def no_reminders(relation):
    Person.objects.filter(places__relation=relation).update(wants_reminders=False)


def no_address(relation):
    Person.objects.filter(places__relation=relation).update(email="")


def paused(relation):
    Relation.objects.filter(pk=relation.pk).update(state=RelationState.PAUSED)


def ended(relation):
    ended = {"state": RelationState.ENDED, "ended": noon()}
    Relation.objects.filter(pk=relation.pk).update(**ended)
    relation.places.update(is_open=False)


def over(relation):
    Relation.objects.filter(pk=relation.pk).update(ends_on=noon(10).date())


def finished(relation):
    Round.objects.filter(pk=relation.round_id).update(state=RoundState.FINISHED)


def in_the_bin(relation):
    Round.objects.filter(pk=relation.round_id).update(deleted=timezone.now())


def example(relation):
    Round.objects.filter(pk=relation.round_id).update(is_example=True)


@pytest.mark.parametrize(
    "change", [no_reminders, no_address, paused, ended, over, finished, in_the_bin, example]
)
def test_nobody_is_reminded_without_reason(remind, change):
    mentee, _mentor = pair()
    change(mentee.relation)
    assert (remind(noon(49)), steps()) == ([], [])


def test_after_a_pause_days_are_counted_from_its_end(remind):
    mentee, _mentor = pair(days_ago=60)
    Relation.objects.filter(pk=mentee.relation_id).update(paused_until=noon().date())
    assert [len(remind(noon(days))) for days in (1, 20, 21)] == [0, 0, 2]
    assert steps() == [21, 21]


def test_in_a_group_everybody_is_reminded_who_is_still_in_it(remind):
    whole = make_round(state=RoundState.RUNNING)
    people = [join(whole, Side.MENTOR, "Leena Laine", seats=3), join(whole, name="Eeva Ek"), join(whole)]
    relation = begin(propose(whole, *people))
    relation.places.filter(person=people[2]).update(is_open=False, left=timezone.now())
    letters = remind(noon(21))
    assert sorted(one.to[0] for one in letters) == sorted(one.email for one in people[:2])
    assert all("Aino Ek" not in one.body for one in letters)


def test_few_queries_ask_who_is_to_be_reminded(django_assert_num_queries):
    whole = make_round(state=RoundState.RUNNING)
    for _number in range(5):
        pair(whole)
    with django_assert_num_queries(2):
        do_due_work(noon(3))
