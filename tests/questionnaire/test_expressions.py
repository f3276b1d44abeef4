"""Expressions: what they give, and how they are kept within bounds."""

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.questionnaire.making import computed, form_of, issues_of, judged

from mentorway.questionnaire.engine import compiled
from mentorway.questionnaire.grammar import ExpressionError, parse
from mentorway.questionnaire.rewriting import rewrite
from mentorway.questionnaire.scope import ListScope, Scope
from mentorway.wording import InvalidInputError

SCOPE = Scope(
    {"/data/i": "number", "/data/day": "date", "/data/g/t": "text", "/data/any": "any"},
    frozenset({"/data", "/data/g"}),
    {"city": ListScope(0, frozenset({"country"}), 1000)},
)


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("${i} + ${j} * 2", "13"),
        ("(${i} - ${j}) div 4", "-0.5"),
        ("-${i} mod 2", "-1"),
        ("if(${i} > 2 and ${one} = 'y', 'yes', 'no')", "yes"),
        ("coalesce(${t}, ${i})", "3"),
        ("selected(${many}, 'n')", "true"),
        ("selected-at(${many}, 1)", "n"),
        ("count-selected(${many})", "2"),
        ("concat('a', ${i}, true(), 1 div 4)", "a3true0.25"),
        ("join(', ', ${i}, ${j})", "3, 5"),
        ("substr('mentor', -3)", "tor"),
        ("substr('mentor', 0, 3)", "men"),
        ("round(2.345, 2)", "2.35"),
        ("round(-2.5)", "-2"),
        ("int(-2.5)", "-2"),
        ("round(1234, -2)", "1200"),
        ("${day} - ${other_day}", "60"),
        ("date(${day} + 1)", "2024-03-01"),
        ("int((today() - ${day}) div 365.25)", "2"),
        ("today()", "2026-05-04"),
        ("now()", "2026-05-04T08:30:00.000+03:00"),
        ("format-date(${day}, '%e.%n.%Y %a %b %y %%')", "29.2.2024 Thu Feb 24 %"),
        ("format-date-time(${moment}, '%H:%M:%S.%3')", "11:30:05.000"),
        ("decimal-time('12:00')", "0.5"),
        ("date-time(0)", "1970-01-01T00:00:00.000+03:00"),
        ("date('nothing')", ""),
        ("min(${i}, ${j}, ${d})", "3"),
        ("max(${day}, ${other_day})", "19782"),
        ("jr:choice-name(${one}, '${one}')", "Yes"),
        ("instance('yn')/root/item[name = ${one}]/label", "Yes"),
        ("count(instance('yn')/root/item[name != ${one}])", "1"),
        ("regex('a.b@c', '[\\w-\\.]+@c')", "true"),
        ("digest('a', 'MD5', 'hex')", "0cc175b9c0f1b6a831c399e269772661"),
        ("digest('a', 'CRC')", ""),
        ("base64-decode('YWJj')", "abc"),
        ("checklist(1, 2, ${i} = 3, ${j} = 4)", "true"),
        ("weighted-checklist(3, 9, ${i} = 3, 2, ${j} = 4, 5)", "false"),
        ("number(${one} = 'y') + 1", "2"),
        ("string-length(normalize-space('  a  b '))", "3"),
        ("position(..)", "1"),
        ("sum(${i})", "3"),
        ("pow(2, 10)", "1024"),
        ("log(0)", "-Infinity"),
        ("sqrt(-1)", ""),
        ("exp(1000)", "Infinity"),
        ("'it' != \"it's\"", "true"),
    ],
)
def test_an_expression_gives(expression, found):
    answers = {
        "i": "3", "j": "5", "day": "2024-02-29", "other_day": "2023-12-31", "one": "y", "many": "y n",
        "moment": "2024-02-29T08:30:05Z",
    }  # fmt: skip
    assert computed(expression, **answers) == found


def test_an_empty_answer_is_no_number_and_equals_the_empty_text():
    assert computed("${i} = ''") == "true"
    assert computed("${i} + 1") == ""
    assert computed("${i} = ${j}") == "true"
    assert computed("${day} = ${other_day}") == "true"
    assert computed("${day} > ${other_day}") == "false"


def test_a_fact_computed_before_can_be_compared_in_every_way():
    survey = [
        ("integer", "i"),
        ("calculate", "fact", {"calculation": "${i} > 2"}),
        ("calculate", "a", {"calculation": "if(${fact}, 'y', 'n')"}),
        ("calculate", "b", {"calculation": "${fact} = true()"}),
        ("calculate", "c", {"calculation": "${fact} = 'true'"}),
        ("calculate", "d", {"calculation": "${fact} = 'false'"}),
        ("calculate", "e", {"calculation": "${fact} + 1"}),
    ]
    form = form_of(survey)
    for answer, found in (
        ("3", ["y", "true", "true", "false", "2"]),
        ("1", ["n", "false", "false", "true", "1"]),
    ):
        states = judged(form, {"i": answer}).states
        assert [states[name].text for name in "abcde"] == found


def test_what_is_random_stays_the_same_for_a_response_and_differs_between_draws():
    survey = [
        ("calculate", "a", {"calculation": "random()"}),
        ("calculate", "b", {"calculation": "random()"}),
        ("calculate", "c", {"calculation": "uuid()"}),
    ]
    form = form_of(survey)
    first, again, other = (judged(form, {}, seed=seed).stored for seed in ("x", "x", "y"))
    assert first == again
    assert first["a"] != first["b"]
    assert first["a"] != other["a"]
    assert first["c"] != other["c"]


def test_once_keeps_what_was_computed_first():
    form = form_of([("integer", "i"), ("calculate", "c", {"calculation": "once(${i})"})])
    first = judged(form, {"i": "1"})
    assert first.kept == {"c": "1"}
    assert judged(form, {"i": "2"}, kept=first.kept).states["c"].text == "1"


@pytest.mark.parametrize(
    ("expression", "part"),
    [
        ("/data/i +", "ends too early"),
        ("concat('a'", "ends too early"),
        ("'open", "cannot be read"),
        ("/data/i 5", "is not expected"),
        ("document('/etc/passwd')", "“document” is not supported"),
        ("unparsed-text('x')", "is not supported"),
        ("system-property('x')", "is not supported"),
        ("pulldata('a', 'b', 'c', 'd')", "“pulldata” is not supported"),
        ("$variable", "cannot be read"),
        ("/data/nobody", "“nobody”, and there is no such question"),
        ("../../../../etc", "“etc”"),
        ("nobody = 1", "“nobody”"),
        ("instance('nolist')/root/item", "“nolist”"),
        ("instance('city')/root/item[size = 1]", "no column “size”"),
        ("instance('city')/other", "cannot be followed"),
        ("if(1, 2)", "has 2 values"),
        ("count('a')", "list of questions or choices is needed"),
        ("jr:choice-name('a', 'b')", "needs a question with choices"),
        ("regex(., '(a+)+\\1')", "regular expression"),
        ("regex(., '((a{1,900}){1,900}){1,900}')", "regular expression"),
        ("attribute::x", "“attribute::”"),
        ("namespace::x", "“namespace::”"),
        ("@id", "is not expected"),
        ("//*[//*[//*[//*[//*[//*]]]]]", "would look at more than"),
        ("count(instance('city')/root/item[count(instance('city')/root/item[country != 'a']) > 1])",
        "look at more"),
        ("(" * 150 + "1" + ")" * 150, "brackets inside each other"),
        ("1" + " + 1" * 3100, "parts"),
        ("'" + "a" * 20_001 + "'", "letters"),
    ],
)  # fmt: skip
def test_what_an_expression_must_not_do_is_refused_with_a_sentence(expression, part):
    with pytest.raises(ExpressionError, match=re.escape(part)):
        rewrite(expression, "/data/i", SCOPE)


def test_the_refused_expression_is_named_with_its_question_and_column():
    found = issues_of([("integer", "i"), ("text", "t", {"relevant": "document('x') = ${i}"})])
    assert [(name, column) for name, column, _ in found] == [("t", "relevant")]


def test_questions_that_depend_on_each_other_are_refused_with_their_names():
    survey = [
        ("calculate", "a", {"calculation": "${b} + 1"}),
        ("calculate", "b", {"calculation": "${c} + 1"}),
        ("calculate", "c", {"calculation": "${a} + 1"}),
        ("calculate", "self", {"calculation": "${self} + 1"}),
    ]
    ((name, column, sentence),) = issues_of(survey[:3])
    assert (name in "abc", column) == (True, "calculation")
    assert all(f" {each}" in sentence for each in "abc")
    assert [name for name, _, _ in issues_of(survey[3:])] == ["self"]


def test_relevance_in_a_circle_is_refused():
    survey = [
        ("text", "a", {"relevant": "${b} = 'x'"}),
        ("text", "b", {"relevant": "${a} = 'x'"}),
    ]
    assert [column for _, column, _ in issues_of(survey)] == ["relevant"]


def test_texts_that_double_end_in_a_fault_and_not_in_a_full_memory():
    survey = [("text", "t0")]
    survey += [
        ("calculate", f"t{place}", {"calculation": f"concat(${{t{place - 1}}}, ${{t{place - 1}}})"})
        for place in range(1, 60)
    ]
    found = judged(form_of(survey), {"t0": "a" * 1000})
    assert [len(found.states[f"t{place}"].text) for place in (1, 4, 5)] == [2000, 16_000, 0]
    assert {fault.kind for faults in found.faults.values() for fault in faults} == {"rule"}


def test_calculations_run_in_the_order_of_their_dependence():
    survey = [
        ("calculate", "c", {"calculation": "${b} * 10"}),
        ("calculate", "b", {"calculation": "${a} * 10"}),
        ("integer", "a"),
    ]
    assert judged(form_of(survey), {"a": "7"}).stored == {"c": 700, "b": 70, "a": 7}


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused(text):
    with contextlib.suppress(InvalidInputError):
        parse(text)


PIECES = st.sampled_from(
    ["/data/i", "/data/day", "/data/g/t", ".", "..", "1", "2.5", "'a'", "today()", "count(", "if(", "(",
    ")", ",",
     "+", "-", "*", " div ", " mod ", " and ", " or ", "=", "!=", "<", ">", "[", "]", "/", "//", "not(",
     "name",
     "instance('city')/root/item", "country", "random()", "regex(", "selected(", "concat(", "position("]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_any_mixture_of_parts_compiles_or_is_refused(text):
    with contextlib.suppress(InvalidInputError):
        compiled(rewrite(text, "/data/i", SCOPE))
