"""What can happen to a person's own record."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.accounts.rules import left_without_anybody


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
def expect(email: str) -> User:
    """Make a person who proves the address by the first code sent to it, and has no password yet."""
    user = User.objects.create_user(email, name=email.partition("@")[0])
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


def sign_out_everywhere(user: User) -> int:
    """End every session of a person, and those in which their address waits for a code; return how many."""
    addresses = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    theirs = [one.pk for one in Session.objects.iterator() if _is_about(one, user, addresses)]
    Session.objects.filter(pk__in=theirs).delete()
    return len(theirs)


def _is_about(session: Session, user: User, addresses: set[str]) -> bool:
    kept = session.get_decoded()
    said = str(kept).casefold()
    return kept.get(SESSION_KEY) == str(user.pk) or any(one.casefold() in said for one in addresses)
