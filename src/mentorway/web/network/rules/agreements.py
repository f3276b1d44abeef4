"""Who may do what with agreements."""

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Agreement, AgreementFile, AgreementState, Partner
from mentorway.web.network.rules import partners


def may_write(user: User, agreement: Agreement) -> bool:
    """Everyone of the partner that keeps it, and who coordinates; nobody changes the example."""
    if agreement.is_example:
        return False
    return partners.may_coordinate(user) or user.memberships.filter(partner=agreement.owner_id).exists()


def may_read_drafts(user: User, agreement: Agreement) -> bool:
    """Those of the partner that keeps it, and who coordinates: others read what they are offered."""
    mine = user.memberships.filter(partner=agreement.owner_id).exists()
    return mine or partners.may_coordinate(user)


def may_lead(user: User, agreement: Agreement) -> bool:
    """Who is in charge of the partner that keeps it, and who coordinates: they offer, end, delete."""
    return not agreement.is_example and partners.may_manage(user, agreement.owner)


def may_sign(user: User, partner: Partner) -> bool:
    """Only who is in charge of the party itself: nobody signs for others."""
    return partner.memberships.filter(user=user).in_charge().exists()


def may_draft(user: User, agreement: Agreement) -> bool:
    """Those who write it, as long as it can still change."""
    over = (AgreementState.ENDED, AgreementState.WITHDRAWN)
    return may_write(user, agreement) and agreement.state not in over


def may_remove(user: User, file: AgreementFile) -> bool:
    """Those who write the agreement."""
    return may_write(user, file.agreement)
