"""Which wave asks when, what is an outcome, who is invited or asked by themselves, who has answered."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.evaluation import making
from tests.web.pilots import making as pilots

from mentorway.web.evaluation import due, needs
from mentorway.web.evaluation.actions import asking as actions
from mentorway.web.evaluation.actions import waves as wave_actions
from mentorway.web.evaluation.analysis.arms import members_of
from mentorway.web.evaluation.models import AskedWave, Asking, Evaluation
from mentorway.web.pilots.models import CohortState
from mentorway.web.study.models import Contact, Invitation, State, Study, Wave

pytestmark = pytest.mark.django_db
START = dt.date(2026, 3, 2)
END = dt.date(2026, 5, 29)
ALIKE = ["SE", "NO"]


@pytest.fixture
def partner():
    return make_partner(name="Vilnius college", country="LT")


@pytest.fixture
def member(partner):
    return make_member(partner, role="admin", name="Rasa Petraitė")


@pytest.fixture
def cohort(partner, member):
    return pilots.make_cohort(partner, member, starts_on=START, ends_on=END, title="Spring pilot")


@pytest.fixture
def whole(partner, member, cohort):
    return making.make_running(partner=partner, user=member, cohort=cohort)


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


def invited(whole, asking=Asking.BEFORE):
    return set(
        Invitation.objects.filter(wave__asked__evaluation=whole, wave__asked__asking=asking).values_list(
            "email", flat=True
        )
    )


def by_itself(whole, asking, days):
    whole.waves.filter(asking=asking).update(days=days)


def cells(client, whole, number=0):
    page = client.get(reverse("evaluation:asking", args=[whole.pk]))
    return page.context["boards"][number].cells


def waves(whole, **more):
    found = {f"{kind}_{one}": "" for kind in ("wave", "days") for one in Asking.values}
    return {**found, **{f"wave_{one.asking}": one.wave_id for one in whole.waves.all()}, **more}


# Waves


def test_waves_and_days_are_chosen(seen, whole):
    data = waves(whole, days_before="-7", days_after="0", days_follow_up="180", unit_follow_up="days")
    seen.post(reverse("evaluation:set_waves", args=[whole.pk]), data)
    found = {one.asking: one.days for one in whole.waves.all()}
    assert found == {Asking.BEFORE: -7, Asking.AFTER: 0, Asking.FOLLOW_UP: 180}
    page = seen.get(reverse("evaluation:asking", args=[whole.pk])).text
    assert "180 days after the last day of a pilot people are invited by themselves." in page


def test_one_wave_cannot_ask_about_two_times_and_a_day_needs_a_wave(seen, whole):
    wave = making.wave_of(whole, Asking.BEFORE)
    data = waves(whole, wave_after=wave.pk, wave_follow_up="", days_follow_up="90")
    page = seen.post(reverse("evaluation:set_waves", args=[whole.pk]), data)
    assert set(page.context["form"].errors) == {"wave_after", "days_follow_up"}
    assert whole.waves.count() == 3


@pytest.mark.parametrize(("asking", "days"), [("before", 1), ("after", -1)])
def test_before_is_before_and_after_is_after(whole, asking, days):
    facts = {f"{kind}_{one}": None for kind in ("wave", "days") for one in Asking.values}
    facts |= {f"wave_{asking}": making.wave_of(whole, asking), f"days_{asking}": days}
    with pytest.raises(ValidationError) as refusal:
        wave_actions.set_waves(whole, **facts)
    assert set(refusal.value.message_dict) == {f"days_{asking}"}


def test_a_wave_of_another_study_is_refused(whole):
    other = making.make_study(whole.partner).waves.first()
    facts = {f"{kind}_{one}": None for kind in ("wave", "days") for one in Asking.values}
    with pytest.raises(ValidationError, match="of the study of this evaluation"):
        wave_actions.set_waves(whole, **{**facts, "wave_before": other})


def test_without_a_study_the_pages_say_to_choose_one(seen, partner, member):
    whole = making.make_evaluation(partner, member)
    for name in ("asking", "set_waves", "new_outcome"):
        page = seen.get(reverse(f"evaluation:{name}", args=[whole.pk])).text
        assert "Choose first the study that asks before and after." in page


# Inviting by hand


def test_everybody_of_the_pilots_is_invited_once_and_who_is_there_stays(seen, whole, cohort):
    first = making.people_of(cohort)[0]
    wave = making.wave_of(whole, Asking.BEFORE)
    facts = {"language": "en", "country": "LT", "sector": "education", "state": Contact.UNSUBSCRIBED}
    Invitation.objects.create(wave=wave, email=first, **facts)
    address = reverse("evaluation:invite", args=[whole.pk, "before"])
    assert seen.get(address).context["total"] == 5
    page = seen.post(address, follow=True)
    assert "5 people are invited." in page.text
    assert invited(whole) == set(making.people_of(cohort))
    assert Invitation.objects.get(email=first).state == Contact.UNSUBSCRIBED
    assert actions.invite(whole, Asking.BEFORE) == 0


def test_letters_begin_only_if_that_is_said(seen, whole):
    address = reverse("evaluation:invite", args=[whole.pk, "before"])
    seen.post(address)
    assert not Wave.objects.get(pk=making.wave_of(whole, Asking.BEFORE).pk).sending
    page = seen.get(address)
    assert "There is nobody more to invite" in page.text
    assert "Begin to send letters now" in page.text
    page = seen.post(address, {"send": "on"}, follow=True)
    assert "Letters are sent in the hours" in page.text
    assert Wave.objects.get(pk=making.wave_of(whole, Asking.BEFORE).pk).sending


def test_waiting_lists_are_invited_only_if_they_are_compared_with(whole, cohort):
    pilots.enrol(cohort, standing="waiting", email="waits@example.org")
    actions.invite(whole, Asking.BEFORE)
    assert "waits@example.org" not in invited(whole)
    Evaluation.objects.filter(pk=whole.pk).update(others="waiting")
    actions.invite(whole, Asking.BEFORE)
    assert "waits@example.org" in invited(whole)


def test_who_wants_no_letters_is_not_invited(whole, cohort):
    pilots.enrol(cohort, email="quiet@example.org", wants_letters=False)
    actions.invite(whole, Asking.BEFORE)
    assert "quiet@example.org" not in invited(whole)


def test_a_time_that_nobody_asks_about_is_not_found(seen, whole):
    for asking in ("then", "whenever"):
        assert seen.get(reverse("evaluation:invite", args=[whole.pk, asking])).status_code == 404


def test_an_invitation_to_a_study_closed_for_good_is_refused(seen, whole):
    Study.objects.filter(pk=whole.study_id).update(state=State.ARCHIVED, key_destroyed=END)
    page = seen.post(reverse("evaluation:invite", args=[whole.pk, "before"]))
    assert "The study is closed for good and does not change any more." in page.text
    assert invited(whole) == set()


# The board


def test_the_board_tells_invited_answered_and_the_rate_with_its_interval(seen, whole, cohort):
    pilots.enrol_many(pilots.make_cohort(whole.partner, title="Elsewhere"), 3)
    actions.invite(whole, Asking.BEFORE)
    for email in making.people_of(cohort)[:5]:
        making.answer(making.wave_of(whole, Asking.BEFORE), email)
    (cell,) = cells(seen, whole)
    assert (cell.pilot, cell.invited, cell.answered) == ("Spring pilot", 6, "5")
    assert "(5 of 6; 95 % interval" in cell.rate


def test_fewer_than_five_answers_are_not_counted(seen, whole, cohort):
    actions.invite(whole, Asking.BEFORE)
    for email in making.people_of(cohort)[:4]:
        making.answer(making.wave_of(whole, Asking.BEFORE), email)
    (cell,) = cells(seen, whole)
    assert (cell.invited, cell.answered, cell.rate) == (6, "fewer than 5", "–")
    page = seen.get(reverse("evaluation:evaluation", args=[whole.pk]))
    assert page.context["boards"][0].answered == "fewer than 5"


def test_a_small_group_cannot_be_reckoned_from_the_others(seen, whole, cohort):
    second = pilots.make_cohort(whole.partner, title="Second")
    pilots.enrol_many(second, 6)
    whole.cohorts.add(second)
    wave = making.wave_of(whole, Asking.BEFORE)
    for email in (*making.people_of(cohort)[:2], *making.people_of(second)):
        making.answer(wave, email)
    found = {one.pilot: one.answered for one in cells(seen, whole)}
    assert found == {
        "Spring pilot": "fewer than 5", "Second": "not shown",
    }  # fmt: skip


def test_everybody_else_who_answered_is_a_group_of_its_own(seen, whole, cohort):
    Evaluation.objects.filter(pk=whole.pk).update(others="answered")
    wave = making.wave_of(whole, Asking.BEFORE)
    for number in range(7):
        making.answer(wave, f"other{number}@example.org")
    making.answer(wave, making.people_of(cohort)[0])
    found = cells(seen, whole)
    assert [(one.pilot, one.arm) for one in found] == [
        ("Spring pilot", "Take part"), ("In none of these pilots", "Everybody else who is asked"),
    ]  # fmt: skip


def test_a_board_of_a_study_whose_key_is_destroyed_says_so(seen, whole, cohort):
    making.answer(making.wave_of(whole, Asking.BEFORE), making.people_of(cohort)[0])
    Study.objects.filter(pk=whole.study_id).update(state=State.ARCHIVED, key_destroyed=END)
    assert "its key is destroyed" in seen.get(reverse("evaluation:asking", args=[whole.pk])).text


def test_no_name_and_no_address_is_on_the_board(seen, whole, cohort):
    actions.invite(whole, Asking.BEFORE)
    for name in ("asking", "evaluation", "invite"):
        more = ["before"] if name == "invite" else []
        page = seen.get(reverse(f"evaluation:{name}", args=[whole.pk, *more])).text
        assert not any(one.email in page or one.name in page for one in cohort.people.all())


@pytest.mark.long
def test_thousands_of_people_cost_few_queries(seen, whole, cohort, django_assert_max_num_queries):
    pilots.enrol_many(pilots.make_cohort(whole.partner), 1)
    people = [f"big{number}@example.org" for number in range(2000)]
    template = cohort.people.first()
    type(template).objects.bulk_create(
        type(template)(cohort=cohort, name=one, email=one, standing="enrolled", enrolled=timezone.now())
        for one in people
    )
    actions.invite(whole, Asking.BEFORE)
    with django_assert_max_num_queries(30):
        assert cells(seen, whole)[0].invited == 2006


# By themselves


def test_on_its_day_everybody_of_a_pilot_is_invited_once_with_letters(whole, cohort):
    by_itself(whole, Asking.BEFORE, 0)
    due.do_due_work(making.at(START - making.DAY))
    assert invited(whole) == set()
    due.do_due_work(making.at(START))
    assert invited(whole) == set(making.people_of(cohort))
    assert Wave.objects.get(pk=making.wave_of(whole, Asking.BEFORE).pk).sending
    due.do_due_work(making.at(START, 20))
    assert Invitation.objects.count() == 6


def test_the_day_is_that_of_the_clock_of_the_pilot(whole):
    by_itself(whole, Asking.BEFORE, 0)
    in_utc = dt.datetime.combine(START - making.DAY, dt.time(21, 30), tzinfo=dt.UTC)
    due.do_due_work(in_utc)
    assert invited(whole) == set()
    due.do_due_work(in_utc + dt.timedelta(hours=1))
    assert len(invited(whole)) == 6


@pytest.mark.parametrize("days", [90, 180])
def test_months_after_the_end_people_are_asked_again(whole, days):
    by_itself(whole, Asking.FOLLOW_UP, days)
    due.do_due_work(making.at(END + (days - 1) * making.DAY))
    assert invited(whole, Asking.FOLLOW_UP) == set()
    due.do_due_work(making.at(END + days * making.DAY))
    assert len(invited(whole, Asking.FOLLOW_UP)) == 6


def test_before_counts_back_from_the_first_day(whole):
    by_itself(whole, Asking.BEFORE, -7)
    due.do_due_work(making.at(START - 7 * making.DAY))
    assert len(invited(whole)) == 6


def test_only_the_pilot_whose_day_has_come_is_asked(whole, member):
    later = pilots.make_cohort(
        whole.partner, member, starts_on=START + 30 * making.DAY, ends_on=END + 30 * making.DAY
    )
    pilots.enrol(later, email="later@example.org")
    whole.cohorts.add(later)
    by_itself(whole, Asking.BEFORE, 0)
    due.do_due_work(making.at(START))
    assert "later@example.org" not in invited(whole)
    due.do_due_work(making.at(START + 30 * making.DAY))
    assert "later@example.org" in invited(whole)


def test_who_was_taken_out_of_the_list_is_not_asked_again_on_later_days(whole):
    by_itself(whole, Asking.BEFORE, 0)
    due.do_due_work(making.at(START))
    Invitation.objects.order_by("pk").first().delete()
    due.do_due_work(making.at(START + making.DAY))
    assert len(invited(whole)) == 5


def test_a_closed_study_asks_nobody_and_who_runs_it_reads_why(whole, member):
    today = timezone.now().astimezone(whole.cohorts.get().zone).date()
    whole.cohorts.update(starts_on=today, ends_on=today + 30 * making.DAY)
    by_itself(whole, Asking.BEFORE, 0)
    Study.objects.filter(pk=whole.study_id).update(state=State.CLOSED)
    due.do_due_work(timezone.now())
    assert invited(whole) == set()
    (found,) = needs.needs_of(member)
    assert found.urgent
    assert "the people of “Spring pilot” should be asked now, and cannot be." in found.text
    assert "is closed." in found.text
    Study.objects.filter(pk=whole.study_id).update(state=State.OPEN)
    due.do_due_work(timezone.now() + making.DAY)
    assert len(invited(whole)) == 6
    assert needs.needs_of(member) == []


def test_a_wave_that_is_not_open_yet_asks_nobody(whole):
    by_itself(whole, Asking.BEFORE, 0)
    Wave.objects.filter(asked__evaluation=whole).update(opens=START + 3 * making.DAY)
    due.do_due_work(making.at(START))
    assert invited(whole) == set()
    due.do_due_work(making.at(START + 3 * making.DAY))
    assert len(invited(whole)) == 6


def test_long_after_the_day_nobody_is_asked_by_itself_any_more(whole):
    by_itself(whole, Asking.BEFORE, 0)
    due.do_due_work(making.at(START + 30 * making.DAY))
    assert invited(whole) == set()


@pytest.mark.parametrize("what", ["deleted", "example", "cancelled"])
def test_nobody_is_asked_for_what_is_deleted_cancelled_or_an_example(whole, what):
    by_itself(whole, Asking.BEFORE, 0)
    if what == "deleted":
        Evaluation.objects.filter(pk=whole.pk).update(deleted=timezone.now())
    elif what == "example":
        Evaluation.objects.filter(pk=whole.pk).update(is_example=True)
    else:
        whole.cohorts.update(state=CohortState.CANCELLED)
    due.do_due_work(making.at(START))
    assert Invitation.objects.count() == 0


def test_waves_without_a_day_ask_nobody_by_themselves(whole):
    due.do_due_work(making.at(START))
    assert Invitation.objects.count() == 0
    assert AskedWave.objects.filter(days=None).count() == 3


# Who is in the pilots


def test_who_takes_part_in_one_pilot_and_waits_for_another_took_part(whole, cohort):
    Evaluation.objects.filter(pk=whole.pk).update(others="waiting")
    other = pilots.make_cohort(whole.partner, starts_on=START - making.DAY, ends_on=END)
    email = making.people_of(cohort)[0]
    pilots.enrol(other, standing="waiting", email=email.upper())
    whole.cohorts.add(other)
    members = members_of(Evaluation.objects.get(pk=whole.pk), timezone.now())
    found = [one for one in members if one.email == email]
    assert [(one.arm, one.cohort) for one in found] == [("programme", cohort.pk)]
