"""Who may do what with cohorts."""

from mentorway.web.accounts.models import User
from mentorway.web.pilots.models import Cohort


def may_run(user: User, cohort: Cohort) -> bool:
    """Everyone of the partner that holds the cohort; nobody changes the example."""
    return not cohort.is_example and user.memberships.filter(partner=cohort.partner_id).exists()


def may_lead(user: User, cohort: Cohort) -> bool:
    """Who may run the cohort, and who facilitates one of its meetings."""
    leads = not cohort.is_example and cohort.meetings.filter(facilitator=user).exists()
    return leads or may_run(user, cohort)


def may_see_people(user: User, cohort: Cohort) -> bool:
    """Who may lead the cohort; the people of the example are invented, so that every member may see them."""
    return cohort.is_example or may_lead(user, cohort)


def may_dispose(user: User, cohort: Cohort) -> bool:
    """Who made the cohort, and who is in charge of the partner that holds it."""
    if not may_run(user, cohort):
        return False
    in_charge = user.memberships.in_charge().filter(partner=cohort.partner_id)
    return cohort.created_by_id == user.pk or in_charge.exists()


def may_certify(user: User, cohort: Cohort) -> bool:
    """Who is in charge of the partner that awards the certificates."""
    in_charge = user.memberships.in_charge().filter(partner=cohort.partner_id)
    return not cohort.is_example and in_charge.exists()


def may_keep_keys(user: User) -> bool:
    """Who runs the installation."""
    return user.is_staff
