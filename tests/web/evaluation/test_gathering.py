"""From rows to people without names: who is in which arm, what they scored, and what cannot be known."""

import math

import pytest
from django.utils import timezone
from tests.web.evaluation import gathering_making as gathering
from tests.web.evaluation import making
from tests.web.pilots import making as pilots

from mentorway.evaluating.people import Arm, Wave
from mentorway.web.evaluation.analysis.gathering import gathered
from mentorway.web.evaluation.models import Asking, Others
from mentorway.web.pilots.models import Attendance, Presence, Standing
from mentorway.web.study.analysis.keys import pseudonym_of
from mentorway.web.study.models import Mode, Response, Status
from mentorway.wording import InvalidInputError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


def scores_of(whole, wave, outcome=0):
    """The scores of an outcome at a wave, by the person."""
    people = gathered(whole).people
    return dict(zip(people.people, people.measured[outcome].waves[wave].tolist(), strict=True))


def row_of(whole, email):
    people = gathered(whole).people
    return people, people.people.index(pseudonym_of(whole.study, email))


def said(whole):
    return " ".join(str(one) for one in gathered(whole).notes)


def test_who_takes_part_is_of_the_programme_and_answers_are_joined_by_pseudonym():
    whole = making.make_running(people=3)
    first, second, _third = making.people_of(whole.cohorts.get())
    gathering.answered(whole, first, 2, 4)
    gathering.answered(whole, second, 3, None)
    people = gathered(whole).people
    assert people.arm == (Arm.PROGRAMME,) * 3
    assert set(people.pilot) == {"Mentors of spring"}
    who = pseudonym_of(whole.study, first)
    assert (scores_of(whole, Wave.BEFORE)[who], scores_of(whole, Wave.AFTER)[who]) == (2.0, 4.0)


def test_who_never_answered_counts_as_lost_and_has_no_score():
    whole = making.make_running(people=3)
    first, second, third = making.people_of(whole.cohorts.get())
    gathering.answered(whole, first, 2, 4)
    scores = scores_of(whole, Wave.BEFORE)
    assert len(scores) == 3
    assert all(math.isnan(scores[pseudonym_of(whole.study, one)]) for one in (second, third))


def test_names_and_addresses_are_nowhere():
    whole = gathering.with_others(6, 6)
    came = gathered(whole)
    text = repr(came.people) + repr(came.notes) + repr(came.decided)
    for person in whole.cohorts.get().people.all():
        assert person.email not in text
        assert person.name not in text


def test_a_question_can_be_turned_and_half_of_the_questions_are_enough():
    whole = making.make_running(people=3)
    whole.outcomes.all().delete()
    turned = [{"name": "a0", "reverse": True}, {"name": "a1", "reverse": False}]
    making.make_outcome(whole, key="turned", questions=turned)
    making.make_outcome(whole, ("a0", "a1", "a2"), key="three")
    first, second, _third = making.people_of(whole.cohorts.get())
    wave = making.wave_of(whole, Asking.BEFORE)
    making.answer(wave, first, answers={"a0": "1", "a1": "4"})
    making.answer(wave, second, answers={"a0": "2", "a1": None, "a2": None})
    who = [pseudonym_of(whole.study, one) for one in (first, second)]
    turned_scores, three = scores_of(whole, Wave.BEFORE, 0), scores_of(whole, Wave.BEFORE, 1)
    assert [turned_scores[one] for one in who] == [4.5, 4.0]
    assert math.isnan(three[who[1]])


def test_a_sum_makes_up_for_a_question_that_was_not_answered():
    whole = making.make_running(people=2)
    whole.outcomes.update(scoring="sum")
    first, second = making.people_of(whole.cohorts.get())
    wave = making.wave_of(whole, Asking.BEFORE)
    making.answer(wave, first, 5)
    making.answer(wave, second, answers={"a0": "2", "a1": "4", "a2": None})
    scores = scores_of(whole, Wave.BEFORE)
    assert [scores[pseudonym_of(whole.study, one)] for one in (first, second)] == [15.0, 9.0]


def test_an_answer_that_is_none_of_the_choices_counts_for_nothing():
    whole = making.make_running(people=2)
    first, second = making.people_of(whole.cohorts.get())
    wave = making.wave_of(whole, Asking.BEFORE)
    making.answer(wave, first, answers={"a0": "77", "a1": "3", "a2": "3"})
    making.answer(wave, second, 4)
    assert scores_of(whole, Wave.BEFORE)[pseudonym_of(whole.study, first)] == 3.0


def test_answers_that_are_to_be_looked_at_do_not_count():
    whole = making.make_running(people=2)
    first, second = making.people_of(whole.cohorts.get())
    making.answer(making.wave_of(whole, Asking.BEFORE), first, 4, status=Status.REVIEW)
    making.answer(making.wave_of(whole, Asking.BEFORE), second, 4)
    assert math.isnan(scores_of(whole, Wave.BEFORE)[pseudonym_of(whole.study, first)])


def test_everybody_else_who_answered_is_compared_with_and_who_left_before_groups_were_set_is_not():
    whole = gathering.with_others(6, 5)
    cohort = whole.cohorts.get()
    cohort.starts_on = timezone.localdate() + making.DAY
    cohort.save(update_fields=["starts_on"])
    gone = pilots.enrol(cohort, "Gone", standing=Standing.WITHDRAWN, enrolled=cohort.created)
    gathering.answered(whole, gone.email, 3, 3)
    people = gathered(whole).people
    assert (people.in_arm(Arm.PROGRAMME).sum(), people.in_arm(Arm.COMPARISON).sum()) == (6, 5)
    assert pseudonym_of(whole.study, gone.email) not in people.people
    assert "1 person gave up a seat before the groups were set" in said(whole)


def test_the_waiting_list_is_compared_with_only_where_that_was_chosen():
    whole = gathering.with_answers(6)
    waiting = pilots.enrol(whole.cohorts.get(), "Waits", standing=Standing.WAITING)
    gathering.answered(whole, waiting.email, 2, 2)
    assert not gathered(whole).people.in_arm(Arm.COMPARISON).any()
    whole.others = Others.WAITING
    people, place = row_of(whole, waiting.email)
    assert (people.arm[place], people.pilot[place]) == (Arm.COMPARISON, "")


def test_who_is_in_two_pilots_counts_in_the_first_with_a_note():
    whole = gathering.with_answers(6)
    email = making.people_of(whole.cohorts.get())[0]
    later = gathering.another_pilot(whole, 2)
    pilots.enrol(later, "Twice", email=email.upper())
    people, place = row_of(whole, email)
    assert people.pilot[place] == "Mentors of spring"
    assert "1 person takes part in two of the pilots" in said(whole)


def test_two_pilots_of_the_same_title_are_two():
    whole = gathering.with_answers(6)
    other = pilots.make_cohort(whole.partner, whole.created_by)
    pilots.enrol_many(other, 2)
    whole.cohorts.add(other)
    assert len(set(gathered(whole).people.pilot)) == 2


def test_who_has_no_address_is_counted_and_said():
    whole = gathering.with_answers(6)
    pilots.enrol(whole.cohorts.get(), "No address", email="")
    assert len(gathered(whole).people) == 7
    assert "Of 1 person there is no e-mail address" in said(whole)


def test_countries_are_those_that_people_named_else_those_of_the_pilot():
    whole = making.make_running(people=2)
    first, second = making.people_of(whole.cohorts.get())
    gathering.answered(whole, first, 2, 3, country="SE")
    people, place = row_of(whole, first)
    assert people.country[place] == "SE"
    people, place = row_of(whole, second)
    assert people.country[place] == "LT"


def test_hours_are_those_of_meetings_people_were_at_and_unknown_where_nobody_was_marked():
    whole = gathering.with_answers(3)
    cohort = whole.cohorts.get()
    assert gathered(whole).people.hours is None
    meeting = pilots.make_meeting(cohort, minutes=90)
    first = cohort.people.order_by("pk").first()
    Attendance.objects.create(
        meeting=meeting, participant=first, presence=Presence.PRESENT, source="hand", marked=timezone.now()
    )
    people, place = row_of(whole, first.email)
    assert (people.hours[place], people.hours.sum()) == (1.5, 1.5)
    assert people.completed.sum() == 1


def test_a_scale_has_a_reliability_from_twenty_answers_on():
    whole = making.make_running(people=20)
    emails = making.people_of(whole.cohorts.get())
    wave = making.wave_of(whole, Asking.BEFORE)
    for place, email in enumerate(emails[:19]):
        making.answer(wave, email, answers=gathering.uneven(place))
    assert gathered(whole).people.measured[0].outcome.reliability is None
    making.answer(wave, emails[19], answers=gathering.uneven(19))
    assert 0.5 < gathered(whole).people.measured[0].outcome.reliability < 1


def test_mentees_are_a_mean_of_all_of_a_mentor():
    whole = gathering.with_answers(6)
    study = making.make_study(whole.partner, waves=1)
    whole.mentee_study = study
    whole.outcomes.update(mentee_questions=[{"name": "a0", "reverse": False}])
    email = making.people_of(whole.cohorts.get())[0]
    mentees = gathering.mentees_for(whole, [email], each=2)[email]
    for mentee, value in zip(mentees, (2, 5), strict=True):
        making.answer(study.waves.get(), mentee, value)
    people, place = row_of(whole, email)
    others = people.measured[0].others
    assert others[place] == 3.5
    assert sum(not math.isnan(one) for one in others) == 1


def test_without_a_round_what_mentees_say_is_left_out_with_a_note():
    whole = gathering.with_answers(6, mentee_study=making.make_study(waves=1))
    whole.outcomes.update(mentee_questions=[{"name": "a0", "reverse": False}])
    assert gathered(whole).people.measured[0].others is None
    assert "no mentoring round is chosen" in said(whole)


def test_the_same_data_have_the_same_fingerprint_and_other_data_another():
    whole = gathering.with_answers(6)
    first = gathered(whole).data_hash
    assert gathered(whole).data_hash == first
    row = Response.objects.first()
    row.answers = {**row.answers, "a0": "5", "a1": "5", "a2": "4"}
    row.save(update_fields=["answers"])
    assert gathered(whole).data_hash != first


def test_another_decision_has_another_fingerprint():
    whole = gathering.with_answers(6)
    first = gathered(whole).data_hash
    gathering.cost(whole)
    assert gathered(whole).data_hash != first


def test_an_outcome_that_cannot_be_computed_is_left_out_with_a_note():
    whole = gathering.with_answers(6)
    making.make_outcome(whole, ("gone",), key="gone", title="Gone")
    came = gathered(whole)
    assert [one.outcome.title for one in came.people.measured] == ["Confidence"]
    assert "Gone is left out" in said(whole)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"key_destroyed": "2026-01-01", "state": "archived"}, "cannot be joined any more"),
        ({"deleted": "2026-01-01T00:00Z"}, "is deleted"),
        ({"mode": Mode.CODE}, "does not ask under a pseudonym"),
    ],
)
def test_answers_that_cannot_be_joined_are_refused_with_the_reason(change, why):
    whole = making.make_running(people=2)
    type(whole.study).objects.filter(pk=whole.study_id).update(**change)
    whole.study.refresh_from_db()
    with pytest.raises(InvalidInputError, match=why):
        gathered(whole)


def test_without_a_study_nothing_is_gathered():
    with pytest.raises(InvalidInputError, match="No study is chosen"):
        gathered(making.make_evaluation())


def test_nobody_at_all_is_gathered_without_harm():
    whole = making.make_running(people=0)
    assert len(gathered(whole).people) == 0
