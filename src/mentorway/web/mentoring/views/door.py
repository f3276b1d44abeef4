"""What the pages of a round, and the own pages of its people, have in common."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from mentorway.web.accounts.models import User
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest, there
from mentorway.web.mentoring import rules
from mentorway.web.mentoring.analysis.relations import members, stage_of
from mentorway.web.mentoring.models import (
    AT_WORK,
    Matching,
    Person,
    Place,
    Relation,
    RelationState,
    Round,
    Side,
)
from mentorway.web.mentoring.queries import own as queries


def look(request: MemberRequest, pk: int) -> Round:
    """Return a round that the person may look at, without its people."""
    row: Round = access.fetch(request.user, Round.objects, pk=pk)
    return row


def meet(request: MemberRequest, pk: int) -> Round:
    """Return a round whose people the person may see."""
    row: Round = access.fetch(request.user, Round.objects, may=rules.may_see_people, pk=pk)
    return row


def work(request: MemberRequest, pk: int) -> Round:
    """Return a round that the person runs."""
    row: Round = access.fetch(request.user, Round.objects, may=rules.may_run, pk=pk)
    return row


def dispose(request: MemberRequest, pk: int) -> Round:
    """Return a round that the person may delete."""
    row: Round = access.fetch(request.user, Round.objects, may=rules.may_dispose, pk=pk)
    return row


def person_of(whole: Round, who: int) -> Person:
    """Return a person of a round, or say that there is none."""
    return there(queries.person_of(whole, who))


def matching_of(whole: Round, number: int) -> Matching:
    """Return a matching of a round, or say that there is none."""
    return there(queries.matching_of(whole, number))


def relation_of(whole: Round, which: int) -> Relation:
    """Return a relationship of a round, or say that there is none."""
    return there(queries.relation_of(whole, which))


def frame(user: User, whole: Round) -> dict[str, Any]:
    """Return what every page of a round shows."""
    at_work = rules.may_run(user, whole)
    return {
        "round": whole,
        "at_work": at_work,
        "sees_people": at_work or rules.may_see_people(user, whole),
        "in_charge": at_work and rules.may_dispose(user, whole),
    }


def own(link: str) -> Person:
    """Return the person whose own pages have this secret, or say that there is none."""
    return there(queries.behind(link))


def own_place(link: str, which: int) -> Place:
    """Return the place of a person in a relationship, or say that there is none."""
    return there(queries.place_of(own(link), which))


def own_pair(link: str, which: int, *, writes: bool = False) -> Place:
    """Return the place of a person in a relationship that has begun; to write, one that is not over."""
    place = own_place(link, which)
    stage = stage_of(place, timezone.now())
    if stage not in AT_WORK and (writes or stage != RelationState.ENDED):
        raise Http404
    return place


def pair_frame(place: Place) -> dict[str, Any]:
    """Return what every own page of a relationship shows."""
    stage = stage_of(place, timezone.now())
    partners = [one.person for one in members(place.relation) if one.person_id != place.person_id]
    return {
        **own_frame(place.person),
        "place": place,
        "relation": place.relation,
        "stage": stage,
        "has_begun": stage in (*AT_WORK, RelationState.ENDED),
        "may_write": stage in AT_WORK,
        "partners": partners,
        "goes_on": place.side == Side.MENTEE and any(one.side == Side.MENTEE for one in partners),
    }


def own_frame(person: Person) -> dict[str, Any]:
    """Return what every own page shows."""
    return {"person": person, "round": person.round}
