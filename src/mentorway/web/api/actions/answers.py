"""A deed that is sent twice with the same key is done once, and answered the same."""

import datetime as dt
import hashlib
from typing import Final

from django.db import IntegrityError, transaction

from mentorway.web.api.models import ApiToken, GivenAnswer
from mentorway.web.api.models.answers import UNDER_WAY

HOURS: Final = 24
LONGEST_KEY: Final = 255


class OtherDeedError(Exception):
    """The key was used for something else."""


class UnderWayError(Exception):
    """The first deed with this key has not been answered."""


def digest(*parts: bytes) -> str:
    """Return a fingerprint of what was sent; lengths keep parts from running together."""
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()


def begin(token: ApiToken, key: str, asked: str, now: dt.datetime) -> tuple[GivenAnswer, bool]:
    """Return the answer to the key, and whether it is new, so that the deed is to be done.

    Raises
    ------
    OtherDeedError
        Something else was sent with this key.
    UnderWayError
        The same was sent, and is still being done, or broke off without an answer; or it failed just now.
    """
    key_hash = digest(key.encode())
    GivenAnswer.objects.filter(token=token, key_hash=key_hash, at__lt=_oldest(now)).delete()
    try:
        with transaction.atomic():
            return GivenAnswer.objects.create(token=token, key_hash=key_hash, asked_hash=asked), True
    except IntegrityError:
        row = GivenAnswer.objects.filter(token=token, key_hash=key_hash).first()
    if row is not None and row.asked_hash != asked:
        raise OtherDeedError
    if row is None or row.status == UNDER_WAY:
        raise UnderWayError
    return row, False


def keep(row: GivenAnswer, status: int, answer: str) -> None:
    """Keep what was answered."""
    GivenAnswer.objects.filter(pk=row.pk).update(status=status, answer=answer)


def let_go(row: GivenAnswer) -> None:
    """Forget that it was asked: it failed, and may be sent again."""
    GivenAnswer.objects.filter(pk=row.pk).delete()


def forget(now: dt.datetime) -> int:
    """Forget answers that nobody can ask for again."""
    count, _each = GivenAnswer.objects.filter(at__lt=_oldest(now)).delete()
    return count


def _oldest(now: dt.datetime) -> dt.datetime:
    return now - dt.timedelta(hours=HOURS)
