"""A proposal on the own pages of the people in it."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from tests.web.mentoring.making import DAY, join, make_round, propose

from mentorway.web.core.wording import kept
from mentorway.web.mentoring.actions import proposals
from mentorway.web.mentoring.models import Answer, Enquiry, Place, RelationState, Side
from mentorway.web.mentoring.queries.relations import places_of
from mentorway.wording import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole():
    return make_round()


@pytest.fixture
def mentee(whole):
    return join(whole, name="Aino Ek")


@pytest.fixture
def mentor(whole):
    return join(whole, Side.MENTOR, name="Bo Berg", organisation="Museum", about="I sail.")


@pytest.fixture
def relation(whole, mentee, mentor):
    return propose(whole, mentor, mentee)


def url(name, person, relation):
    return reverse(f"mentoring:{name}", args=[person.link, relation.pk])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def accept(relation, *people):
    for one in people:
        proposals.answer(Place.objects.get(relation=relation, person=one), accepts=True)


def test_the_page_tells_who_the_other_one_is_and_why_but_no_address(client, relation, mentee, mentor):
    reasons = [kept(Message("Both want: %(topics)s.", {"topics": "writing"}))]
    relation.places.filter(person=mentee).update(why={"reasons": reasons})
    pages = [text(client.get(url("own_relation", one, relation))) for one in (mentee, mentor)]
    assert [words in pages[0] for words in ("Bo Berg", "Museum", "I sail.", "Both want: writing.")] == [
        True
    ] * 4
    assert ("Aino Ek" in pages[1], "Both want: writing." in pages[1]) == (True, True)
    assert (mentor.email in pages[0], mentee.email in pages[1]) == (False, False)
    assert mentor.link not in pages[0]


def test_accepting_on_the_page_brings_both_together(client, relation, mentee, mentor):
    client.post(url("own_answer", mentee, relation), {"answer": "accept"})
    assert "You have accepted." in text(client.get(url("own_relation", mentee, relation)))
    client.post(url("own_answer", mentor, relation), {"answer": "accept"})
    page = text(client.get(url("own_relation", mentee, relation)))
    assert mentor.email in page
    assert "Time together" in page


def test_declining_asks_first_and_wants_no_reason(client, relation, mentee, mentor):
    page = text(client.get(url("own_relation", mentee, relation), {"sure": "decline"}))
    assert "Decline this proposal?" in page
    assert Place.objects.get(relation=relation, person=mentee).answer == Answer.OPEN
    client.post(url("own_answer", mentee, relation), {"answer": "decline"})
    pages = [text(client.get(url("own_relation", one, relation))) for one in (mentee, mentor)]
    assert ["This pair did not come about" in page for page in pages] == [True, True]
    assert "Aino Ek" not in pages[1]
    assert 'name="answer"' not in pages[1]


def test_a_refused_answer_is_said_on_the_page(client, relation, mentee, mentor):
    accept(relation, mentee, mentor)
    page = client.post(url("own_answer", mentee, relation), {"answer": "decline"}, follow=True)
    assert "All have accepted already" in text(page)


def test_after_the_time_the_page_says_the_same_as_after_a_decline(client, relation, mentee):
    relation.answer_until = timezone.now() - DAY
    relation.save()
    assert "This pair did not come about" in text(client.get(url("own_relation", mentee, relation)))


def test_after_the_end_the_page_is_calm_and_shows_no_address(client, relation, mentee, mentor):
    accept(relation, mentee, mentor)
    relation.refresh_from_db()
    proposals.withdraw(relation, state=RelationState.ACTIVE, ending="planned")
    page = text(client.get(url("own_relation", mentee, relation)))
    assert "This pair has ended" in page
    assert mentor.email not in page


def test_a_question_is_asked_and_its_reply_shown_to_who_asked_only(client, relation, mentee, mentor, whole):
    address = url("own_ask", mentee, relation)
    assert "This field is required." in text(client.post(address, {"text": ""}))
    client.post(address, {"text": "Do you sail too?"})
    proposals.reply(Enquiry.objects.get(), whole.created_by, text="Every summer.")
    page = text(client.get(url("own_relation", mentee, relation)))
    assert ("Do you sail too?" in page, "Every summer." in page) == (True, True)
    other = text(client.get(url("own_relation", mentor, relation)))
    assert ("Do you sail too?" in other, "Every summer." in other) == (False, False)


def test_nobody_asks_without_end_or_after_the_answer(client, relation, mentee, mentor):
    for number in range(10):
        client.post(url("own_ask", mentee, relation), {"text": f"Question {number}"})
    page = text(client.post(url("own_ask", mentee, relation), {"text": "One more"}))
    assert "You have asked a lot already." in page
    accept(relation, mentee, mentor)
    client.post(url("own_ask", mentor, relation), {"text": "Late"})
    assert Enquiry.objects.count() == 10


def test_strangers_and_wrong_answers_find_nothing(client, whole, relation, mentee):
    stranger = join(whole, name="Eeva")
    assert client.get(url("own_relation", stranger, relation)).status_code == 404
    assert client.post(url("own_answer", stranger, relation), {"answer": "accept"}).status_code == 404
    assert client.post(url("own_answer", mentee, relation), {"answer": "maybe"}).status_code == 404
    assert client.get(url("own_answer", mentee, relation)).status_code == 405


def test_the_example_is_shown_and_refuses_answers(client):
    whole = make_round(is_example=True)
    mentee = join(whole)
    relation = propose(whole, join(whole, Side.MENTOR), mentee)
    page = client.post(url("own_answer", mentee, relation), {"answer": "accept"}, follow=True)
    assert "This is an example" in text(page)
    assert {one.answer for one in relation.places.all()} == {Answer.OPEN}


def test_the_list_on_the_own_page_names_nobody_once_a_proposal_is_closed(relation, mentee, mentor, whole):
    def shown():
        facts = {"person": mentee, "round": whole, "relations": places_of(mentee)}
        return render_to_string("mentoring/relations/own_list.html", facts)

    assert ("Bo Berg" in shown(), "Please answer by" in shown()) == (True, True)
    proposals.answer(Place.objects.get(relation=relation, person=mentor), accepts=False)
    assert ("Bo Berg" in shown(), "Not open any more" in shown()) == (False, True)


def test_a_person_without_proposals_has_an_empty_list(mentee, whole):
    facts = {"person": mentee, "round": whole, "relations": places_of(mentee)}
    assert render_to_string("mentoring/relations/own_list.html", facts).strip() == ""


def test_the_first_page_leads_to_what_is_to_be_answered_and_names_who_it_is(client, relation, mentee):
    home = reverse("mentoring:own", args=[mentee.link])
    link = r'href="([^"]+)">Read the proposal<span class="visually-hidden">: <bdi>Bo Berg</bdi>'
    assert re.findall(link, text(client.get(home))) == [url("own_relation", mentee, relation)]
    accept(relation, mentee)
    assert "Read the proposal" not in text(client.get(home))
