"""A pair on the own pages: what is next, at a glance, in the own data, and gone when these are deleted."""

import json

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from tests.web.mentoring.endings_making import group, text, url
from tests.web.mentoring.making import DAY, begin, join, make_matching, make_round, pair, propose

from mentorway.web.mentoring.actions import endings
from mentorway.web.mentoring.actions.people_leaving import erase
from mentorway.web.mentoring.models import (
    AgreementAcceptance,
    AgreementVersion,
    Concern,
    Enquiry,
    FairnessFacts,
    Goal,
    KeptApart,
    Note,
    Nudge,
    Person,
    Place,
    Rating,
    Relation,
    RelationState,
    RoundState,
    Side,
    SupervisionGroup,
    SupervisionMeeting,
    Talk,
    TalkState,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return pair(days_ago=20)


@pytest.fixture
def mentee(places):
    return places[0]


@pytest.fixture
def mentor(places):
    return places[1]


def own(name, person):
    return reverse(f"mentoring:{name}", args=[person.link])


def home(client, place):
    return text(client.get(own("own", place.person)))


def meet(place, days, state=TalkState.PLANNED):
    return Talk.objects.create(relation=place.relation, starts=timezone.now() + days * DAY, state=state)


def agree(place, *places):
    row = AgreementVersion.objects.create(
        relation=place.relation, number=1, texts={"aims": "CANARY-AGREED"}, written_by=place
    )
    for one in places:
        AgreementAcceptance.objects.create(version=row, place=one)
    return row


def fill(place, other):
    """Write everything a person can write, each with a canary of their own."""
    person = place.person
    Person.objects.filter(pk=person.pk).update(
        about="CANARY-ABOUT", answers={"job": "CANARY-ANSWER"}, organisation="CANARY-ORG"
    )
    Place.objects.filter(pk=place.pk).update(
        closing_thanks="CANARY-THANKS", closing_learned="CANARY-LEARNED", shares_scores=True
    )
    FairnessFacts.objects.create(person=person, gender="woman")
    Enquiry.objects.create(place=place, text="CANARY-ENQUIRY", reply="CANARY-REPLY")
    Concern.objects.create(place=place, text="CANARY-CONCERN", reply="CANARY-HEARD")
    goal = Goal.objects.create(place=place, title="CANARY-GOAL", levels=["a", "b", "CANARY-LEVEL", "d", "e"])
    Rating.objects.create(goal=goal, place=other, level=1)
    Rating.objects.create(goal=goal, place=place, level=2)
    talk = meet(place, -3, TalkState.HELD)
    Note.objects.create(relation=place.relation, author=place, talk=talk, text="CANARY-NOTE")
    Note.objects.create(relation=place.relation, author=place, text="CANARY-SHARED", is_shared=True)
    Nudge.objects.create(place=place, days=21, since=timezone.now().date(), at=timezone.now())
    lead = SupervisionGroup.objects.create(round=person.round, title="CIRCLE", supervisor="Eva Led")
    meeting = SupervisionMeeting.objects.create(group=lead, starts=timezone.now())
    if person.side == Side.MENTOR:
        lead.mentors.add(person)
        meeting.present.add(person)


def canaries():
    """Return the canaries that any table of mentoring still holds."""
    found = set()
    for model in apps.get_app_config("mentoring").get_models():
        for row in model.objects.values():
            words = json.dumps(row, default=str).replace('"', " ").split()
            found |= {one.strip("},]") for one in words if "CANARY" in one}
    return found


# What is next


def test_the_home_page_says_what_is_next_for_a_pair_step_by_step(client, mentee, mentor):
    assert "Arrange your first meeting" in home(client, mentee)
    meet(mentee, 2)
    assert "Write down together how you want to work" in home(client, mentee)
    agree(mentee, mentee)
    assert "waits for you" in home(client, mentor)
    page = home(client, mentee)
    assert "Write down what you want to reach" in page
    AgreementAcceptance.objects.create(version=AgreementVersion.objects.get(), place=mentor)
    assert "the mentee writes them down" in home(client, mentor)
    Goal.objects.create(place=mentee, title="Lead", levels=list("abcde"), fixed=timezone.now())
    page = home(client, mentor)
    assert ("Your next meeting:" in page, "(Europe/Vilnius)" in page) == (True, True)
    Talk.objects.update(starts=timezone.now() - DAY, state=TalkState.HELD)
    assert "No next meeting is planned." in home(client, mentor)


def test_a_pause_and_an_end_that_is_near_come_first(client, mentee):
    Relation.objects.update(ends_on=timezone.localdate() + 5 * DAY)
    page = home(client, mentee)
    assert ("Your time together ends on" in page, url("own_closing", mentee) in page) == (True, True)
    Relation.objects.update(state=RelationState.PAUSED, paused_until=timezone.localdate() + DAY)
    assert "Your pair pauses until" in home(client, mentee)


def test_after_the_end_the_home_page_invites_to_say_goodbye_once(client, mentee):
    endings.end(mentee, "no_fault")
    page = home(client, mentee)
    assert ("Your pair has ended" in page, url("own_closing", mentee) in page) == (True, True)
    client.post(url("own_closing", mentee), {"again": "yes"})
    page = home(client, mentee)
    assert "Wait for the matching" in page
    assert "Leena Laine" in page
    Place.objects.update(closed=None)
    Relation.objects.update(ended=timezone.now() - 31 * DAY)
    assert "Wait for the matching" in home(client, mentee)


def test_a_mentor_with_two_pairs_sees_both_and_a_new_proposal_first(client):
    whole = make_round(state=RoundState.RUNNING)
    mentor = join(whole, Side.MENTOR, seats=3)
    for name in ("Aino Ek", "Dovilė Oz"):
        relation = begin(propose(whole, mentor, join(whole, name=name)))
    place = relation.places.get(person=mentor)
    page = home(client, place)
    assert [one in page for one in ("Aino Ek", "Dovilė Oz")] == [True, True]
    assert page.count("Arrange your first meeting") == 2
    propose(whole, mentor, join(whole, name="Third"))
    page = home(client, place)
    assert page.index("Answer the proposal") < page.index("Arrange your first meeting")


# At a glance


def test_the_page_of_a_pair_shows_where_it_stands(client, mentee, mentor):
    page = text(client.get(url("own_relation", mentee)))
    assert mentor.person.email in page
    assert [one in page for one in ("None is planned", "Not written yet", "None yet")] == [True] * 3
    meet(mentee, 2)
    meet(mentee, -2, TalkState.HELD)
    agree(mentee, mentee)
    Goal.objects.create(place=mentee, title="CANARY-GOAL", levels=list("abcde"), fixed=timezone.now())
    page = text(client.get(url("own_relation", mentee)))
    assert "Written, not accepted by all yet" in page
    assert ("1 goal with its levels" in page, "Last meeting" in page) == (True, True)
    assert "Waits for your word" in text(client.get(url("own_relation", mentor)))
    AgreementAcceptance.objects.create(version=AgreementVersion.objects.get(), place=mentor)
    assert "Accepted by all on" in text(client.get(url("own_relation", mentor)))
    for name in ("own_pause", "own_end", "own_concern", "own_talk_log"):
        assert url(name, mentee) in page


def test_a_group_sees_everybody_who_is_in_it(client):
    first, second, mentor = group()
    page = text(client.get(url("own_relation", first)))
    assert (second.person.email in page, mentor.person.email in page) == (True, True)


# The own data


def test_everything_a_pair_wrote_is_in_the_own_data_and_nothing_of_the_other(client, mentee, mentor):
    fill(mentee, mentor)
    agree(mentee, mentee, mentor)
    Note.objects.create(relation=mentee.relation, author=mentor, text="OTHER-NOTE", is_shared=True)
    Place.objects.filter(pk=mentor.pk).update(closing_thanks="OTHER-THANKS", closing_learned="OTHER-OWN")
    Concern.objects.create(place=mentor, text="OTHER-CONCERN")
    page = text(client.get(own("own_data", mentee.person)))
    answer = client.get(own("own_data_file", mentee.person)).content.decode()
    for shown in canaries():
        assert (shown in page, shown in answer) == (True, True), shown
    for secret in ("OTHER-NOTE", "OTHER-OWN", "OTHER-CONCERN", "Leena Laine"):
        assert (secret in page, secret in answer) == (False, False), secret
    assert "OTHER-THANKS" in page
    facts = json.loads(answer)
    assert facts["goals"][0]["levels"] == ["a", "b", "CANARY-LEVEL", "d", "e"]
    assert [(one["goal"], one["level"], one["by_me"]) for one in facts["ratings"]] == [
        ("CANARY-GOAL", 1, False),
        ("CANARY-GOAL", 2, True),
    ]
    assert facts["meetings"][0]["minutes"] == 60
    assert facts["reminders"][0]["days"] == 21
    assert facts["relations"][0]["shares_scores"] is True
    assert facts["person"]["quiet_from"] == 20


def test_a_mentor_finds_supervision_and_ratings_without_the_goals_of_others(client, mentee, mentor):
    fill(mentee, mentor)
    SupervisionGroup.objects.all().delete()
    fill(mentor, mentee)
    facts = json.loads(client.get(own("own_data_file", mentor.person)).content)
    assert facts["supervision_groups"] == [{"title": "CIRCLE", "supervisor": "Eva Led"}]
    [meeting] = facts["supervision_meetings"]
    assert (meeting["title"], meeting["was_there"]) == ("CIRCLE", True)
    given = [one for one in facts["ratings"] if one["by_me"]]
    assert [(one["goal"], one["level"]) for one in given] == [("", 1), ("CANARY-GOAL", 2)]


# Deleting


def test_deleting_leaves_nothing_that_a_person_wrote_but_what_was_agreed(client, mentee, mentor):
    fill(mentee, mentor)
    agree(mentee, mentee, mentor)
    make_matching(mentee.relation.round, [(mentee.person, mentor.person)])
    KeptApart.objects.create(
        round=mentee.relation.round, mentee=mentee.person, mentor=mentor.person, why="CANARY-WHY"
    )
    assert "What you agreed on with somebody" in text(client.get(own("own_delete", mentee.person)))
    erase(mentee.person)
    assert canaries() == {"CANARY-AGREED"}
    assert AgreementVersion.objects.get().written_by is None
    assert list(Place.objects.all()) == [mentor]
    assert "Eeva" not in text(client.get(url("own_relation", mentor)))
    client.force_login(mentor.relation.round.created_by)
    for name in ("relations", "concerns"):
        assert client.get(reverse(f"mentoring:{name}", args=[mentor.relation.round_id])).status_code == 200


def test_when_the_last_one_deletes_their_data_nothing_of_the_pair_is_left(mentee, mentor):
    for place, other in ((mentee, mentor), (mentor, mentee)):
        fill(place, other)
    agree(mentee, mentee, mentor)
    erase(mentee.person)
    erase(Person.objects.get(pk=mentor.person_id))
    assert canaries() == set()
    left = [one.objects.count() for one in (Relation, Place, Talk, Note, AgreementVersion, Goal, Concern)]
    assert left == [0] * 7


def test_a_pair_of_others_stays_when_somebody_deletes_their_data(mentee, mentor):
    first, *_others = group(mentee.relation.round)
    erase(first.person)
    assert Relation.objects.count() == 2
    assert Relation.objects.get(pk=mentee.relation_id).state == RelationState.ACTIVE
