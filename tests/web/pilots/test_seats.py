"""Who gets a seat, who waits, what becomes of an offer."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from tests.conftest import make_member
from tests.web.pilots.making import enrol, make_cohort, make_meeting

from mentorway.web.pilots.actions import people as doing
from mentorway.web.pilots.actions import seats
from mentorway.web.pilots.models import CohortState, Entry, Participant, Standing

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
FACTS = {"name": "Aino Ek", "language": "en"}


@pytest.fixture
def cohort():
    """One that takes applications and has two seats."""
    return make_cohort(state=CohortState.OPEN, seats=2, offer_hours=48)


def apply(cohort, number):
    return seats.apply(cohort, email=f"a{number}@example.org", **FACTS)


def standings(cohort):
    return list(cohort.people.order_by("pk").values_list("standing", flat=True))


def again(person):
    return Participant.objects.select_related("cohort").get(pk=person.pk)


def test_who_comes_first_has_a_seat_and_the_next_wait_in_line(cohort):
    made = [apply(cohort, number) for number in range(4)]
    assert standings(cohort) == ["enrolled", "enrolled", "waiting", "waiting"]
    assert [one.waiting_since is not None for one in made] == [False, False, True, True]
    assert made[0].enrolled is not None
    assert seats.free_seats(cohort) == 0


def test_where_people_are_chosen_an_application_takes_no_seat():
    cohort = make_cohort(state=CohortState.OPEN, entry=Entry.CHOSEN, seats=1)
    apply(cohort, 1)
    assert (standings(cohort), seats.free_seats(cohort)) == (["applied"], 1)


@pytest.mark.parametrize("state", [CohortState.PREPARED, CohortState.RUNNING, CohortState.FINISHED])
def test_nobody_applies_to_a_cohort_that_takes_no_applications(state):
    cohort = make_cohort(state=state)
    with pytest.raises(ValidationError, match="not taken any more"):
        apply(cohort, 1)
    assert standings(cohort) == []


def test_a_withdrawal_offers_the_seat_to_who_waits_longest(cohort):
    first, *_others = [apply(cohort, number) for number in range(4)]
    seats.withdraw(first)
    assert standings(cohort) == ["withdrawn", "enrolled", "offered", "waiting"]
    offered = cohort.people.get(standing="offered")
    held = offered.offer_until - timezone.now()
    assert dt.timedelta(hours=47, minutes=59) < held <= dt.timedelta(hours=48)


def test_an_offer_lapses_and_the_next_has_it(cohort):
    people = [apply(cohort, number) for number in range(4)]
    seats.withdraw(people[0])
    assert seats.let_lapse(timezone.now() + 47 * HOUR) == 1  # somebody waits, and no offer is over
    assert standings(cohort) == ["withdrawn", "enrolled", "offered", "waiting"]
    seats.let_lapse(timezone.now() + 49 * HOUR)
    assert standings(cohort) == ["withdrawn", "enrolled", "lapsed", "offered"]
    assert again(people[2]).offer_until is None


def test_who_opens_a_page_lets_only_offers_lapse_that_are_over(cohort):
    people = [apply(cohort, number) for number in range(3)]
    seats.withdraw(people[0])
    now = timezone.now()
    assert seats.let_lapse(now, cohort) == 0
    assert seats.let_lapse(now + 49 * HOUR, cohort) == 1
    assert standings(cohort) == ["withdrawn", "enrolled", "lapsed"]


def test_an_offer_is_taken_once_and_taking_it_again_changes_nothing(cohort):
    people = [apply(cohort, number) for number in range(3)]
    seats.withdraw(people[0])
    seats.accept(people[2])
    seats.accept(people[2])
    assert standings(cohort) == ["withdrawn", "enrolled", "enrolled"]
    assert [one.standing for one in people[2].changes.all()] == ["waiting", "offered", "enrolled"]


def test_an_offer_that_is_over_is_not_taken(cohort):
    people = [apply(cohort, number) for number in range(3)]
    seats.withdraw(people[0])
    cohort.people.filter(pk=people[2].pk).update(offer_until=timezone.now() - HOUR)
    with pytest.raises(ValidationError, match="is over"):
        seats.accept(people[2])
    assert seats.let_lapse(timezone.now(), cohort) == 1
    assert again(people[2]).standing == Standing.LAPSED


def test_without_an_offer_there_is_nothing_to_take_or_leave(cohort):
    people = [apply(cohort, number) for number in range(3)]
    for action in (seats.accept, seats.decline_offer):
        with pytest.raises(ValidationError, match="No seat is held for you"):
            action(people[2])
    assert standings(cohort) == ["enrolled", "enrolled", "waiting"]


def test_who_leaves_the_offer_to_others_gives_it_to_the_next(cohort):
    people = [apply(cohort, number) for number in range(4)]
    seats.withdraw(people[0])
    seats.decline_offer(people[2])
    assert standings(cohort) == ["withdrawn", "enrolled", "withdrawn", "offered"]


def test_who_comes_back_is_the_last_in_line(cohort):
    people = [apply(cohort, number) for number in range(4)]
    seats.withdraw(people[2])
    seats.apply_again(people[2])
    assert list(cohort.people.waiting().values_list("pk", flat=True)) == [people[3].pk, people[2].pk]


def test_who_comes_back_while_a_seat_is_free_has_it(cohort):
    person = apply(cohort, 1)
    seats.withdraw(person)
    seats.apply_again(person)
    assert (person.standing, again(person).waiting_since is None) == (Standing.ENROLLED, False)


def test_who_withdrew_cannot_come_back_when_applications_are_closed(cohort):
    person = apply(cohort, 1)
    seats.withdraw(person)
    type(cohort).objects.filter(pk=cohort.pk).update(state=CohortState.RUNNING)
    with pytest.raises(ValidationError, match="not taken any more"):
        seats.apply_again(again(person))
    assert again(person).standing == Standing.WITHDRAWN


def test_more_seats_are_offered_to_who_waits(cohort):
    people = [apply(cohort, number) for number in range(4)]
    type(cohort).objects.filter(pk=cohort.pk).update(seats=3)
    seats.fill(cohort)
    assert standings(cohort) == ["enrolled", "enrolled", "offered", "waiting"]
    assert again(people[3]).standing == Standing.WAITING


def test_seats_are_not_offered_by_themselves_where_people_choose():
    cohort = make_cohort(state=CohortState.OPEN, entry=Entry.CHOSEN, seats=1)
    first, second = enrol(cohort), enrol(cohort, standing=Standing.WAITING)
    seats.withdraw(first)
    assert (again(second).standing, seats.free_seats(cohort)) == (Standing.WAITING, 1)


def test_a_seat_is_not_offered_when_it_is_too_late_for_the_certificate():
    cohort = make_cohort(seats=1, attendance_percent=80)
    now = timezone.now()
    for number in range(5):
        make_meeting(cohort, now - dt.timedelta(days=2) if number < 2 else now + dt.timedelta(days=number))
    leaver, waits = enrol(cohort), enrol(cohort, standing=Standing.WAITING)
    seats.withdraw(leaver)
    assert again(waits).standing == Standing.WAITING
    type(cohort).objects.filter(pk=cohort.pk).update(attendance_percent=60)
    seats.let_lapse(now)
    assert again(waits).standing == Standing.OFFERED


def test_passing_over_who_waits_longer_needs_a_reason():
    cohort = make_cohort(state=CohortState.OPEN, entry=Entry.CHOSEN, seats=2)
    now = timezone.now()
    first = enrol(cohort, "Bert Lind", standing=Standing.WAITING, waiting_since=now - HOUR)
    second = enrol(cohort, standing=Standing.WAITING, waiting_since=now)
    user = make_member(cohort.partner)
    for step in (seats.offer, seats.choose):
        with pytest.raises(ValidationError) as refusal:
            step(second, by=user)
        assert "Bert Lind waits longer" in refusal.value.message_dict["why"][0]
    seats.offer(second, by=user, why="Nobody else comes from the north.")
    last = second.changes.last()
    assert (last.standing, last.by, last.why) == ("offered", user, "Nobody else comes from the north.")
    seats.offer(first, by=user)
    assert standings(cohort) == ["offered", "offered"]


def test_no_seat_is_given_or_offered_beyond_those_there_are():
    cohort = make_cohort(entry=Entry.CHOSEN, seats=1)
    enrol(cohort)
    late = enrol(cohort, standing=Standing.APPLIED)
    for step in (seats.offer, seats.choose):
        with pytest.raises(ValidationError, match="All 1 seats are taken"):
            step(late)
    assert again(late).standing == Standing.APPLIED


def test_who_holds_an_offer_can_be_given_that_seat():
    cohort = make_cohort(entry=Entry.CHOSEN, seats=1)
    person = enrol(cohort, standing=Standing.APPLIED)
    seats.offer(person)
    seats.choose(person)
    assert again(person).standing == Standing.ENROLLED


def test_who_is_not_chosen_reads_why(django_capture_on_commit_callbacks):
    cohort = make_cohort(entry=Entry.CHOSEN)
    person = enrol(cohort, standing=Standing.APPLIED, language="en")
    with pytest.raises(ValidationError, match="Say why"):
        seats.refuse(person, why=" ")
    with django_capture_on_commit_callbacks(execute=True):
        seats.refuse(person, why="This training is for people who mentor already.")
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    assert "Reason: This training is for people who mentor already." in mail.outbox[-1].body


def test_why_somebody_was_passed_over_is_told_nobody_by_letter(django_capture_on_commit_callbacks):
    cohort = make_cohort(entry=Entry.CHOSEN)
    person = enrol(cohort, standing=Standing.APPLIED)
    with django_capture_on_commit_callbacks(execute=True):
        seats.choose(person, why="Better than Bert.")
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    assert mail.outbox
    assert all("Bert" not in one.body for one in mail.outbox)


def test_an_offer_that_is_taken_back_keeps_the_place_in_line():
    cohort = make_cohort(entry=Entry.CHOSEN, seats=1)
    now = timezone.now()
    first = enrol(cohort, standing=Standing.WAITING, waiting_since=now - HOUR)
    enrol(cohort, standing=Standing.WAITING, waiting_since=now)
    seats.offer(first)
    seats.put_on_list(first)
    assert cohort.people.waiting().first() == first


def test_an_offer_is_not_taken_back_where_it_would_come_again_by_itself(cohort):
    people = [apply(cohort, number) for number in range(3)]
    seats.withdraw(people[0])
    with pytest.raises(ValidationError, match="would come back"):
        seats.put_on_list(again(people[2]))
    assert again(people[2]).standing == Standing.OFFERED


def test_a_step_that_is_not_possible_says_how_the_person_stands_by_now():
    person = enrol(make_cohort())
    with pytest.raises(ValidationError, match="Aino Ek stands as “Takes part” by now"):
        seats.refuse(person, why="No.")
    assert again(person).standing == Standing.ENROLLED


def test_nobody_leaves_a_training_that_is_over():
    person = enrol(make_cohort(state=CohortState.FINISHED))
    with pytest.raises(ValidationError, match="training is over"):
        seats.withdraw(person)
    assert again(person).standing == Standing.ENROLLED


def test_every_step_is_kept_with_who_did_it():
    cohort = make_cohort(entry=Entry.CHOSEN, state=CohortState.OPEN)
    user = make_member(cohort.partner)
    person = apply(cohort, 1)
    seats.put_on_list(person, by=user, why="Wait for the others.")
    seats.choose(person, by=user)
    seats.withdraw(person)
    seats.take_again(person, by=user)
    kept = [(one.standing, one.by, one.why) for one in person.changes.all()]
    assert kept == [
        ("applied", None, ""),
        ("waiting", user, "Wait for the others."),
        ("enrolled", user, ""),
        ("withdrawn", None, ""),
        ("applied", user, ""),
    ]


def test_letters_are_written_in_the_language_of_the_person_and_hold_the_link(
    cohort, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        person = seats.apply(cohort, name="Aino Ek", email="A@Example.org", language="fi")
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    first = mail.outbox[0]
    assert first.to == ["a@example.org"]
    assert f"/pilots/p/{person.link}/" in first.body


def test_the_example_writes_no_letters(django_capture_on_commit_callbacks):
    cohort = make_cohort(is_example=True, entry=Entry.CHOSEN)
    person = enrol(cohort, standing=Standing.APPLIED)
    with django_capture_on_commit_callbacks() as asked:
        seats.choose(person)
    assert asked == []


def test_people_are_added_by_hand_only_while_there_are_seats():
    cohort = make_cohort(seats=1)
    user = make_member(cohort.partner)
    doing.add(cohort, by=user, standing="enrolled", name="Bert Lind", email="b@example.org", language="en")
    with pytest.raises(ValidationError, match="There are 0 free seats, and 1 are needed"):
        doing.add(cohort, by=user, standing="enrolled", name="Céline", email="c@example.org", language="en")
    doing.add(cohort, by=user, standing="waiting", name="Céline", email="", language="en")
    assert standings(cohort) == ["enrolled", "waiting"]
