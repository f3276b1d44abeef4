from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.counting import at_most
from tests.matching.people import DESIGN, SPRING, person, two_sides

from mentorway.matching.assign import total
from mentorway.matching.availability import Slot, Week
from mentorway.matching.explaining import MOST_SAID, Explainer
from mentorway.matching.fitting import Fitting
from mentorway.matching.problem import Arcs, Problem
from mentorway.matching.profiles import Criterion, Design, Kind, Rule, RuleKind


def explained(mentees, mentors, design, capacity, **asked):
    fitting = Fitting(mentees, mentors, design)
    problem = Problem(len(mentees), capacity, fitting.arcs(), **asked)
    return Explainer(fitting, problem, total(problem))


@given(st.integers(0, 100_000))
@settings(max_examples=25, deadline=None)
def test_ranks_and_the_next_best_are_those_of_the_scores(seed):
    explainer = explained(*two_sides(seed), DESIGN, [2] * 9)
    scores = np.concatenate([block for _, block in explainer.fitting.blocks()])
    found = explainer.pairs(range(12))
    assert [one.mentee for one in found] == np.flatnonzero(explainer.matching.mentor >= 0).tolist()
    for one in found:
        row, column = scores[one.mentee], scores[:, one.mentor]
        own = row[one.mentor]
        assert one.terms.score == own
        assert one.rank_for_mentee == 1 + np.count_nonzero(row > own)
        assert one.rank_for_mentor == 1 + np.count_nonzero(column > own)
        assert (one.of_mentors, one.of_mentees) == (np.count_nonzero(row >= 0), np.count_nonzero(column >= 0))
        others = np.delete(row, one.mentor)
        assert (one.next_for_mentee.score if one.next_for_mentee else -1) == max(others.max(), -1)
        elsewhere = column[explainer.matching.mentor != one.mentor]
        assert (one.next_for_mentor.score if one.next_for_mentor else -1) == elsewhere.max(initial=-1)
        assert len(one.reasons) <= MOST_SAID
        assert explainer.pair(one.mentee) == one


CRITERIA = (
    Criterion("same", "Field", Kind.SAME, 30, "field"),
    Criterion("over", "Hobbies", Kind.OVERLAP, 20, "hobbies"),
    Criterion("want", "Topics", Kind.WANTED, 25, "wants", "offers"),
    Criterion("near", "Years", Kind.CLOSE, 10, "years", span=10),
    Criterion("step", "How often", Kind.ORDERED, 9, "often", order=("never", "often")),
    Criterion("time", "Time", Kind.AVAILABILITY, 6, "time", enough=2),
)


def said(mentee, mentor, criteria=CRITERIA, rules=()):
    people = [person("ann", "mentee", **mentee)], [person("bo", "mentor", **mentor)]
    explainer = explained(*people, Design(criteria, rules, period=SPRING), [1])
    one = explainer.pair(0)
    return [str(message) for message in one.reasons], [str(message) for message in one.doubts]


def monday(start, hours):
    return Week("Europe/Riga", (Slot(0, start * 60, (start + hours) * 60),))


def test_reasons_and_doubts_come_in_the_order_of_what_they_weigh_with_their_answers():
    mentee = {
        "field": "law",
        "hobbies": frozenset({"chess", "skis"}),
        "wants": frozenset({"tax", "court"}),
        "years": 3,
        "often": "often",
        "time": monday(10, 2),
    }
    fits = {
        "field": "law",
        "hobbies": frozenset({"chess", "skis"}),
        "offers": frozenset({"tax", "court"}),
        "years": 4.5,
        "often": "often",
        "time": monday(10, 3),
    }
    fits_not = {
        "field": "steel",
        "hobbies": frozenset({"chess", "cars", "cats", "cups", "cakes"}),
        "offers": frozenset({"ships"}),
        "years": 30,
        "often": "never",
        "time": monday(11, 5),
    }
    reasons, doubts = said(mentee, fits)
    assert reasons == [
        "Field: both answered “law”.",
        "Topics: the mentor offers what the mentee wants: court, tax.",
        "Hobbies: they have in common: chess, skis.",
    ]
    assert doubts == []
    reasons, doubts = said(mentee, fits_not)
    assert reasons == []
    assert doubts == [
        "Field: the mentee answered “law”, the mentor “steel”.",
        "Topics: the mentor does not offer what the mentee wants: court, tax.",
        "Hobbies: they have little in common: chess.",
    ]


@pytest.mark.parametrize(
    ("criterion", "first", "second", "reason", "doubt"),
    [
        (CRITERIA[1], frozenset("a"), frozenset("b"), None, "Hobbies: they have nothing in common."),
        (CRITERIA[3], 3, 4.5, "Years: “3” and “4.5” fit together.", None),
        (CRITERIA[3], 3, 40, None, "Years: “3” and “40” are far apart."),
        (CRITERIA[3], 0, 5, None, None),
        (CRITERIA[4], "never", "often", None, "How often: “never” and “often” are far apart."),
        (CRITERIA[5], monday(9, 2), monday(9, 4), "Time: they share at least 2.0 hours a week.", None),
        (CRITERIA[5], monday(9, 2), monday(9, 1), None, None),
        (
            replace(CRITERIA[5], enough=4),
            monday(9, 2),
            monday(10, 2),
            None,
            "Time: they share only 1.0 hours a week.",
        ),
        (
            replace(CRITERIA[5], enough=4),
            monday(9, 3),
            monday(9, 3),
            "Time: they share 3.0 hours a week.",
            None,
        ),
        (CRITERIA[5], monday(9, 2), monday(12, 1), None, "Time: they have no time in common."),
    ],
)
def test_each_kind_of_criterion_is_said_in_its_own_words(criterion, first, second, reason, doubt):
    reasons, doubts = said({criterion.question: first}, {criterion.question: second}, (criterion,))
    assert reasons == ([reason] if reason else [])
    assert doubts == ([doubt] if doubt else [])


def test_what_was_not_answered_is_a_doubt_and_not_a_bad_mark():
    rules = (Rule(RuleKind.LANGUAGE, "languages"), Rule(RuleKind.ORGANISATION, "firm", strict=False))
    reasons, doubts = said({"field": "law", "firm": "A"}, {"field": "law", "firm": "B"}, rules=rules)
    assert reasons == ["Field: both answered “law”."]
    assert doubts == [
        "Whether they share a language is not known: the question was skipped.",
        "Only 30 percent of what counts was answered by both: the score says little.",
    ]


def three(scores, capacity, **asked):
    """Mentees and mentors whose scores are the years between them."""
    count = len(scores)
    mentees = [person(f"mentee {number}", "mentee", field=f"{number}") for number in range(count)]
    mentors = [person(f"mentor {number}", "mentor", field=f"{number}") for number in range(len(scores[0]))]
    fitting = Fitting(mentees, mentors, Design(CRITERIA[:1]))
    mentee, mentor = np.nonzero(np.array(scores) >= 0)
    arcs = Arcs(mentee, mentor, np.array(scores)[mentee, mentor])
    problem = Problem(count, capacity, arcs, **asked)
    return Explainer(fitting, problem, total(problem))


def test_why_not_the_best_mentor_names_who_would_be_left_without_one():
    explainer = three([[900, 100], [300, -1]], [1, 1])
    assert str(explainer.better(0)) == (
        "mentor 0 would suit mentee 0 better, but that would leave mentee 1 without a mentor."
    )
    assert explainer.better(1) is None


def test_why_not_the_best_mentor_gives_the_totals_and_how_many_would_move():
    explainer = three([[900, 800], [850, 100]], [1, 1])
    assert str(explainer.better(0)) == (
        "mentor 0 would suit mentee 0 better, but 1 other mentee would have to move, "
        "and the total would go from 1650 to 1000."
    )
    explainer = three([[900, 700, -1], [850, -1, 800], [-1, 900, 100]], [1, 1, 1])
    assert explainer.matching.pairs == ((0, 0), (1, 2), (2, 1))
    assert str(explainer.better(1)) == (
        "mentor 0 would suit mentee 1 better, but 2 other mentees would have to move, "
        "and the total would go from 2600 to 1650."
    )


def test_why_not_the_best_mentor_says_when_it_would_be_as_good():
    explainer = three([[900, 800], [900, 800]], [1, 1])
    first = int(np.flatnonzero(explainer.matching.mentor == 1)[0])
    assert str(explainer.better(first)) == (
        f"mentor 0 would suit mentee {first} better, and all in all it would be as good."
    )


def test_places_that_are_kept_for_others_are_said_to_be():
    explainer = three([[900, 100], [300, -1]], [1, 1], locks=((1, 0),))
    assert str(explainer.better(0)) == (
        "mentor 0 would suit mentee 0 better, but all places there are kept for others."
    )
    assert explainer.better(1) is None


def test_an_unmatched_mentee_who_could_only_push_others_out_is_told_so():
    explainer = three([[900], [300]], [1])
    assert explainer.pairs([0, 1])[0].mentee == 0
    assert len(explainer.pairs([0, 1])) == 1
    assert str(explainer.better(1)) == (
        "mentor 0 would suit mentee 1 better, but that would leave mentee 0 without a mentor."
    )


def test_five_hundred_by_five_hundred_are_matched_and_explained_with_little_work():
    people = two_sides(1, 500, 500)
    with at_most(2_000_000):  # a second where nothing else runs; the benchmark measures it
        explainer = explained(*people, DESIGN, [1] * 500)
        assert len(explainer.pairs(range(500))) == 500
        said = [explainer.better(mentee) for mentee in range(500)]
    assert sum(one is not None for one in said) > 100
