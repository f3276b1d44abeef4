import numpy as np

from mentorway.disclosure.protect import Setting
from mentorway.disclosure.rules import INSIDE
from mentorway.disclosure.showing import NOT_SHOWN, by_group, showing
from mentorway.disclosure.tables import Dimension, History, Release, Table


def test_hidden_groups_have_a_reason_for_insiders_and_one_sentence_for_everybody():
    found = by_group({"FI": 31, "LT": 12, "LV": 4})
    assert {one.cell[0]: one.count for one in found.cells} == {"FI": 31, "LT": None, "LV": None, "all": 47}
    assert str(found.of("LV").because) == "Hidden, because it is fewer than 10 people."
    assert str(found.of("LT").because) == (
        "Hidden, because a hidden number could be found by subtraction from it together with People (now)."
    )
    assert [one.said for one in found.cells if one.count is None] == [NOT_SHOWN, NOT_SHOWN]
    assert found.proof.safe


def test_what_was_shown_before_stands_beside_what_is_hidden_now():
    first = by_group({"FI": 31, "LT": 20, "LV": 15}, Setting("May"))
    history = History((Release("May", (first.pattern.table,)),))
    found = by_group({"FI": 51, "LT": 22, "LV": 31}, Setting("June", history), INSIDE)
    assert found.of("LT").count is None
    assert found.of("LT").earlier == (20, "May")
    assert "fewer than 5 people joined since May" in str(found.of("LT").because)
    assert found.proof.safe


def test_a_group_that_is_new_has_nothing_earlier():
    first = by_group({"FI": 31, "LT": 20}, Setting("May"))
    history = History((Release("May", (first.pattern.table,)),))
    found = by_group({"FI": 51, "LT": 40, "LV": 3}, Setting("June", history))
    assert found.of("LV").earlier is None


def test_a_whole_question_and_what_is_kept_back_have_their_reasons():
    few = by_group({"FI": 3, "LT": 4})
    assert {str(one.because) for one in few.cells} == {"Hidden, because fewer than 10 people answered."}
    kept = Table("T", (Dimension("role", ("mentor", "mentee")),), np.array([30, 40]), np.array([True, False]))
    assert str(showing(kept).of("mentee").because) == "Hidden, because it is not meant to be published."


def test_no_groups_with_people_say_so():
    found = by_group({"FI": 0})
    assert {str(one.because) for one in found.cells} == {"Hidden, because fewer than 10 people answered."}
