"""What is an outcome, of which questions it is made, and whether countries may be laid side by side on it."""

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
from mentorway.web.evaluation.actions import outcomes as outcome_actions
from mentorway.web.evaluation.analysis.outcomes import outcomes_of, questions_of
from mentorway.web.evaluation.models import Evaluation

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


def sent(**more):
    found = {
        "title": "Confidence", "level": "learning", "questions": ["a3", "a1"], "reverse": ["a3"],
        "scoring": "mean", "higher_is_better": "yes", "licence": "",
    }  # fmt: skip
    return {**found, **more}


def add(client, whole, **more):
    return client.post(reverse("evaluation:new_outcome", args=[whole.pk]), sent(**more), follow=True)


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
    parts = seen.get(address).context["form"].question_parts()
    chosen = {row.name for part in parts for row in part.rows if row.is_chosen}
    assert chosen == {one["name"] for one in row.questions}
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
