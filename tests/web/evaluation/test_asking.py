"""Which wave asks when, what is an outcome, who is invited or asked by themselves, who has answered."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.comparison import making as comparisons
from tests.web.evaluation import making
from tests.web.pilots import making as pilots
from tests.web.study import asking as forms

from mentorway.web.comparison.analysis import comparing
from mentorway.web.comparison.analysis.comparing import result_of
from mentorway.web.core.wording import said
from mentorway.web.evaluation import due, needs
from mentorway.web.evaluation.actions import asking as actions
from mentorway.web.evaluation.actions import outcomes as outcome_actions
from mentorway.web.evaluation.analysis.outcomes import outcomes_of, questions_of
from mentorway.web.evaluation.models import AskedWave, Asking, Evaluation
from mentorway.web.evaluation.queries import asking as queries
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


def sent(**more):
    found = {
        "title": "Confidence", "level": "learning", "questions": ["a3", "a1"], "reverse": ["a3"],
        "scoring": "mean", "higher_is_better": "yes", "licence": "",
    }  # fmt: skip
    return {**found, **more}


def add(client, whole, **more):
    return client.post(reverse("evaluation:new_outcome", args=[whole.pk]), sent(**more), follow=True)


# Waves


def test_waves_and_days_are_chosen(seen, whole):
    data = waves(whole, days_before="-7", days_after="0", days_follow_up="180")
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
        actions.set_waves(whole, **facts)
    assert set(refusal.value.message_dict) == {f"days_{asking}"}


def test_a_wave_of_another_study_is_refused(whole):
    other = making.make_study(whole.partner).waves.first()
    facts = {f"{kind}_{one}": None for kind in ("wave", "days") for one in Asking.values}
    with pytest.raises(ValidationError, match="of the study of this evaluation"):
        actions.set_waves(whole, **{**facts, "wave_before": other})


def test_without_a_study_the_pages_say_to_choose_one(seen, partner, member):
    whole = making.make_evaluation(partner, member)
    for name in ("asking", "set_waves", "new_outcome"):
        page = seen.get(reverse(f"evaluation:{name}", args=[whole.pk])).text
        assert "Choose first the study that asks before and after." in page


# Outcomes


def test_an_outcome_keeps_its_questions_in_the_order_they_are_asked(seen, partner, member):
    whole = making.make_evaluation(partner, member, study=making.make_study(partner))
    add(seen, whole)
    row = whole.outcomes.get()
    assert row.questions == [{"name": "a1", "reverse": False}, {"name": "a3", "reverse": True}]
    assert (row.key, row.is_main) == ("confidence", True)
    (found,) = outcomes_of(whole)
    assert (found.low, found.high, found.is_usable) == (1, 5, True)
    assert found.names == (("a1", False), ("a3", True))
    assert [one.score_of("5") for one in found.items] == [5, 1]


def test_a_sum_goes_from_all_lowest_to_all_highest_answers(seen, whole):
    add(seen, whole, title="Sum of three", scoring="sum", questions=["a0", "a1", "a2"])
    found = outcomes_of(whole)[-1]
    assert (found.low, found.high, found.is_main) == (3, 15, False)
    page = seen.get(reverse("evaluation:asking", args=[whole.pk])).text
    assert "from 3 to 15" in page


def test_two_outcomes_of_one_title_have_two_short_names(seen, whole):
    add(seen, whole)
    add(seen, whole)
    assert list(whole.outcomes.values_list("key", flat=True))[1:] == ["confidence", "confidence_2"]


def test_an_outcome_without_questions_or_of_unknown_ones_is_refused(seen, whole):
    assert "Choose at least one question." in add(seen, whole, questions=[]).text
    assert set(add(seen, whole, questions=["job"]).context["form"].errors) == {"questions"}
    assert whole.outcomes.count() == 1


def test_return_on_investment_is_no_level_of_an_outcome(seen, whole):
    assert set(add(seen, whole, level="roi").context["form"].errors) == {"level"}


def mixed():
    """Two statements answered 1 to 5, one 0 to 10, one with a choice that stands for no answer."""
    ten = [forms.choice("ten", str(place), str(place)) for place in range(11)]
    odd = [forms.choice("odd", str(place), text) for place, text in enumerate(("No", "So", "Yes"), 1)]
    agree = [*forms.AGREE, *odd, forms.choice("odd", "99", "I do not know", missing="yes")]
    survey = [
        forms.row("select_one agree", "a0", "Statement 0"),
        forms.row("select_one agree", "a1", "Statement 1"),
        forms.row("select_one ten", "t0", "From 0 to 10"),
        forms.row("select_one odd", "o0", "With a way out"),
        forms.row("select_one yes_no", "y0", "Yes or no"),
    ]
    return forms.workbook(survey, agree + ten + forms.YES_NO)


def test_what_stands_for_no_answer_is_no_answer_of_a_scale(partner):
    found = questions_of(making.make_study(partner, make=mixed))
    assert {name: (one.low, one.high) for name, one in found.items()} == {
        "a0": (1, 5), "a1": (1, 5), "t0": (0, 10), "o0": (1, 3),
    }  # fmt: skip
    assert found["o0"].score_of("99") is None


def test_questions_with_unlike_answers_make_no_scale(seen, partner, member):
    whole = making.make_evaluation(partner, member, study=making.make_study(partner, make=mixed))
    page = add(seen, whole, questions=["a0", "t0"], reverse=[])
    assert "do not have the same lowest and highest answer (0–10, 1–5)" in page.text
    assert not whole.outcomes.exists()


def test_a_question_that_another_study_does_not_ask_is_a_problem_and_not_an_error(seen, whole, partner):
    other = making.make_study(partner, make=mixed)
    Evaluation.objects.filter(pk=whole.pk).update(study=other)
    (found,) = outcomes_of(Evaluation.objects.get(pk=whole.pk))
    assert not found.is_usable
    assert [said(one).rpartition(" ")[2] for one in found.problems] == ["a2."]
    assert "not in the questionnaire" in seen.get(reverse("evaluation:asking", args=[whole.pk])).text


def test_what_mentees_say_is_left_out_where_scores_go_elsewhere(partner, member):
    whole = making.make_evaluation(
        partner, member, study=making.make_study(partner), mentee_study=making.make_study(partner, make=mixed)
    )
    like = making.make_outcome(whole, mentee_questions=[{"name": "a0", "reverse": True}])
    unlike = making.make_outcome(whole, mentee_questions=[{"name": "t0", "reverse": False}])
    found = {one.pk: one for one in outcomes_of(whole)}
    assert [one.name for one in found[like.pk].mentee_items] == ["a0"]
    assert found[unlike.pk].mentee_items == ()
    assert "cannot be laid side by side" in said(found[unlike.pk].remarks[0])
    assert found[unlike.pk].is_usable


def test_there_is_one_main_outcome_and_another_can_become_it(seen, whole):
    add(seen, whole, title="Second")
    first, second = whole.outcomes.order_by("pk")
    seen.post(reverse("evaluation:main_outcome", args=[whole.pk, second.pk]))
    assert list(whole.outcomes.order_by("pk").values_list("is_main", flat=True)) == [False, True]
    seen.post(reverse("evaluation:remove_outcome", args=[whole.pk, second.pk]))
    assert list(whole.outcomes.values_list("pk", "is_main")) == [(first.pk, False)]
    assert "No outcome is the main one." in seen.get(reverse("evaluation:asking", args=[whole.pk])).text


def test_an_outcome_is_changed_and_keeps_its_short_name(seen, whole):
    row = whole.outcomes.get()
    address = reverse("evaluation:change_outcome", args=[whole.pk, row.pk])
    assert [one.is_chosen for one in seen.get(address).context["form"].question_rows()[:4]] == [
        True, True, True, False,
    ]  # fmt: skip
    seen.post(address, sent(title="Courage", higher_is_better="no"))
    changed = whole.outcomes.get()
    assert (changed.title, changed.key, changed.higher_is_better) == ("Courage", row.key, False)


def test_an_outcome_of_another_evaluation_is_not_found(seen, whole, partner, member):
    other = making.make_outcome(making.make_evaluation(partner, member))
    for name in ("change_outcome", "remove_outcome"):
        assert seen.get(reverse(f"evaluation:{name}", args=[whole.pk, other.pk])).status_code == 404
    with pytest.raises(ValidationError, match="does not exist any more"):
        outcome_actions.make_main(whole, other.pk)


# Whether countries may be laid side by side


def licence(whole, comparison, names=None, scale="Extraversion"):
    """Return what a comparison says of an outcome made of the questions of its scale."""
    found = next(one for one in result_of(comparison.finding).scales if one.name == "Extraversion")
    names = names or [one.name for one in found.items]
    row = making.make_outcome(whole, names, licence=comparison, scale=scale)
    return next(one.licence for one in outcomes_of(whole) if one.pk == row.pk)


def compared(partner, groups):
    """Return a finished comparison of some countries of the example."""
    comparison = comparisons.make_done(partner)
    found = comparing.compare(comparisons.snapshot(), {**comparisons.PLAN, "groups": groups})
    type(comparison.finding).objects.filter(pk=comparison.finding.pk).update(
        value=found.text, data_hash="b" * 64
    )
    return type(comparison).objects.get(pk=comparison.pk)


def test_countries_that_understand_questions_alike_may_be_laid_side_by_side(whole):
    assert licence(whole, compared(whole.partner, ALIKE)) is True


def test_countries_are_not_compared_where_one_pair_may_not_be(whole):
    found = licence(whole, comparisons.make_done(whole.partner))
    assert "does not let the means of countries stand side by side" in said(found)


def test_a_comparison_of_other_questions_licenses_nothing(whole):
    found = licence(whole, comparisons.make_done(whole.partner), names=("a0", "a1"))
    assert "is made of other questions than this outcome" in said(found)


def test_a_scale_that_a_comparison_does_not_hold_licenses_nothing(whole):
    assert "has no scale “Trust” any more" in said(
        licence(whole, comparisons.make_done(whole.partner), scale="Trust")
    )


def test_a_comparison_in_the_bin_licenses_nothing(whole):
    comparison = comparisons.make_done(whole.partner)
    type(comparison.analysis).objects.update(deleted=timezone.now())
    assert licence(whole, comparison) is None


def test_without_a_comparison_nothing_is_said_of_countries(seen, whole):
    assert outcomes_of(whole)[0].licence is None
    assert "no comparison is chosen" in seen.get(reverse("evaluation:asking", args=[whole.pk])).text


def test_scales_of_finished_comparisons_of_the_partner_are_offered_and_others_refused(seen, whole):
    mine, other = comparisons.make_done(whole.partner), comparisons.make_done()
    scale = result_of(mine.finding).scales[0].name
    assert f"{mine.pk}|{scale}" in seen.get(reverse("evaluation:new_outcome", args=[whole.pk])).text
    add(seen, whole, title="Licensed", licence=f"{mine.pk}|{scale}")
    assert (whole.outcomes.last().licence, whole.outcomes.last().scale) == (mine, scale)
    assert set(add(seen, whole, licence=f"{other.pk}|{scale}").context["form"].errors) == {"licence"}


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
    found = [one for one in queries.members_of(Evaluation.objects.get(pk=whole.pk)) if one.email == email]
    assert [(one.arm, one.cohort) for one in found] == [("programme", cohort.pk)]
