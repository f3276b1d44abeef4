"""What can happen to a partner and to a place in it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.accounts import actions as accounts
from mentorway.web.accounts.models import User
from mentorway.web.core.tasks import post_letter
from mentorway.web.network.models import Membership, Partner, Role


def found(*, name: str, country: str, sector: str) -> Partner:
    """Take a new partner into the network."""
    partner = Partner(name=name, country=country, sector=sector)
    partner.full_clean()
    partner.save()
    return partner


def describe(partner: Partner, *, name: str, country: str, sector: str) -> None:
    """Correct what is known of ``partner``."""
    partner.name, partner.country, partner.sector = name, country, sector
    partner.full_clean()
    partner.save(update_fields=["name", "country", "sector"])


@transaction.atomic
def add(partner: Partner, *, email: str, role: str, link: str = "") -> Membership:
    """Give the person with ``email`` a place in ``partner``; a person not here yet is written to."""
    address = email.strip().lower()
    user = User.objects.filter(email__iexact=address).first()
    if user is None:
        user = accounts.expect(address)
    membership = Membership(user=user, partner=partner, role=role)
    membership.full_clean()
    membership.save()
    if link:
        _tell(user, partner, link)
    return membership


def _tell(user: User, partner: Partner, link: str) -> None:
    with override(user.language):
        subject = _("%(partner)s added you in Mentorway") % {"partner": partner.name}
        body = _(
            "%(partner)s gave you a place in its Mentorway network.\n\n"
            "Sign in with this e-mail address; you need no password, a code can be sent to you:\n"
            "%(link)s\n\n"
            "If you did not expect this, you can leave it: nothing happens until you sign in.\n"
        ) % {"partner": partner.name, "link": link}
    post_letter(user.email, subject, body)


@transaction.atomic
def change_role(membership: Membership, *, role: str) -> None:
    """Give ``membership`` another role, as long as somebody stays in charge."""
    if role == Role.MEMBER:
        _keep_someone_in_charge(membership)
    membership.role = role
    membership.full_clean()
    membership.save(update_fields=["role"])


@transaction.atomic
def remove(membership: Membership) -> None:
    """End ``membership``, as long as somebody stays in charge."""
    _keep_someone_in_charge(membership)
    membership.delete()


def _keep_someone_in_charge(leaving: Membership) -> None:
    partner = Partner.objects.select_for_update().get(pk=leaving.partner_id)
    in_charge = partner.memberships.in_charge()
    if in_charge.filter(pk=leaving.pk).exists() and not in_charge.exclude(pk=leaving.pk).exists():
        raise ValidationError(
            _("%(person)s is the only one in charge of %(partner)s. Put somebody else in charge first."),
            params={"person": leaving.user, "partner": partner},
        )
