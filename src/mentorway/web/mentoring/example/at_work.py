"""A round in which pairs work together: mentors who were trained in Vilnius, mentees of four countries."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone, translation

from mentorway.web.accounts.models import User
from mentorway.web.core.zones import moment_of
from mentorway.web.mentoring.actions import matchings, proposals, rounds
from mentorway.web.mentoring.example.making import (
    DAY,
    SEED,
    Row,
    Told,
    mark,
    open_round,
    person_of,
)
from mentorway.web.mentoring.models import (
    AgreementAcceptance,
    AgreementVersion,
    Goal,
    Person,
    Place,
    Rating,
    Relation,
    Round,
    RoundState,
    Side,
    Talk,
    TalkState,
)
from mentorway.web.mentoring.models import Mode as Meets
from mentorway.web.network.example import people
from mentorway.web.network.example.people import acting_for
from mentorway.web.network.models import Partner
from mentorway.web.pilots.models import Cohort, CohortState

TITLE: Final = "Example: pairs at work in four countries"
BEGAN, LASTS, ASKED = 70, 112, 6  # days: ago, still to come, between proposal and beginning
HOUR: Final = dt.time(16)
MINUTES: Final = 60
MENTEES: Final[tuple[Row, ...]] = (
    ("Ieva Ozoliņa", "LV", "lv en", "both", "leading time", 5, "rather_structured", "Example Bakery"),
    ("Linnea Berg", "SE", "sv en", "both", "abroad career", 1, "between", "Example Software"),
    ("Sanna Heikkinen", "FI", "fi en", "both", "wellbeing time", 11, "rather_free", "Example Hospital"),
    ("Rasa Jankauskienė", "LT", "lt en", "both", "teaching", 9, "rather_free", "Example School"),
)
MENTORS: Final[tuple[Row, ...]] = (
    ("Tomas Žukauskas", "LT", "lt en", "both", "leading time", 19, "structured", "Example School"),
    ("Aušra Stankevičiūtė", "LT", "lt en", "both", "career abroad", 22, "between", "Example Software"),
    ("Karolis Butkus", "LT", "lt en", "both", "wellbeing time", 26, "free", "Example School"),
    ("Eglė Navickaitė", "LT", "lt en", "both", "teaching", 15, "rather_free", "Example Dairy"),
)
# When each mentee met the mentor, in days from today; who met once, and long ago, is a silent pair.
MET: Final[Mapping[str, tuple[int, ...]]] = {
    "Ieva Ozoliņa": (-63, -49, -35, -21, -7, 7),
    "Linnea Berg": (-60, -39, -12, 16),
    "Sanna Heikkinen": (-64,),
    "Rasa Jankauskienė": (-58, -44, -30, -16),
}
AGREED: Final = {
    "aims": "Example. Ieva wants to lead the morning shift by herself; Tomas asks and listens.",
    "meeting": "Example. Every two weeks for an hour, online.",
    "confidence": "Example. What we tell each other stays between us.",
}
GOAL: Final = "Example: to lead the morning shift by myself"
LEVELS: Final = (
    "Example. I do not lead at all.",
    "Example. I lead when somebody stands beside me.",
    "Example. I lead one shift a week by myself.",
    "Example. I lead every shift of a week.",
    "Example. I show somebody else how to lead.",
)
RATED: Final = ((Side.MENTEE, 0), (Side.MENTOR, 1))


@dataclass(frozen=True)
class Pair:
    """A relationship of the example with the places of both."""

    relation: Relation
    mentee: Place
    mentor: Place


@transaction.atomic
def load(partner: Partner) -> None:
    """Store the round, unless that was done before or nobody was trained to be a mentor."""
    trained = Cohort.objects.filter(is_example=True, state=CohortState.FINISHED, country="LT").first()
    if trained is None or Round.objects.filter(is_example=True, title=TITLE).exists():
        return
    user, today = acting_for(partner), timezone.localdate()
    swedish = Partner.objects.filter(is_example=True, deleted=None, country="SE")
    holder = swedish.order_by("pk").first() or partner
    with translation.override("en"):
        days = (today - BEGAN * DAY, today + LASTS * DAY)
        whole = open_round(user, holder, Told(TITLE, "Elsa Example"), days)
        Round.objects.filter(pk=whole.pk).update(cohort=trained)  # whose mentors they are
        whole.refresh_from_db()
        _people(whole)
        for pair in _paired(whole, user):
            _backdate(pair, today)
            _met(pair, today)
            if pair.mentee.person.name == MENTEES[0][0]:
                _agreed(pair)
        rounds.move(whole, RoundState.RUNNING)
    mark(whole)


def _people(whole: Round) -> None:
    """Add the invented people; the first of each side has an account, if the example has that."""
    rows = [person_of(whole, Side.MENTEE, row) for row in MENTEES]
    rows += [person_of(whole, Side.MENTOR, row) for row in MENTORS]
    accounts = {MENTEES[0][0]: people.known(people.MENTEE), MENTORS[0][0]: people.known(people.MENTOR)}
    for one in rows:
        one.user = accounts.get(one.name)
        one.full_clean()
    Person.objects.bulk_create(rows)


def _paired(whole: Round, user: User) -> list[Pair]:
    """Match everybody, the two with accounts with each other, and let all of them accept."""
    numbers = dict(whole.people.values_list("name", "pk"))
    keep = ((numbers[MENTEES[0][0]], numbers[MENTORS[0][0]]),)
    matching = matchings.compute(whole, user, matchings.Wish(seed=SEED, keep=keep))
    made = proposals.confirm(matching, user)
    pairs = []
    for relation in made:
        for place in relation.places.select_related("person", "relation__round"):
            proposals.answer(place, accepts=True)
        places = {one.side: one for one in relation.places.select_related("person")}
        pairs.append(Pair(relation, places[Side.MENTEE], places[Side.MENTOR]))
    return pairs


def _backdate(pair: Pair, today: dt.date) -> None:
    """Let a pair have begun when the round did."""
    began = moment_of(today - BEGAN * DAY, HOUR, pair.mentee.person.zone)
    moments = {"proposed": began - ASKED * DAY, "answer_until": began + DAY, "began": began}
    Relation.objects.filter(pk=pair.relation.pk).update(**moments)
    Place.objects.filter(relation=pair.relation).update(answered=began - DAY)


def _met(pair: Pair, today: dt.date) -> None:
    zone = pair.mentee.person.zone
    for days in MET[pair.mentee.person.name]:
        starts = moment_of(today + days * DAY, HOUR, zone)
        is_over = days < 0
        Talk.objects.create(
            relation=pair.relation, starts=starts, minutes=MINUTES, mode=Meets.ONLINE,
            link="https://meet.example.org/pair", state=TalkState.HELD if is_over else TalkState.PLANNED,
            logged=starts + dt.timedelta(hours=2) if is_over else None,
        )  # fmt: skip


def _agreed(pair: Pair) -> None:
    """Let a pair have an agreement that both accepted, and a goal that both have rated."""
    version = AgreementVersion.objects.create(
        relation=pair.relation, number=1, texts=AGREED, written_by=pair.mentee
    )
    AgreementAcceptance.objects.bulk_create(
        AgreementAcceptance(version=version, place=place) for place in (pair.mentee, pair.mentor)
    )
    facts: dict[str, Any] = {"title": GOAL, "levels": list(LEVELS), "position": 1, "fixed": timezone.now()}
    goal = Goal(place=pair.mentee, **facts)
    goal.full_clean()
    goal.save()
    places = {Side.MENTEE: pair.mentee, Side.MENTOR: pair.mentor}
    Rating.objects.bulk_create(Rating(goal=goal, place=places[side], level=level) for side, level in RATED)
