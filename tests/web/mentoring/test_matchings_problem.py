"""People and decisions of a round become those of the library, and stay without names."""

import pytest
from tests.web.mentoring.making import join, make_round, propose
from tests.web.mentoring.matching_making import HOURS, LANGUAGES, MORNINGS, matchable, mentee, mentor
from tests.web.study import asking
from tests.web.study.filling_making import make_version

from mentorway.matching.profiles import RuleKind
from mentorway.web.mentoring.analysis.problem import Asked, fingerprint, laid, present_in, told
from mentorway.web.mentoring.models import KeptApart, Side
from mentorway.wording import Message

pytestmark = pytest.mark.django_db


def lay(whole, **more):
    return laid(present_in(whole), Asked(whole.criteria, whole.rules, **more))


def allowed(whole, **more):
    found = lay(whole, **more)
    return found.fitting.allowed(0, len(found.fitting.mentees)).tolist()


def test_the_same_address_on_both_sides_is_one_person():
    whole = matchable()
    mentee(whole, email="Same@Example.org")
    mentor(whole, email="same@example.org")
    found = lay(whole)
    assert found.fitting.mentees[0].id == found.fitting.mentors[0].id
    assert allowed(whole) == [[False]]


def test_people_without_an_address_are_different_people():
    whole = matchable()
    mentee(whole, email="")
    mentor(whole, email="")
    assert allowed(whole) == [[True]]


def test_no_name_and_no_address_reaches_the_library():
    whole = matchable()
    one = mentee(whole, name="Aino Ek")
    other = mentor(whole, name="Bo Berg")
    found = lay(whole).fitting
    assert [(each.id, each.called) for each in (found.mentees[0], found.mentors[0])] == [
        (f"⟦{each.pk}⟧", f"⟦{each.pk}⟧") for each in (one, other)
    ]


def test_a_line_of_management_goes_through_people_who_are_not_in_the_round():
    whole = matchable()
    mentee(whole, manager_email="middle@example.org")
    boss = mentor(whole, "Boss", email="boss@example.org")
    assert allowed(whole) == [[True]]
    join(
        whole,
        Side.MENTOR,
        "Middle",
        email="middle@example.org",
        manager_email="BOSS@example.org",
        profiled=None,
    )
    assert [boss.pk] == [one.pk for one in present_in(whole).mentors]
    assert allowed(whole) == [[False]]


def test_two_people_with_one_manager_outside_the_round_may_be_a_pair():
    whole = matchable()
    mentee(whole, manager_email="outside@example.org")
    mentor(whole, manager_email="outside@example.org")
    assert allowed(whole) == [[True]]


def test_people_to_keep_apart_are_no_pair_whichever_rules_were_chosen():
    whole = matchable(rules=[])
    one, other = mentee(whole), mentor(whole)
    KeptApart.objects.create(round=whole, mentee=one, mentor=other)
    assert allowed(whole) == [[False]]


def test_a_pair_that_was_taken_out_is_no_pair():
    whole = matchable()
    one, first, second = mentee(whole), mentor(whole), mentor(whole, "Cy")
    assert allowed(whole, out=((one.pk, first.pk),)) == [[False, True]]
    assert second.pk == present_in(whole).mentors[1].pk


def test_open_pairs_keep_their_seats_and_their_mentees_are_not_matched_again():
    whole = matchable()
    first, second = mentee(whole), mentee(whole, "Cia")
    full, half = mentor(whole), mentor(whole, "Di", seats=3)
    propose(whole, full, first)
    propose(whole, half, mentee(whole, "Eva"))
    found = present_in(whole)
    assert [one.pk for one in found.mentees] == [second.pk]
    assert [(one.pk, seats) for one, seats in zip(found.mentors, found.seats, strict=True)] == [(half.pk, 2)]
    assert (found.taken, found.waiting) == (2, 0)


def test_who_is_away_or_not_ready_is_left_aside():
    whole = matchable()
    mentee(whole, profiled=None)
    mentee(whole, "Cia", is_away=True)
    found = present_in(whole)
    assert (found.mentees, found.waiting) == ([], 2)


def test_hours_are_compared_over_the_dates_of_the_round():
    whole = matchable(criteria=[HOURS])
    mentee(whole)
    mentor(whole)
    mentor(whole, "Cy", week=MORNINGS)
    assert lay(whole).fitting.block(0, 1).tolist() == [[1000, 0]]


def test_an_organisation_is_the_same_however_it_is_spelt():
    rules = [{"kind": "organisation", "question": "", "least": 0, "strict": False}]
    whole = matchable(rules=rules)
    mentee(whole, organisation="The  Museum")
    mentor(whole, organisation="the museum")
    mentor(whole, "Cy", organisation="School")
    assert allowed(whole) == [[False, True]]


def asked_round(kind="wanted", question="gains", **more):
    version = make_version(asking.every_kind)
    row = {**LANGUAGES, "key": "c1", "title": "Gains", "kind": kind, "question": question, **more}
    return make_round(criteria=[row], mentee_questions=version, mentor_questions=version)


def test_choices_are_called_by_their_labels_and_compared_by_their_values():
    whole = asked_round()
    mentee(whole, answers={"gains": ["advice", "time"]})
    mentor(whole, answers={"gains": "advice contacts"})
    found = lay(whole).fitting
    assert (found.mentees[0].answers["c1"], found.mentors[0].answers["c1"]) == (
        frozenset({"Advice", "Time"}),
        frozenset({"Advice", "Contacts"}),
    )
    assert found.block(0, 1).tolist() == [[500]]


def test_numbers_and_steps_are_compared():
    whole = asked_round("close", "age", span=20)
    mentee(whole, answers={"age": 30})
    mentor(whole, answers={"age": 40})
    mentor(whole, "Cy", answers={"age": "old"})
    assert lay(whole).fitting.block(0, 1).tolist() == [[500, 500]]  # the second one is not known


def test_the_order_of_steps_is_that_of_the_choices():
    whole = asked_round("ordered", "country")
    mentee(whole, answers={"country": "fi"})
    mentor(whole, answers={"country": "lv"})
    mentor(whole, "Cy", answers={"country": "lt"})
    assert lay(whole).fitting.block(0, 1).tolist() == [[0, 500]]


def test_the_fingerprint_changes_with_people_and_not_without():
    whole = matchable()
    one = mentee(whole)
    mentor(whole)
    before = fingerprint(present_in(whole))
    assert fingerprint(present_in(whole)) == before
    one.answers = {"gains": ["time"]}
    one.save()
    assert fingerprint(present_in(whole)) != before


def test_sentences_are_told_with_the_names_of_now():
    message = Message("%(mentee)s and %(other)s", {"mentee": "⟦7⟧", "other": "⟦8⟧"})
    assert told(message, {7: "Aino"}) == "Aino and somebody who was deleted"
    assert told(None, {}) == ""


def test_line_and_conflict_always_hold():
    whole = matchable(rules=[{"kind": "line", "question": "", "least": 0, "strict": False}])
    mentee(whole)
    mentor(whole)
    assert lay(whole).fitting.kinds == (RuleKind.ONESELF, RuleKind.LINE, RuleKind.CONFLICT)
