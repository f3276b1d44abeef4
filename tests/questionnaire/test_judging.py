"""The judge: every rule once when it holds and once when it does not, and what must never get through."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.questionnaire.making import NOW, YES_NO, book, context, form_of, judged, sentences, xform_of
from tests.questionnaire.mentoring import mentoring_answers, mentoring_book

from mentorway.questionnaire import (
    Context,
    choices_of,
    compile_xform,
    hint_of,
    initial_answers,
    judge,
    label_of,
    value_kinds,
)
from mentorway.wording import InvalidInputError


@pytest.fixture(scope="module")
def mentoring():
    return compile_xform(xform_of(mentoring_book())).form


@pytest.mark.parametrize(
    ("kind", "answer", "value", "stored"),
    [
        ("text", " Riga\r\nand Oulu ", "Riga\nand Oulu", "Riga\nand Oulu"),
        ("integer", "-042", -42, -42),
        ("integer", 7, 7, 7),
        ("integer", 7.0, 7, 7),
        ("decimal", "3,50", Decimal("3.50"), 3.5),
        ("decimal", 0.1, Decimal("0.1"), 0.1),
        ("decimal", 1e-7, Decimal("1E-7"), 1e-7),
        ("date", "2024-02-29", dt.date(2024, 2, 29), "2024-02-29"),
        ("time", "08:30", dt.time(8, 30), "08:30:00"),
        ("dateTime", "2026-05-04T08:30", NOW, "2026-05-04T08:30:00+03:00"),
        ("dateTime", "2026-05-04T05:30:00.000Z", NOW, "2026-05-04T05:30:00+00:00"),
        ("select_one yn", "y", "y", "y"),
        ("select_one yn", ["y"], "y", "y"),
        ("select_multiple yn", "n y n", ["y", "n"], ["y", "n"]),
        ("select_multiple yn", ["n"], ["n"], ["n"]),
        ("rank yn", ["n", "y"], ["n", "y"], ["n", "y"]),
        ("acknowledge", "on", "OK", "OK"),
        ("range", "10", 10, 10),
    ],
)
def test_an_answer_becomes_a_typed_value(kind, answer, value, stored):
    found = judged(form_of([(kind, "q")], YES_NO), {"q": answer})
    assert (found.values, found.stored, found.complete) == ({"q": value}, {"q": stored}, True)


@pytest.mark.parametrize(
    ("kind", "answer", "fault", "sentence"),
    [
        ("integer", "3.5", "type", "“3.5” is not a whole number. Write digits only, as in 42."),
        ("integer", "٣", "type", "“٣” is not a whole number. Write digits only, as in 42."),
        ("integer", 10**400, "type", None),
        ("decimal", float("nan"), "type", None),
        ("decimal", float("inf"), "type", None),
        ("decimal", "1e5", "type", "“1e5” is not a number with at most 15 digits. Write it as in 3.5."),
        ("decimal", "0.1234567890123456", "type", None),
        ("decimal", True, "type", None),
        ("date", "29.2.2024", "type", None),
        ("date", "2023-02-29", "type", None),
        ("time", "24:00", "type", None),
        ("dateTime", "2024-02-29", "type", None),
        ("select_one yn", "maybe", "choice", "“maybe” is not one of the choices offered here. Choose again."),
        ("select_one yn", ["y", "n"], "type", None),
        ("select_multiple yn", ["y", "maybe"], "choice", None),
        ("select_multiple yn", ["y n"], "type", None),
        ("select_multiple yn", [["y"]], "type", None),
        ("select_multiple yn", {"y": 1}, "type", None),
        ("rank yn", ["n"], "choice", "1 of the 2 choices have a place. Give every one a place of its own."),
        ("acknowledge", "no", "type", None),
        ("range", "11", "bounds", "“11” is not on the scale. Choose a number from 1 to 10 in steps of 1."),
        ("text", "a" * 1_000_000, "length",
         "The answer has 1000000 letters, and at most 5000 can be kept. Shorten it."),
        ("integer", "1" * 1_000_000, "length", None),
        ("text", "a\x00b", "type",
        "The answer has signs that cannot be shown. Remove them, or type the answer again."),
        ("text", "\ud800", "type", None),
        ("text", ["a", "b"], "type", "One answer is needed here, and a list of several came. Send one."),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit_is_refused_with_a_sentence(kind, answer, fault, sentence):
    found = judged(form_of([(kind, "q")], YES_NO), {"q": answer})
    faults = [each.kind for each in found.faults.get("q", ())]
    assert faults == [fault]
    assert sentence is None or sentences(found) == {"q": [sentence]}
    assert found.stored == {}


STRANGE = (
    "The answers name “admin, __proto__”, and the questionnaire has no such question. Check the names "
    "and the "
    "version of the questionnaire."
)


def test_unknown_names_are_refused():
    found = judged(form_of([("text", "q")]), {"q": "a", "admin": "1", "__proto__": "x"})
    assert sentences(found) == {"": [STRANGE]}


def test_a_language_that_the_form_lacks_is_refused(mentoring):
    with pytest.raises(InvalidInputError, match=r"no language “xx”\. It has: en, lt. Choose one of these."):
        judge(mentoring, {}, context(mentoring, language="xx"))


def test_what_is_required_is_missing_only_while_it_is_relevant():
    survey = [
        ("select_one yn", "a", {"required": "yes"}),
        ("text", "b", {"required": "${a} = 'y'"}),
        ("text", "c", {"required": "yes", "relevant": "${a} = 'n'"}),
    ]
    form = form_of(survey, YES_NO)
    assert judged(form, {}).missing == ("a",)
    assert judged(form, {"a": "y"}).missing == ("b",)
    assert judged(form, {"a": "n"}).missing == ("c",)
    assert judged(form, {"a": "n", "c": "  "}).missing == ("c",)
    assert judged(form, {"a": "y", "b": "x"}).complete


def test_relevance_is_inherited_and_what_is_hidden_counts_for_nothing():
    survey = [
        ("select_one yn", "a"),
        ("begin_group", "g", {"relevant": "${a} = 'y'"}),
        ("begin_group", "h"),
        ("integer", "i"),
        ("end_group", ""),
        ("end_group", ""),
        ("calculate", "double", {"calculation": "${i} * 2"}),
        ("text", "after", {"relevant": "${i} > 1"}),
    ]
    form = form_of(survey, YES_NO)
    answers = {"a": "y", "i": "5", "after": "x"}
    assert judged(form, answers).stored == {"a": "y", "i": 5, "double": 10, "after": "x"}
    hidden = judged(form, {**answers, "a": "n"})
    assert hidden.stored == {"a": "n"}
    assert hidden.hidden == ("i", "after")
    assert hidden.groups == {"/data/g": False, "/data/g/h": False}
    assert hidden.complete


def test_answers_to_hidden_questions_are_faults_where_they_cannot_come_from_going_back():
    form = form_of([("select_one yn", "a"), ("text", "b", {"relevant": "${a} = 'y'"})], YES_NO)
    found = judged(form, {"a": "n", "b": "forged"}, strict=True)
    assert sentences(found) == {
        "b": [
            "This question is not asked after the other answers. Leave it out, or change the other answers."
        ]
    }


def test_computed_and_read_only_values_are_ours_whatever_is_sent():
    survey = [
        ("integer", "i"),
        ("calculate", "c", {"calculation": "${i} * 2"}),
        ("integer", "shown", {"calculation": "${i} * 3", "read_only": "yes"}),
        ("text", "fixed", {"default": "kept", "read_only": "yes"}),
        ("today", "day"),
        ("note", "n"),
    ]
    form = form_of(survey)
    sent = {"i": "1", "c": "99", "shown": "99", "fixed": "forged", "day": "1999-01-01", "n": "x"}
    assert judged(form, sent).stored == {"i": 1, "c": 2, "shown": 3, "fixed": "kept", "day": "2026-05-04"}


def test_a_constraint_judges_answers_only_and_speaks_with_the_authors_words():
    rule = {"constraint": ". > ${low}", "constraint_message": "More than ${low}, please."}
    form = form_of([("integer", "low"), ("integer", "q", rule), ("integer", "r", {"constraint": ". > 5"})])
    assert judged(form, {"low": "3"}).complete
    assert sentences(judged(form, {"low": "3", "q": "2", "r": "1"})) == {
        "q": ["More than 3, please."],
        "r": ["“1” is not allowed here. Read the question and its hint again, and change the answer."],
    }


def test_an_answer_that_is_no_number_is_empty_for_the_rules():
    form = form_of([("integer", "i"), ("text", "t", {"relevant": "${i} = ''", "required": "yes"})])
    found = judged(form, {"i": "many"})
    assert (found.wrong, found.missing) == (("i",), ("t",))


def test_choices_are_filtered_and_a_forged_one_is_refused(mentoring):
    found = judged(mentoring, {"country": "lt", "city": "riga"})
    assert found.states["city"].choices == ("vilnius", "kaunas", "klaipeda")
    assert choices_of(found, mentoring.by_name["city"])[0] == ("vilnius", "Vilnius")
    assert [fault.kind for fault in found.faults["city"]] == ["choice"]


def test_a_retired_choice_is_no_longer_offered():
    choices = [("l", "a", "A"), ("l", "b", "B", {"retired": "yes"})]
    found = judged(form_of([("select_one l", "q")], choices), {"q": "b"})
    assert found.states["q"].choices == ("a",)
    assert not found.complete


def test_shuffled_choices_stay_in_the_order_of_the_response():
    choices = [("l", str(number), f"C{number}") for number in range(20)]
    form = form_of([("select_one l", "q", {"parameters": "randomize=true"})], choices)
    first, again, other = (judged(form, {}, seed=seed).states["q"].choices for seed in "aab")
    assert first == again
    assert set(first) == set(other)
    assert first != other


def test_a_regular_expression_that_explodes_elsewhere_is_harmless():
    form = form_of([("text", "q", {"constraint": "regex(., '(a+)+b')"})])
    assert not judged(form, {"q": "a" * 4000}).complete


def test_texts_show_answers_in_the_language_of_the_reader(mentoring):
    answers = mentoring_answers()
    thanks = mentoring.by_name["thanks"]
    assert label_of(judged(mentoring, answers), thanks) == "Thank you, Lt: your mean is 4."
    assert (
        label_of(judged(mentoring, answers, language="lt"), thanks)
        == "Thank you, Lt (lt): your mean is 4. (lt)"
    )
    assert hint_of(judged(mentoring, answers), thanks) == ""
    assert label_of(judged(mentoring, answers, language="lt"), mentoring.groups[0]) == "Apie jus"


def test_choices_of_a_question_without_them_are_refused(mentoring):
    with pytest.raises(InvalidInputError, match="“email” has no choices"):
        choices_of(judged(mentoring, {}), mentoring.by_name["email"])


def test_a_response_starts_with_the_defaults():
    survey = [
        ("text", "a", {"default": "Riga"}),
        ("date", "b", {"default": "today()"}),
        ("text", "c", {"default": "concat(${a}, '!')"}),
        ("text", "fixed", {"default": "kept", "read_only": "yes"}),
        ("text", "d"),
    ]
    form = form_of(survey)
    assert initial_answers(form, context(form)) == {"a": "Riga", "b": "2026-05-04", "c": "Riga!"}


def test_the_realistic_form_is_complete_with_its_answers_and_says_what_each_value_is(mentoring):
    found = judged(mentoring, mentoring_answers())
    assert len(mentoring.questions) == 59
    assert sentences(found) == {}
    assert found.stored["age"] == 36
    assert found.stored["weeks"] == 15
    kinds = value_kinds(mentoring)
    assert [kinds[name] for name in ("age", "level", "first", "usual_time")] == [
        "number",
        "text",
        "date",
        "time",
    ]
    assert found.kept["country_name"] == "Lt"


def test_the_message_of_a_constraint_is_in_the_readers_language(mentoring):
    answers = {**mentoring_answers(), "topics": "none skills"}
    said = sentences(judged(mentoring, answers, language="lt"))
    assert said == {"topics": ["“Nothing” cannot be chosen with another one. (lt)"]}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=5,
)
FORM_NAMES = [
    "i",
    "d",
    "t",
    "day",
    "clock",
    "moment",
    "one",
    "many",
    "order",
    "agree",
    "scale",
    "calc",
    "unknown",
]


@pytest.fixture(scope="module")
def each_kind():
    survey = [
        ("integer", "i", {"constraint": ". > 0"}), ("decimal", "d"), ("text", "t", {"relevant": "${i} > 2"}),
        ("date", "day", {"constraint": ". <= today()"}), ("time", "clock"), ("dateTime", "moment"),
        ("select_one yn", "one"), ("select_multiple yn", "many"), ("rank yn", "order"), ("acknowledge",
        "agree"),
        ("range", "scale"), ("calculate", "calc", {"calculation": "concat(${t}, ${i} + ${d}, ${day} + 1)"}),
    ]  # fmt: skip
    return form_of(survey, YES_NO)


@given(st.dictionaries(st.sampled_from(FORM_NAMES), JSON, max_size=8))
def test_any_json_is_judged_and_what_is_stored_is_judged_alike(each_kind, answers):
    found = judged(each_kind, answers)
    again = judged(each_kind, found.stored)
    assert again.stored == found.stored
    assert not again.wrong or set(again.wrong) <= set(found.wrong)


def test_judging_changes_neither_answers_nor_later_judgements(each_kind):
    answers = {"i": "3", "t": "first", "many": ["n", "y"]}
    first = judged(each_kind, answers)
    judged(each_kind, {"i": "1", "t": "second"})
    assert judged(each_kind, answers) == first
    assert answers == {"i": "3", "t": "first", "many": ["n", "y"]}


def test_a_form_with_no_language_has_one_without_a_name():
    form = compile_xform(xform_of(book([("text", "q")]))).form
    assert [(each.name, each.code) for each in form.languages] == [("default", "")]


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(InvalidInputError, match="has no time zone"):
        Context(dt.datetime(2026, 5, 4), "seed", "en")  # noqa: DTZ001 - that is the point


def test_the_head_of_a_grid_is_shown_with_its_choices_and_asks_nothing():
    survey = [
        ("begin_group", "g", {"appearance": "table-list"}),
        ("select_one yn", "a"),
        ("select_one yn", "b", {"required": "yes"}),
        ("end_group", ""),
    ]
    form = form_of(survey, YES_NO)
    head = next(each for each in form.questions if each.choices and each.kind == "note")
    found = judged(form, {"b": "y", head.name: "forged"})
    assert (head.kind, found.states[head.name].choices, found.stored) == ("note", ("y", "n"), {"b": "y"})
