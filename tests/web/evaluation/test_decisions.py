"""Decisions: from a conclusion to what is recommended, done, and verified by a later result."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.evaluation.decisions_making import (
    DAY,
    found,
    make_decided,
    make_programme,
    make_result,
    publish,
)
from tests.web.evaluation.making import make_evaluation

from mentorway.web.evaluation.actions import decisions as doing
from mentorway.web.evaluation.actions.decisions import Move, Plan
from mentorway.web.evaluation.analysis import decisions as reading
from mentorway.web.evaluation.models import Decision, DecisionState, Stage
from mentorway.web.evaluation.queries import decisions as queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return make_partner()


@pytest.fixture
def user(partner, client):
    user = make_member(partner)
    client.force_login(user)
    return user


@pytest.fixture
def decision(partner, user):
    return make_decided(partner, user)


def address(name, decision, *more):
    return reverse(f"evaluation:{name}", args=[decision.result.evaluation_id, *more])


def now(decision):
    return Decision.objects.get(pk=decision.pk)


def done(decision, user, **more):
    edition = publish(decision.programme, more.pop("changed_because", ""))
    doing.move(decision, user, to=Move("done", edition))
    return now(decision)


# What was found


def test_conclusions_are_those_of_the_result_with_their_people(decision):
    rows = {one.key: one for one in reading.concluded(decision.result)}
    whole = found()
    assert rows["-"].n == whole.size.programme
    trust = next(one for one in whole.outcomes if one.key == "trust")
    way = trust.effect.of(trust.rests_on)
    assert rows["trust"].n == way.n_programme + way.n_comparison
    assert next(iter(rows)) == "-"


def test_a_result_of_another_version_has_no_conclusions(decision):
    decision.result.value = {"size": 3}
    decision.result.data_hash = "cd" * 32
    decision.result.save()
    assert reading.concluded(decision.result) == []


# Writing down and changing


def test_a_decision_is_written_down_because_of_a_conclusion(client, decision, user):
    day = timezone.localdate() + 30 * DAY
    sent = {
        "finding": "skill",
        "recommendation": "More role play.",
        "programme": decision.programme_id,
        "who": user.pk,
        "due": day.isoformat(),
    }
    answer = client.post(address("new_decision", decision), sent)
    made = Decision.objects.latest("pk")
    assert answer.url == address("decision", decision, made.pk)
    assert (made.finding, made.recommendation, made.who, made.due) == ("skill", "More role play.", user, day)
    assert (made.created_by, made.state, made.result) == (user, "open", decision.result)


def test_the_page_offers_conclusions_and_only_what_belongs(client, decision):
    stranger, other = make_member(), make_programme()
    page = client.get(address("new_decision", decision) + "?finding=skill").text
    assert 'value="skill"' in page
    assert page.count("checked") == 1
    assert str(stranger) not in page
    assert other.partner.name not in page


def test_without_a_result_the_page_says_what_comes_first(client, partner, user):
    whole = make_evaluation(partner, user)
    page = client.get(reverse("evaluation:new_decision", args=[whole.pk])).text
    assert "There is no result yet" in page
    assert "<textarea" not in page


@pytest.mark.parametrize("wanted", ["999", "2"])
def test_a_version_that_is_not_there_or_not_done_is_not_found(client, decision, wanted):
    make_result(decision.result.evaluation, 2, stage=Stage.FAILED, value=None, data_hash="")
    assert client.get(f"{address('new_decision', decision)}?result={wanted}").status_code == 404


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("who", lambda: {"who": make_member()}),
        ("programme", lambda: {"programme": make_programme()}),
        ("due", lambda: {"due": timezone.localdate() - DAY}),
        ("recommendation", lambda: {"recommendation": ""}),
    ],
)
def test_what_does_not_belong_is_refused(decision, user, field, facts):
    plan = Plan(**{"recommendation": "Another", **facts()})
    with pytest.raises(ValidationError) as refused:
        doing.decide(decision.result, user, finding="trust", plan=plan)
    assert field in refused.value.message_dict


def test_a_conclusion_that_is_not_there_is_refused(decision, user):
    with pytest.raises(ValidationError, match="not among those"):
        doing.decide(decision.result, user, finding="beauty", plan=Plan("Another"))


def test_nothing_is_decided_before_the_result_is_there(decision, user):
    waiting = make_result(decision.result.evaluation, 2, stage=Stage.RUNNING, value=None, data_hash="")
    with pytest.raises(ValidationError, match="Wait until"):
        doing.decide(waiting, user, finding="trust", plan=Plan("Another"))


def test_nothing_changes_in_the_example(decision, user):
    whole = decision.result.evaluation
    whole.is_example = True
    whole.save()
    decision = now(decision)
    with pytest.raises(ValidationError, match="example"):
        doing.decide(decision.result, user, finding="trust", plan=Plan("Another"))
    with pytest.raises(ValidationError, match="example"):
        doing.change(decision, user, plan=Plan("Another"), seen=decision.changed.isoformat())
    with pytest.raises(ValidationError, match="example"):
        doing.move(decision, user, to=Move("dropped", remark="No"))


def test_a_decision_can_be_changed(client, decision):
    page = client.get(address("change_decision", decision, decision.pk))
    seen = page.context["form"].initial["seen"]
    sent = {"recommendation": "Practise in threes.", "seen": seen}
    client.post(address("change_decision", decision, decision.pk), sent)
    assert now(decision).recommendation == "Practise in threes."
    assert now(decision).who is None


def test_what_somebody_else_wrote_meanwhile_is_not_lost(client, decision, user):
    seen = decision.changed.isoformat()
    doing.change(decision, user, plan=Plan("Theirs"), seen=seen)
    page = client.post(
        address("change_decision", decision, decision.pk), {"recommendation": "Mine", "seen": seen}
    )
    assert "Theirs" in page.text
    assert now(decision).recommendation == "Theirs"


def test_what_is_done_is_not_changed_any_more(decision, user):
    decision = done(decision, user)
    with pytest.raises(ValidationError, match="still to be done"):
        doing.change(decision, user, plan=Plan("Other"), seen=decision.changed.isoformat())


def test_who_has_left_the_partner_can_stay_in_a_decision(decision, user):
    leaving = make_member(decision.result.evaluation.partner)
    doing.change(decision, user, plan=Plan("As is", who=leaving), seen=decision.changed.isoformat())
    leaving.memberships.all().delete()
    decision = now(decision)
    doing.change(decision, user, plan=Plan("As it is", who=leaving), seen=decision.changed.isoformat())
    assert now(decision).who == leaving


# The way of a decision


def test_done_needs_the_version_in_which_it_was_done(client, decision):
    edition = publish(decision.programme)
    page = client.post(address("move_decision", decision, decision.pk, "done"), {"remark": ""})
    assert "This field is required" in page.text
    client.post(address("move_decision", decision, decision.pk, "done"), {"edition": edition.pk})
    assert (now(decision).state, now(decision).edition) == ("done", edition)


def test_a_version_from_before_the_result_cannot_follow_from_it(client, decision, user):
    edition = publish(decision.programme)
    decision.result.finished = timezone.now() + DAY
    decision.result.save()
    page = client.get(address("move_decision", decision, decision.pk, "done")).text
    assert "Publish one first" in page
    with pytest.raises(ValidationError, match="published after"):
        doing.move(decision, user, to=Move("done", edition))


def test_a_version_of_another_programme_is_refused(decision, user):
    other = publish(make_programme(decision.result.evaluation.partner, user))
    with pytest.raises(ValidationError, match="of this programme"):
        doing.move(decision, user, to=Move("done", other))


def test_where_no_programme_changes_done_needs_words(decision, user):
    doing.change(decision, user, plan=Plan("Ask later too"), seen=decision.changed.isoformat())
    with pytest.raises(ValidationError, match="what was done"):
        doing.move(decision, user, to=Move("done"))
    doing.move(decision, user, to=Move("done", remark="A wave in autumn was added."))
    assert now(decision).state == "done"


def test_verified_needs_a_later_result_and_words(client, decision, user):
    decision = done(decision, user)
    page = client.get(address("move_decision", decision, decision.pk, "verified")).text
    assert "There is no later result yet" in page
    later = make_result(decision.result.evaluation, 2)
    sent = {"verified_by": later.pk, "remark": ""}
    assert "required" in client.post(address("move_decision", decision, decision.pk, "verified"), sent).text
    sent["remark"] = "Trust grew."
    client.post(address("move_decision", decision, decision.pk, "verified"), sent)
    assert (now(decision).state, now(decision).verified_by, now(decision).remark) == (
        "verified",
        later,
        "Trust grew.",
    )


def test_a_result_of_a_later_pilot_in_another_evaluation_can_verify(decision, user, partner):
    decision = done(decision, user)
    later = make_result(make_evaluation(partner, user, title="Autumn"), 2)
    make_result(make_evaluation(), 3)
    assert list(queries.results_after(user, decision)) == [later]


def test_the_same_or_an_earlier_result_verifies_nothing(decision, user):
    decision = done(decision, user)
    with pytest.raises(ValidationError, match="later result"):
        doing.move(decision, user, to=Move("verified", verified_by=decision.result, remark="Yes"))


def test_dropping_needs_a_reason(client, decision, user):
    page = client.post(address("move_decision", decision, decision.pk, "dropped"), {"remark": " "})
    assert "required" in page.text
    with pytest.raises(ValidationError, match="why it is not done"):
        doing.move(decision, user, to=Move("dropped"))
    client.post(address("move_decision", decision, decision.pk, "dropped"), {"remark": "No money."})
    assert (now(decision).state, now(decision).remark) == ("dropped", "No money.")


@pytest.mark.parametrize("state", DecisionState.values)
def test_only_moves_of_the_table_are_possible(decision, user, state):
    if not decision.may_become(state):
        with pytest.raises(ValidationError, match="cannot become"):
            doing.move(decision, user, to=Move(state, remark="x"))
    with pytest.raises(ValidationError, match="cannot become"):
        doing.move(decision, user, to=Move("beautiful"))


def test_taking_it_up_again_forgets_where_it_was_done(decision, user):
    decision = done(decision, user)
    doing.move(decision, user, to=Move("open"))
    assert (now(decision).state, now(decision).edition) == ("open", None)


def test_a_move_that_came_too_late_goes_back_to_the_decision(client, decision):
    answer = client.get(address("move_decision", decision, decision.pk, "verified"), follow=True)
    assert "changed this decision meanwhile" in answer.text
    assert client.get(address("move_decision", decision, decision.pk, "lovely")).status_code == 404


# Reading


def test_the_page_shows_the_whole_chain(client, decision, user):
    decision = done(decision, user)
    later = make_result(decision.result.evaluation, 2)
    doing.move(decision, user, to=Move("verified", verified_by=later, remark="It held."))
    page = client.get(address("decision", decision, decision.pk)).text
    conclusion = reading.conclusion_of(decision.result, "trust")
    assert conclusion.sentence.split("%")[0][:40] in page
    assert f"{conclusion.n} people" in page
    assert "Practise listening in pairs." in page
    assert reverse("training:edition", args=[decision.programme_id, decision.edition.number]) in page
    assert reverse("evaluation:result", args=[decision.result.evaluation_id, 2]) in page
    assert "It held." in page


def test_the_list_begins_with_what_is_overdue(client, decision, partner, user):
    result = decision.result
    make_decided(partner, user, result=result, programme=decision.programme, recommendation="Dropped one",
                 state="dropped", remark="No")  # fmt: skip
    late = make_decided(partner, user, result=result, programme=decision.programme, recommendation="Late one",
                        due=timezone.localdate() - DAY)  # fmt: skip
    page = client.get(address("decisions", decision))
    assert [one.recommendation for one in page.context["page"]] == [
        "Late one",
        "Practise listening in pairs.",
        "Dropped one",
    ]
    assert "1 decision is overdue." in page.text
    only = client.get(address("decisions", decision) + "?state=overdue")
    assert list(only.context["page"]) == [late]
    counts = queries.counts_of(Decision.objects.all(), timezone.localdate())
    assert counts == {"open": 2, "done": 0, "verified": 0, "dropped": 1, "overdue": 1, "all": 3}


def test_the_list_is_searched_without_accents_and_paged(client, decision, partner, user):
    for number in range(60):
        make_decided(partner, user, result=decision.result, programme=decision.programme,
                     recommendation=f"Ąžuolas {number}")  # fmt: skip
    page = client.get(address("decisions", decision) + "?q=azuolas")
    assert page.context["page"].paginator.count == 60
    assert len(page.context["page"]) == 50
    assert "q=azuolas&amp;page=2" in page.text
    assert "Nothing found" in client.get(address("decisions", decision) + "?q=nowhere").text


def test_an_empty_list_teaches_what_a_decision_is(client, partner, user):
    whole = make_evaluation(partner, user)
    page = client.get(reverse("evaluation:decisions", args=[whole.pk])).text
    assert "A decision begins with a conclusion of a result" in page
    assert "As CSV" not in page


def test_all_decisions_are_those_of_evaluations_that_one_may_see(client, decision):
    make_decided(recommendation="Hidden from others")
    page = client.get(reverse("evaluation:all_decisions"))
    assert list(page.context["page"]) == [decision]
    assert decision.result.evaluation.title in page.text


def test_all_decisions_of_who_sees_none_teach(client):
    client.force_login(make_member())
    assert "Nothing is decided yet" in client.get(reverse("evaluation:all_decisions")).text


def test_the_list_as_csv_holds_the_chain(client, decision):
    answer = client.get(address("export_decisions", decision))
    row = next(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert row["recommendation"] == "Practise listening in pairs."
    assert row["people"] == str(reading.conclusion_of(decision.result, "trust").n)
    assert (row["version"], row["overdue"], row["state"]) == ("1", "0", "To be done")


def test_what_is_overdue_and_mine_is_known_for_reminders(decision, partner, user):
    today = timezone.localdate()
    assert list(queries.overdue_of(user, today)) == []
    Decision.objects.update(due=today - DAY)
    late = queries.overdue_of(user, today).get()
    assert (late, late.count) == (decision.result.evaluation, 1)
    assert list(queries.mine(user)) == [decision]
    assert list(queries.mine(make_member(partner))) == []
    assert list(queries.overdue_of(make_member(), today)) == []


def test_other_people_of_the_network_look_but_do_not_decide(client, decision):
    client.force_login(make_member(role="coordinator"))
    assert "What comes next" not in client.get(address("decision", decision, decision.pk)).text
    assert client.get(address("new_decision", decision)).status_code == 403
