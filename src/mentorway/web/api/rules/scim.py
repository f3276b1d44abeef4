"""For whom a directory acts, whom it sees, and whom it may change."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.api.models import ExternalMark
from mentorway.web.network.models import Membership, Partner, Role
from mentorway.web.network.models.partners import sees_all


@dataclass(frozen=True)
class Directory:
    """A program that tells of people: for one partner, or for the whole network (``partner`` is None)."""

    by: User
    partner: Partner | None

    def partners(self) -> QuerySet[Partner]:
        """The partners it acts for, which are its groups."""
        rows = Partner.objects.filter(deleted=None).order_by("pk")
        return rows.filter(pk=self.partner.pk) if self.partner else rows

    def people(self) -> QuerySet[User]:
        """The people it sees: those of its partners, and whom the network's own marked."""
        seen = Q(pk__in=Membership.objects.filter(partner__in=self.partners()).order_by().values("user"))
        if self.partner is None:
            seen |= Q(pk__in=ExternalMark.objects.filter(partner=None).values("user"))
        return User.objects.filter(seen).order_by("pk")

    def place_of(self, user: User) -> Membership | None:
        """The place of ``user`` at its partner; None for the network."""
        return user.memberships.get(partner=self.partner) if self.partner else None

    def roles(self) -> list[str]:
        """The roles it may give: none above that of its owner."""
        return [Role.MEMBER, Role.ADMIN] if self.partner else list(Role.values)

    def may_change(self, user: User) -> bool:
        """Whether name, language and access of ``user`` are its to change: nobody else has a say in them."""
        if user.is_staff or user.is_superuser or user == self.by:
            return False
        if self.partner is None:
            return True
        places = set(user.memberships.values_list("partner", "role"))
        return bool(places) and places <= {(self.partner.pk, role) for role in self.roles()}


def directory_of(user: User) -> Directory | None:
    """Return for whom the programs of ``user`` tell of people; None where that is not one partner."""
    if sees_all(user):
        return Directory(user, None)
    charges = list(Partner.objects.filter(deleted=None, memberships__in=user.memberships.in_charge())[:2])
    return Directory(user, charges[0]) if len(charges) == 1 else None
