"""Who stands how to which cohort, and who is whose."""

import datetime as dt
import hmac
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Count, F, Q, QuerySet
from django.utils.crypto import salted_hmac

from mentorway.web.accounts.models import User
from mentorway.web.core.folding import terms
from mentorway.web.pilots.models import (
    Certificate,
    Cohort,
    CohortState,
    Entry,
    IssueRun,
    Meeting,
    Participant,
    Presence,
    Standing,
    StandingChange,
)

# Where a person has the standing that a cohort needs for its seats to be given away by themselves.
GIVES_SEATS = (CohortState.OPEN, CohortState.RUNNING)


def standings_of(cohort: Cohort) -> dict[str, int]:
    """How many people have each standing."""
    rows = cohort.people.order_by().values_list("standing").annotate(Count("pk"))
    return dict(rows)


def people_of(cohort: Cohort, words: str = "", standing: str = "") -> QuerySet[Participant]:
    """The people of a cohort that match; the waiting list is in its order, others by name."""
    rows = cohort.people.matching(words)
    if standing:
        rows = rows.filter(standing=standing)
    return (
        rows.order_by("waiting_since", "pk") if standing == Standing.WAITING else rows.order_by("name", "pk")
    )


def line_of(cohort: Cohort) -> dict[int, int]:
    """The place of everybody on the waiting list, from 1."""
    rows = cohort.people.waiting().values_list("pk", flat=True)
    return {pk: place for place, pk in enumerate(rows, start=1)}


def place_of(person: Participant) -> int:
    """The place of a person on the waiting list, from 1; 0 who is not on it."""
    if person.standing != Standing.WAITING:
        return 0
    earlier = Q(waiting_since__lt=person.waiting_since) | Q(
        waiting_since=person.waiting_since, pk__lt=person.pk
    )
    return person.cohort.people.waiting().filter(earlier).count() + 1


def changes_of(person: Participant) -> QuerySet[StandingChange]:
    """What became of a person, the last first."""
    return person.changes.select_related("by").order_by("-pk")


def certificates_of(person: Participant) -> QuerySet[Certificate]:
    """The certificates of a person that hold."""
    return person.certificates.standing()


def with_address(cohort: Cohort, email: str) -> Participant | None:
    """The person of a cohort who has this e-mail address."""
    found = cohort.people.filter(email__iexact=email).first() if email else None
    if found is not None:
        found.cohort = cohort
    return found


def addresses_known(cohort: Cohort) -> set[str]:
    """The e-mail addresses of a cohort, in small letters."""
    return {one.lower() for one in cohort.people.exclude(email="").values_list("email", flat=True)}


def verified_addresses(user: User) -> list[str]:
    """The e-mail addresses of which a member has shown that they are theirs, in small letters."""
    rows = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return [one.lower() for one in rows]


def is_verified(user: User, email: str) -> bool:
    """Whether a member has shown that this e-mail address is theirs."""
    return email.lower() in verified_addresses(user)


def participations_of(user: User) -> QuerySet[Participant]:
    """What a member takes part in: by their account, or by a verified address that nobody else has linked."""
    same = Q(pk__in=[])
    for address in verified_addresses(user):
        same |= Q(email__iexact=address)
    rows = Participant.objects.filter(Q(user=user) | Q(user=None) & same, cohort__deleted=None)
    return rows.select_related("cohort__partner").order_by("-cohort__starts_on", "pk")


def in_cohort_by_link(cohort: Cohort, link: str) -> Participant | None:
    """The person of a cohort whose own page has this secret."""
    found = cohort.people.filter(link=link).first()
    if found is not None:
        found.cohort = cohort
    return found


def in_cohort_by_account(cohort: Cohort, user: User) -> Participant | None:
    """The person of a cohort who has this account, or its verified address."""
    found = participations_of(user).filter(cohort=cohort).order_by(F("user").desc(nulls_last=True)).first()
    if found is not None:
        found.cohort = cohort
    return found


def feed_sign(person: Participant) -> str:
    """The secret at which calendars read the meetings: it opens nothing else, and ends with the link."""
    digest = salted_hmac("mentorway.pilots.own-calendar", person.link, algorithm="sha256").hexdigest()
    return f"{person.pk}-{digest[:40]}"


def behind_feed(sign: str) -> Participant | None:
    """The person whose calendar has this secret."""
    number = sign.partition("-")[0]
    if not (number.isascii() and number.isdigit()) or len(number) > len(str(2**63 - 1)) - 1:
        return None
    rows = Participant.objects.filter(pk=int(number), cohort__deleted=None)
    found = rows.select_related("cohort__partner").first()
    is_right = found is not None and hmac.compare_digest(feed_sign(found).encode(), sign.encode())
    return found if is_right else None


def open_cohorts(now: dt.datetime, words: str = "") -> QuerySet[Cohort]:
    """The listed cohorts to which everybody can apply now, the next to begin first."""
    in_time = Q(apply_until=None) | Q(apply_until__gte=now)
    rows = Cohort.objects.open_to_all().filter(in_time, is_example=False)
    found = rows.matching(words) if terms(words) else rows
    return found.select_related("partner").order_by("starts_on", "pk")


def by_token(token: UUID) -> Cohort | None:
    """The cohort whose page to apply has this token; none that is in the bin."""
    rows = Cohort.objects.filter(token=token, deleted=None, is_example=False)
    return rows.select_related("partner").first()


def with_decisions_due(now: dt.datetime) -> QuerySet[Cohort]:
    """The cohorts in which an offer is over, or somebody waits while who comes first has a seat."""
    over = Participant.objects.filter(standing=Standing.OFFERED, offer_until__lt=now)
    waits = Participant.objects.filter(
        standing=Standing.WAITING, cohort__entry=Entry.FIRST, cohort__state__in=GIVES_SEATS
    )
    due = Q(pk__in=over.values("cohort")) | Q(pk__in=waits.values("cohort"))
    return Cohort.objects.filter(due, deleted=None, is_example=False).order_by("pk")


def has_offer_over(cohort: Cohort, now: dt.datetime) -> bool:
    """Whether an offer has ended and nobody has said so yet."""
    return cohort.people.filter(standing=Standing.OFFERED, offer_until__lt=now).exists()


def is_worth_joining(cohort: Cohort, now: dt.datetime) -> bool:
    """Whether who joins now can still come to as many meetings as the certificate asks for."""
    if cohort.state not in GIVES_SEATS:
        return False
    planned = cohort.meetings.planned()
    total = planned.count()
    ahead = planned.filter(ends__gt=now).count()
    return total == 0 or 100 * ahead >= cohort.attendance_percent * total


def leaves_seats_free(cohort: Cohort, now: dt.datetime) -> bool:
    """Whether free seats would be offered by themselves if it were not too late to join."""
    gives = cohort.entry == Entry.FIRST and cohort.state in GIVES_SEATS
    has_free = cohort.people.on_seats().count() < cohort.seats
    return gives and has_free and not is_worth_joining(cohort, now)


def meetings_for(person: Participant) -> list[Meeting]:
    """Every meeting of a person's cohort in order, those that were cancelled too."""
    rows = list(person.cohort.meetings.select_related("facilitator").order_by("starts", "pk"))
    for one in rows:
        one.cohort = person.cohort
    return rows


def dates_of(cohort: Cohort) -> list[Meeting]:
    """The planned meetings of a cohort, for who thinks about applying."""
    rows = list(cohort.meetings.planned().order_by("starts", "pk"))
    for one in rows:
        one.cohort = cohort
    return rows


def not_taking_part_since(day: dt.date) -> QuerySet[Participant]:
    """Those who never took part in a training whose last day was before ``day``."""
    rows = Participant.objects.filter(enrolled=None, cohort__ends_on__lt=day, cohort__is_example=False)
    return rows.exclude(standing=Standing.ENROLLED).select_related("cohort").order_by("pk")


def marks_of(person: Participant) -> dict[int, str]:
    """What is marked about a person, by meeting, as people read it."""
    return {one.meeting_id: str(Presence(one.presence).label) for one in person.attendance.all()}


def runs_about(person: Participant) -> list[IssueRun]:
    """The makings of certificates of a cohort in which a person is named by number."""
    return [
        run
        for run in person.cohort.runs.all()
        if any(one.get("who") == person.pk for one in (*run.wanted, *run.problem))
    ]
