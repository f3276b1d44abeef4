"""What people look for in the network: partners, who is there, agreements and visits."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User
from mentorway.web.core.finding import Found, Kind
from mentorway.web.network.models import Agreement, Contact, Membership, Partner, Visit
from mentorway.web.network.queries import agreements, contacts, partners, visits


def _partners(user: User, words: str) -> QuerySet[Partner]:
    return partners.cards(user, {"q": words})


def _tell_partners(rows: Sequence[Partner]) -> Iterator[Found]:
    for row in rows:
        about = (row.city, row.get_country_display(), row.get_sector_display())
        yield Found(row.name, reverse("network:partner", args=[row.pk]), about, row.is_example)


def _tell_people(rows: Sequence[Membership]) -> Iterator[Found]:
    for row in rows:
        about = (row.get_role_display(), row.partner.name)
        yield Found(str(row.user), reverse("network:partner", args=[row.partner_id]), about)


def _tell_contacts(rows: Sequence[Contact]) -> Iterator[Found]:
    for row in rows:
        about = (row.position, row.partner.name)
        yield Found(row.name, reverse("network:partner", args=[row.partner_id]), about)


def _tell_agreements(rows: Sequence[Agreement]) -> Iterator[Found]:
    for row in rows:
        about = (row.reference, row.get_state_display(), row.owner.name)
        yield Found(row.title, reverse("network:agreement", args=[row.pk]), about, row.is_example)


def _visits(user: User, words: str) -> QuerySet[Visit]:
    return visits.visits_of(user, timezone.now(), words)


def _tell_visits(rows: Sequence[Visit]) -> Iterator[Found]:
    for row in rows:
        about = (date_format(row.begins), row.get_kind_display(), row.host.name)
        yield Found(row.title, reverse("network:visit", args=[row.pk]), about, row.is_example)


KINDS = (
    Kind(Partner, _partners, _tell_partners, "network:partners"),
    Kind(Membership, partners.people_found, _tell_people, called=_("People")),
    Kind(Contact, contacts.contacts_found, _tell_contacts),
    Kind(Agreement, agreements.agreements_of, _tell_agreements, "network:agreements"),
    Kind(Visit, _visits, _tell_visits, "network:visits"),
)
