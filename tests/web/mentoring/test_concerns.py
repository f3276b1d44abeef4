"""Wishes to talk: written on the own page, read and replied to by those who run the round, hidden else."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.conftest import make_member
from tests.web.mentoring.endings_making import letters, text, url
from tests.web.mentoring.making import make_round, pair

from mentorway.web.mentoring.actions import concerns, endings
from mentorway.web.mentoring.models import Concern, Relation, RelationState, RoundState
from mentorway.web.mentoring.needs import needs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return pair()


@pytest.fixture
def mentee(places):
    return places[0]


@pytest.fixture
def mentor(places):
    return places[1]


@pytest.fixture
def member(mentee):
    return mentee.relation.round.created_by


def write(place, words="CANARY-TEXT", kind="talk"):
    return concerns.ask_to_talk(place, kind=kind, text=words)


def staff(name, row):
    return reverse(f"mentoring:{name}", args=[row.place.relation.round_id, row.pk])


def test_those_who_run_the_round_get_a_letter_without_name_and_text(
    client, mentee, mentor, member, django_capture_on_commit_callbacks
):
    make_member()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("own_concern", mentee), {"kind": "change", "text": "CANARY-TEXT"})
    row = Concern.objects.get()
    assert (row.place, row.kind, row.text) == (mentee, "change", "CANARY-TEXT")
    sent = letters()
    assert set(sent) == {member.email}
    letter = sent[member.email]
    assert [one in letter.subject + letter.body for one in ("CANARY", "Eeva", mentee.person.link)] == [
        False
    ] * 3
    assert reverse("mentoring:concerns", args=[mentee.relation.round_id]) in letter.body


def test_the_text_may_be_empty_and_the_kind_must_be_known(client, mentee):
    client.post(url("own_concern", mentee), {"kind": "talk", "text": ""})
    assert Concern.objects.count() == 1
    page = text(client.post(url("own_concern", mentee), {"kind": "blame", "text": ""}))
    assert "Select a valid choice" in page
    client.post(url("own_concern", mentee), {"kind": "talk", "text": "x" * 2001})
    assert Concern.objects.count() == 1


def test_the_other_sees_no_trace(client, mentee, mentor):
    pages = ("own", "own_data", "own_data_file")
    pair_pages = ("own_relation", "own_concern", "own_talks", "own_notes", "own_goals", "own_agreement")

    def seen():
        own = [client.get(reverse(f"mentoring:{one}", args=[mentor.person.link])) for one in pages]
        return [text(one).split("<main")[-1] for one in own] + [
            text(client.get(url(one, mentor))).split("<main")[-1].split("csrfmiddlewaretoken")[0]
            for one in pair_pages
        ]

    before = seen()
    row = write(mentee)
    concerns.reply(row, row.place.relation.round.created_by, text="CANARY-REPLY")
    assert seen() == before


def test_the_reply_is_on_the_own_page_and_the_letter_only_says_so(
    client, mentee, member, django_capture_on_commit_callbacks
):
    row = write(mentee)
    client.force_login(member)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(staff("concern", row), {"text": "CANARY-REPLY", "settles": "on"})
    assert answer.url == staff("concern", row)
    row.refresh_from_db()
    assert (row.reply, row.replied_by, row.settled is None) == ("CANARY-REPLY", member, False)
    letter = letters()[mentee.person.email]
    assert ("CANARY" in letter.body, "have replied to you" in letter.body) == (False, True)
    page = text(client.get(url("own_concern", mentee)))
    assert ("CANARY-TEXT" in page, "CANARY-REPLY" in page) == (True, True)


def test_nobody_replies_twice(mentee, member):
    row = write(mentee)
    concerns.reply(row, member, text="First")
    with pytest.raises(ValidationError, match="Somebody has replied meanwhile"):
        concerns.reply(row, member, text="Second")


def test_it_is_settled_and_opened_again(client, mentee, member):
    row, other = write(mentee), write(mentee)
    client.force_login(member)
    for name, is_settled in (("settle_concern", True), ("settle_concern", True), ("reopen_concern", False)):
        client.post(staff(name, row))
        row.refresh_from_db()
        assert (row.settled is not None) == is_settled
    client.post(staff("settle_concern", other))
    assert [one.settled is None for one in Concern.objects.order_by("pk")] == [True, False]


def test_five_at_most_are_open(client, mentee, mentor):
    for _each in range(5):
        row = write(mentee)
    page = text(client.post(url("own_concern", mentee), {"kind": "talk", "text": "More"}))
    assert "You have written a lot already." in page
    assert Concern.objects.count() == 5
    concerns.settle(row)
    write(mentee)
    write(mentor)
    assert Concern.objects.count() == 7


def test_it_is_possible_after_the_end_and_not_before_the_beginning(client, mentee):
    endings.end(mentee, "no_fault")
    client.post(url("own_concern", mentee), {"kind": "talk"})
    assert Concern.objects.count() == 1
    Relation.objects.update(state=RelationState.PROPOSED, began=None, ended=None, ending="")
    assert client.post(url("own_concern", mentee), {"kind": "talk"}).status_code == 404


def test_open_ones_are_a_need_and_stand_first_in_the_list(client, mentee, mentor, member):
    old = write(mentee)
    concerns.settle(old)
    assert not [one for one in needs_of(member) if "talk" in one.text]
    write(mentor)
    write(mentor)
    [need] = [one for one in needs_of(member) if "talk" in one.text]
    assert need.text == "“Mentoring in spring”: 1 person would like to talk to you."
    client.force_login(member)
    page = text(client.get(need.url))
    assert page.index("Leena Laine") < page.index("Eeva Ek")
    assert "2 wishes are open." in page
    assert "CANARY" not in page
    assert not [one for one in needs_of(make_member()) if "talk" in one.text]


def test_the_empty_list_says_what_it_is_for(client, mentee, member):
    client.force_login(member)
    page = text(client.get(reverse("mentoring:concerns", args=[mentee.relation.round_id])))
    assert "Nobody wants to talk at the moment" in page


def test_the_wish_of_another_round_is_not_found(client, mentee):
    row, other = write(mentee), make_round()
    client.force_login(other.created_by)
    for name in ("concern", "settle_concern", "reopen_concern"):
        address = reverse(f"mentoring:{name}", args=[other.pk, row.pk])
        assert client.post(address, {"text": "Reply"}).status_code == 404
    assert client.get(staff("concern", row)).status_code == 404


def test_the_example_stays_as_it_is(client):
    mentee, _mentor = pair(make_round(is_example=True, state=RoundState.RUNNING))
    row = Concern.objects.create(place=mentee, text="Invented")
    assert "This is an example" in text(client.post(url("own_concern", mentee), {"kind": "talk"}))
    assert Concern.objects.count() == 1
    client.force_login(make_member())
    assert "Invented" in text(client.get(staff("concern", row)))
    assert client.post(staff("concern", row), {"text": "Reply"}).status_code == 403
    assert client.post(staff("settle_concern", row)).status_code == 403
