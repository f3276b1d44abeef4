"""Who may do what with questionnaires and instruments."""

from mentorway.web.accounts.models import User
from mentorway.web.methodology.models import Instrument, Questionnaire


def may_work(user: User, questionnaire: Questionnaire) -> bool:
    """Everyone of the partner that owns the questionnaire; nobody changes the example."""
    own = user.memberships.filter(partner=questionnaire.partner_id)
    return not questionnaire.is_example and own.exists()


def may_dispose(user: User, questionnaire: Questionnaire) -> bool:
    """Who made the questionnaire, and who is in charge of the partner that owns it."""
    if not may_work(user, questionnaire):
        return False
    in_charge = user.memberships.in_charge().filter(partner=questionnaire.partner_id)
    return questionnaire.created_by_id == user.pk or in_charge.exists()


def may_keep(user: User, instrument: Instrument) -> bool:
    """Everyone of the partner that has the permission."""
    return user.memberships.filter(partner=instrument.partner_id).exists()
