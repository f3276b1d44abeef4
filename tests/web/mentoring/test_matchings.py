"""Matchings are computed, kept, refused with what to give up, and stopped."""

import contextlib
import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.web.mentoring.making import make_matching, propose
from tests.web.mentoring.matching_making import LANGUAGES, SHARED, matchable, mentee, mentor

from mentorway.web.core.wording import said
from mentorway.web.mentoring import tasks
from mentorway.web.mentoring.actions import matchings as doing
from mentorway.web.mentoring.actions import proposals, relations
from mentorway.web.mentoring.actions.matchings import Wish
from mentorway.web.mentoring.analysis import results
from mentorway.web.mentoring.models import (
    AgeGroup,
    FairnessFacts,
    Gender,
    Matching,
    MatchingState,
    Relation,
    RoundState,
    Way,
)

pytestmark = pytest.mark.django_db
ALL_WAYS = [Way.TOTAL, Way.FLOOR, Way.LEXIMIN, Way.STABLE]


@pytest.fixture
def whole():
    return matchable()


@pytest.fixture
def four(whole):
    """Two mentees and two mentors: the second mentee shares more with the second mentor."""
    mentees = mentee(whole), mentee(whole, "Cia", ["en", "fi"])
    return mentees, (mentor(whole), mentor(whole, "Di", ["en", "fi"]))


def pairs(matching):
    return {(one["mentee"], one["mentor"]) for one in matching.found["pairs"]}


def compute(whole, **more):
    return doing.compute(whole, whole.created_by, Wish(**more))


@pytest.mark.parametrize("way", ALL_WAYS)
def test_each_way_finds_the_pairs_that_fit(whole, four, way):
    mentees, mentors = four
    found = compute(whole, way=way)
    assert (found.state, found.number, found.way, found.done) == (MatchingState.DRAFT, 1, way, 100)
    assert pairs(found) == {(one.pk, other.pk) for one, other in zip(mentees, mentors, strict=True)}
    assert found.found["figures"]["mean"] == 1000.0
    assert found.library_version.startswith("mentorway ")


def test_the_same_seed_gives_the_same_matching(whole, four):
    first, second = compute(whole, seed=5), compute(whole, seed=5)
    assert (first.found, first.people_hash) == (second.found, second.people_hash)
    assert (first.number, second.number) == (1, 2)


def test_a_pair_has_its_reasons_terms_ranks_and_the_next_best(whole, four):
    (one, _), (first, second) = four
    found = next(each for each in compute(whole).found["pairs"] if each["mentee"] == one.pk)
    assert [said(each) for each in found["reasons"]] == [
        "Languages: they have in common: English, Lithuanian.",
        "Time: they share at least 2.0 hours a week.",
    ]
    assert found["terms"] == [{"key": "languages", "value": 1000}, {"key": "hours", "value": 1000}]
    assert (found["rank"], found["coverage"], found["locked"]) == ([1, 2, 1, 2], 1.0, False)
    assert found["next"]["mentor"] == {"person": second.pk, "score": 667}
    assert first.pk == found["mentor"]


def test_a_pair_to_keep_is_kept_and_a_pair_taken_out_is_not_made(whole, four):
    (one, other), (first, second) = four
    kept = compute(whole, keep=((one.pk, second.pk),))
    assert pairs(kept) == {(one.pk, second.pk), (other.pk, first.pk)}
    assert [each["locked"] for each in kept.found["pairs"]] == [True, False]
    without = compute(whole, out=((one.pk, first.pk),))
    assert pairs(without) == {(one.pk, second.pk), (other.pk, first.pk)}
    assert without.asked["out"] == [[one.pk, first.pk]]


def test_who_has_no_mentor_learns_why_and_which_rule_alone_would_help(whole):
    alone = mentee(whole, "Eva", ["sv"])
    mentor(whole)
    found = compute(whole)
    assert (found.state, found.found["pairs"]) == (MatchingState.DRAFT, [])
    one = results.without_of(found, alone.pk, results.names_in(found))
    assert one.why[0] == "The rules allow no mentor for Eva. Mentors without a language in common: 1."
    assert one.relax == ["Give up the rule that the two share a language."]


def test_a_mentor_whom_nobody_may_have_is_named_too(whole):
    mentee(whole, "Eva", ["sv"])
    free = mentor(whole)
    found = compute(whole)
    assert results.without_of(found, free.pk, {free.pk: "Bo"}).why == [
        "The rules allow no mentee for this mentor."
    ]


def test_what_cannot_hold_together_says_what_to_give_up(whole):
    one, other = mentee(whole, "Eva", ["sv"]), mentor(whole)
    mentee(whole)
    found = compute(whole, keep=((one.pk, other.pk),))
    why, relax = results.trouble_of(found, results.names_in(found))
    assert found.state == MatchingState.FAILED
    assert why == ["What is asked for cannot all hold together."]
    assert relax == ["Give up the rule that the two share a language."]


def test_two_kept_pairs_of_one_seat_say_which_to_give_up(whole, four):
    (one, other), (first, _) = four
    found = compute(whole, keep=((one.pk, first.pk), (other.pk, first.pk)))
    _why, relax = results.trouble_of(found, results.names_in(found))
    assert (found.state, relax) == (MatchingState.FAILED, ["Give up keeping Aino with Bo."])


def test_a_kept_pair_of_somebody_who_is_taken_is_refused_by_name(whole, four):
    (one, _), (first, second) = four
    propose(whole, second, one)
    found = compute(whole, keep=((one.pk, first.pk),))
    why, _relax = results.trouble_of(found, results.names_in(found))
    assert why == ["Aino is in a pair that is to be kept, and cannot be matched now."]


def test_without_people_or_criteria_it_is_said_why(whole):
    nobody = compute(whole)
    assert results.trouble_of(nobody, {})[0] == ["There is no mentee who can be matched now."]
    mentee(whole)
    assert results.trouble_of(compute(whole), {})[0] == ["There is no mentor with a free seat now."]
    with pytest.raises(ValidationError, match="At least one criterion needs a weight above 0"):
        doing.begin(matchable(criteria=[]), whole.created_by, Wish())


def test_an_example_can_be_computed(four, whole):
    whole.is_example = True
    whole.save()
    assert doing.compute(whole, None, Wish(Way.TOTAL, 7)).state == MatchingState.DRAFT


def test_it_becomes_outdated_when_somebody_comes_or_what_counts_changes(whole, four):
    found = compute(whole)
    assert (results.is_outdated(found), results.counts_differ(found)) == (False, False)
    mentee(whole, "New")
    whole.criteria = [LANGUAGES]
    assert (results.is_outdated(found), results.counts_differ(found)) == (True, True)


def test_nothing_that_is_kept_names_a_person(whole, four):
    mentee(whole, "Somebody Else", ["sv"])
    found = compute(whole)
    assert [name for name in ("Aino", "Somebody", "@example.org") if name in str(found.found)] == []


def test_a_confirmed_matching_makes_proposals(whole, four):
    made = proposals.confirm(compute(whole), whole.created_by)
    assert (len(made), Relation.objects.count()) == (2, 2)


def test_groups_are_looked_at_only_with_consent_and_small_ones_are_hidden(whole):
    people = [mentee(whole, f"M{number}") for number in range(16)]
    for _ in range(12):
        mentor(whole)
    for place, one in enumerate(people[:14]):
        gender = Gender.WOMAN if place < 6 else Gender.MAN if place < 13 else Gender.OTHER
        FairnessFacts.objects.create(
            person=one, gender=gender, age_group=AgeGroup.UNDER_30 if place < 2 else ""
        )
    found = compute(whole, way=Way.TOTAL)
    genders = next(one for one in results.groups_of(found, {}) if one.title == "By gender")
    assert [(one.name, one.mentees) for one in genders.rows] == [("Man", 7)]
    assert genders.message == "2 groups are not shown, so that nobody can be recognised."
    ages = next(one for one in results.groups_of(found, {}) if one.title == "By age")
    assert ages.rows == []


def test_large_ones_are_left_to_a_worker(whole, four, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(doing, "AT_ONCE", 3)
    asked = []
    monkeypatch.setattr(tasks.compute.__class__, "enqueue", lambda _task, pk: asked.append(pk))
    with django_capture_on_commit_callbacks(execute=True):
        found = compute(whole)
    assert (found.state, asked) == (MatchingState.COMPUTING, [found.pk])
    tasks.compute.func(found.pk)
    assert Matching.objects.get(pk=found.pk).state == MatchingState.DRAFT


def test_what_was_stopped_stays_stopped(whole, four):
    waiting = make_matching(whole, state=MatchingState.COMPUTING, found={})
    doing.stop(waiting)
    tasks.work(waiting.pk)
    assert Matching.objects.get(pk=waiting.pk).state == MatchingState.STOPPED
    done = compute(whole)
    doing.stop(done)
    assert Matching.objects.get(pk=done.pk).state == MatchingState.DRAFT


def test_stopping_in_the_middle_keeps_nothing(whole, four, monkeypatch):
    def stopped(_laid, *_args):
        doing.stop(Matching.objects.get())
        _args[-1](50)

    monkeypatch.setattr(tasks.computing, "computed", stopped)
    found = compute(whole)
    assert (found.state, found.found) == (MatchingState.STOPPED, {})


def test_one_is_computed_at_a_time_and_a_silent_one_is_given_up(whole, four):
    waiting = make_matching(whole, state=MatchingState.COMPUTING, found={})
    with pytest.raises(ValidationError, match="is being computed"):
        doing.begin(whole, whole.created_by, Wish())
    Matching.objects.filter(pk=waiting.pk).update(at=timezone.now() - dt.timedelta(hours=2))
    assert doing.begin(whole, whole.created_by, Wish()).number == 2
    assert Matching.objects.get(pk=waiting.pk).state == MatchingState.FAILED


def test_one_is_computed_at_a_time_also_when_two_ask_at_once(whole, four, monkeypatch):
    refused = []

    def ask_again(pk):
        with pytest.raises(ValidationError, match="is being computed"):
            doing.begin(whole, whole.created_by, Wish())
        refused.append(pk)

    monkeypatch.setattr(tasks, "work", ask_again)
    found = doing.begin(whole, whole.created_by, Wish())
    assert (refused, Matching.objects.count()) == ([found.pk], 1)


def test_looking_and_writing_down_happen_while_the_round_is_held(whole, four, monkeypatch):
    held = []

    @contextlib.contextmanager
    def holding(row):
        with relations.holding(row) as found:
            held.append(found.matchings.count())
            yield found
            held.append(found.matchings.count())

    monkeypatch.setattr(doing, "holding", holding)
    doing.begin(whole, whole.created_by, Wish())
    assert held == [0, 1]


def test_nobody_lets_the_example_be_computed_again(whole, four):
    whole.is_example = True
    whole.save()
    with pytest.raises(ValidationError, match="This is an example"):
        doing.begin(whole, whole.created_by, Wish())
    assert not Matching.objects.exists()


@pytest.mark.parametrize("state", [MatchingState.DRAFT, MatchingState.FAILED, MatchingState.STOPPED])
def test_what_nothing_came_of_is_deleted(whole, state):
    doing.delete(make_matching(whole, state=state))
    assert not Matching.objects.exists()


@pytest.mark.parametrize(
    ("state", "words"),
    [(MatchingState.CONFIRMED, "is confirmed"), (MatchingState.COMPUTING, "Stop it first")],
)
def test_a_confirmed_one_and_one_being_computed_stay(whole, state, words):
    row = make_matching(whole, state=MatchingState.DRAFT)
    Matching.objects.filter(pk=row.pk).update(state=state)  # meanwhile
    with pytest.raises(ValidationError, match=words):
        doing.delete(row)
    assert Matching.objects.count() == 1


def test_deleting_twice_is_deleting_once_and_the_example_stays(whole):
    row = make_matching(whole)
    doing.delete(row)
    doing.delete(Matching(pk=row.pk or 1, round=whole))
    kept = make_matching(whole)
    whole.is_example = True
    whole.save()
    with pytest.raises(ValidationError, match="This is an example"):
        doing.delete(kept)


def test_a_number_that_another_matching_speaks_of_is_not_given_again(whole, four):
    (one, _), (first, _) = four
    make_matching(whole, number=1, asked={"stay": {"from": 2, "bonus": 1, "pairs": [[one.pk, first.pk]]}})
    assert compute(whole).number == 3


def test_who_mentors_somebody_in_the_round_is_not_mentored_by_them(whole):
    """Aino mentors Bo already; Bo would be the only mentor for Aino."""
    aino = {"email": "aino@example.org"}
    bo = {"email": "bo@example.org"}
    propose(whole, mentor(whole, "Aino", **aino), mentee(whole, "Bo", **bo))
    mentee(whole, "Aino", **aino)
    mentor(whole, "Bo", **bo)
    assert pairs(compute(whole)) == set()


def test_two_who_would_mentor_each_other_are_named_in_the_draft(whole):
    people = [(f"{name}@example.org", name) for name in ("aino", "bo")]
    mentees = [mentee(whole, name, email=email) for email, name in people]
    mentors = [mentor(whole, name, email=email) for email, name in people]
    found = compute(whole)
    assert pairs(found) == {(mentees[0].pk, mentors[1].pk), (mentees[1].pk, mentors[0].pk)}
    [text] = results.both_ways(found, results.names_in(found))
    assert text.startswith("aino and bo would be each other's mentor.")
    found.state = MatchingState.CONFIRMED
    assert results.both_ways(found, {}) == []


def test_a_round_that_is_over_is_not_matched(four, whole):
    whole.state = RoundState.FINISHED
    whole.save()
    with pytest.raises(ValidationError, match="is over"):
        doing.begin(whole, whole.created_by, Wish())


def test_contradictions_are_refused_before(four, whole):
    (one, other), (first, second) = four
    for wish, words in (
        (Wish(keep=((one.pk, first.pk),), out=((one.pk, first.pk),)), "kept and taken out"),
        (Wish(keep=((one.pk, first.pk), (one.pk, second.pk))), "with one mentor only"),
    ):
        with pytest.raises(ValidationError, match=words):
            doing.begin(whole, whole.created_by, wish)
    assert (other.pk > one.pk, Matching.objects.count()) == (True, 0)


def test_wishes_of_one_side_count_for_blocking_pairs(four):
    whole = four[0][0].round
    mine = {**LANGUAGES, "serves": "mentee"}
    theirs = {**LANGUAGES, "key": "other", "serves": "mentor"}
    whole.criteria, whole.rules = [mine, theirs], [SHARED]
    whole.save()
    assert compute(whole, way=Way.STABLE).found["figures"]["blocking"] == 0


def test_very_many_pairs_are_thinned_out_first(whole, four, monkeypatch):
    monkeypatch.setattr(tasks.computing, "MOST_ARCS", 3)
    for way in (Way.TOTAL, Way.FLOOR):
        found = compute(whole, way=way)
        assert (len(found.found["pairs"]), found.found["proof"]["few"]) == (2, True)
