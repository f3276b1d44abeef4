"""Reads across agreements, their parties and answers."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet, Subquery

from mentorway.web.accounts.models import User
from mentorway.web.core.whether import is_any
from mentorway.web.network.models import (
    Acceptance,
    Agreement,
    AgreementFile,
    AgreementState,
    AgreementVersion,
    Answer,
    Membership,
    Partner,
    Party,
    belonging_to,
    sees_all,
)

SOON = dt.timedelta(days=90)


@dataclass(frozen=True)
class PartyAnswer:
    """One party of a version, and what it said, if it did."""

    partner: Partner
    answer: Acceptance | None
    may_sign: bool = False
    may_sign_on_paper: bool = False


def agreements_of(user: User, words: str = "", state: str = "") -> QuerySet[Agreement]:
    """What ``user`` may see, with its parties."""
    found = Agreement.objects.visible_to(user).matching(words)
    if state:
        found = found.filter(state=state)
    offered = AgreementVersion.objects.filter(agreement=OuterRef("pk"), offered__isnull=False)
    found = found.annotate(offered_until=Subquery(offered.order_by("-number").values("ends")[:1]))
    return found.select_related("owner").prefetch_related(_living_places()).order_by("-created", "-pk")


def _living_places() -> "Prefetch[Any]":
    """The parties of agreements, without doubles that were merged into another partner."""
    places = Party.objects.filter(partner__deleted=None).select_related("partner")
    return Prefetch("places", places.order_by("partner__name"))


def deleted_of(user: User) -> QuerySet[Agreement]:
    """What ``user`` may still bring back."""
    return Agreement.bin.visible_to(user).select_related("owner").order_by("-deleted")


def owners_for(user: User) -> QuerySet[Partner]:
    """The partners for which ``user`` may keep an agreement."""
    return Partner.objects.filter(deleted=None) if sees_all(user) else belonging_to(user)


def versions_of(agreement: Agreement) -> QuerySet[AgreementVersion]:
    """Every version, newest first, with the answers to it."""
    answers = Acceptance.objects.select_related("partner", "by")
    return agreement.versions.select_related("written_by").prefetch_related(Prefetch("answers", answers))


def newest_version(agreement: Agreement) -> AgreementVersion | None:
    return agreement.versions.order_by("-number").first()


def open_offer(agreement: Agreement) -> AgreementVersion | None:
    """The version that waits for answers."""
    if agreement.state != AgreementState.OFFERED:
        return None
    return agreement.versions.filter(offered__isnull=False).order_by("-number").first()


def files_of(version: AgreementVersion) -> list[tuple[dict[str, Any], AgreementFile | None]]:
    """The files that belong to ``version`` as it was offered, each with its row if it is still there."""
    known = version.agreement.files.in_bulk([kept["id"] for kept in version.attached])
    return [(kept, known.get(kept["id"])) for kept in version.attached]


def newest_offered(agreement: Agreement) -> AgreementVersion | None:
    """The version that was offered last, whatever came of it."""
    return agreement.versions.filter(offered__isnull=False).order_by("-number").first()


def refusal_of(agreement: Agreement) -> Acceptance | None:
    """The refusal that ended the last offer, as long as nobody has written a new version."""
    newest = newest_version(agreement)
    if newest is None or agreement.state not in {AgreementState.DRAFT, AgreementState.ACCEPTED}:
        return None
    return newest.answers.filter(answer=Answer.DECLINED).select_related("partner").first()


def refused_to(user: User) -> QuerySet[Acceptance]:
    """Refusals that those in charge of the keeping partner have not answered by a new version."""
    newer = AgreementVersion.objects.filter(
        agreement=OuterRef("version__agreement"), number__gt=OuterRef("version__number")
    )
    found = Acceptance.objects.filter(
        answer=Answer.DECLINED,
        version__agreement__owner__in=partners_signed_by(user),
        version__agreement__state__in=[AgreementState.DRAFT, AgreementState.ACCEPTED],
        version__agreement__deleted=None,
        version__agreement__is_example=False,
    )
    return found.exclude(Exists(newer)).select_related("partner", "version__agreement")


def parties_of(agreement: Agreement) -> QuerySet[Partner]:
    """The parties; a double that was merged into another one counts no more."""
    return Partner.objects.filter(places__agreement=agreement, deleted=None).order_by("name")


def answers_to(version: AgreementVersion) -> dict[int, Acceptance]:
    """What each party said to ``version``, by partner."""
    return {answer.partner_id: answer for answer in version.answers.select_related("partner", "by")}


def has_all_answers(version: AgreementVersion) -> bool:
    """Whether every party accepted ``version``."""
    places = version.agreement.places.filter(partner__deleted=None).count()
    answers = version.answers.filter(answer=Answer.ACCEPTED, partner__deleted=None)
    return answers.count() == places > 0


def partners_signed_by(user: User) -> QuerySet[Partner]:
    """The partners for which ``user`` may sign."""
    places = Membership.objects.in_charge().filter(user=user)
    return Partner.objects.filter(pk__in=places.values("partner"), deleted=None)


def with_people_in_charge(partners: QuerySet[Partner]) -> set[int]:
    """Which of ``partners`` have somebody here who can sign."""
    return set(Membership.objects.in_charge().filter(partner__in=partners).values_list("partner", flat=True))


def offered_to(user: User) -> QuerySet[Party]:
    """The partners for which ``user`` may sign, in agreements that are offered."""
    return Party.objects.filter(
        partner__in=partners_signed_by(user),
        agreement__state=AgreementState.OFFERED,
        agreement__deleted=None,
        agreement__is_example=False,
    ).select_related("agreement", "partner")


def waiting_for(user: User) -> Sequence[tuple[Agreement, Partner]]:
    """Offers that a partner of ``user`` has not answered, where ``user`` may sign."""
    if not is_any(offered_to, user):
        return []
    places = offered_to(user)
    answered = Acceptance.objects.filter(
        version__agreement__in=places.values("agreement"), version__offered__isnull=False
    ).values_list("version__agreement", "partner", "version__number")
    newest = dict(
        AgreementVersion.objects.filter(agreement__in=places.values("agreement"), offered__isnull=False)
        .order_by("number")
        .values_list("agreement", "number")
    )
    said = {(agreement, partner) for agreement, partner, number in answered if newest[agreement] == number}
    return [(one.agreement, one.partner) for one in places if (one.agreement_id, one.partner_id) not in said]


def ending_soon(user: User, day: dt.date) -> QuerySet[Agreement]:
    """What ends within 90 days where ``user`` is in charge of a party, or coordinates."""
    found = Agreement.objects.visible_to(user).ending_between(day, day + SOON).filter(is_example=False)
    if sees_all(user):
        return found
    return found.filter(pk__in=Party.objects.filter(partner__in=partners_signed_by(user)).values("agreement"))


def radar(user: User, day: dt.date) -> QuerySet[Agreement]:
    """What holds on ``day``, the nearest end first, those without an end last."""
    return (
        Agreement.objects.visible_to(user)
        .in_force(day)
        .select_related("owner")
        .prefetch_related(_living_places())
        .order_by(F("ends").asc(nulls_last=True), "title")
    )


def in_charge_of_parties(agreement: Agreement) -> QuerySet[Membership]:
    """Those who lead a party, to be written to."""
    return (
        Membership.objects.in_charge()
        .filter(partner__places__agreement=agreement, user__is_active=True)
        .select_related("user", "partner")
    )


def candidates(user: User, agreement: Agreement, words: str) -> QuerySet[Partner]:
    """Partners that may become a party, found by ``words``."""
    return (
        Partner.objects.listed_to(user)
        .matching(words)
        .exclude(pk__in=agreement.places.values("partner"))
        .order_by("name")
    )


def count_by_state(user: User) -> dict[str, int]:
    """How many agreements ``user`` sees in each state."""
    found = Agreement.objects.visible_to(user).order_by().values_list("state").annotate(count=Count("pk"))
    return dict(found)
