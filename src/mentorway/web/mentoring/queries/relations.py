"""Proposals and relationships: whose they are, which seats they fill, and what waits for an answer."""

import datetime as dt

from django.db.models import Count, Q, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.mentoring.models import (
    Answer,
    Enquiry,
    KeptApart,
    Person,
    Place,
    Relation,
    RelationState,
    Round,
    Side,
)


def places_of(person: Person) -> list[Place]:
    """The places of a person in proposals and relationships, open ones first, then the newest."""
    rows = person.places.select_related("relation").prefetch_related("relation__places__person")
    found = list(rows.order_by("-is_open", "-relation__proposed", "-pk"))
    for one in found:
        one.person, one.relation.round = person, person.round
    return found


def relations_of(whole: Round, words: str = "", state: str = "") -> QuerySet[Relation]:
    """The relationships of a round in a state, with a person who matches the words; what waits first."""
    rows = whole.relations.prefetch_related("places__person")
    if words:
        meant = Place.objects.filter(person__in=whole.people.matching(words))
        rows = rows.filter(pk__in=meant.values("relation"))
    if state:
        rows = rows.filter(state=state)
    count = Count("places__enquiries", filter=Q(places__enquiries__replied=None), distinct=True)
    return rows.annotate(waiting=count).order_by("-waiting", "-proposed", "-pk")


def states_of(whole: Round) -> dict[str, int]:
    """How many relationships of a round are in each state."""
    rows = whole.relations.order_by().values_list("state").annotate(count=Count("pk"))
    return dict(rows)


def enquiries_about(relation: Relation) -> QuerySet[Enquiry]:
    """What was asked about a proposal, the oldest first."""
    rows = Enquiry.objects.filter(place__relation=relation)
    return rows.select_related("place__person", "replied_by").order_by("pk")


def enquiry_of(whole: Round, which: int) -> Enquiry | None:
    """The question in a round with this number in the table."""
    rows = Enquiry.objects.filter(place__relation__round=whole)
    return rows.select_related("place__person__round", "place__relation").filter(pk=which).first()


def seats_filled(whole: Round) -> dict[int, int]:
    """How many mentees each mentor of a round has, or is proposed."""
    return _mentees_by_mentor(Place.objects.filter(relation__in=whole.relations.open()))


def seats_at_work(mentor: Person, *, beside: Relation) -> int:
    """How many mentees a mentor works with in other relationships than this one."""
    others = mentor.round.relations.at_work().exclude(pk=beside.pk)
    return _mentees_by_mentor(Place.objects.filter(relation__in=others)).get(mentor.pk, 0)


def _mentees_by_mentor(places: QuerySet[Place]) -> dict[int, int]:
    mentee = Q(relation__places__side=Side.MENTEE, relation__places__is_open=True)
    rows = places.filter(side=Side.MENTOR, is_open=True).order_by().values_list("person")
    return dict(rows.annotate(count=Count("relation__places", filter=mentee, distinct=True)))


def mentees_taken(whole: Round) -> set[int]:
    """The mentees of a round who have a mentor or a proposal."""
    rows = Place.objects.filter(relation__round=whole, side=Side.MENTEE, is_open=True)
    return set(rows.values_list("person", flat=True))


def kept_apart(whole: Round) -> set[frozenset[str]]:
    """Who must not become a pair, by what people are known by on both sides."""
    rows = KeptApart.objects.filter(round=whole).select_related("mentee", "mentor")
    return {frozenset((one.mentee.key, one.mentor.key)) for one in rows}


def with_open_enquiries(user: User) -> QuerySet[Round]:
    """The rounds of one's own partners with questions that nobody has replied to, each with how many."""
    asked = Q(relations__places__enquiries__replied=None, relations__places__enquiries__isnull=False)
    count = Count("relations__places__enquiries", filter=asked, distinct=True)
    return run_by(user).annotate(count=count).filter(count__gt=0)


def with_late_answers(user: User, now: dt.datetime) -> QuerySet[Round]:
    """The rounds of one's own partners with proposals due within two days, each with how many."""
    late = Q(relations__state=RelationState.PROPOSED, relations__answer_until__lt=now + dt.timedelta(days=2))
    count = Count("relations", filter=late, distinct=True)
    return run_by(user).annotate(count=count).filter(count__gt=0)


def run_by(user: User) -> QuerySet[Round]:
    """The rounds of one's own partners, without those of the example."""
    own = user.memberships.values("partner")
    rows = Round.objects.visible_to(user).filter(is_example=False, partner__in=own)
    return rows.order_by("starts_on", "pk")


def proposals_over(now: dt.datetime) -> QuerySet[Relation]:
    """The proposals whose time to be answered has passed."""
    rows = Relation.objects.filter(state=RelationState.PROPOSED, answer_until__lt=now)
    return _of_real_rounds(rows)


def proposals_to_remind_of(now: dt.datetime) -> QuerySet[Relation]:
    """The proposals that end within two days and that somebody has neither answered nor been reminded of."""
    unanswered = Place.objects.filter(is_open=True, answer=Answer.OPEN, reminded=None)
    rows = Relation.objects.filter(
        state=RelationState.PROPOSED,
        answer_until__range=(now, now + dt.timedelta(days=2)),
        proposed__lt=now - dt.timedelta(days=1),
        pk__in=unanswered.values("relation"),
    )
    return _of_real_rounds(rows)


def _of_real_rounds(rows: QuerySet[Relation]) -> QuerySet[Relation]:
    return rows.filter(round__is_example=False, round__deleted=None).select_related("round").order_by("pk")


def open_relations_of(person: Person) -> QuerySet[Relation]:
    """The proposals and relationships that a person is in now."""
    mine = Place.objects.filter(person=person, is_open=True)
    return Relation.objects.open().filter(pk__in=mine.values("relation")).order_by("pk")
