"""Who may do what with evaluations."""

from mentorway.web.accounts.models import User
from mentorway.web.evaluation.models import Evaluation


def may_run(user: User, evaluation: Evaluation) -> bool:
    """Everyone of the partner that holds the evaluation; nobody changes the example."""
    return not evaluation.is_example and user.memberships.filter(partner=evaluation.partner_id).exists()


def may_dispose(user: User, evaluation: Evaluation) -> bool:
    """Who made the evaluation, and who is in charge of the partner that holds it."""
    if not may_run(user, evaluation):
        return False
    in_charge = user.memberships.in_charge().filter(partner=evaluation.partner_id)
    return evaluation.created_by_id == user.pk or in_charge.exists()
