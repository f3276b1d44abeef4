"""Mentoring rounds that tests start from."""

import datetime as dt
import itertools

from django.utils import timezone
from tests.conftest import make_member, make_partner

from mentorway.web.mentoring.models import (
    Answer,
    Matching,
    MatchingState,
    Person,
    Place,
    Relation,
    RelationState,
    Round,
    RoundState,
    Side,
    Way,
)

DAY = dt.timedelta(days=1)
_numbers = itertools.count(1)


def make_round(partner=None, user=None, **more):
    """Return a round that people can join, without questions, criteria and people."""
    partner = partner or make_partner()
    user = user or make_member(partner)
    today = timezone.now().date()
    facts = {
        "title": "Mentoring in spring",
        "country": "LT",
        "time_zone": "Europe/Vilnius",
        "starts_on": today + 7 * DAY,
        "ends_on": today + 187 * DAY,
        "state": RoundState.OPEN,
        **more,
    }
    whole = Round(partner=partner, created_by=user, search_text=facts["title"].lower(), **facts)
    whole.full_clean()
    whole.save()
    return whole


def join(whole, side=Side.MENTEE, name="Aino Ek", **more):
    """Return a person of a round whose profile is complete, with an address of their own."""
    facts = {
        "email": f"joined{next(_numbers)}@example.org",
        "time_zone": "Europe/Vilnius",
        "languages": ["en", "lt"],
        "week": [[0, 17 * 60, 19 * 60]],
        "profiled": timezone.now(),
        **more,
    }
    person = Person(round=whole, side=side, name=name, **facts)
    person.full_clean()
    person.save()
    return person


def propose(whole, mentor, *mentees, **more):
    """Return a proposed relationship of people of a round."""
    now = timezone.now()
    facts = {"proposed": now, "answer_until": now + 7 * DAY, **more}
    relation = Relation.objects.create(round=whole, **facts)
    for person in (mentor, *mentees):
        Place.objects.create(relation=relation, person=person, side=person.side, score=700)
    return relation


def ago(whole, days):
    """Return the moment so many days ago by the clock of the round, whatever happened to clocks meanwhile."""
    return timezone.now().astimezone(whole.zone) - days * DAY


def begin(relation, *, days_ago=0, **more):
    """Return a proposed relationship in which people now work together since some days."""
    began = ago(relation.round, days_ago)
    relation.places.update(answer=Answer.ACCEPTED, answered=began)
    facts = {"state": RelationState.ACTIVE, "began": began, "ends_on": relation.round.ends_on, **more}
    for name, value in facts.items():
        setattr(relation, name, value)
    relation.full_clean()
    relation.save()
    return relation


def pair(whole=None, *, days_ago=0, **more):
    """Return the mentee's and the mentor's place in a relationship under way."""
    whole = whole or make_round(state=RoundState.RUNNING)
    relation = propose(whole, join(whole, Side.MENTOR, "Leena Laine"), join(whole, name="Eeva Ek"))
    begin(relation, days_ago=days_ago, **more)
    return tuple(relation.places.get(side=side) for side in (Side.MENTEE, Side.MENTOR))


def make_matching(whole, pairs=(), **more):
    """Return a draft of a matching with `pairs` of (mentee, mentor)."""
    found = [{"mentee": mentee.pk, "mentor": mentor.pk, "score": 700} for mentee, mentor in pairs]
    facts = {
        "way": Way.FLOOR,
        "seed": 1,
        "state": MatchingState.DRAFT,
        "found": {"pairs": found},
        "number": whole.matchings.count() + 1,
        **more,
    }
    return Matching.objects.create(round=whole, **facts)
