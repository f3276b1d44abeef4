"""What can happen to a person's own record."""

from allauth.account.models import EmailAddress
from django.db import transaction

from mentorway.web.accounts.models import User


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
