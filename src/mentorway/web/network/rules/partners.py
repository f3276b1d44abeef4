"""Who may do what with partners and their people."""

from typing import Any

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Contact, Membership, Partner, Role


def may_coordinate(user: User, _row: Any = None) -> bool:
    """Coordinators of the network, and who runs the installation."""
    return user.is_staff or user.memberships.filter(role=Role.COORDINATOR).exists()


def belongs(user: User) -> bool:
    """Whoever has a place in the network, and who runs the installation."""
    return user.is_staff or user.memberships.exists()


def may_see_fully(user: User, partner: Partner) -> bool:
    """Its people, and those who coordinate; the others see its card."""
    return may_coordinate(user) or partner.memberships.filter(user=user).exists()


def may_manage(user: User, partner: Partner) -> bool:
    """Its administrators, and those who coordinate."""
    return may_coordinate(user) or partner.memberships.filter(user=user).in_charge().exists()


def may_show(user: User, partner: Partner) -> bool:
    """Only who is in charge of the partner itself shows it to everybody: nobody decides that for others."""
    return partner.memberships.filter(user=user).in_charge().exists()


def may_turn(user: User, partner: Partner) -> bool:
    """Who shows it to everybody, or takes it back, which coordinators may, too."""
    return may_manage(user, partner) if partner.is_public else may_show(user, partner)


def may_change(user: User, membership: Membership) -> bool:
    """Those who manage the partner; a coordinator's place is changed by those who coordinate."""
    if membership.role == Role.COORDINATOR:
        return may_coordinate(user)
    return may_manage(user, membership.partner)


def may_take_second_step(user: User, membership: Membership) -> bool:
    """Those who may change every place of the person, and never one's own; of staff only who coordinates.

    The step guards all that the person may do, so being in charge at one of their partners is not enough.
    """
    person = membership.user
    if person == user or (person.is_staff and not may_coordinate(user)):
        return False
    return all(may_change(user, place) for place in person.memberships.select_related("partner"))


def may_keep(user: User, contact: Contact) -> bool:
    """Those who manage the partner."""
    return may_manage(user, contact.partner)


def roles_given_by(user: User) -> list[Role]:
    """The roles that ``user`` may give where they manage."""
    return list(Role) if may_coordinate(user) else [Role.MEMBER, Role.ADMIN]
