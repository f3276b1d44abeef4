"""Who may do what with visits and meetings."""

from mentorway.web.accounts.models import User
from mentorway.web.network.models import (
    AgendaItem,
    Attendee,
    FollowUp,
    Visit,
    VisitFile,
    VisitState,
    belonging_to,
)
from mentorway.web.network.rules import partners


def may_change(user: User, visit: Visit) -> bool:
    """Everyone of the host, and who coordinates; nobody changes the example."""
    return not visit.is_example and _leads(user, visit)


def may_contribute(user: User, visit: Visit) -> bool:
    """Everyone of a partner that is there writes minutes and follow-ups, and adds files."""
    return not visit.is_example and takes_part(user, visit)


def takes_part(user: User, visit: Visit) -> bool:
    """Who leads the visit or belongs to a partner that is there: they see addresses, journeys and history."""
    return _leads(user, visit) or visit.present.filter(partner__in=belonging_to(user)).exists()


def _leads(user: User, visit: Visit) -> bool:
    return partners.may_coordinate(user) or user.memberships.filter(partner=visit.host_id).exists()


def may_announce(user: User, visit: Visit) -> bool:
    """Everyone of a partner that is there says whether they come, as long as it is planned."""
    if visit.is_example or visit.state != VisitState.PLANNED:
        return False
    mine = user.memberships.values("partner")
    return visit.present.filter(partner__in=mine).exists() or _belongs_to_host(user, visit)


def _belongs_to_host(user: User, visit: Visit) -> bool:
    return user.memberships.filter(partner=visit.host_id).exists()


def may_plan(user: User, visit: Visit) -> bool:
    """Those who change it, as long as it is planned: they invite, cancel, choose partners."""
    return visit.state == VisitState.PLANNED and may_change(user, visit)


def may_change_point(user: User, item: AgendaItem) -> bool:
    """Those who change the visit."""
    return may_change(user, item.visit)


def may_change_person(user: User, person: Attendee) -> bool:
    """Those who change the visit."""
    return may_change(user, person.visit)


def may_answer_for(user: User, person: Attendee) -> bool:
    """Those who change the visit; for the people of a partner, everyone who belongs to it."""
    visit = person.visit
    own = user.memberships.filter(partner=person.partner_id).exists()
    return may_change(user, visit) or (own and may_contribute(user, visit))


def may_change_follow_up(user: User, row: FollowUp) -> bool:
    """Those who contribute to the visit."""
    return may_contribute(user, row.visit)


def may_finish(user: User, row: FollowUp) -> bool:
    """Who does it, and those who contribute to the visit."""
    return not row.visit.is_example and (row.owner_id == user.pk or may_contribute(user, row.visit))


def may_change_file(user: User, file: VisitFile) -> bool:
    """Who added it, and those who change the visit."""
    own = file.added_by_id == user.pk and may_contribute(user, file.visit)
    return own or may_change(user, file.visit)
