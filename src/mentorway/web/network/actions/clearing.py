"""What is no longer kept of partners."""

import datetime as dt

from django.db import transaction
from django.db.models import ProtectedError, QuerySet, RestrictedError

from mentorway.web.network.models import DAYS_IN_BIN, Partner


def clear_away(now: dt.datetime) -> int:
    """Remove what has been in the bin for long enough; count the partners.

    A partner to which something still points stays in the bin. Contacts and files nobody took in are
    forgotten with the other data of people, which a legal hold may keep.
    """
    moment = now - dt.timedelta(days=DAYS_IN_BIN)
    return _remove(Partner.bin.deleted_before(moment))


def _remove(partners: QuerySet[Partner]) -> int:
    count = 0
    for partner in partners:
        try:
            with transaction.atomic():
                partner.delete()
        except (ProtectedError, RestrictedError):
            continue
        count += 1
    return count
