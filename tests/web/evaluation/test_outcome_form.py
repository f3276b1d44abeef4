"""The form about an outcome: questions by heading, looked for without losing what is chosen."""

import pytest
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.evaluation import making
from tests.web.study import asking

from mentorway.web.evaluation.analysis.outcomes import asked_of
from mentorway.web.evaluation.analysis.sections import sections_of
from mentorway.web.methodology.analysis.forms import form_of

pytestmark = pytest.mark.django_db
SAID = {
    "title": "Confidence", "level": "learning", "questions": ["a3"], "reverse": ["a3"], "scoring": "mean",
    "higher_is_better": "yes", "licence": "",
}  # fmt: skip


def grouped():
    """Return a questionnaire with two groups of items, one within a group without words, and some without."""
    items = [asking.row("select_one agree", f"g{place}", f"I listen {place}") for place in range(2)]
    nested = [asking.row("select_one agree", f"h{place}", f"I plan {place}") for place in range(2)]
    loose = [asking.row("select_one agree", name, name) for name in ("z1", "z2", "x")]
    survey = [
        asking.row("begin_group", "listening", "How you listen"), *items,
        asking.row("end_group", "listening"),
        asking.row("begin_group", "planning", "How you plan"), asking.row("begin_group", "inner"), *nested,
        asking.row("end_group", "inner"), asking.row("end_group", "planning"), *loose,
    ]  # fmt: skip
    return asking.workbook(survey, asking.AGREE)


@pytest.fixture
def partner():
    return make_partner()


@pytest.fixture
def whole(partner):
    study = making.make_study(partner, make=grouped)
    return making.make_evaluation(partner, make_member(partner), study=study)


@pytest.fixture
def seen(client, whole):
    client.force_login(whole.created_by)
    return client


def parts_of(page):
    return page.context["form"].question_parts()


def test_questions_stand_under_the_headings_of_the_questionnaire(whole):
    found = {name: one.section for name, one in asked_of(whole.study_id).items()}
    assert found == {
        "g0": "How you listen", "g1": "How you listen", "h0": "How you plan", "h1": "How you plan",
        "z1": "Questions whose short names begin with “z”",
        "z2": "Questions whose short names begin with “z”",
        "x": "Other questions",
    }  # fmt: skip


def test_a_question_that_is_not_in_the_form_has_a_heading_too(whole):
    form = form_of(whole.study.version)
    assert sections_of(form, ["gone"], lambda labels: labels.get("en", "")) == {"gone": "Other questions"}


def test_a_part_is_open_where_something_is_chosen(seen, whole):
    row = making.make_outcome(whole, ("h0",))
    page = seen.get(reverse("evaluation:change_outcome", args=[whole.pk, row.pk]))
    parts = parts_of(page)
    assert [(one.heading, one.is_open, one.chosen) for one in parts[:2]] == [
        ("How you listen", False, 0),
        ("How you plan", True, 1),
    ]
    assert page.text.count("<details") >= 4


def look(seen, whole, find, **more):
    data = {**SAID, "questions": ["h0"], "reverse": ["h0"], "find": find, "look": "1", **more}
    return seen.post(reverse("evaluation:new_outcome", args=[whole.pk]), data)


def test_looking_for_questions_keeps_what_was_written_and_chosen_and_saves_nothing(seen, whole):
    page = look(seen, whole, "LISTEN", title="")
    assert not whole.outcomes.exists()
    assert [[row.name for row in one.rows] for one in parts_of(page)] == [["g0", "g1"], [], [], []]
    assert '<input type="hidden" name="questions" value="h0">' in page.text
    assert '<input type="hidden" name="reverse" value="h0">' in page.text
    assert "errorlist" not in page.text


def test_what_was_chosen_before_and_after_looking_is_saved_together(seen, whole):
    data = {**SAID, "questions": ["h0", "g1"], "reverse": [], "find": "listen"}
    seen.post(reverse("evaluation:new_outcome", args=[whole.pk]), data)
    assert [one["name"] for one in whole.outcomes.get().questions] == ["g1", "h0"]


def test_words_that_stand_nowhere_are_said_to(seen, whole):
    assert "No question fits." in look(seen, whole, "xylophone").text


def test_a_questionnaire_with_many_questions_is_shown(seen, partner, whole):
    study = making.make_study(partner, make=asking.sixty)
    type(whole).objects.filter(pk=whole.pk).update(study=study)
    page = seen.get(reverse("evaluation:new_outcome", args=[whole.pk]))
    assert sum(len(one.rows) for one in parts_of(page)) == len(asked_of(study.pk))
