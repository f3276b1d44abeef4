"""People from rows of text: what is read, and that nothing is refused in silence."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorway.evaluating.people import Arm, Level, Outcome, Wave
from mentorway.evaluating.reading import people_from
from mentorway.wording import InvalidInputError

TRUST = Outcome("trust", "Trust", Level.LEARNING, 1, 5)
WORRY = Outcome("worry", "Worry", Level.BEHAVIOUR, 0, 10, higher_is_better=False)


def read(text, outcomes=(TRUST,)):
    return people_from(csv.DictReader(io.StringIO(text), delimiter=";"), outcomes)


def told(problems):
    return [(one.row, one.column, str(one.message)) for one in problems]


def test_everything_known_is_read():
    people, problems = read(
        "Person;pilot;Arm;country;organisation;completed;hours;trust_before;trust_then;trust_after;"
        "Trust_follow_up;trust_others;age\n"
        "a;P1;programme;LT;Uostas;yes;7,5;3;2,5;4;4;4.2;41\n"
        "b;P1;Comparison;LV;;;;2;;3;;;38\n"
    )
    assert problems == ()
    assert (people.people, people.pilot, people.arm) == (
        ("a", "b"),
        ("P1", "P1"),
        (Arm.PROGRAMME, Arm.COMPARISON),
    )
    assert (people.country, people.organisation) == (("LT", "LV"), ("Uostas", ""))
    assert people.completed.tolist() == [True, False]
    assert people.hours.tolist()[0] == 7.5
    assert np.isnan(people.hours[1])
    assert set(people.measured[0].waves) == set(Wave)
    assert people.measured[0].others.tolist()[0] == 4.2
    assert people.facts["age"].tolist() == [41, 38]


def test_a_bare_table_is_of_the_programme():
    people, _ = read("person;trust_after\na;3\n")
    assert people.arm == (Arm.PROGRAMME,)
    assert people.completed is people.hours is None


def test_a_doubled_person_is_named_with_both_rows():
    people, problems = read("person;trust_after\na;3\nb;2\na;5\n")
    assert people.measured[0].waves[Wave.AFTER].tolist() == [3, 2]
    assert told(problems) == [
        (
            4,
            "person",
            "“a” is in row 2 already, so this row is left out. Each person has one row.",
        )
    ]


@pytest.mark.parametrize(
    ("text", "row", "column", "words"),
    [
        ("person;trust_after\n;3\nb;2\n", 2, "person", "Nobody is named here"),
        ("person;arm;trust_after\na;boss;3\nb;control;2\n", 2, "arm", "not “boss”"),
        ("person;arm;trust_after\na;;3\nb;control;2\n", 2, "arm", "“a” is left out"),
        ("person;trust_after\na;3\nb;9\n", 3, "trust_after", "goes from 1 to 5; 9.0 is no answer"),
        ("person;trust_after\na;3\nb;much\n", 3, "trust_after", "“much” is no number"),
        ("person;trust_after\na;3\nb;1.234,5\n", 3, "trust_after", "“1.234,5” is no number"),
        ("person;trust_after;trust_before\na;3;\nb;3;NA\n", 1, "trust_before", "nobody counts as asked"),
        ("person;trust_after;hours\na;3;-2\n", 2, "hours", "not below 0"),
        ("person;trust_after;completed\na;3;perhaps\n", 2, "completed", "“perhaps” counts as no"),
        ("person;trust_after;trust_befor\na;3;2\n", 1, "trust_befor", "begins like an outcome"),
        ("person;trust_after;name\na;3;Ona\n", 1, "name", "no numbers in this column"),
        ("person;trust_after;age\na;3;30\nb;3;old\n", 3, "age", "“old” is no number"),
        ("person;trust_after;Trust_After\na;3;2\n", 1, "trust_after", "of this name is there already"),
        ("person;trust_after\na;3;2\n", 2, "", "stands in no column"),
        ("person;age\na;30\n", 1, "", "Trust: there are no answers"),
    ],
)
def test_a_problem_has_its_row_and_column(text, row, column, words):
    _, problems = read(text)
    assert [(one.row, one.column) for one in problems] == [(row, column)]
    assert words in str(problems[0].message)


def test_blank_rows_are_no_problem_and_rows_keep_their_numbers():
    people, problems = read("person;trust_after\n;\na;3\n;\nb;x\n")
    assert people.people == ("a", "b")
    assert [(one.row, one.column) for one in problems] == [(5, "trust_after")]


def test_short_rows_have_no_answers():
    people, problems = read("person;trust_before;trust_after\na;3\nb;2;4\n")
    assert np.isnan(people.measured[0].waves[Wave.AFTER][0])
    assert problems == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The table has no rows"),
        ("person;trust_after\n", "The table has no rows"),
        ("name;trust_after\na;3\n", "no column “person”. It has: name, trust_after."),
    ],
)
def test_what_is_no_table_of_people_is_refused(text, words):
    with pytest.raises(InvalidInputError, match=words):
        read(text)


def test_outcomes_with_the_same_key_are_refused():
    with pytest.raises(InvalidInputError, match="cannot be told apart"):
        people_from([{"person": "a"}], [TRUST, Outcome("Trust", "T", Level.RESULTS, 1, 5)])


def test_all_rows_may_be_wrong():
    people, problems = read("person;arm;trust_after\na;boss;3\n")
    assert (len(people), people.measured) == (0, ())
    assert [one.row for one in problems] == [2, 1, 1]


def test_the_first_problems_are_told_and_the_rest_counted():
    lines = "\n".join(f"p{one};x" for one in range(300))
    _, problems = read(f"person;age;trust_after\nz;3;3\n{lines}\n")
    assert len(problems) == 201
    assert str(problems[-1].message) == "100 more problems are not listed."


CELLS = st.one_of(
    st.sampled_from(["", "3", "2,5", "NA", "9", "1e5", "inf", "٣", "−1", "yes", "programme", "9" * 400]),
    st.text(max_size=4),
)
COLUMNS = ("person", "arm", "hours", "completed", "trust_before", "trust_after", "worry_others", "age")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELLS)), min_size=1, max_size=6))
def test_no_cell_makes_it_fall_over_and_no_row_is_lost_in_silence(rows):
    try:
        people, problems = people_from(rows, [TRUST, WORRY])
    except InvalidInputError as refused:
        assert "no rows" in str(refused)  # noqa: PT017
        return
    full = sum(any(cell.strip() for cell in row.values()) for row in rows)
    left_out = {one.row for one in problems if one.column in ("person", "arm") and one.row > 1}
    assert len(people) + len(left_out) == full


def several(**counts):
    """A table of twelve people of the programme of whom so many answered each column."""
    columns = {"trust_before": 12, "trust_after": 12, **counts}
    rows = [{"person": f"p{place}", "arm": "programme"} for place in range(12)]
    for column, count in columns.items():
        for place, row in enumerate(rows):
            row[column] = str(1 + place % 5) if place < count else ""
    return people_from(rows, (TRUST,))


def test_several_follow_ups_are_read_nearest_first_and_the_latest_with_enough_answers_counts():
    people, problems = several(
        trust_follow_up_6_months=8, trust_follow_up_45_days=12, trust_follow_up_1_month=9
    )
    assert problems == ()
    (measured,) = people.measured
    assert [(str(one.name), one.is_main) for one in measured.later] == [
        ("1 month later", False),
        ("45 days later", False),
        ("6 months later", True),
    ]
    assert np.count_nonzero(~np.isnan(measured.waves[Wave.FOLLOW_UP])) == 8
    assert "latest with enough answers" in str(measured.later[2].why)


def test_a_follow_up_of_few_in_a_file_does_not_count():
    people, _problems = several(trust_follow_up_3_months=7, trust_follow_up_6_months=4)
    assert [one.is_main for one in people.measured[0].later] == [True, False]


def test_one_follow_up_with_its_distance_is_the_follow_up():
    people, problems = several(trust_follow_up_3_months=7)
    assert (problems, people.measured[0].later) == ((), ())
    assert np.count_nonzero(~np.isnan(people.measured[0].waves[Wave.FOLLOW_UP])) == 7


def test_a_follow_up_without_a_distance_beside_others_is_told_and_left_out():
    people, problems = several(trust_follow_up=12, trust_follow_up_3_months=7, trust_follow_up_soon=3)
    assert np.count_nonzero(~np.isnan(people.measured[0].waves[Wave.FOLLOW_UP])) == 7
    assert [one.column for one in problems] == ["trust_follow_up", "trust_follow_up_soon"]
    assert people.facts == {}
