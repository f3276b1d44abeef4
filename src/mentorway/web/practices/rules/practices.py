"""Who may do what with a good practice."""

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Role, sees_all
from mentorway.web.practices.models import SHOWN_IN_NETWORK, WRITABLE, Practice, PracticeState, Transfer


def may_coordinate(user: User, _row: object = None) -> bool:
    """Coordinators of the network, and who runs the installation."""
    return sees_all(user)


def belongs(user: User, practice: Practice) -> bool:
    """The people of the partner that describes the practice."""
    return user.memberships.filter(partner=practice.partner_id).exists()


def may_follow(user: User, practice: Practice) -> bool:
    """Its partner's people and coordinators see its history and the way to readers."""
    return sees_all(user) or belongs(user, practice)


def may_write(user: User, practice: Practice) -> bool:
    """Its partner's people, as long as nobody judges it or reads it."""
    return practice.state in WRITABLE and belongs(user, practice)


def may_work(user: User, practice: Practice) -> bool:
    """Its partner's people and coordinators add languages to it, and say who translates."""
    return may_follow(user, practice)


def may_lead(user: User, practice: Practice) -> bool:
    """Its partner's administrators, who began it, and coordinators."""
    if sees_all(user):
        return True
    places = user.memberships.filter(partner=practice.partner_id)
    began = practice.created_by_id == user.pk
    return places.exists() if began else places.filter(role=Role.ADMIN).exists()


def may_publish(user: User, practice: Practice) -> bool:
    """The partner decides for itself what everybody reads: its administrators, and coordinators for it."""
    if sees_all(user):
        return True
    return user.memberships.filter(partner=practice.partner_id, role=Role.ADMIN).exists()


def may_decide(user: User, practice: Practice) -> bool:
    """Coordinators, except about practices of their own partner; who runs the installation always."""
    return user.is_staff or (sees_all(user) and not belongs(user, practice))


def may_delete(user: User, practice: Practice) -> bool:
    """Who leads it, unless everybody reads and cites it."""
    return practice.state != PracticeState.PUBLISHED and may_lead(user, practice)


def may_judge(user: User, practice: Practice) -> bool:
    """Members of other partners, once a practice is shown in the network: nobody judges their own."""
    if practice.state not in SHOWN_IN_NETWORK:
        return False
    return sees_all(user) or user.memberships.exclude(partner=practice.partner_id).exists()


def may_take_back(user: User, judgement: Transfer) -> bool:
    """The people of the partner that judged, and coordinators."""
    return sees_all(user) or user.memberships.filter(partner=judgement.partner_id).exists()
