"""Who takes part in a round, who is whose, and who must be kept apart."""

import datetime as dt
from uuid import UUID

from django.db.models import Q, QuerySet

from mentorway.web.mentoring.models import KeptApart, Person, Place, Round, Side

AWAY, INCOMPLETE, LEFT = "away", "incomplete", "left"
STANDINGS = (INCOMPLETE, AWAY, LEFT)


def people_of(whole: Round, words: str = "", *, side: str = "", standing: str = "") -> QuerySet[Person]:
    """The people of a round that match; who has left is only found by asking for it."""
    rows = whole.people.matching(words).filter(_standing(whole, standing))
    return (rows.filter(side=side) if side else rows).order_by("name", "pk")


def _standing(whole: Round, standing: str) -> Q:
    away = Q(is_away=True) & (Q(away_until=None) | Q(away_until__gte=today_in(whole)))
    if standing == LEFT:
        return Q(left__isnull=False)
    more = {AWAY: away, INCOMPLETE: Q(profiled=None)}.get(standing, Q())
    return Q(left=None) & more


def today_in(whole: Round) -> dt.date:
    """The day on the clock of a round."""
    return dt.datetime.now(whole.zone).date()


def counts_of(whole: Round) -> dict[str, int]:
    """How many people take part on each side, and how many stand how."""
    sides: dict[str, int] = {str(side): people_of(whole, side=side).count() for side in Side}
    return sides | {standing: people_of(whole, standing=standing).count() for standing in STANDINGS}


def by_token(token: UUID) -> Round | None:
    """The round whose page to join has this token; none that is in the bin, and no example."""
    rows = Round.objects.filter(token=token, deleted=None, is_example=False)
    return rows.select_related("partner").first()


def with_address(whole: Round, side: str, email: str) -> Person | None:
    """The person of one side of a round who has this e-mail address."""
    found = whole.people.filter(side=side, email__iexact=email).first() if email else None
    if found is not None:
        found.round = whole
    return found


def addresses_known(whole: Round) -> set[tuple[str, str]]:
    """The sides and e-mail addresses of a round, in small letters."""
    rows = whole.people.exclude(email="").values_list("side", "email")
    return {(side, email.lower()) for side, email in rows}


def present_on(whole: Round, side: str) -> QuerySet[Person]:
    """Those who take part on one side, by name."""
    return whole.people.present().filter(side=side).order_by("name", "pk")


def kept_apart_in(whole: Round) -> QuerySet[KeptApart]:
    """The people of a round who must not become a pair, by the name of the mentee."""
    rows = whole.kept_apart.select_related("mentee", "mentor", "by")
    return rows.order_by("mentee__name", "mentor__name", "pk")


def kept_apart_of(whole: Round, which: int) -> KeptApart | None:
    """One row of the list of people to keep apart."""
    return kept_apart_in(whole).filter(pk=which).first()


def open_places_of(person: Person) -> QuerySet[Place]:
    """The places of a person in relationships that are proposed or under way."""
    return person.places.filter(is_open=True).select_related("relation").order_by("pk")
