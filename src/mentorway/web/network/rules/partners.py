"""Who may do what with partners and their people."""

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Membership, Partner, Role


def may_coordinate(user: User) -> bool:
    """Coordinators of the network, and who runs the installation."""
    return user.is_staff or user.memberships.filter(role=Role.COORDINATOR).exists()


def may_manage(user: User, partner: Partner) -> bool:
    """Its administrators, and those who coordinate."""
    return may_coordinate(user) or partner.memberships.filter(user=user).in_charge().exists()


def may_change(user: User, membership: Membership) -> bool:
    """Those who manage the partner; a coordinator's place is changed by those who coordinate."""
    if membership.role == Role.COORDINATOR:
        return may_coordinate(user)
    return may_manage(user, membership.partner)


def roles_given_by(user: User) -> list[Role]:
    """The roles that ``user`` may give where they manage."""
    return list(Role) if may_coordinate(user) else [Role.MEMBER, Role.ADMIN]
