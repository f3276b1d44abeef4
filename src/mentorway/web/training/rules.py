"""Who may do what with training programmes."""

from mentorway.web.accounts.models import User
from mentorway.web.training.models import Programme


def may_work(user: User, programme: Programme) -> bool:
    """Everyone of the partner that owns the programme; nobody changes the example."""
    own = user.memberships.filter(partner=programme.partner_id)
    return not programme.is_example and own.exists()


def may_dispose(user: User, programme: Programme) -> bool:
    """Who made the programme, and who is in charge of the partner that owns it."""
    if not may_work(user, programme):
        return False
    in_charge = user.memberships.in_charge().filter(partner=programme.partner_id)
    return programme.created_by_id == user.pk or in_charge.exists()
