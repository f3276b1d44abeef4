"""Pages follow logic: nothing on a page depends on an answer that is given on it."""

import pytest
from tests.questionnaire.making import YES_NO, form_of, judged, xform_of
from tests.questionnaire.mentoring import mentoring_answers, mentoring_book

from mentorway.questionnaire import compile_xform, open_pages


def pages(survey, choices=YES_NO):
    return [" ".join(page.questions) for page in form_of(survey, choices).pages]


@pytest.mark.parametrize(
    "dependent",
    [
        ("text", "b", {"relevant": "${a} = 'y'"}),
        ("select_one yn", "b", {"choice_filter": "name != ${a}"}),
        ("text", "b", {"label": "You said ${a}"}),
        ("text", "b", {"hint": "You said ${a}"}),
        ("text", "b", {"relevant": "${through} = 'y'"}),
        ("note", "b", {"label": "That is ${through}"}),
    ],
)
def test_a_page_ends_before_what_depends_on_it(dependent):
    survey = [
        ("select_one yn", "a"),
        ("text", "other"),
        ("calculate", "through", {"calculation": "${a}"}),
        dependent,
        ("text", "last"),
    ]
    assert pages(survey) == ["a other", "b last"]


def test_what_depends_on_an_earlier_page_or_only_in_its_constraint_needs_no_new_page():
    survey = [
        ("integer", "a"),
        ("integer", "b", {"constraint": ". > ${a}"}),
        ("text", "c", {"relevant": "${a} > 1"}),
        ("text", "d", {"relevant": "${a} > 2"}),
    ]
    assert pages(survey) == ["a b", "c d"]


def test_groups_at_the_top_have_pages_of_their_own_and_long_pages_are_split():
    survey = [
        ("text", "a"),
        ("begin_group", "g"), ("text", "b"), ("begin_group", "h"), ("text", "c"), ("end_group", ""),
        ("end_group", ""),
        *[("text", f"t{place}") for place in range(14)],
    ]  # fmt: skip
    found = pages(survey)
    assert found[:2] == ["a", "b c"]
    assert [len(page.split()) for page in found[2:]] == [12, 2]


def test_a_field_list_stays_together_and_says_when_it_depends_on_itself():
    inside = [("text", f"t{place}") for place in range(15)]
    survey = [
        ("begin_group", "g", {"appearance": "field-list"}),
        ("select_one yn", "a"),
        ("text", "b", {"relevant": "${a} = 'y'"}),
        *inside,
        ("end_group", ""),
        ("text", "after"),
    ]
    first, second = form_of(survey, YES_NO).pages
    assert (len(first.questions), first.dynamic, first.group) == (17, True, "/data/g")
    assert (second.questions, second.dynamic, second.group) == (("after",), False, "")


def test_only_pages_with_something_to_show_are_open():
    form = form_of([("select_one yn", "a"), ("text", "b", {"relevant": "${a} = 'y'"})], YES_NO)
    assert [page.number for page in open_pages(judged(form, {}))] == [1]
    assert [page.number for page in open_pages(judged(form, {"a": "y"}))] == [1, 2]


def test_no_page_of_the_realistic_form_changes_while_it_is_filled_in():
    form = compile_xform(xform_of(mentoring_book())).form
    answers = mentoring_answers()
    for page in form.pages:
        given = {name: answer for name, answer in answers.items() if name not in page.questions}
        before, after = judged(form, given), judged(form, answers)
        for name in page.questions:
            assert before.states[name].relevant == after.states[name].relevant
            assert before.states[name].choices == after.states[name].choices
