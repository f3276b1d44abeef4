"""Who may do what with methodologies, questionnaires and instruments."""

from mentorway.web.accounts.models import User
from mentorway.web.methodology.models import Instrument, Methodology, Questionnaire

Owned = Questionnaire | Methodology


def may_work(user: User, owned: Owned) -> bool:
    """Everyone of the partner that owns the questionnaire or methodology; nobody changes the example."""
    own = user.memberships.filter(partner=owned.partner_id)
    return not owned.is_example and own.exists()


def may_dispose(user: User, owned: Owned) -> bool:
    """Who made the questionnaire or methodology, and who is in charge of the partner that owns it."""
    if not may_work(user, owned):
        return False
    in_charge = user.memberships.in_charge().filter(partner=owned.partner_id)
    return owned.created_by_id == user.pk or in_charge.exists()


def may_keep(user: User, instrument: Instrument) -> bool:
    """Everyone of the partner that has the permission."""
    return user.memberships.filter(partner=instrument.partner_id).exists()
