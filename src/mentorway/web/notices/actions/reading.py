"""What people mark as read, and which letters they choose."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from mentorway.web.accounts.models import User
from mentorway.web.network.queries.partners import country_of
from mentorway.web.notices import queries
from mentorway.web.notices.analysis.clock import rhythm_of
from mentorway.web.notices.models import Reader, Rhythm

AT_ONCE = 500


def begin(now: dt.datetime) -> int:
    """Count from now on for everybody for whom nothing is counted yet: what was before is no news to them."""
    people = queries.without_a_mark().values_list("pk", flat=True)
    rows = [Reader(user_id=pk, seen=now, looked=now) for pk in people.iterator()]
    Reader.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(rows)


def known(user: User) -> Reader:
    """Return how far a person has read, beginning now where nothing is counted yet."""
    now = timezone.now()
    row, _is_new = Reader.objects.get_or_create(user=user, defaults={"seen": now, "looked": now})
    return row


def mark_read(user: User, until: dt.datetime | None = None) -> None:
    """Mark what happened until a moment as read, or until now; what was read stays read."""
    now = timezone.now()
    moment = min(until or now, now)
    is_behind = Q(seen__lt=moment) | Q(seen__gt=now)  # by a clock that was wrong
    Reader.objects.filter(is_behind, pk=known(user).pk).update(seen=moment)


@transaction.atomic
def choose(user: User, *, rhythm: str, hour: int, left_out: Collection[str]) -> Reader:
    """Keep which letters a person wants. Who wanted none gets what happens from now on."""
    row = Reader.objects.select_for_update().get(pk=known(user).pk)
    belongs = user.is_staff or bool(country_of(user))
    if rhythm_of(row, belongs=belongs) == Rhythm.NEVER:
        row.looked = timezone.now()
    row.rhythm, row.hour, row.left_out = rhythm, hour, sorted(left_out)
    row.full_clean()
    row.save(update_fields=["rhythm", "hour", "left_out", "looked"])
    return row


def stop(reader: Reader) -> bool:
    """Write no more letters to somebody; return whether they are still there."""
    return bool(Reader.objects.filter(pk=reader.pk).update(rhythm=Rhythm.NEVER))
