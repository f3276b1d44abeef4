"""Questions as people see them: every type, tied to its label, its faults described, small on the wire."""

import datetime as dt
import functools
import gzip
import re

import pytest
from django.http import QueryDict
from django.template import Context as TemplateContext
from django.template import Template
from django.urls import reverse
from tests.conftest import make_member
from tests.web.methodology import making

from mentorway.questionnaire import Context, judge, publish
from mentorway.web.methodology.analysis import pages
from mentorway.web.methodology.models import Questionnaire

SHOW = Template("{% load questionnaires %}{% questions blocks %}")
COLUMNS = (
    "type",
    "name",
    f"label::{making.EN}",
    f"hint::{making.EN}",
    "required",
    "appearance",
    "parameters",
)
KINDS = (
    COLUMNS,
    ("begin_group", "g", "All of it", "", "", "field-list"),
    ("note", "hello", "Thank you\nfor coming."),
    ("text", "one", "A line?", "Short.", "yes"),
    ("text", "many", "Lines?", "", "", "multiline"),
    ("integer", "whole", "How many?"),
    ("decimal", "part", "How much?"),
    ("date", "day", "When?"),
    ("time", "hour", "At what time?"),
    ("select_one topics", "pick", "Which?", "", "yes"),
    ("select_one topics", "open", "Which then?", "", "", "minimal"),
    ("select_multiple topics", "some", "Which ones?"),
    ("rank topics", "order", "In which order?"),
    ("range", "scale", "How good?", "", "", "", "start=0 end=10 step=1"),
    ("range", "long", "How far?", "", "", "", "start=0 end=100 step=1"),
    ("acknowledge", "yes", "I agree.", "", "yes"),
    ("select_one topics", "r1", "Row one", "", "", "likert"),
    ("select_one topics", "r2", "Row <two>", "", "yes", "likert"),
    ("end_group",),
)


@functools.cache
def form_of(rows):
    found = publish(making.workbook(survey=rows), name="q1", version="1")
    assert found.form, [str(problem.message) for problem in found.problems]
    return found.form


def shown(form, answers=None, *, faults=False):
    context = Context(dt.datetime(2026, 5, 1, tzinfo=dt.UTC), "seed", "en")
    judged = judge(form, answers or {}, context)
    blocks = [
        block for page in form.pages for block in pages.blocks_of(judged, page, answers or {}, faults=faults)
    ]
    return SHOW.render(TemplateContext({"blocks": blocks}))


def test_every_input_has_a_label_and_every_set_of_choices_a_legend():
    html = shown(form_of(KINDS))
    ids = re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 15
    wrapped = re.findall(r"<label[^>]*><(?:input|select)", html)
    loose = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    assert loose == {f"q_{name}" for name in ("one", "many", "whole", "part", "day", "hour", "open", "long")}
    assert len(wrapped) == html.count('type="radio"') + html.count('type="checkbox"') + 2
    assert html.count("<fieldset") == html.count("<legend") == 6
    assert "Row &lt;two&gt;" in html
    assert "Thank you<br>for coming." in html


def test_faults_are_said_and_tied_to_their_question():
    answers = {"whole": "many", "one": "", "r2": "", "long": "101"}
    html = shown(form_of(KINDS), answers, faults=True)
    for name in ("whole", "one", "long"):
        assert re.search(
            rf'<input id="q_{name}"[^>]*aria-describedby="[^"]*q_{name}-f"[^>]*aria-invalid="true"', html
        )
        assert f'id="q_{name}-f"' in html
    assert '<fieldset class="q-row" aria-describedby="q_r2-f">' in html
    assert 'aria-describedby="q_one-h q_one-f"' in html
    assert 'value="many"' in html


def test_what_was_answered_is_shown_again():
    answers = {
        "pick": "work",
        "some": ["life"],
        "order": ["life", "work"],
        "scale": "7",
        "yes": "OK",
        "open": "work",
    }
    html = shown(form_of(KINDS), answers)
    assert '<input id="q_pick" type="radio" name="q_pick" value="work" checked required>' in html
    assert 'name="q_some" value="life" checked' in html
    assert 'name="q_scale" value="7" checked' in html
    assert '<option value="work" selected>' in html
    assert re.search(r'name="q_order.life"><option value=""></option><option selected>1<', html)


def test_what_is_sent_is_read_as_the_judge_takes_it():
    form = form_of(KINDS)
    data = QueryDict(
        "q_one=x&q_some=work&q_some=life&q_order.work=2&q_order.life=1&q_pick=work&q_whole=3&q_strange=1"
    )
    answers = pages.sent(form, form.pages[0], data)
    assert answers["some"] == ["work", "life"]
    assert answers["order"] == ["life", "work"]
    assert (answers["one"], answers["pick"], answers["whole"], answers["many"]) == ("x", "work", "3", "")
    assert not {"hello", "strange"} & set(answers)
    context = Context(dt.datetime(2026, 5, 1, tzinfo=dt.UTC), "seed", "en")
    assert judge(form, answers, context).stored["order"] == ["life", "work"]


@pytest.mark.parametrize(
    "places", ["q_order.work=1&q_order.life=1", "q_order.work=1", "q_order.work=x&q_order.life=1"]
)
def test_an_order_with_a_place_twice_or_missing_is_not_taken_for_an_order(places):
    form = form_of(KINDS)
    answers = pages.sent(form, form.pages[0], QueryDict(places))
    context = Context(dt.datetime(2026, 5, 1, tzinfo=dt.UTC), "seed", "en")
    assert "order" in judge(form, answers, context).faults


def test_sixty_questions_weigh_less_than_ten_kilobytes():
    rows = (
        *(
            ("select_one topics", f"s{place}", f"I talk about subject {place} often.", "", "yes", "likert")
            for place in range(40)
        ),
        *(("text", f"t{place}", f"What would you change about matter {place}?") for place in range(10)),
        *(
            ("select_one topics", f"o{place}", f"Which of the two is it in case {place}?")
            for place in range(10)
        ),
    )
    html = shown(form_of((COLUMNS, *rows)))
    assert html.count("<fieldset") + html.count("<input id=") >= 60
    assert len(gzip.compress(html.encode())) < 10_000


@pytest.mark.django_db
def test_the_preview_goes_page_by_page_and_minds_conditions(client):
    user = make_member()
    client.force_login(user)
    made = making.make_questionnaire(user.partners.get(), user)

    def page(number):
        return reverse("methodology:preview_page", args=[made.pk, "en", number])

    first = client.get(reverse("methodology:preview", args=[made.pk]), follow=True)
    assert "Do you have a mentor?" in first.content.decode()
    assert "needs an answer" in client.post(page(1), {"do": "next"}).content.decode()
    assert client.post(page(1), {"do": "next", "q_mentor": "no"}).url == page(3)
    assert client.post(page(1), {"do": "next", "q_mentor": "yes"}).url == page(2)
    assert "What is the name of your mentor" in client.get(page(2)).content.decode()
    assert client.post(page(3), {"do": "back"}).url == page(2)
    wrong = client.post(page(3), {"do": "next", "q_age": "7"}).content.decode()
    assert "“7” is not allowed here" in wrong
    done = client.post(page(3), {"do": "next", "q_age": "33"}, follow=True).content.decode()
    assert "This was the last page" in done
    assert "33" in done
    client.post(page(1), {"do": "restart"})
    assert "checked" not in client.get(page(1)).content.decode()
    assert client.get(reverse("methodology:preview_page", args=[made.pk, "xx", 1])).status_code == 404


@pytest.mark.django_db
def test_a_draft_that_cannot_be_shown_says_why(client):
    user = make_member()
    client.force_login(user)
    survey = (COLUMNS, ("select_one nowhere", "c", "C?"))
    made = making.make_questionnaire(user.partners.get(), user, making.workbook(survey=survey))
    page = client.get(reverse("methodology:preview", args=[made.pk])).content.decode()
    assert "The list “nowhere” is not in the sheet" in page
    assert Questionnaire.objects.count() == 1
