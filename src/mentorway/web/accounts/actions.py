"""What can happen to a person's own record."""

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
