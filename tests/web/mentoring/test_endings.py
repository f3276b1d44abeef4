"""Pausing, ending and saying goodbye, on the own pages of the people in a pair."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.web.mentoring.endings_making import group, letters, text, url
from tests.web.mentoring.making import DAY, join, make_round, pair, propose

from mentorway.web.mentoring.actions import endings
from mentorway.web.mentoring.actions.people_leaving import leave
from mentorway.web.mentoring.models import (
    Answer,
    Ending,
    Mode,
    Nudge,
    Person,
    Place,
    Relation,
    RelationState,
    RoundState,
    Side,
    Talk,
    TalkState,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return pair(days_ago=30)


@pytest.fixture
def mentee(places):
    return places[0]


@pytest.fixture
def mentor(places):
    return places[1]


def again(place):
    return Relation.objects.get(pk=place.relation_id)


# Pausing


def test_a_pair_pauses_and_the_other_gets_a_letter(
    client, mentee, mentor, django_capture_on_commit_callbacks
):
    until = timezone.localdate() + 9 * DAY
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("own_pause", mentee), {"until": until})
    assert answer.url == url("own_relation", mentee)
    assert (again(mentee).state, again(mentee).paused_until) == (RelationState.PAUSED, until)
    sent = letters()
    assert set(sent) == {mentor.person.email}
    assert "Nobody has to say why" in sent[mentor.person.email].body
    for one in (mentee, mentor):
        assert "Your pair pauses until" in text(client.get(url("own_relation", one)))


def test_the_other_one_can_go_on_earlier(client, mentee, mentor, django_capture_on_commit_callbacks):
    endings.pause(mentee, timezone.localdate() + 9 * DAY)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("own_resume", mentor))
        client.post(url("own_resume", mentor))
    today = timezone.localdate(timezone=mentee.relation.round.zone)
    assert (again(mentee).state, again(mentee).paused_until) == (RelationState.ACTIVE, today)
    assert [one.subject for one in letters().values()] == ["The pause is over: Mentoring in spring"]


@pytest.mark.parametrize("days", [-1, 91, 400])
def test_a_pause_is_neither_over_nor_endless(client, mentee, days):
    page = text(client.post(url("own_pause", mentee), {"until": timezone.localdate() + days * DAY}))
    assert "The pause can last from today until" in page
    assert again(mentee).state == RelationState.ACTIVE


def test_a_pause_is_over_before_the_planned_end(client):
    mentee, _mentor = pair(ends_on=timezone.localdate() + 5 * DAY)
    page = text(client.post(url("own_pause", mentee), {"until": timezone.localdate() + 5 * DAY}))
    assert "The pause can last from today until" in page
    Relation.objects.update(ends_on=timezone.localdate() - DAY)
    assert "a pause is not possible any more" in text(client.get(url("own_pause", mentee)))


def test_a_day_that_is_none_is_refused(client, mentee):
    assert "Enter a valid date." in text(client.post(url("own_pause", mentee), {"until": "soon"}))


def test_the_same_pause_twice_writes_once(mentee, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as sent:
        for _twice in range(2):
            endings.pause(mentee, timezone.localdate() + 9 * DAY)
    assert len(sent) == 1


# Ending


@pytest.mark.parametrize("ending", [Ending.EARLY, Ending.NO_FAULT])
@pytest.mark.parametrize("who", [0, 1])
def test_both_get_the_same_letter_whoever_ends_it(
    client, places, ending, who, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("own_end", places[who]), {"ending": ending})
    assert answer.url == url("own_closing", places[who])
    relation = again(places[0])
    assert (relation.state, relation.ending) == (RelationState.ENDED, ending)
    sent = letters()
    assert set(sent) == {one.person.email for one in places}
    bodies = {
        one.body.replace(p.person.name, "").replace(p.person.link, "")
        for p in places
        for one in [sent[p.person.email]]
    }
    assert len(bodies) == 1


def test_nothing_tells_who_ended_it(client, places):
    def seen():
        pages = [text(client.get(url("own_relation", one))) for one in places]
        facts = list(Place.objects.filter(relation=places[0].relation).values("is_open", "answer", "closed"))
        return [page.split("<main")[1] for page in pages], facts

    found = []
    for who in (0, 1):
        Relation.objects.update(state=RelationState.ACTIVE, ended=None, ending="")
        Place.objects.update(is_open=True)
        endings.end(places[who], Ending.NO_FAULT)
        found.append(seen())
    assert found[0] == found[1]


def test_those_who_run_the_round_see_how_it_ended_and_not_who_wanted_it(client, places):
    client.force_login(places[0].relation.round.created_by)
    pages = []
    for who in (0, 1):
        Relation.objects.update(state=RelationState.ACTIVE, ended=None, ending="")
        Place.objects.update(is_open=True)
        endings.end(places[who], Ending.NO_FAULT)
        whole = places[0].relation.round_id
        pages.append(
            [
                text(client.get(reverse("mentoring:relations", args=[whole]))).split("<main")[1],
                text(client.get(reverse("mentoring:relation", args=[whole, places[0].relation_id]))).split(
                    "<main"
                )[1],
            ]
        )
    assert pages[0] == pages[1]
    assert "Earlier, and nobody has to say why" in pages[0][1]


def test_ending_asks_first_and_offers_other_ways(client, mentee):
    page = text(client.get(url("own_end", mentee)))
    assert "You can be brought together with somebody again." in page
    assert (url("own_pause", mentee) in page, url("own_concern", mentee) in page) == (True, True)
    assert again(mentee).state == RelationState.ACTIVE


@pytest.mark.parametrize("ending", ["", "planned", "other"])
def test_people_cannot_end_it_in_other_ways(client, mentee, ending):
    client.post(url("own_end", mentee), {"ending": ending})
    assert again(mentee).state == RelationState.ACTIVE
    with pytest.raises(ValidationError, match="Choose how it ended"):
        endings.end(mentee, ending)


def test_a_second_click_leads_to_saying_goodbye(client, mentee):
    for _twice in range(2):
        answer = client.post(url("own_end", mentee), {"ending": "no_fault"})
        assert answer.url == url("own_closing", mentee)
    with pytest.raises(ValidationError, match="This is over already"):
        endings.end(mentee, Ending.EARLY)


def test_a_mentee_leaves_a_group_that_goes_on(client, django_capture_on_commit_callbacks):
    first, second, mentor = group()
    assert "Leave your group?" in text(client.get(url("own_end", first)))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("own_end", first), {"ending": "no_fault"})
    assert (again(first).state, again(first).ending) == (RelationState.ACTIVE, "")
    assert Place.objects.get(pk=first.pk).is_open is False
    sent = letters()
    assert "Your pair has ended" in sent[first.person.email].subject
    for one, other in ((second, mentor), (mentor, second)):
        body = sent[one.person.email].body
        assert (other.person.name in body, "Aino Ek" in body) == (True, False)
        assert "Aino Ek" not in text(client.get(url("own_relation", one)))
    page = text(client.get(url("own_relation", first)))
    assert "This pair has ended" in page
    assert (mentor.person.email in page, second.person.email in page) == (False, False)
    assert client.get(url("own_pause", first)).status_code == 404


def test_a_mentor_who_leaves_a_group_ends_it_for_all(client, django_capture_on_commit_callbacks):
    places = group()
    assert "End your pair?" in text(client.get(url("own_end", places[2])))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("own_end", places[2]), {"ending": "early"})
    assert (again(places[0]).state, again(places[0]).ending) == (RelationState.ENDED, Ending.EARLY)
    assert set(letters()) == {one.person.email for one in places}


def test_a_group_learns_that_it_became_smaller_when_somebody_leaves_the_round(
    django_capture_on_commit_callbacks,
):
    first, second, mentor = group()
    with django_capture_on_commit_callbacks(execute=True):
        leave(first.person)
    sent = letters()
    assert "You have left" in sent[first.person.email].subject
    for one in (second, mentor):
        assert "has become smaller" in sent[one.person.email].subject


def test_the_next_one_can_be_proposed_after_an_end(mentee, mentor):
    endings.end(mentee, Ending.NO_FAULT)
    whole = mentee.relation.round
    assert propose(whole, join(whole, Side.MENTOR), mentee.person).state == RelationState.PROPOSED


# Saying goodbye


def test_thanks_are_read_by_the_other_and_what_is_taken_along_only_by_oneself(
    client, mentee, mentor, django_capture_on_commit_callbacks
):
    endings.end(mentor, Ending.EARLY)
    sent = {"thanks": "CANARY-THANKS", "learned": "CANARY-LEARNED", "again": ""}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("own_closing", mentee), sent)
        client.post(url("own_closing", mentee), {**sent, "thanks": "CANARY-THANKS and more"})
    assert answer.url == url("own_closing", mentee)
    kept = Place.objects.get(pk=mentee.pk)
    assert (kept.closing_learned, kept.wants_again, kept.closed is None) == ("CANARY-LEARNED", None, False)
    for name in ("own_relation", "own_closing"):
        page = text(client.get(url(name, mentor)))
        assert ("CANARY-THANKS and more" in page, "CANARY-LEARNED" in page) == (True, False)
    assert "CANARY-LEARNED" in text(client.get(url("own_closing", mentee)))
    written = [one for one in letters().values() if "word of thanks" in one.subject]
    assert [one.to for one in written] == [[mentor.person.email]]
    assert "CANARY" not in written[0].body
    client.force_login(mentee.relation.round.created_by)
    whole = mentee.relation.round_id
    for name, more in (("relation", mentee.relation_id), ("person", mentee.person_id)):
        assert "CANARY" not in text(client.get(reverse(f"mentoring:{name}", args=[whole, more])))


def test_who_wants_no_other_pair_is_not_available(client, mentee):
    endings.end(mentee, Ending.NO_FAULT)
    assert "you stay in this mentoring round" in text(client.get(url("own_closing", mentee)))
    client.post(url("own_closing", mentee), {"again": "no"})
    person = Person.objects.get(pk=mentee.person_id)
    assert (person.is_away, person.away_until) == (True, None)
    client.post(url("own_closing", mentee), {"again": "yes"})
    assert Person.objects.get(pk=mentee.person_id).is_away is False


def test_what_is_corrected_later_does_not_undo_the_settings(client, mentee):
    endings.end(mentee, Ending.NO_FAULT)
    client.post(url("own_closing", mentee), {"again": "yes"})
    Person.objects.update(is_away=True)
    client.post(url("own_closing", mentee), {"again": "yes", "thanks": "Thank you"})
    client.post(url("own_closing", mentee), {"again": "", "thanks": "Thank you"})
    assert Person.objects.get(pk=mentee.person_id).is_away is True


def test_goodbye_is_said_from_two_weeks_before_the_end(client, mentee):
    Relation.objects.update(ends_on=timezone.localdate() + 20 * DAY)
    assert client.get(url("own_closing", mentee)).status_code == 404
    with pytest.raises(ValidationError, match="too early"):
        endings.say_goodbye(mentee, thanks="", learned="", wants_again=None)
    assert url("own_closing", mentee) not in text(client.get(url("own_relation", mentee)))
    Relation.objects.update(ends_on=timezone.localdate() + 10 * DAY)
    assert client.get(url("own_closing", mentee)).status_code == 200
    assert url("own_closing", mentee) in text(client.get(url("own_relation", mentee)))


def test_words_that_are_too_long_are_refused(client, mentee):
    endings.end(mentee, Ending.NO_FAULT)
    page = text(client.post(url("own_closing", mentee), {"thanks": "x" * 2001}))
    assert "at most 2000 characters" in page
    assert Place.objects.get(pk=mentee.pk).closing_thanks == ""


def test_who_left_a_group_that_goes_on_is_not_among_those_in_it(client):
    first, second, mentor = group()
    endings.end(first, Ending.EARLY)
    Relation.objects.update(ends_on=timezone.localdate() + 5 * DAY)
    page = text(client.get(url("own_closing", mentor)))
    assert (second.person.name in page, first.person.name in page) == (True, False)
    assert mentor.person.name in text(client.get(url("own_closing", first)))
    client.post(url("own_closing", first), {"thanks": "Thank you all"})
    assert "Thank you all" in text(client.get(url("own_relation", mentor)))


def test_who_declined_stands_in_no_goodbye(client):
    first, second, _mentor = group()
    Place.objects.filter(pk=first.pk).update(is_open=False, left=timezone.now(), answer=Answer.DECLINED)
    endings.end(Place.objects.get(pk=second.pk), Ending.NO_FAULT)
    for name in ("own_relation", "own_closing"):
        page = text(client.get(url(name, second)))
        assert ("Bo Berg" in page, "Aino Ek" in page) == (True, False)
    assert client.get(url("own_closing", first)).status_code == 404


def test_the_example_stays_as_it_is(client):
    mentee, _mentor = pair(make_round(is_example=True, state=RoundState.RUNNING))
    Relation.objects.update(ends_on=timezone.localdate() + 5 * DAY)
    sent = [
        ("own_pause", {"until": timezone.localdate() + DAY}),
        ("own_resume", {}),
        ("own_end", {"ending": "early"}),
        ("own_closing", {"thanks": "Thanks"}),
    ]
    for name, data in sent:
        assert "This is an example" in text(client.post(url(name, mentee), data, follow=True))
    endings.do_due_work(timezone.now() + 40 * DAY)
    assert (again(mentee).state, Nudge.objects.count()) == (RelationState.ACTIVE, 0)


@pytest.mark.parametrize("name", ["own_pause", "own_end", "own_closing", "own_concern"])
def test_strangers_and_proposals_find_nothing(client, mentee, name):
    stranger = join(mentee.relation.round, name="Stranger")
    address = reverse(f"mentoring:{name}", args=[stranger.link, mentee.relation_id])
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    Relation.objects.update(state=RelationState.PROPOSED, began=None)
    assert client.get(url(name, mentee)).status_code == 404


def test_resuming_is_no_page(client, mentee):
    assert client.get(url("own_resume", mentee)).status_code == 405


def test_meetings_that_were_still_to_come_are_cancelled_and_everybody_is_told(
    client, mentee, mentor, django_capture_on_commit_callbacks
):
    now = timezone.now()
    planned = {"relation": mentee.relation, "minutes": 60, "mode": Mode.ROOM, "state": TalkState.PLANNED}
    coming = Talk.objects.create(starts=now + 3 * DAY, **planned)
    past = Talk.objects.create(starts=now - 3 * DAY, **planned)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("own_end", mentee), {"ending": Ending.NO_FAULT})
    letters()
    cancelled = [one.to[0] for one in mail.outbox if one.subject.startswith("Meeting cancelled")]
    assert sorted(cancelled) == sorted([mentee.person.email, mentor.person.email])
    coming.refresh_from_db()
    past.refresh_from_db()
    assert (coming.state, coming.sequence, past.state) == (TalkState.CANCELLED, 1, TalkState.PLANNED)


def test_who_can_leave_a_group_is_not_offered_to_end_it_for_all(client):
    first, _second, mentor = group()
    assert "Leave the group" in text(client.get(url("own_relation", first)))
    assert "End the pair" in text(client.get(url("own_relation", mentor)))
    answer = client.post(url("own_end", first), {"ending": Ending.NO_FAULT}, follow=True)
    assert "You have left the group." in text(answer)


def test_who_leaves_a_group_gets_its_meetings_out_of_the_calendar_and_the_others_keep_theirs(
    client, django_capture_on_commit_callbacks
):
    first, _second, _mentor = group()
    planned = {"relation": first.relation, "minutes": 60, "mode": Mode.ROOM, "state": TalkState.PLANNED}
    talk = Talk.objects.create(starts=timezone.now() + 3 * DAY, **planned)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("own_end", first), {"ending": Ending.NO_FAULT})
    letters()
    told = [one for one in mail.outbox if "goes on without you" in one.body]
    assert [one.to[0] for one in told] == [first.person.email]
    assert told[0].attachments[0].get_param("method") == "CANCEL"
    talk.refresh_from_db()
    assert talk.state == TalkState.PLANNED
