"""Partners judge whether a practice would work where they are."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Partner
from mentorway.web.practices.models import Practice, Transfer


@transaction.atomic
def judge(practice: Practice, user: User, *, partner: Partner, verdict: str, conditions: str) -> Transfer:
    """Say, or say anew, how ``partner`` judges the use of the practice in its country."""
    if partner.pk == practice.partner_id:
        raise ValidationError(_("Nobody judges a practice of their own organisation."))
    found = Transfer.objects.filter(practice=practice, partner=partner, country=partner.country).first()
    judgement = found or Transfer(practice=practice, partner=partner, country=partner.country)
    judgement.verdict, judgement.conditions, judgement.by = verdict, conditions, user
    judgement.full_clean()
    judgement.save()
    return judgement


def take_back(judgement: Transfer) -> None:
    """Remove a judgement."""
    judgement.delete()
