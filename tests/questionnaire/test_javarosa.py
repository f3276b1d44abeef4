"""Our judge against JavaRosa, the engine of ODK Collect, and our forms against ODK Validate."""

import datetime as dt
import random

import pytest
from tests.questionnaire.javarosa import ask, needs_java, validate
from tests.questionnaire.making import YES_NO, book, xform_of
from tests.questionnaire.mentoring import mentoring_answers, mentoring_book

from mentorway.questionnaire import Context, compile_xform, judge, publish

pytestmark = needs_java

EXPRESSIONS = """
${i} + ${j} | ${i} - ${j} | ${i} * ${j} | ${i} div ${j} | ${i} mod ${j} | -${i} | ${i} = ${j} | ${i} != ${j}
${i} > ${j} | ${i} <= ${d} | ${i} = '' | ${i} != '' | ${t} = '' | ${t} = 'abc' | ${t} > 3 | ${d} + 1
${one} = 'y' and ${i} > 2 | ${one} = 'y' or ${i} > 2 | not(${one} = 'y') | if(${i} > 2, 'big', 'small')
if(${one} = 'y', ${i}, ${j}) | if(${t} = '', 0, 1) | coalesce(${i}, ${j}) | coalesce(${t}, 'none')
selected(${many}, 'y') | selected(${one}, 'y') | selected-at(${many}, 0) | selected-at(${many}, 1)
count-selected(${many}) | count-selected(${t}) | concat(${t}, '-', ${i}) | concat(${d}, ${one})
string-length(${t}) | substr(${t}, 1) | substr(${t}, 0, 2) | substr(${t}, -2) | substring-before(${t}, 'b')
substring-after(${t}, 'b') | contains(${t}, 'b') | starts-with(${t}, 'a') | ends-with(${t}, 'c')
translate(${t}, 'abc', 'xyz') | normalize-space(${t}) | string(${i}) | string(${d}) | number(${t})
int(${d}) | round(${d}, 1) | round(${d}, 0) | round(${d}, -1) | round(${d}) | round(2.345, 2)
round(1.005, 2) | round(-0.125, 2) | abs(${i}) | abs(${d}) | pow(${i}, 2) | pow(2, ${d})
sqrt(${i}) | log(${i}) | log10(${i})
pi() | exp10(${i}) | min(${i}, ${j}) | max(${i}, ${j}, ${d}) | join(',', ${i}, ${j}, ${t})
regex(${t}, '[a-c]+') | regex(${t}, '^[a-c]*$') | ${day} > ${other_day} | ${day} = ${other_day}
${day} >= date('2024-02-29') | ${day} - ${other_day} | ${day} + 1 | ${day} = '2024-02-29' | ${day} = ''
${day} > '2024-02-29' | int((${day} - ${other_day}) div 365.25) | format-date(${day}, '%Y-%m-%d')
format-date(${day}, '%e/%n/%y %a %b') | format-date-time(${moment}, '%H:%M:%S %h %3')
decimal-date-time(${moment}) | decimal-date-time(${day}) | number(${day}) | ${clock} > '08:00'
boolean(${i}) | boolean(${t}) | number(${one} = 'y') | true() | boolean-from-string(${t})
checklist(1, 2, ${one} = 'y', ${i} > 2, ${t} = '') | weighted-checklist(2, 5, ${one} = 'y', 2, ${i} > 2, 3)
digest(${t}, 'MD5', 'hex') | digest(${t}, 'SHA-256') | base64-decode('YWJj')
jr:choice-name(${one}, '${one}') | instance('yn')/root/item[name = ${one}]/label
count(instance('yn')/root/item) | count(instance('yn')/root/item[name != ${one}]) | ${i} + ${t} | ${one} + 1
${i} = '3' | ${i} = 3.0 | ${d} = 2.50 | ${d} = '2.5' | 1 div 3 | 2 div 3 * 3 | 1 div 0 | 0.1 + 0.2
3 = '3.0' | ${i} > 2 > 0 | 1 - 1 - 1 | 8 div 4 div 2 | 2 + 3 * 4 | -5 mod 3 | 5.5 mod 2 | if(${i}, 'a', 'b')
if(${t}, 'a', 'b') | position(..) | concat('a', true(), 1.50) | string(true()) | 'a' < 'b' | '10' < '9'
number('') | number(' 5 ') | string-length(${day}) | 1000000 * 1.5
"""
ASKED = [
    ("integer", "i"), ("integer", "j"), ("decimal", "d"), ("text", "t"), ("date", "day"),
    ("date", "other_day"), ("dateTime", "moment"), ("time", "clock"), ("select_one yn", "one"),
    ("select_multiple yn", "many"),
]  # fmt: skip
POSSIBLE = {
    "i": ("0", "3", "-2", "17"), "j": ("3", "5"), "d": ("2.5", "0", "-1.25", "10.049"),
    "t": ("abc", "a b", "5", "true", "xbcb", "2024-03-01"), "day": ("2024-02-29", "2023-12-31", "2024-03-01"),
    "other_day": ("2024-02-29", "2001-01-01"), "moment": ("2024-02-29T08:30:05.250Z",),
    "clock": ("08:30:00.000Z", "07:00:00.000Z"), "one": ("y", "n"), "many": ("y", "n", "y n"),
}  # fmt: skip
FACTS = {"true": "1", "false": "0"}  # JavaRosa's text of a computed fact


@pytest.mark.long
def test_expressions_give_what_they_give_in_odk_collect(tmp_path):
    expressions = [
        each.strip() for line in EXPRESSIONS.split("\n") for each in line.split(" | ") if each.strip()
    ]
    calculations = [
        ("calculate", f"c{place}", {"calculation": each}) for place, each in enumerate(expressions)
    ]
    xform = xform_of(book([*ASKED, *calculations], YES_NO))
    form = compile_xform(xform).form
    draw = random.Random(2026)  # noqa: S311 - repeatable
    responses = [{}] + [
        {name: draw.choice(values) for name, values in POSSIBLE.items() if draw.random() < 0.8}
        for _ in range(20)
    ]
    theirs = ask(
        xform,
        [{form.by_name[name].path: text for name, text in each.items()} for each in responses],
        tmp_path,
    )
    context = Context(dt.datetime(2026, 5, 4, tzinfo=dt.UTC), "seed", "")
    different = []
    for response, found in zip(responses, theirs, strict=True):
        states = judge(form, response, context).states
        for place, expression in enumerate(expressions):
            ours = states[f"c{place}"].text
            their = found[f"/data/c{place}"][3]
            if ours != their and FACTS.get(ours) != their:
                different.append((expression, ours, their, response))
    assert len(expressions) > 120
    assert different == []


def changed(draw):
    """Return complete answers of the mentoring form with some taken out or replaced."""
    answers = mentoring_answers()
    others = {
        "country": "fi", "city": "oulu", "birth_year": draw.choice(["1900", "2020"]), "gender": "man",
        "working": "n", "hours": "100", "email": "nobody", "role": draw.choice(["mentee", "coordinator"]),
        "pairs": "0", "first": "2026-04-30", "last": "2025-01-01", "topics": "none skills",
        "satisfaction": "2",
        **{f"trust{place}": "1" for place in range(1, 11)},
    }  # fmt: skip
    for name in list(answers):
        if draw.random() < 0.25:
            del answers[name]
        elif name in others and draw.random() < 0.5:
            answers[name] = others[name]
    return answers


@pytest.mark.long
def test_a_whole_form_is_judged_as_odk_collect_judges_it(tmp_path):
    published = publish(mentoring_book(), name="mentoring", version="1")
    form = published.form
    draw = random.Random(59)  # noqa: S311 - repeatable
    now = dt.datetime.now(dt.UTC)
    judgements = [judge(form, changed(draw), Context(now, "seed", form.default_language)) for _ in range(25)]
    unread = {"open1", "usual_time"}  # line breaks; a time without an offset
    responses = [
        {
            form.by_name[name].path: state.text
            for name, state in found.states.items()
            if state.text and form.by_name[name].asked and name not in unread
        }
        for found in judgements
    ]
    compared = 0
    for ours, theirs in zip(judgements, ask(published.xform, responses, tmp_path), strict=True):
        for name, state in ours.states.items():
            if name in unread or form.by_name[name].kind == "note":
                continue
            relevant, required, valid, text = theirs[form.by_name[name].path]
            wrong = [fault for fault in state.faults if fault.kind == "constraint"]
            assert (name, relevant) == (name, state.relevant)
            if relevant:
                text = text.removesuffix(".0")  # its text of a whole decimal
                assert (name, text, required) == (name, state.text, state.required)
                assert (name, valid) == (name, not wrong)
            compared += 1
    assert compared > 1_300


def test_odk_validate_accepts_what_we_publish(tmp_path):
    assert validate(publish(mentoring_book(), name="mentoring", version="1").xform, tmp_path) == ""


def test_odk_validate_refuses_what_is_broken(tmp_path):
    xform = publish(mentoring_book(), name="mentoring", version="1").xform
    assert validate(xform.replace("today()", "nonsense("), tmp_path) != ""


@pytest.mark.parametrize(
    "survey",
    [
        [("text", "a"), ("select_one yn", "b", {"choice_filter": "name != ${a}"})],
        [("select_multiple yn or_other", "b"), ("rank yn", "c", {"parameters": "randomize=true"})],
        [("range", "a", {"parameters": "start=1 end=5 step=0.5"}), ("acknowledge", "b"), ("today", "c")],
        [("begin group", "g"), ("note", "n"), ("dateTime", "d", {"default": "now()"}), ("end group", "")],
    ],
)
def test_odk_validate_accepts_every_kind_of_question(survey, tmp_path):
    published = publish(book(survey, YES_NO), name="kinds", version="1")
    assert [str(each.message) for each in published.problems if each.severity == "error"] == []
    assert validate(published.xform, tmp_path) == ""
