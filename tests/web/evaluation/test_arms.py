"""Everybody counts in the group in which they were when the groups were set, whatever became of them."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.evaluation import gathering_making as gathering
from tests.web.evaluation import making
from tests.web.pilots import making as pilots

from mentorway.evaluating.people import Arm, Wave
from mentorway.web.evaluation import due
from mentorway.web.evaluation.actions import arms as actions
from mentorway.web.evaluation.actions import asking
from mentorway.web.evaluation.analysis.arms import members_of, placed_in, set_at
from mentorway.web.evaluation.analysis.gathering import gathered
from mentorway.web.evaluation.models import Asking, Assigned, Evaluation, How, Others
from mentorway.web.evaluation.queries import arms as queries
from mentorway.web.evaluation.queries.asking import cohorts_of
from mentorway.web.pilots.models import Standing, StandingChange
from mentorway.web.study.analysis.keys import pseudonym_of
from mentorway.web.study.models import Invitation
from mentorway.web.study.models import Wave as StudyWave

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
FIRST, END = dt.date(2026, 3, 9), dt.date(2026, 5, 29)


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


@pytest.fixture
def whole():
    partner = make_partner(country="LT")
    member = make_member(partner, role="admin")
    cohort = pilots.make_cohort(partner, member, starts_on=FIRST, ends_on=END, title="Spring pilot")
    found = making.make_running(partner=partner, user=member, cohort=cohort, others=Others.WAITING)
    for number in range(5):
        pilots.enrol(cohort, f"Waits {number}", standing=Standing.WAITING, email=f"w{number}@example.org")
    for person in cohort.people.all():
        stands(person, person.standing, TODAY - 20 * making.DAY)
    return found


def stands(person, standing, day):
    """Write down that somebody stands so since a day."""
    person.standing = standing
    if standing == Standing.ENROLLED:
        person.enrolled = person.enrolled or making.at(day)
    person.offer_until = making.at(END) if standing == Standing.OFFERED else None
    person.save(update_fields=["standing", "enrolled", "offer_until"])
    change = StandingChange.objects.create(participant=person, standing=standing)
    StandingChange.objects.filter(pk=change.pk).update(at=making.at(day))


def groups(whole, now):
    """How many people of each group, and how each of them came into it."""
    placed = placed_in(whole, cohorts_of(whole), now)
    return {
        (str(one.arm), str(one.how)): sum((each.arm, each.how) == (one.arm, one.how) for each in placed)
        for one in placed
    }


def moved(whole, day):
    """Give a seat to somebody who waits and let somebody give one up; return both."""
    people = whole.cohorts.get().people
    up, out = people.get(email="w0@example.org"), people.filter(standing=Standing.ENROLLED).first()
    stands(out, Standing.WITHDRAWN, day)
    stands(up, Standing.ENROLLED, day)
    return up, out


def test_groups_are_set_when_people_are_first_asked_and_stay(whole):
    by_itself(whole)
    due.do_due_work(making.at(TODAY))
    assert set(whole.assigned.values_list("arm", "how")) == {("programme", "asked"), ("comparison", "asked")}
    up, out = moved(whole, TODAY + making.DAY)
    assert groups(whole, making.at(FIRST + 9 * making.DAY)) == {
        ("programme", "asked"): 6, ("comparison", "asked"): 5,
    }  # fmt: skip
    members = {one.email: one.arm for one in members_of(whole, making.at(END))}
    assert (members[up.email], members[out.email]) == (Arm.COMPARISON, Arm.PROGRAMME)


def by_itself(whole):
    whole.waves.filter(asking=Asking.BEFORE).update(days=-7)


def test_groups_are_set_at_the_end_of_the_first_day_where_nobody_was_asked(whole):
    due.do_due_work(making.at(FIRST, 23))
    assert not Assigned.objects.exists()
    up, out = moved(whole, FIRST + 3 * making.DAY)
    due.do_due_work(making.at(FIRST + 4 * making.DAY))
    assert Assigned.objects.get(participant=up).arm == Arm.COMPARISON.value
    found = Assigned.objects.get(participant=out)
    assert (found.arm, found.how) == (Arm.PROGRAMME.value, How.CLOSED)
    assert found.at.astimezone(whole.cohorts.get().zone).date() == FIRST + making.DAY
    assert actions.set_due(making.at(END)) == 0


def test_asking_before_that_is_over_sets_groups_earlier(whole):
    wave = making.wave_of(whole, Asking.BEFORE)
    StudyWave.objects.filter(pk=wave.pk).update(closes=TODAY)
    cohort = whole.cohorts.get()
    assert set_at(cohort, queries.asked_before(whole)) < making.at(TODAY + making.DAY)
    moved(whole, TODAY + 2 * making.DAY)
    due.do_due_work(making.at(TODAY + 3 * making.DAY))
    assert sorted(whole.assigned.values_list("arm", flat=True)) == ["comparison"] * 5 + ["programme"] * 6


def offered(whole):
    """Offer a seat to two who wait, before groups are set; return both."""
    found = [whole.cohorts.get().people.get(email=f"w{place}@example.org") for place in range(2)]
    for one in found:
        stands(one, Standing.OFFERED, TODAY)
    due.do_due_work(making.at(FIRST + 2 * making.DAY))
    return found


def test_who_is_offered_a_seat_when_groups_are_set_takes_part_whatever_the_answer(whole):
    yes, no = offered(whole)
    assert {Assigned.objects.get(participant=one).arm for one in (yes, no)} == {Arm.PROGRAMME.value}
    stands(yes, Standing.ENROLLED, FIRST + 4 * making.DAY)
    stands(no, Standing.LAPSED, FIRST + 4 * making.DAY)
    placed = {one.person: one for one in placed_in(whole, cohorts_of(whole), making.at(END))}
    assert [(placed[one].arm, placed[one].has_moved) for one in (yes, no)] == [
        (Arm.PROGRAMME, False),
        (Arm.PROGRAMME, True),
    ]
    assert placed[no].moved_on == FIRST + 4 * making.DAY
    text = " ".join(str(one) for one in gathered(whole).notes)
    assert "1 person gave up a seat, or did not take the one that was offered" in text
    assert "taking part 8, waiting 3. Results are of these groups." in text


def test_an_offer_that_nobody_has_answered_yet_is_said_and_nobody_has_moved(whole):
    offered(whole)
    notes = " ".join(str(one) for one in gathered(whole).notes)
    assert "2 people have been offered a seat and have not answered yet." in notes
    assert "gave up" not in notes


def test_who_is_put_back_on_the_waiting_list_stays_among_those_who_take_part(whole):
    back, _other = offered(whole)
    stands(back, Standing.WAITING, FIRST + 4 * making.DAY)
    (placed,) = [one for one in placed_in(whole, cohorts_of(whole), making.at(END)) if one.person == back]
    assert (placed.arm, placed.has_moved, placed.moved_on) == (
        Arm.PROGRAMME,
        True,
        FIRST + 4 * making.DAY,
    )


def test_who_let_an_offer_go_before_groups_are_set_is_in_none(whole):
    gone = whole.cohorts.get().people.get(email="w0@example.org")
    stands(gone, Standing.OFFERED, TODAY)
    stands(gone, Standing.LAPSED, TODAY + making.DAY)
    due.do_due_work(making.at(FIRST + 2 * making.DAY))
    assert not Assigned.objects.filter(participant=gone).exists()


def test_who_moved_before_groups_are_set_counts_as_they_stand(whole):
    up, out = moved(whole, TODAY)
    due.do_due_work(making.at(FIRST + 4 * making.DAY))
    assert Assigned.objects.get(participant=up).arm == Arm.PROGRAMME.value
    assert not Assigned.objects.filter(participant=out).exists()


def test_who_takes_a_seat_later_takes_part_and_who_comes_to_the_list_later_does_not_count(whole):
    due.do_due_work(making.at(FIRST + 2 * making.DAY))
    late = pilots.enrol(whole.cohorts.get(), "Late", standing=Standing.APPLIED, email="late@example.org")
    stands(late, Standing.ENROLLED, FIRST + 5 * making.DAY)
    outside = pilots.enrol(whole.cohorts.get(), "Queue", standing=Standing.WAITING, email="q@example.org")
    stands(outside, Standing.WAITING, FIRST + 5 * making.DAY)
    due.do_due_work(making.at(FIRST + 6 * making.DAY))
    assert Assigned.objects.get(participant=late).how == How.LATER
    assert not Assigned.objects.filter(participant=outside).exists()
    text = " ".join(str(one) for one in gathered(whole).notes)
    assert "1 person took a seat when the groups were set already" in text
    assert "1 person came to the waiting list when the groups were set already" in text


def test_who_gave_up_a_seat_is_lost_and_not_gone(whole):
    due.do_due_work(making.at(FIRST + 2 * making.DAY))
    up, out = moved(whole, FIRST + 5 * making.DAY)
    gathering.answered(whole, out.email, 2)
    gathering.answered(whole, up.email, 2, 5)
    people = gathered(whole).people
    place = people.people.index(pseudonym_of(whole.study, out.email))
    assert people.arm[place] is Arm.PROGRAMME
    assert people.measured[0].waves[Wave.BEFORE][place] == 2
    assert people.measured[0].waves[Wave.AFTER][place] != people.measured[0].waves[Wave.AFTER][place]
    place = people.people.index(pseudonym_of(whole.study, up.email))
    assert (people.arm[place], people.pilot[place]) == (Arm.COMPARISON, "")
    assert (people.in_arm(Arm.PROGRAMME).sum(), people.in_arm(Arm.COMPARISON).sum()) == (6, 5)
    text = " ".join(str(one) for one in gathered(whole).notes)
    assert "taking part 6, waiting 5. Results are of these groups." in text
    assert "What people did: with a seat 6, without one 5." in text


def test_the_page_says_who_moved_in_numbers_with_days_and_names_nobody(whole, client):
    due.do_due_work(making.at(FIRST + 2 * making.DAY))
    up, out = moved(whole, FIRST + 5 * making.DAY)
    client.force_login(whole.created_by)
    page = client.get(reverse("evaluation:asking", args=[whole.pk]))
    rows = [(one.what, one.count, one.first) for one in page.context["moves"]]
    day = FIRST + 5 * making.DAY
    assert rows == [
        ("From the waiting list to a seat", 1, day),
        ("Gave up a seat, or did not take the one offered", 1, day),
    ]
    assert "Spring pilot: the groups stand as of" in page.text
    assert not any(word in page.text for one in (up, out) for word in (one.email, one.name))


def test_where_nobody_waits_to_be_compared_with_a_seat_taken_later_is_taking_part(whole):
    due.do_due_work(making.at(FIRST + 2 * making.DAY))
    up, _out = moved(whole, FIRST + 5 * making.DAY)
    Evaluation.objects.filter(pk=whole.pk).update(others=Others.NOBODY)
    people = gathered(Evaluation.objects.get(pk=whole.pk)).people
    assert len(people) == 7
    assert people.arm[people.people.index(pseudonym_of(whole.study, up.email))] is Arm.PROGRAMME


def test_a_seat_in_a_later_pilot_leaves_the_waiting_list_as_it_was(whole):
    due.do_due_work(making.at(FIRST + 2 * making.DAY))
    later = pilots.make_cohort(whole.partner, starts_on=END, ends_on=END + 60 * making.DAY, title="Autumn")
    whole.cohorts.add(later)
    again = pilots.enrol(later, "Again", email="w1@example.org", standing=Standing.APPLIED)
    stands(again, Standing.ENROLLED, END - 9 * making.DAY)
    due.do_due_work(making.at(END + 9 * making.DAY))
    found = {one.email: (one.arm, one.cohort) for one in members_of(whole, making.at(END + 9 * making.DAY))}
    assert found["w1@example.org"] == (Arm.COMPARISON, whole.cohorts.get(title="Spring pilot").pk)


def test_a_pilot_entered_afterwards_counts_as_people_stood_first(whole):
    StandingChange.objects.update(at=timezone.now())
    people = whole.cohorts.get().people
    people.filter(standing=Standing.WAITING).update(waiting_since=timezone.now())
    stands(
        people.filter(standing=Standing.ENROLLED).first(),
        Standing.WITHDRAWN,
        timezone.localdate() + making.DAY,
    )
    assert groups(whole, timezone.now()) == {("programme", "closed"): 6, ("comparison", "closed"): 5}


def test_who_was_set_and_wants_no_letters_is_not_written_to(whole):
    by_itself(whole)
    due.do_due_work(making.at(TODAY))
    _up, out = moved(whole, TODAY + making.DAY)
    out.wants_letters = False
    out.save(update_fields=["wants_letters"])
    asking.invite(whole, Asking.AFTER)
    invited = set(
        Invitation.objects.filter(wave=making.wave_of(whole, Asking.AFTER)).values_list("email", flat=True)
    )
    assert out.email not in invited
    assert "w0@example.org" in invited


def test_groups_of_an_example_and_of_what_is_deleted_are_not_touched(whole):
    Evaluation.objects.filter(pk=whole.pk).update(deleted=timezone.now())
    assert actions.set_due(making.at(END)) == 0
    Evaluation.objects.filter(pk=whole.pk).update(deleted=None, is_example=True)
    assert actions.set_due(making.at(END)) == 0


def test_somebody_has_one_group_and_a_known_one(whole):
    person = whole.cohorts.get().people.first()
    facts = {"evaluation": whole, "participant": person, "at": timezone.now(), "how": How.ASKED}
    Assigned.objects.create(arm="programme", **facts)
    for wrong in (
        {"arm": "comparison"},
        {"arm": "elsewhere", "participant": whole.cohorts.get().people.last()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assigned.objects.create(**{**facts, **wrong})


def test_costs_of_who_took_part_later_are_said(whole):
    due.do_due_work(making.at(FIRST + 2 * making.DAY))
    moved(whole, FIRST + 5 * making.DAY)
    gathering.cost(whole)
    assert any("1 person of the waiting list took part later" in str(one) for one in gathered(whole).notes)
