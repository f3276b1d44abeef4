"""What counts for a good pair: weights, criteria and rules are written down, and mistakes are said."""

import re

import pytest
from django.urls import reverse
from tests.conftest import make_member
from tests.web.mentoring.making import make_round
from tests.web.mentoring.matching_making import HOURS, LANGUAGES, SHARED, matchable
from tests.web.study import asking
from tests.web.study.filling_making import make_version

from mentorway.web.mentoring.models import Round, RoundState

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole():
    return matchable()


@pytest.fixture
def member(client, whole):
    user = make_member(whole.partner)
    client.force_login(user)
    return user


@pytest.fixture
def asked(whole, member):
    """The round with questionnaires of every kind on both sides."""
    version = make_version(asking.every_kind)
    whole.mentee_questions = whole.mentor_questions = version
    whole.save()
    return whole


def url(name, whole, *more, **query):
    address = reverse(f"mentoring:{name}", args=[whole.pk, *more])
    return f"{address}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else address


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def again(whole):
    return Round.objects.get(pk=whole.pk)


def weights(whole):
    return {one["key"]: one["weight"] for one in again(whole).criteria}


def test_the_page_says_what_counts_in_words(client, whole, member):
    page = text(client.get(url("criteria", whole)))
    assert [words in page for words in (
        "What both named, of all that either named", "Languages to talk in", "Enough from 2 hours a week.",
        "Nobody is their own mentor", "They share a language",
    )] == [True] * 5  # fmt: skip


def test_an_empty_page_says_what_to_do(client, member):
    whole = make_round(member.memberships.get().partner)
    page = text(client.get(url("criteria", whole)))
    assert ("Nothing counts yet" in page, "Save the weights" in page) == (True, False)


def test_all_weights_are_changed_at_once(client, whole, member):
    answer = client.post(url("criteria", whole), {"do": "weights", "w_languages": "3", "w_hours": "0"})
    assert (answer.status_code, weights(whole)) == (302, {"languages": 3, "hours": 0})


@pytest.mark.parametrize("weight", ["", "101", "-1", "x", "2.5"])
def test_a_weight_that_is_none_is_said_at_the_field(client, whole, member, weight):
    answer = client.post(url("criteria", whole), {"do": "weights", "w_languages": weight, "w_hours": "1"})
    assert (answer.status_code, "errorlist" in text(answer)) == (200, True)
    assert weights(whole) == {"languages": 10, "hours": 10}


def test_one_weight_must_be_above_zero(client, whole, member):
    page = text(client.post(url("criteria", whole), {"do": "weights", "w_languages": "0", "w_hours": "0"}))
    assert "At least one criterion needs a weight above 0." in page
    assert weights(whole) == {"languages": 10, "hours": 10}


def test_rules_are_switched_on_and_off(client, whole, member):
    sent = {"do": "rules", "hours": "on", "hours_strict": "on", "least": "1.5", "country": "on"}
    assert client.post(url("criteria", whole), sent).status_code == 302
    assert [(one["kind"], one["least"], one["strict"]) for one in again(whole).rules] == [
        ("hours", 1.5, True),
        ("country", 0, False),
    ]


def test_rules_that_pages_do_not_offer_stay(client, whole, member):
    whole.rules = [{"kind": "line", "question": "", "least": 0, "strict": False}, SHARED]
    whole.save()
    client.post(url("criteria", whole), {"do": "rules", "least": "1"})
    assert [one["kind"] for one in again(whole).rules] == ["line"]


@pytest.mark.parametrize("least", ["", "0", "200", "x"])
def test_hours_that_are_none_are_said_at_the_field(client, whole, member, least):
    answer = client.post(url("criteria", whole), {"do": "rules", "hours": "on", "least": least})
    assert (answer.status_code, "errorlist" in text(answer)) == (200, True)
    assert again(whole).rules == [SHARED]


def test_a_criterion_is_added_from_the_questions_of_both_sides(client, asked):
    chooser = text(client.get(url("new_criterion", asked)))
    assert [
        words in chooser for words in ("What does mentoring give you?", "Weekly hours", "What is your work?")
    ] == [
        True,
        True,
        False,
    ]
    address = url("new_criterion", asked, question="gains", counterpart="")
    form = text(client.get(address))
    assert ("What the mentee wants and the mentor offers" in form, 'name="span"' in form) == (True, False)
    sent = {"title": "Gains", "kind": "wanted", "weight": "40", "serves": "mentee"}
    assert client.post(address, sent).status_code == 302
    new = again(asked).criteria[-1]
    assert (new["key"], new["title"], new["kind"], new["weight"]) == ("c1", "Gains", "wanted", 40)
    assert (new["question"], new["counterpart"], new["serves"]) == ("gains", "", "mentee")


def test_the_order_of_steps_is_taken_from_the_choices(client, asked):
    address = url("new_criterion", asked, question="country", counterpart="")
    client.post(address, {"title": "Where", "kind": "ordered", "weight": "5", "lead": "1"})
    new = again(asked).criteria[-1]
    assert (new["order"], new["lead"]) == (["fi", "lt", "lv"], 1.0)


@pytest.mark.parametrize(
    ("question", "counterpart", "words"),
    [
        ("gains", "age", "answers of different kinds"),
        ("@week", "gains", "compared with the same question only"),
        ("mentor", "country", "no choice in common"),
        ("nothing", "", "Select a valid choice"),
    ],
)
def test_questions_that_cannot_be_compared_are_refused(client, asked, question, counterpart, words):
    page = text(client.get(url("new_criterion", asked, question=question, counterpart=counterpart)))
    assert (words in page, 'name="weight"' in page) == (True, False)


def test_a_question_that_only_mentees_are_asked_needs_another_for_mentors(client, asked):
    asked.mentor_questions = None
    asked.save()
    page = text(client.get(url("new_criterion", asked, question="gains", counterpart="")))
    assert "Mentors are not asked this." in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"span": "0"}, "errorlist"), ({"kind": "same"}, "errorlist"), ({"title": " "}, "errorlist")],
)
def test_a_criterion_that_cannot_be_reckoned_with_is_refused(client, asked, wrong, words):
    address = url("new_criterion", asked, question="age", counterpart="")
    sent = {"title": "Age", "kind": "close", "weight": "5", "span": "10", "lead": "0", **wrong}
    assert words in text(client.post(address, sent))
    assert len(again(asked).criteria) == 2


def test_a_criterion_is_changed_and_removed(client, whole, member):
    sent = {"title": "Time together", "kind": "availability", "weight": "7", "enough": "3", "serves": ""}
    assert client.post(url("change_criterion", whole, "hours"), sent).status_code == 302
    changed = again(whole).criteria[1]
    assert (changed["key"], changed["title"], changed["enough"]) == ("hours", "Time together", 3.0)
    assert "Time together" in text(client.get(url("remove_criterion", whole, "hours")))
    assert client.post(url("remove_criterion", whole, "hours")).status_code == 302
    assert [one["key"] for one in again(whole).criteria] == ["languages"]
    assert client.get(url("change_criterion", whole, "hours")).status_code == 404


def test_a_question_that_is_not_asked_any_more_is_said_and_can_be_removed(client, whole, member):
    whole.criteria = [HOURS, {**LANGUAGES, "key": "gone", "title": "Gone", "question": "gone"}]
    whole.save()
    assert "This question is not asked now" in text(client.get(url("criteria", whole)))
    assert "are not asked this question any more" in text(client.get(url("change_criterion", whole, "gone")))


def test_forty_criteria_are_the_most(client, whole, member):
    whole.criteria = [{**HOURS, "key": f"h{number}"} for number in range(40)]
    whole.save()
    address = url("new_criterion", whole, question="@week", counterpart="")
    sent = {"title": "Time", "kind": "availability", "weight": "7", "enough": "3", "serves": ""}
    assert "which is the most" in text(client.post(address, sent))


def test_an_example_is_shown_and_not_changed(client, whole, member):
    Round.objects.filter(pk=whole.pk).update(is_example=True, state=RoundState.RUNNING)
    page = text(client.get(url("criteria", whole)))
    assert ("They share a language" in page, "Save the weights" in page) == (True, False)
    assert client.post(url("criteria", whole), {"do": "weights"}).status_code == 403
    assert client.get(url("new_criterion", whole)).status_code == 403
