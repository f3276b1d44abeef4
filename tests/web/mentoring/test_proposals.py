"""Proposals: made when a matching is confirmed, answered on the own pages, over when nobody answers."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from tests.web.mentoring.making import DAY, join, make_matching, make_round, propose

from mentorway.web.core.wording import kept
from mentorway.web.mentoring.actions import proposals
from mentorway.web.mentoring.models import (
    Answer,
    Ending,
    KeptApart,
    MatchingState,
    Person,
    Place,
    Relation,
    RelationState,
    RoundState,
    Side,
    Way,
)
from mentorway.web.mentoring.queries.relations import places_of, with_open_enquiries
from mentorway.wording import Message

pytestmark = pytest.mark.django_db
NEUTRAL = "A pair that we suggested to you"


@pytest.fixture
def whole():
    return make_round()


@pytest.fixture
def mentee(whole):
    return join(whole, name="Aino Ek")


@pytest.fixture
def mentor(whole):
    return join(whole, Side.MENTOR, name="Bo Berg")


def letters():
    mail.outbox.clear()
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    return {one.to[0]: one.body for one in mail.outbox}


def place(relation, person):
    return Place.objects.select_related("relation__round", "person").get(relation=relation, person=person)


def again(relation):
    return Relation.objects.get(pk=relation.pk)


def refused(matching):
    """Return why confirming is refused; nothing has changed then."""
    with pytest.raises(ValidationError) as refusal:
        proposals.confirm(matching, matching.round.created_by)
    matching.refresh_from_db()
    assert (matching.state, Relation.objects.count()) == (MatchingState.DRAFT, 0)
    return refusal.value.messages


def test_confirming_makes_relations_and_tells_both(whole, mentee, mentor, django_capture_on_commit_callbacks):
    matching = make_matching(whole, [(mentee, mentor)])
    reason = kept(Message("Both want: %(topics)s.", {"topics": "writing"}))
    matching.found["pairs"][0]["reasons"] = [reason]
    matching.save()
    with django_capture_on_commit_callbacks(execute=True):
        [made] = proposals.confirm(matching, whole.created_by)
    assert (made.state, made.matching, matching.state) == ("proposed", matching, "confirmed")
    assert matching.confirmed_by == whole.created_by
    assert made.answer_until - made.proposed == 7 * DAY
    assert [(one.person, one.score, one.why) for one in made.places.all()] == [
        (mentor, 700, {"reasons": [reason]}),
        (mentee, 700, {"reasons": [reason]}),
    ]
    sent = letters()
    assert set(sent) == {mentee.email, mentor.email}
    assert "Bo Berg" in sent[mentee.email]
    assert mentee.link in sent[mentee.email]
    assert mentor.email not in sent[mentee.email]


def test_who_has_no_address_gets_no_letter(whole, mentor, django_capture_on_commit_callbacks):
    mentee = join(whole, email="")
    with django_capture_on_commit_callbacks(execute=True):
        proposals.confirm(make_matching(whole, [(mentee, mentor)]), whole.created_by)
    assert set(letters()) == {mentor.email}


def test_a_matching_is_confirmed_once(whole, mentee, mentor):
    matching = make_matching(whole, [(mentee, mentor)])
    proposals.confirm(matching, whole.created_by)
    with pytest.raises(ValidationError, match="Only a draft can be confirmed"):
        proposals.confirm(matching, whole.created_by)
    assert Relation.objects.count() == 1


def test_groups_are_one_relation_with_one_mentor(whole):
    mentor = join(whole, Side.MENTOR, seats=2)
    mentees = [join(whole, name="Aino"), join(whole, name="Dovilė")]
    matching = make_matching(whole, [(one, mentor) for one in mentees], way=Way.GROUPS)
    [made] = proposals.confirm(matching, whole.created_by)
    assert [one.person for one in made.places.all()] == [mentor, *mentees]


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"left": timezone.now()}, "Aino Ek has left the mentoring round."),
        ({"profiled": None}, "The profile of Aino Ek is not complete."),
        ({"is_away": True}, "Aino Ek is not available for new pairs now."),
        (
            {"manager_email": "BO@example.org"},
            "One of Aino Ek and Bo Berg is the line manager of the other.",
        ),
        ({"email": "bo@example.org"}, "Aino Ek cannot be their own mentor."),
    ],
)
def test_who_cannot_be_proposed_is_named(whole, facts, text):
    mentor = join(whole, Side.MENTOR, name="Bo Berg", email="bo@example.org")
    mentee = join(whole, name="Aino Ek", **facts)
    assert refused(make_matching(whole, [(mentee, mentor)])) == [text]


def test_the_mentors_line_manager_is_no_mentee(whole, mentee):
    mentor = join(whole, Side.MENTOR, name="Bo Berg", manager_email=mentee.email)
    text = "One of Aino Ek and Bo Berg is the line manager of the other."
    assert refused(make_matching(whole, [(mentee, mentor)])) == [text]


def test_who_is_further_up_at_work_is_no_mentor_either(whole, mentee):
    """By way of somebody who takes part, as for matching; the other side counts too."""
    boss, bo = join(whole, name="Cia", email="cia@example.org"), join(whole, Side.MENTOR, name="Bo Berg")
    mentee.manager_email = "CIA@example.org"
    mentee.save()
    boss.manager_email = bo.email
    boss.save()
    text = "One of Aino Ek and Bo Berg is above the other at work."
    assert refused(make_matching(whole, [(mentee, bo)])) == [text]
    Person.objects.filter(pk__in=[mentee.pk, boss.pk]).update(manager_email="")
    Person.objects.filter(pk=bo.pk).update(manager_email=boss.email)
    Person.objects.filter(pk=boss.pk).update(manager_email=mentee.email)
    assert refused(make_matching(whole, [(mentee, bo)])) == [text]


def test_a_circle_of_managers_ends(whole, mentee, mentor):
    Person.objects.filter(pk=mentee.pk).update(manager_email="x@example.org")
    join(whole, name="X", email="x@example.org", manager_email="y@example.org")
    join(whole, name="Y", email="y@example.org", manager_email="x@example.org")
    assert len(proposals.confirm(make_matching(whole, [(mentee, mentor)]), whole.created_by)) == 1


def test_two_people_do_not_mentor_each_other(whole, mentee, mentor):
    other_aino = join(whole, Side.MENTOR, name=mentee.name, email=mentee.email)
    other_bo = join(whole, name=mentor.name, email=mentor.email)
    both = make_matching(whole, [(mentee, mentor), (other_bo, other_aino)])
    [text] = refused(both)
    assert text.endswith("would be each other's mentor.")
    propose(whole, other_aino, other_bo)
    with pytest.raises(ValidationError, match="Aino Ek and Bo Berg would be each other's mentor"):
        proposals.confirm(make_matching(whole, [(mentee, mentor)]), whole.created_by)
    assert Relation.objects.count() == 1


def test_people_who_came_back_can_be_proposed(whole, mentor):
    mentee = join(whole, is_away=True, away_until=timezone.now().date() - 2 * DAY)
    assert len(proposals.confirm(make_matching(whole, [(mentee, mentor)]), whole.created_by)) == 1


def test_people_to_keep_apart_are_kept_apart_on_both_sides(whole, mentee, mentor):
    other_side = join(whole, Side.MENTOR, email=mentee.email)
    bo = join(whole, Side.MENTEE, name="Bo as mentee", email=mentor.email)
    KeptApart.objects.create(round=whole, mentee=bo, mentor=other_side)
    assert refused(make_matching(whole, [(mentee, mentor)])) == ["Aino Ek and Bo Berg are to be kept apart."]


def test_seats_are_counted_with_what_is_open(whole, mentee, mentor):
    other = join(whole, name="Eeva")
    pairs = [(mentee, mentor), (other, mentor)]
    text = "Bo Berg has 1 free seat, and this matching needs 2."
    assert refused(make_matching(whole, pairs)) == [text]


def test_a_mentee_has_one_proposal_at_a_time(whole, mentee, mentor):
    propose(whole, join(whole, Side.MENTOR), mentee)
    with pytest.raises(ValidationError, match="Aino Ek has a mentor, or a proposal, already"):
        proposals.confirm(make_matching(whole, [(mentee, mentor)]), whole.created_by)
    assert Relation.objects.count() == 1


def test_a_mentee_is_once_in_a_matching(whole, mentee, mentor):
    pairs = [(mentee, mentor), (mentee, join(whole, Side.MENTOR))]
    assert refused(make_matching(whole, pairs)) == ["Aino Ek has more than one mentor in this matching."]


def test_an_empty_matching_and_deleted_people_are_refused(whole, mentee, mentor):
    assert refused(make_matching(whole)) == ["There is no pair in this matching."]
    matching = make_matching(whole, [(mentee, mentor)])
    mentee.delete()
    assert refused(matching) == ["Somebody of this matching is not in the mentoring round any more."]


@pytest.mark.parametrize("state", [RoundState.FINISHED, RoundState.CANCELLED])
def test_a_round_that_is_over_makes_no_proposals(whole, mentee, mentor, state):
    whole.state = state
    whole.save()
    [text] = refused(make_matching(whole, [(mentee, mentor)]))
    assert text == "The mentoring round is over, so that nobody gets proposals any more."


def test_the_example_stays_as_it_is():
    whole = make_round(is_example=True)
    matching = make_matching(whole, [(join(whole), join(whole, Side.MENTOR))])
    assert refused(matching) == ["This is an example: nothing can be changed here."]


def test_a_pair_comes_about_when_all_accept(whole, mentee, mentor, django_capture_on_commit_callbacks):
    relation = propose(whole, mentor, mentee)
    with django_capture_on_commit_callbacks(execute=True):
        proposals.answer(place(relation, mentee), accepts=True)
    assert (again(relation).state, letters()) == (RelationState.PROPOSED, {})
    with django_capture_on_commit_callbacks(execute=True):
        proposals.answer(place(relation, mentor), accepts=True)
    row = again(relation)
    assert (row.state, row.ends_on, row.began is None) == (RelationState.ACTIVE, whole.ends_on, False)
    sent = letters()
    assert mentor.email in sent[mentee.email]
    assert mentee.email in sent[mentor.email]


def test_answering_again_changes_nothing(whole, mentee, mentor, django_capture_on_commit_callbacks):
    relation = propose(whole, mentor, mentee)
    stale = place(relation, mentee)
    proposals.answer(place(relation, mentee), accepts=True)
    proposals.answer(place(relation, mentor), accepts=True)
    with django_capture_on_commit_callbacks(execute=True):
        proposals.answer(stale, accepts=True)
    assert letters() == {}
    with pytest.raises(ValidationError, match="All have accepted already"):
        proposals.answer(stale, accepts=False)
    assert again(relation).state == RelationState.ACTIVE


@pytest.mark.parametrize("side", [Side.MENTEE, Side.MENTOR])
def test_a_decline_is_told_neither_by_whom_nor_why(
    whole, mentee, mentor, side, django_capture_on_commit_callbacks
):
    relation = propose(whole, mentor, mentee)
    who, other = (mentee, mentor) if side == Side.MENTEE else (mentor, mentee)
    with django_capture_on_commit_callbacks(execute=True):
        proposals.answer(place(relation, who), accepts=False)
    assert again(relation).state == RelationState.DECLINED
    assert {one.is_open for one in relation.places.all()} == {False}
    sent = letters()
    assert set(sent) == {other.email}
    assert NEUTRAL in sent[other.email]
    assert who.name not in sent[other.email]
    with pytest.raises(ValidationError, match="not open any more"):
        proposals.answer(place(relation, other), accepts=True)


def test_who_accepted_may_still_decline_before_the_other_answers(whole, mentee, mentor):
    relation = propose(whole, mentor, mentee)
    proposals.answer(place(relation, mentee), accepts=True)
    proposals.answer(place(relation, mentee), accepts=False)
    assert again(relation).state == RelationState.DECLINED


def test_a_seat_is_given_once_when_two_proposals_are_accepted_at_the_same_time(whole, mentor):
    mentees = [join(whole, name="Aino"), join(whole, name="Dovilė")]
    relations = [propose(whole, mentor, one) for one in mentees]
    stale = [place(one, mentor) for one in relations]
    for relation, one in zip(relations, mentees, strict=True):
        proposals.answer(place(relation, one), accepts=True)
    proposals.answer(stale[0], accepts=True)
    with pytest.raises(ValidationError, match="cannot come about any more"):
        proposals.answer(stale[1], accepts=True)
    assert [again(one).state for one in relations] == [RelationState.ACTIVE, RelationState.PROPOSED]
    assert place(relations[1], mentor).answer == Answer.OPEN


def test_a_group_goes_on_without_a_mentee_who_declines(whole):
    mentor = join(whole, Side.MENTOR, seats=2)
    stays, goes = join(whole, name="Aino"), join(whole, name="Dovilė")
    relation = propose(whole, mentor, stays, goes)
    for one in (mentor, stays):
        proposals.answer(place(relation, one), accepts=True)
    proposals.answer(place(relation, goes), accepts=False)
    assert again(relation).state == RelationState.ACTIVE
    assert {one.person for one in relation.places.filter(is_open=True)} == {mentor, stays}


def test_nobody_answers_after_the_time(whole, mentee, mentor):
    relation = propose(whole, mentor, mentee, answer_until=timezone.now() - DAY)
    with pytest.raises(ValidationError, match="not open any more"):
        proposals.answer(place(relation, mentee), accepts=True)


def test_people_are_reminded_once_by_day_and_proposals_end(
    whole, mentee, mentor, django_capture_on_commit_callbacks
):
    noon = dt.datetime(2026, 5, 12, 9, tzinfo=dt.UTC)
    relation = propose(whole, mentor, mentee, proposed=noon - 5 * DAY, answer_until=noon + 2 * DAY)
    relation.places.filter(person=mentor).update(answer=Answer.ACCEPTED)
    told = []
    for moment in (
        noon - 3 * DAY,
        noon - dt.timedelta(hours=12),
        noon,
        noon + DAY,
        noon + 3 * DAY,
        noon + 4 * DAY,
    ):
        with django_capture_on_commit_callbacks(execute=True):
            proposals.do_due_work(moment)
        told.append(letters())
    assert [set(one) for one in told] == [
        set(),
        set(),
        {mentee.email},
        set(),
        {mentee.email, mentor.email},
        set(),
    ]
    assert {NEUTRAL in text for text in told[4].values()} == {True}
    assert again(relation).state == RelationState.DECLINED


def test_a_person_who_leaves_is_taken_out_of_everything(whole, mentee, django_capture_on_commit_callbacks):
    mentor = join(whole, Side.MENTOR, name="Bo Berg", seats=2)
    other = join(whole, name="Eeva")
    at_work = propose(whole, mentor, mentee, state=RelationState.ACTIVE, began=timezone.now())
    proposed = propose(whole, mentor, other)
    with django_capture_on_commit_callbacks(execute=True):
        proposals.withdraw_person(mentor)
    ended = again(at_work)
    assert (ended.state, ended.ending) == (RelationState.ENDED, Ending.NO_FAULT)
    assert again(proposed).state == RelationState.DECLINED
    assert not Place.objects.filter(is_open=True).exists()
    sent = letters()
    assert set(sent) == {mentee.email, other.email}
    assert mentor.name not in sent[mentee.email]


def test_questions_wait_until_somebody_replies_once(
    whole, mentee, mentor, django_capture_on_commit_callbacks
):
    relation = propose(whole, mentor, mentee)
    user = whole.created_by
    assert list(with_open_enquiries(user)) == []
    enquiry = proposals.ask(place(relation, mentee), "Does she speak Lithuanian?")
    assert [(one, one.count) for one in with_open_enquiries(user)] == [(whole, 1)]
    with django_capture_on_commit_callbacks(execute=True):
        proposals.reply(enquiry, user, text="Yes, fluently.")
    assert list(with_open_enquiries(user)) == []
    sent = letters()
    assert set(sent) == {mentee.email}
    assert "Yes, fluently." in sent[mentee.email]
    with pytest.raises(ValidationError, match="replied meanwhile"):
        proposals.reply(enquiry, user, text="No.")


def test_places_come_open_ones_first(whole, mentee, mentor):
    now = timezone.now()
    closed = propose(whole, mentor, mentee, proposed=now)
    proposals.answer(place(closed, mentee), accepts=False)
    opened = propose(whole, mentor, mentee, proposed=now - DAY)
    assert [one.relation for one in places_of(mentee)] == [opened, closed]
