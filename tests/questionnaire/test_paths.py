"""Paths in expressions, lists, and what an XForm may hold that we do not publish."""

import base64
import threading
from dataclasses import asdict

import pytest
from tests.questionnaire.making import book, form_of, issues_of, judged, sentences, xform_of
from tests.questionnaire.mentoring import mentoring_answers, mentoring_book

from mentorway.questionnaire import Bounds, Limits, compile_xform, label_of, publish, write_workbook
from mentorway.questionnaire.packed import read_packed
from mentorway.questionnaire.worker import _read
from mentorway.questionnaire.xform import parse_xml, read_xform
from mentorway.wording import InvalidInputError

CITIES = [("city", "oulu", "Oulu", {"land": "fi", "size": "200"}), ("city", "turku", "Turku",
{"land": "fi", "size": "190"}),
          ("city", "riga", "Riga", {"land": "lv", "size": "600"})]  # fmt: skip


def gives(expression, **answers):
    survey = [
        ("select_one city", "city"),
        ("begin_group", "g"), ("integer", "a"), ("integer", "b"), ("end_group", ""),
        ("calculate", "found", {"calculation": expression}),
    ]  # fmt: skip
    return judged(form_of(survey, CITIES), answers).states["found"].text


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("instance('city')/root/item[name = ${city}]/size * 2", "400"),
        ("instance('city')/root/item[size > 195 and land = 'fi']/label", "Oulu"),
        ("count(instance('city')/root/item[land = 'fi'])", "2"),
        ("join(' ', instance('city')/root/item/name)", "oulu turku riga"),
        ("count(instance('city')/root/*)", "3"),
        ("count(instance('city')/root/item[position() <= 2])", "2"),
        ("instance('city')/root/item[last()]/name", "riga"),
        ("instance('city')/root/item[name = ${city}]/following-sibling::item/name", "turku"),
        ("instance('city')/root/item[name = 'riga']/../item[land = 'fi']/name/text()", "oulu"),
        ("instance('city')/root/item[./land = 'lv']/name", "riga"),
        ("instance('city')/root/item[name = current()/../city]/label", "Oulu"),
        ("jr:itext(instance('city')/root/item[name = ${city}]/itextId)", "Oulu"),
        ("jr:itext('nothing')", ""),
        ("sum(/data/g/*)", "7"),
        ("count(/data/g/node())", "2"),
        ("/data/g/a/text()", "3"),
        ("/data/g/a[. > 2]", "3"),
        ("/data/g[a = 3]/b", "4"),
        ("sum(/data/g/a/following-sibling::*)", "4"),
        ("count-non-empty(/data/g/*)", "2"),
        ("(${city})", "oulu"),
        ("../g/a + 1", "4"),
        ("string(/data/g/b/self::b)", "4"),
        ("max(/data/g/a, /data/g/b)", "4"),
    ],
)  # fmt: skip
def test_a_path_leads_where_xpath_says(expression, found):
    assert gives(expression, city="oulu", a="3", b="4") == found


def test_a_translated_list_gives_its_labels_in_the_language_of_the_reader():
    choices = [("l", "a", "", {"label::English (en)": "One", "label::Suomi (fi)": "Yksi"})]
    survey = [
        ("select_one l", "q"),
        ("calculate", "c", {"calculation": "jr:itext(instance('l')/root/item[name = ${q}]/itextId)"}),
    ]
    form = form_of(survey, choices, language="English (en)", settings={"default_language": "English (en)"})
    assert judged(form, {"q": "a"}).states["c"].text == "One"
    assert judged(form, {"q": "a"}, language="fi").states["c"].text == "Yksi"


def test_a_pattern_made_of_answers_is_tried_when_it_is_known():
    form = form_of([("text", "p"), ("text", "q", {"constraint": "regex(., ${p})"})])
    assert judged(form, {"p": "[ab]+", "q": "abba"}).complete
    assert [fault.kind for fault in judged(form, {"p": "(?=a)", "q": "a"}).faults["q"]] == ["rule"]


def test_a_rule_that_cannot_be_worked_out_is_said_and_hides_nothing():
    form = form_of([("text", "p"), ("text", "q", {"relevant": "regex('a', ${p})", "label": "${p} again"})])
    found = judged(form, {"p": "(", "q": "x"})
    assert found.states["q"].relevant
    assert sentences(found)["q"][0].startswith("A rule of the question “q” cannot be worked out")
    assert label_of(found, form.by_name["q"]) == "( again"


def test_a_text_that_cannot_be_worked_out_has_a_gap():
    form = form_of(
        [
            ("text", "p"),
            ("calculate", "c", {"calculation": "regex('a', ${p})"}),
            ("note", "n", {"label": "It is ${c}."}),
        ]
    )
    assert label_of(judged(form, {"p": "a"}), form.by_name["n"]) == "It is true."
    assert label_of(judged(form, {"p": "("}), form.by_name["n"]) == "It is ."


@pytest.mark.parametrize(
    ("row", "column", "part"),
    [
        (("text", "q", {"read_only": "${i} > 1"}), "read_only", "cannot depend on answers"),
        (("geopoint", "q"), "type", "“geopoint” are not supported"),
        (("image", "q"), "type", "are not supported"),
        (("barcode", "q"), "type", "“barcode” are not supported"),
        (("deviceid", "q"), "type", "Answers here are anonymous"),
        (("text", "q", {"trigger": "${i}", "calculation": "1 + 1"}), "trigger", "sets off"),
        (("select_one ${i}", "q"), "type", "in the choices sheet, not from answers"),
        (("note", "q", {"label": "${i} of instance"}), "", ""),
    ],
)
def test_what_is_not_published_is_named_even_when_linting_did_not_see_it(row, column, part):
    survey = (
        [("begin_repeat", "r"), ("text", "i"), ("end_repeat", "")] if "${i}" in row[0] else [("text", "i")]
    )
    found = [each for each in issues_of([*survey, row]) if each[0] == "q"]
    assert [each[1] for each in found] == ([column] if column else [])
    assert not column or part in found[0][2]


def test_repeats_are_refused_by_name():
    survey = [("begin_repeat", "r"), ("text", "a"), ("end_repeat", "")]
    assert [(name, column) for name, column, _ in issues_of(survey)] == [("r", "type")]


def test_what_is_no_xform_is_refused():
    with pytest.raises(InvalidInputError, match="no model"):
        read_xform("<html/>")
    with pytest.raises(InvalidInputError, match="cannot be read"):
        parse_xml(b"\x00")


def test_bounds_and_defaults_of_a_range_are_kept():
    survey = [("range", "q", {"parameters": "start=10 end=0 step=-2.5", "default": "5"})]
    question = form_of(survey).by_name["q"]
    assert (question.bounds, question.kind, question.default) == (Bounds(10, 0, -2.5), "decimal", "5")


def test_expressions_that_are_too_much_together_are_refused():
    choices = [("l", f"c{place}", "C", {"k": "x"}) for place in range(9_000)]
    survey = [("text", "a")] + [
        ("select_one l", f"q{place}", {"choice_filter": "k = ${a}"}) for place in range(170)
    ]
    assert [
        part
        for _, _, text in issues_of(survey, choices)
        for part in ("All expressions together",)
        if part in text
    ]


def test_a_form_may_have_a_question_called_data():
    found = publish(book([("text", "data"), ("note", "n", {"label": "${data}"})]), name="f", version="1")
    assert found.form.root == "form"
    assert label_of(judged(found.form, {"data": "x"}), found.form.by_name["n"]) == "x"


def test_many_threads_judge_at_once():
    form = compile_xform(xform_of(mentoring_book())).form
    expected = {place: 30 + place for place in range(8)}
    found = {}

    def run(place):
        answers = {**mentoring_answers(), "birth_year": str(2026 - expected[place])}
        found[place] = {judged(form, answers).stored["age"] for _ in range(30)}

    threads = [threading.Thread(target=run, args=(place,)) for place in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {place: {age} for place, age in expected.items()}


def test_the_worker_answers_with_a_workbook_or_a_sentence():
    data = write_workbook(mentoring_book())
    asked = {"data": base64.b64encode(data).decode(), "limits": asdict(Limits())}
    assert _read(asked)["found"] == read_packed(data, Limits()).to_json()
    asked["data"] = base64.b64encode(b"nothing").decode()
    assert _read(asked)["message"]["text"].startswith("The file is not a readable Excel workbook")
