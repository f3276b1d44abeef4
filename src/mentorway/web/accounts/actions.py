"""What can happen to a person's own record."""

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts import letters, sessions
from mentorway.web.accounts.models import User, UserSession
from mentorway.web.accounts.rules import left_without_anybody
from mentorway.web.core import audit


def describe(user: User, *, name: str, language: str) -> None:
    """Keep how ``user`` wants to be called and in which language."""
    user.name, user.language = name, language
    user.full_clean()
    user.save(update_fields=["name", "language"])


def speak(user: User, *, language: str) -> None:
    """Keep the language that ``user`` chose."""
    user.language = language
    user.full_clean()
    user.save(update_fields=["language"])


@transaction.atomic
def expect(email: str, *, language: str = settings.LANGUAGE_CODE) -> User:
    """Make a person who proves the address by the first code sent to it, and has no password yet."""
    words = email.partition("@")[0].replace(".", " ").replace("_", " ")
    name = words.title().strip() or email  # until they say it themselves
    user = User.objects.create_user(email, name=name, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    return user


@transaction.atomic
def welcome(email: str, *, name: str, password: str) -> User:
    """Make a person who can sign in at once, their address taken as theirs."""
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def erase(user: User) -> None:
    """Delete a person's account and all that signs them in, unless a partner would have nobody in charge.

    Rows that name them lose the name or go with the account, as the tables say.
    """
    list(user.partners.select_for_update())  # two who are in charge do not leave at the same moment
    alone = left_without_anybody(user)
    if alone:
        raise ValidationError(
            _("You are the only one in charge of %(partners)s. Put somebody else in charge first."),
            params={"partners": ", ".join(alone)},
        )
    sign_out_everywhere(user)
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    user.delete()


def sign_out_everywhere(user: User, *, but: str | None = None) -> int:
    """End the sessions of a person, and those in which an address of theirs waits for a code.

    ``but`` is the key of the one that goes on. Returns how many ended; those that were over are gone too, and
    are not counted.
    """
    addresses = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    theirs = UserSession.objects.about(user, map(sessions.mark_of, addresses))
    ending = theirs.exclude(session_key=but or "")
    ended = ending.alive().count()
    ending.delete()
    return ended


@transaction.atomic
def forget_ways_in(user: User) -> None:
    """Leave a person only their address and password to come in with; nothing is told to programs either."""
    sign_out_everywhere(user)
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    user.api_tokens.all().delete()
    user.webhooks.all().delete()
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def end_session(session: UserSession) -> None:
    """Sign a person out of one browser."""
    session.delete()


@transaction.atomic
def deactivate(user: User, *, by: User | None) -> None:
    """Let a person sign in no more, and end every session; tokens of programs open nothing then."""
    if not user.is_active:
        return
    user.is_active = False
    user.save(update_fields=["is_active"])
    sign_out_everywhere(user)
    audit.record(audit.Done.SIGN_IN_ENDED, actor=by, about=audit.of_person(user))


@transaction.atomic
def prove(user: User, email: str) -> None:
    """Take an address as proved by an organisation that is trusted with it.

    Whoever made the account before may have been somebody else, so their password and sessions end.
    """
    address = EmailAddress.objects.filter(user=user, email__iexact=email).first()
    if address is None or address.verified:
        return
    user.set_unusable_password()
    user.save(update_fields=["password"])
    sign_out_everywhere(user)
    address.verified = True
    address.save(update_fields=["verified"])


@transaction.atomic
def activate(user: User, *, by: User | None) -> None:
    """Let a person sign in again."""
    if user.is_active:
        return
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(audit.Done.SIGN_IN_GIVEN, actor=by, about=audit.of_person(user))


def expect_second_step(user: User, *, by: dt.date) -> None:
    """Keep from when on a person signs in with a second step only."""
    user.second_step_by = by
    user.save(update_fields=["second_step_by"])


@transaction.atomic
def take_second_step(user: User, *, by: User) -> None:
    """Take the second step from a person who lost it; they sign in anew, and are told."""
    Authenticator.objects.filter(user=user).delete()
    sign_out_everywhere(user)
    audit.record(audit.Done.SECOND_STEP_TAKEN, actor=by, about=audit.of_person(user))
    letters.second_step_taken(user, by)
