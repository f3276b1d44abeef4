"""Reading tokens: those of a person, and the one that a program shows."""

import datetime as dt
import hashlib

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from mentorway.web.accounts.models import User
from mentorway.web.api.models import ApiToken

BEGIN = "mentorway_"
MARK = 12  # letters by which a token is found
NOBODY = "0" * 64


def digest_of(secret: str) -> str:
    """Return what is stored of a secret: it is random and long, so that a plain fingerprint keeps it safe."""
    return hashlib.sha256(secret.encode()).hexdigest()


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """Return the tokens of ``user``, newest first, revoked ones last."""
    return ApiToken.objects.visible_to(user).order_by("revoked", "-created", "-pk")


def token_shown(secret: str, now: dt.datetime) -> ApiToken | None:
    """Return the valid token whose secret this is."""
    if not secret.isascii() or not secret.startswith(BEGIN):
        return None
    prefix = secret[: len(BEGIN) + MARK][len(BEGIN) :]
    row = ApiToken.objects.valid(now).select_related("user").filter(prefix=prefix).first()
    # As long as with a row, so that the time tells nobody which beginnings exist.
    same = constant_time_compare(row.sha256 if row else NOBODY, digest_of(secret))
    return row if row is not None and same else None
