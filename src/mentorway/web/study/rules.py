"""Who may do what with studies and their answers."""

from mentorway.web.accounts.models import User
from mentorway.web.network.rules import partners as network
from mentorway.web.study.models import Batch, Device, Download, Invitation, Study, Wave


def may_work(user: User, study: Study) -> bool:
    """Everyone of the partner that owns the study; nobody changes the example."""
    return not study.is_example and may_read_texts(user, study)


def may_lead(user: User, study: Study) -> bool:
    """Who is in charge of the partner that owns the study, and who coordinates: they open, close, delete."""
    return not study.is_example and network.may_manage(user, study.partner)


def may_read_texts(user: User, study: Study) -> bool:
    """What people wrote in their own words stays with the partner that asked."""
    return user.memberships.filter(partner=study.partner_id).exists()


def may_fetch(user: User, download: Download) -> bool:
    """Everyone who sees the study; a file with written answers only those of its partner."""
    return not download.with_texts or may_read_texts(user, download.study)


def may_compare(user: User, download: Download) -> bool:
    """Those of the partner that owns the study hand its scales to a comparison."""
    return may_read_texts(user, download.study)


def may_hand_over(user: User, study: Study) -> bool:
    """Those who work on the study, as they read what people wrote; nobody wrote what the example holds."""
    return may_work(user, study)


def may_ask(user: User, wave: Wave) -> bool:
    """Those who work on the study say who is asked."""
    return may_work(user, wave.study)


def may_write_to(user: User, invitation: Invitation) -> bool:
    """Those who work on the study."""
    return may_work(user, invitation.wave.study)


def may_import(user: User, batch: Batch) -> bool:
    """Those who work on the study."""
    return may_work(user, batch.wave.study)


def may_keep(user: User, device: Device) -> bool:
    """Those who work on the study."""
    return may_work(user, device.study)
