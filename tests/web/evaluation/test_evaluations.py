"""Evaluations are begun, changed by several people at once, deleted, brought back; what is next is said."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.evaluation import making
from tests.web.pilots import making as pilots
from tests.web.study import making as studies

from mentorway.web.evaluation import due, needs
from mentorway.web.evaluation.actions import asking as asking_actions
from mentorway.web.evaluation.actions import evaluations as actions
from mentorway.web.evaluation.analysis import evaluations as analysis
from mentorway.web.evaluation.models import DAYS_IN_BIN, Asking, Evaluation, Result, Stage
from mentorway.web.evaluation.queries import evaluations as queries
from mentorway.web.study import due as studies_due
from mentorway.web.study.models import State, Study

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return make_partner(name="Vilnius college", country="LT")


@pytest.fixture
def member(partner):
    return make_member(partner, role="admin", name="Rasa Petraitė")


@pytest.fixture
def whole(partner, member):
    return making.make_running(partner=partner, user=member)


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


def again(row):
    return Evaluation.objects.get(pk=row.pk)


def sent(whole, **more):
    """Return what the form about an evaluation sends."""
    found = {**analysis.facts_of(whole), "revision": whole.revision, **more}
    return {name: value for name, value in found.items() if value is not None}


def new(partner, **more):
    facts = analysis.beginnings(partner, dt.date(2026, 3, 1))
    return {**facts, "partner": partner.pk, "title": "Does it help?", "purpose": "", **more}


def show(client, name, whole, *more):
    return client.get(reverse(f"evaluation:{name}", args=[whole.pk, *more])).text


# The list


def test_without_an_evaluation_the_list_says_what_one_is_for(seen):
    page = seen.get(reverse("evaluation:evaluations")).text
    assert "No evaluation yet" in page
    assert reverse("evaluation:new_evaluation") in page


def test_who_belongs_to_no_partner_reads_whom_to_ask(client):
    other = make_member()
    other.memberships.all().delete()
    client.force_login(other)
    for page in ("evaluations", "new_evaluation"):
        assert "You do not belong to a partner yet" in client.get(reverse(f"evaluation:{page}")).text


def test_the_list_finds_words_and_is_paged(seen, partner, member):
    for number in range(25):
        making.make_evaluation(partner, member, title=f"Spring {number}")
    making.make_evaluation(partner, member, title="Autumn")
    address = reverse("evaluation:evaluations")
    assert [one.title for one in seen.get(address, {"q": "autumn"}).context["page"]] == ["Autumn"]
    assert "Nothing found" in seen.get(address, {"q": "nowhere"}).text
    assert len(seen.get(address, {"page": 2}).context["page"]) == 6


def test_evaluations_of_other_partners_are_not_listed(whole):
    assert not queries.evaluations_of(make_member()).exists()


def test_the_list_counts_pilots_that_are_there_and_knows_when_results_were_computed(whole, member, partner):
    gone = pilots.make_cohort(partner, member, deleted=timezone.now())
    whole.cohorts.add(gone)
    finished = timezone.now()
    Result.objects.create(
        evaluation=whole, number=1, seed=1, stage=Stage.DONE, value={}, data_hash="a" * 64, finished=finished
    )
    row = queries.evaluations_of(member).get()
    assert (row.pilots, row.computed) == (1, finished)


# Beginning


def test_an_evaluation_begins_and_its_study_gives_the_waves_by_their_order(seen, partner, member):
    cohort, study = pilots.make_cohort(partner, member), making.make_study(partner)
    data = new(partner, cohorts=[cohort.pk], study=study.pk, currency="eur")
    page = seen.post(reverse("evaluation:new_evaluation"), data, follow=True)
    row = Evaluation.objects.get()
    assert (row.currency, row.created_by, row.revision, row.revisions.count()) == ("EUR", member, 1, 1)
    assert list(row.cohorts.all()) == [cohort]
    asked = {one.asking: one.wave.number for one in row.waves.select_related("wave")}
    assert asked == {Asking.BEFORE: 1, Asking.AFTER: 2, Asking.FOLLOW_UP: 3}
    assert "The page says what is next." in page.text


def test_a_study_without_pseudonyms_is_refused_and_the_page_says_why(seen, partner):
    study = studies.make_study(partner, title="Open to all")
    page = seen.post(reverse("evaluation:new_evaluation"), new(partner, study=study.pk)).text
    assert not Evaluation.objects.exists()
    assert "before and after of the same person cannot be put side by side" in page


def test_a_study_whose_key_is_destroyed_is_refused(partner):
    study = making.make_study(partner, state=State.ARCHIVED, key_destroyed=dt.date(2026, 1, 1))
    assert "its key is destroyed" in analysis.refusal_of(study, partner.pk)


def test_studies_pilots_and_rounds_of_other_partners_are_refused(partner, member):
    other = make_partner()
    facts = {**analysis.beginnings(partner, dt.date(2026, 3, 1)), "title": "A", "purpose": "", "round": None}
    with pytest.raises(ValidationError) as refusal:
        actions.create(
            member,
            **{**facts, "study": making.make_study(other), "mentee_study": None},
            cohorts=[pilots.make_cohort(other)],
        )
    assert set(refusal.value.message_dict) == {"study", "cohorts"}
    assert not Evaluation.objects.exists()


def test_a_title_is_needed_and_a_currency_has_three_letters(seen, partner):
    data = new(partner, title="", currency="E1")
    page = seen.post(reverse("evaluation:new_evaluation"), data)
    assert {"title", "currency"} <= set(page.context["form"].errors) | {"currency"}
    assert not Evaluation.objects.exists()
    page = seen.post(reverse("evaluation:new_evaluation"), new(partner, currency="12X"))
    assert "A currency has three capital letters" in page.text


def test_the_form_for_a_new_evaluation_says_that_pilots_and_studies_are_missing(seen):
    page = seen.get(reverse("evaluation:new_evaluation")).text
    assert "Your organisation has no pilot yet" in page
    assert "Your organisation has no study yet" in page


# Changing


def test_a_change_counts_a_revision_and_another_study_gives_its_own_waves(seen, whole, partner):
    study = making.make_study(partner, waves=1)
    seen.post(reverse("evaluation:change_evaluation", args=[whole.pk]), sent(whole, study=study.pk))
    row = again(whole)
    assert (row.revision, row.study, row.revisions.count()) == (2, study, 1)
    assert [(one.asking, one.wave.study_id) for one in row.waves.select_related("wave")] == [
        (Asking.BEFORE, study.pk)
    ]


def test_saving_without_a_change_counts_no_revision(seen, whole):
    seen.post(reverse("evaluation:change_evaluation", args=[whole.pk]), sent(whole))
    assert (again(whole).revision, whole.waves.count()) == (1, 3)


def test_choosing_other_pilots_alone_counts_a_revision(whole, member, partner):
    other = pilots.make_cohort(partner, member)
    facts = {**analysis.facts_of(whole), "study": whole.study, "mentee_study": None, "round": None}
    actions.change(whole, member, revision=1, **{**facts, "cohorts": [other]})
    assert (again(whole).revision, list(again(whole).cohorts.all())) == (2, [other])


def test_two_people_who_change_different_things_keep_both(seen, whole, member):
    actions.keep_revision(whole, member)
    first = sent(whole)
    seen.post(reverse("evaluation:change_evaluation", args=[whole.pk]), {**first, "title": "First"})
    seen.post(reverse("evaluation:change_evaluation", args=[whole.pk]), {**first, "purpose": "Second"})
    row = again(whole)
    assert (row.title, row.purpose, row.revision) == ("First", "Second", 3)


def test_two_people_who_change_the_same_thing_are_asked(seen, whole, member, partner):
    actions.keep_revision(whole, member)
    other = pilots.make_cohort(partner, member, title="Other pilot")
    first = sent(whole)
    address = reverse("evaluation:change_evaluation", args=[whole.pk])
    seen.post(address, {**first, "title": "First", "cohorts": []})
    page = seen.post(address, {**first, "title": "Second", "cohorts": [other.pk]})
    assert page.status_code == 409
    assert again(whole).title == "First"
    assert "Other pilot" in page.text


def test_a_study_that_was_closed_for_good_meanwhile_does_not_hinder_other_changes(whole, member):
    type(whole.study).objects.filter(pk=whole.study_id).update(
        state=State.ARCHIVED, key_destroyed=dt.date(2026, 1, 1), consent_hash="c" * 64
    )
    row = again(whole)
    facts = {**analysis.facts_of(row), "study": row.study, "mentee_study": None, "round": None}
    actions.change(row, member, revision=1, **{**facts, "cohorts": list(row.cohorts.all()), "title": "New"})
    assert again(whole).title == "New"


# What is next


def test_the_page_of_a_new_evaluation_asks_for_pilots_first(seen, partner, member):
    page = show(seen, "evaluation", making.make_evaluation(partner, member))
    assert "Choose the pilots that are evaluated." in page
    assert "No pilot is chosen yet" in page


def test_the_steps_follow_each_other_until_results(seen, whole):
    found = seen.get(reverse("evaluation:evaluation", args=[whole.pk])).context
    assert found["next"].text == "Invite everybody before the programme begins."
    assert found["next"].remark.startswith("The first pilot begins on")
    for asking in (Asking.BEFORE, Asking.AFTER, Asking.FOLLOW_UP):
        asking_actions.invite(whole, asking)
    found = seen.get(reverse("evaluation:evaluation", args=[whole.pk])).context
    assert found["next"].text == "Compute what the programme changed."


def test_the_page_counts_people_of_two_pilots_once_and_names_nobody(seen, whole, partner, member):
    second = pilots.make_cohort(partner, member, title="Second pilot")
    first = whole.cohorts.get()
    email = making.people_of(first)[0]
    pilots.enrol(second, name="Twice Person", email=email.upper())
    whole.cohorts.add(second)
    page = seen.get(reverse("evaluation:evaluation", args=[whole.pk]))
    assert page.context["people"] == {"programme": 6, "comparison": 0}
    assert "Twice Person" not in page.text
    assert email not in page.text.lower()


def test_people_on_waiting_lists_are_compared_with_only_if_that_is_said(seen, whole):
    cohort = whole.cohorts.get()
    pilots.enrol(cohort, standing="waiting")
    address = reverse("evaluation:evaluation", args=[whole.pk])
    assert seen.get(address).context["people"]["comparison"] == 0
    Evaluation.objects.filter(pk=whole.pk).update(others="waiting")
    assert seen.get(address).context["people"]["comparison"] == 1


def test_who_takes_part_without_an_address_is_said_to_be_left_out(seen, whole):
    pilots.enrol(whole.cohorts.get(), email="")
    assert "1 person who takes part has no e-mail address here." in show(seen, "evaluation", whole)


def test_coordinators_see_numbers_and_no_steps(client, whole):
    client.force_login(make_member(role="coordinator"))
    page = client.get(reverse("evaluation:evaluation", args=[whole.pk]))
    assert page.context["steps"] == []
    assert reverse("evaluation:change_evaluation", args=[whole.pk]) not in page.text


# The example, the bin


def test_nothing_changes_the_example(whole, member):
    Evaluation.objects.filter(pk=whole.pk).update(is_example=True)
    facts = {**analysis.facts_of(whole), "study": whole.study, "mentee_study": None, "round": None}
    for refused in (
        lambda: actions.change(whole, member, revision=1, **{**facts, "cohorts": []}),
        lambda: actions.delete(whole),
        lambda: asking_actions.invite(whole, Asking.BEFORE),
    ):
        with pytest.raises(ValidationError, match="example"):
            refused()


def test_what_is_deleted_comes_back_until_thirty_days_are_over(seen, whole):
    seen.post(reverse("evaluation:delete_evaluation", args=[whole.pk]))
    assert "Does it help?" in seen.get(reverse("evaluation:deleted_evaluations")).text
    seen.post(reverse("evaluation:restore_evaluation", args=[whole.pk]))
    assert again(whole).deleted is None
    actions.delete(whole)
    due.do_due_work(timezone.now() + dt.timedelta(days=DAYS_IN_BIN - 1))
    assert Evaluation.objects.filter(pk=whole.pk).exists()
    due.do_due_work(timezone.now() + dt.timedelta(days=DAYS_IN_BIN + 1))
    assert not Evaluation.objects.filter(pk=whole.pk).exists()


def test_an_evaluation_outlives_its_study(whole):
    deleted = timezone.now()
    Study.objects.filter(pk=whole.study_id).update(deleted=deleted)
    studies_due.do_due_work(deleted + dt.timedelta(days=DAYS_IN_BIN, hours=1))
    assert (again(whole).study_id, whole.waves.count(), whole.outcomes.count()) == (None, 0, 1)


def test_a_deleted_study_is_said_to_be_deleted(seen, whole):
    Study.objects.filter(pk=whole.study_id).update(deleted=timezone.now())
    assert "The study is deleted." in show(seen, "asking", whole)


# Needs


def test_newer_answers_than_the_results_are_a_need(whole, member):
    wave = making.wave_of(whole, Asking.BEFORE)
    asking_actions.invite(whole, Asking.BEFORE)
    Result.objects.create(
        evaluation=whole, number=1, seed=1, stage=Stage.DONE, value={}, data_hash="a" * 64,
        finished=timezone.now() - making.DAY,
    )  # fmt: skip
    making.answer(wave, "a@example.org", day=timezone.now().date() - 5 * making.DAY)
    assert needs.needs_of(member) == []
    making.answer(wave, "b@example.org", day=timezone.now().date())
    (found,) = needs.needs_of(member)
    assert "there are newer answers than the results" in found.text
    assert found.url == reverse("evaluation:results", args=[whole.pk])


def test_a_wave_whose_time_has_come_and_to_which_nobody_is_invited_is_a_need(whole, member):
    (found,) = needs.needs_of(member)
    assert "nobody is invited to “Before the programme” yet" in found.text
    assert needs.needs_of(make_member()) == []


def test_many_evaluations_cost_few_queries_on_the_list(seen, partner, member, django_assert_max_num_queries):
    for number in range(20):
        making.make_evaluation(partner, member, title=f"Spring {number}")
    with django_assert_max_num_queries(20):
        seen.get(reverse("evaluation:evaluations"))
