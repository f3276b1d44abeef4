"""Tokens are made, used and revoked."""

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.accounts.models import User
from mentorway.web.api.models import LONGEST_DAYS, ApiToken
from mentorway.web.api.queries.tokens import BEGIN, MARK, digest_of
from mentorway.web.api.rules.scopes import scopes_of
from mentorway.web.core import audit
from mentorway.web.core.audit import Done
from mentorway.web.core.tasks import post_letter

MOST: Final = 25
LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"
KEPT_DAYS: Final = 90  # after its end, so that its owner can still see that there was one


@transaction.atomic
def make(user: User, *, name: str, scopes: Sequence[str], days: int, link: str) -> tuple[ApiToken, str]:
    """Make a token and return it with its secret, which nobody can read again; its owner gets a letter."""
    _refuse_wrong(user, scopes, days)
    now = timezone.now()
    # Two windows at once must not make one token too many.
    User.objects.select_for_update().get(pk=user.pk)
    if ApiToken.objects.valid(now).filter(user=user).count() >= MOST:
        raise ValidationError(
            _("You have %(most)d tokens that work, which is the most. Revoke one first."),
            params={"most": MOST},
        )
    prefix = "".join(secrets.choice(LETTERS) for _letter in range(MARK))
    secret = f"{BEGIN}{prefix}_{secrets.token_urlsafe(32)}"
    row = ApiToken(
        user=user, name=name.strip(), prefix=prefix, sha256=digest_of(secret), scopes=sorted(set(scopes))
    )
    row.expires = now + dt.timedelta(days=days)
    row.full_clean()
    row.save()
    audit.record(Done.TOKEN_MADE, actor=user, about=audit.fingerprint("token", row.pk), count=len(row.scopes))
    _tell(row, link)
    return row, secret


@transaction.atomic
def revoke(token: ApiToken, user: User) -> None:
    """Let a token open nothing any more."""
    row = ApiToken.objects.select_for_update().get(pk=token.pk)
    if row.revoked is not None:
        return
    row.revoked = timezone.now()
    row.save(update_fields=["revoked"])
    audit.record(Done.TOKEN_REVOKED, actor=user, about=audit.fingerprint("token", row.pk))


def note_use(token: ApiToken, day: dt.date) -> None:
    """Remember the day on which a token was used; not when, not for what."""
    if token.used != day:
        ApiToken.objects.filter(pk=token.pk).update(used=day)


def forget(now: dt.datetime) -> int:
    """Forget tokens that ended long ago."""
    count, _each = long_over(now).delete()
    return count


def long_over(now: dt.datetime) -> QuerySet[ApiToken]:
    """Return tokens that ended long ago."""
    return ApiToken.objects.filter(expires__lt=now - dt.timedelta(days=KEPT_DAYS))


def _refuse_wrong(user: User, scopes: Sequence[str], days: int) -> None:
    unknown = sorted(set(scopes) - set(scopes_of(user)))
    if unknown or not scopes:
        raise ValidationError({"scopes": _("Choose what the token may do.")})
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError({"days": _("A token works for 1 to %(most)d days.") % {"most": LONGEST_DAYS}})


def _tell(row: ApiToken, link: str) -> None:
    with override(row.user.language):
        subject = _("A token for programs was made in your name")
        body = _(
            "The token “%(name)s” was made in your account. Until %(day)s, programs that hold it may do in "
            "your name:\n\n%(scopes)s\n\n"
            "If it was not you, revoke it at once and change your password:\n%(link)s\n"
        ) % {
            "name": row.name,
            "day": date_format(row.expires.date()),
            "scopes": "\n".join(row.scopes),
            "link": link,
        }
    post_letter(row.user.email, subject, body)
