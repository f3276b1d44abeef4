"""Proposals and pairs of a round, as those who run it see them."""

import csv
import io
import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member
from tests.web.mentoring.making import DAY, join, make_matching, make_round, propose

from mentorway.web.mentoring.actions import proposals
from mentorway.web.mentoring.models import Answer, Ending, Enquiry, Place, Relation, RelationState, Side
from mentorway.web.mentoring.queries.relations import with_late_answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(client):
    made = make_round()
    client.force_login(made.created_by)
    return made


@pytest.fixture
def relation(whole):
    return propose(whole, join(whole, Side.MENTOR, name="Bo Berg"), join(whole, name="Aino Ek"))


def url(name, whole, *args):
    return reverse(f"mentoring:{name}", args=[whole.pk, *args])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def letters():
    mail.outbox.clear()
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    return mail.outbox


def asked(relation, words="Does he speak Finnish?"):
    return Enquiry.objects.create(place=relation.places.get(side=Side.MENTEE), text=words)


def start(relation):
    relation.state, relation.began = RelationState.ACTIVE, timezone.now()
    relation.save()


def test_confirming_says_what_happens_first(client, whole):
    pairs = [(join(whole, name="Aino", email=""), join(whole, Side.MENTOR))]
    address = url("confirm_matching", whole, make_matching(whole, pairs).number)
    page = text(client.get(address))
    assert "1 proposal is made. 1 letter is sent" in page
    assert "These people have no e-mail address" in page
    assert Relation.objects.count() == 0
    assert client.post(address).status_code == 302
    assert Relation.objects.count() == 1
    assert "Only a draft can be confirmed" in text(client.get(address))


def test_confirming_says_what_stands_against_it(client, whole):
    pairs = [(join(whole, name="Aino Ek", profiled=None), join(whole, Side.MENTOR))]
    address = url("confirm_matching", whole, make_matching(whole, pairs).number)
    page = text(client.post(address))
    assert "The profile of Aino Ek is not complete." in page
    assert "Confirm and send" not in page
    assert Relation.objects.count() == 0


def test_a_matching_that_is_not_there_is_not_confirmed(client, whole):
    assert client.get(url("confirm_matching", whole, 7)).status_code == 404


def test_an_empty_list_teaches_how_proposals_come(client, whole):
    page = text(client.get(url("relations", whole)))
    assert "There is no proposal yet" in page
    assert url("matchings", whole) in page


def test_the_list_is_filtered_and_searched_and_shows_who_has_answered(client, whole, relation):
    proposals.answer(Place.objects.get(relation=relation, side=Side.MENTOR), accepts=True)
    start(propose(whole, join(whole, Side.MENTOR, name="Cilla"), join(whole, name="Dovilė")))
    page = text(client.get(url("relations", whole), {"state": "proposed"}))
    assert "1 of 2 accepted" in page
    assert "Dovilė" not in page
    assert "Dovilė" in text(client.get(url("relations", whole), {"q": "cilla"}))
    assert "Aino Ek" not in text(client.get(url("relations", whole), {"q": "cilla"}))
    assert "Nothing found" in text(client.get(url("relations", whole), {"q": "zebra"}))
    assert "All (2)" in page


def test_a_long_list_has_pages_and_asks_the_database_a_fixed_number_of_times(
    client, whole, django_assert_max_num_queries
):
    for _number in range(55):
        propose(whole, join(whole, Side.MENTOR), join(whole))
    client.get(url("relations", whole))
    with django_assert_max_num_queries(25):
        page = text(client.get(url("relations", whole), {"page": 2}))
    assert page.count('<th scope="row"') == 5


def test_the_file_holds_names_and_states_but_not_who_declined(client, whole, relation):
    proposals.answer(Place.objects.get(relation=relation, side=Side.MENTOR), accepts=False)
    answer = client.get(url("export_relations", whole))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][:3] == ["Bo Berg", "Aino Ek", "Did not come about"]
    assert len(rows) == 2


def test_the_page_shows_answers_only_while_the_proposal_is_open(client, whole, relation):
    proposals.answer(Place.objects.get(relation=relation, side=Side.MENTOR), accepts=True)
    page = text(client.get(url("relation", whole, relation.pk)))
    assert (page.count("Accepted"), page.count("Not answered yet")) == (1, 1)
    proposals.answer(Place.objects.get(relation=relation, side=Side.MENTEE), accepts=False)
    page = text(client.get(url("relation", whole, relation.pk)))
    assert (page.count("Accepted"), page.count("Declined")) == (0, 0)


def test_no_page_of_members_holds_a_secret_link(client, whole, relation):
    enquiry = asked(relation)
    pages = [
        url("relations", whole),
        url("relation", whole, relation.pk),
        url("withdraw_relation", whole, relation.pk),
        url("reply_enquiry", whole, enquiry.pk),
        url("export_relations", whole),
    ]
    for page in pages:
        shown = client.get(page).content.decode()
        assert [one.person.link in shown for one in relation.places.all()] == [False, False], page


def test_a_proposal_is_taken_back_after_asking(client, whole, relation, django_capture_on_commit_callbacks):
    address = url("withdraw_relation", whole, relation.pk)
    assert "Take the proposal back?" in text(client.get(address))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {"state": "proposed"}).status_code == 302
    relation.refresh_from_db()
    assert (relation.state, relation.ending) == (RelationState.DECLINED, "")
    assert len(letters()) == 2
    assert "This is over already." in text(client.get(address))


def test_ending_a_pair_asks_how_it_ended(client, whole, relation, django_capture_on_commit_callbacks):
    start(relation)
    address = url("withdraw_relation", whole, relation.pk)
    assert "This field is required." in text(client.post(address, {"state": "active"}))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"state": "active", "ending": "early"})
    relation.refresh_from_db()
    assert (relation.state, relation.ending) == (RelationState.ENDED, Ending.EARLY)
    assert ["has ended" in one.subject for one in letters()] == [True, True]


def test_a_pair_that_came_about_meanwhile_is_not_taken_back_unseen(whole, relation):
    stale = Relation.objects.get(pk=relation.pk)
    start(relation)
    with pytest.raises(ValidationError, match="accepted meanwhile"):
        proposals.withdraw(stale, state="proposed")
    relation.refresh_from_db()
    assert relation.state == RelationState.ACTIVE


def test_a_question_is_replied_to(client, whole, relation, django_capture_on_commit_callbacks):
    enquiry = asked(relation)
    assert "1 question" in text(client.get(url("relations", whole)))
    address = url("reply_enquiry", whole, enquiry.pk)
    assert address in text(client.get(url("relation", whole, relation.pk)))
    assert "This field is required." in text(client.post(address, {"text": " "}))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {"text": "Yes."}).status_code == 302
    enquiry.refresh_from_db()
    assert (enquiry.reply, enquiry.replied_by) == ("Yes.", whole.created_by)
    assert [one.to for one in letters()] == [[enquiry.place.person.email]]
    assert "Somebody has replied already" in text(client.get(address))


def test_what_belongs_to_another_round_is_not_found(client, whole):
    other = make_round()
    foreign = propose(other, join(other, Side.MENTOR), join(other))
    enquiry = asked(foreign)
    pages = [
        url("relation", whole, foreign.pk),
        url("withdraw_relation", whole, foreign.pk),
        url("reply_enquiry", whole, enquiry.pk),
        url("relations", other),
    ]
    assert [client.get(page).status_code for page in pages] == [404] * 4


def test_members_look_at_the_example_and_change_nothing(client, whole):
    example = make_round(is_example=True)
    relation = propose(example, join(example, Side.MENTOR), join(example))
    client.force_login(make_member())
    assert client.get(url("relation", example, relation.pk)).status_code == 200
    assert client.post(url("withdraw_relation", example, relation.pk)).status_code == 403


def test_proposals_that_end_soon_are_counted_by_round(whole, relation):
    now = timezone.now()
    assert list(with_late_answers(whole.created_by, now)) == []
    assert [(one, one.count) for one in with_late_answers(whole.created_by, now + 6 * DAY)] == [(whole, 1)]
    assert list(with_late_answers(make_member(), now + 6 * DAY)) == []


def test_a_pair_whose_person_was_deleted_is_still_listed(client, whole, relation):
    proposals.answer(Place.objects.get(relation=relation, side=Side.MENTEE), accepts=False)
    relation.places.get(side=Side.MENTEE).person.delete()
    assert "Somebody whose data are deleted" in text(client.get(url("relations", whole)))
    assert client.get(url("relation", whole, relation.pk)).status_code == 200
    assert relation.places.get().answer == Answer.OPEN
