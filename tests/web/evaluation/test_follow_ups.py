"""Several follow-ups, which of them counts, and asking about now and then under one link."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.evaluation import gathering_making as gathering
from tests.web.evaluation import making
from tests.web.pilots import making as pilots

from mentorway.evaluating.people import Wave
from mentorway.web.evaluation import due
from mentorway.web.evaluation.actions import asking
from mentorway.web.evaluation.actions import waves as actions
from mentorway.web.evaluation.analysis.decided import decided, differences
from mentorway.web.evaluation.analysis.gathering import gathered
from mentorway.web.evaluation.analysis.outcomes import outcomes_of
from mentorway.web.evaluation.models import AskedWave, Asking
from mentorway.web.evaluation.queries import asking as queries
from mentorway.web.methodology.models import Level
from mentorway.web.study.models import Invitation

pytestmark = pytest.mark.django_db
START, END = dt.date(2026, 3, 2), dt.date(2026, 5, 31)


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


@pytest.fixture
def whole():
    """An evaluation that asks before, after, three and six months later; one wave is free."""
    partner = make_partner(country="LT")
    member = make_member(partner, role="admin")
    cohort = pilots.make_cohort(partner, member, starts_on=START, ends_on=END, title="Spring pilot")
    study = making.make_study(partner, waves=5)
    found = making.make_running(people=12, partner=partner, user=member, cohort=cohort, study=study)
    last = study.waves.get(number=4)
    found.waves.filter(key="follow_up").update(months=3)
    AskedWave.objects.create(
        evaluation=found, asking=Asking.FOLLOW_UP, key="follow_up_2", wave=last, months=6
    )
    return found


@pytest.fixture
def seen(client, whole):
    client.force_login(whole.created_by)
    return client


def sent(whole, **more):
    """What the form about waves sends, as it is, but for what is said."""
    found = {}
    for one in whole.waves.all():
        found |= {f"wave_{one.key}": one.wave_id, f"days_{one.key}": "", f"unit_{one.key}": "days"}
        if one.months is not None:
            found |= {f"days_{one.key}": one.months, f"unit_{one.key}": "months"}
    return {**found, **more}


def answers(whole, three=12, six=12):
    """Everybody answers before and after, some of them three and six months later."""
    after = {"follow_up": three, "follow_up_2": six}
    for place, email in enumerate(making.people_of(whole.cohorts.get())):
        gathering.answered(whole, email, 1 + place % 3, 3 + place % 2)
        for key, count in after.items():
            if place < count:
                making.answer(whole.waves.get(key=key).wave, email, 2 + place % 3)


def measured(whole, place=0):
    return gathered(whole).people.measured[place]


def mains(whole, place=0):
    return [(one.key, one.is_main) for one in measured(whole, place).later]


# Choosing and asking


def test_any_number_of_follow_ups_at_different_distances_is_chosen(seen, whole):
    fifth = whole.study.waves.get(number=5)
    data = sent(whole, wave_follow_up_3=fifth.pk, days_follow_up_3="365", unit_follow_up_3="days")
    page = seen.post(reverse("evaluation:set_waves", args=[whole.pk]), data, follow=True).text
    found = [(one.key, one.days, one.months) for one in queries.waves_of(whole)][2:]
    assert found == [("follow_up", None, 3), ("follow_up_2", None, 6), ("follow_up_3", 365, None)]
    assert "6 months after the last day of a pilot people are invited by themselves." in page
    assert "365 days later" in page


def test_a_follow_up_is_known_by_its_wave_and_keeps_its_key(whole):
    three, six = (whole.waves.get(key=key) for key in ("follow_up", "follow_up_2"))
    facts = {f"wave_{one.key}": one.wave for one in whole.waves.all() if one.asking != Asking.FOLLOW_UP}
    facts |= {"wave_follow_up": six.wave, "days_follow_up": 7, "unit_follow_up": "months"}
    actions.set_waves(whole, **facts)
    (kept,) = whole.waves.filter(asking=Asking.FOLLOW_UP)
    assert (kept.pk, kept.key, kept.months) == (six.pk, "follow_up_2", 7)
    assert not AskedWave.objects.filter(pk=three.pk).exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"days_follow_up": "6"}, "days_follow_up_2"),
        ({"days_follow_up": "0"}, "days_follow_up"),
        ({"days_follow_up": "37"}, "days_follow_up"),
        ({"days_follow_up": "soon"}, "days_follow_up"),
        ({"unit_follow_up": "years"}, "unit_follow_up"),
        ({"days_follow_up_3": "9"}, "days_follow_up_3"),
    ],
)
def test_a_distance_that_cannot_be_is_refused(seen, whole, more, field):
    page = seen.post(
        reverse("evaluation:set_waves", args=[whole.pk]), sent(whole, wave_follow_up_3="", **more)
    )
    assert set(page.context["form"].errors) == {field}
    assert {one.months for one in whole.waves.filter(asking=Asking.FOLLOW_UP)} == {3, 6}


def test_two_follow_ups_cannot_share_a_wave(seen, whole):
    data = sent(whole, wave_follow_up_2=whole.waves.get(key="follow_up").wave_id)
    page = seen.post(reverse("evaluation:set_waves", args=[whole.pk]), data)
    assert set(page.context["form"].errors) == {"wave_follow_up_2"}


def test_each_follow_up_is_asked_by_itself_by_the_calendar(whole):
    for key, before, day in (
        ("follow_up", dt.date(2026, 8, 30), dt.date(2026, 8, 31)),
        ("follow_up_2", dt.date(2026, 11, 29), dt.date(2026, 11, 30)),
    ):
        wave = whole.waves.get(key=key).wave
        due.do_due_work(making.at(before))
        assert not Invitation.objects.filter(wave=wave).exists()
        due.do_due_work(making.at(day))
        assert Invitation.objects.filter(wave=wave).count() == 12


# Which one counts


def test_the_latest_with_enough_answers_counts_and_all_are_kept(whole):
    answers(whole)
    assert mains(whole) == [("follow_up", False), ("follow_up_2", True)]
    found = measured(whole)
    assert found.waves[Wave.FOLLOW_UP].tolist() == found.later[1].scores.tolist()


def test_a_follow_up_of_few_does_not_count(whole):
    answers(whole, three=9, six=4)
    assert mains(whole) == [("follow_up", True), ("follow_up_2", False)]
    assert "the latest with enough answers" in str(measured(whole).later[0].why)


def test_where_none_has_enough_that_of_most_answers_counts(whole):
    answers(whole, three=3, six=2)
    assert mains(whole) == [("follow_up", True), ("follow_up_2", False)]
    assert "No follow-up has enough answers" in str(measured(whole).later[0].why)


def test_one_that_people_chose_counts_and_an_outcome_of_deeds_may_name_another(seen, whole):
    answers(whole)
    deeds = making.make_outcome(whole, level=Level.BEHAVIOUR, title="Deeds")
    address = reverse("evaluation:choose_follow_up", args=[whole.pk])
    assert f"of_{whole.outcomes.first().pk}" not in seen.get(address).context["form"].fields
    seen.post(address, {"main": "follow_up", f"of_{deeds.pk}": "follow_up_2"})
    assert mains(whole) == [("follow_up", True), ("follow_up_2", False)]
    assert mains(whole, 1) == [("follow_up", False), ("follow_up_2", True)]
    seen.post(address, {"main": "", f"of_{deeds.pk}": ""})
    assert mains(whole) == [("follow_up", False), ("follow_up_2", True)]


def test_a_chosen_follow_up_without_answers_counts_as_soon_as_it_has_some(whole):
    actions.choose_follow_up(whole, main="follow_up_2", named={})
    answers(whole, six=0)
    assert measured(whole).later == ()
    assert Wave.FOLLOW_UP in measured(whole).waves
    assert any("Nobody has answered yet at the follow-up" in str(one) for one in gathered(whole).notes)


def test_a_follow_up_that_is_not_there_is_refused(seen, whole):
    page = seen.post(reverse("evaluation:choose_follow_up", args=[whole.pk]), {"main": "follow_up_9"})
    assert set(page.context["form"].errors) == {"main"}
    with pytest.raises(ValidationError, match="does not exist any more"):
        actions.choose_follow_up(whole, main="before", named={})


def test_another_choice_is_another_fingerprint_and_said(whole):
    answers(whole)
    first, facts = gathered(whole).data_hash, decided(whole, outcomes_of(whole))
    actions.choose_follow_up(whole, main="follow_up", named={})
    assert gathered(whole).data_hash != first
    told = " ".join(str(one) for one in differences(facts, decided(whole, outcomes_of(whole)), 1))
    assert "Follow-ups, or which of them counts" in told


def test_results_show_every_follow_up_beside_after_and_say_which_counts(seen, whole):
    answers(whole)
    gathering.done(whole)
    text = seen.get(reverse("evaluation:result_part", args=[whole.pk, 1, "levels"])).text
    assert "Change: 3 months later" in text
    assert "Change: 6 months later, the follow-up that counts" in text
    assert "Follow-up that counts: 6 months later." in text
    assert re.findall(r'scope="rowgroup"[^>]*>([^<]+)<', text)[:3] == [
        "After the programme",
        "3 months later",
        "6 months later, the follow-up that counts",
    ]
    assert "6 months later" in seen.get(reverse("evaluation:report", args=[whole.pk, 1])).text


def test_what_must_always_hold_is_held_by_the_database(whole):
    before = whole.waves.get(key="before")
    for wrong in ({"is_main": True}, {"months": 3}, {"key": "follow_up_7"}, {"key": "after"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AskedWave.objects.filter(pk=before.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        whole.outcomes.update(follow_up=whole.waves.get(key="follow_up"))


def test_an_outcome_of_another_level_has_no_follow_up_of_its_own_any_more(whole):
    row = making.make_outcome(whole, level=Level.RESULTS)
    actions.choose_follow_up(whole, main="", named={row.pk: "follow_up"})
    row.refresh_from_db()
    assert row.follow_up.key == "follow_up"
    row.level = Level.LEARNING
    with pytest.raises(ValidationError, match="follow-up of their own"):
        row.full_clean()


# Then and now under one link


def in_one(whole):
    """Let the wave after the programme ask about the time before too."""
    after = whole.waves.get(key="after").wave
    return AskedWave.objects.create(evaluation=whole, asking=Asking.THEN, key="then", wave=after)


def test_one_wave_asks_after_and_about_the_time_before_and_people_get_one_link(seen, whole):
    after = whole.waves.get(key="after").wave_id
    page = seen.post(
        reverse("evaluation:set_waves", args=[whole.pk]),
        sent(whole, wave_then=after, days_then=""),
        follow=True,
    )
    assert page.redirect_chain[-1][0] == reverse("evaluation:set_then", args=[whole.pk])
    board = seen.get(reverse("evaluation:asking", args=[whole.pk]))
    titles = [one.title for one in board.context["boards"]]
    assert titles[1] == "After the programme, and about the time before"
    assert len(titles) == 4
    asking.invite(whole, "after")
    assert asking.invite(whole, "then") == 0
    assert Invitation.objects.filter(wave=after).count() == 12


def test_a_day_of_its_own_and_the_wave_before_are_refused_for_the_time_before(seen, whole):
    after, before = (whole.waves.get(key=key).wave_id for key in ("after", "before"))
    address = reverse("evaluation:set_waves", args=[whole.pk])
    page = seen.post(address, sent(whole, wave_then=after, days_then="5"))
    assert set(page.context["form"].errors) == {"days_then"}
    page = seen.post(address, sent(whole, wave_then=before))
    assert set(page.context["form"].errors) == {"wave_then"}


def test_questions_about_the_time_before_are_read_from_the_same_answers(seen, whole):
    in_one(whole)
    pairs = {"then_a0": "a10", "then_a1": "a11", "then_a2": "a12"}
    seen.post(reverse("evaluation:set_then", args=[whole.pk]), pairs)
    assert whole.waves.get(key="then").pairs == {"a0": "a10", "a1": "a11", "a2": "a12"}
    email = making.people_of(whole.cohorts.get())[0]
    gathering.answered(whole, email, 4)
    making.answer(making.wave_of(whole, Asking.AFTER), email, 5, answers={"a10": "2", "a11": "2", "a12": "3"})
    waves = measured(whole).waves
    assert [round(float(waves[one][0]), 2) for one in (Wave.BEFORE, Wave.THEN, Wave.AFTER)] == [
        4.0,
        2.33,
        5.0,
    ]


def test_a_question_turned_is_turned_about_the_time_before_too(whole):
    in_one(whole)
    whole.outcomes.update(questions=[{"name": "a0", "reverse": True}])
    actions.set_then(whole, pairs={"a0": "a10"})
    email = making.people_of(whole.cohorts.get())[0]
    making.answer(making.wave_of(whole, Asking.AFTER), email, answers={"a10": "2"})
    assert measured(whole).waves[Wave.THEN][0] == 4


def test_an_outcome_of_which_not_every_question_is_paired_has_no_then(whole):
    in_one(whole)
    actions.set_then(whole, pairs={"a0": "a10"})
    answers(whole)
    assert Wave.THEN not in measured(whole).waves
    assert any(
        "not every one of its questions is asked about the time before" in str(one)
        for one in gathered(whole).notes
    )


@pytest.mark.parametrize(
    ("pairs", "wrong"),
    [
        ({"a0": "gone"}, "then_a0"),
        ({"a0": "a1"}, "then_a0"),
        ({"a0": "a10", "a1": "a10"}, "then_a1"),
        ({"zz": "a10"}, "then_zz"),
    ],
)
def test_pairs_that_cannot_be_are_refused(whole, pairs, wrong):
    in_one(whole)
    with pytest.raises(ValidationError) as refusal:
        actions.set_then(whole, pairs=pairs)
    assert set(refusal.value.message_dict) == {wrong}


def test_a_wave_of_its_own_asks_the_same_questions_again(whole):
    free = whole.study.waves.get(number=5)
    AskedWave.objects.create(evaluation=whole, asking=Asking.THEN, key="then", wave=free)
    making.answer(free, making.people_of(whole.cohorts.get())[0], 2)
    assert measured(whole).waves[Wave.THEN][0] == 2


def test_pages_about_what_is_not_there_say_what_to_do(seen, whole):
    page = seen.get(reverse("evaluation:set_then", args=[whole.pk])).text
    assert "No wave asks afterwards about the time before." in page
    with pytest.raises(ValidationError, match="No wave asks about the time before"):
        actions.set_then(whole, pairs={})
    whole.waves.filter(asking=Asking.FOLLOW_UP).delete()
    assert (
        "No wave asks some months later yet."
        in seen.get(reverse("evaluation:choose_follow_up", args=[whole.pk])).text
    )


def test_pairs_stay_when_waves_are_chosen_anew(seen, whole):
    in_one(whole)
    actions.set_then(whole, pairs={"a0": "a10"})
    after = whole.waves.get(key="after").wave_id
    data = sent(whole, wave_then=after, days_then="", days_after="3", unit_after="days")
    seen.post(reverse("evaluation:set_waves", args=[whole.pk]), data)
    assert whole.waves.get(key="then").pairs == {"a0": "a10"}
    assert whole.waves.get(key="after").days == 3
