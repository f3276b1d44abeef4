"""Everything about a person is given to the person, with a receipt."""

from django.db import transaction
from django.utils import timezone

from mentorway.web.accounts.models import User
from mentorway.web.core import audit
from mentorway.web.core.audit import Done
from mentorway.web.privacy.actions import receipts
from mentorway.web.privacy.analysis.going import what_goes
from mentorway.web.privacy.models import Act, Receipt
from mentorway.web.privacy.queries import own as queries


@transaction.atomic
def tell(user: User) -> Receipt:
    """Note that a person takes everything about them; return the receipt."""
    going = what_goes(queries.person_of(user), timezone.now().date())
    counts = {one.kept.model: one.count for one in going.lines}
    return receipts.give(Act.TOLD, Done.DATA_TOLD, counts=counts, actor=user, about=audit.of_person(user))
