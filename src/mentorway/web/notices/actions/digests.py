"""Letters about what is new are written: each once, whoever of the workers comes first.

A letter is put together first. That it was written, and the letter in the queue, are then kept in one
transaction, and only while nobody else has done it: a process that ends in between has done neither.
"""

import datetime as dt
import logging

from django.utils import timezone
from django.utils.translation import override

from mentorway.web.core.tasks import enqueue_letter
from mentorway.web.core.turns import writing
from mentorway.web.notices import queries
from mentorway.web.notices.analysis.clock import is_due, rhythm_of, zone_in
from mentorway.web.notices.analysis.digest import digest_of, letter_of
from mentorway.web.notices.models import Reader, Rhythm

AT_ONCE = 200
logger = logging.getLogger(__name__)


class LettersFailedError(Exception):
    """Some letters could not be written; they are tried again in an hour."""


def do_due_work(now: dt.datetime) -> int:
    """Write to everybody whose hour has come and for whom there is something new; return how many letters.

    Raises
    ------
    LettersFailedError
        Some could not be written; all others were.
    """
    count, failed = 0, 0
    for some in queries.in_batches(queries.to_write_to(), AT_ONCE):
        places, gets_none = queries.places_of(some), list[int]()
        for reader in some:
            country = places.get(reader.user_id, "")
            belongs = bool(country) or reader.user.is_staff
            if rhythm_of(reader, belongs=belongs) == Rhythm.NEVER:
                gets_none.append(reader.pk)
                continue
            if not is_due(reader, now, zone_in(country), belongs=belongs):
                continue
            try:
                count += write(reader, now, country)
            except Exception:
                logger.exception("A letter about what is new could not be written.")
                failed += 1
        # Whoever comes to a partner, or asks for letters, is written what happens from then on.
        Reader.objects.filter(pk__in=gets_none, rhythm=Rhythm.USUAL).update(looked=now)
    if failed:
        raise LettersFailedError(f"{failed} letters could not be written.")
    return count


def write(reader: Reader, now: dt.datetime, country: str) -> bool:
    """Write to one person, unless there is nothing new or another worker was quicker."""
    zone = zone_in(country)
    reader.user.refresh_from_db()  # rights may have changed since the batch was read
    with override(reader.user.language), timezone.override(zone):
        digest = digest_of(reader, now, zone)
    letter = letter_of(reader, digest) if digest.is_worth else None
    with writing():
        same = {"looked": reader.looked, "rhythm": reader.rhythm, "hour": reader.hour}
        same |= {"user__is_active": True, "user__email": reader.user.email}
        if not Reader.objects.filter(pk=reader.pk, **same).update(looked=now, told=list(digest.told)):
            return False
        if letter is not None:
            enqueue_letter(letter)
    return letter is not None
