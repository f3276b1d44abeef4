"""Where a person is most: pairs, meetings, analyses, silent pairs, and what they have not begun yet."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import Analysis
from mentorway.web.mentoring.models import AT_WORK, Place, RelationState, Round, TalkState
from mentorway.web.mentoring.models import Relation as Pair
from mentorway.web.network.models import Membership, Partner, Role
from mentorway.web.pilots.models import Cohort, Meeting
from mentorway.web.plan.models import Project
from mentorway.web.practices.models import Practice
from mentorway.web.study.models import Study

MOST: Final = 3  # of each kind on the first page


@dataclass(frozen=True)
class Standing:
    """What a person is in the network, and whether their partners have begun anything."""

    belongs: bool
    coordinates: bool
    in_charge: bool
    partner: int | None
    is_described: bool
    has_colleague: bool
    is_verified: bool
    practices: bool
    studies: bool
    cohorts: bool
    rounds: bool
    projects: bool

    @property
    def has_begun(self) -> bool:
        """Whether there is anything of their own already."""
        return any((self.practices, self.studies, self.cohorts, self.rounds, self.projects))


def standing_of(user: User) -> Standing:
    """Return what a person is and has, in two questions however much there is."""
    own = Membership.objects.filter(user=user, partner__deleted=None)
    first = own.select_related("partner").order_by("partner__is_example", "pk").first()
    mine = own.values("partner")
    partner = first.partner if first else None

    def there(rows: QuerySet[Any]) -> Exists:
        return Exists(rows.filter(partner__in=mine, is_example=False))

    flags = (
        User.objects.filter(pk=user.pk)
        .annotate(
            coordinates=Exists(own.filter(role=Role.COORDINATOR)),
            in_charge=Exists(own.in_charge()),
            colleague=Exists(Membership.objects.filter(partner__in=mine).exclude(user=user)),
            verified=Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)),
            practices=there(Practice.objects.all()),
            studies=there(Study.objects.all()),
            cohorts=there(Cohort.objects.all()),
            rounds=there(Round.objects.all()),
            projects=there(Project.objects.all()),
        )
        .values_list(
            *("coordinates", "in_charge", "colleague", "verified"),
            *("practices", "studies", "cohorts", "rounds", "projects"),
        )
        .get()
    )
    coordinates, in_charge, colleague, verified, *begun = flags
    return Standing(
        partner is not None, coordinates, in_charge, partner.pk if partner else None,
        _is_described(partner), colleague, verified, *begun,
    )  # fmt: skip


def _is_described(partner: Partner | None) -> bool:
    return partner is not None and bool(partner.kind and partner.description)


def pairs_of(user: User, now: dt.datetime) -> list[Place]:
    """The places of a person in pairs at work, with the next meeting of each."""
    coming = Q(relation__talks__state=TalkState.PLANNED, relation__talks__starts__gt=now)
    rows = Place.objects.filter(
        person__user=user, person__left=None, is_open=True, relation__state__in=AT_WORK,
        relation__round__deleted=None,
    )  # fmt: skip
    return list(
        rows.select_related("person", "relation__round")
        .prefetch_related("relation__places__person")
        .annotate(next=Min("relation__talks__starts", filter=coming))
        .order_by(F("next").asc(nulls_last=True), "pk")[:MOST]
    )


def meetings_led_by(user: User, now: dt.datetime) -> list[Meeting]:
    """The meetings that a person leads next."""
    rows = Meeting.objects.planned().filter(facilitator=user, ends__gt=now, cohort__deleted=None)
    return list(rows.select_related("cohort").order_by("starts", "pk")[:MOST])


def cohorts_led_by(user: User) -> list[Cohort]:
    """The cohorts of which a person leads a meeting, the newest first."""
    rows = Cohort.objects.visible_to(user).filter(
        pk__in=Meeting.objects.planned().filter(facilitator=user).values("cohort")
    )
    return list(rows.order_by("-starts_on", "-pk")[:MOST])


def analyses_of(user: User) -> list[Analysis]:
    """The questions that a person asked of answers, the newest first."""
    rows = Analysis.objects.filter(created_by=user, deleted=None, dataset__deleted=None)
    return list(rows.select_related("dataset").defer("dataset__preview").order_by("-created", "-pk")[:MOST])


def silent_pairs(user: User, since: dt.datetime) -> Sequence[tuple[int, str, int]]:
    """Rounds under way in which pairs have not met since a moment: number, title, how many pairs."""
    held = Q(talks__state=TalkState.HELD)
    rounds = Round.objects.worked_on_by(user)
    silent = (
        Pair.objects.filter(round__in=rounds, state=RelationState.ACTIVE)
        .annotate(last=Coalesce(Max("talks__starts", filter=held), F("began")))
        .filter(last__lt=since)
        .values("pk")
    )
    found = Round.objects.filter(relations__in=silent).annotate(count=Count("relations"))
    return list(found.order_by("starts_on", "pk").values_list("pk", "title", "count")[:MOST])


def project_of(user: User, day: dt.date) -> Project | None:
    """The project under way that a person may see: their own rather than the example."""
    rows = Project.objects.visible_to(user).filter(starts_on__lte=day, ends_on__gte=day)
    return rows.select_related("partner").order_by("is_example", "-starts_on", "pk").first()
