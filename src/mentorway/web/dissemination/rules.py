"""Who may do what with what is published."""

from mentorway.web.accounts.models import User
from mentorway.web.dissemination.models import Action, Claim, Entry, KeyResult, Release
from mentorway.web.network.models.partners import sees_all
from mentorway.web.study.models import Study

Owned = Claim | Entry | Action | KeyResult


def may_write(user: User, row: Owned) -> bool:
    """Everyone of the partner that owns it, and coordinators of the network; nobody changes the example."""
    if row.is_example:
        return False
    return sees_all(user) or user.memberships.filter(partner=row.partner_id).exists()


def may_publish(user: User, row: Claim | Entry) -> bool:
    """A coordinator of the network: a second reader, other than who handed it in where there is another."""
    return not row.is_example and sees_all(user)


def may_dispose(user: User, row: Owned) -> bool:
    """Who made it, and who is in charge of its partner."""
    if not may_write(user, row):
        return False
    in_charge = user.memberships.in_charge().filter(partner=row.partner_id)
    return row.created_by_id == user.pk or in_charge.exists()


def may_release(user: User, study: Study) -> bool:
    """Everyone of the partner that asked, and coordinators of the network; nobody changes the example."""
    if study.is_example:
        return False
    return sees_all(user) or user.memberships.filter(partner=study.partner_id).exists()


def may_pack(user: User, release: Release) -> bool:
    """Those who may publish answers of the study."""
    return not release.is_example and may_release(user, release.study)


def may_publish_data(user: User, release: Release) -> bool:
    """A coordinator of the network: a second reader, other than who made it where there is another."""
    return not release.is_example and sees_all(user)
