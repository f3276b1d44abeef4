"""Who may do what with plans."""

from mentorway.web.accounts.models import User
from mentorway.web.network.models.partners import sees_all
from mentorway.web.plan.models import Project


def may_plan(user: User, project: Project) -> bool:
    """Everyone of the lead partner, and coordinators of the network; nobody changes the example."""
    if project.is_example:
        return False
    return sees_all(user) or user.memberships.filter(partner=project.partner_id).exists()


def may_report(user: User, project: Project) -> bool:
    """Who may plan, and everyone of a partner of the project: they report what their partner did."""
    if project.is_example:
        return False
    takes_part = project.partners.filter(partner__in=user.memberships.values("partner"))
    return may_plan(user, project) or takes_part.exists()


def may_report_for(user: User, project: Project, partner: int) -> bool:
    """Who may plan reports for all, everybody else for the own partner."""
    own = user.memberships.filter(partner=partner).exists()
    return may_plan(user, project) or (own and may_report(user, project))


def may_dispose(user: User, project: Project) -> bool:
    """Who made the project, and who is in charge of the lead partner."""
    if not may_plan(user, project):
        return False
    in_charge = user.memberships.in_charge().filter(partner=project.partner_id)
    return project.created_by_id == user.pk or in_charge.exists()
